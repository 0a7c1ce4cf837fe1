// SPDX-License-Identifier: GPL-2.0-or-later
/* What a NIC asks by ARP, how often, and what it makes of the answers. */
#include "arp.h"
#include "nics.h"

#include <sys/socket.h>
#include <linux/rtnetlink.h>

#include "fake_sys.h"

#define EVENTS (FAKE_NETLINK_FD + 0x515)
#define ARP_FD (FAKE_PACKET_FD + 2)
#define UP 0x1
#define CARRIER 0x10000

static struct fake fake;
static struct plan plan;
static const struct options options = { .action = ACTION_NETWORK };
/* The kernel's one link, and what comes of it later (at 0: nothing). */
static uint32_t flags;
static struct {
	uint64_t at;
	uint16_t type;
	uint32_t flags;
} events[2];
/* The answers that are lost, and whether the gateway answers. */
static int lost;
static bool gateway, owner;

static size_t put(uint8_t *to, uint16_t type, uint32_t seq, const void *body,
		  size_t n)
{
	struct nlmsghdr h = { .nlmsg_len = (uint32_t)(16 + n),
			      .nlmsg_type = type, .nlmsg_seq = seq };

	memcpy(to, &h, 16);
	memcpy(to + 16, body, n);
	return 16 + n;
}

static size_t put_link(uint8_t *to, uint16_t type, uint32_t seq)
{
	struct ifinfomsg m = { .ifi_type = 1, .ifi_index = 2,
			       .ifi_flags = flags };
	uint16_t name[2] = { 7, IFLA_IFNAME }, mac[2] = { 10, IFLA_ADDRESS };
	uint8_t body[40] = { 0 };

	memcpy(body, &m, 16);
	memcpy(body + 16, name, 4);
	memcpy(body + 20, "e0", 3);
	memcpy(body + 24, mac, 4);
	memcpy(body + 28, "\2\0\0\0\0\1", 6);
	return put(to, type, seq, body, sizeof(body));
}

/* Who has 10.0.0.N says so. */
static void reply(struct fake *f, uint8_t n)
{
	uint8_t frame[ARP_FRAME_SIZE];
	struct arp_packet p = {
		.reply = true, .sender_mac = { 2, 0, 0, 0, 0, 9 },
		.target_mac = { 2, 0, 0, 0, 0, 1 },
		.sender = { ADDR_IPV4, { 10, 0, 0, n } },
		.target = { ADDR_IPV4, { 10, 0, 0, 2 } },
	};

	arp_build(frame, &p);
	fake_queue(f, ARP_FD, sizeof(frame), frame);
}

static void take_arp(struct fake *f, const void *frame, size_t len)
{
	struct arp_packet p;
	bool probe;

	SAME(arp_parse(&p, frame, len), 0, "a packet");
	probe = !p.sender.bytes[0];
	if (!probe && p.target.bytes[3] == 2)
		return;				/* announced */
	fake_log(f, "%s %llu\n", probe ? "probe" : "ask",
		 (unsigned long long)f->now);
	if (probe && owner && lost-- <= 0)
		reply(f, 2);
	if (!probe && gateway)
		reply(f, 1);
}

static void answer(struct fake *f, int fd, const void *buf, size_t len)
{
	uint8_t out[FAKE_BYTES], zero[20] = { 0 };
	uint16_t type;
	uint32_t seq;
	size_t n = 0;

	if (fd == ARP_FD) {
		take_arp(f, buf, len);
		return;
	}
	memcpy(&type, (const char *)buf + 4, 2);
	memcpy(&seq, (const char *)buf + 8, 4);
	if (type == RTM_NEWADDR || type == RTM_DELADDR)
		fake_log(f, "%s %llu\n", type == RTM_NEWADDR ? "add" : "remove",
			 (unsigned long long)f->now);
	if (type == RTM_GETLINK)
		n = put_link(out, RTM_NEWLINK, seq);
	n += put(out + n, type == RTM_GETLINK || type == RTM_GETADDR ||
		 type == RTM_GETROUTE ? NLMSG_DONE : NLMSG_ERROR, seq, zero,
		 sizeof(zero));
	fake_queue(f, FAKE_NETLINK_FD, (int)n, out);
}

static bool change(struct fake *f, struct sys_wait *w, size_t n,
		   uint64_t deadline)
{
	uint8_t out[128];

	(void)w;
	(void)n;
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		if (!events[i].at || events[i].at > deadline)
			continue;
		f->now = events[i].at;
		events[i].at = 0;
		flags = events[i].flags;
		fake_queue(f, EVENTS,
			   (int)put_link(out, events[i].type, 0), out);
		return true;
	}
	return false;
}

static int run(struct fault *f)
{
	f->err = 0;
	f->text[0] = '\0';
	return nics_setup(&fake.sys, &plan, &options, 90000, NULL, f);
}

static void begin(void)
{
	fake_begin(&fake, NULL);
	fake.on_send = answer;
	fake.on_wait = change;
	flags = UP | CARRIER;
	memset(events, 0, sizeof(events));
	lost = 0;
	owner = gateway = false;
	memset(&plan, 0, sizeof(plan));
	plan.nic_count = 1;
	copy_string(plan.nics[0].ifname, IFNAME_SIZE, "e0");
	plan.nics[0].method = NIC_STATIC;
	addr_parse("10.0.0.2", &plan.nics[0].address);
	addr_parse("10.0.0.1", &plan.nics[0].gateway);
	plan.nics[0].prefix = 24;
}

#define PROBES "probe 1000\nprobe 1005\n"

static void test_questions(void)
{
	struct fault f;

	begin();
	gateway = true;
	SAME(run(&f), 0, "nobody objects, the gateway answers");
	SAME(fake.now, 1010, "ten milliseconds in all");
	OK(strstr(fake.log, PROBES "add 1010\nask 1010\n"), fake.log);
	begin();
	SAME(run(&f), 0, "a gateway that does not answer");
	OK(strstr(fake.log, "ask 1010\nprobe 1210\nask 1210\n"), "again");
	OK(strstr(fake.log, "ask 2010\nclose"), "six times in all");
	SAME(fake.now, 2210, "its time");
	OK(strstr(fake.output, "10.0.0.1 does not answer"), "said");
}

static void test_duplicate(void)
{
	struct fault f;

	for (int i = 0; i <= 2; i++) {
		begin();
		owner = true;
		lost = i;
		SAME(run(&f), -EADDRNOTAVAIL, "another has the address");
		OK(strstr(f.text, "10.0.0.2 is a duplicate: the machine with "
			  "the MAC address 02:00:00:00:00:09"), f.text);
		SAME(!!strstr(fake.log, "add"), i == 2, "ours until then");
		SAME(!!strstr(fake.log, "remove"), i == 2, "and not longer");
	}
}

static void test_flap(void)
{
	struct fault f;

	begin();
	events[0].at = 1003;
	events[1].at = 4000;
	events[0].type = events[1].type = RTM_NEWLINK;
	events[0].flags = UP;
	events[1].flags = UP | CARRIER;
	gateway = true;
	SAME(run(&f), 0, "no carrier while it asks");
	SAME(fake.now, 4010, "asked anew");
	OK(strstr(fake.log, "probe 4000\nprobe 4005\nadd 4010\n"), fake.log);
	begin();
	events[0].at = 1100;
	events[1].at = 4000;
	events[0].type = events[1].type = RTM_NEWLINK;
	events[0].flags = UP;
	events[1].flags = UP | CARRIER;
	SAME(run(&f), 0, "no carrier while the gateway is awaited");
	OK(strstr(fake.log, "ask 1010\nask 4000\n"), fake.log);
	OK(!strstr(fake.output, "left as it is"), "the address is ours");
	begin();
	flags = UP;
	events[0].at = 1100;
	events[0].type = RTM_DELLINK;
	events[0].flags = 0;
	events[1].at = 4000;
	events[1].type = RTM_NEWLINK;
	events[1].flags = UP | CARRIER;
	gateway = true;
	SAME(run(&f), 0, "removed, and there again");
	OK(strstr(fake.output, "e0: the device was removed"), "said");
	SAME(fake.now, 4010, "set up as at the beginning");
}

int main(void)
{
	test_questions();
	test_duplicate();
	test_flap();
	return test_done();
}
