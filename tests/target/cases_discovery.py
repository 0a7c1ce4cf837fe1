# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: discovery sessions (RFC 7143 7.4, 11.10, 11.11, appendix C)."""

from behave_discovery import (Endless, EndlessEmpty, NoLogoutResponse,
                              Ping, Rejecting, TwoAnswers, Whole, answering, between_pairs,
                              in_parts, inside_pairs, many, put, spoiled)
from behave import session_with
from case import AUTHENTICATION, BROKEN, OK, TARGET, Case
from expect import header_is, json_targets, pdus, printed, sent
from pdu import C_BIT, F_BIT, NO_TAG, NOP_OUT, TEXT_REQUEST

NOTHING = 21
# A name that is none may also end it.
LEFT_OUT = (BROKEN, NOTHING)
ADDRESS = ("TargetAddress", "127.0.0.1:3260,1")
NAME = ("TargetName", TARGET)
OTHER = "iqn.2026-11.test:other"


def case(name, target, *more, point=36, **keywords):
    return Case(name, target, *more, point=point, discover=True, **keywords)


def lists(*patterns):
    return tuple(printed(pattern) for pattern in patterns)


ONE = lists(f"{TARGET}")

CASES = [
    case("ffp-18.1-text-fields", answering(NAME, ADDRESS), point=(35, 36),
         checks=(sent("SessionType=Discovery"), pdus(TEXT_REQUEST, 1), *ONE,
                 header_is(TEXT_REQUEST, 20, 4, NO_TAG))),
    case("rfc-7.4-ipv6", answering(NAME, ADDRESS), point=35, address="::1",
         checks=ONE),
    case("rfc-7.4-chap", answering(NAME, ADDRESS), point=35, chap="mutual",
         checks=ONE),
    case("rfc-7.4-chap-wrong-proof", "mutual-wrong-proof", AUTHENTICATION,
         "reverse secret", point=35, chap="mutual"),
    case("rfc-7.4-split-login", "split-keys", point=35),

    # Continued answers.
    case("ffp-18.2-continued-by-tag", in_parts(between_pairs), checks=(
        pdus(TEXT_REQUEST, 2), *ONE)),
    case("ffp-18.2-continued-by-tag-with-lun", in_parts(
        between_pairs, lun=0x0001000000000000), checks=(
            pdus(TEXT_REQUEST, 2), *ONE)),
    case("ffp-18.2-continued-inside-pairs", in_parts(inside_pairs, C_BIT),
         checks=ONE),
    case("rfc-11.11.2-continued-inside-pairs-without-c", in_parts(inside_pairs),
         (OK, BROKEN), "", logout=False),
    case("rfc-11.11.1-text-in-several-names", answering(
        NAME, ADDRESS, ("TargetName", OTHER), ADDRESS), checks=lists(
            TARGET, OTHER)),
    case("rfc-11.11-of-5000-targets", many(5000), seconds=30, checks=lists(
        "disk4999\\b", "disk0\\b", "disk2500\\b")),
    case("rfc-13.12-text-as-long-as-declared", session_with(Whole), checks=(
        pdus(TEXT_REQUEST, 2, 4), *ONE)),
    case("rfc-11.11-endless", session_with(Endless), BROKEN, "", seconds=30,
         prompt=False),
    case("rfc-11.11-endless-empty", session_with(EndlessEmpty), BROKEN, "",
         seconds=30),

    # What the answer says.
    case("rfc-c-several-portals", answering(
        NAME, ADDRESS, ("TargetAddress", "[::1]:3261,1"),
        ("TargetAddress", "127.0.0.2:3262,2")), checks=lists(
            "127\\.0\\.0\\.1:3260", "\\[::1\\]:3261", "127\\.0\\.0\\.2:3262")),
    case("quirk-iscsiconsole-no-address", answering(NAME), checks=(
        *ONE, lambda run: printed(f"127\\.0\\.0\\.1:{run.ports[0]}")(run))),
    case("rfc-13.8-tag-missing", answering(
        NAME, ("TargetAddress", "127.0.0.1:3260")), checks=ONE),
    case("rfc-13.8-port-missing", answering(
        NAME, ("TargetAddress", "127.0.0.1,1")), checks=lists(
            "127\\.0\\.0\\.1")),
    case("quirk-tgt-ipv6-unbracketed", answering(
        NAME, ("TargetAddress", "::1:3261,1")), checks=ONE),
    case("quirk-scst-link-local", answering(
        NAME, ADDRESS, ("TargetAddress", "[fe80::1%eth0]:3260,1")),
         checks=lists("127\\.0\\.0\\.1:3260")),
    case("rfc-13.8-host-name", answering(
        NAME, ADDRESS, ("TargetAddress", "storage.example:3260,1")),
         checks=lists("127\\.0\\.0\\.1:3260")),
    case("rfc-c-no-targets", answering(), NOTHING, "no targets"),
    case("rfc-c-same-target-twice", answering(NAME, ADDRESS, NAME, ADDRESS),
         checks=ONE),
    case("rfc-4.2.7-name-of-223", answering(
        ("TargetName", "iqn.2026-11.test:" + "n" * 206), ADDRESS),
         checks=lists("n" * 206)),
    case("rfc-4.2.7-name-of-224", answering(
        ("TargetName", "iqn.2026-11.test:" + "n" * 207), ADDRESS), LEFT_OUT,
         checks=lists("223")),
    case("rfc-4.2.7-name-with-escapes", answering(
        ("TargetName", "iqn.2026-11.test:\x1b[2J\x07"), ADDRESS), LEFT_OUT,
         checks=lists("control character")),
    case("rfc-4.2.7-one-name-of-two-with-escapes", answering(
        ("TargetName", "iqn.2026-11.test:\x1b[2J\x07"), ADDRESS, NAME, ADDRESS),
         checks=(json_targets(TARGET),), words=("--json",)),
    case("rfc-4.2.7-name-with-quotes", answering(
        ("TargetName", 'iqn.2026-11.test:"disk\\'), ADDRESS), words=("--json",),
         checks=(json_targets('iqn.2026-11.test:"disk\\'),)),
    case("rfc-4.2.7-name-empty", answering(("TargetName", ""), ADDRESS),
         LEFT_OUT),
    case("rfc-c-address-first", answering(ADDRESS, NAME), BROKEN,
         "TargetAddress"),
    case("ffp-18.4-other-key", answering(NAME, ADDRESS, (
        "MaxBurstLength", "8192")), BROKEN, "MaxBurstLength"),
    case("rfc-c-send-targets-refused", answering(
        ("SendTargets", "NotUnderstood")), BROKEN, "SendTargets"),
    case("rfc-c-send-targets-reject", answering(("SendTargets", "Reject")),
         BROKEN, "SendTargets"),
    case("rfc-6.1-text-without-nul", spoiled(
        lambda pdu: setattr(pdu, "data", pdu.data.rstrip(b"\0"))), BROKEN,
         "NUL.*6\\.1"),
    case("rfc-6.1-text-without-equals", spoiled(
        lambda pdu: setattr(pdu, "data", b"TargetName\0")), BROKEN, "6\\.1"),
    case("rfc-4.2.7-json", answering(NAME, ADDRESS), words=("--json",),
         checks=(json_targets(TARGET),)),

    # The header of the Text Response.
    case("ffp-18.3.1-wrong-tag-at-the-end", spoiled(put(20, 0x1234)),
         checks=ONE),
    case("ffp-18.3.2-no-tag-though-more", in_parts(
        between_pairs, spoil=lambda session, pdu: put(20, NO_TAG)(pdu) or pdu),
         BROKEN, "Transfer Tag|TTT|F bit|11\\.11"),
    case("rfc-11.11.1-continue-with-final", spoiled(
        lambda pdu: put(1, F_BIT | C_BIT, 1)(pdu)), BROKEN,
         "C bit|F bit|11\\.11"),
    case("rfc-11.11.3-wrong-itt", spoiled(put(16, 0x5555)), BROKEN,
         "Task Tag|ITT"),
    case("rfc-11.11.5-statsn-jumps", spoiled(put(24, 0x5555)), BROKEN,
         "StatSN"),
    case("rfc-13.12-text-above-what-we-take", spoiled(
        lambda pdu: setattr(pdu, "claimed", 0xffffff)), BROKEN,
         "13\\.12"),
    case("rfc-11.17-text-rejected", session_with(Rejecting), BROKEN,
         "[Rr]eject"),
    case("rfc-11.11-opcode-instead", spoiled(put(0, 0x21, 1)), BROKEN,
         "opcode 0x21|0x21"),
    case("rfc-11.11-second-answer-unasked", session_with(TwoAnswers),
         (OK, BROKEN), "", logout=False),
    case("ffp-15.1-ping-in-discovery", session_with(Ping), point=(35, 38),
         checks=(pdus(NOP_OUT, 1), *ONE)),
    case("rfc-7.4-no-logout-response", session_with(NoLogoutResponse),
         point=35, checks=ONE),
    case("rfc-4.2-closed-after-login", "close-after-login", 4, "closed",
         point=35),
]
