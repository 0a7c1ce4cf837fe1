# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the checks of the wire can fail: a login that was captured and found
right is damaged in one place at a time, and each time the fault is found."""

import copy
import types

HEADER_SIZE = 48


def field(name, value):
    return lambda pdu: pdu.update({f"iscsi.{name}": [value]})


def spelled(text, padding=None):
    """Other bytes behind the header than tshark's pairs come from."""
    def change(pdu):
        header = bytearray(pdu["bytes"][:HEADER_SIZE])
        header[5:8] = len(text).to_bytes(3, "big")
        pad = bytes(-len(text) % 4) if padding is None else padding
        pdu["bytes"] = bytes(header) + text + pad
    return change


# The list, which of it, what is done to it, what must be found.  The login is
# one with CHAP, whose second request has but one key.
CHAP_A = b"CHAP_A=8,6,5,7"
DAMAGE = [
    ("requests", 0, field("tsih", "0x0001"), "TSIH"),
    ("requests", -1, field("tsih", "0x0100"), "TSIH"),
    ("responses", -1, field("tsih", "0x0000"), "TSIH"),
    ("requests", 0, field("login.C", "1"), "C is set"),
    ("requests", -1, field("login.C", "1"), "C is set"),
    ("responses", -1, field("login.T", "0"), "last response"),
    ("responses", -1, field("login.csg", "0x00"), "last response"),
    ("responses", -1, field("login.nsg", "0x01"), "last response"),
    ("responses", -1, field("login.status", "0x0201"), "last response"),
    ("requests", 0, field("login.T", "1"), "T, CSG"),
    ("requests", 2, field("login.T", "0"), "T, CSG"),
    ("requests", 1, field("login.csg", "0x01"), "T, CSG"),
    ("requests", 2, field("login.nsg", "0x03"), "T, CSG"),
    ("requests", 3, field("login.nsg", "0x01"), "T, CSG"),
    ("requests", 1, field("isid", "80:00:00:00:00:00"), "isid"),
    ("requests", 2, field("cmdsn", "1"), "cmdsn"),
    ("requests", 3, field("initiatortasktag", "0x00000002"), "tasktag"),
    ("requests", 1, field("keyvalue", "CHAP_B=5"), "keys"),
    ("requests", 3, lambda pdu: pdu["iscsi.keyvalue"].reverse(), "keys"),
    ("requests", 3, lambda pdu: pdu["iscsi.keyvalue"].append("X=1"), "keys"),
    ("requests", 3, lambda pdu: pdu["iscsi.keyvalue"].pop(), "keys"),
    ("requests", 1, spelled(CHAP_A), "the text is not its pairs"),
    ("requests", 1, spelled(CHAP_A + b"\0X=1"), "the text is not its pairs"),
    ("requests", 1, spelled(CHAP_A + b"\0\0"), "the text is not its pairs"),
    ("requests", 1, spelled(b"\0" + CHAP_A + b"\0"), "the text is not its"),
    ("requests", 1, spelled(b"CHAP_A=8,6,5,5\0"), "the text is not its pairs"),
    ("requests", 1, spelled(CHAP_A + b"\0", b"\1"), "no zeros behind it"),
    ("requests", 1, spelled(CHAP_A + b"\0", b""), "no zeros behind it"),
    ("requests", 1, spelled(CHAP_A + b"\0", bytes(5)), "no zeros behind it"),
    ("requests", 1, lambda pdu: pdu.update({
        "bytes": pdu["bytes"] + pdu["bytes"]}), "no zeros behind it"),
]
WHOLE = [
    (lambda trace: trace.requests.pop(), "requests, not"),
    (lambda trace: trace.requests.append(trace.requests[-1]), "requests, not"),
    (lambda trace: trace.responses.pop(), "responses"),
    (lambda trace: trace.connections.add("1"), "2 connections"),
    # Were tshark to call it something else.
    (lambda trace: [pdu.pop("iscsi.isid") for pdu in trace.requests], "isid"),
]

# SYN, its answer, and the end in trips of 50 ms; whether a login of four
# exchanges may take so long.
TIMES = [
    (0, 1, 5.0, True), (0, 1, 5.19, True), (3, 4, 8.1, True),
    (0, 1, 5.21, False), (0, 1, 6.0, False),
    # The SYN came late into the capture, or its answer did.
    (0, 1.2, 5.0, False), (0, 1.06, 5.0, False), (0.5, 1, 5.0, False),
    # It was sent again.
    (0, 21, 25, False), (20, 1, 25, False),
]


def damaged(trace):
    """Each damage: a copy that has it, and what must be found."""
    for which, at, change, find in DAMAGE:
        one = copy.deepcopy(trace)
        change(getattr(one, which)[at])
        yield one, find
    for change, find in WHOLE:
        one = copy.deepcopy(trace)
        change(one)
        yield one, find


def missed(trace, check, time_fault):
    """What was not found in a good login with CHAP, or None; and how much
    was tried."""
    found = [(find, check(one)) for one, find in damaged(trace)]
    wrong = [f"'{find}' is found as '{fault}'" for find, fault in found
             if not fault or find not in fault]
    for syn, syn_ack, end, good in TIMES:
        one = types.SimpleNamespace(syn=syn / 20, syn_ack=syn_ack / 20,
                                    end=end / 20)
        if bool(time_fault(one, 4)) == good:
            wrong.append(f"times {syn}, {syn_ack}, {end}")
    return ("; ".join(wrong) or None,
            f"{len(found) + len(TIMES)} damages, all found")
