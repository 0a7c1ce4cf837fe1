// SPDX-License-Identifier: GPL-2.0-or-later
/* What a NIC waits for, how long, and what is said when it does not come. */
#include <errno.h>
#include <stdio.h>

#include "nic.h"

/* For one question; see nic_probe_again().  An answer to an ARP probe takes
 * less than 1 ms. */
#define PROBE_MS 5
#define GATEWAY_MS 200
/* An address comes with the router, if it comes that way at all. */
#define WITH_ROUTER_MS 100
/* Carrier after a moment is what all working NICs have. */
#define EARLY_MS 500

/* For each state in which it waits: how long (ms), which of the plan's times
 * replaces that, and what for.  Carrier: spanning tree and autonegotiation
 * take their time.  Duplicate address detection takes one second and up to
 * one more (RFC 4862 5.4). */
static const struct wait {
	uint32_t ms;
	size_t time;			/* 1 + where in plan_timeouts; or 0 */
	const char *what;
} waits[] = {
#define TIME(name) (offsetof(struct plan_timeouts, name) + 1)
	[NIC_ABSENT] = { 15000, TIME(iflink), "a NIC" },
	[NIC_LINK] = { 5000, TIME(iflink), "the VLAN device on" },
	[NIC_CARRIER] = { 30000, TIME(carrier), "the carrier of" },
	[NIC_LEASE] = { 0, TIME(dhcp), "a DHCP server's answer to" },
	[NIC_PROBE] = { PROBE_MS, 0, "the check of the address of" },
	[NIC_DAD] = { 10000, TIME(ipv6dad),
		      "the check for a duplicate of the address of" },
	[NIC_ROUTER] = { 40000, TIME(ipv6auto),
			 "a router's advertisement on" },
	[NIC_LINK_LOCAL] = { 10000, TIME(ipv6dad),
			     "the link-local address of" },
	[NIC_GATEWAY] = { GATEWAY_MS, 0, "the gateway of" },
#undef TIME
};

bool nic_waits(const struct nic *nic)
{
	return nic->state < NIC_READY;
}

uint64_t nic_due(const struct nic *nic, const struct nic_world *w)
{
	const struct wait *wait = &waits[nic->state];
	uint32_t seconds = 0;

	if (nic->state == NIC_LEASE)
		return dhcp_deadline(&nic->dhcp);
	if (nic->state == NIC_ROUTER && nic->again == 1)
		return nic->since + WITH_ROUTER_MS;
	if (wait->time)
		memcpy(&seconds, (const char *)&w->plan->timeouts +
		       wait->time - 1, sizeof(seconds));
	return nic->since + (seconds ? (uint64_t)seconds * 1000 : wait->ms);
}

int nic_fd(const struct nic *nic)
{
	return nic->state == NIC_LEASE ? dhcp_fd(&nic->dhcp) :
					 arp_fd(&nic->arp);
}

/* "with the MAC address 52:54:00:12:34:56" or "with the name eth0"; nothing
 * for any NIC. */
static const char *wanted_text(const struct plan_nic *want, char text[56])
{
	const char *name = want->vlan && want->parent[0] ? want->parent :
							   want->ifname;
	char mac[MAC_TEXT_SIZE];

	text[0] = '\0';
	if (want->mac_known || *name)
		snprintf(text, 56, want->mac_known ?
			 " with the MAC address %s" : " with the name %s",
			 want->mac_known ? mac_text(want->mac, mac) : name);
	return text;
}

const char *nic_awaits(const struct nic *nic, char text[80])
{
	char wanted[56];

	snprintf(text, 80, nic->state == NIC_ABSENT ? "%s%s" : "%s %s", waits[nic->state].what,
		 nic->state == NIC_ABSENT ? wanted_text(&nic->want, wanted) :
					    nic->name);
	return text;
}

/* The machine's NICs, "eth0 52:54:00:12:34:56, eth1 ...". */
static void present_text(const struct netstate *net, char *text, size_t size)
{
	char mac[MAC_TEXT_SIZE];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < net->link_count && n < size; i++)
		if (net->links[i].kind == LINK_NIC) {
			snprintf(text + n, size - n, "%s%s %s",
				 n ? ", " : "", net->links[i].name,
				 mac_text(net->links[i].mac, mac));
			n = strlen(text);
		}
	if (!n)
		copy_string(text, size, "no NIC at all");
}

/* Others are ready, and this one had less time than such a thing takes. */
static bool early(const struct nic *nic, const struct nic_world *w)
{
	uint64_t now = w->sys->now(w->sys);

	return nic->state > NIC_CARRIER ? now < nic_due(nic, w) :
	       nic->state == NIC_CARRIER && now < nic->since + EARLY_MS;
}

void nic_give_up(struct nic *nic, const struct nic_world *w)
{
	char text[80], wanted[56], present[200];

	if (nic_waits(nic) && early(nic, w)) {
		nic_fail(nic, ETIMEDOUT, "not waited for any longer: it still needs %s",
			 nic_awaits(nic, text));
		return;
	}
	switch (nic->state) {
	case NIC_ABSENT:
		present_text(&w->net, present, sizeof(present));
		fault(&nic->fault, STAGE_NIC, ENODEV,
		      "no NIC%s, which %s asks for; this machine has %s: is its driver loaded?",
		      wanted_text(&nic->want, wanted),
		      source_words(nic->want.source), present);
		nic->state = NIC_FAILED;
		break;
	case NIC_LINK:
		nic_fail(nic, ENODEV, "the device of its VLAN did not appear");
		break;
	case NIC_CARRIER:
		nic_fail(nic, ENETDOWN,
			 "no carrier: is the cable plugged in and the switch port on?");
		break;
	case NIC_DAD:
	case NIC_LINK_LOCAL:
		nic_fail(nic, ETIMEDOUT,
			 "the kernel did not finish to look for a duplicate of its IPv6 address");
		break;
	case NIC_ROUTER:
		nic_fail(nic, ETIMEDOUT,
			 "no router advertised an IPv6 prefix and itself: is there an IPv6 router on this network?");
		break;
	default:
		break;
	}
}
