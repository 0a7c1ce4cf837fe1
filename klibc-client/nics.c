// SPDX-License-Identifier: GPL-2.0-or-later
/* All NICs of the plan at once. */
#include "nics.h"

#include <errno.h>
#include <linux/rtnetlink.h>

#include "log.h"
#include "path.h"
#include "plan_nics.h"

/* How long the other NICs may take once one is ready that a target can be
 * reached by, and when to say that we wait; milliseconds. */
#define OTHERS_MS 1000
#define ANNOUNCE_MS 2000

/* "Every NIC" may be more than the plan can hold: one with a cable is looked
 * for among them. */
#define NICS_MAX 24

struct nics {
	struct nic_world world;
	struct plan *plan;
	struct nic list[NICS_MAX];
	bool ready[NICS_MAX];		/* its descriptor */
	size_t count;
	uint64_t others;		/* the others' time is over */
};

static void take(void *arg, const struct rtnl_message *m)
{
	struct nics *s = arg;

	netstate_take(&s->world.net, m);
	for (size_t i = 0; m->kind == RTNL_NEIGHBOR && i < s->count; i++)
		nic_probe_neighbor(&s->list[i], &m->addr);
}

/* Everything that the kernel has, from the beginning. */
static int dump(struct nic_world *w)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc;

	memset(&w->net, 0, sizeof(w->net));
	rc = rtnl_ask(&w->rtnl, buf, rtnl_dump_links(buf));
	if (!rc)
		rc = rtnl_ask(&w->rtnl, buf, rtnl_dump_addrs(buf));
	if (!rc)
		rc = rtnl_ask(&w->rtnl, buf, rtnl_dump_routes(buf));
	return rc;
}

static bool every_nic(const struct plan_nic *n)
{
	return !n->mac_known && !n->ifname[0] && !n->parent[0];
}

/* Whether one of "every NIC" does what it was for: the plan has one address,
 * or is content with one lease. */
static bool enough(const struct nic *nic)
{
	return nic->want.method == NIC_STATIC ? nic->state > NIC_CARRIER &&
						nic->state <= NIC_READY :
	       nic->want.method == NIC_SINGLE_DHCP && nic->state == NIC_READY;
}

static void drop_others(struct nics *s, const struct nic *winner)
{
	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->list[i];

		if (nic == winner || nic->index != winner->index ||
		    !nic_waits(nic))
			continue;
		if (nic->state == NIC_LEASE)
			nic_lease_undo(nic, &s->world);
		nic_close(nic);
		nic->state = NIC_DROPPED;
	}
}

/* Whether the device is one of "every NIC" (of this index in the plan), and
 * nobody's yet. */
static bool is_free(const struct nics *s, const struct link *l, size_t index)
{
	if (l->kind != LINK_NIC || l->master)
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct nic *nic = &s->list[i];

		/* Another family's "every NIC" does not take it away. */
		if (nic->ifindex == l->ifindex &&
		    (!nic->wildcard || nic->index == index))
			return false;
	}
	return true;
}

/* The machine of "every NIC" makes one for each device, and is itself never
 * found. */
static void spread(struct nics *s, size_t of)
{
	for (size_t i = 0; i < s->world.net.link_count; i++) {
		const struct link *l = &s->world.net.links[i];
		size_t index = s->list[of].index;
		struct nic *nic;

		if (s->count == NICS_MAX || !is_free(s, l, index))
			continue;
		nic = &s->list[s->count];
		nic_init(nic, &s->world, &s->list[of].want, index);
		nic->wildcard = true;
		nic->ifindex = l->ifindex;
		memcpy(nic->name, l->name, sizeof(nic->name));
		copy_string(nic->want.ifname, IFNAME_SIZE, l->name);
		s->ready[s->count++] = false;
	}
}

static void advance_from(struct nics *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		struct nic *nic = &s->list[i];

		if (every_nic(&nic->want))
			continue;
		nic_advance(nic, &s->world, s->ready[i]);
		s->ready[i] = false;
		if (nic->wildcard && enough(nic))
			drop_others(s, nic);
	}
}

/* Move every NIC as far as it goes.  The number of those not settled. */
static size_t advance(struct nics *s)
{
	size_t before = s->count, open = 0;

	/* Those that are meant in particular take theirs first. */
	advance_from(s, 0, before);
	for (size_t i = 0; i < before; i++)
		if (every_nic(&s->list[i].want) && nic_waits(&s->list[i]))
			spread(s, i);
	advance_from(s, before, s->count);
	for (size_t i = 0; i < s->count; i++)
		open += nic_waits(&s->list[i]);
	return open;
}

/* Whether the target can be reached: the NIC that it is bound to is ready, or
 * with none in particular any is.  certainly: not by one of "every NIC", which
 * may be in another network. */
static bool reached(const struct nics *s, const struct plan_target *t,
		    bool certainly)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct nic *nic = &s->list[i];

		if (nic->state != NIC_READY ||
		    (t->nic >= 0 && nic->index != (size_t)t->nic))
			continue;
		if (!certainly || (t->nic >= 0 && !nic->wildcard) ||
		    addr_same_subnet(&t->portal.addr, &nic->want.address,
				     nic->want.prefix))
			return true;
	}
	return false;
}

/* Whether one target can be reached, or all of them certainly. */
static bool targets_reached(const struct nics *s, bool all)
{
	static const struct plan_target any = { .nic = -1 };
	const struct plan *plan = s->plan;

	if (!plan->target_count)
		return !all && reached(s, &any, false);
	for (size_t i = 0; i < plan->target_count; i++)
		if (reached(s, &plan->targets[i], all) != all)
			return !all;
	return all;
}

static void announce(struct nics *s, struct nic *nic, uint64_t left)
{
	char text[80];

	nic->announced = true;
	log_line(s->world.sys, STAGE_NIC, NULL,
		 "waiting for %s, at most %u s more", nic_awaits(nic, text),
		 (unsigned int)((left + 999) / 1000));
}

/* When this one is not waited for any longer: at once, without a carrier, where
 * no target needs it; with the others' time, once one is ready, if it may be
 * dead or nobody needs it. */
static uint64_t due_of(const struct nics *s, const struct nic *nic,
		       uint64_t deadline)
{
	uint64_t due = nic_due(nic, &s->world);

	if (nic->state <= NIC_CARRIER && targets_reached(s, true))
		return 0;
	if (s->others < due && (s->world.boot || nic->wildcard ||
				nic->state <= NIC_CARRIER))
		due = s->others;
	return due < deadline ? due : deadline;
}

static bool has_spread(const struct nics *s, size_t index)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].wildcard && s->list[i].index == index)
			return true;
	return false;
}

static void give_up(struct nics *s, struct nic *nic)
{
	if (every_nic(&nic->want) && has_spread(s, nic->index))
		nic->state = NIC_DROPPED;
	else
		nic_give_up(nic, &s->world);
}

static void expire_one(struct nics *s, struct nic *nic)
{
	if (every_nic(&nic->want) ||
	    s->world.sys->now(s->world.sys) < nic_due(nic, &s->world))
		give_up(s, nic);
	else
		nic_expire(nic, &s->world);
}

/* The next time at which something is due; 0: now, for some NIC's time was
 * over. */
static uint64_t expire(struct nics *s, uint64_t deadline)
{
	uint64_t now = s->world.sys->now(s->world.sys);
	uint64_t next = deadline;

	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->list[i];
		uint64_t due, say = nic->since + ANNOUNCE_MS;

		if (!nic_waits(nic))
			continue;
		due = due_of(s, nic, deadline);
		if (now >= due) {
			expire_one(s, nic);
			next = 0;
			continue;
		}
		nic->announced |= every_nic(&nic->want) &&
				  has_spread(s, nic->index);
		if (!nic->announced && now >= say)
			announce(s, nic, due - now);
		if (!nic->announced && say < due)
			due = say;
		next = due < next ? due : next;
	}
	return next;
}

/* Until something comes. */
static void wait_for_news(struct nics *s, uint64_t until)
{
	const struct sys *sys = s->world.sys;
	struct sys_wait w[NICS_MAX + 1] = { { .fd = s->world.rtnl.events } };
	size_t n = 1, of[NICS_MAX + 1] = { 0 };

	for (size_t i = 0; i < s->count; i++) {
		w[n].fd = nic_fd(&s->list[i]);
		of[n] = i;
		n += w[n].fd >= 0;
	}
	sys->wait(sys, w, n, until);
	for (size_t i = 1; i < n; i++)
		s->ready[of[i]] = w[i].ready;
	if (rtnl_take_events(&s->world.rtnl) == -ENOBUFS)
		dump(&s->world);
}

/* Until every NIC is settled, or the targets can be reached and the others had
 * their time. */
static void run(struct nics *s, uint64_t deadline,
		const struct nics_meanwhile *meanwhile)
{
	const struct sys *sys = s->world.sys;

	while (advance(s) && !(s->world.boot && targets_reached(s, true))) {
		uint64_t next;

		/* What comes while that runs is not late. */
		if (meanwhile) {
			meanwhile->run(meanwhile->arg);
			meanwhile = NULL;
			wait_for_news(s, 0);
			continue;
		}
		if (s->others == SYS_FOREVER && targets_reached(s, false))
			s->others = sys->now(sys) + OTHERS_MS;
		if (sys->now(sys) >= deadline)
			break;
		next = expire(s, deadline);
		if (next)
			wait_for_news(s, next);
	}
}

/* What became of it goes into the plan: in the place of "every NIC" the first
 * one, the others behind. */
static void into_plan(struct nics *s, const struct nic *nic)
{
	struct plan *plan = s->plan;
	struct plan_nic *n = &plan->nics[nic->index];

	if (nic->wildcard && n->ifindex) {
		if (plan->nic_count == PLAN_NICS_MAX)
			return;
		n = &plan->nics[plan->nic_count++];
	}
	*n = nic->want;
}

/* Which fault ends the boot: the first, but of "every NIC" rather one that had
 * a cable. */
static bool tells_more(const struct nic *nic, const struct fault *f)
{
	return !f->err || (f->err == ENETDOWN && nic->wildcard &&
			   nic->fault.err != ENETDOWN);
}

/* The others are named in a message, but for those of "every NIC" that have no
 * cable. */
static int settle(struct nics *s, struct fault *f)
{
	static const struct plan_target target = { .nic = -1 };
	bool any, spread_out = false;

	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].state == NIC_GATEWAY)
			s->list[i].state = NIC_READY;
		else if (nic_waits(&s->list[i]))
			give_up(s, &s->list[i]);
	any = reached(s, &target, false);
	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->list[i];

		nic_close(nic);
		spread_out |= nic->wildcard;
		if (nic->state == NIC_READY)
			into_plan(s, nic);
		else if (nic->state != NIC_FAILED)
			continue;
		else if (any && !(nic->wildcard &&
				  nic->fault.err == ENETDOWN))
			log_fault(s->world.sys, NULL, &nic->fault);
		else if (!any && tells_more(nic, f))
			*f = nic->fault;
	}
	if (!any)
		return -f->err;
	if (spread_out)
		plan_bind_nics(s->plan);
	path_rules(&s->world, s->plan);
	return 0;
}

static void begin(struct nics *s, const struct sys *sys, struct plan *plan,
		  const struct options *options)
{
	s->world.sys = sys;
	s->world.plan = s->plan = plan;
	s->world.dhcp_client = options->dhcp_client;
	s->world.dhcp6_client = options->dhcp6_client;
	s->world.boot = options->action == ACTION_BOOT;
	s->others = SYS_FOREVER;
	s->count = 0;
	memset(s->ready, 0, sizeof(s->ready));
	for (size_t i = 0; i < plan->nic_count; i++) {
		plan->nics[i].ifindex = 0;
		nic_init(&s->list[s->count++], &s->world, &plan->nics[i], i);
	}
}

int nics_setup(const struct sys *sys, struct plan *plan,
	       const struct options *options, uint64_t deadline,
	       const struct nics_meanwhile *meanwhile, struct fault *f)
{
	struct nics s;
	int rc;

	if (!plan->nic_count)
		return 0;
	begin(&s, sys, plan, options);
	rc = rtnl_open(&s.world.rtnl, sys, RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
		       RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE | RTMGRP_NEIGH,
		       take, &s);
	if (!rc)
		rc = dump(&s.world);
	if (rc) {
		fault(f, STAGE_NIC, -rc, "rtnetlink: %s",
		      errno_words(-rc).text);
	} else {
		run(&s, deadline, meanwhile);
		rc = settle(&s, f);
	}
	rtnl_close(&s.world.rtnl);
	return rc;
}
