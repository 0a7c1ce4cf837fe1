#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux's iscsi_ibft and Open-iSCSI against build/ibft: one machine in which the
kernel shows one table after the other; what it shows, and what Debian's
`iscsistart -f` prints, is compared on the host with what build/ibft says of the
same bytes.  ibft_compare.py holds every difference that is allowed.

    ibft_kernel.py [-k] [TABLE...]      TABLE: names of tables (all)
"""

import argparse
import io
import pathlib
import shutil
import signal
import subprocess
import sys
import tarfile
import time

# Nothing but build/ may change in the tree.
sys.dont_write_bytecode = True

import ibft_compare					# noqa: E402
import ibft_tables					# noqa: E402
import kernel						# noqa: E402
from case import TOP					# noqa: E402
from guest import Missing				# noqa: E402
from job import Job					# noqa: E402
from prepare import BUILD, boot_files, compiled		# noqa: E402

HERE = pathlib.Path(__file__).resolve().parent / "ibft-place"
SAMPLES = TOP / "tests/data/ibft"
WORK = BUILD / "ibft-place"
NAME = "ibft-kernel"


def tables():
    """(name, bytes, verdict, words) of all: the captured ones first."""
    for path in sorted(SAMPLES.rglob("*.bin")):
        name = str(path.relative_to(SAMPLES)).removesuffix(".bin")
        verdict, words = ibft_compare.SAMPLES.get(name, (ibft_tables.TAKEN, ""))
        yield name.replace("/", "-"), path.read_bytes(), verdict, words
    yield from ibft_tables.rows()


def build_module():
    """The module that places tables, for the kernel of the machines."""
    headers = pathlib.Path("/usr/src") / f"linux-headers-{kernel.version()}"
    if not headers.exists():
        raise Missing(f"{headers} is not there; install linux-headers-amd64")
    folder = WORK / "module"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("ibft_place.c", "Kbuild"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(["make", "-C", headers, f"M={folder}", "modules"],
                          capture_output=True, text=True)
    if done.returncode:
        print(f"{done.stderr}FAIL vm/{NAME}: the module was not built")
        sys.exit(1)
    subprocess.run(["strip", "--strip-debug", "-o", WORK / "ibft_place.ko",
                    folder / "ibft_place.ko"], check=True)


def pack(rows):
    with tarfile.open(WORK / "tables.tar", "w") as archive:
        for name, data, _, _ in rows:
            entry = tarfile.TarInfo(f"{name}.bin")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def boot():
    """One machine for all tables: (what its guest printed, why it failed)."""
    compiled(HERE / "dump.c", WORK / "dump")
    if not (WORK / "dump").exists():
        raise Missing("klcc is not installed")
    job = Job(str(HERE / "kernel.toml"), boot_files(), BUILD / NAME)
    try:
        word, reason = job.verdict()
    finally:
        job.end()
    if word == "SKIP":
        raise Missing(reason)
    printed = (job.folder / "guest.txt").read_bytes().decode("latin-1") \
        if word == "PASS" else ""
    return printed, reason


def by_table(printed):
    """{table: {"load": [line], "show": [lines], "theirs": [lines]}}"""
    found = {}
    for line in printed.splitlines():
        mark, bar, text = line.partition("| ")
        if bar and mark == "table":
            found[text] = here = {"load": [], "show": [], "theirs": []}
        elif bar and found and mark in here:
            here[mark].append(text)
    return found


def compare(rows, printed):
    """(every reason to fail, names of the differences that were needed)"""
    shown = by_table(printed)
    reasons = []
    used = set()
    for name, data, verdict, words in rows:
        path = WORK / "table.bin"
        path.write_bytes(data)
        if name not in shown:
            reasons.append(f"{name}: the guest did not get so far")
            continue
        found, allowed = ibft_compare.compare(path, verdict, words, shown[name])
        reasons += [f"{name}: {reason}" for reason in found]
        used |= allowed
    return reasons, used


def stop(number, frame):
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser(description="Compare with the kernel.")
    parser.add_argument("-k", action="store_true", dest="keep",
                        help=f"keep {BUILD.relative_to(TOP)}/{NAME}")
    parser.add_argument("names", nargs="*", metavar="TABLE")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    begin = time.monotonic()
    rows = [row for row in tables() if not options.names or
            row[0] in options.names]
    try:
        build_module()
        pack(rows)
        printed, reason = boot()
    except Missing as error:
        print(f"SKIP vm/{NAME}: {error}")
        return
    see = f"(see {BUILD.relative_to(TOP)}/{NAME}/)"
    if not printed:
        print(f"FAIL vm/{NAME}: {reason} {see}")
        sys.exit(1)
    reasons, used = compare(rows, printed)
    if not options.names:
        reasons += [f"nothing shows the difference '{key}' any more"
                    for key in ibft_compare.DIFFERENCES if key not in used]
    for line in reasons:
        print(f"  {line}")
    if reasons:
        print(f"FAIL vm/{NAME}: {len(reasons)} differences that are not known {see}")
        sys.exit(1)
    if not options.keep:
        shutil.rmtree(BUILD / NAME, ignore_errors=True)
    print(f"PASS vm/{NAME} ({len(rows)} tables, {time.monotonic() - begin:.0f} s)")


if __name__ == "__main__":
    main()
