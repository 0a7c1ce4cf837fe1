// SPDX-License-Identifier: GPL-2.0-or-later
/* A login over a connection of our own, against a target that says what a
 * script tells it. */
#include "connection.h"

#include "login_target.h"

static struct login_target t;
static struct connection c;

static int open_to(const char *where)
{
	struct portal portal;
	uint64_t deadline = t.fake.now + 5000;

	t.fault.err = 0;
	t.fault.text[0] = '\0';
	portal_parse(where, &portal);
	return connection_open(&c, &t.fake.sys, &portal, &t.config, deadline,
			       &t.fault);
}

static void test_open(void)
{
	login_target_begin(&t);
	login_target_say(&t, 0, "TargetPortalGroupTag=7|");
	SAME(open_to("192.0.2.1"), 0, "logged in");
	SAME_TEXT(t.fake.log,
		  "connect 192.0.2.1:3260\n"
		  "login TargetName=iqn.t SessionType=Normal\n", "one exchange");
	SAME(c.login.params.target_portal_group_tag, 7, "what was settled");
	SAME(c.portal.port, 3260, "where we are");
	SAME(c.login.expcmdsn, 2, "11.13.4: the window that it leaves");
	SAME(c.login.maxcmdsn, 3, "and its end");
	t.fake.log[0] = '\0';
	connection_close(&c);
	SAME_TEXT(t.fake.log, "close 5\n", "closed");
	SAME(c.fd, -1, "and forgotten");
	SAME(c.login.statsn, 0, "what the login held, too");
	connection_close(&c);
	SAME_TEXT(t.fake.log, "close 5\n", "once");

	login_target_begin(&t);
	t.config.discovery = true;
	login_target_say(&t, 0, "");
	SAME(open_to("192.0.2.1"), 0, "a discovery session");
	SAME_TEXT(t.fake.log,
		  "connect 192.0.2.1:3260\nlogin SessionType=Discovery\n",
		  "13.21: names no target");
}

static void test_redirect(void)
{
	login_target_begin(&t);
	login_target_say(&t, 0x0101, "TargetAddress=[2001:db8::9]:3261|");
	login_target_say(&t, 0, "");
	SAME(open_to("192.0.2.1"), 0, "11.13.5: moved");
	SAME_TEXT(t.fake.log,
		  "connect 192.0.2.1:3260\n"
		  "login TargetName=iqn.t SessionType=Normal\n"
		  "close 5\n"
		  "connect [2001:db8::9]:3261\n"
		  "login TargetName=iqn.t SessionType=Normal\n",
		  "closed, and followed");
	SAME_TEXT(t.fake.output,
		  "iscsistart: login: 192.0.2.1:3260: the target moved to [2001:db8::9]:3261\n",
		  "says so");
	SAME(c.portal.port, 3261, "where we are now");
	connection_close(&c);

	login_target_begin(&t);
	for (int i = 0; i < 20; i++)
		login_target_say(&t, 0x0102, "TargetAddress=192.0.2.2|");
	SAME(open_to("192.0.2.1"), -EPROTO, "in circles");
	OK(strstr(t.fault.text, "in circles"), "seen, and ended");
	connection_close(&c);
}

static void test_wrong(void)
{
	login_target_begin(&t);
	t.fake.connect_rc = -ENETUNREACH;
	SAME(open_to("192.0.2.1"), -ENETUNREACH, "no route");
	SAME(t.fault.stage, STAGE_CONNECT, "at the connect");
	connection_close(&c);
	login_target_begin(&t);
	t.fake.connected_rc = -ECONNREFUSED;
	SAME(open_to("192.0.2.1"), -ECONNREFUSED, "refused");
	OK(strstr(t.fault.text, "running on this port"), "says what to do");
	connection_close(&c);
	login_target_begin(&t);
	t.silent = true;
	SAME(open_to("192.0.2.1"), -ETIMEDOUT, "no answer to the SYN");
	SAME(t.fault.stage, STAGE_CONNECT, "at the connect");
	SAME(t.fake.now, 6000, "at the deadline");
	connection_close(&c);
	login_target_begin(&t);
	SAME(open_to("192.0.2.1"), -ETIMEDOUT, "no answer to the login");
	SAME_TEXT(t.fault.text,
		  "connected, but the login is not answered in time", "says so");
	SAME(t.fault.stage, STAGE_LOGIN, "at the login");
	connection_close(&c);
	login_target_begin(&t);
	login_target_say(&t, 0x0203, "");
	SAME(open_to("192.0.2.1"), -ENOENT, "11.13.5: a status");
	OK(strstr(t.fault.text, "iqn.t was refused"), "which target");
	connection_close(&c);
	login_target_begin(&t);
	t.config.discovery = true;
	t.config.target_name = NULL;
	login_target_say(&t, 0x0202, "");
	SAME(open_to("192.0.2.1"), -EACCES, "and for a discovery");
	OK(strstr(t.fault.text, "the portal was refused"), "without a target");
	connection_close(&c);
	login_target_begin(&t);
	t.fake.send_rc = -EPIPE;
	SAME(open_to("192.0.2.1"), -EPIPE, "broken while sending");
	connection_close(&c);
}

/* Time passes while the target goes on sending. */
static uint64_t late(const struct sys *sys)
{
	return fake_of(sys)->now += 100;
}

static void test_endless(void)
{
	struct pdu in;
	int rc = 0;

	login_target_begin(&t);
	login_target_say(&t, 0, "");
	SAME(open_to("192.0.2.1"), 0, "logged in");
	t.fake.sys.now = late;
	for (int i = 0; i < 60; i++)
		login_target_say(&t, 0, "");
	while (!rc)
		rc = connection_receive(&c, &in, &t.fault);
	SAME(rc, -ETIMEDOUT, "PDUs without an end have the same time");
	OK(t.fake.queued > 0, "some are left");
	connection_close(&c);
}

int main(void)
{
	test_open();
	test_redirect();
	test_wrong();
	test_endless();
	return test_done();
}
