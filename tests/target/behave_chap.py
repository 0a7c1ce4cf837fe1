# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours in the security stage: CHAP (RFC 7143 9.2.1 and 12.1.3)."""

import base64
import os
import queue

from behave import BEHAVIOURS, behaviour, login_with, serve
from login import OPERATIONAL, SECURITY, Login, Refused, chap_response
from pdu import T_BIT


@behaviour
def no_chap(connection):
    """AuthMethod=None though only CHAP was offered, and a login all the same."""
    class Lax(Login):
        def auth_method(self, offered):
            return [("AuthMethod", "None")], True

        def step(self, request):
            self.authenticated = True
            return super().step(request)
    serve(connection, Lax)


def auth_method(value, *more):
    """That answer to AuthMethod, and other pairs with it."""
    pairs = [("AuthMethod", value)] if value is not None else []
    return login_with(auth_method=lambda login, offered: (
        pairs + list(more), False))


BEHAVIOURS["auth-method-srp"] = auth_method("SRP")
BEHAVIOURS["auth-method-list"] = auth_method("CHAP,None")
BEHAVIOURS["auth-method-reject"] = auth_method("Reject")
BEHAVIOURS["auth-method-missing"] = auth_method(None)
BEHAVIOURS["auth-method-twice"] = auth_method("CHAP", ("AuthMethod", "CHAP"))
BEHAVIOURS["chap-a-early"] = auth_method("CHAP", ("CHAP_A", "5"))
BEHAVIOURS["challenge-early"] = auth_method(
    "CHAP", ("CHAP_A", "5"), ("CHAP_I", "1"), ("CHAP_C", "0x" + "11" * 16))
BEHAVIOURS["operational-key-early"] = auth_method(
    "CHAP", ("MaxBurstLength", "65536"))


def transit_at(key):
    """T in the response to the request that has this key, where none was asked
    for.  A Linux target does so with AuthMethod when it asks nobody to
    authenticate."""
    def serve_so(connection):
        class Skipping(Login):
            skip = False

            def security(self, pairs):
                self.skip = key in dict(pairs)
                self.authenticated |= self.skip
                if key == "AuthMethod":
                    return [("AuthMethod", "CHAP")], True
                return super().security(pairs)

            def response(self, request, pairs, **how):
                pdu = super().response(request, pairs, **how)
                if self.skip and pdu.csg == SECURITY:
                    pdu.header[1] |= T_BIT | OPERATIONAL
                return pdu
        serve(connection, Skipping)
    return serve_so


BEHAVIOURS["chap-skipped"] = transit_at("AuthMethod")
BEHAVIOURS["chap-a-with-transit"] = transit_at("CHAP_A")


def challenge(answers=None, extra=(), **attributes):
    """A challenge with other pairs than the right ones."""
    return login_with(challenge_answers=answers or {}, challenge_extra=extra,
                      **attributes)


def challenge_of(size):
    """A challenge of that many bytes."""
    return login_with(new_challenge=lambda login: os.urandom(size))


def encoded(binary, size=16):
    """Our binary values written in that way."""
    return login_with(binary=staticmethod(binary),
                      new_challenge=lambda login: os.urandom(size))


def odd_digits(data):
    """Without the leading zero, when there is one (RFC 7143 6.1)."""
    return "0x" + data.hex().removeprefix("0")


BEHAVIOURS["hex-upper-case"] = encoded(lambda data: "0X" + data.hex().upper())
BEHAVIOURS["base64"] = encoded(
    lambda data: "0b" + base64.b64encode(data).decode(), 17)
BEHAVIOURS["base64-upper-case"] = encoded(
    lambda data: "0B" + base64.b64encode(data).decode(), 16)
BEHAVIOURS["hex-odd"] = login_with(
    binary=staticmethod(odd_digits),
    new_challenge=lambda login: b"\x05" + os.urandom(15))


def algorithm(number):
    return login_with(algorithms=(number,))


class Sha256Mistaken(Login):
    """What tgt does: it takes 7 for SHA-1, and so refuses the right answer."""
    algorithms = ("7", "6", "5")
    refusal = 0x0200

    def chap_challenge(self, offered):
        # It goes by its own order.
        known = [name for name in self.algorithms if name in offered]
        return super().chap_challenge(known)

    def respond(self, identifier, secret, challenge):
        number = "6" if self.algorithm == "7" else self.algorithm
        return chap_response(identifier, secret, challenge, number)

    def chap_verify(self, theirs):
        try:
            return super().chap_verify(theirs)
        except Refused:
            raise Refused(self.refusal) from None


@behaviour
def sha256_mistaken(connection):
    serve(connection, Sha256Mistaken)


@behaviour
def sha256_mistaken_0201(connection):
    class Other(Sha256Mistaken):
        refusal = 0x0201
    serve(connection, Other)


def refuse_proof(status, chosen):
    """Every proof is refused, after that algorithm."""
    def verify(login, theirs):
        raise Refused(status)
    return login_with(algorithms=(chosen,), chap_verify=verify)


@behaviour
def reflected_challenge(connection):
    """The initiator's own challenge comes back, with its CHAP_N and CHAP_R
    still outstanding: a second challenge instead of the proof."""
    class Reflecting(Login):
        def chap_prove(self, identifier, challenge):
            return [("CHAP_A", self.algorithm), ("CHAP_I", str(identifier)),
                    ("CHAP_C", self.binary(challenge))]

        def chap_verify(self, theirs):
            return super().chap_verify(theirs)[0], False
    serve(connection, Reflecting)


@behaviour
def reflected_response(connection):
    """The initiator's own CHAP_N and CHAP_R come back as the proof."""
    class Mirror(Login):
        def chap_prove(self, identifier, challenge):
            return [("CHAP_N", self.options["user"]),
                    ("CHAP_R", self.binary(self.proof))]
    serve(connection, Mirror)


@behaviour
def reflected_response_renamed(connection):
    """The same under the name that the initiator expects."""
    class Mirror(Login):
        def chap_prove(self, identifier, challenge):
            return [("CHAP_N", self.options["reverse_user"]),
                    ("CHAP_R", self.binary(self.proof))]
    serve(connection, Mirror)


@behaviour
def mutual_wrong_proof(connection):
    class Impostor(Login):
        def chap_prove(self, identifier, challenge):
            size = len(self.proof)
            return [("CHAP_N", self.options.get("reverse_user", "someone")),
                    ("CHAP_R", self.binary(b"\x5a" * size))]
    serve(connection, Impostor)


@behaviour
def mutual_no_proof(connection):
    class Shy(Login):
        def chap_prove(self, identifier, challenge):
            return []
    serve(connection, Shy)


@behaviour
def mutual_no_proof_no_transit(connection):
    """No proof, and the stage stays open: the initiator may ask on, but never
    go on."""
    class Silent(Login):
        def chap_prove(self, identifier, challenge):
            return []

        def security(self, pairs):
            answers, _ = super().security(pairs)
            return answers, False
    serve(connection, Silent)


class Accomplices:
    """One who poses as two targets and knows no secret at all.  Where the
    initiator expects from one what it answers to the other, the challenge that
    one is sent becomes the other's, and the answer to that the one's proof
    (RFC 7143 9.2.1).  Each waits for the other at most `patience` seconds."""
    patience = 5

    def __init__(self):
        self.challenges = queue.Queue()
        self.answers = queue.Queue()

    def prove(self, connection):
        """The one that has to prove who it is."""
        accomplices = self

        class Prover(Login):
            def chap_verify(self, theirs):
                self.authenticated = True
                accomplices.challenges.put((int(theirs["CHAP_I"]),
                                            theirs["CHAP_C"]))
                guess = self.binary(bytes(len(self.respond(0, "", b""))))
                found = accomplices.answers.get(timeout=accomplices.patience)
                return [("CHAP_N", self.options["reverse_user"]),
                        ("CHAP_R", found or guess)], True
        serve(connection, Prover)

    def ask(self, connection):
        """The one that has it answered; if it is not, the other can but guess."""
        accomplices = self

        class Asker(Login):
            def chap_challenge(self, offered):
                self.identifier, challenge = accomplices.challenges.get(
                    timeout=accomplices.patience)
                return [("CHAP_A", offered[0]),
                        ("CHAP_I", str(self.identifier)),
                        ("CHAP_C", challenge)], False

            def chap_verify(self, theirs):
                accomplices.answers.put(theirs["CHAP_R"])
                raise Refused(0x0201)
        try:
            serve(connection, Asker)
        finally:
            accomplices.answers.put(None)


ACCOMPLICES = Accomplices()
BEHAVIOURS["accomplice-proves"] = ACCOMPLICES.prove
BEHAVIOURS["accomplice-asks"] = ACCOMPLICES.ask


def proof(answers=None, extra=()):
    """A proof with other pairs than the right ones."""
    return login_with(proof_answers=answers or {}, proof_extra=extra)


@behaviour
def proof_late(connection):
    """The proof comes one exchange later, after an empty response (RFC 7143
    12.1.3 has it in the answer to CHAP_R; T stays away until then)."""
    class Late(Login):
        late = ()

        def security(self, pairs):
            if not pairs and self.late:
                return self.late, True
            answers, may_end = super().security(pairs)
            if dict(answers).keys() & {"CHAP_R"}:
                self.late, answers, may_end = answers, [], False
            return answers, may_end
    serve(connection, Late)


@behaviour
def stage_after_proof_stays(connection):
    """The proof without T; the next request, an empty one, ends the stage."""
    class Staying(Login):
        def security(self, pairs):
            answers, may_end = super().security(pairs)
            return answers, may_end and not pairs
    serve(connection, Staying)
