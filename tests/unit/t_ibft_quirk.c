// SPDX-License-Identifier: GPL-2.0-or-later
/* Each known departure of firmware: a table that shows it, which is the plain
 * one with a few bytes changed, and the plain one, which shows none. */
#include "quirk.h"

#include "ibft_table.h"

struct patch {
	size_t at;
	uint8_t byte;
};

/* Two targets: the second one's block follows the first's. */
enum { AT_TARGET1 = AT_TARGET + 64, AT_NAMES = AT_HEAP + 64 };

static const struct {
	const char *why, *firmware, *does;	/* the beginning of it */
	struct patch patches[16];
	size_t size;				/* 0: as it is */
	bool shows;
	enum ibft_severity severity;
	const char *block;
	size_t offset;
} rows[] = {
{ "gateway ::ffff:0.0.0.0", "edk2", "writes an address that is not set",
  { { AT_NIC + 36, 0 }, { AT_NIC + 37, 0 }, { AT_NIC + 39, 0 } }, 0, true,
  IBFT_NOTE, "ethernet0", AT_NIC },
{ "gateway all zero", "edk2", "writes an address that is not set",
  { { AT_NIC + 34, 0 }, { AT_NIC + 35, 0 }, { AT_NIC + 36, 0 },
    { AT_NIC + 37, 0 }, { AT_NIC + 39, 0 } }, 0, false, 0, NULL, 0 },
{ "256 bytes that nothing uses", "edk2", "writes a table of 2048 bytes",
  { { 0, 'i' } }, 1024, true, IBFT_NOTE, "header", 4 },
{ "a few bytes more than needed", "edk2", "writes a table of 2048 bytes",
  { { 0, 'i' } }, AT_NAMES + 256, false, 0, NULL, 0 },
{ "the initiator's name is last", "edk2", "lets the heap grow downwards",
  { { AT_TARGET + 36, AT_NAMES & 255 }, { AT_TARGET + 37, AT_NAMES >> 8 },
    { AT_INITIATOR + 70, 21 }, { AT_INITIATOR + 72, (AT_NAMES + 29) & 255 } },
  0, true, IBFT_NOTE, "initiator", AT_INITIATOR + 72 },
{ "the first NIC is global", "edk2", "sets a third flag",
  { { AT_NIC + 5, 7 } }, 0, true, IBFT_NOTE, "ethernet0", AT_NIC + 5 },
{ "origin 16", "edk2", "writes the origin", { { AT_NIC + 23, 16 } }, 0, true,
  IBFT_NOTE, "ethernet0", AT_NIC + 23 },
{ "origin 15", "edk2", "writes the origin", { { AT_NIC + 23, 15 } }, 0, false,
  0, NULL, 0 },
{ "a target without a NIC beside it", "iPXE", "leaves the NIC's slot empty",
  { { 62, 0 }, { 63, 0 }, { 64, AT_TARGET1 & 255 }, { 65, AT_TARGET1 >> 8 } },
  0, true, IBFT_NOTE, "control", 62 },
{ "the second NIC's slot is a target's", "iPXE",
  "leaves the NIC's slot empty", { { 0, 'i' } }, 0, false, 0, NULL, 0 },
{ "2001:: as 32.1", "iPXE", "writes an IPv6 target",
  { { 16, 'i' }, { 17, 'P' }, { 18, 'X' }, { 19, 'E' }, { 20, 0 },
    { AT_TARGET + 18, 32 }, { AT_TARGET + 19, 1 } }, 0, true, IBFT_WARNING,
  "target0", AT_TARGET + 6 },
{ "fe80:: as 254.128", "iPXE", "writes an IPv6 target",
  { { 16, 'i' }, { 17, 'P' }, { 18, 'X' }, { 19, 'E' }, { 20, 0 },
    { AT_TARGET1 + 18, 254 }, { AT_TARGET1 + 19, 128 } }, 0, true,
  IBFT_WARNING, "target1", AT_TARGET1 + 6 },
{ "32.2", "iPXE", "writes an IPv6 target",
  { { 16, 'i' }, { 17, 'P' }, { 18, 'X' }, { 19, 'E' }, { 20, 0 },
    { AT_TARGET + 18, 32 }, { AT_TARGET + 19, 2 } }, 0, false, 0, NULL, 0 },
{ "32.1 by other firmware", "iPXE", "writes an IPv6 target",
  { { AT_TARGET + 18, 32 }, { AT_TARGET + 19, 1 } }, 0, false, 0, NULL, 0 },
{ "the first path without CHAP", "iPXE", "lists a path",
  { { AT_TARGET + 32, 0 } }, 0, true, IBFT_WARNING, "target0",
  AT_TARGET + 32 },
{ "no path with CHAP", "iPXE", "lists a path",
  { { AT_TARGET + 32, 0 }, { AT_TARGET1 + 32, 0 } }, 0, false, 0, NULL, 0 },
};

static uint8_t plain[IBFT_TABLE_MAX], bytes[IBFT_TABLE_MAX];
static struct ibft ibft;
static struct findings all;
static struct ibft_report report;

/* Two targets of one name, their slots beside the NIC's and behind it. */
static size_t make_plain(void)
{
	size_t n;

	full_table(&ibft);
	memset(&ibft.nics[0].dhcp, 0, sizeof(ibft.nics[0].dhcp));
	ibft.target_count = 2;
	set_target(&ibft.targets[1], 1);
	n = ibft_to_table(&ibft, plain, sizeof(plain));
	/* With a slot for the second one where a NIC's would be. */
	put16(plain, 62, AT_TARGET1);
	put16(plain, 64, 0);
	sum_up(plain, n);
	return n;
}

static void find_in(size_t n)
{
	put16(bytes, 4, (unsigned int)n);
	sum_up(bytes, n);
	SAME(read_exactly(&ibft, bytes, n, &all, &report), 0, "it is taken");
	all.count = 0;
	ibft_find_quirks(&ibft, bytes, n, &report);
}

static const struct ibft_finding *finding(size_t row)
{
	for (size_t i = 0; i < all.count; i++) {
		const char *text = all.list[i].text;
		size_t n = strlen(rows[row].firmware);

		if (!strncmp(text, rows[row].firmware, n) &&
		    !strncmp(text + n + 1, rows[row].does,
			     strlen(rows[row].does)))
			return &all.list[i];
	}
	return NULL;
}

/* No row of the table is without a test. */
static void test_all_tested(void)
{
	size_t count = 0;

	for (const struct ibft_quirk *q = ibft_quirks; q->firmware; q++) {
		bool tested = false;

		count++;
		for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
			tested |= rows[i].shows &&
				  !strcmp(q->firmware, rows[i].firmware) &&
				  !strncmp(q->does, rows[i].does,
					   strlen(rows[i].does));
		OK(tested, q->does);
		OK(q->handled[0] && q->seen[0], q->does);
		/* A finding's text holds them both. */
		OK(strlen(q->firmware) + strlen(q->does) +
		   strlen(q->handled) + 3 < sizeof(all.list[0].text),
		   q->does);
	}
	OK(count >= 8, "quirks");
}

int main(void)
{
	size_t size = make_plain();

	memcpy(bytes, plain, sizeof(bytes));
	find_in(size);
	SAME(all.count, 0, "a table without a quirk");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct patch *p = rows[i].patches;
		const struct ibft_finding *f;

		memcpy(bytes, plain, sizeof(bytes));
		for (; p->at || p->byte; p++)
			bytes[p->at] = p->byte;
		find_in(rows[i].size ? rows[i].size : size);
		f = finding(i);
		SAME(f != NULL, rows[i].shows, rows[i].why);
		if (!f || !rows[i].shows)
			continue;
		SAME(f->severity, rows[i].severity, rows[i].why);
		SAME_TEXT(f->block, rows[i].block, rows[i].why);
		SAME(f->offset, rows[i].offset, rows[i].why);
	}
	test_all_tested();
	return test_done();
}
