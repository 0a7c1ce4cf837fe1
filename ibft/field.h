/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of each block as a table: by the kernel's names for them, so that
 * reading sysfs, reading and writing descriptions, JSON and diff are one loop
 * each. */
#ifndef IBFT_FIELD_H
#define IBFT_FIELD_H

#include "ibft.h"

enum ibft_kind {
	IBFT_KIND_U8,
	IBFT_KIND_U16,
	IBFT_KIND_ADDR,
	IBFT_KIND_TEXT,
	IBFT_KIND_SECRET,
	IBFT_KIND_MAC,
	IBFT_KIND_LUN,
	IBFT_KIND_BDF,			/* PCI bus:device.function */
};

struct ibft_field {
	const char *name;		/* NULL ends a table */
	enum ibft_kind kind;
	uint16_t offset;		/* in the block's struct */
	uint16_t max;			/* of a number; size of a text */
};

extern const struct ibft_field ibft_header_fields[];
extern const struct ibft_field ibft_initiator_fields[];
extern const struct ibft_field ibft_nic_fields[];
extern const struct ibft_field ibft_target_fields[];

/* Longest text of a field, and its NUL. */
#define IBFT_FIELD_TEXT_SIZE 272

/* The text into the field of the struct at base.  0; -EINVAL: it is not such
 * a value; -ERANGE: it is too large or too long. */
int ibft_field_parse(const struct ibft_field *field, const char *text,
		     void *base);

/* The field as text that ibft_field_parse() takes; a secret as its length,
 * "<set, 12 bytes>", unless secrets says otherwise.  false: it is not set,
 * text is empty. */
bool ibft_field_text(const struct ibft_field *field, const void *base,
		     bool secrets, char text[IBFT_FIELD_TEXT_SIZE]);

/* Each block of a table in turn, in the order of a table: its name, fields
 * and struct. */
struct ibft_block_view {
	char name[16];			/* "target0" */
	const struct ibft_field *fields;
	const void *base;
};

/* Number n (from 0); false at the end. */
bool ibft_view(const struct ibft *ibft, size_t n, struct ibft_block_view *v);

#endif
