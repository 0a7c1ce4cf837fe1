/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MD5 (RFC 1321), the hash that every CHAP peer must know (RFC 7143 12.1.3).
 * Ours because no library of Debian's links with klibc at less than ten times
 * the size, and AF_ALG needs modules that no initramfs carries. */
#ifndef HASH_H
#define HASH_H

#include "compat.h"

#define MD5_SIZE 16

struct hash {
	uint32_t state[4];
	uint64_t length;	/* bytes so far */
	uint8_t block[64];
};

void hash_init(struct hash *h);
void hash_add(struct hash *h, const void *data, size_t n);

/* The digest; h is wiped, for it may hold a secret. */
void hash_end(struct hash *h, uint8_t digest[MD5_SIZE]);

#endif
