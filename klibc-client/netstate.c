// SPDX-License-Identifier: GPL-2.0-or-later
/* What the kernel has. */
#include "netstate.h"

#include <linux/rtnetlink.h>

static void take_link(struct netstate *ns, const struct link *l, bool gone)
{
	size_t i;

	for (i = 0; i < ns->link_count; i++)
		if (ns->links[i].ifindex == l->ifindex)
			break;
	if (gone && i < ns->link_count)
		ns->links[i] = ns->links[--ns->link_count];
	if (gone || i == NETSTATE_LINKS_MAX)
		return;
	ns->links[i] = *l;
	ns->link_count += i == ns->link_count;
}

static void take_addr(struct netstate *ns, const struct link_addr *a,
		      bool gone)
{
	size_t i;

	for (i = 0; i < ns->addr_count; i++)
		if (ns->addrs[i].ifindex == a->ifindex &&
		    addr_equal(&ns->addrs[i].addr, &a->addr))
			break;
	if (gone && i < ns->addr_count)
		ns->addrs[i] = ns->addrs[--ns->addr_count];
	if (gone || i == NETSTATE_ADDRS_MAX)
		return;
	ns->addrs[i] = *a;
	ns->addr_count += i == ns->addr_count;
}

static bool same_network(const struct route *a, const struct route *b)
{
	return a->ifindex == b->ifindex && a->prefix == b->prefix &&
	       addr_equal(&a->to, &b->to);
}

static void take_route(struct netstate *ns, const struct route *r, bool gone)
{
	size_t i;

	if (r->table != RT_TABLE_MAIN)
		return;
	for (i = 0; i < ns->route_count; i++)
		if (same_network(&ns->routes[i], r) &&
		    addr_equal(&ns->routes[i].gateway, &r->gateway))
			break;
	if (gone && i < ns->route_count)
		ns->routes[i] = ns->routes[--ns->route_count];
	if (gone || i == NETSTATE_ROUTES_MAX)
		return;
	ns->routes[i] = *r;
	ns->route_count += i == ns->route_count;
}

void netstate_take(struct netstate *ns, const struct rtnl_message *m)
{
	switch (m->kind) {
	case RTNL_LINK:
	case RTNL_LINK_GONE:
		take_link(ns, &m->link, m->kind == RTNL_LINK_GONE);
		break;
	case RTNL_ADDR:
	case RTNL_ADDR_GONE:
		take_addr(ns, &m->addr, m->kind == RTNL_ADDR_GONE);
		break;
	case RTNL_ROUTE:
	case RTNL_ROUTE_GONE:
		take_route(ns, &m->route, m->kind == RTNL_ROUTE_GONE);
		break;
	case RTNL_RULE:
		if (ns->rule_count < NETSTATE_RULES_MAX)
			ns->rules[ns->rule_count++] = m->rule;
		break;
	default:
		break;
	}
}

const struct link *netstate_link(const struct netstate *ns, int ifindex)
{
	for (size_t i = 0; ifindex && i < ns->link_count; i++)
		if (ns->links[i].ifindex == ifindex)
			return &ns->links[i];
	return NULL;
}

const struct link *netstate_named(const struct netstate *ns,
				  const char *name)
{
	for (size_t i = 0; *name && i < ns->link_count; i++)
		if (ns->links[i].kind != LINK_OTHER &&
		    !strcmp(ns->links[i].name, name))
			return &ns->links[i];
	return NULL;
}

const struct link *netstate_with_mac(const struct netstate *ns,
				     const uint8_t mac[6])
{
	static const uint8_t none[6];

	for (int born = 0; born <= 1; born++)
		for (size_t i = 0; i < ns->link_count; i++) {
			const struct link *l = &ns->links[i];
			const uint8_t *has = born ? l->permanent_mac : l->mac;

			if (l->kind == LINK_NIC && memcmp(has, none, 6) &&
			    !memcmp(has, mac, 6))
				return l;
		}
	return NULL;
}

const struct link *netstate_vlan(const struct netstate *ns, int parent,
				 uint16_t vlan)
{
	for (size_t i = 0; i < ns->link_count; i++)
		if (ns->links[i].kind == LINK_VLAN &&
		    ns->links[i].parent == parent &&
		    ns->links[i].vlan == vlan)
			return &ns->links[i];
	return NULL;
}

const struct link_addr *netstate_addr(const struct netstate *ns, int ifindex,
				      const struct addr *addr)
{
	for (size_t i = 0; i < ns->addr_count; i++)
		if (ns->addrs[i].ifindex == ifindex &&
		    addr_equal(&ns->addrs[i].addr, addr))
			return &ns->addrs[i];
	return NULL;
}

const struct link_addr *netstate_any_addr(const struct netstate *ns,
					  int ifindex, uint8_t family,
					  bool global)
{
	for (size_t i = 0; i < ns->addr_count; i++) {
		const struct link_addr *a = &ns->addrs[i];

		if (a->ifindex == ifindex && a->addr.family == family &&
		    a->global == global && !a->duplicate)
			return a;
	}
	return NULL;
}

bool netstate_route(const struct netstate *ns, const struct route *route)
{
	for (size_t i = 0; i < ns->route_count; i++)
		if (same_network(&ns->routes[i], route))
			return true;
	return false;
}

const struct route *netstate_default(const struct netstate *ns, int ifindex,
				     uint8_t family)
{
	for (size_t i = 0; i < ns->route_count; i++)
		if (ns->routes[i].ifindex == ifindex &&
		    !ns->routes[i].prefix &&
		    ns->routes[i].gateway.family == family)
			return &ns->routes[i];
	return NULL;
}
