// SPDX-License-Identifier: GPL-2.0-or-later
/* CRC32C against the examples of RFC 7143 A.4. */
#include "crc32c.h"

#include "test.h"

static uint8_t bytes[48];

static void run(size_t n, const char *wire, const char *why)
{
	uint32_t crc = crc32c(bytes, n);
	char text[12];

	/* The RFC shows it as it travels. */
	snprintf(text, sizeof(text), "%02x%02x%02x%02x", crc & 0xff,
		 crc >> 8 & 0xff, crc >> 16 & 0xff, crc >> 24);
	SAME_TEXT(text, wire, why);
}

int main(void)
{
	static const uint8_t read_10[48] = {
		0x01, 0xc0, [16] = 0x14, [22] = 0x04, [27] = 0x14,
		[31] = 0x18, [32] = 0x28, [40] = 0x02,
	};

	run(32, "aa36918a", "32 bytes of zeroes");
	memset(bytes, 0xff, 32);
	run(32, "43aba862", "32 bytes of ones");
	for (uint8_t i = 0; i < 32; i++)
		bytes[i] = i;
	run(32, "4e79dd46", "incrementing");
	for (uint8_t i = 0; i < 32; i++)
		bytes[i] = 31 - i;
	run(32, "5cdb3f11", "decrementing");
	memcpy(bytes, read_10, 48);
	run(48, "563a96d9", "a SCSI Read (10) Command PDU");
	run(0, "00000000", "nothing");
	return test_done();
}
