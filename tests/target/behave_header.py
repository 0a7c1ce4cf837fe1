# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours in the header of a Login Response (RFC 7143 11.13)."""

import struct

from behave import BEHAVIOURS, behaviour, first_response, refusing, serve
from login import FULL_FEATURE, OPERATIONAL, SECURITY, Login
from pdu import (ASYNC_MESSAGE, C_BIT, F_BIT, LOGOUT_RESPONSE, NO_TAG, NOP_IN,
                 REJECT, SCSI_RESPONSE, T_BIT, TEXT_RESPONSE, Pdu, from_text,
                 to_text)

# Every status a login may end with; three that no standard knows.
STATUSES = [*range(0x0200, 0x020c), 0x0300, 0x0301, 0x0302, 0x02ff, 0x04ff,
            0x0999]

for status in STATUSES:
    BEHAVIOURS[f"status-{status:04x}"] = refusing(status)
BEHAVIOURS["status-0301-twice"] = refusing(0x0301, 2)


def header(name, change):
    """A first response that is right but for its header."""
    BEHAVIOURS[name] = first_response(change)


def field(offset, value, size):
    return lambda pdu: pdu.put(offset, value, size)


def flags(change):
    """`change` gets the flags of a right response, and gives others."""
    def put(pdu):
        pdu.header[1] = change(pdu.header[1])
    return put


def continued_with_transit(pdu):
    pdu.header[1] |= C_BIT | T_BIT


def longer(pdu):
    """More than the 8192 bytes that a login response may hold."""
    pdu.data += to_text([("TargetAlias", "a" * 12000)])


def claims_longer(pdu):
    """16 MiB announced and little sent."""
    pdu.claimed = 0xffffff


def without_nul(pdu):
    """The last pair lacks its NUL."""
    pdu.data = pdu.data.rstrip(b"\0")


def additional_header(pdu):
    """One additional header segment, of a type that nobody knows."""
    pdu.header[4] = 1
    pdu.ahs = struct.pack(">HBx", 1, 0x3f)


header("wrong-itt", lambda pdu: pdu.put(16, pdu.itt ^ 0x55))
header("reserved-itt", field(16, NO_TAG, 4))
header("unknown-opcode", field(0, 0x2e, 1))
header("request-opcode", field(0, 0x03, 1))
header("wrong-isid", field(8, 0x800000010203, 6))
# The response claims a current stage that the request was not in.
header("wrong-stage", flags(lambda old: old ^ 0x04))
header("current-stage-2", flags(lambda old: old & ~0x0c | 0x08))
header("reserved-stage", flags(lambda old: T_BIT | old & 0x0c | 2))
header("next-stage-is-current", flags(
    lambda old: T_BIT | old & 0x0c | old >> 2 & 3))
header("next-stage-back", flags(lambda old: T_BIT | old & 0x0c | SECURITY))
header("continued-with-transit", continued_with_transit)
header("version-active-1", field(3, 1, 1))
header("too-long", longer)
header("claims-too-long", claims_longer)
header("no-nul", without_nul)
header("additional-header", additional_header)


@behaviour
def version_max_1(connection):
    """The target knows a later version, too, and uses ours."""
    class Later(Login):
        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            pdu.header[2] = 1
            return pdu
    serve(connection, Later)


@behaviour
def next_stage_greater(connection):
    """To the full feature phase, though only the operational stage was asked
    for.  Needs a login that begins with security."""
    login = Login(connection)
    request = login.read()
    pdu = login.response(request, [("AuthMethod", "CHAP")])
    pdu.header[1] = T_BIT | SECURITY << 2 | FULL_FEATURE
    pdu.put(14, 0x1234, 2)
    connection.send(pdu)
    connection.until_gone()


@behaviour
def transit_not_asked(connection):
    """T in answer to a request that did not ask for it."""
    login = Login(connection)
    pdu = login.response(login.read(), [("AuthMethod", "CHAP")])
    pdu.header[1] = T_BIT | SECURITY << 2 | OPERATIONAL
    connection.send(pdu)
    connection.until_gone()


@behaviour
def statsn_jumps(connection):
    """The second response's StatSN is not the one after the first's."""
    class Jumping(Login):
        asks = True

        def operational(self, pairs):
            if not self.first:
                self.connection.statsn += 3
            return super().operational(pairs)
    serve(connection, Jumping)


def starting_at(statsn):
    """That initial StatSN, and two responses at least."""
    def serve_from(connection):
        class Asking(Login):
            asks = True
        connection.statsn = statsn
        serve(connection, Asking)
    return serve_from


BEHAVIOURS["statsn-from-zero"] = starting_at(0)
BEHAVIOURS["statsn-from-one"] = starting_at(1)
BEHAVIOURS["statsn-wraps"] = starting_at(0xffffffff)
BEHAVIOURS["statsn-random"] = starting_at(0x9e3779b9)


@behaviour
def statsn_repeats(connection):
    class Repeating(Login):
        asks = True

        def operational(self, pairs):
            if not self.first:
                self.connection.statsn -= 1
            return super().operational(pairs)
    serve(connection, Repeating)


def instead(opcode, data=b""):
    """Another kind of PDU in the place of the Login Response."""
    def answer(connection):
        login = Login(connection)
        request = login.read()
        pdu = Pdu.answer(opcode, request, F_BIT, data)
        connection.status_numbers(pdu, request)
        pdu.put(20, NO_TAG)
        connection.send(pdu)
        connection.until_gone()
    return answer


BEHAVIOURS["nop-in-instead"] = instead(NOP_IN)
BEHAVIOURS["text-instead"] = instead(TEXT_RESPONSE, data=to_text(
    [("MaxBurstLength", "65536")]))
BEHAVIOURS["scsi-instead"] = instead(SCSI_RESPONSE)
BEHAVIOURS["logout-instead"] = instead(LOGOUT_RESPONSE)
BEHAVIOURS["async-instead"] = instead(ASYNC_MESSAGE)


@behaviour
def reject(connection):
    request = connection.read()
    pdu = Pdu.answer(REJECT, request, F_BIT, bytes(request.header))
    pdu.put(16, NO_TAG)
    pdu.header[2] = 0x04			# protocol error
    connection.send(pdu)
    connection.until_gone()


@behaviour
def tsih_early(connection):
    """The TSIH in every response, as jSCSI does."""
    class Early(Login):
        asks = True

        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            pdu.put(14, self.tsih, 2)
            return pdu
    serve(connection, Early)


@behaviour
def no_tsih(connection):
    """No TSIH in the final response either, as gotgt does."""
    class Without(Login):
        tsih = 0
    serve(connection, Without)


def odd_length(pdu):
    """Lengthen the last value until three bytes of padding are needed."""
    pdu.data = pdu.data[:-1] + b"x" * ((-len(pdu.data) + 1) % 4) + b"\0"


@behaviour
def wrong_padding(connection):
    """Bytes other than zero behind the data."""
    class Padding(Login):
        extra = [("TargetAlias", "abc")]

        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            odd_length(pdu)
            pdu.padding = b"\xa5\x5a\xa5"
            return pdu
    serve(connection, Padding)


@behaviour
def padding_missing(connection):
    """The response ends with its data, though its length is no multiple of
    4."""
    login = Login(connection)
    login.extra = [("TargetAlias", "abc")]
    request = login.read()
    pdu = login.response(request, login.operational(from_text(request.data)))
    odd_length(pdu)
    pdu.padding = b""
    connection.send(pdu)
    connection.until_gone()


@behaviour
def stays(connection):
    """T=0 to the first request which asks to move on: the initiator keeps
    asking."""
    class Staying(Login):
        asks = True
    serve(connection, Staying)


@behaviour
def refusal_with_text(connection):
    """A refusal that carries text: it is not read."""
    login = Login(connection)
    pdu = login.response(login.read(), [], status=0x0203)
    pdu.data = b"not a pair at all"
    connection.send(pdu)


@behaviour
def refusal_with_numbers(connection):
    """A refusal whose other fields are anything: they are valid only with
    status 0 (RFC 7143 11.13.4)."""
    login = Login(connection)
    pdu = login.response(login.read(), [], status=0x0203)
    for offset in (24, 28, 32):
        pdu.put(offset, 0xdeadbeef)
    connection.send(pdu)
