/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtnetlink requests and what comes back, as bytes (rtnetlink(7)). */
#ifndef RTNL_H
#define RTNL_H

#include "addr.h"
#include "wr.h"

#define RTNL_MESSAGE_MAX 256		/* any request below */

/* A network device as RTM_NEWLINK tells it. */
struct link {
	int ifindex;
	char name[16];
	uint8_t mac[6], permanent_mac[6];
	bool ethernet;			/* a device of its own, not a VLAN */
	bool up, carrier;		/* IFF_UP, IFF_LOWER_UP */
};

enum rtnl_kind {
	RTNL_OTHER,
	RTNL_LINK,			/* a link: new or changed */
	RTNL_LINK_GONE,
	RTNL_ADDR,			/* an address */
	RTNL_DONE,			/* end of a dump */
	RTNL_ACK,			/* a request's result */
};

/* One message that was received. */
struct rtnl_message {
	enum rtnl_kind kind;
	uint32_t seq;			/* of the request; events have 0 */
	struct link link;		/* LINK, LINK_GONE */
	int ifindex;			/* ADDR */
	struct addr addr;
	bool global;			/* ADDR: of global scope */
	int error;			/* ACK: 0 or -errno */
};

/* Requests; each gives back its size.  seq comes back in the answer. */
size_t rtnl_dump_links(void *buf, uint32_t seq);
size_t rtnl_dump_addrs(void *buf, uint32_t seq);
/* Only IFF_UP is changed; the link's other flags stay. */
size_t rtnl_link_up(void *buf, uint32_t seq, int ifindex);
size_t rtnl_add_addr(void *buf, uint32_t seq, int ifindex,
		     const struct addr *addr, uint8_t prefix);
/* The default route by a gateway on this link; onlink: it is not inside the
 * link's subnet. */
size_t rtnl_add_default_route(void *buf, uint32_t seq, int ifindex,
			      const struct addr *gateway, bool onlink);

/* Take the next message.  false at the end, and for what is cut short. */
bool rtnl_get(const uint8_t **at, size_t *left, struct rtnl_message *m);

#endif
