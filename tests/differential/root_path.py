#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our reading of root paths beside dracut's, field by field, where dracut's is
right.  dracut's function is called under dash where the package dracut-network
has installed it; ours is the program's plan.  Needs root, for chroot."""

import glob
import ipaddress
import os
import subprocess
import sys

import ours

HERE = os.path.dirname(os.path.abspath(__file__))
IQN = "iqn.2026-11.test:t"
EUI = "eui.0123456789abcdef"
NAA = "naa.0123456789ABCDEF0123456789abcdef"

# What dracut gets wrong, or reads otherwise on purpose, is not here:
# - an '@' in a password ends the credentials, and what follows it up to the
#   next becomes part of the server;
# - %40 and the like in credentials stay as they are: dracut has no way to
#   write an '@' or a ':' there;
# - a name that holds ":iqn." (":eui.", ":naa.") is cut at the last of them,
#   as is one of another form;
# - ports are not looked at: "abc" and 99999 are taken, and so are LUNs, names
#   and a protocol other than 6;
# - an IPv6 address without brackets is taken apart;
# - a credential that is empty, or three of them, are taken;
# - where fields are missing the shell itself ends ("can't shift that many");
# - a name of no known form loses a colon at its end, and with an interface,
#   a network device and a LUN before it, it is one to dracut and an error to
#   us: where such a name begins cannot be known.
PATHS = [
    "192.168.50.1::::" + IQN,
    "192.168.50.1:6:::" + IQN,
    "192.168.50.1::3260::" + IQN,
    "192.168.50.1::1::" + IQN,
    "192.168.50.1::65535::" + IQN,
    "192.168.50.1:::0:" + IQN,
    "192.168.50.1:::1:" + IQN,
    "192.168.50.1:6:3261:7:" + IQN,
    "192.168.50.1:::a:" + IQN,
    "192.168.50.1:::1f:" + IQN,
    "192.168.50.1:::4001-0-0-0:" + IQN,
    "192.168.50.1:::0002-0003-0004-0005:" + IQN,
    "192.168.50.1:::eth0::" + IQN,
    "192.168.50.1:::eth0:1:" + IQN,
    "192.168.50.1::3261:eth0.7:2:" + IQN,
    "192.168.50.1::3260:ifc:eth0:1:" + IQN,
    "192.168.50.1:::default:enp0s31f6::" + IQN,
    "192.168.50.1:::ifc::3:" + IQN,
    "192.168.50.1::::eth0:3:" + IQN,
    "[2001:DB8::1]::::" + IQN,
    "[2001:DB8:0:0::1]::3261:2:" + IQN,
    "[fe80::1]:::eth0:1:" + IQN,
    "[2001:db8::1]:6:3261:ifc:eth0:2:" + IQN,
    "storage::::" + IQN,
    "Storage-1.Example.org::3261:1:" + IQN,
    "user:password@192.168.50.1::::" + IQN,
    "user:password@192.168.50.1::3261:ifc:eth0:1:" + IQN,
    "user:password@[2001:db8::1]::::" + IQN,
    "user:password@storage.example::::" + IQN,
    "user:password:target:drowssap@192.168.50.1::::" + IQN,
    "user:password:target:drowssap@[2001:db8::1]::3261:eth0:2:" + IQN,
    "iqn.2026-11.test_u:pass%word!#$&'()+,-./;<=>^_{|}~@192.168.50.1:::1:" +
    IQN,
    "user name:pass word:target name:word pass@192.168.50.1::::" + IQN,
    "@192.168.50.1::3260::iqn.2026-11.test:di@sk",
    "192.168.50.1::3260::iqn.2026-11.test:di@sk",
    "user:password@192.168.50.1::3260::iqn.2026-11.test:di@sk",
    "user:password@storage.example::::iqn.2026-11.test:di@sk",
    "192.168.50.1::::iqn.2026-11.test",
    "192.168.50.1:::1:iqn.2026-11.test:a:b::c:1:2:3",
    "192.168.50.1:::1:iqn.2026-11.test:a:",
    "192.168.50.1:::1:iqn.2026-11.test:Group/Disk_1",
    "192.168.50.1:::eth0:1:iqn.2026-11.test:3:eui.x:naa.y",
    "[2001:db8::1]:::1:iqn.2026-11.test:a]:b",
    "192.168.50.1::::" + EUI,
    "192.168.50.1::3261:eth0:1:" + EUI,
    "192.168.50.1:::1:" + NAA,
    "user:password@192.168.50.1:::ifc:eth0:1:" + NAA,
    "192.168.50.1::::plainname:of:parts",
    "user:password@192.168.50.1::3261:2:plainname",
    "192.168.50.1::3261:2:IQN.2026-11.TEST:T",
]

THEIR_NAMES = {
    "iscsi_target_ip": "server", "iscsi_target_port": "port",
    "iscsi_lun": "lun", "iscsi_iface_name": "iface",
    "iscsi_netdev_name": "netdev", "iscsi_target_name": "name",
    "iscsi_username": "user", "iscsi_password": "password",
    "iscsi_in_username": "in_user", "iscsi_in_password": "in_password",
}
OUR_NAMES = {"iface": "iface", "netdev": "netdev", "name": "name",
             "secret": "password", "reverse_secret": "in_password"}


def lun(text):
    """A LUN of RFC 4173 as the plan has it: a number where it is one."""
    groups = [int(group, 16) for group in text.split("-")]
    groups += [0] * (4 - len(groups))
    if groups[0] < 0x100 and not any(groups[1:]):
        return groups[0]
    if groups[0] >> 14 == 1 and not any(groups[1:]):
        return groups[0] & 0x3fff
    return "".join(f"{group:04x}" for group in groups)


def normal(lines):
    """dracut's variables, which are text as it was given, with the address,
    the port and the LUN as we write them, and what is empty as it is used."""
    variables = dict(line.split("=", 1) for line in lines)
    out = {THEIR_NAMES.get(key, key): value
           for key, value in variables.items()}
    if ":" in out.get("server", ""):
        out["server"] = str(ipaddress.ip_address(out["server"]))
    out["port"] = int(out.get("port", "3260"))
    out["lun"] = lun(out.get("lun", "0"))
    return out


def fields(plan):
    """The same of our plan."""
    targets = plan.get("targets", [])
    if len(targets) != 1 or len(targets[0]["portals"]) != 1:
        return {"error": plan.get("error", f"{len(targets)} targets")}
    target, = targets
    out = {their: target[our] for our, their in OUR_NAMES.items()
           if our in target}
    out["server"] = target["portals"][0]["address"]
    out["port"] = target["portals"][0]["port"]
    out["lun"] = target.get("lun", 0)
    for our, their in ("name", "user"), ("reverse_name", "in_user"):
        if our in target["auth"]:
            out[their] = target["auth"][our]
    return out


def machine(path):
    """The files of a machine that boots from there."""
    line = ("rd.iscsi.initiator=iqn.2026-11.test:node1 "
            f'"netroot=iscsi:{path}"\n')
    return {"/proc/cmdline": line.encode()}


def main():
    """One line of output for each root path."""
    library = glob.glob("/usr/lib/dracut/modules.d/*/net-lib.sh")
    if not library or os.geteuid():
        print("SKIP differential/parse_iscsi_root (%s)" %
              ("chroot needs root" if library else "no dracut-network"))
        return 0
    theirs = ours.blocks(subprocess.run(
        ["dash", os.path.join(HERE, "parse_iscsi_root.sh"), library[0]],
        input="".join(f"iscsi:{path}\n" for path in PATHS).encode(),
        check=True, stdout=subprocess.PIPE, timeout=60).stdout)
    with ours.Machines([machine(path) for path in PATHS]) as machines:
        plans = machines.plans()
    same = [ours.judge(f"iscsi:{path}", "dracut", normal(their), fields(plan))
            for path, their, plan in zip(PATHS, theirs, plans, strict=True)]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
