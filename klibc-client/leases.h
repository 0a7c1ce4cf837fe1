/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What DHCP said, from the files that the initramfs's DHCP client left: klibc's
 * ipconfig, dracut's dhclient script, systemd-networkd, NetworkManager. */
#ifndef LEASES_H
#define LEASES_H

#include "said.h"
#include "sys.h"

/* Fill said, which is zeroed but for its remarks: the NICs of all leases,
 * which are up already, and the targets of their root paths (RFC 4173).  A
 * lease that several files tell of is there once; what they contradict each
 * other in is a remark, and so is whatever cannot be used.  A root path that
 * begins with iscsi: and is wrong is said->fault. */
void leases_read(struct said *said, const struct sys *sys);

#endif
