// SPDX-License-Identifier: GPL-2.0-or-later
/* All NICs of the plan at once. */
#include "nics.h"

#include <errno.h>
#include <linux/rtnetlink.h>

#include "log.h"
#include "path.h"

/* How long the other NICs may take once one is ready that a target can be
 * reached by, and when to say that we wait; milliseconds. */
#define OTHERS_MS 1000
#define ANNOUNCE_MS 2000

#define NICS_MAX PLAN_NICS_MAX

struct nics {
	struct nic_world world;
	struct plan *plan;
	struct nic list[NICS_MAX];
	size_t count;
	bool boot;			/* the targets are to be reached */
};

static void take(void *arg, const struct rtnl_message *m)
{
	netstate_take(arg, m);
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

/* Move every NIC as far as it goes.  The number of those not settled. */
static size_t advance(struct nics *s)
{
	size_t open = 0;

	for (size_t i = 0; i < s->count; i++) {
		nic_advance(&s->list[i], &s->world);
		open += nic_waits(&s->list[i]);
	}
	return open;
}

/* Whether the NIC of this index in the plan is ready; -1: any of them. */
static bool ready(const struct nics *s, int index)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->list[i].state == NIC_READY &&
		    (index < 0 || s->list[i].index == (size_t)index))
			return true;
	return false;
}

/* Whether at least one target can be reached, or all of them. */
static bool reached(const struct nics *s, bool all)
{
	const struct plan *plan = s->plan;

	if (!s->boot || !plan->target_count)
		return !all && ready(s, -1);
	for (size_t i = 0; i < plan->target_count; i++) {
		int nic = plan->targets[i].nic;

		if (all && nic < 0)
			return false;
		if (ready(s, nic) != all)
			return !all;
	}
	return all;
}

static void announce(struct nics *s, struct nic *nic, uint64_t left)
{
	char text[64];

	nic->announced = true;
	log_line(s->world.sys, STAGE_NIC, NULL,
		 "waiting for %s, at most %u s more", nic_awaits(nic, text),
		 (unsigned int)((left + 999) / 1000));
}

/* Whether it is waited for no longer than the others' second, once one is
 * ready: it may be dead, or nobody needs it. */
static bool optional(const struct nics *s, const struct nic *nic)
{
	return s->boot || nic->wildcard || nic->state <= NIC_CARRIER;
}

/* The next time at which something is due; 0: now, for some NIC's time was
 * over. */
static uint64_t expire(struct nics *s, uint64_t others, uint64_t deadline)
{
	uint64_t now = s->world.sys->now(s->world.sys);
	uint64_t next = deadline;

	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->list[i];
		uint64_t due, say = nic->since + ANNOUNCE_MS;

		if (!nic_waits(nic))
			continue;
		due = nic_due(nic, &s->world);
		due = due < deadline ? due : deadline;
		if (others < due && optional(s, nic))
			due = others;
		if (now >= due) {
			nic_give_up(nic, &s->world);
			next = 0;
			continue;
		}
		if (!nic->announced && now >= say)
			announce(s, nic, due - now);
		if (!nic->announced && say < due)
			due = say;
		next = due < next ? due : next;
	}
	return next;
}

/* Until every NIC is settled, or the targets can be reached and the others had
 * their time. */
static void run(struct nics *s, uint64_t deadline)
{
	const struct sys *sys = s->world.sys;
	uint64_t others = SYS_FOREVER;

	while (advance(s) && !reached(s, true)) {
		struct sys_wait w = { .fd = s->world.rtnl.events };
		uint64_t next;

		if (others == SYS_FOREVER && reached(s, false))
			others = sys->now(sys) + OTHERS_MS;
		if (sys->now(sys) >= deadline)
			break;
		next = expire(s, others, deadline);
		if (!next)
			continue;
		sys->wait(sys, &w, 1, next);
		if (rtnl_take_events(&s->world.rtnl) == -ENOBUFS)
			dump(&s->world);
	}
}

/* What became of those that are not ready; what became of the others goes into
 * the plan. */
static int settle(struct nics *s, struct fault *f)
{
	bool any = ready(s, -1);

	for (size_t i = 0; i < s->count; i++) {
		struct nic *nic = &s->list[i];

		nic_give_up(nic, &s->world);
		if (nic->state == NIC_READY)
			s->plan->nics[nic->index] = nic->want;
		else if (any && nic->state == NIC_FAILED)
			log_fault(s->world.sys, NULL, &nic->fault);
		else if (nic->state == NIC_FAILED && !f->err)
			*f = nic->fault;
	}
	path_rules(&s->world, s->plan);
	return any ? 0 : -f->err;
}

int nics_setup(const struct sys *sys, struct plan *plan,
	       const struct options *options, uint64_t deadline,
	       struct fault *f)
{
	struct nics s;
	int rc;

	s.world.sys = sys;
	s.world.plan = s.plan = plan;
	s.boot = options->action == ACTION_BOOT;
	s.count = 0;
	/* "Every NIC" is for the DHCP client that runs before. */
	for (size_t i = 0; i < plan->nic_count; i++) {
		plan->nics[i].ifindex = 0;
		if (plan->nics[i].mac_known || plan->nics[i].ifname[0])
			nic_init(&s.list[s.count++], &s.world, &plan->nics[i],
				 i);
	}
	if (!s.count)
		return 0;
	rc = rtnl_open(&s.world.rtnl, sys, RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
		       RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE, take,
		       &s.world.net);
	if (!rc)
		rc = dump(&s.world);
	if (rc) {
		fault(f, STAGE_NIC, -rc, "rtnetlink: %s",
		      errno_words(-rc).text);
	} else {
		run(&s, deadline);
		rc = settle(&s, f);
	}
	rtnl_close(&s.world.rtnl);
	return rc;
}

const char *nic_name(const struct sys *sys, const uint8_t mac[6],
		     char name[16])
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	const struct link *l = NULL;
	struct netstate net;
	struct rtnl rtnl;

	memset(&net, 0, sizeof(net));
	if (!rtnl_open(&rtnl, sys, 0, take, &net) &&
	    !rtnl_ask(&rtnl, buf, rtnl_dump_links(buf)))
		l = netstate_with_mac(&net, mac);
	rtnl_close(&rtnl);
	copy_string(name, 16, l ? l->name : "");
	return name;
}
