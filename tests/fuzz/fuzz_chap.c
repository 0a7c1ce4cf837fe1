// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP on several connections of one process, one after the other.  The input
 * is what the target says in the five keys, or which of the right, repeated
 * and reflected values it says instead. */
#include <errno.h>

#include "chap.h"
#include "fuzz.h"
#include "hex.h"

enum {			/* the first byte of a connection */
	MUTUAL = 1,
	SAME_SECRET = 2,	/* one for both directions */
	SAY_OURS = 4,		/* CHAP_C is one that we sent before */
	SAY_NAME = 8,		/* the right CHAP_N */
	SAY_PROOF = 0x10,	/* the right CHAP_R */
	SAY_BACK = 0x20,	/* our own CHAP_R */
	SAY_OWN_SECRET = 0x40,	/* CHAP_R made with our secret */
	SAY_CHOICE = 0x80,	/* a valid CHAP_A and CHAP_I */
};

static const uint8_t lists[4][5] = {
	{ 8, 6, 5, 7 }, { 5 }, { 7, 8 }, { 6, 5 },
};

struct connection {
	uint8_t how;
	struct chap_account account;
	struct chap chap;
	struct fault fault;
	char *a, *i, *c, *n, *r;
	uint8_t our_challenge[CHAP_CHALLENGE_SIZE];
	char out[512];
};

static struct chap_history history;
static uint8_t sent[64][CHAP_CHALLENGE_SIZE];	/* by us */
static size_t sent_count;

/* A string at its exact size, or NULL: absent. */
static char *take_string(struct input *in)
{
	size_t n = take_byte(in), got;
	uint8_t *bytes;
	char *text;

	if (n == 0xff)
		return NULL;
	if (n >= 0xf0)
		n = (n - 0xef) * 256;
	bytes = take_copy(in, n, &got);
	text = malloc(got + 1);
	memcpy(text, bytes, got);
	text[got] = '\0';
	free(bytes);
	return text;
}

static void replace(char **key, const char *text)
{
	free(*key);
	*key = strdup(text);
}

static char *respond(struct connection *k, uint8_t id,
		     const struct secret *secret, const uint8_t *challenge,
		     size_t n)
{
	uint8_t digest[HASH_SIZE_MAX];
	char text[2 * HASH_SIZE_MAX + 3];
	struct hash h;

	hash_init(&h, k->chap.algorithm);
	hash_add(&h, &id, 1);
	hash_add(&h, secret->bytes, secret->len);
	hash_add(&h, challenge, n);
	hash_end(&h, digest);
	hex_encode(digest, hash_size(k->chap.algorithm), text);
	return strdup(text);
}

static bool was_sent(const uint8_t *challenge)
{
	for (size_t i = 0; i < sent_count; i++)
		if (!memcmp(sent[i], challenge, CHAP_CHALLENGE_SIZE))
			return true;
	return false;
}

static void begin(struct connection *k, struct input *in)
{
	uint8_t random[CHAP_CHALLENGE_SIZE + 1];
	struct chap_account *a = &k->account;

	memset(k, 0, sizeof(*k));
	k->how = take_byte(in);
	memset(random, take_byte(in), sizeof(random));
	memcpy(k->our_challenge, random + 1, CHAP_CHALLENGE_SIZE);
	copy_string(a->name, sizeof(a->name), "chapuser");
	secret_set(&a->secret, "chapsecret12");
	if (k->how & MUTUAL) {
		copy_string(a->reverse_name, sizeof(a->reverse_name),
			    "targuser");
		secret_set(&a->reverse_secret, k->how & SAME_SECRET ?
			   "chapsecret12" : "targsecret12");
	}
	chap_begin(&k->chap, a, lists[take_byte(in) & 3], &history, random);
	k->a = take_string(in);
	k->i = take_string(in);
	k->c = take_string(in);
	k->n = take_string(in);
	k->r = take_string(in);
	if (k->how & SAY_CHOICE) {
		char text[12];

		snprintf(text, sizeof(text), "%u",
			 k->chap.algorithms[0]);
		replace(&k->a, text);
		snprintf(text, sizeof(text), "%u", take_byte(in));
		replace(&k->i, text);
	}
	if (k->how & SAY_OURS && sent_count) {
		char text[2 * CHAP_CHALLENGE_SIZE + 3];

		hex_encode(sent[take_byte(in) % sent_count],
			   CHAP_CHALLENGE_SIZE, text);
		replace(&k->c, text);
	}
}

/* What must have been written, to the byte. */
static void check_answer(struct connection *k, const struct wr *w)
{
	uint8_t challenge[4096];
	int n = hex_decode(k->c, challenge, sizeof(challenge));
	uint8_t id = (uint8_t)strtoul(k->i, NULL, 0);
	char want[512], ours[2 * CHAP_CHALLENGE_SIZE + 3], *response;
	size_t len;

	MUST(n > 0 && n <= CHAP_BINARY_MAX);
	MUST(strchr((const char *)k->chap.algorithms,
		    (int)k->chap.algorithm));
	MUST(strtoul(k->a, NULL, 0) == k->chap.algorithm);
	MUST(strtoul(k->i, NULL, 0) <= 255);
	MUST(n != CHAP_CHALLENGE_SIZE || !was_sent(challenge));
	response = respond(k, id, &k->account.secret, challenge, (size_t)n);
	len = (size_t)snprintf(want, sizeof(want), "CHAP_N=chapuser%cCHAP_R=%s",
			       0, response) + 1;
	if (k->how & MUTUAL) {
		hex_encode(k->our_challenge, CHAP_CHALLENGE_SIZE, ours);
		MUST(k->chap.our_id != id);
		MUST(n != CHAP_CHALLENGE_SIZE ||
		     memcmp(challenge, k->our_challenge, (size_t)n));
		MUST(!was_sent(k->our_challenge));
		len += (size_t)snprintf(want + len, sizeof(want) - len,
					"CHAP_I=%u%cCHAP_C=%s",
					k->chap.our_id, 0, ours) + 1;
		memcpy(sent[sent_count++], k->our_challenge,
		       CHAP_CHALLENGE_SIZE);
	}
	MUST(!w->overflow && w->used == len && !memcmp(k->out, want, len));
	if (k->how & SAY_BACK)
		replace(&k->r, response);
	free(response);
}

static void check_proof(struct connection *k)
{
	struct chap_keys keys;
	char *proof = respond(k, k->chap.our_id, &k->account.reverse_secret,
			      k->our_challenge, CHAP_CHALLENGE_SIZE);
	char *own = respond(k, k->chap.our_id, &k->account.secret,
			    k->our_challenge, CHAP_CHALLENGE_SIZE);
	uint8_t got[4096], want[HASH_SIZE_MAX];
	int n = hex_decode(proof, want, sizeof(want)), rc;
	bool right;

	if (k->how & SAY_PROOF)
		replace(&k->r, proof);
	if (k->how & SAY_OWN_SECRET)
		replace(&k->r, own);
	if (k->how & SAY_NAME)
		replace(&k->n, "targuser");
	keys = (struct chap_keys){ .n = k->n, .r = k->r };
	rc = chap_verify(&k->chap, &keys, &k->fault);
	fuzz_check_fault(rc, &k->fault);
	right = k->n && k->r && !strcmp(k->n, "targuser") &&
		hex_decode(k->r, got, sizeof(got)) == n &&
		!memcmp(got, want, (size_t)n);
	MUST(!rc == (right && !(k->how & SAME_SECRET)));
	MUST(!rc || rc == -EACCES || rc == -EPROTO);
	free(proof);
	free(own);
}

static void run(struct input *in)
{
	struct connection k;
	struct chap_keys keys;
	unsigned int before = history.sent;
	struct wr w;
	int rc;

	begin(&k, in);
	keys = (struct chap_keys){ .a = k.a, .i = k.i, .c = k.c };
	w = wr_into(k.out, sizeof(k.out));
	rc = chap_answer(&k.chap, &keys, &w, &k.fault);
	fuzz_check_fault(rc, &k.fault);
	MUST(!rc || rc == -EACCES || rc == -EPROTO);
	MUST(!rc || !w.used);
	MUST(history.sent - before <= !!(k.how & MUTUAL));
	if (!rc)
		check_answer(&k, &w);
	if (!rc && k.how & MUTUAL)
		check_proof(&k);
	MUST(!strstr(k.fault.text, "secret12") ||
	     (k.a && strstr(k.a, "secret12")) ||
	     (k.i && strstr(k.i, "secret12")) ||
	     (k.n && strstr(k.n, "secret12")));
	chap_end(&k.chap);
	free(k.a);
	free(k.i);
	free(k.c);
	free(k.n);
	free(k.r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };

	memset(&history, 0, sizeof(history));
	sent_count = 0;
	/* Not more than the history holds: none may come back. */
	for (int n = 0; n < CHAP_HISTORY_SIZE && in.left; n++)
		run(&in);
	return 0;
}
