// SPDX-License-Identifier: GPL-2.0-or-later
/* What ARP tells: is the address another's, is the gateway there. */
#include <errno.h>

#include "nic.h"

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

/* Whether the gateway answered; mac: of another machine that has the address,
 * when conflict is set. */
static bool take(struct nic *nic, const struct nic_world *w, bool *conflict,
		 uint8_t mac[6])
{
	enum arp_news news;
	uint8_t from[6];
	bool gateway = false;

	while ((news = arp_take(&nic->arp, &nic->want.address,
				&nic->want.gateway, from))) {
		gateway |= news == ARP_GATEWAY;
		if (news != ARP_CONFLICT || ours(w, from))
			continue;
		*conflict = true;
		memcpy(mac, from, 6);
	}
	return gateway;
}

bool nic_probe_take(struct nic *nic, struct nic_world *w)
{
	char text[ADDR_TEXT_SIZE], owner[MAC_TEXT_SIZE];
	bool conflict = false;
	uint8_t mac[6];

	take(nic, w, &conflict, mac);
	if (conflict)
		nic_fail(nic, EADDRNOTAVAIL,
			 "its address %s is a duplicate: the machine with the MAC address %s has it",
			 addr_text(&nic->want.address, text),
			 mac_text(mac, owner));
	return !conflict;
}

/* Whether something is to be reached by the gateway. */
static bool needed(const struct nic *nic, const struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	bool all_near = w->boot && w->plan->target_count;

	for (size_t i = 0; i < w->plan->target_count; i++)
		all_near &= addr_same_subnet(&w->plan->targets[i].portal.addr,
					     &want->address, want->prefix);
	return want->gateway.family == ADDR_IPV4 && !all_near;
}

bool nic_probe_gateway(struct nic *nic, struct nic_world *w)
{
	if (nic->arp.fd < 0)
		return false;
	arp_announce(&nic->arp, &nic->want.address);
	return needed(nic, w) && !arp_ask(&nic->arp, &nic->want.address,
					  &nic->want.gateway);
}

bool nic_probe_answered(struct nic *nic, struct nic_world *w)
{
	uint8_t mac[6];
	bool conflict;

	return take(nic, w, &conflict, mac);
}
