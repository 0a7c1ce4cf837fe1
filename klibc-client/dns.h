/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DNS messages as a stub resolver sends and takes them (RFC 1035, 3596): bytes
 * only, no I/O.  Answers are checked as RFC 5452 asks. */
#ifndef DNS_H
#define DNS_H

#include "addr.h"

#define DNS_PORT 53
#define DNS_NAME_MAX 253		/* as text (RFC 1035 2.3.4) */
/* Header, name, type and class. */
#define DNS_QUERY_MAX (12 + DNS_NAME_MAX + 2 + 4)

enum dns_type { DNS_A = 1, DNS_AAAA = 28 };

struct dns_question {
	const char *name;		/* without a dot at the end */
	enum dns_type type;
	uint16_t id;			/* random: nobody is to guess it */
};

/* Why text can be no host name, as "is ...", or NULL.  No dot at its end. */
const char *dns_name_wrong(const char *text);

/* The question as a message, recursion desired.  Its length, or -EINVAL when
 * the name is wrong or it does not fit (DNS_QUERY_MAX always does). */
int dns_query(const struct dns_question *q, void *buf, size_t size);

/* A message that came from the server that was asked.  Gives back how many
 * addresses it wrote to addrs, 1 to max, each of them once; or
 * -EPROTO: not an answer to this question, or not well-formed: to be ignored,
 * for the answer may still come;
 * -ENOENT: there is no such name (NXDOMAIN);
 * -ENODATA: the name has no record of this type;
 * -EADDRNOTAVAIL: it has, but no portal can have these addresses, one of
 * which is in addrs[0]: loopback, multicast, unspecified, broadcast and so on;
 * -EAGAIN: this server cannot say (SERVFAIL, REFUSED, a referral, a loop of
 * aliases), another one may;
 * -EMSGSIZE: it is truncated: to be asked again over TCP. */
int dns_answer(const struct dns_question *q, const void *bytes, size_t size,
	       struct addr *addrs, size_t max);

#endif
