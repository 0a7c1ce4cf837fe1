// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions that the kernel has already. */
#include "existing.h"

#include "fake_kernel.h"

#define S "/sys/class/iscsi_session/"
#define C "/sys/class/iscsi_connection/connection7:0/"
#define DESTROY "stop 7:0 flag 1\nrequest 14 of 7:0\nrequest 12 of 7:0\n"

/* What sysfs says of session 7; the boot wants iqn.t at 10.0.0.1:3260. */
static const struct {
	const char *why, *name, *state, *target, *creator, *address, *port;
	bool host, scanned;
	enum session_state then;
	const char *log;
} cases[] = {
{ "ours, logged in", "session7", "LOGGED_IN\n", "iqn.t\n", "99\n",
  "10.0.0.1\n", "3260\n", true, true, SESSION_UP, "" },
{ "ours, a keeper's", "session7", "LOGGED_IN\n", "iqn.t\n", "-1\n",
  "10.0.0.1\n", "3260\n", true, true, SESSION_UP, "" },
{ "another target", "session7", "LOGGED_IN\n", "iqn.tt\n", "99\n",
  "10.0.0.1\n", "3260\n", true, true, SESSION_RETRY, "" },
{ "another portal", "session7", "LOGGED_IN\n", "iqn.t\n", "99\n",
  "10.0.0.2\n", "3260\n", true, true, SESSION_RETRY, "" },
{ "another port", "session7", "LOGGED_IN\n", "iqn.t\n", "99\n",
  "10.0.0.1\n", "3261\n", true, true, SESSION_RETRY, "" },
{ "no address", "session7", "LOGGED_IN\n", "iqn.t\n", "99\n", "(null)\n",
  "3260\n", true, true, SESSION_RETRY, "" },
{ "it lost its connection", "session7", "FAILED\n", "iqn.t\n", "99\n",
  "10.0.0.1\n", "3260\n", true, true, SESSION_FAILED, "" },
{ "in another's hands", "session7", "FREE\n", "iqn.t\n", "42\n",
  "10.0.0.1\n", "3260\n", true, false, SESSION_FAILED, "" },
{ "in the kernel's hands", "session7", "FREE\n", "iqn.t\n", "-1\n",
  "10.0.0.1\n", "3260\n", true, false, SESSION_FAILED, "" },
{ "no creator", "session7", "FREE\n", "iqn.t\n", "\n", "10.0.0.1\n",
  "3260\n", true, false, SESSION_FAILED, "" },
{ "half made, and its maker is gone", "session7", "FREE\n", "iqn.t\n",
  "99\n", "10.0.0.1\n", "3260\n", true, false, SESSION_RETRY, DESTROY },
{ "half made, before it had a target", "session7", "FREE\n", "\n", "99\n",
  "\n", "\n", true, false, SESSION_RETRY, DESTROY },
{ "without its maker, but it was logged in once", "session7", "FAILED\n",
  "iqn.other\n", "99\n", "10.0.0.1\n", "3260\n", true, true, SESSION_RETRY,
  "" },
{ "another's, logged in", "session7", "LOGGED_IN\n", "iqn.other\n", "99\n",
  "10.0.0.1\n", "3260\n", true, false, SESSION_RETRY, "" },
{ "no session's name", "sessionx", "FREE\n", "iqn.t\n", "99\n",
  "10.0.0.1\n", "3260\n", true, false, SESSION_RETRY, "" },
{ "a number that wraps", "session4294967303", "FREE\n", "iqn.t\n", "99\n",
  "10.0.0.1\n", "3260\n", true, false, SESSION_RETRY, "" },
{ "no host", "session7", "LOGGED_IN\n", "iqn.t\n", "99\n", "10.0.0.1\n",
  "3260\n", false, false, SESSION_FAILED, "" },
};

static struct fake fake;
static struct kernel kernel;
static struct plan plan;
static struct settings settings;
static struct session sessions[2];

static void ignore(void *arg, const struct uevent_message *m)
{
	(void)arg;
	(void)m;
}

static void begin(const struct fake_file *files)
{
	struct fault f = { .err = 0 };

	settings_default(&settings);
	memset(&plan, 0, sizeof(plan));
	copy_string(plan.targets[0].name, 8, "iqn.t");
	portal_parse("10.0.0.1", &plan.targets[0].portal);
	copy_string(plan.targets[1].name, 8, "iqn.u");
	portal_parse("10.0.0.1", &plan.targets[1].portal);
	kernel_open(&kernel, fake_kernel_begin(&fake, files), ignore, NULL,
		    &f);
	fake.log[0] = '\0';
	fake.alive = 42;
	for (int i = 0; i < 2; i++)
		session_init(&sessions[i], &fake.sys, &plan, &plan.targets[i],
			     &settings, &kernel, NULL, NULL, 61000, false);
}

static void run(size_t i)
{
	char paths[8][128];
	const char *name = cases[i].name;
	struct fake_file files[] = {
		FAKE_HANDLE,
		{ paths[0], cases[i].state, 0 },
		{ paths[1], cases[i].target, 0 },
		{ paths[2], cases[i].creator, 0 },
		{ cases[i].scanned ? paths[3] : "/x/type", "0\n", 0 },
		{ cases[i].scanned ? paths[4] : "/x/block/sda/size", "", 0 },
		{ C "persistent_address", cases[i].address, 0 },
		{ C "persistent_port", cases[i].port, 0 },
		{ "/sys/class/iscsi_host/host1/device/session6/x", "", 0 },
		{ cases[i].host ?
		  "/sys/class/iscsi_host/host2/device/session7/x" : "/y", "",
		  0 },
		{ NULL, NULL, 0 },
	};

	snprintf(paths[0], 128, S "%s/state", name);
	snprintf(paths[1], 128, S "%s/targetname", name);
	snprintf(paths[2], 128, S "%s/creator", name);
	snprintf(paths[3], 128, S "%s/device/target2:0:0/2:0:0:0/type", name);
	snprintf(paths[4], 128,
		 S "%s/device/target2:0:0/2:0:0:0/block/sda/size", name);
	begin(files);
	existing_take(&fake.sys, &kernel, sessions, 2);
	SAME(sessions[0].state, cases[i].then, cases[i].why);
	SAME(sessions[1].state, SESSION_RETRY, "another target's goes on");
	SAME_TEXT(fake.log, cases[i].log, cases[i].why);
	if (cases[i].then == SESSION_FAILED)
		SAME(sessions[0].fault.err, EEXIST, cases[i].why);
	if (cases[i].then == SESSION_UP)
		OK(sessions[0].already && !strcmp(sessions[0].scan.disk,
						  "sda"), cases[i].why);
}

/* Half made with a creator of -1: nobody else can be at it while this process
 * may make such sessions. */
static void run_keeping(void)
{
	static const struct fake_file half[] = {
		FAKE_HANDLE,
		{ S "session7/state", "FREE\n", 0 },
		{ S "session7/creator", "-1\n", 0 },
		{ NULL, NULL, 0 },
	};

	begin(half);
	existing_take(&fake.sys, &kernel, sessions, 2);
	SAME_TEXT(fake.log, "", "the kernel's own, perhaps");
	begin(half);
	kernel.keep = true;
	existing_take(&fake.sys, &kernel, sessions, 2);
	SAME_TEXT(fake.log, DESTROY, "of a run with --keep that ended");
}

/* One session of the kernel's, and two of the plan's to its portal. */
static void run_paths(void)
{
	static const struct fake_file files[] = {
		FAKE_HANDLE,
		{ S "session7/state", "LOGGED_IN\n", 0 },
		{ S "session7/targetname", "iqn.t\n", 0 },
		{ S "session7/device/target2:0:0/2:0:0:0/type", "0\n", 0 },
		{ S "session7/device/target2:0:0/2:0:0:0/block/sda/size", "",
		  0 },
		{ C "persistent_address", "10.0.0.1\n", 0 },
		{ C "persistent_port", "3260\n", 0 },
		{ "/sys/class/iscsi_host/host2/device/session7/x", "", 0 },
		{ NULL, NULL, 0 },
	};

	for (int nic = 0; nic <= 1; nic++) {
		begin(files);
		copy_string(plan.targets[1].name, 8, "iqn.t");
		plan.targets[1].nic = nic;
		existing_take(&fake.sys, &kernel, sessions, 2);
		SAME(sessions[0].state, SESSION_UP, "the first takes it");
		SAME(sessions[1].state, nic ? SESSION_RETRY : SESSION_UP,
		     nic ? "by another NIC: a path of its own" :
			   "another LUN of it");
	}
}

int main(void)
{
	static const struct fake_file none[] = { FAKE_HANDLE,
						 { NULL, NULL, 0 } };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		run(i);
	run_keeping();
	run_paths();
	begin(none);
	existing_take(&fake.sys, &kernel, sessions, 2);
	SAME(sessions[0].state, SESSION_RETRY, "no sessions at all");
	SAME_TEXT(fake.log, "", "nothing is done");
	return test_done();
}
