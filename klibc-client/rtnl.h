/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtnetlink requests (rtnl_request.c) and what comes back (rtnl.c), as bytes
 * (rtnetlink(7)). */
#ifndef RTNL_H
#define RTNL_H

#include "addr.h"
#include "wr.h"

#define RTNL_MESSAGE_MAX 256		/* any request below */
#define LINK_NAME_SIZE 16		/* with the NUL */

enum link_kind {
	LINK_OTHER,			/* not Ethernet: loopback, tunnels */
	LINK_NIC,			/* a device of its own */
	LINK_VLAN,			/* 802.1Q, on top of its parent */
	LINK_MASTER,			/* bridge, bond, team */
	LINK_VIRTUAL,			/* others that are not hardware */
};

/* A network device as RTM_NEWLINK tells it. */
struct link {
	int ifindex;
	int parent;			/* ifindex, of a VLAN */
	int master;			/* ifindex of its bridge, bond; or 0 */
	enum link_kind kind;
	char name[LINK_NAME_SIZE];
	uint8_t mac[6], permanent_mac[6];
	uint16_t vlan;			/* its number */
	uint32_t mtu;
	bool up, carrier;		/* IFF_UP, IFF_LOWER_UP */
};

/* An address of a device. */
struct link_addr {
	int ifindex;
	struct addr addr;
	uint8_t prefix;
	bool global;			/* of global scope, not link-local */
	bool tentative;			/* not to be used yet (RFC 4862) */
	bool duplicate;			/* another node has it */
	bool permanent;			/* not by a router's advertisement */
};

/* A route, or a request for one.  to.family ADDR_NONE: the default route of
 * the gateway's family. */
struct route {
	struct addr to;
	uint8_t prefix;
	struct addr gateway;		/* family ADDR_NONE: on the link */
	struct addr source;		/* preferred; or ADDR_NONE */
	int ifindex;			/* 0: by the gateway's own route */
	uint32_t table;			/* 0: the main one */
	bool onlink;			/* the gateway is in no subnet of ours */
};

/* Packets from this address look into this table. */
struct rule {
	struct addr from;
	uint32_t table, priority;
};

enum rtnl_kind {
	RTNL_OTHER,
	RTNL_LINK,			/* a link: new or changed */
	RTNL_LINK_GONE,
	RTNL_ADDR,			/* an address */
	RTNL_ADDR_GONE,
	RTNL_ROUTE,			/* a unicast route */
	RTNL_ROUTE_GONE,
	RTNL_RULE,			/* a rule about one source address */
	RTNL_NEIGHBOR,			/* whose MAC address is known */
	RTNL_DONE,			/* end of a dump */
	RTNL_ACK,			/* a request's result */
};

/* One message that was received; what is filled depends on its kind. */
struct rtnl_message {
	enum rtnl_kind kind;
	uint32_t seq;			/* of the request; events have 0 */
	struct link link;
	struct link_addr addr;		/* of a neighbor: device and address */
	struct route route;
	struct rule rule;
	int error;			/* ACK: 0 or -errno */
};

/* Requests; each gives back its size.  Their number is 0: who sends one puts
 * it in, at RTNL_SEQ_AT; it comes back in the answer. */
#define RTNL_SEQ_AT 8
size_t rtnl_dump_links(void *buf);
size_t rtnl_dump_addrs(void *buf);
size_t rtnl_dump_routes(void *buf);
size_t rtnl_dump_rules(void *buf);
size_t rtnl_dump_neighbors(void *buf);
/* Only IFF_UP is changed; the link's other flags stay. */
size_t rtnl_link_up(void *buf, int ifindex, bool up);
size_t rtnl_set_name(void *buf, int ifindex, const char *name);
size_t rtnl_set_mac(void *buf, int ifindex,
		    const uint8_t mac[6]);
size_t rtnl_set_mtu(void *buf, int ifindex, uint32_t mtu);
/* A new 802.1Q device on top of parent. */
size_t rtnl_add_vlan(void *buf, int parent, uint16_t vlan,
		     const char *name);
/* peer: the other end of a point-to-point link; NULL or ADDR_NONE: none. */
size_t rtnl_add_addr(void *buf, int ifindex,
		     const struct addr *addr, uint8_t prefix,
		     const struct addr *peer);
size_t rtnl_remove_addr(void *buf, int ifindex, const struct addr *addr,
			uint8_t prefix);
size_t rtnl_add_route(void *buf, const struct route *route);
size_t rtnl_add_rule(void *buf, const struct rule *rule);
/* Look for a neighbor, as if there were a packet for it. */
size_t rtnl_use_neighbor(void *buf, int ifindex, const struct addr *addr);

/* Take the next message.  false at the end, and for what is cut short. */
bool rtnl_get(const uint8_t **at, size_t *left, struct rtnl_message *m);

#endif
