/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to be sent, written front to back, never past the end. */
#ifndef WR_H
#define WR_H

#include "compat.h"

/* A write past the end is dropped and sets overflow for good, so an encoder
 * writes every field and checks once. */
struct wr {
	uint8_t *buf;
	size_t used, size;
	bool overflow;
};

struct wr wr_into(void *buf, size_t size);

/* Room for n bytes, zeroed, or NULL. */
uint8_t *wr_space(struct wr *w, size_t n);

void wr_bytes(struct wr *w, const void *bytes, size_t n);
void wr_zero(struct wr *w, size_t n);

/* The low n (1 to 8) bytes of a number, big-endian. */
void wr_be(struct wr *w, uint64_t v, size_t n);

/* The same, little-endian. */
void wr_le(struct wr *w, uint64_t v, size_t n);

/* Zeroes up to a multiple of align, counted from the start of the buffer. */
void wr_align(struct wr *w, size_t align);

#endif
