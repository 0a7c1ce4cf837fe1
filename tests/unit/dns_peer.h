/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DNS servers from a script, for a resolver over fake_sys.h.  Each answers
 * when the resolver waits. */
#ifndef DNS_PEER_H
#define DNS_PEER_H

#include "dns.h"
#include "fake_sys.h"
#include "wr.h"

/* What a server does with a question. */
enum dns_deed {
	DEED_ANSWER,		/* with the addresses, or that there are none */
	DEED_NXDOMAIN,
	DEED_SERVFAIL,
	DEED_TRUNCATED,		/* whole over TCP */
	DEED_SILENCE,
	DEED_REFUSED_PORT,	/* ICMP says that nobody is there */
	DEED_WRONG_ID,		/* and nothing else */
	DEED_WRONG_THEN_RIGHT,
	DEED_FLOOD,		/* of answers with wrong ids */
};

/* The first row that fits.  NULL and 0: any. */
struct dns_row {
	const char *server, *name;
	int type;
	enum dns_deed deed;
	const char *addrs;		/* with single spaces between */
	uint64_t after;			/* not before that time */
};

#define DNS_SOCKETS 512
#define STREAMS 256			/* from here on in the arrays: TCP */
#define STREAM_FD 10			/* their descriptors */

struct dns_peer {
	struct fake fake;
	const struct dns_row *rows;	/* the last has deed SILENCE, no name */
	struct addr at[DNS_SOCKETS];	/* whom a socket is connected to */
	int streams;			/* TCP sockets */
	uint8_t asked[2 + DNS_QUERY_MAX];	/* of one TCP socket */
	size_t asked_len;
	int tcp_rc;			/* connect()'s, when negative */
	bool tcp_pieces;		/* a byte at a time */
	const char *tcp_says;		/* instead of the answer */
	size_t tcp_says_len;
	bool closed[DNS_SOCKETS];
	unsigned int questions;
};

static inline struct dns_peer *peer_of(const struct sys *sys)
{
	return (struct dns_peer *)(uintptr_t)sys;
}

static inline int peer_datagram(const struct sys *sys,
				const struct portal *portal)
{
	struct dns_peer *p = peer_of(sys);

	if (p->fake.datagram_rc)
		return p->fake.datagram_rc;
	if (p->fake.datagrams == STREAMS || portal->port != DNS_PORT)
		abort();
	p->at[p->fake.datagrams] = portal->addr;
	return FAKE_DATAGRAM_FD + p->fake.datagrams++;
}

static inline int peer_connect(const struct sys *sys,
			       const struct portal *portal,
			       const struct sys_from *from)
{
	struct dns_peer *p = peer_of(sys);

	(void)from;
	fake_log(&p->fake, "%u: TCP\n", (unsigned int)p->fake.now);
	if (p->tcp_rc)
		return p->tcp_rc;
	if (STREAM_FD + p->streams == FAKE_NETLINK_FD)
		abort();
	p->asked_len = 0;
	p->at[STREAMS + p->streams] = portal->addr;
	return STREAM_FD + p->streams++;
}

static inline void peer_close(const struct sys *sys, int fd)
{
	if (fd >= FAKE_DATAGRAM_FD)
		peer_of(sys)->closed[fd - FAKE_DATAGRAM_FD] = true;
	else if (fd >= STREAM_FD)
		peer_of(sys)->closed[STREAMS + fd - STREAM_FD] = true;
}

/* So many sockets are open. */
static inline unsigned int peer_open(const struct dns_peer *p)
{
	unsigned int n = 0;

	for (int i = 0; i < p->fake.datagrams; i++)
		n += !p->closed[i];
	for (int i = 0; i < p->streams; i++)
		n += !p->closed[STREAMS + i];
	return n;
}

/* The question's name as text; gives back its type. */
static inline int peer_read(const uint8_t *m, char *name)
{
	size_t at = 12;

	while (m[at]) {
		memcpy(name, m + at + 1, m[at]);
		name += m[at];
		*name++ = '.';
		at += 1U + m[at];
	}
	name[-1] = '\0';
	return m[at + 2];
}

/* The question in m, n bytes, made the answer; its length. */
static inline int peer_answer(uint8_t *m, size_t n, int type, int rcode,
			      const char *addrs, size_t size)
{
	struct wr w = wr_into(m + n, size - n);
	char text[ADDR_TEXT_SIZE];
	struct addr a;

	m[2] = 0x81;
	m[3] = (uint8_t)(0x80 | rcode);
	while (addrs && *addrs) {
		size_t len = strcspn(addrs, " ");

		memcpy(text, addrs, len);
		text[len] = '\0';
		addrs += len + (addrs[len] == ' ');
		if (addr_parse(text, &a))
			abort();
		if (a.family != (type == DNS_A ? ADDR_IPV4 : ADDR_IPV6))
			continue;
		wr_be(&w, 0xc00c, 2);
		wr_be(&w, (uint64_t)type, 2);
		wr_be(&w, 1, 2);
		wr_be(&w, 60, 4);
		wr_be(&w, type == DNS_A ? 4 : 16, 2);
		wr_bytes(&w, a.bytes, type == DNS_A ? 4 : 16);
		m[7]++;
	}
	return (int)(n + w.used);
}

static inline const struct dns_row *peer_row(const struct dns_peer *p,
					     const struct addr *server,
					     const char *name, int type)
{
	const struct dns_row *row = p->rows;
	char text[ADDR_TEXT_SIZE];

	addr_text(server, text);
	while ((row->server && strcmp(row->server, text)) ||
	       (row->name && strcmp(row->name, name)) ||
	       (row->type && row->type != type) || p->fake.now < row->after)
		row++;
	return row;
}

/* Over TCP, a question that is whole. */
static inline void peer_take_stream(struct dns_peer *p, int fd,
				    const void *buf, size_t len)
{
	uint8_t m[2 + FAKE_BYTES];
	char name[DNS_NAME_MAX + 2];
	const struct dns_row *row;
	int type, n;

	memcpy(p->asked + p->asked_len, buf, len);
	p->asked_len += len;
	if (p->asked_len < 2 ||
	    p->asked_len < 2 + ((size_t)p->asked[0] << 8 | p->asked[1]))
		return;
	n = (int)p->asked_len - 2;
	p->asked_len = 0;
	memcpy(m + 2, p->asked + 2, (size_t)n);
	type = peer_read(m + 2, name);
	row = peer_row(p, &p->at[STREAMS + fd - STREAM_FD], name, type);
	n = peer_answer(m + 2, (size_t)n, type, 0, row->addrs, FAKE_BYTES);
	m[0] = (uint8_t)(n >> 8);
	m[1] = (uint8_t)n;
	if (p->tcp_says) {
		n = (int)p->tcp_says_len - 2;
		memcpy(m, p->tcp_says, p->tcp_says_len);
	}
	if (!p->tcp_pieces && n + 2 > 0)
		fake_queue(&p->fake, fd, n + 2, m);
	for (int i = 0; p->tcp_pieces && i < n + 2; i++)
		fake_queue(&p->fake, fd, 1, m + i);
	fake_queue(&p->fake, fd, 0, NULL);
}

static inline void peer_send(struct fake *f, int fd, const void *buf,
			     size_t len)
{
	struct dns_peer *p = (struct dns_peer *)f;
	uint8_t m[FAKE_BYTES];
	char name[DNS_NAME_MAX + 2], at[ADDR_TEXT_SIZE];
	const struct dns_row *row;
	const struct addr *server;
	int type, n = (int)len;

	if (fd < FAKE_DATAGRAM_FD) {
		peer_take_stream(p, fd, buf, len);
		return;
	}
	p->questions++;
	server = &p->at[fd - FAKE_DATAGRAM_FD];
	memcpy(m, buf, len);
	type = peer_read(m, name);
	fake_log(f, "%u: %s %s %s\n", (unsigned int)f->now,
		 addr_text(server, at), type == DNS_A ? "A" : "AAAA", name);
	row = peer_row(p, server, name, type);
	if (row->deed == DEED_SILENCE)
		return;
	if (row->deed == DEED_REFUSED_PORT) {
		fake_queue(f, fd, -ECONNREFUSED, NULL);
		return;
	}
	n = peer_answer(m, len, type, row->deed == DEED_NXDOMAIN ? 3 :
			row->deed == DEED_SERVFAIL ? 2 : 0,
			row->deed == DEED_TRUNCATED ? NULL : row->addrs,
			sizeof(m));
	if (row->deed == DEED_TRUNCATED)
		m[2] |= 2;
	if (row->deed >= DEED_WRONG_ID) {
		m[0] ^= 0x55;
		for (int i = 0; i < (row->deed == DEED_FLOOD ? 33 : 2); i++)
			fake_queue(f, fd, n, m);
		m[0] ^= 0x55;
	}
	if (row->deed != DEED_WRONG_ID)
		fake_queue(f, fd, n, m);
}

/* What was sent is answered at once: time does not pass. */
static inline bool peer_wait(struct fake *f, struct sys_wait *w, size_t n,
			     uint64_t deadline)
{
	bool some = false;

	(void)deadline;
	for (size_t i = 0; i < n; i++) {
		if (w[i].fd >= 0 && w[i].write)
			some = w[i].ready = true;
		for (size_t j = 0; w[i].fd >= 0 && j < f->queued; j++)
			if (f->queue[j].fd == w[i].fd)
				some = w[i].ready = true;
	}
	return some;
}

static inline const struct sys *peer_begin(struct dns_peer *p,
					   const struct fake_file *files,
					   const struct dns_row *rows)
{
	memset(p, 0, sizeof(*p));
	fake_begin(&p->fake, files);
	p->rows = rows;
	p->fake.sys.datagram = peer_datagram;
	p->fake.sys.connect = peer_connect;
	p->fake.sys.close = peer_close;
	p->fake.on_send = peer_send;
	p->fake.on_wait = peer_wait;
	return &p->fake.sys;
}

#endif
