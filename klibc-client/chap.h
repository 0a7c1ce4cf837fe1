/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CHAP (RFC 1994) as RFC 7143 12.1.3 uses it, one way and mutual. */
#ifndef CHAP_H
#define CHAP_H

#include "fault.h"
#include "hash.h"
#include "secret.h"
#include "text.h"

/* CHAP_C is at most 1024 bytes (RFC 7143 12.1.3). */
#define CHAP_BINARY_MAX 1024
#define CHAP_CHALLENGE_SIZE 16
#define CHAP_HISTORY_SIZE 32

/* What is offered unless the user says otherwise: numbers of enum
 * hash_algorithm in the order of preference, 0 at the end. */
#define CHAP_ALGORITHMS_MAX 4
extern const uint8_t chap_algorithms_default[CHAP_ALGORITHMS_MAX + 1];

/* Take SHA-256 out of a list, for a target that mistook its number.  false
 * when nothing else is left, or it is not there: the list stays as it is. */
bool chap_drop_sha256(uint8_t algorithms[CHAP_ALGORITHMS_MAX + 1]);

/* The challenges that this process has sent on all its connections; the
 * oldest gives way.  Zeroed at first, one for the process. */
struct chap_history {
	uint8_t challenges[CHAP_HISTORY_SIZE][CHAP_CHALLENGE_SIZE];
	unsigned int sent;
};

/* The keys of one exchange as the target sent them; NULL: absent. */
struct chap_keys {
	const char *a, *i, *c, *n, *r;
};

struct chap {
	const struct chap_account *account;
	const uint8_t *algorithms;
	struct chap_history *history;
	enum hash_algorithm algorithm;	/* the target's choice */
	uint8_t our_id;
	uint8_t our_challenge[CHAP_CHALLENGE_SIZE];
	uint8_t response[HASH_SIZE_MAX];	/* what we answered */
};

/* Begin.  Account, algorithms (as above) and history are the caller's and
 * stay until chap_end().  random is used for mutual authentication only and
 * must be fresh random bytes each time. */
void chap_begin(struct chap *c, const struct chap_account *account,
		const uint8_t *algorithms, struct chap_history *history,
		const uint8_t random[CHAP_CHALLENGE_SIZE + 1]);

/* Offer the algorithms (CHAP_A). */
void chap_put_algorithms(const struct chap *c, struct wr *w);

/* Answer the target's CHAP_A, CHAP_I and CHAP_C with CHAP_N and CHAP_R, and
 * our own CHAP_I and CHAP_C when the account is mutual.  0, -EPROTO, or
 * -EACCES when a challenge was used before (RFC 7143 9.2.1); nothing is
 * written then. */
int chap_answer(struct chap *c, const struct chap_keys *k, struct wr *w,
		struct fault *f);

/* Check the target's CHAP_N and CHAP_R, after chap_answer(), once.  0,
 * -EPROTO, or -EACCES when the target is not the one it claims to be. */
int chap_verify(struct chap *c, const struct chap_keys *k, struct fault *f);

/* Forget everything; also after a failure, and more than once. */
void chap_end(struct chap *c);

#endif
