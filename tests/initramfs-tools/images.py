# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs images, made by the real mkinitramfs, kept below
build/initramfs-tools.

An image is made anew only when what goes into it changed.  mkinitramfs and the
hooks look in /usr/share/initramfs-tools, /etc/initramfs-tools and /etc/iscsi and
nowhere else: in a mount namespace of its own, folders that stand in for them lie
over these.  Nothing is installed on this host.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess

import kernel
import parts
import root_files
from case import TOP
from guest import Missing, TargetError, tool

BUILD = TOP / "build/initramfs-tools"
SHARE = pathlib.Path("/usr/share/initramfs-tools")
HOOKS = TOP / "hooks/initramfs-tools"
NETWORK = pathlib.Path(__file__).with_name("network")
PACKAGES = ["initramfs-tools-core", "udev", "kmod", "klibc-utils", "open-iscsi",
            "busybox-static", "e2fsprogs"]
# What the package open-iscsi has there.
DEBIAN = ("hooks/iscsi", "scripts/local-top/iscsi", "scripts/local-bottom/iscsi")

ADDRESS = parts.TARGET0["address"]
WORDS = {"iscsi.initramfs": f"""# What to boot.
ISCSI_INITIATOR={parts.NODE}
ISCSI_TARGET_NAME="{parts.NAME}0"
ISCSI_TARGET_IP='{ADDRESS}'
ISCSI_USERNAME=boot-user
ISCSI_PASSWORD={parts.SECRET}
"""}
SECRETS = {"iscsiboot.secrets": f"""[{parts.NAME}0]
node.session.auth.username = boot-user
node.session.auth.password = {parts.SECRET}
node.session.auth.username_in = the-target
node.session.auth.password_in = {parts.REVERSE_SECRET}
"""}

# Whether Debian's scripts and whether ours are there; files of /etc/iscsi;
# further words for initramfs.conf.
IMAGES = {
    "none": (False, False, {}, ""),
    "debian": (True, False, {}, ""),
    "ours": (False, True, {}, ""),
    "both": (True, True, {}, ""),
    "file": (False, True, WORDS, ""),
    "secrets": (False, True, SECRETS, ""),
    # Without busybox the shell is klibc's.
    "klibc": (False, True, {}, "BUSYBOX=n\nDEVICE=ens3\n"
              "IP=192.168.51.101::192.168.51.1:255.255.255.0::ens3:none\n"),
    "no": (True, True, {}, "no"),
}
# What of all modules an image to be fast has; sd_mod ours brings along.
DRIVERS = "virtio_pci virtio_blk virtio_net ext4".split()
CONF = """MODULES={modules}
BUSYBOX=auto
COMPRESS=gzip
DEVICE=
RUNSIZE=10%
{more}"""


def install(place):
    """As "make install" does it, below place."""
    subprocess.run(["make", "-s", "-C", TOP, "install", f"DESTDIR={place}",
                    "initramfstoolsdir=/share"], check=True,
                   stdout=subprocess.DEVNULL)


def stand_ins(name, modules):
    """Folders like /usr/share/initramfs-tools, /etc/initramfs-tools and
    /etc/iscsi."""
    debian, ours, files, more = IMAGES[name]
    folder = BUILD / f"tree-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SHARE, folder / "share")
    for path in DEBIAN:
        if not debian:
            (folder / "share" / path).unlink(missing_ok=True)
        elif not (folder / "share" / path).exists():
            raise Missing("open-iscsi is not installed")
    if ours:
        install(folder)
    for path in ("conf/conf.d", "conf/hooks", "conf/scripts", "etc"):
        (folder / path).mkdir(parents=True)
    if more == "no":
        more = ""
        (folder / "conf/conf.d/open-iscsi").write_text(
            "NO_ISCSI_IN_INITRAMFS=yes\n")
    (folder / "conf/initramfs.conf").write_text(
        CONF.format(modules=modules, more=more))
    drivers = DRIVERS + ["sd_mod"] * (not ours) if modules == "list" else []
    (folder / "conf/modules").write_text("\n".join(drivers) + "\n")
    for when in ("init-premount", "local-premount"):
        place = folder / "conf/scripts" / when
        place.mkdir()
        shutil.copy2(NETWORK, place / "network")
    for place, text in {"initiatorname.iscsi": f"InitiatorName={parts.NODE}\n",
                        **files}.items():
        (folder / "etc" / place).write_text(text)
        (folder / "etc" / place).chmod(0o600)
    return folder


def content(name, modules):
    versions = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES],
        capture_output=True, text=True).stdout
    digest = hashlib.sha256(f"{IMAGES[name]} {modules} {versions} "
                            f"{kernel.version()}".encode())
    for path in (pathlib.Path(__file__), NETWORK, TOP / "Makefile",
                 *sorted(HOOKS.rglob("*")), TOP / "build/iscsistart"):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def make(folder, path, log):
    """path: the image, gzip'ed, as mkinitramfs leaves it."""
    path.unlink(missing_ok=True)
    with open(log, "wb") as stream:
        done = subprocess.run(
            [tool("unshare"), "--mount", "sh", "-ec",
             'mount --bind "$0/share" /usr/share/initramfs-tools; '
             'mount --bind "$0/conf" /etc/initramfs-tools; '
             'mount --bind "$0/etc" /etc/iscsi; '
             'exec mkinitramfs -o "$1" "$2"',
             folder, path, kernel.version()],
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            env=os.environ | {"TMPDIR": str(BUILD)})
    if done.returncode or not path.exists():
        raise TargetError(f"mkinitramfs failed; see {log.relative_to(TOP)}")


def image(name, modules="list"):
    """The path of the image, made if need be.  One with a list of modules is
    to be fast: it is not packed."""
    tool("mkinitramfs")
    if os.geteuid():
        raise Missing("images are made with mounts of their own, which only "
                      "root can")
    if not (TOP / "build/iscsistart").exists():
        raise Missing("build/iscsistart has not been built; run 'make' first")
    path = BUILD / f"{name}-{modules}.img"
    note, packed = path.with_suffix(".content"), path.with_suffix(".img.gz")
    key = content(name, modules)
    if path.exists() and note.exists() and note.read_text() == key:
        return path
    folder = stand_ins(name, modules)
    make(folder, packed, path.with_suffix(".log"))
    shutil.rmtree(folder)
    with open(path, "wb") as stream:
        subprocess.run([tool("gzip"), "-dc", packed], check=True, stdout=stream)
    note.write_text(key)
    return path


def packed(name, modules):
    return image(name, modules).with_suffix(".img.gz")


def root_disk(path):
    root_files.disk(path, {})
