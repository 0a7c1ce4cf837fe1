# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux's target in the kernel (LIO), in a machine of its own.

Its disks are files in that machine's memory.  QEMU forwards a port of 127.0.0.1
to it; it starts with what it finds in its initramfs and runs until it is killed.
QEMU forwards no IPv6: for that the machine has a second interface, if `direct`
is set, whose other end is in the namespace.
"""

import pathlib
import subprocess
import time

import kernel
from cpio import Archive
from guest import TargetError, tool
from machine import emulator

HERE = pathlib.Path(__file__).resolve().parent
IQN = "iqn.2026-11.test:disk"
# An emulated machine needs 4 s when it has a CPU for itself.
READY = 60.0
# For the kernel and what it is doing, beside the disks.
MEMORY = 192
MODULES = ["virtio_pci", "virtio_net", "configfs", "crc32c_generic", "md5",
           "sha1_generic", "sha256_generic", "sha3_generic",
           "target_core_file", "iscsi_target_mod"]
ACCOUNT = ("user", "password", "reverse_user", "reverse_password")


def target_line(node):
    """What lio-init.sh reads about one target."""
    words = [node.get("iqn", IQN), str(node.get("size", 16)),
             *[node.get(key, "-") for key in ACCOUNT],
             *node.get("portals", [])]
    return " ".join(words) + "\n"


def image(nodes):
    archive = Archive()
    archive.copy(tool("busybox"), "/bin/busybox")
    archive.file("/init", (HERE / "lio-init.sh").read_text(), 0o755)
    archive.file("/targets", "".join(target_line(node) for node in nodes))
    files = [pathlib.Path(path) for path in kernel.module_files(MODULES)]
    for path in files:
        archive.copy(path, f"/modules/{path.name}")
    archive.file("/modules/order", "".join(f"{path.name}\n" for path in files))
    archive.folders("dev/x")
    return archive.bytes()


class Lio:
    def __init__(self, spec, folder, number):
        self.nodes = spec.get("node", [{}])
        self.spec = spec
        self.folder = folder
        self.name = f"lio{number}"
        self.console = folder / f"{self.name}.txt"
        self.machine = None

    def command(self):
        memory = MEMORY + sum(node.get("size", 16) for node in self.nodes)
        forward = f"hostfwd=tcp:127.0.0.1:{self.spec.get('port', 3260)}-:3260"
        words = [*emulator(kernel.unpacked(self.folder.parent),
                           f"{self.name}.img", memory,
                           "console=ttyS0 quiet panic=-1"),
                 "-monitor", "none", "-serial", f"file:{self.console.name}",
                 "-netdev", f"user,id=n0,{forward}",
                 "-device", "virtio-net-pci,netdev=n0,romfile="]
        if self.spec.get("direct"):
            words += ["-netdev", f"tap,id=n1,ifname={self.name},script=no,"
                      "downscript=no",
                      "-device", "virtio-net-pci,netdev=n1,romfile="]
        return words

    def other_end(self):
        """Of the second interface; there before QEMU is."""
        for words in (["tuntap", "add", "mode", "tap", "name", self.name],
                      ["addr", "add", "10.0.3.1/24", "dev", self.name],
                      ["addr", "add", "fd00:3::1/64", "dev", self.name, "nodad"],
                      ["link", "set", self.name, "up"]):
            subprocess.run([tool("ip"), *words], check=True)

    def start(self):
        if self.spec.get("direct"):
            self.other_end()
        (self.folder / f"{self.name}.img").write_bytes(image(self.nodes))
        with open(self.folder / f"{self.name}-qemu.txt", "wb") as log:
            self.machine = subprocess.Popen(
                self.command(), cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        end = time.monotonic() + READY
        while "READY" not in self.lines():
            failed = [line for line in self.lines() if line.startswith("FAILED")]
            if failed or self.machine.poll() is not None or time.monotonic() > end:
                raise TargetError(f"the LIO machine is not ready; see "
                                  f"{self.folder}/{self.name}*.txt: "
                                  f"{' '.join(failed)}")
            time.sleep(0.05)

    def lines(self):
        try:
            return self.console.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def stop(self):
        if self.machine:
            self.machine.kill()
            self.machine.wait()
            self.machine = None
