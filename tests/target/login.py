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

# The algorithms of CHAP by their numbers at the IANA.
HASHES = {"5": "md5", "6": "sha1", "7": "sha256", "8": "sha3_256"}

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

    def __init__(self, status, pairs=()):
        super().__init__(f"status {status:04x}")
        self.status = status
        self.pairs = pairs


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


def chap_response(identifier, secret, challenge, algorithm="5"):
    text = bytes([identifier & 0xff]) + secret.encode() + challenge
    return hashlib.new(HASHES[algorithm], text).digest()


def hexadecimal(data):
    return "0x" + data.hex()


def replace(pairs, answers, extra=()):
    """The pairs with other values (None: without the pair), and more behind."""
    pairs = [(key, answers.get(key, value)) for key, value in pairs]
    return [pair for pair in pairs if pair[1] is not None] + list(extra)


class Login:
    """One login phase.  What a variant may say instead of the right thing:
    `answers` replaces the answer to a key (None: no answer) and `extra` adds
    pairs, both in the operational stage; `asks` keeps that stage open once, for
    pairs that are questions and want an answer.  The same for the two steps of
    CHAP that are ours: `challenge_answers`, `proof_answers` and their extras.
    """

    answers = {}
    extra = ()
    asks = False
    challenge_answers = {}
    challenge_extra = ()
    proof_answers = {}
    proof_extra = ()
    algorithms = ("5", "6", "7", "8")	# ours; the first of theirs is taken
    identifier = 0x2a
    binary = staticmethod(hexadecimal)
    tsih = TSIH

    def __init__(self, connection):
        self.connection = connection
        self.options = connection.options
        self.proposed = {}
        self.settled = {}
        self.authenticated = "user" not in self.options
        self.algorithm = None
        self.challenge = self.new_challenge()
        self.proof = b""		# what the initiator answered to it
        self.first = True

    def new_challenge(self):
        return os.urandom(16)

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
            pdu.put(14, self.tsih, 2)
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

    def chap_challenge(self, offered):
        known = [name for name in offered if name in self.algorithms]
        if not known:
            raise Refused(0x0201)
        self.algorithm = known[0]
        pairs = [("CHAP_A", self.algorithm), ("CHAP_I", str(self.identifier)),
                 ("CHAP_C", self.binary(self.challenge))]
        return replace(pairs, self.challenge_answers, self.challenge_extra), False

    def chap_verify(self, theirs):
        wanted = self.respond(self.identifier, self.options["password"],
                              self.challenge)
        self.proof = bytes.fromhex(theirs["CHAP_R"][2:])
        if (theirs.get("CHAP_N") != self.options["user"]
                or not hmac.compare_digest(self.proof, wanted)):
            raise Refused(0x0201)
        self.authenticated = True
        if "CHAP_C" not in theirs:
            return replace([], {}, self.proof_extra), True
        pairs = self.chap_prove(int(theirs["CHAP_I"]),
                                bytes.fromhex(theirs["CHAP_C"][2:]))
        return replace(pairs, self.proof_answers, self.proof_extra), True

    def respond(self, identifier, secret, challenge):
        return chap_response(identifier, secret, challenge, self.algorithm)

    def chap_prove(self, identifier, challenge):
        """Our own proof, where the initiator wants to know who we are."""
        if "reverse_password" not in self.options:
            return []
        proof = self.respond(identifier, self.options["reverse_password"],
                             challenge)
        return [("CHAP_N", self.options["reverse_user"]),
                ("CHAP_R", self.binary(proof))]

    def operational(self, pairs):
        answers = []
        for key, value in pairs:
            if key in DECLARED:
                continue
            if key in self.answers:
                if self.answers[key] is not None:
                    answers.append((key, self.answers[key]))
            elif key in OURS:
                answers.append((key, settle(key, value)))
            else:
                answers.append((key, "NotUnderstood"))
        self.settled |= dict(answers)
        if self.first:
            self.first = False
            answers += self.declarations()
        return answers

    def declarations(self):
        return replace([("TargetPortalGroupTag", "1"),
                        ("MaxRecvDataSegmentLength", "8192")],
                       self.answers, self.extra)

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
                    self.use_digests()
                    return self.proposed
            except Refused as refusal:
                self.send(request, refusal.pairs, status=refusal.status)
                return None

    def use_digests(self):
        """They begin behind the final response (RFC 7143 13.1)."""
        self.connection.header_digest = self.settled.get(
            "HeaderDigest") == "CRC32C"
        self.connection.data_digest = self.settled.get("DataDigest") == "CRC32C"
