// SPDX-License-Identifier: GPL-2.0-or-later
/* One NIC of the plan on its way up. */
#include "nic.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "log.h"

void nic_init(struct nic *nic, const struct nic_world *w,
	      const struct plan_nic *want, size_t index)
{
	memset(nic, 0, sizeof(*nic));
	nic->want = *want;
	nic->index = index;
	nic->since = w->sys->now(w->sys);
	nic->dhcp.fd = nic->arp.fd = -1;
}

void nic_enter(struct nic *nic, const struct nic_world *w,
	       enum nic_state state)
{
	nic->state = state;
	nic->announced = false;
	nic->again = 0;
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
	return nic->want.method == NIC_AUTO6 ||
	       nic->want.method == NIC_EITHER6 ||
	       nic->want.method == NIC_DHCP6 ||
	       nic->want.method == NIC_LINK6;
}

static void set_address(struct nic *nic, struct nic_world *w)
{
	if (!nic_addr_setup(nic, w))
		nic_enter(nic, w, NIC_DAD);
}

/* An address that was said, by the plan. */
static void begin_address(struct nic *nic, struct nic_world *w)
{
	bool four = nic->want.address.family == ADDR_IPV4;

	nic->want.firmware_lease = four && nic->want.method == NIC_DHCP;
	if (four && nic_probe_begin(nic, w))
		nic_enter(nic, w, NIC_PROBE);
	else
		set_address(nic, w);
}

static void begin_lease(struct nic *nic, struct nic_world *w)
{
	if (!nic_lease_begin(nic, w))
		nic_enter(nic, w, NIC_LEASE);
}

/* Link and carrier are there. */
static void configure(struct nic *nic, struct nic_world *w)
{
	const struct plan_nic *want = &nic->want;

	if (want->method == NIC_NONE && !want->address.family)
		nic_enter(nic, w, NIC_READY);
	else if (want->method == NIC_LINK6)
		nic_enter(nic, w, NIC_LINK_LOCAL);
	else if (nic->set || nic_addr_keep(nic, w))
		nic_enter(nic, w, NIC_DAD);
	else if (want->address.family)
		begin_address(nic, w);
	else if (want->method == NIC_DHCP6)
		nic_enter(nic, w, NIC_LINK_LOCAL);
	else if (automatic(nic))
		nic_enter(nic, w, NIC_ROUTER);
	else if (want->method == NIC_DHCP || want->method == NIC_SINGLE_DHCP)
		begin_lease(nic, w);
	else
		nic_fail(nic, ENODATA, "there is no address for it");
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
	nic_enter(nic, w, !nic->kept && nic_probe_gateway(nic, w) ?
		  NIC_GATEWAY : NIC_READY);
}

/* The kernel gives it an address by itself, sooner or later. */
static void check_automatic(struct nic *nic, struct nic_world *w)
{
	bool global = nic->state == NIC_ROUTER;
	const struct link_addr *a;
	bool router;

	a = netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV6, global);
	router = netstate_default(&w->net, nic->ifindex, ADDR_IPV6);
	if (nic->want.method == NIC_EITHER6 && router && !a && !nic->again) {
		nic->again = 1;
		nic->since = w->sys->now(w->sys);
	}
	if (!a || a->tentative)
		return;
	if (nic->want.method == NIC_DHCP6) {
		begin_lease(nic, w);
		return;
	}
	/* The route comes with the address, but in a message of its own. */
	if (global && !router)
		return;
	take_address(nic, w, a);
	nic_addr_routes(nic, w);
	nic_enter(nic, w, NIC_READY);
}

static void find_link(struct nic *nic, struct nic_world *w)
{
	int rc = nic_link_setup(nic, w);

	if (!rc && automatic(nic))
		rc = nic_addr_automatic(nic, w);
	if (!rc)
		nic_enter(nic, w, NIC_CARRIER);
	else if (rc == -EAGAIN && nic->state == NIC_ABSENT && nic->name[0])
		nic_enter(nic, w, NIC_LINK);
}

static bool carrier(const struct nic *nic, const struct nic_world *w)
{
	const struct link *l = netstate_link(&w->net, nic->ifindex);

	return l && l->carrier;
}

/* Without carrier a DHCP client has nothing to ask, and what was not answered
 * was not heard. */
static void take_flap(struct nic *nic, struct nic_world *w)
{
	if ((nic->state != NIC_LEASE && nic->state != NIC_PROBE &&
	     nic->state != NIC_GATEWAY) || carrier(nic, w))
		return;
	log_line(w->sys, STAGE_NIC, NULL, "%s: the carrier is gone again",
		 nic->name);
	if (nic->state == NIC_LEASE)
		nic_lease_undo(nic, w);
	if (!nic->set)
		nic_close(nic);
	nic_enter(nic, w, NIC_CARRIER);
}

/* The device was taken away: it is waited for as at the beginning. */
static void take_removal(struct nic *nic, struct nic_world *w)
{
	if (nic->state <= NIC_LINK || nic->state >= NIC_DROPPED ||
	    netstate_link(&w->net, nic->ifindex))
		return;
	nic_close(nic);
	/* A new one is another of "every NIC". */
	if (nic->wildcard) {
		nic_fail(nic, ENODEV, "the device was removed");
		return;
	}
	log_line(w->sys, STAGE_NIC, NULL,
		 "%s: the device was removed, and is waited for", nic->name);
	nic_init(nic, w, &w->plan->nics[nic->index], nic->index);
}

static void end_lease(struct nic *nic, struct nic_world *w)
{
	if (!nic_lease_end(nic, w))
		nic_enter(nic, w, NIC_DAD);
}

void nic_advance(struct nic *nic, struct nic_world *w, bool ready)
{
	take_removal(nic, w);
	if (nic->state == NIC_ABSENT || nic->state == NIC_LINK)
		find_link(nic, w);
	take_flap(nic, w);
	if (nic->state == NIC_CARRIER && carrier(nic, w))
		configure(nic, w);
	if (nic->state == NIC_LEASE && (ready || nic_lease_there(nic, w)))
		end_lease(nic, w);
	if (nic->state == NIC_DAD)
		check_duplicate(nic, w);
	if (nic->state == NIC_ROUTER || nic->state == NIC_LINK_LOCAL)
		check_automatic(nic, w);
	/* An answer about the address may come late. */
	if (nic->arp.fd >= 0)
		nic_probe_take(nic, w);
	if (nic->state == NIC_GATEWAY && nic->answered)
		nic_enter(nic, w, NIC_READY);
}

/* The kernel tells of a router's address when it has looked for duplicates, but
 * has it before: then it is waited for. */
static void expire_router(struct nic *nic, struct nic_world *w)
{
	uint8_t buf[RTNL_MESSAGE_MAX];

	if (nic->want.method != NIC_EITHER6) {
		nic_give_up(nic, w);
		return;
	}
	if (nic->again == 1)
		rtnl_ask(&w->rtnl, buf, rtnl_dump_addrs(buf));
	if (nic->again++ == 1 &&
	    netstate_any_addr(&w->net, nic->ifindex, ADDR_IPV6, true))
		return;
	nic->want.method = NIC_DHCP6;
	nic_enter(nic, w, NIC_LINK_LOCAL);
}

void nic_expire(struct nic *nic, struct nic_world *w)
{
	char text[ADDR_TEXT_SIZE];

	switch (nic->state) {
	case NIC_LEASE:
		end_lease(nic, w);
		break;
	case NIC_ROUTER:
		expire_router(nic, w);
		break;
	case NIC_PROBE:			/* nobody objects */
		if (!nic_probe_again(nic, w))
			set_address(nic, w);
		break;
	case NIC_GATEWAY:
		if (nic_probe_again(nic, w))
			break;
		log_line(w->sys, STAGE_NIC, NULL,
			 "%s: the gateway %s does not answer: is its address right, and is this its network?",
			 nic->name, addr_text(&nic->want.gateway, text));
		nic_enter(nic, w, NIC_READY);
		break;
	default:
		nic_give_up(nic, w);
		break;
	}
}

void nic_close(struct nic *nic)
{
	dhcp_stop(&nic->dhcp);
	if (nic->arp.fd >= 0)
		arp_close(&nic->arp);
	nic->arp.fd = -1;
}
