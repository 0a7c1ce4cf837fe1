#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot a real Debian 12 from an iSCSI disk, and see how it lives and ends.

    run.py [-j N] [-k] [--rest] [ROW...]

The rows are in rows.py; those marked "rest" run with --rest only.  A row's
consoles stay in build/debian/ROW when it fails.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "boots"), str(HERE.parent / "vm")]

import disk						# noqa: E402
import initrd						# noqa: E402
import jobs						# noqa: E402
import kernel						# noqa: E402
import rows						# noqa: E402


def image(name):
    return initrd.MAKERS[name]()[0]


def prepare(name, folder):
    """The row's own disk, with what it has besides the system."""
    row = rows.DEFAULTS | rows.ROWS[name]
    files = [*disk.installed(row["disk"]),
             (HERE / "check.sh", "/usr/local/sbin/check", 0o755)]
    packed = initrd.MAKERS[row["image"]]()[1]
    if packed:
        files.append((packed, f"/boot/initrd.img-{kernel.version()}", 0o644))
    disk.copy(row["disk"], files, folder / "disk0.img")


jobs.main(jobs.Suite(name="debian", build=disk.BUILD, rows=rows.ROWS, image=image,
                     root_disk=lambda path: None, prepare=prepare,
                     player=HERE / "play.py"), __doc__.splitlines()[0])
