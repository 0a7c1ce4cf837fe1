#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot a real Debian 12 from an iSCSI disk, and see how it lives and ends.

    run.py [-j N] [-k] [--rest] [ROW...]

The rows are in table.py; those marked "rest" run with --rest only.  A row's
consoles stay in build/debian/ROW when it fails.
"""

import argparse
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "dracut"), str(HERE.parent / "vm")]

import disk						# noqa: E402
import images						# noqa: E402
import initrd						# noqa: E402
import kernel						# noqa: E402
import table						# noqa: E402
from guest import Missing, TargetError			# noqa: E402
from prepare import namespaces				# noqa: E402


def files(packed):
    """What a row's disk has besides the system."""
    version = kernel.version()
    found = [initrd.INSTALLED, (HERE / "check.sh", "/usr/local/sbin/check", 0o755)]
    if packed:
        found.append((packed, f"/boot/initrd.img-{version}", 0o644))
    return found


class Job:
    """A row on its way."""

    def __init__(self, name, vmlinux):
        row = table.DEFAULTS | table.ROWS[name]
        self.name, self.folder = name, disk.BUILD / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        image, packed = initrd.MAKERS[row["initrd"]]()
        disk.copy(row["disk"], files(packed), self.folder / "disk0.img")
        self.begin = time.monotonic()
        with open(self.folder / "harness.txt", "wb") as errors:
            self.process = subprocess.Popen(
                [*namespaces(), sys.executable, "-B", HERE / "play.py", name,
                 self.folder, vmlinux, image],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True, start_new_session=True)

    def report(self, keep):
        lines = self.process.stdout.read().strip().splitlines()
        word, _, said = (lines[-1] if lines else "").partition(" ")
        if word not in ("PASS", "FAIL", "SKIP"):
            error = (self.folder / "harness.txt").read_text().splitlines()
            word, said = "FAIL", f"the harness broke: {error[-1:]}"
        took = f"{time.monotonic() - self.begin:.0f} s"
        if word == "PASS":
            print(f"PASS debian/{self.name} ({took}; {said})", flush=True)
        else:
            print(f"{word} debian/{self.name}: {said}", flush=True)
        if not keep:
            (self.folder / "disk0.img").unlink(missing_ok=True)
        if word == "PASS" and not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        return word

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def run_all(names, vmlinux, options):
    waiting, running, words = list(names), [], []
    try:
        while waiting or running:
            while waiting and len(running) < options.jobs:
                running.append(Job(waiting.pop(0), vmlinux))
            for job in [j for j in running if j.process.poll() is not None]:
                running.remove(job)
                words.append(job.report(options.keep))
            time.sleep(0.1)
    finally:
        for job in running:
            job.end()
    return words


def stop(number, frame):
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-j", type=int, default=2, dest="jobs", metavar="N")
    parser.add_argument("-k", action="store_true", dest="keep")
    parser.add_argument("--rest", action="store_true")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    names = options.rows or [name for name, row in table.ROWS.items()
                             if row.get("rest", True) == options.rest]
    unknown = [name for name in names if name not in table.ROWS]
    if unknown:
        sys.exit(f"run.py: there is no row {unknown[0]}")
    images.BUILD.mkdir(parents=True, exist_ok=True)
    disk.BUILD.mkdir(parents=True, exist_ok=True)
    try:
        vmlinux = kernel.unpacked(images.BUILD)
        words = run_all(names, vmlinux, options)
    except Missing as error:
        print(f"SKIP debian: {error}")
        return
    except (TargetError, subprocess.CalledProcessError) as error:
        print(f"FAIL debian: {error}")
        sys.exit(1)
    sys.exit(1 if "FAIL" in words else 0)


if __name__ == "__main__":
    main()
