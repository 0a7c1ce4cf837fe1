/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host name to addresses: a stub resolver (RFC 1035, 3596) as a state machine
 * that never blocks, so that several names are looked up at once.
 *
 * What protects against a forged answer (RFC 5452): an id that nobody can
 * guess and the port that the kernel chose at random, both new for each
 * question to each server; a connected socket, which gives nothing from
 * anybody else; the question repeated in the answer; and an end to the socket
 * to which too much comes that is no answer. */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "dns.h"
#include "fault.h"
#include "sys.h"

#define RESOLVE_SERVERS_MAX 8
#define RESOLVE_ADDRS_MAX 8
#define RESOLVE_SEARCH_SIZE 512
#define RESOLVE_QUERIES 2		/* A and AAAA */
#define RESOLVE_TCP_MAX 2048		/* bytes: 120 addresses and more */

/* Whom to ask. */
struct resolve_servers {
	struct addr list[RESOLVE_SERVERS_MAX];	/* the first is asked first */
	size_t count;
	/* Search domains, the first first, with single spaces between. */
	char search[RESOLVE_SEARCH_SIZE];
};

enum resolve_state {
	RESOLVE_IDLE,			/* zeroed: nothing was asked */
	RESOLVE_PENDING,
	RESOLVE_DONE,			/* addrs, at least one */
	RESOLVE_FAILED,			/* the fault says why */
};

struct resolve_query {
	enum dns_type type;
	uint16_t id;
	int fd;				/* -1: nothing is awaited */
	bool tcp;
	/* 0: not answered yet; a number of addresses; or, as dns_answer()
	 * says it, what is certain: -ENOENT, -ENODATA, -EADDRNOTAVAIL. */
	int result;
	struct addr addrs[RESOLVE_ADDRS_MAX];
	unsigned int wrong;		/* datagrams that were no answer */
	/* Over TCP: the question on its way out, then the answer. */
	size_t len, sent, have;
	uint8_t buf[2 + RESOLVE_TCP_MAX];
};

struct resolve {
	enum resolve_state state;
	struct addr addrs[RESOLVE_ADDRS_MAX];	/* IPv4 first */
	size_t count;
	struct fault fault;

	const struct sys *sys;
	const struct resolve_servers *servers;
	char host[DNS_NAME_MAX + 2];	/* as given, also with a dot behind */
	uint64_t began, deadline;
	/* In a round each name that the host may mean is asked for, of each
	 * server until one is sure. */
	unsigned int round;
	uint64_t round_began;
	bool pause;			/* until the next round */
	uint64_t due;			/* of the answers, or of the pause */
	int candidate, candidates;
	int likely;			/* the first that is a name */
	uint32_t denied;		/* a bit for each: it is not that one */
	char name[DNS_NAME_MAX + 1];	/* the candidate, in full */
	size_t server, tried;
	struct resolve_query queries[RESOLVE_QUERIES];
	/* What the answers were when they were of no use. */
	int trouble[RESOLVE_SERVERS_MAX];	/* -errno; 0: silence */
	bool exists;			/* some name is there, without use */
	size_t denied_by;		/* the server that said so last */
	struct addr unusable;		/* family ADDR_NONE: none */
};

/* Begin to look up host (not an address; a dot at its end: without the search
 * domains).  servers stays the caller's, and valid until the end.  A wrong
 * name or no server fails at once.  At the deadline (the clock of sys->now) it
 * fails; SYS_FOREVER: after 20 seconds.
 *
 * Faults: EDESTADDRREQ: there is no such host, or no server to ask; ETIMEDOUT:
 * no answer; EHOSTUNREACH: no useful answer; EINVAL: not a host name. */
void resolve_start(struct resolve *r, const struct sys *sys,
		   const struct resolve_servers *servers, const char *host,
		   uint64_t deadline);

/* What it waits for (fd -1: nothing) and until when, while pending. */
uint64_t resolve_waits(const struct resolve *r,
		       struct sys_wait w[RESOLVE_QUERIES]);

/* Go as far as possible: after any wait, whatever it found. */
void resolve_advance(struct resolve *r);

/* The time is up before the deadline: fail with what is known.  Nothing when
 * it is not pending, so that it also ends what may have been begun. */
void resolve_abandon(struct resolve *r);

/* For those who can wait: until it is done.  0, or -errno with the fault. */
int resolve_run(struct resolve *r, struct fault *f);

#endif
