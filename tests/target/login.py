# SPDX-License-Identifier: GPL-2.0-or-later
"""A correct login, from the target's side (RFC 7143 sections 6, 12 and 13).

Each step is a method, so that a behaviour spoils one and leaves the others.
"""

import hashlib
import hmac
import os

from pdu import LOGIN_RESPONSE, T_BIT, Pdu, from_text, to_text

SECURITY, OPERATIONAL, FULL_FEATURE = 0, 1, 3
TSIH = 0x1234
MD5 = "5"

# Our own values, and how the two sides' values make one.
OURS = {
    "HeaderDigest": ("first", "None"), "DataDigest": ("first", "None"),
    "MaxConnections": (min, 1), "InitialR2T": ("or", "No"),
    "ImmediateData": ("and", "Yes"), "MaxBurstLength": (min, 262144),
    "FirstBurstLength": (min, 65536), "DefaultTime2Wait": (max, 2),
    "DefaultTime2Retain": (min, 20), "MaxOutstandingR2T": (min, 1),
    "DataPDUInOrder": ("or", "Yes"), "DataSequenceInOrder": ("or", "Yes"),
    "ErrorRecoveryLevel": (min, 0), "IFMarker": ("first", "No"),
    "OFMarker": ("first", "No"),
}
DECLARED = {"InitiatorName", "InitiatorAlias", "TargetName", "SessionType",
            "MaxRecvDataSegmentLength"}


class Refused(Exception):
    """The login ends with a status other than success."""

    def __init__(self, status):
        super().__init__(f"status {status:04x}")
        self.status = status


def settle(key, theirs):
    """The answer to one proposal."""
    rule, ours = OURS[key]
    if rule == "first":
        return ours if ours in theirs.split(",") else "Reject"
    if rule == "or":
        return "Yes" if "Yes" in (ours, theirs) else "No"
    if rule == "and":
        return "Yes" if ours == theirs == "Yes" else "No"
    return str(rule(ours, int(theirs)))


def chap_response(identifier, secret, challenge):
    return hashlib.md5(bytes([identifier]) + secret.encode() + challenge).digest()


class Login:
    """One login phase.  `answers` replaces the right answer to a key (None: no
    answer), `extra` adds pairs, both in the operational stage.  `asks` keeps
    the stage open once, for pairs that are questions and want an answer."""

    answers = {}
    extra = ()
    asks = False

    def __init__(self, connection):
        self.connection = connection
        self.options = connection.options
        self.proposed = {}
        self.authenticated = "user" not in self.options
        self.identifier = 0x2a
        self.challenge = os.urandom(16)
        self.first = True

    def read(self):
        """The next request, the parts of a split one put together."""
        request = self.connection.read()
        data = request.data
        while request.more:
            self.send(request, [], transit=False)
            request = self.connection.read()
            data += request.data
        request.data = data
        return request

    def response(self, request, pairs, transit=True, nsg=None, status=0):
        flags = request.csg << 2
        if transit and request.transit:
            flags |= T_BIT | (request.nsg if nsg is None else nsg)
        pdu = Pdu.answer(LOGIN_RESPONSE, request, flags, to_text(pairs))
        pdu.header[8:14] = request.header[8:14]
        if status:
            pdu.header[1] = 0
        elif flags & T_BIT and flags & 3 == FULL_FEATURE:
            pdu.put(14, TSIH, 2)
        pdu.put(36, status, 2)
        return self.connection.status_numbers(pdu, request)

    def send(self, request, pairs, **how):
        """True if the response moves on to the next stage."""
        pdu = self.response(request, pairs, **how)
        self.connection.send(pdu)
        return pdu.transit

    def security(self, pairs):
        """Answers in the security stage, and whether it may end."""
        theirs = dict(pairs)
        if "AuthMethod" in theirs:
            return self.auth_method(theirs["AuthMethod"].split(","))
        if "CHAP_A" in theirs:
            return self.chap_challenge(theirs["CHAP_A"].split(","))
        if "CHAP_R" in theirs:
            return self.chap_verify(theirs)
        return [], self.authenticated

    def auth_method(self, offered):
        if self.authenticated and "None" in offered:
            return [("AuthMethod", "None")], True
        if not self.authenticated and "CHAP" in offered:
            return [("AuthMethod", "CHAP")], False
        raise Refused(0x0201)

    def chap_challenge(self, algorithms):
        if MD5 not in algorithms:
            raise Refused(0x0201)
        return [("CHAP_A", MD5), ("CHAP_I", str(self.identifier)),
                ("CHAP_C", "0x" + self.challenge.hex())], False

    def chap_verify(self, theirs):
        wanted = chap_response(self.identifier, self.options["password"],
                               self.challenge)
        given = bytes.fromhex(theirs["CHAP_R"][2:])
        if (theirs.get("CHAP_N") != self.options["user"]
                or not hmac.compare_digest(given, wanted)):
            raise Refused(0x0201)
        self.authenticated = True
        if "CHAP_C" not in theirs:
            return [], True
        return self.chap_prove(int(theirs["CHAP_I"]),
                               bytes.fromhex(theirs["CHAP_C"][2:])), True

    def chap_prove(self, identifier, challenge):
        """Our own proof, where the initiator wants to know who we are."""
        proof = chap_response(identifier, self.options["reverse_password"],
                              challenge)
        return [("CHAP_N", self.options["reverse_user"]),
                ("CHAP_R", "0x" + proof.hex())]

    def operational(self, pairs):
        answers = []
        for key, value in pairs:
            if key in self.answers:
                if self.answers[key] is not None:
                    answers.append((key, self.answers[key]))
            elif key in OURS:
                answers.append((key, settle(key, value)))
            elif key not in DECLARED:
                answers.append((key, "NotUnderstood"))
        if self.first:
            self.first = False
            answers += self.declarations()
        return answers

    def declarations(self):
        found = [("TargetPortalGroupTag", "1"),
                 ("MaxRecvDataSegmentLength", "8192")]
        found = [(key, self.answers.get(key, value)) for key, value in found]
        return [pair for pair in found if pair[1] is not None] + list(self.extra)

    def step(self, request):
        """Answer one request; the stage that is entered, or None."""
        pairs = from_text(request.data)
        for key, value in pairs:
            self.proposed.setdefault(key, value)
        if request.csg == SECURITY:
            answers, may_end = self.security(pairs)
            nsg = min(request.nsg, OPERATIONAL)
        elif not self.authenticated:
            raise Refused(0x0201)
        else:
            may_end, nsg = not (self.asks and self.first), request.nsg
            answers = self.operational(pairs)
        moves = self.send(request, answers, transit=may_end, nsg=nsg)
        return nsg if moves else None

    def run(self):
        """Until the full feature phase; the keys the initiator sent, or None
        after a refusal."""
        while True:
            request = self.read()
            try:
                if self.step(request) == FULL_FEATURE:
                    return self.proposed
            except Refused as refusal:
                self.send(request, [], status=refusal.status)
                return None
