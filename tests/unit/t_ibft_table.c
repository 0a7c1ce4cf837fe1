// SPDX-License-Identifier: GPL-2.0-or-later
/* The raw table: one place of a sound one at a time is changed.  The files of
 * tests/data/ibft-bad hold more; here is what needs the struct, or memory of
 * an exact size. */
#include <errno.h>

#include "ibft_table.h"

static uint8_t sound[IBFT_TABLE_MAX], bytes[IBFT_TABLE_MAX];
static size_t size;
static struct ibft wanted, ibft;
static struct findings all;
static struct ibft_report report;

/* The sound table with n (little-endian, of one or two bytes) at a place. */
static int changed(size_t at, unsigned int n, bool word)
{
	memcpy(bytes, sound, size);
	if (word)
		put16(bytes, at, n);
	else
		bytes[at] = (uint8_t)n;
	if (at != IBFT_CHECKSUM_AT)
		sum_up(bytes, size);
	return read_exactly(&ibft, bytes, size, &all, &report);
}

static const struct {
	const char *why;
	unsigned int at, value;
	bool word;
	unsigned int errors, warnings;
	unsigned int offset;		/* of the first finding */
	const char *block, *text;
} rows[] = {
{ "nothing is wrong", 0, 'i', 0, 0, 0, 0, NULL, NULL },
{ "the other signature", 0, 'I', 0, 0, 0, 0, NULL, NULL },
{ "no signature", 0, 'x', 0, 1, 0, 0, "header", "signature" },
{ "longer than there are bytes", 5, 2, 0, 1, 0, 4, "header", "length" },
{ "shorter than a control structure", 4, 65, 1, 1, 0, 4, "header", "length" },
{ "revision", 8, 0, 0, 1, 0, 8, "header", "revision: 0" },
{ "checksum", 9, 0, 0, 1, 0, 9, "header", "checksum" },
{ "control id", 48, 4, 0, 1, 1, 48, "control", "id: 4" },
{ "control flags", 53, 2, 0, 0, 1, 53, "control", "flags: 0x02" },
{ "no initiator", 56, 0, 1, 1, 0, 56, "control", "no initiator" },
{ "the NIC is the initiator", 58, AT_INITIATOR, 1, 1, 1, 58, "control",
  "id 2 at offset 80" },
{ "the NIC is the target", 58, AT_TARGET, 1, 1, 1, AT_TARGET, "target0",
  "overlaps" },
{ "the initiator's length", AT_INITIATOR + 2, 73, 1, 1, 0, AT_INITIATOR + 2,
  "initiator", "length: 73" },
{ "a later revision's length", AT_INITIATOR + 2, 80, 1, 0, 0, 0, NULL, NULL },
{ "the NIC's version", AT_NIC + 1, 0, 0, 1, 1, AT_NIC + 1, "ethernet0",
  "version: 0" },
{ "the NIC's id", AT_NIC, 2, 0, 1, 1, 58, "control", "id 2" },
{ "the NIC is not valid", AT_NIC + 5, 2, 0, 0, 2, AT_NIC + 5, "ethernet0",
  "not marked as valid" },
{ "the NIC is not selected", AT_NIC + 5, 1, 0, 0, 0, 0, NULL, NULL },
{ "the NIC's third flag", AT_NIC + 5, 7, 0, 0, 0, 0, NULL, NULL },
{ "the NIC's fourth flag", AT_NIC + 5, 11, 0, 0, 1, AT_NIC + 5, "ethernet0",
  "flags: 0x0b" },
{ "the longest IPv4 prefix", AT_NIC + 22, 32, 0, 0, 0, 0, NULL, NULL },
{ "a longer one", AT_NIC + 22, 33, 0, 1, 0, AT_NIC + 22, "ethernet0",
  "prefix-len: 33" },
{ "origin 4", AT_NIC + 23, 4, 0, 0, 0, 0, NULL, NULL },
{ "origin 5", AT_NIC + 23, 5, 0, 0, 1, AT_NIC + 23, "ethernet0", "origin" },
{ "origin 15, unchanged", AT_NIC + 23, 15, 0, 0, 0, 0, NULL, NULL },
{ "origin 16, edk2's unchanged", AT_NIC + 23, 16, 0, 0, 0, 0, NULL, NULL },
{ "the last VLAN", AT_NIC + 88, 4094, 1, 0, 0, 0, NULL, NULL },
{ "a VLAN that is none", AT_NIC + 88, 4095, 1, 1, 0, AT_NIC + 88,
  "ethernet0", "vlan" },
{ "a group's MAC address", AT_NIC + 90, 0x53, 0, 1, 0, AT_NIC + 90,
  "ethernet0", "mac" },
{ "no host name", AT_NIC + 98, 0, 1, 0, 0, 0, NULL, NULL },
{ "a host name outside", AT_NIC + 100, 0xffff, 1, 1, 0, AT_NIC + 98,
  "ethernet0", "hostname" },
{ "the target is not valid", AT_TARGET + 5, 0, 0, 0, 2, AT_TARGET + 5,
  "target0", "not marked as valid" },
{ "RADIUS for both ways", AT_TARGET + 5, 15, 0, 0, 0, 0, NULL, NULL },
{ "the target's fifth flag", AT_TARGET + 5, 19, 0, 0, 1, AT_TARGET + 5,
  "target0", "flags: 0x13" },
{ "no port", AT_TARGET + 22, 0, 1, 1, 0, AT_TARGET + 22, "target0", "port" },
{ "flat addressing", AT_TARGET + 24, 0x40, 0, 0, 0, 0, NULL, NULL },
{ "logical unit addressing", AT_TARGET + 24, 0x80, 0, 0, 1, AT_TARGET + 24,
  "target0", "lun" },
{ "a second level", AT_TARGET + 26, 1, 0, 0, 1, AT_TARGET + 24, "target0",
  "lun" },
{ "the last byte of a level", AT_TARGET + 31, 1, 0, 0, 1, AT_TARGET + 24,
  "target0", "lun" },
{ "an unknown CHAP type", AT_TARGET + 32, 3, 0, 1, 0, AT_TARGET + 32,
  "target0", "chap-type" },
{ "CHAP one way with a reverse name", AT_TARGET + 32, 1, 0, 0, 0, 0, NULL,
  NULL },
{ "no CHAP, but a secret", AT_TARGET + 32, 0, 0, 0, 1, AT_TARGET + 32,
  "target0", "chap-type: 0" },
{ "a NIC that is not there", AT_TARGET + 33, 1, 0, 0, 1, AT_TARGET + 33,
  "target0",
  "ethernet1" },
{ "no name", AT_TARGET + 34, 0, 1, 1, 0, AT_TARGET + 34, "target0",
  "target-name" },
{ "no CHAP name", AT_TARGET + 38, 0, 1, 1, 0, AT_TARGET + 32, "target0",
  "CHAP without both" },
{ "no secret", AT_TARGET + 42, 0, 1, 1, 0, AT_TARGET + 32, "target0",
  "CHAP without both" },
{ "no reverse name", AT_TARGET + 46, 0, 1, 1, 0, AT_TARGET + 32, "target0",
  "mutual CHAP without both" },
{ "no reverse secret", AT_TARGET + 50, 0, 1, 1, 0, AT_TARGET + 32, "target0",
  "mutual CHAP without both" },
{ "a control character", AT_HEAP + 4, '\n', 0, 2, 0, AT_HEAP + 4,
  "initiator", "control character" },
};

static void test_rows(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *why = rows[i].why;
		int rc = changed(rows[i].at, rows[i].value, rows[i].word);

		SAME(rc, rows[i].errors ? -EINVAL : 0, why);
		SAME(report.errors, rows[i].errors, why);
		SAME(report.warnings, rows[i].warnings, why);
		SAME(all.count > 0, rows[i].block != NULL, why);
		if (!rows[i].block || !all.count)
			continue;
		SAME(all.list[0].offset, rows[i].offset, why);
		OK(!strncmp(all.list[0].block, rows[i].block,
			    strlen(rows[i].block)), why);
		OK(strstr(all.list[0].text, rows[i].text), why);
		OK(!rc || !strcmp(report.first_error.text, all.list[0].text),
		   why);
	}
}

/* The struct is what the table was made of. */
static void test_struct(void)
{
	SAME(read_exactly(&ibft, sound, size, &all, &report), 0, "it is sound");
	SAME(ibft.header.length, size, "its length");
	ibft.header.length = 0;
	OK(!memcmp(&ibft, &wanted, sizeof(ibft)), "the same struct");
}

/* Whatever one byte is, nothing is read outside, and what is taken can be
 * written and read again. */
static void test_every_byte(void)
{
	static const uint8_t values[] = { 0, 1, 2, 3, 4, 0x20, 0x7f, 0x80,
					  0xfe, 0xff };
	static uint8_t again[IBFT_TABLE_MAX];
	static struct ibft other;
	unsigned int taken = 0;

	for (size_t at = 0; at < size * ARRAY_SIZE(values); at++) {
		int rc = changed(at / ARRAY_SIZE(values),
				 values[at % ARRAY_SIZE(values)], false);
		size_t n;

		OK(rc == (report.errors ? -EINVAL : 0), "status and findings");
		if (rc)
			continue;
		taken++;
		n = ibft_to_table(&ibft, again, sizeof(again));
		OK(n && !read_exactly(&other, again, n, &all, &report),
		   "what is taken can be written");
		other.header.length = ibft.header.length;
		OK(!memcmp(&other, &ibft, sizeof(ibft)), "and is the same");
	}
	OK(taken > size && taken < 9 * size, "some are taken, some are not");
}

/* A table that ends anywhere, and says so. */
static void test_every_length(void)
{
	for (size_t n = 0; n < size; n++) {
		memcpy(bytes, sound, size);
		if (n >= IBFT_HEADER_SIZE) {
			put16(bytes, 4, (unsigned int)n);
			sum_up(bytes, n);
		}
		/* The NUL behind the last string may be missing. */
		SAME(read_exactly(&ibft, bytes, n, &all, &report),
		     n == size - 1 ? 0 : -EINVAL, "cut short");
		SAME(read_exactly(&ibft, sound, n, &all, &report), -EINVAL,
		     "fewer bytes than the header says");
	}
}

static void test_sizes(void)
{
	static uint8_t large[IBFT_TABLE_MAX + 64];

	memcpy(large, sound, size);
	SAME(read_exactly(&ibft, large, size + 1, &all, &report), 0,
	     "more bytes than the table has");
	SAME(report.warnings, 1, "which is said");
	put16(large, 4, IBFT_TABLE_MAX);
	sum_up(large, IBFT_TABLE_MAX);
	SAME(read_exactly(&ibft, large, IBFT_TABLE_MAX, &all, &report), 0,
	     "the largest table");
	put16(large, 4, IBFT_TABLE_MAX + 1);
	sum_up(large, IBFT_TABLE_MAX + 1);
	SAME(read_exactly(&ibft, large, sizeof(large), &all, &report), -EINVAL,
	     "a larger one");
	SAME(all.list[0].offset, 4, "by its length");
}

/* Nobody listens: they are counted all the same. */
static void test_silent(void)
{
	struct ibft_report silent = { .finding = NULL };

	memcpy(bytes, sound, size);
	bytes[8] = 2;
	SAME(ibft_from_table(&ibft, bytes, size, &silent), -EINVAL, "silent");
	SAME(silent.errors, 2, "revision and checksum");
	SAME(silent.first_error.offset, 8, "the first one is kept");
	SAME(ibft_from_table(&ibft, sound, size, &silent), 0, "used again");
	SAME(silent.errors, 0, "begins anew");
}

/* mapped: ::ffff:0.0.0.0 is not set, as edk2 writes it. */
static void test_addresses(void)
{
	memcpy(bytes, sound, size);
	memset(bytes + AT_NIC + 24 + 12, 0, 4);
	sum_up(bytes, size);
	SAME(read_exactly(&ibft, bytes, size, &all, &report), 0, "mapped");
	SAME(ibft.nics[0].gateway.family, ADDR_NONE, "is not set");
	bytes[AT_NIC + 24 + 11] = 0xfe;
	sum_up(bytes, size);
	SAME(read_exactly(&ibft, bytes, size, &all, &report), 0, "not mapped");
	SAME(ibft.nics[0].gateway.family, ADDR_IPV6, "is IPv6");
	SAME(report.warnings, 1, "of another family");
}

/* Blocks that touch do not overlap, whichever is read first. */
static void test_neighbours(void)
{
	memcpy(bytes, sound, size);
	put16(bytes, 58, AT_TARGET);
	put16(bytes, 60, AT_NIC);
	put16(bytes, AT_NIC + 2, AT_TARGET - AT_NIC);
	sum_up(bytes, size);
	SAME(read_exactly(&ibft, bytes, size, &all, &report), 0, "touching");
	SAME(all.count, 0, "is nothing to say");
	put16(bytes, AT_NIC + 2, AT_TARGET - AT_NIC + 1);
	sum_up(bytes, size);
	SAME(read_exactly(&ibft, bytes, size, &all, &report), -EINVAL,
	     "overlapping by a byte");
}

int main(void)
{
	full_table(&wanted);
	size = ibft_to_table(&wanted, sound, sizeof(sound));
	test_struct();
	test_rows();
	test_every_byte();
	test_every_length();
	test_sizes();
	test_silent();
	test_addresses();
	test_neighbours();
	return test_done();
}
