/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A target that says what a script tells it.  One line of a script:
 *
 *	<T01 Key=value|Key=value|	a response: T or C bit or neither (-),
 *					CSG, NSG, text with | for NUL
 *	>T13 Key=value|			the request that must stand now
 *	>				any request
 *
 * Behind the two stages a letter makes the response wrong, each the field of
 * header_faults below. */
#ifndef LOGIN_PEER_H
#define LOGIN_PEER_H

#include <stdlib.h>

#include "login.h"
#include "test.h"

#define PEER_CHALLENGE "0x000102030405060708090a0b0c0d0e0f"
#define PEER_CHALLENGE_KEYS "CHAP_A=5|CHAP_I=7|CHAP_C=" PEER_CHALLENGE "|"
#define OUR_CHALLENGE "0x0102030405060708090a0b0c0d0e0f10"
/* MD5 of 7 "chapsecret12" and the first, of 42 "targsecret12" and the second:
 * computed with Python's hashlib. */
#define OUR_RESPONSE "0xdf664b82f0acb726ec92a5cae96f00bb"
#define PEER_RESPONSE "0xccdb77b3ddacad95affee86833521caa"
#define PEER_PROOF "CHAP_N=targuser|CHAP_R=" PEER_RESPONSE "|"

#define NAMES "InitiatorName=iqn.i|TargetName=iqn.t|SessionType=Normal|"
#define OFFER "HeaderDigest=None|DataDigest=None|MaxConnections=1|" \
	"InitialR2T=No|ImmediateData=Yes|" \
	"MaxRecvDataSegmentLength=262144|MaxBurstLength=16776192|" \
	"FirstBurstLength=262144|DefaultTime2Wait=0|DefaultTime2Retain=0|" \
	"MaxOutstandingR2T=1|DataPDUInOrder=Yes|DataSequenceInOrder=Yes|" \
	"ErrorRecoveryLevel=0|"

enum auth { AUTH_NONE, AUTH_CHAP, AUTH_MUTUAL };

struct peer {
	struct chap_account account;
	struct login_config config;
	struct params offer;
	struct chap_history history;
	struct login login;
	struct pdu out, in;
	uint8_t data[LOGIN_DATA_MAX + 16];
	uint32_t statsn;
	struct fault fault;
};

static inline void peer_configure(struct peer *p, enum auth auth)
{
	static const uint8_t isid[6] = { 0x00, 0x02, 0x3d, 0, 0, 1 };

	memset(&p->account, 0, sizeof(p->account));
	memset(&p->history, 0, sizeof(p->history));
	copy_string(p->account.name, 16, "chapuser");
	secret_set(&p->account.secret, "chapsecret12");
	if (auth == AUTH_MUTUAL) {
		copy_string(p->account.reverse_name, 16, "targuser");
		secret_set(&p->account.reverse_secret, "targsecret12");
	}
	key_offer_defaults(&p->offer);
	p->config = (struct login_config){
		.offer = &p->offer,
		.initiator_name = "iqn.i",
		.target_name = "iqn.t",
		.account = auth == AUTH_NONE ? NULL : &p->account,
		.algorithms = chap_algorithms_default,
		.history = &p->history,
	};
	memcpy(p->config.isid, isid, 6);
	p->config.random[0] = 42;
	for (int i = 1; i <= CHAP_CHALLENGE_SIZE; i++)
		p->config.random[i] = (uint8_t)i;
	/* What an earlier login left must not matter. */
	memset(&p->login, 0xaa, sizeof(p->login));
	p->statsn = 0xfffffffe;		/* wraps during the login */
	p->fault.err = 0;
	p->fault.text[0] = '\0';
}

static inline void peer_begin(struct peer *p, enum auth auth)
{
	peer_configure(p, auth);
	login_begin(&p->login, &p->config, &p->out);
}

/* One thing wrong in a header: the byte, and what it is changed by. */
static const struct {
	char letter;
	uint8_t at, change;
} header_faults[] = {
	{ 'o', 0, 0x1c },	/* a Reject */
	{ 'v', 3, 1 },		/* Version-active */
	{ 'i', 13, 1 },		/* ISID's last byte */
	{ 'q', 8, 0x40 },	/* and its first */
	{ 't', 19, 1 },		/* Initiator Task Tag */
	{ 'n', 27, 1 },		/* StatSN */
	{ 'm', 24, 0x80 },	/* and its first byte */
	{ 'h', 15, 5 },		/* a TSIH, which is right at the end only */
	{ 'x', 2, 1 },		/* Version-max, which need not be looked at */
};

/* Put a response into p->in. */
static inline void peer_response(struct peer *p, const char *line,
				 const void *data, size_t len)
{
	uint8_t *bhs = p->in.bhs;

	memset(bhs, 0, BHS_SIZE);
	bhs[0] = OPCODE_LOGIN_RESPONSE;
	bhs[1] = (uint8_t)((line[0] == 'T') << 7 | (line[0] == 'C') << 6 |
			   (line[0] == 'B') * 0xc0 |
			   (line[1] - '0') << 2 | (line[2] - '0'));
	bhs[6] = (uint8_t)(len >> 8);
	bhs[7] = (uint8_t)len;
	memcpy(bhs + 8, p->out.bhs + 8, 6);
	memcpy(bhs + 16, p->out.bhs + 16, 4);
	p->statsn++;
	for (int i = 0; i < 4; i++)
		bhs[24 + i] = (uint8_t)(p->statsn >> 8 * (3 - i));
	for (line += 3; *line && *line != ' '; line++)
		for (size_t i = 0; i < ARRAY_SIZE(header_faults); i++)
			if (header_faults[i].letter == *line)
				bhs[header_faults[i].at] ^=
					header_faults[i].change;
	p->in.data = data;
	p->in.len = len;
}

static inline int peer_take(struct peer *p)
{
	return login_take(&p->login, &p->in, &p->out, &p->fault);
}

static inline int peer_status(struct peer *p, uint16_t status)
{
	p->in.bhs[36] = (uint8_t)(status >> 8);
	p->in.bhs[37] = (uint8_t)status;
	return peer_take(p);
}

/* Text of a script as it travels; its length. */
static inline size_t peer_text(struct peer *p, const char *line)
{
	const char *text = strchr(line, ' ');
	size_t len = text ? strlen(text + 1) : 0;

	if (len)
		memcpy(p->data, text + 1, len);
	for (size_t i = 0; i < len; i++)
		if (p->data[i] == '|')
			p->data[i] = '\0';
	return len;
}

static inline int peer_say(struct peer *p, const char *line)
{
	size_t len = peer_text(p, line);

	/* At its exact size, so that a sanitizer sees what reads past it. */
	uint8_t *copy = malloc(len + !len);
	int rc;

	memcpy(copy, p->data, len);
	peer_response(p, line, copy, len);
	rc = peer_take(p);
	free(copy);
	return rc;
}

/* The request that stands, as a line of a script. */
static inline const char *peer_request(const struct peer *p, char *out,
				       size_t size)
{
	const uint8_t *bhs = p->out.bhs;
	size_t n;

	n = (size_t)snprintf(out, size, "%c%d%d%s",
			     bhs[1] & 0x80 ? 'T' : bhs[1] & 0x40 ? 'C' : '-',
			     bhs[1] >> 2 & 3, bhs[1] & 3,
			     p->out.len ? " " : "");
	for (size_t i = 0; i < p->out.len && n + 1 < size; i++)
		out[n++] = p->out.data[i] ? (char)p->out.data[i] : '|';
	out[n] = '\0';
	return out;
}

/* What holds for every request of a login. */
static inline void peer_check_request(const struct peer *p, bool first,
				      const char *why)
{
	static const uint8_t itt[4] = { 0, 0, 0, 1 };
	const uint8_t *bhs = p->out.bhs;
	uint32_t expstatsn = first ? 0 : p->statsn + 1, got = 0;

	for (int i = 0; i < 4; i++)
		got = got << 8 | bhs[28 + i];
	OK(bhs[0] == 0x43, "11.12: a login request is immediate");
	OK(!memcmp(bhs + 2, "\0\0\0", 3), "11.12.4: versions 0; no AHS");
	OK((size_t)bhs[6] << 8 == (p->out.len & 0xff00) &&
	   bhs[7] == (p->out.len & 0xff), why);
	OK(p->out.len <= LOGIN_DATA_MAX, "13.12: 8192 bytes");
	OK(!memcmp(bhs + 8, p->config.isid, 6), "11.12.5: one ISID");
	OK(!memcmp(bhs + 14, "\0\0", 2), "11.12.6: TSIH 0: a new session");
	OK(!memcmp(bhs + 16, itt, 4), "6.3: one Initiator Task Tag");
	OK(!memcmp(bhs + 24, "\0\0\0\0", 4), "11.12.8: one CmdSN");
	OK(got == expstatsn, "11.12.9: ExpStatSN");
	OK((bhs[1] & 0x80) || !(bhs[1] & 3), "11.12.3: NSG needs T");
}

/* Run a script; gives back what the last response led to. */
static inline int peer_run(struct peer *p, const char *const *script,
			   const char *why)
{
	char got[1024];
	int rc = LOGIN_SEND;
	bool first = true;

	for (; *script; script++) {
		const char *line = *script;

		if (line[0] == '<') {
			SAME(rc, LOGIN_SEND, why);
			rc = peer_say(p, line + 1);
			first = false;
			continue;
		}
		SAME(rc, LOGIN_SEND, why);
		peer_check_request(p, first, why);
		if (line[1])
			SAME_TEXT(peer_request(p, got, sizeof(got)), line + 1,
				  why);
	}
	return rc;
}

#endif
