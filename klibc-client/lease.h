/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a DHCP client wrote about one lease: the text of its file turned into
 * facts. */
#ifndef LEASE_H
#define LEASE_H

#include "said.h"

#define ROOT_PATH_MAX 255		/* bytes: one option (RFC 2132 3.19) */

enum lease_format {
	LEASE_KLIBC,			/* /run/net-IF.conf, net6-IF.conf */
	LEASE_DRACUT,			/* /tmp/dhclient.IF.dhcpopts */
	LEASE_NETWORKD,			/* /run/systemd/netif/leases/INDEX */
	LEASE_NETWORKMANAGER,		/* /run/NetworkManager/devices/INDEX */
	LEASE_DHCLIENT,			/* dhclient.leases(5), of DHCPv6 */
};

/* Of one interface, whose name both NICs have: its IPv4 configuration in nic,
 * its IPv6 configuration in nic6.  One that the file does not tell of has
 * address.family ADDR_NONE; a NIC that is there without an address is told of
 * by its root path alone. */
struct lease {
	struct plan_nic nic, nic6;
	char root_path[ROOT_PATH_MAX + 1];	/* empty: none */
	struct plan_route routes[PLAN_ROUTES_MAX];	/* IPv4, through it */
	size_t route_count;
};

/* Whether the kernel takes this as an interface's name. */
bool lease_ifname_valid(const char *name);

/* Read text (NUL-terminated, changed), which stood in the file path, into
 * lease, whose interface is ifname unless the file names another.  What is
 * wrong is left out, with a remark that names path; no remark has a piece of a
 * root path. */
void lease_parse(struct lease *lease, enum lease_format format,
		 const char *ifname, char *text, const char *path,
		 struct remarks *remarks);

#endif
