/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host, by its address or by its name. */
#ifndef HOST_H
#define HOST_H

#include "addr.h"

#define HOST_NAME_MAX_BYTES 253		/* RFC 1035 2.3.4, as text */

/* The whole of text as an IPv4 or IPv6 address, the latter with or without
 * brackets: then host is empty.  Or as a host name (RFC 1123 2.1, and '_'):
 * then the address's family is ADDR_NONE.  NULL, or what is wrong, in words
 * that follow "is". */
const char *host_wrong(const char *text, struct addr *a,
		       char host[HOST_NAME_MAX_BYTES + 1]);

/* The host and port of a TargetAddress, host[:port] (RFC 7143 13.8), the tag
 * behind them left out.  An address goes to p, as portal_parse() has it; of a
 * host name only p->port is set.  0 or -EINVAL. */
int target_address_parse(const char *text, struct portal *p,
			 char host[HOST_NAME_MAX_BYTES + 1]);

#endif
