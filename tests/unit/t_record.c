// SPDX-License-Identifier: GPL-2.0-or-later
/* Node records: their text, and whose they are. */
#include "record.h"

#include "fake_sys.h"

#define S "/sys/class/iscsi_session/session7/"
#define C "/sys/class/iscsi_connection/connection7:0/"
#define PLAN "/run/iscsiboot/plan.json"
#define CONF "/etc/iscsi/iscsid.conf"
#define NODES "/etc/iscsi/nodes/"
#define PLACE NODES "iqn.t/10.0.0.1,3260,1/default"
#define MARK "# Written by iscsistart --record, which updates it until somebody changes it: "
#define PLAN_OF(name) "{ \"initiator\": { \"name\": \"iqn.i\", \"source\": \"option\" },\n  \"targets\": [\n    { \"name\": \"" name "\", \"portals\": [ { \"address\": \"10.0.0.1\" } ] } ] }\n"
#define SETTLED "node.session.iscsi.InitialR2T = No\n" \
	"node.session.iscsi.ImmediateData = Yes\n" \
	"node.session.iscsi.FirstBurstLength = 65536\n" \
	"node.session.iscsi.MaxBurstLength = 262144\n" \
	"node.session.iscsi.MaxOutstandingR2T = 1\n"

/* A session as iscsi_tcp shows it; the rows below change a file. */
#define BASE \
{ S "state", "LOGGED_IN\n", 0 }, { S "targetname", "iqn.t\n", 0 }, \
{ S "initiatorname", "iqn.i\n", 0 }, { S "tpgt", "1\n", 0 }, \
{ C "persistent_address", "10.0.0.1\n", 0 }, \
{ C "persistent_port", "3260\n", 0 }, \
{ S "recovery_tmo", "120\n", 0 }, { S "abort_tmo", "15\n", 0 }, \
{ S "lu_reset_tmo", "30\n", 0 }, { S "tgt_reset_tmo", "30\n", 0 }, \
{ S "fast_abort", "1\n", 0 }, { S "initial_r2t", "0\n", 0 }, \
{ S "immediate_data", "1\n", 0 }, { S "first_burst_len", "65536\n", 0 }, \
{ S "max_burst_len", "262144\n", 0 }, \
{ S "max_outstanding_r2t", "1\n", 0 }, \
{ S "username", "(null)\n", 0 }, { S "password", "(null)\n", 0 }, \
{ C "recv_tmo", "0\n", 0 }, { C "ping_tmo", "0\n", 0 }, \
{ C "max_recv_dlength", "262144\n", 0 }, \
{ C "header_digest", "0\n", 0 }, { C "data_digest", "0\n", 0 }

#define BASE_TEXT(account) \
	"# BEGIN RECORD 2.1.8\nnode.name = iqn.t\nnode.tpgt = 1\n" \
	"node.startup = onboot\niface.iscsi_ifacename = default\n" \
	"iface.transport_name = tcp\nnode.discovery_type = static\n" \
	"node.session.auth.authmethod = " account \
	"node.conn[0].address = 10.0.0.1\nnode.conn[0].port = 3260\n" \
	"node.conn[0].startup = onboot\n"

#define PLAIN BASE_TEXT("None\n") SETTLED \
	"node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n"

static struct fake fake;
static struct state_file text;

/* One file or two that go before those of BASE, and what then stands in the
 * record, but for its last line; NULL: there is none. */
static const struct {
	const char *why;
	struct fake_file first[4];
	const char *text;
} texts[] = {
{ "without authentication", { { "/x", "", 0 } }, PLAIN "# END RECORD\n" },
{ "IPv6", { { C "persistent_address", "fd00::2\n", 0 } },
  "# BEGIN RECORD 2.1.8\nnode.name = iqn.t\nnode.tpgt = 1\n"
  "node.startup = onboot\niface.iscsi_ifacename = default\n"
  "iface.transport_name = tcp\nnode.discovery_type = static\n"
  "node.session.auth.authmethod = None\nnode.conn[0].address = fd00::2\n"
  "node.conn[0].port = 3260\nnode.conn[0].startup = onboot\n" SETTLED
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n# END RECORD\n" },
{ "CHAP", { { S "username", "user\n", 0 }, { S "password", "se#cr = et\n", 0 } },
  BASE_TEXT("CHAP\nnode.session.auth.username = user\n"
	    "node.session.auth.password = se#cr = et\n") SETTLED
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n"
  "node.session.auth.chap_algs = SHA3-256,SHA1,MD5,SHA256\n# END RECORD\n" },
{ "mutual CHAP", { { S "username", "user\n", 0 }, { S "password", "secret\n", 0 },
  { S "username_in", "target\n", 0 }, { S "password_in", "its\n", 0 } },
  BASE_TEXT("CHAP\nnode.session.auth.username = user\n"
	    "node.session.auth.password = secret\n"
	    "node.session.auth.username_in = target\n"
	    "node.session.auth.password_in = its\n") SETTLED
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n"
  "node.session.auth.chap_algs = SHA3-256,SHA1,MD5,SHA256\n# END RECORD\n" },
{ "pings that nobody asked for in particular", { { C "recv_tmo", "5\n", 0 },
  { C "ping_tmo", "5\n", 0 } }, PLAIN "# END RECORD\n" },
{ "other pings, and digests", { { C "recv_tmo", "7\n", 0 },
  { C "ping_tmo", "8\n", 0 }, { C "header_digest", "1\n", 0 },
  { C "data_digest", "1\n", 0 } }, BASE_TEXT("None\n") SETTLED
  "node.conn[0].timeo.noop_out_interval = 7\n"
  "node.conn[0].timeo.noop_out_timeout = 8\n"
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n"
  "node.conn[0].iscsi.HeaderDigest = CRC32C,None\n"
  "node.conn[0].iscsi.DataDigest = CRC32C,None\n# END RECORD\n" },
{ "timers of our own", { { S "recovery_tmo", "86400\n", 0 },
  { S "fast_abort", "0\n", 0 }, { S "abort_tmo", "off\n", 0 } },
  BASE_TEXT("None\n") "node.session.timeo.replacement_timeout = 86400\n"
  "node.session.iscsi.FastAbort = No\n" SETTLED
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n# END RECORD\n" },
{ "iscsid.conf", { { CONF, "# node.a = 1\nnode.startup = automatic\n"
  "  node.session.timeo.replacement_timeout = 15\ndiscovery.x = 1\n"
  "iscsid.startup = x\nnode.session.iscsi.FirstBurstLength=512\n"
  "node.session.iscsi.FirstBurstLengths = 1\n"
  "node.session.auth.authmethod = CHAP\n"
  "node.session.auth.username = other\nnode.session.auth.password = others\n"
  "node.session.auth.password_in = others\n"
  "node.session.auth.chap_algs = SHA1\nnode.b = 1\nnode.b = 2\n", 0 } },
  PLAIN "node.session.timeo.replacement_timeout = 15\n"
  "node.session.iscsi.FirstBurstLengths = 1\n"
  "node.session.auth.chap_algs = SHA1\n"
  "node.b = 1\nnode.b = 2\n# END RECORD\n" },
{ "iscsid.conf says which algorithms", { { S "username", "user\n", 0 },
  { S "password", "secret\n", 0 },
  { CONF, "node.session.auth.chap_algs = SHA1\n", 0 } },
  BASE_TEXT("CHAP\nnode.session.auth.username = user\n"
	    "node.session.auth.password = secret\n") SETTLED
  "node.conn[0].iscsi.MaxRecvDataSegmentLength = 262144\n"
  "node.session.auth.chap_algs = SHA1\n# END RECORD\n" },
{ "a secret with a space at its end", { { S "username", "user\n", 0 },
  { S "password", "hush \n", 0 } }, NULL },
{ "a secret with a space at its beginning", { { S "username", "user\n", 0 },
  { S "password", " secret\n", 0 } }, NULL },
{ "a secret with a line end", { { S "username", "user\n", 0 },
  { S "password", "x\nnode.startup = automatic\n", 0 } }, NULL },
{ "a name with a line end", { { S "username", "x\ny\n", 0 },
  { S "password", "secret\n", 0 } }, NULL },
{ "a name of the target with a tab", { { S "username", "user\n", 0 },
  { S "password", "secret\n", 0 }, { S "username_in", "\tx\n", 0 },
  { S "password_in", "its\n", 0 } }, NULL },
};

static void test_texts(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const struct fake_file *t = texts[i].first;
		struct fake_file files[] = {
			t[0], t[1].path ? t[1] : t[0], t[2].path ? t[2] : t[0],
			t[3].path ? t[3] : t[0], BASE, { NULL, NULL, 0 },
		};
		const struct sys *sys = fake_begin(&fake, files);
		const char *why = texts[i].why;
		struct fault f = { .err = 0 };
		struct kept k;
		char *end;

		SAME(kept_attach_read(&k, sys, 7, &f), 0, why);
		if (!texts[i].text) {
			SAME(record_text(&text, &k, 7, &f), -EINVAL, why);
			OK(strstr(f.text, "no record can hold it"), why);
			OK(!strstr(f.text, "hush"), "it is not shown");
			continue;
		}
		SAME(record_text(&text, &k, 7, &f), 0, why);
		OK(record_ours(text.text, text.used), "it is ours");
		end = strstr(text.text, MARK);
		OK(end, "there is a mark");
		if (!end)
			continue;
		SAME(strlen(end), strlen(MARK) + 35, "it is the last line");
		*end = '\0';
		SAME_TEXT(text.text, texts[i].text, why);
	}
}

/* The longest names and secrets stay whole. */
static void test_longest(void)
{
	static char name[224], target[225], secret[257], line[300];
	struct fake_file files[] = {
		{ S "targetname", target, 0 }, { S "username", secret, 0 },
		{ S "password", secret, 0 }, BASE, { NULL, NULL, 0 },
	};
	const struct sys *sys = fake_begin(&fake, files);
	struct fault f = { .err = 0 };
	struct kept k;

	memset(name, 'n', 223);
	snprintf(target, sizeof(target), "%s\n", name);
	memset(secret, 's', 255);
	secret[255] = '\n';
	SAME(kept_attach_read(&k, sys, 7, &f), 0, "the longest");
	SAME(record_text(&text, &k, 7, &f), 0, "the longest");
	snprintf(line, sizeof(line), "\nnode.name = %s\n", name);
	OK(strstr(text.text, line), "the longest name");
	secret[255] = '\0';
	snprintf(line, sizeof(line), "username = %s\n", secret);
	OK(strstr(text.text, line), "the longest name of a user");
	snprintf(line, sizeof(line), "password = %s\n", secret);
	OK(strstr(text.text, line), "the longest secret");
}

static void test_mark(void)
{
	size_t n;

	struct fake_file files[] = { BASE, { NULL, NULL, 0 } };
	const struct sys *sys = fake_begin(&fake, files);
	struct fault f = { .err = 0 };
	struct kept k;

	kept_attach_read(&k, sys, 7, &f);
	record_text(&text, &k, 7, &f);
	n = text.used;
	for (size_t i = 0; i < n; i++) {
		text.text[i] ^= 1;
		OK(!record_ours(text.text, n), "one bit is another");
		text.text[i] ^= 1;
	}
	for (size_t i = 0; i < n; i++) {
		char was = text.text[i];

		text.text[i] = '\0';
		OK(!record_ours(text.text, i), "cut off");
		OK(!record_ours(text.text, n), "it holds a zero");
		text.text[i] = was;
	}
	text.text[n] = '\n';
	text.text[n + 1] = '\0';
	OK(!record_ours(text.text, n + 1), "a line more");
}

static char current[8192], older[8192];

/* What is at the record's place: 'c' what is to be there, 'o' ours of an older
 * boot, 'e' that, edited, 'm' that, written by iscsiadm: without the mark. */
static const struct {
	const char *why, *target, *plan;
	char there;
	struct fake_file first[2];
	int write_rc, rc;
	const char *replaces;		/* its path, or NULL */
	const char *says;
} places[] = {
{ "nothing", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { 0 } }, 0, 0, PLACE,
  PLACE " is written" },
{ "what is to be there", "iqn.t\n", PLAN_OF("iqn.t"), 'c', { { 0 } }, 0, 0,
  NULL, "" },
{ "what we wrote before", "iqn.t\n", PLAN_OF("iqn.t"), 'o', { { 0 } }, 0, 0,
  PLACE, PLACE " is written" },
{ "what we wrote, changed", "iqn.t\n", PLAN_OF("iqn.t"), 'e', { { 0 } }, 0, 0,
  NULL, PLACE " is another's, or was changed" },
{ "what iscsiadm has written", "iqn.t\n", PLAN_OF("iqn.t"), 'm', { { 0 } }, 0,
  0, NULL, PLACE " is another's, or was changed" },
{ "an empty file", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { PLACE, "", 0 } }, 0, 0,
  NULL, PLACE " is another's, or was changed" },
{ "a long file", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { PLACE, "", -EFBIG } }, 0,
  0, NULL, PLACE " is another's, or was changed" },
{ "a record without interfaces", "iqn.t\n", PLAN_OF("iqn.t"), 0,
  { { PLACE, "", -ENOTDIR } }, 0, 0, NULL,
  PLACE " is another's, or was changed" },
{ "a record without a tag", "iqn.t\n", PLAN_OF("iqn.t"), 0,
  { { NODES "iqn.t/10.0.0.1,3260", "", 0 } }, 0, 0, NULL,
  NODES "iqn.t/10.0.0.1,3260 is another's" },
{ "it cannot be read", "iqn.t\n", PLAN_OF("iqn.t"), 0,
  { { PLACE, "", -EIO } }, 0, -EIO, NULL, "cannot be read: error 5" },
{ "a read-only file system", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { 0 } },
  -EROFS, -EROFS, PLACE,
  "is not written: the file system is read-only: run this again when" },
{ "a full one", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { 0 } }, -ENOSPC, -ENOSPC,
  PLACE, PLACE " is not written: no space is left\n" },
{ "a link to another one", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { 0 } }, -EXDEV,
  -EXDEV, PLACE,
  "is not written: it is on another file system: name the folder where" },
{ "another target", "iqn.t\n", PLAN_OF("iqn.t2"), 0, { { 0 } }, 0, -ENODATA,
  NULL, "there is no session to a target of the boot" },
{ "the end of a target's name", "t\n", PLAN_OF("iqn.t"), 0, { { 0 } }, 0,
  -ENODATA, NULL, "there is no session" },
{ "the initiator's own name", "iqn.i\n", PLAN_OF("iqn.t"), 0, { { 0 } }, 0,
  -ENODATA, NULL, "there is no session" },
{ "no plan", "iqn.t\n", NULL, 0, { { 0 } }, 0, -ENODATA, NULL,
  PLAN ": not found: iscsistart did not boot this machine" },
{ "a name as JSON has it", "a\"\\\n", PLAN_OF("a\\\"\\\\"), 0, { { 0 } }, 0, 0,
  NODES "a\"\\/10.0.0.1,3260,1/default", "is written" },
{ "a name that leaves the folder", "../../x\n", PLAN_OF("../../x"), 0,
  { { 0 } }, 0, -EINVAL, NULL,
  "the target name ../../x cannot be that of a folder" },
{ "a name with a folder", "a/b\n", PLAN_OF("a/b"), 0, { { 0 } }, 0, -EINVAL,
  NULL, "the target name a/b cannot" },
{ "the folder itself", ".\n", PLAN_OF("."), 0, { { 0 } }, 0, -EINVAL, NULL,
  "the target name . cannot" },
{ "the folder above", "..\n", PLAN_OF(".."), 0, { { 0 } }, 0, -EINVAL, NULL,
  "the target name .. cannot" },
{ "a name that no record holds", "a b\n", PLAN_OF("a b"), 0, { { 0 } }, 0,
  -ENODATA, NULL, "there is no session" },
{ "a secret that no record holds", "iqn.t\n", PLAN_OF("iqn.t"), 0,
  { { S "username", "user\n", 0 }, { S "password", "hush \n", 0 } }, 0,
  -EINVAL, NULL, "begins or ends with a space" },
{ "a host name, which no kernel has from us", "iqn.t\n", PLAN_OF("iqn.t"), 0,
  { { C "persistent_address", "host/../x\n", 0 } }, 0, -ENODATA, NULL,
  "there is no session" },
{ "no tag", "iqn.t\n", PLAN_OF("iqn.t"), 0, { { S "tpgt", "-1\n", 0 } }, 0,
  -ENODATA, NULL, "there is no session" },
};

static void make_texts(void)
{
	struct fake_file files[] = {
		{ "/x", "", 0 }, BASE, { NULL, NULL, 0 },
	};
	const struct sys *sys = fake_begin(&fake, files);
	struct fault f = { .err = 0 };
	struct kept k;

	kept_attach_read(&k, sys, 7, &f);
	record_text(&text, &k, 7, &f);
	copy_string(current, sizeof(current), text.text);
	files[0] = (struct fake_file){ S "first_burst_len", "512\n", 0 };
	record_text(&text, &k, 7, &f);
	copy_string(older, sizeof(older), text.text);
	OK(strcmp(current, older), "two texts");
}

static const char *content(char which, char edited[8192])
{
	copy_string(edited, 8192, older);
	if (which == 'e')
		*strstr(edited, "512") = '9';
	if (which == 'm')
		*strstr(edited, MARK) = '\0';
	return which == 'c' ? current : edited;
}

static void test_places(void)
{
	static const struct options options = { .record_folder = "/etc/iscsi" };
	static char edited[8192], want[200];

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const struct fake_file *t = places[i].first,
			none = { "/x", "", 0 };
		const char *why = places[i].why;
		struct fake_file files[] = {
			t[0].path ? t[0] : none, t[1].path ? t[1] : none,
			{ S "targetname", places[i].target, 0 },
			{ places[i].plan ? PLAN : "/y", places[i].plan, 0 },
			{ places[i].there ? PLACE : "/z",
			  content(places[i].there, edited), 0 },
			BASE,
			{ "/sys/class/iscsi_session/sessionx/state", "", 0 },
			{ "/etc/iscsi/initiatorname.iscsi", "", 0 },
			{ NULL, NULL, 0 },
		};
		const struct sys *sys = fake_begin(&fake, files);

		fake.write_rc = places[i].write_rc;
		SAME(record_run(sys, &options), places[i].rc, why);
		if (places[i].replaces)
			snprintf(want, sizeof(want),
				 "replace %s by /etc/iscsi/.iscsistart-record #",
				 places[i].replaces);
		else
			want[0] = '\0';
		OK(!strncmp(fake.log, want, strlen(want)), why);
		OK(*want ? !strstr(fake.log + 1, "replace ") :
		   !fake.log[0], "and nothing else");
		OK(strstr(fake.output, places[i].says), why);
		OK(*places[i].says || !fake.output[0], "nothing is said");
		OK(!strstr(fake.output, "hush"), "no secret is said");
	}
}

#define S8 "/sys/class/iscsi_session/session8/"
#define C8 "/sys/class/iscsi_connection/connection8:0/"

/* One that fails does not keep the other from being written. */
static void test_two(void)
{
	static const struct options options = { .record_folder = "/var/db" };
	struct fake_file files[] = {
		{ S "targetname", "a/b\n", 0 },
		BASE,
		{ S8 "state", "FAILED\n", 0 }, { S8 "targetname", "iqn.u\n", 0 },
		{ S8 "initiatorname", "iqn.i\n", 0 }, { S8 "tpgt", "2\n", 0 },
		{ C8 "persistent_address", "fd00::2\n", 0 },
		{ C8 "persistent_port", "3261\n", 0 },
		{ PLAN, "{ \"name\": \"iqn.u\", \"portals\" { \"name\": \"a/b\", \"portals\"", 0 },
		{ "/var/db/x", "", 0 }, { NULL, NULL, 0 },
	};
	const struct sys *sys = fake_begin(&fake, files);

	SAME(record_run(sys, &options), -EINVAL, "the first fails");
	OK(!strncmp(fake.log, "replace /var/db/nodes/iqn.u/fd00::2,3261,2/default by /var/db/.iscsistart-record ",
		    80), "the second is written");
	files[ARRAY_SIZE(files) - 2].path = "/x";
	fake_begin(&fake, files);
	SAME(record_run(sys, &options), -ENODATA, "no such folder");
	OK(strstr(fake.output, "there is no /var/db: is Open-iSCSI installed"),
	   "no such folder");
}

int main(void)
{
	test_texts();
	test_longest();
	test_mark();
	make_texts();
	test_places();
	test_two();
	return test_done();
}
