// SPDX-License-Identifier: GPL-2.0-or-later
/* What rtnetlink says, against bytes written down from rtnetlink(7).  Numbers
 * are little-endian here: the test runs on such machines. */
#include "rtnl.h"

#include <stdlib.h>

#include "test.h"

struct message {
	uint8_t bytes[512];
	size_t len;
};

static void add(struct message *m, const void *bytes, size_t n)
{
	memcpy(m->bytes + m->len, bytes, n);
	m->len += n;
	memcpy(m->bytes, &(uint32_t){ (uint32_t)m->len }, 4);
	while (m->len % 4)
		m->bytes[m->len++] = 0;
}

static void begin(struct message *m, uint16_t type)
{
	memset(m, 0, sizeof(*m));
	memcpy(m->bytes + 4, &type, 2);
	m->len = 16;
	add(m, "", 0);
}

static void attr(struct message *m, uint16_t type, const void *data, size_t n)
{
	uint16_t head[2] = { (uint16_t)(n + 4), type };

	add(m, head, 4);
	m->len -= 4;
	memcpy(m->bytes + m->len, head, 4);
	m->len += 4;
	add(m, data, n);
}

static void begin_link(struct message *m, uint16_t type, uint32_t flags)
{
	uint32_t info[4] = { type << 16, 7, flags, 0 };

	begin(m, 16);
	add(m, info, sizeof(info));
	attr(m, 3, "eth0", 5);
	attr(m, 1, "\x52\x54\x00\x77\x00\x01", 6);
}

/* The message at its exact size. */
static bool get(const struct message *m, struct rtnl_message *out)
{
	uint8_t *copy = malloc(m->len);
	const uint8_t *at = copy;
	size_t left = m->len;
	bool found;

	memcpy(copy, m->bytes, m->len);
	memset(out, 0xaa, sizeof(*out));
	found = rtnl_get(&at, &left, out);
	OK(!found || !left, "one message, and nothing is left");
	free(copy);
	return found;
}

static void test_links(void)
{
	static const struct {
		const char *name;
		enum link_kind kind;
	} kinds[] = {
		{ "vlan", LINK_VLAN }, { "bridge", LINK_MASTER },
		{ "bond", LINK_MASTER }, { "team", LINK_MASTER },
		{ "macvlan", LINK_VIRTUAL }, { "macvtap", LINK_VIRTUAL },
		{ "ipvlan", LINK_VIRTUAL }, { "dummy", LINK_VIRTUAL },
		{ "ifb", LINK_VIRTUAL }, { "tun", LINK_VIRTUAL },
		{ "vxlan", LINK_VIRTUAL }, { "veth", LINK_NIC },
	};
	struct rtnl_message r;
	struct message m;

	begin_link(&m, 1, 0x10001);
	attr(&m, 54, "\x52\x54\x00\x77\x00\x02", 6);
	OK(get(&m, &r) && r.kind == RTNL_LINK, "a link");
	SAME(r.link.ifindex, 7, "its number");
	SAME_TEXT(r.link.name, "eth0", "its name");
	OK(!memcmp(r.link.mac, "\x52\x54\x00\x77\x00\x01", 6), "its MAC");
	OK(!memcmp(r.link.permanent_mac, "\x52\x54\x00\x77\x00\x02", 6),
	   "and the one it was born with");
	OK(r.link.kind == LINK_NIC && r.link.up && r.link.carrier, "up, with carrier");
	m.bytes[4] = 17;
	OK(get(&m, &r) && r.kind == RTNL_LINK_GONE, "a link that went");
	begin_link(&m, 1, 0x1);
	OK(get(&m, &r) && r.link.up && !r.link.carrier, "no carrier");
	begin_link(&m, 1, 0x10000);
	OK(get(&m, &r) && !r.link.up && r.link.carrier, "not up");
	begin_link(&m, 772, 0x10001);
	OK(get(&m, &r) && r.link.kind == LINK_OTHER, "the loopback device");
	begin_link(&m, 1, 0);
	attr(&m, 3, "0123456789abcdef0", 17);
	attr(&m, 1, "\1\2\3\4\5\6\7\10", 8);
	OK(get(&m, &r) && !strcmp(r.link.name, "eth0") &&
	   r.link.mac[0] == 0x52, "what is too long is not taken");
	attr(&m, 3, "0123456789abcdef", 16);
	OK(get(&m, &r) && strlen(r.link.name) == 15,
	   "a name without a NUL is closed");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct message info;

		begin(&info, 0);
		attr(&info, 1, kinds[i].name,
		     strlen(kinds[i].name) + 1);
		begin_link(&m, 1, 0x10001);
		attr(&m, 18, info.bytes + 16, info.len - 16);
		OK(get(&m, &r) && r.link.kind == kinds[i].kind, kinds[i].name);
	}
	begin_link(&m, 1, 0x10001);
	attr(&m, 18, "\x0a\x00\x01\x00virtio\0", 11);
	OK(get(&m, &r) && r.link.kind == LINK_NIC, "another kind");
	begin_link(&m, 1, 0x10001);
	attr(&m, 18, "\x08\x00\x01\x00vlan", 8);
	OK(get(&m, &r) && r.link.kind == LINK_NIC, "a kind without a NUL");
}

static void test_addrs(void)
{
	static const uint8_t global[8] = { 2, 24, 0, 0, 7 };
	static const uint8_t local[8] = { 10, 64, 0, 253, 7 };
	struct rtnl_message r;
	struct message m;
	char text[ADDR_TEXT_SIZE];

	begin(&m, 20);
	add(&m, global, 8);
	attr(&m, 1, "\x0a\x00\x00\x01", 4);
	OK(get(&m, &r) && r.kind == RTNL_ADDR && r.addr.ifindex == 7 &&
	   r.addr.global && r.addr.prefix == 24,
	   "an address");
	SAME_TEXT(addr_text(&r.addr.addr, text), "10.0.0.1", "IFA_ADDRESS");
	attr(&m, 2, "\x0a\x00\x00\x02", 4);
	OK(get(&m, &r) && !strcmp(addr_text(&r.addr.addr, text), "10.0.0.2"),
	   "IFA_LOCAL is ours, IFA_ADDRESS the peer's");
	attr(&m, 1, "\x0a\x00\x00\x03", 4);
	OK(get(&m, &r) && !strcmp(addr_text(&r.addr.addr, text), "10.0.0.2"),
	   "in any order");
	begin(&m, 20);
	add(&m, local, 8);
	attr(&m, 1, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	OK(get(&m, &r) && !r.addr.global, "a link-local address");
	SAME_TEXT(addr_text(&r.addr.addr, text), "fe80::1", "IPv6");
	begin(&m, 20);
	add(&m, global, 8);
	attr(&m, 1, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	OK(get(&m, &r) && r.addr.addr.family == ADDR_NONE,
	   "a length of the other family's");
}

/* Flags of addresses: those of the header, or the attribute, which has more. */
static void test_addr_flags(void)
{
	static const struct {
		uint32_t flags;
		bool tentative, duplicate, permanent;
		const char *why;
	} cases[] = {
	{ 0x00, false, false, false, "of a router's advertisement" },
	{ 0x80, false, false, true, "IFA_F_PERMANENT" },
	{ 0xc0, true, false, true, "IFA_F_TENTATIVE" },
	{ 0xc4, false, false, true, "IFA_F_OPTIMISTIC: it can be used" },
	{ 0xc8, false, true, true, "IFA_F_DADFAILED" },
	{ 0x2c0, true, false, true, "one of the attribute's" },
	};
	uint8_t global[8] = { 10, 64, 0, 0, 7 };
	struct rtnl_message r;
	struct message m;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (int attribute = 0; attribute <= 1; attribute++) {
			global[2] = attribute ? 0 : (uint8_t)cases[i].flags;
			begin(&m, 20);
			add(&m, global, 8);
			attr(&m, 1, "\xfd\7\0\0\0\0\0\0\0\0\0\0\0\0\0\x01",
			     16);
			if (attribute)
				attr(&m, 8, &cases[i].flags, 4);
			OK(get(&m, &r), cases[i].why);
			SAME(r.addr.tentative, cases[i].tentative,
			     cases[i].why);
			SAME(r.addr.duplicate, cases[i].duplicate,
			     cases[i].why);
			SAME(r.addr.permanent, cases[i].permanent,
			     cases[i].why);
		}
	m.bytes[4] = 21;
	OK(get(&m, &r) && r.kind == RTNL_ADDR_GONE, "an address that went");
}

static void test_link_details(void)
{
	static const uint32_t mtu = 9000, parent = 3, master = 4;
	struct message m, info, data;
	struct rtnl_message r;

	begin(&data, 0);
	attr(&data, 1, "\x2a\x00", 2);
	attr(&data, 5, "\x81\x00", 2);
	begin(&info, 0);
	attr(&info, 1, "vlan", 5);
	attr(&info, 2, data.bytes + 16, data.len - 16);
	begin_link(&m, 1, 0x10001);
	attr(&m, 4, &mtu, 4);
	attr(&m, 5, &parent, 4);
	attr(&m, 10, &master, 4);
	attr(&m, 18, info.bytes + 16, info.len - 16);
	OK(get(&m, &r), "a VLAN");
	SAME(r.link.kind, LINK_VLAN, "802.1Q");
	SAME(r.link.vlan, 42, "its number");
	SAME(r.link.parent, 3, "what it is on");
	SAME(r.link.master, 4, "what it is in");
	SAME(r.link.mtu, 9000, "MTU");
	info.bytes[info.len - 4] = 0x88;
	info.bytes[info.len - 3] = 0xa8;
	begin_link(&m, 1, 0x10001);
	attr(&m, 18, info.bytes + 16, info.len - 16);
	OK(get(&m, &r) && r.link.kind == LINK_VIRTUAL, "802.1ad is another");
}

static void test_routes_and_rules(void)
{
	uint8_t route[12] = { 2, 24, 0, 0, 254, 3, 0, 1 };
	uint8_t rule[12] = { 2, 0, 32, 0, 0, 0, 0, 1 };
	static const uint32_t oif = 6, table = 0x69530006;
	struct rtnl_message r;
	struct message m;
	char text[ADDR_TEXT_SIZE];

	begin(&m, 24);
	add(&m, route, 12);
	attr(&m, 1, "\x0a\x4d\0\0", 4);
	attr(&m, 5, "\x0a\x4d\0\1", 4);
	attr(&m, 7, "\x0a\x4d\0\2", 4);
	attr(&m, 4, &oif, 4);
	OK(get(&m, &r) && r.kind == RTNL_ROUTE, "a route");
	SAME_TEXT(addr_text(&r.route.to, text), "10.77.0.0", "RTA_DST");
	SAME_TEXT(addr_text(&r.route.gateway, text), "10.77.0.1",
		  "RTA_GATEWAY");
	SAME_TEXT(addr_text(&r.route.source, text), "10.77.0.2",
		  "RTA_PREFSRC");
	SAME(r.route.prefix, 24, "its prefix");
	SAME(r.route.ifindex, 6, "RTA_OIF");
	SAME(r.route.table, 254, "the main table");
	attr(&m, 15, &table, 4);
	OK(get(&m, &r) && r.route.table == table, "RTA_TABLE");
	m.bytes[4] = 25;
	OK(get(&m, &r) && r.kind == RTNL_ROUTE_GONE, "a route that went");
	m.bytes[4] = 24;
	m.bytes[16 + 7] = 2;
	OK(get(&m, &r) && r.kind == RTNL_OTHER, "not unicast");
	begin(&m, 24);
	route[1] = 0;
	add(&m, route, 12);
	OK(get(&m, &r) && r.kind == RTNL_OTHER, "to nowhere");
	begin(&m, 32);
	add(&m, rule, 12);
	attr(&m, 2, "\x0a\x4d\0\2", 4);
	attr(&m, 15, &table, 4);
	attr(&m, 6, &oif, 4);
	OK(get(&m, &r) && r.kind == RTNL_RULE, "a rule");
	SAME_TEXT(addr_text(&r.rule.from, text), "10.77.0.2", "FRA_SRC");
	SAME(r.rule.table, table, "FRA_TABLE");
	SAME(r.rule.priority, 6, "FRA_PRIORITY");
	m.bytes[16 + 2] = 24;
	OK(get(&m, &r) && r.kind == RTNL_OTHER, "about a network");
}

static void test_neighbors(void)
{
	/* INCOMPLETE, REACHABLE, STALE, DELAY, PROBE, FAILED, NOARP, PERMANENT */
	static const bool known[] = { false, true, true, true, true, false,
				      true, true };
	uint8_t neighbor[12] = { 2, 0, 0, 0, 6 };
	struct rtnl_message r;
	struct message m;
	char text[ADDR_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		neighbor[8] = (uint8_t)(1 << i);
		begin(&m, 28);
		add(&m, neighbor, 12);
		attr(&m, 1, "\x0a\x4d\0\1", 4);
		SAME(get(&m, &r) && r.kind == RTNL_NEIGHBOR, known[i],
		     "a neighbor whose MAC address is known");
	}
	SAME_TEXT(addr_text(&r.addr.addr, text), "10.77.0.1", "NDA_DST");
	SAME(r.addr.ifindex, 6, "its device");
}

static void test_others(void)
{
	int32_t errors[] = { 0, -17, -4095, 1, INT32_MIN, INT32_MAX };
	struct rtnl_message r;
	struct message m;

	begin(&m, 3);
	OK(get(&m, &r) && r.kind == RTNL_DONE, "the end of a dump");
	begin(&m, 77);
	OK(get(&m, &r) && r.kind == RTNL_OTHER, "something else");
	begin(&m, 2);
	OK(get(&m, &r) && r.kind == RTNL_OTHER, "an error without its number");
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		begin(&m, 2);
		add(&m, &errors[i], 4);
		OK(get(&m, &r) && r.kind == RTNL_ACK, "a result");
		if (i < 3)
			SAME(r.error, errors[i], "0 or -errno");
		else
			OK(r.error < 0 && r.error >= -4095,
			   "a number that is no -errno does not get through");
	}
}

/* Lengths that lie: at the message's own, or at an attribute's. */
static void test_lengths(void)
{
	static const uint32_t lengths[] = { 0, 1, 15, 77, 0x7fffffff,
					    0xffffffff };
	static const uint16_t attrs[] = { 0, 3, 200, 0xffff };
	struct rtnl_message r;
	struct message m;

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		begin_link(&m, 1, 0);
		memcpy(m.bytes, &lengths[i], 4);
		OK(!get(&m, &r), "a message that is not there");
	}
	for (size_t i = 0; i < ARRAY_SIZE(attrs); i++) {
		begin_link(&m, 1, 0);
		memcpy(m.bytes + 32, &attrs[i], 2);
		OK(get(&m, &r) && !r.link.name[0],
		   "an attribute that is not there ends them");
	}
	for (size_t n = 0; n < 16; n++) {
		begin(&m, 16);
		m.len = n;
		OK(!get(&m, &r), "less than a header");
	}
	begin(&m, 16);
	OK(get(&m, &r) && r.kind == RTNL_LINK && !r.link.ifindex &&
	   r.link.kind == LINK_OTHER, "a link without its body is no NIC");
}

int main(void)
{
	test_links();
	test_link_details();
	test_addrs();
	test_addr_flags();
	test_routes_and_rules();
	test_neighbors();
	test_others();
	test_lengths();
	return test_done();
}
