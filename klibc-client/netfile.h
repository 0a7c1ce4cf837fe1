/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind netfiles.h share: each writes what one reader in the
 * booted system wants. */
#ifndef NETFILE_H
#define NETFILE_H

#include "nic_kept.h"
#include "state_file.h"

/* One set of files at work; file is used again and again. */
struct netfile {
	const struct sys *sys;
	const struct kept_nics *kept;
	struct state_file file;
};

/* /run/net-IF.conf and net6-IF.conf as klibc's ipconfig writes them, where a
 * DHCP client has not done so. */
void netfile_klibc(struct netfile *f, const struct kept_nic *n);

/* /run/systemd/network/10-iscsiboot-IF.network, and .netdev for a VLAN. */
void netfile_networkd(struct netfile *f, const struct kept_nic *n);

/* /run/NetworkManager/system-connections/iscsiboot-IF.nmconnection, and the
 * note that this connection is up. */
void netfile_networkmanager(struct netfile *f, const struct kept_nic *n);
/* /run/NetworkManager/conf.d/10-iscsiboot.conf, of all NICs. */
void netfile_networkmanager_conf(struct netfile *f);

/* ifupdown, and Debian's open-iscsi beside it: all NICs. */
void netfile_ifupdown(struct netfile *f);

#define NETFILE_DNS_MAX (KEPT_CONFIGS_MAX * PLAN_DNS_MAX + PLAN_DNS_MAX)

/* The DNS servers of one family that the NIC's files have, each once: its own,
 * and with the first NIC those of no NIC in particular.  Fills list, which has
 * room for NETFILE_DNS_MAX, and gives back how many. */
size_t netfile_dns(const struct netfile *f, const struct kept_nic *n,
		   unsigned int family, const struct addr **list);

/* The search domain, in the same way.  Empty: none, or one that cannot stand
 * in a file. */
const char *netfile_search(const struct kept_nic *n);

/* "ADDRESS/PREFIX".  Gives back text. */
#define NETFILE_PREFIX_SIZE (ADDR_TEXT_SIZE + 4)
const char *netfile_prefix(const struct addr *a, unsigned int prefix,
			   char text[NETFILE_PREFIX_SIZE]);

/* Whether the gateway is outside the subnet: then it is on the link. */
bool netfile_onlink(const struct plan_nic *c);

#endif
