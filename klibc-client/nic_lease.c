// SPDX-License-Identifier: GPL-2.0-or-later
/* The address of a NIC by DHCP. */
#include <errno.h>

#include "nic.h"

/* The fault names the NIC already. */
static int failed(struct nic *nic)
{
	nic->state = NIC_FAILED;
	return -nic->fault.err;
}

int nic_lease_begin(struct nic *nic, struct nic_world *w)
{
	uint32_t seconds = w->plan->timeouts.dhcp;
	struct lease none;
	bool six = nic->want.method == NIC_DHCP6;

	if (!dhcp_start(&nic->dhcp, w->sys, six, six ? w->dhcp6_client :
			w->dhcp_client, nic->name,
			seconds ? seconds : DHCP_SECONDS))
		return 0;
	dhcp_finish(&nic->dhcp, &none, &nic->fault);
	return failed(nic);
}

/* What the plan does not say is as the lease has it. */
static void take_lease(struct nic *nic, const struct nic_world *w,
		       const struct plan_nic *got)
{
	const struct route *r = netstate_default(&w->net, nic->ifindex,
						 ADDR_IPV6);
	struct plan_nic *want = &nic->want;

	want->address = got->address;
	want->prefix = got->prefix;
	if (!want->gateway.family)
		want->gateway = got->gateway;
	/* DHCPv6 has no routers. */
	if (nic->dhcp.six && r && !want->gateway.family)
		want->gateway = r->gateway;
	if (!want->dns_count && !w->plan->no_peer_dns) {
		memcpy(want->dns, got->dns, sizeof(want->dns));
		want->dns_count = got->dns_count;
	}
	if (!want->search[0])
		copy_string(want->search, sizeof(want->search), got->search);
	if (!want->hostname[0])
		copy_string(want->hostname, sizeof(want->hostname),
			    got->hostname);
	if (!want->mtu)
		want->mtu = got->mtu;
}

bool nic_lease_there(const struct nic *nic, const struct nic_world *w)
{
	struct addr a;

	if (!nic->dhcp.six ||
	    !netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV6, true))
		return false;
	a = dhcp_address(&nic->dhcp);
	return netstate_addr(&w->net, nic->ifindex, &a);
}

/* It had no IPv4 address before the client came; those of IPv6 end when
 * nobody renews them. */
void nic_lease_undo(struct nic *nic, struct nic_world *w)
{
	const struct link_addr *a;

	dhcp_drop(&nic->dhcp);
	rtnl_take_events(&w->rtnl);
	while (!nic->dhcp.six &&
	       (a = netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV4,
				      true)) &&
	       !nic_addr_remove(nic, w, &a->addr, a->prefix))
		;
}

int nic_lease_end(struct nic *nic, struct nic_world *w)
{
	const struct link_addr *a;
	struct lease got;

	if (dhcp_finish(&nic->dhcp, &got, &nic->fault)) {
		wipe(&got, sizeof(got));
		return failed(nic);
	}
	take_lease(nic, w, nic->dhcp.six ? &got.nic6 : &got.nic);
	for (size_t i = 0; i < got.route_count; i++)
		said_route_add(w->plan->routes, &w->plan->route_count,
			       &got.routes[i]);
	/* A root path may hold a password. */
	wipe(&got, sizeof(got));
	/* The client has set up the address, and mostly the route. */
	rtnl_take_events(&w->rtnl);
	a = netstate_addr(&w->net, nic->ifindex, &nic->want.address);
	if (a)
		nic->want.prefix = a->prefix;
	nic_link_mtu(nic, w, nic->want.mtu);
	return nic_addr_setup(nic, w);
}
