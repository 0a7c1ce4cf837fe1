// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole discovery, against portals that say what a script tells them. */
#include "discover.h"

#include "login_target.h"

static struct login_target t;
static struct connection c;

/* The answer to SendTargets, in one Text Response. */
static void say_targets(const char *text)
{
	uint8_t pdu[FAKE_BYTES] = { OPCODE_TEXT_RESPONSE, FLAG_F };
	size_t len = strlen(text);

	pdu[6] = (uint8_t)(len >> 8);
	pdu[7] = (uint8_t)len;
	pdu[19] = 2;			/* the login's tag is 1 */
	memset(pdu + 20, 0xff, 4);
	pdu[27] = 2;			/* StatSN: so was the login's */
	for (size_t i = 0; i < len; i++)
		pdu[BHS_SIZE + i] = text[i] == '|' ? 0 : (uint8_t)text[i];
	fake_queue(&t.fake, 5, (int)(BHS_SIZE + ((len + 3) & ~(size_t)3)),
		   pdu);
}

static void say_logout(void)
{
	uint8_t pdu[BHS_SIZE] = { OPCODE_LOGOUT_RESPONSE, FLAG_F, [19] = 3,
				  [27] = 3 };

	fake_queue(&t.fake, 5, BHS_SIZE, pdu);
}

#define MESSAGE "iscsistart: session: 192.0.2.1:3260: "
#define A "TargetName=iqn.a|"

static const struct {
	const char *why, *text, *lines, *json;
	const char *fault;
} cases[] = {
{ .why = "as iscsiadm prints it",
  .text = A "TargetAddress=192.0.2.9:3261,7|",
  .lines = "192.0.2.9:3261,7 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3261, \"tpgt\": 7}]}\n]\n" },
{ .why = "two targets, one with two portals (Appendix C)",
  .text = A "TargetAddress=192.0.2.9,1|TargetAddress=[2001:db8::9]:3261,2|"
	  "TargetName=iqn.b|TargetAddress=[2001:db8::9],0|",
  .lines = "192.0.2.9:3260,1 iqn.a\n[2001:db8::9]:3261,2 iqn.a\n"
	   "[2001:db8::9]:3260,0 iqn.b\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 1}, "
	  "{\"address\": \"2001:db8::9\", \"port\": 3261, \"tpgt\": 2}]},\n"
	  "{\"target\": \"iqn.b\", \"portals\": ["
	  "{\"address\": \"2001:db8::9\", \"port\": 3260, \"tpgt\": 0}]}\n]\n" },
{ .why = "without an address: this portal and the login's tag (Appendix C)",
  .text = A "TargetName=iqn.b|TargetAddress=192.0.2.9,2|",
  .lines = "192.0.2.1:3260,5 iqn.a\n192.0.2.9:3260,2 iqn.b\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"192.0.2.1\", \"port\": 3260, \"tpgt\": 5}]},\n"
	  "{\"target\": \"iqn.b\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 2}]}\n]\n" },
{ .why = "a tag that is missing, and one in hexadecimal (13.8, 13.9)",
  .text = A "TargetAddress=192.0.2.9:3260|TargetAddress=192.0.2.9,0xffff|",
  .lines = "192.0.2.9:3260,-1 iqn.a\n192.0.2.9:3260,65535 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": null}, "
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 65535}]}\n]\n" },
{ .why = "IPv6 without brackets, as tgt and SPDK send it",
  .text = A "TargetAddress=2001:db8::9:3261,1|",
  .lines = "[2001:db8::9]:3261,1 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"2001:db8::9\", \"port\": 3261, \"tpgt\": 1}]}\n]\n" },
{ .why = "domain names (13.8)",
  .text = A "TargetAddress=San-1.Example.com:1,1|TargetAddress=a,2|",
  .lines = "San-1.Example.com:1,1 iqn.a\na:3260,2 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"San-1.Example.com\", \"port\": 1, \"tpgt\": 1}, "
	  "{\"address\": \"a\", \"port\": 3260, \"tpgt\": 2}]}\n]\n" },
{ .why = "another machine's zone, as SCST sends it",
  .text = A "TargetAddress=[fe80::9%eth0]:3260,1|TargetAddress=192.0.2.9,2|",
  .lines = MESSAGE "'[fe80::9%eth0]:3260,1' is no address for us: left out of iqn.a\n"
	   "192.0.2.9:3260,2 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  MESSAGE "'[fe80::9%eth0]:3260,1' is no address for us: left out of iqn.a\n"
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 2}]}\n]\n" },
{ .why = "nothing but addresses that are none: no line",
  .text = A "TargetAddress=a b,1|TargetAddress=,1|TargetAddress=a:0,1|"
	  "TargetAddress=a:65536,1|TargetAddress=a,65536|TargetAddress=a,|"
	  "TargetAddress=a\n192.0.2.8:3260 iqn.x|TargetAddress=\"x,1|",
  .lines = MESSAGE "'a b,1' is no address for us: left out of iqn.a\n"
	   MESSAGE "',1' is no address for us: left out of iqn.a\n"
	   MESSAGE "'a:0,1' is no address for us: left out of iqn.a\n"
	   MESSAGE "'a:65536,1' is no address for us: left out of iqn.a\n"
	   MESSAGE "'a,65536' is no address for us: left out of iqn.a\n"
	   MESSAGE "'a,' is no address for us: left out of iqn.a\n"
	   MESSAGE "'a?192.0.2.8:3260 iqn.x' is no address for us: left out of iqn.a\n"
	   MESSAGE "'\"x,1' is no address for us: left out of iqn.a\n" },
{ .why = "a name that is none, and its addresses: first, between and last",
  .text = "TargetName=a\nb|TargetAddress=192.0.2.8,1|" A
	  "TargetAddress=192.0.2.9,1|TargetName=|TargetName=iqn.b|"
	  "TargetName=\xc2\x9b|TargetAddress=192.0.2.8,1|",
  .lines = MESSAGE "the target name 'a?b' is not a name: it holds a space or a control character: left out\n"
	   "192.0.2.9:3260,1 iqn.a\n"
	   MESSAGE "the target name '' is empty: left out\n"
	   "192.0.2.1:3260,5 iqn.b\n"
	   MESSAGE "the target name '?" "?' is not ASCII: left out\n" },
{ .why = "a name that JSON has to escape",
  .text = "TargetName=\"\\\"|TargetAddress=192.0.2.9,1|",
  .lines = "192.0.2.9:3260,1 \"\\\"\n",
  .json = "[\n{\"target\": \"\\\"\\\\\\\"\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 1}]}\n]\n" },
{ .why = "no targets, as iscsiadm has a status for it",
  .text = "", .lines = "", .json = "[\n]\n",
  .fault = "no targets for iqn.i" },
{ .why = "any other key (Appendix C, UNH 18.4); the JSON stays open",
  .text = A "TargetAddress=192.0.2.9,1|TargetAlias=x|TargetName=iqn.b|",
  .lines = "192.0.2.9:3260,1 iqn.a\n",
  .json = "[\n{\"target\": \"iqn.a\", \"portals\": ["
	  "{\"address\": \"192.0.2.9\", \"port\": 3260, \"tpgt\": 1}",
  .fault = "sent TargetAlias=x in its list" },
{ .why = "an address before the first name",
  .text = "TargetAddress=192.0.2.9,1|", .lines = "", .json = "[",
  .fault = "sent TargetAddress=192.0.2.9,1 in its list" },
{ .why = "SendTargets refused",
  .text = "SendTargets=Reject|", .lines = "",
  .fault = "sent SendTargets=Reject in its list" },
};

static int discover(bool json)
{
	struct portal portal;

	t.fault.err = 0;
	t.config.discovery = true;
	portal_parse("192.0.2.1", &portal);
	return discover_run(&c, &t.fake.sys, &portal, &t.config,
			    t.fake.now + 5000, json, &t.fault);
}

static void test_lists(bool json)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		const char *want = json ? cases[i].json : cases[i].lines;

		login_target_begin(&t);
		login_target_say(&t, 0, "TargetPortalGroupTag=5|");
		say_targets(cases[i].text);
		say_logout();
		SAME(!discover(json), !cases[i].fault, why);
		if (cases[i].fault)
			OK(strstr(t.fault.text, cases[i].fault), why);
		if (want)
			SAME_TEXT(t.fake.output, want, why);
		OK(strstr(t.fake.log, "close 5\n"), "closed, however it ends");
	}
}

/* The longest of everything. */
static void test_longest(bool json)
{
	char name[224], host[254], text[600], want[700];

	memset(name, '"', 223);
	memset(host, 'h', 253);
	name[223] = host[253] = '\0';
	for (int dot = 63; dot < 253; dot += 64)
		host[dot] = '.';
	for (int i = 0; i < 4; i++) {
		login_target_begin(&t);
		login_target_say(&t, 0, "");
		snprintf(text, sizeof(text),
			 "TargetName=%s%s|TargetAddress=%s%s:65535,65535|",
			 name, i & 1 ? "x" : "", host, i & 2 ? "hhh" : "");
		say_targets(text);
		say_logout();
		discover(json);
		snprintf(want, sizeof(want), "%s:65535,65535 %s\n", host,
			 name);
		if (!json && !i)
			SAME_TEXT(t.fake.output, want, "the longest names");
		OK(!!strstr(t.fake.output, "left out") == (i > 0),
		   "13.8, 4.2.7.1: a character more is left out");
	}
}

/* What would be right if its end were cut off. */
static void test_cut(void)
{
	char text[400];

	snprintf(text, sizeof(text), "%sTargetAddress=a,0x%0300u|", A, 5U);
	login_target_begin(&t);
	login_target_say(&t, 0, "");
	say_targets(text);
	SAME(discover(false), 0, "an address too long");
	OK(strstr(t.fake.output, "left out of iqn.a"), "is not cut");
}

static void test_sequence(void)
{
	login_target_begin(&t);
	login_target_say(&t, 0, "");
	say_targets("TargetName=iqn.a|");
	say_logout();
	SAME(discover(false), 0, "RFC 7143 7.4");
	SAME_TEXT(t.fake.log,
		  "connect 192.0.2.1:3260\nlogin SessionType=Discovery\n"
		  "sent 04\nsent 06\nclose 5\n", "text, logout, close");
	SAME_TEXT(t.fake.output, "192.0.2.1:3260,-1 iqn.a\n",
		  "a login without a tag");

	login_target_begin(&t);
	login_target_say(&t, 0, "");
	say_targets("TargetName=iqn.a|");
	fake_queue(&t.fake, 5, 0, NULL);
	SAME(discover(false), 0, "7.4: a target may drop instead of logout");

	login_target_begin(&t);
	login_target_say(&t, 0x0101, "TargetAddress=[2001:db8::9]|");
	login_target_say(&t, 0, "");
	say_targets("TargetName=iqn.a|");
	SAME(discover(false), 0, "moved");
	OK(strstr(t.fake.output, "\n[2001:db8::9]:3260,-1 iqn.a\n"),
	   "Appendix C: this portal is where we moved to");

	login_target_begin(&t);
	login_target_say(&t, 0x0201, "");
	SAME(discover(true), -EACCES, "refused");
	SAME_TEXT(t.fake.output, "", "nothing is printed");
	login_target_begin(&t);
	login_target_say(&t, 0, "");
	SAME(discover(true), -ETIMEDOUT, "no answer to SendTargets");
	SAME(t.fault.stage, STAGE_SESSION, "in the session");
}

int main(void)
{
	for (int json = 0; json < 2; json++) {
		test_lists(json);
		test_longest(json);
	}
	test_cut();
	test_sequence();
	return test_done();
}
