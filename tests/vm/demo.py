#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot a machine without a disk from iSCSI, on this host, in about a minute.

A target serves a disk; a virtual machine, emulated, with nothing but a network
card, gets a boot script from iPXE, reads its boot loader and kernel from that
disk, and ends up with the disk as its root file system.  Nothing of it touches
the host's network, and nothing stays behind.

SHELL_AFTER=1 in the environment leaves a shell on the machine's console
(leave with Ctrl-a x); FIRMWARE=uefi boots by UEFI (OVMF), not by BIOS.
"""

import os
import pathlib
import signal
import subprocess
import sys
import termios

# Nothing but build/ may change in the tree.
sys.dont_write_bytecode = True

import demo_vm						# noqa: E402
import kernel						# noqa: E402
from case import TOP					# noqa: E402
from guest import Missing, tool				# noqa: E402
from prepare import initramfs, namespaces		# noqa: E402

BUILD = TOP / "build/demo"
FIRMWARE = TOP / "firmware"


def step(text):
    print(f"demo: {text}", flush=True)


def fail(text):
    sys.exit(f"demo: failed: {text}")


def prepare(shell):
    """The initramfs, the disk to boot from, and the script for iPXE."""
    for name in ("qemu-system-x86_64", "tgtd", "tgtadm", "unshare", "ip"):
        tool(name)
    version = kernel.version()
    tftp = BUILD / "tftp"
    tftp.mkdir(parents=True, exist_ok=True)
    step(f"making the initramfs for Linux {version}")
    image = initramfs(BUILD / "initramfs.img")
    step("making the disk")
    words = [FIRMWARE / "mkdisk", f"--kernel=/boot/vmlinuz-{version}",
             f"--initramfs={image}", "-o", BUILD / "disk0.img"]
    if shell:
        words.append("--append=iscsiboot.shell")
    subprocess.run(words, check=True)
    (tftp / "boot.ipxe").write_bytes((FIRMWARE / "boot.ipxe").read_bytes())


def boot(shell):
    """Run demo_vm.py in namespaces of its own; its exit status."""
    alive, ours = os.pipe()
    command = [*namespaces(), sys.executable, "-B", demo_vm.__file__,
               str(BUILD), str(alive), "shell" if shell else "watch"]
    terminal = termios.tcgetattr(0) if shell and os.isatty(0) else None
    process = subprocess.Popen(command, pass_fds=[alive])
    os.close(alive)
    try:
        return process.wait()
    finally:
        # Closing the pipe ends the machine, the target and their namespaces,
        # should they still be there.
        os.close(ours)
        process.wait()
        # QEMU had the terminal; it may have been killed in raw mode.
        if terminal:
            termios.tcsetattr(0, termios.TCSANOW, terminal)


def stop(number, frame):
    sys.exit(128 + number)


def main():
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    shell = os.environ.get("SHELL_AFTER", "") not in ("", "0")
    if shell and not os.isatty(0):
        fail("SHELL_AFTER=1 needs a terminal")
    try:
        prepare(shell)
    except Missing as error:
        fail(str(error))
    except subprocess.CalledProcessError as error:
        fail(f"{pathlib.Path(error.cmd[0]).name} ended with status "
             f"{error.returncode}; see above")
    sys.exit(boot(shell))


if __name__ == "__main__":
    main()
