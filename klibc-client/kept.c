// SPDX-License-Identifier: GPL-2.0-or-later
/* One kept session. */
#include "kept.h"

#include <errno.h>
#include <stdio.h>

#include "kept_login.h"
#include "log.h"
#include "retry.h"

/* Milliseconds.  A SYN is sent again after one second, then after two: a new
 * try every two finds a cable that is back sooner. */
#define CONNECT_MS 2000
/* The other portals have a chance when the first does not answer at once. */
#define OTHERS_MS 500
#define RETRY_MAX_MS 1000
/* A refused authentication, which another try will hardly change: twice as
 * long each time, from 2 s to 16 s. */
#define SLOW_STEPS 4
/* A fault that stays is said again. */
#define SAY_AGAIN_MS 60000
#define LOGOUT_MAX_MS 5000
/* Of a login, when another session waits to log in. */
#define SHARED_MS 3000

#define TIME2WAIT_AT 40			/* of a Logout Response */

static void enter(struct kept *k, enum kept_state state, uint64_t ms)
{
	k->state = state;
	k->due = k->sys->now(k->sys) + ms;
}

void kept_begin(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid)
{
	k->sys = sys;
	k->pool = pool;
	k->handoff = (struct handoff){ .kernel = pool->kernel,
		.settings = &pool->settings, .session = true,
		.connection = true, .sid = sid };
	memcpy(k->algorithms, pool->settings.chap_algorithms,
	       sizeof(k->algorithms));
	k->portal = k->portals[0];
	for (size_t i = 0; i < KEPT_PORTALS; i++)
		k->fds[i] = -1;
	k->cause = "";
	k->state = KEPT_UP;
}

const char *kept_words(const struct kept *k)
{
	static const char *const words[] = {
		[KEPT_UP] = "up", [KEPT_LOGOUT] = "logging out",
		[KEPT_WAIT] = "waiting to connect again",
		[KEPT_CONNECT] = "connecting", [KEPT_HOLD] = "connected",
		[KEPT_LOGIN] = "logging in", [KEPT_GONE] = "gone",
	};

	return words[k->state];
}

static void close_all(struct kept *k)
{
	for (size_t i = 0; i < KEPT_PORTALS; i++) {
		k->sys->close(k->sys, k->fds[i]);
		k->fds[i] = -1;
	}
}

static void take_pdu(struct kept *k, const struct uevent_message *m)
{
	struct async a;
	struct pdu pdu;

	if (!uevent_pdu(m, &pdu))
		return;
	switch (pdu.bhs[0] & 0x3f) {
	case OPCODE_ASYNC_MESSAGE:
		async_read(pdu.bhs, k->handoff.cid, &a);
		/* Those that matter are said where they are dealt with, the
		 * others once each. */
		if (a.deed > k->async.deed)
			k->async = a;
		if (a.deed || k->vendor_said >> (a.event & 31) & 1)
			break;
		k->vendor_said |= 1U << (a.event & 31);
		log_line(k->sys, STAGE_KEEPER, &k->portal,
			 "session %u: the target says: %s (event %u, code %u); nothing to do",
			 k->handoff.sid, a.words, a.event, a.vendor_code);
		break;
	case OPCODE_LOGOUT_RESPONSE:
		k->logged_out = true;
		k->time2wait = (uint32_t)pdu.bhs[TIME2WAIT_AT] << 8 |
			       pdu.bhs[TIME2WAIT_AT + 1];
		break;
	case OPCODE_LOGIN_RESPONSE:
		k->taken = k->state == KEPT_UP;
		break;
	case OPCODE_REJECT:
		log_line(k->sys, STAGE_KEEPER, &k->portal,
			 "session %u: the target rejected a request (reason 0x%02x)",
			 k->handoff.sid, pdu.bhs[2]);
		break;
	default:
		break;
	}
}

void kept_event(struct kept *k, const struct uevent_message *m)
{
	const struct handoff *h = &k->handoff;

	if (m->ev.type == KEVENT_DESTROY_SESSION &&
	    m->ev.r.destroy_session.sid == h->sid)
		k->gone = true;
	if (k->state == KEPT_LOGIN) {
		transport_kernel_event(&k->login->transport, m);
		return;
	}
	if (k->state != KEPT_UP && k->state != KEPT_LOGOUT)
		return;
	if (m->ev.type == KEVENT_CONN_ERROR &&
	    m->ev.r.conn_error.sid == h->sid &&
	    m->ev.r.conn_error.cid == h->cid)
		k->error = m->ev.r.conn_error.error;
	if (m->ev.type == KEVENT_RECV_PDU && m->ev.r.recv_req.sid == h->sid &&
	    m->ev.r.recv_req.cid == h->cid)
		take_pdu(k, m);
}

/* The session's state as the kernel has it; false when there is none. */
static bool kernel_state(const struct kept *k, char text[24])
{
	char path[64];
	int n;

	snprintf(path, sizeof(path), "/sys/class/iscsi_session/session%u/state",
		 k->handoff.sid);
	n = k->sys->read_file(k->sys, path, text, 24);
	if (n > 0 && text[n - 1] == '\n')
		text[n - 1] = '\0';
	return n != -ENOENT;
}

void kept_look(struct kept *k)
{
	char text[24];

	if (!kernel_state(k, text))
		k->gone = true;
	else if (k->state == KEPT_UP && strcmp(text, "LOGGED_IN"))
		k->error = ISCSI_ERROR_UNKNOWN;
}

static const char *error_words(uint32_t error)
{
	switch (error) {
	case ISCSI_ERROR_CONNECTION:
		return "the connection failed";
	case ISCSI_ERROR_CLOSED:
		return "the target closed the connection";
	case ISCSI_ERROR_PING:
		return "the target answers no pings";
	default:
		return "the kernel gave up the connection";
	}
}

/* Ask the kernel to end what is left of the connection: its commands wait. */
static int stop(struct kept *k, struct fault *f)
{
	char text[24];
	int rc = k->stopped ? 0 : handoff_stop(&k->handoff, f);

	k->stopped = !rc;
	k->error = 0;
	if (rc && !kernel_state(k, text))
		k->gone = true;
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

/* This try ended; another one begins after a while, or at once when it has
 * waited itself. */
static void try_failed(struct kept *k, const struct portal *portal,
		       const struct fault *f, bool waited)
{
	uint64_t ms = retry_delay(k->sys, ++k->tries);

	close_all(k);
	kept_login_end(k);
	k->moved = false;
	if (ms > RETRY_MAX_MS)
		ms = RETRY_MAX_MS;
	if (waited)
		ms = 0;
	if (f->err == EACCES || f->err == ECONNABORTED)
		ms = slow_delay(k);
	/* Another portal may do better. */
	if (k->portal_count)
		k->home = (k->home + 1) % k->portal_count;
	say(k, portal, f);
	enter(k, KEPT_WAIT, ms);
}

/* From now on, the way back. */
static void lose(struct kept *k, const char *cause, uint32_t time2wait)
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
	stop(k, &f);
	enter(k, KEPT_WAIT, 0);
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

static void begin_connect(struct kept *k)
{
	struct fault f = { .err = 0 };

	if (stop(k, &f)) {
		try_failed(k, &k->portal, &f, false);
		return;
	}
	enter(k, KEPT_CONNECT, CONNECT_MS);
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
		k->chosen = i;
		if (!k->moved)
			k->portal = k->portals[i];
		enter(k, KEPT_HOLD, 0);
		k->due = k->earliest;
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
	enter(k, KEPT_LOGIN,
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
	k->last_ms = (uint32_t)took;
	k->down_ms += took;
	if (k->last_ms > k->longest_ms)
		k->longest_ms = k->last_ms;
	enter(k, KEPT_UP, 0);
	log_line(k->sys, STAGE_KEEPER, &k->portal,
		 "session %u is back after %u.%03u s", k->handoff.sid,
		 (unsigned int)(took / 1000), (unsigned int)(took % 1000));
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
	enter(k, KEPT_WAIT, 0);
}

/* A target that does not answer must not keep the other sessions waiting. */
static uint64_t login_until(const struct kept *k)
{
	uint64_t shared = k->login_began + SHARED_MS;

	return k->pool->wanted && shared < k->due ? shared : k->due;
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
		enter(k, KEPT_WAIT, 0);
	} else if (rc < 0) {
		try_failed(k, &k->portal, &f, false);
	} else if (k->sys->now(k->sys) >= login_until(k)) {
		fault(&f, STAGE_LOGIN, ETIMEDOUT,
		      "connected, but the login is not answered");
		try_failed(k, &k->portal, &f, true);
	}
}

/* As the target asked: in time, and with its word that it is done. */
static void begin_logout(struct kept *k)
{
	struct bhs_request req = {
		.opcode = OPCODE_LOGOUT_REQUEST, .immediate = true,
		.flags = FLAG_F,	/* reason 0: close the session */
	};
	uint64_t ms = (uint64_t)k->async.seconds * 1000;
	struct fault f = { .err = 0 };
	struct pdu pdu = { .len = 0, .data = (const uint8_t *)"" };

	log_line(k->sys, STAGE_KEEPER, &k->portal,
		 "session %u: the target says: %s within %u s; logging out and in again",
		 k->handoff.sid, k->async.words, k->async.seconds);
	k->async.deed = ASYNC_NOTHING;
	k->logged_out = false;
	k->since = k->sys->now(k->sys);
	bhs_put_request(pdu.bhs, &req);
	if (handoff_send_pdu(&k->handoff, &pdu, &f)) {
		lose(k, "a logout was asked for", k->time2wait);
		return;
	}
	enter(k, KEPT_LOGOUT, ms < LOGOUT_MAX_MS ? ms : LOGOUT_MAX_MS);
}

static void advance_up(struct kept *k)
{
	/* Its own times go before what was negotiated, and before the end of
	 * the connection that comes right behind it. */
	if (k->async.deed == ASYNC_RECONNECT)
		lose(k, k->async.words, k->async.seconds);
	else if (k->error)
		lose(k, error_words(k->error), k->time2wait);
	else if (k->async.deed == ASYNC_LOGOUT)
		begin_logout(k);
}

static void advance_logout(struct kept *k)
{
	uint64_t since = k->since;

	if (!k->logged_out && !k->error &&
	    k->sys->now(k->sys) < k->due && k->async.deed != ASYNC_RECONNECT)
		return;
	lose(k, k->logged_out ? "logged out as the target asked" :
	     "a logout was asked for and is not answered", k->time2wait);
	k->since = since;
}

/* The kernel has removed it, or another program has logged it in. */
static void end(struct kept *k)
{
	close_all(k);
	kept_login_end(k);
	k->state = KEPT_GONE;
	wipe(&k->account, sizeof(k->account));
	log_line(k->sys, STAGE_KEEPER, &k->portal, "session %u %s",
		 k->handoff.sid, k->gone ? "has ended: it is not kept any more" :
		 "was logged in by another program (iscsid?): it is left to that");
}

void kept_advance(struct kept *k, const struct sys_wait w[KEPT_PORTALS])
{
	enum kept_state before;

	do {
		before = k->state;
		if ((k->gone || k->taken) && before != KEPT_GONE)
			end(k);
		else if (before == KEPT_UP)
			advance_up(k);
		else if (before == KEPT_LOGOUT)
			advance_logout(k);
		else if (before == KEPT_WAIT &&
			 k->sys->now(k->sys) >= k->due)
			begin_connect(k);
		else if (before == KEPT_CONNECT)
			advance_connect(k, w);
		else if (before == KEPT_HOLD)
			advance_hold(k);
		else if (before == KEPT_LOGIN)
			advance_login(k);
		/* A failed try must not be tried again at once for ever. */
	} while (k->state != before && k->state != KEPT_WAIT);
}

uint64_t kept_waits(const struct kept *k, struct sys_wait w[KEPT_PORTALS])
{
	for (size_t i = 0; i < KEPT_PORTALS; i++)
		w[i] = (struct sys_wait){ .fd = -1, .write = true };
	switch (k->state) {
	case KEPT_UP:
		return k->error || k->async.deed || k->gone || k->taken ?
			0 : SYS_FOREVER;
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
	case KEPT_GONE:
		return SYS_FOREVER;
	default:
		return k->gone || k->logged_out || k->error ? 0 : k->due;
	}
}
