# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows: what machine, what command line, and what its console must show;
their keys are in tests/boots/parts.py."""

import parts
from parts import (CHAP0, NAME, NICS, NODE, SECRET, TABLE, TARGET0,  # noqa: F401
                   TARGET1)

IP0 = "ip=192.168.50.101::192.168.50.1:255.255.255.0:iscsi-1:lan0:off"
IP1 = "ip=192.168.51.101::192.168.51.1:255.255.255.0:iscsi-1:lan1:off"
T0 = f"netroot=iscsi:192.168.50.1::::{NAME}0"
T1 = f"netroot=iscsi:192.168.51.1::::{NAME}1"
I = f"rd.iscsi.initiator={NODE}"
STATIC = f"root=LABEL=singleroot {T0} {IP0} {NICS} {I}"
CHAP = f"rd.iscsi.username=boot-user rd.iscsi.password={SECRET}"

ON0 = [r"^ROOT mount /dev/(sd[ab]|root) ext4", rf"^ROOT session {NAME}0 LOGGED_IN",
       r"^ROOT need_shutdown", r"^ROOT keeper"]
SHELL = r"Dropping to debug shell|Entering emergency mode"
# No account, and the target asks for one.
REFUSED = r"cannot boot from iSCSI: login: 192.168.50.1:3260: .*authent"
# The first thing that a login does.
BEGIN = r"iscsi: registered transport \(tcp\)"

DEFAULTS = parts.DEFAULTS | {
    "end": r"^ROOT end|" + SHELL, "never": [r"^ROOT left"]}


def failed(sentence):
    """What a boot that cannot go on has to look like."""
    return {"see": [sentence, SHELL], "tell": r"cannot boot from iSCSI|FATAL",
            "never": [r"^ROOT", r"Could not boot\."]}


ROWS = {
    "legacy-static": {
        "image": "legacy", "cmdline": STATIC, "see": ON0},
    "legacy-dhcp": {
        "image": "legacy", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "cmdline": f"root=/dev/root netroot=dhcp ip=lan0:dhcp {NICS} {I}",
        "see": ON0},
    "legacy-root-dhcp": {
        "image": "legacy", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "cmdline": f"root=dhcp {I}", "see": ON0, "rest": True},
    "legacy-ibft": {
        "image": "legacy", "ibft": TABLE, "see": ON0,
        "cmdline": "root=LABEL=singleroot rd.iscsi.ibft=1 rd.iscsi.firmware=1"},
    "legacy-two": {
        "image": "legacy", "nics": 2, "target": [TARGET0, TARGET1],
        "cmdline": f"{STATIC} {T1} {IP1}",
        "see": [*ON0, rf"^ROOT session {NAME}1 LOGGED_IN"]},
    "legacy-dead-second": {
        "image": "legacy", "nics": 2, "cmdline": f"{STATIC} {T1} {IP1}",
        "see": ON0, "within": [(r"logged in to", r"^ROOT end", 60)]},
    "legacy-dhcp-refused": {
        "image": "legacy", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "target": [CHAP0], **failed(REFUSED),
        "cmdline": f"root=/dev/root netroot=dhcp ip=lan0:dhcp {NICS} {I}"},
    "legacy-garbage": {
        "image": "legacy", "dhcp": "iscsi:192.168.50.1:::x:nonsense",
        "cmdline": f"root=/dev/root netroot=dhcp ip=lan0:dhcp {NICS} {I}",
        **failed(r"cannot boot from iSCSI: .*root path")},
    # dracut gives up of itself when rd.retry is over.
    "legacy-no-carrier": {
        "image": "legacy", "cable": False, "cmdline": f"{STATIC} rd.retry=10",
        **failed("cannot boot from iSCSI: .*")},
    "legacy-other-root": {
        "image": "legacy", "cmdline":
        f"{STATIC.replace('singleroot', 'another')} rd.retry=10",
        **failed(r"Could not boot\."), "never": [r"^ROOT"]},
    "stock-static": {
        "image": "stock", "cmdline": STATIC, "see": ON0[:2], "never": [],
        "rest": True},
    "alone-static": {
        "image": "alone", "cmdline": STATIC, "see": ON0},
    "alone-root-iscsi": {
        "image": "alone", "see": ON0, "cmdline":
        f"root=iscsi:192.168.50.1::::{NAME}0 {IP0} {NICS} {I}"},
    "alone-chap": {
        "image": "alone", "target": [CHAP0],
        "cmdline": f"{STATIC} {CHAP} test.hostonly",
        "see": [*ON0, r"^ROOT check 0", rf"^ROOT words {T0.replace('::::', '::3260:1:')}$",
                rf"^ROOT words {I}$", r"^ROOT words ifname=.*ip=192.168.50.101"],
        "never": [r"^ROOT left", f"ROOT words.*{SECRET}"]},
    "alone-wrong-secret": {
        "image": "alone", "target": [CHAP0],
        "cmdline": f"{STATIC} {CHAP}x", **failed("cannot boot from iSCSI: .*"),
        "within": [(BEGIN, "cannot boot from iSCSI", 15)]},
    "alone-nokeep": {
        "image": "alone", "cmdline": f"{STATIC} rd.iscsi.keep=0",
        "see": ON0[:3] + ["dracut: .*--no-keep"],
        "never": ["^ROOT (left|keeper)"]},
    "alone-dead": {
        "image": "alone", "target": [],
        "cmdline": f"{STATIC} rd.retry=10", **failed("cannot boot from iSCSI: .*"),
        "within": [(BEGIN, "cannot boot from iSCSI", 20)]},
    # To leave the shell tries again, and has as long each time.
    "alone-again": {
        "image": "alone", "target": [], "cmdline": f"{STATIC} rd.retry=3",
        **failed(r"# shell 6$"), "end": r"# shell 6$|Could not boot\.", "type": (
            SHELL, "for n in 1 2 3 4 5 6; do [ -e /$n ] || break; done; : > /$n; "
            "echo shell $n; exit\n")},
    "alone-no-carrier": {
        "image": "alone", "cable": False, "cmdline": f"{STATIC} rd.retry=10",
        **failed("cannot boot from iSCSI: .*no carrier"),
        "within": [(BEGIN, "cannot boot from iSCSI", 20)]},
    "alone-ibft": {
        "image": "alone", "ibft": TABLE, "see": ON0,
        "cmdline": "root=LABEL=singleroot"},
    "alone-wrong-line": {
        "image": "alone", "target": [], "cmdline":
        f"root=LABEL=singleroot netroot=iscsi:192.168.50.1::99999::{NAME}0",
        **failed("FATAL.*port 99999"), "end": SHELL + "|Kernel panic"},
    "alone-dhcp": {
        "image": "alone", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "cmdline": f"root=dhcp ip=dhcp {I}", "see": ON0},
    "alone-dhcp-refused": {
        "image": "alone", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "target": [CHAP0], "cmdline": f"root=dhcp ip=dhcp {I}",
        **failed(REFUSED)},
    "alone-nothing": {
        "image": "alone", "target": [], "local": True,
        "cmdline": "root=LABEL=singleroot test.hostonly",
        "see": [r"^ROOT mount /dev/vda", r"^ROOT check 255"],
        "never": ["iscsistart", "^ROOT words"]},
    "systemd-static": {
        "image": "systemd", "cmdline": STATIC, "see": ON0, "rest": True},
    "systemd-wrong-line": {
        "image": "systemd", "target": [], "rest": True, "cmdline":
        f"root=LABEL=singleroot netroot=iscsi:192.168.50.1::99999::{NAME}0",
        **failed(""), "see": ["FATAL.*port 99999"], "tell": "FATAL",
        # dracut's die() halts, with systemd, unless rd.shell is given; dracut-ng's
        # switches off.
        "end": "reboot: (System halted|Power down)"},
    "networkmanager-static": {
        "image": "networkmanager", "cmdline": STATIC, "see": ON0,
        "rest": True},
    "networkd-root-dhcp": {
        "image": "networkd", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "cmdline": f"root=dhcp ip=dhcp {I}", "see": ON0, "rest": True},
    "networkd-static": {
        "image": "networkd", "cmdline": STATIC, "see": ON0},
    "networkd-dhcp": {
        "image": "networkd", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "cmdline": f"root=/dev/root netroot=dhcp ip=lan0:dhcp {NICS} {I}",
        "see": ON0},
    "networkd-dhcp-refused": {
        "image": "networkd", "dhcp": f"iscsi:192.168.50.1:::1:{NAME}0",
        "target": [CHAP0], **failed(REFUSED),
        "cmdline": f"root=/dev/root netroot=dhcp ip=lan0:dhcp {NICS} {I}"},
    "networkd-root-iscsi": {
        "image": "networkd", "see": ON0, "rest": True, "cmdline":
        f"root=iscsi:192.168.50.1::::{NAME}0 {IP0} {NICS} {I}"},
    "networkd-no-carrier": {
        "image": "networkd", "cable": False, "cmdline": f"{STATIC} rd.retry=10",
        **failed("cannot boot from iSCSI: .*")},
    "networkd-wrong-secret": {
        "image": "networkd", "target": [CHAP0],
        "cmdline": f"{STATIC} {CHAP}x",
        **failed("cannot boot from iSCSI: .*")},
}

# In "make test": one row for each way through the module.
DAILY = ("legacy-dhcp", "alone-chap", "alone-wrong-secret", "networkd-static")
for _name, _row in ROWS.items():
    _row.setdefault("rest", _name not in DAILY)
