# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases: text and keys of the operational stage (RFC 7143 6 and 13)."""

from behave import login_with
from behave_keys import asking
from case import BROKEN, OK, Case
from expect import logins, never, sent

HEADER_DIGEST = ("-P", "node.conn[0].iscsi.HeaderDigest=CRC32C,None")
REFUSALS = ("NotUnderstood", "Reject", "Irrelevant")


def answer(name, key, value, status=BROKEN, says=None, point=16, **more):
    """The target answers that key with that value."""
    if says is None:
        says = key if status == BROKEN else ""
    return Case(name, login_with(answers={key: value}), status, says, point,
                **more)


def adds(name, *pairs, status=BROKEN, says="", point=16, **more):
    """The target adds these pairs to its answers."""
    return Case(name, login_with(extra=pairs), status, says, point, **more)


# Values that are out of range, or no numbers at all (6.1).
NOT_NUMBERS = [
    ("octal", "017"), ("leading-zeros", "0000512"), ("plus", "+65536"),
    ("minus", "-1"), ("space-before", " 65536"), ("space-behind", "65536 "),
    ("empty", ""), ("hex-empty", "0x"), ("hex-bad-digit", "0x1g000"),
    ("base64", "0bAQAA"), ("2-to-32", str((1 << 32) + 65536)),
    ("2-to-64", str((1 << 64) + 65536)), ("range", "512~65536"),
    ("list", "65536,8192"), ("fraction", "65536.0"), ("long", "6" * 255),
]

CASES = [
    answer(f"rfc-6.1-number-{what}", "FirstBurstLength", value,
           says="FirstBurstLength.*13\\.14", point=(16, 23))
    for what, value in NOT_NUMBERS
]

CASES += [
    answer("rfc-6.1-number-hex", "FirstBurstLength", "0x1000", OK, point=23),
    answer("rfc-6.1-number-hex-upper-case", "FirstBurstLength", "0XFE00", OK,
           point=23),
    answer("rfc-6.1-declared-in-hex", "MaxRecvDataSegmentLength", "0x2000", OK,
           point=23),

    # The rows of section 13, in and out of range.
    answer("login-9.1-digest-not-offered", "HeaderDigest", "CRC32C",
           says="HeaderDigest.*6\\.2\\.1", point=15),
    answer("login-7.2-digest-unknown", "DataDigest", "MD5", point=15),
    answer("login-7.2-list-for-an-answer", "HeaderDigest", "None,CRC32C",
           point=15),
    answer("login-9.2-digest-none-chosen", "HeaderDigest", "None", OK, point=15,
           words=HEADER_DIGEST, checks=(sent("HeaderDigest=CRC32C,None"),)),
    answer("login-10.1-max-connections-zero", "MaxConnections", "0"),
    answer("login-10.1-max-connections-above-offer", "MaxConnections", "4"),
    answer("login-13.2-boolean-no", "ImmediateData", "No", OK),
    answer("login-13.2-or-yes", "InitialR2T", "Yes", OK),
    answer("login-13.3-boolean-lower-case", "ImmediateData", "yes"),
    answer("login-13.3-boolean-prefix", "InitialR2T", "N"),
    answer("login-7.5-boolean-number", "DataPDUInOrder", "1"),
    answer("login-14.1-declared-zero", "MaxRecvDataSegmentLength", "0",
           says="MaxRecvDataSegmentLength.*13\\.12"),
    answer("login-14.1-declared-511", "MaxRecvDataSegmentLength", "511"),
    answer("login-14.1-declared-512", "MaxRecvDataSegmentLength", "512", OK),
    answer("login-14.1-declared-2-to-24-less-1", "MaxRecvDataSegmentLength",
           "16777215", OK),
    answer("login-14.1-declared-2-to-24", "MaxRecvDataSegmentLength",
           "16777216"),
    answer("oi-D1-declared-wraps", "MaxRecvDataSegmentLength",
           "18446744073709568000"),
    answer("rfc-13.12-declared-reject", "MaxRecvDataSegmentLength", "Reject",
           point=18),
    answer("login-15.1-max-burst-511", "MaxBurstLength", "511"),
    answer("login-15.1-max-burst-512", "MaxBurstLength", "512", BROKEN,
           says="FirstBurstLength.*13\\.14"),
    answer("login-15.1-max-burst-above-offer", "MaxBurstLength", "16776704",
           says="MaxBurstLength.*13\\.13"),
    answer("oi-D2-max-burst-out-of-range", "MaxBurstLength", "99999999",
           says="MaxBurstLength.*13\\.13"),
    answer("login-7.4-first-burst-too-high", "FirstBurstLength", "16777216",
           says="FirstBurstLength.*13\\.14"),
    Case("login-16.1-first-burst-below-max-burst", login_with(answers={
        "FirstBurstLength": "4096", "MaxBurstLength": "8192"}), point=14),
    Case("login-16.2-first-burst-above-max-burst", login_with(answers={
        "FirstBurstLength": "65536", "MaxBurstLength": "8192"}), BROKEN,
         "FirstBurstLength.*13\\.14", 14),
    Case("login-16.2-first-burst-irrelevant", login_with(answers={
        "FirstBurstLength": "65536", "MaxBurstLength": "8192",
        "ImmediateData": "No", "InitialR2T": "Yes"}), point=14),
    Case("login-16.2-first-burst-not-answered", login_with(answers={
        "FirstBurstLength": None, "MaxBurstLength": "8192"}), BROKEN,
         "FirstBurstLength.*13\\.14", 14),
    answer("login-17.1-time2retain-3601", "DefaultTime2Retain", "3601"),
    answer("login-17.1-time2retain-above-offer", "DefaultTime2Retain", "20",
           says="DefaultTime2Retain"),
    answer("login-18.1-time2wait-raised", "DefaultTime2Wait", "3600", OK),
    answer("login-18.1-time2wait-3601", "DefaultTime2Wait", "3601"),
    answer("quirk-scst-time2wait-zero", "DefaultTime2Wait", "0", OK),
    answer("login-19.1-max-outstanding-r2t-zero", "MaxOutstandingR2T", "0"),
    answer("login-19.1-max-outstanding-r2t-above-offer", "MaxOutstandingR2T",
           "16"),
    answer("login-20.1-recovery-level-3", "ErrorRecoveryLevel", "3"),
    answer("login-20.1-recovery-level-above-offer", "ErrorRecoveryLevel", "2"),
    answer("rfc-13.18-data-order-no", "DataPDUInOrder", "No", OK),

    # Answers that are none.
    Case("rfc-6.2.2-answers-missing", "no-answers", point=17),
    Case("rfc-6.2-all-not-understood", "all-not-understood", point=18),
    Case("rfc-6.2-all-irrelevant", "all-irrelevant", point=18),
    Case("rfc-6.2-all-reject", "all-reject", point=18),
    Case("rfc-6.2-key-without-value", "key-without-value", point=12),

    # The same key twice.
    Case("login-6.1-negotiate-once", "good", point=14),
    Case("login-6.2-immediate-data-twice-separate", "key-twice-separately",
         BROKEN, "ImmediateData twice.*6\\.3", 14),
    adds("login-6.3-immediate-data-twice-same", ("ImmediateData", "No"),
         says="ImmediateData twice.*6\\.3", point=14),
    Case("oi-D2-max-burst-twice", "key-twice", BROKEN,
         "MaxBurstLength twice.*6\\.3", 14),
    adds("oi-D9-alias-twice", ("TargetAlias", "a"), ("TargetAlias", "b"),
         says="TargetAlias twice", point=14),
    adds("rfc-6.3-address-may-be-sent-again", ("TargetAddress", "127.0.0.1"),
         ("TargetAddress", "127.0.0.2"), status=OK, point=14),

    # Portal group tag (6.3.1, 13.9).
    answer("rfc-13.9-tag-zero", "TargetPortalGroupTag", "0", OK, point=22),
    answer("quirk-istgt-tag-missing", "TargetPortalGroupTag", None, OK,
           point=22),
    answer("rfc-13.9-tag-too-big", "TargetPortalGroupTag", "65536", point=22),

    # Keys of the target's own.
    Case("login-7.6-invalid-key", "key-unknown", point=18, checks=(
        sent("X-com\\.example\\.Colour=NotUnderstood"), logins(2))),
    Case("login-7.6-invalid-key-too-late", "key-unknown-late", point=18),
    Case("rfc-6.2-key-known-not-offered", asking(
        ("MaxOutstandingUnexpectedPDUs", "4")), point=18, checks=(
            sent("MaxOutstandingUnexpectedPDUs=NotUnderstood"),)),
    Case("rfc-6.2-answer-to-nothing", asking(("X-com.example.Key", "Reject")),
         point=18, checks=(never("X-com.example.Key=.*"),)),
    Case("rfc-13.23-task-reporting", asking(("TaskReporting", "RFC3720,FastAbort")),
         point=18, checks=(sent("TaskReporting=RFC3720"),)),
    Case("login-12.1-markers", asking(("IFMarker", "Yes"), ("OFMarker", "Yes")),
         point=18, checks=(sent("IFMarker=(Reject|No)"),
                           sent("OFMarker=(Reject|No)"))),
    Case("login-12.1-marker-intervals", asking(("IFMarkInt", "2048~8192"),
                                               ("OFMarkInt", "2048~8192")),
         point=18, checks=(sent("IFMarkInt=Reject"), sent("OFMarkInt=Reject"))),
    Case("quirk-lio-target-begins", "target-begins", point=19),
    Case("quirk-lio-digests-offered-by-target", login_with(
        answers={"HeaderDigest": None}, extra=(
            ("HeaderDigest", "CRC32C,None"),)), BROKEN, "HeaderDigest", 19),
    Case("rfc-6.2-endless-questions", "endless-questions", BROKEN,
         "exchanges|more keys", 9, checks=(logins(6, 16),)),
    Case("rfc-6.2-more-questions-than-fit", asking(*(
        (f"X-com.example.{'k' * 40}{number}", "1") for number in range(40))),
         BROKEN, "more keys", 18),
    Case("rfc-12-security-key-late", login_with(extra=[("CHAP_A", "5")]),
         BROKEN, "CHAP_A.*12", 21),
    adds("rfc-12-auth-method-late", ("AuthMethod", "None"),
         says="AuthMethod.*12", point=21),

    # The form of the text (6.1).
    Case("rfc-6.1-no-equals", "no-equals", BROKEN, "NoEquals.*6\\.1", 12),
    Case("rfc-6.1-empty-key", "empty-key", BROKEN, "6\\.1", 12),
    Case("rfc-6.1-key-of-64", "key-of-64", BROKEN, "6\\.1", 12),
    Case("rfc-6.1-last-pair-without-nul", "no-nul", BROKEN, "NUL.*6\\.1", 12),
    Case("rfc-6.1-text-cut-off", "no-nul-cut", BROKEN, "NUL.*6\\.1", 12),
    Case("rfc-6.1-several-nuls", "several-nuls", point=12),
    adds("rfc-6.1-equals-in-value", ("TargetAlias", "a=b=c"), status=OK,
         point=12),
    adds("rfc-6.1-alias-of-255", ("TargetAlias", "a" * 255), status=OK,
         point=12),
    adds("rfc-6.1-key-in-lower-case", ("maxburstlength", "8192"), status=OK,
         point=12),
    adds("rfc-13.6-alias-with-escapes", ("TargetAlias", "\x1b[2Jred\x07"),
         status=OK, point=12),
    answer("rfc-6.1-escapes-in-a-wrong-value", "ImmediateData", "\x1b[2J\x07"),

    # The C bit (6.2), and long texts.
    Case("oi-D6-split-inside-key", "split-keys", point=13, checks=(logins(3),)),
    Case("rfc-6.2-split-inside-value", "split-value", point=13),
    Case("rfc-6.2-split-before-equals", "split-before-equals", point=13),
    Case("rfc-6.2-split-behind-equals", "split-behind-equals", point=13),
    Case("rfc-6.2-split-before-nul", "split-before-nul", point=13),
    Case("rfc-6.2-split-behind-nul", "split-behind-nul", point=13),
    Case("rfc-6.2-split-empty-part", "split-empty-part", point=13),
    Case("rfc-6.2-split-in-ten", "split-in-ten", point=13,
         checks=(logins(11),)),
    Case("rfc-6.2-split-security-stage", "split-keys", chap="mutual", point=13),
    Case("oi-D7-text-of-8191", "text-8191", point=12),
    Case("rfc-6.1-text-of-8192", "text-8192", point=12),
    Case("rfc-6.1-text-of-16384", "text-16384", point=12),
    Case("rfc-6.1-text-of-16384-in-14", "text-16384-in-14", point=12),
    Case("rfc-6.1-text-of-16385", "text-16385", BROKEN, "longer than 16384",
         12),
    Case("rfc-6.2-endless-text", "endless-split", BROKEN,
         "longer than 16384|exchanges", 9, checks=(logins(2, 16),)),
    Case("rfc-6.2-endless-empty-text", "endless-empty-split", BROKEN,
         "exchanges", 9, checks=(logins(6, 16),)),
]

# A word for an answer to one key alone.
CASES += [
    answer(f"rfc-6.2-{word.lower()}-to-{key.lower()}", key, word, OK, point=18)
    for word in REFUSALS for key in ("MaxBurstLength", "ImmediateData")
]
