// SPDX-License-Identifier: GPL-2.0-or-later
/* Logins that must not succeed: headers, stages, text, endless exchanges. */
#include <errno.h>

#include "login_peer.h"

#define TO_CHAP_A "<-00 AuthMethod=CHAP|"
#define TO_OPERATIONAL TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS, "<T01"

/* part: of the sentence. */
static const struct {
	const char *why;
	enum auth auth;
	const char *script[6];
	const char *part;
} wrong[] = {
{ "11.13: a Reject", AUTH_NONE, { "<T13o" }, "opcode 0x3f" },
{ "6.3: another Initiator Task Tag", AUTH_NONE, { "<T13t" }, "Task Tag" },
{ "11.13.2: another version", AUTH_NONE, { "<T13v" }, "version" },
{ "11.13: another ISID", AUTH_NONE, { "<T13i" }, "ISID" },
{ "11.13: another ISID, its first byte", AUTH_NONE, { "<T13q" }, "ISID" },
{ "11.13: another stage", AUTH_NONE, { "<T03" }, "stage" },
{ "11.13: another stage, without T", AUTH_NONE, { "<-00" }, "stage" },
{ "11.13: the security stage answered by the operational", AUTH_CHAP,
  { "<-10 AuthMethod=CHAP|" }, "stage" },
{ "11.12.3: a reserved stage", AUTH_NONE, { "<T12" }, "next stage" },
{ "6.3: back to the same stage", AUTH_NONE, { "<T11" }, "next stage" },
{ "6.3: back to an earlier stage", AUTH_NONE, { "<T10" }, "next stage" },
{ "6.3: transit that we did not ask for", AUTH_CHAP,
  { "<T01 AuthMethod=CHAP|" }, "T bit" },
{ "6.3: transit without CHAP (LIO with authentication off)", AUTH_CHAP,
  { "<T01" }, "T bit" },
{ "6.3: transit instead of a challenge", AUTH_CHAP,
  { TO_CHAP_A, "<T01" }, "T bit" },
{ "6.3: full feature phase without CHAP", AUTH_CHAP,
  { "<T03 AuthMethod=CHAP|" }, "T bit" },
{ "6.3: a next stage beyond the one we asked for", AUTH_CHAP,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS, "<T03" }, "next stage" },
{ "6.3: the reserved stage from security", AUTH_CHAP,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS, "<T02" }, "next stage" },
{ "6.3: security to security", AUTH_CHAP,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS, "<T00" }, "next stage" },
{ "11.13.7: T and C together", AUTH_NONE, { "<B13" }, "T bit" },
{ "6.3: transit in answer to an empty request without T", AUTH_NONE,
  { "<C10 MaxBurst", "<T13 Length=512|" }, "T bit" },
{ "11.13.4: StatSN twice", AUTH_NONE, { "<-10n", "<T13" }, "StatSN" },
{ "11.13.4: StatSN jumps", AUTH_NONE, { "<-10", "<T13m" }, "StatSN" },
{ "6.1: no NUL at the end", AUTH_NONE, { "<T13 MaxBurstLength=512" },
  "without a NUL" },
{ "6.1: no =", AUTH_NONE, { "<T13 MaxBurstLength|" }, "not key=value" },
{ "6.1: a key without a name", AUTH_NONE, { "<T13 =512|" }, "not key=value" },
{ "6.2: the pair ends with the sequence", AUTH_NONE,
  { "<-10 MaxBurst" }, "without a NUL" },
{ "6.3: a key twice", AUTH_NONE, { "<T13 InitialR2T=No|InitialR2T=No|" },
  "twice" },
{ "6.3: a key twice, in two responses", AUTH_NONE,
  { "<-10 ImmediateData=No|", "<T13 ImmediateData=Yes|" }, "twice" },
{ "6.3: a key twice, once rejected", AUTH_NONE,
  { "<-10 ImmediateData=Reject|", "<T13 ImmediateData=Yes|" }, "twice" },
{ "6.3: a security key twice", AUTH_CHAP,
  { "<-00 AuthMethod=CHAP|AuthMethod=None|" }, "twice" },
{ "6.3: CHAP_C twice", AUTH_CHAP,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS "CHAP_C=0x01|" }, "twice" },
{ "6.3: the group tag twice", AUTH_CHAP,
  { "<-00 TargetPortalGroupTag=1|AuthMethod=CHAP|TargetPortalGroupTag=2|" },
  "twice" },
{ "12: an operational key in the security stage", AUTH_CHAP,
  { "<-00 AuthMethod=CHAP|MaxBurstLength=512|" }, "security stage" },
{ "12: a security key in the operational stage", AUTH_NONE,
  { "<T13 AuthMethod=None|" }, "operational stage" },
{ "12: a challenge in the operational stage", AUTH_NONE,
  { "<-10 " PEER_CHALLENGE_KEYS }, "operational stage" },
{ "12: a proof in the operational stage", AUTH_CHAP,
  { TO_OPERATIONAL, "<T13 " PEER_PROOF }, "operational stage" },
{ "13.12: MaxRecvDataSegmentLength=0 wedges the kernel", AUTH_NONE,
  { "<T13 MaxRecvDataSegmentLength=0|" }, "13.12" },
{ "6.1: octal", AUTH_NONE, { "<T13 MaxRecvDataSegmentLength=01000|" },
  "13.12" },
{ "13.13: above the offer", AUTH_NONE, { "<T13 MaxBurstLength=16777215|" },
  "smaller holds" },
{ "13.13: above the range", AUTH_NONE, { "<T13 MaxBurstLength=16777216|" },
  "13.13" },
{ "13.14: FirstBurstLength above MaxBurstLength", AUTH_NONE,
  { "<T13 MaxBurstLength=512|FirstBurstLength=1024|" }, "FirstBurstLength" },
{ "13.14: above the default when only one is answered", AUTH_NONE,
  { "<T13 MaxBurstLength=512|" }, "FirstBurstLength" },
{ "6.2.1: a digest that was not offered", AUTH_NONE,
  { "<T13 DataDigest=CRC32C|" }, "not offered" },
{ "13.20: above the offer", AUTH_NONE, { "<T13 ErrorRecoveryLevel=2|" },
  "ErrorRecoveryLevel" },
{ "13.20: a level that is none", AUTH_NONE, { "<T13 ErrorRecoveryLevel=3|" },
  "ErrorRecoveryLevel" },
{ "the rules hold after CHAP, too", AUTH_CHAP,
  { TO_OPERATIONAL, "<T13 MaxRecvDataSegmentLength=0|" }, "13.12" },
};

static struct peer peer;

static void test_wrong(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		const char *why = wrong[i].why;

		peer_begin(&peer, wrong[i].auth);
		SAME(peer_run(&peer, wrong[i].script, why), -EPROTO, why);
		SAME(peer.fault.err, EPROTO, why);
		OK(strstr(peer.fault.text, wrong[i].part), why);
	}
}

/* For ever: each of these must come to an end. */
static const struct {
	const char *why;
	enum auth auth;
	const char *begin[4], *again;
} endless[] = {
{ "T=0 for ever (LIO without keys)", AUTH_NONE, { NULL }, "-10" },
{ "C bit for ever", AUTH_NONE, { NULL }, "C10" },
{ "C bit for ever with text", AUTH_NONE, { NULL }, "C10 X-a=b|" },
{ "T=0 for ever after CHAP_R", AUTH_CHAP,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS }, "-00" },
{ "the target never proves itself", AUTH_MUTUAL,
  { TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS }, "-00" },
{ "padding for ever", AUTH_NONE, { NULL }, "-10 ||||" },
};

static void test_endless(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(endless); i++) {
		const char *why = endless[i].why;
		int rc = LOGIN_SEND, n = 0;

		peer_begin(&peer, endless[i].auth);
		if (endless[i].begin[0])
			rc = peer_run(&peer, endless[i].begin, why);
		for (; rc == LOGIN_SEND && n < 100; n++)
			rc = peer_say(&peer, endless[i].again);
		SAME(rc, -EPROTO, why);
		OK(n >= 6, "6.3: at least six exchanges");
		OK(strstr(peer.fault.text, "exchanges"), why);
	}
}

/* Lengths at and over the limits. */
static void test_lengths(void)
{
	static uint8_t big[LOGIN_DATA_MAX + 1];
	size_t room = 0;

	memset(big, 'a', sizeof(big));
	memcpy(big, "X-k=", 4);
	big[LOGIN_DATA_MAX - 1] = '\0';
	peer_begin(&peer, AUTH_NONE);
	peer_response(&peer, "-10", big, LOGIN_DATA_MAX);
	SAME(peer_take(&peer), LOGIN_SEND, "13.12: 8192 bytes are taken");
	peer_begin(&peer, AUTH_NONE);
	peer_response(&peer, "-10", big, LOGIN_DATA_MAX + 1);
	SAME(peer_take(&peer), -EPROTO, "13.12: more are not");
	peer_begin(&peer, AUTH_NONE);
	peer_response(&peer, "-10", big, 0);
	peer.in.bhs[5] = 1;
	SAME(peer_take(&peer), -EPROTO, "11.12: the length has 24 bits");

	peer_begin(&peer, AUTH_NONE);
	for (int i = 0; i < 2; i++) {
		peer_response(&peer, "C10", big, LOGIN_DATA_MAX);
		SAME(peer_take(&peer), LOGIN_SEND, "6.1: 8192 bytes and more");
	}
	peer_response(&peer, "C10", big, 1);
	SAME(peer_take(&peer), -EPROTO, "one byte more than we keep");
	OK(strstr(peer.fault.text, "longer than"), "and why");

	/* Each unknown key wants an answer. */
	for (int i = 0; room + 6 < LOGIN_DATA_MAX; i++) {
		memcpy(big + room, "K", 1);
		big[room + 1] = (uint8_t)('A' + i / 26 % 26);
		big[room + 2] = (uint8_t)('A' + i % 26);
		memcpy(big + room + 3, "=1", 3);
		room += 6;
	}
	peer_begin(&peer, AUTH_NONE);
	peer_response(&peer, "-10", big, room);
	SAME(peer_take(&peer), -EPROTO, "more keys than can be answered");
	OK(strstr(peer.fault.text, "more keys"), "and why");
}

int main(void)
{
	test_wrong();
	test_endless();
	test_lengths();
	return test_done();
}
