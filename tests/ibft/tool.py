# SPDX-License-Identifier: GPL-2.0-or-later
"""The program under test, and the files that it is run with."""

import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
DATA = TOP / "tests/data"
SAMPLES = sorted((DATA / "ibft").rglob("*.bin"))
BAD = sorted((DATA / "ibft-bad").glob("*.bin"))
DESCRIPTIONS = sorted((DATA / "ibft-descriptions").glob("*.txt"))

# As it is shipped; and with sanitizers, where it was built so.
PROGRAMS = [path for path in (TOP / "build/ibft", TOP / "build/host/tool_ibft")
            if path.exists()]


class Failed(Exception):
    """A sentence that says what is wrong."""


def run(program, *words, data=b""):
    """Status, output and messages; a character for each byte."""
    done = subprocess.run([program, *words], input=data, capture_output=True,
                          timeout=20)
    return (done.returncode, done.stdout.decode("latin-1"),
            done.stderr.decode("latin-1"))


def name_of(path):
    return str(path.relative_to(DATA))


def need(ok, what):
    if not ok:
        raise Failed(what)


def same(got, want, what):
    """Texts that differ fail with their first different line."""
    if got == want:
        return
    pairs = zip((got + "\n(end)").splitlines(), (want + "\n(end)").splitlines())
    for number, (left, right) in enumerate(pairs, 1):
        if left != right:
            raise Failed(f"{what}, line {number}: '{left}', not '{right}'")
    raise Failed(f"{what}: one is longer than the other")


def golden(path, text):
    """The text must be what is in the file."""
    need(path.exists(), f"{name_of(path)} is missing")
    same(text, path.read_bytes().decode("latin-1"), name_of(path))


def described(text):
    """{block: {field: value}} of what `describe` prints."""
    blocks = {}
    for line in text.splitlines():
        path, value = line.split(" = ", 1)
        block, field = path.split("/")
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        blocks.setdefault(block, {})[field] = value
    return blocks
