/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash functions that CHAP knows: MD5, which every peer must have (RFC 7143
 * 12.1.3), SHA-1, SHA-256 and SHA3-256.  Ours because no library of Debian's
 * links with klibc at less than ten times the size, and AF_ALG needs modules
 * that no initramfs carries. */
#ifndef HASH_H
#define HASH_H

#include "compat.h"

#define HASH_SIZE_MAX 32

/* The numbers of CHAP_A, as IANA assigned them. */
enum hash_algorithm {
	HASH_MD5 = 5,
	HASH_SHA1 = 6,
	HASH_SHA256 = 7,
	HASH_SHA3_256 = 8,
};

/* MD5, SHA-1 and SHA-256 have words of 32 bits, SHA3 has lanes of 64. */
union hash_state {
	uint32_t words[8];
	uint64_t lanes[25];
};

struct hash {
	enum hash_algorithm algorithm;
	size_t used;		/* bytes in the block */
	uint64_t length;	/* bytes so far */
	union hash_state state;
	uint32_t block[34];	/* in the algorithm's byte order */
};

/* The size of a digest in bytes; 0: not one of the above. */
size_t hash_size(enum hash_algorithm algorithm);

/* Begin.  algorithm is one of the above. */
void hash_init(struct hash *h, enum hash_algorithm algorithm);
void hash_add(struct hash *h, const void *data, size_t n);

/* The digest, of hash_size() bytes; h is wiped, for it may hold a secret. */
void hash_end(struct hash *h, uint8_t *digest);

#endif
