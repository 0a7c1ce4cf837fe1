# SPDX-License-Identifier: GPL-2.0-or-later
"""What all machines share, made once: the image, the helper, the namespaces."""

import os
import pathlib
import shutil
import subprocess

import kernel
from case import TOP
from guest import Missing, tool

HERE = pathlib.Path(__file__).resolve().parent
BUILD = TOP / "build/vm"
PROGRAM = TOP / "build/iscsistart"
DRIVERS = "virtio_net,e1000"


def initramfs(path, *options):
    """The reference image with the program in it."""
    if not PROGRAM.exists():
        raise Missing("build/iscsistart has not been built; run 'make' first")
    subprocess.run([TOP / "initramfs/mkinitramfs", f"--kernel={kernel.version()}",
                    "--modules=/lib/modules", f"--drivers={DRIVERS}",
                    f"--program={PROGRAM}", *options, "-o", path], check=True)
    return path


def compiled(source, program):
    """A helper for the guest, made with klcc; without klcc there is none, and
    the cases that want it are skipped."""
    program.parent.mkdir(parents=True, exist_ok=True)
    if not shutil.which("klcc"):
        return
    if program.exists() and program.stat().st_mtime > source.stat().st_mtime:
        return
    subprocess.run(["klcc", "-static", "-Os", "-Wall", "-o", program, source],
                   check=True)


def boot_files(image=None):
    """The kernel and the initramfs of every machine."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in ("hog", "logout", "writer"):
        compiled(HERE / f"{name}.c", BUILD / name)
    # Packing costs more time than loading: this image is not for shipping.
    return (kernel.unpacked(BUILD),
            image or initramfs(BUILD / "base.img", "--compress=none"))


def namespaces():
    """The command that puts a process into namespaces of its own."""
    words = [tool("unshare"), "--net", "--pid", "--fork", "--kill-child"]
    if os.geteuid():
        words += ["--user", "--map-root-user"]
    return words
