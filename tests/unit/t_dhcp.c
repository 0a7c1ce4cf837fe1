// SPDX-License-Identifier: GPL-2.0-or-later
/* Running a DHCP client, and what becomes of it. */
#include "dhcp.h"

#include "fake_sys.h"

#define FILE0 "/run/net-e0.conf"
#define LEASE \
	"DEVICE='e0'\nPROTO='dhcp'\nIPV4ADDR='10.7.0.50'\n" \
	"IPV4NETMASK='255.255.255.0'\nIPV4GATEWAY='10.7.0.1'\n" \
	"IPV4DNS0='10.7.0.2'\nIPV4DNS1='0.0.0.0'\n"
#define ROOT "ROOTPATH='iscsi:10.7.0.1::::iqn.2024-01.org.example:x'\n"
#define ADDRESS(text) "IPV4ADDR='" text "'\nIPV4NETMASK='255.255.255.0'\n"

static struct fake fake;
static struct dhcp dhcp;
static struct lease got;
static struct fault why;

static const struct {
	const char *why, *client;
	struct fake_file files[3];
	const char *wrong;		/* a part of the sentence, or NULL */
	const char *log;
} starts[] = {
{ "a name, in the first folder that has it", "ipconfig",
  { { "/sbin/ipconfig", "", 0 }, { "/usr/bin/ipconfig", "", 0 } }, NULL,
  "remove " FILE0 "\nspawn /sbin/ipconfig -c dhcp -t 45 -d e0\n" },
{ "klibc-utils", "ipconfig", { { "/usr/lib/klibc/bin/ipconfig", "", 0 } },
  NULL, "remove " FILE0
  "\nspawn /usr/lib/klibc/bin/ipconfig -c dhcp -t 45 -d e0\n" },
{ "a path", "/opt/lease", { { "/opt/lease", "", 0 } }, NULL,
  "remove " FILE0 "\nspawn /opt/lease -c dhcp -t 45 -d e0\n" },
{ "a path is looked up nowhere else", "/x", { { "/bin/x", "", 0 } },
  "the DHCP client /x is not there: put ipconfig of klibc-utils into", "" },
{ "a name that is nowhere", "ipconfig", { { "/opt/ipconfig", "", 0 } },
  "the DHCP client ipconfig is not in /bin, /sbin, /usr/bin, /usr/sbin or /usr/lib/klibc/bin: put ipconfig of klibc-utils into the image, or name another client with --dhcp-client=",
  "" },
};

static void test_start(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		const struct sys *sys = fake_begin(&fake, starts[i].files);
		const char *wrong = starts[i].wrong;
		int rc = dhcp_start(&dhcp, sys, false, starts[i].client, "e0", 45);

		SAME(rc, wrong ? -EOPNOTSUPP : 0, starts[i].why);
		SAME_TEXT(fake.log, starts[i].log, starts[i].why);
		SAME(dhcp_fd(&dhcp), wrong ? -1 : FAKE_SPAWN_FD,
		     starts[i].why);
		if (!wrong)
			continue;
		why.err = 0;
		SAME(dhcp_finish(&dhcp, &got, &why), -EOPNOTSUPP,
		     starts[i].why);
		OK(!strncmp(why.text, "e0: no address: ", 16) &&
		   strstr(why.text, wrong), why.text);
	}
}

static const struct {
	const char *why, *ifname;
	int remove_rc, spawn_rc, rc;
	const char *wrong;
} refused[] = {
{ "nothing was there before", "e0", -ENOENT, 0, 0, NULL },
{ "what was there cannot be removed", "e0", -EROFS, 0, -EROFS,
  FILE0 " is of an earlier run and cannot be removed: the file system is read-only" },
{ "no process", "e0", 0, -ENOMEM, -ENOMEM,
  "e0: no address: the DHCP client /bin/ipconfig cannot be started: out of memory" },
{ "a name that leads elsewhere", "../tmp/x", 0, 0, -EINVAL,
  "'../tmp/x' is no name of a network device" },
{ "no name", "", 0, 0, -EINVAL, "'' is no name" },
};

static void test_refused(void)
{
	static const struct fake_file files[] = {
		{ "/bin/ipconfig", "", 0 }, { NULL, NULL, 0 }
	};

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct sys *sys = fake_begin(&fake, files);

		fake.remove_rc = refused[i].remove_rc;
		fake.spawn_rc = refused[i].spawn_rc;
		SAME(dhcp_start(&dhcp, sys, false, "ipconfig", refused[i].ifname, 5),
		     refused[i].rc, refused[i].why);
		if (!refused[i].rc)
			continue;
		why.err = 0;
		SAME(dhcp_finish(&dhcp, &got, &why), refused[i].rc,
		     refused[i].why);
		OK(strstr(why.text, refused[i].wrong), why.text);
		OK(!strstr(fake.log, "ended"), "nothing ran");
	}
}

/* file NULL: none.  said: what is logged; text: the sentence, or a part. */
static const struct {
	const char *why, *file;
	int file_err, ended;
	const char *words;
	int rc;
	const char *text, *said;
} ends[] = {
{ "a lease", LEASE, 0, 0, NULL, 0, "", "" },
{ "a lease, and words", LEASE, 0, 0, "bound", 0, "", "" },
{ "a lease and a status", LEASE, 0, 3, "oh", 0, "",
  "e0: /bin/ipconfig left a lease, but ended with status 3" },
{ "a lease, and no end", LEASE, 0, -ETIMEDOUT, "oh", 0, "",
  "e0: /bin/ipconfig left a lease, but did not end: it was ended" },
{ "no answer", NULL, 0, 255, "giving up", -ETIMEDOUT,
  "e0: no lease: /bin/ipconfig ended with status 255, and its last words were 'giving up': is there a DHCP server in this network or VLAN?",
  "" },
{ "no answer, no words", NULL, 0, 1, NULL, -ETIMEDOUT,
  "e0: no lease: /bin/ipconfig ended with status 1: is there a DHCP server in this network or VLAN?",
  "" },
{ "words that move the cursor", NULL, 0, 1, "\033[1Aok\x80", -ETIMEDOUT,
  "'?[1Aok?'", "" },
{ "it cannot be run", NULL, 0, 127, "access denied", -EOPNOTSUPP,
  "e0: no lease: the DHCP client /bin/ipconfig cannot be run: access denied",
  "" },
{ "it hangs", NULL, 0, -ETIMEDOUT, "trying", -ETIMEDOUT,
  "e0: no lease: /bin/ipconfig was ended after 45 s: is there", "" },
{ "its keeper is gone", NULL, 0, -EIO, NULL, -EIO,
  "somebody killed the process that waited for /bin/ipconfig", "" },
{ "content without a lease", NULL, 0, 0, "fine", -ENODATA,
  "e0: no lease: /bin/ipconfig ended well, but left no " FILE0
  ", which a DHCP client is to write as klibc's ipconfig does", "" },
{ "a file without an address", "DEVICE='e0'\n", 0, 0, NULL, -EPROTO,
  "e0: no lease: what /bin/ipconfig left in " FILE0
  " has no IPv4 address that a NIC can have", "" },
{ "the address is 0.0.0.0", ADDRESS("0.0.0.0"), 0, 0, NULL, -EPROTO,
  "no IPv4 address that", NULL },
{ "a loopback address", ADDRESS("127.0.0.5"), 0, 0, NULL, -EPROTO,
  "no IPv4 address that", NULL },
{ "a multicast address", ADDRESS("224.0.0.1"), 0, 0, NULL, -EPROTO,
  "no IPv4 address that", NULL },
{ "an IPv6 address alone", "DEVICE6='e0'\nIPV6ADDR='fd00::1'\n", 0, 0, NULL,
  -EPROTO, "no IPv4 address that", NULL },
{ "another device's", "DEVICE='e1'\n" ADDRESS("10.7.0.50"), 0, 0, NULL,
  -EPROTO, FILE0 " is about another device, e1", NULL },
{ "longer than any lease", "", -EFBIG, 0, NULL, -EFBIG,
  "cannot be read: it is too long", "" },
{ "it cannot be read", "", -EACCES, 0, NULL, -EACCES,
  "cannot be read: access denied", "" },
{ "a name that ipconfig cut",
  LEASE "NISDOMAIN='" "0123456789abcdef0123456789abcdef"
  "0123456789abcdef0123456789abcdef'\n", 0, 0, NULL, 0, "",
  "loses what the server sends behind it, such as the root path" },
};

static void test_finish(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		struct fake_file files[] = {
			{ "/bin/ipconfig", "", 0 },
			{ ends[i].file ? FILE0 : NULL, ends[i].file,
			  ends[i].file_err },
			{ NULL, NULL, 0 },
		};
		const struct sys *sys = fake_begin(&fake, files);

		fake.ended_rc = ends[i].ended;
		fake.ended_said = ends[i].words;
		SAME(dhcp_start(&dhcp, sys, false, "ipconfig", "e0", 45), 0,
		     ends[i].why);
		memset(&got, 0xaa, sizeof(got));
		memset(&why, 0, sizeof(why));
		SAME(dhcp_finish(&dhcp, &got, &why), ends[i].rc, ends[i].why);
		SAME(-why.err, ends[i].rc, ends[i].why);
		OK(strstr(why.text, ends[i].text), why.text);
		if (ends[i].said)
			OK(*ends[i].said ?
			   strstr(fake.output, ends[i].said) != NULL :
			   !*fake.output, fake.output);
		SAME(dhcp_fd(&dhcp), -1, "the descriptor is closed");
		OK(strstr(fake.log, "ended 3000\n"), "it was collected");
		if (!ends[i].rc)
			OK(got.nic.method == NIC_DHCP && got.nic.prefix == 24 &&
			   got.nic.dns_count == 1 && got.nic.gateway.bytes[3] == 1 &&
			   got.nic.address.bytes[3] == 50 &&
			   !strcmp(got.nic.ifname, "e0"), "the lease");
	}
}

static void test_root_path(void)
{
	static const struct fake_file files[] = {
		{ "/bin/ipconfig", "", 0 }, { FILE0, LEASE ROOT, 0 },
		{ NULL, NULL, 0 }
	};
	const struct sys *sys = fake_begin(&fake, files);

	dhcp_start(&dhcp, sys, false, "ipconfig", "e0", 5);
	SAME(dhcp_finish(&dhcp, &got, &why), 0, "a lease");
	OK(got.root_path[0], "it has a root path");
}

static void test_stop(void)
{
	static const struct fake_file files[] = {
		{ "/bin/ipconfig", "", 0 }, { NULL, NULL, 0 }
	};
	const struct sys *sys = fake_begin(&fake, files);

	dhcp_start(&dhcp, sys, false, "ipconfig", "e0", 45);
	SAME(dhcp_deadline(&dhcp), 1000 + 45000 + 1000, "its time, and grace");
	fake.log[0] = '\0';
	dhcp_stop(&dhcp);
	dhcp_stop(&dhcp);
	SAME_TEXT(fake.log, "ended 3000\n", "stopped, once");
	SAME(dhcp_fd(&dhcp), -1, "nothing to wait for");
	dhcp_start(&dhcp, sys, false, "ipconfig", "e0", 45);
	fake.log[0] = '\0';
	dhcp_drop(&dhcp);
	SAME_TEXT(fake.log, "ended 3001\nremove " FILE0 "\n",
		  "dropped with its lease");
}

/* DHCPv6: the client goes on when it has the lease. */
static void test_six(void)
{
	static const char file[] = DHCP6_FOLDER "/dhclient6-e0.leases";
	struct fake_file files[] = {
		{ "/sbin/dhclient", "", 0 },
		{ file, "default-duid \"\\000\\003\";\n", 0 },
		{ NULL, NULL, 0 }
	};
	const struct sys *sys = fake_begin(&fake, files);
	struct addr a;
	char text[ADDR_TEXT_SIZE];

	SAME(dhcp_start(&dhcp, sys, true, "dhclient", "e0", 45), 0, "DHCPv6");
	SAME_TEXT(fake.log, "remove " DHCP6_FOLDER "/dhclient6-e0.leases\n"
		  "mkdir " DHCP6_FOLDER "\nspawn /sbin/dhclient -6 -d -1 "
		  "--no-pid -D LL -lf " DHCP6_FOLDER "/dhclient6-e0.leases "
		  "e0\n", "as dhclient is called");
	SAME(dhcp_address(&dhcp).family, ADDR_NONE, "a file without a lease");
	files[1].text = "lease6 {\n  iaaddr 2001:db8::5 {\n";
	a = dhcp_address(&dhcp);
	SAME_TEXT(addr_text(&a, text), "2001:db8::5", "a lease");
	fake.ended_rc = -ETIMEDOUT;
	why.err = 0;
	SAME(dhcp_finish(&dhcp, &got, &why), 0, "ended, and a lease");
	SAME_TEXT(fake.output, "", "which is as it should be");
	SAME(got.nic6.method, NIC_DHCP6, "DHCPv6");
	SAME(got.nic6.prefix, 128, "one address");
	files[1].text = "";
	dhcp_start(&dhcp, sys, true, "dhclient", "e0", 45);
	SAME(dhcp_finish(&dhcp, &got, &why), -ETIMEDOUT, "no lease");
	OK(strstr(why.text, "is there a DHCPv6 server"), why.text);
	why.err = 0;
	fake.files = &files[1];
	dhcp_start(&dhcp, sys, true, "dhclient", "e0", 45);
	SAME(dhcp_finish(&dhcp, &got, &why), -EOPNOTSUPP, "no client");
	OK(strstr(why.text, "the DHCPv6 client dhclient is not in /bin"),
	   why.text);
	OK(strstr(why.text, "--dhcp6-client="), why.text);
}

static void test_hold(void)
{
	static const struct fake_file files[] = {
		{ "/bin/ipconfig", "", 0 }, { NULL, NULL, 0 }
	};
	const struct sys *sys = fake_begin(&fake, files);

	dhcp_hold(sys, "ipconfig", "e0", 45);
	SAME_TEXT(fake.log, "start /bin/ipconfig -n -c dhcp -t 45 -d e0\n",
		  "beside us; the lease of an earlier run stays meanwhile");
	OK(strstr(fake.output, "e0: has the firmware's address"), "said");
	fake_begin(&fake, files);
	dhcp_hold(sys, "udhcpc", "e0", 45);
	SAME_TEXT(fake.log, "", "no client");
	SAME_TEXT(fake.output, "", "and no word about it");
}

int main(void)
{
	test_six();
	test_hold();
	test_start();
	test_refused();
	test_finish();
	test_root_path();
	test_stop();
	return test_done();
}
