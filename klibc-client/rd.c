// SPDX-License-Identifier: GPL-2.0-or-later
/* Received bytes, read front to back. */
#include "rd.h"

struct rd rd_over(const void *bytes, size_t size)
{
	return (struct rd){ .p = bytes, .left = size };
}

const uint8_t *rd_bytes(struct rd *r, size_t n)
{
	const uint8_t *at = r->p;

	if (n > r->left) {
		r->left = 0;
		r->short_read = true;
		return NULL;
	}
	if (n)
		r->p += n;
	r->left -= n;
	return at;
}

uint64_t rd_be(struct rd *r, size_t n)
{
	const uint8_t *b = rd_bytes(r, n);
	uint64_t v = 0;

	for (size_t i = 0; b && i < n; i++)
		v = v << 8 | b[i];
	return v;
}

uint64_t rd_le(struct rd *r, size_t n)
{
	const uint8_t *b = rd_bytes(r, n);
	uint64_t v = 0;

	for (size_t i = 0; b && i < n; i++)
		v |= (uint64_t)b[i] << 8 * i;
	return v;
}

void rd_copy(struct rd *r, void *to, size_t n)
{
	const uint8_t *b = rd_bytes(r, n);

	if (b)
		memcpy(to, b, n);
	else
		memset(to, 0, n);
}
