#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the program plans to boot, one case a command line.

    run.py [--list] [NAME]...

Every tests/data/cmdline/*.case is run with build/iscsistart in a root folder
of its own, where nothing is but the case's files; one line a case says what
came of it.  Needs root, for chroot.  tests/data/cmdline/README.md has the form
of a case.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = TOP / "build" / "iscsistart"
DATA = TOP / "tests" / "data" / "cmdline"
SECTIONS = {"options", "status", "plan", "messages", "text", "stdin",
            "no initiator name"}
# One of these in a case, and it is on its own for the initiator's name.
NAMERS = {"/run/initiatorname.iscsi", "/etc/iscsi/initiatorname.iscsi",
          "/etc/initiatorname.iscsi", "/sys/class/dmi/id/product_uuid"}
NAME_FILE = "/etc/iscsi/initiatorname.iscsi"
NAME = "iqn.2026-11.test:node1"
# What holds where the expected plan does not say it.
USUAL = {
    "initiator": {"name": NAME, "source": "file"},
    "nics": [{"method": "dhcp", "source": "default"}],
    "wait": 180,
    "ignored": [],
}
UNORDERED = {"ignored", "warnings"}
# Every secret of the cases has the first in it; the others are of the tables.
SECRETS = re.compile(r"hush|chapsecret|targsecret", re.I)


class Case:
    """A file of sections; a section begins with ">> NAME"."""

    def __init__(self, path):
        self.name = path.stem
        self.files = {}			# path: (bytes, mode, owner)
        self.sections = {}
        head, *parts = re.split(r"(?m)^>> ", path.read_text(encoding="utf-8"))
        if not re.fullmatch(r"(# .+\n)+\n?", head):
            raise ValueError("it does not begin with a # sentence")
        for part in parts:
            title, _, text = part.partition("\n")
            if title.startswith("/"):
                self.add_file(title, text)
            elif title.split()[0] == "status":
                self.sections["status"] = title.split()[1]
            elif title in SECTIONS:
                self.sections[title] = text
            else:
                raise ValueError(f">> {title}: there is no such section")
        if self.status == 7 and not self.messages:
            raise ValueError("status 7 needs its sentence")

    def add_file(self, title, text):
        """/path [MODE [OWNER]] [< FILE or folder]"""
        title, _, source = title.partition(" < ")
        given = title.split()
        path, mode, owner = given + ["0644", "0"][len(given) - 1:]
        copied = DATA / source if source else None
        if copied and copied.is_dir():
            for each in copied.rglob("*"):
                if each.is_file():
                    self.files[f"{path}/{each.relative_to(copied)}"] = \
                        each.read_bytes(), int(mode, 8), int(owner)
        else:
            self.files[path] = (copied.read_bytes() if copied else
                                text.encode(), int(mode, 8), int(owner))

    @property
    def status(self):
        return int(self.sections.get("status", "0"))

    @property
    def options(self):
        return shlex.split(self.sections.get("options",
                                             "--cmdline --plan=json"))

    @property
    def messages(self):
        return self.sections.get("messages", "").splitlines()

    def plan(self):
        if "plan" not in self.sections:
            return None
        plan = json.loads(self.sections["plan"])
        return {**USUAL, **plan}

    def put_files(self, root):
        files = dict(self.files)
        if not (NAMERS & set(files) or "no initiator name" in self.sections):
            files[NAME_FILE] = f"InitiatorName={NAME}\n".encode(), 0o644, 0
        for path, (data, mode, owner) in files.items():
            at = root / path.lstrip("/")
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_bytes(data)
            at.chmod(mode)
            os.chown(at, owner, owner)


def run(case, program):
    """program: on the same file system as temporary folders.  It is linked,
    as what was just written cannot be run while another thread forks."""
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        root = pathlib.Path(folder)
        case.put_files(root)
        os.link(program, root / "iscsistart")
        return subprocess.run(
            ["chroot", folder, "/iscsistart", *case.options],
            input=case.sections.get("stdin", "").encode(),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            capture_output=True, timeout=30, check=False)


def string_differs(expected, found):
    if expected.startswith("~"):
        return expected[1:] not in found
    return expected != found


def unordered(expected, found, where):
    """Each one expected is found once, and nothing else is."""
    left, faults = list(found), []
    for item in expected:
        hit = next((i for i in left if not differences(item, i, where)), None)
        if hit is None:
            faults.append(f"{where}: not found: {json.dumps(item)}")
        else:
            left.remove(hit)
    return faults + [f"{where}: not expected: {json.dumps(i)}" for i in left]


def differences(expected, found, where):
    """The places where a JSON value is not the expected one, as lines."""
    faults = []
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(k for k in found if k not in expected)]:
            at = f"{where}.{key}"
            if key not in found:
                faults.append(f"{at}: expected {json.dumps(expected[key])}, "
                              "not there")
            elif key not in expected:
                faults.append(f"{at}: not expected: {json.dumps(found[key])}")
            elif key in UNORDERED:
                faults += unordered(expected[key], found[key], at)
            else:
                faults += differences(expected[key], found[key], at)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            faults.append(f"{where}: {len(expected)} expected, {len(found)} "
                          f"found: {json.dumps(found)}")
        for i, pair in enumerate(zip(expected, found)):
            faults += differences(*pair, f"{where}[{i}]")
    elif type(expected) is not type(found) or (
            string_differs(expected, found) if isinstance(expected, str)
            else expected != found):
        faults.append(f"{where}: expected {json.dumps(expected)}, "
                      f"found {json.dumps(found)}")
    return faults


def lines_differ(expected, found, where):
    faults = []
    for i in range(max(len(expected), len(found))):
        a = expected[i] if i < len(expected) else None
        b = found[i] if i < len(found) else None
        if a is None or b is None or string_differs(a, b):
            if a is not None:
                faults.append(f"{where}: -{a}")
            if b is not None:
                faults.append(f"{where}: +{b}")
    return faults


def judge(case, done):
    out, err = done.stdout.decode(), done.stderr.decode()
    faults = []
    if done.returncode != case.status:
        faults.append(f"status: expected {case.status}, "
                      f"found {done.returncode}")
    plan = case.plan()
    if plan:
        try:
            faults += differences(plan, json.loads(out), "plan")
        except ValueError as e:
            faults.append(f"plan: no JSON ({e}): {out[:200]}")
    else:
        faults += lines_differ(case.sections.get("text", "").splitlines(),
                               out.splitlines(), "text")
    faults += lines_differ(case.messages, err.splitlines(), "messages")
    shown = SECRETS.search(out + err)
    if shown:
        faults.append(f"a secret is shown: {shown[0]}")
    return faults


def try_case(path, program):
    try:
        case = Case(path)
        faults = judge(case, run(case, program))
    except (ValueError, OSError, subprocess.TimeoutExpired) as e:
        faults = [f"{type(e).__name__}: {e}"]
    return faults


def report(name, faults):
    for fault in faults:
        print(f"  {fault}")
    print(f"{'FAIL' if faults else 'PASS'} plan/{name}", flush=True)
    return not faults


def self_test():
    """The comparison sees what differs."""
    same = [({"a": "~el"}, {"a": "hello"}), ([1], [1]),
            ({"ignored": [{"w": "~a"}, {"w": "b"}]},
             {"ignored": [{"w": "b"}, {"w": "xax"}]})]
    other = [({"a": "el"}, {"a": "hello"}), ([1], [1, 2]), ([1, 2], [1]),
             ({}, {"a": 1}), ({"a": 1}, {}), (0, False), (1, "1"),
             ({"ignored": []}, {"ignored": [{"w": "b"}]}),
             ({"ignored": ["b", "b"]}, {"ignored": ["b"]})]
    return (not any(differences(*pair, "") for pair in same) and
            all(differences(*pair, "") for pair in other) and
            lines_differ(["a"], [], "") and lines_differ([], ["a"], "") and
            not lines_differ(["~b"], ["abc"], ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true",
                        help="print the names of the cases")
    parser.add_argument("name", nargs="*", help="cases (all)")
    options = parser.parse_args()
    paths = [p for p in sorted(DATA.glob("*.case"))
             if not options.name or p.stem in options.name]
    if options.list:
        print("\n".join(p.stem for p in paths))
        return 0
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"run.py: there is no {PROGRAM}: run make first")
    if os.geteuid():
        print("SKIP plan (chroot needs root)")
        return 0
    if not paths:
        sys.exit("run.py: no such case")
    fine = report("self-test", [] if self_test() else
                  ["the comparison is blind"])
    with tempfile.TemporaryDirectory(prefix="plan-") as folder, \
            concurrent.futures.ThreadPoolExecutor(8) as pool:
        program = shutil.copy(PROGRAM, folder)
        done = pool.map(lambda path: try_case(path, program), paths)
        for path, faults in zip(paths, done):
            fine &= report(path.stem, faults)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
