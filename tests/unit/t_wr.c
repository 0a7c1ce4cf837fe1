// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes written front to back. */
#include "wr.h"

#include "test.h"

int main(void)
{
	uint8_t buf[16];
	struct wr w = wr_into(buf, 12);

	memset(buf, 0xaa, sizeof(buf));
	wr_be(&w, 0x0102030405ULL, 3);
	OK(!memcmp(buf, "\x03\x04\x05\xaa", 4), "the low three bytes");
	wr_bytes(&w, "xy", 2);
	wr_align(&w, 4);
	SAME(w.used, 8, "aligned to 4");
	OK(!memcmp(buf + 3, "xy\0\0\0\xaa", 6), "filled with zeroes");
	wr_align(&w, 4);
	SAME(w.used, 8, "aligned already");
	wr_zero(&w, 4);
	SAME(w.used, 12, "to the last byte");
	OK(!w.overflow, "it fits");
	OK(!wr_space(&w, 1) && w.overflow, "one byte too many");
	SAME(w.used, 12, "which is dropped");
	OK(buf[12] == 0xaa, "nothing is written behind the end");

	w = wr_into(buf, 4);
	wr_bytes(&w, "12345", 5);
	OK(w.overflow && !w.used, "what does not fit is dropped as a whole");
	wr_bytes(&w, "1234", 4);
	OK(w.overflow, "overflow stays, though the rest would fit");
	w = wr_into(buf, 4);
	wr_be(&w, 1, 2);
	OK(!wr_space(&w, SIZE_MAX) && w.overflow,
	   "a length that would wrap the pointer");
	w = wr_into(buf, 8);
	wr_be(&w, 0x0102030405060708ULL, 8);
	OK(!memcmp(buf, "\1\2\3\4\5\6\7\10", 8), "eight bytes, big-endian");
	w = wr_into(buf, 4);
	wr_bytes(&w, NULL, 0);
	OK(!w.overflow && !w.used, "no bytes");
	return test_done();
}
