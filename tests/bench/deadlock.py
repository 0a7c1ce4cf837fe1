#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The question of 2005: root and swap on iSCSI disks, memory full, and the
target goes away for 20 s.

    deadlock.py [-n RUNS] [WHO...]

WHO is who is to bring it back: "iscsid" (Debian's, from the disk, which locks
itself in memory), "iscsid-unlocked" (the same, kept from locking itself),
"keeper", or another word that --keep= takes, such as "reserve".  One virtual
machine a run, one after the other; each takes two to seven minutes.
"""

import argparse
import json
import re
import subprocess
import sys

from run import BUILD, HERE, fail, played

import prepare
from case import TOP

RESULT = TOP / "build/bench-deadlock.json"
WHO = ("iscsid-unlocked", "iscsid", "keeper", "reserve")
FAULT = re.compile(r"^FAULT$", re.MULTILINE)
DISK = re.compile(r"^disk (answered|failed) after (\d+) ms$", re.MULTILINE)
FREE = re.compile(r"^free (\d+) KiB$", re.MULTILINE)
HELD = re.compile(r"^\S+ Vm(RSS|Lck):\s*(\d+) kB$", re.MULTILINE)


def helpers():
    prepare.compiled(HERE / "stall.c", BUILD / "stall")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O", "-o",
                    BUILD / "unlocked.so", HERE / "unlocked.c"], check=True)


def outcome(printed, console):
    """What became of the disk and of the program that uses the memory."""
    fault = FAULT.search(printed)
    if not fault:
        return None
    after = printed[fault.end():]
    waits = [(word, int(ms)) for word, ms in DISK.findall(after)]
    answered = [ms for word, ms in waits if word == "answered"]
    failed = [ms for word, ms in waits if word == "failed"]
    if failed:
        word = "lost"
    elif re.search(r"^hog 0$", after, re.MULTILINE):
        word = "back"
    elif answered:
        word = "back, but the program did not go on"
    else:
        word = "hung"
    return {"outcome": word, "longest_ms": max(answered + failed, default=None),
            "killed": "Out of memory" in console,
            "least_free_kib": min(map(int, FREE.findall(after)), default=None),
            "held_kib": {name: int(kib) for name, kib in HELD.findall(printed)}}


def measure(who, number, boot):
    path = BUILD / f"deadlock-{who}-{number}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((HERE / "deadlock.toml").read_text().replace("@WHO@", who))
    job = played(path, boot)
    word, reason = job.verdict()
    texts = [(job.folder / name).read_bytes().decode(errors="replace")
             for name in ("guest.txt", "console.txt")]
    result = outcome(*texts)
    if word == "SKIP" or not result:
        fail(f"{who}: {reason} (see {job.folder})")
    for disk in job.folder.glob("*.img"):
        disk.unlink()
    print(f"{who} {number}: {result}", flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description="The question of 2005.")
    parser.add_argument("-n", type=int, default=3, dest="runs")
    parser.add_argument("who", nargs="*", default=WHO)
    options = parser.parse_args()
    helpers()
    boot = prepare.boot_files()
    results = {who: [measure(who, number, boot)
                     for number in range(options.runs)] for who in options.who}
    print(f"{'who':20}{'runs':>5}{'back':>5}{'lost':>5}{'hung':>5}  longest wait")
    for who, runs in results.items():
        words = [run["outcome"] for run in runs]
        back = [run["longest_ms"] for run in runs if run["outcome"] == "back"]
        print(f"{who:20}{len(runs):5}{words.count('back'):5}"
              f"{words.count('lost'):5}"
              f"{len(runs) - words.count('back') - words.count('lost'):5}  "
              + (f"{min(back) / 1000:.1f} to {max(back) / 1000:.1f} s" if back
                 and None not in back else "-"))
    RESULT.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
