// SPDX-License-Identifier: GPL-2.0-or-later
/* The parameters that say what to boot: what they say. */
#include "param_words.h"

#include "key.h"

#define U "iqn.2026-11.test:u"
#define N63 "a23456789-123456789-123456789-123456789-123456789-123456789-123"
#define N253 N63 "." N63 "." N63 ".a23456789-123456789-123456789-123456789-123456789-123456789-1"
#define FORM "not of the form iqn.yyyy-mm.reversed.domain[:text] (RFC 7143 4.2.7)"
#define AGAIN_WHY "it is said again behind that, as "
#define AGAIN_SECRET "it is said again behind that, with another value"
#define CAN_READ "every user can read this secret in /proc/cmdline; rd.iscsi.secrets=FILE keeps it in a file"

/* What was said of targets and accounts, and wished for, as one text. */
static void show(char *to, size_t size)
{
	char portal[PORTAL_TEXT_SIZE];
	size_t n = 0;

	to[0] = '\0';
#define ADD(...) (n += (size_t)snprintf(to + n, n < size ? size - n : 0, \
					__VA_ARGS__))
	if (said.initiator_name[0])
		ADD("i=%s ", said.initiator_name);
	for (size_t i = 0; i < said.target_count; i++) {
		const struct plan_target *t = &said.targets[i];

		ADD("%s@", t->name);
		if (t->host[0])
			ADD("%s:%u", t->host, t->portal.port);
		else if (t->portal.addr.family)
			ADD("%s", portal_text(&t->portal, portal));
		if (t->tpgt != TPGT_UNKNOWN)
			ADD(",%u", t->tpgt);
		if (t->account.name[0])
			ADD(" by %s", t->account.name);
		ADD(" ");
	}
	for (size_t i = 0; i < said.account_count; i++) {
		const struct chap_account *a = &said.accounts[i].account;

		ADD("account %s/%.*s/%s/%.*s ", a->name, (int)a->secret.len,
		    (const char *)a->secret.bytes, a->reverse_name,
		    (int)a->reverse_secret.len,
		    (const char *)a->reverse_secret.bytes);
	}
	if (said.want_ibft)
		ADD("+ibft ");
	if (said.no_ibft)
		ADD("-ibft ");
	if (said.want_ibft_nics)
		ADD("+nics ");
	if (said.no_lease)
		ADD("-lease ");
	if (said.want_dhcp)
		ADD("+dhcp ");
	if (n)
		to[n - 1] = '\0';
#undef ADD
}

static void show_remarks(char *to, size_t size)
{
	size_t n = 0;

	to[0] = '\0';
	for (size_t i = 0; i < remarks.count && n < size; i++)
		n += (size_t)snprintf(to + n, size - n, "%s%s%s: %s",
				      i ? "; " : "",
				      remarks.list[i].ignored ? "" : "! ",
				      remarks.list[i].what,
				      remarks.list[i].why);
}

static const struct {
	const char *why, *line, *want, *remarks;
} lines[] = {
{ "nothing", "", "", "" },
{ "a target in a word each", "rd.iscsi.target.name=" T
  " rd.iscsi.target.ip=10.0.0.1 rd.iscsi.target.port=3261"
  " rd.iscsi.target.group=2", T "@10.0.0.1:3261,2", "" },
{ "Debian's spelling", "iscsi_target_name=" T
  " iscsi_target_ip=10.0.0.1 iscsi_target_port=3261 iscsi_target_group=0",
  T "@10.0.0.1:3261,0", "" },
{ "the port that is not said", "iscsi_target_name=" T
  " iscsi_target_ip=10.0.0.1", T "@10.0.0.1:3260", "" },
{ "a name alone waits for its portal", "iscsi_target_name=" T, T "@", "" },
{ "a portal alone for its name", "iscsi_target_ip=10.0.0.1",
  "@10.0.0.1:3260", "" },
{ "the port and tag alone are nothing",
  "iscsi_target_port=1 iscsi_target_group=65535", "", "" },
{ "a host name", "iscsi_target_name=" T " iscsi_target_ip=san", T "@san:3260",
  "" },
{ "several addresses", "iscsi_target_name=" T
  " iscsi_target_ip=\"10.0.0.1 [fd00::1],,san\t10.0.0.2 \"",
  T "@10.0.0.1:3260 " T "@[fd00::1]:3260 " T "@san:3260 " T "@10.0.0.2:3260",
  "" },
{ "an odd name", "iscsi_target_name=disk iscsi_target_ip=10.0.0.1",
  "disk@10.0.0.1:3260", "! disk: the target name is " FORM },
{ "the last name counts", "iscsi_target_name=" T " iscsi_target_name=" U,
  U "@", "iscsi_target_name=" T ": " AGAIN_WHY U },
{ "twice the same is no remark", "iscsi_target_name=" T
  " iscsi_target_name=" T, T "@", "" },
{ "the last address counts", "iscsi_target_ip=10.0.0.1"
  " iscsi_target_ip=10.0.0.2", "@10.0.0.2:3260",
  "iscsi_target_ip=10.0.0.1: " AGAIN_WHY "10.0.0.2" },

{ "the longest host name", "iscsi_target_ip=" N253, "@" N253 ":3260", "" },

{ "the longest initiator name", "rd.iscsi.initiator=iqn.2026-11.test:" L100
  L100 "123456", "i=iqn.2026-11.test:" L100 L100 "123456", "" },
{ "the initiator name", "rd.iscsi.initiator=iqn.2026-11.test:i",
  "i=iqn.2026-11.test:i", "" },
{ "in Debian's spelling", "iscsi_initiator=iqn.2026-11.test:i",
  "i=iqn.2026-11.test:i", "" },
{ "in lower case", "iscsi_initiator=IQN.2026-11.test:I",
  "i=iqn.2026-11.test:i", "! IQN.2026-11.test:I: it is taken in lower case (RFC 7143 4.2.7)" },
{ "twice", "iscsi_initiator=iqn.2026-11.test:i"
  " iscsi_initiator=iqn.2026-11.test:j", "i=iqn.2026-11.test:j",
  "iscsi_initiator=iqn.2026-11.test:i: " AGAIN_WHY "iqn.2026-11.test:j" },

{ "an account", "rd.iscsi.username=u rd.iscsi.password=hush-1"
  " rd.iscsi.in.username=t rd.iscsi.in.password=hush-2",
  "account u/hush-1/t/hush-2", "! rd.iscsi.password: " CAN_READ },
{ "Debian's", "iscsi_in_password=hush-2 iscsi_in_username=t"
  " iscsi_password=hush-1 iscsi_username=u", "account u/hush-1/t/hush-2",
  "! iscsi_in_password: " CAN_READ },
{ "half of one", "iscsi_username=u", "account u///", "" },
{ "the other half", "iscsi_password=hush-1", "account /hush-1//",
  "! iscsi_password: " CAN_READ },
{ "the last secret counts", "iscsi_password=hush-1 iscsi_password=hush-2",
  "account /hush-2//", "! iscsi_password: " CAN_READ "; iscsi_password: "
  AGAIN_SECRET },
{ "also when the first is the start of it",
  "iscsi_password=hush-2 iscsi_password=hush", "account /hush//",
  "! iscsi_password: " CAN_READ "; iscsi_password: " AGAIN_SECRET },
{ "twice the same secret", "iscsi_password=hush-1 iscsi_password=hush-1",
  "account /hush-1//", "! iscsi_password: " CAN_READ },
{ "the last user counts", "iscsi_username=u iscsi_username=v",
  "account v///", "iscsi_username=u: " AGAIN_WHY "v" },
{ "the last target's user counts",
  "iscsi_in_username=u iscsi_in_username=v", "account //v/",
  "iscsi_in_username=u: " AGAIN_WHY "v" },
{ "a file of secrets", "rd.iscsi.secrets=/s", "account u/hush-1//", "" },

{ "netroot", "netroot=iscsi:10.0.0.1::3261::" T, T "@10.0.0.1:3261", "" },
{ "with an account", "netroot=iscsi:u:hush-1@10.0.0.1::::" T,
  T "@10.0.0.1:3260 by u", "! netroot=iscsi:***@10.0.0.1::::" T ": "
  CAN_READ },
{ "two netroots", "netroot=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.1::::" U, T "@10.0.0.1:3260 " U "@10.0.0.1:3260",
  "" },
{ "twice the same", "netroot=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.1::::" T, T "@10.0.0.1:3260", "" },
{ "with the secret", "netroot=iscsi:u:hush-1@10.0.0.1::::" T
  " netroot=iscsi:u:hush-1@10.0.0.1::::" T, T "@10.0.0.1:3260 by u",
  "! netroot=iscsi:***@10.0.0.1::::" T ": " CAN_READ },
{ "names are the same whatever their case", "netroot=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.1::::IQN.2026-11.test:t", T "@10.0.0.1:3260",
  "! iscsi:10.0.0.1::::IQN.2026-11.test:t: the target name is " FORM },
{ "another port is another", "netroot=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.1::1::" T, T "@10.0.0.1:3260 " T "@10.0.0.1:1",
  "" },
{ "another host", "netroot=iscsi:a::::" T " netroot=iscsi:b::::" T,
  T "@a:3260 " T "@b:3260", "" },
{ "another LUN", "netroot=iscsi:a::::" T " netroot=iscsi:a:::1:" T,
  T "@a:3260 " T "@a:3260", "" },
{ "root= alone", "root=iscsi:10.0.0.1::::" T, T "@10.0.0.1:3260", "" },
{ "before netroot=", "netroot=iscsi:10.0.0.2::::" U
  " root=iscsi:10.0.0.1::::" T " netroot=iscsi:10.0.0.3::::" U,
  T "@10.0.0.1:3260", U ": netroot= names this target, and root=iscsi: goes before; "
  U ": netroot= names this target, and root=iscsi: goes before" },
{ "the others with their secrets", "root=iscsi:10.0.0.1::::" T
  " netroot=iscsi:u:hush-1@10.0.0.2::::" U
  " netroot=iscsi:u:hush-1@10.0.0.3::::" U, T "@10.0.0.1:3260",
  "! netroot=iscsi:***@10.0.0.2::::" U ": " CAN_READ "; "
  U ": netroot= names this target, and root=iscsi: goes before; "
  U ": netroot= names this target, and root=iscsi: goes before" },
{ "first of them", "root=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.2::::" U, T "@10.0.0.1:3260",
  U ": netroot= names this target, and root=iscsi: goes before" },
{ "the same as netroot=", "netroot=iscsi:10.0.0.2::::" U
  " netroot=iscsi:10.0.0.1::::" T " root=iscsi:10.0.0.1::::" T,
  T "@10.0.0.1:3260",
  U ": netroot= names this target, and root=iscsi: goes before" },
{ "netroot= that is the same as root=", "root=iscsi:10.0.0.1::::" T
  " netroot=iscsi:10.0.0.1::::" T, T "@10.0.0.1:3260", "" },
{ "iscsiroot= leaves the scheme out", "iscsiroot=10.0.0.1::::" T,
  T "@10.0.0.1:3260", "" },
{ "or not", "iscsiroot=iscsi:10.0.0.1::::" T, T "@10.0.0.1:3260", "" },
{ "with an account", "iscsiroot=u:hush-1@10.0.0.1::::" T,
  T "@10.0.0.1:3260 by u", "! iscsiroot=iscsi:***@10.0.0.1::::" T ": "
  CAN_READ },
{ "root= stays the first when netroot= is there twice",
  "root=iscsi:10.0.0.1::::" T " netroot=iscsi:10.0.0.2::::" U
  " netroot=iscsi:10.0.0.2::::" U, T "@10.0.0.1:3260",
  U ": netroot= names this target, and root=iscsi: goes before" },
{ "netroot=iscsi means firmware", "netroot=iscsi", "+ibft", "" },
{ "and netroot=iscsi:", "netroot=iscsi:", "+ibft", "" },
{ "unless the target stands elsewhere", "netroot=iscsi iscsi_target_name=" T
  " iscsi_target_ip=10.0.0.1", T "@10.0.0.1:3260", "" },
{ "or in another netroot=", "netroot=iscsi: netroot=iscsi:10.0.0.1::::" T,
  T "@10.0.0.1:3260", "" },
{ "a portal alone may be firmware's", "netroot=iscsi: iscsi_target_ip=10.0.0.1",
  "@10.0.0.1:3260 +ibft", "" },
{ "root=dhcp", "root=dhcp", "+dhcp", "" },
{ "root=dhcp4", "root=dhcp4", "+dhcp", "" },
{ "root=dhcp6", "root=dhcp6", "+dhcp", "" },
{ "netroot=dhcp", "netroot=dhcp", "+dhcp", "" },
{ "another root is nothing of ours", "root=/dev/sda1", "", "" },
{ "a root that only begins so", "root=iscsi-disk", "", "" },
{ "another netroot is said", "netroot=nfs:10.0.0.1:/srv", "",
  "netroot: it does not begin with iscsi:" },
{ "an empty root", "root=", "", "" },
{ "an empty netroot", "netroot=", "", "netroot: it has no value" },
{ "a bare netroot", "netroot", "", "netroot: it has no value" },
{ "a bare root", "root", "", "" },

{ "firmware", "rd.iscsi.firmware=1", "+ibft", "" },
{ "as a bare word", "rd.iscsi.firmware", "+ibft", "" },
{ "in Debian's spelling", "iscsi_firmware", "+ibft", "" },
{ "an empty one is true", "rd.iscsi.firmware=", "+ibft", "" },
{ "no firmware", "rd.iscsi.firmware=0", "-ibft", "" },
{ "no", "rd.iscsi.firmware=no", "-ibft", "" },
{ "off", "rd.iscsi.firmware=off", "-ibft", "" },
{ "the last one counts", "rd.iscsi.firmware=0 rd.iscsi.firmware=1", "+ibft",
  "" },
{ "iscsi_auto", "iscsi_auto", "+ibft", "" },
{ "which forbids nothing", "rd.iscsi.firmware=0 iscsi_auto", "+ibft -ibft",
  "" },
{ "the iBFT's NICs", "rd.iscsi.ibft", "+nics", "" },
{ "and not", "rd.iscsi.ibft=0", "", "" },
{ "no lease for them", "rd.iscsi.lease=0", "-lease", "" },
{ "and yes", "rd.iscsi.lease=0 rd.iscsi.lease", "", "" },

{ "the transport that there is", "rd.iscsi.transport=tcp", "", "" },
{ "another", "rd.iscsi.transport=bnx2i", "", "rd.iscsi.transport: the kernel's iscsi_tcp is used, on every NIC" },
{ "what is of no use", "rd.iscsi.waitnet=0 rd.iscsi.testroute rd.iscsi.mp=1"
  " rd.iscsi.login_retry_max=3", "",
  "rd.iscsi.waitnet: a target is tried as soon as there is a way to it; "
  "rd.iscsi.testroute: a target without a route is tried again until it has one; "
  "rd.iscsi.mp: all NICs of the iBFT are used; "
  "rd.iscsi.login_retry_max: a login is tried until --wait is over" },
{ "what there is not", "rd.iscsi.foo=1 iscsi_bar ISCSI_BAZ=2", "",
  "rd.iscsi.foo: there is no such parameter; "
  "iscsi_bar: there is no such parameter; "
  "ISCSI_BAZ: there is no such parameter" },
{ "a colon for the '=' before a secret", "rd.iscsi.password:hush-1"
  " iscsi_password,hush-1 iscsi_password;hush-1 iscsi_password@hush-1", "",
  "rd.iscsi.password: there is no such parameter; "
  "iscsi_password: there is no such parameter; "
  "iscsi_password: there is no such parameter; "
  "iscsi_password: there is no such parameter" },
{ "the file's names are not the command line's", "ISCSI_INITIATOR=iqn.x", "",
  "ISCSI_INITIATOR: there is no such parameter" },
{ "without a value", "rd.iscsi.initiator rd.iscsi.username=", "",
  "rd.iscsi.initiator: it has no value; rd.iscsi.username: it has no value" },
};

/* As Debian's file has them: sure of itself, no warnings of /proc. */
static const struct {
	const char *why, *line, *want, *remarks;
} in_file[] = {
{ "everything", "ISCSI_INITIATOR=iqn.2026-11.test:i ISCSI_TARGET_NAME=" T
  " ISCSI_TARGET_IP=10.0.0.1 ISCSI_TARGET_PORT=3261 ISCSI_TARGET_GROUP=1"
  " ISCSI_USERNAME=u ISCSI_PASSWORD=hush-1 ISCSI_IN_USERNAME=t"
  " ISCSI_IN_PASSWORD=hush-2", "i=iqn.2026-11.test:i " T
  "@10.0.0.1:3261,1 account u/hush-1/t/hush-2", "" },
{ "most of it empty", "ISCSI_INITIATOR= ISCSI_TARGET_NAME= ISCSI_USERNAME=",
  "", "" },
{ "iscsi_auto", "ISCSI_AUTO=1", "+ibft", "" },
{ "no names of the command line", "iscsi_initiator=iqn.x", "",
  "iscsi_initiator: there is no such parameter" },
};

static void test_lines(void)
{
	static char got[4000];
	struct slip s;

	memset(&options, 0, sizeof(options));
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		SAME(take(SOURCE_CMDLINE, lines[i].line, &s), 0,
		     lines[i].why);
		show(got, sizeof(got));
		SAME_TEXT(got, lines[i].want, lines[i].why);
		show_remarks(got, sizeof(got));
		SAME_TEXT(got, lines[i].remarks, lines[i].why);
		OK(chap_account_empty(&params.account), "the account is wiped");
		OK(!memmem(&said.targets[said.target_count],
			   (PLAN_TARGETS_MAX - said.target_count) *
			   sizeof(said.targets[0]), "hush", 4),
		   "nothing is left of a target that was dropped");
	}
	for (size_t i = 0; i < ARRAY_SIZE(in_file); i++) {
		SAME(take(SOURCE_FILE, in_file[i].line, &s), 0,
		     in_file[i].why);
		show(got, sizeof(got));
		SAME_TEXT(got, in_file[i].want, in_file[i].why);
		show_remarks(got, sizeof(got));
		SAME_TEXT(got, in_file[i].remarks, in_file[i].why);
	}
	SAME(take(SOURCE_CMDLINE, "quiet", &s), -ENOENT, "somebody else's");
	SAME(take(SOURCE_CMDLINE, "rd.iscsi", &s), -ENOENT,
	     "not one of the family");
	SAME(take(SOURCE_CMDLINE, "iscsiadm", &s), -ENOENT, "nor that");
	SAME(take(SOURCE_CMDLINE, "ISCSIX", &s), -ENOENT, "nor that");
	SAME(f.err, 0, "which is no fault");
	take(SOURCE_CMDLINE, "iscsi_target_name=" T " iscsi_target_port=1",
	     &s);
	SAME(said.targets[0].portal.port, 0, "no port without an address");
}

int main(void)
{
	test_lines();
	return test_done();
}
