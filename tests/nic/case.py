# SPDX-License-Identifier: GPL-2.0-or-later
"""One case: two machines that a function connects, serves and boots.

A case is a function with @case above it; its first words say what it shows:

    @case
    def static(t):
        '''What must hold.'''
        t.nic("eth0", "10.1.0.1/24")
        t.boot("ip=10.1.0.2::10.1.0.1:255.255.255.0::eth0:none")
        t.ok()
        t.addr("eth0", "10.1.0.2/24")

What it finds wrong is collected in t.faults.  A case that ended well is run
once more at its end: that may change nothing (see Test.again).
"""

import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

import state
from expect import Expect
from lab import Namespace, command, veth
from packets import Recorder
from services import TARGET, Dnsmasq, Listener, Tgt
from wire import Wire

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("PROGRAM", TOP / "build/iscsistart"))
IBFT = TOP / "build/ibft"
KLIBC = pathlib.Path("/usr/lib/klibc/bin")
FOLDER = pathlib.Path("/run/nic")	# of the run's own /run
NAME = "iqn.2026-11.test:node1"
PORTAL = "10.1.0.1"
LIMIT = 90				# seconds for one run of the program
CASES = []


def case(function=None, needs=(), unsolved=""):
    """needs: words of run.py's, what the kernel must be able to do.
    unsolved: what the program does not do yet; run by its name alone."""
    def register(function):
        function.unsolved = unsolved
        function.needs = needs.split() if needs else []
        function.case_name = function.__name__.strip("_").replace("_", "-")
        CASES.append(function)
        return function
    return register(function) if function else register


class Test(Expect):
    def __init__(self, number, function):
        self.function = function
        self.faults = []
        self.folder = FOLDER / str(number)
        self.root = self.folder / "root"
        self.root.mkdir(parents=True)
        self.client = Namespace(f"c{number}")
        self.server = Namespace(f"s{number}")
        self.far = None
        self.started = []
        self.threads = []
        self.nics = 0
        self.options = []
        self.status, self.out, self.err, self.took = None, "", "", 0.0
        self.once = False		# nothing to run a second time
        self.second = False
        self.over = threading.Event()
        self.server.up("lo")
        # A cable is taken out by setting its server's end down.
        for name in ("all", "default"):
            self.server.set(f"ipv6/conf/{name}/keep_addr_on_down", 1)
        self.packets = self.run_here(Recorder(self.server.name))
        self.fill_root()

    def fill_root(self):
        for folder in ("proc", "sys", "run", "bin", "sbin", "lib", "tmp", "dev",
                       "etc/iscsi"):
            (self.root / folder).mkdir(parents=True)
        os.link(FOLDER / "iscsistart", self.root / "iscsistart")
        (self.root / "etc/iscsi/initiatorname.iscsi").write_text(
            f"InitiatorName={NAME}\n")
        os.mknod(self.root / "dev/null", 0o20666, os.makedev(1, 3))
        command("mount", "-t", "proc", "proc", self.root / "proc")
        # The NICs of the client; no firmware but the case's.
        command(*self.client.wrap("mount", "-t", "sysfs", "sysfs",
                                  self.root / "sys"))
        command("mount", "-t", "tmpfs", "tmpfs", self.root / "sys/firmware")
        self.install("ipconfig", "bin/ipconfig")
        for library in pathlib.Path("/lib").glob("klibc-*.so"):
            shutil.copy(library, self.root / "lib")

    def install(self, name, path):
        """A program of klibc's."""
        shutil.copy(KLIBC / name, self.root / path)

    def dhclient(self):
        """ISC's DHCP client, Debian's script for it, and what they run."""
        usr = self.root / "usr"
        usr.mkdir()
        command("mount", "--bind", "/usr", usr)
        (self.root / "lib64").symlink_to("usr/lib64")
        for path in ("lib/x86_64-linux-gnu", "bin/sh", "bin/ip",
                     "sbin/dhclient-script"):
            (self.root / path).symlink_to(f"/usr/{path}")

    def write(self, path, text):
        at = self.root / path.lstrip("/")
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(text if isinstance(text, bytes) else text.encode())
        return at

    def read(self, path):
        at = self.root / path.lstrip("/")
        return at.read_text() if at.exists() else None

    def run_here(self, service):
        """Stopped at the end of the case, the last first."""
        self.started.append(service)
        return service

    # What the two machines have.

    def nic(self, name, *addresses, mac=None, mtu=None, plugged=True):
        """A NIC of the client and its cable; gives the server's end back."""
        peer = f"s-{name}"
        veth(self.client, name, self.server, peer, mac, mtu)
        self.serve(peer, addresses, plugged)
        return peer

    def serve(self, peer, addresses, plugged=True):
        # One link-local address, or it were two routers.
        if any(address.startswith("fe80:") for address in addresses):
            self.server.ip("link", "set", peer, "addrgenmode", "none")
        for address in addresses:
            self.server.address(peer, address)
        if plugged:
            self.server.up(peer)

    def wire(self, name, *addresses, mtu=None, mac=None, **qualities):
        """The same with a bad cable."""
        peer = f"s-{name}"
        wire = self.run_here(Wire(self.client, name, self.server, peer,
                                  **qualities))
        for namespace, device in ((self.client, name), (self.server, peer)):
            if mtu:
                namespace.ip("link", "set", device, "mtu", mtu)
        if mac:
            self.client.ip("link", "set", name, "address", mac)
        self.serve(peer, addresses)
        return wire

    def far_network(self, router, host, mtu):
        """Behind the server, which forwards: a third machine."""
        self.far = Namespace(f"f{self.folder.name}")
        self.far.up("lo")
        veth(self.far, "f0", self.server, "s-far", mtu=mtu)
        self.serve("s-far", [router])
        self.far.address("f0", host)
        self.far.up("f0")
        self.far.ip("route", "add", "default", "via", router.split("/")[0])
        self.server.set("ipv4/ip_forward", 1)
        return self.far

    def real_nic(self, mac):
        """A NIC of this machine's own, until the case ends; it has that
        address and another one that is permanent, which is given back."""
        name = os.environ["REAL_NIC"]
        permanent = command("cat", f"/sys/class/net/{name}/address").strip()
        command("ip", "link", "set", name, "netns", self.client.name)
        # Whoever else is on this wire may advertise a router.
        self.client.set(f"ipv6/conf/{name}/accept_ra", 0)
        self.client.ip("link", "set", name, "address", mac)
        return permanent

    def netem(self, device, *qualities):
        """On both ends of the cable of the client's device."""
        for namespace, end in ((self.client, device),
                               (self.server, f"s-{device}")):
            command("tc", "-n", namespace.name, "qdisc", "add", "dev", end,
                    "root", "netem", *qualities)

    def dnsmasq(self, *words):
        # A neighbour that says it is no router loses its default route.
        if "enable-ra" in words:
            self.server.set("ipv6/conf/all/forwarding", 1)
        return self.run_here(Dnsmasq(self.server, self.folder, words))

    def tgt(self, namespace=None):
        return self.run_here(Tgt(namespace or self.server, self.folder))

    def listener(self):
        return self.run_here(Listener(self.server))

    def later(self, seconds, function, *words, **more):
        """Seconds from now on, whatever the program does then."""
        def act():
            try:
                function(*words, **more)
            except Exception as error:	# its case must hear of it
                self.faults.append(f"the test's {function.__name__}: {error}")
        timer = threading.Timer(seconds, act)
        timer.start()
        self.threads.append(timer)

    def when(self, seen, function, *words):
        """As soon as seen() is true, asked every 20 ms."""
        def watch():
            while not seen():
                if self.over.wait(0.02):
                    raise RuntimeError("what it waits for was never seen")
            function(*words)
        self.later(0, watch)

    def firmware(self, table):
        """An iBFT: a file's path below tests/data/ibft, or lines for
        `ibft make`."""
        if "\n" in table:
            description = self.folder / "table.txt"
            description.write_text(table)
            made = subprocess.run([IBFT, "make", description],
                                  capture_output=True, check=False)
            if made.returncode:
                raise RuntimeError(f"ibft make: {made.stderr.decode()}")
            table = made.stdout
        else:
            table = (TOP / "tests/data/ibft" / table).read_bytes()
        self.write("/sys/firmware/acpi/tables/iBFT", table)

    # Runs of the program.

    def launch(self, *options):
        return subprocess.Popen(
            self.client.wrap(shutil.which("chroot"), self.root, "/iscsistart",
                             *options),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, errors="replace")

    def run(self, *options):
        self.options = options
        began = time.monotonic()
        process = self.launch(*options)
        try:
            self.out, self.err = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            self.out, self.err = process.communicate()
            self.faults.append(f"still running after {LIMIT} s")
        self.status, self.took = process.returncode, time.monotonic() - began
        for left in self.lasting():
            self.faults.append(f"a process is left: {left}")
        lines = self.err.splitlines()
        for line in {each for each in lines if lines.count(each) > 1 and
                     not self.second}:
            self.faults.append(f"it says twice: {line}")
        for line in lines:
            if not line.startswith("iscsistart: ") or len(line) > 400:
                self.faults.append(f"not a sentence: {line[:500]}")

    def processes(self):
        """What runs in the case's root folder, by its process id."""
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{pid}/root") == str(self.root):
                    text = pathlib.Path(f"/proc/{pid}/cmdline").read_text()
                    found[int(pid)] = text.replace("\0", " ")
            except OSError:		# it ended meanwhile
                continue
        return found

    def lasting(self):
        """What does not end by itself: a child that closes a packet socket
        does, in milliseconds; a client that holds the firmware's lease may
        outlive us."""
        end = time.monotonic() + 2
        while True:
            left = [words for words in self.processes().values()
                    if not words.startswith("/bin/ipconfig -n ")]
            if not left or time.monotonic() > end:
                return left
            time.sleep(0.01)

    def boot(self, words, target=PORTAL, more=()):
        """From a kernel command line; target: the portal's address, or None
        where the words or DHCP say it."""
        if target:
            bracketed = f"[{target}]" if ":" in target else target
            words += f" netroot=iscsi:{bracketed}::::{TARGET}"
        self.write("/cmdline", words + "\n")
        self.run("--cmdline=/cmdline", "-N", *more)

    def boot_firmware(self, more=()):
        self.run("-N", *more)

    def probe(self, *more):
        """A login by what /cmdline or the firmware says, from user space."""
        source = ["--cmdline=/cmdline"] if self.read("/cmdline") else []
        self.run(*source, "--probe", *more)

    # The end.

    def again(self):
        """A second run of what went well changes nothing."""
        words = [str(word) for word in self.options]
        if self.status or self.once or "-N" not in words:
            return
        before = state.settled(self.client)
        err, took, self.second = self.err, self.took, True
        self.run(*words)
        self.check(self.status == 0, f"the second run ends with {self.status}: "
                   f"{self.err.strip().splitlines()[-1:]}")
        self.err, self.took = err, took
        self.faults += [f"the second run: {line}" for line in
                        state.changes(before, state.settled(self.client))]

    def close(self):
        self.over.set()
        for timer in self.threads:
            timer.cancel()
        for timer in self.threads:
            timer.join(LIMIT)
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for service in reversed(self.started):
            service.stop()
        for place in ("proc", "sys/firmware", "sys", "usr"):
            command("umount", "-l", self.root / place, check=False)
        self.client.remove()
        self.server.remove()
        if self.far:
            self.far.remove()


def run(number, function):
    """What is wrong, as lines; and the test, to look at."""
    test = Test(number, function)
    try:
        function(test)
        if not test.faults:
            test.again()
    except Exception as error:		# whatever it is, the case has failed
        test.faults.append(f"{type(error).__name__}: {error}")
    finally:
        test.close()
    return test
