#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our iscsistart beside Open-iSCSI's: time, memory, size.

One virtual machine, one target, seven logins each in turns.  The table is for
reading, build/bench.json for comparing; nothing is asserted.
"""

import json
import pathlib
import re
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))

import guest				# noqa: E402
import kernel				# noqa: E402
import prepare				# noqa: E402
from case import TOP			# noqa: E402
from job import Job			# noqa: E402

BUILD = TOP / "build/bench"
RESULT = TOP / "build/bench.json"
OURS, THEIRS = "/sbin/iscsistart", "/debian/iscsistart"
LINE = re.compile(r"^measured \d+ (\S+) us=(\d+) disk_us=(\d+) kib=(\d+) "
                  r"status=(\d+)$", re.MULTILINE)


def fail(text):
    sys.exit(f"bench: {text}")


def played(path, files):
    """A case, to its end."""
    job = Job(str(path), files, BUILD / path.stem)
    try:
        job.process.wait()
    finally:
        job.end()
    return job


def boot(case, image=None):
    """The folder of a run of the case, with an initramfs of its own or not, and
    what the guest printed."""
    job = played(HERE / f"{case}.toml", prepare.boot_files(image))
    word, reason = job.verdict()
    if word != "PASS":
        fail(f"the machine's run failed: {reason} (see {job.folder})")
    return job.folder, (job.folder / "guest.txt").read_text()


def medians(printed, program):
    rows = [found.groups()[1:] for found in LINE.finditer(printed)
            if found.group(1) == program]
    if not rows or any(row[3] != "0" for row in rows):
        fail(f"{program} did not log in each time; see {BUILD}/login")
    exit_ms, disk_ms, kib = (
        [int(row[column]) / scale for row in rows]
        for column, scale in ((0, 1000), (1, 1000), (2, 1)))
    return {"login_ms": round(statistics.median(exit_ms), 1),
            "login_ms_all": [round(value, 1) for value in exit_ms],
            "disk_ms": round(statistics.median(disk_ms), 1),
            "peak_kib": int(max(kib)), "runs": len(rows)}


def size(path):
    return pathlib.Path(path).stat().st_size


def sizes(program):
    """The binary, and what has to be in an initramfs for it to run."""
    whole = size(program) + sum(size(lib) for lib in guest.libraries(program))
    return {"binary_bytes": size(program), "with_libraries_bytes": whole}


ROWS = [("login, start to exit", "login_ms", "ms"),
        ("login, start to disk", "disk_ms", "ms"),
        ("peak memory", "peak_kib", "KiB"),
        ("program", "binary_bytes", "bytes"),
        ("program and its libraries", "with_libraries_bytes", "bytes")]


def table(ours, theirs, image):
    print(f"{'':28}{'iscsiboot':>12}{'Open-iSCSI':>13}{'ratio':>9}")
    for title, key, unit in ROWS:
        ratio = theirs[key] / ours[key] if ours[key] else float("inf")
        print(f"{title:28}{ours[key]:>12,}{theirs[key]:>13,}{ratio:>8.1f}x  {unit}")
    print(f"{'initramfs, whole':28}{image:>12,}{'':>13}{'':>9}  bytes")
    print(f"medians of {ours['runs']} logins each, in turns, in one emulated "
          "machine; memory is the highest")


def main():
    try:
        theirs_program = guest.tool("iscsistart")
        prepare.compiled(HERE / "measure.c", BUILD / "measure")
        _, printed = boot("login")
        image = size(prepare.initramfs(BUILD / "initramfs.img"))
    except guest.Missing as error:
        fail(str(error))
    except subprocess.CalledProcessError as error:
        fail(f"{error.cmd[0]} failed; see above")
    ours = medians(printed, OURS) | sizes(prepare.PROGRAM)
    theirs = medians(printed, THEIRS) | sizes(theirs_program)
    table(ours, theirs, image)
    RESULT.write_text(json.dumps(
        {"iscsiboot": ours, "open-iscsi": theirs, "initramfs_bytes": image,
         "kernel": kernel.version()}, indent=2) + "\n")
    print(f"written to {RESULT.relative_to(TOP)}")


if __name__ == "__main__":
    main()
