// SPDX-License-Identifier: GPL-2.0-or-later
/* Authentication within a login: what is less than was asked for is refused.
 * And what a target may say instead of a login: redirects and refusals. */
#include <errno.h>

#include "login_peer.h"

#define TO_CHAP_A "<-00 AuthMethod=CHAP|"
#define TO_CHAP_R TO_CHAP_A, "<-00 " PEER_CHALLENGE_KEYS
#define C(keys) { TO_CHAP_A, "<-00 " keys }
#define R(keys) { TO_CHAP_R, "<T01 " keys }

static const struct {
	const char *why;
	enum auth auth;
	const char *script[6];
	int rc;
} refused[] = {
{ "AuthMethod=None: a downgrade", AUTH_CHAP, { "<-00 AuthMethod=None|" },
  -EACCES },
{ "AuthMethod=Reject", AUTH_CHAP, { "<-00 AuthMethod=Reject|" }, -EACCES },
{ "no AuthMethod", AUTH_CHAP, { "<-00" }, -EACCES },
{ "no AuthMethod but a challenge", AUTH_CHAP, { "<-00 " PEER_CHALLENGE_KEYS },
  -EACCES },
{ "an empty AuthMethod", AUTH_CHAP, { "<-00 AuthMethod=|" }, -EPROTO },
{ "a method that was not offered (6.2.1)", AUTH_CHAP,
  { "<-00 AuthMethod=KRB5|" }, -EPROTO },
{ "a list is no choice (6.2.1)", AUTH_CHAP,
  { "<-00 AuthMethod=CHAP,None|" }, -EPROTO },
{ "methods are case-sensitive (6.1)", AUTH_CHAP, { "<-00 AuthMethod=chap|" },
  -EPROTO },
{ "the beginning of a method", AUTH_CHAP, { "<-00 AuthMethod=CHA|" },
  -EPROTO },
{ "no challenge (12.1.3)", AUTH_CHAP, { TO_CHAP_A, "<-00" }, -EPROTO },
{ "no CHAP_C (12.1.3)", AUTH_CHAP, C("CHAP_A=5|CHAP_I=1|"), -EPROTO },
{ "no CHAP_I (12.1.3)", AUTH_CHAP, C("CHAP_A=5|CHAP_C=0x01|"), -EPROTO },
{ "no CHAP_A (12.1.3)", AUTH_CHAP, C("CHAP_I=1|CHAP_C=0x01|"), -EPROTO },
{ "CHAP_A=Reject", AUTH_CHAP, C("CHAP_A=Reject|"), -EPROTO },
{ "CHAP_A=NotUnderstood (tgt, when it comes too early)", AUTH_CHAP,
  C("CHAP_A=NotUnderstood|"), -EPROTO },
{ "an algorithm that was not offered", AUTH_CHAP,
  C("CHAP_A=9|CHAP_I=1|CHAP_C=0x01|"), -EPROTO },
{ "our own challenge (9.2.1)", AUTH_MUTUAL,
  C("CHAP_A=5|CHAP_I=42|CHAP_C=" OUR_CHALLENGE "|"), -EACCES },
{ "mutual: no proof", AUTH_MUTUAL, { TO_CHAP_R, "<T01" }, -EACCES },
{ "mutual: no CHAP_N", AUTH_MUTUAL, R("CHAP_R=" PEER_RESPONSE "|"),
  -EACCES },
{ "mutual: no CHAP_R", AUTH_MUTUAL, R("CHAP_N=targuser|"), -EACCES },
{ "mutual: half a proof without transit", AUTH_MUTUAL,
  { TO_CHAP_R, "<-00 CHAP_N=targuser|" }, -EACCES },
{ "mutual: the other half without transit", AUTH_MUTUAL,
  { TO_CHAP_R, "<-00 CHAP_R=" PEER_RESPONSE "|" }, -EACCES },
{ "mutual: another name", AUTH_MUTUAL,
  R("CHAP_N=chapuser|CHAP_R=" PEER_RESPONSE "|"), -EACCES },
{ "mutual: a wrong response", AUTH_MUTUAL,
  R("CHAP_N=targuser|CHAP_R=0x00000000000000000000000000000000|"), -EACCES },
{ "mutual: our own response (9.2.1)", AUTH_MUTUAL,
  R("CHAP_N=targuser|CHAP_R=" OUR_RESPONSE "|"), -EACCES },
{ "mutual: a response that is no binary value", AUTH_MUTUAL,
  R("CHAP_N=targuser|CHAP_R=yes|"), -EPROTO },
{ "mutual: a proof that comes before the challenge", AUTH_MUTUAL,
  { "<-00 AuthMethod=CHAP|" PEER_PROOF }, -EPROTO },
{ "a challenge that was not asked for yet (12.1.3)", AUTH_CHAP,
  { "<-00 AuthMethod=CHAP|" PEER_CHALLENGE_KEYS }, -EPROTO },
{ "an algorithm before the offer (12.1.3)", AUTH_CHAP,
  { "<-00 AuthMethod=CHAP|CHAP_A=5|" }, -EPROTO },
{ "mutual: nor one that comes with it", AUTH_MUTUAL, { TO_CHAP_A,
  "<-00 " PEER_CHALLENGE_KEYS PEER_PROOF, "<T01" }, -EACCES },
{ "a second challenge (12.1.3)", AUTH_CHAP, R(PEER_CHALLENGE_KEYS),
  -EPROTO },
{ "a second CHAP_I", AUTH_CHAP, R("CHAP_I=8|"), -EPROTO },
{ "a second CHAP_A", AUTH_CHAP, R("CHAP_A=5|"), -EPROTO },
{ "a second CHAP_C", AUTH_CHAP, R("CHAP_C=0x01|"), -EPROTO },
{ "mutual: a second challenge with the proof", AUTH_MUTUAL,
  R(PEER_PROOF "CHAP_C=0x01|"), -EPROTO },
};

static struct peer peer;

static void test_refused(void)
{
	static const struct chap none;

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const char *why = refused[i].why;

		peer_begin(&peer, refused[i].auth);
		SAME(peer_run(&peer, refused[i].script, why), refused[i].rc,
		     why);
		SAME(peer.fault.err, -refused[i].rc, why);
		OK(!strstr(peer.fault.text, "secret12") &&
		   !strstr(peer.fault.text, OUR_RESPONSE), why);
		OK(!memcmp(&peer.login.chap, &none, sizeof(none)),
		   "what CHAP held is wiped");
	}
	peer_begin(&peer, AUTH_CHAP);
	peer_say(&peer, "-00 AuthMethod=None|");
	OK(strstr(peer.fault.text, "remove the CHAP name"), "what to do");
}

/* Where a redirect leads; NULL: nowhere. */
static const struct {
	const char *why, *text, *to;
} moves[] = {
{ "IPv4 and port (13.8)", "TargetAddress=10.0.0.2:3261|", "10.0.0.2:3261" },
{ "no port", "TargetAddress=10.0.0.2|", "10.0.0.2:3260" },
{ "a group tag, which should not be there", "TargetAddress=10.0.0.2:3261,1|",
  "10.0.0.2:3261" },
{ "IPv6 in brackets", "TargetAddress=[fd00::2]:3261|", "[fd00::2]:3261" },
{ "IPv6 in brackets, no port", "TargetAddress=[fd00::2]|", "[fd00::2]:3260" },
{ "IPv6 as tgt sends it", "TargetAddress=fd00::99:3261|", "[fd00::99]:3261" },
{ "with a tag and an alias", "TargetAlias=x|TargetPortalGroupTag=1|"
  "TargetAddress=10.0.0.2|", "10.0.0.2:3260" },
{ "with an alias behind it", "TargetAddress=10.0.0.2|TargetAlias=x|",
  "10.0.0.2:3260" },
{ "with the method that would have been chosen",
  "AuthMethod=CHAP|TargetAddress=10.0.0.2|", "10.0.0.2:3260" },
{ "with a key that we do not know", "X-a=b|TargetAddress=10.0.0.2|",
  "10.0.0.2:3260" },
{ "no TargetAddress", "TargetAlias=x|", NULL },
{ "no text", "", NULL },
{ "an empty address", "TargetAddress=|", NULL },
{ "a port of 0", "TargetAddress=10.0.0.2:0|", NULL },
{ "a port too high", "TargetAddress=10.0.0.2:65536|", NULL },
{ "neither address nor name", "TargetAddress=san/1|",
  NULL },
{ "a link-local address of another machine's",
  "TargetAddress=[fe80::1%eth0]:3260|", NULL },
{ "no NUL", "TargetAddress=10.0.0.2", NULL },
{ "no pair", "10.0.0.2:3260|", NULL },
};

static int redirect(enum auth auth, const char *line, uint16_t status)
{
	size_t len;

	peer_begin(&peer, auth);
	len = peer_text(&peer, line);
	peer_response(&peer, line, peer.data, len);
	return peer_status(&peer, status);
}

static void test_moves(void)
{
	char line[256], to[PORTAL_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		const char *why = moves[i].why;
		int want = moves[i].to ? LOGIN_MOVED : -EPROTO;

		snprintf(line, sizeof(line), "-10 %s", moves[i].text);
		SAME(redirect(AUTH_NONE, line, 0x0101), want, why);
		snprintf(line, sizeof(line), "-00 %s", moves[i].text);
		SAME(redirect(AUTH_CHAP, line, 0x0102), want, why);
		if (moves[i].to && !peer.fault.err)
			SAME_TEXT(portal_text(&peer.login.moved_to, to),
				  moves[i].to, why);
	}
	SAME(redirect(AUTH_NONE, "-00ivnq TargetAddress=10.0.0.2|", 0x0101),
	     LOGIN_MOVED, "fields that are valid with status 0 only");
	SAME(redirect(AUTH_NONE, "-10t TargetAddress=10.0.0.2|", 0x0101),
	     -EPROTO, "another Initiator Task Tag is not for us");
	SAME(redirect(AUTH_NONE, "C10 TargetAddress=10.0.", 0x0101),
	     LOGIN_SEND, "a redirect in two parts (6.2)");
	peer_response(&peer, "-10", "0.2", 4);
	SAME(peer_status(&peer, 0x0101), LOGIN_MOVED, "and its second part");
}

/* After how many responses the refusal comes does not matter. */
static void test_statuses(void)
{
	static const struct {
		uint16_t status;
		int err;
	} rows[] = {
		{ 0x0200, ECONNABORTED }, { 0x0201, EACCES },
		{ 0x0202, EACCES }, { 0x0203, ENOENT }, { 0x0204, ENOENT },
		{ 0x0205, ECONNABORTED }, { 0x0206, ECONNABORTED },
		{ 0x0207, ECONNABORTED }, { 0x0208, ECONNABORTED },
		{ 0x0209, ECONNABORTED }, { 0x020a, ECONNABORTED },
		{ 0x020b, ECONNABORTED }, { 0x02ff, ECONNABORTED },
		{ 0x0300, EAGAIN }, { 0x0301, EAGAIN }, { 0x0302, EAGAIN },
		{ 0x03ff, EAGAIN }, { 0x0400, ECONNABORTED },
		{ 0xff00, ECONNABORTED },
	};
	static const char *const to_chap_r[] = { TO_CHAP_R, NULL };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		SAME(redirect(AUTH_NONE, "-10", rows[i].status), -rows[i].err,
		     "11.13.5: a refusal at once");
		peer_begin(&peer, AUTH_MUTUAL);
		peer_run(&peer, to_chap_r, "11.13.5");
		peer_response(&peer, "T01n", "", 0);
		SAME(peer_status(&peer, rows[i].status), -rows[i].err,
		     "11.13.5: a refusal after CHAP_R");
		SAME(peer.fault.err, rows[i].err, "11.13.5");
	}
	SAME(redirect(AUTH_NONE, "T13", 0x0001), LOGIN_DONE,
	     "11.13.5: the detail of class 0 is no refusal");
	SAME(redirect(AUTH_NONE, "-10o", 0x0201), -EPROTO,
	     "a status belongs to a Login Response");
}

/* The last door: no way through the states leads here. */
static void test_last_door(void)
{
	peer_begin(&peer, AUTH_MUTUAL);
	peer.login.step = LOGIN_OPERATIONAL;
	peer.login.request.transit = true;
	peer.login.request.csg = 1;
	peer.login.request.nsg = 3;
	SAME(peer_say(&peer, "T13"), -EACCES,
	     "no end of a login without the proof that was asked for");
	peer_begin(&peer, AUTH_CHAP);
	peer.login.request.transit = true;
	peer.login.request.nsg = 3;
	SAME(peer_say(&peer, "T03"), -EACCES,
	     "nor without having been asked for ours");
}

int main(void)
{
	test_refused();
	test_moves();
	test_statuses();
	test_last_door();
	return test_done();
}
