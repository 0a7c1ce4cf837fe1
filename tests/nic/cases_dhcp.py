# SPDX-License-Identifier: GPL-2.0-or-later
"""DHCP by klibc's ipconfig, dnsmasq being the server."""

from case import case
from dhcp_server import DhcpServer

ROOT_PATH = "iscsi:10.1.0.1::::iqn.2026-11.test:disk"
RANGE = "dhcp-range=10.1.0.50,10.1.0.60,1h"


def serve(t, *more, peer="s-eth0", first=RANGE):
    t.dnsmasq("port=0", f"interface={peer}", first, *more)


def leased(t, name):
    found = t.addresses(name)
    t.check(set(found) & {f"10.1.0.{n}/24" for n in range(50, 61)},
            f"{name} has no lease of the server's: {found}")


def requests(t, peer="s-eth0"):
    return t.packets.came(kind="udp", dport=67, device=peer)


@case
def dhcp(t):
    """Address, mask, default route; the lease is left in /run."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    serve(t, "dhcp-option=3,10.1.0.1")
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    t.route("default", "eth0", "10.1.0.1")
    t.connects("10.1.0.1")
    t.check("DEVICE='eth0'" in (t.read("/run/net-eth0.conf") or
                                "").replace('"', "'"),
            "there is no lease in /run/net-eth0.conf")
    t.check(t.took < 8, f"ipconfig stood still: {t.took:.1f} s")


@case
def dhcp_root_path(t):
    """The lease says what to boot: the target is found and reached."""
    t.nic("eth0", "10.1.0.1/24")
    t.tgt()
    serve(t, f"dhcp-option=17,{ROOT_PATH}")
    t.boot("root=dhcp", target=None)
    t.ok()
    leased(t, "eth0")
    t.probe()
    t.ok()
    t.check("disk, 8 MiB" in t.out, f"no disk: {t.out}")


@case
def dhcp_root_path_long(t):
    """A root path of 200 bytes comes whole."""
    t.nic("eth0", "10.1.0.1/24")
    name = "iqn.2026-11.test:" + "d" * 150
    serve(t, f"dhcp-option=17,iscsi:10.1.0.1::::{name}")
    t.boot("root=dhcp", target=None)
    t.ok()
    t.run("--cmdline=/cmdline", "--plan=json")
    t.check(name in t.out, "the plan has not got the whole name")


@case
def dhcp_server_late(t):
    """The server begins four seconds late."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.later(4, serve, t)
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    t.connects("10.1.0.1")


@case
def dhcp_no_server(t):
    """Nobody answers: said within its time."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot("ip=eth0:dhcp rd.net.timeout.dhcp=4")
    t.check(t.status in (4, 8), f"exit status {t.status}")
    t.says("eth0.*(lease|DHCP)")
    t.addr("eth0")
    t.check(len(requests(t)) > 1, "it did not ask again")
    t.check(t.took < 15, f"it took {t.took:.0f} s")


@case
def dhcp_no_client(t):
    """An image without a DHCP client: said so, with what to do."""
    t.nic("eth0", "10.1.0.1/24")
    (t.root / "bin/ipconfig").unlink()
    serve(t)
    t.boot("ip=eth0:dhcp")
    t.check(t.status not in (0, None), "it says that it went well")
    t.says("eth0.*ipconfig|ipconfig.*eth0|DHCP client")


@case
def dhcp_client_elsewhere(t):
    """--dhcp-client= names the program."""
    t.nic("eth0", "10.1.0.1/24")
    (t.root / "opt").mkdir()
    (t.root / "bin/ipconfig").rename(t.root / "opt/client")
    serve(t)
    t.boot("ip=eth0:dhcp", more=["--dhcp-client=/opt/client"])
    t.ok()
    leased(t, "eth0")


@case
def dhcp_client_breaks(t):
    """A client that fails at once: said, not taken for a lease."""
    t.nic("eth0", "10.1.0.1/24")
    t.install("false", "bin/ipconfig")
    serve(t)
    t.boot("ip=eth0:dhcp rd.net.timeout.dhcp=5")
    t.check(t.status not in (0, None), "it says that it went well")
    t.says("eth0")
    t.addr("eth0")


@case
def dhcp_old_lease_in_run(t):
    """The file of an earlier NIC of that name is not taken for the lease."""
    t.nic("eth0", "10.1.0.1/24")
    t.write("/run/net-eth0.conf", "DEVICE='eth0'\nPROTO='dhcp'\n"
            "IPV4ADDR='10.66.0.5'\nIPV4NETMASK='255.255.255.0'\n")
    t.install("false", "bin/ipconfig")
    t.boot("ip=eth0:dhcp rd.net.timeout.dhcp=5")
    t.check("10.66.0.5/24" not in t.addresses("eth0") or t.status == 0,
            "the address of an old lease is there, and it failed")
    t.once = True


@case
def dhcp_nak(t):
    """The server refuses the first request (NAK), then gives a lease."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    server = t.run_here(DhcpServer(t.server, "s-eth0", naks=1))
    t.boot("ip=eth0:dhcp rd.net.timeout.dhcp=40")
    t.ok()
    t.check(server.naks == 0, "the server was not asked")
    leased(t, "eth0")


@case
def dhcp_offer_only(t):
    """A server that offers and never gives a lease."""
    t.nic("eth0", "10.1.0.1/24")
    t.run_here(DhcpServer(t.server, "s-eth0", acks=False))
    t.boot("ip=eth0:dhcp rd.net.timeout.dhcp=4")
    t.check(t.status in (4, 8), f"exit status {t.status}")
    t.says("eth0.*(lease|DHCP)")
    t.addr("eth0")


@case
def dhcp_long_domain(t):
    """An option too long for ipconfig: the lease is used all the same."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    serve(t, "dhcp-option=40," + "n" * 80, "dhcp-option=3,10.1.0.1",
          f"dhcp-option=17,{ROOT_PATH}")
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    t.connects("10.1.0.1")


@case
def dhcp_classless_routes(t):
    """Option 121: its routes, and not the one of option 3."""
    t.nic("eth0", "10.1.0.1/24")
    serve(t, "dhcp-option=3,10.1.0.9", "dhcp-option=121,10.9.0.0/16,"
          "10.1.0.7,0.0.0.0/0,10.1.0.1")
    t.boot("ip=eth0:dhcp")
    t.ok()
    t.route("10.9.0.0/16", "eth0", "10.1.0.7")
    t.route("default", "eth0", "10.1.0.1")
    t.check(not any(r.get("gateway") == "10.1.0.9" for r in t.routes()),
            "the gateway of option 3 is used, too")


@case
def dhcp_client_sets_nothing(t):
    """A client that leaves it to us: address, default route, option 121."""
    t.nic("eth0", "10.1.0.1/24")
    t.install("sh", "bin/sh")
    script = t.write("/bin/client", "#!/bin/sh\necho \"DEVICE='eth0'\n"
                     "IPV4ADDR='10.1.0.50'\nIPV4NETMASK='255.255.255.0'\n"
                     "IPV4ROUTE0SUBNET='10.9.0.0/16'\n"
                     "IPV4ROUTE0GATEWAY='10.1.0.7'\n"
                     "IPV4ROUTE1SUBNET='0.0.0.0/0'\n"
                     "IPV4ROUTE1GATEWAY='10.1.0.1'\n"
                     "IPV4ROUTE2SUBNET='10.3.0.0/16'\n"
                     "IPV4ROUTE2GATEWAY='0.0.0.0'\" >/run/net-eth0.conf\n")
    script.chmod(0o755)
    t.boot("ip=eth0:dhcp", more=["--dhcp-client=/bin/client"])
    t.ok()
    leased(t, "eth0")
    t.route("default", "eth0", "10.1.0.1")
    t.route("10.9.0.0/16", "eth0", "10.1.0.7")
    t.route("10.3.0.0/16", "eth0")
    unit = "".join(path.read_text() for path in
                   t.root.glob("run/systemd/network/*.network"))
    t.check("10.9.0.0/16" in unit, f"networkd would not keep it: {unit}")


@case
def dhcp_routes_of_a_lease_there(t):
    """dracut's dhclient left a lease: its routes are set where they are not,
    and those with another metric are no others."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.up("eth0")
    t.client.ip("addr", "add", "10.1.0.50/24", "dev", "eth0")
    t.client.ip("route", "add", "10.8.0.0/16", "via", "10.1.0.6", "metric",
                "1024")
    t.write("/etc/initrd-release", "")
    t.write("/tmp/dhclient.eth0.dhcpopts", "new_ip_address='10.1.0.50'\n"
            "new_subnet_mask='255.255.255.0'\n"
            "new_classless_static_routes='16 10 8 10 1 0 6 16 10 9 10 1 0 7'\n")
    t.boot("ip=eth0:dhcp")
    t.ok()
    t.route("10.9.0.0/16", "eth0", "10.1.0.7")
    found = [r for r in t.routes() if r["dst"] == "10.8.0.0/16"]
    t.check(len(found) == 1, f"{found}")


@case
def dhcp_mtu(t):
    """Option 26."""
    t.nic("eth0", "10.1.0.1/24")
    serve(t, "dhcp-option=26,1400")
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    t.mtu("eth0", 1400)


@case
def dhcp_dns(t):
    """The lease's name server is asked for the target's name."""
    t.nic("eth0", "10.1.0.1/24")
    t.dnsmasq("port=53", "interface=s-eth0", RANGE,
              "dhcp-option=6,10.1.0.1", "domain=example.test",
              "address=/disk.example.test/10.1.0.1")
    t.tgt()
    t.write("/cmdline", "ip=eth0:dhcp netroot=iscsi:disk.example.test::::"
            "iqn.2026-11.test:disk\n")
    t.run("--cmdline=/cmdline", "-N")
    t.ok()
    t.probe()
    t.ok()


@case
def dhcp_every_nic(t):
    """ip=dhcp: all at once, and a dead one costs nothing."""
    t.nic("eth0", "10.5.0.1/24", plugged=False)
    t.nic("eth1", "10.6.0.1/24")
    t.nic("eth2", "10.1.0.1/24")
    t.listener()
    serve(t, peer="s-eth2")
    t.boot("ip=dhcp")
    t.ok()
    leased(t, "eth2")
    t.connects("10.1.0.1")
    t.check(requests(t, "s-eth1"), "eth1 was not tried")
    t.check(t.took < 12, f"it took {t.took:.0f} s")


@case
def dhcp_nothing_said(t):
    """No ip= at all: DHCP on every NIC."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    serve(t)
    t.boot("")
    t.ok()
    leased(t, "eth0")


@case
def dhcp_every_nic_late(t):
    """A NIC that appears while the others are tried joins them."""
    t.nic("eth0", "10.5.0.1/24")
    t.listener()

    def plug():
        t.nic("eth1", "10.1.0.1/24")
        serve(t, peer="s-eth1")
    t.later(2, plug)
    t.boot("ip=dhcp")
    t.ok()
    leased(t, "eth1")
    t.connects("10.1.0.1")


@case
def dhcp_every_nic_of_ours(t):
    """A bridge's port is none of the NICs, and the bridge is left alone."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.5.0.1/24")
    t.client.ip("link", "add", "br0", "type", "bridge")
    t.client.ip("link", "set", "eth1", "master", "br0")
    serve(t)
    t.boot("ip=dhcp")
    t.ok()
    leased(t, "eth0")
    t.addr("eth1")
    t.addr("br0")
    t.check(not requests(t, "s-eth1"), "the bridge's port was asked")


@case
def single_dhcp(t):
    """The first lease ends the others."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.6.0.1/24")
    t.listener()
    serve(t)
    t.boot("ip=single-dhcp")
    t.ok()
    leased(t, "eth0")
    t.addr("eth1")
    t.connects("10.1.0.1")
    t.check(t.took < 12, f"it took {t.took:.0f} s")


@case
def single_dhcp_both_answer(t):
    """Two would get one: one NIC has an address in the end."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.2.0.1/24")
    t.dnsmasq("port=0", RANGE, "dhcp-range=10.2.0.50,10.2.0.60,1h")
    t.boot("ip=single-dhcp")
    t.ok()
    t.check(bool(t.addresses("eth0")) != bool(t.addresses("eth1")),
            f"addresses: {t.addresses('eth0')} {t.addresses('eth1')}")
    leases = {path.name for path in (t.root / "run").glob("net-*.conf")}
    devices = {r["dev"] for r in t.routes()}
    t.check(len(leases) == len(devices) == 1,
            f"leases: {leases}, routes of {devices}")


@case
def dhcp_beside_static(t):
    """One NIC static, one by DHCP, at the same time."""
    t.nic("eth0", "10.2.0.1/24")
    t.nic("eth1", "10.1.0.1/24")
    t.listener()
    serve(t, peer="s-eth1")
    t.boot("ip=10.2.0.2:::24::eth0:none ip=eth1:dhcp")
    t.ok()
    t.addr("eth0", "10.2.0.2/24")
    leased(t, "eth1")
    t.connects("10.1.0.1")
    t.connects("10.2.0.1")


@case
def dhcp_slow_wire(t):
    """200 ms each way, every fifth frame lost: a lease all the same."""
    t.wire("eth0", "10.1.0.1/24", delay=0.2, jitter=0.05, lose=5)
    serve(t)
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")


@case
def dhcp_and_address_there(t):
    """A DHCP client ran before: its address is used, none is asked for."""
    t.nic("eth0", "10.1.0.1/24")
    serve(t)
    t.client.up("eth0")
    t.client.ip("addr", "add", "10.1.0.77/24", "dev", "eth0")
    t.boot("ip=eth0:dhcp")
    t.ok()
    t.check("10.1.0.77/24" in t.addresses("eth0"), "the address is gone")


@case
def dhcp_by_mac(t):
    """The NIC by its MAC address."""
    t.nic("any0", "10.1.0.1/24", mac="52:54:00:12:34:56")
    serve(t, peer="s-any0")
    t.boot("ip=52-54-00-12-34-56:dhcp")
    t.ok()
    leased(t, "any0")
