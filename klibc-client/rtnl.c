// SPDX-License-Identifier: GPL-2.0-or-later
/* What rtnetlink says, as bytes. */
#include "rtnl.h"

#include <errno.h>
#include <sys/socket.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "rd.h"

/* linux/if_arp.h and linux/if.h clash with the C library's own headers. */
#define ARPHRD_ETHERNET 1
#define LINK_UP 0x1
#define LINK_LOWER_UP 0x10000
#define ERRNO_MAX 4095
#define ATTR_PERMANENT_MAC 54		/* IFLA_PERM_ADDRESS, Linux 5.6 */
#define ATTR_VLAN_PROTOCOL 5		/* IFLA_VLAN_PROTOCOL */

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
	a->rta_type &= (unsigned short)~0xc000;	/* nested, byte order */
	*value = rd_over(data, n);
	n = RTA_ALIGN(n) - n;
	rd_bytes(r, n < r->left ? n : r->left);
	return true;
}

static void get_number(struct rd *value, uint32_t *number)
{
	if (value->left == sizeof(*number))
		rd_copy(value, number, sizeof(*number));
}

static void get_addr(const struct rd *value, uint8_t family, struct addr *a)
{
	struct rd r = *value;

	if (r.left != (family == AF_INET ? 4 : 16) ||
	    (family != AF_INET && family != AF_INET6))
		return;
	a->family = family == AF_INET ? ADDR_IPV4 : ADDR_IPV6;
	rd_copy(&r, a->bytes, r.left);
}

/* Devices that have a MAC address and are no hardware.  All others are taken
 * for NICs. */
static const struct {
	const char *name;
	enum link_kind kind;
} kinds[] = {
	{ "vlan", LINK_VLAN },
	{ "bridge", LINK_MASTER },
	{ "bond", LINK_MASTER },
	{ "team", LINK_MASTER },
	{ "macvlan", LINK_VIRTUAL },
	{ "macvtap", LINK_VIRTUAL },
	{ "ipvlan", LINK_VIRTUAL },
	{ "dummy", LINK_VIRTUAL },
	{ "ifb", LINK_VIRTUAL },
	{ "tun", LINK_VIRTUAL },
	{ "vxlan", LINK_VIRTUAL },
};

static enum link_kind find_kind(const struct rd *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t n = strlen(kinds[i].name) + 1;

		if (value->left >= n && !memcmp(value->p, kinds[i].name, n))
			return kinds[i].kind;
	}
	return LINK_NIC;
}

static void get_linkinfo(struct rd *info, struct link *l)
{
	struct rtattr a;
	struct rd value, data = rd_over(NULL, 0);

	while (get_attr(info, &a, &value)) {
		if (a.rta_type == IFLA_INFO_KIND && l->kind == LINK_NIC)
			l->kind = find_kind(&value);
		if (a.rta_type == IFLA_INFO_DATA)
			data = value;
	}
	while (l->kind == LINK_VLAN && get_attr(&data, &a, &value)) {
		if (a.rta_type == IFLA_VLAN_ID && value.left == 2)
			rd_copy(&value, &l->vlan, 2);
		/* 802.1ad's tags are others. */
		if (a.rta_type == ATTR_VLAN_PROTOCOL &&
		    rd_be(&value, 2) != 0x8100)
			l->kind = LINK_VIRTUAL;
	}
}

static void get_link(struct rd *r, struct link *l)
{
	struct ifinfomsg m;
	uint32_t parent = 0, master = 0;
	struct rtattr a;
	struct rd value;

	memset(l, 0, sizeof(*l));
	rd_copy(r, &m, sizeof(m));
	l->ifindex = m.ifi_index;
	l->kind = m.ifi_type == ARPHRD_ETHERNET ? LINK_NIC : LINK_OTHER;
	l->up = m.ifi_flags & LINK_UP;
	l->carrier = m.ifi_flags & LINK_LOWER_UP;
	while (get_attr(r, &a, &value)) {
		if (a.rta_type == IFLA_IFNAME && value.left <= sizeof(l->name))
			rd_copy(&value, l->name, value.left);
		if (a.rta_type == IFLA_ADDRESS && value.left == 6)
			rd_copy(&value, l->mac, 6);
		if (a.rta_type == ATTR_PERMANENT_MAC && value.left == 6)
			rd_copy(&value, l->permanent_mac, 6);
		if (a.rta_type == IFLA_MTU)
			get_number(&value, &l->mtu);
		if (a.rta_type == IFLA_LINK)
			get_number(&value, &parent);
		if (a.rta_type == IFLA_MASTER)
			get_number(&value, &master);
		if (a.rta_type == IFLA_LINKINFO)
			get_linkinfo(&value, l);
	}
	l->parent = (int)parent;
	l->master = (int)master;
	l->name[sizeof(l->name) - 1] = '\0';
}

static void get_ifaddr(struct rd *r, struct link_addr *out)
{
	struct ifaddrmsg m;
	struct rtattr a;
	struct rd value;
	uint32_t flags;

	memset(out, 0, sizeof(*out));
	rd_copy(r, &m, sizeof(m));
	flags = m.ifa_flags;
	out->ifindex = (int)m.ifa_index;
	out->prefix = m.ifa_prefixlen;
	out->global = m.ifa_scope == RT_SCOPE_UNIVERSE;
	while (get_attr(r, &a, &value)) {
		/* IFA_LOCAL where there is one: on a point-to-point link
		 * IFA_ADDRESS is the peer's. */
		if (a.rta_type == IFA_LOCAL ||
		    (a.rta_type == IFA_ADDRESS && !out->addr.family))
			get_addr(&value, m.ifa_family, &out->addr);
		if (a.rta_type == IFA_FLAGS)
			get_number(&value, &flags);
	}
	out->permanent = flags & IFA_F_PERMANENT;
	out->duplicate = flags & IFA_F_DADFAILED;
	out->tentative = flags & IFA_F_TENTATIVE && !out->duplicate &&
			 !(flags & IFA_F_OPTIMISTIC);
}

/* false: not a unicast route. */
static bool get_route(struct rd *r, struct route *out)
{
	uint32_t oif = 0;
	struct rtmsg m;
	struct rtattr a;
	struct rd value;

	memset(out, 0, sizeof(*out));
	rd_copy(r, &m, sizeof(m));
	out->prefix = m.rtm_dst_len;
	out->table = m.rtm_table;
	while (get_attr(r, &a, &value)) {
		if (a.rta_type == RTA_DST)
			get_addr(&value, m.rtm_family, &out->to);
		if (a.rta_type == RTA_GATEWAY)
			get_addr(&value, m.rtm_family, &out->gateway);
		if (a.rta_type == RTA_PREFSRC)
			get_addr(&value, m.rtm_family, &out->source);
		if (a.rta_type == RTA_OIF)
			get_number(&value, &oif);
		if (a.rta_type == RTA_TABLE)
			get_number(&value, &out->table);
	}
	out->ifindex = (int)oif;
	return m.rtm_type == RTN_UNICAST && (out->to.family ||
	       (!out->prefix && out->gateway.family));
}

/* false: not about one source address. */
static bool get_rule(struct rd *r, struct rule *out)
{
	struct fib_rule_hdr m;
	struct rtattr a;
	struct rd value;

	memset(out, 0, sizeof(*out));
	rd_copy(r, &m, sizeof(m));
	out->table = m.table;
	while (get_attr(r, &a, &value)) {
		if (a.rta_type == FRA_SRC)
			get_addr(&value, m.family, &out->from);
		if (a.rta_type == FRA_PRIORITY)
			get_number(&value, &out->priority);
		if (a.rta_type == FRA_TABLE)
			get_number(&value, &out->table);
	}
	return out->from.family && m.action == FR_ACT_TO_TBL &&
	       m.src_len == (out->from.family == ADDR_IPV4 ? 32 : 128);
}

/* false: it is looked for, or did not answer. */
static bool get_neighbor(struct rd *r, struct link_addr *out)
{
	struct rtattr a;
	struct ndmsg m;
	struct rd value;

	memset(out, 0, sizeof(*out));
	rd_copy(r, &m, sizeof(m));
	out->ifindex = m.ndm_ifindex;
	while (get_attr(r, &a, &value))
		if (a.rta_type == NDA_DST)
			get_addr(&value, m.ndm_family, &out->addr);
	return m.ndm_state & (NUD_REACHABLE | NUD_STALE | NUD_DELAY |
			      NUD_PROBE | NUD_PERMANENT | NUD_NOARP);
}

/* The body of a message, by its type. */
static void get_body(struct rd *body, uint16_t type, struct rtnl_message *m)
{
	int32_t error = 0;

	switch (type) {
	case NLMSG_ERROR:
		rd_copy(body, &error, sizeof(error));
		m->error = error > 0 || error < -ERRNO_MAX ? -EPROTO : error;
		m->kind = body->short_read ? RTNL_OTHER : RTNL_ACK;
		break;
	case NLMSG_DONE:
		m->kind = RTNL_DONE;
		break;
	case RTM_NEWLINK:
	case RTM_DELLINK:
		m->kind = type == RTM_NEWLINK ? RTNL_LINK : RTNL_LINK_GONE;
		get_link(body, &m->link);
		break;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		m->kind = type == RTM_NEWADDR ? RTNL_ADDR : RTNL_ADDR_GONE;
		get_ifaddr(body, &m->addr);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		if (get_route(body, &m->route))
			m->kind = type == RTM_NEWROUTE ? RTNL_ROUTE :
							 RTNL_ROUTE_GONE;
		break;
	case RTM_NEWRULE:
		if (get_rule(body, &m->rule))
			m->kind = RTNL_RULE;
		break;
	case RTM_NEWNEIGH:
		if (get_neighbor(body, &m->addr))
			m->kind = RTNL_NEIGHBOR;
		break;
	}
}

bool rtnl_get(const uint8_t **at, size_t *left, struct rtnl_message *m)
{
	struct rd r = rd_over(*at, *left), body;
	struct nlmsghdr h;
	const uint8_t *bytes;
	size_t step;

	rd_copy(&r, &h, sizeof(h));
	if (r.short_read || h.nlmsg_len < sizeof(h))
		return false;
	bytes = rd_bytes(&r, h.nlmsg_len - sizeof(h));
	if (r.short_read)
		return false;
	body = rd_over(bytes, h.nlmsg_len - sizeof(h));
	m->kind = RTNL_OTHER;
	m->seq = h.nlmsg_seq;
	get_body(&body, h.nlmsg_type, m);
	step = NLMSG_ALIGN((size_t)h.nlmsg_len);
	*at += step < *left ? step : *left;
	*left -= step < *left ? step : *left;
	return true;
}
