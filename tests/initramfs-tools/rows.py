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

ON0 = [r"^ROOT mount /dev/sd[ab] ext4",
       rf"^ROOT session {NAME}0 LOGGED_IN {NODE}"]
# Who brings the disk back, and the one line of the boot's log that says so.
KEPT = [r"keeps 1 session", r"^ROOT left iscsistart"]
# What the kernel says of each session.
LOGIN = r"iSCSI Initiator over TCP/IP"
ONCE = {"see": ON0 + KEPT, "count": [(LOGIN, 1)]}
SHELL = r"\(initramfs\)|built-in shell \(ash\)"
# Where our script begins.
BEGIN = r"Running /scripts/local-top|registered transport"

DEFAULTS = parts.DEFAULTS | {"end": r"^ROOT end|" + SHELL}


def failed(sentence, seconds):
    """What a boot that cannot go on has to look like."""
    return {"see": ["cannot boot from iSCSI: .*" + sentence, SHELL],
            "never": [r"^ROOT"], "panic": "", "tell": "cannot boot from iSCSI",
            "within": [(BEGIN, "cannot boot from iSCSI", seconds)]}


ROWS = {
    "static": {"image": "ours", "cmdline": STATIC, **ONCE},
}

# In "make test": one row for each way through the scripts.
DAILY = ("static",)
for _name, _row in ROWS.items():
    _row.setdefault("rest", _name not in DAILY)
