/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to boot: the facts of every source, merged.  Everything behind the
 * plan acts on it and on nothing else. */
#ifndef PLAN_H
#define PLAN_H

#include "fault.h"
#include "ibft.h"
#include "options.h"

#define PLAN_NICS_MAX IBFT_NICS_MAX
#define PLAN_TARGETS_MAX IBFT_TARGETS_MAX

struct plan_nic {
	uint8_t ibft_index;		/* N of the table's ethernetN */
	uint8_t mac[6];
	struct addr address, gateway;
	uint8_t prefix;
	uint16_t vlan;
};

struct plan_target {
	char name[IBFT_NAME_MAX + 1];
	struct portal portal;
	uint32_t tpgt;			/* TPGT_UNKNOWN: as the target says */
	bool lun_known;
	uint8_t lun[8];
	struct chap_account account;	/* empty name: no authentication */
	/* Where firmware said so, as the kernel calls it: "ethernet0",
	 * "target0".  Empty: not from firmware. */
	char boot_nic[16], boot_target[16];
};

struct plan {
	char initiator_name[IBFT_NAME_MAX + 1];
	struct plan_nic nics[PLAN_NICS_MAX];
	struct plan_target targets[PLAN_TARGETS_MAX];
	size_t nic_count, target_count;
};

/* The plan from the options (when they name a target) or from the table
 * (ibft may be NULL: there is none).  0; -ENODATA: nothing to boot; -EINVAL:
 * what was said is wrong; -EACCES: it is not secure. */
int plan_make(struct plan *plan, const struct options *options,
	      const struct ibft *ibft, struct fault *f);

#endif
