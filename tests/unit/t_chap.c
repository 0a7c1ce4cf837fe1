// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP's offer and answer; login.c's tests have the whole exchange, and the
 * keys that come out of order (UNH CHAP 1.3, 2.3, 3.5, 4.5). */
#include "chap_peer.h"

#define CHALLENGE64 "0bAAECAwQFBgcICQoLDA0ODw=="

static const uint8_t only_md5[] = { HASH_MD5, 0 };

static void test_offer(void)
{
	static const struct {
		const char *why, *want;
		uint8_t list[6];
	} rows[] = {
	{ "one", "CHAP_A=5", { 5 } },
	{ "the caller's order (RFC 7143 12.1.3)", "CHAP_A=7,5", { 7, 5 } },
	{ "all", "CHAP_A=5,6,7,8", { 5, 6, 7, 8 } },
	{ "never more than there is room for", "CHAP_A=5,6,7,8",
	  { 5, 6, 7, 8, 5 } },
	{ "none", "CHAP_A=", { 0 } },
	};
	struct wr w;

	begin(false);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		w = wr_into(out, sizeof(out));
		chap.algorithms = rows[i].list;
		chap_put_algorithms(&chap, &w);
		SAME_TEXT(out, rows[i].want, rows[i].why);
		SAME(w.used, strlen(rows[i].want) + 1, "and its NUL");
	}
	w = wr_into(out, sizeof(out));
	chap.algorithms = chap_algorithms_default;
	chap_put_algorithms(&chap, &w);
	SAME_TEXT(out, "CHAP_A=8,6,5,7",
		  "MD5 is among them (RFC 7143 12.1.3), SHA-256 last (tgt)");
}

static const struct {
	const char *why, *a, *i, *c;
	int rc;
	const char *says;
} answers[] = {
{ "UNH CHAP 1.1: CHAP_A valid", "5", "7", CHALLENGE, 0, "" },
{ "no CHAP_A (RFC 7143 12.1.3)", NULL, "7", CHALLENGE, -EPROTO,
  "without CHAP_A" },
{ "no CHAP_I (RFC 7143 12.1.3)", "5", NULL, CHALLENGE, -EPROTO,
  "without CHAP_I" },
{ "no CHAP_C (RFC 7143 12.1.3)", "5", "7", NULL, -EPROTO, "without CHAP_C" },
{ "nothing at all", NULL, NULL, NULL, -EPROTO, "without CHAP_A" },
{ "UNH CHAP 1.2.1: an algorithm that was not offered", "9", "7", CHALLENGE,
  -EPROTO, "CHAP_A=9, which was not offered (CHAP_A=5,6,7,8 was)" },
{ "UNH CHAP 1.2.1: one that does not exist", "4", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "UNH CHAP 1.2.1: 0, which ends our list", "0", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "UNH CHAP 1.2.1: one that wraps to 5", "261", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "UNH CHAP 1.2.1: one that wraps to 5 in 64 bits", "18446744073709551621",
  "7", CHALLENGE, -EPROTO, "not offered" },
{ "UNH CHAP 1.2.1: below 0", "-5", "7", CHALLENGE, -EPROTO, "not offered" },
{ "UNH CHAP 1.2.2: no number", "MD5", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "UNH CHAP 1.2.2: Reject", "Reject", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "UNH CHAP 1.2.2: NotUnderstood (tgt, when it comes too early)",
  "NotUnderstood", "7", CHALLENGE, -EPROTO, "not offered" },
{ "UNH CHAP 1.2.2: nothing", "", "7", CHALLENGE, -EPROTO, "not offered" },
{ "a list is no choice (RFC 7143 12.1.3)", "5,7", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "CHAP_A in hexadecimal (RFC 7143 6.1)", "0x5", "7", CHALLENGE, 0, "" },
{ "CHAP_A in octal is none (RFC 7143 6.1)", "05", "7", CHALLENGE, -EPROTO,
  "not offered" },
{ "CHAP_I in hexadecimal (RFC 7143 6.1)", "5", "0x07", CHALLENGE, 0, "" },
{ "UNH CHAP 2.2: CHAP_I is one byte (RFC 1994 4.1)", "5", "256", CHALLENGE,
  -EPROTO, "CHAP_I=256" },
{ "UNH CHAP 2.2: CHAP_I that wraps to 7", "5", "263", CHALLENGE, -EPROTO,
  "not 0 to 255" },
{ "UNH CHAP 2.2: below 0", "5", "-1", CHALLENGE, -EPROTO, "not 0 to 255" },
{ "UNH CHAP 2.2: no number", "5", "x", CHALLENGE, -EPROTO, "not 0 to 255" },
{ "UNH CHAP 2.2: nothing", "5", "", CHALLENGE, -EPROTO, "not 0 to 255" },
{ "UNH CHAP 2.2: 0x and nothing", "5", "0x", CHALLENGE, -EPROTO,
  "not 0 to 255" },
{ "UNH CHAP 2.2: octal (RFC 7143 6.1)", "5", "007", CHALLENGE, -EPROTO,
  "not 0 to 255" },
{ "CHAP_C in base64 (RFC 7143 6.1)", "5", "7", CHALLENGE64, 0, "" },
{ "CHAP_C in capitals (istgt)", "5", "7",
  "0X000102030405060708090A0B0C0D0E0F", 0, "" },
{ "CHAP_C with an odd number of digits (RFC 7143 6.1)", "5", "7",
  "0x00102030405060708090a0b0c0d0e0f", 0, "" },
{ "UNH CHAP 3.4: an empty challenge", "5", "7", "0x", -EPROTO, "CHAP_C" },
{ "UNH CHAP 3.4: empty in base64", "5", "7", "0b", -EPROTO, "CHAP_C" },
{ "UNH CHAP 3.4: no value", "5", "7", "", -EPROTO, "CHAP_C" },
{ "a challenge in plain text (RFC 7143 6.1)", "5", "7", "secret", -EPROTO,
  "CHAP_C" },
{ "a decimal number has no length (RFC 7143 6.1)", "5", "7", "1234567",
  -EPROTO, "CHAP_C" },
};

static void test_answers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		const char *why = answers[i].why;

		for (int mutual = 0; mutual < 2; mutual++) {
			begin(mutual);
			SAME(answer(answers[i].a, answers[i].i, answers[i].c),
			     answers[i].rc, why);
			OK(strstr(fault_now.text, answers[i].says), why);
			if (answers[i].rc)
				continue;
			SAME_TEXT(out, mutual ?
				  "CHAP_N=chapuser|CHAP_R=" RESPONSE "|"
				  "CHAP_I=42|CHAP_C=" OUR_CHALLENGE "|" :
				  "CHAP_N=chapuser|CHAP_R=" RESPONSE "|", why);
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		begin(false);
		chap.algorithms = only_md5;
		SAME(answer(algorithms[i].algorithm, "7", CHALLENGE),
		     i ? -EPROTO : 0,
		     "UNH CHAP 1.2.1: what we know is not what we offered");
		OK(!i || strstr(fault_now.text, "(CHAP_A=5 was)"),
		   "and the sentence says what was");
	}
}

/* Each algorithm's answer and proof, and no other's. */
static void test_algorithms(void)
{
	char want[512];

	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		const char *a = algorithms[i].algorithm;

		begin(false);
		SAME(answer(a, "7", CHALLENGE), 0, a);
		snprintf(want, sizeof(want), "CHAP_N=chapuser|CHAP_R=%s|",
			 algorithms[i].response);
		SAME_TEXT(out, want, "12.1.3: CHAP_N, CHAP_R");
		begin(true);
		SAME(answer(a, "7", CHALLENGE), 0, a);
		strcat(want, "CHAP_I=42|CHAP_C=" OUR_CHALLENGE "|");
		SAME_TEXT(out, want, "12.1.3: CHAP_N, CHAP_R, CHAP_I, CHAP_C");
		for (size_t j = 0; j < ARRAY_SIZE(algorithms); j++) {
			begin(true);
			answer(a, "7", CHALLENGE);
			SAME(verify("targuser", algorithms[j].proof),
			     i == j ? 0 : strlen(algorithms[i].proof) ==
			     strlen(algorithms[j].proof) ? -EACCES : -EPROTO,
			     "UNH CHAP 5.1: the algorithm's own proof only");
		}
	}
}

/* Identifiers, and 1 byte of challenge. */
static void test_identifiers(void)
{
	begin(false);
	SAME(answer("5", "255", "0xf"), 0,
	     "UNH CHAP 2.1, 3.2: the largest CHAP_I, the smallest CHAP_C");
	SAME_TEXT(out, "CHAP_N=chapuser|CHAP_R=0xaf33d50de23799f54c8cdd68c0d64fb6|",
		  "one digit is one byte (RFC 7143 6.1)");
	begin(false);
	SAME(answer("5", "0", CHALLENGE), 0, "UNH CHAP 2.1: 0 (LIO)");
	begin(true);
	SAME(answer("5", "42", CHALLENGE), 0,
	     "UNH CHAP 2.4, 2.5: our identifier is the target's");
	OK(strstr(out, "|CHAP_I=43|"), "UNH CHAP 2.6: we take another one");
	SAME(verify("targuser", PROOF), -EACCES, "the old one is not in use");
	fault_now.err = 0;
	SAME(verify("targuser", "0xd5e7c7dda4840946a655a7073d5229e8"), 0,
	     "the new one is");
	begin(true);
	chap.our_id = 255;
	answer("5", "255", CHALLENGE);
	OK(strstr(out, "|CHAP_I=254|"), "it stays one byte");
	begin(true);
	answer("5", "43", CHALLENGE);
	OK(strstr(out, "|CHAP_I=42|"), "another one of the target's is none");
}

static void test_challenge_sizes(void)
{
	static const struct {
		const char *why, *prefix;
		char digit;
		size_t digits;
		const char *end;
		int rc;
	} rows[] = {
	{ "UNH CHAP 3.1: 1024 bytes (istgt)", "0x", '1', 2048, "", 0 },
	{ "UNH CHAP 3.1: 1024, the first digit missing", "0X", '1', 2047, "",
	  0 },
	{ "UNH CHAP 3.3: one digit too many", "0x", '1', 2049, "", -EPROTO },
	{ "UNH CHAP 3.3: one byte too many", "0x", '1', 2050, "", -EPROTO },
	{ "UNH CHAP 3.3: many", "0x", '1', 8000, "", -EPROTO },
	{ "UNH CHAP 3.1: 1024 bytes in base64", "0b", 'E', 1365, "Q==", 0 },
	{ "UNH CHAP 3.1: 1023 bytes in base64", "0B", 'E', 1364, "", 0 },
	{ "UNH CHAP 3.3: 1025 in base64", "0b", 'E', 1366, "E=", -EPROTO },
	{ "UNH CHAP 3.3: 1026 in base64", "0b", 'E', 1368, "", -EPROTO },
	};
	char text[8192];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t n = strlen(rows[i].prefix) + rows[i].digits;
		char *exact;

		memset(text, rows[i].digit, n);
		memcpy(text, rows[i].prefix, 2);
		strcpy(text + n, rows[i].end);
		exact = strdup(text);
		begin(false);
		SAME(answer("5", "0", exact), rows[i].rc, rows[i].why);
		free(exact);
		if (!i)
			SAME_TEXT(out, "CHAP_N=chapuser|CHAP_R=0xc04f99f7c6fcdc14eaf4dc02d28e60fa|",
				  "all 1024 are digested");
	}
}

int main(void)
{
	test_offer();
	test_answers();
	test_algorithms();
	test_identifiers();
	test_challenge_sizes();
	return test_done();
}
