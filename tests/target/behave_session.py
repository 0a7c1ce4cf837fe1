# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours of the full feature phase, as a probe can meet them."""

import select

from behave import behaviour, serve, session_with
from login import Login
from pdu import ASYNC_MESSAGE, DATA_IN, F_BIT, NO_TAG, NOP_IN, Pdu
from session import Session

TTT = 0x00beef01


class Spoiled(Session):
    """The first PDU of ours of that kind is changed before it is sent."""

    kind = DATA_IN
    change = staticmethod(lambda pdu: None)

    def send(self, pdu):
        if pdu.opcode == self.kind and self.kind is not None:
            self.change(pdu)
            self.kind = None
        super().send(pdu)


def spoiled(kind, change, **attributes):
    return session_with(Spoiled, kind=kind, change=staticmethod(change),
                        **attributes)


def put(offset, value, size=4):
    return lambda pdu: pdu.put(offset, value, size)


class Interrupted(Session):
    """One PDU of the target's own before the answer to the first command."""

    def interruption(self, request):
        raise NotImplementedError

    def scsi(self, request):
        if not self.interrupted:
            self.interrupted = True
            pdu = self.interruption(request)
            if pdu:
                self.send(pdu)
        if not self.done:
            super().scsi(request)
    interrupted = False

    def own(self, opcode, flags=F_BIT, data=b""):
        """A PDU that answers nothing.  It has the StatSN which is next; only
        what `counts` advances it."""
        pdu = Pdu(data=data)
        pdu.header[0], pdu.header[1] = opcode, flags
        pdu.put(16, NO_TAG)
        pdu.put(20, NO_TAG)
        pdu.put(24, self.connection.statsn)
        return pdu


def window(pdu, request):
    pdu.put(28, (request.cmdsn + 1) & 0xffffffff)
    pdu.put(32, (request.cmdsn + 32) & 0xffffffff)
    return pdu


class Ping(Interrupted):
    """A NOP-In that wants an answer: with data, which need not come back."""
    lun = 0x0001000000000000
    data = b"are you there"

    def interruption(self, request):
        pdu = self.own(NOP_IN, data=self.data)
        pdu.put(8, self.lun, 8)
        pdu.put(20, TTT)
        return window(pdu, request)


class PingLong(Ping):
    """With as much data as the initiator has declared to take."""

    def __init__(self, connection, keys):
        super().__init__(connection, keys)
        self.data = bytes(self.data_size)


class PingIdle(Session):
    """The ping comes behind the answer to the first command."""
    pinged = False

    def status(self, request, *more, **how):
        super().status(request, *more, **how)
        if self.pinged:
            return
        self.pinged = True
        pdu = Pdu()
        pdu.header[0], pdu.header[1] = NOP_IN, F_BIT
        pdu.put(16, NO_TAG)
        pdu.put(20, TTT)
        pdu.put(24, self.connection.statsn)
        self.send(window(pdu, request))


class Unasked(Ping):
    """A NOP-In that wants no answer."""

    def interruption(self, request):
        pdu = super().interruption(request)
        pdu.put(8, 0, 8)
        pdu.put(20, NO_TAG)
        return pdu


class StrangeNop(Interrupted):
    """The answer to a ping that was never sent."""

    def interruption(self, request):
        pdu = self.own(NOP_IN)
        pdu.put(16, 0x4711)
        pdu.put(24, self.connection.statsn)
        self.connection.statsn += 1
        return window(pdu, request)


class Async(Interrupted):
    """An Asynchronous Message; the command behind it gets no answer if
    `quiet`."""
    event = 1
    parameters = (0, 0, 3)
    quiet = False
    data = b""

    def interruption(self, request):
        pdu = self.own(ASYNC_MESSAGE, data=self.data)
        pdu.put(20, 0)
        self.connection.statsn += 1
        pdu.header[36] = self.event
        for number, value in enumerate(self.parameters):
            pdu.put(38 + 2 * number, value, 2)
        return window(pdu, request)

    def scsi(self, request):
        if self.quiet and not self.interrupted:
            self.interrupted = True
            self.send(self.interruption(request))
            return
        super().scsi(request)


class AsyncDrop(Async):
    """The message that the connection ends, and its end."""
    event, parameters = 2, (1, 0, 0)

    def scsi(self, request):
        self.send(self.interruption(request))
        self.connection.hang_up()
        self.done = True


class Reject(Session):
    """Every SCSI command is rejected."""

    def scsi(self, request):
        self.reject(request)


class RejectStrange(Session):
    """A Reject of a PDU that was never sent."""

    def scsi(self, request):
        header = bytearray(request.header)
        header[16:20] = b"\x12\x34\x56\x78"
        strange = Pdu(bytes(header))
        self.reject(strange)


class StatsnJumps(Session):
    def scsi(self, request):
        self.connection.statsn += 1000
        super().scsi(request)


class Drops(Session):
    """The connection ends in the place of an answer."""

    def scsi(self, request):
        self.connection.hang_up()
        self.done = True


class Silent(Session):
    """A command is never answered."""

    def scsi(self, request):
        self.connection.until_gone()


class SilentLogout(Session):
    def logout(self, request):
        self.connection.until_gone()


class DroppedLogout(Session):
    def logout(self, request):
        self.connection.hang_up()
        self.done = True


class OtherWindow(Session):
    """MaxCmdSN as far from ExpCmdSN in every PDU behind the login, which had
    opened the window.  -1 would close it, -2 and less contradict ExpCmdSN: all
    of it is ignored (RFC 7143 4.2.2.1)."""
    distance = -1

    def send(self, pdu):
        pdu.put(32, (pdu.get(28) + self.distance) & 0xffffffff)
        super().send(pdu)


@behaviour
def window_closed(connection):
    """No command may be sent before the NOP-In that opens the window."""
    class Closed(Login):
        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            pdu.put(32, (request.cmdsn - 1) & 0xffffffff)
            self.last = request
            return pdu

        def run(self):
            keys = super().run()
            if keys is not None:
                self.stays_quiet(0.3)
                pdu = Pdu()
                pdu.header[0], pdu.header[1] = NOP_IN, F_BIT
                pdu.put(16, NO_TAG)
                pdu.put(20, NO_TAG)
                pdu.put(24, self.connection.statsn)
                pdu.put(28, self.last.cmdsn)
                pdu.put(32, self.last.cmdsn + 32)
                self.connection.send(pdu)
            return keys

        def stays_quiet(self, seconds):
            ready, _, _ = select.select([self.connection.sock], [], [], seconds)
            if ready:
                raise RuntimeError("a command though the window was closed")
    serve(connection, Closed)


def digests(header, data, change=None):
    """Those digests; `change` spoils the bytes of the first PDU of ours that
    carries data."""
    def serve_so(connection):
        class Digesting(Login):
            answers = {"HeaderDigest": header, "DataDigest": data}
        right = connection.wire

        def wire(pdu):
            whole = right(pdu)
            if change and connection.header_digest | connection.data_digest:
                if pdu.data:
                    connection.wire = right
                    whole = change(bytearray(whole))
            return bytes(whole)
        connection.wire = wire
        serve(connection, Digesting)
    return serve_so


def header_bit(whole):
    whole[48] ^= 0x01
    return whole


def data_bit(whole):
    whole[-1] ^= 0x01
    return whole
