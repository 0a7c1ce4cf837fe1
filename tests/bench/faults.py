#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fault costs a writer: with our keeper, with Debian's iscsid, and with
nobody at home.

    faults.py [WHO...]		ours, iscsid, iscsid-disk, nobody

One virtual machine each, the same target (tgt).  The writer writes 4 KiB at a
time past the page cache and reads all of it back at the end: how long its
longest write took, how many failed, and how many blocks
could not be read back.
iscsid runs from the machine's memory here, not from the disk that it keeps:
for it, the best case.  The other one is iscsid-disk: root is on the disk that is
lost, iscsid comes from there, is kept from locking itself in memory, and another
program has used the memory.
"""

import concurrent.futures
import json
import re
import sys

from run import BUILD, HERE, fail

import prepare
from case import TOP
from deadlock import helpers
from job import Job

RESULT = TOP / "build/bench-faults.json"
WHO = ("ours", "iscsid", "iscsid-disk", "nobody")
FAULTS = {
    "target away for 1 s": [(0, 'target = "stop 0"'), (1, 'target = "start 0"')],
    "target away for 20 s": [(0, 'target = "stop 0"'),
                             (20, 'target = "start 0"')],
    "cable out for 15 s": [(0, 'monitor = "set_link n0 off"'),
                           (15, 'monitor = "set_link n0 on"')],
}
WRITER = re.compile(r"^(?:writer\| )?(\d+) blocks, (\d+) errors, (\d+) wrong, "
                    r"longest (\d+) ms", re.MULTILINE)


def case_file(who, number, events):
    """The case of one machine, written out."""
    name = "faults-disk" if who == "iscsid-disk" else "faults"
    text = (HERE / f"{name}.toml").read_text().replace("@WHO@", who)
    if who == "iscsid-disk":	# root and the writer's disk
        events = [(delay, each) for delay, deed in events
                  for each in {deed, deed.replace(" 0\"", " 1\"")}]
    for delay, deed in events:
        text += f'\n[[event]]\nwhen = "^FAULT"\ndelay = {delay}.0\n{deed}\n'
    path = BUILD / f"faults-{who}-{number}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def measure(who, number, events, boot):
    path = case_file(who, number, events)
    job = Job(str(path), boot, BUILD / path.stem)
    try:
        job.process.wait()
    finally:
        job.end()
    word, reason = job.verdict()
    printed = (job.folder / "guest.txt").read_text()
    found = WRITER.search(printed)
    if word == "SKIP" or not found:
        fail(f"{who}: {reason} (see {job.folder})")
    blocks, errors, wrong, longest = map(int, found.groups())
    return {"blocks": blocks, "errors": errors, "wrong": wrong,
            "longest_ms": longest}


def cell(result):
    if result["errors"] or result["wrong"]:
        return f"{result['errors']} failed, {result['wrong']} unreadable"
    return f"{result['longest_ms'] / 1000:.2f} s"


def main():
    wanted = sys.argv[1:] or WHO
    boot = prepare.boot_files()
    helpers()
    jobs = {}
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for number, (fault, events) in enumerate(FAULTS.items()):
            for who in wanted:
                jobs[fault, who] = pool.submit(measure, who, number, events, boot)
    results = {fault: {who: jobs[fault, who].result() for who in wanted}
               for fault in FAULTS}
    print(f"{'the longest write':24}" + "".join(f"{who:>24}" for who in wanted))
    for fault, row in results.items():
        print(f"{fault:24}" + "".join(f"{cell(row[who]):>24}" for who in wanted))
    RESULT.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
