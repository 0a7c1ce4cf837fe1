/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel command line, and the files that stand in for it. */
#ifndef CMDLINE_H
#define CMDLINE_H

#include "iscsi_param.h"

/* Twice what the kernel takes on any machine. */
#define CMDLINE_MAX 8192

struct cmdline {
	struct iscsi_params params;
	char text[CMDLINE_MAX];		/* of one file */
};

/* Everything that the command line says about the boot.  file: read that one
 * alone; NULL: /etc/cmdline.d, /etc/cmdline, /proc/cmdline and
 * /run/initramfs/cmdline.d, of which the later go before as with dracut.  0,
 * or -errno with the fault: which word is wrong, where it stands, and why. */
int cmdline_read(struct cmdline *c, struct said *said, const struct sys *sys,
		 const char *file, struct settings *settings,
		 const struct options *options, struct fault *f);

/* The same from Debian's file /etc/iscsi.initramfs, which is shell text.  What
 * is wrong goes to said->fault. */
void iscsi_initramfs_read(struct cmdline *c, struct said *said,
			  const struct sys *sys, struct settings *settings,
			  const struct options *options);

#endif
