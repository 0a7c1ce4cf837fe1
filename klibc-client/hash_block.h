/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each hash function does with one full block: the only thing in which
 * MD5, SHA-1 and SHA-256 differ beside their byte order. */
#ifndef HASH_BLOCK_H
#define HASH_BLOCK_H

#include "hash.h"

/* The block is 16 words, 34 for SHA3; it may be changed. */
void md5_block(union hash_state *state, uint32_t *block);
void sha1_block(union hash_state *state, uint32_t *block);
void sha256_block(union hash_state *state, uint32_t *block);
void sha3_block(union hash_state *state, uint32_t *block);

static inline uint32_t rotate_left(uint32_t v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

#endif
