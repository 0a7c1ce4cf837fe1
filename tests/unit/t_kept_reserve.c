// SPDX-License-Identifier: GPL-2.0-or-later
/* A reserved connection: made, renewed, used, and given up. */
#include "kept_peer.h"

#define READY 1				/* the first descriptor */

/* Up, with descriptor 30 reserved. */
static void begin_reserved(void)
{
	struct sys_wait w[KEPT_PORTALS];

	peer_begin(2);
	pool.reserve = true;
	kept.home = 1;
	kept_begin(&kept, &fake.sys, &pool, FAKE_SID);
	SAME(kept_waits(&kept, w), 1000, "at once");
	peer_turn(0);
	SAME_TEXT(fake.log, "connect 10.0.0.2:3260\n", "to the portal in use");
	SAME(kept_waits(&kept, w), 6000, "an answer within five seconds");
	OK(w[0].fd == 30 && w[0].write, "which is waited for");
	peer_turn(READY);
	SAME(kept_waits(&kept, w), SYS_FOREVER, "no wake-up while it stands");
	OK(w[0].fd == 30 && !w[0].write, "but for its end");
	fake.log[0] = '\0';
}

static void test_unwanted(void)
{
	struct sys_wait w[KEPT_PORTALS];

	peer_begin(1);
	peer_turn(0);
	SAME(kept_waits(&kept, w), SYS_FOREVER, "nobody asked for one");
	SAME_TEXT(fake.log, "", "there is none");
}

static void test_used(void)
{
	begin_reserved();
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	SAME(kept.state, KEPT_HOLD, "it need not connect");
	fake.now = kept.due;
	peer_turn(0);
	SAME(kept.state, KEPT_LOGIN, "it logs in");
	OK(!strstr(fake.log, "connect"), "no new connection");
	OK(strstr(fake.log, "bind 7:0 fd 30 "), "on the reserved one");
	peer_answer(0x87, 0, "TargetPortalGroupTag=5");
	SAME(kept.state, KEPT_UP, "it is back");
	OK(strstr(fake.output, "by the reserved connection"), "it is said");
	OK(kept.by_reserve == 1 && !kept.reserved, "and counted");
	SAME_TEXT(portal_text(&kept.portal, (char[PORTAL_TEXT_SIZE]){ 0 }),
		  "10.0.0.2:3260", "where it is");
	OK(strstr(fake.log, "connect 10.0.0.2:3260\n"), "another one follows");
	peer_end();
}

/* It was closed together with the session's: it is not even tried. */
static void test_dead(void)
{
	begin_reserved();
	fake.hung_up = true;
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	fake.hung_up = false;
	OK(strstr(fake.log, "close 30\n") && strstr(fake.log, "connect 10."),
	   "closed: a new one");
	SAME(kept.state, KEPT_CONNECT, "as without a reserve");

	begin_reserved();
	fake.connected_rc = -ECONNRESET;
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	OK(strstr(fake.log, "close 30\n") && strstr(fake.log, "connect 10."),
	   "reset: a new one");
	fake.connected_rc = 0;
}

/* Nobody is at its other end any more. */
static void test_silent(void)
{
	begin_reserved();
	fake_kernel_error(&fake, ISCSI_ERROR_PING);
	peer_turn(0);
	peer_turn(0);
	fake.now = kept.due;
	peer_turn(0);
	SAME(kept.state, KEPT_LOGIN, "it logs in");
	fake.now += 2999;
	peer_turn(0);
	SAME(kept.state, KEPT_LOGIN, "three seconds");
	fake.now += 1;
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "and no more");
	SAME(kept.due, fake.now, "at once");
	OK(!kept.reserved, "it is over");
	fake.log[0] = '\0';
	peer_turn(0);
	OK(strstr(fake.log, "connect 10.0.0."), "a new connection");
	peer_end();

	/* It knows nothing of the connection. */
	begin_reserved();
	fake_kernel_error(&fake, ISCSI_ERROR_PING);
	peer_turn(0);
	peer_turn(0);
	fake.now = kept.due;
	peer_turn(0);
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "reset");
	SAME(kept.due, fake.now, "on at once");

	/* A target that says no is not asked again at once. */
	begin_reserved();
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	fake.now = kept.due;
	peer_turn(0);
	peer_answer(0, 0x0201, "");
	SAME(kept.state, KEPT_WAIT, "refused");
	OK(kept.due >= fake.now + 1000, "a second at least");
}

/* A target that closes it again and again. */
static void test_renewed(void)
{
	static const uint32_t pauses[] = {
		60, 120, 240, 480, 960, 1920, 3600, 3600 };
	struct sys_wait w[KEPT_PORTALS];
	uint64_t lost;

	begin_reserved();
	for (size_t i = 0; i < ARRAY_SIZE(pauses); i++) {
		fake.now += 15000;
		peer_turn(READY);
		lost = fake.now;
		SAME(kept_waits(&kept, w) - lost, pauses[i] * 1000,
		     "twice as long each time");
		OK(w[0].fd == -1, "it is gone");
		OK(strstr(fake.output, "after 15 s; another"), "it is said");
		fake.output[0] = '\0';
		fake.now = kept.reserve.due - 1;
		fake.log[0] = '\0';
		peer_turn(0);
		SAME_TEXT(fake.log, "", "not before");
		fake.now++;
		peer_turn(0);
		OK(strstr(fake.log, "connect"), "again");
		peer_turn(READY);
	}
	fake.now += 60000;
	peer_turn(READY);
	SAME(kept_waits(&kept, w) - fake.now, 60000, "this one lasted");
	SAME_TEXT(fake.output, "", "nothing to say");
}

static void test_refused(void)
{
	struct sys_wait w[KEPT_PORTALS];

	peer_begin(1);
	pool.reserve = true;
	kept_begin(&kept, &fake.sys, &pool, FAKE_SID);
	fake.connect_rc = -ENETUNREACH;
	peer_turn(0);
	SAME(kept_waits(&kept, w), 61000, "no way: a minute later");
	fake.connect_rc = 0;
	fake.now = 61000;
	peer_turn(0);
	fake.connected_rc = -ECONNREFUSED;
	peer_turn(READY);
	SAME(kept_waits(&kept, w), 121000, "refused: a minute later");
	fake.connected_rc = 0;
	fake.now = 121000;
	peer_turn(0);
	fake.now = 126000;
	peer_turn(0);
	SAME(kept_waits(&kept, w), 186000, "no answer: a minute later");
	SAME_TEXT(fake.output, "", "nothing of it is worth a word");

	/* Nothing begins when the session is lost. */
	fake.now = 186000;
	fake.log[0] = '\0';
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	OK(!strstr(fake.log, "connect"), "too late for a reserve");

	/* Not yet there when it is needed. */
	peer_begin(1);
	pool.reserve = true;
	kept_begin(&kept, &fake.sys, &pool, FAKE_SID);
	peer_turn(0);
	fake.log[0] = '\0';
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	OK(strstr(fake.log, "close 30\n") && strstr(fake.log, "connect"),
	   "it is given up");
}

static void test_end(void)
{
	begin_reserved();
	kept.gone = true;
	peer_turn(0);
	SAME(kept.state, KEPT_GONE, "the session ends");
	OK(strstr(fake.log, "close 30\n"), "and the reserve");
}

int main(void)
{
	test_unwanted();
	test_used();
	test_dead();
	test_silent();
	test_renewed();
	test_refused();
	test_end();
	return test_done();
}
