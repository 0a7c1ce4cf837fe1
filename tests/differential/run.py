#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our reading of the command line beside dracut's, field by field, on lines
where dracut's is right.  dracut's functions are called under dash where the
package dracut-network has installed them."""

import glob
import ipaddress
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHOW = os.path.join(HERE, "../../build/host/show_ip")

MAC = "52:54:00:12:34:56"
DASH = "52-54-00-AB-CD-EF"
STATIC = "ip=10.0.0.5::10.0.0.1:255.255.255.0:host:eth0"
STATIC6 = "ip=[2001:DB8::5]::[2001:db8:0::1]:64:host:eth0"

LINES = [
    "ip=dhcp",
    "ip=on",
    "ip=any",
    "ip=single-dhcp",
    "ip=dhcp6",
    "ip=auto6",
    "ip=either6",
    "ip=link6",
    "ip=ibft",
    "ip=dhcp,dhcp6",
    "ip=eth0:dhcp",
    "ip=eth0:on",
    "ip=eth0:any",
    "ip=eth0:dhcp6",
    "ip=eth0:auto6",
    "ip=eth0:either6",
    "ip=enp0s31f6:dhcp:1500",
    "ip=eth0:dhcp:9000:" + MAC,
    "ip=eth0:dhcp::" + MAC,
    "ip=eth0:dhcp::" + DASH,
    "ip=eth0:dhcp:1500:",
    "ip=" + DASH + ":dhcp",
    "ip=" + DASH + ":auto6:1400",
    STATIC + ":none",
    STATIC + ":off",
    STATIC + ":none:1500",
    STATIC + ":none:1500:" + MAC,
    STATIC + ":none::" + MAC,
    STATIC + ":none::" + DASH,
    STATIC + ":none:10.0.0.2",
    STATIC + ":none:10.0.0.2:10.0.0.3",
    STATIC6 + ":none",
    STATIC6 + ":off:1500",
    STATIC6 + ":none:9000:" + MAC,
    STATIC6 + ":none:[2001:db8::2]",
    STATIC6 + ":none:[2001:db8::2]:[2001:db8::3]",
    "ip=10.0.0.5:10.0.0.9::255.255.255.255::ppp0:none",
    "ip=[2001:db8::5]:[2001:db8::9]::128::ppp0:none",
    "ip=10.0.0.5:::24::eth0:none",
    "ip=10.0.0.5:::255.255.240.0::bond0.7:none",
    "ip=192.168.50.101::192.168.50.1:255.255.255.0:iscsi-1:lan0:off",
    "ip=10.0.0.5::10.0.0.1:24:host.example:" + DASH + ":none",
    "ip=:::::eth0:dhcp",
    "ip=::::host:eth0:dhcp6",
    "ip=::::host::dhcp",
    "ip=:::::eth0:ibft",
    "ip=:::::eth0:dhcp:1400",
    "ip=10.0.0.5 netmask=255.255.255.0",
    "ip=10.0.0.5 gateway=10.0.0.1 netmask=255.255.0.0 hostname=h mtu=1400 "
    "ksdevice=eth1",
    "ip=10.0.0.5 netmask=255.255.255.0 ksdevice=bootif BOOTIF=01-" + DASH,
    "ip=10.0.0.5 netmask=255.255.255.0 ksdevice=link",
    "rd.route=192.168.200.0/24:192.168.100.222:ens10",
    "rd.route=192.168.200.0/24:192.168.100.222",
    "rd.route=192.168.200.0/24::ens10",
    "rd.route=[2001:DB8:3::/48]:[2001:DB8:2::1]:ens10",
    "rd.route=[2001:DB8:3::/48]:[2001:DB8:2::1]",
    "rd.route=default:10.0.0.1",
    "ifname=boot:" + MAC,
    "ifname=boot:52:54:00:AB:CD:EF",
]

SAME_METHOD = {"on": "dhcp", "any": "dhcp", "off": "none"}


def blocks(command):
    """The variables of each line, as a dictionary."""
    text = subprocess.run(
        command, input="\n".join(LINES) + "\n", text=True, check=True,
        stdout=subprocess.PIPE, timeout=60).stdout
    return [dict(line.split("=", 1) for line in block.splitlines())
            for block in text.split("\n\n")[:-1]]


def mac(text):
    """A MAC address as we write it; other text as it is."""
    if len(text) == 17 and text.count("-") + text.count(":") == 5:
        return text.replace("-", ":").lower()
    return text


def normal(theirs):
    """dracut's variables, which are text as it was given, with addresses,
    masks and words as we write them."""
    out = dict(theirs)
    for name in ("ip", "srv", "gw", "dns1", "dns2", "route_gw"):
        if name in out:
            out[name] = str(ipaddress.ip_address(out[name]))
    if "." in out.get("mask", ""):
        network = ipaddress.ip_network("0.0.0.0/" + out["mask"])
        out["mask"] = str(network.prefixlen)
    if out.get("route_mask", "default") != "default":
        out["route_mask"] = str(ipaddress.ip_network(out["route_mask"]))
    for name in ("dev", "macaddr", "ifname_mac"):
        if name in out:
            out[name] = mac(out[name])
    if "autoconf" in out:
        words = [SAME_METHOD.get(word, word)
                 for word in out["autoconf"].split(",")]
        # What has an address is static.
        out["autoconf"] = "static" if words == ["none"] and "ip" in out \
            else ",".join(words)
    if out.get("autoconf") == "ibft":
        # parse-ip-opts.sh passes such a word over.
        out = {"autoconf": "ibft"}
    return out


def main():
    """One line of output for each command line."""
    library = glob.glob("/usr/lib/dracut/modules.d/*/net-lib.sh")
    if not library:
        print("SKIP differential/ip_to_var (no dracut-network)")
        return 0
    theirs = blocks(["dash", os.path.join(HERE, "ip_to_var.sh"), library[0]])
    ours = blocks([SHOW])
    if not len(theirs) == len(ours) == len(LINES):
        print("FAIL differential/ip_to_var: %d and %d answers to %d lines" %
              (len(theirs), len(ours), len(LINES)))
        return 1
    failed = 0
    for line, their, our in zip(LINES, theirs, ours):
        want = normal(their)
        if our == want:
            print("PASS differential/%s" % line)
            continue
        failed = 1
        for name in sorted(set(want) | set(our)):
            if want.get(name) != our.get(name):
                print("  %s: dracut %s, we %s" %
                      (name, want.get(name), our.get(name)))
        print("FAIL differential/%s" % line)
    return failed


if __name__ == "__main__":
    sys.exit(main())
