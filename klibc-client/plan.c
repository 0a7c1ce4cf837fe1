// SPDX-License-Identifier: GPL-2.0-or-later
/* The boot plan: sources merged, one after the other. */
#include "plan.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "name.h"
#include "plan_nics.h"

#define WHAT_SIZE 160

void plan_begin(struct plan *plan)
{
	memset(plan, 0, sizeof(*plan));
}

/* "the target iqn.x at 10.0.0.1:3260 (the iBFT)". */
static const char *target_text(const struct plan_target *t,
			       enum source source, char what[WHAT_SIZE])
{
	char portal[PORTAL_TEXT_SIZE];
	bool at = t->portal.addr.family || t->host[0];

	snprintf(what, WHAT_SIZE, "target %.80s%s%.50s (%s)", t->name,
		 at ? " at " : "", !at ? "" : t->host[0] ? t->host :
		 portal_text(&t->portal, portal), source_words(source));
	return what;
}

static bool portal_said(const struct plan_target *t)
{
	return t->portal.addr.family || t->host[0];
}

static bool same_portal(const struct plan_target *a,
			const struct plan_target *b)
{
	return portal_equal(&a->portal, &b->portal) &&
	       !strcmp(a->host, b->host);
}

static void merge_initiator(struct plan *plan, const struct said *said)
{
	char what[WHAT_SIZE];

	if (!said->initiator_name[0])
		return;
	if (!plan->initiator_name[0]) {
		copy_string(plan->initiator_name,
			    sizeof(plan->initiator_name),
			    said->initiator_name);
		plan->initiator_from = said->source;
	} else if (!name_same(plan->initiator_name, said->initiator_name)) {
		snprintf(what, sizeof(what), "initiator name %.100s (%s)",
			 said->initiator_name, source_words(said->source));
		remark_ignored(&plan->remarks, what,
			       "%s says %.100s, and goes before",
			       source_words(plan->initiator_from),
			       plan->initiator_name);
	}
}

static void merge_accounts(struct plan *plan, const struct said *said)
{
	for (size_t i = 0; i < said->account_count; i++) {
		struct plan_account *a;

		if (plan->account_count == PLAN_ACCOUNTS_MAX)
			return;
		a = &plan->accounts[plan->account_count++];
		a->said = said->accounts[i];
		a->source = said->source;
	}
}

static void take_portal(struct plan_target *p, const struct plan_target *t,
			enum source source)
{
	p->portal = t->portal;
	copy_string(p->host, sizeof(p->host), t->host);
	p->from.portal = source;
	if (!p->netdev[0])
		copy_string(p->netdev, sizeof(p->netdev), t->netdev);
	if (p->tpgt == TPGT_UNKNOWN)
		p->tpgt = t->tpgt;
}

/* Fields that the target in the plan has not got. */
static void fill(struct plan *plan, struct plan_target *p,
		 const struct plan_target *t, enum source source)
{
	char what[WHAT_SIZE];

	if (!p->name[0]) {
		copy_string(p->name, sizeof(p->name), t->name);
		p->from.name = source;
	}
	if (!portal_said(p))
		take_portal(p, t, source);
	if (!name_same(p->name, t->name))
		return;
	if (!p->lun_known && t->lun_known) {
		memcpy(p->lun, t->lun, 8);
		p->lun_known = true;
		p->from.lun = source;
	} else if (t->lun_known && memcmp(p->lun, t->lun, 8)) {
		remark_ignored(&plan->remarks,
			       target_text(t, source, what),
			       "%s says another LUN, and goes before",
			       source_words(p->from.lun));
	}
	if (!p->from.account && !chap_account_empty(&t->account)) {
		p->account = t->account;
		p->from.account = source;
	}
	if (same_portal(p, t) && !p->boot_target[0]) {
		copy_string(p->boot_nic, sizeof(p->boot_nic), t->boot_nic);
		copy_string(p->boot_target, sizeof(p->boot_target),
			    t->boot_target);
	}
}

static void append(struct plan *plan, const struct plan_target *t,
		   enum source source)
{
	struct plan_target *p;
	char what[WHAT_SIZE];

	if (plan->target_count == PLAN_TARGETS_MAX) {
		remark_ignored(&plan->remarks, target_text(t, source, what),
			       "there are more than %d targets",
			       PLAN_TARGETS_MAX);
		return;
	}
	p = &plan->targets[plan->target_count++];
	*p = *t;
	p->from.name = t->name[0] ? source : SOURCE_NONE;
	p->from.portal = portal_said(t) ? source : SOURCE_NONE;
	p->from.lun = t->lun_known ? source : SOURCE_NONE;
	p->from.account = chap_account_empty(&t->account) ? SOURCE_NONE :
							    source;
}

/* Whether a source speaks of one target, be it at several portals. */
static bool one_target(const struct said *said)
{
	for (size_t i = 1; i < said->target_count; i++)
		if (!name_same(said->targets[0].name, said->targets[i].name))
			return false;
	return true;
}

/* One more portal of a target that has its first one from the same source. */
static void append_portal(struct plan *plan, const struct plan_target *p,
			  const struct plan_target *t, enum source source)
{
	struct plan_target more = *p;
	size_t at = plan->target_count;

	take_portal(&more, t, source);
	append(plan, &more, source);
	if (at < plan->target_count)
		plan->targets[at].from = more.from;
	wipe(&more.account, sizeof(more.account));
}

/* Who said most about the first target: name, portal or both. */
static enum source first_source(const struct plan *plan)
{
	enum source name = plan->targets[0].from.name;
	enum source portal = plan->targets[0].from.portal;

	return !name || (portal && portal < name) ? portal : name;
}

/* Another source's target, where some are in the plan: what becomes of it. */
static void add_to(struct plan *plan, const struct said *said,
		   const struct plan_target *t, size_t before)
{
	bool only = one_target(said), used = false;
	bool wanted = said->source == SOURCE_IBFT ? plan->want_ibft :
		      said->source == SOURCE_DHCP && plan->want_dhcp;
	char what[WHAT_SIZE];

	for (size_t i = 0; i < before; i++) {
		struct plan_target *p = &plan->targets[i];
		bool same_name = name_same(p->name, t->name);

		if (same_name && p->from.portal == said->source) {
			/* One more path to a target whose name alone was
			 * said. */
			append(plan, t, said->source);
			return;
		}
		if (same_name ? !portal_said(p) || same_portal(p, t) :
		    !p->name[0] ? same_portal(p, t) : false) {
			fill(plan, p, t, said->source);
			return;
		}
	}
	for (size_t i = 0; i < before; i++) {
		struct plan_target *p = &plan->targets[i];
		bool no_portal = !portal_said(p);

		if (only && p->from.portal == said->source) {
			append_portal(plan, p, t, said->source);
			return;
		}
		if (name_same(p->name, t->name) ||
		    (only && (!p->name[0] || no_portal)))
			fill(plan, p, t, said->source);
		if (only && no_portal && !t->name[0])
			return;
		used |= name_same(p->name, t->name);
	}
	if (used && !portal_said(t))
		return;
	if (wanted)
		append(plan, t, said->source);
	else
		remark_ignored(&plan->remarks,
			       target_text(t, said->source, what),
			       "%s says %s, and goes before",
			       source_words(first_source(plan)),
			       used ? "another portal" : "what to boot");
}

/* Port and group, where a source before said them for all. */
static void override(struct plan *plan, struct plan_target *t,
		     enum source source)
{
	char what[WHAT_SIZE];

	if (plan->tpgt_from)
		t->tpgt = plan->tpgt;
	if (!plan->port_from || !portal_said(t))
		return;
	/* Most often 3260 is what nobody said. */
	if (t->portal.port != plan->port && t->portal.port != 3260) {
		snprintf(what, sizeof(what), "port %u (%s)", t->portal.port,
			 source_words(source));
		remark_ignored(&plan->remarks, what,
			       "%s says %u, and goes before",
			       source_words(plan->port_from), plan->port);
	}
	t->portal.port = plan->port;
}

static void merge_targets(struct plan *plan, const struct said *said)
{
	size_t before = plan->target_count;

	for (size_t i = 0; i < said->target_count; i++) {
		struct plan_target t = said->targets[i];

		override(plan, &t, said->source);
		if (before)
			add_to(plan, said, &t, before);
		else
			append(plan, &t, said->source);
		wipe(&t.account, sizeof(t.account));
	}
	if (said->port && !plan->port_from) {
		plan->port = said->port;
		plan->port_from = said->source;
	}
	if (said->tpgt_known && !plan->tpgt_from) {
		plan->tpgt = said->tpgt;
		plan->tpgt_from = said->source;
	}
}

static void merge_wishes(struct plan *plan, const struct said *said)
{
	plan->want_ibft |= said->want_ibft;
	plan->want_ibft_nics |= said->want_ibft_nics;
	plan->want_dhcp |= said->want_dhcp;
	plan->no_ibft |= said->no_ibft;
	plan->no_nics |= said->no_nics;
	if (!plan->bootdev[0])
		copy_string(plan->bootdev, sizeof(plan->bootdev),
			    said->bootdev);
	if (!plan->bootif_known && said->bootif_known) {
		plan->bootif_known = true;
		memcpy(plan->bootif, said->bootif, 6);
	}
}

int plan_merge(struct plan *plan, const struct said *said, struct fault *f)
{
	merge_wishes(plan, said);
	merge_initiator(plan, said);
	merge_accounts(plan, said);
	merge_targets(plan, said);
	plan_merge_nics(plan, said);
	if (!plan->network.err)
		plan->network = said->network;
	if (!said->fault.err)
		return 0;
	if (!plan->target_count) {
		*f = said->fault;
		return -f->err;
	}
	remark_ignored(&plan->remarks, source_words(said->source), "%s",
		       said->fault.text);
	return 0;
}
