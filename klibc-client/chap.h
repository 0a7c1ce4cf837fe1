/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CHAP (RFC 1994) as RFC 7143 12.1.3 uses it, one way and mutual. */
#ifndef CHAP_H
#define CHAP_H

#include "fault.h"
#include "hash.h"
#include "secret.h"
#include "text.h"

/* CHAP_C and CHAP_R are at most 1024 bytes (RFC 7143 12.1.3). */
#define CHAP_BINARY_MAX 1024
#define CHAP_CHALLENGE_SIZE 16
#define MD5_SIZE 16

/* The keys of one exchange as the target sent them; NULL: absent. */
struct chap_keys {
	const char *a, *i, *c, *n, *r;
};

struct chap {
	const struct chap_account *account;
	uint8_t our_id;
	uint8_t our_challenge[CHAP_CHALLENGE_SIZE];
	uint8_t response[MD5_SIZE];	/* what we answered */
};

/* Begin.  our_challenge is used for mutual authentication only and must be
 * fresh random bytes each time. */
void chap_begin(struct chap *c, const struct chap_account *account,
		const uint8_t random[CHAP_CHALLENGE_SIZE + 1]);

/* Offer the algorithms (CHAP_A). */
void chap_put_algorithms(struct wr *w);

/* Answer the target's CHAP_A, CHAP_I and CHAP_C with CHAP_N and CHAP_R, and
 * our own CHAP_I and CHAP_C when the account is mutual.  0, -EPROTO or
 * -EACCES. */
int chap_answer(struct chap *c, const struct chap_keys *k, struct wr *w,
		struct fault *f);

/* Check the target's CHAP_N and CHAP_R.  0, -EPROTO, or -EACCES when the
 * target is not the one it claims to be. */
int chap_verify(struct chap *c, const struct chap_keys *k, struct fault *f);

#endif
