// SPDX-License-Identifier: GPL-2.0-or-later
/* ibft: show, check, make and compare iSCSI Boot Firmware Tables. */
#include <errno.h>
#include <stdio.h>

#include "describe.h"
#include "firmware.h"
#include "nic_name.h"
#include "quirk.h"
#include "show.h"
#include "sys_linux.h"

#define FINDINGS_MAX 64

static const char help[] =
"Usage: ibft COMMAND [--show-secrets] [FILE]...\n"
"\n"
"  show [FILE]        the table in words, with what is wrong where it is wrong\n"
"  json [FILE]        the same as JSON\n"
"  records [FILE]     as Open-iSCSI's `iscsistart -f' prints it\n"
"  check [FILE]       what is wrong: exit status 0 nothing, 1 it can be used,\n"
"                     2 it is refused\n"
"  describe [FILE]    lines that `ibft make' takes\n"
"  make DESCRIPTION   the table that the lines describe, raw, to standard\n"
"                     output\n"
"  diff FILE FILE     what differs; exit status 1 when something does\n"
"  quirks             known departures of real firmware\n"
"\n"
"FILE is a raw table; without it this machine's own is read.  - is standard\n"
"input.  Secrets are printed as their length unless --show-secrets is given.\n";

struct tool {
	struct sys_linux linux_sys;
	const struct sys *sys;
	struct ibft_out out;
	struct ibft_report report;
	struct ibft_finding findings[FINDINGS_MAX];
	size_t count;
	struct firmware_table raw;
	char text[IBFT_TABLE_MAX + 1];	/* a file */
	struct ibft ibft, other;
	struct fault fault;
};

static void take_finding(void *arg, const struct ibft_finding *f)
{
	struct tool *t = arg;

	if (t->count < FINDINGS_MAX)
		t->findings[t->count++] = *f;
}

static void put_text(void *arg, const char *text)
{
	struct tool *t = arg;

	t->sys->output(t->sys, SYS_STDOUT, text);
}

static void say(struct tool *t, const char *what)
{
	t->sys->output(t->sys, SYS_MESSAGES, "ibft: ");
	t->sys->output(t->sys, SYS_MESSAGES, what);
	t->sys->output(t->sys, SYS_MESSAGES, "\n");
}

static int fail(struct tool *t)
{
	say(t, t->fault.text);
	return fault_exit_status(t->fault.err);
}

static int load_file(struct tool *t, const char *file)
{
	int n = t->sys->read_file(t->sys, strcmp(file, "-") ? file :
				  "/dev/stdin", t->text, sizeof(t->text));

	if (n == -EFBIG)
		return fault(&t->fault, STAGE_PLAN, EINVAL,
			     "%.200s: more than %u bytes", file,
			     IBFT_TABLE_MAX);
	if (n < 0)
		return fault(&t->fault, STAGE_PLAN, EINVAL, "%.200s: %s", file,
			     errno_words(-n).text);
	t->raw.size = (size_t)n;
	memcpy(t->raw.bytes, t->text, t->raw.size);
	snprintf(t->raw.source, sizeof(t->raw.source), "%.40s", file);
	return 0;
}

/* The table of a file, or this machine's.  With findings a table that is
 * refused is no fault: they say so. */
static int load(struct tool *t, const char *file)
{
	int rc = file ? load_file(t, file) : 0;

	t->report = (struct ibft_report){ .finding = take_finding, .arg = t };
	if (rc)
		return rc;
	if (!file) {
		rc = firmware_read(t->sys, &t->ibft, &t->raw, &t->report,
				   &t->fault);
		if (rc == -ENODATA)
			fault(&t->fault, STAGE_PLAN, ENODATA,
			      "this machine's firmware left no iBFT");
		if (!rc && t->raw.size)
			ibft_find_quirks(&t->ibft, t->raw.bytes, t->raw.size,
					 &t->report);
		return t->report.errors ? 0 : rc;
	}
	if (!ibft_from_table(&t->ibft, t->raw.bytes, t->raw.size, &t->report))
		ibft_find_quirks(&t->ibft, t->raw.bytes, t->raw.size,
				 &t->report);
	return 0;
}

static void say_other(void *arg, const char *path)
{
	struct tool *t = arg;
	char text[120];

	snprintf(text, sizeof(text), "%.90s: present, not supported", path);
	say(t, text);
}

static int run_show(struct tool *t, const char *file, bool json)
{
	if (!file)
		firmware_others(t->sys, say_other, t);
	if (load(t, file))
		return fail(t);
	(json ? ibft_json : ibft_show)(&t->ibft, t->raw.source, t->findings,
				       t->count, &t->out);
	return t->report.errors ? 2 : 0;
}

static int run_check(struct tool *t, const char *file)
{
	if (load(t, file))
		return fail(t);
	for (size_t i = 0; i < t->count; i++)
		ibft_show_finding(&t->findings[i], &t->out);
	return t->report.errors ? 2 : t->report.warnings ? 1 : 0;
}

/* A table that is refused is shown by show and check alone. */
static int load_good(struct tool *t, const char *file)
{
	int rc = load(t, file);

	if (!rc && t->report.errors)
		rc = fault(&t->fault, STAGE_PLAN, EINVAL,
			   "%s: %s: %s (see ibft check)", t->raw.source,
			   t->report.first_error.block,
			   t->report.first_error.text);
	return rc;
}

struct namer {
	const struct sys *sys;		/* NULL: a file's NICs are not here */
	char name[16];
};

static const char *name_interface(void *arg, const struct ibft_nic *nic)
{
	struct namer *n = arg;

	return n->sys ? nic_name(n->sys, nic->mac, n->name) : "";
}

static int run_records(struct tool *t, const char *file)
{
	struct namer n = { .sys = file ? NULL : t->sys };

	if (load_good(t, file))
		return fail(t);
	ibft_print_records(&t->ibft, name_interface, &n, &t->out);
	return 0;
}

static int run_describe(struct tool *t, const char *file)
{
	if (load_good(t, file))
		return fail(t);
	ibft_describe(&t->ibft, &t->out);
	return 0;
}

static int run_make(struct tool *t, const char *file)
{
	uint8_t *table = t->raw.bytes;
	size_t n;

	if (load_file(t, file))
		return fail(t);
	if (ibft_from_description(&t->ibft, t->text, &t->fault))
		return fail(t);
	n = ibft_to_table(&t->ibft, table, sizeof(t->raw.bytes));
	if (!n) {
		fault(&t->fault, STAGE_PLAN, EINVAL, "the table gets too large");
		return fail(t);
	}
	return t->sys->write_stdout(t->sys, table, n) ? 9 : 0;
}

static int run_diff(struct tool *t, const char *one, const char *two)
{
	if (load_good(t, one))
		return fail(t);
	t->other = t->ibft;
	if (load_good(t, two))
		return fail(t);
	return ibft_diff(&t->other, &t->ibft, &t->out) ? 1 : 0;
}

static int run_quirks(struct tool *t)
{
	for (const struct ibft_quirk *q = ibft_quirks; q->firmware; q++)
		ibft_print(&t->out, "%s %s\n  here: %s\n  seen: %s\n",
			   q->firmware, q->does, q->handled, q->seen);
	return 0;
}

static int usage(struct tool *t)
{
	say(t, "a command is needed, with its files: see ibft --help");
	return 7;
}

static int run(struct tool *t, const char *command, const char *one,
	       const char *two)
{
	bool pair = !strcmp(command, "diff");

	if (pair ? !two : !!two)
		return usage(t);
	if (!strcmp(command, "show") || !strcmp(command, "json"))
		return run_show(t, one, command[0] == 'j');
	if (!strcmp(command, "check"))
		return run_check(t, one);
	if (!strcmp(command, "records"))
		return run_records(t, one);
	if (!strcmp(command, "describe"))
		return run_describe(t, one);
	if (!strcmp(command, "make") && one)
		return run_make(t, one);
	if (pair)
		return run_diff(t, one, two);
	if (!strcmp(command, "quirks") && !one)
		return run_quirks(t);
	return usage(t);
}

int main(int argc, char *argv[])
{
	const char *words[3] = { "", NULL, NULL };
	struct tool t = { .count = 0 };
	size_t n = 0;

	t.sys = sys_linux_init(&t.linux_sys);
	t.out = (struct ibft_out){ .text = put_text, .arg = &t };
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) {
			put_text(&t, help);
			return 0;
		}
		if (!strcmp(argv[i], "-v") || !strcmp(argv[i], "--version")) {
			put_text(&t, "ibft version " VERSION "\n");
			return 0;
		}
		if (!strcmp(argv[i], "--show-secrets")) {
			t.out.secrets = true;
		} else if (n == ARRAY_SIZE(words) ||
			   !strncmp(argv[i], "--", 2)) {
			say(&t, "unknown or too many arguments: see ibft --help");
			return 7;
		} else {
			words[n++] = argv[i];
		}
	}
	return run(&t, words[0], words[1], words[2]);
}
