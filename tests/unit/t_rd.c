// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes read front to back. */
#include "rd.h"

#include "test.h"

int main(void)
{
	static const uint8_t bytes[] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06,
					 0x07, 0x08, 0xff };
	struct rd r = rd_over(bytes, sizeof(bytes));
	uint8_t to[4];

	SAME(rd_be(&r, 1), 1, "one byte");
	SAME(rd_be(&r, 3), 0x020304, "three bytes, big-endian");
	OK(rd_bytes(&r, 2) == bytes + 4, "the bytes where they lie");
	SAME(r.left, 3, "what is left");
	rd_copy(&r, to, 2);
	OK(!memcmp(to, bytes + 6, 2), "copied");
	OK(!r.short_read, "all was there");
	memset(to, 0xaa, sizeof(to));
	rd_copy(&r, to, 4);
	OK(!memcmp(to, "\0\0\0\0", 4), "a short copy gives zeroes");
	OK(r.short_read, "and says so");
	OK(!rd_bytes(&r, 1), "nothing can be read after a short read");
	SAME(rd_be(&r, 1), 0, "nor as a number");
	SAME(rd_be(&r, 0), 0, "no bytes are 0");
	OK(r.short_read, "short for good");

	r = rd_over(bytes, 8);
	OK(rd_be(&r, 8) == 0x0102030405060708ULL, "eight bytes");
	OK(!r.short_read && !r.left, "to the last byte");
	rd_bytes(&r, 0);
	OK(!r.short_read, "no bytes can be read at the end");
	r = rd_over(bytes, 3);
	OK(!rd_bytes(&r, SIZE_MAX) && r.short_read,
	   "a length that would wrap the pointer");
	r = rd_over(NULL, 0);
	OK(!rd_bytes(&r, 0) && !r.short_read, "an empty buffer");
	return test_done();
}
