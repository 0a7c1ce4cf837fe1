# SPDX-License-Identifier: GPL-2.0-or-later
"""Root disks with a real Debian 12 on them, kept below build/debian.

debootstrap makes one tree from the mirror that this host's own apt uses, with
systemd, open-iscsi and udev; each disk is that tree and what is different about
it: who manages its network.  Tree and disks are made anew only when what this
file says of them, or a version of what is in them, changed.  A row gets a copy,
into which the program, the initramfs and the guest's script are put.
"""

import hashlib
import os
import pathlib
import re
import shutil
import stat
import subprocess

import kernel
from case import TOP
from guest import Missing, TargetError, tool

HERE = pathlib.Path(__file__).resolve().parent
BUILD = TOP / "build/debian"
SUITE, SIZE = "bookworm", 768 << 20
INCLUDE = ["systemd-sysv", "udev", "dbus", "kmod", "open-iscsi", "iproute2",
           "dracut-core"]
# The manager of each disk's network: its packages, its unit, its own idea of
# what to do with the NIC, which must not cost us the root.
DISKS = {
    "none": ([], None, {}),
    "networkd": ([], "systemd-networkd.service", {
        "etc/systemd/network/80-all.network":
            "[Match]\nName=e*\n[Network]\nDHCP=yes\n"}),
    "networkmanager": (["network-manager"], "NetworkManager.service", {}),
    "ifupdown": (["ifupdown", "isc-dhcp-client"], "networking.service", {
        "etc/network/interfaces":
            "auto lo eth0\niface lo inet loopback\niface eth0 inet dhcp\n"}),
    # With what makes an initramfs on the machine itself.
    "initramfs-tools": (["initramfs-tools-core"], None, {
        "etc/initramfs-tools/conf.d/modules": "MODULES=dep\nCOMPRESS=gzip\n"}),
}
FILES = {
    "etc/fstab": "LABEL=root / ext4 errors=remount-ro 0 1\n",
    "etc/hostname": "node1\n",
    "etc/hosts": "127.0.0.1 localhost node1\n",
    "etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    "etc/iscsi/initiatorname.iscsi": "InitiatorName=iqn.2026-11.test:node1\n",
    "etc/systemd/system/check.service": """\
[Unit]
Description=What the test wants to know
After=multi-user.target
IgnoreOnIsolate=yes
[Service]
Type=exec
ExecStart=/bin/sh /usr/local/sbin/check
[Install]
WantedBy=multi-user.target
""",
    "etc/systemd/system/check-early.service": """\
[Unit]
Description=The connection before iscsid starts
DefaultDependencies=no
After=systemd-remount-fs.service
Before=systemd-udev-trigger.service iscsid.service open-iscsi.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /usr/local/sbin/check early
[Install]
WantedBy=sysinit.target
""",
}
MODULES = ["iscsi_tcp", "iscsi_ibft", "sd_mod", "ext4", "crc32c_generic",
           "virtio_pci", "virtio_net", "8021q", "af_packet"]
# What only costs an emulated machine time.
MASKED = ["apt-daily.timer", "apt-daily-upgrade.timer", "dpkg-db-backup.timer",
          "e2scrub_all.timer", "e2scrub_reap.service", "fstrim.timer",
          "man-db.timer", "logrotate.timer", "getty@tty1.service",
          "serial-getty@ttyS0.service", "systemd-networkd-wait-online.service",
          "NetworkManager-wait-online.service"]


def mirror():
    """Where this host's own apt gets its packages from."""
    done = subprocess.run(
        [tool("apt-get"), "indextargets", "--format", "$(SITE) $(RELEASE)",
         "Created-By: Packages"], capture_output=True, text=True)
    for line in done.stdout.splitlines():
        site, _, release = line.partition(" ")
        if release == SUITE:
            return site
    raise Missing(f"apt knows no mirror of {SUITE}")


def versions(names):
    """Of these packages, as apt would install them."""
    text = subprocess.run([tool("apt-cache"), "policy", *names],
                          capture_output=True, text=True).stdout
    return re.findall(r"^(\S+):|^  Candidate: (\S+)", text, re.MULTILINE)


def fresh(path, note, *content):
    """Whether `path` is still what this content made it."""
    key = hashlib.sha256(repr(content).encode()).hexdigest()
    if path.exists() and note.exists() and note.read_text() == key:
        return True
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    note.write_text(key)
    return False


def run(log, *command, **more):
    with open(log, "ab") as stream:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=stream,
                              stderr=stream, **more)
    if done.returncode:
        raise TargetError(f"{command[0]} failed; see {log.relative_to(TOP)}")


def put(tree, name, text):
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text)


def install(tree, packages, log):
    put(tree, "usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")
    (tree / "usr/sbin/policy-rc.d").chmod(0o755)
    run(log, tool("chroot"), tree, "apt-get", "-y", "-q",
        "--no-install-recommends", "install", *packages,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    (tree / "usr/sbin/policy-rc.d").unlink()


def lean(tree):
    """Without what no machine needs to run."""
    for name in ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc",
                 "usr/share/locale", "usr/share/man"):
        shutil.rmtree(tree / name, ignore_errors=True)


def modules(tree, log):
    """This host's kernel modules, as far as they are needed, and what its kernel
    can do."""
    folder = pathlib.Path("lib/modules", kernel.version())
    shutil.copy2(f"/boot/config-{kernel.version()}", tree / "boot")
    names = ("modules.order", "modules.builtin", "modules.builtin.modinfo")
    for source in [*(pathlib.Path("/", folder, name) for name in names),
                   *map(pathlib.Path, kernel.module_files(MODULES))]:
        place = tree / "usr" / source.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, place)
    run(log, tool("depmod"), "-b", tree, kernel.version())


def finish(tree, unit, files, log):
    for name, text in (FILES | files).items():
        put(tree, name, text)
    systemctl = [tool("systemctl"), f"--root={tree}", "--quiet"]
    enabled = ["check.service", "check-early.service"] + [unit] * bool(unit)
    run(log, *systemctl, "enable", *enabled)
    run(log, *systemctl, "mask", *MASKED)
    put(tree, "etc/resolv.conf", "")


def base_tree():
    tree, log = BUILD / "base", BUILD / "base.log"
    words = ["--variant=minbase", f"--include={','.join(INCLUDE)}", SUITE]
    if fresh(tree, BUILD / "base.key", words, versions(INCLUDE)):
        return tree
    if os.geteuid():
        raise Missing("only root can make a Debian tree")
    partial = BUILD / "base.part"
    shutil.rmtree(partial, ignore_errors=True)
    log.unlink(missing_ok=True)
    run(log, tool("debootstrap"), *words, partial, mirror())
    partial.rename(tree)
    return tree


def disk(name):
    """The path of the disk, made if need be."""
    BUILD.mkdir(parents=True, exist_ok=True)
    path, log = BUILD / f"{name}.img", BUILD / f"{name}.log"
    packages, unit, files = DISKS[name]
    recipe = pathlib.Path(__file__).read_text()
    if fresh(path, BUILD / f"{name}.key", recipe, kernel.version(),
             versions(INCLUDE + packages)):
        return path
    tree, partial = BUILD / "tree", path.with_suffix(".part")
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run([tool("cp"), "-a", base_tree(), tree], check=True)
    if packages:
        install(tree, packages, log)
    lean(tree)
    modules(tree, log)
    finish(tree, unit, files, log)
    partial.unlink(missing_ok=True)
    with open(partial, "wb") as stream:
        stream.truncate(SIZE)
    run(log, tool("mke2fs"), "-q", "-t", "ext4", "-L", "root", "-d", tree,
        partial)
    partial.rename(path)
    shutil.rmtree(tree)
    return path


def installed(name):
    """What make install puts on a machine with this disk, for copy(): the program
    for everybody to call, the units of systemd, the hooks of initramfs-tools."""
    place = BUILD / "installed"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["make", "-s", "-C", TOP, "install", f"DESTDIR={place}"],
                   check=True, stdout=subprocess.DEVNULL)
    found = [place / "usr/local/lib/iscsiboot/iscsistart"]
    for where in ["lib/systemd"] + ["initramfs-tools"] * (name == "initramfs-tools"):
        found += [path for path in place.rglob(f"{where}/**/*")
                  if path.is_symlink() or path.is_file()]
    return [(path, f"/{path.relative_to(place)}", path.lstat().st_mode)
            for path in found]


def copy(name, files, path):
    """A disk of that name for one row, with further files: [(from, to, mode)]."""
    subprocess.run([tool("cp"), "--sparse=always", disk(name), path], check=True)
    words = []
    for source, place, mode in files:
        folder, _, name = place.rpartition("/")
        parents = reversed(pathlib.PurePath(place).parents[:-1])
        words += ["cd /", *(f"mkdir {parent}" for parent in parents), f"cd {folder}",
                  f"rm {name}"]
        if stat.S_ISLNK(mode):
            words.append(f"symlink {name} {os.readlink(source)}")
        else:
            words += [f"write {source} {name}",
                      f"set_inode_field {place} mode 0100{mode & 0o777:o}"]
    subprocess.run([tool("debugfs"), "-w", "-f", "-", path], text=True,
                   input="\n".join(words) + "\n", check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
