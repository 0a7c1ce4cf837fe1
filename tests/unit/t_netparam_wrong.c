// SPDX-License-Identifier: GPL-2.0-or-later
/* The network's parameters of the kernel command line: what is refused, where
 * and with which words. */
#include "netparam.h"

#include <errno.h>

#include "show_net.h"
#include "test.h"

#define MAC "52:54:00:12:34:56"
#define DASH "52-54-00-12-34-56"

/* The last word is wrong, at at of its value. */
static const struct {
	const char *line, *reason;
	size_t at;
} bad[] = {
{ "ip=dhpc", "unknown way of configuration 'dhpc': none, dhcp, single-dhcp, "
  "dhcp6, auto6, either6, link6 or ibft", 0 },
{ "ip=eth0:dhpc", "unknown way of configuration 'dhpc': none, dhcp, "
  "single-dhcp, dhcp6, auto6, either6, link6 or ibft", 5 },
{ "ip=eth0:dhcp,dhpc6", "unknown way of configuration 'dhpc6': none, dhcp, "
  "single-dhcp, dhcp6, auto6, either6, link6 or ibft", 10 },
{ "ip=eth0:dhcp,", "unknown way of configuration '': none, dhcp, "
  "single-dhcp, dhcp6, auto6, either6, link6 or ibft", 10 },
{ "ip=eth0", "unknown way of configuration 'eth0': none, dhcp, single-dhcp, "
  "dhcp6, auto6, either6, link6 or ibft", 0 },
{ "ip=eth0:dhcp,on", "dhcp,on says the same twice", 10 },
{ "ip=dhcp,dhcp6,auto6,link6", "dhcp,dhcp6,auto6,link6: more than 3 ways of "
  "configuration", 17 },
{ "ip=eth0:none,dhcp", "none does not go with another word", 5 },
{ "ip=both", "both is BOOTP or RARP, which are not used here: dhcp", 0 },
{ "ip=dhcp:eth0", "dhcp stands behind the device: ip=eth0:dhcp", 0 },
{ "ip=eth0eth0eth0eth0:dhcp", "eth0eth0eth0eth0: a network device's name has "
  "1 to 15 characters", 0 },
{ "ip=eth/0:dhcp", "eth/0: a network device's name has no '/'", 3 },
{ "ip=..:dhcp", ".. is no network device's name", 0 },
{ "ip=10.0.0.5:dhcp", "10.0.0.5 is an address, no network device's name", 0 },
{ "ip=10.0.0.5:255.255.255.0::10.0.0.1::eth0:none",
  "peer 255.255.255.0 is not the address of a host", 9 },
{ "ip=eth0:dhcp:575", "MTU 575 is not 576..65535", 10 },
{ "ip=eth0:dhcp:65536", "MTU 65536 is not 576..65535", 10 },
{ "ip=eth0:dhcp:big", "'big' is not an MTU", 10 },
{ "ip=eth0:auto6:1279", "MTU 1279: IPv6 needs 1280 (RFC 8200)", 5 },
{ "ip=eth0:dhcp::52:54:00:12:34", "'52:54:00:12:34' is not a MAC address",
  11 },
{ "ip=eth0:dhcp::52:54:00:12:34:56:78",
  "'52:54:00:12:34:56:78' is not a MAC address", 11 },
{ "ip=eth0:dhcp::53:54:00:12:34:56",
  "53:54:00:12:34:56 is not the MAC address of one NIC", 11 },
{ "ip=00-00-00-00-00-00:dhcp",
  "00-00-00-00-00-00 is not the MAC address of one NIC", 0 },
{ "ip=52-54-00-12-34:56:dhcp", "unknown way of configuration '56': none, "
  "dhcp, single-dhcp, dhcp6, auto6, either6, link6 or ibft", 15 },
{ "ip=10.0.0.256::10.0.0.1:24::eth0:none",
  "address 10.0.0.256 is not an address", 0 },
{ "ip=10.0.0.5::10.0.0.256:24::eth0:none",
  "gateway 10.0.0.256 is not an address", 10 },
{ "ip=10.0.0.5:10.0.0:10.0.0.1:24::eth0:none",
  "peer 10.0.0 is not an address", 9 },
{ "ip=10.0.0.5:10.0.0.9/33:10.0.0.1:24::eth0:none",
  "prefix 33 is not 1..32", 18 },
{ "ip=224.0.0.1:::24::eth0:none",
  "address 224.0.0.1 is not the address of a host", 0 },
{ "ip=127.0.0.1:::8::eth0:none",
  "address 127.0.0.1 is not the address of a host", 0 },
{ "ip=[ff02::1]:::64::eth0:none",
  "address ff02::1 is not the address of a host", 1 },
{ "ip=10.0.0.5::10.0.0.1:33::eth0:none", "prefix 33 is not 1..32", 19 },
{ "ip=10.0.0.5::10.0.0.1:0::eth0:none", "prefix 0 is not 1..32", 19 },
{ "ip=10.0.0.5::10.0.0.1:255.0.255.0::eth0:none",
  "255.0.255.0 is not a netmask", 19 },
{ "ip=10.0.0.5::10.0.0.1:255.255.255.1::eth0:none",
  "255.255.255.1 is not a netmask", 19 },
{ "ip=10.0.0.5::10.0.0.1:255.255.256.0::eth0:none",
  "255.255.256.0 is not a netmask", 19 },
{ "ip=10.0.0.5/24::10.0.0.1:16::eth0:none",
  "mask 16 is not the /24 of the address", 22 },
{ "ip=10.0.0.5/0::10.0.0.1:16::eth0:none", "prefix 0 is not 1..32", 9 },
{ "ip=[2001:db8::5]:::129::eth0:none", "prefix 129 is not 1..128", 16 },
{ "ip=[2001:db8::5]:::255.255.255.0::eth0:none",
  "prefix 255.255.255.0 is not 1..128", 16 },
{ "ip=[2001:db8::5]:::::eth0:none",
  "the prefix length of 2001:db8::5 is missing", 16 },
{ "ip=[2001:db8::5::64::eth0:none",
  "the ] of [2001:db8::5::64::eth0:none is missing", 0 },
{ "ip=[2001:db8::5]64:::::eth0:none", "a colon is missing behind the ]",
  13 },
{ "ip=[10.0.0.5]:::24::eth0:none",
  "[10.0.0.5] is in brackets and no IPv6 address", 0 },
{ "ip=2001:db8::5::64::eth0:none",
  "address 2001 is not an address: an IPv6 address stands in brackets", 0 },
{ "ip=[2001:db8::5]::10.0.0.1:64::eth0:none",
  "gateway 10.0.0.1 is IPv4 and the address IPv6", 15 },
{ "ip=10.0.0.5:[2001:db8::1]::24::eth0:none",
  "peer 2001:db8::1 is IPv6 and the address IPv4", 10 },
{ "ip=10.0.0.5:::24::eth0:none:[2001:db8::1]",
  "DNS server 2001:db8::1 is IPv6 and the address IPv4", 26 },
{ "ip=10.0.0.5:::24::eth0:none:10.0.0.2:10.0.0.300",
  "DNS server 10.0.0.300 is not an address", 34 },
{ "ip=:::::eth0:dhcp:10.0.0.2:10.0.0.3:10.0.0.4:10.0.0.5",
  "10.0.0.5 is one field too many", 42 },
{ "ip=:::::eth0:dhcp:foo", "'foo' is not an MTU", 15 },
{ "ip=10.0.0.5::10.0.0.1:24::eth0:dhcp",
  "address 10.0.0.5 and dhcp: only one of them", 28 },
{ "ip=10.0.0.5::10.0.0.1:24::eth0:ibft",
  "address 10.0.0.5 and ibft: only one of them", 28 },
{ "ip=::10.0.0.1:24::eth0:none", "gateway 10.0.0.1, and no address", 0 },
{ "ip=:::::eth0:static", "static needs an address", 10 },
{ "ip=10.0.0.5:::24:a_b/c:eth0:none", "host name 'a_b/c' has a '/'", 17 },
{ "ip=a:b:c:d:e:f:g:h:i:j:k:l:m:n:o:p:q", "more than 16 fields", 32 },
{ "ip=eth0:dhcp ip=10.0.0.5:::24::eth0:none",
  "eth0 has another configuration for IPv4 already", 15 },
{ "ip=" DASH ":auto6 ip=" DASH ":dhcp6",
  MAC " has another configuration for IPv6 already", 18 },
{ "ip=dhcp ip=single-dhcp",
  "every NIC has another configuration for IPv4 already", 0 },
{ "ip", "ip needs a value", 0 },
{ "ip=10.0.0.5 ip=10.0.0.6", "a second ip=ADDRESS without a device", 0 },
{ "ip=[2001:db8::5/64]", "[2001:db8::5/64] is not enough: ip=ADDRESS::GATEWAY:"
  "LENGTH:HOSTNAME:DEVICE:none", 0 },
{ "ip=0.0.0.0", "0.0.0.0 is not enough: ip=ADDRESS::GATEWAY:LENGTH:HOSTNAME:"
  "DEVICE:none", 0 },
{ "netmask=255.0.255.0", "255.0.255.0 is not a netmask", 0 },
{ "gateway=10.0.0", "gateway 10.0.0 is not an address", 0 },
{ "ifname=boot", "the MAC address of boot is missing", 4 },
{ "ifname=boot:52:54:00:12:34:5g", "'52:54:00:12:34:5g' is not a MAC address",
  5 },
{ "ifname=:" MAC, "'': a network device's name has 1 to 15 characters", 0 },
{ "ifname=boot:" MAC " ifname=boot:52:54:00:12:34:57",
  "boot is the name of another NIC already", 0 },
{ "vlan=eth0.5:eth0 ifname=eth0.5:" MAC, "eth0.5 is a VLAN by vlan=", 0 },
{ "ifname=vlan5:" MAC " vlan=vlan5:eth0", "vlan5 is a NIC by ifname=", 0 },
{ "vlan=vlan5:eth0 vlan=vlan5:eth1", "vlan5 is a VLAN on eth0 already", 6 },
{ "vlan=eth0.4095:eth0", "eth0.4095 does not end in a VLAN's number, "
  "1..4094, as vlan5 and eth0.5 do", 0 },
{ "vlan=vlan0:eth0", "vlan0 does not end in a VLAN's number, 1..4094, as "
  "vlan5 and eth0.5 do", 0 },
{ "vlan=storage:eth0", "storage does not end in a VLAN's number, 1..4094, as "
  "vlan5 and eth0.5 do", 0 },
{ "vlan=vlan5", "vlan5 is not NAME:DEVICE, as in eth0.5:eth0", 0 },
{ "vlan=vlan5:vlan5", "vlan5 cannot be a VLAN on itself", 6 },
{ "vlan", "vlan needs a value", 0 },
{ "bootdev=" DASH, DASH " is a MAC address: BOOTIF= takes it, bootdev= a "
  "device's name", 0 },
{ "bootdev=", "'': a network device's name has 1 to 15 characters", 0 },
{ "BOOTIF=20-" DASH, "hardware type 20 is not Ethernet, 01", 0 },
{ "BOOTIF=01-52-54-00-12-34-5x", "'52-54-00-12-34-5x' is not a MAC address",
  3 },
{ "BOOTIF=eth0", "'eth0' is not a MAC address", 0 },
{ "rd.bootif=false", "false is not 1, yes or on, nor 0, no or off", 0 },
{ "rd.peerdns=", "'' is not 1, yes or on, nor 0, no or off", 0 },
{ "nameserver=dns.example", "DNS server dns.example is not an address", 0 },
{ "nameserver=", "the DNS server's address is missing", 0 },
{ "nameserver=[2001:db8::1", "the ] of [2001:db8::1 is missing", 0 },
{ "nameserver=[2001:db8::1]:53",
  "something stands behind the DNS server's address", 14 },
{ "rd.route=192.168.200.0/33:10.0.0.1", "prefix 33 is not 0..32", 14 },
{ "rd.route=192.168.200/24:10.0.0.1",
  "network 192.168.200 is not an address", 0 },
{ "rd.route=192.168.200.0/24",
  "the route to 192.168.200.0/24 has no gateway and no device", 16 },
{ "rd.route=192.168.200.0/24:[2001:db8::1]",
  "gateway 2001:db8::1 is IPv6 and the network IPv4", 18 },
{ "rd.route=192.168.200.0/24:10.0.0.1:eth0:5", "5 is one field too many: "
  "NET/LENGTH:GATEWAY:DEVICE, IPv6 in brackets", 31 },
{ "rd.net.timeout.dhcp=86401", "86401 is not 0..86400 seconds", 0 },
{ "rd.net.timeout.carrier=-1", "-1 is not 0..86400 seconds", 0 },
{ "rd.net.timeout.dhcp=", "'' is not 0..86400 seconds", 0 },
};

static struct remarks remarks;
static struct said said = { .remarks = &remarks };

static void test_long(void)
{
	char value[600], word[601];
	struct slip s;

	memset(value, 'a', sizeof(value));
	value[511] = '\0';
	take_words(&said, "", &s);
	SAME(netparam_take(&said, "ip", value, &s), -EINVAL, "511 bytes");
	OK(strstr(s.why, "unknown way"), "511 bytes are read");
	memset(word, 'a', sizeof(word));
	word[512] = '\0';
	SAME(netparam_take(&said, "ip", word, &s), -EINVAL, "512 bytes");
	SAME_TEXT(s.why, "longer than 511 bytes", "512 bytes");
	/* A host's name at its longest, and one longer. */
	for (size_t n = 253; n < 255; n++) {
		snprintf(word, sizeof(word), "::::%.*s:eth0:dhcp", (int)n,
			 value);
		take_words(&said, "", &s);
		SAME(netparam_take(&said, "ip", word, &s),
		     n == 253 ? 0 : -EINVAL, "a host's name");
	}
	SAME_TEXT(s.why, "the host name has more than 253 characters",
		  "a host's name");
}

int main(void)
{
	struct slip s;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		SAME(take_words(&said, bad[i].line, &s), -EINVAL, bad[i].line);
		SAME_TEXT(s.why, bad[i].reason, bad[i].line);
		SAME(s.at, bad[i].at, bad[i].line);
	}
	test_long();
	return test_done();
}
