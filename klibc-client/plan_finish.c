// SPDX-License-Identifier: GPL-2.0-or-later
/* The last step of the boot plan: is it whole, lawful and secure? */
#include <errno.h>

#include "name.h"
#include "plan.h"
#include "plan_nics.h"

static bool portal_said(const struct plan_target *t)
{
	return t->portal.addr.family || t->host[0];
}

static bool name_and_secret(const char *name, const struct secret *secret)
{
	return *name && secret->len;
}

/* One direction's pair, from who comes next in precedence, where half of it is
 * missing. */
static void complete(char *name, struct secret *secret, const char *from_name,
		     const struct secret *from)
{
	if (!*name)
		copy_string(name, CHAP_NAME_MAX + 1, from_name);
	if (!secret->len)
		*secret = *from;
}

static bool same_account(const struct chap_account *a,
			 const struct chap_account *b)
{
	return !strcmp(a->name, b->name) &&
	       secret_equal(&a->secret, &b->secret);
}

/* An account that goes behind the one the target has: it completes, or it is
 * not used. */
static void add_account(struct plan *plan, struct plan_target *t,
			const struct chap_account *a, enum source source)
{
	struct chap_account *have = &t->account;
	bool half = !name_and_secret(have->name, &have->secret);
	bool half_reverse = !have->reverse_name[0] !=
			    !have->reverse_secret.len;

	if (chap_account_empty(have)) {
		*have = *a;
		t->from.account = source;
		return;
	}
	if (half)
		complete(have->name, &have->secret, a->name, &a->secret);
	if (half_reverse)
		complete(have->reverse_name, &have->reverse_secret,
			 a->reverse_name, &a->reverse_secret);
	if (!half && !half_reverse && a->name[0] && !same_account(have, a))
		remark_ignored(&plan->remarks, "CHAP account",
			       "%.20s: %s has another for %.80s, and goes before",
			       source_name(source),
			       source_words(t->from.account), t->name);
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
		if (from == s)
			add_account(plan, t, &own, s);
		for (int all = 0; all <= 1; all++)
			for (size_t i = 0; i < plan->account_count; i++) {
				const struct plan_account *a =
					&plan->accounts[i];

				if (a->source == s &&
				    (all ? !a->said.target[0] :
				     name_same(a->said.target, t->name)))
					add_account(plan, t,
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
			     "%.100s: mutual CHAP needs both the target's name and its secret",
			     t->name);
	if (a->reverse_secret.len && !a->secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: mutual CHAP needs our own name and secret as well",
			     t->name);
	if (a->secret.len && secret_equal(&a->secret, &a->reverse_secret))
		return fault(f, STAGE_PLAN, EACCES,
			     "%.100s: initiator and target have the same CHAP secret, which makes mutual authentication worthless (RFC 7143 9.2.1): give the target another one",
			     t->name);
	return 0;
}

static void warn_if_weak(struct plan *plan, const struct plan_target *t,
			 const struct secret *secret, const char *whose)
{
	char portal[PORTAL_TEXT_SIZE];

	if (secret_weak(secret))
		remark_warning(&plan->remarks,
			       t->name[0] ? t->name : t->host[0] ? t->host :
			       portal_text(&t->portal, portal),
			       "%s is shorter than 12 bytes and can be guessed: take a longer one (RFC 7143 9.2.1)",
			       whose);
}

/* RFC 7143 9.2.1 asks for 96 bits.  Real targets have less, and boot. */
static void warn_of_weak_secrets(struct plan *plan,
				 const struct plan_target *t)
{
	warn_if_weak(plan, t, &t->account.secret, "the CHAP secret");
	warn_if_weak(plan, t, &t->account.reverse_secret,
		     "the target's CHAP secret");
}

static int check_target(struct plan *plan, const struct plan_target *t,
			bool discovery, struct fault *f)
{
	char portal[PORTAL_TEXT_SIZE];
	const char *odd;

	if (!portal_said(t))
		return fault(f, STAGE_PLAN, EINVAL,
			     "target %.100s: nothing says its address: give -a, netroot= or iscsi_target_ip=",
			     t->name);
	if (!t->name[0] && !discovery)
		return fault(f, STAGE_PLAN, EINVAL,
			     "the target at %.80s: nothing says its name: give -t, netroot= or iscsi_target_name=",
			     t->host[0] ? t->host :
			     portal_text(&t->portal, portal));
	odd = t->name[0] && t->from.name != SOURCE_IBFT ? name_odd(t->name) :
							   NULL;
	if (odd)
		remark_warning(&plan->remarks, t->name, "this name is %s",
			       odd);
	warn_of_weak_secrets(plan, t);
	return check_account(t, f);
}

int plan_finish(struct plan *plan, bool discovery, struct fault *f)
{
	int rc = 0;

	if (!plan->target_count)
		return fault(f, STAGE_PLAN, ENODATA,
			     "nothing to boot: neither options, command line, iBFT, DHCP nor files name a target");
	for (size_t i = 0; !rc && i < plan->target_count; i++) {
		find_account(plan, &plan->targets[i]);
		rc = check_target(plan, &plan->targets[i], discovery, f);
	}
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
