// SPDX-License-Identifier: GPL-2.0-or-later
/* iscsistart: log in to the iSCSI target that this machine boots from. */
#include <stdio.h>

#include "boot.h"
#include "log.h"
#include "sys_linux.h"

static int report_timeline(const struct sys *sys, const struct boot *b,
			   const struct options *options)
{
	int rc;

	if (!options->timeline)
		return 0;
	rc = timeline_write(&b->timeline, sys, options->timeline);
	if (rc)
		log_line(sys, STAGE_REPORT, NULL, "%.100s: %s",
			 options->timeline, errno_words(-rc).text);
	return rc;
}

int main(int argc, char *argv[])
{
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	struct options options;
	struct fault f = { .err = 0 };
	struct boot boot;
	int rc = options_parse(&options, argc, argv, &f);

	if (options.kmsg)
		sys_linux_kmsg(&linux_sys);
	if (rc) {
		log_fault(sys, NULL, &f);
	} else if (options.action == ACTION_HELP) {
		sys->output(sys, SYS_STDOUT, options_help);
	} else if (options.action == ACTION_VERSION) {
		sys->output(sys, SYS_STDOUT,
			    "iscsistart version " VERSION "\n");
	} else {
		rc = boot_run(&boot, sys, &options, &f);
		/* Before anything else can wait or fail. */
		boot_forget(&boot);
		wipe(&options.account, sizeof(options.account));
		report_timeline(sys, &boot, &options);
	}
	wipe(&options.account, sizeof(options.account));
	return rc ? fault_exit_status(-rc) : 0;
}
