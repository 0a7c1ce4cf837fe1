/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All NICs of the plan at once. */
#ifndef NICS_H
#define NICS_H

#include "options.h"
#include "plan.h"
#include "sys.h"

/* What can be done while something is waited for: done once, or not at all. */
struct nics_meanwhile {
	void (*run)(void *arg);
	void *arg;
};

/* Bring up the NICs of the plan: found, link, VLAN, carrier, addresses,
 * routes.  0 when those that the targets need are ready; the others are named
 * in a message.  What is set up already is left as it is.  The plan is told
 * what became of its NICs: name and MAC address of the device, address,
 * gateway.  -errno with the first NIC's fault when none can be used.  deadline
 * is of sys->now's clock; meanwhile may be NULL. */
int nics_setup(const struct sys *sys, struct plan *plan,
	       const struct options *options, uint64_t deadline,
	       const struct nics_meanwhile *meanwhile, struct fault *f);

/* nics_find.c: the NIC that a target is bound to as others have set it up:
 * the plan is told its device and the address that it has.  Nothing is changed
 * or waited for.  0, too, where the plan leaves the NIC open or the target is
 * this machine; -errno with the fault. */
int nics_find(const struct sys *sys, struct plan *plan,
	      const struct plan_target *target, struct fault *f);

#endif
