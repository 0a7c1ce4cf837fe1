// SPDX-License-Identifier: GPL-2.0-or-later
/* Mutual CHAP: what proves nothing is refused, and no challenge of ours is
 * answered (RFC 7143 9.2.1). */
#include "chap_peer.h"

/* After CHAP_A=5 and CHALLENGE, mutual. */
static const struct {
	const char *why, *name, *response;
	int rc;
	const char *says;
} proofs[] = {
{ "UNH CHAP 4.1: the right proof", "targuser", PROOF, 0, "" },
{ "in capitals (istgt)", "targuser", "0XCCDB77B3DDACAD95AFFEE86833521CAA", 0, "" },
{ "in base64 (RFC 7143 6.1)", "targuser", "0bzNt3s92srZWv/uhoM1Icqg==", 0, "" },
{ "no CHAP_N (RFC 7143 12.1.3)", NULL, PROOF, -EACCES, "no CHAP_N" },
{ "no CHAP_R (RFC 7143 12.1.3)", "targuser", NULL, -EACCES, "no CHAP_R" },
{ "neither (RFC 7143 12.1.3)", NULL, NULL, -EACCES, "no CHAP_N" },
{ "UNH CHAP 4.3: an empty name", "", PROOF, -EACCES, "not as 'targuser'" },
{ "UNH CHAP 4.6: our own name", "chapuser", PROOF, -EACCES, "'chapuser'" },
{ "UNH CHAP 4.8: the name begins like it", "targuse", PROOF, -EACCES, "" },
{ "UNH CHAP 4.8: the name goes on", "targuser2", PROOF, -EACCES, "" },
{ "UNH CHAP 4.8: other letters", "Targuser", PROOF, -EACCES, "" },
{ "UNH CHAP 5.1: the last bit is wrong", "targuser",
  "0xccdb77b3ddacad95affee86833521cab", -EACCES, "is wrong" },
{ "UNH CHAP 5.1: the first bit is wrong", "targuser",
  "0x4cdb77b3ddacad95affee86833521caa", -EACCES, "is wrong" },
{ "UNH CHAP 5.1: zeroes", "targuser", "0x00000000000000000000000000000000",
  -EACCES, "is wrong" },
{ "UNH CHAP 5.1: no binary value", "targuser", "yes", -EPROTO,
  "not the 16 bytes of CHAP_A=5" },
{ "UNH CHAP 5.2: a byte too many", "targuser", PROOF "00", -EPROTO,
  "16 bytes" },
{ "UNH CHAP 5.2: a zero in front", "targuser", "0x00ccdb77b3ddacad95affee86833521caa", -EPROTO,
  "16 bytes" },
{ "UNH CHAP 5.3: a byte too few", "targuser", "0xccdb77b3ddacad95affee86833521c", -EPROTO,
  "16 bytes" },
{ "UNH CHAP 5.3: one byte", "targuser", "0x00", -EPROTO, "16 bytes" },
{ "UNH CHAP 5.3: nothing", "targuser", "0x", -EPROTO, "16 bytes" },
{ "UNH CHAP 5.3: no value", "targuser", "", -EPROTO, "16 bytes" },
{ "our own response, reflected (RFC 7143 9.2.1)", "targuser", RESPONSE,
  -EACCES, "our own, sent back" },
};

static void test_proofs(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(proofs); i++) {
		const char *why = proofs[i].why;

		begin(true);
		answer("5", "7", CHALLENGE);
		SAME(verify(proofs[i].name, proofs[i].response), proofs[i].rc,
		     why);
		OK(strstr(fault_now.text, proofs[i].says), why);
	}
	/* UNH CHAP 5.2, 5.3 for the longer digests. */
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		size_t n = strlen(algorithms[i].proof);
		char text[2 * HASH_SIZE_MAX + 8];

		for (size_t cut = 0; cut <= 4; cut++) {
			begin(true);
			answer(algorithms[i].algorithm, "7", CHALLENGE);
			snprintf(text, sizeof(text), "%s00",
				 algorithms[i].proof);
			text[n + 2 - cut] = '\0';
			/* An odd number of digits is a byte more. */
			SAME(verify("targuser", text),
			     cut == 2 ? 0 : cut == 3 ? -EACCES : -EPROTO,
			     "UNH CHAP 5.2, 5.3: the digest's size exactly");
		}
	}
	/* Another last digit: none of them ends in 0. */
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		char text[2 * HASH_SIZE_MAX + 3];

		copy_string(text, sizeof(text), algorithms[i].proof);
		text[strlen(text) - 1] = '0';
		begin(true);
		answer(algorithms[i].algorithm, "7", CHALLENGE);
		SAME(verify("targuser", text), -EACCES,
		     "UNH CHAP 5.1: each byte of each digest counts");
	}
	begin(true);
	SAME(verify("targuser", PROOF), -EPROTO, "no proof without a choice");
}

/* One secret for both directions: what the target sends can be ours, or made
 * with ours, whatever it proves. */
static void test_same_secret(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++) {
		begin(true);
		answer(algorithms[i].algorithm, "7", CHALLENGE);
		SAME(verify("targuser", algorithms[i].ours), -EACCES,
		     "RFC 7143 9.2.1: what we would have answered");
		OK(strstr(fault_now.text, "made with our secret"),
		   "and the sentence says so");
		begin(true);
		account.reverse_secret = account.secret;
		answer(algorithms[i].algorithm, "7", CHALLENGE);
		SAME(verify("targuser", algorithms[i].ours), -EACCES,
		     "RFC 7143 9.2.1: also when it is what was set here");
		begin(true);
		answer(algorithms[i].algorithm, "7", CHALLENGE);
		SAME(verify("targuser", algorithms[i].response), -EACCES,
		     "RFC 7143 9.2.1: our response, sent back");
		OK(strstr(fault_now.text, "sent back"), "and that, too");
	}
}

/* The challenge of a connection as next() made it. */
static const char *challenge_of(uint8_t n)
{
	static char text[2 * CHAP_CHALLENGE_SIZE + 3];
	uint8_t bytes[CHAP_CHALLENGE_SIZE];

	memset(bytes, n, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), text);
	return text;
}

static void test_reflection(void)
{
	begin(true);
	SAME(answer("5", "7", OUR_CHALLENGE), -EACCES,
	     "UNH CHAP 3.8: our own challenge (RFC 7143 9.2.1)");
	OK(strstr(fault_now.text, "our own challenge"), "and says so");
	begin(true);
	SAME(answer("5", "7", OUR_CHALLENGE "00"), 0, "and more is another");
	begin(true);
	SAME(answer("5", "7", "0x0102030405060708090a0b0c0d0e0f"), 0,
	     "and its beginning, too");
	begin(false);
	SAME(answer("5", "7", OUR_CHALLENGE), 0,
	     "the same bytes one way only: we sent none");
	next(true, 0);
	SAME(answer("5", "7", CHALLENGE), 0,
	     "one way does not use a challenge up");
	SAME(history.sent, 1, "the first that is sent");
	for (int mutual = 0; mutual < 2; mutual++) {
		next(mutual, (uint8_t)(mutual + 1));
		SAME(answer("5", "7", challenge_of(0)), -EACCES,
		     "UNH CHAP 3.8: another connection's (RFC 7143 9.2.1)");
		next(mutual, (uint8_t)(mutual + 3));
		SAME(answer("5", "7", "0bAAAAAAAAAAAAAAAAAAAAAA=="), -EACCES,
		     "UNH CHAP 3.8: in base64");
	}
	next(false, 9);
	SAME(answer("5", "7", CHALLENGE), 0,
	     "UNH CHAP 3.6.1, 3.6.2: the target's own twice is its affair");
}

static void test_history(void)
{
	begin(true);
	answer("5", "7", CHALLENGE);
	begin(true);
	memset(&history, 0, sizeof(history));
	next(true, 0);
	SAME(answer("5", "7", CHALLENGE), 0,
	     "zeroes are no challenge that was sent before");
	next(true, 0);
	SAME(answer("5", "7", CHALLENGE), -EACCES,
	     "UNH CHAP 3.6.3, 3.6.4: none of ours is sent twice");
	OK(strstr(fault_now.text, "random numbers repeat"), "and says so");
	for (uint8_t i = 1; i < CHAP_HISTORY_SIZE; i++) {
		next(true, i);
		SAME(answer("5", "7", CHALLENGE), 0, "each is new");
	}
	for (uint8_t i = 0; i < CHAP_HISTORY_SIZE; i++) {
		next(false, 0);
		SAME(answer("5", "7", challenge_of(i)), -EACCES,
		     "the last 32 are remembered");
	}
	next(true, CHAP_HISTORY_SIZE);
	SAME(answer("5", "7", CHALLENGE), 0, "one more");
	SAME(history.sent, CHAP_HISTORY_SIZE + 1, "is counted");
	next(false, 0);
	SAME(answer("5", "7", challenge_of(CHAP_HISTORY_SIZE)), -EACCES,
	     "it is remembered");
	next(false, 0);
	SAME(answer("5", "7", challenge_of(1)), -EACCES, "the second, too");
	next(false, 0);
	SAME(answer("5", "7", challenge_of(0)), 0, "the oldest gave way");
}

/* Up to 255 bytes, either way (RFC 7143 6.1). */
static void test_names(void)
{
	char name[CHAP_NAME_MAX + 2];

	memset(name, 'n', sizeof(name));
	name[CHAP_NAME_MAX + 1] = '\0';
	begin(true);
	memcpy(account.name, name, CHAP_NAME_MAX);
	memcpy(account.reverse_name, name, CHAP_NAME_MAX);
	SAME(answer("8", "7", CHALLENGE), 0, "UNH CHAP 4.2: a long name");
	OK(!strncmp(out + strlen("CHAP_N="), account.name, CHAP_NAME_MAX) &&
	   !strncmp(out + strlen("CHAP_N=") + CHAP_NAME_MAX, "|CHAP_R=", 8),
	   "is sent whole");
	SAME(verify(name, algorithms[3].proof), -EACCES,
	     "UNH CHAP 4.4: a name that is too long");
	name[CHAP_NAME_MAX] = '\0';
	fault_now.err = 0;
	SAME(verify(name, algorithms[3].proof), 0, "UNH CHAP 4.2: one that fits");
	begin(true);
	copy_string(account.reverse_name, 2, "t");
	answer("5", "7", CHALLENGE);
	SAME(verify("t", PROOF), 0, "UNH CHAP 4.3: a small name");
	begin(true);
	copy_string(account.reverse_name, 16, "chapuser");
	answer("5", "7", CHALLENGE);
	SAME(verify("chapuser", PROOF), 0,
	     "UNH CHAP 4.7: the same name both ways, if it is set so");
}

static void test_wiped(void)
{
	static const struct chap none;

	begin(false);
	answer("8", "7", CHALLENGE);
	OK(!memcmp(chap.response, none.response, sizeof(chap.response)),
	   "one way the response is not needed any more");
	begin(true);
	answer("8", "7", CHALLENGE);
	OK(memcmp(chap.response, none.response, sizeof(chap.response)),
	   "mutual it is");
	chap_end(&chap);
	OK(!memcmp(&chap, &none, sizeof(chap)), "until the end");
	chap_end(&chap);
}

int main(void)
{
	test_proofs();
	test_same_secret();
	test_reflection();
	test_history();
	test_names();
	test_wiped();
	return test_done();
}
