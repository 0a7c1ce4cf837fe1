// SPDX-License-Identifier: GPL-2.0-or-later
/* The targets of the plan whose portal is a host name. */
#include "resolve_plan.h"

#include <errno.h>

#include "log.h"

#define RESOLV_CONF "/etc/resolv.conf"

/* Milliseconds.  A name that nobody answers for must not hold up the targets
 * that are there. */
#define OTHERS_MS 5000
#define ANNOUNCE_MS 2000

static void add_server(struct resolve_servers *s, const struct addr *a)
{
	for (size_t i = 0; i < s->count; i++)
		if (addr_equal(&s->list[i], a))
			return;
	if (a->family && s->count < RESOLVE_SERVERS_MAX)
		s->list[s->count++] = *a;
}

/* Words, of which each is added once. */
static void add_search(struct resolve_servers *s, const char *words)
{
	while (*(words += strspn(words, " \t"))) {
		size_t n = strcspn(words, " \t"), have = strlen(s->search);
		const char *at = s->search;

		while (*at && (strncmp(at, words, n) ||
			       (at[n] && at[n] != ' '))) {
			at += strcspn(at, " ");
			at += *at == ' ';
		}
		if (!*at && have + 1 + n < sizeof(s->search)) {
			if (have)
				s->search[have++] = ' ';
			memcpy(s->search + have, words, n);
			s->search[have + n] = '\0';
		}
		words += n;
	}
}

/* A line of resolv.conf(5): of several search lines the last holds. */
static void take_line(void *arg, const char *line)
{
	struct resolve_servers *s = arg;
	char text[ADDR_TEXT_SIZE];
	size_t word = strcspn(line, " \t");
	const char *value = line + word + strspn(line + word, " \t");
	struct addr a;

	if (word == 10 && !strncmp(line, "nameserver", word)) {
		copy_string(text, sizeof(text), value);
		text[strcspn(text, " \t")] = '\0';
		if (!addr_parse(text, &a))
			add_server(s, &a);
	} else if (word == 6 && (!strncmp(line, "search", word) ||
				 !strncmp(line, "domain", word))) {
		s->search[0] = '\0';
		add_search(s, value);
	}
}

void resolve_plan_servers(const struct sys *sys, const struct plan *plan,
			  struct resolve_servers *servers)
{
	memset(servers, 0, sizeof(*servers));
	for (size_t i = 0; i < plan->dns_count; i++)
		add_server(servers, &plan->dns[i]);
	for (size_t i = 0; i < plan->nic_count; i++) {
		const struct plan_nic *nic = &plan->nics[i];

		for (size_t j = 0; j < nic->dns_count; j++)
			add_server(servers, &nic->dns[j]);
	}
	if (!servers->count)
		sys->read_lines(sys, RESOLV_CONF, take_line, servers);
	for (size_t i = 0; i < plan->nic_count; i++)
		add_search(servers, plan->nics[i].search);
}

/* Each host once, whatever number of targets it has. */
struct lookups {
	const struct sys *sys;
	struct resolve_servers servers;
	struct resolve list[PLAN_TARGETS_MAX];
	size_t count;
	size_t of[PLAN_TARGETS_MAX];	/* a target's in the list */
	uint64_t began;
	bool announced;
};

static bool wanted(const struct plan_target *t)
{
	return t->host[0] && t->portal.addr.family == ADDR_NONE;
}

static void begin(struct lookups *l, const struct plan *plan,
		  uint64_t deadline)
{
	for (size_t i = 0; i < plan->target_count; i++) {
		const struct plan_target *t = &plan->targets[i];
		size_t n = 0;

		if (!wanted(t))
			continue;
		while (n < l->count && strcasecmp(l->list[n].host, t->host))
			n++;
		l->of[i] = n;
		if (n < l->count)
			continue;
		resolve_start(&l->list[n], l->sys, &l->servers, t->host,
			      deadline);
		l->count++;
	}
}

/* Whether one target can be tried, and whether a host is still awaited. */
static void look(const struct lookups *l, const struct plan *plan,
		 bool *address, bool *pending)
{
	*address = *pending = false;
	for (size_t i = 0; i < plan->target_count; i++)
		if (!wanted(&plan->targets[i]))
			*address |= plan->targets[i].portal.addr.family != 0;
	for (size_t i = 0; i < l->count; i++) {
		*address |= l->list[i].state == RESOLVE_DONE;
		*pending |= l->list[i].state == RESOLVE_PENDING;
	}
}

static void announce(struct lookups *l, uint64_t until)
{
	uint64_t now = l->sys->now(l->sys);

	l->announced = true;
	for (size_t i = 0; i < l->count; i++)
		if (l->list[i].state == RESOLVE_PENDING && until > now)
			log_line(l->sys, STAGE_CONNECT, NULL,
				 "waiting for the address of %.150s, at most %u s more",
				 l->list[i].host,
				 (unsigned int)((until - now + 999) / 1000));
}

/* Until something comes, or until then. */
static int wait_once(struct lookups *l, uint64_t until)
{
	struct sys_wait w[PLAN_TARGETS_MAX * RESOLVE_QUERIES];
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < l->count; i++) {
		uint64_t due;

		if (l->list[i].state != RESOLVE_PENDING)
			continue;
		due = resolve_waits(&l->list[i], &w[n]);
		n += RESOLVE_QUERIES;
		if (due < until)
			until = due;
	}
	rc = l->sys->wait(l->sys, w, n, until);
	for (size_t i = 0; i < l->count; i++)
		resolve_advance(&l->list[i]);
	return rc < 0 ? rc : 0;
}

static int wait_for_all(struct lookups *l, const struct plan *plan,
			struct fault *f)
{
	bool address, pending;
	int rc = 0;

	for (look(l, plan, &address, &pending); pending && !rc;
	     look(l, plan, &address, &pending)) {
		uint64_t until = address ? l->began + OTHERS_MS :
					   l->list[0].deadline;
		uint64_t say = l->announced ? SYS_FOREVER :
					      l->began + ANNOUNCE_MS;
		uint64_t now = l->sys->now(l->sys);

		if (until > l->list[0].deadline)
			until = l->list[0].deadline;
		if (now >= say)
			announce(l, until);
		if (now < until) {
			rc = wait_once(l, say > now && say < until ? say :
								     until);
			continue;
		}
		for (size_t i = 0; i < l->count; i++)
			resolve_abandon(&l->list[i]);
	}
	return rc ? fault(f, STAGE_CONNECT, -rc, "cannot wait: %s",
			  errno_words(-rc).text) : 0;
}

/* The first address of each target, before any has a second one. */
static void take_first(struct lookups *l, struct plan *plan)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->target_count; i++) {
		struct plan_target *t = &plan->targets[i];
		const struct resolve *r = NULL;

		if (wanted(t))
			r = &l->list[l->of[i]];
		if (r && r->state != RESOLVE_DONE) {
			log_line(l->sys, r->fault.stage, NULL,
				 "%s; going on without %.100s", r->fault.text,
				 t->name[0] ? t->name : "this target");
			continue;
		}
		if (r)
			t->portal.addr = r->addrs[0];
		l->of[kept] = r ? l->of[i] : l->count;
		if (kept != i)
			plan->targets[kept] = *t;
		kept++;
	}
	/* They may have had secrets. */
	wipe(&plan->targets[kept],
	     (plan->target_count - kept) * sizeof(plan->targets[0]));
	plan->target_count = kept;
}

static void take_further(const struct lookups *l, struct plan *plan)
{
	size_t first = plan->target_count;

	for (size_t n = 1; n < RESOLVE_ADDRS_MAX; n++)
		for (size_t i = 0; i < first; i++) {
			struct plan_target *t;

			if (l->of[i] == l->count ||
			    n >= l->list[l->of[i]].count ||
			    plan->target_count == PLAN_TARGETS_MAX)
				continue;
			t = &plan->targets[plan->target_count++];
			*t = plan->targets[i];
			t->portal.addr = l->list[l->of[i]].addrs[n];
		}
}

/* The first host's fault ends the boot, the others' are to be read too. */
static int fail(struct lookups *l, struct fault *f)
{
	const struct fault *first = &l->list[0].fault;

	for (size_t i = 1; i < l->count; i++)
		log_fault(l->sys, NULL, &l->list[i].fault);
	return fault(f, first->stage, first->err, "%s", first->text);
}

int resolve_plan(const struct sys *sys, struct plan *plan, uint64_t deadline,
		 struct fault *f)
{
	struct lookups l;
	bool address, pending;
	size_t names = 0;
	int rc;

	for (size_t i = 0; i < plan->target_count; i++)
		names += wanted(&plan->targets[i]);
	if (!names)
		return 0;
	memset(&l, 0, sizeof(l));
	l.sys = sys;
	l.began = sys->now(sys);
	resolve_plan_servers(sys, plan, &l.servers);
	begin(&l, plan, deadline);
	rc = wait_for_all(&l, plan, f);
	for (size_t i = 0; i < l.count; i++)
		resolve_abandon(&l.list[i]);
	if (rc)
		return rc;
	look(&l, plan, &address, &pending);
	if (!address)
		return fail(&l, f);
	take_first(&l, plan);
	take_further(&l, plan);
	return 0;
}
