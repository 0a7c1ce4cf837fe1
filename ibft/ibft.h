/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The iSCSI Boot Firmware Table, decoded, in the specification's words. */
#ifndef IBFT_H
#define IBFT_H

#include "addr.h"
#include "fault.h"
#include "secret.h"

#define IBFT_NICS_MAX 8
#define IBFT_TARGETS_MAX 8
#define IBFT_NAME_MAX 223

/* Block flags.  Real firmware sets both for every block (iPXE), or the second
 * only for the first of several (edk2). */
enum {
	IBFT_VALID = 1,
	IBFT_BOOT_SELECTED = 2,
	IBFT_GLOBAL = 4,		/* NIC: not link-local */
	IBFT_RADIUS_CHAP = 4,		/* target */
	IBFT_RADIUS_RCHAP = 8,		/* target */
};

/* The largest table that is read: firmware's are below 2048 bytes. */
#define IBFT_TABLE_MAX 16384

/* Where a NIC's address came from. */
enum { IBFT_ORIGIN_DHCP = 3 };

/* The table's header, as ACPI's. */
struct ibft_header {
	char signature[5];		/* iBFT, IBFT or BIFT */
	char oem_id[7], oem_table_id[9];
	uint32_t length;		/* bytes */
};

struct ibft_initiator {
	uint8_t index, flags;
	struct addr isns, slp, radius[2];
	char name[IBFT_NAME_MAX + 1];
};

struct ibft_nic {
	uint8_t index, flags, origin, subnet_mask_prefix;
	struct addr address, gateway, primary_dns, secondary_dns, dhcp;
	uint16_t vlan;			/* 0: untagged */
	uint16_t pci_bdf;		/* bus << 8 | device << 3 | function */
	uint8_t mac[6];
	char hostname[256];
};

struct ibft_target {
	uint8_t index, flags, chap_type, nic_association;
	struct portal portal;
	uint8_t boot_lun[8];		/* SAM-5, big-endian */
	char name[IBFT_NAME_MAX + 1];
	struct chap_account account;
};

struct ibft {
	struct ibft_header header;	/* empty when read from sysfs text */
	struct ibft_initiator initiator;
	struct ibft_nic nics[IBFT_NICS_MAX];
	struct ibft_target targets[IBFT_TARGETS_MAX];
	size_t nic_count, target_count;
};

struct ibft_report;

/* The raw table to the struct; what is wrong goes to the report.  0, or
 * -EINVAL when there was an error: then the struct is not to be used.  Strings
 * are copied; table is not needed afterwards. */
int ibft_from_table(struct ibft *ibft, const void *table, size_t size,
		    struct ibft_report *report);

/* The struct to table bytes, with length and checksum.  The table's size, or 0
 * when it does not fit into size (IBFT_TABLE_MAX always is enough for what
 * ibft_from_table() gave). */
size_t ibft_to_table(const struct ibft *ibft, uint8_t *table, size_t size);

/* Where /sys/firmware/ibft is read from: so that no function here makes a
 * system call. */
struct ibft_tree {
	/* The file's text, NUL-terminated; its length or -errno. */
	int (*read)(const struct ibft_tree *tree, const char *file,
		    char *text, size_t size);
	/* Calls each(arg, name) for every directory.  0 or -errno. */
	int (*list)(const struct ibft_tree *tree,
		    void (*each)(void *arg, const char *name), void *arg);
	const void *context;
};

/* The kernel's rendering of the table to the struct; NICs and targets in the
 * order of their index.  0; -ENODATA: there is no table; -EINVAL with the
 * sentence in the fault: it holds what cannot be. */
int ibft_from_sysfs(struct ibft *ibft, const struct ibft_tree *tree,
		    struct fault *f);

/* The kernel prints each of the eight bytes with %x and no padding; this
 * gives them back.  Where two readings are possible, that of a LUN below
 * 16384 in the first two bytes is taken.  0 or -EINVAL. */
int ibft_lun_from_sysfs(const char *text, uint8_t lun[8]);

struct ibft_out;

/* The table as the records that Open-iSCSI's `iscsistart -f` prints, one for
 * each valid target.  interface gives the name of a NIC's network device, or
 * an empty string. */
void ibft_print_records(const struct ibft *ibft,
			const char *(*interface)(void *arg,
						 const struct ibft_nic *nic),
			void *arg, const struct ibft_out *out);

#endif
