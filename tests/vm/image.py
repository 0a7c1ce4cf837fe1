# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs of a case: the reference image and the case's own files."""

import pathlib

import kernel
import python
from cpio import Archive, append
from guest import add_files, tool

HERE = pathlib.Path(__file__).resolve().parent


def add_modules(archive, names):
    """Kernel modules and all they need, for insert_modules of lib.sh."""
    files = [pathlib.Path(file) for file in kernel.module_files(names)]
    for file in files:
        archive.copy(file, f"/test/inserted/{file.name}")
    archive.file("/test/inserted/order",
                 "".join(f"{file.name}\n" for file in files))


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
    add_modules(archive, case["inserted"])
    if case["suite"]:
        python.add_python(archive, case["suite"], path.parent / "python")
    append(base, archive, path)
