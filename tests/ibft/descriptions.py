# SPDX-License-Identifier: GPL-2.0-or-later
"""`ibft make`: tests/data/ibft-descriptions.  Of NAME.txt it makes a table that
is described as in NAME.made, and that has nothing wrong with it; each line of
bad-lines is refused in one sentence."""

import re
import tempfile

from tool import DATA, DESCRIPTIONS, golden, name_of, need, run, same

FOLDER = DATA / "ibft-descriptions"
GOOD = ["initiator/initiator-name = iqn.2026-11.test:node1",
        "# a good line, and a bad one after this"]

# Longest values that are taken; one more byte is not.
LONGEST = {"initiator/initiator-name": 223, "target0/target-name": 223,
           "target0/chap-name": 255, "target0/chap-secret": 255,
           "target0/rev-chap-name": 255, "target0/rev-chap-name-secret": 255,
           "ethernet0/hostname": 255, "acpi_header/oem_id": 6,
           "acpi_header/oem_table_id": 8}


def make(program, text):
    return run(program, "make", "-", data=text.encode("latin-1"))


def make_from_good_descriptions(program):
    for path in DESCRIPTIONS:
        status, table, message = run(program, "make", path)
        need(not status and not message, f"make {name_of(path)}: {message}")
        with tempfile.NamedTemporaryFile() as made:
            made.write(table.encode("latin-1"))
            made.flush()
            status, text, _ = run(program, "check", made.name)
            need(status < 2 and "ERROR" not in text, f"check {name_of(path)}: {text}")
            _, text, _ = run(program, "describe", "--show-secrets", made.name)
            golden(path.with_suffix(".made"), text)
        # What it prints makes the same bytes.
        _, again, _ = make(program, text)
        need(again == table, f"{name_of(path)}: another table when made again")
    return len(DESCRIPTIONS)


def refuse_bad_descriptions(program):
    count = 0
    for row in (FOLDER / "bad-lines").read_text().splitlines():
        if row.startswith("#"):
            continue
        line, rule = row.split("\t")
        status, table, message = make(program, "\n".join([*GOOD, line, "rest"]))
        need(status == 7 and not table, f"make takes '{line}': status {status}")
        need(re.fullmatch(f"ibft: line 3: {rule}\n", message),
             f"'{line}': it says '{message.strip()}', not '{rule}'")
        count += 1
    return count


def make_the_longest_values(program):
    for path, most in LONGEST.items():
        status, _, message = make(program, f"{path} = {'x' * most}\n")
        need(not status, f"{path} of {most} bytes: {message}")
        status, table, message = make(program, f"{path} = {'x' * (most + 1)}\n")
        need(status == 7 and not table and
             message == f"ibft: line 1: {path}: the value is too large or too long\n",
             f"{path} of {most + 1} bytes: status {status}, {message}")
    return len(LONGEST)


def make_no_more_than_eight(program):
    for kind, field in (("ethernet", "vlan"), ("target", "port")):
        lines = [f"{kind}{i}/{field} = 1" for i in range(9)]
        status, _, _ = make(program, "\n".join(lines[:8]))
        need(not status, f"eight of {kind} are refused")
        status, _, message = make(program, "\n".join(lines))
        need(status == 7 and message.startswith(f"ibft: line 9: no block '{kind}8', "),
             f"nine of {kind}: status {status}, {message}")
    return 2


def make_nothing_of_too_much(program):
    """A description that does not fit is not cut in silence."""
    for size, wanted in ((16384, 0), (16385, 7)):
        text = "target0/port = 1\n" + "#" * (size - 17)
        status, table, message = make(program, text)
        need(status == wanted and bool(table) == (not wanted),
             f"{size} bytes: status {status}: {message}")
    return "16384 bytes"


TESTS = [make_from_good_descriptions, refuse_bad_descriptions,
         make_the_longest_values, make_no_more_than_eight, make_nothing_of_too_much]
