/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The NICs of the plan: merged, and which target is reached by which. */
#ifndef PLAN_NICS_H
#define PLAN_NICS_H

#include "plan.h"

/* Add NICs, routes, name servers and times of one source; see
 * plan_merge(). */
void plan_merge_nics(struct plan *plan, const struct said *said);

/* DHCP, where nobody says a thing about the NICs: on those that the targets
 * name, else on the one that boots, else on all. */
void plan_default_nics(struct plan *plan);

/* Each target's NIC: as it was said, else the one whose subnet it is in, else
 * the one that boots, else the only one. */
void plan_bind_nics(struct plan *plan);

#endif
