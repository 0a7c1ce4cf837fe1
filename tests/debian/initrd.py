# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs images that the disks are booted with: MAKERS has for each name
a function that makes it, if need be, and returns two paths: of what QEMU gives
to the kernel, and of what lies in /boot on the disk (None: nothing does)."""

import functools
import subprocess

import images
from disk import BUILD
from prepare import PROGRAM, initramfs


def dracut(name):
    """One of the images of tests/dracut.  Not packed, for it is unpacked by the
    kernel at each boot; on the disk it is packed, as the user has it: there it
    is read when the machine is switched off."""
    path = images.image(name)
    packed = BUILD / f"{name}.img.gz"
    if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
        with open(packed, "wb") as stream:
            subprocess.run(["gzip", "-c", path], stdout=stream, check=True)
    return path, packed


def own():
    """initramfs/mkinitramfs."""
    return initramfs(BUILD / "own.img", "--compress=none"), None


MAKERS = {
    "dracut": functools.partial(dracut, "debian-systemd"),
    "dracut-plain": functools.partial(dracut, "debian-plain"),
    "dracut-networkd": functools.partial(dracut, "debian-networkd"),
    "own": own,
}
# What make install puts on the disk.
INSTALLED = (PROGRAM, "/usr/local/lib/iscsiboot/iscsistart", 0o755)
