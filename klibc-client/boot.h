/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks the stages in order: modules, plan, NICs, sessions, report. */
#ifndef BOOT_H
#define BOOT_H

#include "gather.h"
#include "inspect.h"
#include "options.h"
#include "session.h"

/* The whole state; about 400 KB, of which only what is used is touched. */
struct boot {
	const struct sys *sys;
	const struct options *options;
	struct plan plan;
	struct settings settings;
	struct kernel kernel;
	struct chap_history chap_history;	/* of all sessions */
	struct resolve_servers servers;		/* for redirects */
	union {
		struct gather gather;	/* then one of these */
		struct session sessions[PLAN_TARGETS_MAX];
		struct inspect inspect;
	};
	size_t count;
	int uevents;			/* the kernel's device messages */
	struct timeline timeline;
	struct fault modules;		/* what came of loading them */
};

/* Do what the options say.  0, or -errno with the fault; the last message has
 * been written either way. */
int boot_run(struct boot *b, const struct sys *sys,
	     const struct options *options, struct fault *f);

/* Wipe everything that may hold a secret. */
void boot_forget(struct boot *b);

#endif
