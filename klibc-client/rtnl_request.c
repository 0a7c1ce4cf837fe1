// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests to rtnetlink, as bytes. */
#include <sys/socket.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "rtnl.h"

#define LINK_UP 0x1			/* IFF_UP; linux/if.h clashes */
#define ASK NLM_F_ACK
#define ADD (NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL)

static uint8_t family_of(const struct addr *a)
{
	return a->family == ADDR_IPV4 ? AF_INET : AF_INET6;
}

static struct wr begin(void *buf, uint16_t type, uint16_t flags,
		       const void *body, size_t n)
{
	struct wr w = wr_into(buf, RTNL_MESSAGE_MAX);
	struct nlmsghdr h = {
		.nlmsg_type = type,
		.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
	};

	wr_bytes(&w, &h, sizeof(h));
	wr_bytes(&w, body, n);
	return w;
}

/* The length goes in last, when it is known. */
static size_t end(struct wr *w)
{
	uint32_t length = (uint32_t)w->used;

	memcpy(w->buf, &length, sizeof(length));
	return w->used;
}

static void put_attr(struct wr *w, uint16_t type, const void *data, size_t n)
{
	struct rtattr a = { .rta_len = (uint16_t)(sizeof(a) + n),
			    .rta_type = type };

	wr_bytes(w, &a, sizeof(a));
	wr_bytes(w, data, n);
	wr_align(w, RTA_ALIGNTO);
}

static void put_number(struct wr *w, uint16_t type, uint32_t number)
{
	put_attr(w, type, &number, sizeof(number));
}

static void put_addr(struct wr *w, uint16_t type, const struct addr *a)
{
	if (a->family)
		put_attr(w, type, a->bytes, a->family == ADDR_IPV4 ? 4 : 16);
}

/* An attribute of attributes: where its length goes, when it is closed. */
static size_t open_nest(struct wr *w, uint16_t type)
{
	size_t at = w->used;

	put_attr(w, type, NULL, 0);
	return at;
}

static void close_nest(struct wr *w, size_t at)
{
	uint16_t length = (uint16_t)(w->used - at);

	memcpy(w->buf + at, &length, sizeof(length));
}

static size_t dump(void *buf, uint16_t type, size_t body)
{
	static const uint8_t zeroes[sizeof(struct ifinfomsg)];
	struct wr w = begin(buf, type, NLM_F_DUMP, zeroes, body);

	return end(&w);
}

size_t rtnl_dump_links(void *buf)
{
	return dump(buf, RTM_GETLINK, sizeof(struct ifinfomsg));
}

size_t rtnl_dump_addrs(void *buf)
{
	return dump(buf, RTM_GETADDR, sizeof(struct ifaddrmsg));
}

size_t rtnl_dump_routes(void *buf)
{
	return dump(buf, RTM_GETROUTE, sizeof(struct rtmsg));
}

size_t rtnl_dump_rules(void *buf)
{
	return dump(buf, RTM_GETRULE, sizeof(struct fib_rule_hdr));
}

size_t rtnl_dump_neighbors(void *buf)
{
	return dump(buf, RTM_GETNEIGH, sizeof(struct ndmsg));
}

static struct wr begin_link(void *buf, int ifindex,
			    uint16_t flags)
{
	struct ifinfomsg m = { .ifi_index = ifindex };

	return begin(buf, RTM_NEWLINK, flags, &m, sizeof(m));
}

size_t rtnl_link_up(void *buf, int ifindex, bool up)
{
	struct ifinfomsg m = {
		.ifi_index = ifindex,
		.ifi_flags = up ? LINK_UP : 0,
		.ifi_change = LINK_UP,
	};
	struct wr w = begin(buf, RTM_NEWLINK, ASK, &m, sizeof(m));

	return end(&w);
}

size_t rtnl_set_name(void *buf, int ifindex, const char *name)
{
	struct wr w = begin_link(buf, ifindex, ASK);

	put_attr(&w, IFLA_IFNAME, name, strlen(name) + 1);
	return end(&w);
}

size_t rtnl_set_mac(void *buf, int ifindex,
		    const uint8_t mac[6])
{
	struct wr w = begin_link(buf, ifindex, ASK);

	put_attr(&w, IFLA_ADDRESS, mac, 6);
	return end(&w);
}

size_t rtnl_set_mtu(void *buf, int ifindex, uint32_t mtu)
{
	struct wr w = begin_link(buf, ifindex, ASK);

	put_number(&w, IFLA_MTU, mtu);
	return end(&w);
}

size_t rtnl_add_vlan(void *buf, int parent, uint16_t vlan,
		     const char *name)
{
	struct wr w = begin_link(buf, 0, ADD);
	size_t info, data;

	put_number(&w, IFLA_LINK, (uint32_t)parent);
	put_attr(&w, IFLA_IFNAME, name, strlen(name) + 1);
	info = open_nest(&w, IFLA_LINKINFO);
	put_attr(&w, IFLA_INFO_KIND, "vlan", 5);
	data = open_nest(&w, IFLA_INFO_DATA);
	put_attr(&w, IFLA_VLAN_ID, &vlan, sizeof(vlan));
	close_nest(&w, data);
	close_nest(&w, info);
	return end(&w);
}

size_t rtnl_add_addr(void *buf, int ifindex,
		     const struct addr *addr, uint8_t prefix,
		     const struct addr *peer)
{
	bool alone = !peer || peer->family != addr->family;
	struct ifaddrmsg m = {
		.ifa_family = family_of(addr),
		.ifa_prefixlen = prefix,
		.ifa_scope = RT_SCOPE_UNIVERSE,
		.ifa_index = (uint32_t)ifindex,
	};
	struct wr w = begin(buf, RTM_NEWADDR, ADD, &m, sizeof(m));

	put_addr(&w, IFA_LOCAL, addr);
	put_addr(&w, IFA_ADDRESS, alone ? addr : peer);
	/* The broadcast address is not set by itself; /31 and /32 have none. */
	if (alone && addr->family == ADDR_IPV4 && prefix < 31) {
		struct addr broadcast = *addr;

		for (int bit = prefix; bit < 32; bit++)
			broadcast.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
		put_addr(&w, IFA_BROADCAST, &broadcast);
	}
	return end(&w);
}

size_t rtnl_remove_addr(void *buf, int ifindex, const struct addr *addr,
			uint8_t prefix)
{
	struct ifaddrmsg m = {
		.ifa_family = family_of(addr),
		.ifa_prefixlen = prefix,
		.ifa_index = (uint32_t)ifindex,
	};
	struct wr w = begin(buf, RTM_DELADDR, ASK, &m, sizeof(m));

	put_addr(&w, IFA_LOCAL, addr);
	return end(&w);
}

size_t rtnl_add_route(void *buf, const struct route *route)
{
	bool direct = !route->gateway.family;
	struct rtmsg m = {
		.rtm_family = family_of(direct ? &route->to :
						 &route->gateway),
		.rtm_dst_len = route->to.family ? route->prefix : 0,
		.rtm_table = route->table ? RT_TABLE_UNSPEC : RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_BOOT,
		.rtm_scope = direct && route->to.family == ADDR_IPV4 ?
			     RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
		.rtm_type = RTN_UNICAST,
		.rtm_flags = route->onlink ? RTNH_F_ONLINK : 0,
	};
	struct wr w = begin(buf, RTM_NEWROUTE, ADD, &m, sizeof(m));

	if (route->prefix)
		put_addr(&w, RTA_DST, &route->to);
	put_addr(&w, RTA_GATEWAY, &route->gateway);
	put_addr(&w, RTA_PREFSRC, &route->source);
	if (route->ifindex)
		put_number(&w, RTA_OIF, (uint32_t)route->ifindex);
	if (route->table)
		put_number(&w, RTA_TABLE, route->table);
	return end(&w);
}

size_t rtnl_add_rule(void *buf, const struct rule *rule)
{
	struct fib_rule_hdr m = {
		.family = family_of(&rule->from),
		.src_len = rule->from.family == ADDR_IPV4 ? 32 : 128,
		.action = FR_ACT_TO_TBL,
	};
	struct wr w = begin(buf, RTM_NEWRULE, ADD, &m, sizeof(m));

	put_addr(&w, FRA_SRC, &rule->from);
	put_number(&w, FRA_PRIORITY, rule->priority);
	put_number(&w, FRA_TABLE, rule->table);
	return end(&w);
}

size_t rtnl_use_neighbor(void *buf, int ifindex, const struct addr *addr)
{
	struct ndmsg m = {
		.ndm_family = family_of(addr),
		.ndm_ifindex = ifindex,
		.ndm_flags = NTF_USE,
	};
	struct wr w = begin(buf, RTM_NEWNEIGH, NLM_F_ACK | NLM_F_CREATE, &m,
			    sizeof(m));

	put_addr(&w, NDA_DST, addr);
	return end(&w);
}
