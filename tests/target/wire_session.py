# SPDX-License-Identifier: GPL-2.0-or-later
"""What must hold of an initiator's PDUs in the full feature phase, as they
were seen on the wire (RFC 7143 4.2.2, 11.3, 11.10, 11.14, 11.18)."""

from pdu import (C_BIT, F_BIT, LOGIN_REQUEST, LOGIN_RESPONSE, LOGOUT_REQUEST,
                 LOGOUT_RESPONSE, DATA_IN, NAMES, NO_TAG, NOP_IN, NOP_OUT,
                 SCSI_COMMAND, TEXT_REQUEST, TEXT_RESPONSE)
from wire import parsed

R_BIT, W_BIT = 0x40, 0x20
S_BIT = 0x01


class FullFeature:
    def __init__(self):
        self.faults = []
        self.login = None
        self.cmdsn = None
        self.tags = {NO_TAG}
        self.text = None		# the last Text Request and its response
        self.text_response = None
        self.ping = []			# NOP-Ins that want an answer
        self.logout = None
        self.statsn = None
        self.sent = []			# StatSNs since the last request
        self.acknowledged = None
        self.name = ""

    def fault(self, text):
        self.faults.append(f"{self.name}: {text}")

    def request(self, pdu):
        self.name = NAMES.get(pdu.opcode, f"opcode {pdu.opcode:02x}")
        known = {NOP_OUT: self.nop, SCSI_COMMAND: self.scsi,
                 TEXT_REQUEST: self.text_request, LOGOUT_REQUEST: self.log_out}
        if pdu.opcode not in known:
            self.fault("not one that a probe sends")
            return
        if self.logout is not None:
            self.fault("sent after the Logout Request")
        self.common(pdu)
        self.sequence(pdu)
        known[pdu.opcode](pdu)

    def common(self, pdu):
        if pdu.header[0] & 0x80:
            self.fault("the reserved bit of the first byte is set")
        if not pdu.flags & F_BIT:
            self.fault("the F bit is not set")
        if pdu.header[4]:
            self.fault("TotalAHSLength is not 0")
        if len(pdu.padding) != -len(pdu.data) % 4 or any(pdu.padding):
            self.fault(f"the padding is {pdu.padding!r}")
        if not getattr(pdu, "header_crc_right", True):
            self.fault("the header digest is wrong")
        if not getattr(pdu, "data_crc_right", True):
            self.fault("the data digest is wrong")

    def sequence(self, pdu):
        """CmdSN, ExpStatSN and the task tag."""
        if self.cmdsn is None:
            self.cmdsn = self.login.cmdsn
        if pdu.cmdsn != self.cmdsn:
            self.fault(f"CmdSN is {pdu.cmdsn}, not {self.cmdsn}")
        if not pdu.immediate:
            self.cmdsn = (pdu.cmdsn + 1) & 0xffffffff
        self.acknowledges((pdu.expstatsn - 1) & 0xffffffff)
        again = self.text is not None and pdu.opcode == TEXT_REQUEST
        if pdu.itt in self.tags and not again and not (
                pdu.opcode == NOP_OUT and pdu.itt == NO_TAG):
            self.fault(f"the Initiator Task Tag {pdu.itt:08x} again")
        self.tags.add(pdu.itt)

    def acknowledges(self, statsn):
        """The last StatSN; where several PDUs of the target's went before, the
        initiator may not have read them all."""
        known = self.sent if len(self.sent) > 1 else [self.statsn]
        if self.name == "logout-request" and statsn == self.acknowledged:
            return			# it does not believe the last one
        self.acknowledged = statsn
        if statsn not in known:
            self.fault(f"it acknowledges StatSN {statsn}, and {self.statsn} "
                       "was the last")
            self.sent = []
        else:
            self.sent = self.sent[known.index(statsn) + 1:]

    def zero(self, pdu, *ranges):
        for start, end in ranges:
            if any(pdu.header[start:end]):
                self.fault(f"bytes {start} to {end - 1} are not 0")

    def scsi(self, pdu):
        flags, length = pdu.flags, pdu.ttt
        if flags & W_BIT:
            self.fault("a command that writes")
        if bool(flags & R_BIT) != bool(length):
            self.fault(f"R is {bool(flags & R_BIT)} and the expected length "
                       f"{length}")
        if flags & 0x18:
            self.fault("reserved flags are set")
        if pdu.data:
            self.fault("a command that reads has data")
        self.zero(pdu, (2, 4))

    def nop(self, pdu):
        if pdu.itt == NO_TAG:
            self.pong(pdu)
        elif pdu.ttt != NO_TAG:
            self.fault("a ping whose Target Transfer Tag is not ffffffff")
        if pdu.flags != F_BIT:
            self.fault("reserved flags are set")
        self.zero(pdu, (2, 4), (32, 48))

    def pong(self, pdu):
        """The answer to a NOP-In (11.18)."""
        asked = [ping for ping in self.ping if ping.ttt == pdu.ttt]
        if not asked:
            self.fault("answers a NOP-In that wanted no answer")
            return
        self.ping.remove(asked[0])
        if pdu.get(8, 8) != asked[0].get(8, 8):
            self.fault("another LUN than the NOP-In's")
        if not pdu.immediate:
            self.fault("the answer to a NOP-In is not immediate")
        if pdu.data:
            self.fault("the answer to a NOP-In has data")

    def text_request(self, pdu):
        before = self.text_response
        if self.text is None:
            if pdu.ttt != NO_TAG:
                self.fault("the first Target Transfer Tag is not ffffffff")
            if pdu.data != b"SendTargets=All\0":
                self.fault(f"it says {pdu.data[:40]!r}")
            self.zero(pdu, (8, 16))
        elif before is None:
            self.fault("sent before the last one was answered")
        else:
            same = {"Initiator Task Tag": (16, 4), "Target Transfer Tag": (20, 4),
                    "LUN": (8, 8)}
            for name, (offset, size) in same.items():
                if pdu.get(offset, size) != before.get(offset, size):
                    self.fault(f"another {name} than the response's")
            if pdu.data:
                self.fault("asks for the rest with text in it")
            if pdu.immediate != self.text.immediate:
                self.fault("another I bit than the first one's")
        if pdu.flags & C_BIT:
            self.fault("the C bit is set")
        self.zero(pdu, (2, 4), (32, 48))
        self.text, self.text_response = pdu, None

    def log_out(self, pdu):
        if pdu.flags != F_BIT:
            self.fault(f"the reason is {pdu.flags & 0x7f}, not 0")
        if pdu.get(20, 2) != self.login.get(20, 2):
            self.fault("another CID than the login's")
        if pdu.data:
            self.fault("it has data")
        self.zero(pdu, (2, 4), (8, 16), (22, 24), (32, 48))
        self.logout = pdu

    def response(self, pdu):
        if pdu.opcode == TEXT_RESPONSE:
            self.text_response = pdu
        if pdu.opcode == NOP_IN and pdu.ttt != NO_TAG:
            self.ping.append(pdu)
        counts = pdu.opcode != DATA_IN or pdu.flags & S_BIT
        if counts and not (pdu.opcode == NOP_IN and pdu.itt == NO_TAG):
            self.statsn = pdu.get(24)
        self.sent.append(self.statsn)


def session_faults(events):
    """All that is wrong with what came behind the login of one connection."""
    phase = FullFeature()
    for _, kind, what in events:
        if kind == "in" and what.opcode == LOGIN_REQUEST:
            phase.login = what
        elif kind == "in":
            phase.request(what)
        elif kind == "raw" and parsed(what):
            phase.statsn = parsed(what).get(24)
        elif kind == "out" and what.opcode == LOGIN_RESPONSE:
            phase.statsn = what.get(24)
        elif kind == "out":
            phase.response(what)
    return phase.faults


def logout_faults(events):
    """A session that went well ends with a Logout, and then with a FIN of the
    initiator's."""
    kinds = [(kind, what) for _, kind, what in events]
    requests = [what for kind, what in kinds if kind == "in"]
    if not requests or requests[-1].opcode != LOGOUT_REQUEST:
        return ["the last PDU is not a Logout Request"]
    answered = [at for at, kind, what in events if kind == "out"
                and what.opcode == LOGOUT_RESPONSE]
    ends = [(at, what) for at, kind, what in events if kind == "end"]
    if answered and (not ends or ends[0][1] != "closed"
                     or ends[0][0] - answered[0] > 1):
        return ["no FIN within a second of the Logout Response"]
    return []
