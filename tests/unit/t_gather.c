// SPDX-License-Identifier: GPL-2.0-or-later
/* Every source asked what to boot, in the order of their precedence; and what
 * is left of their secrets. */
#include "gather.h"

#include "boot.h"
#include "fake_sys.h"
#include "key.h"

#define N "iqn.2026-11.test:"
#define MARK "hush"		/* in every secret */
#define HERE "-i " N "opt -a 10.0.0.1 "
#define MISSING "/etc/iscsi/secrets cannot be read"

static struct fake fake;
static struct gather gather;
static struct plan plan;
static struct settings settings;
static struct options options;
static struct boot boot;
static uint8_t table[IBFT_TABLE_MAX];
static size_t table_size;
static unsigned int looked;	/* for the iBFT */

/* A NIC, a target with CHAP, and an initiator name. */
static void make_table(void)
{
	static struct ibft ibft;
	struct ibft_nic *n = &ibft.nics[ibft.nic_count++];
	struct ibft_target *t = &ibft.targets[ibft.target_count++];

	memcpy(ibft.header.signature, "iBFT", 5);
	ibft.initiator.flags = n->flags = t->flags = 3;
	copy_string(ibft.initiator.name, sizeof(ibft.initiator.name),
		    N "ibft");
	mac_parse("52:54:00:12:34:01", n->mac);
	addr_parse("10.0.0.9", &n->address);
	n->subnet_mask_prefix = 24;
	copy_string(t->name, sizeof(t->name), N "t-ibft");
	portal_parse("10.0.0.3", &t->portal);
	t->chap_type = 1;
	copy_string(t->account.name, 9, "u-ibft");
	secret_set(&t->account.secret, MARK "-of-the-ibft");
	table_size = ibft_to_table(&ibft, table, sizeof(table));
}

static int read_at(const struct sys *sys, const char *path, uint64_t offset,
		   void *buf, size_t size)
{
	(void)offset;
	looked++;
	if (strcmp(path, "/sys/firmware/acpi/tables/iBFT") ||
	    !fake_find(fake_of(sys), path))
		return -ENOENT;
	size = table_size < size ? table_size : size;
	memcpy(buf, table, size);
	return (int)size;
}

#define IBFT { "/sys/firmware/acpi/tables/iBFT", "", 0 }
#define CMDLINE(text) { "/proc/cmdline", text, 0 }
#define LEASE(text) { "/run/net-e0.conf", \
	"DEVICE=e0\nIPV4ADDR=10.0.0.8\nIPV4NETMASK=255.255.255.0\n" text, 0 }
#define DEBIAN(text) { "/etc/iscsi.initramfs", text, 0 }
#define NAME(text) { "/etc/iscsi/initiatorname.iscsi", \
	"InitiatorName=" text "\n", 0 }
#define UUID { "/sys/class/dmi/id/product_uuid", \
	"4c4c4544-0042-4a10-8053-c7c04f4d3233\n", 0 }
#define SECRETS { "/etc/iscsi/secrets", "node.session.auth.username = u-s\n" \
	"node.session.auth.password = " MARK "-of-the-file\n", 0 }
#define EFI { "/sys/firmware/efi", "", 0 }

/* want: the initiator and who said it; the first target, its portal and user,
 * each with who said it; how many more; the NICs; how many are ignored. */
static const struct {
	const char *why, *argv;
	struct fake_file files[8];
	int rc;
	const char *want;		/* or the fault */
} cases[] = {
{ "nobody says a thing", "--cmdline --plan", { EFI }, -ENODATA,
  "nothing to boot" },
{ "options alone", HERE "-t " N "t-opt -u u-opt -w " MARK "-option-1",
  { IBFT, CMDLINE("netroot=iscsi:10.0.0.2::::" N "t-cmd") }, 0,
  N "opt (option) " N "t-opt (option) 10.0.0.1:3260 (option) u-opt (option)" },
{ "a tag", HERE "-t " N "t-opt -g 5 -p 3261", { IBFT }, 0, N "opt (option) "
  N "t-opt (option) 10.0.0.1:3261 (option) group 5" },
{ "options without a name: the iBFT's", "-t " N "t-opt -a 10.0.0.1",
  { IBFT }, 0,
  N "ibft (ibft) " N "t-opt (option) 10.0.0.1:3260 (option)" },
{ "or the file's", "-t " N "t-opt -a 10.0.0.1", { EFI, NAME(N "file") }, 0,
  N "file (file) " N "t-opt (option) 10.0.0.1:3260 (option)" },
{ "or the machine's own", "-t " N "t-opt -a 10.0.0.1", { EFI, UUID }, 0,
  "iqn.2010-04.org.ipxe:4c4c4544-0042-4a10-8053-c7c04f4d3233 (generated) "
  N "t-opt (option) 10.0.0.1:3260 (option)" },
{ "or none", "-t " N "t-opt -a 10.0.0.1", { EFI }, -EINVAL,
  "there is no initiator name" },
{ "a file that is wrong", "-t " N "t-opt -a 10.0.0.1", { EFI, NAME("x") },
  -EINVAL, "/etc/iscsi/initiatorname.iscsi line 1: " },
{ "no need of it", HERE "-t " N "t-opt", { EFI, NAME("x") }, 0,
  N "opt (option) " N "t-opt (option) 10.0.0.1:3260 (option)" },
{ "a name alone finds the iBFT's portal", "-t " N "t-ibft", { IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (option) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1" },
{ "the iBFT alone", "-b", { IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (ibft) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1" },
{ "-b is about nothing else", "-b -a 10.0.0.1 -t " N "t-opt", { IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (ibft) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1 1 ignored" },
{ "nor with one of them", "-b -t " N "t-opt", { IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (ibft) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1 1 ignored" },
{ "nor does it read the command line", "-b",
  { EFI, CMDLINE("netroot=iscsi:10.0.0.2::::" N "t-cmd") }, -ENODATA,
  "nothing to boot" },
{ "no option at all", "", { IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (ibft) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1" },
{ "discovery needs no target", HERE "--discover", { IBFT }, 0,
  N "opt (option)  (none) 10.0.0.1:3260 (option)" },
{ "the name in lower case", "-i IQN.2026-11.Test:Opt -a 10.0.0.1 -t " N "t",
  { EFI }, 0, N "opt (option) " N "t (option) 10.0.0.1:3260 (option) 1 warned" },
{ "an odd target", HERE "-t disk", { EFI }, 0,
  N "opt (option) disk (option) 10.0.0.1:3260 (option) 1 warned" },
{ "secrets", HERE "-t " N "t-opt --secrets /etc/iscsi/secrets", { SECRETS },
  0, N "opt (option) " N "t-opt (option) 10.0.0.1:3260 (option) u-s (option)" },
{ "no secrets", HERE "-t " N "t-opt --secrets /etc/iscsi/secrets", { EFI },
  -EINVAL, "secrets: " MISSING },

{ "the command line", "--cmdline", { EFI, CMDLINE("netroot=iscsi:u-c:" MARK
  "-123456789@10.0.0.2::::" N "t-cmd rd.iscsi.initiator=" N "cmd") }, 0,
  N "cmd (cmdline) " N "t-cmd (cmdline) 10.0.0.2:3260 (cmdline) u-c (cmdline) nic 0/1 1 warned" },
{ "a file in its place", "--cmdline=/c", { EFI, { "/c", "netroot=iscsi:a::::"
  N "t-cmd rd.iscsi.initiator=" N "cmd", 0 }, CMDLINE("x=\"") }, 0,
  N "cmd (cmdline) " N "t-cmd (cmdline) a:3260 (cmdline) nic 0/1" },
{ "it goes before the iBFT", "--cmdline", { CMDLINE("netroot=iscsi:10.0.0.2"
  "::::" N "t-cmd"), IBFT }, 0,
  N "ibft (ibft) " N "t-cmd (cmdline) 10.0.0.2:3260 (cmdline) nic 0/1 1 ignored" },
{ "field by field", "--cmdline", { CMDLINE("iscsi_target_name=" N "t-ibft"),
  IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (cmdline) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/1" },
{ "options go before it", "--cmdline " HERE, { EFI,
  CMDLINE("netroot=iscsi:10.0.0.1::::" N "t-cmd rd.iscsi.initiator=" N "cmd")
  }, 0,
  N "opt (option) " N "t-cmd (cmdline) 10.0.0.1:3260 (option) nic 0/1 1 ignored" },
{ "no iBFT", "--cmdline", { CMDLINE("rd.iscsi.firmware=0"), IBFT }, -ENODATA,
  "nothing to boot" },
{ "what is wrong in it", "--cmdline", { CMDLINE("iscsi_target_port=x"),
  IBFT }, -EINVAL, "iscsi_target_port=x: " },

{ "DHCP", "--cmdline", { EFI, CMDLINE("root=dhcp"),
  LEASE("ROOTPATH=iscsi:u-d:" MARK "-123456789@10.0.0.4::::" N "t-dhcp\n"),
  NAME(N "file") }, 0,
  N "file (file) " N "t-dhcp (dhcp) 10.0.0.4:3260 (dhcp) u-d (dhcp) nic 0/1" },
{ "the iBFT goes before it", "--cmdline", { LEASE("ROOTPATH=iscsi:u-d:" MARK
  "-123456789@10.0.0.4::::" N "t-dhcp\n"), IBFT }, 0,
  N "ibft (ibft) " N "t-ibft (ibft) 10.0.0.3:3260 (ibft) u-ibft (ibft) nic 0/2 1 ignored" },
{ "not without --cmdline", "", { EFI, LEASE("ROOTPATH=iscsi:10.0.0.4::::"
  N "t-dhcp\n"), NAME(N "file") }, -ENODATA, "nothing to boot" },
{ "a wrong root path", "--cmdline", { EFI,
  LEASE("ROOTPATH=iscsi:10.0.0.4::x::" N "t\n"), NAME(N "file") }, -EINVAL,
  "the root path that DHCP gave to e0: " },

{ "Debian's file", "--cmdline", { EFI, DEBIAN("ISCSI_INITIATOR=" N "deb\n"
  "ISCSI_TARGET_NAME=" N "t-deb\nISCSI_TARGET_IP=10.0.0.5\n"
  "ISCSI_USERNAME=u-deb\nISCSI_PASSWORD=" MARK "-123456789\n") }, 0,
  N "deb (file) " N "t-deb (file) 10.0.0.5:3260 (file) u-deb (file) nic 0/1" },
{ "DHCP goes before it", "--cmdline", { EFI,
  LEASE("ROOTPATH=iscsi:10.0.0.4::::" N "t-dhcp\n"),
  DEBIAN("ISCSI_TARGET_NAME=" N "t-deb\nISCSI_TARGET_IP=10.0.0.5\n"
  "ISCSI_INITIATOR=" N "deb\n") }, 0,
  N "deb (file) " N "t-dhcp (dhcp) 10.0.0.4:3260 (dhcp) nic 0/1 1 ignored" },
{ "not without --cmdline", "", { EFI, DEBIAN("ISCSI_TARGET_NAME=" N "t-deb\n"
  "ISCSI_TARGET_IP=10.0.0.5\n"), NAME(N "file") }, -ENODATA,
  "nothing to boot" },
{ "a wrong file", "--cmdline", { EFI, DEBIAN("ISCSI_PASSWORD=" MARK "\nx\n") },
  -EINVAL, "/etc/iscsi.initramfs: line 2: " },
{ "that is of no matter", "--cmdline", { EFI, CMDLINE("netroot=iscsi:a::::" N
  "t"), DEBIAN("ISCSI_PASSWORD=" MARK "\nx\n"), NAME(N "file") }, 0,
  N "file (file) " N "t (cmdline) a:3260 (cmdline) nic 0/1 1 ignored" },
};

static void set_options(const char *text, struct fault *f)
{
	/* getopt() keeps a pointer into the last one. */
	static char copies[64][300];
	static unsigned int turn;
	char *copy = copies[turn++];
	char program[] = "iscsistart", *argv[24] = { program };
	int argc = 1;

	snprintf(copy, sizeof(copies[0]), "%s", text);
	for (char *at = copy; *at; ) {
		argv[argc++] = at;
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	SAME(options_parse(&options, argc, argv, f), 0, f->text);
}

static void begin(const struct fake_file *files)
{
	fake_begin(&fake, files);
	fake.sys.read_at = read_at;
	looked = 0;
}

static void show(char *to, size_t size)
{
	const struct plan_target *t = &plan.targets[0];
	char portal[PORTAL_TEXT_SIZE], host[HOST_NAME_MAX_BYTES + 8];
	unsigned int ignored = 0, warned = 0;
	size_t n;

	for (size_t i = 0; i < plan.remarks.count; i++) {
		ignored += plan.remarks.list[i].ignored;
		warned += !plan.remarks.list[i].ignored;
	}
	snprintf(host, sizeof(host), "%s:%u", t->host, t->portal.port);
	n = (size_t)snprintf(to, size, "%s (%s) %s (%s) %s (%s)",
			     plan.initiator_name,
			     source_name(plan.initiator_from), t->name,
			     source_name(t->from.name), t->host[0] ? host :
			     portal_text(&t->portal, portal),
			     source_name(t->from.portal));
#define ADD(...) (n += (size_t)snprintf(to + n, n < size ? size - n : 0, \
					__VA_ARGS__))
	if (t->tpgt != TPGT_UNKNOWN)
		ADD(" group %u", t->tpgt);
	if (t->account.name[0])
		ADD(" %s (%s)", t->account.name,
		    source_name(t->from.account));
	if (t->nic >= 0)
		ADD(" nic %d/%u", t->nic, (unsigned int)plan.nic_count);
	if (ignored)
		ADD(" %u ignored", ignored);
	if (warned)
		ADD(" %u warned", warned);
#undef ADD
}

static bool marked(const void *bytes, size_t size)
{
	return memmem(bytes, size, MARK, strlen(MARK)) != NULL;
}

static void test_cases(void)
{
	char got[400];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		struct fault f = { .err = 0 };

		begin(cases[i].files);
		set_options(cases[i].argv, &f);
		memset(&plan, 0x55, sizeof(plan));
		memset(&gather, 0x55, sizeof(gather));
		SAME(gather_plan(&gather, &fake.sys, &options, &plan,
				 &settings, &f), cases[i].rc, why);
		if (cases[i].rc) {
			if (strncmp(f.text, cases[i].want,
				    strlen(cases[i].want)))
				SAME_TEXT(f.text, cases[i].want, why);
		} else {
			show(got, sizeof(got));
			SAME_TEXT(got, cases[i].want, why);
		}
		OK(!marked(&gather, sizeof(gather)), why);
		OK(!marked(&plan.remarks, sizeof(plan.remarks)), why);
		OK(!marked(plan.accounts, sizeof(plan.accounts)), why);
		OK(!marked(&f, sizeof(f)) && !marked(fake.output,
						     sizeof(fake.output)),
		   why);
	}
}

/* What is read, and what stays as it was said. */
static void test_rest(void)
{
	static const struct fake_file files[] = {
		IBFT, CMDLINE("rd.iscsi.param=node.session.cmds_max=64 "
			      "netroot=iscsi:a::::" N "t"), { NULL, NULL, 0 }
	};
	static const struct {
		const char *argv;
		bool looked;
	} reads[] = {
		{ HERE "-t " N "t", false },
		{ HERE "--discover", false },
		{ "-a 10.0.0.1 -t " N "t", true },
		{ HERE, true },
		{ HERE "-b", true },
		{ "--cmdline " HERE "-t " N "t", true },
	};
	struct fault f = { .err = 0 };

	for (size_t i = 0; i < ARRAY_SIZE(reads); i++) {
		begin(files);
		f.err = 0;
		/* -b does not go with a name of ours. */
		set_options(i == 4 ? "-b" : reads[i].argv, &f);
		gather_plan(&gather, &fake.sys, &options, &plan, &settings,
			    &f);
		SAME(looked != 0, reads[i].looked, reads[i].argv);
	}
	f.err = 0;
	begin(files);
	set_options("--cmdline --wait=7 -P node.session.queue_depth=8", &f);
	SAME(gather_plan(&gather, &fake.sys, &options, &plan, &settings, &f),
	     0, "settings of both");
	SAME(plan.wait, 7, "the wait");
	SAME(settings.queue_depth, 8, "-P");
	SAME(settings.cmds_max, 64, "rd.iscsi.param");
	SAME(options.settings.cmds_max, 128, "the options stay");
}

/* Messages about the firmware. */
static void test_messages(void)
{
	static const struct fake_file files[] = {
		EFI, { "/sys/firmware/iscsi_boot3/x", "", 0 },
		{ NULL, NULL, 0 }
	};
	static const struct fake_file odd[] = { IBFT, { NULL, NULL, 0 } };
	struct fault f = { .err = 0 };

	begin(files);
	SAME(gather_ibft(&fake.sys, &gather.ibft, &gather.table, &f),
	     -ENODATA, "no iBFT");
	SAME_TEXT(fake.output, "iscsistart: plan: /sys/firmware/iscsi_boot3: present, not supported\n",
		  "another card's");
	begin(odd);
	table[9] ^= 1;
	f.err = 0;
	SAME(gather_ibft(&fake.sys, &gather.ibft, &gather.table, &f), -EINVAL,
	     "a damaged table");
	table[9] ^= 1;
	OK(!marked(&gather.table, sizeof(gather.table)), "is wiped as well");
}

static void test_boot(void)
{
	static const struct fake_file files[] = {
		IBFT, CMDLINE("netroot=iscsi:u:" MARK "-123456@10.0.0.2::::"
			      N "t"), { NULL, NULL, 0 }
	};
	struct fault f = { .err = 0 };

	begin(files);
	set_options("--cmdline --plan", &f);
	SAME(boot_run(&boot, &fake.sys, &options, &f), 0, "--plan");
	OK(strstr(fake.output, "CHAP as \"u\"") != NULL, "the plan");
	OK(marked(&boot.plan, sizeof(boot.plan)), "the session would need it");
	boot_forget(&boot);
	OK(!marked(&boot, sizeof(boot)), "nothing is left");
	OK(!marked(fake.output, sizeof(fake.output)), "nothing was shown");
	begin(files);
	set_options("-f", &f);
	SAME(boot_run(&boot, &fake.sys, &options, &f), 0, "-f");
	boot_forget(&boot);
	OK(!marked(&boot, sizeof(boot)), "nothing is left of the table");
}

int main(void)
{
	make_table();
	test_cases();
	test_rest();
	test_messages();
	test_boot();
	return test_done();
}
