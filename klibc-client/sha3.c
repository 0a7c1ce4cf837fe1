// SPDX-License-Identifier: GPL-2.0-or-later
/* SHA3-256: Keccak-f[1600] (FIPS 202).  The lane A[x, y] is a[x + 5 * y]. */
#include "hash_block.h"

/* No offset of SHA3's is a multiple of 64. */
static uint64_t rotate_lane(uint64_t v, unsigned int n)
{
	return v << n % 64 | v >> (64 - n % 64);
}

/* FIPS 202 3.2.1. */
static void theta(uint64_t a[25])
{
	uint64_t parity[5];

	for (int x = 0; x < 5; x++)
		parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^
			    a[x + 20];
	for (int i = 0; i < 25; i++)
		a[i] ^= parity[(i + 4) % 5] ^
			rotate_lane(parity[(i + 1) % 5], 1);
	wipe(parity, sizeof(parity));
}

/* FIPS 202 3.2.2 and 3.2.3 at once: rho's walk over the lanes is pi's. */
static void rho_and_pi(uint64_t a[25])
{
	unsigned int x = 1, y = 0, offset = 0;
	uint64_t carried = a[1];

	for (unsigned int t = 1; t <= 24; t++) {
		unsigned int to = (2 * x + 3 * y) % 5;
		uint64_t *lane = &a[y + 5 * to];
		uint64_t next = *lane;

		offset += t;
		*lane = rotate_lane(carried, offset);
		carried = next;
		x = y;
		y = to;
	}
}

/* FIPS 202 3.2.4. */
static void chi(uint64_t a[25])
{
	for (uint64_t *row = a; row < a + 25; row += 5) {
		uint64_t first = row[0], second = row[1];

		row[0] ^= ~row[1] & row[2];
		row[1] ^= ~row[2] & row[3];
		row[2] ^= ~row[3] & row[4];
		row[3] ^= ~row[4] & first;
		row[4] ^= ~first & second;
	}
}

/* FIPS 202 3.2.5; the bits are those of algorithm 5, whose state goes on from
 * round to round. */
static uint8_t iota(uint64_t a[25], uint8_t bits)
{
	for (unsigned int j = 0; j < 7; j++) {
		a[0] ^= (uint64_t)(bits & 1) << ((1U << j) - 1);
		bits = (uint8_t)(bits << 1 ^ (bits & 0x80 ? 0x71 : 0));
	}
	return bits;
}

void sha3_block(union hash_state *state, uint32_t *block)
{
	uint64_t *a = state->lanes;
	uint8_t bits = 1;

	for (int i = 0; i < 17; i++)
		a[i] ^= (uint64_t)block[2 * i + 1] << 32 | block[2 * i];
	for (int round = 0; round < 24; round++) {
		theta(a);
		rho_and_pi(a);
		chi(a);
		bits = iota(a, bits);
	}
}
