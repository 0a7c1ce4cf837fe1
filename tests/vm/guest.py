# SPDX-License-Identifier: GPL-2.0-or-later
"""Programs and files of this host for the guest."""

import glob
import re
import shutil
import subprocess

from case import TOP, CaseError


class Missing(Exception):
    """Something this host would need to run the case."""


class TargetError(Exception):
    """A target could not be set up."""


def tool(name):
    """Where a program is; sbin is not in every user's PATH."""
    path = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not path:
        raise Missing(f"{name} is not installed")
    return path


def libraries(program):
    """The shared objects that a program of this host needs, and its loader."""
    text = subprocess.run(["ldd", program], capture_output=True,
                          text=True).stdout
    return re.findall(r"^\s*(?:\S+ => )?(/\S+) \(0x", text, re.MULTILINE)


def add_program(archive, source, path):
    archive.copy(source, path)
    for library in libraries(source):
        archive.copy(library)


def add_files(archive, case):
    """A case's `files`: "SOURCE:PATH IN THE GUEST"; a source without a slash is
    a program of this host, one with a slash a file of this tree.  One with a
    star, and no path, is every such file, at its own place."""
    for item in case["files"]:
        source, _, path = item.partition(":")
        if "*" in source:
            for each in glob.glob(source):
                archive.copy(each)
            continue
        if not path.startswith("/"):
            raise CaseError(f"'{item}' is not SOURCE:/PATH")
        if "/" not in source:
            add_program(archive, tool(source), path)
        elif (TOP / source).exists():
            archive.copy(TOP / source, path)
        else:
            raise Missing(f"{source} has not been built (is klcc installed?)")
