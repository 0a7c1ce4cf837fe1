/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a process the session keeper, on Linux: detached, locked in
 * memory, out of the way of whatever ends processes.  For main.c alone. */
#ifndef SYS_DAEMON_H
#define SYS_DAEMON_H

#include "sys_linux.h"

/* Memory for a struct that is to be given back as a whole: a locked process
 * holds what it has.  Zeroed; NULL when there is none. */
void *daemon_area(size_t size);
void daemon_area_end(void *area, size_t size);

/* What ps shows, over what the arguments were: '@' comes first, by which
 * systemd knows whom to leave alone when it ends all processes. */
void daemon_title(int argc, char *argv[], const char *title);

/* Go on in a process of no terminal and no parent.  0 in that process, *ready
 * then for daemon_ready(); in the first process its pid once it is ready, or
 * what it failed with. */
int daemon_detach(int *ready);

/* Tell the first process: 0, or -errno. */
void daemon_ready(int ready, int rc);

int daemon_pid(void);
void daemon_end(void) __attribute__((__noreturn__));

/* Prepare to bring a disk back that everything else waits for.  The caller may
 * not return afterwards: what it came from is gone (see keeper.ld).  0 or
 * -errno: it could not be locked in memory. */
int daemon_settle(struct sys_linux *l, bool realtime);

#endif
