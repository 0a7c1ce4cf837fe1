/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The NICs that the booted system has to leave as they are: each device once,
 * with all that the plan says about it and what the kernel knows of it. */
#ifndef NIC_KEPT_H
#define NIC_KEPT_H

#include "plan.h"
#include "sys.h"

/* An IPv4 and an IPv6 configuration, and a second of one of them. */
#define KEPT_CONFIGS_MAX 4
/* Each NIC of the plan may be a VLAN of another one. */
#define KEPT_NICS_MAX (2 * PLAN_NICS_MAX)

/* Routing tables of NICs that share a subnet: this and the interface's index.
 * "iS" in ASCII, so that they meet nobody else's. */
#define KEPT_TABLE_BASE 0x69530000

struct kept_nic {
	char ifname[IFNAME_SIZE];
	const struct plan_nic *configs[KEPT_CONFIGS_MAX];
	size_t config_count;		/* 0: only the parent of a VLAN */
	uint16_t vlan;			/* 0: not a VLAN */
	char parent[IFNAME_SIZE];	/* of a VLAN; empty: not known */
	/* The hardware's own address: it stays when the name changes.  Not
	 * known of what has no hardware. */
	bool permanent_known;
	uint8_t permanent[6];
	unsigned int ifindex;
	bool disk;			/* the first target is reached by it */
};

struct kept_nics {
	const struct plan *plan;
	struct kept_nic nics[KEPT_NICS_MAX];
	size_t count;
};

/* The NICs of the plan that carry a target or that were configured, and the
 * parents of VLANs.  Left out: what is not there, has got no address, or has a
 * name that cannot stand in every file (then a message says so). */
void kept_find(struct kept_nics *k, const struct sys *sys, const struct plan *plan);

/* The NIC's configuration of a family, ADDR_IPV4 or ADDR_IPV6, or NULL; by
 * its address, or by its method where it has none. */
const struct plan_nic *kept_config(const struct kept_nic *n,
				   unsigned int family);

/* Whether this configuration has a routing table of its own: another NIC has
 * an address of that family, too. */
bool kept_own_table(const struct kept_nics *k, const struct plan_nic *config);

/* Whether the plan's route leaves by this configuration. */
bool kept_route(const struct kept_nics *k, const struct plan_nic *config,
		const struct plan_route *route);

/* ADDR_IPV4 or ADDR_IPV6. */
unsigned int kept_family(const struct plan_nic *config);

/* Letters, digits, '.', '-', '_' alone, and not empty: what may stand in
 * every file as it is. */
bool kept_word(const char *text);

#endif
