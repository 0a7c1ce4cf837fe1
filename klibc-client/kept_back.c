// SPDX-License-Identifier: GPL-2.0-or-later
/* The way back of a session whose connection was lost: to its portals, and
 * through the login. */
#include "kept_back.h"

#include <errno.h>

#include "kept_login.h"
#include "kept_reserve.h"
#include "log.h"
#include "retry.h"

/* Milliseconds.  A SYN is sent again after one second, then after two: a new
 * try every two finds a cable that is back sooner. */
#define CONNECT_MS 2000
/* The other portals have a chance when the first does not answer at once. */
#define OTHERS_MS 500
/* What grows to a quarter of a second, and to one after two minutes: by the
 * number of tries that retry_delay() takes. */
#define PROMPT_TRIES 3
#define PATIENT_TRIES 5
#define PROMPT_MS 120000
/* A refused authentication, which another try will hardly change: twice as
 * long each time, from 2 s to 16 s. */
#define SLOW_STEPS 4
/* A fault that stays is said again. */
#define SAY_AGAIN_MS 60000
/* Of a login, when another session waits to log in; and on a reserved connection:
 * nobody may be at its other end any more. */
#define SHARED_MS 3000

static void close_all(struct kept *k)
{
	for (size_t i = 0; i < KEPT_PORTALS; i++) {
		k->sys->close(k->sys, k->fds[i]);
		k->fds[i] = -1;
	}
}

void kept_back_end(struct kept *k)
{
	close_all(k);
	kept_login_end(k);
}

/* Ask the kernel to end what is left of the connection: its commands wait. */
static int stop(struct kept *k, struct fault *f)
{
	int rc = k->stopped ? 0 : handoff_stop(&k->handoff, f);

	k->stopped = !rc;
	k->error = 0;
	if (rc)
		kept_look(k);
	return rc;
}

/* A fault is said when it is another than before, and then now and again. */
static void say(struct kept *k, const struct portal *portal,
		const struct fault *f)
{
	uint64_t now = k->sys->now(k->sys);

	if (k->said == f->err && now - k->said_at < SAY_AGAIN_MS)
		return;
	k->said = f->err;
	k->said_at = now;
	log_line(k->sys, STAGE_KEEPER, portal,
		 "session %u: %s; trying on, down for %u s", k->handoff.sid,
		 f->text, (unsigned int)((now - k->since) / 1000));
}

static uint64_t slow_delay(const struct kept *k)
{
	unsigned int steps = k->tries < SLOW_STEPS ? k->tries : SLOW_STEPS;

	/* Two seconds and jitter, at this number of tries. */
	return retry_delay(k->sys, 100) << steps >> 1;
}

static uint64_t prompt_delay(const struct kept *k)
{
	bool prompt = k->sys->now(k->sys) - k->since < PROMPT_MS;
	unsigned int most = prompt ? PROMPT_TRIES : PATIENT_TRIES;

	return retry_delay(k->sys, k->tries < most ? k->tries : most);
}

/* This try ended; another one begins after a while, or at once when it has
 * waited itself. */
static void try_failed(struct kept *k, const struct portal *portal,
		       const struct fault *f, bool waited)
{
	uint64_t ms;

	kept_back_end(k);
	k->moved = false;
	k->tries++;
	k->reserved = false;
	if (f->err == EACCES || f->err == ECONNABORTED)
		ms = slow_delay(k);
	else
		ms = waited ? 0 : prompt_delay(k);
	/* Another portal may do better. */
	if (k->portal_count)
		k->home = (k->home + 1) % k->portal_count;
	say(k, portal, f);
	kept_enter(k, KEPT_WAIT, ms);
}

/* From now on, the way back. */
void kept_back_begin(struct kept *k, const char *cause, uint32_t time2wait)
{
	struct fault f = { .err = 0 };

	k->cause = cause;
	k->since = k->sys->now(k->sys);
	k->earliest = k->since + (uint64_t)time2wait * 1000;
	k->tries = 0;
	k->said = 0;
	k->logged_out = false;
	k->async.deed = ASYNC_NOTHING;
	k->redirect.count = 0;
	log_line(k->sys, STAGE_KEEPER, &k->portal,
		 "session %u: %s; bringing it back", k->handoff.sid, cause);
	kept_enter(k, KEPT_WAIT, 0);
	stop(k, &f);
}

static void connect_one(struct kept *k, size_t i, struct fault *f)
{
	const struct portal *p = k->moved ? &k->portal : &k->portals[i];
	int fd = k->sys->connect(k->sys, p, k->moved ? NULL : &k->from[i]);

	k->fds[i] = fd < 0 ? -1 : fd;
	if (fd < 0)
		fault(f, STAGE_CONNECT, -fd, "cannot connect: %s",
		      errno_words(-fd).text);
}

static bool connecting(const struct kept *k)
{
	for (size_t i = 0; i < KEPT_PORTALS; i++)
		if (k->fds[i] >= 0)
			return true;
	return false;
}

/* The other portals, too. */
static void join_others(struct kept *k)
{
	struct fault f = { .err = 0 };

	k->joined = SYS_FOREVER;
	for (size_t i = 0; !k->moved && i < k->portal_count; i++)
		if (i != k->home)
			connect_one(k, i, &f);
}

static void connected_by(struct kept *k, size_t portal)
{
	k->chosen = portal;
	if (!k->moved)
		k->portal = k->portals[portal];
	kept_enter(k, KEPT_HOLD, 0);
	k->due = k->earliest;
}

static void begin_connect(struct kept *k)
{
	struct fault f = { .err = 0 };
	int reserve;

	if (stop(k, &f)) {
		try_failed(k, &k->portal, &f, false);
		return;
	}
	reserve = kept_reserve_take(k);
	if (reserve >= 0) {
		k->fds[k->reserve.portal] = reserve;
		k->reserved = true;
		connected_by(k, k->reserve.portal);
		return;
	}
	kept_enter(k, KEPT_CONNECT, CONNECT_MS);
	k->joined = k->sys->now(k->sys) + OTHERS_MS;
	connect_one(k, k->home, &f);
	if (!connecting(k))
		join_others(k);
	if (!connecting(k))
		try_failed(k, &k->portals[k->home], &f, false);
}

/* A portal has answered, or refused. */
static void take_connected(struct kept *k, size_t i)
{
	struct fault f = { .err = 0 };
	int rc = k->sys->connected(k->sys, k->fds[i]);

	if (!rc) {
		for (size_t other = 0; other < KEPT_PORTALS; other++) {
			if (other == i)
				continue;
			k->sys->close(k->sys, k->fds[other]);
			k->fds[other] = -1;
		}
		connected_by(k, i);
		return;
	}
	k->sys->close(k->sys, k->fds[i]);
	k->fds[i] = -1;
	fault(&f, STAGE_CONNECT, -rc, "cannot connect: %s",
	      errno_words(-rc).text);
	if (k->joined != SYS_FOREVER)
		join_others(k);
	if (!connecting(k))
		try_failed(k, k->moved ? &k->portal : &k->portals[i], &f,
			   false);
}

static void advance_connect(struct kept *k, const struct sys_wait *w)
{
	struct fault f = { .err = 0 };
	uint64_t now = k->sys->now(k->sys);

	for (size_t i = 0; i < KEPT_PORTALS && k->state == KEPT_CONNECT; i++)
		if (w[i].ready && w[i].fd == k->fds[i])
			take_connected(k, i);
	if (k->state != KEPT_CONNECT)
		return;
	if (now >= k->due) {
		fault(&f, STAGE_CONNECT, ETIMEDOUT,
		      "no answer from any portal");
		try_failed(k, &k->portals[k->home], &f, true);
	} else if (now >= k->joined) {
		join_others(k);
	}
}

/* Time2Wait is over. */
static void advance_hold(struct kept *k)
{
	struct fault f = { .err = 0 };
	int *fd = &k->fds[k->chosen];

	if (k->sys->now(k->sys) < k->due)
		return;
	if (!kept_login_free(k->pool)) {
		k->pool->wanted = true;
		return;
	}
	if (k->sys->hung_up(k->sys, *fd)) {
		fault(&f, STAGE_LOGIN, ECONNRESET,
		      "the target closed the connection at once");
		try_failed(k, &k->portal, &f, false);
		return;
	}
	if (kept_login_begin(k, *fd, &f)) {
		k->stopped = false;
		try_failed(k, &k->portal, &f, false);
		return;
	}
	/* The kernel holds the connection now. */
	k->stopped = false;
	close_all(k);
	k->login_began = k->sys->now(k->sys);
	kept_enter(k, KEPT_LOGIN,
	      (uint64_t)k->pool->settings.login_timeout * 1000);
}

static void come_back(struct kept *k)
{
	uint64_t took = k->sys->now(k->sys) - k->since;

	kept_login_end(k);
	k->home = k->moved ? k->home : k->chosen;
	k->moved = false;
	k->redirect.count = 0;
	k->recoveries++;
	k->by_reserve += k->reserved;
	k->last_ms = (uint32_t)took;
	k->down_ms += took;
	if (k->last_ms > k->longest_ms)
		k->longest_ms = k->last_ms;
	kept_enter(k, KEPT_UP, 0);
	log_line(k->sys, STAGE_KEEPER, &k->portal,
		 "session %u is back after %u.%03u s%s", k->handoff.sid,
		 (unsigned int)(took / 1000), (unsigned int)(took % 1000),
		 k->reserved ? ", by the reserved connection" : "");
	k->reserved = false;
	kept_reserve_begin(k);
}

static void follow(struct kept *k)
{
	const struct login *l = &k->login->login;
	struct portal from = k->portal;
	struct fault f = { .err = 0 };
	char to[PORTAL_TEXT_SIZE];
	int rc;

	if (l->moved_host[0])
		rc = fault(&f, STAGE_LOGIN, EAGAIN,
			   "the target moved to the host name %.60s, and a keeper asks no name server",
			   l->moved_host);
	else
		rc = redirect_follow(&k->redirect, &k->portal, &l->moved_to,
				     &f);
	if (rc) {
		k->redirect.count = 0;
		try_failed(k, &from, &f, false);
		return;
	}
	log_line(k->sys, STAGE_KEEPER, &from,
		 "session %u: the target moved to %s", k->handoff.sid,
		 portal_text(&k->portal, to));
	if (l->moved_for_good) {
		k->portals[k->home] = k->portal;
		handoff_persistent(&k->handoff, &k->portal, &f);
	}
	kept_login_end(k);
	k->moved = true;
	kept_enter(k, KEPT_WAIT, 0);
}

/* A target that does not answer must not keep the other sessions waiting. */
static uint64_t login_until(const struct kept *k)
{
	uint64_t shared = k->login_began + SHARED_MS;

	return (k->pool->wanted || k->reserved) && shared < k->due ? shared :
								     k->due;
}

static void advance_login(struct kept *k)
{
	struct fault f = { .err = 0 };
	int rc = kept_login_advance(k, &f);

	if (rc == KEPT_LOGIN_MOVED) {
		follow(k);
	} else if (rc == KEPT_LOGIN_DONE) {
		come_back(k);
	} else if (rc == KEPT_LOGIN_AGAIN) {
		kept_login_end(k);
		kept_enter(k, KEPT_WAIT, 0);
	} else if (rc < 0) {
		try_failed(k, &k->portal, &f, false);
	} else if (k->sys->now(k->sys) >= login_until(k)) {
		fault(&f, STAGE_LOGIN, ETIMEDOUT,
		      "connected, but the login is not answered");
		try_failed(k, &k->portal, &f, true);
	}
}


void kept_back_advance(struct kept *k, const struct sys_wait w[KEPT_PORTALS])
{
	if (k->state == KEPT_WAIT && k->sys->now(k->sys) >= k->due)
		begin_connect(k);
	else if (k->state == KEPT_CONNECT)
		advance_connect(k, w);
	else if (k->state == KEPT_HOLD)
		advance_hold(k);
	else if (k->state == KEPT_LOGIN)
		advance_login(k);
}

uint64_t kept_back_waits(const struct kept *k, struct sys_wait w[KEPT_PORTALS])
{
	switch (k->state) {
	case KEPT_CONNECT:
		for (size_t i = 0; i < KEPT_PORTALS; i++)
			w[i].fd = k->fds[i];
		return k->joined < k->due ? k->joined : k->due;
	case KEPT_HOLD:
		/* While another logs in, until its time is up. */
		return kept_login_free(k->pool) || !k->pool->wanted ?
			k->due : SYS_FOREVER;
	case KEPT_LOGIN:
		return transport_kernel_ready(&k->login->transport) ? 0 :
		       login_until(k);
	default:
		return k->due;
	}
}
