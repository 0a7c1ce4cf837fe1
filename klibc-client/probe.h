/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a target will boot: log in over our own socket, list its LUNs, log
 * out.  Nothing is written to it. */
#ifndef PROBE_H
#define PROBE_H

#include "full_feature.h"
#include "scsi.h"

#define PROBE_FAULT_SIZE 120

/* A logical unit and what is known of it. */
struct probe_unit {
	uint8_t lun[8];
	bool seen, sized;		/* inquiry holds; capacity holds */
	struct scsi_inquiry inquiry;
	char serial[SCSI_SERIAL_SIZE];	/* empty: not known */
	char id[SCSI_ID_SIZE];
	struct scsi_capacity capacity;
	char fault[PROBE_FAULT_SIZE];	/* why it is of no use, or "" */
};

/* The workspace; the caller's, not initialised.  The secrets that it works
 * with stay in the caller's login_config. */
struct probe {
	const struct sys *sys;
	bool json;
	const uint8_t *boot_lun;	/* NULL: any disk */
	struct connection connection;
	struct full_feature ff;
	uint8_t data[SCSI_DATA_MAX];	/* of the last answer */
	char refusal[PROBE_FAULT_SIZE];	/* why a command had none */
	size_t luns_count;
	uint32_t luns_more;		/* that there was no room for */
	/* One more for the boot LUN of a long list. */
	uint8_t luns[SCSI_LUNS_MAX + 1][8];
	struct probe_unit unit;
	struct {
		unsigned int units, disks, usable;
	} found;			/* of those that would be booted from */
};

/* Log in, print on SYS_STDOUT what was settled and each LUN, as text or as
 * JSON, and log out.  Blocks until then or until the deadline (sys->now's
 * clock).  boot_lun: 8 bytes as the wire has them, or NULL.  0 when that LUN,
 * or any, is a disk that can be used; -ENXIO when not; else -errno of what
 * failed, with the fault.  Nothing is printed when the login fails. */
int probe_run(struct probe *p, const struct sys *sys,
	      const struct portal *portal, const struct login_config *config,
	      uint64_t deadline, bool json, const uint8_t *boot_lun,
	      struct fault *f);

#endif
