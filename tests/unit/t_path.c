// SPDX-License-Identifier: GPL-2.0-or-later
/* By which NIC a connection leaves. */
#include "path.h"

#include <sys/socket.h>
#include <linux/rtnetlink.h>

#include "fake_sys.h"

static struct fake fake;
static struct nic_world world;
static struct plan plan;
static int refusal;

static const struct fake_file files[] = {
	{ "/proc/sys/net/ipv4/conf/eth0/arp_announce", "0\n", 0 },
	{ "/proc/sys/net/ipv4/conf/eth0/arp_ignore", "0\n", 0 },
	{ "/proc/sys/net/ipv4/conf/eth1/arp_announce", "1\n", 0 },
	{ "/proc/sys/net/ipv4/conf/eth1/arp_ignore", "0\n", 0 },
	{ NULL, NULL, 0 },
};

/* The type of each request, its family, and the end of a dump or the
 * result. */
static void answer(struct fake *f, int fd, const void *buf, size_t len)
{
	const uint8_t *b = buf;
	uint16_t type = (uint16_t)(b[4] | b[5] << 8);
	uint8_t reply[36] = { 36, 0, 0, 0, NLMSG_ERROR };
	int32_t error = type == RTM_GETRULE ? 0 : refusal;

	fake_log(f, "%u(%zu) ", type, len);
	if (type == RTM_GETRULE)
		reply[4] = NLMSG_DONE;
	memcpy(reply + 8, b + 8, 4);
	memcpy(reply + 16, &error, 4);
	fake_queue(f, fd, sizeof(reply), reply);
}

static void ignore(void *arg, const struct rtnl_message *m)
{
	netstate_take(arg, m);
}

static void add_nic(const char *name, const char *address, uint8_t prefix,
		    const char *gateway)
{
	struct plan_nic *n = &plan.nics[plan.nic_count++];

	copy_string(n->ifname, IFNAME_SIZE, name);
	n->ifindex = (int)plan.nic_count + 1;
	addr_parse(address, &n->address);
	n->prefix = prefix;
	if (gateway)
		addr_parse(gateway, &n->gateway);
}

static void begin(void)
{
	fake_begin(&fake, files);
	fake.on_send = answer;
	refusal = 0;
	memset(&plan, 0, sizeof(plan));
	memset(&world, 0, sizeof(world));
	world.sys = &fake.sys;
	rtnl_open(&world.rtnl, &fake.sys, 0, ignore, &world.net);
	fake.log[0] = '\0';
}

#define ARP "write /proc/sys/net/ipv4/conf/eth"

static void test_rules(void)
{
	begin();
	add_nic("eth0", "10.0.0.2", 24, "10.0.0.1");
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "", "one NIC: nothing to choose");
	add_nic("eth1", "2001:db8::2", 64, NULL);
	add_nic("eth1", "fe80::2", 64, NULL);
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "", "of each family, but for link-local ones");
	add_nic("eth1", "10.0.0.3", 24, NULL);
	plan.nics[3].ifindex = 0;
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "", "one that is not up does not count");
	plan.nics[3].ifindex = 3;
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "34(28) "
		  ARP "0/arp_ignore 1\n" ARP "0/arp_announce 2\n"
		  "24(60) 24(60) 32(52) " ARP "1/arp_ignore 1\n"
		  "24(60) 32(52) ",
		  "network, gateway and rule for each; what somebody set stays");
	begin();
	add_nic("eth0", "10.0.0.2", 24, NULL);
	add_nic("eth1", "10.0.1.2", 24, NULL);
	refusal = -EOPNOTSUPP;
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "34(28) 24(60) 24(60) ",
		  "a rule to an empty table would be of no use");
	OK(strstr(fake.output, "eth1: packets from its address"), "said");
	begin();
	add_nic("eth0", "10.0.0.2", 24, NULL);
	add_nic("eth1", "10.0.1.2", 24, NULL);
	refusal = -EEXIST;
	path_rules(&world, &plan);
	SAME_TEXT(fake.log, "34(28) 24(60) 32(52) 24(60) 32(52) ",
		  "in two networks: no ARP to change");
	SAME_TEXT(fake.output, "", "what is there is right");
}

static void test_from(void)
{
	struct plan_target t = { .nic = 1 };
	struct portal four = { .port = 3260 }, six = four, local = four;
	struct sys_from from;

	addr_parse("10.0.0.9", &four.addr);
	addr_parse("2001:db8::9", &six.addr);
	addr_parse("fe80::9", &local.addr);
	begin();
	add_nic("eth0", "10.0.0.2", 24, NULL);
	add_nic("eth1", "10.0.0.3", 24, NULL);
	OK(path_from(&plan, &t, &four, &from) == &from &&
	   addr_equal(&from.addr, &plan.nics[1].address) && !from.ifindex,
	   "from the address of the target's NIC");
	OK(!path_from(&plan, &t, &six, &from), "not of the other family");
	OK(path_from(&plan, &t, &local, &from) && from.ifindex == 3 &&
	   !from.addr.family, "a link-local portal: its link");
	t.nic = -1;
	OK(!path_from(&plan, &t, &four, &from), "no NIC in particular");
	t.nic = 1;
	plan.nics[1].ifindex = 0;
	OK(!path_from(&plan, &t, &four, &from), "it is not up: any other");
	OK(!path_from(&plan, &t, &local, &from), "nor is its link");
	plan.nics[1].ifindex = 3;
	plan.nic_count = 1;
	t.nic = 0;
	OK(!path_from(&plan, &t, &four, &from),
	   "one NIC: the kernel knows best");
}

static void test_bound(void)
{
	struct plan_target t = { .nic = 0 };
	struct portal four = { .port = 3260 }, six = four, local = four;
	struct sys_from from;

	addr_parse("10.0.0.9", &four.addr);
	addr_parse("2001:db8::9", &six.addr);
	addr_parse("fe80::9", &local.addr);
	begin();
	add_nic("eth0", "10.0.0.2", 24, NULL);
	OK(path_bound(&plan, &t, &four, &from) == &from &&
	   addr_equal(&from.addr, &plan.nics[0].address) && from.ifindex == 2,
	   "its address and its link, even with one NIC in the plan");
	OK(path_bound(&plan, &t, &local, &from) && from.ifindex == 2 &&
	   !from.addr.family, "a link-local portal: its link");
	OK(!path_bound(&plan, &t, &six, &from),
	   "redirected to another family");
	plan.nics[0].ifindex = 0;
	OK(!path_bound(&plan, &t, &four, &from) &&
	   !path_bound(&plan, &t, &local, &from), "this machine itself");
	t.nic = -1;
	OK(!path_bound(&plan, &t, &four, &from), "no NIC in particular");
}

int main(void)
{
	test_rules();
	test_from();
	test_bound();
	return test_done();
}
