// SPDX-License-Identifier: GPL-2.0-or-later
/* A probe from the login to the logout, over a fake socket. */
#include "probe.h"

#include "probe_show.h"
#include "scsi_peer.h"

#define LUN_LIST(hex) { 0, 0xa0, -1, hex, 0, NULL, 0 }
#define PAGES(lun) { lun, 0x12, 0x00, "00000006008083b0b1b2", 0, NULL, 0 }
#define SERIAL(lun, digit) { lun, 0x12, 0x80, "00800024" \
	"202020202020202020202020202020202020202020202020202020202020" \
	"6265616631" digit, 0, NULL, 0 }
#define DESIGNATORS(lun, digit) { lun, 0x12, 0x83, "00830048" \
	"02010024494554202020202030303031303030" "3" digit \
	"0000000000000000000000000000000000000000" \
	"01030008300000010000000" digit \
	"0103001060000000000000000e0000000001000" digit, 0, NULL, 0 }
#define IS_READY(lun) { lun, 0x00, -1, "", 0, NULL, 0 }
#define INQUIRY(lun, type, name) { lun, 0x12, -1, \
	type "0005123d0000024945542020202020" name "30303031", 0, NULL, 0 }
#define DISK_NAME "5649525455414c2d4449534b20202020"
#define CONTROLLER_NAME "436f6e74726f6c6c6572202020202020"
#define IS_DISK(lun) INQUIRY(lun, "00", DISK_NAME)
#define CAPACITY(lun, hex) { lun, 0x25, -1, hex, 0, NULL, 0 }
#define SENSE(lun, opcode, page, hex) { lun, opcode, page, "", 2, hex, 0 }
#define END { .data = NULL }

#define LIST_01 "0000001000000000" "0000000000000000" "0001000000000000"
#define LIST_1 "0000000800000000" "0001000000000000"
#define SMALL "0001ffff00000200"

/* As tgt 1.0.85 answers. */
static const struct peer_answer tgt[] = {
	LUN_LIST("0000001800000000" "0000000000000000" "0001000000000000"
		 "0002000000000000"),
	INQUIRY(0, "0c", CONTROLLER_NAME), PAGES(0), SERIAL(0, "30"),
	DESIGNATORS(0, "0"), IS_READY(0),
	IS_DISK(1), PAGES(1), SERIAL(1, "31"), DESIGNATORS(1, "1"),
	IS_READY(1), CAPACITY(1, SMALL),
	IS_DISK(2), PAGES(2), SERIAL(2, "32"), DESIGNATORS(2, "2"),
	IS_READY(2), CAPACITY(2, "ffffffff00000200"),
	{ 2, 0x9e, -1, "000000027fffffff000002000003" "000000000000"
	  "000000000000000000000000", 0, NULL, 0 },
	END
};

static struct scsi_peer peer;
static struct probe probe;
static struct fault f;

static const struct portal portal = {
	.addr = { .family = ADDR_IPV4, .bytes = { 192, 0, 2, 1 } },
	.port = 3260,
};

/* The peer is set up; probe.  The deadline is 5 seconds away. */
static int run(bool json, const char *lun)
{
	static struct params offer;
	static const struct login_config config = {
		.initiator_name = "iqn.i", .target_name = "iqn.t",
		.offer = &offer,
	};
	uint8_t boot_lun[8];
	int rc;

	if (lun)
		peer_bytes(lun, boot_lun, sizeof(boot_lun));
	key_offer_defaults(&offer);
	f.err = 0;
	f.text[0] = '\0';
	memset(&probe, 0x5a, sizeof(probe));
	probe.connection.target = NULL;
	rc = probe_run(&probe, &peer.fake.sys, &portal, &config,
		       peer.fake.now + 5000, json, lun ? boot_lun : NULL, &f);
	SAME(f.err, -rc, "the fault goes with the result");
	OK(strstr(peer.fake.log, "close 5\n"), "the socket is closed");
	return rc;
}

#define SETTLED_TEXT \
	"settled    HeaderDigest=None DataDigest=None ImmediateData=Yes " \
	"InitialR2T=No FirstBurstLength=65536 MaxBurstLength=262144 " \
	"MaxRecvDataSegmentLength=262144 MaxXmitDataSegmentLength=16384 " \
	"MaxOutstandingR2T=1 DefaultTime2Wait=2 DefaultTime2Retain=0 " \
	"ErrorRecoveryLevel=0\n"
#define SETTLED_JSON \
	"  \"settled\": { \"HeaderDigest\": \"None\", \"DataDigest\": " \
	"\"None\", \"ImmediateData\": true, \"InitialR2T\": false, " \
	"\"FirstBurstLength\": 65536, \"MaxBurstLength\": 262144, " \
	"\"MaxRecvDataSegmentLength\": 262144, " \
	"\"MaxXmitDataSegmentLength\": 16384, \"MaxOutstandingR2T\": 1, " \
	"\"DefaultTime2Wait\": 2, \"DefaultTime2Retain\": 0, " \
	"\"ErrorRecoveryLevel\": 0 },\n"
#define KEYS "TargetPortalGroupTag=1|HeaderDigest=None|DataDigest=None|" \
	"InitialR2T=No|ImmediateData=Yes|MaxRecvDataSegmentLength=16384|" \
	"MaxBurstLength=262144|FirstBurstLength=65536|DefaultTime2Wait=2|" \
	"DefaultTime2Retain=0|"

static void test_tgt(void)
{
	scsi_peer_begin(&peer, tgt);
	peer.login_keys = KEYS;
	SAME(run(false, NULL), 0, "tgt");
	SAME_TEXT(peer.fake.output,
		"target     iqn.t\n"
		"portal     192.0.2.1:3260, group 1\n"
		"login      exchanges 1, authentication none\n"
		SETTLED_TEXT
		"lun 0      controller, \"IET\", \"Controller\", "
		"revision \"0001\", serial \"beaf10\", "
		"id \"naa.60000000000000000e00000000010000\"\n"
		"lun 1      disk, 64 MiB, 512-byte blocks, \"IET\", "
		"\"VIRTUAL-DISK\", revision \"0001\", serial \"beaf11\", "
		"id \"naa.60000000000000000e00000000010001\"\n"
		"lun 2      disk, 5 TiB, 512-byte blocks, \"IET\", "
		"\"VIRTUAL-DISK\", revision \"0001\", serial \"beaf12\", "
		"id \"naa.60000000000000000e00000000010002\"\n", "tgt");
	SAME(peer.logouts, 1, "it logs out");
}

static void test_tgt_json(void)
{
	scsi_peer_begin(&peer, tgt);
	peer.login_keys = KEYS;
	SAME(run(true, "0002000000000000"), 0, "tgt, LUN 2");
	SAME_TEXT(peer.fake.output,
		"{ \"target\": \"iqn.t\",\n"
		"  \"portal\": \"192.0.2.1:3260\",\n"
		"  \"portal_group\": 1,\n"
		"  \"exchanges\": 1,\n"
		"  \"authentication\": \"none\",\n"
		SETTLED_JSON
		"  \"luns\": [\n"
		"    { \"lun\": 0, \"type\": 12, \"qualifier\": 0, \"kind\": "
		"\"controller\", \"vendor\": \"IET\", \"product\": "
		"\"Controller\", \"revision\": \"0001\", \"serial\": "
		"\"beaf10\", \"id\": "
		"\"naa.60000000000000000e00000000010000\" },\n"
		"    { \"lun\": 1, \"type\": 0, \"qualifier\": 0, \"kind\": "
		"\"disk\", \"blocks\": 131072, \"block_size\": 512, "
		"\"bytes\": 67108864, \"vendor\": \"IET\", \"product\": "
		"\"VIRTUAL-DISK\", \"revision\": \"0001\", \"serial\": "
		"\"beaf11\", \"id\": "
		"\"naa.60000000000000000e00000000010001\" },\n"
		"    { \"lun\": 2, \"type\": 0, \"qualifier\": 0, \"kind\": "
		"\"disk\", \"blocks\": 10737418240, \"block_size\": 512, "
		"\"bytes\": 5497558138880, \"vendor\": \"IET\", \"product\": "
		"\"VIRTUAL-DISK\", \"revision\": \"0001\", \"serial\": "
		"\"beaf12\", \"id\": "
		"\"naa.60000000000000000e00000000010002\" } ],\n"
		"  \"luns_not_shown\": 0 }\n", "tgt");
}

static const struct peer_answer empty[] = { LUN_LIST("0000000000000000"), END };
static const struct peer_answer plain[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1), CAPACITY(1, SMALL), END
};
static const struct peer_answer controller[] = {
	LUN_LIST(LIST_01), INQUIRY(0, "0c", CONTROLLER_NAME), IS_READY(0),
	IS_DISK(1), IS_READY(1), CAPACITY(1, SMALL), END
};
static const struct peer_answer no_pages[] = {
	LUN_LIST(LIST_1), IS_DISK(1),
	{ 1, 0x12, 0x00, "00000002" "00b0", 0, NULL, 0 }, IS_READY(1),
	CAPACITY(1, SMALL), END
};
static const struct peer_answer not_ready[] = {
	LUN_LIST(LIST_1), IS_DISK(1),
	SENSE(1, 0x00, -1, "700002000000000a000000000401"), END
};
static const struct peer_answer one_ready[] = {
	LUN_LIST(LIST_01), IS_DISK(0), IS_READY(0), CAPACITY(0, SMALL),
	IS_DISK(1), SENSE(1, 0x00, -1, "700002000000000a00000000040b"), END
};
static const struct peer_answer reserved[] = {
	LUN_LIST(LIST_1), IS_DISK(1), { 1, 0x00, -1, "", 0x18, NULL, 0 }, END
};
static const struct peer_answer failure[] = {
	LUN_LIST(LIST_1), IS_DISK(1),
	{ 1, 0x00, -1, "", 2, "700006000000000a000000002900", 1 }, END
};
static const struct peer_answer zero_blocks[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "0001ffff00000000"), END
};
static const struct peer_answer odd_blocks[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "0001ffff00000208"), END
};
static const struct peer_answer small_blocks[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "0001ffff00000100"), END
};
static const struct peer_answer large_blocks[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "0001ffff00002000"), END
};
static const struct peer_answer too_large[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "ffffffff00000200"),
	{ 1, 0x9e, -1, "ffffffffffffffff00000200", 0, NULL, 0 }, END
};
static const struct peer_answer no_16[] = {
	LUN_LIST(LIST_1), IS_DISK(1), IS_READY(1),
	CAPACITY(1, "ffffffff00000200"), END
};
static const struct peer_answer gone[] = {
	LUN_LIST(LIST_1), INQUIRY(1, "7f", DISK_NAME), END
};
static const struct peer_answer disconnected[] = {
	LUN_LIST(LIST_1), INQUIRY(1, "20", DISK_NAME), IS_READY(1),
	CAPACITY(1, SMALL), END
};
static const struct peer_answer short_inquiry[] = {
	LUN_LIST(LIST_1), { 1, 0x12, -1, "000005", 0, NULL, 0 }, END
};
static const struct peer_answer hostile[] = {
	LUN_LIST(LIST_1), INQUIRY(1, "00", "222c2073657269616c5c1b5b324aff0a"),
	IS_READY(1), CAPACITY(1, SMALL), END
};
static const struct peer_answer no_list[] = {	/* before SPC-3 */
	IS_DISK(0), IS_READY(0), CAPACITY(0, SMALL),
	IS_DISK(1), IS_READY(1), CAPACITY(1, SMALL), END
};
static const struct peer_answer short_list[] = {
	LUN_LIST("00000008"), IS_DISK(0), IS_READY(0), CAPACITY(0, SMALL), END
};
static const struct peer_answer cut_list[] = {
	LUN_LIST("0000006000000000" "0001000000000000"), IS_DISK(1),
	IS_READY(1), CAPACITY(1, SMALL), IS_DISK(7), IS_READY(7),
	CAPACITY(7, "00000bff00001000"), END
};
static const struct peer_answer far_lun[] = {
	LUN_LIST("0000000800000000" "d201000000000000"),
	INQUIRY(1, "00", DISK_NAME), IS_READY(1), CAPACITY(1, SMALL), END
};

/* A target, the boot LUN, and what the probe says. */
static const struct {
	const char *why;
	const struct peer_answer *answers;
	const char *lun;		/* NULL: any */
	int rc;
	const char *fault, *output;	/* a part of each */
} cases[] = {
{ "a disk", plain, NULL, 0, "", "lun 1      disk, 64 MiB, 512-byte blocks, "
  "\"IET\", \"VIRTUAL-DISK\", revision \"0001\"\n" },
{ "the boot LUN", plain, "0001000000000000", 0, "", "lun 1      disk" },
{ "another boot LUN", plain, "0002000000000000", -ENXIO,
  "the target has no LUN 2 for this", "lun 1      disk" },
{ "another spelling is another LUN to Linux", plain, "4001000000000000",
  -ENXIO, "no LUN 1 for this", "lun 1      disk" },
{ "no LUN", empty, NULL, -ENXIO, "no disk for this initiator", "settled" },
{ "no LUN, one is wanted", empty, "0001000000000000", -ENXIO, "no LUN 1",
  "settled" },
{ "a controller and a disk", controller, NULL, 0, "", "lun 0      controller" },
{ "the controller is wanted", controller, "0000000000000000", -ENXIO,
  "LUN 0 is not a disk", "lun 1      disk" },
{ "not ready", not_ready, NULL, -ENXIO, "a disk, but none that can be used",
  "\n           TEST UNIT READY: not ready, becoming ready (sense 2/04/01)\n" },
{ "not ready, and wanted", not_ready, "0001000000000000", -ENXIO,
  "LUN 1 is a disk, but cannot be used now", "lun 1      disk" },
{ "another one is ready", one_ready, NULL, 0, "", "a path in standby" },
{ "the wanted one is not", one_ready, "0001000000000000", -ENXIO,
  "LUN 1 is a disk, but", "lun 0      disk, 64 MiB" },
{ "reserved", reserved, NULL, -ENXIO, "none that can be used",
  "TEST UNIT READY: reservation conflict: another" },
{ "target failure", failure, NULL, -ENXIO, "none that can be used",
  "TEST UNIT READY: target failure (response 01)\n" },
{ "blocks of 0 bytes", zero_blocks, NULL, -ENXIO, "none that can be used",
  "READ CAPACITY(10): an answer that is too short, or blocks of 0" },
{ "blocks of 520 bytes", odd_blocks, NULL, -ENXIO, "none that can be used",
  "disk, 65 MiB, 520-byte blocks, \"IET\", \"VIRTUAL-DISK\", "
  "revision \"0001\"\n           READ CAPACITY(10): Linux has no use for" },
{ "blocks of 256 bytes", small_blocks, NULL, -ENXIO, "none that can",
  "Linux has no use for" },
{ "blocks of 8192 bytes", large_blocks, NULL, -ENXIO, "none that can",
  "Linux has no use for" },
{ "2^73 bytes", too_large, NULL, -ENXIO, "none that can be used",
  "READ CAPACITY(16): 2^64 bytes or more\n" },
{ "large without READ CAPACITY(16)", no_16, NULL, -ENXIO, "none that can",
  "READ CAPACITY(16): illegal request, no such command (sense 5/20/00)\n" },
{ "listed, but not there", gone, NULL, -ENXIO, "no disk for this",
  "lun 1      no device" },
{ "and wanted", gone, "0001000000000000", -ENXIO, "no LUN 1 for this",
  "lun 1      no device" },
{ "a disk that is not connected", disconnected, NULL, -ENXIO,
  "no disk for this", "INQUIRY: no device is connected to this LUN\n" },
{ "half an INQUIRY", short_inquiry, NULL, -ENXIO, "no disk for this",
  "lun 1      unknown\n           INQUIRY: too short an answer\n" },
{ "text that would pass for ours", hostile, NULL, 0, "",
  "\"IET\", \"\\\", serial\\\\?[2J??\", revision \"0001\"\n" },
{ "no REPORT LUNS: LUN 0 is looked at", no_list, NULL, 0, "",
  "lun 0      disk, 64 MiB" },
{ "and the boot LUN", no_list, "0001000000000000", 0, "",
  "lun 1      disk, 64 MiB" },
{ "a list without its header", short_list, NULL, 0, "", "lun 0      disk" },
{ "a list that is cut", cut_list, NULL, 0, "",
  "           and 11 LUNs more\n" },
{ "the boot LUN is looked at all the same", cut_list, "0007000000000000", 0,
  "", "lun 7      disk, 12 MiB, 4096-byte blocks" },
{ "unless it is not there", cut_list, "0008000000000000", -ENXIO,
  "the target has no LUN 8", "lun 8      unknown\n" },
{ "a LUN that is not a number", far_lun, "d201000000000000", 0, "",
  "lun 0xd201000000000000 disk" },
};

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;

		scsi_peer_begin(&peer, cases[i].answers);
		SAME(run(false, cases[i].lun), cases[i].rc, why);
		OK(strstr(f.text, cases[i].fault), why);
		if (!strstr(peer.fake.output, cases[i].output))
			SAME_TEXT(peer.fake.output, cases[i].output, why);
		SAME(peer.logouts, 1, why);
	}
}

static void test_sessions(void)
{
	static const struct {
		unsigned int attentions;
		int rc;
		unsigned int commands;
	} attentions[] = {
		/* TEST UNIT READY is the fourth command. */
		{ 1, 0, 6 }, { 3, 0, 8 }, { 4, -ENXIO, 7 }, { 99, -ENXIO, 7 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(attentions); i++) {
		scsi_peer_begin(&peer, plain);
		peer.attentions = attentions[i].attentions;
		SAME(run(false, NULL), attentions[i].rc, "attentions");
		SAME(peer.commands, attentions[i].commands,
		     "again, three times at most");
	}
	OK(strstr(peer.fake.output, "unit attention, power on or reset"),
	   "it says why");

	scsi_peer_begin(&peer, plain);
	peer.hang_up_after = 3;
	OK(run(true, NULL) < 0, "the connection breaks");
	OK(strstr(peer.fake.output, "\"luns\": [ ],\n  \"luns_not_shown\": 0,\n"
		  "  \"fault\": \"") && strstr(peer.fake.output, "\" }\n"),
	   "it is JSON all the same");

	scsi_peer_begin(&peer, tgt);
	peer.hang_up_after = 4;
	OK(run(true, NULL) < 0, "it breaks at the serial number");
	SAME(peer.commands, 4, "and nothing more is sent");

	scsi_peer_begin(&peer, plain);
	peer.logout_refused = true;
	SAME(run(false, NULL), 0, "a logout that fails is no fault");
	OK(strstr(peer.fake.output, "iscsistart: session: 192.0.2.1:3260: "),
	   "but it is said");
	scsi_peer_begin(&peer, empty);
	peer.logout_refused = true;
	SAME(run(false, NULL), -ENXIO, "no disk, and no logout");
	OK(!strstr(peer.fake.output, "iscsistart:"), "the first cause stays");

	scsi_peer_begin(&peer, no_pages);
	SAME(run(false, NULL), 0, "neither serial number nor designators");
	SAME(peer.commands, 5, "pages that are not listed are not asked for");

	scsi_peer_begin(&peer, failure);
	run(false, NULL);
	SAME(peer.commands, 4, "sense data counts when the command completed");

	scsi_peer_begin(&peer, plain);
	peer.fake.connect_rc = -ENETUNREACH;
	memset(peer.fake.log, 0, sizeof(peer.fake.log));
	strcpy(peer.fake.log, "close 5\n");
	SAME(run(true, NULL), -ENETUNREACH, "no connection");
	SAME_TEXT(peer.fake.output, "", "nothing was found, nothing printed");
	SAME(peer.logouts, 0, "not logged in");
}

/* A list that is cut or missing, and JSON. */
static void test_lists(void)
{
	scsi_peer_begin(&peer, cut_list);
	SAME(run(true, "0001000000000000"), 0, "a boot LUN that is listed");
	SAME(probe.luns_count, 1, "is looked at once");
	OK(strstr(peer.fake.output, "\"luns_not_shown\": 11 }\n"), "the rest");

	scsi_peer_begin(&peer, cut_list);
	SAME(run(true, "0008000000000000"), -ENXIO, "one that is not there");
	OK(strstr(peer.fake.output, "    { \"lun\": 8, \"fault\": \"INQUIRY: "
		  "illegal request, no such command (sense 5/20/00)\" } ],\n"
		  "  \"luns_not_shown\": 11,\n"
		  "  \"fault\": \"the target has no LUN 8 for this "
		  "initiator\" }\n"),
	   "no more than what is known");

	scsi_peer_begin(&peer, no_list);
	SAME(run(true, NULL), 0, "no list");
	OK(strstr(peer.fake.output, "\"luns_not_shown\": 0 }\n"), "no others");
}

/* 257 LUNs: what there is room for, and the boot LUN. */
static void test_many(void)
{
	static char list[17 + 257 * 16];
	struct peer_answer many[] = {
		LUN_LIST(list),
		IS_DISK(0), IS_READY(0), CAPACITY(0, SMALL),
		END
	};

	strcpy(list, "0000080800000000");
	for (int i = 0; i < 257; i++)
		snprintf(list + 16 + 16 * i, 17, "d200%04x00000000",
			 (unsigned int)i & 0xffff);
	scsi_peer_begin(&peer, many);
	/* The answers look at the second byte of a LUN: they are all 0's. */
	SAME(run(true, "d200010000000000"), 0, "the last of 257");
	SAME(probe.luns_count, 257, "each is looked at");
	SAME(probe.luns_more, 1, "one had no room");
	OK(strstr(peer.fake.output,
		  "\n    { \"lun\": \"0xd200000000000000\", \"type\": 0, "),
	   "a LUN that is not a number");
}

/* What no peer here settles. */
static void test_login_shown(void)
{
	static struct chap_account account = {
		.name = "user", .secret = { .len = 3, .bytes = "key" },
	};
	struct connection *c = &probe.connection;

	scsi_peer_begin(&peer, plain);
	run(false, NULL);
	peer.fake.output[0] = '\0';
	c->config.account = &account;
	c->login.exchanges = 4;
	c->login.params.target_portal_group_tag = TPGT_UNKNOWN;
	c->login.params.header_digest = DIGEST_CRC32C;
	probe_show_login(&probe);
	OK(strstr(peer.fake.output, "portal     192.0.2.1:3260\n"
		  "login      exchanges 4, authentication CHAP\n"
		  "settled    HeaderDigest=CRC32C DataDigest=None"),
	   "CHAP, a digest, no portal group");
	peer.fake.output[0] = '\0';
	account.reverse_secret = account.secret;
	probe.json = true;
	probe_show_login(&probe);
	OK(strstr(peer.fake.output, "\"portal\": \"192.0.2.1:3260\",\n"
		  "  \"exchanges\": 4,\n"
		  "  \"authentication\": \"mutual CHAP\",\n"
		  "  \"settled\": { \"HeaderDigest\": \"CRC32C\", "),
	   "the same as JSON, mutual");
	OK(!strstr(peer.fake.output, "key"), "no secret");
}

static void test_sizes_shown(void)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} sizes[] = {
		{ 512, ", 512 bytes, " }, { 1023, ", 1023 bytes, " },
		{ 1024, ", 1 KiB, " }, { 1536, ", 1.5 KiB, " },
		{ 0xfffff, ", 1023.9 KiB, " }, { 0x100000, ", 1 MiB, " },
		{ 3ULL << 40, ", 3 TiB, " }, { 3ULL << 49, ", 1.5 PiB, " },
		{ UINT64_MAX, ", 15.9 EiB, " },
	};

	probe.json = false;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		peer.fake.output[0] = '\0';
		probe.unit.capacity.bytes = sizes[i].bytes;
		probe_show_unit(&probe, 0);
		OK(strstr(peer.fake.output, sizes[i].text), sizes[i].text);
	}
}

int main(void)
{
	test_tgt();
	test_tgt_json();
	test_cases();
	test_sessions();
	test_lists();
	test_many();
	test_login_shown();
	test_sizes_shown();
	return test_done();
}
