# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: redirection (RFC 7143 11.13.5, 13.8)."""

from behave_redirect import (PERMANENT, redirect_at, redirect_last,
                             redirect_unknown, redirecting,
                             reflect_challenge_elsewhere)
from case import AUTHENTICATION, BROKEN, OK, TRANSPORT, Case
from expect import logins, order


def redirect(name, where, status=OK, says="", point=34, to="good", **more):
    """One redirect to that TargetAddress; a right target listens as `to`
    says."""
    good = status == OK
    return Case(name, [redirecting(where), to], status, says, point,
                **({"connections": 2 if good else 1} | more))


def refused(name, where, **more):
    return redirect(name, where, BROKEN, "TargetAddress|moved to", **more)


TO_NEXT = [redirecting(f"127.0.0.1:{{{number + 1}}}") for number in range(12)]

CASES = [
    redirect("rfc-11.13.5-temporary", "127.0.0.1:{1}", point=(33, 34),
             checks=(order(0, 1), logins(2))),
    Case("oi-D5-permanent", [redirecting("127.0.0.1:{1}", PERMANENT), "good"],
         point=33, connections=2, checks=(order(0, 1),)),
    Case("rfc-11.13.5-unknown-detail", [redirect_unknown, "good"],
         (OK, BROKEN), "", 33, connections=None, logout=False),
    redirect("rfc-13.8-ipv6-with-port", "[::1]:{1}", checks=(order(0, 1),)),
    redirect("oi-D4-ipv6-without-port", "[::1]", to=("good", "::1"),
             checks=(order(0, 1),)),
    redirect("rfc-13.8-ipv4-without-port", "127.0.0.9",
             to=("good", "127.0.0.9"), checks=(order(0, 1),)),
    redirect("quirk-tgt-ipv6-unbracketed-with-port", "::1:{1}",
             checks=(order(0, 1),)),
    redirect("quirk-spdk-ipv6-unbracketed-long", "0:0:0:0:0:0:0:1:{1}",
             checks=(order(0, 1),)),
    redirect("rfc-13.8-with-tag", "127.0.0.1:{1},1", checks=(order(0, 1),)),
    redirect("rfc-13.8-ipv6-with-tag", "[::1]:{1},65535", checks=(order(0, 1),)),
    redirect("rfc-11.13.5-mutual", "127.0.0.1:{1}", chap="mutual",
             checks=(order(0, 1),)),

    # Before, during and at the end of the authentication.
    Case("rfc-6.3.1-at-auth-method", [
        redirect_at("AuthMethod", "127.0.0.1:{1}"), "good"], point=33,
         chap="mutual", connections=2, checks=(order(0, 1),)),
    Case("rfc-6.3.1-at-chap-a", [
        redirect_at("CHAP_A", "127.0.0.1:{1}"), "good"], point=33,
         chap="mutual", connections=2, checks=(order(0, 1),)),
    Case("rfc-6.3.1-at-chap-r", [
        redirect_at("CHAP_R", "127.0.0.1:{1}"), "good"], point=33,
         chap="mutual", connections=2, checks=(order(0, 1),)),
    Case("rfc-6.3.1-at-the-end", [redirect_last("127.0.0.1:{1}"), "good"],
         point=33, chap="one-way", connections=2, checks=(order(0, 1),)),
    Case("rfc-6.3.1-new-target-must-prove-itself-too", [
        redirect_at("CHAP_R", "127.0.0.1:{1}"), "mutual-wrong-proof"],
         AUTHENTICATION, "reverse secret", 33, chap="mutual", connections=2),
    Case("chap-3.6.2-own-challenge-from-another-target",
         reflect_challenge_elsewhere([]), (OK, AUTHENTICATION), "", 31,
         chap="mutual", connections=2, logout=False),

    # Loops.
    Case("oi-D3-redirect-to-itself", [redirecting("127.0.0.1:{0}")], BROKEN,
         "redirect|moved", 33, connections=None, checks=(logins(2, 10),)),
    Case("rfc-11.13.5-to-itself-once", [redirecting("127.0.0.1:{0}", times=1)],
         point=33, connections=2),
    Case("rfc-11.13.5-there-and-back", [
        redirecting("127.0.0.1:{1}", times=1), redirecting("127.0.0.1:{0}")],
         point=33, connections=3, checks=(order(0, 1, 0),)),
    Case("rfc-11.13.5-there-and-back-for-ever", [
        redirecting("127.0.0.1:{1}"), redirecting("127.0.0.1:{0}")], BROKEN,
         "redirect|moved", 33, connections=None, checks=(logins(2, 10),)),
    Case("rfc-11.13.5-chain-of-4", [*TO_NEXT[:4], "good"], point=33,
         connections=5, checks=(order(0, 1, 2, 3, 4),)),
    Case("rfc-11.13.5-chain-of-12", [*TO_NEXT, "good"], BROKEN,
         "redirect|moved", 33, connections=None, checks=(logins(5, 10),)),

    # Nowhere.
    Case("oi-D3-no-address", "redirect-nowhere", BROKEN, "TargetAddress", 33,
         checks=(logins(1),)),
    redirect("rfc-11.13.5-nobody-listens", "127.0.0.1:1", TRANSPORT, "refused",
             33, connections=1),
    refused("rfc-13.8-empty", ""),
    refused("rfc-13.8-garbage", "\x1b[2Jnot an address\x07"),
    refused("rfc-13.8-tag-alone", ",1"),
    refused("rfc-13.8-port-alone", ":3260"),
    refused("rfc-13.8-port-0", "127.0.0.1:0"),
    refused("rfc-13.8-port-65536", "127.0.0.1:65536"),
    refused("rfc-13.8-port-wraps", "127.0.0.1:4294970556"),
    refused("rfc-13.8-port-not-a-number", "127.0.0.1:iscsi"),
    refused("rfc-13.8-ipv4-octal", "127.0.0.01"),
    refused("rfc-13.8-ipv4-five-parts", "127.0.0.0.1"),
    refused("rfc-13.8-no-closing-bracket", "[::1"),
    refused("rfc-13.8-text-behind-bracket", "[::1]x:3260"),
    refused("rfc-13.8-too-long", "1" * 255),
    refused("quirk-scst-redirect-link-local", "[fe80::1%eth0]:3260"),
]
