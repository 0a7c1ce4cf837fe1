/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When each stage began and ended. */
#ifndef TIMELINE_H
#define TIMELINE_H

#include "fault.h"
#include "sys.h"

/* Milliseconds since the kernel started; 0: the stage was not reached. */
struct timeline {
	uint64_t begin[STAGE_COUNT], end[STAGE_COUNT];
};

void timeline_begin(struct timeline *t, const struct sys *sys,
		    enum stage stage);
void timeline_end(struct timeline *t, const struct sys *sys,
		  enum stage stage);

/* Take over the stages that from has. */
void timeline_merge(struct timeline *t, const struct timeline *from);

/* Write it as JSON: {"version":1,"stages":[{"stage":"nic","begin_ms":812,
 * "end_ms":830},...]}.  0 or -errno. */
int timeline_write(const struct timeline *t, const struct sys *sys,
		   const char *file);

#endif
