#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How long reads and writes stand still when iscsid starts in the real root:
after our login with --keep and with --no-keep, and after Open-iSCSI's own.

    pause.py [-n RUNS] [WHO...]		keeper, no-keep, open-iscsi

One virtual machine a run, with its target (tgt) in it; its clock counts its
instructions, so that no figure depends on what else the host does.  A writer
writes 4 KiB at a time past the page cache, for 2 s before iscsid is started
and for 4 s from then on: the longest write of each.
"""

import argparse
import json
import re
import statistics
import sys

from run import BUILD, HERE, fail, played

import prepare
from case import TOP

RESULT = TOP / "build/bench-pause.json"
WHO = {"keeper": "ours, --keep", "no-keep": "ours, --no-keep",
       "open-iscsi": "Open-iSCSI's iscsistart"}
PORT = re.compile(r"^port ([0-9A-F]{4})$", re.MULTILINE)
LONGEST = re.compile(r"^writer\| .* longest (\d+) ms$", re.MULTILINE)


def measure(who, number, boot):
    path = BUILD / f"pause-{who}-{number}.toml"
    path.write_text((HERE / "pause.toml").read_text().replace("@WHO@", who))
    job = played(path, boot)
    word, reason = job.verdict()
    printed = (job.folder / "guest.txt").read_text()
    ports, longest = PORT.findall(printed), LONGEST.findall(printed)
    if word != "PASS" or len(ports) != 2 or len(longest) != 2:
        fail(f"{who}: {reason} (see {job.folder})")
    return {"before_ms": int(longest[0]), "after_ms": int(longest[1]),
            "same_port": ports[0] == ports[1]}


def cell(runs, key):
    values = [run[key] for run in runs]
    return (f"{statistics.median(values):.0f} ms "
            f"({min(values)} to {max(values)})")


def main():
    parser = argparse.ArgumentParser(description="iscsid starts: what stands still?")
    parser.add_argument("-n", type=int, default=3, dest="runs")
    parser.add_argument("who", nargs="*", default=WHO)
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    boot = prepare.boot_files(prepare.initramfs(
        BUILD / "pause.img", "--compress=none", "--drivers=virtio_net,veth"))
    results = {who: [] for who in options.who}
    for number in range(options.runs):	# in turns
        for who, runs in results.items():
            runs.append(measure(who, number, boot))
    print(f"{'longest write, logged in by':30}{'before iscsid':>24}"
          f"{'when it starts':>26}  connection")
    for who, runs in results.items():
        same = sum(run["same_port"] for run in runs)
        print(f"{WHO[who]:30}{cell(runs, 'before_ms'):>24}"
              f"{cell(runs, 'after_ms'):>26}  the same in {same} of {len(runs)}")
    RESULT.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
