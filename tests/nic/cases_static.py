# SPDX-License-Identifier: GPL-2.0-or-later
"""Static IPv4 addresses, and what is there before the program comes."""

from case import case

MAC = "52:54:00:12:34:56"
OTHER_MAC = "52:54:00:12:34:57"
STATIC = "ip=10.1.0.2::10.1.0.1:255.255.255.0::{}:none"


def all_there(t, name="eth0"):
    t.ok()
    t.is_up(name)
    t.addr(name, "10.1.0.2/24")
    t.route("10.1.0.0/24", name)
    t.route("default", name, "10.1.0.1")
    t.connects("10.1.0.1")


@case
def static_by_name(t):
    """Address, its subnet's route and the default route."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.boot(STATIC.format("eth0"))
    all_there(t)


@case
def static_by_mac(t):
    """The MAC address in the place of the device's name."""
    t.nic("other0", "10.9.0.1/24", mac=OTHER_MAC)
    t.nic("any0", "10.1.0.1/24", mac=MAC)
    t.listener()
    t.boot(STATIC.format(MAC.replace(":", "-")))
    all_there(t, "any0")
    t.addr("other0")
    t.is_up("other0", False)


@case(needs="permaddr")
def static_by_permanent_mac(t):
    """A NIC that was given another address is found by its own."""
    permanent = t.real_nic(OTHER_MAC)
    t.boot(STATIC.format(permanent.replace(":", "-")))
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.check(t.link("eth0")["address"] == OTHER_MAC, "its address was changed")


@case
def static_on_the_only_nic(t):
    """An address for no NIC in particular, on a machine that has one."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.boot("ip=10.1.0.2::10.1.0.1:255.255.255.0:::none")
    all_there(t)


@case
def static_on_one_of_two(t):
    """The same on a machine that has two: the first that has a link, as the
    kernel's own ip= does."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.2.0.1/24")
    t.boot("ip=10.1.0.2::10.1.0.1:255.255.255.0:::none")
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.addr("eth1")


@case
def static_without_gateway(t):
    """No default route that nobody asked for."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.boot("ip=10.1.0.2:::24::eth0:none")
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.no_route("default")
    t.connects("10.1.0.1")


@case
def gateway_outside_prefix(t):
    """A gateway outside of the prefix is reached all the same."""
    peer = t.nic("eth0", "10.2.0.1/24")
    t.server.ip("route", "add", "10.1.0.2/32", "dev", peer)
    t.listener()
    t.boot("ip=10.1.0.2::10.2.0.1:32::eth0:none", target="10.2.0.1")
    t.ok()
    t.addr("eth0", "10.1.0.2/32")
    t.route("default", "eth0", "10.2.0.1")
    t.connects("10.2.0.1")


@case
def peer(t):
    """Point to point: the peer has a route of its own."""
    peer = t.nic("eth0", "10.2.0.1/32")
    t.server.ip("route", "add", "10.1.0.2/32", "dev", peer)
    t.listener()
    t.boot("ip=10.1.0.2:10.2.0.1::32::eth0:none", target="10.2.0.1")
    t.ok()
    t.route("10.2.0.1", "eth0")
    t.connects("10.2.0.1")


@case
def further_routes(t):
    """rd.route=, one by a gateway and one on the link."""
    t.nic("eth0", "10.1.0.1/24", "10.3.0.1/24")
    t.boot(STATIC.format("eth0") + " rd.route=10.9.0.0/16:10.1.0.254:eth0"
           " rd.route=10.3.0.0/24::eth0")
    t.ok()
    t.route("10.9.0.0/16", "eth0", "10.1.0.254")
    t.route("10.3.0.0/24", "eth0")


@case
def mtu(t):
    """MTU 9000."""
    t.nic("eth0", "10.1.0.1/24", mtu=9000)
    t.client.ip("link", "set", "eth0", "mtu", "1500")
    t.boot(STATIC.format("eth0") + ":9000")
    t.ok()
    t.mtu("eth0", 9000)
    t.addr("eth0", "10.1.0.2/24")


@case
def mtu_too_large(t):
    """An MTU that the driver refuses is said, and the NIC is used."""
    t.nic("eth0", "10.1.0.1/24")
    # A macvlan takes no more than what it stands on has.
    t.client.up("eth0")
    t.client.ip("link", "add", "mac0", "link", "eth0", "type", "macvlan",
                "mode", "bridge")
    t.listener()
    t.boot(STATIC.format("mac0") + ":9000")
    t.ok()
    t.says("9000")
    t.addr("mac0", "10.1.0.2/24")
    t.connects("10.1.0.1")


@case
def new_mac(t):
    """The NIC is given the address that the command line has for it."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.boot(STATIC.format("eth0") + ":1500:52:54:00:99:99:99")
    t.ok()
    t.check(t.link("eth0")["address"] == "52:54:00:99:99:99",
            "it has not got the MAC address")
    t.addr("eth0", "10.1.0.2/24")


@case
def rename(t):
    """ifname= gives the NIC with that MAC address its name."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.listener()
    t.boot(f"ifname=san0:{MAC} " + STATIC.format("san0"))
    all_there(t, "san0")
    t.check(not t.link("eth0"), "eth0 is still there")


@case
def rename_while_up(t):
    """A NIC that is up can be renamed, too, or is used under its old name."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.client.up("eth0")
    t.listener()
    t.boot(f"ifname=san0:{MAC} " + STATIC.format("san0"))
    all_there(t, "san0" if t.link("san0") else "eth0")


@case
def rename_to_a_name_in_use(t):
    """The name is another NIC's: said, and the NIC is used as it is."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.nic("san0", mac=OTHER_MAC)
    t.listener()
    t.boot(f"ifname=san0:{MAC} " + STATIC.format("san0"))
    t.says("san0")
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.addr("san0")


@case
def address_kept(t):
    """What somebody set up before is kept, and used."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.up("eth0")
    t.client.ip("addr", "add", "10.1.0.77/24", "dev", "eth0")
    t.client.ip("route", "add", "default", "via", "10.1.0.1")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.addr("eth0", "10.1.0.77/24")
    t.route("default", "eth0", "10.1.0.1")


@case
def same_address_already(t):
    """The very address is there already: what misses is added to it."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.up("eth0")
    t.client.ip("addr", "add", "10.1.0.2/24", "dev", "eth0")
    t.listener()
    t.boot(STATIC.format("eth0"))
    all_there(t)


@case
def flags_kept(t):
    """Multicast, promiscuity and the rest stay as they are."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.ip("link", "set", "eth0", "promisc", "on", "allmulticast", "on",
                "multicast", "off", "alias", "storage", "txqueuelen", "77")
    before = t.link("eth0")
    t.boot(STATIC.format("eth0"))
    t.ok()
    after = t.link("eth0")
    kept = {"PROMISC", "ALLMULTI", "MULTICAST", "BROADCAST", "NOARP"}
    t.check(set(before["flags"]) & kept == set(after["flags"]) & kept,
            f"flags were {before['flags']}, are {after['flags']}")
    for key in ("promiscuity", "ifalias", "txqlen", "mtu", "address"):
        t.check(before.get(key) == after.get(key),
                f"{key} was {before.get(key)}, is {after.get(key)}")


@case
def multicast_kept(t):
    """IFF_MULTICAST stays: IPv6 needs it (Open-iSCSI's -N takes it away)."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.check("MULTICAST" in t.link("eth0")["flags"], "MULTICAST is gone")


@case
def other_nics_untouched(t):
    """A NIC that the plan does not name is left as it is: down."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.5.0.1/24")
    before = t.link("eth1")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.check(t.link("eth1") == before, "eth1 was changed")


@case
def bridge_by_name(t):
    """A bridge that exists is used as a NIC."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.ip("link", "add", "br0", "type", "bridge")
    t.client.ip("link", "set", "eth0", "master", "br0")
    t.client.up("eth0")
    t.listener()
    t.boot(STATIC.format("br0"))
    all_there(t, "br0")
    t.addr("eth0")


@case
def bridge_by_mac(t):
    """Its port has the same MAC address, and is not taken for it."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.client.ip("link", "add", "br0", "type", "bridge")
    t.client.ip("link", "set", "eth0", "master", "br0")
    t.client.up("eth0")
    t.listener()
    t.boot(STATIC.format(MAC.replace(":", "-")))
    all_there(t, "br0")
    t.addr("eth0")


@case
def link_only(t):
    """ip=eth0:none: the link comes up, and no address."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot("ip=eth0:none", target="10.1.0.1")
    t.is_up("eth0")
    t.addr("eth0")


@case
def name_server(t):
    """The target's name is looked up where the plan says."""
    t.nic("eth0", "10.1.0.1/24")
    t.dnsmasq("port=53", "address=/disk.example.test/10.1.0.1")
    t.tgt()
    t.write("/cmdline", STATIC.format("eth0") + " nameserver=10.1.0.1 netroot="
            "iscsi:disk.example.test::::iqn.2026-11.test:disk\n")
    t.run("--cmdline=/cmdline", "-N")
    t.ok()
    t.probe()
    t.ok()
    t.check("iqn.2026-11.test:disk" in t.out, "the probe shows no target")


@case
def login(t):
    """A real target is reached by the NIC that was set up."""
    t.nic("eth0", "10.1.0.1/24")
    t.tgt()
    t.boot(STATIC.format("eth0"))
    all_there(t)
    t.probe()
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case
def slow_wire(t):
    """200 ms each way, frames out of order, every tenth lost: a login works."""
    t.wire("eth0", "10.1.0.1/24", delay=0.2, jitter=0.1, lose=10)
    t.tgt()
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.probe("--wait=60")
    t.ok()


@case
def jumbo_black_hole(t):
    """MTU 9000 here and there, a switch between that drops long frames."""
    wire = t.wire("eth0", "10.1.0.1/24", mtu=9000, largest=1514)
    t.client.ip("link", "set", "eth0", "mtu", "1500")
    t.tgt()
    t.boot(STATIC.format("eth0") + ":9000")
    t.ok()
    t.mtu("eth0", 9000)
    t.probe("--wait=40")
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")
    # That it does drop them.
    t.datagram("10.1.0.1", 4000)
    t.check(wire.dropped == 1, f"the wire dropped {wire.dropped} frames")


@case
def path_mtu(t):
    """A router with a smaller MTU behind the jumbo NIC says so, and is heard."""
    t.nic("eth0", "10.1.0.1/24", mtu=9000)
    t.client.ip("link", "set", "eth0", "mtu", "1500")
    t.tgt(t.far_network("10.7.0.1/24", "10.7.0.9/24", mtu=1400))
    t.boot(STATIC.format("eth0") + ":9000", target="10.7.0.9")
    t.ok()
    t.mtu("eth0", 9000)
    t.probe("--wait=40")
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case(needs="netem")
def netem(t):
    """The kernel's own bad cable: 200 ms, a tenth lost, others late."""
    t.nic("eth0", "10.1.0.1/24")
    t.netem("eth0", "delay", "200ms", "loss", "10%", "reorder", "25%", "50%")
    t.tgt()
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.probe("--wait=60")
    t.ok()


@case(needs="netem")
def netem_dhcp(t):
    """A lease over it."""
    t.nic("eth0", "10.1.0.1/24")
    t.netem("eth0", "delay", "200ms", "loss", "10%", "reorder", "25%", "50%")
    t.dnsmasq("port=0", "interface=s-eth0",
              "dhcp-range=10.1.0.50,10.1.0.60,1h")
    t.boot("ip=eth0:dhcp")
    t.ok()
    t.check(t.addresses("eth0"), "no lease was used")
    t.once = True			# another throw of the dice


@case(needs="netem")
def netem_dad(t):
    """Duplicate IPv6 addresses are looked for over it, and a router."""
    t.nic("eth0", "2001:db8:1::1/64")
    t.netem("eth0", "delay", "200ms", "loss", "10%", "reorder", "25%", "50%")
    t.boot("ip=[2001:db8:1::2]:::64::eth0:none", target="2001:db8:1::1")
    t.ok()
    t.addr("eth0", "2001:db8:1::2/64")
