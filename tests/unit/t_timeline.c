// SPDX-License-Identifier: GPL-2.0-or-later
/* The time line, and the messages. */
#include "timeline.h"

#include "fake_sys.h"
#include "log.h"

static struct fake fake;

static void test_timeline(void)
{
	const struct sys *sys = fake_begin(&fake, NULL);
	struct timeline t = { .begin = { 0 } }, more = { .begin = { 0 } };

	fake.now = 10;
	timeline_begin(&t, sys, STAGE_NIC);
	fake.now = 25;
	timeline_end(&t, sys, STAGE_NIC);
	timeline_begin(&t, sys, STAGE_LOGIN);
	SAME(timeline_write(&t, sys, "/t"), 0, "written");
	SAME_TEXT(fake.log, "write /t {\"version\":1,\"stages\":[\n"
		  "{\"stage\":\"nic\",\"begin_ms\":10,\"end_ms\":25}\n]}\n\n",
		  "the stages that ended");
	timeline_begin(&more, sys, STAGE_SCAN);
	timeline_end(&more, sys, STAGE_SCAN);
	timeline_merge(&t, &more);
	fake.log[0] = '\0';
	timeline_write(&t, sys, "/t");
	OK(strstr(fake.log, "\"nic\"") && strstr(fake.log,
		",\n{\"stage\":\"scan\",\"begin_ms\":25,\"end_ms\":25}"),
	   "the stages of both");
	timeline_begin(&t, sys, STAGE_NIC);
	fake.log[0] = '\0';
	timeline_write(&t, sys, "/t");
	OK(!strstr(fake.log, "nic"), "begun anew: not ended");
	memset(&t, 0xff, sizeof(t));
	fake.log[0] = '\0';
	timeline_write(&t, sys, "/t");
	OK(strstr(fake.log, "\"report\"") && strstr(fake.log, "\n]}\n"),
	   "the largest numbers fit");
	fake.write_rc = -ENOSPC;
	SAME(timeline_write(&t, sys, "/t"), -ENOSPC, "it cannot be written");
}

static void test_log(void)
{
	const struct sys *sys = fake_begin(&fake, NULL);
	struct fault f = { .err = 0 };
	struct portal p;
	char longer[900];

	portal_parse("[::1]:3261", &p);
	log_line(sys, STAGE_LOGIN, &p, "text %d", 1);
	SAME_TEXT(fake.output, "iscsistart: login: [::1]:3261: text 1\n",
		  "stage and portal");
	fake.output[0] = '\0';
	log_line(sys, STAGE_NIC, NULL, "a%sb", "\n\x1b\x7f\xff");
	SAME_TEXT(fake.output, "iscsistart: nic: a????b\n",
		  "control bytes, as from the wire");
	fake.output[0] = '\0';
	p.addr.family = ADDR_NONE;
	fault(&f, STAGE_SCAN, EIO, "why");
	log_fault(sys, &p, &f);
	SAME_TEXT(fake.output, "iscsistart: scan: why\n", "a fault");
	fake.output[0] = '\0';
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	log_line(sys, STAGE_NIC, NULL, "%s", longer);
	OK(strlen(fake.output) <= 768 &&
	   fake.output[strlen(fake.output) - 1] == '\n',
	   "a long line is cut and ends");
}

int main(void)
{
	test_timeline();
	test_log();
	return test_done();
}
