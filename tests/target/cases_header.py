# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: the connection, and the header of the Login Response."""

from case import (AUTHENTICATION, BROKEN, OK, REFUSED, TIMEOUT, TRANSPORT, Case)
from expect import first_key_order, logins, sent

# Every case checks the header and the text of each request; these say so.
CASES = [
    Case("login-1.1-standard-login", "good", point=(1, 2, 3, 4, 5, 6, 7, 12),
         checks=(logins(1), first_key_order("InitiatorName"),
                 sent("SessionType=Normal"))),
    Case("login-7.1-login-request-fields", "good", address="::1",
         point=(20, 24), checks=(logins(1), sent("TargetName=.*"))),
    Case("login-7.1-chap-begins-with-security", "good", chap="one-way",
         point=(21, 24), checks=(logins(4),)),

    # Transit and stages (6.3, 11.13.6).
    Case("login-3.1-transit-not-asked", "transit-not-asked", BROKEN,
         "T bit.*6\\.3", 10, chap="one-way", checks=(logins(1),)),
    Case("login-3.2-transit-delayed", "stays", point=11, checks=(logins(2),)),
    Case("rfc-11.13.1-transit-with-continue", "continued-with-transit", BROKEN,
         "T bit|C bit", 10),
    Case("rfc-11.13.3-wrong-current-stage", "wrong-stage", BROKEN,
         "stage.*11\\.13", 10),
    Case("rfc-11.13.3-current-stage-2", "current-stage-2", BROKEN,
         "stage.*11\\.13", 10),
    Case("rfc-11.13.3-next-stage-2", "reserved-stage", BROKEN,
         "next stage.*6\\.3", (2, 10)),
    Case("rfc-11.13.3-next-stage-is-current", "next-stage-is-current", BROKEN,
         "next stage.*6\\.3", 10),
    Case("rfc-11.13.3-next-stage-back", "next-stage-back", BROKEN,
         "next stage.*6\\.3", 10),
    Case("rfc-11.13.3-next-stage-greater", "next-stage-greater", BROKEN,
         "T bit|next stage", 11, chap="one-way"),
    Case("rfc-6.3-endless-login", "endless-login", BROKEN, "16 exchanges", 9,
         checks=(logins(6, 16),)),

    # Other fields.
    Case("rfc-11.13.2-version-active-1", "version-active-1", BROKEN,
         "version.*11\\.13\\.2", 3),
    Case("rfc-11.13.2-version-max-1", "version-max-1", OK, point=3),
    Case("rfc-11.13-wrong-isid", "wrong-isid", BROKEN, "ISID.*11\\.13",
         (4, 10)),
    Case("rfc-6.3-wrong-itt", "wrong-itt", BROKEN, "Task Tag.*6\\.3", (6, 10)),
    Case("rfc-6.3-reserved-itt", "reserved-itt", BROKEN, "Task Tag", 6),
    Case("login-2.2-tsih-early", "tsih-early", point=5, checks=(logins(2),)),
    Case("quirk-jscsi-tsih-early-chap", "tsih-early", chap="one-way", point=5,
         checks=(logins(5),)),
    Case("quirk-gotgt-tsih-zero", "no-tsih", point=5),
    Case("login-4.1-statsn-zero", "statsn-from-zero", point=8,
         checks=(logins(2),)),
    Case("login-4.2-statsn-not-zero", "statsn-random", point=8,
         checks=(logins(2),)),
    Case("login-5.1-expstatsn", "statsn-from-one", chap="mutual", point=8,
         checks=(logins(5),)),
    Case("rfc-11.13.4-statsn-wraps", "statsn-wraps", point=8,
         checks=(logins(2),)),
    Case("rfc-11.13.4-statsn-jumps", "statsn-jumps", BROKEN,
         "StatSN.*11\\.13\\.4", 8),
    Case("rfc-11.13.4-statsn-repeats", "statsn-repeats", BROKEN,
         "StatSN.*11\\.13\\.4", 8),
    Case("rfc-13.12-response-above-8192", "too-long", BROKEN,
         "8192|not a login PDU", 10),
    Case("rfc-13.12-response-of-16-mib", "claims-too-long", BROKEN,
         "8192|not a login PDU", 10),
    Case("rfc-11.13-additional-header", "additional-header", BROKEN,
         "AHS|additional header|not a login PDU", 10),
    Case("rfc-11.2.3-padding-not-zero", "wrong-padding", point=1),

    # Not a Login Response.
    Case("login-8.1-nop-in", "nop-in-instead", BROKEN, "opcode 0x20", 10),
    Case("login-8.1-text-response", "text-instead", BROKEN, "opcode 0x24", 10),
    Case("login-8.1-scsi-response", "scsi-instead", BROKEN, "opcode 0x21", 10),
    Case("login-8.1-logout-response", "logout-instead", BROKEN, "opcode 0x26",
         10),
    Case("login-8.1-async-message", "async-instead", BROKEN, "opcode 0x32", 10),
    Case("login-8.1-reject", "reject", BROKEN, "opcode 0x3f", 10),
    Case("login-8.1-unknown-opcode", "unknown-opcode", BROKEN, "opcode 0x2e",
         10),
    Case("login-8.1-request-opcode", "request-opcode", BROKEN, "opcode 0x03",
         10),
    Case("rfc-6.3-second-response-unasked", "two-at-once", BROKEN, "", 9,
         prompt=False),

    # The stream.
    Case("rfc-11-garbage", "garbage", BROKEN, "login PDU|opcode", 10),
    Case("rfc-11-http", "http", BROKEN, "iSCSI portal", 10),
    Case("rfc-11-byte-by-byte", "byte-by-byte", point=10),
    Case("rfc-11-byte-by-byte-mutual", "byte-by-byte", chap="mutual", point=10),
    Case("rfc-11-slow-parts", "slow", point=10),
    Case("rfc-4.2-closed-at-once", "close-at-once", TRANSPORT, "closed", 9),
    Case("rfc-4.2-closed-after-request", "close-after-request", TRANSPORT,
         "closed", 9),
    Case("rfc-4.2-reset-after-request", "reset-after-request", TRANSPORT,
         "closed|reset", 9),
    Case("rfc-4.2-closed-in-header", "half-header", TRANSPORT, "closed", 9),
    Case("rfc-4.2-closed-in-data", "half-pdu", TRANSPORT, "closed", 9),
    Case("rfc-4.2-closed-before-padding", "half-padding", TRANSPORT, "closed",
         9),
    Case("rfc-4.2-reset-in-data", "half-pdu-reset", TRANSPORT, "closed|reset",
         9),
    Case("rfc-6.3-silence", "silent", TIMEOUT, "", 9, prompt=False, seconds=30),
    Case("rfc-6.3-padding-never-sent", "padding-missing", TIMEOUT, "", 9,
         prompt=False, seconds=30),
]

# RFC 7143 11.13.5, and what the initiator makes of each.
STATUSES = [
    ("0200", REFUSED, "initiator error"),
    ("0201", AUTHENTICATION, "authentication"),
    ("0202", AUTHENTICATION, "authori[sz]ed"),
    ("0203", BROKEN, "not found"),
    ("0204", BROKEN, "removed"),
    ("0205", REFUSED, "version"),
    ("0206", REFUSED, "too many connections"),
    ("0207", REFUSED, "missing parameter"),
    ("0208", REFUSED, "include in session"),
    ("0209", REFUSED, "session type"),
    ("020a", REFUSED, "session does not exist"),
    ("020b", REFUSED, "invalid request"),
    ("02ff", REFUSED, "02ff"),
    ("0300", BROKEN, "target error"),
    ("0301", BROKEN, "unavailable"),
    ("0302", BROKEN, "resources"),
    ("04ff", REFUSED, "04ff"),
    ("0999", REFUSED, "0999"),
]

CASES += [
    Case(f"rfc-11.13.5-status-{code}", f"status-{code}", status, says, 33,
         checks=(logins(1),))
    for code, status, says in STATUSES
]

CASES += [
    Case("rfc-11.13.5-refusal-with-text", "refusal-with-text", BROKEN,
         "not found", 33),
    Case("rfc-11.13.4-refusal-with-any-numbers", "refusal-with-numbers", BROKEN,
         "not found", 8),
    # A second session of the same ISID takes the first one's place (6.3.5).
    Case("rfc-6.3.5-again-after-0301", "status-0301-twice", OK, "", (40, 4),
         words=("--wait=10",), connections=3, seconds=20,
         checks=(logins(3),)),
]
