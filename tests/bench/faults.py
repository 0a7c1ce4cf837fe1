#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fault costs a writer: with our keeper, with Debian's iscsid, and with
nobody at home.

    faults.py [-n RUNS] [-j JOBS] [WHO...]	ours, iscsid, iscsid-disk, nobody

One virtual machine a run, the same target (tgt).  The writer writes 4 KiB at a
time past the page cache and reads all of it back at the end: how long its
longest write took (the middle of the runs, least and most); the disk is lost where
one failed, or a block could not be read back.  How soon a try falls upon a target
that is there again is chance: one run says little.
iscsid runs from the machine's memory here, not from the disk that it keeps:
for it, the best case.  The other one is iscsid-disk: root is on the disk that is
lost, iscsid comes from there, is kept from locking itself in memory, and another
program has used the memory.
"""

import argparse
import concurrent.futures
import json
import re
import statistics
import sys

from run import BUILD, HERE, fail, played

import prepare
from case import TOP
from deadlock import helpers

RESULT = TOP / "build/bench-faults.json"
WHO = ("ours", "iscsid", "iscsid-disk", "nobody")
FAULTS = {
    "connection closed": [(0, 'target = "hang_up 0"')],
    "target away for 1 s": [(0, 'target = "stop 0"'), (1, 'target = "start 0"')],
    "target away for 20 s": [(0, 'target = "stop 0"'),
                             (20, 'target = "start 0"')],
    "target hangs for 20 s": [(0, 'target = "freeze 0"'),
                              (20, 'target = "thaw 0"')],
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
    job = played(path, boot)
    word, reason = job.verdict()
    printed = (job.folder / "guest.txt").read_text()
    found = WRITER.search(printed)
    if word == "SKIP" or not found:
        fail(f"{who}: {reason} (see {job.folder})")
    blocks, errors, wrong, longest = map(int, found.groups())
    return {"blocks": blocks, "errors": errors, "wrong": wrong,
            "longest_ms": longest}


def cell(runs):
    lost = [run for run in runs if run["errors"] or run["wrong"]]
    if lost:
        return f"the disk lost in {len(lost)} of {len(runs)}"
    times = sorted(run["longest_ms"] / 1000 for run in runs)
    middle = statistics.median(times)
    return f"{middle:.2f} s ({times[0]:.2f} to {times[-1]:.2f})"


def arguments():
    parser = argparse.ArgumentParser(description="What a fault costs a writer.")
    parser.add_argument("-n", type=int, default=3, dest="runs")
    parser.add_argument("-j", type=int, default=3, dest="jobs",
                        help="machines at a time (3)")
    parser.add_argument("who", nargs="*", default=WHO)
    return parser.parse_args()


def main():
    options = arguments()
    boot = prepare.boot_files()
    helpers()
    jobs = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for run in range(options.runs):
            for row, (fault, events) in enumerate(FAULTS.items()):
                for who in options.who:
                    jobs.setdefault((fault, who), []).append(pool.submit(
                        measure, who, f"{row}-{run}", events, boot))
    results = {fault: {who: [job.result() for job in jobs[fault, who]]
                       for who in options.who} for fault in FAULTS}
    print(f"{'the longest write':24}"
          + "".join(f"{who:>28}" for who in options.who))
    for fault, row in results.items():
        print(f"{fault:24}" + "".join(f"{cell(row[who]):>28}"
                                      for who in options.who))
    RESULT.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
