// SPDX-License-Identifier: GPL-2.0-or-later
/* NICs that get a lease, "every NIC", and which of them are waited for. */
#include "nics.h"

#include <sys/socket.h>
#include <linux/rtnetlink.h>

#include "dhcp.h"
#include "fake_sys.h"

#define EVENTS (FAKE_NETLINK_FD + 0x515)

/* Three NICs with an index from 2 on; the time from which each has carrier,
 * and is given a lease (0: never). */
static struct {
	uint32_t carrier, lease;
} nics[3];

static struct fake fake;
static struct options options = {
	.action = ACTION_BOOT, .dhcp_client = "/bin/ipconfig",
};
static const struct fake_file files[] = {
	{ "/bin/ipconfig", "", 0 },
	{ "/run/net-e0.conf",
	  "DEVICE='e0'\nPROTO='dhcp'\nIPV4ADDR='10.0.0.50'\n"
	  "IPV4NETMASK='255.255.255.0'\nIPV4GATEWAY='10.0.0.1'\n"
	  "IPV4DNS0='10.0.0.3'\n", 0 },
	{ "/run/net-e1.conf",
	  "DEVICE='e1'\nPROTO='dhcp'\nIPV4ADDR='10.0.1.50'\n"
	  "IPV4NETMASK='255.255.255.0'\n", 0 },
	{ NULL, NULL, 0 },
};

static size_t put(uint8_t *to, uint16_t type, uint32_t seq, const void *body,
		  size_t n)
{
	struct nlmsghdr h = { .nlmsg_len = (uint32_t)(16 + n),
			      .nlmsg_type = type, .nlmsg_seq = seq };

	memcpy(to, &h, 16);
	memcpy(to + 16, body, n);
	return 16 + n;
}

static size_t put_link(uint8_t *to, uint32_t seq, size_t i)
{
	bool carrier = nics[i].carrier && nics[i].carrier <= fake.now;
	struct ifinfomsg m = { .ifi_type = 1, .ifi_index = (int)i + 2,
			       .ifi_flags = carrier ? 0x10001U : 1 };
	uint8_t body[40] = { 0 };
	uint16_t name[2] = { 7, IFLA_IFNAME }, mac[2] = { 10, IFLA_ADDRESS };

	memcpy(body, &m, 16);
	memcpy(body + 16, name, 4);
	memcpy(body + 20, (char[]){ 'e', (char)('0' + i), 0 }, 3);
	memcpy(body + 24, mac, 4);
	memcpy(body + 28, (uint8_t[]){ 2, 0, 0, 0, 0, (uint8_t)i }, 6);
	return put(to, RTM_NEWLINK, seq, body, sizeof(body));
}

static void answer(struct fake *f, int fd, const void *buf, size_t len)
{
	uint8_t out[FAKE_BYTES];
	uint8_t zero[20] = { 0 };
	uint16_t type;
	uint32_t seq;
	size_t n = 0;

	(void)len;
	if (fd != FAKE_NETLINK_FD)
		return;
	memcpy(&type, (const char *)buf + 4, 2);
	memcpy(&seq, (const char *)buf + 8, 4);
	for (size_t i = 0; type == RTM_GETLINK && i < 3; i++)
		n += put_link(out + n, seq, i);
	n += put(out + n, type == RTM_GETLINK || type == RTM_GETADDR ||
		 type == RTM_GETROUTE ? NLMSG_DONE : NLMSG_ERROR, seq, zero,
		 sizeof(zero));
	fake_queue(f, FAKE_NETLINK_FD, (int)n, out);
}

/* Clients end in the order in which they began: e0's first. */
static bool change(struct fake *f, struct sys_wait *w, size_t n,
		   uint64_t deadline)
{
	uint64_t next = deadline + 1;
	uint8_t out[128];
	bool came = false;

	for (size_t i = 0; i < 3; i++) {
		if (nics[i].carrier > f->now && nics[i].carrier < next)
			next = nics[i].carrier;
		if (nics[i].lease > f->now && nics[i].lease < next)
			next = nics[i].lease;
	}
	if (next > deadline)
		return false;
	f->now = next;
	for (size_t i = 0; i < 3; i++) {
		if (nics[i].carrier == next) {
			fake_queue(f, EVENTS, (int)put_link(out, 0, i), out);
			came = true;
		}
		for (size_t j = 0; j < n; j++)
			if (nics[i].lease == next &&
			    w[j].fd == FAKE_SPAWN_FD + (int)i)
				w[j].ready = came = true;
	}
	return came;
}

static void begin(struct plan *plan)
{
	fake_begin(&fake, files);
	fake.on_send = answer;
	fake.on_wait = change;
	fake.packet_rc = -EAFNOSUPPORT;
	memset(nics, 0, sizeof(nics));
	memset(plan, 0, sizeof(*plan));
	plan->nic_count = 1;
	plan->nics[0].method = NIC_DHCP;
}

static void test_every(void)
{
	static struct plan plan;
	struct fault f = { .err = 0 };
	char text[ADDR_TEXT_SIZE];

	begin(&plan);
	nics[0].carrier = nics[1].carrier = 1000;
	nics[0].lease = 1200;
	nics[1].lease = 1900;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "two leases");
	SAME(fake.now, 2200, "a second after the first");
	SAME(plan.nic_count, 2, "one entry for each that is ready");
	SAME_TEXT(plan.nics[0].ifname, "e0", "in the place of all");
	SAME_TEXT(addr_text(&plan.nics[0].address, text), "10.0.0.50", "lease");
	SAME_TEXT(addr_text(&plan.nics[0].gateway, text), "10.0.0.1", "its gateway");
	SAME(plan.nics[0].dns_count, 1, "its server");
	SAME(plan.nics[0].ifindex, 2, "set up");
	SAME_TEXT(plan.nics[1].ifname, "e1", "the other behind");
	OK(!strstr(fake.output, "no carrier"), "no word on those without a cable");
	begin(&plan);
	plan.nics[0].method = NIC_SINGLE_DHCP;
	nics[0].carrier = nics[1].carrier = 1000;
	nics[0].lease = 1200;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "one lease");
	SAME(fake.now, 1200, "ends the others");
	OK(strstr(fake.log, "ended 3001\nremove /run/net-e1.conf\n"),
	   "their clients, too, and what these may have left");
	begin(&plan);
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ENETDOWN,
	     "no cable anywhere");
	f.err = 0;
	begin(&plan);
	fake.ended_rc = 255;
	nics[2].carrier = 1000;
	nics[0].lease = 1500;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ETIMEDOUT,
	     "no lease on the one with a cable tells more");
	OK(strstr(f.text, "e2: no lease"), "which one");
}

/* -N, where e1 has no carrier. */
static void test_no_cable(struct plan *plan, int bound, uint64_t end,
			  const char *why)
{
	struct fault f = { .err = 0 };

	begin(plan);
	plan->nic_count = 2;
	plan->nics[1] = plan->nics[0];
	copy_string(plan->nics[0].ifname, IFNAME_SIZE, "e0");
	copy_string(plan->nics[1].ifname, IFNAME_SIZE, "e1");
	plan->target_count = 1;
	plan->targets[0].nic = bound;
	nics[0].carrier = 1000;
	nics[0].lease = 1100;
	SAME(nics_setup(&fake.sys, plan, &options, 90000, NULL, &f), 0, "-N");
	SAME(fake.now, end, why);
	OK(strstr(fake.output, "e1"), "it is said");
}

/* Which NICs are waited for: those of the targets. */
static void test_targets(void)
{
	static struct plan plan;
	struct fault f = { .err = 0 };

	for (int bound = -1; bound <= 1; bound++) {
		begin(&plan);
		plan.nic_count = 2;
		plan.nics[1] = plan.nics[0];
		copy_string(plan.nics[0].ifname, IFNAME_SIZE, "e0");
		copy_string(plan.nics[1].ifname, IFNAME_SIZE, "e1");
		nics[0].carrier = nics[1].carrier = 1000;
		nics[0].lease = 1100;
		nics[1].lease = 4000;
		plan.target_count = 1;
		plan.targets[0].nic = bound;
		SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0,
		     "ready");
		SAME(fake.now, bound < 0 ? 2100 : bound ? 4000 : 1100,
		     bound < 0 ? "any NIC, and a second for the others" :
		     bound ? "its own, though another is ready" :
			     "its own, and no other");
	}
	begin(&plan);
	options.action = ACTION_NETWORK;
	plan.nic_count = 2;
	plan.nics[1] = plan.nics[0];
	copy_string(plan.nics[0].ifname, IFNAME_SIZE, "e0");
	copy_string(plan.nics[1].ifname, IFNAME_SIZE, "e1");
	nics[0].carrier = nics[1].carrier = 1000;
	nics[0].lease = 1100;
	nics[1].lease = 4000;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "-N");
	SAME(fake.now, 4000, "waits for every lease that may come");
	test_no_cable(&plan, 0, 1100, "its target needs no other: at once");
	test_no_cable(&plan, -1, 2100, "which one leads to it is not known");
	options.action = ACTION_BOOT;
}

static void take_time(void *arg)
{
	unsigned int *runs = arg;
	uint8_t out[128];

	++*runs;
	fake.now = 1700;
	fake_queue(&fake, EVENTS, (int)put_link(out, 0, 0), out);
}

static void test_meanwhile(void)
{
	static struct plan plan;
	unsigned int runs = 0;
	struct nics_meanwhile meanwhile = { take_time, &runs };
	struct fault f = { .err = 0 };

	begin(&plan);
	nics[0].carrier = 1500;
	nics[0].lease = 1800;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, &meanwhile, &f), 0,
	     "its carrier comes meanwhile");
	SAME(runs, 1, "once");
	SAME_TEXT(plan.nics[0].ifname, "e0", "set up");
	begin(&plan);
	plan.nic_count = 0;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, &meanwhile, &f), 0,
	     "nothing to wait for");
	SAME(runs, 1, "not called");
}

int main(void)
{
	test_meanwhile();
	test_every();
	test_targets();
	return test_done();
}
