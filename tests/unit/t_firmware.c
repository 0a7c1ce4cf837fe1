// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the firmware's table is looked for, and what becomes of it. */
#include "firmware.h"

#include <errno.h>

#include "fake_sys.h"
#include "ibft_table.h"

#define ACPI "/sys/firmware/acpi/tables/"

/* A file of bytes, or what reading it gives. */
struct blob {
	const char *path;
	int err;
	const uint8_t *bytes;
	size_t size;
};

/* Low memory: zeroes, with a table in it. */
static struct {
	struct blob blobs[4];
	uint64_t at;			/* 0: no table */
	const uint8_t *bytes;
	size_t size;
	int err;			/* of reads that begin in this range */
	uint64_t err_from, err_to;
	bool efi;
	uint64_t lowest, highest;	/* what was read */
	bool display;
	unsigned int reads;
} machine;

static uint8_t table[IBFT_TABLE_MAX];
static size_t table_size;
static struct fake fake;
static const struct sys *sys;
static struct firmware_table found;
static struct ibft ibft;
static struct fault f;
static struct ibft_report report;

static int read_memory(uint64_t from, uint8_t *buf, size_t n)
{
	machine.reads++;
	if (from >= machine.err_from && from < machine.err_to)
		return machine.err;
	if (from < machine.lowest)
		machine.lowest = from;
	if (from + n > machine.highest)
		machine.highest = from + n;
	machine.display |= from < 0xc0000 && from + n > 0xa0000;
	memset(buf, 0, n);
	for (size_t i = 0; i < machine.size; i++) {
		uint64_t at = machine.at + i;

		if (machine.at && at >= from && at < from + n)
			buf[at - from] = machine.bytes[i];
	}
	return (int)n;
}

static int read_at(const struct sys *s, const char *path, uint64_t offset,
		   void *buf, size_t n)
{
	(void)s;
	if (!strcmp(path, "/dev/mem"))
		return read_memory(offset, buf, n);
	for (const struct blob *b = machine.blobs; b->path; b++) {
		if (strcmp(path, b->path))
			continue;
		if (b->err)
			return b->err;
		n = b->size < n ? b->size : n;
		memcpy(buf, b->bytes, n);
		return (int)n;
	}
	return -ENOENT;
}

static bool exists(const struct sys *s, const char *path)
{
	return !strcmp(path, "/sys/firmware/efi") ? machine.efi :
						    fake_exists(s, path);
}

static void begin(const struct fake_file *files)
{
	memset(&machine, 0, sizeof(machine));
	machine.bytes = table;
	machine.size = table_size;
	machine.lowest = UINT64_MAX;
	fake_begin(&fake, files);
	fake.sys.read_at = read_at;
	fake.sys.exists = exists;
	sys = &fake.sys;
	memset(&found, 0, sizeof(found));
	f = (struct fault){ .err = 0 };
	report = (struct ibft_report){ .finding = NULL };
}

static void acpi(size_t n, const char *path, int err)
{
	machine.blobs[n] = (struct blob){ path, err, table, table_size };
}

static void test_acpi(void)
{
	begin(NULL);
	acpi(0, ACPI "BIFT", 0);
	SAME(firmware_find_table(sys, &found), 0, "BIFT");
	SAME_TEXT(found.source, ACPI "BIFT", "alone");
	SAME(found.size, table_size, "all of it");
	OK(!memcmp(found.bytes, table, table_size), "as it is");
	acpi(1, ACPI "IBFT", 0);
	SAME(firmware_find_table(sys, &found), 0, "IBFT");
	SAME_TEXT(found.source, ACPI "IBFT", "goes before BIFT");
	acpi(2, ACPI "iBFT", 0);
	SAME(firmware_find_table(sys, &found), 0, "iBFT");
	SAME_TEXT(found.source, ACPI "iBFT", "goes before IBFT");
	acpi(2, ACPI "iBFT", -EACCES);
	SAME(firmware_find_table(sys, &found), 0, "one may not be read");
	SAME_TEXT(found.source, ACPI "IBFT", "another may");
	SAME(machine.reads, 0, "memory is left alone");
}

static void test_denied(void)
{
	static const int errors[] = { -EACCES, -EPERM };

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		begin(NULL);
		acpi(0, ACPI "iBFT", errors[i]);
		machine.at = 0x9e620;
		SAME(firmware_find_table(sys, &found), -EPERM, "not root");
		SAME(machine.reads, 0, "memory would say no as well");
		SAME(firmware_read(sys, &ibft, &found, &report, &f), -EPERM,
		     "is a fault");
		OK(strstr(f.text, "only root"), f.text);
	}
}

static void test_memory(void)
{
	static const struct {
		const char *why;
		uint64_t at;
		bool found;
	} rows[] = {
	{ "the first place", 0x80000, true },
	{ "where iPXE puts it", 0x9e620, true },
	{ "the second page", 0x81000, true },
	{ "over the end of a page", 0x81000 - 16, true },
	{ "the last place before the display's memory", 0x9fff0 - 512, true },
	{ "in the display's memory", 0xa0000, false },
	{ "at its end", 0xbfff0, false },
	{ "behind it", 0xc0000, true },
	{ "an option ROM's", 0xc8010, true },
	{ "not on a boundary of 16", 0x9e628, false },
	{ "below", 0x7fff0, false },
	{ "the last place where it ends below 1 MiB", 0x100000 - 512, true },
	{ "it would end above 1 MiB", 0x100000 - 496, false },
	{ "above", 0x100000, false },
	};
	char source[40];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		begin(NULL);
		machine.at = rows[i].at;
		SAME(firmware_find_table(sys, &found),
		     rows[i].found ? 0 : -ENODATA, rows[i].why);
		OK(machine.lowest >= 0x80000 && machine.highest <= 0x100000,
		   "nothing else is read");
		OK(!machine.display, "nor the display's memory");
		if (!rows[i].found)
			continue;
		SAME(found.size, table_size, rows[i].why);
		OK(!memcmp(found.bytes, table, table_size), rows[i].why);
		snprintf(source, sizeof(source), "low memory, 0x%llx",
			 (unsigned long long)rows[i].at);
		SAME_TEXT(found.source, source, rows[i].why);
	}
}

/* Bytes that only look like a table do not end the search. */
static void test_signature(void)
{
	static const struct {
		const char *why, *signature;
		uint32_t length;
		bool found;
	} rows[] = {
	{ "iBFT", "iBFT", 512, true }, { "BIFT", "BIFT", 512, true },
	{ "the kernel does not look for this one", "IBFT", 512, false },
	{ "no table is so short", "iBFT", 47, false },
	{ "as short as a header", "iBFT", 48, true },
	{ "the largest", "iBFT", IBFT_TABLE_MAX, true },
	{ "no table is so long", "iBFT", IBFT_TABLE_MAX + 1, false },
	{ "a length that wraps", "iBFT", 0xfff90000, false },
	};
	uint8_t bytes[IBFT_TABLE_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes, rows[i].signature, 4);
		put16(bytes, 4, rows[i].length);
		put16(bytes, 6, rows[i].length >> 16);
		begin(NULL);
		machine.at = 0x90000;
		machine.bytes = bytes;
		machine.size = sizeof(bytes);
		SAME(firmware_find_table(sys, &found),
		     rows[i].found ? 0 : -ENODATA, rows[i].why);
		/* A table behind it is found all the same. */
		memcpy(bytes + 0x1000, table, table_size);
		SAME(firmware_find_table(sys, &found), 0, rows[i].why);
		SAME(found.size, rows[i].found ? rows[i].length : table_size,
		     rows[i].why);
	}
}

static void test_no_memory(void)
{
	begin(NULL);
	SAME(firmware_find_table(sys, &found), -ENODATA, "none anywhere");
	SAME(machine.reads, 96, "each page is read once");
	machine.at = 0x9e620;
	machine.efi = true;
	machine.reads = 0;
	SAME(firmware_find_table(sys, &found), -ENODATA, "UEFI");
	SAME(machine.reads, 0, "has none in low memory");
	machine.efi = false;
	machine.err = -EPERM;
	machine.err_to = 0x100000;
	SAME(firmware_find_table(sys, &found), -ENODATA, "locked down");
	SAME(machine.reads, 96, "each page is asked for once");
	machine.err_to = 0x9e000;
	SAME(firmware_find_table(sys, &found), 0,
	     "pages that are not to be read, before the table");
	machine.err_from = 0x9e620;
	machine.err_to = 0x9e621;
	SAME(firmware_find_table(sys, &found), -ENODATA,
	     "the table itself cannot be read");
}

static void test_read(void)
{
	begin(NULL);
	machine.at = 0x9e620;
	SAME(firmware_read(sys, &ibft, &found, &report, &f), 0, "a table");
	SAME_TEXT(ibft.initiator.name, "iqn.2026-11.test:node1", "is decoded");
	table[8] = 2;
	SAME(firmware_read(sys, &ibft, &found, &report, &f), -EINVAL,
	     "a damaged one");
	OK(strstr(f.text, "0x9e620") && strstr(f.text, "revision: 2") &&
	   strstr(f.text, "offset 8"), f.text);
	OK(!strstr(fake.log, "modprobe"), "nor is the kernel asked");
	table[8] = 1;
}

/* Without raw bytes the kernel's rendering is read. */
static void test_sysfs(void)
{
#define IBFT "/sys/firmware/ibft/"
	static const struct fake_file shown[] = {
		{ IBFT "initiator/initiator-name", "iqn.2026-11.test:k\n", 0 },
		{ IBFT "target0/port", "3261\n", 0 },
		{ NULL, NULL, 0 },
	};

	begin(shown);
	SAME(firmware_read(sys, &ibft, &found, &report, &f), 0, "from sysfs");
	OK(strstr(fake.log, "modprobe iscsi_ibft\n"), "the module is loaded");
	SAME_TEXT(ibft.initiator.name, "iqn.2026-11.test:k", "the name");
	SAME(ibft.targets[0].portal.port, 3261, "the port");
	SAME_TEXT(found.source, "/sys/firmware/ibft", "the source");
	SAME(found.size, 0, "no bytes");
	begin(NULL);
	SAME(firmware_read(sys, &ibft, &found, &report, &f), -ENODATA,
	     "no table");
	SAME(f.err, 0, "is no fault");
}

/* The module refused what it found: there is a table. */
static void test_refused(void)
{
	static const struct fake_file files[] = {
		{ "/lib/modules/6.1.0-56-amd64/modules.dep",
		  "kernel/iscsi_ibft.ko:\n", 0 },
		{ NULL, NULL, 0 },
	};
	static const int errors[] = { -ENOENT, -EINVAL, -ENOMEM };

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		begin(files);
		fake.modprobe_rc = 1;
		fake.module_fails = "iscsi_ibft";
		fake.module_rc = errors[i];
		SAME(firmware_read(sys, &ibft, &found, &report, &f), -EINVAL,
		     "the kernel refuses it");
		OK(strstr(f.text, "the kernel refused"), f.text);
	}
}

static void name_other(void *arg, const char *path)
{
	copy_string(arg, 80, path);
}

static void test_others(void)
{
	static const struct fake_file boot0[] = {
		{ "/sys/firmware/acpi/tables/SSDT", "", 0 },
		{ "/sys/firmware/iscsi_boot0/target0/port", "3260\n", 0 },
		{ NULL, NULL, 0 },
	};
	static const struct fake_file path[] = {
		{ "/proc/device-tree/chosen/bootpath",
		  "/vdevice/l-lan@30000002:iscsi,itname=x", 0 },
		{ NULL, NULL, 0 },
	};
	static const struct fake_file disk[] = {
		{ "/proc/device-tree/chosen/bootpath", "/vdevice/disk", 0 },
		{ "/sys/firmware/ibft/target0/port", "3260\n", 0 },
		{ NULL, NULL, 0 },
	};
	char name[80] = "";

	begin(boot0);
	firmware_others(sys, name_other, name);
	SAME_TEXT(name, "/sys/firmware/iscsi_boot0", "an offload card's");
	begin(path);
	firmware_others(sys, name_other, name);
	SAME_TEXT(name, path[0].path, "Open Firmware's");
	name[0] = '\0';
	begin(disk);
	firmware_others(sys, name_other, name);
	SAME_TEXT(name, "", "neither is iSCSI");
}

int main(void)
{
	full_table(&ibft);
	table_size = ibft_to_table(&ibft, table, sizeof(table));
	/* A round size, to lie against a boundary. */
	put16(table, 4, 512);
	table_size = 512;
	sum_up(table, table_size);
	test_acpi();
	test_denied();
	test_memory();
	test_signature();
	test_no_memory();
	test_read();
	test_sysfs();
	test_refused();
	test_others();
	return test_done();
}
