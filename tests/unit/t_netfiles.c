// SPDX-License-Identifier: GPL-2.0-or-later
/* What is left for the booted system's network services, compared with
 * tests/data/netfiles: every file with its folder, in the order of writing. */
#include "netfiles.h"

#include "fake_sys.h"

#define DATA "tests/data/netfiles/"

#define IP4(a, b, c, d) { .family = ADDR_IPV4, .bytes = { a, b, c, d } }
/* fd07::N, and fe80::N */
#define IP6(first, second, n) { .family = ADDR_IPV6, \
	.bytes = { first, second, [15] = n } }
#define HARDWARE(name, index, mac) \
	{ "/sys/class/net/" name "/ifindex", index "\n", 0 }, \
	{ "/sys/class/net/" name "/addr_assign_type", "0\n", 0 }, \
	{ "/sys/class/net/" name "/address", mac "\n", 0 }
#define VIRTUAL(name, index) \
	{ "/sys/class/net/" name "/ifindex", index "\n", 0 }, \
	{ "/sys/class/net/" name "/addr_assign_type", "3\n", 0 }

static const struct plan static_plan = {
	.nics = { {
		.ifname = "eth0", .method = NIC_STATIC, .prefix = 20,
		.source = SOURCE_IBFT, .mac_known = true,
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.address = IP4(10, 7, 17, 9), .gateway = IP4(10, 8, 0, 1),
		.dns = { IP4(10, 7, 0, 2), IP6(0xfd, 7, 2),
			 IP4(10, 7, 0, 3) },
		.dns_count = 3, .search = "example.test",
		.hostname = "node-1", .mtu = 9000,
	} },
	.nic_count = 1,
	.targets = { { .nic = 0 } }, .target_count = 1,
	.routes = { {
		.to = IP4(10, 9, 0, 0), .prefix = 16,
		.gateway = IP4(10, 7, 16, 2),
	}, {
		.to = IP4(10, 10, 0, 0), .prefix = 16, .ifname = "eth0",
	}, {
		.to = IP4(10, 11, 0, 0), .prefix = 16, .ifname = "eth7",
	} },
	.route_count = 3,
	.dns = { IP4(10, 7, 0, 3), IP4(10, 7, 0, 4) }, .dns_count = 2,
};

static const struct fake_file static_files[] = {
	HARDWARE("eth0", "2", "52:54:00:12:34:56"),
	{ NULL, NULL, 0 }
};

/* The parent is not in the plan, and is not named. */
static const struct plan vlan_plan = {
	.nics = { {
		.ifname = "eth0.5", .method = NIC_STATIC, .prefix = 24,
		.source = SOURCE_IBFT, .mac_known = true, .vlan = 5,
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.address = IP4(10, 7, 0, 9), .gateway = IP4(10, 7, 0, 1),
	}, {
		.ifname = "eth0.5", .method = NIC_STATIC, .prefix = 64,
		.source = SOURCE_IBFT, .mac_known = true, .vlan = 5,
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.address = IP6(0xfd, 7, 9), .gateway = IP6(0xfe, 0x80, 1),
		.dns = { IP6(0xfd, 7, 2) }, .dns_count = 1,
	} },
	.nic_count = 2,
	.targets = { { .nic = 1 } }, .target_count = 1,
};

static const struct fake_file vlan_files[] = {
	HARDWARE("eth0", "2", "52:54:00:12:34:56"),
	{ "/sys/class/net/eth0.5/ifindex", "5\n", 0 },
	{ "/sys/class/net/eth0.5/addr_assign_type", "2\n", 0 },
	{ "/sys/class/net/eth0.5/lower_eth0/ifindex", "2\n", 0 },
	{ NULL, NULL, 0 }
};

/* The target is behind the second; the first one was given another MAC. */
static const struct plan two_plan = {
	.nics = { {
		.ifname = "eth0", .method = NIC_STATIC, .prefix = 24,
		.source = SOURCE_CMDLINE, .mac_known = true,
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.new_mac_known = true, .new_mac = { 2, 0, 0, 0, 0, 1 },
		.address = IP4(10, 7, 0, 9), .gateway = IP4(10, 7, 0, 1),
	}, {
		.ifname = "eth1", .method = NIC_STATIC, .prefix = 32,
		.source = SOURCE_CMDLINE,
		.address = IP4(10, 6, 0, 9), .peer = IP4(10, 6, 0, 1),
	} },
	.nic_count = 2,
	.targets = { { .nic = 1 } }, .target_count = 1,
};

static const struct fake_file two_files[] = {
	VIRTUAL("eth0", "2"), VIRTUAL("eth1", "3"),
	/* Of a run before this one. */
	{ "/run/NetworkManager/devices/3",
	  "[device]\nconnection-uuid=4aa5353f-c9c8-34a3-b1ea-0fd0e75d72bd\n",
	  0 },
	{ NULL, NULL, 0 }
};

/* The client's file stays, as do NetworkManager's note and what Debian's
 * scripts wrote. */
static const struct plan dhcp_plan = {
	.nics = { {
		.ifname = "eth0", .method = NIC_DHCP, .prefix = 24,
		.source = SOURCE_DHCP,
		.address = IP4(10, 7, 0, 50), .gateway = IP4(10, 7, 0, 1),
	}, {
		.ifname = "eth0", .method = NIC_AUTO6, .prefix = 64,
		.source = SOURCE_CMDLINE, .address = IP6(0xfd, 7, 9),
	}, {
		.ifname = "eth1", .method = NIC_DHCP6, .prefix = 128,
		.source = SOURCE_CMDLINE, .address = IP6(0xfd, 8, 9),
	}, {
		.ifname = "eth1", .method = NIC_DHCP, .prefix = 24,
		.source = SOURCE_CMDLINE, .address = IP4(10, 8, 0, 50),
	} },
	.nic_count = 4, .no_peer_dns = true,
	.targets = { { .nic = -1 } }, .target_count = 1,
};

static const struct fake_file dhcp_files[] = {
	HARDWARE("eth0", "2", "52:54:00:12:34:56"),
	HARDWARE("eth1", "3", "52:54:00:12:34:57"),
	{ "/run/net-eth0.conf", "", 0 },
	{ "/run/network/ifstate.eth0", "eth0\n", 0 },
	{ "/run/initramfs/open-iscsi.interface", "eth0\n", 0 },
	{ "/run/NetworkManager/devices/2",
	  "[device]\nconnection-uuid=11111111-2222-4333-8444-555555555555\n",
	  0 },
	{ NULL, NULL, 0 }
};

/* In turn: no such device; DHCP on every NIC, of which none answered; no
 * address; a name that ends a line in some file; a lease that no target
 * needs.  The last one stays, without names that are none. */
static const struct plan left_out_plan = {
	.nics = { {
		.ifname = "eth5", .method = NIC_STATIC, .prefix = 24,
		.source = SOURCE_IBFT, .address = IP4(10, 7, 0, 9),
	}, {
		.method = NIC_DHCP, .source = SOURCE_DEFAULT,
	}, {
		.ifname = "eth1", .method = NIC_DHCP, .source = SOURCE_IBFT,
	}, {
		.ifname = "e;$(x)", .method = NIC_STATIC, .prefix = 24,
		.source = SOURCE_CMDLINE, .address = IP4(10, 7, 1, 9),
	}, {
		.ifname = "eth2", .method = NIC_DHCP, .prefix = 24,
		.source = SOURCE_DHCP, .address = IP4(10, 7, 2, 9),
	}, {
		.ifname = "eth3", .method = NIC_STATIC, .prefix = 24,
		.source = SOURCE_CMDLINE, .address = IP4(10, 7, 3, 9),
		.search = "b\n[Match]", .hostname = "a\nPROTO='dhcp'",
	} },
	.nic_count = 6,
	.targets = { { .nic = 5 } }, .target_count = 1,
};

static const struct fake_file left_out_files[] = {
	VIRTUAL("eth1", "3"), VIRTUAL("e;$(x)", "4"), VIRTUAL("eth2", "5"),
	VIRTUAL("eth3", "6"),
	{ NULL, NULL, 0 }
};

static const struct plan no_plan;

static const struct {
	const char *name;
	const struct plan *plan;
	const struct fake_file *files;
} cases[] = {
	{ "static", &static_plan, static_files },
	{ "vlan", &vlan_plan, vlan_files },
	{ "two", &two_plan, two_files },
	{ "dhcp", &dhcp_plan, dhcp_files },
	{ "left-out", &left_out_plan, left_out_files },
	{ "none", &no_plan, static_files },
};

static const char *wanted(const char *name)
{
	static char text[32768];
	char path[128];
	size_t n = 0;
	FILE *file;

	snprintf(path, sizeof(path), DATA "%s", name);
	file = fopen(path, "r");
	if (file) {
		n = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[n] = '\0';
	return text;
}

static struct fake f;

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct sys *sys = fake_begin(&f, cases[i].files);

		netfiles_write(sys, cases[i].plan);
		SAME_TEXT(f.log, wanted(cases[i].name), cases[i].name);
		OK(!!f.output[0] == !strcmp(cases[i].name, "left-out"),
		   "a message says why a NIC is left out");
	}
}

/* A /run that cannot be written: messages, and no end of the boot. */
static void test_failure(void)
{
	const struct sys *sys = fake_begin(&f, static_files);

	f.make_dir_rc = -EROFS;
	netfiles_write(sys, &static_plan);
	OK(!strstr(f.log, "write") && !strstr(f.log, "publish"),
	   "no folder, no file");
	OK(strstr(f.output, "/run/net-eth0.conf is not written"),
	   "what is missing is named");
}

/* The keyfile alone is for root: with a password beside it NetworkManager
 * refuses any other mode. */
static void test_modes(void)
{
	const struct sys *sys = fake_begin(&f, static_files);
	const char *private;

	netfiles_write(sys, &static_plan);
	private = strstr(f.log, "write ");
	OK(private && !strncmp(private + 6, "/run/NetworkManager/system-conn",
			       31), "the keyfile is private");
	OK(private && !strstr(private + 6, "\nwrite "), "no other is");
}

int main(void)
{
	test_cases();
	test_failure();
	test_modes();
	return test_done();
}
