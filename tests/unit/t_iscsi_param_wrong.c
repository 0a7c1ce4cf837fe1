// SPDX-License-Identifier: GPL-2.0-or-later
/* The parameters that say what to boot: what is wrong in them, and what is
 * shown of it. */
#include "param_words.h"

#define A60 "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJ"

/* at: where in the value. */
static const struct {
	const char *why, *line, *slip;
	size_t at;
} wrong[] = {
{ "an initiator name of another form", "rd.iscsi.initiator=node1",
  "this is ", 0 },
{ "one that is too long", "rd.iscsi.initiator=iqn.2026-11.test:" L100 L100
  L10 "x", "this is longer than 223 bytes (RFC 7143 4.2.7.1)", 0 },
{ "a target name with a blank", "iscsi_target_name=\"iqn. x\"", "this is ",
  0 },
{ "a port", "iscsi_target_port=65536", "port 65536 is not 1..65535", 0 },
{ "port 0", "iscsi_target_port=0", "port 0 is not 1..65535", 0 },
{ "a port that is none", "iscsi_target_port=x", "port x is not 1..65535",
  0 },
{ "a tag", "iscsi_target_group=65536",
  "portal group tag 65536 is not 0..65535", 0 },
{ "an address", "iscsi_target_ip=10.0.0.300",
  "the target's address 10.0.0.300 is not an IPv4 address", 0 },
{ "the second one", "iscsi_target_ip=10.0.0.1,,x/y",
  "the target's address x/y is neither", 10 },
{ "the last one", "iscsi_target_ip=\"10.0.0.1 x/y \"",
  "the target's address x/y is neither", 9 },
{ "one that is too long", "iscsi_target_ip=a,x" L100 L100 L10 L10 L10 L10 L10
  "123", "an address is too long", 2 },
{ "too many of them", "iscsi_target_ip=" A60 "," A60 "," A60 "," A60 "," A60
  "," A60 "," A60 "," A60 "," A60, "it has more than 511 characters", 0 },
{ "a user", "rd.iscsi.username=" L100 L100 L10 L10 L10 L10 L10 "123456",
  "it has more than 255 characters", 0 },
{ "a secret", "rd.iscsi.password=" L100 L100 L10 L10 L10 L10 L10 "123456",
  "a secret has 1 to 255 characters", 0 },
{ "a root path", "netroot=iscsi:10.0.0.1::x::" T, "the port is not a decimal number",
  16 },
{ "without its scheme", "iscsiroot=10.0.0.1::x::" T, "the port is not a decimal number",
  10 },
{ "at its start", "iscsiroot=:::::" T, "", 0 },
{ "one that is too long", "iscsiroot=" L100 L100 L100 L100 L100 L100 L100 L100
  L100 L100 L10 "12345678", "it is too long", 0 },
{ "a setting", "rd.iscsi.param=node.session.cmds_max=x",
  "a number from 16 to 2048 is needed", 0 },
{ "a setting without a value", "rd.iscsi.param=node.session.cmds_max",
  "name=value is needed", 0 },
{ "a setting that is not there", "rd.iscsi.param=a=b",
  "there is no such setting", 0 },
};

static void test_wrong(void)
{
	struct slip s;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		SAME(take(SOURCE_CMDLINE, wrong[i].line, &s), -EINVAL,
		     wrong[i].why);
		if (strncmp(s.why, wrong[i].slip, strlen(wrong[i].slip)))
			SAME_TEXT(s.why, wrong[i].slip, wrong[i].why);
		SAME(s.at, wrong[i].at, wrong[i].why);
		SAME(said.target_count, 0, "no half of a target");
	}
	take(SOURCE_CMDLINE, "rd.iscsi.param=a=b", &s);
	SAME_TEXT(s.why, "there is no such setting",
		  "without the list of all");
	SAME(take(SOURCE_CMDLINE, "rd.iscsi.secrets=/none", &s), -EINVAL,
	     "a file that is not there");
	OK(f.err && !s.why[0], "is a fault, and no slip");
	SAME(take(SOURCE_CMDLINE, "rd.iscsi.secrets=/bad", &s), -EINVAL,
	     "a file that is wrong");
	OK(strstr(f.text, "/bad line 1") != NULL, "which is named");
}

static void test_settings(void)
{
	struct slip s;

	memset(&options, 0, sizeof(options));
	SAME(take(SOURCE_CMDLINE, "rd.iscsi.param=node.session.cmds_max=64",
		  &s), 0, "a setting");
	SAME(settings.cmds_max, 64, "a setting");
	options.params[options.param_count++] = "node.session.cmds_max=32";
	options.params[options.param_count++] = "node.session.queue_depth=8";
	SAME(take(SOURCE_CMDLINE, "rd.iscsi.param=node.session.cmds_max=64",
		  &s), 0, "a setting");
	SAME(settings.cmds_max, 128, "-P goes before");
	SAME(remarks.count, 1, "and that is said");
	SAME_TEXT(remarks.list[0].what, "node.session.cmds_max=64", "what");
	SAME_TEXT(remarks.list[0].why, "-P says node.session.cmds_max=32",
		  "why");
	SAME(take(SOURCE_CMDLINE, "rd.iscsi.param=node.session.cmds_max=32",
		  &s), 0, "the same");
	SAME(remarks.count, 0, "unless both say the same");
	take(SOURCE_CMDLINE, "rd.iscsi.param=node.session.cmds=32", &s);
	OK(!strcmp(s.why, "there is no such setting"),
	   "the start of its name is another");
	memset(&options, 0, sizeof(options));
}

static void test_too_many(void)
{
	char line[1500] = "iscsi_target_name=" T " iscsi_target_ip=a0";
	struct slip s;

	for (int i = 1; i <= PLAN_TARGETS_MAX; i++)
		snprintf(line + strlen(line), 16, ",a%d", i);
	SAME(take(SOURCE_CMDLINE, line, &s), 0, "9 addresses");
	SAME(said.target_count, PLAN_TARGETS_MAX, "8 targets");
	SAME(remarks.count, 1, "one remark");
	SAME_TEXT(remarks.list[0].what, T, "of the target");
	line[0] = '\0';
	for (int i = 0; i <= PLAN_TARGETS_MAX; i++)
		snprintf(line + strlen(line), 60,
			 "netroot=iscsi:10.0.0.%d::::" T " ", i + 1);
	SAME(take(SOURCE_CMDLINE, line, &s), 0, "9 netroots");
	SAME(said.target_count, PLAN_TARGETS_MAX, "8 targets");
	SAME_TEXT(remarks.list[0].what, "netroot=iscsi:10.0.0.9::::" T,
		  "the last");
	line[0] = '\0';
	for (int i = 0; i < PLAN_TARGETS_MAX + 1; i++)
		strcat(line, "rd.iscsi.secrets=/s ");
	SAME(take(SOURCE_CMDLINE, line, &s), 0, "9 accounts");
	strcat(line, "iscsi_username=u");
	SAME(take(SOURCE_CMDLINE, line, &s), -EINVAL, "10 accounts");
	SAME_TEXT(s.why, "there are more than 9 accounts", "which is said");
}

/* What a message may show of a value. */
static const struct {
	const char *why, *name, *value, *shown;
} showns[] = {
{ "a password", "rd.iscsi.password", "hush-1", "***" },
{ "the target's", "iscsi_in_password", "hush-1", "***" },
{ "in the file's spelling", "ISCSI_PASSWORD", "hush-1", "***" },
{ "a root path", "netroot", "iscsi:u:hush-1@10.0.0.1::1::" T,
  "iscsi:***@10.0.0.1::1::" T },
{ "root=", "root", "iscsi:u:hush-1@10.0.0.1::1::" T,
  "iscsi:***@10.0.0.1::1::" T },
{ "iscsiroot=", "iscsiroot", "u:hush-1@10.0.0.1::1::" T,
  "***@10.0.0.1::1::" T },
{ "with a scheme", "iscsiroot", "iscsi:u:hush-1@10.0.0.1::1::" T,
  "iscsi:***@10.0.0.1::1::" T },
{ "a setting that is a password", "rd.iscsi.param",
  "node.session.auth.password=hush-1", "node.session.auth.password" },
{ "another setting", "rd.iscsi.param", "node.session.cmds_max=1",
  "node.session.cmds_max=1" },
{ "anything else", "iscsi_target_port", "x", "x" },
{ "another's", "quiet", "x", "x" },
};

static void test_shown(void)
{
	char shown[200];

	for (size_t i = 0; i < ARRAY_SIZE(showns); i++)
		SAME_TEXT(iscsi_param_shown(showns[i].name, showns[i].value,
					    shown, sizeof(shown)),
			  showns[i].shown, showns[i].why);
	SAME_TEXT(iscsi_param_shown("quiet", "12345", shown, 4), "123",
		  "cut at its size");
}

int main(void)
{
	test_wrong();
	test_settings();
	test_too_many();
	test_shown();
	return test_done();
}
