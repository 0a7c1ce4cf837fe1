// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests to rtnetlink against bytes written down from rtnetlink(7).  Numbers
 * are little-endian here: the test runs on such machines. */
#include "rtnl.h"

#include "test.h"

static char *text_of(const void *bytes, size_t n)
{
	static char text[2 * RTNL_MESSAGE_MAX + 1];

	for (size_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", ((const uint8_t *)bytes)[i]);
	return text;
}

/* nlmsg: length, type, flags, number, port; then the message. */
static void test_requests(void)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	struct addr v4, v6, gateway;

	addr_parse("10.77.0.51", &v4);
	addr_parse("10.77.0.1", &gateway);
	addr_parse("2001:db8::51", &v6);
	SAME_TEXT(text_of(buf, rtnl_dump_links(buf)),
		  "20000000" "1200" "0103" "00000000" "00000000"
		  "00000000" "00000000" "00000000" "00000000",
		  "RTM_GETLINK, all");
	SAME_TEXT(text_of(buf, rtnl_dump_addrs(buf)),
		  "18000000" "1600" "0103" "00000000" "00000000"
		  "00000000" "00000000", "RTM_GETADDR, all");
	SAME_TEXT(text_of(buf, rtnl_link_up(buf, 5, true)),
		  "20000000" "1000" "0500" "00000000" "00000000"
		  "00000000" "05000000" "01000000" "01000000",
		  "RTM_NEWLINK: IFF_UP and no other flag");
	SAME_TEXT(text_of(buf, rtnl_add_addr(buf, 5, &v4, 24, NULL)),
		  "30000000" "1400" "0506" "00000000" "00000000"
		  "02180000" "05000000" "08000200" "0a4d0033"
		  "08000100" "0a4d0033" "08000400" "0a4d00ff",
		  "RTM_NEWADDR with its broadcast address");
	SAME(rtnl_add_addr(buf, 5, &v4, 31, NULL), 40,
	     "/31 has no broadcast address (RFC 3021)");
	SAME(rtnl_add_addr(buf, 5, &v4, 32, NULL), 40, "/32 has none");
	SAME(rtnl_add_addr(buf, 5, &v4, 30, NULL), 48, "/30 has one");
	OK(!memcmp(buf + 44, "\x0a\x4d\x00\x33", 4), "the last of four");
	rtnl_add_addr(buf, 5, &v4, 20, NULL);
	OK(!memcmp(buf + 44, "\x0a\x4d\x0f\xff", 4), "inside a byte");
	SAME_TEXT(text_of(buf, rtnl_add_addr(buf, 5, &v6, 64, NULL)),
		  "40000000" "1400" "0506" "00000000" "00000000"
		  "0a400000" "05000000"
		  "14000200" "20010db8000000000000000000000051"
		  "14000100" "20010db8000000000000000000000051",
		  "IPv6 has none");
}

/* What else is changed of a link. */
static void test_link_requests(void)
{
	uint8_t buf[RTNL_MESSAGE_MAX];

	SAME_TEXT(text_of(buf, rtnl_link_up(buf, 5, false)),
		  "20000000" "1000" "0500" "00000000" "00000000"
		  "00000000" "05000000" "00000000" "01000000", "down");
	SAME_TEXT(text_of(buf, rtnl_set_name(buf, 5, "eth7")),
		  "2c000000" "1000" "0500" "00000000" "00000000"
		  "00000000" "05000000" "00000000" "00000000"
		  "09000300" "6574683700" "000000", "IFLA_IFNAME");
	SAME_TEXT(text_of(buf, rtnl_set_mac(buf, 5,
					    (const uint8_t *)"\x02\1\2\3\4\5")),
		  "2c000000" "1000" "0500" "00000000" "00000000"
		  "00000000" "05000000" "00000000" "00000000"
		  "0a000100" "020102030405" "0000", "IFLA_ADDRESS");
	SAME_TEXT(text_of(buf, rtnl_set_mtu(buf, 5, 9000)),
		  "28000000" "1000" "0500" "00000000" "00000000"
		  "00000000" "05000000" "00000000" "00000000"
		  "08000400" "28230000", "IFLA_MTU");
	SAME_TEXT(text_of(buf, rtnl_add_vlan(buf, 5, 42, "v0.42")),
		  "50000000" "1000" "0506" "00000000" "00000000"
		  "00000000" "00000000" "00000000" "00000000"
		  "08000500" "05000000" "0a000300" "76302e3432000000"
		  "1c001200" "09000100" "766c616e00000000"
		  "0c000200" "06000100" "2a000000",
		  "a VLAN device: kind and number nested in IFLA_LINKINFO");
}

static void test_routes(void)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	struct addr v6;
	struct route r = { .ifindex = 6 };
	struct rule rule = { .table = 0x69530006, .priority = 1000 };

	SAME_TEXT(text_of(buf, rtnl_dump_routes(buf)),
		  "1c000000" "1a00" "0103" "00000000" "00000000"
		  "00000000" "00000000" "00000000", "RTM_GETROUTE, all");
	SAME_TEXT(text_of(buf, rtnl_dump_rules(buf)),
		  "1c000000" "2200" "0103" "00000000" "00000000"
		  "00000000" "00000000" "00000000", "RTM_GETRULE, all");
	addr_parse("2001:db8::51", &v6);
	addr_parse("10.77.0.1", &r.gateway);
	SAME_TEXT(text_of(buf, rtnl_add_route(buf, &r)),
		  "2c000000" "1800" "0506" "00000000" "00000000"
		  "02000000" "fe030001" "00000000" "08000500" "0a4d0001"
		  "08000400" "06000000", "RTM_NEWROUTE, main table");
	r.onlink = true;
	rtnl_add_route(buf, &r);
	SAME(buf[24], 4, "RTNH_F_ONLINK");
	addr_parse("192.168.7.0", &r.to);
	addr_parse("10.77.0.51", &r.source);
	r.prefix = 24;
	r.table = 0x69530006;
	r.onlink = false;
	SAME_TEXT(text_of(buf, rtnl_add_route(buf, &r)),
		  "44000000" "1800" "0506" "00000000" "00000000"
		  "02180000" "00030001" "00000000" "08000100" "c0a80700"
		  "08000500" "0a4d0001" "08000700" "0a4d0033"
		  "08000400" "06000000" "08000f00" "06005369",
		  "to a network, in a table of its own");
	memset(&r.gateway, 0, sizeof(r.gateway));
	rtnl_add_route(buf, &r);
	SAME(buf[22], 253, "on the link: RT_SCOPE_LINK");
	memset(&r, 0, sizeof(r));
	r.gateway = v6;
	SAME(rtnl_add_route(buf, &r), 48, "IPv6, by the gateway's own route");
	SAME(buf[16], 10, "AF_INET6");
	addr_parse("10.77.0.51", &rule.from);
	SAME_TEXT(text_of(buf, rtnl_add_rule(buf, &rule)),
		  "34000000" "2000" "0506" "00000000" "00000000"
		  "02002000" "00000001" "00000000" "08000200" "0a4d0033"
		  "08000600" "e8030000" "08000f00" "06005369",
		  "RTM_NEWRULE: from an address, to a table");
}

static void test_neighbors(void)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	struct addr a;

	SAME_TEXT(text_of(buf, rtnl_dump_neighbors(buf)),
		  "1c000000" "1e00" "0103" "00000000" "00000000"
		  "00000000" "00000000" "00000000", "RTM_GETNEIGH, all");
	addr_parse("fe80::1", &a);
	SAME_TEXT(text_of(buf, rtnl_use_neighbor(buf, 5, &a)),
		  "30000000" "1c00" "0504" "00000000" "00000000"
		  "0a000000" "05000000" "00000100"
		  "14000100" "fe800000000000000000000000000001",
		  "RTM_NEWNEIGH: NTF_USE");
	addr_parse("10.77.0.51", &a);
	SAME_TEXT(text_of(buf, rtnl_remove_addr(buf, 5, &a, 24)),
		  "20000000" "1500" "0500" "00000000" "00000000"
		  "02180000" "05000000" "08000200" "0a4d0033",
		  "RTM_DELADDR");
}

int main(void)
{
	test_requests();
	test_link_requests();
	test_routes();
	test_neighbors();
	return test_done();
}
