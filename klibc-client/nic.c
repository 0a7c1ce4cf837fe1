// SPDX-License-Identifier: GPL-2.0-or-later
/* One NIC of the plan on its way up. */
#include "nic.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "log.h"

/* For each state in which it waits: how long (ms), which of the plan's times
 * replaces that, and what for.  Carrier: spanning tree and autonegotiation
 * take their time.  Duplicate address detection takes one second and up to
 * one more (RFC 4862 5.4). */
static const struct wait {
	uint32_t ms;
	size_t time;			/* of struct plan_timeouts */
	const char *what;
} waits[] = {
#define TIME(name) offsetof(struct plan_timeouts, name)
	[NIC_ABSENT] = { 15000, TIME(iflink), "a NIC with" },
	[NIC_LINK] = { 5000, TIME(iflink), "the VLAN device on" },
	[NIC_CARRIER] = { 30000, TIME(carrier), "the carrier of" },
	[NIC_DAD] = { 10000, TIME(ipv6dad),
		      "the check for a duplicate of the address of" },
	[NIC_ROUTER] = { 40000, TIME(ipv6auto),
			 "a router's advertisement on" },
	[NIC_LINK_LOCAL] = { 10000, TIME(ipv6dad),
			     "the link-local address of" },
#undef TIME
};

#define EARLY_MS 500

void nic_init(struct nic *nic, const struct nic_world *w,
	      const struct plan_nic *want, size_t index)
{
	memset(nic, 0, sizeof(*nic));
	nic->want = *want;
	nic->index = index;
	nic->since = w->sys->now(w->sys);
}

static void enter(struct nic *nic, const struct nic_world *w,
		  enum nic_state state)
{
	nic->state = state;
	nic->announced = false;
	nic->since = w->sys->now(w->sys);
}

int nic_ask(struct nic_world *w, void *request, size_t size)
{
	int rc = rtnl_ask(&w->rtnl, request, size);

	if (!rc)
		rtnl_take_events(&w->rtnl);
	return rc;
}

void nic_fail(struct nic *nic, int err, const char *fmt, ...)
{
	char mac[MAC_TEXT_SIZE], what[440];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (nic->want.mac_known)
		fault(&nic->fault, STAGE_NIC, err, "%s (%s): %s", nic->name,
		      mac_text(nic->want.mac, mac), what);
	else
		fault(&nic->fault, STAGE_NIC, err, "%s: %s", nic->name, what);
	nic->state = NIC_FAILED;
}

static bool automatic(const struct nic *nic)
{
	return !nic->want.address.family &&
	       (nic->want.method == NIC_AUTO6 ||
		nic->want.method == NIC_EITHER6 ||
		nic->want.method == NIC_LINK6);
}

/* Link and carrier are there. */
static void configure(struct nic *nic, struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;
	int rc;

	if (want->method == NIC_NONE && !want->address.family) {
		enter(nic, w, NIC_READY);
		return;
	}
	if (automatic(nic)) {
		if (!nic_addr_automatic(nic, w))
			enter(nic, w, want->method == NIC_LINK6 ?
				      NIC_LINK_LOCAL : NIC_ROUTER);
		return;
	}
	rc = nic_addr_setup(nic, w);
	if (rc == -ENODATA)
		nic_fail(nic, ENODATA, want->method == NIC_STATIC ?
			 "there is no address for it" :
			 "this version asks for no address by itself: a DHCP client has to run before");
	else if (!rc)
		enter(nic, w, NIC_DAD);
}

static void take_address(struct nic *nic, struct nic_world *w,
			 const struct link_addr *a)
{
	const struct route *r;
	char text[ADDR_TEXT_SIZE];

	nic->want.address = a->addr;
	nic->want.prefix = a->prefix;
	r = netstate_default(&w->net, nic->ifindex, ADDR_IPV6);
	if (r && !nic->want.gateway.family)
		nic->want.gateway = r->gateway;
	log_line(w->sys, STAGE_NIC, NULL, "%s: %s/%u", nic->name,
		 addr_text(&a->addr, text), a->prefix);
}

/* An address was given: can it be used? */
static void check_duplicate(struct nic *nic, struct nic_world *w)
{
	const struct link_addr *a;
	char text[ADDR_TEXT_SIZE];

	a = netstate_addr(&w->net, nic->ifindex, &nic->want.address);
	if (nic->want.address.family == ADDR_IPV6 && a && a->duplicate) {
		nic_fail(nic, EADDRNOTAVAIL,
			 "its address %s is a duplicate: another machine on this network has it",
			 addr_text(&nic->want.address, text));
		return;
	}
	if (nic->want.address.family == ADDR_IPV6 && (!a || a->tentative))
		return;
	nic_addr_routes(nic, w);
	enter(nic, w, NIC_READY);
}

/* The kernel gives it an address by itself, sooner or later. */
static void check_automatic(struct nic *nic, struct nic_world *w)
{
	bool global = nic->state == NIC_ROUTER;
	const struct link_addr *a;

	a = netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV6, global);
	if (!a || a->tentative)
		return;
	/* The route comes with the address, but in a message of its own. */
	if (global && !netstate_default(&w->net, nic->ifindex, ADDR_IPV6))
		return;
	take_address(nic, w, a);
	nic_addr_routes(nic, w);
	enter(nic, w, NIC_READY);
}

static void find_link(struct nic *nic, struct nic_world *w)
{
	int rc = nic_link_setup(nic, w);

	if (!rc)
		enter(nic, w, NIC_CARRIER);
	else if (rc == -EAGAIN && nic->state == NIC_ABSENT && nic->name[0])
		enter(nic, w, NIC_LINK);
}

static bool carrier(const struct nic *nic, const struct nic_world *w)
{
	const struct link *l = netstate_link(&w->net, nic->ifindex);

	return l && l->carrier;
}

void nic_advance(struct nic *nic, struct nic_world *w)
{
	if (nic->state == NIC_ABSENT || nic->state == NIC_LINK)
		find_link(nic, w);
	if (nic->state == NIC_CARRIER && carrier(nic, w))
		configure(nic, w);
	if (nic->state == NIC_DAD)
		check_duplicate(nic, w);
	if (nic->state == NIC_ROUTER || nic->state == NIC_LINK_LOCAL)
		check_automatic(nic, w);
}

bool nic_waits(const struct nic *nic)
{
	return nic->state < NIC_READY;
}

uint64_t nic_due(const struct nic *nic, const struct nic_world *w)
{
	const struct wait *wait = &waits[nic->state];
	uint32_t seconds;

	memcpy(&seconds, (const char *)&w->plan->timeouts + wait->time,
	       sizeof(seconds));
	return nic->since + (seconds ? (uint64_t)seconds * 1000 : wait->ms);
}

/* "the MAC address 52:54:00:12:34:56" or "the name eth0". */
static const char *wanted_text(const struct plan_nic *want, char text[48])
{
	const char *name = want->vlan && want->parent[0] ? want->parent :
							   want->ifname;
	char mac[MAC_TEXT_SIZE];

	snprintf(text, 48, want->mac_known ? "the MAC address %s" :
		 "the name %s", want->mac_known ? mac_text(want->mac, mac) :
		 name);
	return text;
}

const char *nic_awaits(const struct nic *nic, char text[64])
{
	char wanted[48];

	snprintf(text, 64, "%s %s", waits[nic->state].what,
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
	char text[64], wanted[48], present[200];

	if (nic_waits(nic) && early(nic, w)) {
		nic_fail(nic, ETIMEDOUT, "not waited for any longer: it still needs %s",
			 nic_awaits(nic, text));
		return;
	}
	switch (nic->state) {
	case NIC_ABSENT:
		present_text(&w->net, present, sizeof(present));
		fault(&nic->fault, STAGE_NIC, ENODEV,
		      "no NIC with %s, which %s asks for; this machine has %s: is its driver loaded?",
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
