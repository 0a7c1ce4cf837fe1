# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel that the machines boot: one of this host's, unpacked.

An emulated CPU needs 3 s to unpack a kernel that the host unpacks in 0.3 s, so
it is done here, once, and QEMU enters the ELF file directly (PVH).
"""

import lzma
import os
import struct
import subprocess
import zlib

from guest import Missing, tool

SETUP_SECTORS, PAYLOAD = 0x1f1, 0x248


def version():
    """$KERNEL, or the newest kernel of this host that has its modules."""
    if "KERNEL" in os.environ:
        return os.environ["KERNEL"]
    prefix = "vmlinuz-"
    found = [name.removeprefix(prefix) for name in os.listdir("/boot")
             if name.startswith(prefix)
             and os.path.isdir("/lib/modules/" + name.removeprefix(prefix))]
    if not found:
        raise Missing("no kernel with its modules is in /boot and /lib/modules; "
                      "install linux-image-amd64 or set KERNEL=VERSION")
    return max(found, key=lambda name: [int(n) if n.isdigit() else 0 for n in
                                        name.replace("-", ".").split(".")])


def payload(image):
    """The compressed ELF file inside a bzImage (x86 boot protocol 2.08)."""
    setup = ((image[SETUP_SECTORS] or 4) + 1) * 512
    offset, length = struct.unpack_from("<II", image, PAYLOAD)
    return image[setup + offset:setup + offset + length]


def unpack(packed):
    """None if Python's library does not know the compression, as with zstd."""
    if packed.startswith(b"\xfd7zXZ"):
        return lzma.LZMADecompressor().decompress(packed)
    if packed.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(31).decompress(packed)
    return None


def unpacked(folder):
    """The file to give to QEMU; the packed one where that is all we have."""
    source = f"/boot/vmlinuz-{version()}"
    cached = folder / f"vmlinux-{version()}"
    try:
        if cached.exists() and cached.stat().st_mtime > os.stat(source).st_mtime:
            return cached
        with open(source, "rb") as stream:
            elf = unpack(payload(stream.read()))
    except OSError as error:
        raise Missing(f"cannot read the kernel: {error}") from None
    if not elf or not elf.startswith(b"\x7fELF"):
        return source
    partial = cached.with_suffix(".part")
    partial.write_bytes(elf)
    partial.rename(cached)
    return cached


def module_files(names):
    """The files of the modules and of all they need, in order of loading."""
    files = []
    for name in names:
        done = subprocess.run(
            [tool("modprobe"), "-S", version(), "--show-depends", name],
            capture_output=True, text=True)
        if done.returncode:
            raise Missing(done.stderr.strip().splitlines()[-1])
        for line in done.stdout.splitlines():
            word, path = line.split()[:2]
            if word == "insmod" and path not in files:
                files.append(path)
    return files
