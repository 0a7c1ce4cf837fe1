# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of make.py: a name, the table's bytes, the exit status of `ibft
check`, and its lines as regular expressions."""

# Two NICs, two targets, CHAP; and one of each, mutual CHAP.  Where their blocks
# are, where the strings begin, and where the first table ends:
TWO, MUTUAL = "bios-mp2nogw.mem", "bios-mutual.mem"
CONTROL, INITIATOR, NIC0, NIC1, TARGET0, TARGET1, HEAP, END = (
    48, 80, 160, 272, 384, 448, 512, 635)
SLOTS = 58

# Fields that hold a string, and the block they are in.
STRINGS = {
    "initiator-name": (INITIATOR + 70, "initiator", 223),
    "hostname": (NIC0 + 98, "ethernet0", 255),
    "target-name": (TARGET0 + 34, "target0", 223),
    "chap-name": (TARGET0 + 38, "target0", 255),
    "chap-secret": (TARGET0 + 42, "target0", 255),
}
REVERSE_NAME, REVERSE_SECRET = TARGET0 + 46, TARGET0 + 50

IPV6 = bytes.fromhex("20010db8007700000000000000000051")
IQN = b"iqn.2026-11.test:"


def error(at, block, text):
    return f"ERROR at {at}: {block}: {text}"


def warning(at, block, text):
    return f"WARNING at {at}: {block}: {text}"


NO_TABLE = error(0, "header", "not an iBFT: its signature is missing")
NO_TARGET = warning(CONTROL, "control", "there is no valid target")
NO_CHAP = error(TARGET0 + 32, "target0", "chap-type: CHAP without both .*")
NO_MUTUAL = error(TARGET0 + 32, "target0", "chap-type: mutual CHAP without both .*")
NO_INITIATOR_NAME = error(INITIATOR + 70, "initiator",
                          "initiator-name: not an iSCSI name: .*")
NOTE = r"note at \d+: \w+: .*"


def alone(target, nic):
    return warning((TARGET0, TARGET1)[target] + 33, f"target{target}",
                   f"nic-assoc: there is no ethernet{nic} in the table")


def header(make):
    for n in (0, 1, 4, 47):
        yield f"cut-{n}", bytes(make(TWO).cut(n).data), 2, [NO_TABLE]
    for n in (48, 66, INITIATOR, NIC0, TARGET0, HEAP, END - 1):
        # The length field still says 635.
        yield f"cut-{n}", bytes(make(TWO).cut(n).data), 2, [
            error(4, "header", f"length: {END}, and there are {n} bytes")]
    for n in (0, 47, 65, END + 1, 1 << 31, (1 << 32) - 1):
        yield f"length-{n}", make(TWO).finish(length=n), 2, [
            error(4, "header", f"length: {n}, and there are {END} bytes")]
    yield "bytes-behind", make(TWO).finish() + b"x", 1, [
        warning(END, "header", "1 bytes behind the table's end are left out")]
    for n in (1, 255):
        yield f"checksum-{n}", make(TWO).finish(checksum=n), 2, [
            error(9, "header", f"checksum: the bytes sum up to 0x{n:02x}, not to 0")]
    for n in (0, 2, 255):
        yield f"revision-{n}", make(TWO).put(8, n), 2, [
            error(8, "header", f"revision: {n}, only 1 is known")]
    for name in ("APIC", "ibft", "iBF"):
        yield f"signature-{name}", make(TWO).put(0, *name.ljust(4, "\0").encode()), \
            2, [NO_TABLE]
    yield "oem-control", make(TWO).put(10, 27, 91), 1, [
        warning(10, "header", "oem_id: it holds a control character")]
    yield "oem-table-control", make(TWO).put(19, 127), 1, [
        warning(16, "header", "oem_table_id: it holds a control character")]


def ends(make):
    """A table that ends at each boundary, and says so itself."""
    lost = {NIC0: "160", TARGET0: "384", NIC1: "272", TARGET1: "448"}
    outside = [error(at, "block", "lies outside the table")
               for at in lost.values()]
    for n in (66, INITIATOR):
        yield f"end-{n}", make(TWO).cut(n), 2, [
            error(INITIATOR, "initiator", "lies outside the table"), *outside,
            NO_TARGET]
    yield "end-153", make(TWO).cut(153), 2, [
        error(82, "initiator", "length: 74, at least 74 .* and 73 are there"),
        *outside, NO_TARGET]
    yield "end-154", make(TWO).cut(154), 2, [
        error(150, "initiator", "initiator-name: the string lies outside .*"),
        NO_INITIATOR_NAME, *outside, NO_TARGET]
    for n in (HEAP, 501):
        last = [error(450, "target1", "length: 54, at least 54 .* and 53 are there")]
        yield f"end-{n}", make(TWO).cut(n), 2, [
            error(150, "initiator", "initiator-name: the string lies outside .*"),
            NO_INITIATOR_NAME,
            error(258, "ethernet0", "hostname: the string lies outside .*"),
            *[error(at, "target0", ".*: the string lies outside the table")
              for at in (418, 422, 426)],
            error(418, "target0", "target-name: empty"), NO_CHAP,
            error(370, "ethernet1", "hostname: the string lies outside .*"),
            *(last if n < HEAP else
              [error(at, "target1", ".*: the string lies outside the table")
               for at in (482, 486, 490)] +
              [error(482, "target1", "target-name: empty"),
               error(480, "target1", "chap-type: CHAP without both .*")])]
    yield "end-634", make(TWO).cut(END - 1), 1, [
        warning(END - 1, "target1", "chap-secret: the string is not followed by .*")]


def control(make):
    yield "control-id", make(TWO).put(48, 2), 2, [
        error(48, "control", "id: 2, a control structure has 1"), NO_TARGET]
    yield "control-version", make(TWO).put(49, 0), 2, [
        error(49, "control", "version: 0, only 1 is known"), NO_TARGET]
    yield "control-flags", make(TWO).put(53, 2), 1, [
        warning(53, "control", "flags: 0x02 has bits that mean nothing")]
    for n in (0, 17, 588, 65535):
        yield f"control-length-{n}", make(TWO).word(50, n), 2, [
            error(50, "control", f"length: {n}, at least 18 .* and 587 are there"),
            NO_TARGET]
    yield "control-length-33", make(TWO).word(50, 33), 2, [
        error(INITIATOR, "initiator", "overlaps what begins at offset 48")]
    for n in (CONTROL, 65535):
        yield f"extensions-{n}", make(TWO).word(54, n), 1, [
            warning(54, "control", f"extensions at offset {n}: .*, left out")]
    yield "initiator-none", make(TWO).word(56, 0), 2, [
        error(56, "control", "there is no initiator")]
    for n in (47, END - 5, END, 65535):
        yield f"initiator-at-{n}", make(TWO).word(56, n), 2, [
            error(n, "initiator", "lies outside the table")]
    yield "initiator-is-control", make(TWO).word(56, CONTROL), 2, [
        error(50, "initiator", "length: 18, at least 74 .*")]
    yield "initiator-is-nic", make(TWO).word(56, NIC0), 2, [
        error(NIC0, "initiator", "id: 3, an initiator has 2"),
        error(NIC0, "ethernet0", "overlaps what begins at offset 160"),
        alone(0, 0)]
    yield "initiator-in-strings", make(TWO).word(56, HEAP), 2, [
        error(HEAP + 1, "initiator", "version: 113, only 1 is known")]
    for n in (16, END - 5, END - 1, 65535):
        yield f"slot-{n}", make(TWO).word(SLOTS, n), 2, [
            error(n, "block", "lies outside the table"), alone(0, 0)]
    for n, what in ((CONTROL, 1), (INITIATOR, 2), (NIC0 + 8, 0), (NIC0 + 1, 1)):
        yield f"slot-{n}", make(TWO).word(SLOTS, n), 2, [
            error(SLOTS, "control", f"points to a block with id {what} at "
                  f"offset {n}, .*"), alone(0, 0)]
    yield "slot-twice-nic", make(TWO).word(SLOTS + 4, NIC0), 2, [
        error(NIC0, "ethernet0", "overlaps what begins at offset 160"),
        alone(1, 1)]
    yield "slot-twice-target", make(TWO).word(SLOTS + 6, TARGET0), 2, [
        error(TARGET0, "target0", "overlaps what begins at offset 384")]
    yield "slots-none", make(TWO).slots(0, 0, 0, 0), 1, [NO_TARGET]
    yield "slots-no-nic", make(TWO).word(SLOTS, 0).word(SLOTS + 4, 0), 1, [
        alone(0, 0), alone(1, 1), NOTE]
    yield "slots-no-target", make(TWO).word(SLOTS + 2, 0).word(SLOTS + 6, 0), 1, [
        NO_TARGET]
    for kind, at, size, other in (("NIC", NIC0, 102, TARGET0),
                                  ("target", TARGET0, 54, NIC0)):
        t = make(TWO)
        copies = [t.copy_block(at, size, index=i) for i in range(9)]
        block = {"NIC": "ethernet8", "target": "target8"}[kind]
        yield f"nine-{kind}s", t.slots(*copies, other), 2, [
            error(copies[-1], block, f"more than 8 {kind}s")]


def blocks(make):
    """What the three kinds of blocks have in common."""
    for block, at, size, slot, lost, room in (
            ("initiator", INITIATOR, 74, None, [], 555),
            ("ethernet0", NIC0, 102, SLOTS, [alone(0, 0)], 475),
            ("target0", TARGET0, 54, SLOTS + 2, [], 251)):
        yield f"{block}-version", make(TWO).put(at + 1, 2), 2, [
            error(at + 1, block, "version: 2, only 1 is known"), *lost]
        for n in (0, size - 1, room + 1, 65535):
            yield f"{block}-length-{n}", make(TWO).word(at + 2, n), 2, [
                error(at + 2, block, f"length: {n}, at least {size} are needed "
                      f"and {room} are there"), *lost]
        for n in (0, 1, 5, 255):
            what = (error(slot, "control", f"points to a block with id {n} at "
                          f"offset {at}, .*") if slot else
                    error(at, block, f"id: {n}, an initiator has 2"))
            yield f"{block}-id-{n}", make(TWO).put(at, n), 2, [what, *lost]
        yield f"{block}-flags", make(TWO).put(at + 5, 131), 1, [
            warning(at + 5, block, "flags: 0x83 has bits that mean nothing")]
        if slot:
            yield f"{block}-not-valid", make(TWO).put(at + 5, 2), 1, [
                warning(at + 5, block, "flags: .* not marked as valid, left out"),
                *lost]
    yield "targets-not-valid", make(TWO).put(TARGET0 + 5, 0).put(TARGET1 + 5, 0), \
        1, [warning(389, "target0", "flags: .*"), warning(453, "target1", "flags: .*"),
            NO_TARGET]
    yield "initiator-over-nic", make(TWO).word(INITIATOR + 2, 81), 2, [
        error(NIC0, "ethernet0", "overlaps what begins at offset 80"), alone(0, 0)]
    yield "nic-over-nic", make(TWO).word(NIC0 + 2, 113), 2, [
        error(NIC1, "ethernet1", "overlaps what begins at offset 160"), alone(1, 1)]
    yield "target-over-target", make(TWO).word(TARGET0 + 2, 65), 2, [
        error(TARGET1, "target1", "overlaps what begins at offset 384")]
    yield "target-over-string", make(TWO).word(TARGET1 + 2, 65), 2, [
        error(TARGET1, "target1", "overlaps what begins at offset 512")]
    yield "control-index", make(TWO).put(CONTROL + 4, 1), 1, [
        warning(CONTROL + 4, "control", "index: 1, a control structure has 0 .*")]
    yield "initiator-not-valid", make(TWO).put(INITIATOR + 5, 0), 1, [
        warning(INITIATOR + 5, "initiator", "flags: not marked as valid, .*")]
    yield "index-twice-nic", make(TWO).put(NIC1 + 4, 0), 1, [
        warning(276, "ethernet0", "index: 0 is another NIC's, too"), alone(1, 1)]
    yield "index-twice-target", make(TWO).put(TARGET1 + 4, 0), 1, [
        warning(452, "target0", "index: 0 is another target's, too")]


def rows(make):
    """Each with its bytes; those of a table that was not finished are."""
    from fields import fields, strings
    for part in (header, ends, control, blocks, strings, fields):
        for name, table, status, lines in part(make):
            data = table if isinstance(table, bytes) else table.finish()
            yield name, data, status, lines
