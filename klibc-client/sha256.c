// SPDX-License-Identifier: GPL-2.0-or-later
/* SHA-256 (FIPS 180-4). */
#include "hash_block.h"

/* FIPS 180-4 4.2.2: the fractions of the cube roots of the first primes. */
static const uint32_t cube_roots[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The XOR of three rotations to the right, in the order of FIPS 180-4; the
 * last one of a small sigma is a shift, which loses these bits. */
static uint32_t sigma(uint32_t v, unsigned int a, unsigned int b,
		      unsigned int c, uint32_t lost)
{
	return rotate_left(v, 32 - a) ^ rotate_left(v, 32 - b) ^
	       rotate_left(v & ~lost, 32 - c);
}

/* The message schedule is made in the block, which holds its last 16 words. */
void sha256_block(union hash_state *state, uint32_t *block)
{
	uint32_t v[8];

	memcpy(v, state->words, sizeof(v));
	for (unsigned int i = 0; i < 64; i++) {
		uint32_t *w = &block[i % 16], t1, t2;

		if (i >= 16)
			*w += sigma(block[(i + 1) % 16], 7, 18, 3, 7) +
			      block[(i + 9) % 16] +
			      sigma(block[(i + 14) % 16], 17, 19, 10, 0x3ff);
		t1 = v[7] + sigma(v[4], 6, 11, 25, 0) +
		     ((v[4] & v[5]) ^ (~v[4] & v[6])) + cube_roots[i] + *w;
		t2 = sigma(v[0], 2, 13, 22, 0) +
		     ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof(*v));
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state->words[i] += v[i];
	wipe(v, sizeof(v));
}
