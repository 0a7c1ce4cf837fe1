// SPDX-License-Identifier: GPL-2.0-or-later
/* Which leases there are, and what several files say together. */
#include "leases.h"

#include "fake_sys.h"

#define NAME "iqn.2024-01.org.example:"
#define ROOT "iscsi:10.7.0.1::::" NAME
#define KLIBC(ifname, address, more) \
	"DEVICE='" ifname "'\nPROTO='dhcp'\nIPV4ADDR='" address \
	"'\nIPV4NETMASK='255.255.255.0'\n" more

static struct fake fake;
static struct said said;
static struct remarks remarks;

static void read_leases(const struct fake_file *files)
{
	const struct sys *sys = fake_begin(&fake, files);

	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	said.remarks = &remarks;
	leases_read(&said, sys);
}

/* Whether one remark is about what and has this in its reason. */
static bool remarked(const char *what, const char *why)
{
	for (size_t i = 0; i < remarks.count; i++)
		if (!strcmp(remarks.list[i].what, what) &&
		    strstr(remarks.list[i].why, why))
			return true;
	return false;
}

static bool has_address(const struct addr *a, const char *text)
{
	char buf[ADDR_TEXT_SIZE];

	return a->family && !strcmp(addr_text(a, buf), text);
}

static void test_places(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e10.conf", KLIBC("e10", "10.1.0.10", ""), 0 },
		{ "/run/net-e9.conf", KLIBC("e9", "10.1.0.9", ""), 0 },
		{ "/run/net-e3.conf.ibft", KLIBC("e3", "10.1.0.3", ""), 0 },
		{ "/run/net-.conf", KLIBC("e4", "10.1.0.4", ""), 0 },
		{ "/run/subnet-e5.conf", KLIBC("e5", "10.1.0.5", ""), 0 },
		{ "/run/net6-e9.conf",
		  "IPV6ADDR=fd07::9\nIPV6NETMASK=64\n", 0 },
		{ "/etc/initrd-release", "", 0 },
		{ "/tmp/dhclient.e11.lease", "lease {", 0 },
		{ "/tmp/dhclient.e11.dhcpopts",
		  "new_ip_address='10.1.0.11'\nnew_subnet_mask='255.0.0.0'\n",
		  0 },
		{ "/run/systemd/netif/leases/2",
		  "ADDRESS=10.1.0.12\nNETMASK=255.255.0.0\n", 0 },
		{ "/run/NetworkManager/devices/1", "[device]\nmanaged=1\n",
		  0 },
		{ "/run/NetworkManager/devices/13",
		  "[device]\nroot-path=" ROOT "nm\n", 0 },
		{ "/sys/class/net/bonding_masters", "", 0 },
		{ "/sys/class/net/e12/ifindex", "2\n", 0 },
		{ "/sys/class/net/e13/ifindex", "13\n", 0 },
		{ "/sys/class/net/lo/ifindex", "1\n", 0 },
		{ NULL, NULL, 0 }
	};
	static const struct {
		const char *ifname, *address;
		int prefix;
	} want[] = {
		{ "e9", "10.1.0.9", 24 }, { "e10", "10.1.0.10", 24 },
		{ "e9", "fd07::9", 64 }, { "e11", "10.1.0.11", 8 },
		{ "e12", "10.1.0.12", 16 }, { "e13", NULL, 0 },
	};

	read_leases(files);
	SAME(said.source, SOURCE_DHCP, "the source");
	SAME(said.nic_count, ARRAY_SIZE(want), "every place, in order");
	for (size_t i = 0; i < ARRAY_SIZE(want) && i < said.nic_count; i++) {
		const struct plan_nic *n = &said.nics[i];

		SAME_TEXT(n->ifname, want[i].ifname, "the interface");
		OK(want[i].address ?
		   has_address(&n->address, want[i].address) :
		   !n->address.family, want[i].ifname);
		SAME(n->prefix, want[i].prefix, want[i].ifname);
		SAME(n->method, i == 2 ? NIC_DHCP6 : NIC_DHCP,
		     want[i].ifname);
		SAME(n->source, SOURCE_DHCP, want[i].ifname);
	}
	SAME(said.target_count, 1, "NetworkManager's root path");
	SAME_TEXT(said.targets[0].netdev, "e13", "belongs to its NIC");
	SAME(remarks.count, 0, "nothing to remark");
	SAME(said.fault.err, 0, "no fault");
}

static void test_nothing(void)
{
	static const struct fake_file files[] = { { NULL, NULL, 0 } };

	read_leases(files);
	SAME(said.nic_count + said.target_count + remarks.count, 0,
	     "no folder is there");
	SAME(said.source, SOURCE_DHCP, "and the source is said");
}

static void test_same_lease(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf",
		  KLIBC("e0", "10.7.0.58",
			"IPV4DNS0='10.7.0.1'\nROOTPATH='" ROOT "a'\n"), 0 },
		{ "/etc/initrd-release", "", 0 },
		{ "/tmp/dhclient.e0.dhcpopts",
		  "new_root_path='" ROOT "a'\n", 0 },
		{ "/run/systemd/netif/leases/3",
		  "ADDRESS=10.7.0.58\nNETMASK=255.255.255.0\n"
		  "ROUTER=10.7.0.254\nDNS=10.7.0.2 10.7.0.1\nMTU=1400\n"
		  "DOMAINNAME=example.test\nHOSTNAME=client-1\n"
		  "ROOT_PATH=" ROOT "a\n", 0 },
		{ "/sys/class/net/e0/ifindex", "3\n", 0 },
		{ NULL, NULL, 0 }
	};
	const struct plan_nic *n = &said.nics[0];

	read_leases(files);
	SAME(said.nic_count, 1, "one lease, three files");
	SAME(said.target_count, 1, "one root path, three files");
	SAME(remarks.count, 0, "they agree");
	OK(has_address(&n->address, "10.7.0.58"), "the address");
	OK(has_address(&n->gateway, "10.7.0.254"), "what one file lacks");
	SAME(n->dns_count, 2, "each DNS server once");
	OK(has_address(&n->dns[1], "10.7.0.2"), "the second one");
	SAME(n->mtu, 1400, "the MTU");
	SAME_TEXT(n->search, "example.test", "the domain");
	SAME_TEXT(n->hostname, "client-1", "the host name");
	SAME_TEXT(said.targets[0].name, NAME "a", "the target");
	SAME_TEXT(said.targets[0].netdev, "e0", "its NIC");
	SAME(said.targets[0].nic, -1, "which the plan looks up");
}

/* The file that is read first tells of less than the one behind it. */
static void test_filled_up(void)
{
	static const struct fake_file files[] = {
		{ "/etc/initrd-release", "", 0 },
		{ "/tmp/dhclient.e0.dhcpopts", "new_root_path=" ROOT "a\n",
		  0 },
		{ "/run/systemd/netif/leases/3",
		  "ADDRESS=10.7.0.58\nNETMASK=255.255.254.0\n", 0 },
		{ "/sys/class/net/e0/ifindex", "3\n", 0 },
		{ NULL, NULL, 0 }
	};

	read_leases(files);
	SAME(said.nic_count, 1, "one NIC");
	OK(has_address(&said.nics[0].address, "10.7.0.58"), "its address");
	SAME(said.nics[0].prefix, 23, "its netmask");
}

/* One of IPv6 fills up what has no address of either family. */
static void test_ipv6(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf", "ROOTPATH=" ROOT "a\n", 0 },
		{ "/run/net6-e0.conf",
		  "IPV6PROTO=static\nIPV6ADDR=fd07::1\nIPV6NETMASK=64\n",
		  0 },
		{ "/run/net6-e1.conf",
		  "IPV6ADDR=fd07::2/64\nROOTPATH=" ROOT "a\n", 0 },
		{ NULL, NULL, 0 }
	};

	read_leases(files);
	SAME(said.nic_count, 2, "one NIC each");
	SAME(said.nics[0].method, NIC_STATIC, "its method");
	SAME(said.nics[0].prefix, 64, "its prefix");
	OK(has_address(&said.nics[1].address, "fd07::2"), "no IPv4 in it");
	SAME(said.target_count, 2, "both root paths");
}

static void test_contradictions(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf",
		  KLIBC("e0", "10.7.0.58",
			"IPV4GATEWAY=10.7.0.1\nDNSDOMAIN=a.test\n"
			"HOSTNAME=a\nROOTPATH='" ROOT "a'\n"), 0 },
		{ "/run/net-e1.conf", KLIBC("e1", "10.8.0.58", ""), 0 },
		{ "/etc/initrd-release", "", 0 },
		{ "/tmp/dhclient.e0.dhcpopts", "new_interface_mtu=1400", 0 },
		{ "/run/systemd/netif/leases/3",
		  "ADDRESS=10.7.0.59\nNETMASK=255.255.0.0\nROUTER=10.7.0.2\n"
		  "DOMAINNAME=b.test\nHOSTNAME=b\nMTU=1500\n"
		  "ROOT_PATH=" ROOT "b\n", 0 },
		{ "/run/systemd/netif/leases/4",
		  "ADDRESS=10.8.0.58\nNETMASK=255.255.0.0\n", 0 },
		{ "/sys/class/net/e0/ifindex", "3\n", 0 },
		{ "/sys/class/net/e1/ifindex", "4\n", 0 },
		{ NULL, NULL, 0 }
	};
	static const char path[] = "/run/systemd/netif/leases/3";
	const struct plan_nic *n = &said.nics[0];

	read_leases(files);
	SAME(said.nic_count, 2, "two NICs");
	OK(has_address(&n->address, "10.7.0.58"), "the first file's");
	OK(remarked(path, "the address of e0 is 10.7.0.59, another file says 10.7.0.58, which is used"),
	   "two addresses");
	OK(remarked(path, "the gateway of e0 is 10.7.0.2,"), "two gateways");
	OK(remarked(path, "the search domain of e0 is b.test, another file says a.test"),
	   "two domains");
	OK(remarked(path, "the host name of e0 is b,"), "two host names");
	OK(!remarked(path, "the prefix length"),
	   "another address may have another netmask");
	OK(remarked("/run/systemd/netif/leases/4",
		    "the prefix length of e1 is 16, another file says 24"),
	   "two netmasks");
	OK(remarked(path, "another root path than"), "two root paths");
	SAME(said.target_count, 1, "one of them is used");
	SAME_TEXT(said.targets[0].name, NAME "a", "the first");
}

static void test_root_paths(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf",
		  KLIBC("e0", "10.7.0.58", "ROOTPATH=10.7.0.1:/srv/root\n"),
		  0 },
		{ "/run/net-e1.conf",
		  KLIBC("e1", "10.8.0.58", "ROOTPATH=cifs://u:secret@h/s\n"),
		  0 },
		{ "/run/net-e2.conf",
		  KLIBC("e2", "10.9.0.58", "ROOTPATH=iscsi:\n"), 0 },
		{ "/run/net-e3.conf",
		  KLIBC("e3", "10.10.0.58",
			"ROOTPATH=iscsi:u:secret@10.7.0.1\n"), 0 },
		{ "/run/net-e4.conf",
		  KLIBC("e4", "10.11.0.58",
			"ROOTPATH=iscsi:u:secret@10.7.0.1\n"), 0 },
		{ "/run/net-e5.conf",
		  KLIBC("e5", "10.12.0.58", "ROOTPATH=" ROOT "x\n"), 0 },
		{ "/run/net-e6.conf",
		  KLIBC("e6", "10.13.0.58", "ROOTPATH=" ROOT "x\n"), 0 },
		{ NULL, NULL, 0 }
	};
	static const char gave[] = "the root path that DHCP gave to ";
	char what[64];

	read_leases(files);
	SAME(said.nic_count, 7, "the NICs are up whatever their root path");
	SAME(said.target_count, 2, "the same target by two NICs");
	SAME_TEXT(said.targets[0].netdev, "e5", "is one path");
	SAME_TEXT(said.targets[1].netdev, "e6", "and another");
	SAME(said.targets[1].from.name, SOURCE_NONE, "left to the plan");
	snprintf(what, sizeof(what), "%se0", gave);
	OK(remarked(what, "'10.7.0.1:/srv/root' does not begin with iscsi:"),
	   "NFS");
	snprintf(what, sizeof(what), "%se1", gave);
	OK(remarked(what, "it does not begin with iscsi:"),
	   "what may hold a password is not shown");
	snprintf(what, sizeof(what), "%se2", gave);
	OK(remarked(what, "it names no target"), "a bare iscsi:");
	SAME(said.fault.err, EINVAL, "a root path that is wrong");
	SAME(said.fault.stage, STAGE_PLAN, "its stage");
	snprintf(what, sizeof(what), "%se3: ", gave);
	OK(!strncmp(said.fault.text, what, strlen(what)), "whose it was");
	OK(strstr(said.fault.text, "(column "), "and where it is wrong");
	snprintf(what, sizeof(what), "%se4", gave);
	OK(remarked(what, "(column "), "the second is not forgotten");
	OK(!strstr(said.fault.text, "secret"), "no secret");
	for (size_t i = 0; i < remarks.count; i++)
		OK(!strstr(remarks.list[i].why, "secret"), "no secret");
}

#define LONG_NAME "a-name-that-no-interface-can-have-at-all"

static void test_bad_files(void)
{
	static char big[8194];
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf", big, 0 },
		{ "/run/net-e1.conf", "x", -EACCES },
		{ "/run/net-e2.conf", "x", -ENOENT },
		{ "/run/net-e3.conf", "HOSTNAME=a\n", 0 },
		{ "/run/net-e4.conf", KLIBC("e5", "10.7.0.58", ""), 0 },
		{ "/run/net-sixteen-bytes.10.conf", "x", 0 },
		{ "/run/net-" LONG_NAME ".conf", "x", 0 },
		{ "/run/systemd/netif/leases/7", "ADDRESS=10.7.0.7\n", 0 },
		{ "/run/systemd/netif/leases/x", "ADDRESS=10.7.0.8\n", 0 },
		{ "/sys/class/net/e0/ifindex", "7x\n", 0 },
		{ "/sys/class/net/e1/ifindex", "4294967303\n", 0 },
		{ "/sys/class/net/e2/ifindex", "", -EINVAL },
		{ NULL, NULL, 0 }
	};

	memset(big, '\n', sizeof(big) - 1);
	read_leases(files);
	OK(remarked("/run/net-e0.conf", "longer than 8192 bytes"), "big");
	OK(remarked("/run/net-e1.conf", "cannot be read: access denied"),
	   "not allowed");
	OK(remarked("/run/net-e3.conf", "no address and no root path"),
	   "of no use");
	OK(remarked("/run/net-e4.conf", "it is about 'e5'"),
	   "another name in it");
	SAME(said.nic_count, 1, "one is right");
	SAME_TEXT(said.nics[0].ifname, "e5", "under the name in it");
	OK(remarked("/run/net-sixteen-bytes.10.conf",
		    "no interface has the name 'sixteen-bytes.10'"),
	   "a name that is too long");
	OK(remarked("net-" LONG_NAME ".conf", "/run: its name is too long"),
	   "one that is longer");
	OK(remarked("/run/systemd/netif/leases/7",
		    "no interface has the index '7'"), "no such index");
	OK(remarked("/run/systemd/netif/leases/x", "the index 'x'"),
	   "no index");
	SAME(remarks.count, 8, "a file that has gone is no remark");
	big[8192] = '\0';
	read_leases(files);
	OK(!remarked("/run/net-e0.conf", "longer"), "the largest that fits");
}

static int with_nul(const struct sys *sys, const char *path, char *text,
		    size_t size)
{
	int n = fake_read_file(sys, path, text, size);

	if (n > 4)
		text[4] = '\0';
	return n;
}

static int denied(const struct sys *sys, const char *path,
		  void (*each)(void *arg, const char *name), void *arg)
{
	(void)sys, (void)path, (void)each, (void)arg;
	return -EACCES;
}

static void test_bad_system(void)
{
	static const struct fake_file files[] = {
		{ "/run/net-e0.conf", KLIBC("e0", "10.7.0.58", ""), 0 },
		{ NULL, NULL, 0 }
	};

	fake_begin(&fake, files);
	fake.sys.read_file = with_nul;
	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	said.remarks = &remarks;
	leases_read(&said, &fake.sys);
	OK(remarked("/run/net-e0.conf", "a NUL byte"), "a NUL byte");
	SAME(said.nic_count, 0, "is in no lease");
	memset(&remarks, 0, sizeof(remarks));
	fake.sys.list_dir = denied;
	leases_read(&said, &fake.sys);
	OK(remarked("/run", "cannot be read: access denied"), "a folder");
	OK(!remarked("/tmp", ""), "not ours to read without an initramfs");
}

/* More than there is room for: of interfaces, of files. */
static void test_too_many(void)
{
	static char paths[40][32], texts[40][128];
	static struct fake_file files[41];

	for (int i = 0; i < 40; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/run/net-e%d.conf", i);
		snprintf(texts[i], sizeof(texts[i]),
			 "IPV4ADDR=10.7.0.%d\nROOTPATH=" ROOT "%d\n"
			 "IPV4NETMASK=24\n", i + 1, i);
		files[i].path = paths[i];
		files[i].text = texts[i];
	}
	read_leases(files);
	SAME(said.nic_count, PLAN_NICS_MAX, "NICs");
	SAME(said.target_count, PLAN_TARGETS_MAX, "targets");
	OK(remarked("net-e39.conf", "/run: there are too many files"),
	   "files");
	OK(remarked("/run/net-e8.conf", "more than 8 NICs"), "NICs");
	OK(remarked("/run/net-e8.conf", "more than 8 root paths"),
	   "root paths");
}

int main(void)
{
	test_places();
	test_nothing();
	test_same_lease();
	test_filled_up();
	test_ipv6();
	test_contradictions();
	test_root_paths();
	test_bad_files();
	test_bad_system();
	test_too_many();
	return test_done();
}
