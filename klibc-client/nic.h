/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings up the NICs of the plan: found by MAC address, link, carrier,
 * address, default route; all at once, each on the kernel's own events. */
#ifndef NIC_H
#define NIC_H

#include "plan.h"
#include "sys.h"

/* 0 when at least one NIC of the plan is ready; the others are named in a
 * message.  A NIC that is set up already is left as it is.  -errno with the
 * first NIC's fault when none can be used. */
int nic_setup(const struct sys *sys, const struct plan *plan,
	      uint64_t deadline, struct fault *f);

/* The name of the network device with this MAC address, or an empty string.
 * Gives back name. */
const char *nic_name(const struct sys *sys, const uint8_t mac[6],
		     char name[16]);

#endif
