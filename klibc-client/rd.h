/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Received bytes, read front to back, never past the end. */
#ifndef RD_H
#define RD_H

#include "compat.h"

/* A read past the end gives zeroes and sets short_read for good, so a decoder
 * reads every field and checks once. */
struct rd {
	const uint8_t *p;
	size_t left;
	bool short_read;
};

struct rd rd_over(const void *bytes, size_t size);

/* The next n bytes where they lie, or NULL. */
const uint8_t *rd_bytes(struct rd *r, size_t n);

/* The next n (1 to 8) bytes as a big-endian number. */
uint64_t rd_be(struct rd *r, size_t n);

/* The same, little-endian, as ACPI has it. */
uint64_t rd_le(struct rd *r, size_t n);

/* The next n bytes into a variable or struct of the machine's own layout
 * (netlink is host-endian); zeroes when there are not enough. */
void rd_copy(struct rd *r, void *to, size_t n);

#endif
