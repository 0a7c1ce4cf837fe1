/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources of a boot plan that say what a test wants them to. */
#ifndef SAYER_H
#define SAYER_H

#include "plan.h"
#include "test.h"

static inline struct said *say(struct said *said, struct plan *plan,
			enum source source)
{
	memset(said, 0, sizeof(*said));
	said->source = source;
	said->remarks = &plan->remarks;
	return said;
}

/* What a source says about one target; an empty text: nothing. */
static inline struct plan_target *say_target(struct said *said, const char *name,
				      const char *portal)
{
	struct plan_target *t = said_target(said, "test");

	copy_string(t->name, sizeof(t->name), name);
	if (*portal)
		portal_parse(portal, &t->portal);
	return t;
}

static inline void say_account(struct said *said, const char *target,
			const struct chap_account *account)
{
	struct said_account *a = &said->accounts[said->account_count++];

	copy_string(a->target, sizeof(a->target), target);
	a->account = *account;
}

#endif
