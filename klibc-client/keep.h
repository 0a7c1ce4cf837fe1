/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a boot, or from what the administrator asks, to the keeper: the one
 * that runs, or this process. */
#ifndef KEEP_H
#define KEEP_H

#include "keeper.h"

enum {
	KEEP_GIVEN = 0,			/* the keeper that runs has it */
	KEEP_STAY = 1,			/* this process is to be the keeper */
};

/* After a boot: its sessions, and its socket to the kernel.  One of the above,
 * or -errno with the fault. */
int keep_boot(struct keeper *k, struct boot *b, struct fault *f);

/* --attach: every session that the kernel has, or those of the target that
 * the options name.  The same; -ENODATA when there is none. */
int keep_existing(struct keeper *k, const struct sys *sys,
		  const struct options *options, struct fault *f);

/* --status and --stop.  0 or -errno with the fault. */
int keep_ask(const struct sys *sys, const struct options *options,
	     struct fault *f);

#endif
