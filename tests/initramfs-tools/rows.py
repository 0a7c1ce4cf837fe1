# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows: what machine, what command line, and what its console must show;
their keys are in tests/boots/parts.py."""

import parts
from parts import CHAP0, NAME, NICS, NODE, REVERSE_SECRET, SECRET, TABLE, TARGET0
from parts import TARGET1

ROOT = "root=LABEL=singleroot"
# klibc's form, of which the network device may be left out.
IP0 = "ip=192.168.50.101::192.168.50.1:255.255.255.0:iscsi-1::none"
T0 = f"iscsi_target_name={NAME}0 iscsi_target_ip=192.168.50.1"
STATIC = f"{ROOT} {T0} {IP0}"
MUTUAL0 = CHAP0 | {"reverse_user": "the-target",
                   "reverse_password": REVERSE_SECRET}

TWO = " ".join(
    [NICS, *(f"netroot=iscsi:192.168.{50 + n}.1:::lan{n}:1:{NAME}{n} "
             f"ip=192.168.{50 + n}.101:::255.255.255.0::lan{n}:none"
             for n in range(2))])
VLAN_TABLE = {
    "initiator": NODE,
    "nic": [TABLE["nic"][0] | {"ip": "192.168.60.101", "vlan": 5}],
    "target": [{"ip": "192.168.60.1", "name": f"{NAME}0"}]}

ON0 = [r"^ROOT mount /dev/sd[ab] ext4",
       rf"^ROOT session {NAME}0 LOGGED_IN {NODE}"]
# Who brings the disk back, and the one line of the boot's log that says so.
KEPT = [r"keeps 1 session", r"^ROOT keeper"]
# What the kernel says of each session.
LOGIN = r"iSCSI Initiator over TCP/IP"
ONCE = {"see": ON0 + KEPT, "count": [(LOGIN, 1)]}
SHELL = r"\(initramfs\)|built-in shell \(ash\)"
# What our script makes the kernel say first.
BEGIN = "No iBFT detected"

DEFAULTS = parts.DEFAULTS | {"end": r"^ROOT end|" + SHELL,
                             "never": [r"^ROOT left"]}


def failed(sentence, seconds):
    """What a boot that cannot go on has to look like."""
    return {"see": ["cannot boot from iSCSI: .*" + sentence, SHELL],
            "never": [r"^ROOT"], "panic": "", "tell": "cannot boot from iSCSI",
            "within": [(BEGIN, "cannot boot from iSCSI", seconds)]}


ROWS = {
    "static": {"image": "ours", "cmdline": STATIC, **ONCE},
    "file": {
        "image": "file", "target": [CHAP0], "cmdline": f"{ROOT} {IP0}", **ONCE},
    "root-iscsi": {
        "image": "ours", **ONCE, "cmdline":
        f"root=iscsi:192.168.50.1::::{NAME}0 {IP0}"},
    "root-iscsi-and-label": {
        "image": "ours", **ONCE, "local": True, "cmdline":
        f"root=iscsi:192.168.50.1::::{NAME}0 root=/dev/sda {IP0}"},
    "root-path": {
        "image": "ours", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0", **ONCE,
        "cmdline": "root=iscsi: ip=dhcp"},
    # Another's script wants the network before ours or after it.
    "network-before": {
        "image": "ours", "dhcp": "", **ONCE,
        "cmdline": f"{ROOT} {T0} ip=dhcp test.network=init",
        "see": [*ON0, r"^NETWORK ens2 192\.168\.50\.1"],
        "never": ["iscsistart: nic"]},
    "network-after": {
        "image": "ours", "dhcp": "", **ONCE,
        "cmdline": f"{ROOT} {T0} ip=dhcp test.network=local",
        "see": [*ON0, r"^NETWORK ens2 192\.168\.50\.1"],
        "never": ["^IP-Config", "iscsistart: nic: no NIC"]},
    "root-dhcp": {
        "image": "ours", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0", **ONCE,
        "cmdline": "root=dhcp"},
    "auto": {
        "image": "ours", "ibft": TABLE, "cmdline": f"{ROOT} iscsi_auto",
        **ONCE},
    "auto-nothing": {
        "image": "ours", "target": [], "local": True,
        "cmdline": f"{ROOT} iscsi_auto ip=dhcp",
        "see": [r"^ROOT mount /dev/vda"], "never": ["iscsistart: nic", LOGIN],
        "within": [(BEGIN, "EXT4-fs .* mounted", 25)]},
    "nothing": {
        "image": "ours", "target": [], "local": True, "cmdline": f"{ROOT} ip=dhcp",
        "see": [r"^ROOT mount /dev/vda"], "never": ["iscsistart"],
        "within": [(BEGIN, "EXT4-fs .* mounted", 25)]},
    # The shell comes after half a minute, of which we have no part.
    "missing": {
        "image": "ours", "target": [], "cmdline": "root=LABEL=another",
        "panic": "", "see": [SHELL], "never": [r"^ROOT", "iscsistart"]},
    "chap": {
        "image": "ours", "target": [CHAP0], **ONCE, "cmdline":
        f"{STATIC} iscsi_username=boot-user iscsi_password={SECRET}"},
    "mutual-chap": {
        "image": "secrets", "target": [MUTUAL0], "cmdline": STATIC, **ONCE},
    "ipv6": {
        "image": "ours", "target": [TARGET0 | {"address": "[fd00:50::1]"}],
        **ONCE, "cmdline":
        f"{ROOT} iscsi_target_name={NAME}0 iscsi_target_ip=[fd00:50::1] "
        "ip=[fd00:50::101]:::64::ens2:none"},
    "vlan": {
        "image": "ours", "nics": 0, "vlan": 5, "ibft": VLAN_TABLE,
        "target": [TARGET0 | {"address": "192.168.60.1"}],
        "cmdline": f"{ROOT} iscsi_auto", **ONCE},
    # The second target has the root; its path comes late.
    "two": {
        "image": "ours", "nics": 2, "cmdline": f"{ROOT} {TWO}",
        "target": [TARGET0 | {"root": False},
                   TARGET1 | {"root": True, "late": "Waiting for root"}],
        "see": [*ON0, rf"^ROOT session {NAME}1 LOGGED_IN {NODE}"],
        "count": [(LOGIN, 2)]},
    "two-paths": {
        "image": "ours", "nics": 2, "target": [TARGET0], "see": ON0,
        "cmdline": f"{ROOT} {TWO.replace('target1', 'target0')}"},
    # initramfs.conf says the NIC and its address, klibc's shell runs it all.
    "klibc": {
        "image": "klibc", "nics": 2, **ONCE, "target":
        [TARGET0 | {"address": "192.168.51.1"}], "cmdline":
        f"{ROOT} iscsi_target_name={NAME}0 iscsi_target_ip=192.168.51.1"},
    "hand-over": {
        "image": "ours", "cmdline": f"{STATIC} iscsi_keep=0",
        "see": [*ON0, "the session is left to iscsid"],
        "never": ["keeps 1 session", "^ROOT (left|keeper)"]},
    "both": {"image": "both", "cmdline": STATIC, **ONCE},
    "debian-static": {"image": "debian", "cmdline": STATIC, "see": ON0},
    "no": {
        "image": "no", "local": True, "cmdline": STATIC,
        "see": [r"^ROOT mount /dev/vda"], "never": [LOGIN]},
    "dead-but-local": {
        "image": "ours", "target": [], "local": True,
        "cmdline": f"{STATIC} rootdelay=20",
        "see": ["Warning: no iSCSI disk is used: .*",
                r"^ROOT mount /dev/vda"]},
    "wrong-secret": {
        "image": "ours", "target": [CHAP0], "cmdline":
        f"{STATIC} iscsi_username=boot-user iscsi_password={SECRET}x",
        **failed("authentication failed", 15)},
    "dead": {
        "image": "ours", "target": [], "cmdline": f"{STATIC} rootdelay=20",
        **failed("connection refused", 40)},
    # To leave the shell tries again; the target is there by then.
    "again": {
        "image": "ours", "target": [TARGET0 | {"late": "built-in shell"}],
        "cmdline": f"{STATIC} rootdelay=10", "panic": "",
        "type": ("built-in shell", "exit\n"), "end": "^ROOT end",
        "see": [*ON0, *KEPT, "cannot boot from iSCSI: "]},
    "no-carrier": {
        "image": "ours", "cable": False, "cmdline": f"{STATIC} rootdelay=20",
        **failed("carrier", 40)},
    "garbage": {
        "image": "ours", "dhcp": "iscsi:192.168.50.1:::x:nonsense",
        "cmdline": "root=dhcp", **failed("root path", 30)},
    "dhcp-refused": {
        "image": "ours", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "target": [CHAP0], "cmdline": "root=dhcp", **failed("authent", 15)},
    "wrong-line": {
        "image": "ours", "target": [], "cmdline":
        f"{ROOT} iscsi_target_name={NAME}0 iscsi_target_ip=192.168.50.300",
        **failed("192.168.50.300", 15), "within": []},
}

# In "make test": one row for each way through the scripts.
DAILY = ("root-path", "auto", "both", "wrong-secret")
for _name, _row in ROWS.items():
    _row.setdefault("rest", _name not in DAILY)
