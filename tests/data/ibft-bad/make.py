#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Write the damaged tables of this folder, NAME.bin, and what `ibft check` must
say of each, NAME.expect: the exit status, then a regular expression for every
line, in order, from its first character to its last.

    make.py [FOLDER]

Each begins as a table that firmware wrote (tests/data/ibft) and is damaged in
one place; but for the tables about them, length and checksum are right."""

import pathlib
import struct
import sys

sys.dont_write_bytecode = True

from rows import rows					# noqa: E402

HERE = pathlib.Path(__file__).resolve().parent


class Table:
    """Bytes of a good table, to be changed in place."""

    def __init__(self, name):
        self.data = bytearray((HERE.parent / "ibft" / f"{name}.bin").read_bytes())
        self.name = name

    def put(self, at, *octets):
        self.data[at:at + len(octets)] = bytes(octets)
        return self

    def word(self, at, number):
        return self.put(at, *struct.pack("<H", number))

    def string(self, at, text):
        """The string that the field at this place points to, at the end."""
        raw = text.encode() if isinstance(text, str) else text
        self.word(at, len(raw)).word(at + 2, len(self.data))
        self.data += raw + b"\0"
        return self

    def no_string(self, at):
        return self.word(at, 0).word(at + 2, 0)

    def slots(self, *offsets):
        """The slots of NICs and targets, in a control structure that is moved
        to where it has room: nothing is, it grows over the pad behind it."""
        self.word(50, 10 + 2 * len(offsets))
        for number, offset in enumerate(offsets):
            self.word(58 + 2 * number, offset)
        return self

    def copy_block(self, source, size, **fields):
        """A block once more, at the end; where it is."""
        self.data += bytes(-len(self.data) % 16)
        at = len(self.data)
        self.data += self.data[source:source + size]
        if "index" in fields:
            self.put(at + 4, fields["index"])
        return at

    def cut(self, size):
        del self.data[size:]
        return self

    def finish(self, length=None, checksum=0):
        self.data[4:8] = struct.pack("<I", len(self.data) if length is None
                                     else length)
        self.data[9] = 0
        covered = self.data[:struct.unpack_from("<I", self.data, 4)[0]]
        self.data[9] = checksum - sum(covered) & 0xff
        return bytes(self.data)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    names = set()
    for name, data, status, lines in rows(Table):
        if name in names:
            sys.exit(f"make.py: there are two of {name}")
        names.add(name)
        (folder / f"{name}.bin").write_bytes(data)
        (folder / f"{name}.expect").write_text(
            "".join(f"{line}\n" for line in [status, *lines]))
    for path in folder.glob("*.expect"):
        if path.stem not in names:
            sys.exit(f"make.py: nothing makes {path.name}")


if __name__ == "__main__":
    main()
