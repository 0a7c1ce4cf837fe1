# SPDX-License-Identifier: GPL-2.0-or-later
"""NICs as firmware's table has them: captured tables, and some made here."""

import time

import state
from case import case

MAC = "52:54:00:77:00:01"
SECOND_MAC = "52:54:00:77:00:02"
TWO_NICS = f"""\
initiator/initiator-name = iqn.2026-11.test:node1
ethernet0/mac = {MAC}
ethernet0/ip-addr = 10.77.0.51
ethernet0/prefix-len = 24
ethernet0/origin = 1
target0/nic-assoc = 0
target0/lun = 0001000000000000
target0/ip-addr = 10.77.0.1
target0/target-name = iqn.2026-11.test:disk
ethernet1/mac = {SECOND_MAC}
ethernet1/ip-addr = 10.78.0.51
ethernet1/prefix-len = 24
ethernet1/origin = 1
target1/nic-assoc = 1
target1/lun = 0001000000000000
target1/ip-addr = 10.78.0.1
target1/target-name = iqn.2026-11.test:disk
"""


@case
def ibft_static(t):
    """Set by hand in firmware (origin manual)."""
    t.nic("eth0", "10.77.0.1/24", "10.77.0.254/24", mac=MAC)
    t.listener()
    t.firmware("bios-static.mem.bin")
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "10.77.0.60/24")
    t.route("default", "eth0", "10.77.0.254")
    t.connects("10.77.0.1")


@case
def ibft_dhcp(t):
    """What firmware got by DHCP is used at once, server or not."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC)
    t.listener()
    t.firmware("bios-nochap.mem.bin")
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "10.77.0.51/24")
    t.route("default", "eth0", "10.77.0.1")
    t.connects("10.77.0.1")
    t.check(t.took < 5, f"it took {t.took:.1f} s")


def four(t):
    """Addresses and routes of IPv4."""
    return state.still([[link["addr_info"] for link in
                         t.client.json("-4", "addr")],
                        t.client.json("-4", "route")])


def leased(t, *words):
    """The firmware's address is in use; then the server's lease file."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC)
    t.listener()
    t.dnsmasq("port=0", "interface=s-eth0", *words)
    t.firmware("bios-nochap.mem.bin")
    t.boot_firmware()
    t.ok()
    t.connects("10.77.0.1")
    before = four(t)
    leases = t.folder / "leases"
    end = time.monotonic() + 20
    while not (leases.exists() and leases.read_text()):
        t.check(time.monotonic() < end, "no lease was asked for")
        if time.monotonic() > end:
            return ""
        time.sleep(0.05)
    # What the client does with it, it does now.
    while t.processes() and time.monotonic() < end:
        time.sleep(0.05)
    t.check(four(t) == before, f"it was {before}, and is {four(t)}")
    t.addr("eth0", "10.77.0.51/24")
    return leases.read_text()


@case
def ibft_dhcp_lease(t):
    """Then a lease is obtained, and the NIC stays as it is."""
    there = leased(t, "dhcp-range=10.77.0.40,10.77.0.60,1h",
                   f"dhcp-host={MAC},10.77.0.51")
    t.check(" 10.77.0.51 " in there, f"the lease is of {there}")


@case
def ibft_dhcp_other_lease(t):
    """It stays so when the server would give another address, too."""
    there = leased(t, "dhcp-range=10.77.0.70,10.77.0.70,1h")
    t.check(" 10.77.0.70 " in there, f"the lease is of {there}")


@case
def ibft_dhcp_no_lease(t):
    """rd.iscsi.lease=0, no client, a NIC that is static: no lease."""
    def none(run, *words, **more):
        run(*words, **more)
        t.ok()
        t.silent("asks for a lease")
        t.check(not t.processes(), f"a client runs: {t.processes()}")
        t.client.ip("addr", "flush", "dev", "eth0")

    t.nic("eth0", "10.77.0.1/24", "10.77.0.254/24", mac=MAC)
    t.firmware("bios-nochap.mem.bin")
    none(t.boot, "ip=ibft rd.iscsi.firmware=1 rd.iscsi.lease=0", target=None)
    client = t.root / "bin/ipconfig"
    client.rename(t.root / "bin/away")
    none(t.boot_firmware)
    (t.root / "bin/away").rename(client)
    t.firmware("bios-static.mem.bin")
    none(t.boot_firmware)
    t.once = True


@case
def ibft_edk2(t):
    """UEFI's own table."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC)
    t.listener()
    t.firmware("uefi-edk2-v4-none.acpi.bin")
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "10.77.0.70/24")
    t.connects("10.77.0.1")


@case
def ibft_ipv6(t):
    """IPv6 with a link-local gateway (synthetic: no firmware writes it)."""
    t.nic("eth0", "fe80::1/64", "2001:db8:77::1/64", mac=MAC)
    t.listener()
    t.firmware("synthetic/v6.bin")
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "2001:db8:77::51/64")
    t.route("default", "eth0", "fe80::1")
    t.connects("2001:db8:77::1")


@case
def ibft_both_families(t):
    """IPv4 and IPv6, two entries with one MAC address."""
    t.nic("eth0", "fe80::1/64", "2001:db8:77::1/64", "10.77.0.1/24", mac=MAC)
    t.listener()
    t.firmware("synthetic/v4v6.bin")
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "10.77.0.51/24", "2001:db8:77::51/64")
    t.connects("10.77.0.1")
    t.connects("2001:db8:77::1")


@case
def ibft_two_nics(t):
    """Two NICs, a target by each."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC)
    t.nic("eth1", "10.78.0.1/24", mac=SECOND_MAC)
    t.tgt()
    t.firmware(TWO_NICS)
    t.boot_firmware()
    t.ok()
    t.addr("eth0", "10.77.0.51/24")
    t.addr("eth1", "10.78.0.51/24")
    t.probe()
    t.ok()
    t.check({p.device for p in t.packets.syns()} == {"s-eth0", "s-eth1"},
            "not both NICs were used")


@case
def ibft_two_nics_one_dead(t):
    """The first of two has no cable: the second boots."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC, plugged=False)
    t.nic("eth1", "10.78.0.1/24", mac=SECOND_MAC)
    t.listener()
    t.firmware(TWO_NICS)
    t.boot_firmware()
    t.ok()
    t.says("eth0.*no carrier")
    t.connects("10.78.0.1")
    t.check(t.took < 10, f"it took {t.took:.0f} s")


@case
def ibft_target_beyond_the_gateway(t):
    """Targets in other networks are reached by the default route."""
    t.nic("eth0", "10.77.0.1/24", "10.78.0.1/24", mac=MAC)
    t.listener()
    t.firmware("uefi-mp3.acpi.bin")
    t.boot_firmware()
    t.ok()
    t.connects("10.78.0.1")


@case
def ibft_same_nic_as_cmdline(t):
    """ip=ibft: the command line asks for what the table has."""
    t.nic("eth0", "10.77.0.1/24", mac=MAC)
    t.firmware("bios-nochap.mem.bin")
    t.boot("ip=ibft rd.iscsi.firmware=1", target=None)
    t.ok()
    t.addr("eth0", "10.77.0.51/24")
