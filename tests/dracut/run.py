#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot machines with images that the real dracut made with our module.

    run.py [-j N] [-k] [--rest] [--bench] [ROW...]

The rows are in rows.py; those marked "rest" run with --rest only.  A row's
console stays in build/dracut/ROW when it fails.  --bench compares with dracut's
own module: how large the images are, and when root is mounted.
"""

import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))
sys.path.insert(0, str(HERE.parent / "boots"))

import images						# noqa: E402
import jobs						# noqa: E402
import packing						# noqa: E402
import rows						# noqa: E402

# With the options that dracut gives them.
PACKERS = ("zstd -15 -q -T0", "gzip -n -9 --rsyncable",
           "xz --check=crc32 --lzma2=dict=1MiB -T0")


def installed():
    """make install puts the module where dracut looks, make uninstall takes
    all of it away; the shell in the image is at most 200 lines."""
    place = images.BUILD / "installed"
    shutil.rmtree(place, ignore_errors=True)
    make = ["make", "-s", f"DESTDIR={place}", "-C", str(images.TOP)]
    subprocess.run([*make, "install"], check=True, stdout=subprocess.DEVNULL)
    module = place / "usr/lib/dracut/modules.d/50iscsi"
    have = sorted(path.name for path in module.iterdir())
    lines = sum(len((module / name).read_text().splitlines())
                for name in ("parse-iscsiroot.sh", "iscsiroot.sh"))
    subprocess.run([*make, "uninstall"], check=True)
    left = [path for path in place.rglob("*") if not path.is_dir()]
    if have != ["iscsiroot.sh", "iscsistart", "module-setup.sh",
                "parse-iscsiroot.sh"] or module.exists() or left:
        return f"FAIL dracut/install: there was {have}, and {left} is left"
    if lines > 200:
        return f"FAIL dracut/install: {lines} lines of shell in the image"
    return f"PASS dracut/install ({lines} lines of shell in the image)"


def sizes():
    """What each module adds to an image as users have it, with all drivers; the
    time at which its files were made is no part of that."""
    paths = [images.image(f"size-{name}", "--no-compress", "--reproducible")
             for name in ("none", "ours", "stock")]
    word, said = packing.compare(PACKERS, paths, "dracut's own")
    return f"{word} dracut/size ({said})"


def times(vmlinux, options):
    """Seconds of the guest until root is mounted; both at once, so that what
    else this machine does slows both."""
    options.keep = True
    if "FAIL" in jobs.run_all(SUITE, ["stock-static", "legacy-static",
                                      "alone-static"], vmlinux, options):
        return "FAIL dracut/time: see above"
    at = {}
    for name in ("stock", "legacy", "alone"):
        text = (images.BUILD / f"{name}-static/console.txt").read_text()
        at[name] = float(re.search(r"\[ *([\d.]+)\] dracut: Mounted root",
                                   text).group(1))
    word = "PASS" if max(at["legacy"], at["alone"]) < at["stock"] else "FAIL"
    return (f"{word} dracut/time (root mounted after {at['legacy']:.1f} s, "
            f"{at['stock']:.1f} s with dracut's own module, "
            f"{at['alone']:.1f} s with ours and no network module)")


def bench(vmlinux, options):
    options.jobs = 3
    return [sizes(), times(vmlinux, options)]


SUITE = jobs.Suite("dracut", images.BUILD, rows.ROWS, images.image,
                   images.root_disk, lambda: [installed()], bench)

if __name__ == "__main__":
    jobs.main(SUITE, __doc__.splitlines()[0])
