// SPDX-License-Identifier: GPL-2.0-or-later
/* SCSI commands and their answers.  Those that name tgt (1.0.85) or istgt
 * (0.4) are what these targets sent; those that name LIO are made up in its
 * layout. */
#include "scsi.h"

#include <errno.h>
#include <stdlib.h>

#include "hex.h"
#include "test.h"

/* Bytes of their exact size, so that the sanitizer sees what reads past
 * them. */
struct bytes {
	uint8_t *p;
	size_t n;
};

static struct bytes from_hex(const char *hex)
{
	struct bytes b = { .n = strlen(hex) / 2 };
	char text[2200] = "0x";

	b.p = malloc(b.n + !b.n);
	copy_string(text + 2, sizeof(text) - 2, hex);
	if (!b.p || (b.n && hex_decode(text, b.p, b.n) != (int)b.n))
		abort();
	return b;
}

#define ZEROES_8 "0000000000000000"

static void test_commands(void)
{
	static const struct {
		const char *cdb;
		unsigned int size;
	} want[SCSI_COMMANDS] = {
		[SCSI_TEST_UNIT_READY] = { "000000000000", 0 },
		[SCSI_REPORT_LUNS] = { "a00000000000000008080000", 2056 },
		[SCSI_INQUIRY] = { "120000002400", 36 },
		[SCSI_PAGES] = { "120100040000", 1024 },
		[SCSI_SERIAL] = { "120180040000", 1024 },
		[SCSI_DESIGNATORS] = { "120183040000", 1024 },
		[SCSI_CAPACITY_10] = { "25000000000000000000", 8 },
		[SCSI_CAPACITY_16] = { "9e10" ZEROES_8 "000000200000", 32 },
	};
	static const uint8_t zeroes[16];

	for (int i = 0; i < SCSI_COMMANDS; i++) {
		const struct scsi_command *c = &scsi_commands[i];
		struct bytes b = from_hex(want[i].cdb);

		OK(!memcmp(c->cdb, b.p, b.n), c->name);
		OK(!memcmp(c->cdb + b.n, zeroes, 16 - b.n), c->name);
		SAME(c->size, want[i].size, c->name);
		OK(c->size <= SCSI_DATA_MAX, "the buffer holds it");
		free(b.p);
	}
}

/* The data of REPORT LUNS, how many LUNs it has, the first and the last. */
static const struct {
	const char *why, *data;
	int n;
	uint32_t more;
	const char *first, *last;
} luns[] = {
{ "tgt: a controller, two disks, a disk at 300",
  "0000002000000000" ZEROES_8 "0001000000000000" "0002000000000000"
  "412c000000000000", 4, 0, "0", "300" },
{ "istgt", "0000000800000000" ZEROES_8, 1, 0, "0", "0" },
{ "none", ZEROES_8, 0, 0, "", "" },
{ "more than arrived", "0000001800000000" "0005000000000000", 1, 2, "5",
  "5" },
{ "half an entry", "0000001000000000" "0005000000000000" "00060000", 1, 1,
  "5", "5" },
{ "less than arrived: the rest is not a LUN",
  "0000000800000000" "0005000000000000" "0006000000000000", 1, 0, "5", "5" },
{ "a length that is not whole", "0000000f00000000" "0005000000000000"
  "0006000000000000", 1, 0, "5", "5" },
{ "the largest length", "ffffffff00000000" "0005000000000000", 1,
  0x1ffffffe, "5", "5" },
{ "no header", "00000008000000", -EPROTO, 0, "", "" },
{ "nothing", "", -EPROTO, 0, "", "" },
};

static void test_luns(void)
{
	static uint8_t got[SCSI_LUNS_MAX][8], many[8 + 8 * 300];
	char text[SCSI_LUN_TEXT_SIZE];
	uint32_t more;

	for (size_t i = 0; i < ARRAY_SIZE(luns); i++) {
		struct bytes b = from_hex(luns[i].data);
		int n;

		more = 0;
		n = scsi_get_luns(b.p, b.n, got, &more);
		SAME(n, luns[i].n, luns[i].why);
		SAME(more, luns[i].more, luns[i].why);
		if (n > 0) {
			SAME_TEXT(scsi_lun_text(got[0], text), luns[i].first,
				  luns[i].why);
			SAME_TEXT(scsi_lun_text(got[n - 1], text),
				  luns[i].last, luns[i].why);
		}
		free(b.p);
	}
	many[2] = 300 * 8 >> 8;
	many[3] = 300 * 8 & 0xff;
	SAME(scsi_get_luns(many, sizeof(many), got, &more), 256,
	     "not more than there is room for");
	SAME(more, 44, "and says so");
}

/* SAM-5 4.7. */
static const struct {
	const char *why, *lun, *text;
} lun_texts[] = {
{ "LUN 0", "0000000000000000", "0" },
{ "peripheral", "00ff000000000000", "255" },
{ "flat", "4100000000000000", "256" },
{ "the last flat", "7fff000000000000", "16383" },
{ "another bus", "0105000000000000", "0x0105000000000000" },
{ "logical unit addressing", "8001000000000000", "0x8001000000000000" },
{ "extended", "d2000001000000ff", "0xd2000001000000ff" },
{ "two levels", "0001000200000000", "0x0001000200000000" },
{ "the last level", "0001000000000001", "0x0001000000000001" },
};

static void test_lun_texts(void)
{
	char text[SCSI_LUN_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(lun_texts); i++) {
		struct bytes b = from_hex(lun_texts[i].lun);

		SAME_TEXT(scsi_lun_text(b.p, text), lun_texts[i].text,
			  lun_texts[i].why);
		free(b.p);
	}
}

#define IET "4945542020202020"
#define VIRTUAL_DISK "5649525455414c2d4449534b20202020"

static const struct {
	const char *why, *data;
	int rc, type, qualifier;
	const char *vendor, *product, *revision;
} inquiries[] = {
{ "tgt's disk", "000005123d000002" IET VIRTUAL_DISK "30303031",
  0, SCSI_DISK, 0, "IET", "VIRTUAL-DISK", "0001" },
{ "tgt's LUN 0", "0c0005123d000002" IET "436f6e74726f6c6c6572202020202020"
  "30303031", 0, SCSI_CONTROLLER, 0, "IET", "Controller", "0001" },
{ "istgt where there is no unit", "7f0000005b000000" ZEROES_8 ZEROES_8
  ZEROES_8 "00000000", 0, 0x1f, 3, "", "", "" },
{ "hostile text", "0000051200000000" "1b5b324a220a5cff"
  "00410000000000000000000000000042" "20200020", 0, 0, 0, "?[2J\"?\\?",
  "?A?????????????B", "" },
{ "a product that did not arrive whole", "0000051200000000" IET "5649",
  0, 0, 0, "IET", "", "" },
{ "the least", "2500051200", 0, 5, 1, "", "", "" },
{ "too short", "25000512", -EPROTO, 0, 0, "", "", "" },
{ "nothing", "", -EPROTO, 0, 0, "", "", "" },
};

static void test_inquiries(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(inquiries); i++) {
		struct bytes b = from_hex(inquiries[i].data);
		struct scsi_inquiry q = { .vendor = "" };
		const char *why = inquiries[i].why;

		SAME(scsi_get_inquiry(b.p, b.n, &q), inquiries[i].rc, why);
		SAME(q.type, inquiries[i].type, why);
		SAME(q.qualifier, inquiries[i].qualifier, why);
		SAME_TEXT(q.vendor, inquiries[i].vendor, why);
		SAME_TEXT(q.product, inquiries[i].product, why);
		SAME_TEXT(q.revision, inquiries[i].revision, why);
		free(b.p);
	}
	SAME_TEXT(scsi_type_text(SCSI_DISK), "disk", "a type");
	SAME_TEXT(scsi_type_text(SCSI_CONTROLLER), "controller", "a type");
	SAME_TEXT(scsi_type_text(0x1e), "another device", "a type");
}

#define TGT_PAGE_83(lun) "00830048" \
	"02010024" "4945542020202020303030313030303" lun \
	ZEROES_8 ZEROES_8 "00000000" \
	"01030008" "300000010000000" lun \
	"01030010" "60000000000000000e0000000001000" lun
#define ISTGT_NAA_3 "01030008" "3000000021dc6913"
#define ISTGT_PORT "53980014" "69716e2e323032362d31312e746573743a646973"
#define ISTGT_TARGET "53a80015" "69716e2e323032362d31312e746573743a6469736b"
#define LIO_NAA "01030010" "6001405a1b2c3d4e5f60718293a4b5c6"
#define LIO_T10 "0201000c" "4c494f2d4f52470064697368"
#define LIO_GROUP "01150004" "00000000"

static const struct {
	const char *why, *data;
	int rc;
	const char *id;
} ids[] = {
{ "tgt: NAA 6 before NAA 3 and T10", TGT_PAGE_83("1"), 0,
  "naa.60000000000000000e00000000010001" },
{ "istgt: NAA 3, and not its target's name",
  "00830039" ISTGT_NAA_3 ISTGT_TARGET ISTGT_PORT, 0,
  "naa.3000000021dc6913" },
{ "LIO", "0083002c" LIO_T10 LIO_NAA LIO_GROUP, 0,
  "naa.6001405a1b2c3d4e5f60718293a4b5c6" },
{ "T10 alone", "00830010" LIO_T10, 0, "t10.LIO-ORG?dish" },
{ "EUI-64", "0083000c" "01020008" "0123456789abcdef", 0,
  "eui.0123456789abcdef" },
{ "the longer EUI-64", "00830020" "01020008" "0123456789abcdef"
  "01020010" "0123456789abcdef0011223344556677", 0,
  "eui.0123456789abcdef0011223344556677" },
{ "NAA 5 before a short EUI-64", "00830018" "01020008" "0123456789abcdef"
  "01030008" "5000c50012345678", 0, "naa.5000c50012345678" },
{ "the first of two equals", "00830018" "01030008" "5000c50012345678"
  "01030008" "5000c50012345679", 0, "naa.5000c50012345678" },
{ "a SCSI name", "00830018" "03080014" "6575692e303132333435363738394142"
  "43440000", 0, "eui.0123456789ABCD" },
{ "NAA 6 in 8 bytes is none", "0083000c" "01030008" "6001405a1b2c3d4e",
  -ENOENT, "" },
{ "NAA 5 in 16 bytes is none", "00830014" "01030010"
  "5001405a1b2c3d4e5f60718293a4b5c6", -ENOENT, "" },
{ "an EUI-64 of 9 bytes is none", "0083000d" "01020009"
  "0123456789abcdef01", -ENOENT, "" },
{ "empty designators", "00830010" "01030000" "01020000" "02010000"
  "03080000", -ENOENT, "" },
{ "a port's and the target's alone", "00830031" ISTGT_PORT ISTGT_TARGET,
  -ENOENT, "" },
{ "a designator longer than the page", "0083000c" "01030010"
  "6001405a1b2c3d4e", -ENOENT, "" },
{ "longer than what arrived", "00830014" "01030010" "6001405a1b2c3d4e",
  -ENOENT, "" },
{ "what came before the cut", "008300ff" "01020008" "0123456789abcdef"
  "010300", 0, "eui.0123456789abcdef" },
{ "behind the page's end", "00830000" "01020008" "0123456789abcdef",
  -ENOENT, "" },
{ "another page", "00800008" "3130303030303031", -EPROTO, "" },
{ "istgt where there is no unit", "7f0000005b000000", -EPROTO, "" },
{ "no header", "008300", -EPROTO, "" },
{ "nothing", "", -EPROTO, "" },
};

static void test_ids(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		struct bytes b = from_hex(ids[i].data);
		char text[SCSI_ID_SIZE] = "";

		SAME(scsi_get_id(b.p, b.n, text), ids[i].rc, ids[i].why);
		SAME_TEXT(text, ids[i].id, ids[i].why);
		free(b.p);
	}
}

/* The longest that a designator and a serial number can be. */
static void test_longest(void)
{
	uint8_t page[1024];
	char id[SCSI_ID_SIZE], serial[SCSI_SERIAL_SIZE];

	memset(page, 'x', sizeof(page));
	memcpy(page, (const uint8_t[]){ 0, 0x83, 1, 3, 2, 1, 0, 255 }, 8);
	SAME(scsi_get_id(page, sizeof(page), id), 0, "the longest T10");
	SAME(strlen(id), 4 + 255, "it is whole");
	memcpy(page, (const uint8_t[]){ 0, 0x80, 0x03, 0xfc }, 4);
	SAME(scsi_get_serial(page, sizeof(page), serial), 0, "it is cut");
	SAME(strlen(serial), 255, "where the room ends");
	page[2] = 0x01;
	page[3] = 0x00;
	scsi_get_serial(page, sizeof(page), serial);
	SAME(strlen(serial), 255, "by one, too");
	page[4 + 254] = ' ';
	scsi_get_serial(page, sizeof(page), serial);
	SAME(strlen(serial), 254, "and a blank there is padding, too");
}

static const struct {
	const char *why, *data;
	int rc;
	const char *serial;
} serials[] = {
{ "tgt: blanks before it", "00800024"
  "202020202020202020202020202020202020202020202020202020202020"
  "626561663131", 0, "beaf11" },
{ "istgt", "00800008" "3130303030303031", 0, "10000001" },
{ "LIO", "00800025" "61316232633364342d653566362d373038312d"
  "393261332d62346335643665376638303100", 0,
  "a1b2c3d4-e5f6-7081-92a3-b4c5d6e7f801" },
{ "blanks", "00800004" "20202020", 0, "" },
{ "empty", "00800000", 0, "" },
{ "longer than what arrived", "008003ff" "4142", 0, "AB" },
{ "another page", "00830000", -EPROTO, "" },
{ "nothing", "", -EPROTO, "" },
};

static void test_serials(void)
{
	struct bytes b = from_hex("00000006008083b0b1b2");	/* tgt */

	OK(scsi_has_page(b.p, b.n, 0x80), "a page it has");
	OK(scsi_has_page(b.p, b.n, 0xb2), "the last one");
	OK(!scsi_has_page(b.p, b.n - 1, 0xb2), "did not arrive");
	OK(!scsi_has_page(b.p, b.n, 0x86), "a page it does not have");
	b.p[3] = 2;
	OK(!scsi_has_page(b.p, b.n, 0x83), "behind the list's end");
	OK(!scsi_has_page(b.p, 3, 0x00), "no header");
	b.p[1] = 0x80;
	OK(!scsi_has_page(b.p, b.n, 0x80), "not page 00h");
	free(b.p);
	for (size_t i = 0; i < ARRAY_SIZE(serials); i++) {
		char text[SCSI_SERIAL_SIZE] = "";

		b = from_hex(serials[i].data);
		SAME(scsi_get_serial(b.p, b.n, text), serials[i].rc,
		     serials[i].why);
		SAME_TEXT(text, serials[i].serial, serials[i].why);
		free(b.p);
	}
}

static const struct {
	const char *why;
	int (*get)(const void *data, size_t len, struct scsi_capacity *c);
	const char *data;
	int rc;
	uint64_t blocks, bytes;
} capacities[] = {
#define C10 scsi_get_capacity_10
#define C16 scsi_get_capacity_16
{ "tgt: 64 MiB", C10, "0001ffff" "00000200", 0, 131072, 67108864 },
{ "tgt: 5 TiB, ask (16)", C10, "ffffffff" "00000200", 1, 0, 0 },
{ "tgt: 5 TiB", C16, "000000027fffffff" "00000200" "03000000", 0,
  10737418240, 5497558138880 },
{ "the largest of (10)", C10, "fffffffe" "00001000", 0, 4294967295,
  17592186040320 },
{ "one block", C10, "00000000" "00001000", 0, 1, 4096 },
{ "blocks of 0 bytes", C10, "0001ffff" "00000000", -EPROTO, 0, 0 },
{ "blocks of 0 bytes", C16, "000000000001ffff" "00000000", -EPROTO, 0, 0 },
{ "2^64 blocks", C16, "ffffffffffffffff" "00000200", -EOVERFLOW, 0, 0 },
{ "2^64 blocks of a byte", C16, "ffffffffffffffff" "00000001", -EOVERFLOW,
  0, 0 },
{ "2^64 bytes", C16, "007fffffffffffff" "00000200", -EOVERFLOW, 0, 0 },
{ "a block less", C16, "007ffffffffffffe" "00000200", 0, 0x7fffffffffffff,
  0xfffffffffffffe00 },
{ "2^64 - 1 bytes", C16, "0000000100000000" "ffffffff", 0, 0x100000001,
  UINT64_MAX },
{ "a block more", C16, "0000000100000001" "ffffffff", -EOVERFLOW, 0, 0 },
{ "(10) too short", C10, "0001ffff000002", -EPROTO, 0, 0 },
{ "(16) too short", C16, "000000000001ffff000002", -EPROTO, 0, 0 },
{ "nothing", C10, "", -EPROTO, 0, 0 },
{ "nothing", C16, "", -EPROTO, 0, 0 },
};

static void test_capacities(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(capacities); i++) {
		struct bytes b = from_hex(capacities[i].data);
		struct scsi_capacity c = { 0 };
		const char *why = capacities[i].why;

		SAME(capacities[i].get(b.p, b.n, &c), capacities[i].rc, why);
		OK(c.blocks == capacities[i].blocks, why);
		OK(c.bytes == capacities[i].bytes, why);
		free(b.p);
	}
}

/* A status and its sense data in words. */
static const struct {
	const char *why;
	int status;
	const char *sense, *text;
} statuses[] = {
{ "tgt's first command", 2, "700006000000000a00000000290000000000",
  "unit attention, power on or reset (sense 6/29/00)" },
{ "istgt's: the valid bit", 2, "f00005000000000a00000000250000000000",
  "illegal request, no such LUN (sense 5/25/00)" },
{ "deferred", 2, "710003000000000a00000000110000000000",
  "medium error (sense 3/11/00)" },
{ "descriptor format", 2, "72063f0e00000000",
  "unit attention, the LUNs have changed (sense 6/3f/0e)" },
{ "deferred, descriptor format", 2, "7302040a00000000",
  "not ready, asymmetric access in transition (sense 2/04/0a)" },
{ "fixed format that ends before the code", 2, "70000200",
  "not ready (sense 2/00/00)" },
{ "a key alone", 2, "720d", "another sense key (sense d/00/00)" },
{ "the ILI bit is not the key's", 2, "7000250000000000",
  "illegal request (sense 5/00/00)" },
{ "no key", 2, "7000", "an error without a reason (no sense data)" },
{ "vendor specific", 2, "7f00050000", "an error without a reason "
  "(no sense data)" },
{ "none", 2, "", "an error without a reason (no sense data)" },
{ "reserved", 0x18, "", "reservation conflict: another initiator holds it "
  "(status 18)" },
{ "busy, and sense data that does not count", 0x08, "700006",
  "busy (status 08)" },
{ "unknown", 0xff, "", "an unknown status (status ff)" },
};

static void test_statuses(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++) {
		struct bytes b = from_hex(statuses[i].sense);
		char text[SCSI_STATUS_TEXT_SIZE];
		struct scsi_sense s;
		int rc = scsi_get_sense(b.p, b.n, &s);

		SAME_TEXT(scsi_status_text((uint8_t)statuses[i].status,
					   rc ? NULL : &s, text),
			  statuses[i].text, statuses[i].why);
		free(b.p);
	}
}

int main(void)
{
	test_commands();
	test_luns();
	test_lun_texts();
	test_inquiries();
	test_ids();
	test_longest();
	test_serials();
	test_capacities();
	test_statuses();
	return test_done();
}
