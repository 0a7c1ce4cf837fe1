/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan that a firmware's table alone makes. */
#ifndef PLAN_OF_H
#define PLAN_OF_H

#include "plan.h"
#include "said_ibft.h"

static inline int plan_of(struct plan *plan, const struct ibft *ibft,
			  struct fault *f)
{
	static struct said said;
	int rc;

	plan_begin(plan);
	memset(&said, 0, sizeof(said));
	said.source = SOURCE_IBFT;
	said.remarks = &plan->remarks;
	said_ibft(&said, ibft);
	rc = plan_merge(plan, &said, f);
	return rc ? rc : plan_finish(plan, false, f);
}

#endif
