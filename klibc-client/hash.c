// SPDX-License-Identifier: GPL-2.0-or-later
/* Blocks and padding, the same for every hash function. */
#include "hash_block.h"

/* XORed to a shift, the other end of a word. */
#define BIG_ENDIAN_WORDS 24

static const struct method {
	uint8_t size, block_size, byte_order;
	void (*take_block)(union hash_state *state, uint32_t *block);
	uint32_t start[8];
} methods[] = {
	[HASH_MD5 - HASH_MD5] = { 16, 64, 0, md5_block, {
		0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 } },
	[HASH_SHA1 - HASH_MD5] = { 20, 64, BIG_ENDIAN_WORDS, sha1_block, {
		0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } },
	[HASH_SHA256 - HASH_MD5] = { 32, 64, BIG_ENDIAN_WORDS, sha256_block, {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } },
	[HASH_SHA3_256 - HASH_MD5] = { 32, 136, 0, sha3_block, { 0 } },
};

size_t hash_size(enum hash_algorithm algorithm)
{
	unsigned int row = (unsigned int)algorithm - HASH_MD5;

	return row < ARRAY_SIZE(methods) ? methods[row].size : 0;
}

void hash_init(struct hash *h, enum hash_algorithm algorithm)
{
	memset(h, 0, sizeof(*h));
	h->algorithm = algorithm;
	memcpy(h->state.words, methods[algorithm - HASH_MD5].start,
	       sizeof(h->state.words));
}

static void add_byte(struct hash *h, uint8_t byte)
{
	const struct method *m = &methods[h->algorithm - HASH_MD5];

	h->block[h->used / 4] |= (uint32_t)byte <<
				 (8 * (h->used % 4) ^ m->byte_order);
	if (++h->used < m->block_size)
		return;
	m->take_block(&h->state, h->block);
	memset(h->block, 0, sizeof(h->block));
	h->used = 0;
}

void hash_add(struct hash *h, const void *data, size_t n)
{
	const uint8_t *p = data;

	h->length += n;
	while (n--)
		add_byte(h, *p++);
}

/* FIPS 202 B.2: 6, zeroes, and the last bit of the block. */
static void pad_sha3(struct hash *h)
{
	h->block[33] |= 0x80000000;
	add_byte(h, 6);
	while (h->used)
		add_byte(h, 0);
}

/* RFC 1321 3.1 and 3.2, FIPS 180-4 5.1.1: a bit, zeroes, and the number of
 * bits in 8 bytes. */
static void pad(struct hash *h, uint8_t byte_order)
{
	uint64_t bits = h->length * 8;

	add_byte(h, 0x80);
	while (h->used != 56)
		add_byte(h, 0);
	for (int i = 0; i < 64; i += 8)
		add_byte(h, (uint8_t)(bits >> (byte_order ? 56 - i : i)));
}

void hash_end(struct hash *h, uint8_t *digest)
{
	const struct method *m = &methods[h->algorithm - HASH_MD5];
	bool lanes = h->algorithm == HASH_SHA3_256;

	if (lanes)
		pad_sha3(h);
	else
		pad(h, m->byte_order);
	for (unsigned int i = 0; i < m->size; i++)
		digest[i] = (uint8_t)(lanes ?
			h->state.lanes[i / 8] >> 8 * (i % 8) :
			h->state.words[i / 4] >> (8 * (i % 4) ^ m->byte_order));
	wipe(h, sizeof(*h));
}
