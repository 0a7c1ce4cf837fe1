# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs images that the disks are booted with: MAKERS has for each name
a function that makes it, if need be, and returns two paths: of what QEMU gives
to the kernel, and of what lies in /boot on the disk (None: nothing does)."""

import functools
import importlib.util
import subprocess

from disk import BUILD, HERE
from prepare import initramfs


def images(suite):
    """tests/SUITE/images.py; two have this name."""
    spec = importlib.util.spec_from_file_location(
        f"{suite}-images", HERE.parent / suite / "images.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dracut(name):
    """Not packed, for it is unpacked by the kernel at each boot; on the disk it
    is packed, as the user has it: there it is read when the machine is switched
    off."""
    path = images("dracut").image(name)
    packed = BUILD / f"{name}.img.gz"
    if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
        with open(packed, "wb") as stream:
            subprocess.run(["gzip", "-c", path], stdout=stream, check=True)
    return path, packed


def initramfs_tools(name):
    return images("initramfs-tools").image(name), None


def own():
    """initramfs/mkinitramfs."""
    return initramfs(BUILD / "own.img", "--compress=none"), None


MAKERS = {
    "dracut": functools.partial(dracut, "debian-systemd"),
    "dracut-plain": functools.partial(dracut, "debian-plain"),
    "dracut-networkd": functools.partial(dracut, "debian-networkd"),
    "initramfs-tools": functools.partial(initramfs_tools, "ours"),
    "own": own,
}
