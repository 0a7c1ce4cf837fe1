# SPDX-License-Identifier: GPL-2.0-or-later
"""What behaviours are made of.

A behaviour gets a Connection and returns when it has said all it has to say.
Those that want the connection closed from our side do that themselves.
"""

from login import SECURITY, Login
from pdu import from_text
from session import Session

BEHAVIOURS = {}


def behaviour(function):
    """Enter a function into the table under its own name."""
    BEHAVIOURS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def serve(connection, login=Login, session=Session):
    """A login of that kind, then the full feature phase."""
    keys = login(connection).run()
    if keys is not None:
        session(connection, keys).run()


def login_with(**attributes):
    """A login which is right but for these attributes of Login."""
    variant = type("Variant", (Login,), attributes)
    return lambda connection: serve(connection, variant)


def session_with(session, **attributes):
    """A right login, then that kind of full feature phase."""
    variant = type("Variant", (session,), attributes)
    return lambda connection: serve(connection, session=variant)


def respond_once(connection, change):
    """Send a right first response after `change` has spoiled it, and then
    nothing more."""
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


def first_response(change):
    return lambda connection: respond_once(connection, change)


def refusing(status, times=None, pairs=()):
    """Refuse that many logins (None: all), then serve."""
    def refuse(connection):
        if times is not None and connection.number > times:
            return serve(connection)
        login = Login(connection)
        login.send(login.read(), pairs, status=status)
        return None
    return refuse
