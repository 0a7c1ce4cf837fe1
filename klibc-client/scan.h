/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SCSI scan of a session's host, and its disk. */
#ifndef SCAN_H
#define SCAN_H

#include "fault.h"
#include "sys.h"

struct scan {
	const struct sys *sys;
	uint32_t host_no, sid;
	bool lun_known;
	uint64_t lun;			/* as the kernel numbers it */
	int child;			/* the scan runs; -1: it does not */
	unsigned int added;		/* disks the kernel has announced */
	bool lost;			/* announcements were lost */
	char disk[32];			/* "sda"; empty: not there yet */
};

/* lun: 8 bytes of SAM-5, or NULL for any. */
void scan_init(struct scan *s, const struct sys *sys, uint32_t host_no,
	       uint32_t sid, const uint8_t *lun);

/* Look for a disk that is there already, without a scan.  true: s->disk. */
bool scan_find(struct scan *s);

/* Begin; s->child becomes readable when the kernel has scanned. */
int scan_begin(struct scan *s, struct fault *f);

/* A message of the kernel's about a device ("add@/devices/..."). */
void scan_take_uevent(struct scan *s, const char *text);

/* The socket overran: from now on sysfs alone decides. */
void scan_lost_uevents(struct scan *s);

/* The scan is over.  0: the disk is there or will be announced; -ENXIO with
 * the fault: the target has no such LUN. */
int scan_end(struct scan *s, struct fault *f);

/* Whether the disk is there, by what has been announced. */
bool scan_done(struct scan *s);

#endif
