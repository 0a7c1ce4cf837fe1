// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's rendering of a table, one thing at a time wrong with it. */
#include "ibft.h"

#include <errno.h>
#include <stdio.h>

#include "test.h"

#define X16 "xxxxxxxxxxxxxxxx"
#define X64 X16 X16 X16 X16
#define X223 X64 X64 X64 X16 "xxxxxxxxxxxxxxx"
#define X255 X64 X64 X64 X16 X16 X16 "xxxxxxxxxxxxxxx"

struct entry {
	const char *file, *text;
};

/* A sound table, as the kernel shows it. */
static const struct entry sound[] = {
	{ "initiator/flags", "3\n" },
	{ "initiator/initiator-name", "iqn.2026-11.test:node1\n" },
	{ "ethernet0/index", "0\n" },
	{ "ethernet0/flags", "3\n" },
	{ "ethernet0/origin", "3\n" },
	{ "ethernet0/vlan", "0\n" },
	{ "ethernet0/mac", "52:54:00:77:00:01\n" },
	{ "ethernet0/ip-addr", "10.77.0.51\n" },
	{ "ethernet0/prefix-len", "24\n" },
	{ "target0/index", "0\n" },
	{ "target0/flags", "3\n" },
	{ "target0/chap-type", "1\n" },
	{ "target0/nic-assoc", "0\n" },
	{ "target0/ip-addr", "10.77.0.1\n" },
	{ "target0/port", "3260\n" },
	{ "target0/lun", "01000000\n" },
	{ "target0/target-name", "iqn.2026-11.test:boot\n" },
	{ "target0/chap-name", "chapuser\n" },
	{ "target0/chap-secret", "chapsecret12\n" },
};

/* The sound table with one file changed. */
static const struct {
	const char *why, *file, *text;
	bool taken;
} cases[] = {
{ "nothing is wrong", "ethernet0/vlan", "0\n", true },
{ "no line end", "ethernet0/ip-addr", "10.77.0.51", true },
{ "an empty attribute", "ethernet0/ip-addr", "\n", true },
{ "a file of no bytes", "ethernet0/ip-addr", "", true },
{ "no address", "ethernet0/ip-addr", "10.77.0\n", false },
{ "two line ends", "ethernet0/ip-addr", "10.77.0.1\n\n", false },
{ "a gateway that is none", "ethernet0/gateway", "x\n", false },
{ "a DNS server that is none", "ethernet0/primary-dns", "x\n", false },
{ "a prefix longer than IPv4 has", "ethernet0/prefix-len", "33\n", false },
{ "the longest IPv4 prefix", "ethernet0/prefix-len", "32\n", true },
{ "a prefix longer than IPv6 has", "ethernet0/prefix-len", "129\n", false },
{ "a negative prefix", "ethernet0/prefix-len", "-1\n", false },
{ "a MAC address cut short", "ethernet0/mac", "52:54:00:77:00\n", false },
{ "a VLAN above 16 bits", "ethernet0/vlan", "65536\n", false },
{ "flags above a byte", "ethernet0/flags", "256\n", false },
{ "an index above a byte", "target0/index", "256\n", false },
{ "a NIC association above a byte", "target0/nic-assoc", "256\n", false },
{ "an origin in letters", "ethernet0/origin", "dhcp\n", false },
{ "a CHAP type above a byte", "target0/chap-type", "256\n", false },
{ "a port above 65535", "target0/port", "65536\n", false },
{ "the highest port", "target0/port", "65535\n", true },
{ "a number that is longer than any", "target0/port",
  "000000000000000000000000000000000065536\n", false },
{ "a LUN of seven digits", "target0/lun", "0100000\n", false },
{ "a LUN of 17 digits", "target0/lun", "10101010101010101\n", false },
{ "a LUN that is not hexadecimal", "target0/lun", "0100000g\n", false },
{ "initiator flags in letters", "initiator/flags", "x\n", false },
{ "a control character in a name", "target0/target-name", "iqn.\x01\n", false },
{ "DEL in a name", "target0/target-name", "iqn.\x7f\n", false },
{ "a tab in a secret", "target0/chap-secret", "a\tb\n", false },
{ "a control character in the initiator's name", "initiator/initiator-name",
  "iqn.\x1b[2J\n", false },
{ "UTF-8 in a name", "target0/target-name", "iqn.\xc3\xa4\n", true },
{ "the longest target name (RFC 7143 4.2.7.1)", "target0/target-name",
  X223 "\n", true },
{ "a target name that is too long", "target0/target-name", X223 "x\n", false },
{ "the longest initiator name (RFC 7143 4.2.7.1)", "initiator/initiator-name",
  X223 "\n", true },
{ "an initiator name that is too long", "initiator/initiator-name",
  X223 "x\n", false },
{ "the longest CHAP name", "target0/chap-name", X255 "\n", true },
{ "a CHAP name that is too long", "target0/chap-name", X255 "x\n", false },
{ "the longest secret", "target0/chap-secret", X255 "\n", true },
{ "a secret is never cut", "target0/chap-secret", X255 "x\n", false },
{ "a secret longer than any field is not left out", "target0/chap-secret",
  X255 X64 "\n", false },
{ "nor is a name", "target0/target-name", X255 X64 "\n", false },
{ "a reverse secret is never cut", "target0/rev-chap-name-secret",
  X255 "x\n", false },
{ "the longest label as a host name", "ethernet0/hostname",
  X16 X16 X16 "xxxxxxxxxxxxxxx\n", true },
{ "a long host name, which nobody needs, stops no boot", "ethernet0/hostname",
  X64 ".example.com\n", true },
};

/* Secrets must not get into the sentence. */
static const char secret_part[] = "a\tb";

struct table {
	struct entry entries[64];
	size_t count;
	const char *const *names;	/* more directories */
	int list_rc;
};

static int table_read(const struct ibft_tree *tree, const char *file,
		      char *text, size_t size)
{
	const struct table *t = tree->context;

	for (size_t i = 0; i < t->count; i++) {
		size_t n = strlen(t->entries[i].text);

		if (strcmp(t->entries[i].file, file))
			continue;
		if (n >= size)
			return -EFBIG;
		memcpy(text, t->entries[i].text, n + 1);
		return (int)n;
	}
	return -ENOENT;
}

static int table_list(const struct ibft_tree *tree,
		      void (*each)(void *arg, const char *name), void *arg)
{
	const struct table *t = tree->context;

	for (size_t i = 0; t->names && t->names[i]; i++)
		each(arg, t->names[i]);
	return t->list_rc;
}

static void set(struct table *t, const char *file, const char *text)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcmp(t->entries[i].file, file)) {
			t->entries[i].text = text;
			return;
		}
	t->entries[t->count++] = (struct entry){ file, text };
}

static const char *const usual[] = { "acpi_header", "initiator", "ethernet0",
				     "target0", NULL };

static void begin(struct table *t)
{
	memset(t, 0, sizeof(*t));
	for (size_t i = 0; i < ARRAY_SIZE(sound); i++)
		t->entries[t->count++] = sound[i];
	t->names = usual;
}

static int read_table(struct table *t, struct ibft *ibft, struct fault *f)
{
	const struct ibft_tree tree = { .read = table_read,
					.list = table_list, .context = t };

	f->err = 0;
	f->text[0] = '\0';
	return ibft_from_sysfs(ibft, &tree, f);
}

static void test_cases(void)
{
	static struct ibft ibft;
	struct table t;
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;

		begin(&t);
		set(&t, cases[i].file, cases[i].text);
		SAME(read_table(&t, &ibft, &f), cases[i].taken ? 0 : -EINVAL,
		     why);
		OK(cases[i].taken || strstr(f.text, cases[i].file), why);
		OK(!strstr(f.text, secret_part), why);
		OK(!strstr(cases[i].file, "secret") || !strstr(f.text, X16),
		   why);
	}
}

static void test_addresses(void)
{
	static struct ibft ibft;
	struct table t;
	struct fault f;

	begin(&t);
	set(&t, "ethernet0/gateway", "0.0.0.0\n");
	SAME(read_table(&t, &ibft, &f), 0, "edk2 without a gateway");
	SAME(ibft.nics[0].gateway.family, ADDR_NONE, "0.0.0.0 is unset");
	SAME(ibft.nics[0].secondary_dns.family, ADDR_NONE, "absent is unset");
	SAME(ibft.nics[0].address.family, ADDR_IPV4, "the address");
	begin(&t);
	set(&t, "target0/ip-addr", "0000:0000:0000:0000:0000:0000:0000:0000\n");
	SAME(read_table(&t, &ibft, &f), 0, "a target without an address");
	SAME(ibft.targets[0].portal.addr.family, ADDR_NONE,
	     "the kernel shows an unset address as 16 zero bytes");
	begin(&t);
	set(&t, "ethernet0/ip-addr",
	    "2001:0db8:0077:0000:0000:0000:0000:0051\n");
	set(&t, "ethernet0/prefix-len", "128\n");
	SAME(read_table(&t, &ibft, &f), 0, "the longest IPv6 prefix");
	SAME(ibft.nics[0].address.family, ADDR_IPV6, "IPv6");
	set(&t, "target0/chap-secret", X255 "\n");
	read_table(&t, &ibft, &f);
	SAME(ibft.targets[0].account.secret.len, 255, "the secret, whole");
}

static void test_folders(void)
{
	static const char *const several[] = {
		"target10", "target2", "ethernet255", "initiator", "target1",
		"ethernet256", "ethernetx", "target", "ethernet1", "target-1",
		"xtarget3", NULL };
	static const char *const nics[] = {
		"ethernet0", "ethernet1", "ethernet2", "ethernet3", "ethernet4",
		"ethernet5", "ethernet6", "ethernet7", "ethernet8", NULL };
	static const char *const targets[] = {
		"target0", "target1", "target2", "target3", "target4",
		"target5", "target6", "target7", "target8", NULL };
	static const char *const empty[] = { NULL };
	static struct ibft ibft;
	struct table t;
	struct fault f;

	begin(&t);
	t.names = several;
	set(&t, "target1/port", "1\n");
	set(&t, "target2/port", "2\n");
	set(&t, "target10/port", "10\n");
	SAME(read_table(&t, &ibft, &f), 0, "several blocks");
	SAME(ibft.target_count, 3, "three targets, and nothing else");
	SAME(ibft.nic_count, 2, "two NICs, and nothing else");
	OK(ibft.targets[0].portal.port == 1 &&
	   ibft.targets[1].portal.port == 2 &&
	   ibft.targets[2].portal.port == 10, "in the order of their numbers");
	t.names = nics + 1;
	SAME(read_table(&t, &ibft, &f), 0, "as many NICs as there is room for");
	SAME(ibft.nic_count, IBFT_NICS_MAX, "all of them");
	t.names = nics;
	SAME(read_table(&t, &ibft, &f), -EINVAL, "one NIC more");
	t.names = targets + 1;
	SAME(read_table(&t, &ibft, &f), 0, "as many targets as there is room");
	t.names = targets;
	SAME(read_table(&t, &ibft, &f), -EINVAL, "one target more");
	t.names = empty;
	SAME(read_table(&t, &ibft, &f), -ENODATA, "an empty folder");
	t.names = usual;
	t.list_rc = -ENOENT;
	SAME(read_table(&t, &ibft, &f), -ENODATA, "no folder: no table");
}

static const struct {
	const char *why, *text, *lun;
} luns[] = {
{ "LUN 0", "00000000", "0000000000000000" },
{ "LUN 1", "01000000", "0001000000000000" },
{ "LUN 16", "010000000", "0010000000000000" },
{ "LUN 255", "0ff000000", "00ff000000000000" },
{ "LUN 255 in capitals", "0FF000000", "00ff000000000000" },
{ "LUN 256, flat space addressing (SAM-5 4.7.7.2)", "410000000",
  "4100000000000000" },
{ "LUN 100, flat space addressing", "4064000000", "4064000000000000" },
{ "each byte of two digits", "1122334455667788", "1122334455667788" },
{ "a zero cannot begin two digits", "0000000010", NULL },
{ "seven", "0000000", NULL },
{ "17", "11223344556677889", NULL },
{ "nothing", "", NULL },
{ "not hexadecimal", "0g000000", NULL },
{ "an x", "0x000000", NULL },
{ "a space", "0 000000", NULL },
};

int main(void)
{
	test_cases();
	test_addresses();
	test_folders();
	for (size_t i = 0; i < ARRAY_SIZE(luns); i++) {
		uint8_t lun[8];
		char text[17] = "";
		int rc = ibft_lun_from_sysfs(luns[i].text, lun);

		SAME(rc, luns[i].lun ? 0 : -EINVAL, luns[i].why);
		for (int b = 0; !rc && b < 8; b++)
			snprintf(text + 2 * b, 3, "%02x", lun[b]);
		SAME_TEXT(text, luns[i].lun ? luns[i].lun : "", luns[i].why);
	}
	return test_done();
}
