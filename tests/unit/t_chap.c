// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP, one step at a time; login.c's test has the whole exchange. */
#include "chap.h"

#include <errno.h>

#include "hex.h"
#include "test.h"

/* MD5 of 7 "chapsecret12" 000102...0f, and of 42 "targsecret12" and the
 * bytes 1 to 16: computed with Python's hashlib. */
#define CHALLENGE "0x000102030405060708090a0b0c0d0e0f"
#define RESPONSE "0xdf664b82f0acb726ec92a5cae96f00bb"
#define REVERSE "0xccdb77b3ddacad95affee86833521caa"

static const uint8_t random_bytes[CHAP_CHALLENGE_SIZE + 1] = {
	42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
};
#define OUR_CHALLENGE "0x0102030405060708090a0b0c0d0e0f10"

static char big[2 + 2 * CHAP_BINARY_MAX + 3];

static const struct {
	const char *why;
	struct chap_keys keys;
	bool mutual;
	int rc;
} answers[] = {
{ "a challenge", { "5", "7", CHALLENGE, NULL, NULL }, false, 0 },
{ "a challenge, mutual", { "5", "7", CHALLENGE, NULL, NULL }, true, 0 },
{ "no CHAP_A (RFC 7143 12.1.3)", { NULL, "7", CHALLENGE, NULL, NULL }, false,
  -EPROTO },
{ "no CHAP_I (RFC 7143 12.1.3)", { "5", NULL, CHALLENGE, NULL, NULL }, false,
  -EPROTO },
{ "no CHAP_C (RFC 7143 12.1.3)", { "5", "7", NULL, NULL, NULL }, false,
  -EPROTO },
{ "nothing at all", { NULL, NULL, NULL, NULL, NULL }, false, -EPROTO },
{ "an algorithm that was not offered (RFC 7143 12.1.3)",
  { "7", "7", CHALLENGE, NULL, NULL }, false, -EPROTO },
{ "a list of algorithms is no choice",
  { "5,7", "7", CHALLENGE, NULL, NULL }, false, -EPROTO },
{ "Reject as the algorithm", { "Reject", "7", CHALLENGE, NULL, NULL }, false,
  -EPROTO },
{ "the algorithm in hexadecimal", { "0x5", "7", CHALLENGE, NULL, NULL },
  false, 0 },
{ "an algorithm that wraps to 5",
  { "261", "7", CHALLENGE, NULL, NULL }, false, -EPROTO },
{ "CHAP_I in hexadecimal", { "5", "0x07", CHALLENGE, NULL, NULL }, false, 0 },
{ "CHAP_I is one byte (RFC 1994 4.1)",
  { "5", "263", CHALLENGE, NULL, NULL }, false, -EPROTO },
{ "CHAP_I that is no number", { "5", "x", CHALLENGE, NULL, NULL }, false,
  -EPROTO },
{ "CHAP_I in octal", { "5", "007", CHALLENGE, NULL, NULL }, false, -EPROTO },
{ "CHAP_C in base64",
  { "5", "7", "0bAAECAwQFBgcICQoLDA0ODw==", NULL, NULL }, false, 0 },
{ "an empty challenge", { "5", "7", "0x", NULL, NULL }, false, -EPROTO },
{ "a challenge in plain text", { "5", "7", "secret", NULL, NULL }, false,
  -EPROTO },
{ "our own challenge, reflected (RFC 7143 9.2.1)",
  { "5", "7", OUR_CHALLENGE, NULL, NULL }, true, -EACCES },
{ "the same bytes one way only: we sent none",
  { "5", "7", OUR_CHALLENGE, NULL, NULL }, false, 0 },
{ "our challenge and more is another", { "5", "7", OUR_CHALLENGE "00", NULL,
  NULL }, true, 0 },
};

/* After the challenge above, mutual. */
static const struct {
	const char *why, *name, *response;
	int rc;
} proofs[] = {
{ "the right proof", "targuser", REVERSE, 0 },
{ "in capitals", "targuser", "0XCCDB77B3DDACAD95AFFEE86833521CAA", 0 },
{ "no CHAP_N (RFC 7143 12.1.3)", NULL, REVERSE, -EACCES },
{ "no CHAP_R (RFC 7143 12.1.3)", "targuser", NULL, -EACCES },
{ "neither", NULL, NULL, -EACCES },
{ "another name", "targuse", REVERSE, -EACCES },
{ "a name that goes on", "targuser2", REVERSE, -EACCES },
{ "a name in other letters", "Targuser", REVERSE, -EACCES },
{ "an empty name", "", REVERSE, -EACCES },
{ "our own name", "chapuser", REVERSE, -EACCES },
{ "the last byte is wrong", "targuser", "0xccdb77b3ddacad95affee86833521ca0", -EACCES },
{ "the first byte is wrong", "targuser", "0x0cdb77b3ddacad95affee86833521caa", -EACCES },
{ "a byte too few", "targuser", "0xccdb77b3ddacad95affee86833521c", -EACCES },
{ "a byte too many", "targuser", REVERSE "00", -EACCES },
{ "one byte", "targuser", "0x00", -EACCES },
{ "nothing", "targuser", "0x", -EPROTO },
{ "no binary value", "targuser", "yes", -EPROTO },
{ "our own response, reflected (RFC 7143 9.2.1)", "targuser", RESPONSE,
  -EACCES },
};

static void set_account(struct chap_account *a, bool mutual)
{
	memset(a, 0, sizeof(*a));
	copy_string(a->name, sizeof(a->name), "chapuser");
	secret_set(&a->secret, "chapsecret12");
	if (!mutual)
		return;
	copy_string(a->reverse_name, sizeof(a->reverse_name), "targuser");
	secret_set(&a->reverse_secret, "targsecret12");
}

static void test_answers(void)
{
	static const char one_way[] =
		"CHAP_N=chapuser\0CHAP_R=" RESPONSE "\0";
	static const char mutual[] =
		"CHAP_N=chapuser\0CHAP_R=" RESPONSE "\0"
		"CHAP_I=42\0CHAP_C=" OUR_CHALLENGE "\0";

	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		const char *why = answers[i].why;
		struct fault f = { .err = 0 };
		struct chap_account account;
		struct chap c;
		char out[256];
		struct wr w = wr_into(out, sizeof(out));
		int rc;

		set_account(&account, answers[i].mutual);
		chap_begin(&c, &account, random_bytes);
		rc = chap_answer(&c, &answers[i].keys, &w, &f);
		SAME(rc, answers[i].rc, why);
		SAME(f.err, -answers[i].rc, why);
		if (rc || strstr(answers[i].keys.c, "0x0102"))
			continue;
		if (answers[i].mutual)
			OK(w.used == sizeof(mutual) - 1 &&
			   !memcmp(out, mutual, w.used), why);
		else
			OK(w.used == sizeof(one_way) - 1 &&
			   !memcmp(out, one_way, w.used), why);
	}
}

static void test_challenge_sizes(void)
{
	struct chap_keys keys = { .a = "5", .i = "0", .c = big };
	struct chap_account account;
	struct fault f = { .err = 0 };
	struct chap c;
	char out[256];
	struct wr w = wr_into(out, sizeof(out));

	set_account(&account, false);
	chap_begin(&c, &account, random_bytes);
	memset(big, '1', sizeof(big));
	memcpy(big, "0x", 2);
	big[2 + 2 * CHAP_BINARY_MAX] = '\0';
	SAME(chap_answer(&c, &keys, &w, &f), 0,
	     "a challenge of 1024 bytes (istgt; RFC 7143 12.1.3)");
	big[2 + 2 * CHAP_BINARY_MAX] = '1';
	big[2 + 2 * CHAP_BINARY_MAX + 1] = '\0';
	SAME(chap_answer(&c, &keys, &w, &f), -EPROTO,
	     "one digit more (RFC 7143 12.1.3)");
}

static void test_proofs(void)
{
	const struct chap_keys challenge = { .a = "5", .i = "7",
					     .c = CHALLENGE };

	for (size_t i = 0; i < ARRAY_SIZE(proofs); i++) {
		struct chap_keys keys = { .n = proofs[i].name,
					  .r = proofs[i].response };
		struct chap_account account;
		struct fault f = { .err = 0 };
		struct chap c;
		char out[256];
		struct wr w = wr_into(out, sizeof(out));

		set_account(&account, true);
		chap_begin(&c, &account, random_bytes);
		chap_answer(&c, &challenge, &w, &f);
		SAME(chap_verify(&c, &keys, &f), proofs[i].rc, proofs[i].why);
		SAME(f.err, -proofs[i].rc, proofs[i].why);
		OK(!strstr(f.text, "secret12"), "no secret in a message");
	}
}

/* With one secret for both directions a target that knows nothing can send
 * our own response back. */
static void test_reflection(void)
{
	static const uint8_t same[CHAP_CHALLENGE_SIZE + 1] = { 7, 0x55 };
	const struct chap_keys challenge = { .a = "5", .i = "7", .c = "0x55" };
	struct chap_keys keys = { .n = "targuser" };
	struct chap_account account;
	struct fault f = { .err = 0 };
	struct chap c;
	char out[256], text[2 * MD5_SIZE + 3];
	struct wr w = wr_into(out, sizeof(out));

	set_account(&account, true);
	account.reverse_secret = account.secret;
	chap_begin(&c, &account, same);
	chap_answer(&c, &challenge, &w, &f);
	hex_encode(c.response, MD5_SIZE, text);
	keys.r = text;
	SAME(chap_verify(&c, &keys, &f), -EACCES,
	     "our response is refused whatever it proves (RFC 7143 9.2.1)");
	OK(strstr(f.text, "own response"), "and the sentence says so");
}

int main(void)
{
	char out[32];
	struct wr w = wr_into(out, sizeof(out));

	chap_put_algorithms(&w);
	OK(w.used == 9 && !memcmp(out, "CHAP_A=5", 9),
	   "MD5 must be offered (RFC 7143 12.1.3)");
	test_answers();
	test_challenge_sizes();
	test_proofs();
	test_reflection();
	return test_done();
}
