# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours of a discovery session (RFC 7143 11.10, 11.11, appendix C)."""

from behave import BEHAVIOURS, session_with
from pdu import C_BIT, F_BIT, NO_TAG, NOP_IN, TEXT_RESPONSE, Pdu, to_text
from session import Session

TTT = 0x00abcd00


class Discovery(Session):
    """Answers SendTargets=All with `pairs`, in the parts `cut` makes of their
    text; `flags` are those of a part that is not the last."""

    pairs = None
    flags = 0
    lun = 0
    cut = staticmethod(lambda text: [text])

    def __init__(self, connection, keys):
        super().__init__(connection, keys)
        self.parts = None

    def targets(self):
        if self.pairs is None:
            return [*super().targets(), ("TargetAddress", "127.0.0.1:3260,1")]
        return self.pairs

    def text(self, request):
        if self.parts is None:
            self.parts = self.cut(to_text(self.targets()))
        data = self.parts.pop(0)
        pdu = self.answer(TEXT_RESPONSE, request,
                          flags=self.flags if self.parts else F_BIT, data=data)
        pdu.put(20, TTT + len(self.parts) if self.parts else NO_TAG)
        pdu.put(8, self.lun if self.parts else 0, 8)
        self.send(self.spoil(pdu))

    def spoil(self, pdu):
        return pdu


def answering(*pairs, **attributes):
    """These pairs to SendTargets=All."""
    return session_with(Discovery, pairs=list(pairs), **attributes)


def in_parts(cut, flags=0, **attributes):
    return session_with(Discovery, cut=staticmethod(cut), flags=flags,
                        **attributes)


def spoiled(change, **attributes):
    """A right Text Response that `change` has been at."""
    def spoil(session, pdu):
        change(pdu)
        return pdu
    return session_with(Discovery, spoil=spoil, **attributes)


def between_pairs(text):
    """One pair a part."""
    return [pair + b"\0" for pair in text.split(b"\0") if pair]


def inside_pairs(text):
    """Cuts that hit keys and values."""
    return [text[start:start + 17] for start in range(0, len(text), 17)]


def put(offset, value, size=4):
    return lambda pdu: pdu.put(offset, value, size)


def many(count):
    """So many targets, in PDUs of 8192 bytes with the C bit between them."""
    pairs = []
    for number in range(count):
        pairs.append(("TargetName", f"iqn.2026-11.test:disk{number}"))
        pairs.append(("TargetAddress", "127.0.0.1:3260,1"))
    return session_with(Discovery, pairs=pairs, flags=C_BIT, cut=staticmethod(
        lambda text: [text[start:start + 8192]
                      for start in range(0, len(text), 8192)]))


class Whole(Discovery):
    """PDUs as long as the initiator has declared to take."""
    flags = C_BIT

    def targets(self):
        name, address = super().targets()
        return [name, *[address] * (2 * self.data_size // 40)]

    def cut(self, text):
        return [text[start:start + self.data_size]
                for start in range(0, len(text), self.data_size)]


class Endless(Discovery):
    """Always one more target to come."""

    def text(self, request):
        pdu = self.answer(TEXT_RESPONSE, request, flags=0,
                          data=to_text(self.targets()))
        pdu.put(20, TTT)
        self.send(pdu)


class EndlessEmpty(Endless):
    def targets(self):
        return []


class Rejecting(Discovery):
    """The Text Request is rejected."""

    def text(self, request):
        self.reject(request)


class TwoAnswers(Discovery):
    """The answer, and once more the answer: nobody asked for the second."""

    def text(self, request):
        super().text(request)
        self.parts = None
        super().text(request)


class Ping(Discovery):
    """A NOP-In that wants an answer before the text is answered."""

    def text(self, request):
        pdu = Pdu()
        pdu.header[0], pdu.header[1] = NOP_IN, F_BIT
        pdu.put(16, NO_TAG)
        pdu.put(20, TTT)
        pdu.put(24, self.connection.statsn)
        pdu.put(28, (request.cmdsn + 1) & 0xffffffff)
        pdu.put(32, (request.cmdsn + 32) & 0xffffffff)
        self.send(pdu)
        super().text(request)


class NoLogoutResponse(Discovery):
    """The connection ends in the place of the Logout Response, which a target
    may do (RFC 7143 7.4)."""

    def logout(self, request):
        self.done = True
        self.connection.hang_up()


def lists(**targets):
    """A record for each name, with those addresses."""
    pairs = []
    for name, addresses in targets.items():
        pairs.append(("TargetName", f"iqn.2026-11.test:{name}"))
        pairs += [("TargetAddress", address) for address in addresses]
    return answering(*pairs)


# Not in the order of names or addresses, tags from end to end, twice the same,
# and what targets leave out or get wrong.
BEHAVIOURS["list"] = lists(
    z=["192.0.2.9:3260,1", "192.0.2.1:3260,1", "[2001:db8::1]:3261,2",
       "192.0.2.2:65535,65535", "192.0.2.3:1,0"],
    a=["192.0.2.9:3260,2", "192.0.2.9:3260,2", "[fe80::1]:3260,1"],
    lax=["192.0.2.1:3260", "192.0.2.1,3", "192.0.2.1", "2001:db8::1:3260,1"])
BEHAVIOURS["list-no-address"] = lists(one=[], two=[])
BEHAVIOURS["list-ipv6-spelling"] = lists(
    one=["[2001:0DB8:0:0:0:0:0:1]:3260,1", "[2001:DB8::A]:3260,1"])
BEHAVIOURS["list-empty"] = lists()
