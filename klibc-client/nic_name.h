/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a device is called. */
#ifndef NIC_NAME_H
#define NIC_NAME_H

#include "rtnl.h"
#include "sys.h"

/* The name of the network device with this MAC address, or an empty string.
 * Gives back name. */
const char *nic_name(const struct sys *sys, const uint8_t mac[6],
		     char name[LINK_NAME_SIZE]);

#endif
