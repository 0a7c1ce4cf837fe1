// SPDX-License-Identifier: GPL-2.0-or-later
/* The NICs of a plan, over a fake rtnetlink that answers like the kernel. */
#include "dhcp.h"
#include "nic_name.h"
#include "nics.h"

#include <sys/socket.h>
#include <linux/rtnetlink.h>

#include "fake_sys.h"

#define REQUESTS FAKE_NETLINK_FD
/* Of links, neighbors, addresses, and IPv6 routes. */
#define EVENTS (FAKE_NETLINK_FD + 0x515)

/* The kernel's devices; index, name, the last byte of the MAC, flags. */
struct device {
	uint32_t index;
	const char *name;
	uint8_t mac;
	uint32_t flags, at;	/* at: the time when it appears, or changes */
	uint8_t born;		/* the permanent MAC's last byte */
	uint16_t type;		/* 0: Ethernet */
};

#define UP 0x1
#define CARRIER 0x10000

static struct fake fake;
static const struct device *devices;
static uint32_t addressed;		/* this index has an address */
static uint8_t scope;			/* of it; 0 is global */
static uint8_t host;			/* its last byte */
static int errors[32];			/* for RTM_* - RTM_BASE */
static const struct options options = {
	.action = ACTION_BOOT, .dhcp_client = DHCP_CLIENT,
};
static uint32_t seq;			/* of the request, for its answer */
static bool stale;			/* an older answer comes first */

static size_t put_attr(uint8_t *to, uint16_t type, const void *data, size_t n)
{
	uint16_t head[2] = { (uint16_t)(n + 4), type };

	memset(to, 0, (n + 7) & ~(size_t)3);
	memcpy(to, head, 4);
	memcpy(to + 4, data, n);
	return (n + 7) & ~(size_t)3;
}

static size_t put_message(uint8_t *to, uint16_t type, const void *body,
			  size_t n)
{
	struct nlmsghdr h = { .nlmsg_len = (uint32_t)(16 + n),
			      .nlmsg_type = type, .nlmsg_seq = seq };

	memcpy(to, &h, 16);
	memcpy(to + 16, body, n);
	return 16 + n;
}

static size_t put_link(uint8_t *to, const struct device *d)
{
	struct ifinfomsg m = { .ifi_type = d->type ? d->type : 1,
			       .ifi_index = (int)d->index,
			       .ifi_flags = d->flags };
	uint8_t mac[6] = { 0x52, 0x54, 0, 0, 0, d->mac }, body[128];
	size_t n = sizeof(m);

	memcpy(body, &m, n);
	n += put_attr(body + n, IFLA_IFNAME, d->name, strlen(d->name) + 1);
	n += put_attr(body + n, IFLA_ADDRESS, mac, 6);
	mac[5] = d->born;
	if (d->born)
		n += put_attr(body + n, 54, mac, 6);
	return put_message(to, RTM_NEWLINK, body, n);
}

static void dump(struct fake *f, uint16_t type)
{
	uint8_t buf[FAKE_BYTES], body[16] = { AF_INET, 24 };
	int32_t done = 0;
	size_t n = 0;

	if (type == RTM_GETADDR && addressed) {
		body[3] = scope;
		memcpy(body + 4, &addressed, 4);
		put_attr(body + 8, 1, (uint8_t[]){ 10, 0, 0, host }, 4);
		n += put_message(buf, RTM_NEWADDR, body, 16);
	}
	for (const struct device *d = devices; type == RTM_GETLINK && d->name;
	     d++)
		if (d->at <= f->now)
			n += put_link(buf + n, d);
	n += put_message(buf + n, NLMSG_DONE, &done, 4);
	fake_queue(f, REQUESTS, (int)n, buf);
}

static void answer(struct fake *f, int fd, const void *buf, size_t len)
{
	uint8_t reply[64], body[20] = { 0 };
	uint16_t type;

	memcpy(&type, (const char *)buf + 4, 2);
	memcpy(&seq, (const char *)buf + 8, 4);
	fake_log(f, "%d:%u(%zu) ", fd, type, len);
	if (type == RTM_GETLINK || type == RTM_GETADDR ||
	    type == RTM_GETROUTE) {
		dump(f, type);
		return;
	}
	if (stale) {
		int32_t error = -EBUSY;

		seq--;
		memcpy(body, &error, 4);
		fake_queue(f, REQUESTS, (int)put_message(reply, NLMSG_ERROR,
							 body, sizeof(body)),
			   reply);
		seq++;
	}
	memcpy(body, &errors[type - RTM_BASE], 4);
	fake_queue(f, REQUESTS, (int)put_message(reply, NLMSG_ERROR, body,
						 sizeof(body)), reply);
}

/* The next thing that happens to a device before the deadline. */
static bool change(struct fake *f, struct sys_wait *w, size_t n,
		   uint64_t deadline)
{
	const struct device *next = NULL;
	uint8_t buf[256];

	OK(n == 1 && w->fd == EVENTS, "waits for links, not for time alone");
	for (const struct device *d = devices; d->name; d++)
		if (d->at > f->now && d->at <= deadline &&
		    (!next || d->at < next->at))
			next = d;
	if (!next)
		return false;
	f->now = next->at;
	fake_queue(f, EVENTS, (int)put_link(buf, next), buf);
	return true;
}

static void begin(struct plan *plan, const struct device *d)
{
	fake_begin(&fake, NULL);
	fake.on_send = answer;
	fake.on_wait = change;
	fake.packet_rc = -EAFNOSUPPORT;	/* no ARP here */
	devices = d;
	addressed = scope = 0;
	host = 2;
	stale = false;
	memset(errors, 0, sizeof(errors));
	memset(plan, 0, sizeof(*plan));
	plan->nic_count = 1;
	plan->nics[0].mac_known = true;
	plan->nics[0].method = NIC_STATIC;
	plan->nics[0].source = SOURCE_IBFT;
	mac_parse("52:54:00:00:00:01", plan->nics[0].mac);
	addr_parse("10.0.0.2", &plan->nics[0].address);
	addr_parse("10.0.0.1", &plan->nics[0].gateway);
	plan->nics[0].prefix = 24;
}

#define END { 0, NULL, 0, 0, 0, 0, 0 }

static const struct device ready[] = {
	{ 2, "eth0", 1, UP | CARRIER, 0, 0, 0 }, END };
static const struct device down[] = {
	{ 2, "eth0", 1, 0, 0, 0, 0 }, { 2, "eth0", 1, UP, 1100, 0, 0 },
	{ 2, "eth0", 1, UP | CARRIER, 4500, 0, 0 }, END };
static const struct device dead[] = { { 2, "eth0", 1, UP, 0, 0, 0 }, END };
static const struct device late[] = {
	{ 9, "eth9", 9, UP | CARRIER, 0, 0, 0 },
	{ 2, "eth0", 1, UP | CARRIER, 9000, 0, 0 }, END };
static const struct device other[] = {
	{ 9, "eth9", 9, UP | CARRIER, 0, 0, 0 }, END };
static const struct device nothing[] = { END };

#define DUMPS "100:18(32) 100:22(24) 100:26(28) "
/* ARP is asked before. */
#define ADDRESS "packet 2 0806\n100:20(48) "
#define ROUTE "100:24(44) "

/* One NIC: what is asked of the kernel, when it ends, and how. */
static const struct {
	const char *why;
	const struct device *devices;
	uint32_t addressed;
	uint64_t deadline, ends;
	int err;
	const char *log, *part;		/* of the messages or the fault */
} cases[] = {
{ "up: address and route", ready, 0, 90000, 1000, 0,
  DUMPS ADDRESS ROUTE, "eth0: 10.0.0.2/24" },
{ "set up already: left alone", ready, 2, 90000, 1000, 0, DUMPS,
  "left as it is" },
{ "another NIC's address", ready, 3, 90000, 1000, 0,
  DUMPS ADDRESS ROUTE, "" },
{ "down: up, and wait for carrier", down, 0, 90000, 4500, 0,
  DUMPS "100:16(32) " ADDRESS ROUTE,
  "waiting for the carrier of eth0, at most 28 s more" },
{ "no carrier for 30 s", dead, 0, 90000, 31000, ENETDOWN,
  DUMPS, "no carrier" },
{ "no carrier, and no time", dead, 0, 5000, 5000, ENETDOWN,
  DUMPS, "no carrier" },
{ "a late driver", late, 0, 90000, 9000, 0, DUMPS ADDRESS ROUTE,
  "waiting for a NIC with the MAC address 52:54:00:00:00:01, at most 13 s more" },
{ "no driver in 15 s", other, 0, 90000, 16000, ENODEV, DUMPS,
  "this machine has eth9 52:54:00:00:00:09" },
{ "no NIC at all", nothing, 0, 90000, 16000, ENODEV, DUMPS,
  "no NIC at all" },
};

static void test_cases(void)
{
	static struct plan plan;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		struct fault f = { .err = 0, .text = "" };

		begin(&plan, cases[i].devices);
		addressed = cases[i].addressed;
		SAME(nics_setup(&fake.sys, &plan, &options, cases[i].deadline, NULL, &f),
		     -cases[i].err, why);
		SAME(f.err, cases[i].err, why);
		SAME(fake.now, cases[i].ends, why);
		OK(strstr(fake.log, cases[i].log), why);
		OK(strstr(fake.output, cases[i].part) ||
		   strstr(f.text, cases[i].part), why);
		OK(strstr(fake.log, "close 1401\nclose 100\n"), why);
		OK(!!strstr(fake.log, ADDRESS) ==
		   !!strstr(cases[i].log, ADDRESS), why);
	}
}

/* What the kernel refuses. */
static void test_refusals(void)
{
	static struct plan plan;
	struct fault f = { .err = 0 };

	begin(&plan, ready);
	errors[RTM_NEWADDR - RTM_BASE] = errors[RTM_NEWROUTE - RTM_BASE] =
		-EEXIST;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "both are there");
	begin(&plan, ready);
	errors[RTM_NEWADDR - RTM_BASE] = -EPERM;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -EPERM, "no address");
	begin(&plan, ready);
	errors[RTM_NEWROUTE - RTM_BASE] = -ENETUNREACH;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0,
	     "a route is not needed in the target's own subnet");
	OK(strstr(fake.output, "no default route by 10.0.0.1"), "said");
	begin(&plan, ready);
	stale = true;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0,
	     "the late answer to a request that was given up");
	f.err = 0;
	begin(&plan, ready);
	plan.nics[0].vlan = 42;
	errors[RTM_NEWLINK - RTM_BASE] = -EOPNOTSUPP;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -EOPNOTSUPP,
	     "no VLANs");
	OK(strstr(fake.log, "modprobe 8021q\n100:16(80)"),
	   "tried again with the module");
	OK(strstr(f.text, "eth0 (52:54:00:00:00:01): it is to be in VLAN 42"),
	   "said which NIC, and why");
	f.err = 0;
	begin(&plan, down);
	errors[RTM_NEWLINK - RTM_BASE] = -EPERM;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -EPERM, "not up");
	f.err = 0;
	begin(&plan, ready);
	memset(&plan.nics[0].address, 0, sizeof(plan.nics[0].address));
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ENODATA, "no address");
	f.err = 0;
	begin(&plan, ready);
	plan.nics[0].gateway.family = ADDR_NONE;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "no gateway");
	OK(!strstr(fake.log, "100:24"), "no route");
	begin(&plan, ready);
	fake.netlink_rc = -EMFILE;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -EMFILE, "no socket");
	f.err = 0;
	begin(&plan, ready);
	fake.on_send = NULL;
	fake.on_wait = NULL;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ETIMEDOUT, "no answer");
	SAME(fake.now, 6000, "in five seconds");
	f.err = 0;
	begin(&plan, ready);
	plan.nic_count = 0;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "nothing to do");
	SAME_TEXT(fake.log, "", "nothing is done");
}

/* Two NICs: one that is ready does not wait long for the other. */
static void test_two(void)
{
	static const struct device both[] = {
		{ 2, "eth0", 1, UP | CARRIER, 0, 0, 0 }, { 3, "eth1", 2, UP, 0, 0, 0 },
		END };
	static const struct device soon[] = {
		{ 2, "eth0", 1, UP | CARRIER, 0, 0, 0 }, { 3, "eth1", 2, UP, 0, 0, 0 },
		{ 3, "eth1", 2, UP | CARRIER, 1500, 0, 0 }, END };
	static struct plan plan;
	struct fault f = { .err = 0 };

	begin(&plan, both);
	plan.nic_count = 2;
	plan.nics[1] = plan.nics[0];
	plan.nics[1].mac[5] = 2;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "one is enough");
	SAME(fake.now, 2000, "the other has a second");
	OK(strstr(fake.output, "eth1 (52:54:00:00:00:02): no carrier"),
	   "and is named");
	devices = soon;
	fake.now = 1000;
	fake.output[0] = '\0';
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "both");
	SAME(fake.now, 1500, "as soon as both are ready");
	OK(!strstr(fake.output, "no carrier"), "nothing is wrong");
}

/* Which device is meant. */
static void test_choice(void)
{
	static const struct device bonded[] = {
		{ 5, "bond0", 7, UP | CARRIER, 0, 0, 772 },
		{ 2, "eth0", 7, UP | CARRIER, 0, 1, 0 }, END };
	static const struct device infiniband[] = {
		{ 5, "ib0", 1, UP | CARRIER, 0, 0, 32 }, END };
	static struct plan plan;
	struct fault f = { .err = 0 };

	begin(&plan, bonded);
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0,
	     "by the MAC that it was born with");
	begin(&plan, infiniband);
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ENODEV,
	     "not a device of another kind");
	f.err = 0;
	begin(&plan, ready);
	plan.nics[0].mac_known = false;
	copy_string(plan.nics[0].ifname, IFNAME_SIZE, "eth9");
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), -ENODEV,
	     "no NIC of this name");
	f.err = 0;
	begin(&plan, ready);
	addressed = 2;
	scope = 253;
	host = 9;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0, "a link-local address");
	OK(strstr(fake.log, ADDRESS), "does not count");
}

static bool overrun(struct fake *f, struct sys_wait *w, size_t n,
		    uint64_t deadline)
{
	(void)n;
	(void)deadline;
	if (w->fd != EVENTS)
		return false;
	f->now += 10;
	devices = ready;
	fake_queue(f, EVENTS, -ENOBUFS, NULL);
	return true;
}

int main(void)
{
	static struct plan plan;
	struct fault f = { .err = 0 };
	uint8_t mac[6] = { 0x52, 0x54, 0, 0, 0, 9 };
	char name[16];

	test_cases();
	test_refusals();
	test_two();
	test_choice();
	begin(&plan, dead);
	fake.on_wait = overrun;
	SAME(nics_setup(&fake.sys, &plan, &options, 90000, NULL, &f), 0,
	     "an overrun: the links are asked for anew");
	begin(&plan, late);
	SAME_TEXT(nic_name(&fake.sys, mac, name), "eth9", "a NIC's name");
	mac[5] = 8;
	SAME_TEXT(nic_name(&fake.sys, mac, name), "", "no such NIC");
	fake.netlink_rc = -EMFILE;
	SAME_TEXT(nic_name(&fake.sys, mac, name), "", "no socket");
	return test_done();
}
