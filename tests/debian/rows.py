# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows: a Debian disk, an initramfs, a command line, and what is seen.

    image    one of initrd.MAKERS
    disk     one of disk.DISKS: who manages the network of the booted system
    cmdline  of the kernel, besides root=LABEL=root
    boots    for each boot the words of check.sh, one after the other; the last
             one ends it.  After each the file system has to be clean
    nics, target, dhcp, ibft  as in tests/boots/parts.py
    vlan     the NIC's frames have this tag on the wire
    see      regular expressions: each must be on the console of every boot
    first    the same, for the first boot only
    never    none of these in any boot
    next     what lies on the disk under this name is the image of later boots
    restart  the target is started anew when this is on the console
    tell     the first such line of each boot stands behind the result
    rest     True: only in "make test-all"
"""

import re

import parts

NODE = "iqn.2026-11.test:node1"
NAME = "iqn.2026-11.test:debian"
SECRET, REVERSE = "a-secret-of-18-by", "another-of-18-byt"

IP = "ip=192.168.50.101:::255.255.255.0::eth0:off"
IP1 = "ip=192.168.51.101:::255.255.255.0::eth1:off"
I = f"rd.iscsi.initiator={NODE}"
AT = f"netroot=iscsi:192.168.50.1::::{NAME}"
STATIC = f"{AT} {IP} {I}"
AT6 = f"netroot=iscsi:[fd00:50::1]::::{NAME}"
DHCP = f"netroot=dhcp ip=dhcp {I}"
PATH = f"iscsi:192.168.50.1:::1:{NAME}"
TARGET = {"iqn": NAME, "address": "192.168.50.1"}
CHAP = {"user": "boot-user", "password": SECRET}
MUTUAL = CHAP | {"reverse_user": "target", "reverse_password": REVERSE}
WITH_CHAP = f"rd.iscsi.username=boot-user rd.iscsi.password={SECRET}"
WITH_MUTUAL = (f"{WITH_CHAP} rd.iscsi.in.username=target "
               f"rd.iscsi.in.password={REVERSE}")
NIC = {"mac": "52:54:00:12:34:00", "ip": "192.168.50.101", "prefix": 24}


def table(account):
    """An iBFT of this machine, with an account or without."""
    return {"initiator": NODE, "nic": [NIC],
            "target": [{"ip": "192.168.50.1", "name": NAME} | {
                ours: account[theirs] for ours, theirs in (
                    ("chap_name", "user"), ("chap_secret", "password"),
                    ("reverse_name", "reverse_user"),
                    ("reverse_secret", "reverse_password"))
                if theirs in account}]}


# Root on the disk, nothing failed, a session that iscsid does not drop.
BOOTED = [r"ROOT findmnt /dev/sd[ab] ext4 rw", r"ROOT session .*LOGGED_IN",
          rf"ROOT iscsiadm tcp: \[1\] 192.168.50.1:3260,1 {NAME}"]
KEPT = [r"ROOT session .*LOGGED_IN -1 ", r"ROOT port kept: \d",
        r"ROOT status session 1: .* up"]
DROPPED = [r"ROOT session .*LOGGED_IN [1-9]", r"ROOT port changed: \d+  ?to \d",
           r"ROOT iscsid log .*operational"]
NEVER = [r"ROOT failed", r"ROOT root BAD", r"EXT4-fs error", r"I/O error",
         r"ROOT port changed"]

DEFAULTS = parts.DEFAULTS | {
    "disk": "none", "boots": ["show,reboot"], "target": [TARGET],
    "next": None, "restart": None, "see": BOOTED + KEPT, "first": [], "never": NEVER,
    "tell": r"ROOT uptime", "end": r"^(?!)", "deadline": 900, "rest": True,
}


def session(portal):
    """What iscsiadm shows of it."""
    return [rf"ROOT iscsiadm tcp: \[\d\] {re.escape(portal)}:3260,1 {NAME}"]


def restarts(*units):
    """These services restart."""
    return {"boots": ["show,restarts,reboot"],
            "first": [rf"restarted {unit}: status 0, active" for unit in units]}


def all_there_is():
    """Restarts, another target and back, and a second boot."""
    row = restarts("iscsid", "open-iscsi")
    return {"boots": ["show,restarts,rescue,show,reboot", "show,poweroff"],
            "first": [*row["first"], r"ROOT rescue.target active",
                      r"ROOT multi-user.target active"]}


ROWS = {
    # dracut with systemd in the initramfs; how each manager lives with it.
    "dracut-static": {
        "image": "dracut", "cmdline": STATIC, **all_there_is()},
    # The keeper outlives every other process.
    "dracut-late-loss": {
        "image": "dracut", "cmdline": STATIC, "boots": ["show,reboot"],
        "restart": "Returning to initrd",
        "see": BOOTED + KEPT + [r"Returning to initrd(.*\n)+.*session 1 is back after",
                                r"Unmounted /oldroot"]},
    "dracut-static-nokeep": {
        "image": "dracut", "cmdline": f"{STATIC} rd.iscsi.keep=0",
        **restarts("iscsid", "open-iscsi"), "see": BOOTED + DROPPED,
        "never": NEVER[:-1]},
    "dracut-static-networkd": {
        "image": "dracut", "disk": "networkd", "cmdline": STATIC,
        **restarts("systemd-networkd")},
    "dracut-static-networkmanager": {
        "image": "dracut", "disk": "networkmanager", "cmdline": STATIC,
        **restarts("NetworkManager")},
    "dracut-static-ifupdown": {
        "image": "dracut", "disk": "ifupdown", "cmdline": STATIC,
        **restarts("networking")},
    "dracut-dhcp-networkd": {
        "image": "dracut", "disk": "networkd", "cmdline": DHCP, "dhcp": PATH,
        **restarts("systemd-networkd")},
    "dracut-dhcp-networkmanager": {
        "image": "dracut", "disk": "networkmanager", "cmdline": DHCP,
        "dhcp": PATH, **restarts("NetworkManager")},
    "dracut-dhcp-ifupdown": {
        "image": "dracut", "disk": "ifupdown", "cmdline": DHCP,
        "dhcp": PATH, **restarts("networking")},
    "dracut-ibft-chap": {
        "image": "dracut", "cmdline": "", "target": [TARGET | CHAP],
        "ibft": table(CHAP)},
    "dracut-ibft-mutual": {
        "image": "dracut", "cmdline": "", "target": [TARGET | MUTUAL],
        "ibft": table(MUTUAL)},
    "dracut-static-mutual": {
        "image": "dracut", "cmdline": f"{STATIC} {WITH_MUTUAL}",
        "target": [TARGET | MUTUAL]},
    "dracut-dhcp-chap": {
        "image": "dracut", "cmdline": f"{DHCP} {WITH_CHAP}", "dhcp": PATH,
        "target": [TARGET | CHAP]},
    "dracut-ipv6": {
        "image": "dracut", "disk": "networkd",
        "cmdline": f"{AT6} ip=[fd00:50::101]:::64::eth0:off {I}",
        "target": [TARGET | {"address": "[fd00:50::1]"}],
        "see": BOOTED[:2] + KEPT + session("[fd00:50::1]"),
        **restarts("systemd-networkd")},
    "dracut-vlan": {
        "image": "dracut", "disk": "networkd", "vlan": 5,
        "cmdline": f"{AT} vlan=eth0.5:eth0 {IP.replace('eth0', 'eth0.5')} {I}",
        **restarts("systemd-networkd")},
    "dracut-two-nics": {
        "image": "dracut", "nics": 2, "cmdline":
        f"{STATIC} netroot=iscsi:192.168.51.1::::{NAME}1 {IP1}",
        "target": [TARGET, {"iqn": f"{NAME}1", "address": "192.168.51.1"}],
        "see": [*BOOTED[:2], *KEPT, *session("192.168.50.1"),
                r"ROOT status session 2: .* up"]},
    # Without systemd in it.
    "plain-static": {
        "image": "dracut-plain", "cmdline": STATIC, **all_there_is()},
    "plain-dhcp-mutual": {
        "image": "dracut-plain", "cmdline": f"{DHCP} {WITH_MUTUAL}",
        "dhcp": PATH, "target": [TARGET | MUTUAL]},
    "plain-ibft": {
        "image": "dracut-plain", "cmdline": "", "ibft": table({})},
    # The network by dracut's own module.  systemd's generator has run in the
    # initramfs, and fails in the booted system where its files are in the way.
    "networkd-dhcp": {
        "image": "dracut-networkd", "disk": "networkd", "cmdline": DHCP,
        "dhcp": PATH, **restarts("systemd-networkd"),
        "never": [r"ROOT failed (?!systemd-network-generator)", *NEVER[1:]]},
    # Debian's own initramfs, in which udev gives NICs their other names.
    "initramfs-tools-static": {
        "image": "initramfs-tools", "cmdline": f"{STATIC} net.ifnames=0",
        **all_there_is()},
    # An image with the drivers of this machine alone.
    "initramfs-tools-dep": {
        "image": "initramfs-tools", "disk": "initramfs-tools",
        "cmdline": f"{STATIC} net.ifnames=0", "next": "/boot/initrd.next",
        "boots": ["show,mkinitrd,reboot", "show,poweroff"],
        "never": [r"ROOT mkinitramfs", *NEVER]},
    "initramfs-tools-words-chap": {
        "image": "initramfs-tools", "disk": "ifupdown", "cmdline":
        f"{IP} iscsi_initiator={NODE} "
        f"iscsi_target_name={NAME} iscsi_target_ip=192.168.50.1 "
        f"iscsi_target_port=3260 iscsi_target_group=1 net.ifnames=0 "
        f"iscsi_username=boot-user iscsi_password={SECRET}",
        "target": [TARGET | CHAP], **restarts("networking")},
    "initramfs-tools-dhcp-networkd": {
        "image": "initramfs-tools", "disk": "networkd", "dhcp": PATH,
        "cmdline": DHCP, **restarts("systemd-networkd")},
    "initramfs-tools-ibft-mutual": {
        "image": "initramfs-tools", "disk": "networkmanager", "cmdline": "",
        "target": [TARGET | MUTUAL], "ibft": table(MUTUAL),
        **restarts("NetworkManager")},
    "plain-words": {
        "image": "dracut-plain", "cmdline":
        f"{IP} iscsi_initiator={NODE} iscsi_target_name={NAME} "
        "iscsi_target_ip=192.168.50.1"},
    # initramfs/.
    "own-static": {
        "image": "own", "cmdline": STATIC, **all_there_is()},
    "own-static-nokeep": {
        "image": "own", "cmdline": f"{STATIC} rd.iscsi.keep=0",
        "see": BOOTED + DROPPED, "never": NEVER[:-1]},
    "own-dhcp-networkmanager": {
        "image": "own", "disk": "networkmanager", "cmdline": DHCP,
        "dhcp": PATH, **restarts("NetworkManager")},
    "own-dhcp-ifupdown-chap": {
        "image": "own", "disk": "ifupdown", "cmdline": f"{DHCP} {WITH_CHAP}",
        "dhcp": PATH, "target": [TARGET | CHAP], **restarts("networking")},
    "own-ibft-mutual": {
        "image": "own", "disk": "networkd", "cmdline": "",
        "target": [TARGET | MUTUAL], "ibft": table(MUTUAL),
        **restarts("systemd-networkd")},
    "own-ipv6": {
        "image": "own",
        "cmdline": f"{AT6} ip=[fd00:50::101]:::64::eth0:off {I}",
        "target": [TARGET | {"address": "[fd00:50::1]"}],
        "see": BOOTED[:2] + KEPT + session("[fd00:50::1]")},
    "own-vlan": {
        "image": "own", "vlan": 5, "cmdline":
        f"{AT} vlan=eth0.5:eth0 {IP.replace('eth0', 'eth0.5')} {I}"},
}

# In "make test": one for each way.
DAILY = ("dracut-dhcp-networkd", "own-static")
for _name, _row in ROWS.items():
    _row.setdefault("rest", _name not in DAILY)
