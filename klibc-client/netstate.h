/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel has: its devices, their addresses, its routes.  Kept
 * up to date by rtnetlink's own messages. */
#ifndef NETSTATE_H
#define NETSTATE_H

#include "rtnl.h"

/* What does not fit is not known; the plan's devices come first, for the
 * kernel numbers hardware first. */
#define NETSTATE_LINKS_MAX 64
#define NETSTATE_ADDRS_MAX 96
#define NETSTATE_ROUTES_MAX 64
#define NETSTATE_RULES_MAX 32

struct netstate {
	struct link links[NETSTATE_LINKS_MAX];
	struct link_addr addrs[NETSTATE_ADDRS_MAX];
	struct route routes[NETSTATE_ROUTES_MAX];	/* the main table */
	struct rule rules[NETSTATE_RULES_MAX];
	size_t link_count, addr_count, route_count, rule_count;
};

/* Take what a dump or an event says. */
void netstate_take(struct netstate *ns, const struct rtnl_message *m);

/* The device with this index, name, or MAC address (the current one, else the
 * one it was born with; devices of their own only); or NULL. */
const struct link *netstate_link(const struct netstate *ns, int ifindex);
const struct link *netstate_named(const struct netstate *ns,
				  const char *name);
const struct link *netstate_with_mac(const struct netstate *ns,
				     const uint8_t mac[6]);
/* The VLAN device of this number on top of parent, or NULL. */
const struct link *netstate_vlan(const struct netstate *ns, int parent,
				 uint16_t vlan);

/* The device's address that is this one, or NULL. */
const struct link_addr *netstate_addr(const struct netstate *ns, int ifindex,
				      const struct addr *addr);
/* The device's first address of the family (ADDR_IPV4, ...): global, or
 * link-local; duplicates do not count.  NULL: it has none. */
const struct link_addr *netstate_any_addr(const struct netstate *ns,
					  int ifindex, uint8_t family,
					  bool global);
/* The device's default route of the family in the main table, or NULL. */
/* Whether there is a route to this network by the device, whatever the
 * gateway. */
bool netstate_route(const struct netstate *ns, const struct route *route);
const struct route *netstate_default(const struct netstate *ns, int ifindex,
				     uint8_t family);

#endif
