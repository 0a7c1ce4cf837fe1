# SPDX-License-Identifier: GPL-2.0-or-later
"""The harness sees what it is there to see."""

import packets
import state

BEFORE = {kind: [[], []] for kind in state.SHOWN}
FRAMES = {
    # An ARP probe (RFC 5227), a SYN, and the same SYN in a VLAN.
    "ffffffffffff" "525400123456" "0806" "0001080006040001" "525400123456"
    "00000000" "000000000000" "0a010002": ("arp", "0.0.0.0", "10.1.0.2"),
    "525400000001" "525400123456" "0800" "45000028000040004006" "0000"
    "0a010002" "0a010001" "c0000cbc" "0000000000000000" "5002000000000000":
    ("tcp", "10.1.0.2", "10.1.0.1"),
    "525400000001" "525400123456" "8100002a" "0800" "45000028000040004006"
    "0000" "0a010002" "0a010001" "c0000cbc" "0000000000000000"
    "5002000000000000": ("tcp", "10.1.0.2", "10.1.0.1"),
}


def run():
    faults = []
    after = BEFORE | {"rule": [[{"priority": 5}], []]}
    if len(state.changes(BEFORE, after)) != 1 or \
            len(state.changes(after, BEFORE)) != 1 or \
            state.changes(after, after):
        faults.append("a change of the rules is not seen")
    if state.still([{"b": 1, "expires": 7}, {"a": 2}]) != \
            state.still([{"a": 2}, {"b": 1, "expires": 6}]):
        faults.append("times or order count as a change")
    for frame, expected in FRAMES.items():
        parsed = packets.parse(bytes.fromhex(frame))
        if parsed[:3] != expected:
            faults.append(f"a frame of {expected} is read as {parsed}")
    return faults
