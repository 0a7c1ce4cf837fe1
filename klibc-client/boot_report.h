/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was planned and what became of it, as JSON below /run/iscsiboot.
 * Neither holds a secret: everybody may read them. */
#ifndef BOOT_REPORT_H
#define BOOT_REPORT_H

#include "plan.h"
#include "session.h"
#include "timeline.h"

/* Write /run/iscsiboot/plan.json, in the form of --plan=json.  What cannot be
 * written is a message. */
void boot_report_plan(const struct sys *sys, const struct plan *plan);

/* What the report is about.  plan is what the sessions were made of. */
struct boot_outcome {
	const struct plan *plan;
	const struct session *sessions;
	size_t count;
	const struct timeline *timeline;
	/* Why there is no disk; err 0: there is one. */
	const struct fault *fault;
};

/* Write /run/iscsiboot/report.json, and with print the same to standard
 * output: one object, what is not known is left out. */
void boot_report_write(const struct sys *sys, const struct boot_outcome *o,
		       bool print);

#endif
