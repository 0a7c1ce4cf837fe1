# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours in what a SCSI command leads to (RFC 7143 11.4, 11.7, 11.8)."""

import struct

from behave import session_with
from behave_session import TTT, window
from disk import CHECK_CONDITION, Disk, Sense
from pdu import DATA_IN, F_BIT, NO_TAG, Pdu
from session import S_BIT, UNDERFLOW, Session

R2T = 0x31


class StatusInData(Session):
    """Status in the last Data-In, no SCSI Response (RFC 7143 11.7)."""

    def data_in(self, request, data):
        if not data:
            super().data_in(request, data)
            return
        expected = request.get(20)
        pdu = self.answer(DATA_IN, request, F_BIT | S_BIT, data)
        if len(data) < expected:
            pdu.header[1] |= UNDERFLOW
            pdu.put(44, expected - len(data))
        pdu.put(20, NO_TAG)
        struct.pack_into(">II", pdu.header, 36, 0, 0)
        self.answered = True
        self.send(pdu)

    def status(self, request, *more, **how):
        if not self.answered:
            super().status(request, *more, **how)
        self.answered = False
    answered = False


class TooMuch(Session):
    """8192 bytes for every command that asks for data, in PDUs of `part`."""
    part = 8192

    def data_in(self, request, data):
        self.data_size = self.part
        super().data_in(request, data + bytes(8192 - len(data)))


class InParts(Session):
    """Data-In PDUs of four bytes; `order` is that in which they are sent."""
    order = staticmethod(lambda parts: parts)

    def data_in(self, request, data):
        self.data_size = 4
        self.held = []
        super().data_in(request, data)
        parts, self.held = self.order(self.held), None
        for pdu in parts:
            self.send(pdu)
    held = None

    def send(self, pdu):
        if self.held is None:
            super().send(pdu)
        else:
            self.held.append(pdu)


class FirstSense(Session):
    """The first commands end with sense, `count` of them."""
    count = 1
    sense = (6, 0x29)			# power on, reset or bus device reset
    data = None

    def scsi(self, request):
        if not self.count:
            super().scsi(request)
            return
        self.count -= 1
        data = Sense(self.sense).data if self.data is None else self.data
        self.status(request, CHECK_CONDITION, request.get(20), data,
                    flags=UNDERFLOW if request.get(20) else 0)


class FirstStatus(Session):
    """The first commands end with that status, and no sense."""
    count = 1
    code = 0x08				# busy

    def scsi(self, request):
        if not self.count:
            super().scsi(request)
            return
        self.count -= 1
        self.status(request, self.code, request.get(20),
                    flags=UNDERFLOW if request.get(20) else 0)


class AsksForData(Session):
    """An R2T for a command that only reads."""

    def scsi(self, request):
        pdu = Pdu.answer(R2T, request, F_BIT)
        pdu.put(20, TTT)
        pdu.put(24, self.connection.statsn)
        window(pdu, request)
        struct.pack_into(">III", pdu.header, 36, 0, 0, 512)
        self.send(pdu)


class OtherDisk(Disk):
    """A disk that says other things: `replies` by operation code."""
    replies = {}
    errors = {}

    def command(self, lun, cdb):
        if cdb[0] in self.errors:
            raise Sense(self.errors[cdb[0]])
        if cdb[0] in self.replies and not (cdb[0] == 0x12 and cdb[1] & 1):
            return self.replies[cdb[0]]
        return super().command(lun, cdb)


def disk_with(replies=None, errors=None, **attributes):
    kind = type("Other", (OtherDisk,), {"replies": replies or {},
                                        "errors": errors or {}} | attributes)
    return session_with(Session, disk_kind=kind)


def luns(*numbers):
    """The data of REPORT LUNS."""
    return struct.pack(">I4x", 8 * len(numbers)) + b"".join(
        struct.pack(">H6x", number) for number in numbers)
