# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes into the guest: the reference image and one case's own files."""

import pathlib
import re
import shutil
import subprocess

from case import TOP, CaseError
from cpio import Archive, append

HERE = pathlib.Path(__file__).resolve().parent


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
    a program of this host, one with a slash a file of this tree."""
    for item in case["files"]:
        source, _, path = item.partition(":")
        if not path.startswith("/"):
            raise CaseError(f"'{item}' is not SOURCE:/PATH")
        if "/" not in source:
            add_program(archive, tool(source), path)
        elif (TOP / source).exists():
            archive.copy(TOP / source, path)
        else:
            raise Missing(f"{source} has not been built (is klcc installed?)")


def write_image(case, base, path):
    """The initramfs of this case."""
    archive = Archive()
    archive.copy(tool("busybox"), "/test/busybox")
    archive.file("/test/init", (HERE / "init.sh").read_text(), 0o755)
    archive.copy(HERE / "lib.sh", "/test/lib.sh")
    archive.file("/test/script", case["script"])
    archive.file("/test/modules", "".join(f"{m}\n" for m in case["modules"]))
    archive.file("/test/secrets", "".join(f"{s}\n" for s in case["secrets"]))
    # Mount points, should the image lack one.
    for folder in ("proc", "sys", "dev", "run", "tmp"):
        archive.folders(f"{folder}/x")
    add_files(archive, case)
    append(base, archive, path)
