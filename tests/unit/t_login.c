// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole logins that succeed. */
#include "login_peer.h"

#define ANSWER "MaxRecvDataSegmentLength=8192|MaxBurstLength=65536|" \
	"FirstBurstLength=16384|InitialR2T=Yes|TargetPortalGroupTag=1|"
#define CHAP_REPLY "CHAP_N=chapuser|CHAP_R=" OUR_RESPONSE "|"
#define MUTUAL_REPLY CHAP_REPLY "CHAP_I=42|CHAP_C=" OUR_CHALLENGE "|"
#define TO_CHAP_A ">-00 " NAMES "AuthMethod=CHAP|", "<-00 AuthMethod=CHAP|", \
	">-00 CHAP_A=8,6,5,7|"

static const struct {
	const char *why;
	enum auth auth;
	const char *script[20];
} logins[] = {
{ "no authentication: straight to the operational stage (6.3.1)", AUTH_NONE, {
	">T13 " NAMES OFFER,
	"<T13h " ANSWER } },
{ "T=1 answered T=0: ask again (6.3.3)", AUTH_NONE, {
	">T13 " NAMES OFFER,
	"<-10 " ANSWER,
	">T13",
	"<-10",
	">T13",
	"<T13h" } },
{ "NSG means nothing when T is 0 (11.13.3)", AUTH_NONE, {
	">T13 " NAMES OFFER,
	"<-13 " ANSWER,
	">T13",
	"<-12",
	">T13",
	"<T13h" } },
{ "CHAP (12.1.3)", AUTH_CHAP, {
	TO_CHAP_A,
	"<-00 TargetPortalGroupTag=1|" PEER_CHALLENGE_KEYS,
	">T01 " CHAP_REPLY,
	"<T01",
	">T13 " OFFER,
	"<T13h MaxRecvDataSegmentLength=8192|" } },
{ "mutual CHAP (12.1.3)", AUTH_MUTUAL, {
	TO_CHAP_A,
	"<-00 " PEER_CHALLENGE_KEYS,
	">T01 " MUTUAL_REPLY,
	"<T01 " PEER_PROOF,
	">T13 " OFFER,
	"<T13h" } },
{ "mutual CHAP: proof first, transit after", AUTH_MUTUAL, {
	TO_CHAP_A,
	"<-00 " PEER_CHALLENGE_KEYS,
	">T01 " MUTUAL_REPLY,
	"<-00 " PEER_PROOF,
	">T01",
	"<T01",
	">T13 " OFFER,
	"<T13h" } },
{ "mutual CHAP: transit late, then the proof", AUTH_MUTUAL, {
	TO_CHAP_A,
	"<-00 " PEER_CHALLENGE_KEYS,
	">T01 " MUTUAL_REPLY,
	"<-00",
	">T01",
	"<T01 " PEER_PROOF,
	">T13 " OFFER,
	"<T13h" } },
{ "one way, and the target proves itself all the same", AUTH_CHAP, {
	TO_CHAP_A,
	"<-00 " PEER_CHALLENGE_KEYS,
	">T01 " CHAP_REPLY,
	"<T01 CHAP_N=x|CHAP_R=0x00|",
	">T13 " OFFER,
	"<T13h" } },
{ "TargetAlias in any stage (13.6)", AUTH_CHAP, {
	">-00 " NAMES "AuthMethod=CHAP|",
	"<-00 AuthMethod=CHAP|TargetAlias=a b|TargetPortalGroupTag=3|",
	">-00 CHAP_A=8,6,5,7|",
	"<-00 " PEER_CHALLENGE_KEYS,
	">T01 " CHAP_REPLY,
	"<T01",
	">T13 " OFFER,
	"<T13h" } },
{ "a key that we do not know (6.2)", AUTH_NONE, {
	">",
	"<-10 X-com.example.key=1|" ANSWER "Other=|",
	">T13 X-com.example.key=NotUnderstood|Other=NotUnderstood|",
	"<T13h" } },
{ "obsolete markers are rejected, not unknown (13.25)", AUTH_NONE, {
	">",
	"<-10 IFMarker=Yes|OFMarker=No|IFMarkInt=2048|OFMarkInt=2048|",
	">T13 IFMarker=Reject|OFMarker=Reject|IFMarkInt=Reject|OFMarkInt=Reject|",
	"<T13h" } },
{ "what RFC 7143 added to RFC 3720 (13.23, 13.24)", AUTH_NONE, {
	">",
	"<-10 TaskReporting=RFC3720,FastAbort|iSCSIProtocolLevel=2|"
		"X#NodeArchitecture=x|",
	">T13 TaskReporting=RFC3720|iSCSIProtocolLevel=1|",
	"<T13h" } },
{ "an answer that we do not know is not answered", AUTH_NONE, {
	">",
	"<-10 X-a=NotUnderstood|X-b=Reject|X-c=Irrelevant|",
	">T13",
	"<T13h" } },
{ "replies are not sent twice", AUTH_NONE, {
	">",
	"<-10 X-a=1|",
	">T13 X-a=NotUnderstood|",
	"<-10",
	">T13",
	"<T13h" } },
{ "C bit: ask for more with an empty request (6.2)", AUTH_NONE, {
	">T13 " NAMES OFFER,
	"<C10 MaxBurstLength=65",
	">-10",
	"<C10 536|First",
	">-10",
	"<-10 BurstLength=512|",
	">T13",
	"<T13h" } },
{ "Version-max is not looked at (11.13.1)", AUTH_NONE, {
	">",
	"<T13hx" } },
{ "TSIH before the end (11.13.3): targets do so", AUTH_NONE, {
	">",
	"<-10h",
	">",
	"<T13h" } },
{ "16 exchanges are enough for the slowest", AUTH_NONE, {
	">", "<-10", ">", "<-10", ">", "<-10", ">", "<-10", ">", "<-10", ">",
	"<-10", ">T13", "<T13h" } },
};

static struct peer peer;

static void test_logins(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(logins); i++) {
		const char *why = logins[i].why;

		peer_begin(&peer, logins[i].auth);
		SAME(peer_run(&peer, logins[i].script, why), LOGIN_DONE, why);
		SAME_TEXT(peer.fault.text, "", why);
		SAME(peer.login.tsih, 5, "11.13.3: the TSIH of the last");
		SAME(peer.login.statsn, peer.statsn, "11.13.4: StatSN");
	}
}

static void test_params(void)
{
	static const char *const script[] = { "<T13 " ANSWER, NULL };
	const struct params *p = &peer.login.params;

	peer_begin(&peer, AUTH_NONE);
	SAME(peer_run(&peer, script, "parameters"), LOGIN_DONE, "it ends");
	SAME(p->max_xmit_data_segment_length, 8192, "what the target takes");
	SAME(p->max_recv_data_segment_length, 262144, "what we take");
	SAME(p->max_burst_length, 65536, "the smaller one");
	SAME(p->first_burst_length, 16384, "the smaller one");
	SAME(p->initial_r2t, 1, "Yes wins");
	SAME(p->immediate_data, 1, "unanswered: the default");
	SAME(p->target_portal_group_tag, 1, "the tag");
	SAME(p->error_recovery_level, 0, "unanswered: the default");
}

/* A response in two parts; with T, the target waits for the next request. */
static int say_split(const char *line, size_t at, const char *why)
{
	char part[8] = { 'C', line[1], '0', '\0' };
	char got[64], empty[8] = { '-', line[1], '0', '\0' };
	size_t len = peer_text(&peer, line);
	int rc;

	peer_response(&peer, part, peer.data, at);
	SAME(peer_take(&peer), LOGIN_SEND, why);
	SAME_TEXT(peer_request(&peer, got, sizeof(got)), empty, why);
	part[0] = '-';
	peer_response(&peer, part, peer.data + at, len - at);
	rc = peer_take(&peer);
	if (line[0] != 'T')
		return rc;
	SAME(rc, LOGIN_SEND, why);
	OK(peer.out.bhs[1] & 0x80, why);
	OK(!peer.out.len, why);
	memcpy(part, line, 3);
	return peer_say(&peer, part);
}

/* Every response of a mutual login, split at every byte. */
static void test_splits(void)
{
	static const char *const says[] = {
		"-00 AuthMethod=CHAP|TargetAlias=a|",
		"-00 " PEER_CHALLENGE_KEYS,
		"T01 " PEER_PROOF,
		"T13 " ANSWER,
	};
	int last = (int)ARRAY_SIZE(says) - 1;

	for (int which = 0; which <= last; which++) {
		size_t len = strlen(says[which]) - 4;

		for (size_t at = 0; at <= len; at++) {
			int rc = LOGIN_SEND;

			peer_begin(&peer, AUTH_MUTUAL);
			for (int i = 0; i <= last && rc == LOGIN_SEND; i++)
				rc = i == which ?
					say_split(says[i], at, says[i]) :
					peer_say(&peer, says[i]);
			SAME(rc, LOGIN_DONE, says[which]);
			OK(peer.login.verified, says[which]);
			SAME(peer.login.params.first_burst_length, 16384,
			     says[which]);
		}
	}
}

int main(void)
{
	test_logins();
	test_params();
	test_splits();
	return test_done();
}
