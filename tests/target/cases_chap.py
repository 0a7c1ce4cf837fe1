# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: AuthMethod and CHAP (RFC 7143 9.2.1 and 12.1)."""

import re

from behave import login_with, serve
from behave_chap import (algorithm, challenge, challenge_of, proof,
                         refuse_proof)
from case import (ARGUMENT, AUTHENTICATION, BROKEN, OK, REFUSED, REVERSE_USER,
                  SECRET, USER, Case)
from expect import logins, never, second_algorithms_lack, sent
from login import HASHES

CASES = [
    # AuthMethod.
    Case("login-22.1-auth-method", "good", chap="one-way", point=(25, 26),
         checks=(sent("AuthMethod=CHAP"), logins(4))),
    Case("login-22.1-none-is-not-offered-with-chap", "good", chap="mutual",
         point=25, checks=(never("AuthMethod=.*None.*"),)),
    Case("login-7.3-auth-method-not-offered", "auth-method-srp", BROKEN,
         "AuthMethod=SRP", 25, chap="one-way"),
    Case("login-7.3-auth-method-list", "auth-method-list", BROKEN,
         "AuthMethod=CHAP,None", 25, chap="one-way"),
    Case("rfc-12.1-auth-method-none", "no-chap", AUTHENTICATION,
         "AuthMethod=None", 25, chap="one-way"),
    Case("rfc-12.1-auth-method-none-mutual", "no-chap", AUTHENTICATION,
         "AuthMethod=None", 25, chap="mutual"),
    Case("rfc-12.1-auth-method-reject", "auth-method-reject", AUTHENTICATION,
         "AuthMethod=Reject", 25, chap="one-way"),
    Case("rfc-12.1-auth-method-missing", "auth-method-missing", AUTHENTICATION,
         "AuthMethod", 25, chap="one-way"),
    Case("rfc-6.3-auth-method-twice", "auth-method-twice", BROKEN,
         "AuthMethod twice", 14, chap="one-way"),
    Case("quirk-lio-transit-without-chap", "chap-skipped",
         (BROKEN, AUTHENTICATION), "", (25, 33), chap="one-way",
         checks=(logins(1),)),
    Case("quirk-lio-transit-without-mutual-chap", "chap-skipped",
         (BROKEN, AUTHENTICATION), "", (25, 33), chap="mutual",
         checks=(logins(1),)),
    Case("rfc-12-operational-key-early", "operational-key-early", BROKEN,
         "MaxBurstLength in the security stage", 21, chap="one-way"),
    Case("rfc-6.3.1-chap-wanted-none-given", login_with(
        step=lambda login, request: login.send(request, [], status=0x0201)),
         AUTHENTICATION, "CHAP", 24),

    # CHAP_A.
    Case("chap-1.1-algorithms-offered", "good", chap="one-way", point=27,
         checks=(sent("CHAP_A=8,6,5,7"),)),
    Case("chap-1.1-algorithms-configured", "good", chap="one-way", point=27,
         words=("-P", "node.session.auth.chap_algs=SHA1,MD5"),
         checks=(sent("CHAP_A=6,5"),)),
    Case("chap-1.2.1-algorithm-not-offered", challenge({"CHAP_A": "9"}), BROKEN,
         "CHAP_A=9", 27, chap="one-way"),
    Case("chap-1.2.1-algorithm-not-configured", challenge({"CHAP_A": "7"}),
         BROKEN, "CHAP_A=7", 27, chap="one-way", words=(
             "-P", "node.session.auth.chap_algs=SHA1,MD5")),
    Case("chap-1.2.1-algorithm-300", challenge({"CHAP_A": "300"}), BROKEN,
         "CHAP_A=300", 27, chap="one-way"),
    Case("chap-1.2.1-algorithm-wraps", challenge({"CHAP_A": "4294967301"}),
         BROKEN, "CHAP_A=4294967301", 27, chap="one-way"),
    Case("chap-1.2.2-algorithm-not-a-number", challenge({"CHAP_A": "MD5"}),
         BROKEN, "CHAP_A=MD5", 27, chap="one-way"),
    Case("chap-1.2.2-algorithm-list", challenge({"CHAP_A": "5,6"}), BROKEN,
         "CHAP_A=5,6", 27, chap="one-way"),
    Case("chap-1.2.2-algorithm-empty", challenge({"CHAP_A": ""}), BROKEN,
         "CHAP_A", 27, chap="one-way"),
    Case("chap-1.3-algorithm-early", "chap-a-early", BROKEN, "CHAP_A",
         (26, 27), chap="one-way", checks=(logins(1),)),
    Case("chap-1.3-algorithm-missing", challenge({"CHAP_A": None}), BROKEN,
         "without CHAP_A.*12\\.1\\.3", 26, chap="one-way"),
    Case("chap-1.3-algorithm-twice", challenge(extra=[("CHAP_A", "5")]), BROKEN,
         "CHAP_A twice", 26, chap="one-way"),
    Case("quirk-tgt-sha256-mistaken", "sha256-mistaken", chap="one-way",
         point=27, connections=2, checks=(second_algorithms_lack("7"),)),
    Case("quirk-tgt-sha256-mistaken-0201", "sha256-mistaken-0201",
         chap="mutual", point=27, connections=2,
         checks=(second_algorithms_lack("7"),)),
    Case("quirk-tgt-no-second-try-without-sha256", refuse_proof(0x0201, "5"),
         AUTHENTICATION, "authentication", 27, chap="one-way", connections=1),
    Case("quirk-tgt-no-second-try-at-0200", refuse_proof(0x0200, "6"), REFUSED,
         "initiator error", 27, chap="one-way", connections=1),
    Case("quirk-tgt-no-third-try", refuse_proof(0x0201, "7"), AUTHENTICATION,
         "authentication|CHAP", 27, chap="one-way", connections=2),

    # CHAP_I.
    Case("chap-2.1-identifier-0", login_with(identifier=0), chap="mutual",
         point=30),
    Case("chap-2.1-identifier-255", login_with(identifier=255), chap="mutual",
         point=30),
    Case("chap-2.1-identifier-hex", challenge({"CHAP_I": "0x2A"}),
         chap="one-way", point=(23, 30)),
    Case("chap-2.2-identifier-256", challenge({"CHAP_I": "256"}), BROKEN,
         "CHAP_I=256", 30, chap="one-way"),
    Case("chap-2.2-identifier-wraps", challenge({"CHAP_I": "4294967338"}),
         BROKEN, "CHAP_I=4294967338", 30, chap="one-way"),
    Case("chap-2.2-identifier-octal", challenge({"CHAP_I": "052"}), BROKEN,
         "CHAP_I=052", 30, chap="one-way"),
    Case("chap-2.2-identifier-negative", challenge({"CHAP_I": "-1"}), BROKEN,
         "CHAP_I=-1", 30, chap="one-way"),
    Case("chap-2.2-identifier-empty", challenge({"CHAP_I": ""}), BROKEN,
         "CHAP_I", 30, chap="one-way"),
    Case("chap-2.3-identifier-missing", challenge({"CHAP_I": None}), BROKEN,
         "without CHAP_I.*12\\.1\\.3", 26, chap="one-way"),
    Case("chap-2.3-identifier-twice", challenge(extra=[("CHAP_I", "1")]),
         BROKEN, "CHAP_I twice", 26, chap="one-way"),

    # CHAP_C.
    Case("chap-3.1-challenge-of-1024", challenge_of(1024), chap="mutual",
         point=28),
    Case("chap-3.2-challenge-of-1", challenge_of(1), chap="one-way", point=28),
    Case("chap-3.2-challenge-of-2", challenge_of(2), chap="one-way", point=28),
    Case("chap-3.2-challenge-of-50", challenge_of(50), chap="mutual", point=28),
    Case("chap-3.3-challenge-of-1025", challenge_of(1025), BROKEN, "CHAP_C", 28,
         chap="one-way"),
    Case("chap-3.3-challenge-of-4000", challenge_of(4000), BROKEN, "CHAP_C", 28,
         chap="one-way"),
    Case("chap-3.4-challenge-of-0", challenge_of(0), BROKEN, "CHAP_C", 28,
         chap="one-way"),
    Case("chap-3.4-challenge-empty", challenge({"CHAP_C": ""}), BROKEN,
         "CHAP_C", 28, chap="one-way"),
    Case("chap-3.5-challenge-early", "challenge-early", BROKEN, "CHAP_",
         26, chap="one-way", checks=(logins(1),)),
    Case("chap-3.5-challenge-missing", challenge({"CHAP_C": None}), BROKEN,
         "without CHAP_C.*12\\.1\\.3", 26, chap="one-way"),
    Case("chap-3.5-challenge-twice", challenge(extra=[("CHAP_C", "0x11")]),
         BROKEN, "CHAP_C twice", 26, chap="one-way"),
    Case("chap-3.5-transit-with-challenge", "chap-a-with-transit",
         (BROKEN, AUTHENTICATION), "T bit", (10, 26), chap="one-way"),
    Case("chap-3.8-challenge-reflected", "reflected-challenge",
         (BROKEN, AUTHENTICATION), "CHAP_|challenge|authenticat", 31,
         chap="mutual", checks=(logins(3),)),

    # How binary values are written (6.1).
    Case("quirk-istgt-hex-upper-case", "hex-upper-case", chap="mutual",
         point=23),
    Case("rfc-6.1-hex-odd-digits", "hex-odd", chap="one-way", point=23),
    Case("rfc-6.1-base64", "base64", chap="mutual", point=(23, 29)),
    Case("rfc-6.1-base64-upper-case", "base64-upper-case", chap="mutual",
         point=(23, 29)),
    Case("chap-5.1-response-in-hex", "good", chap="mutual", point=29,
         checks=(sent("CHAP_R=0x[0-9a-f]+"), sent("CHAP_C=0x[0-9a-f]+"))),
]

# What firmware has taken for a challenge, and what overran its buffer.
BAD_BINARY = [
    ("hex-bad-digit", "0x0123g567"), ("hex-without-digits", "0x"),
    ("hex-space", "0x01 23"), ("hex-sign", "0x-123"), ("no-prefix", "0123abcd"),
    ("decimal", "305419896"), ("base64-length", "0bAAA"),
    ("base64-bad-digit", "0bAA*A"), ("base64-padding-inside", "0bAA=A"),
    ("base64-padding-alone", "0b===="), ("base64-bits-behind", "0bAB=="),
    ("base64-empty", "0b"), ("prefix-only", "0"), ("hex-long", "0x" + "f" * 7000),
    ("base64-long", "0b" + "A" * 7000),
]
CASES += [
    Case(f"rfc-6.1-binary-{what}", challenge({"CHAP_C": value}), BROKEN,
         "CHAP_C", (23, 28), chap="one-way", checks=(logins(2),))
    for what, value in BAD_BINARY
]

# Each algorithm, one way and mutual.
CASES += [
    Case(f"chap-1.1-{HASHES[number]}-{chap}", algorithm(number), chap=chap,
         point=(27, 31))
    for number in HASHES for chap in ("one-way", "mutual")
]

CASES += [
    # CHAP_N.
    Case("chap-4.1-name", "good", chap="one-way", point=30,
         checks=(sent("CHAP_N=node1"),)),
    Case("chap-4.2-name-of-255", proof({"CHAP_N": "n" * 255}), AUTHENTICATION,
         "authenticates itself as", 30, chap="mutual"),
    Case("chap-4.4-name-of-256", proof({"CHAP_N": "n" * 256}),
         (BROKEN, AUTHENTICATION), "CHAP_N|authenticates itself as", 30,
         chap="mutual"),
    Case("chap-4.3-name-empty", proof({"CHAP_N": ""}), AUTHENTICATION,
         "authenticates itself as|CHAP_N", 31, chap="mutual"),
    Case("chap-4.5-name-missing", proof({"CHAP_N": None}), AUTHENTICATION,
         "CHAP_N", 33, chap="mutual"),
    Case("chap-4.5-name-twice", proof(extra=[("CHAP_N", "disk")]), BROKEN,
         "CHAP_N twice", 26, chap="mutual"),
    Case("chap-4.6-name-reflected", "reflected-response", AUTHENTICATION, "",
         31, chap="mutual"),
    Case("chap-4.8-name-different", proof({"CHAP_N": "other"}), AUTHENTICATION,
         "'other'", 31, chap="mutual"),
    Case("chap-4.8-name-other-case", proof({"CHAP_N": "DISK"}), AUTHENTICATION,
         "'DISK'", 31, chap="mutual"),
    Case("chap-4.8-name-longer", proof({"CHAP_N": "disk2"}), AUTHENTICATION,
         "'disk2'", 31, chap="mutual"),

    # CHAP_R.
    Case("chap-5.1-response-wrong", "mutual-wrong-proof", AUTHENTICATION,
         "reverse secret", 31, chap="mutual"),
    Case("chap-5.1-response-reflected", "reflected-response-renamed",
         AUTHENTICATION, "our own", 31, chap="mutual"),
    Case("chap-5.2-response-too-big", proof({"CHAP_R": "0x" + "11" * 65}),
         (BROKEN, AUTHENTICATION), "CHAP_R", 28, chap="mutual"),
    Case("chap-5.2-response-above-1024", proof({"CHAP_R": "0x" + "11" * 1025}),
         (BROKEN, AUTHENTICATION), "CHAP_R", 28, chap="mutual"),
    Case("chap-5.3-response-too-small", proof({"CHAP_R": "0x11"}),
         (BROKEN, AUTHENTICATION), "CHAP_R", 28, chap="mutual"),
    Case("chap-5.3-response-empty", proof({"CHAP_R": ""}),
         (BROKEN, AUTHENTICATION), "CHAP_R", 28, chap="mutual"),
    Case("chap-5.1-response-bad-digit", proof({"CHAP_R": "0x" + "1g" * 16}),
         (BROKEN, AUTHENTICATION), "CHAP_R", 23, chap="mutual"),
    Case("chap-5.4-response-missing", proof({"CHAP_R": None}), AUTHENTICATION,
         "CHAP_R", 33, chap="mutual"),
    Case("chap-5.4-response-twice", proof(extra=[("CHAP_R", "0x11")]), BROKEN,
         "CHAP_R twice", 26, chap="mutual"),
    Case("rfc-12.1.3-no-proof", "mutual-no-proof", AUTHENTICATION,
         "did not authenticate itself", 33, chap="mutual"),
    Case("rfc-12.1.3-no-proof-no-transit", "mutual-no-proof-no-transit",
         (BROKEN, AUTHENTICATION), "", 33, chap="mutual",
         checks=(logins(3, 16),)),
    Case("rfc-12.1.3-proof-late", "proof-late", (OK, AUTHENTICATION), "", 33,
         chap="mutual", logout=False),
    Case("rfc-6.3-stage-stays-after-proof", "stage-after-proof-stays",
         chap="mutual", point=11, checks=(logins(5),)),
    Case("rfc-12.1.3-proof-not-asked-for", proof(extra=[("CHAP_N", "disk"),
                                                       ("CHAP_R", "0x11")]),
         (OK, BROKEN), "", 26, chap="one-way", logout=False),
    Case("rfc-12.1.3-second-challenge", proof(extra=[
        ("CHAP_I", "1"), ("CHAP_C", "0x" + "11" * 16)]), BROKEN,
         "second CHAP challenge.*12\\.1\\.3", 26, chap="one-way"),
    Case("rfc-9.2.1-same-secret-both-ways", "good", (ARGUMENT, AUTHENTICATION),
         "same|differ", (31, 32), chap="one-way", connections=None,
         words=("-U", "disk", "-W", SECRET)),
    Case("oi-D12-secret-of-256", "good", ARGUMENT, "-w", 32, connections=0,
         words=("-u", "node1", "-w", "s" * 256)),
    Case("oi-D10-mutual-without-own-secret", "good", ARGUMENT, "-u|-U|mutual",
         33, connections=0, words=("-U", "disk", "-W", "the-target-proves")),
]

# 96 bits are asked for (9.2.1).  Less is warned of, once for each secret, and
# works: both directions, for a probe and for a discovery.
WEAK = ("^iscsistart: plan: \\S+: {}CHAP secret is shorter than "
        "12 bytes and can be guessed: take a longer one "
        "\\(RFC 7143 9\\.2\\.1\\)$")
OURS, THEIRS = WEAK.format("the "), WEAK.format("the target's ")
STRENGTHS = [
    ("ours-of-11", "eleven-long", "", (OURS,)),
    ("ours-of-12", "twelve-long-", "", ()),
    ("ours-of-1", "~", "", (OURS,)),
    ("reverse-of-11", "twelve-long-", "reverse-11-", (THEIRS,)),
    ("reverse-of-12", "twelve-long-", "reverse-12-b", ()),
    ("both-of-11", "eleven-long", "reverse-11-", (OURS, THEIRS)),
]


def keeps(secret, reverse):
    """A target with these secrets."""
    def behave(connection):
        connection.options = connection.options | {
            "user": USER, "password": secret}
        if reverse:
            connection.options |= {"reverse_user": REVERSE_USER,
                                   "reverse_password": reverse}
        serve(connection)
    return behave


def warns(*patterns):
    """The messages are these and no others."""
    def check(run):
        lines = run.stderr.splitlines()
        if len(lines) != len(patterns) or not all(
                map(re.search, patterns, lines)):
            return f"the messages are {lines}"
        return None
    return check


CASES += [
    Case(f"rfc-9.2.1-secret-{what}{'-discover' * discover}",
         keeps(secret, reverse), OK, "", 32, discover=discover,
         words=("-u", USER, "-w", secret,
                *(("-U", REVERSE_USER, "-W", reverse) if reverse else ())),
         checks=(warns(*patterns),))
    for what, secret, reverse, patterns in STRENGTHS
    for discover in (False, True)
]
