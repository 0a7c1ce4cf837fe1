/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to boot: the facts of every source, merged.  Everything behind the
 * plan acts on it and on nothing else. */
#ifndef PLAN_H
#define PLAN_H

#include "said.h"

/* Options, command line and file may each name one for all and one for each
 * target. */
#define PLAN_ACCOUNTS_MAX (3 * (PLAN_TARGETS_MAX + 1))

struct plan_account {
	struct said_account said;
	enum source source;
	bool used;			/* by a target */
};

struct plan {
	char initiator_name[IBFT_NAME_MAX + 1];
	enum source initiator_from;
	struct plan_nic nics[PLAN_NICS_MAX];
	struct plan_target targets[PLAN_TARGETS_MAX];
	struct plan_route routes[PLAN_ROUTES_MAX];
	struct addr dns[PLAN_DNS_MAX];	/* of no NIC in particular */
	size_t nic_count, target_count, route_count, dns_count;
	struct plan_timeouts timeouts;
	bool no_peer_dns;		/* leave DHCP's servers out */
	bool no_lease;			/* of firmware's NICs */
	uint32_t wait;			/* seconds; 0: try once */
	struct remarks remarks;

	/* While it is made. */
	struct fault network;		/* see struct said */
	struct plan_account accounts[PLAN_ACCOUNTS_MAX];
	size_t account_count;
	/* For all portals of later sources; SOURCE_NONE: their own. */
	uint16_t port;
	uint32_t tpgt;
	enum source port_from, tpgt_from;
	bool want_ibft, want_ibft_nics, want_dhcp, no_ibft, no_nics;
	char bootdev[IFNAME_SIZE];
	bool bootif_known;
	uint8_t bootif[6];
};

void plan_begin(struct plan *plan);

/* Add what one source says; sources come in the order of enum source.  What a
 * source before it said stays, and what is not used gets a remark.  0, or
 * said->fault when it is needed. */
int plan_merge(struct plan *plan, const struct said *said, struct fault *f);

/* Everything is said: join accounts, targets and NICs, and see whether it can
 * be booted.  discovery: a portal alone is enough.  0; -ENODATA: nothing to
 * boot; -EINVAL: what was said is wrong or not secure. */
int plan_finish(struct plan *plan, bool discovery, struct fault *f);

#endif
