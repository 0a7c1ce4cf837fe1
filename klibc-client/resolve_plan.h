/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The targets of the plan whose portal is a host name. */
#ifndef RESOLVE_PLAN_H
#define RESOLVE_PLAN_H

#include "plan.h"
#include "resolve.h"

/* The DNS servers and search domains of the plan's NICs, in their order; those
 * of /etc/resolv.conf when the plan has no server. */
void resolve_plan_servers(const struct sys *sys, const struct plan *plan,
			  struct resolve_servers *servers);

/* Look up every target's host for which there is no portal address yet, all at
 * once; blocks until then or until the deadline, but not long once a target
 * has an address.  The first address goes into the target, the others into
 * copies of it at the end of the plan while there is room.
 *
 * A target whose host has no address is logged and taken out; when none is
 * left: -errno with the fault, and the plan is as it was. */
int resolve_plan(const struct sys *sys, struct plan *plan, uint64_t deadline,
		 struct fault *f);

#endif
