// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP (RFC 1994, RFC 7143 9.2.1 and 12.1.3). */
#include "chap.h"

#include <errno.h>
#include <stdio.h>

#include "hex.h"
#include "number.h"


void chap_begin(struct chap *c, const struct chap_account *account,
		const uint8_t random[CHAP_CHALLENGE_SIZE + 1])
{
	memset(c, 0, sizeof(*c));
	c->account = account;
	c->our_id = random[0];
	memcpy(c->our_challenge, random + 1, CHAP_CHALLENGE_SIZE);
}

void chap_put_algorithms(struct wr *w)
{
	text_put_number(w, "CHAP_A", HASH_MD5);
}

static void respond(uint8_t id, const struct secret *secret,
		    const uint8_t *challenge, size_t n, uint8_t out[MD5_SIZE])
{
	struct hash h;

	hash_init(&h, HASH_MD5);
	hash_add(&h, &id, 1);
	hash_add(&h, secret->bytes, secret->len);
	hash_add(&h, challenge, n);
	hash_end(&h, out);
}

static void put_binary(struct wr *w, const char *key, const uint8_t *bytes,
		       size_t n)
{
	char text[2 * MD5_SIZE + 3];	/* challenge and digest: 16 bytes */

	hex_encode(bytes, n, text);
	text_put(w, key, text);
}

/* The target's CHAP_A, CHAP_I and CHAP_C.  Gives back the challenge's size or
 * -EPROTO. */
static int read_challenge(const struct chap_keys *k, uint8_t *id,
			  uint8_t challenge[CHAP_BINARY_MAX], struct fault *f)
{
	uint64_t number;
	int n;

	if (!k->a || !k->i || !k->c)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target answered CHAP_A without %s (RFC 7143 12.1.3)",
			     !k->a ? "CHAP_A" : !k->i ? "CHAP_I" : "CHAP_C");
	if (number_rfc7143(k->a, 255, &number) || number != HASH_MD5)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target chose CHAP_A=%.20s, which was not offered (5, MD5, was)",
			     k->a);
	if (number_rfc7143(k->i, 255, &number))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent CHAP_I=%.20s, which is not 0 to 255",
			     k->i);
	*id = (uint8_t)number;
	n = hex_decode(k->c, challenge, CHAP_BINARY_MAX);
	if (n <= 0)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's CHAP_C is not 1 to 1024 bytes in hexadecimal or base64");
	return n;
}

int chap_answer(struct chap *c, const struct chap_keys *k, struct wr *w,
		struct fault *f)
{
	const struct chap_account *account = c->account;
	uint8_t challenge[CHAP_BINARY_MAX], id = 0;
	int n = read_challenge(k, &id, challenge, f);

	if (n < 0)
		return n;
	respond(id, &account->secret, challenge, (size_t)n, c->response);
	text_put(w, "CHAP_N", account->name);
	put_binary(w, "CHAP_R", c->response, MD5_SIZE);
	if (!account->reverse_secret.len)
		return 0;
	if (n == CHAP_CHALLENGE_SIZE &&
	    bytes_equal(challenge, c->our_challenge, CHAP_CHALLENGE_SIZE))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target sent our own challenge (RFC 7143 9.2.1)");
	text_put_number(w, "CHAP_I", c->our_id);
	put_binary(w, "CHAP_C", c->our_challenge, CHAP_CHALLENGE_SIZE);
	return 0;
}

int chap_verify(struct chap *c, const struct chap_keys *k, struct fault *f)
{
	const struct chap_account *account = c->account;
	uint8_t want[MD5_SIZE], got[CHAP_BINARY_MAX];
	int n;

	if (!k->n || !k->r)
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target did not authenticate itself: it sent no %s, and mutual CHAP was asked for",
			     k->n ? "CHAP_R" : "CHAP_N");
	n = hex_decode(k->r, got, sizeof(got));
	if (n < 0)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's CHAP_R is not hexadecimal or base64");
	if (strcmp(k->n, account->reverse_name))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target authenticates itself as '%.100s', not as '%.100s'",
			     k->n, account->reverse_name);
	/* Our own answer coming back: the same secret both ways. */
	if (n == MD5_SIZE && bytes_equal(got, c->response, MD5_SIZE))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target answered with our own response (RFC 7143 9.2.1)");
	respond(c->our_id, &account->reverse_secret, c->our_challenge,
		CHAP_CHALLENGE_SIZE, want);
	if (n != MD5_SIZE || !bytes_equal(got, want, MD5_SIZE))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the target's CHAP response is wrong: it does not know the reverse secret");
	return 0;
}
