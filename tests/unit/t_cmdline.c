// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel command line, and the files that stand in for it. */
#include "cmdline.h"

#include "fake_sys.h"

#define T "iqn.2026-11.test:t"
#define I "rd.iscsi.initiator=iqn.2026-11.test:"
#define H64 "hush-6789-123456789-123456789-123456789-123456789-123456789-1234"
#define NIC "ip=10.0.0.2:::24::eth0:none "

static struct said said;
static struct remarks remarks;
static struct settings settings;
static struct options options;
static struct cmdline cmdline;
static struct fake fake;

static void begin(const struct fake_file *files, enum source source)
{
	fake_begin(&fake, files);
	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	memset(&cmdline, 0, sizeof(cmdline));
	said.source = source;
	said.remarks = &remarks;
	settings_default(&settings);
}

static int read_files(const struct fake_file *files, const char *file,
		      struct fault *f)
{
	f->err = 0;
	f->text[0] = '\0';
	begin(files, SOURCE_CMDLINE);
	return cmdline_read(&cmdline, &said, &fake.sys, file, &settings,
			    &options, f);
}

static int read_line(const char *text, struct fault *f)
{
	const struct fake_file files[] = {
		{ "/proc/cmdline", text, 0 }, { NULL, NULL, 0 }
	};

	return read_files(files, NULL, f);
}

/* What is wrong, as it is said. */
static const struct {
	const char *why, *text, *fault;
} wrong[] = {
{ "where it stands", "quiet iscsi_target_port=0",
  "iscsi_target_port=0: port 0 is not 1..65535 (column 25 of /proc/cmdline)" },
{ "on the second line", "\niscsi_target_port=0",
  "iscsi_target_port=0: port 0 is not 1..65535 (line 2, column 19 of /proc/cmdline)" },
{ "on another line", "quiet\nro\n iscsi_target_port=0",
  "iscsi_target_port=0: port 0 is not 1..65535 (line 3, column 20 of /proc/cmdline)" },
{ "in a quoted value", "iscsi_target_port=\"0 \"",
  "iscsi_target_port=0 : port 0  is not 1..65535 (column 20 of /proc/cmdline)" },
{ "within a root path", "netroot=iscsi:10.0.0.1::x::" T,
  "netroot=iscsi:***: the port is not a decimal number (column 25 of /proc/cmdline)" },
{ "in the network's parameters", "ip=10.0.0.300::::::",
  "ip=10.0.0.300::::::: " },
{ "a bare word", "ifname", "ifname: " },
{ "no secret", "rd.iscsi.in.password=" H64 H64 H64 H64,
  "rd.iscsi.in.password=***: a secret has 1 to 255 characters (column 22 of /proc/cmdline)" },
{ "an open quote", "quiet a=\"b c",
  "a=: the double quote is not closed (column 9 of /proc/cmdline)" },
{ "around the word", "\"iscsi_password:hush-1",
  "iscsi_password: the double quote is not closed (column 22 of /proc/cmdline)" },
{ "the first that is wrong", "iscsi_target_port=0 iscsi_target_port=x",
  "iscsi_target_port=0: " },
{ "not what shows only at the end", "ip=BOOTIF:dhcp iscsi_target_port=0",
  "iscsi_target_port=0: " },
{ "a file that it names", "rd.iscsi.secrets=/none",
  "secrets: /none cannot be read: not found" },
{ "accounts for everybody", "rd.iscsi.secrets=/s rd.iscsi.secrets=/s "
  "rd.iscsi.secrets=/s rd.iscsi.secrets=/s rd.iscsi.secrets=/s "
  "rd.iscsi.secrets=/s rd.iscsi.secrets=/s rd.iscsi.secrets=/s "
  "rd.iscsi.secrets=/s iscsi_username=u",
  "the kernel command line: there are more than 9 accounts" },
{ "what shows only at the end", "ip=BOOTIF:dhcp",
  "ip= is for the NIC of BOOTIF=, and there is no BOOTIF=" },
};

static void test_wrong(void)
{
	struct fault f;
	int rc;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		const struct fake_file files[] = {
			{ "/proc/cmdline", wrong[i].text, 0 },
			{ "/s", "node.session.auth.username = u\n"
				"node.session.auth.password = hush-1\n", 0 },
			{ NULL, NULL, 0 }
		};

		rc = read_files(files, NULL, &f);
		/* What is wrong about the network waits until it matters. */
		if (!rc) {
			rc = -said.network.err;
			f = said.network;
		}
		SAME(rc, -EINVAL, wrong[i].why);
		SAME(f.stage, STAGE_PLAN, wrong[i].why);
		if (strncmp(f.text, wrong[i].fault, strlen(wrong[i].fault)))
			SAME_TEXT(f.text, wrong[i].fault, wrong[i].why);
		OK(f.text[0] && !strstr(f.text, "hush"), wrong[i].why);
		for (size_t n = 0; n < sizeof(cmdline.params); n++)
			OK(!((char *)&cmdline.params)[n], "it is wiped");
	}
}

static void test_words(void)
{
	struct fault f;

	SAME(read_line("BOOT_IMAGE=/vmlinuz root=/dev/sda quiet rd.net "
		       "rd.net.timeout.foo=1 rd.net.timeouts=1 " NIC
		       "netroot=iscsi:10.0.0.1::::" T, &f), 0, "a line");
	SAME(said.target_count, 1, "what to boot");
	SAME(said.nic_count, 1, "how");
	SAME_TEXT(said.nics[0].ifname, "eth0", "by which NIC");
	SAME(remarks.count, 1, "a time that there is not");
	SAME_TEXT(remarks.list[0].what, "rd.net.timeout.foo", "which");
	SAME_TEXT(remarks.list[0].why, "there is no such parameter", "why");
	OK(remarks.list[0].ignored, "it is ignored");
	SAME(read_line("vlan=eth0.5:eth0 ip=eth0.5:dhcp", &f), 0, "a VLAN");
	SAME(said.nics[0].vlan, 5, "is joined with its NIC at the end");
	SAME(read_line("iscsi_target_name=" T " iscsi_target_ip=10.0.0.1",
		       &f), 0, "a target in several words");
	SAME(said.target_count, 1, "is joined as well");
	SAME(read_line("rd.iscsi.param=node.session.cmds_max=64", &f), 0,
	     "a setting");
	SAME(settings.cmds_max, 64, "is set");
}

/* The later file goes before, as with dracut; a list grows. */
static void test_files(void)
{
	static const struct fake_file files[] = {
		{ "/run/initramfs/cmdline.d/50.conf", "iscsi_username=run",
		  0 },
		{ "/etc/cmdline.d/b.conf", I "b netroot=iscsi:b::::" T, 0 },
		{ "/etc/cmdline.d/a.conf", I "a netroot=iscsi:a::::" T, 0 },
		{ "/etc/cmdline.d/c.conf", I "c netroot=iscsi:c::::" T, 0 },
		{ "/etc/cmdline.d/10.conf.bak", "netroot=x:", 0 },
		{ "/etc/cmdline.d/.conf", "netroot=x:", 0 },
		{ "/etc/cmdline.d/ca-name-of-64-characters-is-not-looked-at-89-123456789-1234.conf",
		  "netroot=x:", 0 },
		{ "/etc/cmdline.d/ca-name-of-63-characters-is-read-7-89-123456789-1234567890.conf",
		  "netroot=iscsi:d63::::" T, 0 },
		{ "/etc/cmdline.d/d", "netroot=x:", 0 },
		{ "/etc/cmdline", I "etc netroot=iscsi:etc::::" T, 0 },
		{ "/proc/cmdline", I "proc netroot=iscsi:proc::::" T
		  " iscsi_username=proc", 0 },
		{ NULL, NULL, 0 }
	};
	static const char *const order[] = { "a", "b", "c", "d63", "etc", "proc" };
	struct fault f;

	SAME(read_files(files, NULL, &f), 0, "seven files");
	SAME_TEXT(said.initiator_name, "iqn.2026-11.test:proc",
		  "the kernel's goes before those of /etc");
	SAME_TEXT(said.accounts[0].account.name, "run",
		  "and that of /run before it");
	SAME(said.target_count, ARRAY_SIZE(order), "the targets of all");
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		SAME_TEXT(said.targets[i].host, order[i],
			  "in the order they are read");
	for (size_t i = 0; i < remarks.count; i++)
		OK(!strstr(remarks.list[i].why, "begin"),
		   "a file of another name is not read");
	SAME(read_files(files, "/etc/cmdline", &f), 0, "one file");
	SAME(said.target_count, 1, "and no other");
	SAME(read_files(files, "/nowhere", &f), -EINVAL, "one that is not");
	SAME_TEXT(f.text, "--cmdline=/nowhere: it cannot be read: not found",
		  "which is said");
}

static void test_odd_files(void)
{
	static char big[CMDLINE_MAX + 1];
	static const struct fake_file files[] = {
		{ "/etc/cmdline.d/a.conf", "iscsi_target_port=0", 0 },
		{ "/proc/cmdline", "iscsi_target_port=x", 0 },
		{ NULL, NULL, 0 }
	};
	static const struct fake_file gone[] = {
		{ "/etc/cmdline.d/a.conf", "", -ENOENT },
		{ "/etc/cmdline.d/b.conf", I "b", 0 },
		{ "/etc/cmdline", "", -EACCES },
		{ "/proc/cmdline", "iscsi_username=u", 0 },
		{ NULL, NULL, 0 }
	};
	static char paths[40][32];
	static struct fake_file many[41];
	struct fault f;

	SAME(read_files(files, NULL, &f), -EINVAL, "two are wrong");
	OK(strstr(f.text, "(column 19 of /etc/cmdline.d/a.conf)") != NULL,
	   "the first is told, with its file");
	SAME(read_files(gone, NULL, &f), 0, "some cannot be read");
	SAME(said.account_count, 1, "the rest is");
	SAME_TEXT(said.initiator_name, "iqn.2026-11.test:b", "all of it");
	SAME(read_line("", &f), 0, "an empty one");
	memset(big, ' ', CMDLINE_MAX - 1);
	memcpy(big + CMDLINE_MAX - 17, "iscsi_username=u", 16);
	SAME(read_line(big, &f), 0, "the longest");
	SAME(said.account_count, 1, "to its end");
	OK(!memchr(cmdline.text, 'u', sizeof(cmdline.text)), "it is wiped");
	memset(big, ' ', CMDLINE_MAX);
	SAME(read_line(big, &f), -EINVAL, "one byte more");
	SAME_TEXT(f.text, "/proc/cmdline: longer than 8191 bytes",
		  "which is said");
	for (int i = 0; i < 40; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/etc/cmdline.d/%d.conf",
			 99 - i);
		many[i].path = paths[i];
		many[i].text = i == 31 ? I "a" : i == 32 ? I "b" : "";
	}
	SAME(read_files(many, NULL, &f), 0, "40 files");
	SAME_TEXT(said.initiator_name, "iqn.2026-11.test:a",
		  "32 of them are read");
}

static int with_nul(const struct sys *sys, const char *path, char *text,
		    size_t size)
{
	int n = fake_read_file(sys, path, text, size);

	if (n > 4)
		text[4] = '\0';
	return n;
}

static void test_nul(void)
{
	static const struct fake_file files[] = {
		{ "/proc/cmdline", "abcdefgh", 0 }, { NULL, NULL, 0 }
	};
	struct fault f = { .err = 0 };

	begin(files, SOURCE_CMDLINE);
	fake.sys.read_file = with_nul;
	SAME(cmdline_read(&cmdline, &said, &fake.sys, NULL, &settings,
			  &options, &f), -EINVAL, "a NUL byte");
	SAME_TEXT(f.text, "/proc/cmdline: a NUL byte stands in it",
		  "which is said");
	OK(!memchr(cmdline.text, 'h', sizeof(cmdline.text)),
	   "what is behind it is wiped, too");
}

static void read_initramfs(const struct fake_file *files)
{
	begin(files, SOURCE_FILE);
	iscsi_initramfs_read(&cmdline, &said, &fake.sys, &settings,
			     &options);
}

static void read_shell(const char *text)
{
	const struct fake_file files[] = {
		{ "/etc/iscsi.initramfs", text, 0 }, { NULL, NULL, 0 }
	};

	read_initramfs(files);
}

/* Debian's file. */
static const struct {
	const char *why, *text, *fault;
} bad_shell[] = {
{ "a value", "ISCSI_TARGET_PORT=0\n",
  "/etc/iscsi.initramfs: ISCSI_TARGET_PORT=0: port 0 is not 1..65535" },
{ "the first", "ISCSI_TARGET_PORT=0\nISCSI_TARGET_PORT=1x\n",
  "/etc/iscsi.initramfs: ISCSI_TARGET_PORT=0: port 0 is not 1..65535" },
{ "a command", "ISCSI_USERNAME=u\n\nreboot\n", "/etc/iscsi.initramfs: line 3: " },
{ "at the start", "reboot\n", "/etc/iscsi.initramfs: line 1: " },
{ "a value before a command", "ISCSI_TARGET_PORT=0\nreboot\n",
  "/etc/iscsi.initramfs: ISCSI_TARGET_PORT=0: " },
};

static void test_odd_initramfs(void)
{
	static char big[CMDLINE_MAX + 1];
	static const struct fake_file denied[] = {
		{ "/etc/iscsi.initramfs", "", -EACCES },
		{ "/etc/iscsi/iscsi.initramfs", "ISCSI_USERNAME=b", 0 },
		{ NULL, NULL, 0 }
	};
	static const struct fake_file gone[] = {
		{ "/etc/iscsi/iscsi.initramfs", "", -ENOTDIR },
		{ NULL, NULL, 0 }
	};

	memset(big, '\n', CMDLINE_MAX);
	memcpy(big, "ISCSI_PASSWORD=hush", 19);
	read_shell(big);
	SAME_TEXT(said.fault.text,
		  "/etc/iscsi.initramfs: longer than 8191 bytes", "too long");
	OK(!memmem(&cmdline, sizeof(cmdline), "hush", 4), "it is wiped");
	read_shell(big + 1);
	SAME(said.fault.err, 0, "the longest");
	read_initramfs(denied);
	SAME_TEXT(said.fault.text,
		  "/etc/iscsi.initramfs: it cannot be read: access denied",
		  "a file that cannot be read");
	SAME(said.account_count, 0, "the other one is not read instead");
	read_initramfs(gone);
	SAME(said.fault.err, 0, "no folder for it");
	begin(denied + 1, SOURCE_FILE);
	fake.sys.read_file = with_nul;
	iscsi_initramfs_read(&cmdline, &said, &fake.sys, &settings,
			     &options);
	SAME_TEXT(said.fault.text,
		  "/etc/iscsi/iscsi.initramfs: a NUL byte stands in it",
		  "a NUL byte");
}

static void test_initramfs(void)
{
	static const struct fake_file both[] = {
		{ "/etc/iscsi.initramfs", "ISCSI_USERNAME=a", 0 },
		{ "/etc/iscsi/iscsi.initramfs", "ISCSI_USERNAME=b", 0 },
		{ NULL, NULL, 0 }
	};
	static char text[400];

	read_shell("ISCSI_TARGET_NAME=" T "\nISCSI_TARGET_IP='10.0.0.1'\n"
		   "ISCSI_USERNAME=\"u\"\nISCSI_PASSWORD=hush-1\nFOO=1\n");
	SAME(said.target_count, 1, "a target");
	SAME(said.account_count, 1, "an account");
	SAME(said.fault.err, 0, "nothing is wrong");
	SAME(remarks.count, 0, "FOO is somebody else's");
	for (size_t i = 0; i < sizeof(cmdline); i++)
		OK(!((char *)&cmdline)[i], "it is wiped");
	read_initramfs(both);
	SAME_TEXT(said.accounts[0].account.name, "a", "the first of two");
	SAME(said.account_count, 1, "alone");
	read_initramfs(both + 1);
	SAME_TEXT(said.accounts[0].account.name, "b", "or the second");
	read_initramfs(both + 2);
	SAME(said.account_count, 0, "or none");
	for (size_t i = 0; i < ARRAY_SIZE(bad_shell); i++) {
		snprintf(text, sizeof(text), "ISCSI_PASSWORD=hush-1 "
			 "ISCSI_TARGET_NAME=" T " %s", bad_shell[i].text);
		read_shell(text);
		SAME(said.fault.err, EINVAL, bad_shell[i].why);
		if (strncmp(said.fault.text, bad_shell[i].fault,
			    strlen(bad_shell[i].fault)))
			SAME_TEXT(said.fault.text, bad_shell[i].fault,
				  bad_shell[i].why);
		SAME(said.target_count + said.account_count, 0,
		     "none of it is taken");
		for (size_t n = 0; n < sizeof(said.accounts); n++)
			OK(!((char *)said.accounts)[n], "but wiped");
		for (size_t n = 0; n < sizeof(cmdline); n++)
			OK(!((char *)&cmdline)[n], "all of it is");
	}
}

int main(void)
{
	test_wrong();
	test_words();
	test_files();
	test_odd_files();
	test_nul();
	test_odd_initramfs();
	test_initramfs();
	return test_done();
}
