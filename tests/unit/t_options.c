// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line. */
#include "options.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "test.h"

#define ARGS_MAX 28
#define I "-i", "iqn.2026-11.test:node1"
#define T "-t", "iqn.2026-11.test:boot"
#define A "-a", "10.77.0.1"
#define X49 "0123456789012345678901234567890123456789012345678"
#define X28 "0123456789012345678901234567"

/* wrong: a part of the sentence; NULL: it is taken. */
static const struct {
	const char *why;
	const char *args[ARGS_MAX];
	const char *wrong;
	enum action action;
} cases[] = {
{ "nothing: from firmware", { NULL }, NULL, ACTION_BOOT },
{ "a target by hand", { I, T, A, NULL }, NULL, ACTION_BOOT },
{ "all of Open-iSCSI's", { I, T, A, "-p", "3261", "-g", "1", "-u", "user",
  "-w", "chapsecret12", "-U", "targ", "-W", "targsecret12", NULL }, NULL,
  ACTION_BOOT },
{ "long forms", { "--initiatorname=iqn.a", "--targetname=iqn.b",
  "--address=10.0.0.1", "--port=3260", "--tgpt=1", "--username=u",
  "--password=chapsecret12", "--username_in=t",
  "--password_in=targsecret12", NULL }, NULL, ACTION_BOOT },
{ "long forms, value apart", { "--initiatorname", "iqn.a", "--targetname",
  "iqn.b", "--address", "::1", NULL }, NULL, ACTION_BOOT },
{ "firmware", { "-b", NULL }, NULL, ACTION_BOOT },
{ "network", { "-N", NULL }, NULL, ACTION_NETWORK },
{ "print", { "-f", NULL }, NULL, ACTION_PRINT },
{ "long firmware forms", { "--fwparam_connect", "--fwparam_network", NULL },
  NULL, ACTION_NETWORK },
{ "the first action decides", { "-f", "-N", NULL }, NULL, ACTION_PRINT },
{ "version", { "-v", NULL }, NULL, ACTION_VERSION },
{ "help", { "-h", NULL }, NULL, ACTION_HELP },
{ "help, whatever else is missing", { "-h", T, NULL }, NULL, ACTION_HELP },
{ "version, whatever else is missing", { "--version", A, NULL }, NULL,
  ACTION_VERSION },
{ "a setting", { I, T, A, "-P", "node.session.cmds_max=64", NULL }, NULL,
  ACTION_BOOT },
{ "a setting that is none", { I, T, A, "--param=node.x=64", NULL },
  "no such setting", ACTION_BOOT },
{ "a DHCP client by its name", { "--dhcp-client=udhcpc", NULL }, NULL,
  ACTION_BOOT },
{ "a DHCPv6 client without a name", { "--dhcp6-client=", NULL },
  "--dhcp6-client=: the path of a program is needed, or its name", ACTION_BOOT },
{ "a DHCP client without a name", { "--dhcp-client=", NULL },
  "--dhcp-client=: the path of a program is needed, or its name", ACTION_BOOT },
{ "a DHCP client of 99 characters", { "--dhcp-client=/" X49 X49, NULL }, NULL,
  ACTION_BOOT },
{ "a DHCP client of 100", { "--dhcp-client=//" X49 X49, NULL },
  "of at most 99 characters", ACTION_BOOT },
{ "probe", { "--probe", I, T, A, NULL }, NULL, ACTION_PROBE },
{ "probe in JSON", { "--probe=json", I, T, A, NULL }, NULL, ACTION_PROBE },
{ "probe what firmware says", { "--probe", NULL }, NULL, ACTION_PROBE },
{ "probe in another form", { "--probe=xml", I, T, A, NULL },
  "json is the only form", ACTION_BOOT },
{ "probe in a form that begins so", { "--probe=jsonl", I, T, A, NULL },
  "--probe=jsonl: json", ACTION_BOOT },
{ "a probe behind values", { I, T, A, "--probe", NULL }, NULL,
  ACTION_PROBE },
{ "probe of what the plan finds", { "--probe", I, A, NULL }, NULL,
  ACTION_PROBE },
{ "discovery", { "--discover", I, A, NULL }, NULL, ACTION_DISCOVER },
{ "discovery in JSON, CHAP", { "--discover", "--json", I, A, "-u", "user",
  "-w", "chapsecret12", NULL }, NULL, ACTION_DISCOVER },
{ "discovery without a portal", { "--discover", I, NULL },
  "-a (address of the portal) is missing", ACTION_DISCOVER },
{ "discovery without a name", { "--discover", A, NULL }, NULL,
  ACTION_DISCOVER },
{ "discovery of what the command line says", { "--discover", A, "--cmdline",
  NULL }, "not with", ACTION_DISCOVER },
{ "discovery of one target", { "--discover", I, T, A, NULL },
  "not with -t", ACTION_DISCOVER },
{ "discovery of what firmware says", { "--discover", A, "-b", NULL },
  "not with", ACTION_DISCOVER },
{ "discovery in a form", { "--discover=json", I, A, NULL }, "unknown",
  ACTION_BOOT },
{ "JSON of a form", { "--discover", "--json=1", I, A, NULL }, "unknown",
  ACTION_DISCOVER },
{ "no target, which another source may name", { I, A, NULL }, NULL,
  ACTION_BOOT },
{ "no initiator", { T, A, NULL }, NULL, ACTION_BOOT },
{ "no address", { I, T, NULL }, NULL, ACTION_BOOT },
{ "an address that is none", { I, T, "-a", "10.0.0", NULL }, "-a 10.0.0",
  ACTION_BOOT },
{ "a host name", { I, T, "-a", "san.example.com", NULL }, NULL,
  ACTION_BOOT },
{ "what is neither", { I, T, "-a", "san/1", NULL }, "-a san/1 is neither",
  ACTION_BOOT },
{ "IPv6 in brackets", { I, T, "-a", "[2001:db8::1]", NULL }, NULL,
  ACTION_BOOT },
{ "the command line", { "--cmdline", NULL }, NULL, ACTION_BOOT },
{ "a file like it", { "--cmdline=/tmp/x", "--plan=json", NULL }, NULL,
  ACTION_PLAN },
{ "the command line, and only firmware", { "-b", "--cmdline", NULL },
  "do not go with --cmdline", ACTION_BOOT },
{ "keep", { "--keep", NULL }, NULL, ACTION_BOOT },
{ "keep, in real time", { "--keep=rt", NULL }, NULL, ACTION_BOOT },
{ "keep, with a reserve", { "--keep=reserve,rt", NULL }, NULL, ACTION_BOOT },
{ "keep, otherwise", { "--keep=yes", NULL }, "--keep=yes: it takes rt",
  ACTION_BOOT },
{ "keep, and nothing", { "--keep=rt,", NULL }, "--keep=rt,: it takes rt",
  ACTION_BOOT },
{ "keep, more than a word", { "--keep=reserved", NULL }, "--keep=reserved: it",
  ACTION_BOOT },
{ "keep, a part of a word", { "--keep=r", NULL }, "--keep=r: it", ACTION_BOOT },
{ "hand over", { "--keep", "--no-keep", NULL }, NULL, ACTION_BOOT },
{ "attach", { "--keep", "--attach", NULL }, NULL, ACTION_ATTACH },
{ "attach without keep", { "--attach", NULL }, "the two go together",
  ACTION_ATTACH },
{ "status", { "--status", NULL }, NULL, ACTION_STATUS },
{ "status in JSON", { "--status=json", NULL }, NULL, ACTION_STATUS },
{ "stop", { "--stop", NULL }, NULL, ACTION_STOP },
{ "stop and hand over", { "--stop", "--handover", NULL }, NULL, ACTION_STOP },
{ "record", { "--record", NULL }, NULL, ACTION_RECORD },
{ "record elsewhere", { "--record=/var/lib/iscsi", NULL }, NULL,
  ACTION_RECORD },
{ "record nowhere", { "--record=", NULL }, "the path of a folder",
  ACTION_BOOT },
{ "record somewhere", { "--record=iscsi", NULL }, "the path of a folder",
  ACTION_BOOT },
{ "a folder of 127 characters", { "--record=/" X49 X49 X28, NULL }, NULL,
  ACTION_RECORD },
{ "a folder of 128", { "--record=//" X49 X49 X28, NULL },
  "at most 127 characters", ACTION_BOOT },
{ "hand over without stop", { "--handover", NULL }, "how --stop ends",
  ACTION_BOOT },
{ "the plan", { "--plan", NULL }, NULL, ACTION_PLAN },
{ "the plan in an unknown form", { "--plan=xml", NULL }, "--plan=xml",
  ACTION_BOOT },
{ "secrets in a file", { "--secrets=/tmp/x", NULL }, NULL, ACTION_BOOT },
{ "secrets nowhere", { "--secrets", NULL }, "without its value",
  ACTION_BOOT },
{ "port 0", { I, T, A, "-p", "0", NULL }, "from 1 to 65535", ACTION_BOOT },
{ "the highest port", { I, T, A, "-p", "65535", NULL }, NULL, ACTION_BOOT },
{ "port above 65535", { I, T, A, "-p", "65536", NULL }, "from 1 to 65535",
  ACTION_BOOT },
{ "a port that wraps", { I, T, A, "-p", "18446744073709554876", NULL },
  "from 1 to 65535", ACTION_BOOT },
{ "a negative port", { I, T, A, "-p", "-1", NULL }, "from 1 to 65535",
  ACTION_BOOT },
{ "group tag 0", { I, T, A, "-g", "0", NULL }, NULL, ACTION_BOOT },
{ "group tag above 65535", { I, T, A, "-g", "65536", NULL }, "-g 65536",
  ACTION_BOOT },
{ "a name without a secret", { I, T, A, "-u", "user", NULL }, "-u and -w",
  ACTION_BOOT },
{ "a secret without a name", { I, T, A, "-w", "chapsecret12", NULL },
  "-u and -w", ACTION_BOOT },
{ "a target's name without its secret", { I, T, A, "-u", "user", "-w",
  "chapsecret12", "-U", "targ", NULL }, "-U and -W", ACTION_BOOT },
{ "a target's secret without its name", { I, T, A, "-u", "user", "-w",
  "chapsecret12", "-W", "targsecret12", NULL }, "-U and -W", ACTION_BOOT },
{ "mutual without our own", { I, T, A, "-U", "targ", "-W", "targsecret12",
  NULL }, "-u and -w as well", ACTION_BOOT },
{ "a name, and firmware says the rest", { I, NULL }, NULL, ACTION_BOOT },
{ "an account for it", { "-b", "-u", "user", "-w", "chapsecret12", NULL },
  NULL, ACTION_BOOT },
{ "capitals of an initiator name are ours to turn", { "-i",
  "IQN.2026-11.Test:I", NULL }, NULL, ACTION_BOOT },
{ "an empty CHAP name", { I, T, A, "-u", "", "-w", "chapsecret12", NULL },
  "1 to 255", ACTION_BOOT },
{ "an empty secret", { I, T, A, "-u", "user", "-w", "", NULL }, "1 to 255",
  ACTION_BOOT },
{ "an initiator name of another form", { "-i", "node1", T, A, NULL },
  "not an iSCSI name", ACTION_BOOT },
{ "a target name with a space", { I, "-t", "iqn. x", A, NULL }, "a space",
  ACTION_BOOT },
{ "an empty target name", { I, "-t", "", A, NULL }, "is empty", ACTION_BOOT },
{ "wait", { "--wait=0", NULL }, NULL, ACTION_BOOT },
{ "wait a day", { "--wait=86400", NULL }, NULL, ACTION_BOOT },
{ "wait longer", { "--wait=86401", NULL }, "--wait 86401", ACTION_BOOT },
{ "wait for no number", { "--wait=x", NULL }, "--wait x", ACTION_BOOT },
{ "an option without its value", { "-t", NULL }, "without its value",
  ACTION_BOOT },
{ "an unknown option", { "-x", NULL }, "unknown", ACTION_BOOT },
{ "an unknown long option", { "--frobnicate", NULL }, "unknown",
  ACTION_BOOT },
{ "a value where none belongs", { "--kmsg=1", NULL }, "unknown",
  ACTION_BOOT },
{ "what is no option", { "-b", "now", NULL }, "'now' is not", ACTION_BOOT },
{ "the first fault stays", { "-p", "0", "-x", NULL }, "-p 0", ACTION_BOOT },
};

struct line {
	char text[ARGS_MAX][300];
	char *argv[ARGS_MAX + 2];
	int argc;
};

/* A copy: the secrets in it are overwritten.  Two take turns, for both C
 * libraries' getopt keeps a pointer into the last line. */
static struct line *set_line(const char *const *args)
{
	static char program[] = "iscsistart";
	static struct line lines[2];
	static unsigned int turn;
	struct line *l = &lines[turn++ % 2];

	l->argv[0] = program;
	for (l->argc = 1; args[l->argc - 1]; l->argc++) {
		copy_string(l->text[l->argc], sizeof(l->text[0]),
			    args[l->argc - 1]);
		l->argv[l->argc] = l->text[l->argc];
	}
	l->argv[l->argc] = NULL;
	return l;
}

static bool has(const struct line *l, const char *part)
{
	for (int i = 1; i < l->argc; i++)
		if (strstr(l->text[i], part))
			return true;
	return false;
}

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		struct fault f = { .err = 0, .text = "" };
		struct options o;
		struct line *l;

		l = set_line(cases[i].args);
		SAME(options_parse(&o, l->argc, l->argv, &f),
		     cases[i].wrong ? -EINVAL : 0, why);
		SAME(o.action, cases[i].action, why);
		OK(!cases[i].wrong || strstr(f.text, cases[i].wrong), why);
		OK(!has(l, "secret12"), "no secret stays in argv");
		OK(!strstr(f.text, "secret12"), "no secret in a message");
	}
}

static void test_values(void)
{
	static const char *const all[] = {
		I, T, "-a", "2001:db8::1", "-p", "3261", "-g", "7", "-u",
		"user", "-wchapsecret12", "-U", "targ",
		"--password_in=targsecret12", "--wait=5", "--kmsg",
		"--timeline=/t", "--dhcp-client=/opt/lease", "--no-network",
		"--keep=rt", "--keep=reserve",
		"--dhcp6-client=/opt/six", NULL };
	static const char *const none[] = { NULL };
	struct fault f = { .err = 0 };
	char text[ADDR_TEXT_SIZE];
	struct options o;
	struct line *l;

	l = set_line(none);
	SAME(options_parse(&o, l->argc, l->argv, &f), 0, "no options");
	SAME(o.wait, 180, "wait three minutes");
	SAME(o.portal.port, 3260, "the port's default");
	SAME(o.tpgt, TPGT_UNKNOWN, "no tag");
	OK(!o.firmware && !o.portal_given && !o.kmsg && !o.target_name &&
	   !o.no_network,
	   "nothing is given");
	l = set_line(all);
	SAME(options_parse(&o, l->argc, l->argv, &f), 0, "all options");
	OK(o.keep && o.reserve && !o.realtime, "--keep: the last one counts");
	SAME_TEXT(o.initiator_name, "iqn.2026-11.test:node1", "-i");
	SAME_TEXT(o.target_name, "iqn.2026-11.test:boot", "-t");
	SAME_TEXT(addr_text(&o.portal.addr, text), "2001:db8::1", "-a");
	SAME(o.portal.port, 3261, "-p");
	SAME(o.tpgt, 7, "-g");
	SAME_TEXT(o.account.name, "user", "-u");
	OK(o.account.secret.len == 12 &&
	   !memcmp(o.account.secret.bytes, "chapsecret12", 12), "-w");
	SAME_TEXT(o.account.reverse_name, "targ", "-U");
	OK(o.account.reverse_secret.len == 12 &&
	   !memcmp(o.account.reverse_secret.bytes, "targsecret12", 12), "-W");
	SAME(o.wait, 5, "--wait");
	OK(o.kmsg, "--kmsg");
	SAME_TEXT(o.timeline, "/t", "--timeline");
	SAME_TEXT(o.dhcp_client, "/opt/lease", "--dhcp-client");
	SAME_TEXT(o.dhcp6_client, "/opt/six", "--dhcp6-client");
	OK(o.no_network, "--no-network");
	OK(!o.firmware, "a target by hand is not from firmware");
	OK(!has(l, "secret12"), "no secret stays in argv");
}

static void test_settings(void)
{
	static const char *const two[] = {
		I, T, A, "-P", "node.session.cmds_max=64",
		"--param=node.session.queue_depth=7", NULL };
	static const char *const none[] = { I, T, A, NULL };
	struct fault f = { .err = 0 };
	struct settings standing;
	struct options o;
	struct line *l = set_line(two);

	SAME(options_parse(&o, l->argc, l->argv, &f), 0, "two settings");
	SAME(o.settings.cmds_max, 64, "the first");
	SAME(o.settings.queue_depth, 7, "the second");
	settings_default(&standing);
	l = set_line(none);
	SAME(options_parse(&o, l->argc, l->argv, &f), 0, "no setting");
	OK(!memcmp(&o.settings, &standing, sizeof(standing)), "as they stand");
}

/* How long is tried, and how it is told. */
static const struct {
	const char *why;
	const char *args[ARGS_MAX];
	uint32_t wait;
	bool json;
} answers[] = {
{ "a boot waits", { I, T, A, NULL }, 180, false },
{ "so does a printed table", { "-f", NULL }, 180, false },
{ "and a NIC", { "-N", NULL }, 180, false },
{ "a probe does not", { "--probe", NULL }, 0, false },
{ "unless it is told to", { "--probe", "--wait=7", NULL }, 7, false },
{ "before", { "--wait=7", "--probe", NULL }, 7, false },
{ "a probe in JSON", { "--probe=json", NULL }, 0, true },
{ "in the other spelling", { "--probe", "--json", NULL }, 0, true },
{ "in front", { "--json", "--probe", NULL }, 0, true },
{ "nor does a discovery", { "--discover", I, A, NULL }, 0, false },
{ "unless it is told to", { "--discover", I, A, "--wait=7", NULL }, 7, false },
{ "a discovery in JSON", { "--discover", "--json", I, A, NULL }, 0, true },
};

static void test_answers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct line *l = set_line(answers[i].args);
		struct fault f = { .err = 0 };
		struct options o;

		SAME(options_parse(&o, l->argc, l->argv, &f), 0,
		     answers[i].why);
		SAME(o.wait, answers[i].wait, answers[i].why);
		SAME(o.json, answers[i].json, answers[i].why);
	}
}

static void test_limits(void)
{
	static char name[300], secret[300];
	static const char *const args[] = { I, T, A, "-u", name, "-w", secret,
					    NULL };
	static const char *const bad[] = { "-p", "x", "-w", "chapsecret12",
					   NULL };
	struct fault f = { .err = 0 };
	struct options o;
	struct line *l;

	memset(name, 'n', 255);
	memset(secret, 's', 255);
	l = set_line(args);
	SAME(options_parse(&o, l->argc, l->argv, &f), 0, "the longest of both");
	SAME(o.account.secret.len, 255, "the secret, whole");
	secret[255] = 's';
	l = set_line(args);
	SAME(options_parse(&o, l->argc, l->argv, &f), -EINVAL,
	     "a secret is never cut");
	OK(!has(l, "ss"), "nor does a part of it stay");
	secret[255] = '\0';
	name[255] = 'n';
	f.err = 0;
	l = set_line(args);
	SAME(options_parse(&o, l->argc, l->argv, &f), -EINVAL,
	     "a CHAP name is never cut");
	f.err = 0;
	l = set_line(bad);
	SAME(options_parse(&o, l->argc, l->argv, &f), -EINVAL, "a bad port");
	OK(!has(l, "secret12"), "the secret behind an error leaves argv");
}

int main(void)
{
	static const char *const firmware[] = { "-b", T, NULL };
	struct fault f = { .err = 0 };
	struct options o;
	struct line *l;

	test_cases();
	test_values();
	test_settings();
	test_answers();
	test_limits();
	l = set_line(firmware);
	SAME(options_parse(&o, l->argc, l->argv, &f), 0,
	     "-b takes all from firmware");
	OK(o.firmware, "only from firmware");
	for (const char *c = options_help, *at = c; *c; c++)
		if (*c == '\n') {
			OK(c - at <= 80, "the help fits a terminal");
			at = c + 1;
		}
	return test_done();
}
