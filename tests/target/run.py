#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Conformance of the initiator, one case a behaviour of the target's.

    run.py [-j N] [--list] [--trace] [PATTERN]...

Runs build/iscsistart, as --probe or --discover, against the scripted target in
a network namespace of its own, and prints one line a case.  PATTERN is a
regular expression for the names of cases.  --trace shows the PDUs of the cases
that fail.  The suite's own checks are tried first: each must see the fault
that is put before it.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

import cases_chap
import cases_discovery
import cases_header
import cases_keys
import cases_redirect
import cases_session
import self_test
from case import PROGRAM, Run, judge
from pdu import from_text

CASES = (cases_header.CASES + cases_keys.CASES + cases_chap.CASES +
         cases_redirect.CASES + cases_discovery.CASES + cases_session.CASES)
POINTS = range(1, 41)			# of the check list for a login
INSIDE = "ISCSIBOOT_TARGET_NAMESPACE"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-j", type=int, default=8, metavar="N",
                        help="cases at a time (8)")
    parser.add_argument("--list", action="store_true",
                        help="print the names and points of the cases")
    parser.add_argument("--trace", action="store_true",
                        help="print the PDUs of cases that fail")
    parser.add_argument("pattern", nargs="*")
    return parser.parse_args()


def into_namespace():
    """Come back in a namespace whose loopback is up and nobody else's."""
    if INSIDE in os.environ:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", "--pid", "--fork", "--kill-child",
                          sys.executable, "-B", *sys.argv])


def trace(run):
    lines = []
    for connection in run.connections:
        lines.append(f"  connection {connection.number} to {connection.port}")
        start = connection.events[0][0] if connection.events else 0
        for at, kind, what in connection.events:
            text = what.describe() if kind in ("in", "out") else what
            lines.append(f"    {at - start:6.3f} {kind:3} {text}")
    return lines


def try_case(case):
    run = Run(case)
    run.run()
    return run, judge(run)


def report(run, faults, show):
    name = f"target/{run.case.name}"
    if not faults:
        print(f"PASS {name}", flush=True)
        return
    if show:
        print("\n".join(trace(run)))
    print(f"FAIL {name}: {'; '.join(faults)} ('{run.last_line}')", flush=True)


def whole(name, faults, found):
    """One line for what is true of the suite as a whole."""
    print(f"FAIL target/{name}: {'; '.join(faults)}" if faults else
          f"PASS target/{name} ({found})", flush=True)
    return bool(faults)


def repeated_challenges(runs):
    """CHAP v3.1 3.6.3 and 3.6.4: no challenge is offered twice, neither at the
    same time nor later."""
    seen = [value for run in runs for request in run.requests()
            for key, value in from_text(request.data) if key == "CHAP_C"]
    twice = {value for value in seen if seen.count(value) > 1}
    faults = [f"{len(twice)} challenges were sent again"] if twice else []
    if len(seen) < 2:
        faults.append(f"{len(seen)} challenges were seen")
    return faults, f"{len(seen)} challenges, all different"


def uncovered_points():
    points = {point for case in CASES for point in case.points}
    missing = [str(point) for point in POINTS if point not in points]
    return ([f"no case has point {', '.join(missing)}"] if missing else [],
            f"all {len(POINTS)} points of the check list have a case")


def repeated_names():
    names = [case.name for case in CASES]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [f"two cases are called {name}" for name in twice], f"{len(names)}"


def chosen(patterns):
    return [case for case in CASES if not patterns or any(
        re.search(pattern, case.name) for pattern in patterns)]


def main():
    options = arguments()
    cases = chosen(options.pattern)
    if options.list:
        for case in cases:
            print(case.name, *case.points)
        return 0
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"run.py: there is no {PROGRAM}: run make first")
    into_namespace()
    failed = whole("self-test", *self_test.run())
    failed |= whole("points", *uncovered_points())
    failed |= whole("names", *repeated_names())
    runs = []
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        for run, faults in pool.map(try_case, cases):
            report(run, faults, options.trace)
            failed |= bool(faults)
            runs.append(run)
    if not options.pattern:
        failed |= whole("chap-3.6.4-challenges-differ",
                        *repeated_challenges(runs))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
