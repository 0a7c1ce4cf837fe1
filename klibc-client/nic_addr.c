// SPDX-License-Identifier: GPL-2.0-or-later
/* The addresses and routes of a NIC. */
#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "module.h"
#include "nic.h"

#define CONF "/proc/sys/net/ipv6/conf"

static bool wants_ipv6(const struct plan_nic *want)
{
	return want->address.family == ADDR_IPV6 ||
	       want->method == NIC_AUTO6 || want->method == NIC_EITHER6 ||
	       want->method == NIC_DHCP6 || want->method == NIC_LINK6;
}

/* What is there is what is used: its address, its gateway. */
static void keep(struct nic *nic, const struct nic_world *w,
		 const struct link_addr *a)
{
	const struct route *r = netstate_default(&w->net, nic->ifindex,
						 a->addr.family);

	if (!addr_equal(&nic->want.address, &a->addr)) {
		nic->want.address = a->addr;
		nic->want.prefix = a->prefix;
		if (r)
			nic->want.gateway = r->gateway;
	}
	nic->kept = true;
	/* What a lease gave a moment ago, or another program's. */
	if (nic->want.source == SOURCE_DHCP)
		return;
	log_line(w->sys, STAGE_NIC, NULL,
		 "%s: has an address already, left as it is", nic->name);
}

/* An address that is there before us and is to stay: ours, or that of whoever
 * set the NIC up before (the kernel's ip=, a DHCP client), who knows better.
 * One that a router advertised stands beside ours. */
static const struct link_addr *find_kept(const struct nic *nic,
					 const struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	uint8_t family = wants_ipv6(want) ? ADDR_IPV6 : ADDR_IPV4;
	const struct link_addr *a = NULL;

	if (want->address.family)
		a = netstate_addr(&w->net, nic->ifindex, &want->address);
	if (!a)
		a = netstate_any_addr(&w->net, nic->ifindex, family, true);
	if (a && family == ADDR_IPV6 && !a->permanent &&
	    !addr_equal(&a->addr, &want->address))
		return NULL;
	return a;
}

/* IPv6 may be a module; whether it is switched off is said by a file. */
static int need_ipv6(struct nic *nic, struct nic_world *w)
{
	char path[80], text[8] = "";

	if (!w->sys->exists(w->sys, CONF))
		module_load(w->sys, "ipv6");
	if (!w->sys->exists(w->sys, CONF)) {
		nic_fail(nic, EAFNOSUPPORT,
			 "it is to have an IPv6 address, and this kernel has no IPv6: is ipv6.disable=1 on the kernel command line?");
		return -EAFNOSUPPORT;
	}
	snprintf(path, sizeof(path), CONF "/%s/disable_ipv6", nic->name);
	if (w->sys->read_file(w->sys, path, text, sizeof(text)) > 0 &&
	    text[0] == '1')
		w->sys->create_file(w->sys, path, "0");
	return 0;
}

static void refused(struct nic *nic, int err)
{
	char text[ADDR_TEXT_SIZE];

	nic_fail(nic, err, "the kernel refused its address %s/%u: %s",
		 addr_text(&nic->want.address, text), nic->want.prefix,
		 errno_words(err).text);
}

/* A peer is that of a point-to-point link; where there is a subnet, it is the
 * server of Linux's ip=, which is no matter of the link. */
static const struct addr *peer_of(const struct plan_nic *want)
{
	unsigned int all = want->address.family == ADDR_IPV4 ? 32 : 128;

	return want->peer.family && want->prefix == all ? &want->peer : NULL;
}

bool nic_addr_keep(struct nic *nic, struct nic_world *w)
{
	const struct link_addr *there = find_kept(nic, w);

	if (there)
		keep(nic, w, there);
	return there;
}

int nic_addr_setup(struct nic *nic, struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	uint8_t buf[RTNL_MESSAGE_MAX];
	char text[ADDR_TEXT_SIZE];
	int rc = 0;

	if (wants_ipv6(want))
		rc = need_ipv6(nic, w);
	if (rc)
		return rc;
	if (!netstate_addr(&w->net, nic->ifindex, &want->address))
		rc = nic_ask(w, buf, rtnl_add_addr(buf, nic->ifindex,
						   &want->address,
						   want->prefix,
						   peer_of(want)));
	if (rc && rc != -EEXIST) {
		refused(nic, -rc);
		return rc;
	}
	nic->set = true;
	log_line(w->sys, STAGE_NIC, NULL, "%s: %s/%u", nic->name,
		 addr_text(&want->address, text), want->prefix);
	return 0;
}

int nic_addr_remove(struct nic *nic, struct nic_world *w,
		    const struct addr *addr, uint8_t prefix)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char text[ADDR_TEXT_SIZE];
	int rc = nic_ask(w, buf, rtnl_remove_addr(buf, nic->ifindex, addr,
						  prefix));

	if (rc)
		log_line(w->sys, STAGE_NIC, NULL,
			 "%s: its address %s cannot be taken away: %s",
			 nic->name, addr_text(addr, text),
			 errno_words(-rc).text);
	return rc;
}

int nic_addr_automatic(struct nic *nic, struct nic_world *w)
{
	char path[80], text[8] = "", forwards[8] = "";
	int rc = need_ipv6(nic, w);

	if (rc || nic->want.method == NIC_LINK6)
		return rc;
	/* 1: taken, unless the machine is a router; 2: taken. */
	snprintf(path, sizeof(path), CONF "/%s/forwarding", nic->name);
	w->sys->read_file(w->sys, path, forwards, sizeof(forwards));
	snprintf(path, sizeof(path), CONF "/%s/accept_ra", nic->name);
	if (w->sys->read_file(w->sys, path, text, sizeof(text)) <= 0)
		return 0;
	if (text[0] == '0' || (text[0] == '1' && forwards[0] == '1'))
		w->sys->create_file(w->sys, path,
				    forwards[0] == '1' ? "2" : "1");
	return 0;
}

static void add_route(struct nic *nic, struct nic_world *w,
		      const struct route *route, const char *what)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	char by[ADDR_TEXT_SIZE] = "itself";
	int rc = nic_ask(w, buf, rtnl_add_route(buf, route));

	if (route->gateway.family)
		addr_text(&route->gateway, by);
	if (rc && rc != -EEXIST)
		log_line(w->sys, STAGE_NIC, NULL, "%s: no %s by %s: %s",
			 nic->name, what, by, errno_words(-rc).text);
}

/* Whether a route of the plan leaves by this NIC. */
static bool leaves_here(const struct nic *nic, const struct plan_route *r)
{
	const struct plan_nic *want = &nic->want;
	uint8_t family = r->gateway.family ? r->gateway.family :
					     r->to.family;

	if (family != want->address.family)
		return false;
	if (r->ifname[0])
		return !strcmp(r->ifname, nic->name);
	return addr_same_subnet(&r->gateway, &want->address, want->prefix) ||
	       addr_equal(&r->gateway, &want->gateway);
}

static bool outside(const struct plan_nic *want, const struct addr *gateway)
{
	return gateway->family &&
	       !addr_same_subnet(&want->address, gateway, want->prefix) &&
	       !addr_link_local(gateway);
}

void nic_addr_routes(struct nic *nic, struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	struct route route = { .ifindex = nic->ifindex,
			       .gateway = want->gateway,
			       .onlink = outside(want, &want->gateway) };
	const struct route *has;

	has = netstate_default(&w->net, nic->ifindex, want->gateway.family);
	if (want->gateway.family && !has)
		add_route(nic, w, &route, "default route");
	for (size_t i = 0; i < w->plan->route_count; i++) {
		const struct plan_route *r = &w->plan->routes[i];

		if (!leaves_here(nic, r))
			continue;
		route.to = r->to;
		route.prefix = r->to.family ? r->prefix : 0;
		route.gateway = r->gateway;
		route.onlink = outside(want, &r->gateway);
		/* With another metric it would be a second one. */
		if (!route.prefix || !netstate_route(&w->net, &route))
			add_route(nic, w, &route, "route");
	}
}
