# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours below iSCSI: no answer, not iSCSI, parts of a PDU."""

import random
import time

from behave import behaviour, serve
from login import Login
from pdu import LOGIN_RESPONSE, from_text


@behaviour
def good(connection):
    """A right login; CHAP if there is a user, mutual if it is asked for."""
    serve(connection)


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
    connection.hang_up()


@behaviour
def close_at_once(connection):
    """Accepted, and closed before a word was said."""
    connection.hang_up()


@behaviour
def close_after_request(connection):
    connection.read()
    connection.hang_up()


@behaviour
def reset_after_request(connection):
    connection.read()
    connection.reset()


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


def right_response(connection):
    """A right answer to the first request, as bytes."""
    login = Login(connection)
    request = login.read()
    return bytes(login.response(request, login.operational(
        from_text(request.data))))


@behaviour
def half_pdu(connection):
    """The connection ends in the middle of the response's data."""
    connection.send_raw(right_response(connection)[:60])
    connection.hang_up()


@behaviour
def half_padding(connection):
    """It ends between the data and their padding."""
    whole = right_response(connection)
    connection.send_raw(whole[:len(whole) - 1])
    connection.hang_up()


@behaviour
def half_header(connection):
    connection.read()
    connection.send_raw(bytes([LOGIN_RESPONSE]) + bytes(19))
    connection.hang_up()


@behaviour
def half_pdu_reset(connection):
    whole = right_response(connection)
    connection.send_raw(whole[:60])
    time.sleep(0.1)			# a RST throws away what was not read
    connection.reset()


class ByteByByte(Login):
    """Each response in parts of a few bytes."""
    size, pause = 1, 0

    def send(self, request, pairs, **how):
        pdu = self.response(request, pairs, **how)
        self.connection.send_slowly(pdu, self.size, self.pause)
        return pdu.transit


@behaviour
def byte_by_byte(connection):
    serve(connection, ByteByByte)


@behaviour
def slow(connection):
    """A tenth of a second before each hundred bytes."""
    class Slow(ByteByByte):
        size, pause = 100, 0.1
    serve(connection, Slow)


@behaviour
def two_at_once(connection):
    """The response twice in one segment: nobody asked for the second."""
    whole = right_response(connection)
    connection.send_raw(whole + whole)
    connection.until_gone()


@behaviour
def close_after_login(connection):
    Login(connection).run()
    connection.hang_up()
