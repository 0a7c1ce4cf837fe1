#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What each default of the login is worth: throughput with one setting changed,
as a ratio to the defaults in the same run.

One virtual machine, one target that settles for anything.  Nothing is asserted.
"""

import json
import re
import statistics
import sys

from run import BUILD, HERE, fail

import prepare
from case import TOP
from job import Job

RESULT = TOP / "build/bench-settings.json"
LINE = re.compile(r"^setting (\S+) write=(\d+) read=(\d+) small=(\d+)$",
                  re.MULTILINE)
WHAT = ("write", "read", "small")


def main():
    job = Job(str(HERE / "settings.toml"), prepare.boot_files(),
              BUILD / "settings")
    try:
        job.process.wait()
    finally:
        job.end()
    word, reason = job.verdict()
    if word != "PASS":
        fail(f"the machine's run failed: {reason} (see {job.folder})")
    rows = {}
    for found in LINE.finditer((job.folder / "guest.txt").read_text()):
        rows.setdefault(found.group(1), []).append(
            [int(word) for word in found.groups()[1:]])
    # The first round warms the caches.
    medians = {name: [statistics.median(column) for column in zip(*times[1:])]
               for name, times in rows.items()}
    default = medians["default"]
    print(f"{'speed, 1.00 is the default':36}"
          + "".join(f"{word:>9}" for word in WHAT))
    for name, times in medians.items():
        print(f"{name:36}" + "".join(f"{base / max(took, 1):>9.2f}"
                                     for base, took in zip(default, times)))
    print("write and read: 24 MiB by 1 MiB; small: 400 writes of 4 KiB; "
          f"medians of {len(rows['default']) - 1}")
    RESULT.write_text(json.dumps(medians, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
