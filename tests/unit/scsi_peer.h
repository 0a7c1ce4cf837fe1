/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A target that logs anybody in and answers SCSI commands from a table, over
 * a fake socket.  For what it answers see struct peer_answer. */
#ifndef SCSI_PEER_H
#define SCSI_PEER_H

#include "fake_sys.h"
#include "hex.h"
#include "rd.h"
#include "wr.h"

/* What one LUN answers to a command, in hexadecimal; the first row that fits
 * counts.  Without one the answer is "illegal request, no such command". */
struct peer_answer {
	uint8_t lun, opcode;
	int page;			/* of INQUIRY; -1: standard data */
	const char *data;
	uint8_t status;
	const char *sense;		/* NULL: none */
	uint8_t response;
};

struct scsi_peer {
	struct fake fake;		/* first: the fake knows where it is */
	const char *login_keys;
	const struct peer_answer *answers;	/* the last has no data */
	unsigned int attentions;	/* unit attentions before an answer */
	unsigned int hang_up_after;	/* commands; 0: never */
	bool logout_refused;

	unsigned int commands, logouts, met;
	uint32_t statsn, cmdsn;
	uint8_t in[16384];
	size_t have;
};

static inline struct scsi_peer *peer_of(struct fake *f)
{
	return (struct scsi_peer *)(void *)f;
}

/* One PDU, in pieces that the queue holds. */
static inline void peer_say(struct scsi_peer *p, uint8_t bhs[48],
			    const void *data, size_t len)
{
	uint8_t pdu[4096] = { 0 };
	size_t n = 48 + ((len + 3) & ~(size_t)3);

	for (int i = 0; i < 3; i++)
		bhs[5 + i] = (uint8_t)(len >> 8 * (2 - i));
	memcpy(pdu, bhs, 48);
	if (len)
		memcpy(pdu + 48, data, len);
	for (size_t at = 0; at < n; at += FAKE_BYTES)
		fake_queue(&p->fake, 5, (int)(n - at < FAKE_BYTES ? n - at :
					      FAKE_BYTES), pdu + at);
}

/* The header of an answer to the PDU that came (RFC 7143 11.2). */
static inline void peer_bhs(struct scsi_peer *p, uint8_t bhs[48],
			    uint8_t opcode, uint8_t flags)
{
	struct wr w = wr_into(bhs, 48);

	wr_be(&w, opcode, 1);
	wr_be(&w, flags, 1);
	wr_zero(&w, 14);
	wr_bytes(&w, p->in + 16, 4);		/* the Initiator Task Tag */
	wr_be(&w, opcode == 0x25 ? 0xffffffff : 0, 4);
	wr_be(&w, p->statsn++, 4);
	wr_be(&w, p->cmdsn, 4);
	wr_be(&w, p->cmdsn + 8, 4);
	wr_zero(&w, 12);
}

static inline void peer_log_in(struct scsi_peer *p)
{
	char text[512];
	uint8_t bhs[48];
	size_t n;

	copy_string(text, sizeof(text), p->login_keys);
	n = strlen(text);
	for (size_t i = 0; i < n; i++)
		if (text[i] == '|')
			text[i] = '\0';
	/* The login's CmdSN is the first command's, too (11.12.8). */
	p->cmdsn = p->in[27];
	peer_bhs(p, bhs, 0x23, 0x87);
	memcpy(bhs + 8, p->in + 8, 6);		/* the ISID */
	bhs[15] = 1;				/* a TSIH */
	peer_say(p, bhs, text, n);
}

static inline const struct peer_answer *peer_find(const struct scsi_peer *p,
						  const uint8_t *cdb)
{
	static const struct peer_answer none = {
		.status = 2, .sense = "700005000000000a000000002000"
	};
	const struct peer_answer *a = p->answers;
	int page = cdb[0] == 0x12 && cdb[1] & 1 ? cdb[2] : -1;

	for (; a->data; a++)
		if (a->lun == p->in[9] && a->opcode == cdb[0] &&
		    a->page == page)
			return a;
	return &none;
}

/* Bytes of hexadecimal text. */
static inline size_t peer_bytes(const char *hex, uint8_t *to, size_t size)
{
	char text[8192] = "0x";

	if (!hex || !*hex)
		return 0;
	copy_string(text + 2, sizeof(text) - 2, hex);
	return (size_t)hex_decode(text, to, size);
}

static inline void peer_answer(struct scsi_peer *p)
{
	static const struct peer_answer attention = {
		.status = 2, .sense = "700006000000000a000000002900"
	};
	const struct peer_answer *a = peer_find(p, p->in + 32);
	uint8_t bhs[48], data[4096];
	size_t n, expected = (size_t)p->in[22] << 8 | p->in[23];

	p->cmdsn++;
	/* SAM-5 5.14: INQUIRY and REPORT LUNS do not meet it. */
	if (p->in[32] != 0x12 && p->in[32] != 0xa0 && p->met < p->attentions) {
		p->met++;
		a = &attention;
	}
	n = peer_bytes(a->data, data, sizeof(data));
	if (n > expected)
		n = expected;
	if (n && !a->status && !a->response) {
		peer_bhs(p, bhs, 0x25, 0x81 | (n < expected ? 0x02 : 0));
		bhs[46] = (uint8_t)((expected - n) >> 8);
		bhs[47] = (uint8_t)(expected - n);
		peer_say(p, bhs, data, n);
		return;
	}
	peer_bhs(p, bhs, 0x21, 0x80 | (expected ? 0x02 : 0));
	bhs[2] = a->response;
	bhs[3] = a->status;
	bhs[46] = (uint8_t)(expected >> 8);
	bhs[47] = (uint8_t)expected;
	n = peer_bytes(a->sense, data + 2, sizeof(data) - 2);
	data[0] = 0;
	data[1] = (uint8_t)n;
	peer_say(p, bhs, data, n ? n + 2 : 0);
}

static inline void peer_take(struct scsi_peer *p)
{
	uint8_t bhs[48];

	switch (p->in[0] & 0x3f) {
	case 0x03:
		peer_log_in(p);
		break;
	case 0x01:
		if (++p->commands == p->hang_up_after)
			fake_queue(&p->fake, 5, 0, "");
		else
			peer_answer(p);
		break;
	case 0x06:
		p->logouts++;
		peer_bhs(p, bhs, 0x26, 0x80);
		bhs[2] = p->logout_refused ? 2 : 0;
		peer_say(p, bhs, "", 0);
		break;
	default:
		printf("an opcode that was not expected: %02x\n", p->in[0]);
		exit(1);
	}
}

static inline void peer_on_send(struct fake *f, int fd, const void *buf,
				size_t len)
{
	struct scsi_peer *p = peer_of(f);

	(void)fd;
	if (p->have + len > sizeof(p->in))
		abort();
	memcpy(p->in + p->have, buf, len);
	p->have += len;
	while (p->have >= 48) {
		size_t n = (size_t)p->in[6] << 8 | p->in[7];

		n = 48 + ((n + 3) & ~(size_t)3);
		if (p->have < n)
			break;
		peer_take(p);
		memmove(p->in, p->in + n, p->have - n);
		p->have -= n;
	}
}

/* What is queued can be read, and anything can be written. */
static inline bool peer_on_wait(struct fake *f, struct sys_wait *w, size_t n,
				uint64_t deadline)
{
	(void)deadline;
	for (size_t i = 0; i < n; i++)
		w[i].ready = w[i].write || f->queued;
	return n && w[0].ready;
}

static inline const struct sys *scsi_peer_begin(struct scsi_peer *p,
					const struct peer_answer *answers)
{
	const struct sys *sys;

	memset(p, 0, sizeof(*p));
	sys = fake_begin(&p->fake, NULL);
	p->fake.on_send = peer_on_send;
	p->fake.on_wait = peer_on_wait;
	p->login_keys = "TargetPortalGroupTag=1|";
	p->answers = answers;
	p->statsn = 100;
	return sys;
}

#endif
