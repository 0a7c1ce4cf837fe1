/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IP and MAC addresses, from text and to text.  Ours because klibc's inet_pton
 * rejects every IPv6 address and its inet_aton accepts 256.1.1.1. */
#ifndef ADDR_H
#define ADDR_H

#include "compat.h"

enum { ADDR_NONE = 0, ADDR_IPV4 = 4, ADDR_IPV6 = 6 };

/* An IP address in network byte order: 4 or 16 bytes in use. */
struct addr {
	uint8_t family;		/* ADDR_* */
	uint8_t bytes[16];
};

/* Room for the longest text, "[" IPv6 "]:65535" and the NUL. */
#define ADDR_TEXT_SIZE 40
#define PORTAL_TEXT_SIZE 50
#define MAC_TEXT_SIZE 18

#define ISCSI_PORT 3260			/* where none is said */

/* A network portal: an address and a TCP port in host byte order. */
struct portal {
	struct addr addr;
	uint16_t port;
};

/* The whole of text as an IPv4 or IPv6 address (RFC 4291 2.2), no scope id.
 * 0 or -EINVAL. */
int addr_parse(const char *text, struct addr *a);

/* The address as text, IPv6 by RFC 5952.  Gives back buf. */
const char *addr_text(const struct addr *a, char buf[ADDR_TEXT_SIZE]);

/* IPv6 as the kernel's iBFT driver and Open-iSCSI write it: eight groups of
 * four digits.  IPv4 as above. */
const char *addr_text_full(const struct addr *a, char buf[ADDR_TEXT_SIZE]);

/* "address:port", IPv6 in brackets.  Gives back buf. */
const char *portal_text(const struct portal *p, char buf[PORTAL_TEXT_SIZE]);

/* A TargetAddress value, host[:port][,tag] (RFC 7143 13.8) with a numeric
 * host; a port that is missing is 3260.  Takes the unbracketed IPv6 that tgt
 * and SPDK send, too.  0 or -EINVAL. */
int portal_parse(const char *text, struct portal *p);

/* ::ffff:10.0.0.1 becomes 10.0.0.1: IPv4 in an IPv6 coat (RFC 4291
 * 2.5.5.2). */
void addr_unmap(struct addr *a);

bool addr_equal(const struct addr *a, const struct addr *b);
/* Whether both are of one family and have their first prefix bits in
 * common. */
bool addr_same_subnet(const struct addr *a, const struct addr *b,
		      unsigned int prefix);
/* fe80::/10 */
bool addr_link_local(const struct addr *a);
bool portal_equal(const struct portal *a, const struct portal *b);

/* "52:54:00:12:34:56", hexadecimal digits of any case.  0 or -EINVAL. */
int mac_parse(const char *text, uint8_t mac[6]);
const char *mac_text(const uint8_t mac[6], char buf[MAC_TEXT_SIZE]);

#endif
