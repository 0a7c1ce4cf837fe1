# SPDX-License-Identifier: GPL-2.0-or-later
"""The initramfs images, made by the real dracut, kept below build/dracut.

An image is made anew only when what goes into it changed: dracut and its
modules, the kernel, our module, the program, the packages whose programs it
takes.  dracut finds our module beside its own, in a folder that stands in for
/usr/lib/dracut; nothing is installed on this host.

DRACUT=DIR in the environment: another dracut, such as dracut-ng's sources with
its programs built.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess

import kernel
import root_files
from case import TOP
from guest import Missing, TargetError, tool

BUILD = TOP / "build/dracut"
DRACUT = pathlib.Path(os.environ.get("DRACUT", "/usr/lib/dracut"))
PACKAGES = ["dracut-core", "dracut-network", "udev", "systemd", "kmod",
            "klibc-utils", "isc-dhcp-client", "network-manager", "open-iscsi",
            "iputils-arping", "iproute2", "dash"]

# The dracut modules of each, and whether "iscsi" is ours.
SMALL = "base udev-rules rootfs-block dash"
if any(DRACUT.glob("modules.d/*initqueue")):	# dracut-ng
    SMALL += " initqueue"
KERNEL = ["virtio_pci", "virtio_blk", "virtio_net", "e1000", "sd_mod", "ext4",
          "crc32c_generic", "iscsi_tcp", "iscsi_ibft", "8021q", "af_packet",
          "ipv6"]
# What dracut's default image has besides: the kernel's block drivers and NICs'.
WHOLE = f"{SMALL} kernel-modules kernel-network-modules network-legacy network"
SYSTEMD = f"{SMALL} systemd systemd-initrd dracut-systemd"
IMAGES = {
    "alone": (f"{SMALL} iscsi", True),
    "legacy": (f"{SMALL} network-legacy network iscsi", True),
    "systemd": (f"{SYSTEMD} iscsi", True),
    "networkd": (f"{SYSTEMD} systemd-networkd network iscsi", True),
    "networkmanager": (f"{SYSTEMD} network-manager network iscsi", True),
    # For tests/debian: what an image of the host's would have besides.
    "debian-systemd": (f"{SYSTEMD} shutdown fs-lib iscsi", True),
    "debian-plain": (f"{SMALL} shutdown fs-lib iscsi", True),
    "debian-networkd": (f"{SYSTEMD} shutdown fs-lib systemd-networkd network "
                        "iscsi", True),
    "stock": (f"{SMALL} network-legacy network iscsi", False),
    # To be compared for their sizes; the others boot with few kernel modules.
    "size-none": (WHOLE, True),
    "size-ours": (f"{WHOLE} iscsi", True),
    "size-stock": (f"{WHOLE} iscsi", False),
}


def base(name, ours):
    """A folder like /usr/lib/dracut with our module in it, or not."""
    folder = BUILD / f"lib-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "modules.d").mkdir(parents=True)
    for path in DRACUT.iterdir():
        if path.name != "modules.d":
            (folder / path.name).symlink_to(path)
    for path in (DRACUT / "modules.d").iterdir():
        (folder / "modules.d" / path.name).symlink_to(path)
    if ours:
        module = folder / "modules.d/50iscsi"
        shutil.copytree(TOP / "hooks/dracut/50iscsi", module)
        shutil.copy2(TOP / "build/iscsistart", module)
    return folder


def versions():
    return subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES],
        capture_output=True, text=True).stdout


def module_tree():
    """A few kernel modules: images of them load faster than of all NICs'."""
    version = kernel.version()
    tree = BUILD / f"modules/lib/modules/{version}"
    if (tree / "modules.dep").exists():
        return tree
    whole = pathlib.Path("/lib/modules", version)
    shutil.rmtree(BUILD / "modules", ignore_errors=True)
    tree.mkdir(parents=True)
    for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
        shutil.copy2(whole / name, tree)
    text = subprocess.run(
        [tool("modprobe"), "-S", version, "-a", "--show-depends", *KERNEL],
        capture_output=True, text=True, check=True).stdout
    for word in sorted(set(text.split())):
        if word.startswith("/"):
            place = tree / pathlib.Path(word).relative_to(whole)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(word, place)
    subprocess.run([tool("depmod"), "-b", BUILD / "modules", version],
                   check=True)
    return tree


def content(name, options):
    modules, ours = IMAGES[name]
    digest = hashlib.sha256(f"{modules} {options} {versions()} {DRACUT} "
                            f"{kernel.version()}".encode())
    digest.update(pathlib.Path(__file__).read_bytes())
    if ours:
        for path in sorted((TOP / "hooks/dracut/50iscsi").iterdir()):
            digest.update(path.read_bytes())
        digest.update((TOP / "build/iscsistart").read_bytes())
    return digest.hexdigest()


def image(name, *options):
    """The path of the image, made if need be.  Without options it is one to be
    fast: not packed, and with few kernel modules."""
    options = options or ("--no-compress", "--kmoddir", str(module_tree()))
    modules, ours = IMAGES[name]
    tool("dracut")
    if name == "networkmanager":
        tool("NetworkManager")
    if not (TOP / "build/iscsistart").exists():
        raise Missing("build/iscsistart has not been built; run 'make' first")
    suffix = "" if "--kmoddir" in options else "-whole"
    path, note = BUILD / f"{name}{suffix}.img", BUILD / f"{name}{suffix}.content"
    key = content(name, options)
    if path.exists() and note.exists() and note.read_text() == key:
        return path
    command = DRACUT / "dracut.sh"		# where it was not installed
    folder = base(f"{name}{suffix}", ours)
    log = BUILD / f"{name}{suffix}.log"
    with open(log, "wb") as stream:
        done = subprocess.run(
            ["env", f"dracutbasedir={folder}",
             command if command.exists() else "dracut", "--force",
             "--no-hostonly", "--no-hostonly-cmdline", "--no-early-microcode",
             "--conf", "/dev/null", "--confdir", BUILD, *options,
             "--kver", kernel.version(), "--filesystems", "ext4",
             "--add-drivers",
             "virtio_pci virtio_blk sd_mod", "-m", modules, path],
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream)
    shutil.rmtree(folder)
    if done.returncode or not path.exists():
        raise TargetError(f"dracut failed; see {log.relative_to(TOP)}")
    note.write_text(key)
    return path


def root_disk(path):
    """With what our module-setup.sh needs; see root-init."""
    root_files.disk(path, {
        **{path.name: path for path in DRACUT.glob("dracut-*.sh")},
        "50iscsi": TOP / "hooks/dracut/50iscsi",
        "50iscsi/iscsistart": root_files.INIT})
