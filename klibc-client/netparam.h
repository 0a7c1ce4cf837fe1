/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel command line's parameters of the network: those of dracut, of
 * its backends, and of klibc's ipconfig, which initramfs-tools uses. */
#ifndef NETPARAM_H
#define NETPARAM_H

#include "said.h"
#include "slip.h"

/* Take one parameter into said; value NULL: a bare word.  0; -ENOENT: not a
 * parameter of the network; -EINVAL with the slip, whose offset is within
 * value. */
int netparam_take(struct said *said, const char *name, const char *value,
		  struct slip *slip);

/* After the last word, once: what belongs together is joined, whatever its
 * order was.
 *  - A NIC that has its name by ifname= gets its MAC address.
 *  - A NIC that is a VLAN by vlan= gets the VLAN's number and parent; its MAC
 *    address, where known, is then the parent's.  A VLAN without an ip= is
 *    configured as ip= says for every NIC, else by DHCP when there is no ip=
 *    at all, else it has no address.
 *  - The device BOOTIF, and (as dracut does) every NIC, becomes the NIC of
 *    BOOTIF=, unless rd.bootif=0.  BOOTIF= goes before bootdev=.
 * What is wrong only in sum is in said->network. */
void netparam_finish(struct said *said);

#endif
