// SPDX-License-Identifier: GPL-2.0-or-later
/* A host name to addresses. */
#include "resolve.h"

#include <errno.h>
#include <stdio.h>

#include "resolve_query.h"

/* Milliseconds.  An answer takes as long as the server has to ask others; in
 * the first round it is more likely lost. */
#define ROUND_MS 1000
#define ROUNDS_GROW 2			/* so often it doubles */
#define WHOLE_MS 20000

/* A server that is there and denies what the host most likely means need not
 * know about the rest: dnsmasq refuses single labels. */
#define REST_ROUNDS 3

#define CANDIDATES_MAX 16

static uint64_t round_ms(const struct resolve *r)
{
	return (uint64_t)ROUND_MS << (r->round < ROUNDS_GROW ? r->round :
							       ROUNDS_GROW);
}

static void finish(struct resolve *r, enum resolve_state state)
{
	for (int i = 0; i < RESOLVE_QUERIES; i++)
		query_close(r, &r->queries[i]);
	r->state = state;
}

/* The nth search domain into name; false: there is none. */
static bool search_domain(const struct resolve *r, int n, char *name,
			  size_t size)
{
	const char *s = r->servers->search;

	for (; n && *s; n--) {
		s += strcspn(s, " ");
		s += *s == ' ';
	}
	copy_string(name, size, s);
	name[strcspn(name, " ")] = '\0';
	return *name;
}

/* The host as it is, without the last dot.  False: it does not fit. */
static bool plain_name(struct resolve *r)
{
	char text[sizeof(r->host)];
	size_t n = strlen(r->host);

	copy_string(text, sizeof(text), r->host);
	if (n && text[n - 1] == '.')
		text[n - 1] = '\0';
	return copy_string(r->name, sizeof(r->name), text);
}

/* The name that the host means when the candidate is right: one with a dot as
 * it is, else in the search domains; one without the other way round.  False:
 * that is no name. */
static bool candidate_name(struct resolve *r, int candidate)
{
	bool dotted = strchr(r->host, '.');
	int as_it_is = dotted ? 0 : r->candidates - 1;
	char domain[DNS_NAME_MAX + 2], whole[2 * DNS_NAME_MAX + 4];

	if (candidate == as_it_is)
		return plain_name(r);
	search_domain(r, candidate - dotted, domain, sizeof(domain));
	snprintf(whole, sizeof(whole), "%s.%s", r->host, domain);
	return copy_string(r->name, sizeof(r->name), whole) &&
	       !dns_name_wrong(r->name);
}

static int count_candidates(const struct resolve *r)
{
	char domain[DNS_NAME_MAX + 2];
	int n = 0;

	/* The last dot says that nothing comes behind it. */
	if (r->host[strlen(r->host) - 1] == '.')
		return 1;
	while (n < CANDIDATES_MAX - 1 &&
	       search_domain(r, n, domain, sizeof(domain)))
		n++;
	return n + 1;
}

/* Of the server whose turn it is: all that is not known yet, at once. */
static void ask_server(struct resolve *r)
{
	r->due = r->sys->now(r->sys) + round_ms(r);
	for (int i = 0; i < RESOLVE_QUERIES; i++)
		if (!r->queries[i].result)
			query_ask(r, &r->queries[i]);
}

/* Every server that could be asked said no. */
static void fail_denied(struct resolve *r)
{
	struct fault *f = &r->fault;
	char by[ADDR_TEXT_SIZE], text[ADDR_TEXT_SIZE];

	addr_text(&r->servers->list[r->denied_by], by);
	if (r->unusable.family)
		fault(f, STAGE_CONNECT, EDESTADDRREQ,
		      "%s: its address is %s (%s says so), which no portal can have",
		      r->host, addr_text(&r->unusable, text), by);
	else if (r->exists)
		fault(f, STAGE_CONNECT, EDESTADDRREQ,
		      "%s: this host has no address (%s says so)", r->host, by);
	else if (r->candidates > 1)
		fault(f, STAGE_CONNECT, EDESTADDRREQ,
		      "%s: no such host, nor with the search domain %.200s (%s says so)",
		      r->host, r->servers->search, by);
	else
		fault(f, STAGE_CONNECT, EDESTADDRREQ,
		      "%s: no such host (%s says so)", r->host, by);
	finish(r, RESOLVE_FAILED);
}

static void next_candidate(struct resolve *r)
{
	while (++r->candidate < r->candidates) {
		if (r->denied & 1U << r->candidate)
			continue;
		if (!candidate_name(r, r->candidate)) {
			r->denied |= 1U << r->candidate;
			continue;
		}
		if (r->likely < 0)
			r->likely = r->candidate;
		for (int i = 0; i < RESOLVE_QUERIES; i++)
			r->queries[i].result = 0;
		r->tried = 0;
		ask_server(r);
		return;
	}
	if (r->denied == (1U << r->candidates) - 1 ||
	    ((r->denied & 1U << r->likely) && r->round + 1 >= REST_ROUNDS)) {
		fail_denied(r);
		return;
	}
	r->pause = true;
	r->due = r->round_began + round_ms(r);
}

static void begin_round(struct resolve *r)
{
	r->pause = false;
	r->round_began = r->sys->now(r->sys);
	r->candidate = -1;
	next_candidate(r);
}

/* Both answers are there: the addresses, or that there are none. */
static bool settled(const struct resolve *r)
{
	return r->queries[0].result && r->queries[1].result;
}

/* Both families get half of the room when both need it. */
static void take_addresses(struct resolve *r)
{
	const int half = RESOLVE_ADDRS_MAX / 2;
	int n[RESOLVE_QUERIES];

	for (int i = 0; i < RESOLVE_QUERIES; i++)
		n[i] = r->queries[i].result > 0 ? r->queries[i].result : 0;
	if (n[0] > half && n[0] + n[1] > RESOLVE_ADDRS_MAX)
		n[0] = n[1] < half ? RESOLVE_ADDRS_MAX - n[1] : half;
	if (n[0] + n[1] > RESOLVE_ADDRS_MAX)
		n[1] = RESOLVE_ADDRS_MAX - n[0];
	for (int i = 0; i < RESOLVE_QUERIES; i++)
		for (int j = 0; j < n[i]; j++)
			r->addrs[r->count++] = r->queries[i].addrs[j];
}

/* There is no address of this name.  Who was sure of it is asked first from
 * now on. */
static void deny(struct resolve *r)
{
	r->denied |= 1U << r->candidate;
	r->denied_by = r->server;
	for (int i = 0; i < RESOLVE_QUERIES; i++) {
		if (r->queries[i].result != -ENOENT)
			r->exists = true;
		if (r->queries[i].result == -EADDRNOTAVAIL)
			r->unusable = r->queries[i].addrs[0];
	}
	next_candidate(r);
}

/* This server's turn is over, or the pause. */
static void next(struct resolve *r)
{
	for (int i = 0; i < RESOLVE_QUERIES; i++)
		query_close(r, &r->queries[i]);
	if (r->pause) {
		r->round++;
		begin_round(r);
	} else if (r->queries[0].result > 0 || r->queries[1].result > 0) {
		take_addresses(r);
		finish(r, RESOLVE_DONE);
	} else if (settled(r)) {
		deny(r);
	} else {
		r->server = (r->server + 1) % r->servers->count;
		if (++r->tried < r->servers->count)
			ask_server(r);
		else
			next_candidate(r);
	}
}

void resolve_start(struct resolve *r, const struct sys *sys,
		   const struct resolve_servers *servers, const char *host,
		   uint64_t deadline)
{
	const char *wrong = "longer than 253 characters";

	memset(r, 0, sizeof(*r));
	r->sys = sys;
	r->servers = servers;
	r->began = sys->now(sys);
	r->deadline = deadline == SYS_FOREVER ? r->began + WHOLE_MS : deadline;
	r->queries[0] = (struct resolve_query){ .type = DNS_A, .fd = -1 };
	r->queries[1] = (struct resolve_query){ .type = DNS_AAAA, .fd = -1 };
	if (copy_string(r->host, sizeof(r->host), host) && plain_name(r))
		wrong = dns_name_wrong(r->name);
	if (wrong)
		fault(&r->fault, STAGE_CONNECT, EINVAL, "'%s' is %s", r->host,
		      wrong);
	else if (!servers->count)
		fault(&r->fault, STAGE_CONNECT, EDESTADDRREQ,
		      "%s: no DNS server is known: give nameserver= or an address instead of the name",
		      r->host);
	r->state = r->fault.err ? RESOLVE_FAILED : RESOLVE_PENDING;
	if (r->fault.err)
		return;
	r->candidates = count_candidates(r);
	r->likely = -1;
	begin_round(r);
	resolve_advance(r);
}

uint64_t resolve_waits(const struct resolve *r,
		       struct sys_wait w[RESOLVE_QUERIES])
{
	for (int i = 0; i < RESOLVE_QUERIES; i++) {
		const struct resolve_query *q = &r->queries[i];

		w[i] = (struct sys_wait){ .fd = -1 };
		if (r->state != RESOLVE_PENDING)
			continue;
		w[i].fd = q->fd;
		w[i].write = q->tcp && q->sent < q->len;
	}
	return r->due < r->deadline ? r->due : r->deadline;
}

/* Whether there is nothing more to wait for where we are. */
static bool over(const struct resolve *r, uint64_t now)
{
	if (now >= r->due)
		return true;
	return !r->pause && r->queries[0].fd < 0 && r->queries[1].fd < 0;
}

void resolve_advance(struct resolve *r)
{
	uint64_t now = r->sys->now(r->sys);

	for (int i = 0; i < RESOLVE_QUERIES; i++)
		if (r->state == RESOLVE_PENDING)
			query_advance(r, &r->queries[i]);
	while (r->state == RESOLVE_PENDING && over(r, now))
		next(r);
	if (r->state == RESOLVE_PENDING && now >= r->deadline)
		resolve_abandon(r);
}

/* Each server and what became of it, as "10.0.0.53 (no answer), ..."; only the
 * addresses when nothing came from any.  How many were silent. */
static size_t list_servers(const struct resolve *r, char *text, size_t size)
{
	size_t count = r->servers->count, silent = 0, n = 0;

	for (size_t i = 0; i < count; i++)
		silent += !r->trouble[i];
	text[0] = '\0';
	for (size_t i = 0; i < count && n < size; i++) {
		char addr[ADDR_TEXT_SIZE];
		struct errno_words words = errno_words(-r->trouble[i]);
		const char *became = words.text;

		if (!r->trouble[i])
			became = "no answer";
		if (r->trouble[i] == -EAGAIN)
			became = "it cannot say";
		n += (size_t)snprintf(text + n, size - n,
				      silent == count ? "%s%s" : "%s%s (%s)",
				      i ? ", " : "",
				      addr_text(&r->servers->list[i], addr),
				      became);
	}
	return silent;
}

void resolve_abandon(struct resolve *r)
{
	char servers[400];
	uint64_t ms;
	size_t silent;

	if (r->state != RESOLVE_PENDING)
		return;
	ms = r->sys->now(r->sys) - r->began;
	silent = list_servers(r, servers, sizeof(servers));
	fault(&r->fault, STAGE_CONNECT, silent ? ETIMEDOUT : EHOSTUNREACH,
	      "%.150s: no %s from the DNS server%s %s within %u s", r->host,
	      silent == r->servers->count ? "answer" : "address",
	      r->servers->count > 1 ? "s" : "", servers,
	      (unsigned int)((ms + 500) / 1000));
	finish(r, RESOLVE_FAILED);
}

int resolve_run(struct resolve *r, struct fault *f)
{
	while (r->state == RESOLVE_PENDING) {
		struct sys_wait w[RESOLVE_QUERIES];
		uint64_t until = resolve_waits(r, w);
		int rc = r->sys->wait(r->sys, w, RESOLVE_QUERIES, until);

		if (rc < 0) {
			fault(&r->fault, STAGE_CONNECT, -rc,
			      "%s: cannot wait: %s", r->host,
			      errno_words(-rc).text);
			finish(r, RESOLVE_FAILED);
		}
		resolve_advance(r);
	}
	if (r->state == RESOLVE_DONE)
		return 0;
	return fault(f, r->fault.stage, r->fault.err, "%s", r->fault.text);
}
