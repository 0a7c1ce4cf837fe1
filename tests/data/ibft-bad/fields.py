# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows about single fields; see rows.py."""

from rows import (END, INITIATOR, IPV6, IQN, MUTUAL, NIC0, NIC1, NOTE, NO_CHAP,
                  NO_INITIATOR_NAME, NO_MUTUAL, REVERSE_NAME, REVERSE_SECRET,
                  STRINGS, TARGET0, TARGET1, TWO, alone, error, warning)

# What follows when a string was refused.
ECHO = {
    "initiator-name": [NO_INITIATOR_NAME],
    "hostname": [],
    "target-name": [error(TARGET0 + 34, "target0", "target-name: empty")],
    "chap-name": [NO_CHAP],
    "chap-secret": [NO_CHAP],
}
# The reader's own note about strings in another order than iPXE's.
MOVED = {"initiator-name": [NOTE]}


def strings(make):
    for field, (at, block, most) in STRINGS.items():
        echo = ECHO[field]
        for name, offset, length in (("outside", 65535, 1), ("in-header", 8, 4),
                                     ("past-end", END - 9, 10),
                                     ("long-past-end", 500, 65535)):
            yield f"{field}-{name}", make(TWO).word(at, length).word(at + 2, offset), \
                2, [error(at, block, f"{field}: the string lies outside the table"),
                    *echo]
        yield f"{field}-too-long", make(TWO).string(at, IQN + b"x" * (most - 16)), \
            2, [error(at, block, f"{field}: {most + 1} bytes, at most {most} .*"),
                *echo]
        for name, octet in (("nul", 0), ("newline", 10), ("escape", 27), ("del", 127)):
            yield f"{field}-{name}", make(TWO).string(at, IQN + bytes([octet, 65])), \
                2, [error(END + 17, block, f"{field}: the string holds a control .*"),
                    *echo]
        yield f"{field}-no-nul", make(TWO).string(at, IQN + b"x").cut(END + 18), 1, [
            warning(END + 18, block, f"{field}: the string is not followed by a NUL"),
            *MOVED.get(field, [])]
    # A string in a block that was read before, and in one that is read later.
    at = INITIATOR + 64
    yield "string-in-block-before", make(TWO).word(NIC1 + 98, 8).word(NIC1 + 100, at), \
        2, [error(at, "ethernet1", "overlaps what begins at offset 80")]
    t = make(TWO).put(TARGET1 + 44, 65, 65)
    yield "string-in-block-later", t.word(NIC0 + 98, 2).word(
        NIC0 + 100, TARGET1 + 44), 2, [
        error(TARGET1, "target1", "overlaps what begins at offset 492")]
    # It begins in a block, and ends in another string that was taken before.
    t = make(TWO).put(500, *b"xxxxxxxxxxxx").word(NIC1 + 98, 20)
    yield "string-in-block-and-string", t.word(NIC1 + 100, 500), 2, [
        warning(520, "ethernet1", "hostname: .* not followed by a NUL"),
        error(TARGET1, "target1", "overlaps what begins at offset 500")]
    t = make(TWO).put(500, *b"xxxxxxxxxxxx").word(TARGET1 + 34, 20)
    yield "string-in-own-block-and-string", t.word(TARGET1 + 36, 500), 2, [
        warning(520, "target1", "target-name: .* not followed by a NUL"),
        error(500, "target1", "overlaps what begins at offset 448"),
        error(TARGET1 + 34, "target1", "target-name: empty")]
    yield "initiator-name-empty", make(TWO).no_string(INITIATOR + 70), 2, [
        NO_INITIATOR_NAME]
    yield "target-name-empty", make(TWO).no_string(TARGET0 + 34), 2, ECHO["target-name"]
    yield from names(make)


def names(make):
    form = "not of the form iqn.yyyy-mm.reversed.domain.*"
    for name, text, odd, wrong in (
            ("no-form", "node1", form, True),
            ("capital-form", "IQN.2026-11.test:x", form, True),
            ("month-13", "iqn.2026-13.test", form, False),
            ("month-0", "iqn.2026-00.test", form, False),
            ("year-26", "iqn.26-11.test", form, False),
            ("no-domain", "iqn.2026-11.", form, False),
            ("eui-short", "eui.0123", "not an EUI-64.*", False),
            ("eui-g", "eui.0123456789abcdeg", "not an EUI-64.*", False),
            ("naa-short", "naa.5200", "not an NAA.*", False),
            ("capital", "iqn.2026-11.Test:x", "in capitals.*", False),
            ("underscore", "iqn.2026-11.test:a_b", ".* RFC 3722 forbids", False),
            ("slash", "iqn.2026-11.test:a/b", ".* RFC 3722 forbids", False)):
        at, block = STRINGS["initiator-name"][:2]
        yield f"initiator-name-{name}", make(TWO).string(at, text), 2 if wrong else 1, [
            NO_INITIATOR_NAME if wrong else
            warning(at, block, f"initiator-name: {odd}"), *[NOTE] * (not wrong)]
        at, block = STRINGS["target-name"][:2]
        yield f"target-name-{name}", make(TWO).string(at, text), 1, [
            warning(at, block, f"target-name: {odd}")]
    for field in ("initiator-name", "target-name"):
        at, block = STRINGS[field][:2]
        yield f"{field}-space", make(TWO).string(at, "iqn.2026-11.test:a b"), 2, [
            error(at, block, f"{field}: .* holds a space .*")]


def fields(make):
    def nic(at, *octets):
        return make(TWO).put(NIC0 + at, *octets)

    def target(at, *octets):
        return make(TWO).put(TARGET0 + at, *octets)

    for n in (33, 128, 255):
        yield f"prefix-{n}", nic(22, n), 2, [
            error(182, "ethernet0", f"prefix-len: {n}, at most 32 are possible")]
    for n in (129, 255):
        yield f"prefix-ipv6-{n}", nic(6, *IPV6).put(NIC0 + 22, n), 2, [
            error(182, "ethernet0", f"prefix-len: {n}, at most 128 are possible")]
    for n in (5, 14, 17, 255):
        yield f"origin-{n}", nic(23, n), 1, [
            warning(183, "ethernet0", "origin: not one of the known origins")]
    yield "gateway-ipv6", nic(24, *IPV6), 1, [
        warning(184, "ethernet0", "gateway: of another address family than .*")]
    for n in (4095, 4096, 65535):
        yield f"vlan-{n}", make(TWO).word(NIC0 + 88, n), 2, [
            error(248, "ethernet0", "vlan: above 4094 .*")]
    for name, octets in (("zero", bytes(6)), ("multicast", b"\1"),
                         ("broadcast", b"\xff" * 6)):
        yield f"mac-{name}", nic(90, *octets), 2, [
            error(250, "ethernet0", "mac: not the address of one NIC")]
    yield "address-zero", target(6, *bytes(16)), 2, [
        error(390, "target0", "ip-addr: not set")]
    yield "address-mapped-zero", target(18, 0, 0, 0, 0), 2, [
        error(390, "target0", "ip-addr: not set")]
    yield "port-0", target(22, 0, 0), 2, [error(406, "target0", "port: 0")]
    for n in (9, 255):
        yield f"nic-assoc-{n}", target(33, n), 1, [alone(0, n)]
    for name, text, what in (("unit", "8001000000000000", "logical unit addressing .*"),
                             ("levels", "0001000200000000", "more than one level, .*"),
                             ("flat-levels", "4001000000000001",
                              "more than one level, .*")):
        yield f"lun-{name}", target(24, *bytes.fromhex(text)), 1, [
            warning(408, "target0", f"lun: {what}")]
    yield from chap(make)


def chap(make):
    for n in (3, 255):
        yield f"chap-type-{n}", make(TWO).put(TARGET0 + 32, n), 2, [
            error(416, "target0", "chap-type: not 0 .none., .*")]
    yield "chap-type-0", make(MUTUAL).put(TARGET0 + 32, 0), 1, [
        warning(416, "target0", "chap-type: 0 .none., yet there is a chap-secret")]
    yield "chap-no-name", make(TWO).no_string(TARGET0 + 38), 2, [NO_CHAP]
    yield "chap-no-secret", make(TWO).no_string(TARGET0 + 42), 2, [NO_CHAP]
    yield "mutual-nothing", make(TWO).put(TARGET0 + 32, 2), 2, [NO_MUTUAL]
    yield "mutual-no-name", make(MUTUAL).no_string(REVERSE_NAME), 2, [NO_MUTUAL]
    yield "mutual-no-secret", make(MUTUAL).no_string(REVERSE_SECRET), 2, [NO_MUTUAL]
    yield "mutual-no-forward", make(MUTUAL).no_string(TARGET0 + 42), 2, [NO_CHAP]
