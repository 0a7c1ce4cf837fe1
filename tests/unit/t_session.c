// SPDX-License-Identifier: GPL-2.0-or-later
/* One session from connect to disk, over a fake kernel. */
#include "session.h"

#include "bhs.h"
#include "fake_kernel.h"

#define T "/sys/class/iscsi_session/session7/device/target2:0:0/"
#define DISK "add@/devices/host2/session7/target2:0:0/2:0:0:1/block/sda"
#define DESTROY "stop 7:0 flag 1\nrequest 14 of 7:0\nrequest 12 of 7:0\n"

static const struct fake_file files[] = {
	FAKE_HANDLE,
	{ T "2:0:0:1/type", "0\n", 0 },
	{ T "2:0:0:1/block/sda/size", "", 0 },
	{ NULL, NULL, 0 },
};

static struct fake fake;
static struct kernel kernel;
static struct plan plan;
static struct settings settings;
static struct chap_history history;
static struct resolve_servers servers;
static struct session s;

static void take_event(void *arg, const struct uevent_message *m)
{
	(void)arg;
	transport_kernel_event(&s.transport, m);
}

/* Up to 60 seconds; now is 1000. */
static void begin(bool mutual, bool once)
{
	struct plan_target *t = plan.targets;
	struct fault f = { .err = 0 };

	settings_default(&settings);
	memset(&plan, 0, sizeof(plan));
	copy_string(plan.initiator_name, 8, "iqn.i");
	copy_string(t->name, 8, "iqn.t");
	portal_parse("10.0.0.1", &t->portal);
	t->tpgt = TPGT_UNKNOWN;
	t->lun_known = true;
	t->lun[1] = 1;
	if (mutual) {
		copy_string(t->account.name, 16, "chapuser");
		copy_string(t->account.reverse_name, 16, "targuser");
		secret_set(&t->account.secret, "chapsecret12");
		secret_set(&t->account.reverse_secret, "targsecret12");
	}
	kernel_open(&kernel, fake_kernel_begin(&fake, files), take_event,
		    NULL, &f);
	fake.log[0] = '\0';
	memset(&history, 0, sizeof(history));
	session_init(&s, &fake.sys, &plan, t, &settings, &kernel, &history,
		     &servers, 61000, once);
}

static void turn(bool ready)
{
	kernel_take_events(&kernel);
	session_advance(&s, ready);
}

/* Time passes until the session wants to go on. */
static void pass(void)
{
	struct sys_wait w[SESSION_WAITS];

	fake.now = session_waits(&s, w);
	turn(false);
}

/* The target's answer to the last PDU, not yet taken. */
static void answer(uint8_t flags, uint16_t status, const char *text)
{
	uint8_t pdu[BHS_SIZE + 64] = { OPCODE_LOGIN_RESPONSE, flags };
	size_t len = *text ? strlen(text) + 1 : 0;

	memcpy(pdu + 8, kernel.tx + UEVENT_HEADER_SIZE + 8, 6);
	pdu[7] = (uint8_t)len;
	pdu[36] = (uint8_t)(status >> 8);
	pdu[37] = (uint8_t)status;
	memcpy(pdu + BHS_SIZE, text, len);
	fake_kernel_event(&fake, KEVENT_RECV_PDU, FAKE_SID, pdu,
			  BHS_SIZE + len);
}

static void respond(uint8_t flags, uint16_t status, const char *text)
{
	answer(flags, status, text);
	turn(false);
}

static void to_login(void)
{
	pass();
	turn(true);
}

static void begin_login(void)
{
	begin(false, false);
	to_login();
}

static void to_scan(void)
{
	to_login();
	respond(0x87, 0, "TargetPortalGroupTag=5");
}

static void test_up(void)
{
	struct sys_wait w[SESSION_WAITS];

	begin(false, false);
	SAME(s.state, SESSION_RETRY, "at first it waits");
	SAME(session_waits(&s, w), 1000, "for nothing");
	pass();
	SAME(s.state, SESSION_CONNECT, "then it connects");
	session_waits(&s, w);
	OK(w[0].fd == 5 && w[0].write, "until the socket can be written");
	turn(false);
	SAME(s.state, SESSION_CONNECT, "not yet");
	turn(true);
	SAME(s.state, SESSION_LOGIN, "connected");
	OK(strstr(fake.log, "connect 10.0.0.1:3260\ncreate session"),
	   "the kernel's session comes after the connection");
	OK(strstr(fake.log, "43=0\nclose 5\nsend 48+"),
	   "the socket is the kernel's before the first PDU");
	turn(false);
	SAME(s.state, SESSION_LOGIN, "no answer yet");
	respond(0x87, 0, "TargetPortalGroupTag=5");
	SAME(s.state, SESSION_SCAN, "logged in");
	OK(strstr(fake.log, "14=1\n16=5\nrequest 17"),
	   "ExpStatSN, the target's tag, start");
	OK(strstr(fake.log, "start /sys/class/scsi_host/host2/scan"),
	   "the scan");
	session_waits(&s, w);
	OK(w[0].fd == 50 && !w[0].write, "waits for the scan");
	turn(true);
	SAME(s.state, SESSION_SCAN, "scanned, the disk is not announced");
	scan_take_uevent(&s.scan, DISK);
	turn(false);
	SAME(s.state, SESSION_UP, "the disk is there");
	SAME_TEXT(s.scan.disk, "sda", "its name");
	OK(!session_open(&s), "nothing is left to do");
	OK(s.timeline.end[STAGE_CONNECT] && s.timeline.end[STAGE_LOGIN] &&
	   s.timeline.end[STAGE_HANDOFF] && s.timeline.end[STAGE_SCAN],
	   "the time line");
	session_abandon(&s);
	SAME(s.state, SESSION_UP, "what is up stays");
}

static void test_tags(void)
{
	begin_login();
	respond(0x87, 0, "");
	OK(strstr(fake.log, "16=1\n"), "nobody says a tag: 1");
	begin(false, false);
	plan.targets[0].tpgt = 9;
	to_login();
	respond(0x87, 0, "");
	OK(strstr(fake.log, "16=9\n"), "only we say a tag");
	begin(false, false);
	plan.targets[0].tpgt = 9;
	to_scan();
	OK(strstr(fake.log, "16=5\n"), "the target's own holds");
}

/* The pause before each try: none, then an eighth of a second, doubled up to
 * two seconds, a quarter more or less. */
static void test_retries(void)
{
	static const uint64_t pauses[] = { 0, 125, 250, 500, 1000, 2000,
					   2000, 2000 };

	begin(false, false);
	fake.connect_rc = -ENETUNREACH;
	pass();
	for (size_t i = 0; i < ARRAY_SIZE(pauses); i++) {
		uint64_t pause = s.due - fake.now;

		SAME(s.state, SESSION_RETRY, "it tries again");
		OK(pause >= pauses[i] * 3 / 4 && pause <= pauses[i] * 5 / 4,
		   "after a while that grows");
		pass();
	}
	OK(strstr(fake.output, "cannot connect") ==
	   strstr(fake.output, "cannot connect: no route to this network; "
		  "trying again for at most 60 s"), "it says so");
	SAME(strlen(fake.output), strcspn(fake.output, "\n") + 1, "once");
	fake.now = 60999;
	turn(false);
	SAME(s.state, SESSION_RETRY, "to the last moment");
	fake.now = 61000;
	turn(false);
	SAME(s.state, SESSION_FAILED, "then no longer");
	SAME(s.fault.err, ENETUNREACH, "why the last try failed");

	begin(false, false);
	fake.connect_rc = -ENETUNREACH;
	fake.random_rc = -EAGAIN;
	pass();
	pass();
	OK(s.due - fake.now >= 93 && s.due - fake.now <= 157,
	   "without random numbers, too");
	begin(false, false);
	fake.now = 61000;
	turn(false);
	SAME(s.state, SESSION_FAILED, "no time at all");
	SAME(s.fault.err, ETIMEDOUT, "and that is why");
}

/* How a try ends: what is wrong, the errno, and whether it is tried again. */
static const struct {
	const char *why;
	int connect_rc, connected_rc;
	bool hung_up;
	int refuse;		/* of the kernel */
	uint16_t status;	/* of the target */
	int err;
	bool again;
} ends[] = {
{ "refused", 0, -ECONNREFUSED, false, 0, 0, ECONNREFUSED, true },
{ "no host", 0, -EHOSTUNREACH, false, 0, 0, EHOSTUNREACH, true },
{ "no address family", -EAFNOSUPPORT, 0, false, 0, 0, EAFNOSUPPORT, false },
{ "closed at once", 0, 0, true, 0, 0, ECONNRESET, true },
{ "no session", 0, 0, false, UEVENT_CREATE_SESSION, 0, EINVAL, false },
{ "no connection", 0, 0, false, UEVENT_CREATE_CONN, 0, EINVAL, false },
{ "not bound", 0, 0, false, UEVENT_BIND_CONN, 0, EINVAL, false },
{ "no PDU", 0, 0, false, UEVENT_SEND_PDU, 0, EINVAL, false },
{ "not started", 0, 0, false, UEVENT_START_CONN, 0, EINVAL, false },
{ "authentication failed", 0, 0, false, 0, 0x0201, EACCES, false },
{ "not found, yet", 0, 0, false, 0, 0x0203, ENOENT, true },
{ "refused for good", 0, 0, false, 0, 0x0205, ECONNABORTED, false },
{ "no resources", 0, 0, false, 0, 0x0302, EAGAIN, true },
{ "a broken rule", 0, 0, false, 0, 0x0101, EPROTO, false },
};

static void test_ends(void)
{
	for (size_t i = 0; i < 2 * ARRAY_SIZE(ends); i++) {
		bool once = i >= ARRAY_SIZE(ends);
		size_t n = i % ARRAY_SIZE(ends);
		const char *why = ends[n].why;

		begin(false, once);
		fake.connect_rc = ends[n].connect_rc;
		fake.connected_rc = ends[n].connected_rc;
		fake.hung_up = ends[n].hung_up;
		fake_refuse = ends[n].refuse;
		fake_refuse_err = EINVAL;
		to_login();
		if (s.state == SESSION_LOGIN)
			respond(0x87, ends[n].status, "");
		SAME(s.tries, 1, why);
		/* The second try is at once. */
		if (ends[n].again && !once) {
			SAME(s.state, SESSION_CONNECT, why);
			OK(strstr(fake.output, "trying again"), why);
			continue;
		}
		SAME(s.state, SESSION_FAILED, why);
		SAME(s.fault.err, ends[n].err, why);
		SAME(s.fd, -1, why);
		OK(!s.handoff.session && !s.handoff.connection, why);
		OK(!strstr(fake.log, "create session") ||
		   strstr(fake.log, "request 12 of 7:0") ||
		   ends[n].refuse == UEVENT_CREATE_SESSION,
		   "nothing half made is left");
	}
	begin(true, false);
	to_login();
	OK(strstr(fake.log, "flags 00\n"), "with CHAP: the security stage");
	begin_login();
	OK(strstr(fake.log, "flags 87\n"), "without: past it");
	begin(true, false);
	fake.random_rc = -EIO;
	to_login();
	SAME(s.state, SESSION_FAILED, "no random numbers, no mutual CHAP");
	OK(!strstr(fake.log, "send 48"), "nothing is sent");
	begin_login();
	fake_kernel_error(&fake, 1020);
	turn(false);
	SAME(s.state, SESSION_CONNECT, "closed during the login: again");
	SAME(s.tries, 1, "after a try");
	begin_login();
	session_abandon(&s);
	SAME(s.state, SESSION_FAILED, "given up");
	OK(strstr(fake.log, DESTROY), "and taken down");
}

static void test_timeouts(void)
{
	begin(false, true);
	pass();
	fake.now += 9999;
	turn(false);
	SAME(s.state, SESSION_CONNECT, "ten seconds to connect");
	fake.now++;
	turn(false);
	SAME(s.fault.err, ETIMEDOUT, "and no more");
	SAME(s.fault.stage, STAGE_CONNECT, "said with its stage");
	begin(false, true);
	to_login();
	fake.now += 14999;
	turn(false);
	SAME(s.state, SESSION_LOGIN, "fifteen for the login");
	fake.now++;
	turn(false);
	SAME(s.fault.err, ETIMEDOUT, "and no more");
	OK(strstr(fake.log, DESTROY), "the session is taken down");
	begin(false, true);
	to_scan();
	fake.now += 29999;
	turn(false);
	SAME(s.state, SESSION_SCAN, "thirty for the disk");
	fake.now++;
	turn(false);
	SAME(s.fault.err, ETIMEDOUT, "and no more");
	SAME(s.fault.stage, STAGE_SCAN, "said with its stage");
	OK(strstr(fake.log, "finish 50") || strstr(fake.log, "close 50"),
	   "the scan's descriptor is not left open");
}

static void test_announcement(void)
{
	struct sys_wait w[SESSION_WAITS];

	begin_login();
	SAME(session_waits(&s, w), 3000, "after two seconds");
	SAME_TEXT(fake.output, "", "it says nothing before");
	pass();
	SAME_TEXT(fake.output, "iscsistart: login: 10.0.0.1:3260: waiting for "
		  "the answer to the login, at most 13 s more\n", "then what");
	SAME(session_waits(&s, w), 16000, "once");
}

/* What the kernel says while it is asked for something else, by this session
 * or by another, is taken then: nothing is left to wake up for. */
static void test_already_taken(void)
{
	struct sys_wait w[SESSION_WAITS];

	begin_login();
	OK(session_waits(&s, w) > fake.now, "no answer yet");
	answer(0x87, 0, "TargetPortalGroupTag=5");
	kernel_take_events(&kernel);
	OK(session_waits(&s, w) <= fake.now, "nor a wait for what is there");
	turn(false);
	SAME(s.state, SESSION_SCAN, "it is used");
	OK(session_waits(&s, w) > fake.now, "once");
	begin_login();
	fake_kernel_error(&fake, 1020);
	kernel_take_events(&kernel);
	OK(session_waits(&s, w) <= fake.now, "an error is not waited for");
	turn(false);
	SAME(s.tries, 1, "it ends the try");
}

static void redirect_to(uint16_t status, int port)
{
	char text[40];

	snprintf(text, sizeof(text), "TargetAddress=10.0.0.9:%d", port);
	respond(0, status, text);
}

static void test_redirects(void)
{
	begin_login();
	respond(0, 0x0101, "TargetAddress=10.0.0.9:3261");
	SAME(s.state, SESSION_CONNECT, "at once to where it moved");
	OK(strstr(fake.log, DESTROY "connect 10.0.0.9:3261\n"),
	   "with a session of its own");
	for (int i = 0; i < 7; i++) {
		turn(true);
		redirect_to(0x0101, 3262 + i);
		SAME(s.state, SESSION_CONNECT, "and again");
	}
	turn(true);
	redirect_to(0x0101, 4000);
	SAME(s.state, SESSION_FAILED, "the ninth time it is a circle");
	SAME(s.fault.err, EPROTO, "and the target's fault");
	begin_login();
	for (int i = 0; i < 8; i++) {
		redirect_to(0x0101, 3261 + i);
		turn(true);
	}
	respond(0, 0x0301, "");
	turn(true);
	respond(0, 0x0102, "TargetAddress=10.0.0.9:3261");
	SAME(s.state, SESSION_CONNECT, "a new try may be redirected anew");
	begin_login();
	respond(0, 0x0101, "TargetAddress=10.0.0.9:3261");
	turn(true);
	respond(0, 0x0301, "");
	SAME(s.tries, 1, "what it moved to is out of order");
	OK(portal_equal(&s.portal, &plan.targets[0].portal),
	   "again from the beginning");
	begin_login();
	fake.log[0] = '\0';
	redirect_to(0x0102, 3261);
	turn(true);
	OK(strstr(fake.log, "17=10.0.0.9\n18=3261\n"),
	   "11.13.5: for good: whoever logs in later begins there");
	respond(0, 0x0301, "");
	SAME(s.portal.port, 3261, "and so do we");
}

/* TargetAddress may be a host name (13.8). */
static void test_redirect_to_name(void)
{
	struct sys_wait w[SESSION_WAITS];

	servers.count = 0;
	begin_login();
	respond(0, 0x0101, "TargetAddress=san.test:3262,1");
	SAME(s.state, SESSION_RESOLVE, "it is looked up");
	turn(false);
	SAME(s.state, SESSION_FAILED, "nobody to ask, now or later");
	OK(strstr(s.fault.text, "san.test: no DNS server is known"), "why");

	servers.count = 1;
	addr_parse("10.0.0.53", &servers.list[0]);
	begin_login();
	fake.log[0] = '\0';
	respond(0, 0x0101, "TargetAddress=san.test:3262,1");
	session_waits(&s, w);
	OK(w[0].fd >= 0 && w[1].fd >= 0, "both families are waited for");
	OK(!session_connected(&s), "another path does not wait for that");
	s.resolve.state = RESOLVE_DONE;
	addr_parse("10.0.0.9", &s.resolve.addrs[0]);
	turn(false);
	SAME(s.state, SESSION_CONNECT, "and it goes on there");
	OK(strstr(fake.log, "connect 10.0.0.9:3262\n"), "with its own port");
	servers.count = 0;
}

/* tgt chooses 7, takes it for SHA-1, and refuses what is SHA-256. */
static void test_mistaken(void)
{
	begin(true, false);
	to_login();
	respond(0x00, 0, "AuthMethod=CHAP");
	respond(0x00, 0, "CHAP_A=7");
	SAME(s.state, SESSION_FAILED, "no challenge");
	begin(true, false);
	to_login();
	respond(0x00, 0, "AuthMethod=CHAP");
	s.login.step = LOGIN_CHAP_R;
	s.login.chap.algorithm = HASH_SHA256;
	respond(0x00, 0x0200, "");
	SAME(s.state, SESSION_CONNECT, "another login, at once");
	OK(!memchr(s.algorithms, HASH_SHA256, sizeof(s.algorithms)),
	   "without 7");
	SAME(s.tries, 0, "which is no try of its own");
}

static void test_disk(void)
{
	begin(false, false);
	plan.targets[0].lun[1] = 3;
	to_scan();
	turn(true);
	SAME(s.state, SESSION_FAILED, "the target lacks the LUN");
	SAME(s.fault.err, ENXIO, "it says so");
	begin(false, false);
	session_adopt(&s, FAKE_SID, FAKE_HOST);
	SAME(s.state, SESSION_UP, "a session that is there, with its disk");
	OK(s.already && !strstr(fake.log, "start"), "no scan is needed");
	begin(false, false);
	plan.targets[0].lun[1] = 3;
	session_adopt(&s, FAKE_SID, FAKE_HOST);
	SAME(s.state, SESSION_SCAN, "without its disk: scan");
	turn(true);
	SAME(s.state, SESSION_FAILED, "the LUN is not there");
	OK(!strstr(fake.log, "request 12"), "another's session stays");
}

int main(void)
{
	test_up();
	test_tags();
	test_retries();
	test_ends();
	test_timeouts();
	test_announcement();
	test_already_taken();
	test_redirects();
	test_redirect_to_name();
	test_mistaken();
	test_disk();
	return test_done();
}
