// SPDX-License-Identifier: GPL-2.0-or-later
/* What netfiles_write() leaves below /run, for the plan of the options it is
 * given (--cmdline=FILE): without the NICs, which the test has set up. */
#include <errno.h>
#include <stdio.h>

#include "gather.h"
#include "log.h"
#include "netfiles.h"
#include "sys_linux.h"

static struct gather gather;
static struct plan plan;
static struct settings settings;

int main(int argc, char *argv[])
{
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	struct options options;
	struct fault f = { .err = 0 };
	int rc = options_parse(&options, argc, argv, &f);

	if (!rc)
		rc = gather_plan(&gather, sys, &options, &plan, &settings,
				 &f);
	if (rc) {
		log_fault(sys, NULL, &f);
		return 1;
	}
	netfiles_write(sys, &plan);
	return 0;
}
