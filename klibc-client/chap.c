// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP (RFC 1994, RFC 7143 9.2.1 and 12.1.3). */
#include "chap.h"

#include <errno.h>
#include <stdio.h>

#include "hex.h"
#include "number.h"

/* The strongest first, but for SHA-256: tgt takes 7 for SHA-1.  Behind the
 * others, 7 is never chosen by a target that knows any of them. */
const uint8_t chap_algorithms_default[CHAP_ALGORITHMS_MAX + 1] = {
	HASH_SHA3_256, HASH_SHA1, HASH_MD5, HASH_SHA256, 0,
};

bool chap_drop_sha256(uint8_t algorithms[CHAP_ALGORITHMS_MAX + 1])
{
	uint8_t *at = memchr(algorithms, HASH_SHA256, CHAP_ALGORITHMS_MAX);

	if (!at || (at == algorithms && !at[1]))
		return false;
	memmove(at, at + 1,
		(size_t)(algorithms + CHAP_ALGORITHMS_MAX - at));
	return true;
}

void chap_begin(struct chap *c, const struct chap_account *account,
		const uint8_t *algorithms, struct chap_history *history,
		const uint8_t random[CHAP_CHALLENGE_SIZE + 1])
{
	memset(c, 0, sizeof(*c));
	c->account = account;
	c->algorithms = algorithms;
	c->history = history;
	c->our_id = random[0];
	memcpy(c->our_challenge, random + 1, CHAP_CHALLENGE_SIZE);
}

void chap_end(struct chap *c)
{
	wipe(c, sizeof(*c));
}

/* Every number once, with commas. */
struct algorithm_list {
	char text[2 * (HASH_SHA3_256 - HASH_MD5 + 1)];
};

static struct algorithm_list list_algorithms(const struct chap *c)
{
	struct algorithm_list list;
	size_t n = 0;

	for (const uint8_t *a = c->algorithms;
	     *a && n < sizeof(list.text); a++) {
		list.text[n++] = (char)('0' + *a);
		list.text[n++] = ',';
	}
	list.text[n - !!n] = '\0';
	return list;
}

void chap_put_algorithms(const struct chap *c, struct wr *w)
{
	text_put(w, "CHAP_A", list_algorithms(c).text);
}

/* RFC 1994 4.1; out has room for the algorithm's digest. */
static void respond(enum hash_algorithm algorithm, uint8_t id,
		    const struct secret *secret, const uint8_t *challenge,
		    size_t n, uint8_t out[HASH_SIZE_MAX])
{
	struct hash h;

	hash_init(&h, algorithm);
	hash_add(&h, &id, 1);
	hash_add(&h, secret->bytes, secret->len);
	hash_add(&h, challenge, n);
	hash_end(&h, out);
}

/* In hexadecimal: istgt knows no base64. */
static void put_binary(struct wr *w, const char *key, const uint8_t *bytes,
		       size_t n)
{
	char text[2 * HASH_SIZE_MAX + 3];	/* a challenge is smaller */

	hex_encode(bytes, n, text);
	text_put(w, key, text);
}

static bool in_history(const struct chap_history *h, const uint8_t *challenge)
{
	for (unsigned int i = 0; i < h->sent && i < CHAP_HISTORY_SIZE; i++)
		if (!memcmp(h->challenges[i], challenge, CHAP_CHALLENGE_SIZE))
			return true;
	return false;
}

/* Take our challenge for used up before the target's is looked at, so that
 * one search finds this connection's too. */
static int use_our_challenge(struct chap *c, struct fault *f)
{
	struct chap_history *h = c->history;

	if (in_history(h, c->our_challenge))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the kernel's random numbers repeat: no challenge may be sent twice (RFC 7143 9.2.1)");
	memcpy(h->challenges[h->sent++ % CHAP_HISTORY_SIZE], c->our_challenge,
	       CHAP_CHALLENGE_SIZE);
	return 0;
}

/* The target's CHAP_A, CHAP_I and CHAP_C.  Gives back the challenge's size or
 * -EPROTO. */
static int read_challenge(struct chap *c, const struct chap_keys *k,
			  uint8_t *id, uint8_t challenge[CHAP_BINARY_MAX],
			  struct fault *f)
{
	uint64_t number;
	int n;

	if (!k->a || !k->i || !k->c)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target answered CHAP_A without %s (RFC 7143 12.1.3)",
			     !k->a ? "CHAP_A" : !k->i ? "CHAP_I" : "CHAP_C");
	if (number_rfc7143(k->a, 255, &number) || !number ||
	    !strchr((const char *)c->algorithms, (int)number))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target chose CHAP_A=%.20s, which was not offered (CHAP_A=%s was)",
			     k->a, list_algorithms(c).text);
	c->algorithm = (enum hash_algorithm)number;
	if (number_rfc7143(k->i, 255, &number))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent CHAP_I=%.20s, which is not 0 to 255",
			     k->i);
	*id = (uint8_t)number;
	n = hex_decode(k->c, challenge, CHAP_BINARY_MAX);
	if (n < 0)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's CHAP_C is not 1 to 1024 bytes in hexadecimal or base64");
	return n;
}

int chap_answer(struct chap *c, const struct chap_keys *k, struct wr *w,
		struct fault *f)
{
	const struct chap_account *account = c->account;
	bool mutual = account->reverse_secret.len;
	uint8_t challenge[CHAP_BINARY_MAX], id = 0;
	int n = read_challenge(c, k, &id, challenge, f);
	int rc = n < 0 ? n : mutual ? use_our_challenge(c, f) : 0;

	if (rc)
		return rc;
	/* Our answer to it would be the proof that it owes us elsewhere. */
	if (n == CHAP_CHALLENGE_SIZE && in_history(c->history, challenge))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target sent our own challenge (RFC 7143 9.2.1)");
	respond(c->algorithm, id, &account->secret, challenge, (size_t)n,
		c->response);
	text_put(w, "CHAP_N", account->name);
	put_binary(w, "CHAP_R", c->response, hash_size(c->algorithm));
	if (!mutual) {
		wipe(c->response, sizeof(c->response));
		return 0;
	}
	/* A response to one of the two is then none to the other. */
	if (c->our_id == id)
		c->our_id ^= 1;
	text_put_number(w, "CHAP_I", c->our_id);
	put_binary(w, "CHAP_C", c->our_challenge, CHAP_CHALLENGE_SIZE);
	return 0;
}

/* What is wrong with a response of the right size, or NULL. */
static const char *judge_response(const struct chap *c, const uint8_t *got)
{
	const struct chap_account *account = c->account;
	size_t size = hash_size(c->algorithm);
	uint8_t want[HASH_SIZE_MAX], ours[HASH_SIZE_MAX];
	const char *wrong = NULL;

	respond(c->algorithm, c->our_id, &account->reverse_secret,
		c->our_challenge, CHAP_CHALLENGE_SIZE, want);
	respond(c->algorithm, c->our_id, &account->secret, c->our_challenge,
		CHAP_CHALLENGE_SIZE, ours);
	if (bytes_equal(got, c->response, size))
		wrong = "our own, sent back (RFC 7143 9.2.1)";
	else if (bytes_equal(got, ours, size))
		wrong = "made with our secret: it must have another one for its own direction (RFC 7143 9.2.1)";
	else if (!bytes_equal(got, want, size))
		wrong = "wrong: it does not know the reverse secret";
	wipe(want, sizeof(want));
	wipe(ours, sizeof(ours));
	return wrong;
}

int chap_verify(struct chap *c, const struct chap_keys *k, struct fault *f)
{
	int size = (int)hash_size(c->algorithm);
	uint8_t got[HASH_SIZE_MAX];
	const char *wrong;

	if (!k->n || !k->r)
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target did not authenticate itself: it sent no %s, and mutual CHAP was asked for",
			     k->n ? "CHAP_R" : "CHAP_N");
	if (hex_decode(k->r, got, (size_t)size) != size)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's CHAP_R is not the %d bytes of CHAP_A=%d in hexadecimal or base64",
			     size, c->algorithm);
	if (strcmp(k->n, c->account->reverse_name))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target authenticates itself as '%.100s', not as '%.100s'",
			     k->n, c->account->reverse_name);
	wrong = judge_response(c, got);
	wipe(got, sizeof(got));
	if (wrong)
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target's CHAP response is %s", wrong);
	return 0;
}
