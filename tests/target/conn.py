# SPDX-License-Identifier: GPL-2.0-or-later
"""One connection of the scripted target: PDUs in and out, and their record."""

import json
import socket
import struct
import time

from digest import crc32c
from pdu import BHS, Pdu, parse


class Gone(Exception):
    """The initiator has closed the connection."""


class Connection:
    """`events` holds what happened, in order: (seconds, "in" or "out", a Pdu),
    raw bytes that were sent as (seconds, "raw", bytes), and once at the end
    (seconds, "end", one of "closed", "cut", "reset", "open", "ours")."""

    def __init__(self, sock, behaviour, number, log, options):
        self.sock = sock
        self.behaviour = behaviour
        self.number = number		# counts from 1 since the target's start
        self.options = options
        self.log = log
        self.statsn = 1
        self.header_digest = self.data_digest = False
        self.events = []
        self.gone = None

    def note(self, direction, facts):
        if self.log is None:
            return
        line = {"at": round(time.monotonic(), 3), "behaviour": self.behaviour,
                "connection": self.number, "dir": direction} | facts
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()

    def record(self, kind, what):
        self.events.append((time.monotonic(), kind, what))

    def ended(self, how):
        if not self.gone:
            self.gone = how
            self.record("end", how)

    def exactly(self, size, begun=True):
        """`begun`: an end here is an end in the middle of a PDU."""
        data = b""
        while len(data) < size:
            try:
                part = self.sock.recv(size - len(data))
            except ConnectionError:
                self.ended("reset")
                raise
            if not part:
                self.ended("cut" if data or begun else "closed")
                raise Gone
            data += part
        return data

    def read(self):
        header = self.exactly(BHS, begun=False)
        ahs, length, padding = parse(header)
        pdu = Pdu(header)
        pdu.ahs = self.exactly(ahs)
        if self.header_digest:
            pdu.header_crc_right = self.exactly(4) == crc32c(pdu.head)
        data = self.exactly(length + padding)
        pdu.data, pdu.padding = data[:length], data[length:]
        if self.data_digest and length:
            pdu.data_crc_right = self.exactly(4) == crc32c(pdu.body)
        self.record("in", pdu)
        self.note("in", pdu.describe())
        return pdu

    def wire(self, pdu):
        """A PDU as it is sent, with the digests that were negotiated."""
        whole = bytes(pdu)
        if not self.header_digest and not self.data_digest:
            return whole
        head = crc32c(pdu.head) if self.header_digest else b""
        body = crc32c(pdu.body) if self.data_digest and pdu.data else b""
        return pdu.head + head + pdu.body + body

    def send(self, pdu):
        data = self.wire(pdu)
        self.record("out", pdu)
        self.note("out", pdu.describe())
        self.sock.sendall(data)

    def send_raw(self, data):
        self.record("raw", data)
        self.note("out", {"pdu": "raw", "length": len(data)})
        self.sock.sendall(data)

    def send_slowly(self, pdu, size, pause):
        """The PDU in parts of `size` bytes, `pause` seconds between them."""
        data = self.wire(pdu)
        self.record("out", pdu)
        for start in range(0, len(data), size):
            self.sock.sendall(data[start:start + size])
            time.sleep(pause)

    def status_numbers(self, pdu, request):
        """StatSN, ExpCmdSN and MaxCmdSN, where every response has them."""
        pdu.put(24, self.statsn)
        self.statsn = (self.statsn + 1) & 0xffffffff
        expected = request.cmdsn + (0 if request.immediate else 1)
        pdu.put(28, expected & 0xffffffff)
        pdu.put(32, (expected + 32) & 0xffffffff)
        return pdu

    def until_gone(self):
        """Say nothing more, but hear what comes."""
        while True:
            self.read()

    def hang_up(self):
        """Close our side in order; the initiator's can still be heard."""
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self):
        """Close with a RST."""
        self.ended("ours")
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                             struct.pack("ii", 1, 0))
        self.sock.close()

    def drain(self, seconds):
        """Hear what comes until the initiator closes, for that long."""
        if self.gone:
            return
        try:
            self.sock.settimeout(seconds)
            self.until_gone()
        except TimeoutError:
            self.ended("open")
        except (Gone, OSError):
            self.ended("ours")
