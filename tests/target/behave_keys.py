# SPDX-License-Identifier: GPL-2.0-or-later
"""Behaviours in the text of the operational stage (RFC 7143 6 and 13)."""

from behave import BEHAVIOURS, behaviour, login_with, serve
from login import OURS, Login, Refused
from pdu import C_BIT, from_text, to_text

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

for name, answers, extra in NEGOTIATION:
    BEHAVIOURS[name] = login_with(answers=answers, extra=extra)


def asking(*pairs):
    """Pairs of the target's own, while there is time to answer them."""
    return login_with(extra=pairs, asks=True)


# A key that no standard knows.
BEHAVIOURS["key-unknown"] = asking(("X-com.example.Colour", "blue"))


@behaviour
def key_twice_separately(connection):
    """ImmediateData is answered in one response and again in the next."""
    class Twice(Login):
        asks = True

        def operational(self, pairs):
            again = [] if self.first else [("ImmediateData", "No")]
            return super().operational(pairs) + again
    serve(connection, Twice)


@behaviour
def target_begins(connection):
    """A Linux target's way: it answers nothing that was offered at first and
    offers keys of its own, until they are answered."""
    class Proposing(Login):
        def operational(self, pairs):
            if self.first:
                self.first = False
                return [("DefaultTime2Wait", "2"), ("ErrorRecoveryLevel", "0"),
                        ("MaxRecvDataSegmentLength", "8192")]
            return super().operational(pairs)
        asks = True
    serve(connection, Proposing)


class SplitLogin(Login):
    """Answers come in several PDUs (RFC 7143 6.2); `cuts` says where."""

    def cuts(self, text):
        """Inside a key's name."""
        return [text.index(b"=") - 3]

    def parts(self, text):
        ends = [*self.cuts(text), len(text)]
        return [text[start:end] for start, end in zip([0, *ends], ends)]

    def send(self, request, pairs, **how):
        text = to_text(pairs)
        if len(text) < 8:
            return super().send(request, pairs, **how)
        *first, last = self.parts(text)
        for data in first:
            part = self.response(request, [], transit=False)
            part.header[1] |= C_BIT
            part.data = data
            self.connection.send(part)
            request = self.connection.read()
            if request.data or request.more or request.transit:
                raise Refused(0x0200)
        # T was not asked for last, so that the stage stays open once more.
        pdu = self.response(request, [], **how)
        pdu.data = last
        self.connection.send(pdu)
        return pdu.transit


@behaviour
def split_keys(connection):
    serve(connection, SplitLogin)


def split_at(cuts, kind=SplitLogin, **attributes):
    """`cuts` gives the offsets at which a text is cut."""
    variant = type("Split", (kind,), attributes | {
        "cuts": lambda login, text: cuts(text)})
    return lambda connection: serve(connection, variant)


def inside_value(text):
    return [text.index(b"=", 40) + 2]


BEHAVIOURS["split-value"] = split_at(inside_value)
BEHAVIOURS["split-before-equals"] = split_at(lambda text: [text.index(b"=")])
BEHAVIOURS["split-behind-equals"] = split_at(lambda text: [text.index(b"=") + 1])
BEHAVIOURS["split-before-nul"] = split_at(lambda text: [text.index(b"\0")])
BEHAVIOURS["split-behind-nul"] = split_at(lambda text: [text.index(b"\0") + 1])
BEHAVIOURS["split-empty-part"] = split_at(lambda text: [0, 9])
BEHAVIOURS["split-in-ten"] = split_at(
    lambda text: [len(text) * part // 10 for part in range(1, 10)])


def filler(size):
    """Pairs of that many bytes in all.  TargetAddress is the one key that may
    be sent again and again (RFC 7143 6.3)."""
    pairs = []
    while size:
        # Never more than a value's 255 bytes, nor so that too little is left.
        part = size if size <= 270 else min(size // 2, 260)
        pairs.append(("TargetAddress", "a" * (part - 15)))
        size -= part
    return pairs


class FilledLogin(SplitLogin):
    """A response of `size` bytes of text."""
    size = 8192

    def operational(self, pairs):
        first, answers = self.first, super().operational(pairs)
        if not first:
            return answers
        return answers + filler(self.size - len(to_text(answers)))


def filled(size, part=8192):
    return split_at(lambda text: range(part, len(text), part), FilledLogin,
                    size=size)


for size in (8191, 8192, 16384, 16385):
    BEHAVIOURS[f"text-{size}"] = filled(size)
BEHAVIOURS["text-16384-in-14"] = filled(16384, 1200)


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
def endless_empty_split(connection):
    """The C bit for ever, and no text at all."""
    login = Login(connection)
    while True:
        part = login.response(login.read(), [], transit=False)
        part.header[1] |= C_BIT
        connection.send(part)


@behaviour
def endless_questions(connection):
    """A new key in every response."""
    class Curious(Login):
        count = 0

        def step(self, request):
            self.count += 1
            self.extra = [(f"X-com.example.Key{self.count}", "1")]
            self.first = self.asks = True
            answers = self.operational(from_text(request.data))
            if self.count > 1:
                answers = list(self.extra)
            self.send(request, answers, transit=False)
            return None
    serve(connection, Curious)


def raw_text(change):
    """The text of the first response as `change` makes it of the right one."""
    class Raw(Login):
        def response(self, request, pairs, **how):
            pdu = super().response(request, pairs, **how)
            pdu.data = change(pdu.data)
            return pdu
    return lambda connection: serve(connection, Raw)


BEHAVIOURS["no-equals"] = raw_text(lambda text: text + b"NoEquals\0")
BEHAVIOURS["empty-key"] = raw_text(lambda text: text + b"=value\0")
BEHAVIOURS["key-of-64"] = raw_text(lambda text: text + b"K" * 64 + b"=1\0")
BEHAVIOURS["several-nuls"] = raw_text(
    lambda text: text.replace(b"\0", b"\0\0\0", 1) + b"\0\0")
BEHAVIOURS["no-nul-cut"] = raw_text(lambda text: text[:-3])


def answering_all(value):
    """That word to every key that was offered."""
    return login_with(answers={key: value for key in OURS})


BEHAVIOURS["all-not-understood"] = answering_all("NotUnderstood")
BEHAVIOURS["all-irrelevant"] = answering_all("Irrelevant")
BEHAVIOURS["all-reject"] = answering_all("Reject")
