# SPDX-License-Identifier: GPL-2.0-or-later
"""IPv6: static, by router advertisements, by the link alone."""

from case import case

STATIC6 = "ip=[2001:db8:1::2]::[2001:db8:1::1]:64::eth0:none"
SERVER6 = "2001:db8:1::1"


def tentative(t, name, scope="global"):
    return [address for link in t.client.json("addr")
            if link["ifname"] == name for address in link["addr_info"]
            if address["scope"] == scope and address.get("tentative") and
            not address.get("optimistic")]


def advertise(t, *more, peer="s-eth0"):
    t.dnsmasq("port=0", "enable-ra", f"interface={peer}",
              "dhcp-range=2001:db8:1::,ra-only,64,1h", *more)


def has_prefix(t, name, prefix="2001:db8:1:"):
    t.check(any(a.startswith(prefix) for a in t.addresses(name)),
            f"{name} has no address of the router's: {t.addresses(name)}")


@case
def static6(t):
    """Address, default route, and duplicates looked for before it is used."""
    t.nic("eth0", f"{SERVER6}/64")
    t.listener()
    t.boot(STATIC6, target=SERVER6)
    t.ok()
    t.check(not tentative(t, "eth0"), "an address is still tentative")
    t.addr("eth0", "2001:db8:1::2/64")
    t.route("default", "eth0", SERVER6)
    t.connects(SERVER6, source="2001:db8:1::2")


@case
def static6_without_gateway(t):
    """An IPv6 target on the link needs no gateway (Open-iSCSI's -N fails)."""
    t.nic("eth0", f"{SERVER6}/64")
    t.listener()
    t.boot("ip=[2001:db8:1::2]:::64::eth0:none", target=SERVER6)
    t.ok()
    t.no_route("default", 6)
    t.connects(SERVER6)


@case
def static6_gateway_outside_prefix(t):
    """A gateway outside of the prefix."""
    peer = t.nic("eth0", "2001:db8:2::1/64")
    t.server.ip("route", "add", "2001:db8:1::2/128", "dev", peer)
    t.listener()
    t.boot("ip=[2001:db8:1::2]::[2001:db8:2::1]:128::eth0:none",
           target="2001:db8:2::1")
    t.ok()
    t.route("default", "eth0", "2001:db8:2::1")
    t.connects("2001:db8:2::1")


@case
def static6_link_local_gateway(t):
    """The gateway's link-local address, as routers are usually known."""
    t.nic("eth0", "fe80::1/64", "2001:db8:9::1/64")
    t.server.ip("route", "add", "2001:db8:1::/64", "dev", "s-eth0")
    t.listener()
    t.boot("ip=[2001:db8:1::2]::[fe80::1]:64::eth0:none",
           target="2001:db8:9::1")
    t.ok()
    t.route("default", "eth0", "fe80::1")
    t.connects("2001:db8:9::1")


@case
def both_families(t):
    """IPv4 and IPv6 on one NIC: two configurations of one device."""
    t.nic("eth0", "10.1.0.1/24", f"{SERVER6}/64")
    t.listener()
    t.boot("ip=10.1.0.2::10.1.0.1:24::eth0:none " + STATIC6)
    t.ok()
    t.addr("eth0", "10.1.0.2/24", "2001:db8:1::2/64")
    t.route("default", "eth0", "10.1.0.1")
    t.route("default", "eth0", SERVER6)
    t.connects("10.1.0.1")
    t.connects(SERVER6)


@case
def static6_kept(t):
    """An address that is there is kept, and nothing is added twice."""
    t.nic("eth0", f"{SERVER6}/64")
    t.client.up("eth0")
    t.client.ip("addr", "add", "2001:db8:1::77/64", "dev", "eth0", "nodad")
    t.boot(STATIC6, target=SERVER6)
    t.ok()
    t.addr("eth0", "2001:db8:1::77/64")


@case
def static6_beside_the_router(t):
    """An address that a router advertised is nobody's configuration: the
    static one stands beside it."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    advertise(t)
    t.client.up("eth0")
    t.await_address("eth0", "2001:db8:1:")
    t.boot("ip=[2001:db8:1::2]:::64::eth0:none", target=SERVER6)
    t.ok()
    t.check("2001:db8:1::2/64" in t.addresses("eth0"), "it was not set")
    t.check(len(t.addresses("eth0")) == 2, f"{t.addresses('eth0')}")
    t.connects(SERVER6, source="2001:db8:1::2")


@case
def duplicate6(t):
    """The kernel finds a duplicate: one sentence, and the NIC fails."""
    t.nic("eth0", f"{SERVER6}/64", "2001:db8:1::2/64")
    t.boot(STATIC6, target=SERVER6)
    t.ends(4)
    t.says("2001:db8:1::2.*duplicate")


@case
def duplicate6_beside_good(t):
    """The IPv4 address of the same NIC is used all the same."""
    t.nic("eth0", "10.1.0.1/24", f"{SERVER6}/64", "2001:db8:1::2/64")
    t.listener()
    t.boot("ip=10.1.0.2::10.1.0.1:24::eth0:none " + STATIC6)
    t.ok()
    t.says("2001:db8:1::2.*duplicate")
    t.connects("10.1.0.1")
    t.once = True


@case
def auto6(t):
    """A router advertisement gives address and default route."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    advertise(t)
    t.boot("ip=eth0:auto6", target=SERVER6)
    t.ok()
    has_prefix(t, "eth0")
    t.check(any(r["dst"] == "default" for r in t.routes(6)),
            "no default route")
    t.connects(SERVER6)


@case
def auto6_late_router(t):
    """The router begins three seconds late."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    t.later(3, advertise, t)
    t.boot("ip=eth0:auto6", target=SERVER6)
    t.ok()
    has_prefix(t, "eth0")
    t.connects(SERVER6)


@case
def auto6_no_router(t):
    """No router: said within its time."""
    t.nic("eth0", f"{SERVER6}/64")
    t.boot("ip=eth0:auto6 rd.net.timeout.ipv6auto=4", target=SERVER6)
    t.check(t.status in (4, 8), f"exit status {t.status}")
    t.says("eth0.*(router|advertise)")


@case
def auto6_switched_off_before(t):
    """accept_ra is 0 in this image: it is switched on for this NIC."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.client.set("ipv6/conf/eth0/accept_ra", 0)
    advertise(t)
    t.boot("ip=eth0:auto6", target=SERVER6)
    t.ok()
    has_prefix(t, "eth0")


@case
def auto6_every_nic(t):
    """ip=auto6: whichever NIC has a router."""
    t.nic("eth0", "2001:db8:5::1/64", plugged=False)
    t.nic("eth1", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    advertise(t, peer="s-eth1")
    t.boot("ip=auto6", target=SERVER6)
    t.ok()
    has_prefix(t, "eth1")
    t.connects(SERVER6)


@case
def auto6_already(t):
    """The kernel has the router's address before we come: used at once."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    advertise(t)
    t.client.up("eth0")
    t.await_address("eth0", "2001:db8:1:")
    t.boot("ip=eth0:auto6", target=SERVER6)
    t.ok()
    t.check(t.took < 3, f"it took {t.took:.1f} s")


@case
def either6_by_router(t):
    """Router advertisements are enough for either6."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    advertise(t)
    t.boot("ip=eth0:either6", target=SERVER6)
    t.ok()
    has_prefix(t, "eth0")


def give_leases(t, *more):
    t.dnsmasq("port=0", "interface=s-eth0",
              "dhcp-range=2001:db8:1::50,2001:db8:1::60,64,1h", *more)


def leased6(t, name="eth0"):
    found = [address.split("/")[0] for address in t.addresses(name)]
    t.check({f"2001:db8:1::{n:x}" for n in range(0x50, 0x61)} & {*found},
            f"{name} has no lease of the server's: {found}")


@case
def dhcp6(t):
    """Address and name server by dhclient, the default route by the router."""
    t.dhclient()
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    give_leases(t, "enable-ra",
                f"dhcp-option=option6:dns-server,[{SERVER6}]")
    t.boot("ip=eth0:dhcp6", target=SERVER6)
    t.ok()
    leased6(t)
    t.check(not tentative(t, "eth0"), "an address is still tentative")
    t.check(any(r["dst"] == "default" for r in t.routes(6)),
            "no default route")
    t.connects(SERVER6)
    kept = t.read("/run/net6-eth0.conf") or ""
    for word in ("IPV6ADDR='2001:db8:1::", SERVER6, "dhcp6"):
        t.check(word in kept, f"net6-eth0.conf has no {word}: {kept}")
    # The client itself would never end.
    t.check(t.took < 30, f"it took {t.took:.0f} s")


@case
def dhcp6_root_path(t):
    """The boot file of the lease says what to boot (RFC 5970)."""
    t.dhclient()
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.tgt()
    t.write("/etc/dhcp/dhclient.conf", "also request dhcp6.bootfile-url;\n")
    give_leases(t, "enable-ra", f"dhcp-option=option6:59,iscsi:[{SERVER6}]"
                "::::iqn.2026-11.test:disk")
    t.boot("root=dhcp6 ip=eth0:dhcp6", target=None)
    t.ok()
    leased6(t)
    t.probe()
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case
def dhcp6_no_server(t):
    """Nobody answers: said within its time, and nothing is left running."""
    t.dhclient()
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.boot("ip=eth0:dhcp6 rd.net.timeout.dhcp=4", target=SERVER6)
    t.ends(8)
    t.says("eth0.*DHCPv6 server")
    t.addr("eth0")
    t.check(len(t.packets.came(kind="udp", dport=547)) > 1,
            "it did not ask again")


@case
def either6_by_dhcp(t):
    """A router that leaves the addresses to DHCPv6."""
    t.dhclient()
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    t.listener()
    give_leases(t, "enable-ra")
    t.boot("ip=eth0:either6", target=SERVER6)
    t.ok()
    leased6(t)
    t.connects(SERVER6)
    t.check(t.took < 20, f"it took {t.took:.0f} s")


@case
def either6_without_router(t):
    """No router within its time: DHCPv6 is asked."""
    t.dhclient()
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    give_leases(t)
    t.boot("ip=eth0:either6 rd.net.timeout.ipv6auto=3", target=SERVER6)
    t.ok()
    leased6(t)


@case
def dhcp6_no_client(t):
    """An image without dhclient: said so, with what to do."""
    t.nic("eth0", f"{SERVER6}/64", "fe80::1/64")
    give_leases(t, "enable-ra")
    t.boot("ip=eth0:dhcp6 rd.net.timeout.dhcp=5 rd.net.timeout.ipv6auto=5",
           target=SERVER6)
    t.check(t.status != 0, "it says that it went well")
    t.says("eth0.*DHCPv6 client dhclient is not in /bin.*--dhcp6-client=")


@case
def link_local_target(t):
    """A target on the link: link6, and a connection with the NIC's scope."""
    t.nic("eth0", "fe80::1/64")
    t.tgt()
    t.boot("ip=eth0:link6", target="fe80::1")
    t.ok()
    t.check(not tentative(t, "eth0", "link"), "an address is still tentative")
    t.connects("fe80::1%eth0")
    t.probe()
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case
def link_local_on_the_second(t):
    """The same, where the first NIC has nobody of that name."""
    t.nic("eth0")
    t.nic("eth1", "fe80::1/64")
    t.tgt()
    t.write("/cmdline", "ip=eth0:link6 ip=eth1:link6 netroot=iscsi:[fe80::1]"
            ":::eth1:1:iqn.2026-11.test:disk\n")
    t.run("--cmdline=/cmdline", "-N")
    t.ok()
    t.probe()
    t.ok()
    t.check({p.device for p in t.packets.syns()} == {"s-eth1"},
            "it left by another NIC")


@case
def routes6(t):
    """rd.route= with IPv6."""
    t.nic("eth0", f"{SERVER6}/64")
    t.boot(STATIC6 + " rd.route=[2001:db8:9::/48]:[2001:db8:1::fe]:eth0",
           target=SERVER6)
    t.ok()
    t.route("2001:db8:9::/48", "eth0", "2001:db8:1::fe")


@case
def gateway6_silent(t):
    """An IPv6 gateway that does not answer is a warning."""
    t.nic("eth0", f"{SERVER6}/64")
    t.listener()
    t.boot("ip=[2001:db8:1::2]::[2001:db8:1::fe]:64::eth0:none",
           target=SERVER6)
    t.ok()
    t.connects(SERVER6)
    t.says("2001:db8:1::fe.*does not answer")


@case
def gateway6_answers(t):
    """One that answers is not complained about, known before or not."""
    t.nic("eth0", f"{SERVER6}/64")
    t.listener()
    t.boot(STATIC6, target="2001:db8:9::1")
    t.ok()
    t.silent("does not answer")
    t.check(any(neighbor["dst"] == SERVER6 for neighbor in
                t.client.json("-6", "neigh")), "the gateway was not asked")
    t.client.ip("-6", "addr", "del", "2001:db8:1::2/64", "dev", "eth0")
    t.boot(STATIC6, target="2001:db8:9::1")
    t.ok()
    t.silent("does not answer")
