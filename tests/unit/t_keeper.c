// SPDX-License-Identifier: GPL-2.0-or-later
/* The keeper: who may ask it what, and when it looks after its sessions. */
#include "keeper.h"

#include "fake_kernel.h"

#define S "/sys/class/iscsi_session/session7/"
#define C "/sys/class/iscsi_connection/connection7:0/"

enum { HANDLE, STATE, CREATOR, NAME, INITIATOR, TPGT, USER, SECRET, ADDRESS,
       PORT };

static const struct fake_file start[] = {
	[HANDLE] = FAKE_HANDLE,
	[STATE] = { S "state", "LOGGED_IN\n", 0 },
	[CREATOR] = { S "creator", "-1\n", 0 },
	[NAME] = { S "targetname", "iqn.t\n", 0 },
	[INITIATOR] = { S "initiatorname", "iqn.i\n", 0 },
	[TPGT] = { S "tpgt", "5\n", 0 },
	[USER] = { S "username", "chapuser\n", 0 },
	[SECRET] = { S "password", "chapsecret12\n", 0 },
	[ADDRESS] = { C "persistent_address", "10.0.0.1\n", 0 },
	[PORT] = { C "persistent_port", "3260\n", 0 },
	{ NULL, NULL, 0 },
};

static struct fake_file files[ARRAY_SIZE(start)];
static struct fake fake;
static struct keeper k;
static char answer[4096];

/* What the client is sent, beside the kernel's end. */
static void sent(struct fake *f, int fd, const void *buf, size_t len)
{
	size_t n = strlen(answer);

	if (fd != FAKE_CLIENT_FD) {
		fake_kernel_send(f, fd, buf, len);
		return;
	}
	memcpy(answer + n, buf, len);
	answer[n + len] = '\0';
}

/* Something has come; no time passes. */
static bool at_once(struct fake *f, struct sys_wait *w, size_t n,
		    uint64_t deadline)
{
	(void)f;
	(void)w;
	(void)n;
	(void)deadline;
	return true;
}

static void begin(void)
{
	struct settings settings;
	struct fault f = { .err = 0 };

	memcpy(files, start, sizeof(files));
	fake_kernel_begin(&fake, files);
	fake.on_send = sent;
	settings_default(&settings);
	SAME(keeper_begin(&k, &fake.sys, &settings), 0, "it begins");
	k.pid = 42;
	SAME(keeper_attach(&k, FAKE_SID, &f), 0, "a session");
	SAME(keeper_listen(&k, &f), 0, "it listens");
	fake.log[0] = fake.output[0] = '\0';
}

/* A client with this request. */
static bool ask(const char *request)
{
	answer[0] = '\0';
	fake.clients = 1;
	fake_queue(&fake, FAKE_CLIENT_FD, (int)strlen(request), request);
	return keeper_turn(&k);
}

static void test_attach(void)
{
	struct fault f = { .err = 0 };

	begin();
	OK(k.count == 1 && k.kept[0].handoff.sid == FAKE_SID, "it has it");
	SAME_TEXT(k.kept[0].target_name, "iqn.t", "its target");
	SAME_TEXT(k.kept[0].account.name, "chapuser", "its account");
	OK(k.kept[0].account.secret.len == 12, "and the secret");
	OK(k.kept[0].tpgt == 5 && k.kept[0].time2wait == 2 &&
	   k.kept[0].portals[0].port == 3260, "all that a login needs");
	SAME(keeper_attach(&k, FAKE_SID, &f), 0, "again");
	SAME(k.count, 1, "is no second one");
	SAME(keeper_attach(&k, 9, &f), -ENODATA, "one that is not there");
	f.err = 0;
	k.count = 0;
	files[PORT].text = "0\n";
	SAME(keeper_attach(&k, FAKE_SID, &f), -EINVAL, "one without a portal");
	f.err = 0;
	files[PORT].text = "3260\n";
	files[INITIATOR].text = "(null)\n";
	SAME(keeper_attach(&k, FAKE_SID, &f), -EINVAL, "or a name");
	f.err = 0;
	k.count = KEEPER_SESSIONS;
	memset(k.kept, 0, sizeof(k.kept));
	SAME(keeper_attach(&k, FAKE_SID, &f), -ENOMEM, "too many");
	k.kept[3].state = KEPT_GONE;
	files[INITIATOR].text = "iqn.i\n";
	f.err = 0;
	SAME(keeper_attach(&k, FAKE_SID, &f), 0, "one that ended made room");
	SAME(k.kept[3].handoff.sid, FAKE_SID, "there");
}

static void test_status(void)
{
	begin();
	OK(ask("status\n"), "it goes on");
	SAME_TEXT(answer, "0\nsession keeper: process 42\n"
		  "session 7: iqn.t at 10.0.0.1:3260: up\n", "as text");
	k.kept[0].recoveries = 2;
	k.kept[0].last_ms = 2100;
	k.kept[0].longest_ms = 3000;
	k.kept[0].down_ms = 5100;
	k.kept[0].cause = "why";
	ask("status json\n");
	SAME_TEXT(answer, "0\n{\"version\":1,\"pid\":42,\"sessions\":[\n"
		  "{\"sid\":7,\"target\":\"iqn.t\",\"portal\":\"10.0.0.1:3260\","
		  "\"state\":\"up\",\"up\":true,\"recoveries\":2,\"last_ms\":2100,"
		  "\"longest_ms\":3000,\"down_ms\":5100,\"reserve\":false,\"by_reserve\":0,\"cause\":\"why\"}\n]}\n",
		  "as JSON");
	ask("status\n");
	OK(strstr(answer, "brought back 2 times, last after 2100 ms (why)"),
	   "how often");
	OK(!strstr(answer, "reserve"), "nobody asked for a reserve");
	k.pool.reserve = true;
	k.kept[0].by_reserve = 3;
	ask("status\n");
	OK(strstr(answer, "; reserved connection: none, used 3 times\n"),
	   "a reserve");
	ask("what\n");
	OK(!strncmp(answer, "22\n", 3), "what it does not know");
	ask("attach x\n");
	OK(!strncmp(answer, "22\n", 3), "no number");
	ask("attach 7\n");
	SAME_TEXT(answer, "0\n", "one that it has");
}

static void test_stop(void)
{
	begin();
	OK(ask("handover\n"), "iscsid would not take it: it goes on");
	OK(!strncmp(answer, "95\nsession 7 was made to be kept", 32),
	   "and says why");
	files[CREATOR].text = "99\n";
	OK(!ask("handover\n"), "iscsid takes it: it ends");
	OK(strstr(answer, "0\nthe keeper has ended: start or restart iscsid"),
	   "and says what to do");
	begin();
	OK(!ask("stop\n"), "it ends");
	OK(strstr(fake.output, "nobody brings back"), "which is logged");
	OK(!strstr(fake.log, "request 12") && !strstr(fake.log, "stop 7"),
	   "the session stays as it is");
}

/* Clients that are not as they should be. */
static void test_clients(void)
{
	begin();
	fake.accept_rc = -EACCES;
	OK(ask("stop\n"), "another user's word has no weight");
	SAME_TEXT(answer, "", "and gets no answer here");
	begin();
	ask("sta");
	SAME(k.control.client, FAKE_CLIENT_FD, "the rest is waited for");
	fake_queue(&fake, FAKE_CLIENT_FD, 4, "tus\n");
	keeper_turn(&k);
	OK(strstr(answer, "process 42"), "and taken");
	fake.on_wait = at_once;
	fake.clients = 1;
	keeper_turn(&k);
	fake.now += 999;
	keeper_turn(&k);
	SAME(k.control.client, FAKE_CLIENT_FD, "who says nothing has a second");
	fake.now += 1;
	keeper_turn(&k);
	SAME(k.control.client, -1, "and is sent away");
	ask("0123456789012345678901234567890123456789012345678901234567890123");
	SAME(k.control.client, -1, "and who says too much");
	fake_queue(&fake, FAKE_CLIENT_FD, 0, "");
	fake.clients = 1;
	keeper_turn(&k);
	SAME(k.control.client, -1, "and who hangs up");
}

static void test_look(void)
{
	uint64_t now;

	begin();
	now = fake.now;
	keeper_turn(&k);
	SAME(fake.now - now, 30000, "it sleeps, and then looks");
	files[STATE].text = "FAILED\n";
	keeper_turn(&k);
	SAME(k.kept[0].state, KEPT_WAIT, "what nobody told is found");
	begin();
	fake.on_wait = at_once;
	fake_queue(&fake, FAKE_KERNEL_FD, -ENOBUFS, NULL);
	fake.clients = 1;
	files[STATE].text = "FAILED\n";
	fake_queue(&fake, FAKE_CLIENT_FD, 7, "status\n");
	keeper_turn(&k);
	OK(strstr(answer, "waiting to connect"), "events were lost: at once");
	begin();
	files[STATE].err = -ENOENT;
	OK(!keeper_turn(&k), "without sessions it ends");
	SAME(k.count, 0, "none is left");
}

/* The boot's socket is closed when another one listens: its number is free
 * for the next boot. */
static void test_listen(void)
{
	struct fault f = { .err = 0 };

	begin();
	k.boot_fd = 77;
	fake_queue(&fake, 77, -EAGAIN, NULL);
	SAME(keeper_listen(&k, &f), 0, "again");
	SAME_TEXT(fake.log, "netlink 8 1\nclose 77\n", "in this order");
	SAME(k.kernel.fd, FAKE_KERNEL_FD, "the new one is listened to");
}

int main(void)
{
	test_attach();
	test_status();
	test_stop();
	test_clients();
	test_look();
	test_listen();
	return test_done();
}
