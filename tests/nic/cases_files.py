# SPDX-License-Identifier: GPL-2.0-or-later
"""What is left in /run for the booted system, after a real run."""

import json

from case import case
from cases_dhcp import ROOT_PATH, leased, serve
from cases_static import STATIC


def texts(t, pattern):
    """{name: text} of the files below the machine's /run."""
    return {str(path.relative_to(t.root / "run")): path.read_text()
            for path in sorted((t.root / "run").glob(pattern))}


def networkd(t):
    return texts(t, "systemd/network/*.network")


@case
def files_static(t):
    """An address by hand: klibc's file, networkd's, NetworkManager's, ours."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    lease = t.read("/run/net-eth0.conf") or ""
    for word in ("DEVICE", "eth0", "IPV4ADDR", "10.1.0.2", "255.255.255.0",
                 "10.1.0.1"):
        t.check(word in lease, f"net-eth0.conf has no {word}: {lease}")
    units = networkd(t)
    t.check(len(units) == 1 and
            "KeepConfiguration=yes" in "".join(units.values()),
            f"networkd's files: {units}")
    keyfiles = texts(t, "NetworkManager/system-connections/*.nmconnection")
    t.check(len(keyfiles) == 1 and "eth0" in "".join(keyfiles.values()),
            f"NetworkManager's files: {keyfiles}")
    for name in keyfiles:
        mode = (t.root / "run" / name).stat().st_mode & 0o777
        t.check(mode == 0o600, f"{name} has the mode {mode:o}, and is ignored")
    plan = json.loads(t.read("/run/iscsiboot/plan.json") or "{}")
    t.check(plan.get("nics"), f"plan.json: {plan}")


@case
def files_of_these_nics_only(t):
    """A NIC that the plan does not name has none."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "10.5.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    every = texts(t, "**/*.network") | texts(t, "net*.conf") | \
        texts(t, "**/*.nmconnection")
    mac = t.client.mac("eth1")
    t.check(every and not any("eth1" in name + text or mac in text.lower()
                              for name, text in every.items()),
            f"eth1 is in {every}")


@case
def files_not_of_the_dead(t):
    """A NIC that could not be used has none, the other one has."""
    t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.nic("eth1", "10.2.0.1/24")
    t.boot(STATIC.format("eth0") + " ip=10.2.0.2:::24::eth1:none",
           target="10.2.0.1")
    t.ok()
    t.check(t.read("/run/net-eth1.conf") is not None, "eth1 has none")
    every = texts(t, "**/*.network") | texts(t, "net*.conf") | \
        texts(t, "**/*.nmconnection")
    t.check(every and not any("eth0" in name + text
                              for name, text in every.items()),
            f"eth0 is in {every}")


@case
def files_dhcp(t):
    """The client's own file stays as it wrote it."""
    t.nic("eth0", "10.1.0.1/24")
    serve(t, f"dhcp-option=17,{ROOT_PATH}")
    t.boot("ip=eth0:dhcp")
    t.ok()
    leased(t, "eth0")
    lease = t.read("/run/net-eth0.conf") or ""
    t.check("ROOTPATH" in lease and "DHCPLEASETIME" in lease,
            f"net-eth0.conf: {lease}")
    t.check("KeepConfiguration=yes" in "".join(networkd(t).values()),
            "networkd would take the address away")


@case
def files_after_failure(t):
    """A run that failed leaves nothing that a network service would read."""
    t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.boot(STATIC.format("eth0") + " rd.net.timeout.carrier=2")
    t.ends(4)
    left = texts(t, "**/*.network") | texts(t, "net*.conf") | \
        texts(t, "**/*.nmconnection")
    t.check(not left, f"left: {sorted(left)}")


@case
def files_ipv6(t):
    """An IPv6 address is kept by networkd, too."""
    t.nic("eth0", "2001:db8:1::1/64")
    t.boot("ip=[2001:db8:1::2]::[2001:db8:1::1]:64::eth0:none",
           target="2001:db8:1::1")
    t.ok()
    t.check("KeepConfiguration=yes" in "".join(networkd(t).values()),
            "networkd would take the address away")
