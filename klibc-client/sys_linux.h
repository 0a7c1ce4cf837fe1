/* SPDX-License-Identifier: GPL-2.0-or-later */
/* struct sys on Linux. */
#ifndef SYS_LINUX_H
#define SYS_LINUX_H

#include "rate.h"
#include "sys.h"

struct sys_linux {
	struct sys sys;
	int kmsg;			/* /dev/kmsg, or -1 */
	/* Of the session keeper: messages go to kmsg alone and are counted;
	 * paths below /proc and /sys begin at these. */
	bool keeping;
	int proc, sysfs;
	struct rate rate;
};

/* Fill in the table and give it back. */
const struct sys *sys_linux_init(struct sys_linux *l);

/* Send messages to the kernel's log, too. */
void sys_linux_kmsg(struct sys_linux *l);

/* What the keeper needs of it, for a table of its own. */
int linux_read_file(const struct sys *sys, const char *path, char *text,
		    size_t size);
uint64_t linux_now(const struct sys *sys);
int linux_random(const struct sys *sys, enum sys_random quality, void *buf,
		 size_t len);
void linux_output(const struct sys *sys, enum sys_output where,
		  const char *text);

#endif
