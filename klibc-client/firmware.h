/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds what the firmware left: the iBFT in ACPI, in low memory, or as the
 * kernel shows it. */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include "ibft.h"
#include "report.h"
#include "sys.h"

struct firmware_table {
	uint8_t bytes[IBFT_TABLE_MAX];
	size_t size;
	char source[48];		/* where it was found */
};

/* The raw table: the ACPI tables iBFT, IBFT and BIFT, then low memory.  0;
 * -ENODATA: none; -EPERM: not allowed to look. */
int firmware_find_table(const struct sys *sys, struct firmware_table *t);

/* The table decoded: from raw bytes where there are any, else from
 * /sys/firmware/ibft, for which iscsi_ibft is loaded.  The report gets the
 * findings of raw bytes.  0, -ENODATA, or the fault. */
int firmware_read(const struct sys *sys, struct ibft *ibft,
		  struct firmware_table *t, struct ibft_report *report,
		  struct fault *f);

/* Other firmware that describes iSCSI disks, which is not supported: calls
 * each with its path. */
void firmware_others(const struct sys *sys,
		     void (*each)(void *arg, const char *path), void *arg);

#endif
