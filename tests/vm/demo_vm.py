# SPDX-License-Identifier: GPL-2.0-or-later
"""The demo's machine and target, as the first process of their namespaces.

    demo_vm.py FOLDER PIPE watch|shell

Everything that is started here ends with this process, and this process ends
when the other end of PIPE closes: when demo.py is no more.
"""

import os
import pathlib
import re
import select
import subprocess
import sys
import termios
import time

import targets
from case import TOP
from console import Console
from guest import tool
from timeline import Timeline

IQN = "iqn.2026-11.test:demo"
URI = f"iscsi:10.0.2.2:::1:{IQN}"
DEADLINE = 85
OVMF = pathlib.Path("/usr/share/OVMF")
RESULT = re.compile(r"^ISCSIBOOT-DEMO: (success|failed.*)$")
# How a boot ends that never gets to the guest's own verdict, and what to say.
# iPXE's console wraps at 80 columns, so its last words may be cut.
ENDS = [
    re.compile(r"^iscsiboot: (?!booting from|asking for|GRUB)(.*)"),
    re.compile(r"iscsiboot: (cannot boot: .*)"),
    re.compile(r"(Kernel panic.*)"),
    re.compile(r"(No bootable device)"),
]
# Of some 350 lines of the kernel's, those that belong to this story.
KERNEL = re.compile(r"^\[ *\d+\.\d+\] ")
STORY = re.compile(r"iscsi|iSCSI|iBFT|scsi |\bsd\b|\bsda|EXT4-fs|Linux version"
                   r"|Run /init|Kernel panic|BUG:|Power down")


def script(folder):
    """firmware/boot.ipxe with this disk filled in, as an administrator would
    who has no DHCP server to say it."""
    path = folder / "tftp/boot.ipxe"
    text, count = re.subn(r"^set disk$", f"set disk {URI}", path.read_text(),
                          flags=re.MULTILINE)
    if count != 1:
        sys.exit("demo: failed: firmware/boot.ipxe has no line 'set disk'")
    path.write_text(text)


def firmware(folder):
    """SeaBIOS on a PC of old, or with FIRMWARE=uefi OVMF on a newer one: the
    first leaves the iBFT in low memory, the second in ACPI."""
    if os.environ.get("FIRMWARE", "bios") == "bios":
        return ["-M", "pc,graphics=off"]
    variables = folder / "ovmf-variables.fd"
    variables.write_bytes((OVMF / "OVMF_VARS_4M.fd").read_bytes())
    flash = "if=pflash,format=raw,unit="
    return ["-M", "q35,graphics=off",
            "-drive", f"{flash}0,readonly=on,file={OVMF}/OVMF_CODE_4M.fd",
            "-drive", f"{flash}1,file={variables}"]


def command(folder, interactive):
    """A PC without a disk, its console on the serial line."""
    words = [tool("qemu-system-x86_64"), "-accel", "tcg",
             *firmware(folder), "-m", "512", "-nodefaults",
             "-display", "none", "-no-reboot",
             "-netdev", f"user,id=n0,tftp={folder}/tftp,bootfile=boot.ipxe",
             "-device", "virtio-net-pci,netdev=n0,bootindex=1"]
    if interactive:
        # Ctrl-a x ends QEMU; a copy of the console is for the timeline.
        return words + ["-chardev", "stdio,id=c0,mux=on,signal=off,"
                        f"logfile={folder}/console.raw",
                        "-serial", "chardev:c0", "-mon", "chardev=c0"]
    return words + ["-monitor", "none", "-serial", "stdio"]


class Demo:
    def __init__(self, folder, pipe):
        self.pipe = pipe
        self.console = Console()
        self.timeline = Timeline()
        self.verdict = None
        self.hidden = 0
        self.copy = open(folder / "console.txt", "w")

    def show(self, at, text):
        """Print a line, unless it is one of the kernel's that nobody misses."""
        if KERNEL.match(text) and not STORY.search(text):
            self.hidden += 1
        else:
            print(f"{at:6.1f} s | {text}", flush=True)

    def take(self, data, show):
        """A piece of the console: print it, look for stages and the verdict."""
        for at, text in self.console.feed(data):
            self.copy.write(f"{at:8.3f} {text}\n")
            self.timeline.line(at, text)
            if show:
                self.show(at, text)
            found = RESULT.match(text)
            if found:
                self.verdict = self.verdict or found.group(1)
            for pattern in ENDS:
                found = pattern.search(text)
                if found and not self.verdict:
                    self.verdict = "failed: " + found.group(1)

    def abandoned(self):
        return bool(select.select([self.pipe], [], [], 0)[0])

    def watch(self, machine):
        """Print the console until the machine is off or the time is over."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            ready = select.select([machine.stdout, self.pipe], [], [], 0.5)[0]
            if self.pipe in ready:
                return
            if machine.stdout in ready:
                data = os.read(machine.stdout.fileno(), 65536)
                if not data:
                    return
                self.take(data, True)
            if self.verdict and self.verdict.startswith("failed"):
                # Let it say why, but not for long: it may wait for somebody.
                end = min(end, time.monotonic() + 2)
        if not self.verdict:
            self.verdict = f"failed: no success after {DEADLINE} s"

    def follow(self, machine, log):
        """The terminal is the machine's; read the copy, until it is off."""
        with open(log, "rb") as stream:
            while machine.poll() is None and not self.abandoned():
                self.take(stream.read(), False)
                time.sleep(0.02)
            self.take(stream.read(), False)


def run(folder, pipe, interactive):
    demo = Demo(folder, pipe)
    log = folder / "console.raw"
    log.write_bytes(b"")
    machine = subprocess.Popen(
        command(folder, interactive),
        stdin=None if interactive else subprocess.DEVNULL,
        stdout=None if interactive else subprocess.PIPE)
    demo.console.begin = time.monotonic()
    terminal = termios.tcgetattr(0) if interactive else None
    try:
        if interactive:
            demo.follow(machine, log)
        else:
            demo.watch(machine)
    finally:
        machine.kill()
        machine.wait()
        if terminal:
            termios.tcsetattr(0, termios.TCSANOW, terminal)
            # SeaBIOS switches the terminal's line wrap off.
            print("\x1b[0m\x1b[?7h", end="")
        demo.copy.close()
    return demo


def main():
    folder, pipe = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    interactive = sys.argv[3] == "shell"
    subprocess.run([tool("ip"), "link", "set", "lo", "up"], check=True)
    script(folder)
    target = targets.Tgt({"iqn": IQN}, folder, 0)
    try:
        target.start()
        print("demo: a machine without a disk is switched on"
              + (" (Ctrl-a x ends it)" if interactive else ""), flush=True)
        demo = run(folder, pipe, interactive)
    except targets.TargetError as error:
        sys.exit(f"demo: failed: {error}")
    except KeyboardInterrupt:
        sys.exit("demo: stopped")
    finally:
        target.stop()
    if demo.abandoned():
        sys.exit("demo: stopped")
    if demo.hidden:
        print(f"demo: {demo.hidden} more lines of the kernel's are in "
              f"{folder.relative_to(TOP)}/console.txt")
    print("\n" + "\n".join(demo.timeline.table()) + "\n")
    verdict = demo.verdict or "failed: the machine ended without a word"
    print(f"demo: {verdict}")
    sys.exit(0 if verdict == "success" else 1)


if __name__ == "__main__":
    main()
