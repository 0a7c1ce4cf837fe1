// SPDX-License-Identifier: GPL-2.0-or-later
/* The SCSI scan, over what sysfs shows. */
#include "scan.h"

#include "fake_sys.h"

#define T "/sys/class/iscsi_session/session1/device/target2:0:0/"
#define DEV "devices/platform/host2/session1/target2:0:0/"
#define END { NULL, NULL, 0 }

static const struct fake_file none[] = { END };
static const struct fake_file two[] = {
	{ T "2:0:0:1/type", "0\n", 0 },
	{ T "2:0:0:1/block/sdb/size", "", 0 },
	{ T "2:0:0:0/type", "0\n", 0 },
	{ T "2:0:0:0/block/sda/size", "", 0 },
	{ T "power/control", "", 0 },
	END
};
static const struct fake_file controller[] = {
	{ T "2:0:0:0/type", "12\n", 0 },
	{ T "2:0:0:1/type", "0\n", 0 },
	{ T "2:0:0:1/block/sda/size", "", 0 },
	END
};
static const struct fake_file early[] = {
	{ T "2:0:0:1/type", "0\n", 0 },
	END
};
static const struct fake_file half[] = {
	{ T "2:0:0:0/type", "0\n", 0 },
	{ T "2:0:0:1/type", "0\n", 0 },
	{ T "2:0:0:1/block/sda/size", "", 0 },
	END
};
static const struct fake_file big[] = {
	{ T "2:0:0:16640/type", "0\n", 0 },
	{ T "2:0:0:16640/block/sdx/size", "", 0 },
	END
};

/* The tree, the LUN (-1: any), and what is found. */
static const struct {
	const char *why;
	const struct fake_file *files;
	int64_t lun;
	const char *disk;	/* empty: none */
	int end_rc;		/* what the end of the scan says */
	const char *part;	/* of its sentence */
} cases[] = {
{ "nothing", none, -1, "", -ENXIO, "no disk for this initiator" },
{ "nothing, a LUN is wanted", none, 1, "", -ENXIO, "no disk for this" },
{ "any LUN: the lowest", two, -1, "sda", 0, "" },
{ "LUN 1", two, 1, "sdb", 0, "" },
{ "LUN 0", two, 0, "sda", 0, "" },
{ "a LUN that is not there", two, 2, "", -ENXIO, "no LUN 2; it has 1, 0" },
{ "any LUN that is a disk", controller, -1, "sda", 0, "" },
{ "a LUN that is a controller", controller, 0, "", -ENXIO, "not a disk" },
{ "a disk without its block device yet", early, 1, "", 0, "" },
{ "LUN 256 in flat space addressing, as the kernel numbers it", big,
  0x4100, "sdx", 0, "" },
};

static struct fake fake;

static void begin(struct scan *s, const struct fake_file *files, int64_t lun)
{
	uint8_t bytes[8] = { (uint8_t)(lun >> 8), (uint8_t)lun };

	scan_init(s, fake_begin(&fake, files), 2, 1, lun < 0 ? NULL : bytes);
}

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fault f = { .err = 0, .text = "" };
		struct scan s;

		begin(&s, cases[i].files, cases[i].lun);
		OK(scan_find(&s) == !!cases[i].disk[0], cases[i].why);
		SAME_TEXT(s.disk, cases[i].disk, cases[i].why);
		SAME(scan_begin(&s, &f), 0, cases[i].why);
		SAME_TEXT(fake.log,
			  "start /sys/class/scsi_host/host2/scan - - -\n",
			  "the scan");
		SAME(s.child, 50, "what to wait for");
		SAME(scan_end(&s, &f), cases[i].end_rc, cases[i].why);
		OK(strstr(f.text, cases[i].part), cases[i].why);
		SAME(s.child, -1, "it is over");
	}
}

/* Device messages; the session is 1, the host 2. */
static const struct {
	const char *why, *text;
	int64_t lun;
	unsigned int added;
} uevents[] = {
{ "our disk", "add@/" DEV "2:0:0:1/block/sda", 1, 1 },
{ "any disk", "add@/" DEV "2:0:0:5/block/sda", -1, 1 },
{ "another LUN", "add@/" DEV "2:0:0:0/block/sda", 1, 0 },
{ "another session",
  "add@/devices/platform/host2/session10/target2:0:0/2:0:0:1/block/sda", 1,
  0 },
{ "another host",
  "add@/devices/platform/host3/session1/target3:0:0/3:0:0:1/block/sda", 1,
  0 },
{ "a partition", "add@/" DEV "2:0:0:1/block/sda/sda1", 1, 0 },
{ "the SCSI device", "add@/" DEV "2:0:0:1", 1, 0 },
{ "its generic device", "add@/" DEV "2:0:0:1/scsi_generic/sg0", 1, 0 },
{ "a change", "change@/" DEV "2:0:0:1/block/sda", 1, 0 },
{ "a removal", "remove@/" DEV "2:0:0:1/block/sda", 1, 0 },
{ "not a LUN", "add@/" DEV "power/block/sda", -1, 0 },
{ "a LUN that wraps",
  "add@/" DEV "2:0:0:18446744073709551617/block/sda", 1, 0 },
{ "a LUN that is longer than any", "add@/" DEV
  "2:0:0:00000000000000000000000000000000000000000000000000000000000001"
  "/block/sda", 1, 0 },
{ "nothing", "", -1, 0 },
{ "udev's own messages", "libudev", -1, 0 },
};

static void test_uevents(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(uevents); i++) {
		struct scan s;

		begin(&s, none, uevents[i].lun);
		scan_take_uevent(&s, uevents[i].text);
		SAME(s.added, uevents[i].added, uevents[i].why);
	}
}

static void test_done_when(void)
{
	struct fault f = { .err = 0 };
	struct scan s;

	begin(&s, two, -1);
	scan_begin(&s, &f);
	scan_take_uevent(&s, "add@/" DEV "2:0:0:1/block/sdb");
	OK(!scan_done(&s), "the scan goes on");
	scan_end(&s, &f);
	OK(!scan_done(&s), "one of two disks is announced");
	scan_take_uevent(&s, "add@/" DEV "2:0:0:0/block/sda");
	OK(scan_done(&s), "both");
	SAME_TEXT(s.disk, "sda", "the lowest");
	begin(&s, two, 1);
	OK(!scan_done(&s), "nothing is announced");
	scan_take_uevent(&s, "add@/" DEV "2:0:0:1/block/sdb");
	OK(scan_done(&s), "only the one that is wanted counts");
	begin(&s, early, 1);
	scan_take_uevent(&s, "add@/" DEV "2:0:0:1/block/sda");
	OK(!scan_done(&s), "announced, and not in sysfs yet");
	begin(&s, two, -1);
	scan_lost_uevents(&s);
	OK(scan_done(&s), "announcements were lost: sysfs decides");
	begin(&s, half, -1);
	scan_lost_uevents(&s);
	OK(!scan_done(&s), "not while a lower LUN has no block device");
	begin(&s, two, 1);
	scan_begin(&s, &f);
	scan_take_uevent(&s, "add@/" DEV "2:0:0:1/block/sdb");
	OK(!scan_done(&s), "the disk is there, but the scan goes on");
	begin(&s, early, 1);
	scan_lost_uevents(&s);
	OK(!scan_done(&s), "and may say: not yet");
}

static void test_many(void)
{
	static struct fake_file files[41];
	static char paths[40][80];
	struct fault f = { .err = 0 };
	struct scan s;

	for (int i = 0; i < 40; i++) {
		snprintf(paths[i], sizeof(paths[i]), T "2:0:0:%d/type",
			 100000 + i);
		files[i] = (struct fake_file){ paths[i], "0\n", 0 };
	}
	begin(&s, files, 1);
	scan_begin(&s, &f);
	SAME(scan_end(&s, &f), -ENXIO, "more LUNs than a sentence holds");
	OK(strstr(f.text, "it has 100000, 100001"), "it names the first");
}

int main(void)
{
	struct fault f = { .err = 0 };
	struct scan s;

	test_cases();
	test_uevents();
	test_done_when();
	test_many();
	begin(&s, none, 1);
	fake.start_rc = -EACCES;
	SAME(scan_begin(&s, &f), -EACCES, "the scan cannot begin");
	f.err = 0;
	begin(&s, two, 1);
	scan_begin(&s, &f);
	fake.finish_rc = -EIO;
	SAME(scan_end(&s, &f), -EIO, "the scan failed");
	return test_done();
}
