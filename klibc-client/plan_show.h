/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan for people, and for programs.  Neither holds a secret. */
#ifndef PLAN_SHOW_H
#define PLAN_SHOW_H

#include "out.h"
#include "plan.h"

/* A line for each thing, with who said it. */
void plan_show(const struct plan *plan, const struct ibft_out *out);

/* One JSON object; what is not known is left out. */
void plan_json(const struct plan *plan, const struct ibft_out *out);

/* As --plan=json names it. */
const char *nic_method_name(enum nic_method method);

/* The LUN as a number, or -1 when it has several levels (SAM-5 4.7). */
int lun_number(const uint8_t lun[8]);

/* The next target behind i that differs from it in its portal alone, or
 * target_count. */
size_t plan_next_portal(const struct plan *plan, size_t i, size_t from);

/* Whether an entry before this one has it among its portals. */
bool plan_further_portal(const struct plan *plan, size_t i);

#endif
