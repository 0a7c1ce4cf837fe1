#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program brings up NICs, one case a situation.

    run.py [-j N] [--list] [-v] [--only-needs] [PATTERN]...

Each case makes its own network namespaces, one for the machine that boots and
one for its server, with cables between; dnsmasq and tgt are real, and the
program is build/iscsistart (or what PROGRAM names) in a root folder of the
case's own.  Needs root.  PATTERN is a regular expression for the names of
cases; -v shows what the program said; --only-needs runs the cases that need
more than every kernel has: tests/vm/cases/nic-kernel.toml runs them in a
machine whose kernel has it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

sys.dont_write_bytecode = True

import cases_dhcp				# noqa: E402,F401
import cases_failures				# noqa: E402,F401
import cases_files				# noqa: E402,F401
import cases_firmware				# noqa: E402,F401
import cases_ipv6				# noqa: E402,F401
import cases_late				# noqa: E402,F401
import cases_paths				# noqa: E402,F401
import cases_static				# noqa: E402,F401
import cases_vlan				# noqa: E402,F401
import self_test				# noqa: E402
from case import CASES, FOLDER, PROGRAM, run	# noqa: E402
from lab import Namespace, veth			# noqa: E402

INSIDE = "ISCSIBOOT_NIC_NAMESPACE"
# Devices that a case may need, as `ip link add` calls them.
KINDS = {"vlan": "link cable0 name probe type vlan id 2",
         "bond": "name probe type bond"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-j", type=int, default=12, metavar="N",
                        help="cases at a time (12)")
    parser.add_argument("--list", action="store_true",
                        help="print the names of the cases")
    parser.add_argument("-v", action="store_true", dest="verbose",
                        help="print what the program said")
    parser.add_argument("--only-needs", action="store_true",
                        help="the cases that not every kernel can run")
    parser.add_argument("pattern", nargs="*")
    return parser.parse_args()


def into_namespace():
    """Come back where network, mounts and processes are our own, and /run is
    empty: when we end, all of it does."""
    if INSIDE in os.environ:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
        FOLDER.mkdir()
        shutil.copy(PROGRAM, FOLDER / "iscsistart")
        return
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid",
                          "--mount-proc", "--fork", "--kill-child",
                          sys.executable, "-B", *sys.argv])


def kernel_has():
    """The needs that this kernel meets."""
    namespace = Namespace("probe")
    veth(namespace, "cable0", namespace, "cable1")
    met = set()
    for need, words in KINDS.items():
        made = subprocess.run(["ip", "-n", "probe", "link", "add",
                               *words.split()], capture_output=True,
                              check=False)
        if not made.returncode:
            met.add(need)
            namespace.ip("link", "del", "probe")
    if not subprocess.run(["tc", "qdisc", "add", "dev", "lo", "root", "netem"],
                          capture_output=True, check=False).returncode:
        met.add("netem")
    if "REAL_NIC" in os.environ:
        met.add("permaddr")
    if "vlan" not in met:
        met.add("novlan")
    namespace.remove()
    return met


def unmet(needs, met):
    missing = [need for need in needs if need not in met]
    if missing == ["novlan"]:
        return "this kernel has VLANs"
    return f"no {', '.join(missing)} here; vm/nic-kernel has it"


def chosen(options):
    return [case for case in CASES
            if (case.needs or not options.only_needs) and
            (options.pattern or options.list or not case.unsolved) and
            (not options.pattern or any(
                re.search(pattern, case.case_name)
                for pattern in options.pattern))]


def report(test, verbose):
    name = f"nic/{test.function.case_name}"
    if test.faults or verbose:
        for line in test.err.splitlines():
            print(f"    | {line}")
    for fault in test.faults:
        print(f"  {fault}")
    print(f"{'FAIL' if test.faults else 'PASS'} {name} ({test.took:.1f} s)",
          flush=True)
    return bool(test.faults)


def run_all(cases, options):
    """The longest begin first, as far as that is known: they wait."""
    failed = False
    with ThreadPoolExecutor(options.j) as pool:
        futures = [pool.submit(run, number, case)
                   for number, case in enumerate(cases)]
        for future in as_completed(futures):
            failed |= report(future.result(), options.verbose)
    return failed


def main():
    options = arguments()
    cases = chosen(options)
    if options.list:
        for case in cases:
            unsolved = f" [not yet: {case.unsolved}]" if case.unsolved else ""
            print(f"{case.case_name:28} {case.__doc__.splitlines()[0]}"
                  f"{unsolved}")
        return 0
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"run.py: there is no {PROGRAM}: run make first")
    if os.geteuid():
        print("SKIP nic (network namespaces need root)")
        return 0
    into_namespace()
    names = [case.case_name for case in CASES]
    faults = [name for name in set(names) if names.count(name) > 1]
    faults += self_test.run()
    for fault in faults:
        print(f"  {fault}")
    print(f"{'FAIL' if faults else 'PASS'} nic/self-test", flush=True)
    met = kernel_has()
    failed = bool(faults)
    for case in [case for case in cases if set(case.needs) - met]:
        cases.remove(case)
        # Whoever runs all has them in vm/nic-kernel.
        if options.pattern or options.only_needs:
            print(f"SKIP nic/{case.case_name} ({unmet(case.needs, met)})",
                  flush=True)
    failed |= run_all(cases, options)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
