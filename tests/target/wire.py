# SPDX-License-Identifier: GPL-2.0-or-later
"""What must hold of every Login Request of an initiator, as it was seen on
the wire (RFC 7143 6.1 to 6.3, 9.2.1, 11.12, 12 and 13)."""

import re

from login import FULL_FEATURE, OPERATIONAL, SECURITY
from pdu import BHS, C_BIT, LOGIN_REQUEST, LOGIN_RESPONSE, NO_TAG, T_BIT, Pdu

SEGMENT_MAX = 8192			# whatever was declared (13.12)
TRANSITS = {(SECURITY, OPERATIONAL), (SECURITY, FULL_FEATURE),
            (OPERATIONAL, FULL_FEATURE)}

CHAP = ("CHAP_A", "CHAP_N", "CHAP_R", "CHAP_I", "CHAP_C")
SECURITY_KEYS = {"InitiatorName", "TargetName", "SessionType", "InitiatorAlias",
                 "AuthMethod", *CHAP}
# What the requests of the security stage may consist of, in this order.
SECURITY_ORDER = [("AuthMethod",), ("CHAP_A",), ("CHAP_N", "CHAP_R"),
                  ("CHAP_N", "CHAP_R", "CHAP_I", "CHAP_C")]
OBSOLETE = {"IFMarker", "OFMarker", "IFMarkInt", "OFMarkInt"}
HEXADECIMAL = re.compile(r"0x([0-9a-f]{2})+")
KEY_NAME = re.compile(r"[A-Z][A-Za-z0-9.+_@-]{0,62}")


def pairs_of(data):
    """The pairs of one text, and what is wrong with its form."""
    pairs, faults = [], []
    if data and not data.endswith(b"\0"):
        faults.append("the last pair has no NUL")
    for part in data.split(b"\0")[:-1] if data else []:
        key, equals, value = part.decode("utf-8", "replace").partition("=")
        if not equals:
            faults.append(f"{part!r} is not key=value")
        elif not KEY_NAME.fullmatch(key):
            faults.append(f"{key!r} is not the name of a key")
        elif len(value) > 255:
            faults.append(f"{key} has {len(value)} bytes")
        else:
            pairs.append((key, value))
    return pairs, faults


def header_faults(pdu):
    """What can be said of one Login Request without the others."""
    flags, header = pdu.flags, pdu.header
    zero = {"Version-max": (2, 3), "Version-min": (3, 4),
            "TotalAHSLength": (4, 5), "TSIH": (14, 16),
            "bytes 22 and 23": (22, 24), "bytes 32 to 47": (32, 48)}
    faults = [f"{name} is not 0" for name, (start, end) in zero.items()
              if any(header[start:end])]
    if header[0] != 0x43:
        faults.append(f"the first byte is {header[0]:02x}, not 43")
    if flags & 0x30:
        faults.append("reserved flags are set")
    if flags & T_BIT and flags & C_BIT:
        faults.append("T and C at once")
    if not flags & T_BIT and pdu.nsg:
        faults.append("T is 0 and NSG is not")
    if pdu.csg not in (SECURITY, OPERATIONAL):
        faults.append(f"CSG is {pdu.csg}")
    if flags & T_BIT and (pdu.csg, pdu.nsg) not in TRANSITS:
        faults.append(f"a transit from {pdu.csg} to {pdu.nsg}")
    if len(pdu.data) > SEGMENT_MAX:
        faults.append(f"DataSegmentLength is {len(pdu.data)}")
    if len(pdu.padding) != -len(pdu.data) % 4 or any(pdu.padding):
        faults.append(f"the padding is {pdu.padding!r}")
    if pdu.itt == NO_TAG:
        faults.append("the Initiator Task Tag is ffffffff")
    if header[8] >> 6 == 3:
        faults.append("the ISID has the reserved type")
    return faults


# What stays as it is through the login phase: offset and size.
CONSTANT = {"ISID": (8, 6), "Initiator Task Tag": (16, 4), "CID": (20, 2),
            "CmdSN": (24, 4)}


class LoginPhase:
    """The requests of one connection, one after the other."""

    def __init__(self):
        self.faults = []
        self.first = self.response = None
        self.last = None
        self.outstanding = False
        self.keys = set()
        self.text = b""
        self.step = 0			# the next row of SECURITY_ORDER

    def fault(self, *texts):
        number = self.count
        self.faults += [f"login request {number}: {text}" for text in texts]
    count = 0

    def request(self, pdu):
        self.count += 1
        self.fault(*header_faults(pdu))
        if self.outstanding:
            self.fault("sent before the last one was answered")
        self.outstanding = True
        if self.first is None:
            self.first = pdu
        self.constant(pdu)
        self.follows(pdu)
        if pdu.more:
            self.text += pdu.data
        else:
            pairs, faults = pairs_of(self.text + pdu.data)
            self.text = b""
            self.fault(*faults)
            self.pairs(pdu, pairs)
        self.last = pdu

    def constant(self, pdu):
        for name, (offset, size) in CONSTANT.items():
            if pdu.get(offset, size) != self.first.get(offset, size):
                self.fault(f"another {name} than before")
        expected = 0
        if self.response:
            expected = (self.response.get(24) + 1) & 0xffffffff
        if pdu.expstatsn != expected:
            self.fault(f"ExpStatSN is {pdu.expstatsn}, not {expected}")

    def follows(self, pdu):
        """What the last response leaves open."""
        response = self.response
        if response is None:
            return
        if response.status:
            self.fault(f"sent after status {response.status:04x}")
        stage = response.nsg if response.transit else response.csg
        if pdu.csg != stage:
            self.fault(f"CSG is {pdu.csg} where the stage is {stage}")
        if response.more and (pdu.data or pdu.transit or pdu.more):
            self.fault("the answer to a C bit is not an empty request")

    def pairs(self, pdu, pairs):
        names = [key for key, value in pairs]
        for name in names:
            if name in self.keys:
                self.fault(f"{name} is sent again")
            self.keys.add(name)
        if pdu is self.first:
            self.leading(dict(pairs), names)
        if pdu.csg == SECURITY:
            self.security(names)
            self.values(dict(pairs))
        for name in sorted({"AuthMethod", *CHAP} & set(names)):
            if pdu.csg != SECURITY:
                self.fault(f"{name} in the operational stage")

    def leading(self, pairs, names):
        """RFC 7143 6.3: what the first request has to say."""
        if names[:1] != ["InitiatorName"]:
            self.fault("InitiatorName does not come first")
        if pairs.get("SessionType") not in ("Normal", "Discovery"):
            self.fault("SessionType is missing")
        if pairs.get("SessionType") == "Normal" and "TargetName" not in pairs:
            self.fault("TargetName is missing")
        for name in sorted(OBSOLETE & set(names)):
            self.fault(f"{name} is offered, which is obsolete (13.25)")

    def security(self, names):
        for name in names:
            if name not in SECURITY_KEYS:
                self.fault(f"{name} in the security stage")
        said = tuple(name for name in names if name in {"AuthMethod", *CHAP})
        if not said:
            return
        if said not in SECURITY_ORDER or \
           SECURITY_ORDER.index(said) not in (self.step, self.step + 1):
            self.fault(f"{', '.join(said)} is out of order")
        else:
            self.step = min(SECURITY_ORDER.index(said) + 1, 2)

    def values(self, pairs):
        if pairs.get("AuthMethod", "CHAP") not in ("CHAP", "None"):
            self.fault("AuthMethod offers less than was asked for")
        if "CHAP_A" in pairs and "5" not in pairs["CHAP_A"].split(","):
            self.fault("CHAP_A does not have 5, which it must (12.1.3)")
        for key in ("CHAP_R", "CHAP_C"):
            if key in pairs and not HEXADECIMAL.fullmatch(pairs[key]):
                self.fault(f"{key} is not 0x and lower-case digits")
        if "CHAP_C" in pairs and len(pairs["CHAP_C"]) < 2 + 32:
            self.fault("CHAP_C is shorter than 16 bytes")
        identifier = pairs.get("CHAP_I", "0")
        if not identifier.isdecimal() or int(identifier) > 255 or \
           identifier != str(int(identifier)):
            self.fault(f"CHAP_I is {identifier}")

    def answered(self, pdu):
        self.outstanding = False
        self.response = pdu


def login_faults(events):
    """All that is wrong with the Login Requests of one connection."""
    phase = LoginPhase()
    for _, kind, what in events:
        if kind == "in" and what.opcode == LOGIN_REQUEST:
            phase.request(what)
        elif kind == "in":
            if not phase.response or not phase.response.transit or \
               phase.response.nsg != FULL_FEATURE:
                phase.faults.append("not a Login Request before the login's end")
            break
        elif kind == "out" and what.opcode == LOGIN_RESPONSE:
            phase.answered(what)
        elif kind == "raw":
            phase.response = parsed(what) or phase.response
    return phase.faults


def parsed(raw):
    """The Login Response in bytes that were sent as they are."""
    if len(raw) < BHS or raw[0] != LOGIN_RESPONSE:
        return None
    return Pdu(raw[:BHS])
