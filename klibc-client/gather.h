/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks every source what to boot, in the order of their precedence, and makes
 * the plan. */
#ifndef GATHER_H
#define GATHER_H

#include "cmdline.h"
#include "firmware.h"
#include "plan.h"

/* What the sources are read into. */
struct gather {
	const struct sys *sys;
	const struct options *options;
	struct plan *plan;
	struct settings *settings;	/* what holds: -P, rd.iscsi.param */
	struct said said;		/* of one source at a time */
	struct ibft ibft;
	struct firmware_table table;
	struct cmdline cmdline;
};

/* Fills plan and settings.  0, or -errno with the fault: see plan_finish().
 * What was read is wiped. */
int gather_plan(struct gather *g, const struct sys *sys,
		const struct options *options, struct plan *plan,
		struct settings *settings, struct fault *f);

/* The firmware's table, with what is odd in it said in messages.  0, -ENODATA,
 * or the fault. */
int gather_ibft(const struct sys *sys, struct ibft *ibft,
		struct firmware_table *table, struct fault *f);

#endif
