# SPDX-License-Identifier: GPL-2.0-or-later
"""The root file system of all rows: small, and its init says where it is and
ends."""

import pathlib
import shutil
import subprocess

from guest import libraries, tool

HERE = pathlib.Path(__file__).resolve().parent
INIT = HERE / "root-init"
BUSYBOX = ("sh", "mount", "cat", "poweroff", "sync", "readlink", "sort", "stat",
           "ls", "sed", "grep", "awk", "tr", "uname")


def newest(paths):
    return max(path.stat().st_mtime for path in paths)


def disk(path, files):
    """Written anew when a source changed.  files: further ones, place: source."""
    if path.exists() and path.stat().st_mtime > newest(
            [*HERE.iterdir(), *files.values(),
             *(each for source in files.values() for each in source.rglob("*"))]):
        return
    root = path.parent / "root"
    shutil.rmtree(root, ignore_errors=True)
    for name in ("bin", "sbin", "dev", "proc", "sys", "run", "tmp", "etc"):
        (root / name).mkdir(parents=True)
    shutil.copy2(tool("busybox"), root / "bin/busybox")
    for name in BUSYBOX:
        (root / "bin" / name).symlink_to("busybox")
    for program in (tool("bash"), tool("ip")):
        for source in (program, *libraries(program)):
            place = root / source.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place)
    # What systemd wants to see before it switches to it.
    (root / "etc/os-release").write_text("ID=test\n")
    shutil.copy2(INIT, root / "sbin/init")
    (root / "sbin/init").chmod(0o755)
    for place, source in files.items():
        if source.is_dir():
            shutil.copytree(source, root / place)
        else:
            shutil.copy2(source, root / place)
    with open(path, "wb") as stream:
        stream.truncate(24 << 20)
    subprocess.run([tool("mke2fs"), "-q", "-t", "ext4", "-O", "^has_journal",
                    "-L", "singleroot", "-d", root, path], check=True,
                   stdout=subprocess.DEVNULL)
