# SPDX-License-Identifier: GPL-2.0-or-later
"""iSCSI PDUs as bytes (RFC 7143 section 11), for the scripted target.

Strict in nothing: this side has to be able to send what is wrong.
"""

import struct

BHS = 48

# Opcodes without the immediate bit.
NOP_OUT, SCSI_COMMAND, TASK_REQUEST, LOGIN_REQUEST = 0x00, 0x01, 0x02, 0x03
TEXT_REQUEST, DATA_OUT, LOGOUT_REQUEST = 0x04, 0x05, 0x06
NOP_IN, SCSI_RESPONSE, TASK_RESPONSE, LOGIN_RESPONSE = 0x20, 0x21, 0x22, 0x23
TEXT_RESPONSE, DATA_IN, LOGOUT_RESPONSE = 0x24, 0x25, 0x26
ASYNC_MESSAGE, REJECT = 0x32, 0x3f

NAMES = {
    NOP_OUT: "nop-out", SCSI_COMMAND: "scsi-command",
    TASK_REQUEST: "task-request", LOGIN_REQUEST: "login-request",
    TEXT_REQUEST: "text-request", DATA_OUT: "data-out",
    LOGOUT_REQUEST: "logout-request", NOP_IN: "nop-in",
    SCSI_RESPONSE: "scsi-response", TASK_RESPONSE: "task-response",
    LOGIN_RESPONSE: "login-response", TEXT_RESPONSE: "text-response",
    DATA_IN: "data-in", LOGOUT_RESPONSE: "logout-response",
    ASYNC_MESSAGE: "async-message", REJECT: "reject",
}

NO_TAG = 0xffffffff
T_BIT, C_BIT, F_BIT = 0x80, 0x40, 0x80


class Pdu:
    """A header as 48 bytes to be changed at will, and the data behind it."""

    def __init__(self, header=None, data=b""):
        self.header = bytearray(header or bytes(BHS))
        self.data = data
        self.ahs = b""
        # What is sent behind the data, when it is not what belongs there.
        self.padding = None
        # What the header says of the data, when that is to be a lie.
        self.claimed = None

    @classmethod
    def answer(cls, opcode, request, flags=0, data=b""):
        pdu = cls(data=data)
        pdu.header[0] = opcode
        pdu.header[1] = flags
        pdu.put(16, request.itt)
        return pdu

    def put(self, offset, value, size=4):
        self.header[offset:offset + size] = value.to_bytes(size, "big")

    def get(self, offset, size=4):
        return int.from_bytes(self.header[offset:offset + size], "big")

    def __bytes__(self):
        self.put(5, len(self.data) if self.claimed is None else self.claimed, 3)
        return self.head + self.body

    @property
    def head(self):
        """What the header digest covers."""
        return bytes(self.header) + self.ahs

    @property
    def body(self):
        """What the data digest covers."""
        zeros = bytes(-len(self.data) % 4)
        return self.data + (zeros if self.padding is None else self.padding)

    @property
    def opcode(self):
        return self.header[0] & 0x3f

    @property
    def immediate(self):
        return bool(self.header[0] & 0x40)

    @property
    def flags(self):
        return self.header[1]

    @property
    def itt(self):
        return self.get(16)

    @property
    def cmdsn(self):
        return self.get(24)

    @property
    def ttt(self):
        return self.get(20)

    @property
    def expstatsn(self):
        return self.get(28)

    @property
    def status(self):
        """Status-Class and Status-Detail of a Login Response."""
        return self.get(36, 2)

    @property
    def csg(self):
        return self.flags >> 2 & 3

    @property
    def nsg(self):
        return self.flags & 3

    @property
    def transit(self):
        return bool(self.flags & T_BIT)

    @property
    def more(self):
        return bool(self.flags & C_BIT)

    def describe(self):
        """The fields a test may want to look at, for the log."""
        facts = {"pdu": NAMES.get(self.opcode, f"0x{self.opcode:02x}"),
                 "itt": self.itt, "length": len(self.data)}
        if self.opcode in (LOGIN_REQUEST, LOGIN_RESPONSE):
            facts |= {"T": self.transit, "C": self.more, "csg": self.csg,
                      "nsg": self.nsg, "isid": bytes(self.header[8:14]).hex(),
                      "tsih": self.get(14, 2)}
        if self.opcode == LOGIN_REQUEST:
            facts |= {"cid": self.get(20, 2), "cmdsn": self.cmdsn,
                      "expstatsn": self.get(28)}
        if self.opcode == LOGIN_RESPONSE:
            facts |= {"statsn": self.get(24), "status": f"{self.get(36, 2):04x}"}
        if self.opcode == SCSI_COMMAND:
            facts |= {"cdb": bytes(self.header[32:48]).hex()}
        if self.opcode in (LOGIN_REQUEST, LOGIN_RESPONSE, TEXT_REQUEST,
                           TEXT_RESPONSE):
            facts["keys"] = [part.decode(errors="replace")
                             for part in self.data.split(b"\0") if part]
        return facts


def parse(header):
    """How much data follows a header: (AHS bytes, data bytes, padding)."""
    length = int.from_bytes(header[5:8], "big")
    return header[4] * 4, length, -length % 4


def to_text(keys):
    """[("Key", "value"), ...] as a data segment."""
    return b"".join(f"{key}={value}".encode() + b"\0" for key, value in keys)


def from_text(data):
    """The pairs of a data segment, in their order."""
    pairs = []
    for part in data.split(b"\0"):
        if part:
            key, _, value = part.decode(errors="replace").partition("=")
            pairs.append((key, value))
    return pairs


def lun_number(pdu):
    """The simple form of the LUN in bytes 8 to 15."""
    return struct.unpack_from(">H", pdu.header, 8)[0] & 0x3fff
