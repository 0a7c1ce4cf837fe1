// SPDX-License-Identifier: GPL-2.0-or-later
/* SHA-1 (FIPS 180-4). */
#include "hash_block.h"

/* The message schedule is made in the block, which holds its last 16 words. */
void sha1_block(union hash_state *state, uint32_t *block)
{
	/* FIPS 180-4 4.2.1. */
	static const uint32_t constants[4] = {
		0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6,
	};
	uint32_t *s = state->words;
	uint32_t a = s[0], b = s[1], c = s[2], d = s[3], e = s[4];

	for (unsigned int i = 0; i < 80; i++) {
		unsigned int round = i / 20;
		uint32_t *w = &block[i % 16];
		uint32_t f, sum;

		if (i >= 16)
			*w = rotate_left(block[(i + 13) % 16] ^
					 block[(i + 8) % 16] ^
					 block[(i + 2) % 16] ^ *w, 1);
		if (round == 0)
			f = (b & c) | (~b & d);
		else if (round == 2)
			f = (b & c) | (b & d) | (c & d);
		else
			f = b ^ c ^ d;
		sum = rotate_left(a, 5) + f + e + constants[round] + *w;
		e = d;
		d = c;
		c = rotate_left(b, 30);
		b = a;
		a = sum;
	}
	s[0] += a;
	s[1] += b;
	s[2] += c;
	s[3] += d;
	s[4] += e;
}
