// SPDX-License-Identifier: GPL-2.0-or-later
/* What ARP tells: is the address another's, is the gateway there. */
#include <errno.h>

#include "nic.h"

/* How often it is asked again. */
#define PROBE_AGAIN 1
#define GATEWAY_AGAIN 5

bool nic_probe_begin(struct nic *nic, struct nic_world *w)
{
	const struct link *l = netstate_link(&w->net, nic->ifindex);

	return l && !arp_open(&nic->arp, w->sys, nic->ifindex, l->mac) &&
	       !arp_probe(&nic->arp, &nic->want.address);
}

/* Another NIC of this machine in the same subnet answers for all its
 * addresses. */
static bool ours(const struct nic_world *w, const uint8_t mac[6])
{
	for (size_t i = 0; i < w->net.link_count; i++)
		if (!memcmp(w->net.links[i].mac, mac, 6))
			return true;
	return false;
}

bool nic_probe_again(struct nic *nic, const struct nic_world *w)
{
	bool gateway = nic->state == NIC_GATEWAY;

	if (nic->again == (gateway ? GATEWAY_AGAIN : PROBE_AGAIN))
		return false;
	nic->again++;
	nic->since = w->sys->now(w->sys);
	if (nic->arp.fd < 0)		/* the kernel asks */
		return true;
	arp_probe(&nic->arp, &nic->want.address);
	if (gateway)
		arp_ask(&nic->arp, &nic->want.address, &nic->want.gateway);
	return true;
}

/* mac: of another machine that has the address, when it gives true. */
static bool conflict(struct nic *nic, const struct nic_world *w,
		     uint8_t mac[6])
{
	enum arp_news news;

	while ((news = arp_take(&nic->arp, &nic->want.address,
				&nic->want.gateway, mac))) {
		nic->answered |= news == ARP_GATEWAY;
		if (news == ARP_CONFLICT && !ours(w, mac))
			return true;
	}
	return false;
}

void nic_probe_take(struct nic *nic, struct nic_world *w)
{
	char text[ADDR_TEXT_SIZE], owner[MAC_TEXT_SIZE];
	uint8_t mac[6];

	if (!conflict(nic, w, mac))
		return;
	if (nic->set)
		nic_addr_remove(nic, w, &nic->want.address, nic->want.prefix);
	nic_close(nic);
	nic_fail(nic, EADDRNOTAVAIL,
		 "its address %s is a duplicate: the machine with the MAC address %s has it",
		 addr_text(&nic->want.address, text), mac_text(mac, owner));
}

void nic_probe_neighbor(struct nic *nic, const struct link_addr *neighbor)
{
	nic->answered |= neighbor->ifindex == nic->ifindex &&
			 addr_equal(&neighbor->addr, &nic->want.gateway);
}

/* Whether something is to be reached by the gateway. */
static bool needed(const struct nic *nic, const struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	bool all_near = w->boot && w->plan->target_count;

	for (size_t i = 0; i < w->plan->target_count; i++)
		all_near &= addr_same_subnet(&w->plan->targets[i].portal.addr,
					     &want->address, want->prefix);
	return want->gateway.family == want->address.family && !all_near;
}

bool nic_probe_gateway(struct nic *nic, struct nic_world *w)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	const struct plan_nic *want = &nic->want;

	nic->answered = false;
	if (nic->arp.fd >= 0) {
		arp_announce(&nic->arp, &want->address);
		return needed(nic, w) && !arp_ask(&nic->arp, &want->address,
						  &want->gateway);
	}
	/* The kernel asks the IPv6 neighbors by itself, and may know this one
	 * already. */
	return want->address.family == ADDR_IPV6 && needed(nic, w) &&
	       !nic_ask(w, buf, rtnl_use_neighbor(buf, nic->ifindex,
						  &want->gateway)) &&
	       !rtnl_ask(&w->rtnl, buf, rtnl_dump_neighbors(buf));
}
