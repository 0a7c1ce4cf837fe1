# SPDX-License-Identifier: GPL-2.0-or-later
"""Several NICs, several paths: each packet leaves by the NIC it should."""

from case import case
from services import TARGET


def two_in_one_subnet(t):
    """eth0 and eth1 in 10.1.0.0/24, by cables of their own; behind the first
    is 10.1.0.1, behind the second 10.1.0.9."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.1.0.9/24")
    # The server answers by the NIC it was asked by.
    for name in ("all", "default", "s-eth0", "s-eth1"):
        t.server.set(f"ipv4/conf/{name}/rp_filter", 0)
        t.server.set(f"ipv4/conf/{name}/arp_ignore", 1)
    for table, peer, own in ((100, "s-eth0", "10.1.0.1"),
                             (101, "s-eth1", "10.1.0.9")):
        t.server.ip("route", "add", "10.1.0.0/24", "dev", peer, "table",
                    str(table))
        t.server.ip("rule", "add", "from", own, "lookup", str(table))


TWO = ("ip=10.1.0.2:::24::eth0:none ip=10.1.0.3:::24::eth1:none"
       " netroot=iscsi:10.1.0.1:::eth0:1:" + TARGET +
       " netroot=iscsi:10.1.0.9:::eth1:1:" + TARGET)


@case
def two_in_one_subnet_connect(t):
    """Path 2 leaves by NIC 2, in one subnet."""
    two_in_one_subnet(t)
    t.tgt()
    t.boot(TWO, target=None)
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.addr("eth1", "10.1.0.3/24")
    t.connects("10.1.0.1", source="10.1.0.2")
    t.connects("10.1.0.9", source="10.1.0.3")
    for source, device in (("10.1.0.2", "s-eth0"), ("10.1.0.3", "s-eth1")):
        seen = {p.device for p in t.packets.syns(source=source)}
        t.check(seen == {device}, f"{source} leaves by {seen}, not {device}")


@case(unsolved="a probe does not choose its NIC")
def two_in_one_subnet_login(t):
    """The program's own connections do so, too."""
    two_in_one_subnet(t)
    t.tgt()
    t.boot(TWO, target=None)
    t.ok()
    t.packets.packets.clear()
    t.probe()
    t.ok()
    seen = {(p.source, p.target, p.device) for p in t.packets.syns()}
    t.check(seen == {("10.1.0.2", "10.1.0.1", "s-eth0"),
                     ("10.1.0.3", "10.1.0.9", "s-eth1")},
            f"connections: {sorted(seen)}")


@case
def two_in_one_subnet_first_dead(t):
    """The dead one's route must not take the packets of the other."""
    t.nic("eth0", plugged=False)
    t.nic("eth1", "10.1.0.9/24")
    t.listener()
    t.boot(TWO, target=None)
    t.ok()
    t.connects("10.1.0.9", source="10.1.0.3")
    t.connects("10.1.0.9")


@case(unsolved="a probe does not choose its NIC")
def same_portal_by_two_nics(t):
    """One target, one portal, two NICs in its subnet."""
    two_in_one_subnet(t)
    t.server.address("s-eth1", "10.1.0.1/32")
    t.tgt()
    t.boot("ip=10.1.0.2:::24::eth0:none ip=10.1.0.3:::24::eth1:none"
           f" netroot=iscsi:10.1.0.1:::eth0:1:{TARGET}"
           f" netroot=iscsi:10.1.0.1:::eth1:1:{TARGET}", target=None)
    t.ok()
    t.packets.packets.clear()
    t.probe("--wait=20")
    t.check({p.source for p in t.packets.syns()} == {"10.1.0.2", "10.1.0.3"},
            "not both NICs were used")


@case
def two_subnets(t):
    """Two NICs in two subnets need no rules, and get none."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.2.0.1/24")
    t.listener()
    t.boot("ip=10.1.0.2:::24::eth0:none ip=10.2.0.2:::24::eth1:none"
           f" netroot=iscsi:10.1.0.1::::{TARGET}"
           f" netroot=iscsi:10.2.0.1::::{TARGET}", target=None)
    t.ok()
    t.connects("10.1.0.1")
    t.connects("10.2.0.1")
    for source, device in (("10.1.0.2", "s-eth0"), ("10.2.0.2", "s-eth1")):
        seen = {p.device for p in t.packets.syns(source=source)}
        t.check(seen == {device}, f"{source} leaves by {seen}, not {device}")


@case(unsolved="a probe does not choose its NIC")
def two_gateways(t):
    """Two NICs, each with a gateway: both targets behind them are reached."""
    t.nic("eth0", "10.1.0.1/24", "10.3.0.1/24")
    t.nic("eth1", "10.2.0.1/24", "10.4.0.1/24")
    for name in ("all", "s-eth0", "s-eth1"):
        t.server.set(f"ipv4/conf/{name}/rp_filter", 0)
    t.tgt()
    t.boot("ip=10.1.0.2::10.1.0.1:24::eth0:none"
           " ip=10.2.0.2::10.2.0.1:24::eth1:none"
           f" netroot=iscsi:10.3.0.1:::eth0:1:{TARGET}"
           f" netroot=iscsi:10.4.0.1:::eth1:1:{TARGET}", target=None)
    t.ok()
    t.packets.packets.clear()
    t.probe()
    t.ok()
    seen = {(p.target, p.device) for p in t.packets.syns()}
    t.check(seen == {("10.3.0.1", "s-eth0"), ("10.4.0.1", "s-eth1")},
            f"connections: {sorted(seen)}")


@case
def two_in_one_subnet6(t):
    """The same in IPv6."""
    t.nic("eth0", "2001:db8:1::1/64")
    t.nic("eth1", "2001:db8:1::9/64")
    for table, peer, own in ((100, "s-eth0", "2001:db8:1::1"),
                             (101, "s-eth1", "2001:db8:1::9")):
        t.server.ip("-6", "route", "add", "2001:db8:1::/64", "dev", peer,
                    "table", str(table))
        t.server.ip("-6", "rule", "add", "from", own, "lookup", str(table))
    t.listener()
    t.boot("ip=[2001:db8:1::2]:::64::eth0:none"
           " ip=[2001:db8:1::3]:::64::eth1:none"
           f" netroot=iscsi:[2001:db8:1::1]:::eth0:1:{TARGET}"
           f" netroot=iscsi:[2001:db8:1::9]:::eth1:1:{TARGET}", target=None)
    t.ok()
    t.connects("2001:db8:1::1", source="2001:db8:1::2")
    t.connects("2001:db8:1::9", source="2001:db8:1::3")
