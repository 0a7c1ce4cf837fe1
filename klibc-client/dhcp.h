/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DHCP by the host's own client, one process for each NIC.  That of DHCPv4 is
 * called as klibc's ipconfig is,
 *
 *	PROGRAM -c dhcp -t SECONDS -d IFNAME
 *
 * leaves its lease where ipconfig leaves it, in /run/net-IFNAME.conf, and ends.
 * That of DHCPv6 is called as ISC's dhclient is,
 *
 *	PROGRAM -6 -d -1 --no-pid -D LL -lf FILE IFNAME
 *
 * writes its lease into FILE and sets the address; then it is ended. */
#ifndef DHCP_H
#define DHCP_H

#include "lease.h"
#include "sys.h"

#define DHCP_CLIENT "ipconfig"		/* unless --dhcp-client= says else */
#define DHCP6_CLIENT "dhclient"		/* unless --dhcp6-client= says else */
/* FILE is this folder's dhclient6-IFNAME.leases. */
#define DHCP6_FOLDER "/run/iscsiboot"
#define DHCP_CLIENT_SIZE 100		/* of a path or a name, with the NUL */

#define DHCP_SECONDS 45			/* unless rd.net.timeout.dhcp= does */

struct dhcp {
	const struct sys *sys;
	bool six;
	char ifname[IFNAME_SIZE];
	char program[DHCP_CLIENT_SIZE + 24];	/* its path */
	unsigned int seconds;
	uint64_t deadline;		/* it should have ended by then */
	int fd;				/* of the process; -1: none */
	struct fault fault;		/* why it was not started */
};

/* Ask for an address on ifname, for so many seconds; six: by DHCPv6, for which
 * the link-local address has to be there.  client: a path, or a name that is
 * looked up where such programs lie.  The link is to be up with carrier:
 * klibc's ipconfig before 2.0.13 otherwise sends nothing for 10 s, or goes
 * round without a pause.  A lease of an earlier run is removed: from here on
 * the file is this run's.  0, or -errno: then dhcp_finish() gives the
 * sentence. */
int dhcp_start(struct dhcp *d, const struct sys *sys, bool six,
	       const char *client, const char *ifname, unsigned int seconds);

/* Becomes readable when the client has ended; negative: there is none. */
int dhcp_fd(const struct dhcp *d);

/* The address that the file has by now, while the client runs; or family
 * ADDR_NONE. */
struct addr dhcp_address(const struct dhcp *d);

/* When to call dhcp_finish() though the client has not ended: it was told to
 * give up some time before. */
uint64_t dhcp_deadline(const struct dhcp *d);

/* The client has ended, or is to end now.  0: lease, whose every field is
 * written: its nic has method NIC_DHCP and an IPv4 address (or its nic6 an IPv6
 * address), and may have gateway, DNS servers, search domain, host name; what
 * is odd in it was said.  Its root path may hold a password.  The client has
 * mostly set up the address and the default route by itself.  -errno with the
 * sentence, which begins with the NIC's name: -EOPNOTSUPP without a client,
 * -ETIMEDOUT without a lease, -ENODATA where the client is content and left no
 * lease, -EPROTO where what it left is useless. */
int dhcp_finish(struct dhcp *d, struct lease *lease, struct fault *f);

/* End the client, if it runs.  Its process and those that it started are dead
 * when this comes back. */
void dhcp_stop(struct dhcp *d);
/* The same, and remove the lease that it may have left: the carrier is gone,
 * or another NIC was enough. */
void dhcp_drop(struct dhcp *d);

/* Have the client ask for a lease on a NIC that stays as it is:
 *
 *	PROGRAM -n -c dhcp -t SECONDS -d IFNAME
 *
 * which outlives us.  Where there is no such client there is no lease. */
void dhcp_hold(const struct sys *sys, const char *client, const char *ifname,
	       unsigned int seconds);

#endif
