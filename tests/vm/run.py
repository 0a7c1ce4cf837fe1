#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot every case of tests/vm/cases in a virtual machine of its own.

    run.py [-j N] [-k] [--image=FILE] [CASE...]

Each case runs in its own network and process namespaces, so that it needs no
free port and leaves nothing behind; without root, in a user namespace too.
"""

import argparse
import shutil
import signal
import subprocess
import sys
import time

# Nothing but build/ may change in the tree.
sys.dont_write_bytecode = True

from case import TOP, CaseError, every, read		# noqa: E402
from guest import Missing				# noqa: E402
from job import Job					# noqa: E402
from prepare import boot_files				# noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description="Boot the test machines.")
    parser.add_argument("-j", type=int, default=2, metavar="N", dest="jobs",
                        help="how many at a time (2)")
    parser.add_argument("-k", action="store_true", dest="keep",
                        help="keep build/vm/NAME of passed cases too")
    parser.add_argument("--image", metavar="FILE",
                        help="an initramfs instead of the one made here")
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="names of files in tests/vm/cases (all)")
    return parser.parse_args()


def report(job, keep):
    word, reason = job.verdict()
    took = time.monotonic() - job.begin
    line = f"{word} vm/{job.name}"
    line += f" ({took:.1f} s)" if word == "PASS" else f": {reason}"
    if word == "FAIL":
        line += f" (see {job.folder.relative_to(TOP)}/)"
    elif not keep:
        shutil.rmtree(job.folder, ignore_errors=True)
    print(line, flush=True)
    return word


def run_all(names, boot, jobs, keep):
    """The verdicts of all cases, a few at a time."""
    waiting = list(names)
    running = []
    words = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(Job(waiting.pop(0), boot))
            for job in [job for job in running if job.process.poll() is not None]:
                running.remove(job)
                words.append(report(job, keep))
            time.sleep(0.05)
    finally:
        for job in running:
            job.end()
    return words


def stop(number, frame):
    sys.exit(128 + number)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    names = options.cases or every()
    try:
        for name in names:
            read(name)
        boot = boot_files(options.image)
    except (Missing, CaseError) as error:
        sys.exit(f"run.py: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"run.py: {error.cmd[0]} failed; see above")
    words = run_all(names, boot, options.jobs, options.keep)
    sys.exit(1 if "FAIL" in words else 0)


if __name__ == "__main__":
    main()
