// SPDX-License-Identifier: GPL-2.0-or-later
/* The network's parameters of the kernel command line: what each is taken
 * as. */
#include "netparam.h"

#include <errno.h>

#include "show_net.h"
#include "test.h"

#define MAC "52:54:00:12:34:56"
#define DASH "52-54-00-12-34-56"
#define STATIC "10.0.0.5::10.0.0.1:255.255.255.0:host:eth0"
#define WAS "eth0 static addr 10.0.0.5/24 gw 10.0.0.1"

/* line: words, as on the command line. */
static const struct {
	const char *why, *line, *want;
} good[] = {
/* alone */
{ "DHCP everywhere", "ip=dhcp", "* dhcp" },
{ "the same", "ip=on", "* dhcp" },
{ "the same", "ip=any", "* dhcp" },
{ "a backend's", "ip=dhcp4", "* dhcp" },
{ "all at once", "ip=single-dhcp", "* single-dhcp" },
{ "router advertisements", "ip=auto6", "* auto6" },
{ "else DHCPv6", "ip=either6", "* either6" },
{ "link-local", "ip=link6", "* link6" },
{ "systemd's word", "ip=link-local", "* link6" },
{ "DHCPv6", "ip=dhcp6", "* dhcp6" },
{ "NetworkManager's for both", "ip=auto", "* dhcp; * auto6" },
{ "two ways", "ip=dhcp,dhcp6", "* dhcp; * dhcp6" },
{ "firmware", "ip=ibft", "; ibft" },
{ "nothing", "ip=none", "; no nics" },
{ "nothing", "ip=off", "; no nics" },
{ "nothing, in fields", "ip=::::::none", "; no nics" },
{ "nothing, but a NIC", "ip=none ip=eth0:dhcp",
  "eth0 dhcp; ignored ip=none: another ip= configures a NIC" },
{ "empty is not said", "ip=", "" },
{ "fields without text", "ip=::::::", "* dhcp" },
{ "its old name", "nfsaddrs=dhcp", "* dhcp" },
/* <if>:<method> */
{ "one NIC", "ip=eth0:dhcp", "eth0 dhcp" },
{ "one NIC, on", "ip=eth0:on", "eth0 dhcp" },
{ "one NIC, any", "ip=eth0:any", "eth0 dhcp" },
{ "one NIC, auto6", "ip=eth0:auto6", "eth0 auto6" },
{ "one NIC, link6", "ip=eth0:link6", "eth0 link6" },
{ "one NIC, both families", "ip=eth0:dhcp,dhcp6",
  "eth0 dhcp; eth0 dhcp6" },
{ "one NIC is not several", "ip=eth0:single-dhcp", "eth0 dhcp" },
{ "an MTU", "ip=eth0:dhcp:1500", "eth0 dhcp mtu 1500" },
{ "the smallest", "ip=eth0:dhcp:576", "eth0 dhcp mtu 576" },
{ "the largest", "ip=eth0:dhcp:65535", "eth0 dhcp mtu 65535" },
{ "IPv6's smallest", "ip=eth0:auto6:1280", "eth0 auto6 mtu 1280" },
{ "an MTU and a MAC address", "ip=eth0:dhcp:9000:" MAC,
  "eth0 dhcp mtu 9000 set " MAC },
{ "a MAC address", "ip=eth0:dhcp::" MAC, "eth0 dhcp set " MAC },
{ "with '-'", "ip=eth0:dhcp::" DASH, "eth0 dhcp set " MAC },
{ "empty fields at the end", "ip=eth0:dhcp::", "eth0 dhcp" },
{ "every NIC, in fields", "ip=:dhcp", "* dhcp" },
{ "every NIC, klibc's word", "ip=all:dhcp", "* dhcp" },
{ "by MAC address", "ip=" DASH ":dhcp", "@ dhcp mac " MAC },
{ "capitals", "ip=52-54-00-AB-CD-EF:dhcp", "@ dhcp mac 52:54:00:ab:cd:ef" },
{ "udev's name says the MAC address", "ip=enx525400123456:dhcp",
  "enx525400123456 dhcp mac " MAC },
{ "so does no other", "ip=enxxx5400123456:dhcp", "enxxx5400123456 dhcp" },
{ "link only", "ip=eth0:none", "eth0 none" },
{ "link only, in fields", "ip=:::::eth0:off", "eth0 none" },
{ "firmware's NIC", "ip=eth0:ibft", "; ibft" },
/* all fields */
{ "static", "ip=" STATIC ":none", WAS " host host" },
{ "off is none", "ip=" STATIC ":off", WAS " host host" },
{ "klibc's word", "ip=" STATIC ":static", WAS " host host" },
{ "klibc: an address is static", "ip=" STATIC, WAS " host host" },
{ "no name of a host", "ip=10.0.0.5::10.0.0.1:255.255.255.0::eth0:none",
  WAS },
{ "a prefix for a mask", "ip=10.0.0.5::10.0.0.1:24::eth0:none", WAS },
{ "the longest", "ip=10.0.0.5:::32::eth0:none",
  "eth0 static addr 10.0.0.5/32" },
{ "the longest, in dots", "ip=10.0.0.5:::255.255.255.255::eth0:none",
  "eth0 static addr 10.0.0.5/32" },
{ "the shortest", "ip=10.0.0.5:::128.0.0.0::eth0:none",
  "eth0 static addr 10.0.0.5/1" },
{ "the prefix at the address", "ip=10.0.0.5/24::10.0.0.1:::eth0:none", WAS },
{ "as dracut writes what the iBFT says",
  "ip=[2001:db8::5/64]::[2001:db8::1]::h:eth0:none",
  "eth0 static addr 2001:db8::5/64 gw 2001:db8::1 host h" },
{ "IPv6", "ip=[2001:db8::5]::[2001:db8::1]:64:h:eth0:none",
  "eth0 static addr 2001:db8::5/64 gw 2001:db8::1 host h" },
{ "IPv6, longest", "ip=[2001:db8::5]:::128::eth0:none",
  "eth0 static addr 2001:db8::5/128" },
{ "no mask, class A", "ip=10.0.0.5::10.0.0.1:::eth0:none",
  "eth0 static addr 10.0.0.5/8 gw 10.0.0.1; warning "
  "ip=10.0.0.5::10.0.0.1:::eth0:none: no netmask: /8, by the class of the "
  "address, is used" },
{ "no mask, class B", "ip=172.16.0.5:::::eth0:none",
  "eth0 static addr 172.16.0.5/16; warning ip=172.16.0.5:::::eth0:none: no "
  "netmask: /16, by the class of the address, is used" },
{ "no mask, class C", "ip=192.168.0.5:::::eth0:none",
  "eth0 static addr 192.168.0.5/24; warning ip=192.168.0.5:::::eth0:none: "
  "no netmask: /24, by the class of the address, is used" },
{ "a peer", "ip=10.0.0.5:10.0.0.9::24::ppp0:none",
  "ppp0 static addr 10.0.0.5/24 peer 10.0.0.9" },
{ "a peer with a prefix", "ip=10.0.0.5:10.0.0.9/32::::ppp0:none",
  "ppp0 static addr 10.0.0.5/32 peer 10.0.0.9" },
{ "klibc's server", "ip=10.0.0.5:10.0.0.9::24::eth0:static",
  "eth0 static addr 10.0.0.5/24; ignored "
  "ip=10.0.0.5:10.0.0.9::24::eth0:static: the server 10.0.0.9 is not "
  "needed" },
{ "zeroes are nothing", "ip=10.0.0.5:0.0.0.0:0.0.0.0:24::eth0:none:0.0.0.0",
  "eth0 static addr 10.0.0.5/24" },
{ "an MTU", "ip=" STATIC ":none:9000", WAS " host host mtu 9000" },
{ "and a MAC address", "ip=" STATIC ":none:9000:" MAC,
  WAS " host host mtu 9000 set " MAC },
{ "a MAC address", "ip=" STATIC ":none::" MAC,
  WAS " host host set " MAC },
{ "a MAC address with '-'", "ip=" STATIC ":none::" DASH,
  WAS " host host set " MAC },
{ "DNS", "ip=" STATIC ":none:10.0.0.2", WAS " dns 10.0.0.2 host host" },
{ "two", "ip=" STATIC ":none:10.0.0.2:10.0.0.3",
  WAS " dns 10.0.0.2 dns 10.0.0.3 host host" },
{ "the second only", "ip=" STATIC ":none::10.0.0.3",
  WAS " dns 10.0.0.3 host host" },
{ "klibc's time server", "ip=:::::eth0:dhcp:10.0.0.2:10.0.0.3:10.0.0.4",
  "eth0 dhcp dns 10.0.0.2 dns 10.0.0.3; ignored "
  "ip=:::::eth0:dhcp:10.0.0.2:10.0.0.3:10.0.0.4: time servers (10.0.0.4) "
  "are not asked" },
{ "DNS over IPv6",
  "ip=[2001:db8::5]:::64::eth0:none:[2001:db8::2]:[2001:db8::3]",
  "eth0 static addr 2001:db8::5/64 dns 2001:db8::2 dns 2001:db8::3" },
{ "DHCP in fields", "ip=:::::eth0:dhcp", "eth0 dhcp" },
{ "nothing said is DHCP", "ip=:::::eth0", "eth0 dhcp" },
{ "DHCP with a name of the host", "ip=::::host.example:eth0:dhcp",
  "eth0 dhcp host host.example" },
{ "DHCP gives the gateway", "ip=::10.0.0.1::h:eth0:dhcp",
  "eth0 dhcp host h; ignored ip=::10.0.0.1::h:eth0:dhcp: gateway 10.0.0.1: "
  "there is no address it goes with" },
{ "by MAC address, static", "ip=10.0.0.5:::24::" DASH ":none",
  "@ static mac " MAC " addr 10.0.0.5/24" },
{ "firmware, in fields", "ip=:::::eth0:ibft", "; ibft" },
/* several */
{ "two NICs", "ip=eth0:dhcp ip=eth1:auto6", "eth0 dhcp; eth1 auto6" },
{ "one NIC, two families",
  "ip=10.0.0.5:::24::eth0:none ip=[2001:db8::5]:::64::eth0:none",
  "eth0 static addr 10.0.0.5/24; eth0 static addr 2001:db8::5/64" },
{ "the same again", "ip=eth0:dhcp ip=eth0:dhcp", "eth0 dhcp" },
{ "too many", "ip=a:dhcp ip=b:dhcp ip=c:dhcp ip=d:dhcp ip=e:dhcp ip=f:dhcp "
  "ip=g:dhcp ip=h:dhcp ip=i:dhcp",
  "a dhcp; b dhcp; c dhcp; d dhcp; e dhcp; f dhcp; g dhcp; h dhcp; ignored "
  "ip=i:dhcp: there are more than 8 NICs" },
/* an address alone */
{ "an address alone", "gateway=10.0.0.1 ip=10.0.0.5 netmask=255.255.255.0 "
  "hostname=host mtu=1400 ksdevice=eth0",
  "eth0 static addr 10.0.0.5/24 gw 10.0.0.1 host host mtu 1400" },
{ "by MAC address", "ip=10.0.0.5/24 ksdevice=" MAC,
  "@ static mac " MAC " addr 10.0.0.5/24" },
{ "by PXE", "ip=10.0.0.5/24 ksdevice=bootif BOOTIF=01-" DASH,
  "@ static mac " MAC " addr 10.0.0.5/24 bootif " MAC },
{ "whichever has a link", "ip=10.0.0.5/24 ksdevice=link",
  "* static addr 10.0.0.5/24" },
{ "without more", "ip=10.0.0.5", "* static addr 10.0.0.5/8; warning "
  "ip=10.0.0.5: no netmask: /8, by the class of the address, is used" },
{ "without it nothing", "gateway=10.0.0.1 netmask=24 hostname=h ksdevice=a",
  "" },
{ "gateway of the other family", "ip=10.0.0.5/24 gateway=2001:db8::1",
  "; fault: ip=10.0.0.5: gateway= is an IPv6 address" },
/* names */
{ "a name before", "ifname=boot:" MAC " ip=boot:dhcp",
  "boot dhcp mac " MAC },
{ "a name behind", "ip=boot:dhcp ifname=boot:" MAC, "boot dhcp mac " MAC },
{ "with '-'", "ip=boot:dhcp ifname=boot:" DASH, "boot dhcp mac " MAC },
{ "a name for nothing", "ifname=boot:" MAC, "" },
{ "another name", "ip=eth1:dhcp ifname=boot:" MAC, "eth1 dhcp" },
{ "the kernel's name", "ifname=eth0:" MAC, "; warning ifname=eth0:" MAC
  ": the kernel gives names like eth0 itself: better another" },
/* VLANs */
{ "eth0.5", "ip=eth0.5:dhcp vlan=eth0.5:eth0",
  "eth0.5 dhcp vlan 5 on eth0" },
{ "eth0.0005", "vlan=eth0.0005:eth0 ip=eth0.0005:dhcp",
  "eth0.0005 dhcp vlan 5 on eth0" },
{ "vlan5", "vlan=vlan5:eth0 ip=vlan5:dhcp", "vlan5 dhcp vlan 5 on eth0" },
{ "vlan0010 is not octal", "vlan=vlan0010:eth0 ip=vlan0010:dhcp",
  "vlan0010 dhcp vlan 10 on eth0" },
{ "the largest", "vlan=b.c.4094:b.c ip=b.c.4094:dhcp",
  "b.c.4094 dhcp vlan 4094 on b.c" },
{ "on a named NIC",
  "ip=10.0.0.5:::24::vlan5:none vlan=vlan5:boot ifname=boot:" MAC,
  "vlan5 static mac " MAC " addr 10.0.0.5/24 vlan 5 on boot" },
{ "alone", "vlan=vlan5:eth0 vlan=vlan6:eth0",
  "vlan5 dhcp vlan 5 on eth0; vlan6 dhcp vlan 6 on eth0" },
{ "as every NIC", "vlan=vlan5:eth0 ip=dhcp ip=auto6 vlan=vlan6:eth0",
  "* dhcp; * auto6; vlan5 dhcp vlan 5 on eth0; vlan5 auto6 vlan 5 on eth0; "
  "vlan6 dhcp vlan 6 on eth0; vlan6 auto6 vlan 6 on eth0" },
{ "beside another NIC", "vlan=vlan5:eth0 ip=eth1:dhcp",
  "eth1 dhcp; vlan5 none vlan 5 on eth0" },
{ "beside firmware's", "vlan=vlan5:eth0 ip=ibft",
  "vlan5 none vlan 5 on eth0; ibft" },
/* which NIC boots */
{ "bootdev", "ip=eth0:dhcp ip=eth1:dhcp bootdev=eth1",
  "eth0 dhcp; eth1 dhcp; bootdev eth1" },
{ "the last", "bootdev=eth0 bootdev=eth1", "; bootdev eth1; warning "
  "bootdev=eth1: eth0, which was said before, is not used" },
{ "with a name", "bootdev=boot ifname=boot:" MAC,
  "; bootdev boot bootif " MAC },
{ "BOOTIF", "BOOTIF=01-" DASH, " bootif " MAC },
{ "without a type", "BOOTIF=" DASH, " bootif " MAC },
{ "with ':'", "BOOTIF=01:" MAC, " bootif " MAC },
{ "with ':', without a type", "BOOTIF=" MAC, " bootif " MAC },
{ "BOOTIF off", "BOOTIF=01-" DASH " rd.bootif=0",
  "; ignored BOOTIF=" MAC ": rd.bootif=0" },
{ "BOOTIF off, before", "rd.bootif=off ip=dhcp BOOTIF=01-" DASH,
  "* dhcp; ignored BOOTIF=" MAC ": rd.bootif=0" },
{ "BOOTIF on", "rd.bootif BOOTIF=" MAC, " bootif " MAC },
{ "BOOTIF as a device", "ip=BOOTIF:dhcp BOOTIF=01-" DASH,
  "@ dhcp mac " MAC " bootif " MAC },
{ "and in fields", "BOOTIF=01-" DASH " ip=10.0.0.5:::24::BOOTIF:none",
  "@ static mac " MAC " addr 10.0.0.5/24 bootif " MAC },
{ "every NIC is that of BOOTIF", "ip=single-dhcp BOOTIF=01-" DASH,
  "@ dhcp mac " MAC " bootif " MAC },
{ "not of bootdev", "ip=dhcp bootdev=boot ifname=boot:" MAC,
  "* dhcp; bootdev boot bootif " MAC },
{ "a named NIC is not", "ip=eth1:dhcp BOOTIF=01-" DASH,
  "eth1 dhcp bootif " MAC },
{ "BOOTIF before bootdev", "bootdev=eth1 BOOTIF=01-" DASH,
  " bootif " MAC "; ignored bootdev=eth1: BOOTIF= says " MAC "; rd.bootif=0 "
  "would let bootdev= decide" },
{ "both the same", "bootdev=boot BOOTIF=01-" DASH " ifname=boot:" MAC,
  "; bootdev boot bootif " MAC },
{ "no BOOTIF", "ip=BOOTIF:dhcp",
  "BOOTIF dhcp; fault: ip= is for the NIC of BOOTIF=, and there is no "
  "BOOTIF=" },
{ "none that counts", "ip=BOOTIF:dhcp rd.bootif=0",
  "BOOTIF dhcp; fault: ip= is for the NIC of BOOTIF=, and rd.bootif=0 "
  "switches that off" },
/* the rest */
{ "DNS servers", "nameserver=10.0.0.2 nameserver=[2001:db8::2] "
  "nameserver=2001:db8::3 nameserver=10.0.0.2",
  " nameserver 10.0.0.2 nameserver 2001:db8::2 nameserver 2001:db8::3" },
{ "too many", "nameserver=10.0.0.1 nameserver=10.0.0.2 nameserver=10.0.0.3 "
  "nameserver=10.0.0.4 nameserver=10.0.0.5",
  " nameserver 10.0.0.1 nameserver 10.0.0.2 nameserver 10.0.0.3 nameserver "
  "10.0.0.4; ignored nameserver=10.0.0.5: there are more than 4 DNS "
  "servers" },
{ "a route", "rd.route=192.168.200.0/24:192.168.100.222",
  "route 192.168.200.0/24 gw 192.168.100.222" },
{ "by a device", "rd.route=192.168.200.0/24:192.168.100.222:ens10",
  "route 192.168.200.0/24 gw 192.168.100.222 dev ens10" },
{ "on the link", "rd.route=192.168.200.0/24::ens10",
  "route 192.168.200.0/24 dev ens10" },
{ "the manual's own", "rd.route=[2001:DB8:3::/8]:[2001:DB8:2::1]:ens10",
  "route 2000::/8 gw 2001:db8:2::1 dev ens10; warning "
  "rd.route=[2001:DB8:3::/8]:[2001:DB8:2::1]:ens10: the network has bits "
  "behind its first 8, which are left out" },
{ "a mask", "rd.route=192.168.200.0/255.255.255.0:10.0.0.1",
  "route 192.168.200.0/24 gw 10.0.0.1" },
{ "a host", "rd.route=192.168.200.7:10.0.0.1",
  "route 192.168.200.7/32 gw 10.0.0.1" },
{ "the default", "rd.route=default:10.0.0.1", "route default gw 10.0.0.1" },
{ "in numbers", "rd.route=0.0.0.0/0:10.0.0.1", "route default gw 10.0.0.1" },
{ "IPv6's, on the link", "rd.route=[::/0]::eth0", "route ::/0 dev eth0" },
{ "DNS of DHCP", "rd.peerdns=0", "; no peer dns" },
{ "DNS of DHCP again", "rd.peerdns=0 rd.peerdns=1", "" },
{ "times", "rd.net.timeout.dhcp=1 rd.net.timeout.iflink=2 "
  "rd.net.timeout.ipv6dad=5 "
  "rd.net.timeout.ipv6auto=6 rd.net.timeout.carrier=86400",
  "; dhcp 1; iflink 2; ipv6dad 5; ipv6auto 6; carrier "
  "86400" },
{ "nothing that takes time", "rd.net.timeout.ifup=3 "
  "rd.net.timeout.route=4", "; ignored rd.net.timeout.ifup=3: a link is set "
  "up at once: rd.net.timeout.carrier is what is waited for; ignored "
  "rd.net.timeout.route=4: routes are set at once: a router is waited for as "
  "rd.net.timeout.ipv6auto says" },
{ "no time", "rd.net.timeout.carrier=0", "; ignored "
  "rd.net.timeout.carrier=0: no wait at all boots nothing: the default is "
  "used" },
{ "the network anyway", "rd.neednet=1", "; ignored rd.neednet=1: the network"
  " is set up when there is something to boot from it" },
{ "not anyway", "rd.neednet=0", "" },
{ "a bond", "bond ip=bond0:dhcp", "bond0 dhcp; ignored bond: no bond is made "
  "here; one that exists is used by its name" },
{ "a team", "team=team0:eth0,eth1", "; ignored team=team0:eth0,eth1: no team "
  "is made here; one that exists is used by its name" },
{ "a bridge", "bridge=br0:eth0", "; ignored bridge=br0:eth0: no bridge is "
  "made here; one that exists is used by its name" },
{ "tries", "rd.net.dhcp.retry=3", "; ignored rd.net.dhcp.retry=3: DHCP is "
  "asked until its time is over, not so many times" },
{ "a mainframe", "rd_CCW=qeth,0.0.0600", "; ignored rd_CCW=qeth,0.0.0600: "
  "mainframes' channel devices are not set up here" },
{ "udev's", "biosdevname=0 net.ifnames=0", "" },
};

static const char *const not_ours[] = {
	"root=/dev/sda1", "ipx=dhcp", "rd.iscsi.ibft=1", "netroot=dhcp",
	"rd.net.timeout.dchp=1", "IP=dhcp", "quiet", "mtu=big", "hostname=a/b",
	"ksdevice=eth0eth0eth0eth0", "",
};

static struct remarks remarks;
static struct said said = { .remarks = &remarks };

int main(void)
{
	static struct show shown;
	struct slip s;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		SAME(take_words(&said, good[i].line, &s), 0, good[i].line);
		netparam_finish(&said);
		SAME_TEXT(show_net(&shown, &said), good[i].want, good[i].why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(not_ours); i++) {
		SAME(take_words(&said, not_ours[i], &s), -ENOENT, not_ours[i]);
		netparam_finish(&said);
		SAME_TEXT(show_net(&shown, &said), "", not_ours[i]);
	}
	return test_done();
}
