// SPDX-License-Identifier: GPL-2.0-or-later
/* A session that is lost, and the way back. */
#include "kept_peer.h"

static void test_back(void)
{
	static const uint8_t isid[] = { 0x00, 0x02, 0x3d, 0, 0, FAKE_SID,
					0, 0 };	/* and TSIH */
	struct sys_wait w[KEPT_PORTALS];
	const uint8_t *request = kernel.tx + UEVENT_HEADER_SIZE;

	peer_begin(1);
	OK(kept_waits(&kept, w) == SYS_FOREVER, "all is well: no wake-up");
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	SAME_TEXT(fake.log, "stop 7:0 flag 3\n", "what is left is ended");
	SAME(kept_waits(&kept, w), 1000, "and at once");
	peer_turn(0);
	OK(strstr(fake.log, "connect 10.0.0.1:3260\n"), "it connects");
	peer_turn(1);
	SAME(kept.state, KEPT_HOLD, "Time2Wait holds from the loss on");
	SAME(kept_waits(&kept, w), 3000, "two seconds");
	fake.now = 2999;
	peer_turn(0);
	SAME(kept.state, KEPT_HOLD, "all of it");
	fake.log[0] = '\0';
	fake.now = 3000;
	peer_turn(0);
	SAME(kept.state, KEPT_LOGIN, "then it logs in");
	OK(strstr(fake.log, "bind 7:0 fd 30 leading 1\nsend 48+") &&
	   strstr(fake.log, "flags 87\nclose 30\n"),
	   "through the kernel, beginning with security");
	OK(!memcmp(request + 8, isid, sizeof(isid)), "same ISID, TSIH 0");
	peer_answer(0x87, 0, "TargetPortalGroupTag=5");
	SAME(kept.state, KEPT_UP, "it is back");
	OK(strstr(fake.log, "14=1\n16=5\nrequest 17 of 7:0\n"), "started");
	OK(strstr(fake.output, "is back after 2.000 s"), "it is said");
	OK(kept.recoveries == 1 && kept.last_ms == 2000, "counted");
	OK(pool.login.owner == NULL, "the login is free again");
	peer_end();
}

static const struct {
	uint8_t event, p2, p3;
	enum kept_state state;
	uint64_t earliest;
	const char *says;
} asyncs[] = {
	{ 0, 0, 0, KEPT_UP, 0, "a SCSI event" },
	{ 2, 7, 0, KEPT_WAIT, 8000, "drops the connection" },
	{ 3, 7, 0, KEPT_WAIT, 8000, "drops all connections" },
	{ 5, 7, 7, KEPT_UP, 0, "ends all tasks" },
	{ 99, 7, 7, KEPT_UP, 0, "does not know" },
	{ 255, 7, 7, KEPT_UP, 0, "vendor" },
	{ 1, 0, 3, KEPT_LOGOUT, 0, "asks for a logout within 3 s" },
	{ 4, 0, 3, KEPT_LOGOUT, 0, "negotiate parameters anew within 3 s" },
};

static void say_async(uint8_t event, uint8_t p2, uint8_t p3)
{
	uint8_t bhs[BHS_SIZE] = { OPCODE_ASYNC_MESSAGE, 0x80 };

	bhs[36] = event;
	bhs[41] = p2;
	bhs[43] = p3;
	peer_say(bhs, "");
}

static void test_async(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(asyncs); i++) {
		peer_begin(1);
		say_async(asyncs[i].event, asyncs[i].p2, asyncs[i].p3);
		say_async(asyncs[i].event, asyncs[i].p2, asyncs[i].p3);
		/* The end of the connection comes with it. */
		if (asyncs[i].state == KEPT_WAIT)
			fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
		peer_turn(0);
		SAME(kept.state, asyncs[i].state, asyncs[i].says);
		SAME(kept.earliest, asyncs[i].earliest, "its own time");
		OK(strstr(fake.output, asyncs[i].says), asyncs[i].says);
		SAME(strlen(fake.output), strcspn(fake.output, "\n") + 1,
		     "said once");
		peer_end();
	}
}

static void test_logout(void)
{
	uint8_t bhs[BHS_SIZE] = { OPCODE_LOGOUT_RESPONSE, 0x80 };
	struct sys_wait w[KEPT_PORTALS];

	peer_begin(1);
	say_async(1, 0, 3);
	peer_turn(0);
	OK(strstr(fake.log, "send 48+0 flags 80\n"), "a Logout Request");
	SAME(kernel.tx[UEVENT_HEADER_SIZE], 0x46, "immediate");
	bhs[41] = 4;				/* Time2Wait */
	fake.now = 1100;
	peer_say(bhs, "");
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "answered");
	SAME(kept.earliest, 5100, "with a time of its own");
	fake.connect_rc = -ENETUNREACH;
	peer_pass();
	peer_pass();
	OK(kept_waits(&kept, w) > fake.now, "it does not go round");
	peer_end();

	peer_begin(1);
	say_async(1, 0, 200);
	peer_turn(0);
	fake.now = 5999;
	peer_turn(0);
	SAME(kept.state, KEPT_LOGOUT, "not answered: five seconds");
	fake.now = 6000;
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "and no more");
	peer_begin(1);
	say_async(1, 0, 3);
	peer_turn(0);
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "it closes without an answer");
	peer_begin(1);
	say_async(1, 0, 3);
	fake_refuse = UEVENT_SEND_PDU;
	fake_refuse_err = ENOMEM;
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "it cannot be asked: the short way");
}

/* No answer, or a refusal: again a quarter of a second later, or a second after
 * two minutes, for ever. */
static void test_tries(void)
{
	uint64_t before;

	peer_begin(1);
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	fake.connect_rc = -ENETUNREACH;
	for (int i = 0; i < 500; i++) {
		before = fake.now;
		peer_pass();
		OK(kept.state == KEPT_WAIT && fake.now - before <=
		   (before < 121000 ? 313 : 1250), "it goes on trying");
	}
	SAME(kept.tries, 500, "each time");
	OK(fake.now > 130000 && fake.now - before > 700, "less often later");
	OK(strstr(fake.output, "no route to this network; trying on"), "said");
	OK(strlen(fake.output) < 1500, "not each time");
	fake.connect_rc = 0;
	fake.log[0] = '\0';
	peer_pass();
	SAME(kept.state, KEPT_CONNECT, "the network is back");
	before = fake.now;
	peer_pass();
	peer_pass();
	OK(kept.state == KEPT_WAIT && fake.now == before + 2000,
	   "no answer for two seconds");
	OK(strstr(fake.log, "close 30"), "the socket is closed");
	SAME(kept.due, fake.now, "that was pause enough");
	peer_turn(0);
	fake.connected_rc = -ECONNREFUSED;
	peer_turn(1);
	OK(kept.state == KEPT_WAIT && kept.due > fake.now, "refused");
	peer_end();
}

/* Several portals. */
static void test_portals(void)
{
	peer_begin(3);
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	OK(strstr(fake.log, "10.0.0.1") && !strstr(fake.log, "10.0.0.2"),
	   "its own portal first");
	peer_pass();
	SAME(fake.now, 1500, "the others half a second later");
	OK(strstr(fake.log, "10.0.0.2") && strstr(fake.log, "10.0.0.3"),
	   "both");
	peer_turn(4);
	SAME(kept.state, KEPT_HOLD, "one answers");
	OK(strstr(fake.log, "close 30\nclose 31\n"), "the others are left");
	peer_pass();
	OK(strstr(fake.log, "bind 7:0 fd 32"), "that one is used");
	peer_answer(0x87, 0, "");
	OK(kept.state == KEPT_UP && kept.home == 2, "it is home now");

	peer_begin(2);
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	fake.connected_rc = -ECONNREFUSED;
	peer_turn(1);
	OK(kept.state == KEPT_CONNECT && strstr(fake.log, "10.0.0.2"),
	   "refused: the other at once");
	peer_turn(2);
	SAME(kept.state, KEPT_WAIT, "both refused");
	peer_end();
}

static const struct {
	uint16_t status;
	uint64_t least, most;
	const char *says;
} refusals[] = {
	{ 0x0301, 0, 0, "service unavailable" },
	{ 0x0302, 0, 0, "0302" },
	{ 0x0201, 1500, 2500, "authentication failed" },
	{ 0x0202, 1500, 2500, "0202" },
	{ 0x0203, 0, 0, "0203" },
};

static void test_refused(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		peer_begin(1);
		peer_to_login();
		SAME(kept.state, KEPT_LOGIN, "it logs in");
		fake.log[0] = '\0';
		peer_answer(0, refusals[i].status, "");
		OK(kept.due - fake.now >= refusals[i].least &&
		   kept.due - fake.now <= refusals[i].most, "the pause");
		OK(strstr(fake.output, refusals[i].says), refusals[i].says);
		OK(!pool.login.owner, "the login is free");
		peer_pass();
		OK(strstr(fake.log, "stop 7:0 flag 3\nconnect"), "and again");
		peer_end();
	}
	/* A wrong secret for good. */
	kept.tries = 50;
	peer_turn(1);
	peer_answer(0, 0x0201, "");
	OK(kept.state == KEPT_WAIT && kept.due - fake.now >= 12000 &&
	   kept.due - fake.now <= 20000, "slowly, but it goes on");
}

static void test_moved(void)
{
	peer_begin(1);
	peer_to_login();
	peer_answer(0, 0x0101, "TargetAddress=10.9.9.9:99");
	fake.log[0] = '\0';
	peer_turn(0);
	SAME_TEXT(fake.log, "stop 7:0 flag 3\nconnect 10.9.9.9:99\n",
		  "followed");
	peer_turn(1);
	peer_turn(0);
	peer_answer(0x87, 0, "");
	SAME(kept.state, KEPT_UP, "there");
	OK(!strstr(fake.log, "17=") && kept.portals[0].port == 3260,
	   "for now: home stays");
	peer_begin(1);
	peer_to_login();
	peer_answer(0, 0x0102, "TargetAddress=10.9.9.9:99");
	OK(strstr(fake.log, "17=10.9.9.9\n18=99\n"), "for good");
	SAME(kept.portals[0].port, 99, "it has a new home");
	peer_begin(1);
	peer_to_login();
	peer_answer(0, 0x0101, "TargetAddress=host.example:99");
	SAME(kept.state, KEPT_WAIT, "to a name: home again");
	OK(strstr(fake.output, "asks no name server"), "which is said");
	peer_begin(1);
	peer_to_login();
	for (int i = 0; i < 20 && kept.state != KEPT_UP; i++) {
		if (kept.state == KEPT_LOGIN)
			peer_answer(0, 0x0101, "TargetAddress=10.0.0.1");
		peer_turn(1);
	}
	OK(strstr(fake.output, "in circles"), "in circles");
	peer_end();
}

static void test_login_fails(void)
{
	peer_begin(1);
	peer_to_login();
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "lost in the middle of the login");
	peer_begin(1);
	peer_to_login();
	peer_pass();
	OK(kept.state == KEPT_WAIT && fake.now == 3000 + 15000,
	   "not answered: the login's time");
	peer_begin(1);
	peer_to_login();
	pool.wanted = true;
	peer_pass();
	OK(kept.state == KEPT_WAIT && fake.now == 3000 + 3000,
	   "three seconds when another session waits");
	peer_begin(1);
	fake.hung_up = true;
	peer_to_login();
	SAME(kept.state, KEPT_WAIT, "closed while it was held");
	OK(!strstr(fake.log, "bind"), "the kernel does not get it");
	peer_begin(1);
	fake_refuse = UEVENT_BIND_CONN;
	fake_refuse_err = ENOTCONN;
	peer_to_login();
	SAME(kept.state, KEPT_WAIT, "the kernel does not take it");
	OK(strstr(fake.log, "close 30"), "closed");
	peer_begin(1);
	pool.login.owner = &kept;
	peer_to_login();
	OK(kept.state == KEPT_HOLD && pool.wanted,
	   "another session logs in: wait, and let it know");
	peer_end();
}

static void test_gone(void)
{
	struct uevent ev = { .type = KEVENT_DESTROY_SESSION };

	peer_begin(1);
	ev.r.destroy_session.sid = FAKE_SID + 1;
	fake_kernel_message(&fake, 0, &ev, NULL, 0);
	peer_turn(0);
	SAME(kept.state, KEPT_UP, "another session's end");
	ev.r.destroy_session.sid = FAKE_SID;
	fake_kernel_message(&fake, 0, &ev, NULL, 0);
	peer_turn(0);
	SAME(kept.state, KEPT_GONE, "its own");
	peer_begin(1);
	fake_refuse = UEVENT_STOP_CONN;
	fake_refuse_err = EINVAL;
	peer_files[1].err = -ENOENT;
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	SAME(kept.state, KEPT_GONE, "the kernel does not know it");
	peer_begin(1);
	fake_refuse = UEVENT_STOP_CONN;
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "the kernel refuses for now");
	peer_begin(1);
	kept_look(&kept);
	peer_turn(0);
	SAME(kept.state, KEPT_UP, "looked at: it is well");
	peer_files[1].text = "FAILED\n";
	kept_look(&kept);
	peer_turn(0);
	SAME(kept.state, KEPT_WAIT, "nobody told: it is lost");
	peer_begin(1);
	peer_answer(0x87, 0, "");
	SAME(kept.state, KEPT_GONE, "another program logs it in: left to it");
	OK(strstr(fake.output, "another program"), "which is said");
	peer_end();
}

int main(void)
{
	test_back();
	test_async();
	test_logout();
	test_tries();
	test_portals();
	test_refused();
	test_moved();
	test_login_fails();
	test_gone();
	return test_done();
}
