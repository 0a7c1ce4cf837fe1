// SPDX-License-Identifier: GPL-2.0-or-later
/* rtnetlink requests against bytes written down from rtnetlink(7), and the
 * answers.  Numbers are little-endian here: the test runs on such machines. */
#include "rtnl.h"

#include <stdlib.h>

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
	SAME_TEXT(text_of(buf, rtnl_dump_links(buf, 1)),
		  "20000000" "1200" "0103" "01000000" "00000000"
		  "00000000" "00000000" "00000000" "00000000",
		  "RTM_GETLINK, all");
	SAME_TEXT(text_of(buf, rtnl_dump_addrs(buf, 2)),
		  "18000000" "1600" "0103" "02000000" "00000000"
		  "00000000" "00000000", "RTM_GETADDR, all");
	SAME_TEXT(text_of(buf, rtnl_link_up(buf, 3, 5)),
		  "20000000" "1000" "0500" "03000000" "00000000"
		  "00000000" "05000000" "01000000" "01000000",
		  "RTM_NEWLINK: IFF_UP and no other flag");
	SAME_TEXT(text_of(buf, rtnl_add_addr(buf, 4, 5, &v4, 24)),
		  "30000000" "1400" "0506" "04000000" "00000000"
		  "02180000" "05000000" "08000200" "0a4d0033"
		  "08000100" "0a4d0033" "08000400" "0a4d00ff",
		  "RTM_NEWADDR with its broadcast address");
	SAME(rtnl_add_addr(buf, 4, 5, &v4, 31), 40,
	     "/31 has no broadcast address (RFC 3021)");
	SAME(rtnl_add_addr(buf, 4, 5, &v4, 32), 40, "/32 has none");
	SAME(rtnl_add_addr(buf, 4, 5, &v4, 30), 48, "/30 has one");
	OK(!memcmp(buf + 44, "\x0a\x4d\x00\x33", 4), "the last of four");
	rtnl_add_addr(buf, 4, 5, &v4, 20);
	OK(!memcmp(buf + 44, "\x0a\x4d\x0f\xff", 4), "inside a byte");
	SAME_TEXT(text_of(buf, rtnl_add_addr(buf, 4, 5, &v6, 64)),
		  "40000000" "1400" "0506" "04000000" "00000000"
		  "0a400000" "05000000"
		  "14000200" "20010db8000000000000000000000051"
		  "14000100" "20010db8000000000000000000000051",
		  "IPv6 has none");
	SAME_TEXT(text_of(buf, rtnl_add_default_route(buf, 5, 6, &gateway,
						      false)),
		  "2c000000" "1800" "0506" "05000000" "00000000"
		  "02000000" "fe030001" "00000000" "08000500" "0a4d0001"
		  "08000400" "06000000", "RTM_NEWROUTE, main table");
	rtnl_add_default_route(buf, 5, 6, &gateway, true);
	SAME(buf[24], 4, "RTNH_F_ONLINK");
	SAME(rtnl_add_default_route(buf, 5, 6, &v6, false), 56, "IPv6");
	SAME(buf[16], 10, "AF_INET6");
}

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
	static const char *const stacked[] = {
		"vlan", "macvlan", "macvtap", "ipvlan", "bridge", "bond",
		"team",
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
	OK(r.link.ethernet && r.link.up && r.link.carrier, "up, with carrier");
	m.bytes[4] = 17;
	OK(get(&m, &r) && r.kind == RTNL_LINK_GONE, "a link that went");
	begin_link(&m, 1, 0x1);
	OK(get(&m, &r) && r.link.up && !r.link.carrier, "no carrier");
	begin_link(&m, 1, 0x10000);
	OK(get(&m, &r) && !r.link.up && r.link.carrier, "not up");
	begin_link(&m, 772, 0x10001);
	OK(get(&m, &r) && !r.link.ethernet, "the loopback device");
	begin_link(&m, 1, 0);
	attr(&m, 3, "0123456789abcdef0", 17);
	attr(&m, 1, "\1\2\3\4\5\6\7\10", 8);
	OK(get(&m, &r) && !strcmp(r.link.name, "eth0") &&
	   r.link.mac[0] == 0x52, "what is too long is not taken");
	attr(&m, 3, "0123456789abcdef", 16);
	OK(get(&m, &r) && strlen(r.link.name) == 15,
	   "a name without a NUL is closed");
	for (size_t i = 0; i < ARRAY_SIZE(stacked); i++) {
		struct message info;

		begin(&info, 0);
		attr(&info, 1, stacked[i], strlen(stacked[i]) + 1);
		begin_link(&m, 1, 0x10001);
		attr(&m, 18, info.bytes + 16, info.len - 16);
		OK(get(&m, &r) && !r.link.ethernet, stacked[i]);
	}
	begin_link(&m, 1, 0x10001);
	attr(&m, 18, "\x0a\x00\x01\x00virtio\0", 11);
	OK(get(&m, &r) && r.link.ethernet, "another kind");
	begin_link(&m, 1, 0x10001);
	attr(&m, 18, "\x08\x00\x01\x00vlan", 8);
	OK(get(&m, &r) && r.link.ethernet, "a kind without a NUL");
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
	OK(get(&m, &r) && r.kind == RTNL_ADDR && r.ifindex == 7 && r.global,
	   "an address");
	SAME_TEXT(addr_text(&r.addr, text), "10.0.0.1", "IFA_ADDRESS");
	attr(&m, 2, "\x0a\x00\x00\x02", 4);
	OK(get(&m, &r) && !strcmp(addr_text(&r.addr, text), "10.0.0.2"),
	   "IFA_LOCAL is ours, IFA_ADDRESS the peer's");
	attr(&m, 1, "\x0a\x00\x00\x03", 4);
	OK(get(&m, &r) && !strcmp(addr_text(&r.addr, text), "10.0.0.2"),
	   "in any order");
	begin(&m, 20);
	add(&m, local, 8);
	attr(&m, 1, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	OK(get(&m, &r) && !r.global, "a link-local address");
	SAME_TEXT(addr_text(&r.addr, text), "fe80::1", "IPv6");
	begin(&m, 20);
	add(&m, global, 8);
	attr(&m, 1, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16);
	OK(get(&m, &r) && r.addr.family == ADDR_NONE,
	   "a length of the other family's");
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
	   !r.link.ethernet, "a link without its body is no NIC");
}

int main(void)
{
	test_requests();
	test_links();
	test_addrs();
	test_others();
	test_lengths();
	return test_done();
}
