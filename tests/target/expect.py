# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks of cases: functions that make a function of a Run, which gives back
what is wrong with it, or None."""

import json
import re

from pdu import LOGIN_REQUEST, NAMES


def sent(pattern):
    """Some key=value of the initiator's login is of that form."""
    def check(run):
        if not any(re.fullmatch(pattern, pair) for pair in run.said()):
            return f"the initiator never sends {pattern}"
        return None
    return check


def never(pattern):
    def check(run):
        found = [pair for pair in run.said() if re.fullmatch(pattern, pair)]
        return f"the initiator sends {found[0]}" if found else None
    return check


def printed(pattern):
    """The whole output has that somewhere."""
    def check(run):
        if not re.search(pattern, run.output, re.MULTILINE):
            return f"the output has no /{pattern}/"
        return None
    return check


def json_targets(*names):
    """The standard output is JSON, and has these targets."""
    def check(run):
        try:
            listed = [target["target"] for target in json.loads(run.stdout)]
        except (ValueError, TypeError, KeyError) as error:
            return f"not the JSON of a discovery: {error}"
        return None if listed == list(names) else f"it lists {listed}"
    return check


def logins(low, high=None):
    """So many Login Requests over all connections."""
    def check(run):
        count = len(run.requests())
        if not low <= count <= (high or low):
            return f"{count} login requests, not {low} to {high or low}"
        return None
    return check


def pdus(opcode, low, high=None):
    """So many PDUs of that kind."""
    def check(run):
        count = len(run.pdus(opcode))
        if not low <= count <= (high or low):
            return (f"{count} {NAMES[opcode]} PDUs, not {low} to "
                    f"{high or low}")
        return None
    return check


def no_request_after(opcode):
    """Nothing but a Logout after that PDU of the target's."""
    def check(run):
        for connection in run.connections:
            seen = False
            for _, kind, what in connection.events:
                seen |= kind == "out" and what.opcode == opcode
                if seen and kind == "in" and NAMES[what.opcode] != \
                   "logout-request":
                    return f"{NAMES[what.opcode]} after {NAMES[opcode]}"
        return None
    return check


def header_is(opcode, offset, size, value):
    """Every PDU of that kind has that value there."""
    def check(run):
        wrong = [pdu.get(offset, size) for pdu in run.pdus(opcode)
                 if pdu.get(offset, size) != value]
        if wrong:
            return (f"bytes {offset}.. of {NAMES[opcode]} are {wrong[0]:x}, "
                    f"not {value:x}")
        return None
    return check


def order(*behaviour_numbers):
    """The connections went to these ports of the case, in that order."""
    def check(run):
        went = [run.ports.index(c.port) for c in run.connections]
        if went != list(behaviour_numbers):
            return f"the connections went to {went}"
        return None
    return check


def second_algorithms_lack(name):
    """CHAP_A is offered twice, and the second time without that one."""
    def check(run):
        lists = [pair.split("=")[1].split(",") for pair in run.said()
                 if pair.startswith("CHAP_A=")]
        if len(lists) != 2 or name in lists[1]:
            return f"CHAP_A is offered as {lists}"
        return None
    return check


def first_key_order(*keys):
    """The keys of the first request begin with these."""
    def check(run):
        first = [pair.split("=")[0] for pair in run.said()][:len(keys)]
        return None if first == list(keys) else f"the login begins {first}"
    return check


def pause_at_least(seconds):
    """Between the end of one connection and the next one's first request."""
    def check(run):
        for before, after in zip(run.connections, run.connections[1:]):
            ends = [at for at, kind, _ in before.events if kind == "end"]
            begins = [at for at, kind, what in after.events if kind == "in"
                      and what.opcode == LOGIN_REQUEST]
            if ends and begins and begins[0] - ends[0] < seconds:
                return f"again after {begins[0] - ends[0]:.2f} s"
        return None
    return check
