# SPDX-License-Identifier: GPL-2.0-or-later
"""One QEMU machine: emulated (never KVM), one NIC, user networking.

The guest's console and its test output go to two files; the monitor is QEMU's
standard input and output, so that no socket has to be named or cleaned up.
"""

import subprocess

import ibft
import rom
from case import TOP, CaseError
from guest import tool


def table_options(case, folder):
    """QEMU's words for the case's iBFT.  Its -acpitable makes every checksum
    right, so a wrong one goes into an option ROM."""
    spec = case["ibft"]
    if spec is None:
        return []
    if "file" in spec:
        try:
            table = (TOP / spec["file"]).read_bytes()
        except OSError as error:
            raise CaseError(f"iBFT: {error}") from None
    else:
        table = ibft.build(spec)
    (folder / "ibft.bin").write_bytes(table)
    if sum(table) & 0xff == 0 and not spec.get("rom"):
        return ["-acpitable", "file=ibft.bin"]
    (folder / "ibft.rom").write_bytes(rom.wrap(table))
    return ["-option-rom", "ibft.rom"]


def emulator(kernel, initrd, memory, words):
    """QEMU and its options for a PC without any device.  On a busy host the
    emulated timer may be late when the kernel looks whether it works."""
    return [tool("qemu-system-x86_64"), "-accel", "tcg", "-M", "pc",
            "-m", str(memory), "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", kernel, "-initrd", initrd,
            "-append", f"{words} no_timer_check"]


class Machine:
    def __init__(self, case, folder, kernel, links):
        self.folder = folder
        self.console = folder / "console.txt"
        self.output = folder / "guest.txt"
        self.wire = folder / "wire.pcap"
        machine = case["machine"]
        words = "console=ttyS0 quiet panic=-1 rdinit=/test/init " + case["cmdline"]
        self.command = [
            *emulator(kernel, "initrd.img", machine["memory"], words.strip()),
            "-S", "-monitor", "stdio",
            "-serial", "file:console.txt", "-serial", "file:guest.txt",
            "-netdev", ",".join(filter(None, ["user,id=n0",
                                              machine["network"]])),
            # The NIC's boot ROM would only cost time.
            "-device", f"{machine['nic']},netdev=n0,mac={machine['mac']},romfile=",
            *(word for link in links for word in link.options()),
            *machine["extra"], *table_options(case, folder)]
        if case["wire"]:
            self.command += ["-object",
                             "filter-dump,id=d0,netdev=n0,file=wire.pcap"]
        self.process = None

    def start(self):
        """Power on, but stand still until 'cont' comes over the monitor."""
        log = open(self.folder / "monitor.txt", "wb")
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, stdin=subprocess.PIPE,
            stdout=log, stderr=subprocess.STDOUT)

    def monitor(self, text):
        try:
            self.process.stdin.write(text.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass			# it ended: the main loop sees that

    def running(self):
        return self.process.poll() is None

    def stop(self):
        if self.process and self.running():
            self.process.kill()
            self.process.wait()

    def printed(self):
        """What the guest printed so far."""
        try:
            return self.output.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return ""
