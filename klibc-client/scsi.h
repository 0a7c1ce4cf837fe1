/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The few SCSI commands that show what a target has, and their answers (SPC-4,
 * SBC-3, SAM-5).  No I/O.  An answer is hostile: nothing is read past the
 * bytes that arrived, and text from it is printable ASCII without blanks
 * around it. */
#ifndef SCSI_H
#define SCSI_H

#include "compat.h"

enum scsi_name {
	SCSI_TEST_UNIT_READY,
	SCSI_REPORT_LUNS,
	SCSI_INQUIRY,
	SCSI_PAGES,			/* vital product data: which pages */
	SCSI_SERIAL,			/* page 80h */
	SCSI_DESIGNATORS,		/* page 83h */
	SCSI_CAPACITY_10,
	SCSI_CAPACITY_16,
	SCSI_COMMANDS
};

#define SCSI_LUNS_MAX 256
#define SCSI_DATA_MAX (8 + 8 * SCSI_LUNS_MAX)

struct scsi_command {
	const char *name;
	uint8_t cdb[16];
	size_t size;			/* the most it reads */
};

extern const struct scsi_command scsi_commands[SCSI_COMMANDS];

/* The data of REPORT LUNS: up to SCSI_LUNS_MAX LUNs of 8 bytes, and how many
 * more the target says it has.  Their number, or -EPROTO. */
int scsi_get_luns(const void *data, size_t len,
		  uint8_t luns[SCSI_LUNS_MAX][8], uint32_t *more);

#define SCSI_LUN_TEXT_SIZE 19

/* A number where the LUN is one of a single level in peripheral or flat space
 * addressing (SAM-5 4.7), else "0x" and its 8 bytes.  Gives back buf. */
const char *scsi_lun_text(const uint8_t lun[8], char buf[SCSI_LUN_TEXT_SIZE]);

/* Peripheral device types (SPC-4 6.6.2). */
enum { SCSI_DISK = 0x00, SCSI_CONTROLLER = 0x0c };

/* The device type in words. */
const char *scsi_type_text(uint8_t type);

struct scsi_inquiry {
	uint8_t type, qualifier;	/* qualifier 0: it is there */
	char vendor[9], product[17], revision[5];
};

/* Standard INQUIRY data.  Text that did not arrive is empty.  0 or -EPROTO. */
int scsi_get_inquiry(const void *data, size_t len, struct scsi_inquiry *i);

#define SCSI_SERIAL_SIZE 256
#define SCSI_ID_SIZE 260

/* Whether page 00h lists this page. */
bool scsi_has_page(const void *data, size_t len, uint8_t page);

/* The unit serial number of page 80h, cut where it is longer than any text.
 * 0 or -EPROTO. */
int scsi_get_serial(const void *data, size_t len, char text[SCSI_SERIAL_SIZE]);

/* The best of the logical unit's own designators of page 83h, as Linux shows
 * it: "naa.6001405...", "eui.0123...", "t10.VENDOR...", or a SCSI name.  0,
 * -ENOENT when there is none, or -EPROTO. */
int scsi_get_id(const void *data, size_t len, char text[SCSI_ID_SIZE]);

struct scsi_capacity {
	uint64_t blocks, bytes;
	uint32_t block_size;
};

/* 0; 1: READ CAPACITY(16) must say it; -EPROTO: too short, or blocks of 0
 * bytes; -EOVERFLOW: 2^64 bytes or more. */
int scsi_get_capacity_10(const void *data, size_t len,
			 struct scsi_capacity *c);
int scsi_get_capacity_16(const void *data, size_t len,
			 struct scsi_capacity *c);

/* SAM-5 5.3.1. */
enum { SCSI_GOOD = 0x00, SCSI_CHECK_CONDITION = 0x02, SCSI_BUSY = 0x08 };

/* Sense keys (SPC-4 4.5.6). */
enum { SCSI_NOT_READY = 2, SCSI_ILLEGAL_REQUEST = 5, SCSI_UNIT_ATTENTION = 6 };

struct scsi_sense {
	uint8_t key, asc, ascq;
};

/* Fixed or descriptor format; what did not arrive is 0.  0 or -EPROTO. */
int scsi_get_sense(const void *sense, size_t len, struct scsi_sense *s);

#define SCSI_STATUS_TEXT_SIZE 96

/* A status other than GOOD in words; sense may be NULL.  Gives back buf. */
const char *scsi_status_text(uint8_t status, const struct scsi_sense *sense,
			     char buf[SCSI_STATUS_TEXT_SIZE]);

#endif
