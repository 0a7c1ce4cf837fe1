#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot machines with images that the real mkinitramfs made with our scripts.

    run.py [-j N] [-k] [--rest] [--bench] [ROW...]

The rows are in rows.py; those marked "rest" run with --rest only.  A row's
console stays in build/initramfs-tools/ROW when it fails.  --bench compares with
Debian's own scripts: how large the images are, and when root is mounted.
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

# As mkinitramfs calls them: Debian's initramfs.conf asks for the first, the other
# is there always.
PACKERS = "zstd -q -9 -T0", "gzip"


def installed():
    """make install puts all where mkinitramfs looks, make uninstall takes all
    of it away."""
    place = images.BUILD / "installed"
    shutil.rmtree(place, ignore_errors=True)
    make = ["make", "-s", f"DESTDIR={place}", "-C", str(images.TOP)]
    subprocess.run([*make, "install"], check=True, stdout=subprocess.DEVNULL)
    share = place / "usr/share/initramfs-tools"
    have = {str(path.relative_to(share)) for path in share.rglob("*")
            if path.is_file()}
    runs = {name for name in have if (share / name).stat().st_mode & 0o111}
    script = (share / "scripts/local-top/iscsiboot").read_text()
    lines = len(script.splitlines())
    subprocess.run([*make, "uninstall"], check=True)
    left = [path for path in place.rglob("*") if path.is_file()]
    if left or have - runs != {"conf-hooks.d/iscsiboot"} or runs != {
            "hooks/iscsiboot", "iscsiboot/iscsistart",
            "scripts/local-top/iscsiboot", "scripts/local-block/iscsiboot"}:
        return (f"FAIL initramfs-tools/install: there was {sorted(have)}, "
                f"and {left} is left")
    return (f"PASS initramfs-tools/install ({lines} lines of shell in the "
            "image)")


def listed(name):
    """What is in an image: {path: its mode, as ls writes it}."""
    with open(images.image(name), "rb") as stream:
        text = subprocess.run(["cpio", "--quiet", "-itv"], stdin=stream,
                              capture_output=True, text=True,
                              check=True).stdout
    return {line.split(maxsplit=8)[8]: line.split()[0]
            for line in text.splitlines()}


def contents():
    """What only a look into the images shows."""
    wrong = []
    both, secrets, none = listed("both"), listed("secrets"), listed("no")
    debian = [path for path in images.DEBIAN if path in both]
    if debian:
        wrong.append(f"beside ours there is {debian}")
    if any("libopeniscsiusr" in path for path in both):
        wrong.append("there are the libraries of Debian's iscsistart")
    if secrets.get("etc/iscsi/iscsiboot.secrets") != "-rw-------":
        wrong.append("the secrets are not in the image, or not with mode 0600")
    if "etc/cmdline.d/iscsiboot.conf" not in secrets:
        wrong.append("nothing tells iscsistart of the secrets")
    for name, mode in ("secrets", 0o600), ("file", 0o600), ("both", 0o644):
        now = images.packed(name, "list").stat().st_mode & 0o777
        if now != mode:
            wrong.append(f"the image '{name}' has mode {now:o}, not {mode:o}")
    if "usr/sbin/iscsistart" in none:
        wrong.append("NO_ISCSI_IN_INITRAMFS=yes is not heeded")
    word = "FAIL" if wrong else "PASS"
    return f"{word} initramfs-tools/contents ({'; '.join(wrong) or '4 images'})"


def sizes():
    """What the scripts of each add to an image as users have it, with all
    drivers."""
    paths = [images.image(name, "most") for name in ("none", "ours", "debian")]
    word, said = packing.compare(PACKERS, paths, "Debian's")
    return f"{word} initramfs-tools/size ({said})"


def times(vmlinux, options):
    """Seconds of the guest until root is mounted; both at once, so that what
    else this machine does slows both."""
    options.keep = True
    if "FAIL" in jobs.run_all(SUITE, ["debian-static", "static"], vmlinux,
                              options):
        return "FAIL initramfs-tools/time: see above"
    at = {}
    for name in ("debian-static", "static"):
        text = (images.BUILD / name / "console.txt").read_text()
        at[name] = [float(re.search(rf"\[ *([\d.]+)\] {line}", text).group(1))
                    for line in (r".*registered transport \(tcp\)",
                                 r"EXT4-fs \(sda\): mounted")]
    begin, root = at["static"]
    theirs, debian = at["debian-static"]
    word = "PASS" if root < debian else "FAIL"
    return (f"{word} initramfs-tools/time (root mounted after {root:.1f} s, "
            f"{debian:.1f} s with Debian's; the driver was loaded at "
            f"{begin:.1f} and {theirs:.1f} s)")


def bench(vmlinux, options):
    options.jobs = 2
    return [sizes(), times(vmlinux, options)]


SUITE = jobs.Suite("initramfs-tools", images.BUILD, rows.ROWS, images.image,
                   images.root_disk,
                   lambda: [installed(), contents()], bench)

if __name__ == "__main__":
    jobs.main(SUITE, __doc__.splitlines()[0])
