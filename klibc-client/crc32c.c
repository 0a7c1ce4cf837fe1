// SPDX-License-Identifier: GPL-2.0-or-later
/* CRC32C. */
#include "crc32c.h"

/* 0x11edc6f41 with its bits turned round: each byte goes low bit first. */
#define POLYNOMIAL 0x82f63b78

uint32_t crc32c(const void *bytes, size_t n)
{
	const uint8_t *b = bytes;
	uint32_t crc = 0xffffffff;

	/* Bit by bit: a table would be larger than what it speeds up. */
	for (; n; n--) {
		crc ^= *b++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
	}
	return ~crc;
}
