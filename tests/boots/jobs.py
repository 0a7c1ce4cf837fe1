# SPDX-License-Identifier: GPL-2.0-or-later
"""What the suites of images share: the rows that run, two at a time, and the
command line.  A row is played by row.py.
"""

import argparse
import dataclasses
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))

import kernel						# noqa: E402
from guest import Missing, TargetError			# noqa: E402
from prepare import namespaces				# noqa: E402


@dataclasses.dataclass
class Suite:
    name: str			# that of its folder, too
    build: pathlib.Path
    rows: dict
    image: Callable		# the path of the image of that name
    root_disk: Callable		# makes the one of all rows, if there is one
    checks: Callable = list	# lines of what needs no machine
    bench: Callable = None
    prepare: Callable = None	# puts into a row's folder what that needs
    player: pathlib.Path = HERE / "row.py"


class Job:
    def __init__(self, suite, name, vmlinux, image):
        self.name = f"{suite.name}/{name}"
        self.folder = suite.build / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if suite.prepare:
            suite.prepare(name, self.folder)
        self.begin = time.monotonic()
        with open(self.folder / "harness.txt", "wb") as errors:
            self.process = subprocess.Popen(
                [*namespaces(), sys.executable, "-B", suite.player,
                 suite.name, name, self.folder, vmlinux, image],
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
            print(f"PASS {self.name} ({took}{'; ' if said else ''}"
                  f"{said})", flush=True)
        else:
            print(f"{word} {self.name}: {said}", flush=True)
        if word == "PASS" and not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        return word

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def run_all(suite, names, vmlinux, options):
    """Images are made one at a time, each before the first row that needs it."""
    waiting, running, words = list(names), [], []
    try:
        while waiting or running:
            while waiting and len(running) < options.jobs:
                name = waiting.pop(0)
                image = suite.image(suite.rows[name]["image"])
                running.append(Job(suite, name, vmlinux, image))
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


def main(suite, description):
    """The command line of a suite's run.py."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-j", type=int, default=2, dest="jobs", metavar="N")
    parser.add_argument("-k", action="store_true", dest="keep")
    parser.add_argument("--rest", action="store_true")
    parser.add_argument("--bench", action="store_true")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    names = options.rows or [name for name, row in suite.rows.items()
                             if bool(row.get("rest")) == options.rest]
    unknown = [name for name in names if name not in suite.rows]
    if unknown:
        sys.exit(f"run.py: there is no row {unknown[0]}")
    suite.build.mkdir(parents=True, exist_ok=True)
    try:
        suite.root_disk(suite.build / "root.img")
        vmlinux = kernel.unpacked(suite.build)
        if options.bench:
            lines = suite.bench(vmlinux, options)
        else:
            lines = [] if options.rows or options.rest else suite.checks()
        print("\n".join(lines), end="\n" * bool(lines), flush=True)
        words = [line.split()[0] for line in lines]
        if not options.bench:
            words += run_all(suite, names, vmlinux, options)
    except Missing as error:
        print(f"SKIP {suite.name}: {error}")
        return
    except (TargetError, subprocess.CalledProcessError) as error:
        print(f"FAIL {suite.name}: {error}")
        sys.exit(1)
    sys.exit(1 if "FAIL" in words else 0)
