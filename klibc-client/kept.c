// SPDX-License-Identifier: GPL-2.0-or-later
/* One kept session. */
#include "kept.h"

#include <errno.h>
#include <stdio.h>

#include "kept_back.h"
#include "kept_reserve.h"
#include "log.h"

/* A logout is waited for so long, and for as long as the target says. */
#define LOGOUT_MAX_MS 5000		/* ms */

#define TIME2WAIT_AT 40			/* of a Logout Response */

void kept_enter(struct kept *k, enum kept_state state, uint64_t ms)
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
	k->reserve.fd = -1;
	kept_reserve_begin(k);
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
		kept_back_begin(k, "a logout was asked for", k->time2wait);
		return;
	}
	kept_enter(k, KEPT_LOGOUT, ms < LOGOUT_MAX_MS ? ms : LOGOUT_MAX_MS);
}

static void advance_up(struct kept *k, const struct sys_wait *w)
{
	if (!k->error && !k->async.deed)
		kept_reserve_advance(k, w);
	/* Its own times go before what was negotiated, and before the end of
	 * the connection that comes right behind it. */
	if (k->async.deed == ASYNC_RECONNECT)
		kept_back_begin(k, k->async.words, k->async.seconds);
	else if (k->error)
		kept_back_begin(k, error_words(k->error), k->time2wait);
	else if (k->async.deed == ASYNC_LOGOUT)
		begin_logout(k);
}

static void advance_logout(struct kept *k)
{
	uint64_t since = k->since;

	if (!k->logged_out && !k->error &&
	    k->sys->now(k->sys) < k->due && k->async.deed != ASYNC_RECONNECT)
		return;
	kept_back_begin(k, k->logged_out ? "logged out as the target asked" :
	     "a logout was asked for and is not answered", k->time2wait);
	k->since = since;
}

/* The kernel has removed it, or another program has logged it in. */
static void end(struct kept *k)
{
	kept_back_end(k);
	kept_reserve_end(k);
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
			advance_up(k, w);
		else if (before == KEPT_LOGOUT)
			advance_logout(k);
		else if (before != KEPT_GONE)
			kept_back_advance(k, w);
		/* A failed try must not be tried again at once for ever. */
	} while (k->state != before && k->state != KEPT_WAIT);
}

uint64_t kept_waits(const struct kept *k, struct sys_wait w[KEPT_PORTALS])
{
	uint64_t until;

	for (size_t i = 0; i < KEPT_PORTALS; i++)
		w[i] = (struct sys_wait){ .fd = -1, .write = true };
	if (k->state == KEPT_GONE)
		return SYS_FOREVER;
	if (k->gone || k->taken)
		return 0;
	if (k->state == KEPT_UP) {
		until = kept_reserve_waits(k, &w[0]);
		return k->error || k->async.deed ? 0 : until;
	}
	if (k->state == KEPT_LOGOUT)
		return k->logged_out || k->error ? 0 : k->due;
	return kept_back_waits(k, w);
}
