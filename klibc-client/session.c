// SPDX-License-Identifier: GPL-2.0-or-later
/* One session of the boot. */
#include "session.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "path.h"
#include "retry.h"

/* Milliseconds.  An answer that takes longer than these does not come. */
#define CONNECT_MS 10000
#define RESOLVE_MS 10000
#define DISK_MS 30000
#define ANNOUNCE_MS 2000

/* How long the target may take, at most. */
static uint64_t state_ms(const struct session *s, enum session_state state)
{
	if (state == SESSION_LOGIN)
		return (uint64_t)s->settings->login_timeout * 1000;
	if (state == SESSION_RESOLVE)
		return RESOLVE_MS;
	return state == SESSION_CONNECT ? CONNECT_MS : DISK_MS;
}

static void enter(struct session *s, enum session_state state, uint64_t ms)
{
	s->state = state;
	s->due = s->sys->now(s->sys) + ms;
	s->announced = false;
}

void session_init(struct session *s, const struct sys *sys,
		  const struct plan *plan, const struct plan_target *target,
		  const struct settings *settings, struct kernel *kernel,
		  struct chap_history *history,
		  const struct resolve_servers *servers, uint64_t deadline,
		  bool once)
{
	memset(s, 0, sizeof(*s));
	s->sys = sys;
	s->plan = plan;
	s->target = target;
	s->settings = settings;
	memcpy(s->algorithms, settings->chap_algorithms,
	       sizeof(s->algorithms));
	s->kernel = kernel;
	s->history = history;
	s->servers = servers;
	s->deadline = deadline;
	s->once = once;
	s->portal = s->home = target->portal;
	s->fd = s->scan.child = -1;
	transport_kernel_init(&s->transport, &s->handoff);
	enter(s, SESSION_RETRY, 0);
}

static void drop(struct session *s)
{
	handoff_destroy(&s->handoff);
	resolve_abandon(&s->resolve);
	chap_end(&s->login.chap);
	s->sys->close(s->sys, s->fd);
	s->sys->close(s->sys, s->scan.child);
	s->fd = s->scan.child = -1;
}

/* This try ended; s->fault says why.  Try again where that can help. */
static void try_failed(struct session *s)
{
	uint64_t now = s->sys->now(s->sys);

	drop(s);
	s->portal = s->home;
	s->redirect.count = 0;
	if (s->login.mistook && chap_drop_sha256(s->algorithms)) {
		s->login.mistook = false;
		s->fault.err = 0;
		enter(s, SESSION_RETRY, 0);
		return;
	}
	s->tries++;
	if (s->once || s->already || !fault_may_pass(s->fault.err) ||
	    now >= s->deadline) {
		s->state = SESSION_FAILED;
		return;
	}
	/* Said once, not at every try. */
	if (s->before.err != s->fault.err)
		log_line(s->sys, s->fault.stage, &s->portal,
			 "%s; trying again for at most %u s", s->fault.text,
			 (unsigned int)((s->deadline - now + 999) / 1000));
	s->before = s->fault;
	enter(s, SESSION_RETRY, retry_delay(s->sys, s->tries));
}

static void begin_connect(struct session *s)
{
	struct sys_from from;
	int rc;

	s->fault.err = 0;
	timeline_begin(&s->timeline, s->sys, STAGE_CONNECT);
	s->fd = s->sys->connect(s->sys, &s->portal,
				path_from(s->plan, s->target, &s->portal,
					  &from));
	if (s->fd >= 0) {
		enter(s, SESSION_CONNECT, state_ms(s, SESSION_CONNECT));
		return;
	}
	rc = s->fd;
	fault(&s->fault, STAGE_CONNECT, -rc, "cannot connect: %s",
	      errno_words(-rc).text);
	try_failed(s);
}

/* Make the kernel's session and send the first PDU. */
static int begin_login(struct session *s)
{
	const struct plan_target *t = s->target;
	struct fault *f = &s->fault;
	struct pdu pdu;
	int rc;

	timeline_end(&s->timeline, s->sys, STAGE_CONNECT);
	timeline_begin(&s->timeline, s->sys, STAGE_LOGIN);
	rc = handoff_create(&s->handoff, s->kernel, s->settings, f);
	transport_kernel_init(&s->transport, &s->handoff);
	if (!rc)
		rc = handoff_bind(&s->handoff, s->fd, s->plan, t, &s->home, f);
	if (rc)
		return rc;
	/* The kernel is told only of what happens from now on. */
	if (s->sys->hung_up(s->sys, s->fd))
		return fault(f, STAGE_LOGIN, ECONNRESET,
			     "the target closed the connection at once: does it serve this machine's address?");
	/* The kernel holds the connection now. */
	s->sys->close(s->sys, s->fd);
	s->fd = -1;
	s->config = (struct login_config){
		.initiator_name = s->plan->initiator_name,
		.target_name = t->name,
		.account = t->account.secret.len ? &t->account : NULL,
		.algorithms = s->algorithms,
		.offer = &s->settings->offer,
		.history = s->history,
	};
	handoff_isid(s->handoff.sid, s->config.isid);
	if (t->account.reverse_secret.len)
		rc = s->sys->random(s->sys, SYS_SECRET, s->config.random,
				    sizeof(s->config.random));
	if (rc)
		return fault(f, STAGE_LOGIN, -rc, "no random numbers: %s",
			     errno_words(-rc).text);
	login_begin(&s->login, &s->config, &pdu);
	enter(s, SESSION_LOGIN, state_ms(s, SESSION_LOGIN));
	return s->transport.transport.send(&s->transport.transport, &pdu, f);
}

static void take_connected(struct session *s)
{
	int rc = s->sys->connected(s->sys, s->fd);

	if (rc == -ECONNREFUSED)
		fault(&s->fault, STAGE_CONNECT, ECONNREFUSED,
		      "connection refused: is the target running on this port?");
	else if (rc)
		fault(&s->fault, STAGE_CONNECT, -rc, "cannot connect: %s",
		      errno_words(-rc).text);
	else
		rc = begin_login(s);
	if (rc)
		try_failed(s);
}

static void begin_scan(struct session *s)
{
	const uint8_t *lun = s->target->lun_known ? s->target->lun : NULL;

	timeline_begin(&s->timeline, s->sys, STAGE_SCAN);
	scan_init(&s->scan, s->sys, s->handoff.host_no, s->handoff.sid, lun);
	enter(s, SESSION_SCAN, state_ms(s, SESSION_SCAN));
	if (s->already && scan_find(&s->scan))
		s->state = SESSION_UP;
	else if (scan_begin(&s->scan, &s->fault))
		try_failed(s);
}

void session_adopt(struct session *s, uint32_t sid, uint32_t host_no)
{
	s->already = true;
	s->handoff = (struct handoff){ .kernel = s->kernel, .sid = sid,
				       .host_no = host_no };
	begin_scan(s);
}

static void login_done(struct session *s)
{
	const struct params *p = &s->login.params;
	uint32_t tpgt = p->target_portal_group_tag;
	int rc;

	timeline_end(&s->timeline, s->sys, STAGE_LOGIN);
	timeline_begin(&s->timeline, s->sys, STAGE_HANDOFF);
	if (tpgt == TPGT_UNKNOWN)
		tpgt = s->target->tpgt == TPGT_UNKNOWN ? 1 : s->target->tpgt;
	rc = handoff_start(&s->handoff, p, tpgt, s->login.statsn + 1,
			   &s->fault);
	timeline_end(&s->timeline, s->sys, STAGE_HANDOFF);
	if (rc)
		try_failed(s);
	else
		begin_scan(s);
}

/* The target moved; moved_to is known. */
static void follow(struct session *s)
{
	char to[PORTAL_TEXT_SIZE];

	log_line(s->sys, STAGE_LOGIN, &s->portal, "the target moved to %s",
		 portal_text(&s->login.moved_to, to));
	if (redirect_follow(&s->redirect, &s->portal, &s->login.moved_to,
			    &s->fault)) {
		try_failed(s);
		return;
	}
	if (s->login.moved_for_good)
		s->home = s->portal;
	drop(s);
	begin_connect(s);
}

/* It moved to a host name. */
static void look_up(struct session *s)
{
	enter(s, SESSION_RESOLVE, state_ms(s, SESSION_RESOLVE));
	resolve_start(&s->resolve, s->sys, s->servers, s->login.moved_host,
		      s->due < s->deadline ? s->due : s->deadline);
}

static void advance_resolve(struct session *s)
{
	resolve_advance(&s->resolve);
	if (s->resolve.state == RESOLVE_FAILED) {
		s->fault = s->resolve.fault;
		try_failed(s);
	} else if (s->resolve.state == RESOLVE_DONE) {
		s->login.moved_to.addr = s->resolve.addrs[0];
		follow(s);
	}
}

/* Take the responses that have come. */
static void advance_login(struct session *s)
{
	struct transport *t = &s->transport.transport;
	struct pdu in, out;
	int rc;

	for (;;) {
		rc = t->receive(t, &in, &s->fault);
		if (!rc)
			return;
		if (rc > 0)
			rc = login_take(&s->login, &in, &out, &s->fault);
		if (rc == LOGIN_SEND)
			rc = t->send(t, &out, &s->fault);
		else if (rc == LOGIN_DONE)
			return login_done(s);
		else if (rc == LOGIN_MOVED)
			return s->login.moved_host[0] ? look_up(s) : follow(s);
		if (rc < 0)
			return try_failed(s);
	}
}

static void advance_scan(struct session *s, bool ready)
{
	if (ready && s->scan.child >= 0 && scan_end(&s->scan, &s->fault)) {
		/* No other try will find the disk.  A session that was there
		 * before us stays. */
		drop(s);
		s->state = SESSION_FAILED;
		return;
	}
	if (!scan_done(&s->scan))
		return;
	timeline_end(&s->timeline, s->sys, STAGE_SCAN);
	s->state = SESSION_UP;
}

/* The state's time, or the whole boot's, is up. */
static void take_timeout(struct session *s)
{
	static const struct {
		enum stage stage;
		const char *text;
	} silent[] = {
		[SESSION_RESOLVE] = { STAGE_CONNECT,
			"the DNS servers do not answer" },
		[SESSION_CONNECT] = { STAGE_CONNECT,
			"no answer: is the address right, and does a firewall drop packets?" },
		[SESSION_LOGIN] = { STAGE_LOGIN,
			"connected, but the login is not answered" },
		[SESSION_SCAN] = { STAGE_SCAN,
			"logged in, but the disk does not appear" },
	};
	bool over = s->sys->now(s->sys) >= s->deadline;

	if (s->state == SESSION_RETRY && !over) {
		begin_connect(s);
		return;
	}
	/* What ended the last try tells more than that the time ended this
	 * one half way. */
	if (over && s->before.err)
		s->fault = s->before;
	if (s->state == SESSION_RETRY)
		fault(&s->fault, STAGE_CONNECT, ETIMEDOUT,
		      "no time is left to connect");
	else
		fault(&s->fault, silent[s->state].stage, ETIMEDOUT, "%s",
		      silent[s->state].text);
	try_failed(s);
}

static void announce(struct session *s)
{
	static const char *const what[] = {
		[SESSION_RESOLVE] = "the DNS servers",
		[SESSION_CONNECT] = "the portal's answer",
		[SESSION_LOGIN] = "the answer to the login",
		[SESSION_SCAN] = "the disk",
	};
	static const enum stage stages[] = {
		[SESSION_RESOLVE] = STAGE_CONNECT,
		[SESSION_CONNECT] = STAGE_CONNECT,
		[SESSION_LOGIN] = STAGE_LOGIN,
		[SESSION_SCAN] = STAGE_SCAN,
	};
	uint64_t until = s->due < s->deadline ? s->due : s->deadline;
	uint64_t now = s->sys->now(s->sys);

	s->announced = true;
	log_line(s->sys, stages[s->state], &s->portal,
		 "waiting for %s, at most %u s more", what[s->state],
		 (unsigned int)((until - now + 999) / 1000));
}

/* When to say that we wait: each waiting state lasts longer than that. */
static uint64_t announce_at(const struct session *s)
{
	if (s->announced || s->state == SESSION_RETRY)
		return SYS_FOREVER;
	return s->due - state_ms(s, s->state) + ANNOUNCE_MS;
}

bool session_connected(const struct session *s)
{
	return s->state == SESSION_LOGIN || s->state == SESSION_SCAN;
}

bool session_open(const struct session *s)
{
	return s->state < SESSION_UP;
}

uint64_t session_waits(const struct session *s,
		       struct sys_wait w[SESSION_WAITS])
{
	uint64_t until = s->due < s->deadline ? s->due : s->deadline;
	uint64_t say = announce_at(s);

	w[0] = w[1] = (struct sys_wait){ .fd = -1 };
	if (s->state == SESSION_RESOLVE) {
		uint64_t answer = resolve_waits(&s->resolve, w);

		until = answer < until ? answer : until;
	}
	/* It came in front of the kernel's reply to a request, of this session
	 * or another, and was taken with it. */
	if (s->state == SESSION_LOGIN && transport_kernel_ready(&s->transport))
		return s->sys->now(s->sys);
	if (s->state == SESSION_CONNECT)
		w[0] = (struct sys_wait){ .fd = s->fd, .write = true };
	if (s->state == SESSION_SCAN)
		w[0].fd = s->scan.child;
	return say < until ? say : until;
}

void session_advance(struct session *s, bool ready)
{
	uint64_t now;

	if (s->state == SESSION_CONNECT && ready)
		take_connected(s);
	else if (s->state == SESSION_RESOLVE)
		advance_resolve(s);
	else if (s->state == SESSION_LOGIN)
		advance_login(s);
	else if (s->state == SESSION_SCAN)
		advance_scan(s, ready);
	if (!session_open(s))
		return;
	now = s->sys->now(s->sys);
	if (now >= s->due || now >= s->deadline)
		take_timeout(s);
	else if (now >= announce_at(s))
		announce(s);
}

void session_abandon(struct session *s)
{
	if (!session_open(s))
		return;
	if (s->before.err)
		s->fault = s->before;
	fault(&s->fault, STAGE_CONNECT, ETIMEDOUT,
	      "given up: another path was faster");
	drop(s);
	s->state = SESSION_FAILED;
}
