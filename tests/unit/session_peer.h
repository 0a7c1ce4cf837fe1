/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A target behind a session that has logged in: what it says is queued before
 * it is asked, and every request is written to the log:
 *
 *	OPCODE FLAGS itt N ttt N sn CMDSN EXPSTATSN [lun N] [text]
 *
 * Tags and ExpStatSN count from the login's. */
#ifndef SESSION_PEER_H
#define SESSION_PEER_H

#include "fake_sys.h"
#include "full_feature.h"

#define PEER_FD 5
#define PEER_STATSN 0xfffffffe		/* the login's last: wraps soon */
#define PEER_CMDSN 0xffffffff

enum {			/* whose Initiator Task Tag */
	OF_TASK,	/* the next one's that is asked for */
	OF_NOBODY,
	OF_OTHER,
};

/* One PDU. */
struct say {
	uint8_t opcode, flags;
	const char *data;
	size_t len;			/* 0: the string's */
	uint8_t response, status;
	uint32_t ttt;			/* 0: none; LUN is its low byte */
	uint32_t datasn, offset, residual;
	uint8_t itt;			/* OF_* */
	int statsn;			/* off by */
	uint32_t window;		/* MaxCmdSN over the login's CmdSN */
	uint32_t expected;		/* and ExpCmdSN */
};

#define SAY(op, fl, ...) { .opcode = (op), .flags = (fl), __VA_ARGS__ }

struct session_peer {
	struct fake fake;
	struct connection c;
	struct full_feature ff;
	uint32_t statsn, tasks;
	struct fault fault;
};

static inline void put32(uint8_t *at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(v >> 8 * (3 - i));
}

static inline uint32_t get32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static inline void peer_log_request(struct fake *f, int fd, const void *buf,
				    size_t len)
{
	const uint8_t *b = buf;
	uint32_t itt = get32(b + 16), ttt = get32(b + 20);
	char text[256] = "";

	(void)fd;
	for (size_t i = 0; i < bhs_data_segment_length(b) &&
			   BHS_SIZE + i < len; i++)
		text[i] = b[BHS_SIZE + i] ? (char)b[BHS_SIZE + i] : '|';
	fake_log(f, "%02x %02x itt %d ttt %d sn %u %u", b[0], b[1],
		 itt == TAG_NONE ? -1 : (int)(itt - 1), (int)ttt,
		 get32(b + 24) - PEER_CMDSN, get32(b + 28) - PEER_STATSN);
	if (b[15])
		fake_log(f, " lun %u", b[15]);
	fake_log(f, "%s%s\n", *text ? " " : "", text);
}

/* After a login; window is MaxCmdSN over CmdSN. */
static inline void session_peer_begin(struct session_peer *p, uint32_t window)
{
	struct login *l = &p->c.login;
	struct params offer;

	fake_begin(&p->fake, NULL);
	p->fake.on_send = peer_log_request;
	memset(&p->c, 0xaa, sizeof(p->c));
	p->c.sys = &p->fake.sys;
	p->c.fd = PEER_FD;
	p->c.deadline = p->c.due = p->fake.now + 5000;
	transport_socket_init(&p->c.transport, p->c.sys, PEER_FD);
	key_offer_defaults(&offer);
	key_defaults(&l->params, &offer);
	l->itt = 1;
	l->statsn = PEER_STATSN;
	l->request.cmdsn = l->expcmdsn = PEER_CMDSN;
	l->maxcmdsn = PEER_CMDSN + window;
	p->statsn = PEER_STATSN + 1;
	p->tasks = 0;
	p->fault.err = 0;
	p->fault.text[0] = '\0';
	memset(&p->ff, 0xaa, sizeof(p->ff));
	full_feature_begin(&p->ff, &p->c);
}

static inline void peer_queue(struct session_peer *p, const void *bytes,
			      size_t n)
{
	const uint8_t *b = bytes;

	for (size_t i = 0; i < n; i += FAKE_BYTES)
		fake_queue(&p->fake, PEER_FD,
			   (int)(n - i < FAKE_BYTES ? n - i : FAKE_BYTES),
			   b + i);
}

static inline void session_peer_say(struct session_peer *p,
				    const struct say *s)
{
	static uint8_t pdu[BHS_SIZE + LOGIN_DATA_MAX];
	size_t len = s->len ? s->len : s->data ? strlen(s->data) : 0;
	static const uint32_t others[] = { [OF_NOBODY] = TAG_NONE,
					   [OF_OTHER] = 77 };
	bool counts = (s->opcode != OPCODE_NOP_IN || s->itt != OF_NOBODY) &&
		      (s->opcode != OPCODE_DATA_IN || s->flags & FLAG_STATUS);

	memset(pdu, 0, sizeof(pdu));
	pdu[0] = s->opcode;
	pdu[1] = s->flags;
	pdu[2] = s->response;
	pdu[3] = s->status;
	pdu[6] = (uint8_t)(len >> 8);
	pdu[7] = (uint8_t)len;
	pdu[15] = (uint8_t)s->ttt;
	put32(pdu + 16, s->itt ? others[s->itt] : p->tasks + 2);
	put32(pdu + 20, s->ttt ? s->ttt : TAG_NONE);
	put32(pdu + 24, p->statsn + (uint32_t)s->statsn);
	put32(pdu + 28, PEER_CMDSN + s->expected);
	put32(pdu + 32, PEER_CMDSN + s->window);
	put32(pdu + 36, s->datasn);
	put32(pdu + 40, s->offset);
	put32(pdu + 44, s->residual);
	if (len)
		memcpy(pdu + BHS_SIZE, s->data, len);
	/* Text of a script. */
	for (size_t i = 0; s->opcode == OPCODE_TEXT_RESPONSE && i < len; i++)
		if (pdu[BHS_SIZE + i] == '|')
			pdu[BHS_SIZE + i] = '\0';
	p->statsn += counts;
	peer_queue(p, pdu, BHS_SIZE + ((len + 3) & ~(size_t)3));
}

/* Everything that answers the next task. */
static inline void session_peer_answer(struct session_peer *p,
				       const struct say *says, size_t n)
{
	for (size_t i = 0; i < n && says[i].opcode; i++)
		session_peer_say(p, &says[i]);
	p->tasks++;
}

#endif
