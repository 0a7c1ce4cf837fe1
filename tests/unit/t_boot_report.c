// SPDX-License-Identifier: GPL-2.0-or-later
/* The report of a boot: its JSON, where it goes, and what it never has. */
#include "boot_report.h"

#include "fake_sys.h"
#include "state_file.h"

#define REPORT "mkdir /run/iscsiboot\npublish /run/iscsiboot/report.json "
#define HEAD "{ \"version\": 1,\n  \"program\": \"iscsistart " VERSION "\",\n"

static struct fake f;
static struct plan plan;
static struct session sessions[3];

static const struct addr portal_addr = {
	.family = ADDR_IPV4, .bytes = { 10, 7, 0, 1 }
};

static void prepare(void)
{
	memset(&plan, 0, sizeof(plan));
	memset(sessions, 0, sizeof(sessions));
	copy_string(plan.initiator_name, sizeof(plan.initiator_name),
		    "iqn.2026-11.test:me");
	plan.nic_count = 2;
	plan.nics[1] = (struct plan_nic){
		.ifname = "eth1", .prefix = 24, .mac_known = true,
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.address = { .family = ADDR_IPV4, .bytes = { 10, 7, 0, 9 } },
	};
	copy_string(plan.nics[0].ifname, IFNAME_SIZE, "eth0");
	for (size_t i = 0; i < 3; i++) {
		struct plan_target *t = &plan.targets[i];

		copy_string(t->name, sizeof(t->name), "iqn.2026-11.test:\"d\"");
		copy_string(t->account.name, sizeof(t->account.name), "user");
		memcpy(t->account.secret.bytes, "a secret of ours", 16);
		t->account.secret.len = 16;
		t->nic = i == 1 ? 0 : -1;
		sessions[i].target = t;
		sessions[i].portal.addr = portal_addr;
		sessions[i].portal.port = 3260;
		sessions[i].state = SESSION_FAILED;
	}
	plan.target_count = 3;
}

static void test_up(const struct sys *sys)
{
	struct timeline timeline = { .begin = { [STAGE_NIC] = 800 },
				     .end = { [STAGE_NIC] = 812 } };
	struct fault fault = { .err = 0 };
	struct boot_outcome o = { &plan, sessions, 3, &timeline, &fault };

	prepare();
	sessions[0].state = SESSION_UP;
	sessions[0].handoff.sid = 7;
	copy_string(sessions[0].scan.disk, sizeof(sessions[0].scan.disk),
		    "sda");
	copy_string(sessions[1].fault.text, sizeof(sessions[1].fault.text),
		    "no \"answer\"");
	sessions[1].fault.err = ETIMEDOUT;
	sessions[2].state = SESSION_UP;
	sessions[2].already = true;
	copy_string(sessions[2].scan.disk, sizeof(sessions[2].scan.disk),
		    "sdb");
	boot_report_write(sys, &o, true);
	SAME_TEXT(f.output, HEAD "  \"result\": \"up\",\n"
"  \"time_ms\": 1000,\n"
"  \"initiator\": \"iqn.2026-11.test:me\",\n"
"  \"sessions\": [\n"
"    { \"state\": \"up\", \"target\": \"iqn.2026-11.test:\\\"d\\\"\", \"portal\": \"10.7.0.1:3260\", \"nic\": \"eth1\", \"mac\": \"52:54:00:12:34:56\", \"disk\": \"/dev/sda\", \"session\": 7 },\n"
"    { \"state\": \"failed\", \"target\": \"iqn.2026-11.test:\\\"d\\\"\", \"portal\": \"10.7.0.1:3260\", \"nic\": \"eth0\", \"error\": \"no \\\"answer\\\"\" },\n"
"    { \"state\": \"already\", \"target\": \"iqn.2026-11.test:\\\"d\\\"\", \"portal\": \"10.7.0.1:3260\", \"nic\": \"eth1\", \"mac\": \"52:54:00:12:34:56\", \"disk\": \"/dev/sdb\", \"session\": 0 } ],\n"
"  \"stages\": [\n"
"    { \"stage\": \"nic\", \"begin_ms\": 800, \"end_ms\": 812 } ] }\n",
		  "a boot, as --json prints it");
	OK(!strncmp(f.log, REPORT, strlen(REPORT)) &&
	   !strncmp(f.log + strlen(REPORT), f.output, strlen(f.output)),
	   "the file has the same");
}

static void test_no_disk(const struct sys *sys)
{
	struct timeline timeline = { .begin = { 0 } };
	struct fault fault = { .stage = STAGE_NIC, .err = ENETDOWN,
			       .text = "no carrier" };
	struct boot_outcome o = { &plan, sessions, 0, &timeline, &fault };

	prepare();
	boot_report_write(sys, &o, false);
	SAME_TEXT(f.log, REPORT HEAD "  \"result\": \"failed\",\n"
"  \"exit_status\": 4, \"stage\": \"nic\", \"error\": \"no carrier\",\n"
"  \"time_ms\": 1000,\n"
"  \"initiator\": \"iqn.2026-11.test:me\",\n"
"  \"sessions\": [ ],\n"
"  \"stages\": [ ] }\n\n", "no NIC");
	SAME_TEXT(f.output, "", "not asked for, not printed");
}

static void test_plan(const struct sys *sys)
{
	prepare();
	boot_report_plan(sys, &plan);
	OK(strstr(f.log, "publish /run/iscsiboot/plan.json { \"initiator\""),
	   "the plan is written");
	OK(!strstr(f.log, "a secret"), "without secrets");
	f.log[0] = '\0';
	f.write_rc = -ENOSPC;
	boot_report_plan(sys, &plan);
	OK(strstr(f.output, "/run/iscsiboot/plan.json is not written"),
	   "what is missing is named");
}

/* Every field as long as it can be: whole, or not there. */
static void test_size(const struct sys *sys)
{
	static struct fault fault;
	struct timeline timeline = { .begin = { 0 } };
	struct boot_outcome o = { &plan, sessions, 3, &timeline, &fault };

	prepare();
	fault.err = EIO;
	memset(fault.text, 1, sizeof(fault.text) - 1);
	for (size_t i = 0; i < 3; i++) {
		sessions[i].fault = fault;
		memset(plan.targets[i].name, 1, IBFT_NAME_MAX);
	}
	boot_report_write(sys, &o, false);
	OK(strstr(f.log, "\"stages\": [ ] }\n"), "the longest report is whole");
}

static void test_full(const struct sys *sys)
{
	static struct state_file file;
	size_t n = 0;

	state_file_begin(&file);
	for (; n < STATE_FILE_MAX - 16; n += 16)
		ibft_print(&file.out, "0123456789abcdef");
	OK(!file.full && file.used == n, "what fits is taken");
	ibft_print(&file.out, "0123456789abcdef");
	SAME(state_file_write(&file, sys, "/run", "file", false), -EFBIG,
	     "a file with a piece missing");
	SAME_TEXT(f.log, "", "is not written");
	OK(strstr(f.output, "/run/file is not written"), "it is named");
}

int main(void)
{
	test_up(fake_begin(&f, NULL));
	test_no_disk(fake_begin(&f, NULL));
	test_plan(fake_begin(&f, NULL));
	test_size(fake_begin(&f, NULL));
	test_full(fake_begin(&f, NULL));
	return test_done();
}
