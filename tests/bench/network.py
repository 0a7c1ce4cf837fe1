#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""From the start of a program to the first packet to the target: our -N beside
Open-iSCSI's and beside klibc's ipconfig, in one run, as ratios.

Two network namespaces with a cable between; the NIC is down at first, as it is
in an initramfs.  Whoever is measured ends when the network is up; then this
script connects, and the server's side of the cable tells when the SYN came.
Nothing is asserted.
"""

import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "nic"))

import ratio				# noqa: E402
from lab import Namespace, inside, veth	# noqa: E402
from packets import Recorder		# noqa: E402
from services import Dnsmasq, Listener	# noqa: E402

TOP = HERE.parents[1]
OURS = str(TOP / "build/iscsistart")
THEIRS, IPCONFIG = "/usr/sbin/iscsistart", "/usr/lib/klibc/bin/ipconfig"
RESULT = TOP / "build/bench-network.json"
INSIDE = "ISCSIBOOT_BENCH_NAMESPACE"
MAC, PORTAL = "52:54:00:77:00:01", "10.77.0.1"
GATEWAY = "10.77.0.254"			# the table's
TARGET = f"netroot=iscsi:{PORTAL}::::iqn.2026-11.test:disk"
STATIC = f"ip=10.77.0.60:::24::eth0:none {TARGET}"
SILENT = f"ip=10.77.0.60::10.77.0.99:24::eth0:none {TARGET}"
DEAD = f"{STATIC} ip=10.78.0.60:::24::eth1:none"
TRIES = 7
LIMIT = 60

# Name, command line or program's words, what is different about the NICs.
GROUPS = {
    "static": [
        ("Open-iSCSI -N", [THEIRS, "-N"], ""),
        ("ours, iBFT", [OURS, "-N"], ""),
        ("ours, command line", STATIC, ""),
        ("ours, dead NIC beside it", DEAD, "dead"),
        ("ours, gateway that is silent", SILENT, ""),
    ],
    "DHCP": [
        ("ipconfig, link down", [IPCONFIG, "-t", "30", "eth0"], ""),
        ("ipconfig, link up before", [IPCONFIG, "-t", "30", "eth0"], "up"),
        ("ours", f"ip=eth0:dhcp {TARGET}", ""),
        ("ours, every NIC, one dead", f"ip=dhcp {TARGET}", "dead"),
        ("ipconfig, every NIC, one dead",
         [IPCONFIG, "-t", "20", "eth0", "eth1"], "dead"),
    ],
}


def own_places():
    """Come back where mounts, network and processes are our own, with a /sys
    that holds nothing but the firmware's table, in both forms."""
    if INSIDE not in os.environ:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", ["unshare", "--net", "--mount", "--pid",
                              "--mount-proc", "--fork", "--kill-child",
                              sys.executable, "-B", *sys.argv])
    for place in ("/run", "/sys"):
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], check=True)
    data = TOP / "tests/data"
    tables = pathlib.Path("/sys/firmware/acpi/tables")
    tables.mkdir(parents=True)
    shutil.copy(data / "ibft/bios-static.mem.bin", tables / "iBFT")
    made = pathlib.Path("/sys/firmware/ibft")
    shutil.copytree(data / "ibft-sysfs/bios-nochap", made)
    # How Open-iSCSI's finds the NIC's name.
    (made / "ethernet0/device/net/eth0").mkdir(parents=True)
    for name, text in (("ip-addr", "10.77.0.60"), ("origin", "1")):
        (made / "ethernet0" / name).write_text(text + "\n")


class Cable:
    """A new machine with its server, for one try."""

    def __init__(self, number, special):
        self.client, self.server = Namespace(f"c{number}"), \
            Namespace(f"s{number}")
        veth(self.client, "eth0", self.server, "s0", MAC)
        for address in (PORTAL, GATEWAY):
            self.server.address("s0", f"{address}/24")
        self.server.up("s0")
        if special == "dead":
            veth(self.client, "eth1", self.server, "s1")
        if special == "up":
            self.client.up("eth0")
        folder = pathlib.Path(f"/run/{number}")
        folder.mkdir()
        self.services = [
            Recorder(self.server.name), Listener(self.server),
            Dnsmasq(self.server, folder,
                    ["port=0", "interface=s0",
                     "dhcp-range=10.77.0.60,10.77.0.70,1h"])]
        time.sleep(0.3)

    def close(self):
        for service in self.services:
            service.stop()
        self.client.remove()
        self.server.remove()


def measure(number, words, special):
    """Microseconds, or None when there was no packet to the target."""
    cable = Cable(number, special)
    for lease in pathlib.Path("/run").glob("net*.conf"):
        lease.unlink()
    if isinstance(words, str):
        file = pathlib.Path(f"/run/cmdline{number}")
        file.write_text(words + "\n")
        words = [OURS, f"--cmdline={file}", "-N"]
    try:
        with inside(cable.client.name):
            asked = socket.socket()
            asked.settimeout(5)
            began = time.monotonic()
            subprocess.run(words, stdin=subprocess.DEVNULL, timeout=LIMIT,
                           capture_output=True, check=False)
            try:
                asked.connect((PORTAL, 3260))
            except OSError:
                pass
            asked.close()
        syns = cable.services[0].syns(target=PORTAL)
    finally:
        cable.close()
    return round((syns[0].at - began) * 1e6) if syns else None


def main():
    if os.geteuid():
        sys.exit("bench: network namespaces need root")
    missing = [program for program in (OURS, THEIRS, IPCONFIG)
               if not os.access(program, os.X_OK)]
    if missing:
        sys.exit(f"bench: there is no {missing[0]}")
    own_places()
    result, number = {}, 0
    for group, rows in GROUPS.items():
        times = {name: [] for name, _, _ in rows}
        # In turns, so that a busy moment is everybody's; three tries are
        # enough where one takes ten seconds.
        for _ in range(TRIES if group == "static" else 3):
            for name, words, special in rows:
                number += 1
                took = measure(number, words, special)
                if took is not None:
                    times[name].append(took)
        result[group] = {name: {"us": statistics.median(tries)}
                         for name, tries in times.items() if tries}
        for name, tries in times.items():
            if not tries:
                print(f"{name}: no packet to the target came")
        print(f"{group}, start to the first packet to the target")
        ratio.table(result[group])
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
