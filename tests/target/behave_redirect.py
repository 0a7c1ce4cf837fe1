# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours that send the initiator elsewhere (RFC 7143 11.13.5, 13.8)."""

from behave import BEHAVIOURS, behaviour, serve
from login import FULL_FEATURE, Login, Refused

TEMPORARY, PERMANENT = 0x0101, 0x0102


def place(connection, where):
    """The text of a TargetAddress.  {0}, {1}... stand for the ports that this
    target listens on, in their order."""
    return where.format(*connection.options.get("ports", ()))


def redirecting(where=None, status=TEMPORARY, times=None):
    """Send that many logins (None: all) elsewhere, then serve."""
    def redirect(connection):
        if times is not None and connection.number > times:
            return serve(connection)
        login = Login(connection)
        to = connection.options.get("redirect", "10.0.2.2:3261")
        to = to if where is None else where
        login.send(login.read(), [("TargetAddress", place(connection, to))],
                   status=status)
        return None
    return redirect


BEHAVIOURS["redirect-temporary"] = redirecting()
BEHAVIOURS["redirect-permanent"] = redirecting(status=PERMANENT)


@behaviour
def redirect_nowhere(connection):
    """A redirect that does not say where to."""
    login = Login(connection)
    login.send(login.read(), [], status=TEMPORARY)


def redirect_unknown(connection):
    """A status of class 1 that no standard knows."""
    login = Login(connection)
    login.send(login.read(), [("TargetAddress", place(connection,
                                                      "127.0.0.1:{1}"))],
               status=0x0103)


def redirect_at(step, where):
    """Elsewhere in answer to the request that has that key, after a part of the
    authentication."""
    def redirect(connection):
        class Moving(Login):
            def security(self, pairs):
                if step in dict(pairs):
                    to = place(self.connection, where)
                    raise Refused(TEMPORARY, [("TargetAddress", to)])
                return super().security(pairs)
        serve(connection, Moving)
    return redirect


def redirect_last(where):
    """Elsewhere in the place of the final response."""
    def redirect(connection):
        class Moving(Login):
            def response(self, request, pairs, **how):
                if request.transit and request.nsg == FULL_FEATURE:
                    to = place(self.connection, where)
                    how, pairs = {"status": TEMPORARY}, [("TargetAddress", to)]
                return super().response(request, pairs, **how)
        serve(connection, Moving)
    return redirect


def reflect_challenge_elsewhere(seen):
    """Two behaviours: the first redirects after it has got the initiator's
    challenge, the second sends that challenge as its own."""
    def first(connection):
        class Taking(Login):
            def security(self, pairs):
                if "CHAP_C" in dict(pairs):
                    seen.append(bytes.fromhex(dict(pairs)["CHAP_C"][2:]))
                    to = place(self.connection, "127.0.0.1:{1}")
                    raise Refused(TEMPORARY, [("TargetAddress", to)])
                return super().security(pairs)
        serve(connection, Taking)

    def second(connection):
        class Giving(Login):
            def new_challenge(self):
                return seen[-1]
        serve(connection, Giving)
    return [first, second]
