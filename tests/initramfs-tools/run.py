#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot machines with images that the real mkinitramfs made with our scripts.

    run.py [-j N] [-k] [--rest] [--bench] [ROW...]

The rows are in rows.py; those marked "rest" run with --rest only.  A row's
console stays in build/initramfs-tools/ROW when it fails.  --bench compares with
Debian's own scripts: how large the images are, and when root is mounted.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))
sys.path.insert(0, str(HERE.parent / "boots"))

import images						# noqa: E402
import jobs						# noqa: E402
import rows						# noqa: E402


def checks():
    return []


def bench(vmlinux, options):
    return []


SUITE = jobs.Suite("initramfs-tools", images.BUILD, rows.ROWS, images.image,
                   images.root_disk, checks, bench)

if __name__ == "__main__":
    jobs.main(SUITE, __doc__.splitlines()[0])
