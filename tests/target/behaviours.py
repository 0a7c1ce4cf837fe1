# SPDX-License-Identifier: GPL-2.0-or-later
"""What the scripted target does: one row, or one small function, a behaviour.

A behaviour gets a Connection and returns when the connection is to be closed.
Rows of NEGOTIATION spoil a login that is otherwise right; the functions say
for themselves what they do.
"""

import random

from login import OPERATIONAL, SECURITY, Login, Refused
from pdu import (C_BIT, LOGIN_RESPONSE, NO_TAG, REJECT, T_BIT, Pdu, from_text,
                 to_text)
from session import Session

BEHAVIOURS = {}


def behaviour(function):
    """Enter a function into the table under its own name."""
    BEHAVIOURS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def serve(connection, login=Login):
    keys = login(connection).run()
    if keys is not None:
        Session(connection, keys).run()


@behaviour
def good(connection):
    """A right login; CHAP if there is a user, mutual if it is asked for."""
    serve(connection)


# Wrong in the operational stage: name, answers to replace, pairs to add.
NEGOTIATION = [
    ("max-recv-zero", {"MaxRecvDataSegmentLength": "0"}, ()),
    ("max-recv-too-big", {"MaxRecvDataSegmentLength": "16777216"}, ()),
    ("max-recv-wraps", {"MaxRecvDataSegmentLength": "18446744073709568000"}, ()),
    ("max-burst-out-of-range", {"MaxBurstLength": "99999999"}, ()),
    ("max-burst-above-offer", {"MaxBurstLength": "16776704"}, ()),
    ("first-burst-octal", {"FirstBurstLength": "017"}, ()),
    ("immediate-data-maybe", {"ImmediateData": "Maybe"}, ()),
    ("key-unknown-late", {}, [("X-com.example.Colour", "blue")]),
    ("key-not-offered", {}, [("MaxOutstandingUnexpectedPDUs", "4")]),
    ("digest-not-offered", {"HeaderDigest": "CRC32C"}, ()),
    ("key-twice", {}, [("MaxBurstLength", "65536"), ("MaxBurstLength", "8192")]),
    ("key-without-value", {}, [("TargetAlias", ""), ]),
    ("no-answers", {key: None for key in (
        "HeaderDigest", "DataDigest", "InitialR2T", "ImmediateData",
        "MaxBurstLength", "FirstBurstLength")}, ()),
]


def spoiled(answers, extra):
    variant = type("Spoiled", (Login,), {"answers": answers, "extra": extra})
    return lambda connection: serve(connection, variant)


for name, answers, extra in NEGOTIATION:
    BEHAVIOURS[name] = spoiled(answers, extra)


@behaviour
def key_unknown(connection):
    """A key that no standard knows, while there is time to answer it."""
    class Asking(Login):
        extra = [("X-com.example.Colour", "blue")]
        asks = True
    serve(connection, Asking)


# Every status a login may end with; two that no standard knows.
STATUSES = [*range(0x0200, 0x020c), 0x0300, 0x0301, 0x0302, 0x04ff, 0x0999]


def refusing(status, times=None):
    """Refuse that many logins (None: all), then serve."""
    def refuse(connection):
        if times is not None and connection.number > times:
            return serve(connection)
        login = Login(connection)
        login.send(login.read(), [], status=status)
        return None
    return refuse


for status in STATUSES:
    BEHAVIOURS[f"status-{status:04x}"] = refusing(status)
BEHAVIOURS["status-0301-twice"] = refusing(0x0301, 2)


# Not iSCSI at all.

@behaviour
def garbage(connection):
    connection.read()
    connection.send_raw(random.Random(7143).randbytes(4096))
    connection.until_gone()


@behaviour
def http(connection):
    connection.read()
    connection.send_raw(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                        b"Content-Type: text/html\r\nContent-Length: 0\r\n\r\n")


@behaviour
def close_at_once(connection):
    """Accepted, and closed before a word was said."""


@behaviour
def close_after_request(connection):
    connection.read()


@behaviour
def silent(connection):
    """Accepted, and then nothing, for ever."""
    connection.until_gone()


@behaviour
def silent_once(connection):
    """Silent on the first connection, right on the others."""
    if connection.number == 1:
        connection.until_gone()
    serve(connection)


@behaviour
def half_pdu(connection):
    """The connection ends in the middle of the response's data."""
    login = Login(connection)
    request = login.read()
    whole = bytes(login.response(request, login.operational(
        from_text(request.data))))
    connection.send_raw(whole[:60])


@behaviour
def half_header(connection):
    connection.read()
    connection.send_raw(bytes([LOGIN_RESPONSE]) + bytes(19))


# A response that is not the one to this request.

def first_response(connection, change):
    """Send a right first response after `change` has spoiled it."""
    login = Login(connection)
    request = login.read()
    pairs = from_text(request.data)
    if request.csg == SECURITY:
        answers, _ = login.security(pairs)
    else:
        answers = login.operational(pairs)
    pdu = login.response(request, answers)
    change(pdu)
    connection.send(pdu)
    connection.until_gone()


@behaviour
def wrong_itt(connection):
    first_response(connection, lambda pdu: pdu.put(16, pdu.itt ^ 0x55))


@behaviour
def unknown_opcode(connection):
    def change(pdu):
        pdu.header[0] = 0x2e
    first_response(connection, change)


@behaviour
def wrong_isid(connection):
    first_response(connection, lambda pdu: pdu.put(8, 0x800000010203, 6))


@behaviour
def wrong_stage(connection):
    """The response claims a current stage that the request was not in."""
    def change(pdu):
        pdu.header[1] ^= 0x04
    first_response(connection, change)


@behaviour
def reserved_stage(connection):
    def change(pdu):
        pdu.header[1] = T_BIT | (pdu.csg << 2) | 2
    first_response(connection, change)


@behaviour
def version_active_1(connection):
    def change(pdu):
        pdu.header[3] = 1
    first_response(connection, change)


@behaviour
def too_long(connection):
    """More than the 8192 bytes that a login response may hold."""
    def change(pdu):
        pdu.data += to_text([("TargetAlias", "a" * 12000)])
    first_response(connection, change)


@behaviour
def claims_too_long(connection):
    """16 MiB announced and little sent."""
    def change(pdu):
        pdu.claimed = 0xffffff
    first_response(connection, change)


@behaviour
def no_nul(connection):
    """The last pair lacks its NUL."""
    def change(pdu):
        pdu.data = pdu.data.rstrip(b"\0")
    first_response(connection, change)


@behaviour
def reject(connection):
    request = connection.read()
    pdu = Pdu.answer(REJECT, request, 0x80, bytes(request.header))
    pdu.put(16, NO_TAG)
    pdu.header[2] = 0x04			# protocol error
    connection.send(pdu)
    connection.until_gone()


# Right, but trying.

class SplitLogin(Login):
    """Answers come in two PDUs, the cut inside a key's name (RFC 7143 6.2)."""

    def send(self, request, pairs, **how):
        text = to_text(pairs)
        if len(text) < 8:
            return super().send(request, pairs, **how)
        cut = text.index(b"=") - 3
        part = self.response(request, [], transit=False)
        part.header[1] |= C_BIT
        part.data = text[:cut]
        self.connection.send(part)
        empty = self.connection.read()
        if empty.data or empty.more:
            raise Refused(0x0200)
        rest = self.response(empty, [], **how)
        rest.data = text[cut:]
        self.connection.send(rest)
        return rest.transit


@behaviour
def split_keys(connection):
    serve(connection, SplitLogin)


@behaviour
def endless_login(connection):
    """Every request is answered, none of them moves on."""
    login = Login(connection)
    while True:
        request = login.read()
        pairs = from_text(request.data)
        answers = login.operational(pairs) if request.csg else [
            ("AuthMethod", "None")] if pairs else []
        login.send(request, answers, transit=False)


@behaviour
def endless_split(connection):
    """The C bit for ever: the text never ends."""
    login = Login(connection)
    while True:
        part = login.response(login.read(), [], transit=False)
        part.header[1] |= C_BIT
        part.data = b"a" * 4096
        connection.send(part)


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


@behaviour
def chap_skipped(connection):
    """AuthMethod=CHAP, and on to the next stage without an exchange, as a Linux
    target does when it asks nobody to authenticate."""
    class Skipping(Login):
        def auth_method(self, offered):
            self.authenticated = True
            return [("AuthMethod", "CHAP")], True

        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            if pdu.csg == SECURITY:
                pdu.header[1] |= T_BIT | OPERATIONAL
            return pdu
    serve(connection, Skipping)


@behaviour
def mutual_wrong_proof(connection):
    class Impostor(Login):
        def chap_prove(self, identifier, challenge):
            return [("CHAP_N", self.options.get("reverse_user", "someone")),
                    ("CHAP_R", "0x" + "5a" * 16)]
    serve(connection, Impostor)


@behaviour
def mutual_no_proof(connection):
    class Shy(Login):
        def chap_prove(self, identifier, challenge):
            return []
    serve(connection, Shy)


def redirecting(status):
    def redirect(connection):
        login = Login(connection)
        where = connection.options.get("redirect", "10.0.2.2:3261")
        login.send(login.read(), [("TargetAddress", where)], status=status)
    return redirect


BEHAVIOURS["redirect-temporary"] = redirecting(0x0101)
BEHAVIOURS["redirect-permanent"] = redirecting(0x0102)


@behaviour
def redirect_nowhere(connection):
    """A redirect that does not say where to."""
    login = Login(connection)
    login.send(login.read(), [], status=0x0101)


@behaviour
def close_after_login(connection):
    Login(connection).run()
