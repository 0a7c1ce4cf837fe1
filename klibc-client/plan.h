/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to boot: the facts of every source, merged.  Everything behind the
 * plan acts on it and on nothing else. */
#ifndef PLAN_H
#define PLAN_H

#include "options.h"
#include "said.h"

struct plan {
	char initiator_name[IBFT_NAME_MAX + 1];
	struct plan_nic nics[PLAN_NICS_MAX];
	struct plan_target targets[PLAN_TARGETS_MAX];
	size_t nic_count, target_count;
};

/* The plan from the options (when they name a target) or from the table
 * (ibft may be NULL: there is none).  0; -ENODATA: nothing to boot; -EINVAL:
 * what was said is wrong; -EACCES: it is not secure. */
int plan_make(struct plan *plan, const struct options *options,
	      const struct ibft *ibft, struct fault *f);

#endif
