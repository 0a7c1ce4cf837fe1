// SPDX-License-Identifier: GPL-2.0-or-later
/* rtnetlink as bytes. */
#include "rtnl.h"

#include <errno.h>
#include <sys/socket.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "rd.h"

/* linux/if_arp.h and linux/if.h clash with the C library's own headers. */
#define ARPHRD_ETHERNET 1
#define LINK_UP 0x1
#define LINK_LOWER_UP 0x10000
#define ERRNO_MAX 4095
#define ATTR_PERMANENT_MAC 54		/* IFLA_PERM_ADDRESS, Linux 5.6 */

static size_t family_of(const struct addr *a)
{
	return a->family == ADDR_IPV4 ? AF_INET : AF_INET6;
}

static struct wr begin(void *buf, uint16_t type, uint16_t flags, uint32_t seq)
{
	struct wr w = wr_into(buf, RTNL_MESSAGE_MAX);
	struct nlmsghdr h = {
		.nlmsg_type = type,
		.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
		.nlmsg_seq = seq,
	};

	wr_bytes(&w, &h, sizeof(h));
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

static void put_addr(struct wr *w, uint16_t type, const struct addr *a)
{
	put_attr(w, type, a->bytes, a->family == ADDR_IPV4 ? 4 : 16);
}

size_t rtnl_dump_links(void *buf, uint32_t seq)
{
	struct wr w = begin(buf, RTM_GETLINK, NLM_F_DUMP, seq);
	struct ifinfomsg m = { .ifi_family = AF_UNSPEC };

	wr_bytes(&w, &m, sizeof(m));
	return end(&w);
}

size_t rtnl_dump_addrs(void *buf, uint32_t seq)
{
	struct wr w = begin(buf, RTM_GETADDR, NLM_F_DUMP, seq);
	struct ifaddrmsg m = { .ifa_family = AF_UNSPEC };

	wr_bytes(&w, &m, sizeof(m));
	return end(&w);
}

size_t rtnl_link_up(void *buf, uint32_t seq, int ifindex)
{
	struct wr w = begin(buf, RTM_NEWLINK, NLM_F_ACK, seq);
	struct ifinfomsg m = {
		.ifi_index = ifindex,
		.ifi_flags = LINK_UP,
		.ifi_change = LINK_UP,
	};

	wr_bytes(&w, &m, sizeof(m));
	return end(&w);
}

size_t rtnl_add_addr(void *buf, uint32_t seq, int ifindex,
		     const struct addr *addr, uint8_t prefix)
{
	struct wr w = begin(buf, RTM_NEWADDR,
			    NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, seq);
	struct ifaddrmsg m = {
		.ifa_family = (uint8_t)family_of(addr),
		.ifa_prefixlen = prefix,
		.ifa_scope = RT_SCOPE_UNIVERSE,
		.ifa_index = (uint32_t)ifindex,
	};

	wr_bytes(&w, &m, sizeof(m));
	put_addr(&w, IFA_LOCAL, addr);
	put_addr(&w, IFA_ADDRESS, addr);
	/* The broadcast address is not set by itself; /31 and /32 have none. */
	if (addr->family == ADDR_IPV4 && prefix < 31) {
		struct addr broadcast = *addr;

		for (int bit = prefix; bit < 32; bit++)
			broadcast.bytes[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
		put_addr(&w, IFA_BROADCAST, &broadcast);
	}
	return end(&w);
}

size_t rtnl_add_default_route(void *buf, uint32_t seq, int ifindex,
			      const struct addr *gateway, bool onlink)
{
	struct wr w = begin(buf, RTM_NEWROUTE,
			    NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, seq);
	struct rtmsg m = {
		.rtm_family = (uint8_t)family_of(gateway),
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_BOOT,
		.rtm_scope = RT_SCOPE_UNIVERSE,
		.rtm_type = RTN_UNICAST,
		.rtm_flags = onlink ? RTNH_F_ONLINK : 0,
	};
	uint32_t oif = (uint32_t)ifindex;

	wr_bytes(&w, &m, sizeof(m));
	put_addr(&w, RTA_GATEWAY, gateway);
	put_attr(&w, RTA_OIF, &oif, sizeof(oif));
	return end(&w);
}

/* The next attribute; false at the end. */
static bool get_attr(struct rd *r, struct rtattr *a, struct rd *value)
{
	const uint8_t *data;
	size_t n;

	rd_copy(r, a, sizeof(*a));
	if (r->short_read || a->rta_len < sizeof(*a))
		return false;
	n = a->rta_len - sizeof(*a);
	data = rd_bytes(r, n);
	if (r->short_read)
		return false;
	*value = rd_over(data, n);
	n = RTA_ALIGN(n) - n;
	rd_bytes(r, n < r->left ? n : r->left);
	return true;
}

/* A device that is made on top of another has its MAC address. */
static bool stacked(struct rd *linkinfo)
{
	static const char *const kinds[] = {
		"vlan", "macvlan", "macvtap", "ipvlan", "bridge", "bond",
		"team",
	};
	struct rtattr a;
	struct rd value;

	while (get_attr(linkinfo, &a, &value))
		for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
			if (a.rta_type == IFLA_INFO_KIND &&
			    value.left >= strlen(kinds[i]) + 1 &&
			    !memcmp(value.p, kinds[i], strlen(kinds[i]) + 1))
				return true;
	return false;
}

static void get_link(struct rd *r, struct link *l)
{
	struct ifinfomsg m;
	struct rtattr a;
	struct rd value;

	memset(l, 0, sizeof(*l));
	rd_copy(r, &m, sizeof(m));
	l->ifindex = m.ifi_index;
	l->ethernet = m.ifi_type == ARPHRD_ETHERNET;
	l->up = m.ifi_flags & LINK_UP;
	l->carrier = m.ifi_flags & LINK_LOWER_UP;
	while (get_attr(r, &a, &value)) {
		if (a.rta_type == IFLA_IFNAME && value.left <= sizeof(l->name))
			rd_copy(&value, l->name, value.left);
		if (a.rta_type == IFLA_ADDRESS && value.left == 6)
			rd_copy(&value, l->mac, 6);
		if (a.rta_type == ATTR_PERMANENT_MAC && value.left == 6)
			rd_copy(&value, l->permanent_mac, 6);
		if (a.rta_type == IFLA_LINKINFO && stacked(&value))
			l->ethernet = false;
	}
	l->name[sizeof(l->name) - 1] = '\0';
}

static void get_ifaddr(struct rd *r, struct rtnl_message *out)
{
	struct ifaddrmsg m;
	struct rtattr a;
	struct rd value;

	memset(&out->addr, 0, sizeof(out->addr));
	rd_copy(r, &m, sizeof(m));
	out->ifindex = (int)m.ifa_index;
	out->global = m.ifa_scope == RT_SCOPE_UNIVERSE;
	while (get_attr(r, &a, &value)) {
		bool v4 = m.ifa_family == AF_INET && value.left == 4;
		bool v6 = m.ifa_family == AF_INET6 && value.left == 16;

		/* IFA_LOCAL where there is one: on a point-to-point link
		 * IFA_ADDRESS is the peer's. */
		if ((!v4 && !v6) || (a.rta_type != IFA_LOCAL &&
		    (a.rta_type != IFA_ADDRESS || out->addr.family)))
			continue;
		out->addr.family = v4 ? ADDR_IPV4 : ADDR_IPV6;
		rd_copy(&value, out->addr.bytes, value.left);
	}
}

bool rtnl_get(const uint8_t **at, size_t *left, struct rtnl_message *m)
{
	struct rd r = rd_over(*at, *left), body;
	struct nlmsghdr h;
	const uint8_t *bytes;
	size_t step;
	int32_t error = 0;

	rd_copy(&r, &h, sizeof(h));
	if (r.short_read || h.nlmsg_len < sizeof(h))
		return false;
	bytes = rd_bytes(&r, h.nlmsg_len - sizeof(h));
	if (r.short_read)
		return false;
	body = rd_over(bytes, h.nlmsg_len - sizeof(h));
	m->kind = RTNL_OTHER;
	m->seq = h.nlmsg_seq;
	switch (h.nlmsg_type) {
	case NLMSG_ERROR:
		m->kind = RTNL_ACK;
		rd_copy(&body, &error, sizeof(error));
		m->error = error > 0 || error < -ERRNO_MAX ? -EPROTO : error;
		break;
	case NLMSG_DONE:
		m->kind = RTNL_DONE;
		break;
	case RTM_NEWLINK:
	case RTM_DELLINK:
		m->kind = h.nlmsg_type == RTM_NEWLINK ? RTNL_LINK :
							RTNL_LINK_GONE;
		get_link(&body, &m->link);
		break;
	case RTM_NEWADDR:
		m->kind = RTNL_ADDR;
		get_ifaddr(&body, m);
		break;
	}
	/* Links and addresses are read to their last attribute. */
	if (body.short_read && m->kind == RTNL_ACK)
		m->kind = RTNL_OTHER;
	step = NLMSG_ALIGN((size_t)h.nlmsg_len);
	*at += step < *left ? step : *left;
	*left -= step < *left ? step : *left;
	return true;
}
