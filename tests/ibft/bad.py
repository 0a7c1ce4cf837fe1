# SPDX-License-Identifier: GPL-2.0-or-later
"""Damaged tables: tests/data/ibft-bad.  NAME.expect holds the exit status of
`ibft check` and a regular expression for each line that it prints."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from tool import BAD, DATA, Failed, name_of, need, run

FOLDER = DATA / "ibft-bad"


def check_bad_tables(program):
    for path in BAD:
        status, *rules = path.with_suffix(".expect").read_text().splitlines()
        got, text, message = run(program, "check", path)
        lines = text.splitlines()
        what = f"check {name_of(path)}"
        need(not message, f"{what} says {message}")
        need(got == int(status), f"{what}: status {got}, not {status}: {text}")
        for rule, line in zip(rules, lines):
            need(re.fullmatch(rule, line), f"{what}: '{line}', not '{rule}'")
        need(len(rules) == len(lines),
             f"{what}: {len(lines)} lines, not {len(rules)}: {text}")
    need(len(BAD) >= 45, "most of the tables are gone")
    return len(BAD)


def refuse_bad_tables(program):
    """What is refused is shown, but nothing is made of it."""
    refused = 0
    for path in BAD:
        bad = path.with_suffix(".expect").read_text().startswith("2")
        refused += bad
        for command in ("show", "json"):
            status, text, message = run(program, command, path)
            need(status == 2 * bad and not message,
                 f"{command} {name_of(path)}: status {status} {message}")
            need(text.isprintable() or "\x1b" not in text,
                 f"{command} {name_of(path)} prints an escape")
            try:
                if command == "json":
                    json.loads(text)
            except ValueError as error:
                raise Failed(f"json {name_of(path)}: {error}") from None
        for command in ("records", "describe"):
            status, text, message = run(program, command, path)
            need(status == 7 * bad, f"{command} {name_of(path)}: status {status}")
            need(not (text and bad) and message.count("\n") == bad,
                 f"{command} {name_of(path)} prints '{text}' and says '{message}'")
    return f"{refused} of {len(BAD)}"


def make_bad_tables_again(program):
    """The committed files are what make.py writes."""
    del program
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-B", FOLDER / "make.py", folder], check=True)
        made = {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}
    kept = {path.name: path.read_bytes() for path in FOLDER.iterdir()
            if path.suffix in (".bin", ".expect")}
    for name in sorted(made.keys() | kept.keys()):
        need(made.get(name) == kept.get(name),
             f"{name} is not what make.py writes; run it")
    return len(kept)


TESTS = [check_bad_tables, refuse_bad_tables, make_bad_tables_again]
