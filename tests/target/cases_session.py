# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: the full feature phase that a probe has, from the login to the
logout (RFC 7143 11, SPC-4, SBC-3)."""

import struct

from behave import session_with
from behave_scsi import (AsksForData, FirstSense, FirstStatus, InParts,
                         StatusInData, TooMuch, disk_with, luns)
from behave_session import (Async, AsyncDrop, Drops, DroppedLogout,
                            OtherWindow, Ping, PingIdle, PingLong, Reject,
                            RejectStrange, Silent, SilentLogout, StatsnJumps,
                            StrangeNop, Unasked, data_bit, digests, header_bit,
                            put, spoiled)
from case import BROKEN, NO_DISK, OK, TIMEOUT, TRANSPORT, Case
from expect import (header_is, no_request_after, pdus, printed, sent)
from pdu import (ASYNC_MESSAGE, DATA_IN, LOGOUT_REQUEST, LOGOUT_RESPONSE,
                 NOP_OUT, SCSI_COMMAND, SCSI_RESPONSE)

HEADER = ("-P", "node.conn[0].iscsi.HeaderDigest=CRC32C,None")
DATA = ("-P", "node.conn[0].iscsi.DataDigest=CRC32C,None")
# The target kept to the rules, and there is nothing to boot from.
USELESS = (BROKEN, NO_DISK)
NOT_READY = (2, 0x04)
HARDWARE = (4, 0x44)


def flag(bit):
    def change(pdu):
        pdu.header[1] ^= bit
    return change


def more_data(pdu):
    """More than the command asked for."""
    pdu.data += bytes(70000)


def session(kind, **attributes):
    return session_with(kind, **attributes)


CASES = [
    Case("ffp-1.1-cmdsn", "good", point=7,
         checks=(pdus(SCSI_COMMAND, 2, 50), pdus(LOGOUT_REQUEST, 1))),
    Case("ffp-3.1-window-closed", "window-closed", point=7),
    Case("ffp-3.2-window-shrinks", session(OtherWindow), point=7),
    Case("rfc-4.2.2.1-window-contradicts", session(OtherWindow, distance=-9),
         point=7),
    Case("rfc-4.2.2.1-window-far-behind", session(
        OtherWindow, distance=-0x7fffffff), point=7),
    Case("ffp-5.1-statsn-jumps", session(StatsnJumps), BROKEN, "StatSN", 8),
    Case("ffp-17.1-logout", "good", point=35,
         checks=(header_is(LOGOUT_REQUEST, 1, 1, 0x80),)),
    Case("rfc-11.15-logout-refused", spoiled(LOGOUT_RESPONSE, put(2, 1, 1)),
         (OK, BROKEN), "", 35),
    Case("rfc-11.15-logout-without-answer", session(SilentLogout),
         (OK, TIMEOUT), "", 35, seconds=30, logout=False, prompt=False),
    Case("rfc-11.15-logout-by-closing", session(DroppedLogout), OK, "", 35),

    # Pings (11.18, 11.19).
    Case("ffp-15.1-ping", session(Ping), point=38, checks=(pdus(NOP_OUT, 1),)),
    Case("ffp-15.1-ping-without-data", session(Ping, data=b"", lun=0), point=38,
         checks=(pdus(NOP_OUT, 1),)),
    Case("ffp-15.1-ping-as-long-as-declared", session(PingLong), point=38,
         checks=(pdus(NOP_OUT, 1),)),
    Case("ffp-15.1-ping-between-commands", session(PingIdle), point=38,
         checks=(pdus(NOP_OUT, 1),)),
    Case("rfc-11.19-nop-in-that-wants-no-answer", session(Unasked), point=38,
         checks=(pdus(NOP_OUT, 0),)),
    Case("rfc-11.19-answer-to-no-ping", session(StrangeNop), BROKEN,
         "NOP|Task Tag", 38),

    # Asynchronous Messages (11.9).
    Case("ffp-14.1-logout-request", session(Async, quiet=True),
         (BROKEN, TRANSPORT), "", 39, checks=(
             pdus(LOGOUT_REQUEST, 1), no_request_after(ASYNC_MESSAGE))),
    Case("ffp-20.1-logout-request-with-answer", session(Async),
         (OK, BROKEN, TRANSPORT), "", 39, checks=(pdus(LOGOUT_REQUEST, 1),)),
    Case("ffp-20.2-connection-drop", session(AsyncDrop),
         (BROKEN, TRANSPORT), "", (39, 40)),
    Case("ffp-20.3-session-drop", session(AsyncDrop, event=3),
         (BROKEN, TRANSPORT), "", (39, 40)),
    Case("ffp-20.4-negotiation-request", session(Async, event=4),
         (OK, BROKEN), "", 39, checks=(pdus(LOGOUT_REQUEST, 1),)),
    Case("rfc-11.9.1-vendor-event", session(Async, event=250), point=39),
    Case("rfc-11.9.1-scsi-event", session(
        Async, event=0, data=struct.pack(">H18s", 18, b"\x70\0\6" + bytes(15))),
         point=39),

    # Digests (13.1).
    Case("login-9.3-header-digest", digests("CRC32C", "None"), point=37,
         words=HEADER, checks=(sent("HeaderDigest=CRC32C,None"),)),
    Case("login-9.3-data-digest", digests("None", "CRC32C"), point=37,
         words=DATA, checks=(sent("DataDigest=CRC32C,None"),)),
    Case("login-9.3-both-digests", digests("CRC32C", "CRC32C"), point=37,
         words=HEADER + DATA),
    Case("login-9.3-both-digests-chap", digests("CRC32C", "CRC32C"), point=37,
         words=HEADER + DATA, chap="mutual"),
    Case("rfc-13.1-header-digest-wrong", digests("CRC32C", "None", header_bit),
         BROKEN, "digest of the header", 37, words=HEADER),
    Case("rfc-13.1-data-digest-wrong", digests("None", "CRC32C", data_bit),
         BROKEN, "digest of the data", 37, words=DATA),

    # Data-In (11.7).
    Case("rfc-11.7-status-in-data-in", session(StatusInData), point=36),
    Case("rfc-11.7-in-parts", session(InParts), point=36),
    Case("rfc-11.7-parts-backwards", session(InParts, order=staticmethod(
        lambda parts: parts[::-1])), BROKEN, "Data-In|DataSN|Buffer Offset"),
    Case("rfc-11.7-part-missing", session(InParts, order=staticmethod(
        lambda parts: parts[1:])), BROKEN, "Data-In|DataSN|Buffer Offset"),
    Case("rfc-11.7-part-twice", session(InParts, order=staticmethod(
        lambda parts: parts[:1] + parts)), BROKEN,
         "Data-In|DataSN|Buffer Offset"),
    Case("rfc-11.7.5-wrong-datasn", spoiled(DATA_IN, put(36, 7)), BROKEN,
         "DataSN|Data-In"),
    Case("rfc-11.7.6-offset-behind-the-end", spoiled(
        DATA_IN, put(40, 0x7fffffff)), BROKEN, "Buffer Offset|Data-In"),
    Case("rfc-11.7.6-offset-wraps", spoiled(DATA_IN, put(40, 0xfffffff0)),
         BROKEN, "Buffer Offset|Data-In"),
    Case("rfc-11.7-too-much-data", spoiled(DATA_IN, more_data), BROKEN,
         "Data-In|13\\.12"),
    Case("rfc-11.7.6-more-than-was-asked-for", session(TooMuch), BROKEN,
         "more data.*11\\.7\\.6"),
    Case("rfc-11.7.6-more-than-was-asked-for-in-parts", session(
        TooMuch, part=512), BROKEN, "more data.*11\\.7\\.6"),
    Case("rfc-13.12-data-of-16-mib", spoiled(
        DATA_IN, lambda pdu: setattr(pdu, "claimed", 0xffffff)), BROKEN,
         "13\\.12"),
    Case("rfc-11.7.3-data-with-wrong-itt", spoiled(DATA_IN, put(16, 0x5555)),
         BROKEN, "Task Tag|ITT"),
    Case("rfc-11.8-request-for-data", session(AsksForData), BROKEN,
         "R2T|0x31"),

    # SCSI Response (11.4) and Reject (11.17).
    Case("rfc-11.4-wrong-itt", spoiled(SCSI_RESPONSE, put(16, 0x5555)), BROKEN,
         "Task Tag|ITT", 6),
    Case("rfc-11.4.3-target-failure", spoiled(SCSI_RESPONSE, put(2, 1, 1)),
         USELESS, checks=(printed("target failure"),)),
    Case("rfc-11.17-command-rejected", session(Reject), BROKEN, "[Rr]eject"),
    Case("rfc-11.17-rejects-what-was-not-sent", session(RejectStrange), BROKEN,
         "[Rr]eject"),
    Case("login-8.1-login-response-again", spoiled(SCSI_RESPONSE,
                                                   put(0, 0x23, 1)), BROKEN,
         "opcode 0x23|0x23"),
    Case("rfc-11-unknown-opcode-later", spoiled(SCSI_RESPONSE, put(0, 0x2e, 1)),
         BROKEN, "0x2e"),
    Case("rfc-4.2-closed-instead-of-an-answer", session(Drops), TRANSPORT,
         "closed|reset"),
    Case("rfc-4.2-command-without-answer", session(Silent), TIMEOUT, "",
         seconds=40, prompt=False),
    Case("rfc-4.2-closed-behind-the-login", "close-after-login", TRANSPORT,
         "closed|reset"),

    # Sense (11.4.7, SPC-4 4.5).
    Case("rfc-11.4.7-unit-attention-first", session(FirstSense)),
    Case("rfc-11.4.7-three-unit-attentions", session(FirstSense, count=3)),
    Case("rfc-11.4.7-not-ready", session(FirstSense, count=99, sense=NOT_READY),
         USELESS, checks=(printed("2/04/00"),)),
    Case("rfc-11.4.7-hardware-error", session(
        FirstSense, count=99, sense=HARDWARE), USELESS,
         checks=(printed("4/44/00"),)),
    Case("rfc-11.4.7-sense-of-one-byte", session(
        FirstSense, count=99, data=b"\0"), USELESS,
         checks=(printed("REPORT LUNS: .*"),)),
    Case("rfc-11.4.7-no-sense", session(FirstSense, count=99, data=b""),
         USELESS, checks=(printed("no sense data"),)),
    Case("rfc-11.4.7-sense-length-too-big", session(
        FirstSense, count=99, data=b"\xff\xff\x70\0\2"), USELESS,
         checks=(printed("REPORT LUNS: .*"),)),
    Case("rfc-11.4.7-descriptor-sense", session(
        FirstSense, data=struct.pack(">HBBBB4x", 8, 0x72, 6, 0x29, 0))),
    Case("sam-5.3-busy-first", session(FirstStatus), (OK, BROKEN), "",
         logout=False, prompt=False),
    Case("sam-5.3-reservation-conflict", session(FirstStatus, count=99,
                                                 code=0x18), USELESS,
         checks=(printed("reservation conflict"),)),

    # What the disk says of itself.
    Case("spc-6.33-report-luns-empty", disk_with({0xa0: luns()}), NO_DISK, ""),
    Case("spc-6.33-report-luns-short", disk_with({0xa0: b"\0\0"}),
         (BROKEN, NO_DISK), ""),
    Case("spc-6.33-report-luns-odd-length", disk_with(
        {0xa0: struct.pack(">I4x", 9) + bytes([0, 1]) + bytes(7)}),
         (OK, BROKEN), "", logout=False),
    Case("spc-6.33-report-luns-length-lies", disk_with(
        {0xa0: struct.pack(">I4x", 0xfffffff8) + bytes([0, 1]) + bytes(6)}),
         (OK, BROKEN), "", logout=False),
    Case("spc-6.33-many-luns", disk_with({0xa0: luns(*range(1, 33))}),
         (OK, BROKEN, NO_DISK), "", logout=False),
    Case("spc-6.6-inquiry-short", disk_with({0x12: b"\0\0\5"}),
         (OK, BROKEN, NO_DISK), "", logout=False),
    Case("spc-6.6-inquiry-with-escapes", disk_with({0x12: bytes(
        [0, 0, 5, 2, 31, 0, 0, 2]) + b"\x1b[2JEVIL" + b"\x07" * 16 + b"1.00"}),
         OK, ""),
    Case("sbc-5.16-capacity-short", disk_with({0x25: b"\0\0", 0x9e: b"\0"}),
         USELESS, checks=(printed("READ CAPACITY.*short"),)),
    Case("sbc-5.16-block-length-0", disk_with(
        {0x25: struct.pack(">II", 16383, 0),
         0x9e: struct.pack(">QI20x", 16383, 0)}), USELESS,
         checks=(printed("blocks of 0 bytes"),)),
    Case("sbc-5.16-block-length-4096", disk_with(
        {0x25: struct.pack(">II", 16383, 4096),
         0x9e: struct.pack(">QI20x", 16383, 4096)}),
         checks=(printed("64 MiB.*4096"),)),
    Case("sbc-5.16-more-than-2-tib", disk_with(
        {0x25: struct.pack(">II", 0xffffffff, 512),
         0x9e: struct.pack(">QI20x", (8 << 30) - 1, 512)}),
         checks=(printed("4 TiB"),)),
]
