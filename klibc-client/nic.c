// SPDX-License-Identifier: GPL-2.0-or-later
/* Brings up the NICs of the plan. */
#include "nic.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "rtnl.h"

#define NETLINK_ROUTE_PROTOCOL 0
#define LINK_GROUP 1			/* RTMGRP_LINK */

/* How long a driver may take to appear, a link to come up (spanning tree,
 * autonegotiation), the other NICs once one is ready, and when to say that
 * we wait; milliseconds. */
#define APPEAR_MS 15000
#define CARRIER_MS 30000
#define OTHERS_MS 1000
#define ANNOUNCE_MS 2000

enum nic_state { NIC_ABSENT, NIC_FOUND, NIC_NO_CARRIER, NIC_READY, NIC_FAILED };

struct nic {
	const struct plan_nic *want;
	enum nic_state state;
	int ifindex;
	char name[16];
	bool carrier, up, addressed;
	struct fault fault;
};

struct setup {
	const struct sys *sys;
	struct nic nics[PLAN_NICS_MAX];
	size_t count;
	int requests, events;		/* rtnetlink sockets */
	uint32_t seq;
	char present[160];		/* the machine's NICs, for the fault */
	uint8_t buf[16384];		/* a dump comes in pieces of this */
};

/* Take everything that is in the socket.  Stops at the end of a dump or at an
 * acknowledgement, whose result it gives back; -EAGAIN: nothing more yet. */
static int take_messages(struct setup *s, int fd,
			 void (*each)(struct setup *s,
				      const struct rtnl_message *m))
{
	struct rtnl_message m;

	for (;;) {
		int n = s->sys->receive(s->sys, fd, s->buf, sizeof(s->buf));
		const uint8_t *at = s->buf;
		size_t left = (size_t)n;

		if (n < 0)
			return n;
		while (rtnl_get(&at, &left, &m)) {
			/* The late end of a request that was given up. */
			if (fd == s->requests && m.seq != s->seq)
				continue;
			if (m.kind == RTNL_DONE)
				return 0;
			if (m.kind == RTNL_ACK)
				return m.error;
			each(s, &m);
		}
	}
}

static void ignore(struct setup *s, const struct rtnl_message *m)
{
	(void)s;
	(void)m;
}

/* One request and its whole answer; rtnetlink answers at once. */
static int request(struct setup *s, const void *buf, size_t size,
		   void (*each)(struct setup *s, const struct rtnl_message *m))
{
	struct sys_wait w = { .fd = s->requests };
	uint64_t deadline = s->sys->now(s->sys) + 5000;
	int rc = s->sys->send(s->sys, s->requests, buf, size);

	if (rc < 0)
		return rc;
	for (;;) {
		rc = take_messages(s, s->requests, each);
		if (rc != -EAGAIN)
			return rc;
		if (s->sys->wait(s->sys, &w, 1, deadline) <= 0)
			return -ETIMEDOUT;
	}
}

static void note_present(struct setup *s, const struct link *l)
{
	char mac[MAC_TEXT_SIZE];
	size_t n = strlen(s->present);

	snprintf(s->present + n, sizeof(s->present) - n, "%s%s %s",
		 n ? ", " : "", l->name, mac_text(l->mac, mac));
}

/* By MAC address, where that is known: names can change. */
static bool same_nic(const struct plan_nic *want, const struct link *l)
{
	static const uint8_t none[6];

	if (!want->mac_known)
		return !strcmp(want->ifname, l->name);
	return !memcmp(want->mac, l->mac, 6) ||
	       (memcmp(l->permanent_mac, none, 6) &&
		!memcmp(want->mac, l->permanent_mac, 6));
}

/* A link is there, or changed. */
static void take_link(struct setup *s, const struct rtnl_message *m)
{
	const struct link *l = &m->link;

	if (m->kind != RTNL_LINK || !l->ethernet)
		return;
	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->nics[i];

		if (nic->state == NIC_ABSENT && same_nic(nic->want, l)) {
			nic->state = NIC_FOUND;
			nic->ifindex = l->ifindex;
		}
		if (nic->ifindex != l->ifindex)
			continue;
		memcpy(nic->name, l->name, sizeof(nic->name));
		nic->up = l->up;
		nic->carrier = l->carrier;
	}
}

static void take_first_link(struct setup *s, const struct rtnl_message *m)
{
	if (m->kind == RTNL_LINK && m->link.ethernet)
		note_present(s, &m->link);
	take_link(s, m);
}

static void take_addr(struct setup *s, const struct rtnl_message *m)
{
	for (size_t i = 0; m->kind == RTNL_ADDR && i < s->count; i++)
		if (s->nics[i].ifindex == m->ifindex && m->global &&
		    s->nics[i].want->address.family == m->addr.family)
			s->nics[i].addressed = true;
}

/* "the MAC address 52:54:00:12:34:56" or "the name eth0". */
static const char *wanted_text(const struct plan_nic *want, char text[48])
{
	char mac[MAC_TEXT_SIZE];

	snprintf(text, 48, want->mac_known ? "the MAC address %s" :
		 "the name %s", want->mac_known ? mac_text(want->mac, mac) :
		 want->ifname);
	return text;
}

static void nic_fail(struct nic *nic, int err, const char *what)
{
	char mac[MAC_TEXT_SIZE];

	if (nic->want->mac_known)
		fault(&nic->fault, STAGE_NIC, err, "%s (%s): %s", nic->name,
		      mac_text(nic->want->mac, mac), what);
	else
		fault(&nic->fault, STAGE_NIC, err, "%s: %s", nic->name, what);
	nic->state = NIC_FAILED;
}

/* The address and the default route of a NIC that has none yet.  Whoever set
 * it up before (the kernel's ip=, a DHCP client) knows better. */
static void set_address(struct setup *s, struct nic *nic)
{
	const struct plan_nic *want = nic->want;
	uint8_t buf[RTNL_MESSAGE_MAX];
	char text[ADDR_TEXT_SIZE];
	bool onlink = !addr_same_subnet(&want->address, &want->gateway,
					want->prefix);
	int rc;

	if (nic->addressed) {
		log_line(s->sys, STAGE_NIC, NULL,
			 "%s: has an address already, left as it is",
			 nic->name);
		return;
	}
	rc = request(s, buf, rtnl_add_addr(buf, ++s->seq, nic->ifindex,
					   &want->address, want->prefix),
		     ignore);
	if (rc && rc != -EEXIST) {
		nic_fail(nic, -rc, "the kernel refused its address");
		return;
	}
	log_line(s->sys, STAGE_NIC, NULL, "%s: %s/%u", nic->name,
		 addr_text(&want->address, text), want->prefix);
	if (!want->gateway.family)
		return;
	rc = request(s, buf, rtnl_add_default_route(buf, ++s->seq,
						    nic->ifindex,
						    &want->gateway, onlink),
		     ignore);
	if (rc && rc != -EEXIST)
		log_line(s->sys, STAGE_NIC, NULL,
			 "%s: no default route by %s: %s", nic->name,
			 addr_text(&want->gateway, text), errno_words(-rc).text);
}

/* From found to waiting for carrier. */
static void configure(struct setup *s, struct nic *nic)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc = 0;

	nic->state = NIC_NO_CARRIER;
	if (nic->want->vlan)
		nic_fail(nic, EOPNOTSUPP,
			 "it is to be in a VLAN, which this version cannot set up");
	else if (!nic->want->address.family && !nic->addressed)
		nic_fail(nic, ENODATA,
			 nic->want->method == NIC_STATIC ||
			 nic->want->method == NIC_NONE ?
			 "there is no address for it" :
			 "this version asks for no address by itself: a DHCP client has to run before");
	if (nic->state == NIC_FAILED)
		return;
	if (!nic->up)
		rc = request(s, buf, rtnl_link_up(buf, ++s->seq, nic->ifindex),
			     ignore);
	if (rc)
		nic_fail(nic, -rc, "the link cannot be set up");
	else
		set_address(s, nic);
}

/* Move every NIC as far as it goes.  The number of those not settled. */
static size_t advance(struct setup *s)
{
	size_t open = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->nics[i];

		if (nic->state == NIC_FOUND)
			configure(s, nic);
		if (nic->state == NIC_NO_CARRIER && nic->carrier)
			nic->state = NIC_READY;
		open += nic->state < NIC_READY;
	}
	return open;
}

static size_t ready(const struct setup *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->nics[i].state == NIC_READY;
	return n;
}

/* Until when to wait for what is missing now. */
static uint64_t patience(const struct setup *s, uint64_t began,
			 uint64_t deadline)
{
	uint64_t until = began;

	for (size_t i = 0; i < s->count; i++) {
		uint64_t t = began;

		if (s->nics[i].state == NIC_ABSENT)
			t += APPEAR_MS;
		else if (s->nics[i].state == NIC_NO_CARRIER)
			t += CARRIER_MS;
		until = t > until ? t : until;
	}
	if (ready(s) && until > began + OTHERS_MS)
		until = began + OTHERS_MS;
	return until < deadline ? until : deadline;
}

static void announce(struct setup *s, uint64_t until, uint64_t now)
{
	char text[48];

	for (size_t i = 0; i < s->count; i++) {
		const struct nic *nic = &s->nics[i];

		if (nic->state >= NIC_READY)
			continue;
		log_line(s->sys, STAGE_NIC, NULL,
			 "waiting for %s %s, at most %u s more",
			 nic->ifindex ? "the carrier of" : "a NIC with",
			 nic->ifindex ? nic->name :
					wanted_text(nic->want, text),
			 (unsigned int)((until - now + 999) / 1000));
	}
}

static void wait_for_links(struct setup *s, uint64_t deadline)
{
	const struct sys *sys = s->sys;
	struct sys_wait w = { .fd = s->events };
	uint64_t began = sys->now(sys);
	uint8_t buf[RTNL_MESSAGE_MAX];
	bool announced = false;

	while (advance(s)) {
		uint64_t until = patience(s, began, deadline);
		uint64_t next = until;

		if (!announced && began + ANNOUNCE_MS < until)
			next = began + ANNOUNCE_MS;
		sys->wait(sys, &w, 1, next);
		if (take_messages(s, s->events, take_link) == -ENOBUFS)
			request(s, buf, rtnl_dump_links(buf, ++s->seq),
				take_link);
		if (sys->now(sys) < next)
			continue;
		if (next == until)
			break;
		announce(s, until, next);
		announced = true;
	}
}

/* What became of those that are not ready. */
static void settle(struct setup *s)
{
	char text[48];

	advance(s);
	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->nics[i];

		if (nic->state == NIC_NO_CARRIER)
			nic_fail(nic, ENETDOWN,
				 "no carrier: is the cable plugged in and the switch port on?");
		if (nic->state == NIC_ABSENT)
			fault(&nic->fault, STAGE_NIC, ENODEV,
			      "no NIC with %s, which %s asks for; this machine has %s: is its driver loaded?",
			      wanted_text(nic->want, text),
			      source_words(nic->want->source),
			      s->present[0] ? s->present : "no NIC at all");
	}
}

static int run(struct setup *s, uint64_t deadline, struct fault *f)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc;

	s->events = s->sys->netlink(s->sys, NETLINK_ROUTE_PROTOCOL,
				    LINK_GROUP);
	s->requests = s->sys->netlink(s->sys, NETLINK_ROUTE_PROTOCOL, 0);
	rc = s->events < 0 ? s->events : s->requests < 0 ? s->requests : 0;
	if (!rc)
		rc = request(s, buf, rtnl_dump_links(buf, ++s->seq),
			     take_first_link);
	if (!rc)
		rc = request(s, buf, rtnl_dump_addrs(buf, ++s->seq),
			     take_addr);
	if (rc)
		return fault(f, STAGE_NIC, -rc, "rtnetlink: %s",
			     errno_words(-rc).text);
	wait_for_links(s, deadline);
	settle(s);
	return 0;
}

int nic_setup(const struct sys *sys, const struct plan *plan,
	      uint64_t deadline, struct fault *f)
{
	struct setup s = { .sys = sys, .requests = -1, .events = -1 };
	bool any;
	int rc;

	/* "Every NIC" is for the DHCP client that runs before. */
	for (size_t i = 0; i < plan->nic_count; i++)
		if (plan->nics[i].mac_known || plan->nics[i].ifname[0])
			s.nics[s.count++].want = &plan->nics[i];
	if (!s.count)
		return 0;
	rc = run(&s, deadline, f);
	sys->close(sys, s.events);
	sys->close(sys, s.requests);
	if (rc)
		return rc;
	any = ready(&s);
	for (size_t i = 0; i < s.count; i++) {
		if (s.nics[i].state == NIC_READY)
			continue;
		if (!any) {
			*f = s.nics[i].fault;
			return -f->err;
		}
		log_fault(sys, NULL, &s.nics[i].fault);
	}
	return 0;
}

const char *nic_name(const struct sys *sys, const uint8_t mac[6],
		     char name[16])
{
	struct plan_nic want = { .mac_known = true };
	struct setup s = { .sys = sys, .count = 1, .events = -1,
			   .nics = { { .want = &want } } };
	uint8_t buf[RTNL_MESSAGE_MAX];

	memcpy(want.mac, mac, 6);
	s.requests = sys->netlink(sys, NETLINK_ROUTE_PROTOCOL, 0);
	if (s.requests >= 0)
		request(&s, buf, rtnl_dump_links(buf, ++s.seq), take_link);
	sys->close(sys, s.requests);
	memcpy(name, s.nics[0].name, 16);
	return name;
}
