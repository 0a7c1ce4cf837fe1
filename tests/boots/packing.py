# SPDX-License-Identifier: GPL-2.0-or-later
"""What a module adds to an image, packed as users have it."""

import subprocess

from guest import tool


def packed(path, command):
    """The size of the file at path, by a compressor that reads it as the image
    is being made: from a pipe, its length not known."""
    with open(path, "rb") as stream:
        return len(subprocess.run([tool(command[0]), *command[1:]],
                                  stdin=stream, stdout=subprocess.PIPE,
                                  check=True).stdout)


def compare(commands, paths, theirs):
    """paths: images without iSCSI, with ours, with theirs.  Whether ours adds
    less with every compressor, and what to say of that."""
    less, said = True, []
    for command in commands:
        none, ours, other = (packed(path, command.split()) for path in paths)
        less = less and ours < other
        said.append(f"{command.split()[0]}: {none / 1e6:.1f} MB without iSCSI, "
                    f"+{(ours - none) / 1e3:.0f} KB with ours, "
                    f"+{(other - none) / 1e3:.0f} KB with {theirs}")
    return "PASS" if less else "FAIL", "; ".join(said)
