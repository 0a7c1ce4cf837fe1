# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the checks of the wire can fail: a right conversation, made here by
hand, is damaged in one place at a time, and each time the fault is found."""

import copy

from case import ending_faults
from login import FULL_FEATURE, OPERATIONAL, SECURITY
from pdu import (C_BIT, F_BIT, LOGIN_RESPONSE, LOGOUT_REQUEST, LOGOUT_RESPONSE,
                 NO_TAG, NOP_IN, NOP_OUT, SCSI_COMMAND, SCSI_RESPONSE, T_BIT,
                 TEXT_REQUEST, TEXT_RESPONSE, Pdu, to_text)
from wire import login_faults
from wire_session import logout_faults, session_faults

ISID, CMDSN = bytes.fromhex("800000012345"), 77
NAMES = [("InitiatorName", "iqn.2026-11.test:a"),
         ("TargetName", "iqn.2026-11.test:b"), ("SessionType", "Normal")]


def login(stage, pairs, expstatsn, transit_to=None):
    pdu = Pdu(data=to_text(pairs))
    pdu.header[0] = 0x43
    pdu.header[1] = stage << 2
    if transit_to is not None:
        pdu.header[1] |= T_BIT | transit_to
    pdu.header[8:14] = ISID
    pdu.put(16, 9)
    pdu.put(20, 1, 2)
    pdu.put(24, CMDSN)
    pdu.put(28, expstatsn)
    return pdu


def response(opcode, flags, statsn, itt=9, ttt=None, data=b""):
    pdu = Pdu(data=data)
    pdu.header[0], pdu.header[1] = opcode, flags
    pdu.put(16, itt)
    pdu.put(24, statsn)
    if ttt is not None:
        pdu.put(20, ttt)
    return pdu


def request(opcode, itt, cmdsn, expstatsn, ttt=0, flags=F_BIT, data=b""):
    pdu = response(opcode, flags, cmdsn, itt, ttt, data)
    pdu.put(28, expstatsn)
    return pdu


def conversation():
    """A mutual CHAP login, split in one place; a command, a ping, a text in
    two parts, a logout."""
    chap_r = [("CHAP_N", "a"), ("CHAP_R", "0x" + "1a" * 16), ("CHAP_I", "7"),
              ("CHAP_C", "0x" + "2b" * 16)]
    step = OPERATIONAL << 2
    pdus = [
        login(SECURITY, NAMES + [("AuthMethod", "CHAP")], 0),
        response(LOGIN_RESPONSE, SECURITY << 2, 5),
        login(SECURITY, [("CHAP_A", "8,6,5,7")], 6),
        response(LOGIN_RESPONSE, SECURITY << 2, 6),
        login(SECURITY, chap_r, 7, OPERATIONAL),
        response(LOGIN_RESPONSE, T_BIT | OPERATIONAL, 7),
        login(OPERATIONAL, [("MaxBurstLength", "8192")], 8, FULL_FEATURE),
        response(LOGIN_RESPONSE, C_BIT | step, 8),
        login(OPERATIONAL, [], 9),
        response(LOGIN_RESPONSE, step, 9),
        login(OPERATIONAL, [], 10, FULL_FEATURE),
        response(LOGIN_RESPONSE, T_BIT | step | FULL_FEATURE, 10),
        request(SCSI_COMMAND, 20, CMDSN, 11, 36, F_BIT | 0x40),
        response(NOP_IN, F_BIT, 11, NO_TAG, 0x77),
        response(SCSI_RESPONSE, F_BIT, 11, 20),
        request(NOP_OUT | 0x40, NO_TAG, CMDSN + 1, 12, 0x77),
        request(TEXT_REQUEST, 21, CMDSN + 1, 12, NO_TAG,
                data=b"SendTargets=All\0"),
        response(TEXT_RESPONSE, 0, 12, 21, 0x88),
        request(TEXT_REQUEST, 21, CMDSN + 2, 13, 0x88),
        response(TEXT_RESPONSE, F_BIT, 13, 21, NO_TAG),
        request(LOGOUT_REQUEST, 22, CMDSN + 3, 14, 1 << 16),
        response(LOGOUT_RESPONSE, F_BIT, 14, 22),
    ]
    events = []
    for number, pdu in enumerate(pdus):
        pdu.put(5, len(pdu.data), 3)
        pdu.padding = bytes(-len(pdu.data) % 4)
        comes = pdu.opcode < 0x20
        events.append([number / 100, "in" if comes else "out", pdu])
    events.append([len(pdus) / 100, "end", "closed"])
    return events


def put(offset, value, size=4):
    return lambda pdu: pdu.put(offset, value, size)


def text(*pairs):
    def change(pdu):
        pdu.data = to_text(pairs)
        pdu.padding = bytes(-len(pdu.data) % 4)
    return change


def raw(data):
    def change(pdu):
        pdu.data, pdu.padding = data, bytes(-len(data) % 4)
    return change


def set_to(name, value):
    return lambda pdu: setattr(pdu, name, value)


R_PAIRS = [("CHAP_N", "a"), ("CHAP_R", "0x" + "1a" * 16)]
FIRST, CHAP_A, CHAP_R, KEYS, EMPTY, LAST, SCSI, PONG, TEXT, MORE, LOGOUT = (
    0, 2, 4, 6, 8, 10, 12, 15, 16, 18, 20)

# Which event, what is done to it, what must be found.
DAMAGE = [
    (FIRST, put(0, 0x03, 1), "first byte"),
    (FIRST, put(1, 0x30, 1), "reserved flags"),
    (FIRST, put(1, 0x01, 1), "T is 0 and NSG is not"),
    (CHAP_R, put(1, 0xc1, 1), "T and C at once"),
    (CHAP_R, put(1, 0x80, 1), "transit from 0 to 0"),
    (CHAP_R, put(1, 0x82, 1), "transit from 0 to 2"),
    (CHAP_A, put(1, 0x08, 1), "CSG is 2"),
    (CHAP_A, put(1, 0x04, 1), "CSG is 1 where the stage is 0"),
    (KEYS, put(1, 0x83, 1), "CSG is 0 where the stage is 1"),
    (FIRST, put(2, 1, 1), "Version-max"),
    (FIRST, put(3, 1, 1), "Version-min"),
    (FIRST, put(4, 1, 1), "TotalAHSLength"),
    (FIRST, put(14, 0x1234, 2), "TSIH"),
    (FIRST, put(22, 1, 2), "bytes 22 and 23"),
    (FIRST, put(44, 1), "bytes 32 to 47"),
    (FIRST, put(8, 0xc0, 1), "reserved type"),
    (CHAP_A, put(13, 0x46, 1), "another ISID"),
    (CHAP_A, put(16, 10), "another Initiator Task Tag"),
    (FIRST, put(16, NO_TAG), "ffffffff"),
    (LAST, put(20, 2, 2), "another CID"),
    (LAST, put(24, CMDSN + 1), "another CmdSN"),
    (FIRST, put(28, 1), "ExpStatSN is 1, not 0"),
    (CHAP_R, put(28, 6), "ExpStatSN is 6, not 7"),
    (FIRST, set_to("padding", b"\1" * 4), "the padding"),
    (FIRST, raw(b"InitiatorName=a"), "no NUL"),
    (FIRST, raw(b"InitiatorName\0"), "not key=value"),
    (FIRST, text(("lower", "1")), "not the name of a key"),
    (FIRST, text(("K" * 64, "1")), "not the name of a key"),
    (FIRST, text(("InitiatorName", "a" * 256)), "has 256 bytes"),
    (FIRST, raw(b"X" * 8193), "DataSegmentLength"),
    (FIRST, text(*NAMES[1:]), "InitiatorName does not come first"),
    (FIRST, text(*NAMES[:2]), "SessionType is missing"),
    (FIRST, text(NAMES[0], NAMES[2]), "TargetName is missing"),
    (FIRST, text(*NAMES, ("IFMarker", "No")), "obsolete"),
    (FIRST, text(*NAMES, ("MaxBurstLength", "512")), "in the security stage"),
    (FIRST, text(*NAMES, ("AuthMethod", "CHAP,None")), "less than was asked"),
    (FIRST, text(*NAMES, ("AuthMethod", "CHAP"), ("CHAP_A", "5")),
     "out of order"),
    (FIRST, text(*NAMES, ("CHAP_N", "a"), ("CHAP_R", "0x1a")), "out of order"),
    (CHAP_A, text(("CHAP_A", "8,6")), "does not have 5"),
    (CHAP_A, text(("AuthMethod", "CHAP")), "AuthMethod is sent again"),
    (CHAP_R, text(("CHAP_R", "0x1a"), ("CHAP_N", "a")), "out of order"),
    (CHAP_R, text(("CHAP_N", "a"), ("CHAP_R", "0x1A")), "lower-case"),
    (CHAP_R, text(("CHAP_N", "a"), ("CHAP_R", "0bAAAA")), "lower-case"),
    (CHAP_R, text(*R_PAIRS, ("CHAP_I", "256"), ("CHAP_C", "0x" + "1a" * 16)),
     "CHAP_I is 256"),
    (CHAP_R, text(*R_PAIRS, ("CHAP_I", "1"), ("CHAP_C", "0x1a")),
     "shorter than 16"),
    (KEYS, text(("CHAP_N", "a")), "CHAP_N in the operational stage"),
    (KEYS, text(*[("MaxBurstLength", "512")] * 2), "MaxBurstLength is sent again"),
    (EMPTY, text(("MaxBurstLength", "512")), "not an empty request"),
    (EMPTY, put(1, 0x87, 1), "not an empty request"),
    (SCSI, put(24, CMDSN + 1), "CmdSN is 78, not 77"),
    (SCSI, put(0, 0x41, 1), "CmdSN is 78, not 77"),
    (SCSI, put(28, 10), "acknowledges StatSN 9"),
    (PONG, put(28, 13), "acknowledges StatSN 12"),
    (TEXT, put(28, 11), "acknowledges StatSN 10"),
    (SCSI, put(1, 0x40, 1), "F bit"),
    (SCSI, put(1, 0x80, 1), "R is False"),
    (SCSI, put(1, 0xe0, 1), "writes"),
    (SCSI, put(1, 0xd0, 1), "reserved flags"),
    (SCSI, put(20, 0), "R is True"),
    (SCSI, put(4, 1, 1), "TotalAHSLength"),
    (SCSI, put(0, 0x81, 1), "reserved bit"),
    (SCSI, put(0, 0x05, 1), "not one that a probe sends"),
    (SCSI, set_to("header_crc_right", False), "header digest"),
    (TEXT, set_to("data_crc_right", False), "data digest"),
    (PONG, put(20, 0x78), "wanted no answer"),
    (PONG, put(8, 1, 8), "another LUN"),
    (PONG, put(0, 0x00, 1), "not immediate"),
    (PONG, raw(b"ping"), "has data"),
    (PONG, put(16, 30), "ping whose"),
    (TEXT, put(16, 20), "Task Tag 00000014 again"),
    (TEXT, put(20, 0), "first Target Transfer Tag"),
    (TEXT, raw(b"SendTargets=\0"), "it says"),
    (TEXT, put(1, 0xc0, 1), "C bit"),
    (TEXT, put(8, 1, 8), "bytes 8 to 15"),
    (MORE, put(20, NO_TAG), "another Target Transfer Tag"),
    (MORE, put(16, 25), "another Initiator Task Tag"),
    (MORE, put(8, 1, 8), "another LUN"),
    (MORE, put(0, 0x44, 1), "another I bit"),
    (MORE, raw(b"SendTargets=All\0"), "text in it"),
    (LOGOUT, put(1, 0x81, 1), "reason is 1"),
    (LOGOUT, put(20, 2, 2), "another CID"),
    (LOGOUT, put(32, 1), "bytes 32 to 47"),
    (LOGOUT, put(0, 0x00, 1), "last PDU is not a Logout"),
]


def all_faults(events):
    return login_faults(events) + session_faults(events) + logout_faults(events)


def swap(events, first, second):
    events[first], events[second] = events[second], events[first]
    return events


def drop(events, number):
    del events[number]
    return events


def end_later(events):
    events[-1][0] += 2
    return events


def ending(*tail):
    """A login whose first response is wrong, and what comes of it."""
    return [[0, "in", login(SECURITY, NAMES, 0)],
            [0.1, "out", response(LOGIN_RESPONSE, 0, 5)], *tail]


# The conversation as a whole, and what must be found.
ORDER = [
    (lambda events: all_faults(swap(events, 1, 2)), "before the last one"),
    (lambda events: login_faults(events[:4] + events[12:]),
     "not a Login Request before"),
    (lambda events: all_faults(swap(events, 18, 20)), "after the Logout"),
    (lambda events: all_faults(drop(events, 20)), "not a Logout Request"),
    (lambda events: all_faults(end_later(events)), "no FIN within"),
    (lambda events: all_faults(events[:-1]), "no FIN within"),
    (lambda events: ending_faults(ending([2, "end", "closed"])), "stays open"),
    (lambda events: ending_faults(ending([0.2, "end", "cut"])), "ends as"),
    (lambda events: ending_faults(ending([3, "end", "open"])), "ends as"),
    (lambda events: ending_faults(ending()), "not at all"),
    (lambda events: ending_faults(ending(
        [0.2, "in", login(SECURITY, [], 6)], [0.3, "end", "closed"])),
     "PDUs after"),
]


def run():
    """What is wrong with the checks, and how many were tried."""
    wrong = [f"finds in what is right: {fault}"
             for fault in all_faults(conversation())]
    for number, change, wanted in DAMAGE:
        events = copy.deepcopy(conversation())
        change(events[number][2])
        if not any(wanted in fault for fault in all_faults(events)):
            wrong.append(f"does not find '{wanted}'")
    for damaged, wanted in ORDER:
        if not any(wanted in fault for fault in damaged(conversation())):
            wrong.append(f"does not find '{wanted}'")
    return wrong, f"{len(DAMAGE) + len(ORDER)} damages, all found"
