# SPDX-License-Identifier: GPL-2.0-or-later
"""One connection of the scripted target: PDUs in and out, and the log."""

import json
import time

from pdu import BHS, Pdu, parse


class Gone(Exception):
    """The initiator has closed the connection."""


class Connection:
    def __init__(self, sock, behaviour, number, log, options):
        self.sock = sock
        self.behaviour = behaviour
        self.number = number		# counts from 1 since the target's start
        self.options = options
        self.log = log
        self.statsn = 1

    def note(self, direction, facts):
        line = {"at": round(time.monotonic(), 3), "behaviour": self.behaviour,
                "connection": self.number, "dir": direction} | facts
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()

    def exactly(self, size):
        data = b""
        while len(data) < size:
            part = self.sock.recv(size - len(data))
            if not part:
                raise Gone
            data += part
        return data

    def read(self):
        header = self.exactly(BHS)
        ahs, length, padding = parse(header)
        self.exactly(ahs)
        data = self.exactly(length + padding)[:length]
        pdu = Pdu(header, data)
        self.note("in", pdu.describe())
        return pdu

    def send(self, pdu):
        data = bytes(pdu)
        self.note("out", pdu.describe())
        self.sock.sendall(data)

    def send_raw(self, data):
        self.note("out", {"pdu": "raw", "length": len(data)})
        self.sock.sendall(data)

    def status_numbers(self, pdu, request):
        """StatSN, ExpCmdSN and MaxCmdSN, where every response has them."""
        pdu.put(24, self.statsn)
        self.statsn += 1
        expected = request.cmdsn + (0 if request.immediate else 1)
        pdu.put(28, expected & 0xffffffff)
        pdu.put(32, (expected + 32) & 0xffffffff)
        return pdu

    def until_gone(self):
        """Say nothing more, but hear what comes."""
        while True:
            self.read()
