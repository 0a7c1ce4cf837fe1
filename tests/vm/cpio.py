# SPDX-License-Identifier: GPL-2.0-or-later
"""A newc cpio archive, the form the kernel unpacks as an initramfs."""

import os
import stat

S_DIR = stat.S_IFDIR | 0o755


class Archive:
    def __init__(self):
        self.data = bytearray()
        self.inode = 0
        self.made = set()

    def entry(self, name, mode, content=b""):
        self.inode += 1
        raw = name.encode() + b"\0"
        links = 2 if stat.S_ISDIR(mode) else 1
        fields = (self.inode, mode, 0, 0, links, 0, len(content),
                  0, 0, 0, 0, len(raw), 0)
        self.data += b"070701" + "".join(f"{n:08X}" for n in fields).encode()
        self.data += raw + bytes(-(110 + len(raw)) % 4)
        self.data += content + bytes(-len(content) % 4)

    def folders(self, path):
        """Make the folders above a path, each once."""
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if folder not in self.made:
                self.made.add(folder)
                self.entry(folder, S_DIR)

    def file(self, path, content, mode=0o644):
        path = path.lstrip("/")
        if path in self.made:
            return
        self.made.add(path)
        self.folders(path)
        if isinstance(content, str):
            content = content.encode()
        self.entry(path, stat.S_IFREG | mode, content)

    def copy(self, source, path=None):
        """A file of this host, symbolic links followed."""
        with open(source, "rb") as stream:
            mode = os.stat(source).st_mode & 0o777
            self.file(path or source, stream.read(), mode)

    def bytes(self):
        whole = Archive()
        whole.entry("TRAILER!!!", 0)
        return bytes(self.data + whole.data)


def append(base, archive, path):
    """The base image with the archive behind it.  The kernel looks for the next
    archive on a multiple of four bytes and skips zeroes on the way."""
    with open(base, "rb") as stream:
        image = stream.read()
    with open(path, "wb") as stream:
        stream.write(image + bytes(-len(image) % 4) + archive.bytes())
