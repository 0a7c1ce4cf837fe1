# SPDX-License-Identifier: GPL-2.0-or-later
"""What comes late, goes, and comes back."""

import threading

from lab import veth

from case import case
from cases_dhcp import leased
from cases_static import MAC, STATIC, all_there
from packets import parse


def plug(t, name, *addresses, mac=None):
    """A NIC that appears now, its cable in."""
    peer = f"s-{name}"
    veth(t.client, name, t.server, peer, mac)
    t.serve(peer, addresses)


@case
def nic_late(t):
    """The driver loads two seconds after we began."""
    t.listener()
    t.later(2, plug, t, "eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    all_there(t)


@case
def nic_late_by_mac(t):
    """The same, under a name that nobody told us."""
    t.nic("eth1", mac="52:54:00:00:00:01")
    t.listener()
    t.later(2, plug, t, "eth0", "10.1.0.1/24", mac=MAC)
    t.boot(STATIC.format(MAC.replace(":", "-")))
    all_there(t)


@case
def nic_renamed_late(t):
    """udev gives the NIC the name that we wait for."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.later(2, t.client.ip, "link", "set", "eth0", "name", "enp1s0")
    t.boot(STATIC.format("enp1s0"))
    all_there(t, "enp1s0")


@case
def nic_goes_and_comes(t):
    """A NIC goes away while its carrier is awaited, and comes again."""
    t.nic("eth0", plugged=False, mac=MAC)
    t.listener()
    t.later(1.5, t.client.ip, "link", "del", "eth0")
    t.later(3, plug, t, "eth0", "10.1.0.1/24", mac=MAC)
    t.boot(STATIC.format("eth0"))
    all_there(t)
    t.says("eth0.*removed")


@case
def nic_goes_for_ever(t):
    """It does not come again, and was one of "every NIC"."""
    t.nic("eth0", plugged=False)
    t.later(1, t.client.ip, "link", "del", "eth0")
    t.boot("ip=dhcp rd.net.timeout.iflink=3")
    t.ends(4)
    t.says("eth0.*removed")


@case
def carrier_late(t):
    """The carrier comes eight seconds late, as behind a spanning tree."""
    peer = t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.listener()
    t.later(8, t.server.up, peer)
    t.boot(STATIC.format("eth0"))
    all_there(t)
    t.says("waiting for.*carrier.*eth0|eth0.*waiting.*carrier")
    t.check(t.took > 7, "it did not wait")


@case
def carrier_late_mac(t):
    """The same for a NIC named by its MAC address in the iBFT."""
    peer = t.nic("any0", "10.77.0.1/24", mac="52:54:00:77:00:01",
                 plugged=False)
    t.listener()
    t.firmware("bios-static.mem.bin")
    t.later(4, t.server.up, peer)
    t.boot_firmware()
    t.ok()
    t.addr("any0", "10.77.0.60/24")
    t.connects("10.77.0.1")


@case
def flap_while_found(t):
    """The carrier goes and comes back at once after the NIC is up."""
    peer = t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.listener()
    for at, change in ((1, t.server.up), (1.05, t.server.down),
                       (2.5, t.server.up)):
        t.later(at, change, peer)
    t.boot(STATIC.format("eth0"))
    t.later(0, t.server.up, peer)
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.once = True			# it may still be out


@case
def flap_all_the_time(t):
    """A cable with a bad plug: down and up, five times."""
    peer = t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.listener()
    for i in range(5):
        t.later(0.3 + i * 0.4, t.server.up, peer)
        t.later(0.4 + i * 0.4, t.server.down, peer)
    t.later(2.6, t.server.up, peer)
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.is_up("eth0")
    t.once = True


@case
def flap_before_the_address_answers(t):
    """The carrier goes as soon as the first packet was seen."""
    wire = t.wire("eth0", "10.1.0.1/24")
    t.listener()
    out = threading.Event()

    def plug():
        wire.look = lambda frame: False
        wire.carrier(True)

    def flap(frame):
        if parse(frame)[0] != "arp":
            return False
        if not out.is_set():
            out.set()
            wire.carrier(False)
            t.later(1, plug)
        return True
    wire.look = flap
    t.boot(STATIC.format("eth0"))
    t.check(out.is_set(), "no packet was seen")
    all_there(t)


@case
def flap_while_dhcp(t):
    """The carrier goes while the DHCP client asks, and comes back."""
    peer = t.nic("eth0", "10.1.0.1/24")
    t.listener()

    def flap():
        t.server.down(peer)
        t.later(1.5, t.server.up, peer)
        t.later(2, t.dnsmasq, "port=0", "interface=s-eth0",
                "dhcp-range=10.1.0.50,10.1.0.60,1h")
    t.when(lambda: t.packets.came(kind="udp", dport=67), flap)
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    t.connects("10.1.0.1")


@case
def flap_while_dad(t):
    """The carrier goes while the kernel looks for duplicates of ours."""
    peer = t.nic("eth0", "2001:db8:1::1/64")
    t.listener()

    def flap():
        t.server.down(peer)
        t.later(1, t.server.up, peer)
    t.when(lambda: t.packets.came(kind="icmp6", sport=135), flap)
    t.boot("ip=[2001:db8:1::2]:::64::eth0:none", target="2001:db8:1::1")
    t.ok()
    t.addr("eth0", "2001:db8:1::2/64")


@case
def flap_while_auto6(t):
    """The carrier goes while a router is awaited."""
    peer = t.nic("eth0", "2001:db8:1::1/64")

    def flap():
        t.server.down(peer)
        t.later(1, t.server.up, peer)
        t.later(1.2, t.dnsmasq, "port=0", "enable-ra", "interface=s-eth0",
                "dhcp-range=2001:db8:1::,ra-only,64,1h")
    t.when(lambda: t.packets.came(kind="icmp6", sport=133), flap)
    t.boot("ip=eth0:auto6", target="2001:db8:1::1")
    t.ok()
    t.check(any(a.startswith("2001:db8:1:") for a in t.addresses("eth0")),
            f"no address by the router: {t.addresses('eth0')}")


@case
def nothing_before_carrier(t):
    """The DHCP client is not started before the carrier: it would wait."""
    peer = t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.listener()
    t.dnsmasq("port=0", "interface=s-eth0",
              "dhcp-range=10.1.0.50,10.1.0.60,1h")
    t.later(3, t.server.up, peer)
    t.boot("ip=eth0:dhcp")
    t.ok()
    t.connects("10.1.0.1")
    # ipconfig that is started without carrier stands still for ten seconds.
    t.check(t.took < 9, f"it took {t.took:.0f} s")
