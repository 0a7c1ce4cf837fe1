#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot machines with images that the real dracut made with our module.

    run.py [-j N] [-k] [--rest] [--bench] [ROW...]

The rows are in rows.py; those marked "rest" run with --rest only.  A row's
console stays in build/dracut/ROW when it fails.  --bench compares with dracut's
own module: how large the images are, and when root is mounted.
"""

import argparse
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))

import images						# noqa: E402
import kernel						# noqa: E402
import rows						# noqa: E402
from guest import Missing, TargetError			# noqa: E402
from prepare import namespaces				# noqa: E402


class Job:
    def __init__(self, name, vmlinux, image):
        self.name = name
        self.folder = images.BUILD / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.begin = time.monotonic()
        with open(self.folder / "harness.txt", "wb") as errors:
            self.process = subprocess.Popen(
                [*namespaces(), sys.executable, "-B", HERE / "row.py", name,
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
            print(f"PASS dracut/{self.name} ({took}{'; ' if said else ''}"
                  f"{said})", flush=True)
        else:
            print(f"{word} dracut/{self.name}: {said}", flush=True)
        if word == "PASS" and not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        return word

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def run_all(names, vmlinux, options):
    """Images are made one at a time, each before the first row that needs it."""
    waiting, running, words = list(names), [], []
    try:
        while waiting or running:
            while waiting and len(running) < options.jobs:
                name = waiting.pop(0)
                image = images.image(rows.ROWS[name]["image"])
                running.append(Job(name, vmlinux, image))
            for job in [j for j in running if j.process.poll() is not None]:
                running.remove(job)
                words.append(job.report(options.keep))
            time.sleep(0.1)
    finally:
        for job in running:
            job.end()
    return words


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
    """Whole images as users have them, with all NICs' drivers."""
    size = {name: images.image(name, "--gzip").stat().st_size
            for name in ("none", "stock", "legacy", "alone-none", "alone")}
    stock, ours = size["stock"] - size["none"], size["legacy"] - size["none"]
    alone = size["alone"] - size["alone-none"]
    word = "PASS" if ours <= 150 << 10 else "FAIL"
    return (f"{word} dracut/size (gzip: {size['none'] >> 10} KB without iSCSI, "
            f"+{ours >> 10} KB with ours, +{stock >> 10} KB with dracut's own; "
            f"without a network module {size['alone-none'] >> 10} KB, "
            f"+{alone >> 10} KB with ours and klibc's ipconfig)")


def times(vmlinux, options):
    """Seconds of the guest until root is mounted; both at once, so that what
    else this machine does slows both."""
    options.keep = True
    if "FAIL" in run_all(["stock-static", "legacy-static", "alone-static"],
                         vmlinux, options):
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


def stop(number, frame):
    sys.exit(128 + number)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-j", type=int, default=2, dest="jobs", metavar="N")
    parser.add_argument("-k", action="store_true", dest="keep")
    parser.add_argument("--rest", action="store_true")
    parser.add_argument("--bench", action="store_true")
    parser.add_argument("rows", nargs="*", metavar="ROW")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    names = options.rows or [name for name, row in rows.ROWS.items()
                             if bool(row.get("rest")) == options.rest]
    unknown = [name for name in names if name not in rows.ROWS]
    if unknown:
        sys.exit(f"run.py: there is no row {unknown[0]}")
    images.BUILD.mkdir(parents=True, exist_ok=True)
    try:
        images.root_disk(images.BUILD / "root.img")
        vmlinux = kernel.unpacked(images.BUILD)
        if options.bench:
            options.jobs = 3
            lines = [sizes(), times(vmlinux, options)]
        else:
            lines = [] if options.rows or options.rest else [installed()]
        print("\n".join(lines), end="\n" * bool(lines), flush=True)
        words = [line.split()[0] for line in lines]
        if not options.bench:
            words += run_all(names, vmlinux, options)
    except Missing as error:
        print(f"SKIP dracut: {error}")
        return
    except (TargetError, subprocess.CalledProcessError) as error:
        print(f"FAIL dracut: {error}")
        sys.exit(1)
    sys.exit(1 if "FAIL" in words else 0)


if __name__ == "__main__":
    main()
