# SPDX-License-Identifier: GPL-2.0-or-later
"""Several NICs, several paths: each packet leaves by the NIC it should."""

import state
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


@case
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


@case
def same_portal_by_two_nics(t):
    """One target, one portal, two NICs in its subnet."""
    two_in_one_subnet(t)
    t.server.address("s-eth1", "10.1.0.1/32")
    t.server.ip("route", "add", "10.1.0.3/32", "dev", "s-eth1", "table", "100")
    t.tgt()
    t.boot("ip=10.1.0.2:::24::eth0:none ip=10.1.0.3:::24::eth1:none"
           f" netroot=iscsi:10.1.0.1:::eth0:1:{TARGET}"
           f" netroot=iscsi:10.1.0.1:::eth1:1:{TARGET}", target=None)
    t.ok()
    t.packets.packets.clear()
    t.probe()
    t.ok()
    seen = {(p.source, p.device) for p in t.packets.syns()}
    t.check(seen == {("10.1.0.2", "s-eth0"), ("10.1.0.3", "s-eth1")},
            f"connections: {sorted(seen)}")


@case
def probe_without_rules(t):
    """NICs that somebody else set up: the probe needs no rules of ours."""
    two_in_one_subnet(t)
    t.tgt()
    for name, address in (("eth0", "10.1.0.2/24"), ("eth1", "10.1.0.3/24")):
        t.client.address(name, address)
        t.client.set(f"ipv4/conf/{name}/arp_ignore", 1)
        t.client.up(name)
    t.write("/cmdline", TWO + "\n")
    before = state.settled(t.client)
    t.probe()
    t.ok()
    seen = {(p.source, p.target, p.device) for p in t.packets.syns()}
    t.check(seen == {("10.1.0.2", "10.1.0.1", "s-eth0"),
                     ("10.1.0.3", "10.1.0.9", "s-eth1")},
            f"connections: {sorted(seen)}")
    t.faults += state.changes(before, state.settled(t.client))


@case
def probe_one_nic_missing(t):
    """A probe whose NIC is not there says so; the other path is looked at."""
    t.nic("eth1", "10.1.0.9/24")
    t.tgt()
    t.boot(TWO, target=None)
    t.probe()
    t.check(t.status == 4, f"exit status {t.status}")
    t.says("10.1.0.1:3260: no NIC with the name eth0, which the kernel "
           "command line asks for; this machine has eth1")
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case
def probe_nic_not_set_up(t):
    """Nor does a probe set up its NIC, or leave by another."""
    two_in_one_subnet(t)
    t.client.address("eth0", "10.1.0.2/24")
    t.client.up("eth0")
    t.write("/cmdline", TWO + "\n")
    t.run("--cmdline=/cmdline", "--probe")
    t.says("10.1.0.9:3260: eth1: it has no IPv4 address")
    t.check({p.device for p in t.packets.syns()} == {"s-eth0"},
            "it left by another NIC")


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


@case
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


@case
def probe_of_itself(t):
    """A target of this machine's own is reached by none of its NICs."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot("ip=10.1.0.2:::24::eth0:none", target="127.0.0.1")
    t.ok()
    t.client.up("lo")
    t.tgt(t.client)
    t.probe()
    t.ok()
