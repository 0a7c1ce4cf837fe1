// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes to be sent, written front to back. */
#include "wr.h"

struct wr wr_into(void *buf, size_t size)
{
	return (struct wr){ .buf = buf, .size = size };
}

uint8_t *wr_space(struct wr *w, size_t n)
{
	uint8_t *at = w->buf + w->used;

	if (n > w->size - w->used) {
		w->overflow = true;
		return NULL;
	}
	memset(at, 0, n);
	w->used += n;
	return at;
}

void wr_bytes(struct wr *w, const void *bytes, size_t n)
{
	uint8_t *at = wr_space(w, n);

	if (at && n)
		memcpy(at, bytes, n);
}

void wr_zero(struct wr *w, size_t n)
{
	wr_space(w, n);
}

void wr_be(struct wr *w, uint64_t v, size_t n)
{
	uint8_t *at = wr_space(w, n);

	for (size_t i = 0; at && i < n; i++)
		at[i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

void wr_le(struct wr *w, uint64_t v, size_t n)
{
	uint8_t *at = wr_space(w, n);

	for (size_t i = 0; at && i < n; i++)
		at[i] = (uint8_t)(v >> 8 * i);
}

void wr_align(struct wr *w, size_t align)
{
	wr_zero(w, (align - w->used % align) % align);
}
