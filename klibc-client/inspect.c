// SPDX-License-Identifier: GPL-2.0-or-later
/* --probe and --discover. */
#include "inspect.h"

#include "log.h"
#include "nics.h"
#include "resolve_plan.h"
#include "retry.h"

/* A target that always has something more to say. */
#define TRY_MS 600000

/* What the receive buffer of our own socket holds. */
#define SEGMENT LOGIN_DATA_MAX

/* An ISID of the random format (RFC 7143 11.12.5): a probe must not take the
 * place of a session that runs under the same initiator name. */
static void draw_isid(const struct sys *sys, uint8_t isid[6])
{
	memset(isid, 0, 6);
	isid[0] = 0x80;
	if (sys->random(sys, SYS_JITTER, isid + 1, 3))
		isid[3] = (uint8_t)sys->now(sys);
}

static void configure(struct inspect *i, const struct plan_target *t)
{
	const struct settings *settings = i->settings;
	bool discovery = i->options->action == ACTION_DISCOVER;

	i->offer = settings->offer;
	i->offer.max_recv_data_segment_length = SEGMENT;
	/* Lists of targets need none, and tgt has none for them. */
	if (discovery)
		i->offer.header_digest = i->offer.data_digest = OFFER_NONE;
	i->config = (struct login_config){
		.initiator_name = i->plan->initiator_name,
		.target_name = t->name,
		.discovery = discovery,
		.account = t->account.secret.len ? &t->account : NULL,
		.algorithms = settings->chap_algorithms,
		.history = &i->history,
		.offer = &i->offer,
	};
	draw_isid(i->sys, i->config.isid);
}

static int look(struct inspect *i, const struct plan_target *t,
		uint64_t deadline, struct fault *f)
{
	const struct sys *sys = i->sys;
	bool discovery = i->options->action == ACTION_DISCOVER;
	struct connection *c = discovery ? &i->connection :
					   &i->probe.connection;
	uint64_t end = sys->now(sys) + TRY_MS;

	if (nics_find(sys, i->plan, t, f))
		return -f->err;
	if (end > deadline)
		end = deadline;
	c->servers = &i->servers;
	c->plan = i->plan;
	c->target = t;
	if (discovery)
		return discover_run(c, sys, &t->portal, &i->config, end,
				    i->options->json, f);
	return probe_run(&i->probe, sys, &t->portal, &i->config, end,
			 i->options->json, t->lun_known ? t->lun : NULL, f);
}

/* Until it can be looked at, or nothing can mend it, or the time is over.
 * Once something is printed there is no second try. */
static int try(struct inspect *i, const struct plan_target *t,
	       uint64_t deadline, struct fault *f)
{
	const struct sys *sys = i->sys;
	unsigned int tries = 0;
	uint64_t again;

	configure(i, t);
	for (;;) {
		f->err = 0;
		if (!look(i, t, deadline, f))
			return 0;
		again = sys->now(sys) + retry_delay(sys, ++tries);
		if (!i->options->wait || !fault_may_pass(f->err) ||
		    f->stage == STAGE_SESSION || again >= deadline)
			break;
		if (tries == 1)
			log_line(sys, f->stage, &t->portal,
				 "%s; trying again for at most %u s", f->text,
				 (unsigned int)((deadline - again + 999) / 1000));
		while (sys->now(sys) < again)
			sys->wait(sys, NULL, 0, again);
	}
	log_fault(sys, &t->portal, f);
	return -f->err;
}

/* Those that are left share the time: one that is silent must not take the
 * others' as well, which would then be called silent too. */
static uint64_t share(const struct sys *sys, uint64_t deadline, size_t left)
{
	uint64_t now = sys->now(sys);

	return now < deadline ? now + (deadline - now) / left : deadline;
}

int inspect_run(struct inspect *i, const struct sys *sys,
		const struct options *options,
		const struct settings *settings, struct plan *plan,
		struct fault *f)
{
	uint64_t deadline = SYS_FOREVER;

	i->sys = sys;
	i->options = options;
	i->settings = settings;
	i->plan = plan;
	memset(&i->history, 0, sizeof(i->history));
	resolve_plan_servers(sys, plan, &i->servers);
	if (options->wait)
		deadline = sys->now(sys) + (uint64_t)options->wait * 1000;
	for (size_t n = 0; n < plan->target_count; n++) {
		struct fault one = { .err = 0 };
		uint64_t end = share(sys, deadline, plan->target_count - n);

		if (try(i, &plan->targets[n], end, &one) && !f->err)
			*f = one;
	}
	return -f->err;
}
