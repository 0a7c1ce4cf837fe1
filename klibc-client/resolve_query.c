// SPDX-License-Identifier: GPL-2.0-or-later
/* One question on its way to one server. */
#include "resolve_query.h"

#include <errno.h>

/* Milliseconds for the answer over TCP, if that is more than is left. */
#define TCP_MS 3000
/* Once there are addresses of one family: for those of the other. */
#define OTHER_MS 500

/* Who guesses has that many guesses of 65536 at a port that he found. */
#define WRONG_MAX 32

/* Without EDNS no server sends more than 512 (RFC 1035 4.2.1), but some do. */
#define DATAGRAM_MAX 1500

void query_close(struct resolve *r, struct resolve_query *q)
{
	r->sys->close(r->sys, q->fd);
	q->fd = -1;
}

static void failed(struct resolve *r, struct resolve_query *q, int err)
{
	r->trouble[r->server] = err;
	query_close(r, q);
}

static struct portal server_portal(const struct resolve *r)
{
	return (struct portal){ r->servers->list[r->server], DNS_PORT };
}

/* getrandom() once it is ready, which it is when a network is up; before that
 * it is waited for, about a second, rather than that the id can be guessed. */
static int draw_id(const struct sys *sys, uint16_t *id)
{
	int rc = sys->random(sys, SYS_JITTER, id, sizeof(*id));

	return rc ? sys->random(sys, SYS_SECRET, id, sizeof(*id)) : 0;
}

static int write_question(const struct resolve *r,
			  const struct resolve_query *q, void *buf,
			  size_t size)
{
	struct dns_question question = { r->name, q->type, q->id };

	return dns_query(&question, buf, size);
}

void query_ask(struct resolve *r, struct resolve_query *q)
{
	struct portal to = server_portal(r);
	uint8_t bytes[DNS_QUERY_MAX];
	int rc;

	q->tcp = false;
	q->wrong = 0;
	rc = draw_id(r->sys, &q->id);
	if (!rc)
		rc = q->fd = r->sys->datagram(r->sys, &to);
	if (rc >= 0)
		rc = write_question(r, q, bytes, sizeof(bytes));
	if (rc >= 0)
		rc = r->sys->send(r->sys, q->fd, bytes, (size_t)rc);
	if (rc < 0)
		failed(r, q, rc);
}

/* The same question again, its length before it (RFC 1035 4.2.2). */
static void ask_tcp(struct resolve *r, struct resolve_query *q)
{
	struct portal to = server_portal(r);
	uint64_t due = r->sys->now(r->sys) + TCP_MS;
	int rc;

	query_close(r, q);
	q->tcp = true;
	q->sent = q->have = 0;
	rc = write_question(r, q, q->buf + 2, sizeof(q->buf) - 2);
	if (rc > 0) {
		q->buf[0] = (uint8_t)(rc >> 8);
		q->buf[1] = (uint8_t)rc;
		q->len = 2 + (size_t)rc;
		rc = q->fd = r->sys->connect(r->sys, &to, NULL);
	}
	if (rc < 0)
		failed(r, q, rc);
	else if (r->due < due)
		r->due = due;
}

/* What dns_answer() made of it: -EPROTO excepted, and over TCP only what is
 * certain. */
static void take_answer(struct resolve *r, struct resolve_query *q, int rc)
{
	uint64_t due = r->sys->now(r->sys) + OTHER_MS;

	if (rc == -EMSGSIZE) {
		ask_tcp(r, q);
		return;
	}
	if (rc == -EAGAIN) {
		failed(r, q, rc);
		return;
	}
	q->result = rc;
	query_close(r, q);
	if (rc > 0 && r->due > due)
		r->due = due;
}

static int read_answer(const struct resolve *r, struct resolve_query *q,
		       const void *bytes, size_t size)
{
	struct dns_question question = { r->name, q->type, q->id };

	return dns_answer(&question, bytes, size, q->addrs,
			  RESOLVE_ADDRS_MAX);
}

static void advance_udp(struct resolve *r, struct resolve_query *q)
{
	uint8_t bytes[DATAGRAM_MAX];

	for (;;) {
		int rc = r->sys->receive(r->sys, q->fd, bytes, sizeof(bytes));

		if (rc == -EAGAIN)
			return;
		if (rc < 0) {
			failed(r, q, rc);
			return;
		}
		rc = read_answer(r, q, bytes, (size_t)rc);
		if (rc != -EPROTO) {
			take_answer(r, q, rc);
			return;
		}
		if (++q->wrong == WRONG_MAX) {
			failed(r, q, rc);
			return;
		}
	}
}

/* 0 when all of it is sent. */
static int send_question(struct resolve *r, struct resolve_query *q)
{
	int rc;

	/* While it connects, there is no room for anything. */
	while (q->sent < q->len) {
		rc = r->sys->send(r->sys, q->fd, q->buf + q->sent,
				  q->len - q->sent);
		if (rc < 0)
			return rc;
		q->sent += (size_t)rc;
	}
	return 0;
}

/* The length of the answer and the answer, into buf, where the question was.
 * 0 when all of it is there. */
static int receive_answer(struct resolve *r, struct resolve_query *q)
{
	for (;;) {
		size_t whole = 2;
		int rc;

		if (q->have >= 2)
			whole += (size_t)q->buf[0] << 8 | q->buf[1];
		if (q->have >= 2 && q->have == whole)
			return 0;
		if (whole > sizeof(q->buf))
			return -EMSGSIZE;
		rc = r->sys->receive(r->sys, q->fd, q->buf + q->have,
				     whole - q->have);
		if (rc <= 0)
			return rc ? rc : -ECONNRESET;
		q->have += (size_t)rc;
	}
}

static void advance_tcp(struct resolve *r, struct resolve_query *q)
{
	int rc = send_question(r, q);

	if (!rc)
		rc = receive_answer(r, q);
	if (rc == -EAGAIN)
		return;
	if (!rc)
		rc = read_answer(r, q, q->buf + 2, q->have - 2);
	else if (rc == -EMSGSIZE)
		rc = -EPROTO;
	if (rc < 0 && rc != -ENOENT && rc != -ENODATA && rc != -EADDRNOTAVAIL)
		failed(r, q, rc);
	else
		take_answer(r, q, rc);
}

void query_advance(struct resolve *r, struct resolve_query *q)
{
	if (q->fd < 0)
		return;
	if (q->tcp)
		advance_tcp(r, q);
	else
		advance_udp(r, q);
}
