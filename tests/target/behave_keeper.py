# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours of a target whose session is kept: all goes well until block 8000
is read for the first time; then one thing goes wrong, once."""

from behave import BEHAVIOURS, serve
from behave_session import Interrupted, window
from login import Login
from pdu import ASYNC_MESSAGE

TRIGGER = 8000
READ_10 = 0x28


def trigger(request):
    cdb = request.header[32:48]
    if cdb[0] != READ_10:
        return False
    first = int.from_bytes(cdb[2:6], "big")
    return first <= TRIGGER < first + int.from_bytes(cdb[7:9], "big")


def message(session, request, event, parameters):
    """An Asynchronous Message."""
    pdu = session.own(ASYNC_MESSAGE)
    pdu.put(20, 0)
    session.connection.statsn += 1
    pdu.header[36] = event
    for number, value in enumerate(parameters):
        pdu.put(38 + 2 * number, value, 2)
    session.send(window(pdu, request))


def telling(event, *parameters, drop=False):
    """A deed: that message; `drop`: and the end of the connection."""
    def tell(session, request):
        message(session, request, event, parameters)
        if drop:
            session.connection.hang_up()
            session.done = True
    return tell


def reset(session, request):
    session.connection.reset()
    session.done = True


def silent(session, request):
    session.connection.until_gone()


def drop(session, request):
    session.connection.hang_up()
    session.done = True


def once(deed, status=None, times=0):
    """`deed` at the trigger, the first time.  `status`: so are the next logins
    refused, or redirected, that many times."""
    state = {"done": False, "left": times}

    class Kept(Interrupted):
        def scsi(self, request):
            if trigger(request) and not state["done"]:
                state["done"] = True
                deed(self, request)
            self.interrupted = True
            super().scsi(request)

    def behaviour(connection):
        if state["done"] and state["left"]:
            state["left"] -= 1
            login = Login(connection)
            to = connection.options.get("redirect", "10.0.2.2:3261")
            pairs = [("TargetAddress", to)] if status >> 8 == 1 else []
            login.send(login.read(), pairs, status=status)
            return
        serve(connection, session=Kept)
    return behaviour


BEHAVIOURS |= {
    "keep-logout": once(telling(1, 0, 0, 3)),
    "keep-drop": once(telling(2, 0, 1, 0, drop=True)),
    "keep-drop-all": once(telling(3, 0, 3, 0)),
    "keep-negotiate": once(telling(4, 0, 0, 3)),
    "keep-tasks": once(telling(5, 0, 0, 0)),
    "keep-vendor": once(telling(255, 1, 2, 3)),
    "keep-unknown": once(telling(99, 1, 2, 3)),
    "keep-reset": once(reset),
    "keep-silent": once(silent),
    "keep-busy": once(drop, 0x0301, 3),
    "keep-poor": once(drop, 0x0302, 3),
    "keep-denied": once(drop, 0x0201, 2),
    "keep-moved": once(drop, 0x0101, 1),
    "keep-moved-for-good": once(drop, 0x0102, 1),
}
