// SPDX-License-Identifier: GPL-2.0-or-later
/* The last step of the boot plan: is it whole, lawful and secure? */
#include <errno.h>
#include <stdio.h>

#include "name.h"
#include "plan.h"
#include "plan_nics.h"

static bool portal_said(const struct plan_target *t)
{
	return t->portal.addr.family || t->host[0];
}

/* One direction's pair, from who comes next in precedence, where half of it or
 * all is missing.  Whether something was taken. */
static bool complete(char *name, struct secret *secret, const char *from_name,
		     const struct secret *from)
{
	bool no_name = !*name && *from_name;
	bool no_secret = !secret->len && from->len;

	if (no_name)
		copy_string(name, CHAP_NAME_MAX + 1, from_name);
	if (no_secret)
		*secret = *from;
	return no_name || no_secret;
}

/* Whether b says nothing else than a. */
static bool same_account(const struct chap_account *a,
			 const struct chap_account *b)
{
	return (!b->name[0] || !strcmp(a->name, b->name)) &&
	       (!b->secret.len || secret_equal(&a->secret, &b->secret));
}

/* An account that goes behind the one the target has.  Whether it is of use;
 * strange: its secret goes with another name now. */
static bool add_account(struct plan_target *t, const struct chap_account *a,
			enum source source, bool *strange)
{
	struct chap_account *have = &t->account;
	bool taken;

	*strange = false;
	if (chap_account_empty(have)) {
		*have = *a;
		t->from.account = source;
		return true;
	}
	*strange = a->name[0] && have->name[0] && !have->secret.len &&
		   a->secret.len && strcmp(have->name, a->name);
	taken = complete(have->name, &have->secret, a->name, &a->secret);
	/* Also when there is none: that the target proves itself must not get
	 * lost. */
	taken |= complete(have->reverse_name, &have->reverse_secret,
			  a->reverse_name, &a->reverse_secret);
	return taken || same_account(have, a);
}

/* before: who goes before, or nobody. */
static void ignore_account(struct plan *plan, const struct chap_account *a,
			   enum source source, enum source before)
{
	char what[160];

	snprintf(what, sizeof(what), "CHAP account %.80s (%s)", a->name,
		 source_words(source));
	if (before)
		remark_ignored(&plan->remarks, what,
			       "%s has another, and goes before",
			       source_words(before));
	else
		remark_ignored(&plan->remarks, what,
			       "its target is not in the plan");
}

static bool try_account(struct plan *plan, struct plan_target *t,
			const struct chap_account *a, enum source source)
{
	bool strange, used = add_account(t, a, source, &strange);

	if (strange)
		remark_warning(&plan->remarks, t->name,
			       "the CHAP name %.80s is used with the secret that %s has for %.80s",
			       t->account.name, source_words(source), a->name);
	return used;
}

/* The accounts in the order of their precedence: of the same source, the
 * target's own words first, then what is said about this target, then what is
 * said about all. */
static void find_account(struct plan *plan, struct plan_target *t)
{
	struct chap_account own = t->account;
	enum source from = t->from.account;

	wipe(&t->account, sizeof(t->account));
	t->from.account = SOURCE_NONE;
	for (enum source s = SOURCE_OPTION; s < SOURCE_COUNT; s++) {
		if (from == s && !try_account(plan, t, &own, s))
			ignore_account(plan, &own, s, t->from.account);
		for (int all = 0; all <= 1; all++)
			for (size_t i = 0; i < plan->account_count; i++) {
				struct plan_account *a = &plan->accounts[i];

				if (a->source == s &&
				    (all ? !a->said.target[0] :
				     name_same(a->said.target, t->name)))
					a->used |= try_account(plan, t,
							&a->said.account, s);
			}
	}
	wipe(&own, sizeof(own));
}

/* Refused before the network is touched: a half set of credentials, and one
 * secret for both directions (RFC 7143 9.2.1). */
static int check_account(const struct plan_target *t, struct fault *f)
{
	const struct chap_account *a = &t->account;

	if (!a->name[0] != !a->secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: CHAP needs both a name and a secret, and only the %s is given",
			     t->name, a->name[0] ? "name" : "secret");
	if (!a->reverse_name[0] != !a->reverse_secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: mutual CHAP needs both the target's name and its secret, and only the %s is given",
			     t->name, a->reverse_name[0] ? "name" : "secret");
	if (a->reverse_secret.len && !a->secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: mutual CHAP needs our own name and secret as well",
			     t->name);
	if (a->secret.len && secret_equal(&a->secret, &a->reverse_secret))
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: initiator and target have the same CHAP secret, which makes mutual authentication worthless (RFC 7143 9.2.1): give the target another one",
			     t->name);
	return 0;
}

static void warn_if_weak(struct plan *plan, const struct plan_target *t,
			 const char *name, const struct secret *secret,
			 const char *whose)
{
	char portal[PORTAL_TEXT_SIZE];

	if (secret_weak(secret))
		remark_warning(&plan->remarks,
			       t->name[0] ? t->name : t->host[0] ? t->host :
			       portal_text(&t->portal, portal),
			       "%s is shorter than 12 bytes and can be guessed: take a longer one (RFC 7143 9.2.1)%s",
			       whose, strlen(name) < 12 ? "" :
			       "; or are name and secret the wrong way round?");
}

/* RFC 7143 9.2.1 asks for 96 bits.  Real targets have less, and boot. */
static void warn_of_weak_secrets(struct plan *plan,
				 const struct plan_target *t)
{
	const struct chap_account *a = &t->account;

	warn_if_weak(plan, t, a->name, &a->secret, "the CHAP secret");
	warn_if_weak(plan, t, a->reverse_name, &a->reverse_secret,
		     "the target's CHAP secret");
}

static int check_target(struct plan *plan, const struct plan_target *t,
			bool discovery, struct fault *f)
{
	char portal[PORTAL_TEXT_SIZE];

	if (!portal_said(t))
		return fault(f, STAGE_PLAN, EINVAL,
			     "target %.100s: nothing says its address: give -a, netroot= or iscsi_target_ip=",
			     t->name);
	if (!t->name[0] && !discovery)
		return fault(f, STAGE_PLAN, EINVAL,
			     "the target at %.80s: nothing says its name: give -t, netroot= or iscsi_target_name=",
			     t->host[0] ? t->host :
			     portal_text(&t->portal, portal));
	warn_of_weak_secrets(plan, t);
	return check_account(t, f);
}

/* Whether the same source has, for targets of their own, what takes the place
 * of an account for all: that is how such a file is written. */
static bool replaced(const struct plan *plan, const struct plan_account *a)
{
	for (size_t i = 0; i < plan->account_count; i++)
		if (!a->said.target[0] && plan->accounts[i].used &&
		    plan->accounts[i].said.target[0] &&
		    plan->accounts[i].source == a->source)
			return true;
	return false;
}

/* Those that no target uses.  One for a target that there is not is a slip of
 * the pen, most likely. */
static void find_idle_accounts(struct plan *plan)
{
	for (size_t i = 0; i < plan->account_count; i++) {
		const struct plan_account *a = &plan->accounts[i];
		enum source before = SOURCE_NONE;

		for (size_t n = plan->target_count; n--;)
			if (!a->said.target[0] ||
			    name_same(a->said.target, plan->targets[n].name))
				before = plan->targets[n].from.account;
		if (!a->used && !replaced(plan, a))
			ignore_account(plan, &a->said.account, a->source,
				       before);
	}
}

int plan_finish(struct plan *plan, bool discovery, struct fault *f)
{
	int rc = 0;

	if (plan->network.err && (plan->target_count || plan->want_dhcp)) {
		*f = plan->network;
		return -f->err;
	}
	if (plan->network.err)
		remark_ignored(&plan->remarks, source_words(SOURCE_CMDLINE),
			       "%s", plan->network.text);
	if (!plan->target_count)
		return fault(f, STAGE_PLAN, ENODATA,
			     "nothing to boot: neither options, command line, iBFT, DHCP nor files name a target");
	for (size_t i = 0; !rc && i < plan->target_count; i++) {
		find_account(plan, &plan->targets[i]);
		rc = check_target(plan, &plan->targets[i], discovery, f);
	}
	find_idle_accounts(plan);
	wipe(plan->accounts, sizeof(plan->accounts));
	plan->account_count = 0;
	if (rc)
		return rc;
	if (!plan->initiator_name[0])
		return fault(f, STAGE_PLAN, EINVAL,
			     "there is no initiator name: give -i or rd.iscsi.initiator=, or write InitiatorName= into /etc/iscsi/initiatorname.iscsi");
	plan_bind_nics(plan);
	return 0;
}
