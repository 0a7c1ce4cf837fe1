# SPDX-License-Identifier: GPL-2.0-or-later
"""What we make of a machine's files, for the comparisons: the plan as the
program prints it, and beside it what it does not print."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = TOP / "build" / "iscsistart"
SHOW = TOP / "build" / "host" / "show_plan"


class Machines:
    """Root folders, one a machine, each with nothing but its files and the
    program.  To be used in a with statement."""

    def __init__(self, machines):
        self.folder = tempfile.TemporaryDirectory(prefix="differential-")
        top = pathlib.Path(self.folder.name)
        program = shutil.copy(PROGRAM, top)
        self.roots = []
        for n, files in enumerate(machines):
            root = top / str(n)
            self.roots.append(str(root))
            for path, data in files.items():
                at = root / path.lstrip("/")
                at.parent.mkdir(parents=True, exist_ok=True)
                at.write_bytes(data)
            os.link(program, root / "iscsistart")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def plans(self):
        """For each machine the plan, or {"error": sentence}; its targets have
        what show_plan says of them: iface, netdev, secret, reverse_secret."""
        hidden = blocks(subprocess.run(
            [SHOW, *self.roots], check=True, stdout=subprocess.PIPE,
            timeout=60).stdout)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            plans = list(pool.map(run, self.roots))
        for plan, lines in zip(plans, hidden, strict=True):
            add_hidden(plan, lines)
        return plans


def blocks(output):
    """Lines up to an empty one, block after block."""
    out = [[]]
    for line in output.decode().splitlines():
        if line:
            out[-1].append(line)
        else:
            out.append([])
    return out[:-1]


def run(root):
    """The plan that the program prints there."""
    done = subprocess.run(["chroot", root, "/iscsistart", "--cmdline",
                           "--plan=json"],
                          capture_output=True, timeout=30, check=False)
    if done.returncode in (0, 21):
        return json.loads(done.stdout or "{}")
    return {"error": done.stderr.decode().strip()}


def add_hidden(plan, lines):
    """The paths of one target say the same, so the first counts."""
    found, target = {}, {}
    for line in lines:
        key, _, value = line.partition("=")
        if key == "target":
            target = {}
            found.setdefault(value, target)
        elif key != "error":
            target[key] = value
    for target in plan.get("targets", []):
        target.update(found.get(target["name"], {}))


def judge(test, who, theirs, ours):
    """One line for a test, and what differs before it; whether it passed."""
    for key in sorted(set(theirs) | set(ours)):
        if theirs.get(key) != ours.get(key):
            print(f"  {key}: {who} {theirs.get(key)!r}, we {ours.get(key)!r}")
    same = theirs == ours
    print(f"{'PASS' if same else 'FAIL'} differential/{test}", flush=True)
    return same
