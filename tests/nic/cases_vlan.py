# SPDX-License-Identifier: GPL-2.0-or-later
"""VLANs and bonds: for kernels that have them."""

from case import case
from cases_firmware import MAC

STATIC = "vlan={0}:eth0 ip=10.1.0.2::10.1.0.1:24::{0}:none"


def trunk(t, number, *addresses, plugged=True, **more):
    """A NIC whose cable carries a VLAN; the server has the addresses in it."""
    peer = t.nic("eth0", plugged=plugged, **more)
    t.server.ip("link", "add", "link", peer, "name", "tagged", "type", "vlan",
                "id", number)
    t.serve("tagged", addresses, plugged)


def is_vlan(t, name, number, parent="eth0"):
    link = t.link(name)
    t.check(link is not None, f"there is no {name}")
    if link:
        data = link.get("linkinfo", {})
        t.check(data.get("info_kind") == "vlan" and
                data.get("info_data", {}).get("id") == number and
                data["info_data"].get("protocol") == "802.1Q" and
                link.get("link") == parent, f"{name} is {link}")
        t.is_up(name)
        t.is_up(parent)


@case(needs="vlan")
def vlan(t):
    """vlan= on the command line: made, up, and tagged."""
    trunk(t, 42, "10.1.0.1/24")
    t.listener()
    t.boot(STATIC.format("vlan42"))
    t.ok()
    is_vlan(t, "vlan42", 42)
    t.addr("vlan42", "10.1.0.2/24")
    t.addr("eth0")
    t.route("default", "vlan42", "10.1.0.1")
    t.connects("10.1.0.1")


@case(needs="vlan")
def vlan_dot(t):
    """The other way to name it."""
    trunk(t, 7, "10.1.0.1/24")
    t.listener()
    t.boot(STATIC.format("eth0.7"))
    t.ok()
    is_vlan(t, "eth0.7", 7)
    t.connects("10.1.0.1")


@case(needs="vlan")
def vlan_there_already(t):
    """One with that number is there under another name: it is used."""
    trunk(t, 42, "10.1.0.1/24")
    t.client.ip("link", "add", "link", "eth0", "name", "storage", "type",
                "vlan", "id", "42")
    t.listener()
    t.boot(STATIC.format("vlan42"))
    t.ok()
    t.addr("storage", "10.1.0.2/24")
    t.check(not t.link("vlan42"), "a second one was made")
    t.connects("10.1.0.1")


@case(needs="vlan")
def vlan_mtu(t):
    """A VLAN of MTU 9000: the NIC below is raised first."""
    trunk(t, 42, "10.1.0.1/24")
    t.boot(STATIC.format("vlan42") + ":9000")
    t.ok()
    t.mtu("vlan42", 9000)
    t.mtu("eth0", 9000)


@case(needs="vlan")
def vlan_and_untagged(t):
    """The same NIC, with and without a tag."""
    trunk(t, 42, "10.1.0.1/24")
    t.server.address("s-eth0", "10.2.0.1/24")
    t.listener()
    t.boot(STATIC.format("vlan42") + " ip=10.2.0.2:::24::eth0:none")
    t.ok()
    t.addr("vlan42", "10.1.0.2/24")
    t.addr("eth0", "10.2.0.2/24")
    t.connects("10.1.0.1")
    t.connects("10.2.0.1")


@case(needs="vlan")
def two_vlans(t):
    """Two on one NIC."""
    trunk(t, 42, "10.1.0.1/24")
    t.server.ip("link", "add", "link", "s-eth0", "name", "tagged2", "type",
                "vlan", "id", "43")
    t.serve("tagged2", ["10.2.0.1/24"])
    t.listener()
    t.boot(STATIC.format("vlan42") +
           " vlan=vlan43:eth0 ip=10.2.0.2:::24::vlan43:none")
    t.ok()
    t.connects("10.1.0.1")
    t.connects("10.2.0.1")


@case(needs="vlan")
def vlan_dhcp(t):
    """A lease in a VLAN."""
    trunk(t, 42, "10.1.0.1/24")
    t.listener()
    t.dnsmasq("port=0", "interface=tagged",
              "dhcp-range=10.1.0.50,10.1.0.60,1h")
    t.boot("vlan=vlan42:eth0 ip=vlan42:dhcp")
    t.ok()
    t.connects("10.1.0.1")


@case(needs="vlan")
def vlan_carrier_late(t):
    """The NIC below has no carrier for three seconds."""
    def plug():
        t.server.up("s-eth0")
        t.server.up("tagged")

    trunk(t, 42, "10.1.0.1/24", plugged=False)
    t.listener()
    t.later(3, plug)
    t.boot(STATIC.format("vlan42"))
    t.ok()
    t.connects("10.1.0.1")


def by_firmware(t, table):
    trunk(t, 42, "10.79.0.1/24", mac=MAC)
    t.listener()
    t.firmware(table)
    t.boot_firmware()
    t.ok()
    is_vlan(t, "eth0.42", 42)
    t.addr("eth0.42", "10.79.0.80/24")
    t.connects("10.79.0.1")


@case(needs="vlan")
def vlan_by_bios_ipxe(t):
    """The table of iPXE on a BIOS, VLAN 42."""
    by_firmware(t, "bios-vlan-upstream.mem.bin")


@case(needs="vlan")
def vlan_by_uefi_ipxe(t):
    """The table of iPXE on UEFI."""
    by_firmware(t, "uefi-vlan-efirom.acpi.bin")


@case(needs="vlan")
def vlan_by_uefi_ipxe_mtu(t):
    """The same with an MTU that the table cannot hold."""
    by_firmware(t, "uefi-vlanmtu-upstream.acpi.bin")


@case(needs="novlan")
def vlan_module_missing(t):
    """The kernel knows no VLANs: said, and the other NIC is used."""
    t.nic("eth0", mac=MAC)
    t.nic("eth1", "10.2.0.1/24")
    t.install("false", "sbin/modprobe")
    t.listener()
    t.boot(STATIC.format("vlan42") + " ip=10.2.0.2:::24::eth1:none",
           target="10.2.0.1")
    t.ok()
    t.says("8021q")
    t.connects("10.2.0.1")


@case(needs="novlan")
def vlan_module_missing_alone(t):
    """The same, and there is no other NIC."""
    t.nic("eth0", mac=MAC)
    t.boot(STATIC.format("vlan42"))
    t.check(t.status not in (0, None), "it says that it went well")
    t.says("8021q")


@case
def vlan_parent_not_there(t):
    """The NIC below is not there: its name is said."""
    t.nic("eth1", mac=MAC)
    t.boot(STATIC.format("vlan42") + " rd.net.timeout.iflink=2")
    t.ends(4)
    t.says(f"eth0.*{MAC}")


@case(needs="bond")
def bond_by_name(t):
    """A bond that exists is used as a NIC."""
    t.nic("eth0", "10.1.0.1/24")
    t.client.ip("link", "add", "bond0", "type", "bond", "mode",
                "active-backup", "miimon", "100")
    t.client.ip("link", "set", "eth0", "master", "bond0")
    t.listener()
    t.boot("ip=10.1.0.2::10.1.0.1:24::bond0:none")
    t.ok()
    t.addr("bond0", "10.1.0.2/24")
    t.connects("10.1.0.1")


@case(needs="bond")
def bond_by_mac(t):
    """Its port has the same MAC address, and is not taken for it."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.client.ip("link", "add", "bond0", "type", "bond", "mode",
                "active-backup", "miimon", "100")
    t.client.ip("link", "set", "eth0", "master", "bond0")
    t.listener()
    t.boot(f"ip=10.1.0.2::10.1.0.1:24::{MAC.replace(':', '-')}:none")
    t.ok()
    t.addr("eth0")
    t.addr("bond0", "10.1.0.2/24")
    t.connects("10.1.0.1")
