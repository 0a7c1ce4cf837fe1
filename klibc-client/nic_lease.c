// SPDX-License-Identifier: GPL-2.0-or-later
/* The address of a NIC by DHCP. */
#include <errno.h>

#include "nic.h"

#define LEASE_SECONDS 45

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

	if (!dhcp_start(&nic->dhcp, w->sys, w->dhcp_client, nic->name,
			seconds ? seconds : LEASE_SECONDS))
		return 0;
	dhcp_finish(&nic->dhcp, &none, &nic->fault);
	return failed(nic);
}

/* What the plan does not say is as the lease has it. */
static void take_lease(struct plan_nic *want, const struct plan_nic *got,
		       bool no_peer_dns)
{
	want->address = got->address;
	want->prefix = got->prefix;
	if (!want->gateway.family)
		want->gateway = got->gateway;
	if (!want->dns_count && !no_peer_dns) {
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

/* It had no address before the client came. */
void nic_lease_undo(struct nic *nic, struct nic_world *w)
{
	const struct link_addr *a;

	dhcp_drop(&nic->dhcp);
	rtnl_take_events(&w->rtnl);
	while ((a = netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV4,
				      true)) &&
	       !nic_addr_remove(nic, w, &a->addr, a->prefix))
		;
}

int nic_lease_end(struct nic *nic, struct nic_world *w)
{
	struct lease got;

	if (dhcp_finish(&nic->dhcp, &got, &nic->fault)) {
		wipe(&got, sizeof(got));
		return failed(nic);
	}
	take_lease(&nic->want, &got.nic, w->plan->no_peer_dns);
	for (size_t i = 0; i < got.route_count; i++)
		said_route_add(w->plan->routes, &w->plan->route_count,
			       &got.routes[i]);
	/* A root path may hold a password. */
	wipe(&got, sizeof(got));
	/* The client has set up the address, and mostly the route. */
	rtnl_take_events(&w->rtnl);
	nic_link_mtu(nic, w, nic->want.mtu);
	return nic_addr_setup(nic, w);
}
