# SPDX-License-Identifier: GPL-2.0-or-later
"""Further NICs of a machine, each with a cable to the case's namespace.

    [[link]]
    mac        of the guest's NIC
    nic        "virtio-net-pci"
    address    what the namespace's end has: ["10.79.0.1/24"]
    guest      the guest's address, where routes do not tell: it is reached here
    vlan       the guest's frames must have this tag; they are without it here
    largest    longer frames are dropped, as by a switch (bytes, with header)
    mtu        of the namespace's end
    connections  how many TCP connections to port 3260 come over it: a number,
               or absent where it does not matter

QEMU sends every frame as a datagram; a thread carries it to a TAP device.
[[event]]s may set_link l0, l1, ... off and on.
"""

import fcntl
import os
import select
import socket
import struct
import subprocess
import threading

from guest import tool

TUNSETIFF = 0x400454ca
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
TAG = bytes.fromhex("8100")
PORT = 32700				# of the case's own 127.0.0.1
TCP, SYN_ACK, SYN = 6, 0x12, 0x02
ISCSI = (3260).to_bytes(2, "big")


def is_connection(frame):
    """The first packet of a TCP connection to the target."""
    kind, ip = frame[12:14], frame[14:]
    if kind == b"\x08\x00" and ip[9] == TCP:
        segment = ip[(ip[0] & 15) * 4:]
    elif kind == b"\x86\xdd" and ip[6] == TCP:
        segment = ip[40:]
    else:
        return False
    return segment[2:4] == ISCSI and segment[13] & SYN_ACK == SYN


class Link:
    def __init__(self, spec, number):
        self.spec, self.number = spec, number
        self.name = f"link{number}"
        self.connections = 0
        self.ended = threading.Event()
        self.here, self.there = PORT + 2 * number, PORT + 2 * number + 1

    def options(self):
        """QEMU's words."""
        name = f"l{self.number}"
        return ["-netdev", f"socket,id={name},udp=127.0.0.1:{self.here},"
                           f"localaddr=127.0.0.1:{self.there}",
                "-device", f"{self.spec.get('nic', 'virtio-net-pci')},"
                           f"netdev={name},mac={self.spec['mac']},romfile="]

    def start(self):
        self.tap = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.tap, TUNSETIFF, struct.pack(
            "16sH22x", self.name.encode(), IFF_TAP | IFF_NO_PI))
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", self.here))
        for address in self.spec.get("address", []):
            nodad = ["nodad"] if ":" in address else []
            self.ip("addr", "add", address, "dev", self.name, *nodad)
        self.ip("link", "set", self.name, "mtu",
                str(self.spec.get("mtu", 1500)), "up")
        if "guest" in self.spec:
            self.ip("route", "add", self.spec["guest"], "dev", self.name,
                    "src", self.spec["address"][0].partition("/")[0])
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def ip(self, *words):
        subprocess.run([tool("ip"), *words], check=True)

    def from_guest(self, frame):
        if len(frame) > self.spec.get("largest", 65536):
            return
        tag = self.spec.get("vlan", 0)
        if tag:
            if frame[12:14] != TAG or \
                    int.from_bytes(frame[14:16], "big") & 0xfff != tag:
                return
            frame = frame[:12] + frame[16:]
        self.connections += is_connection(frame)
        os.write(self.tap, frame)

    def to_guest(self, frame):
        if len(frame) > self.spec.get("largest", 65536):
            return
        tag = self.spec.get("vlan", 0)
        if tag:
            frame = frame[:12] + TAG + tag.to_bytes(2, "big") + frame[12:]
        try:
            self.socket.sendto(frame, ("127.0.0.1", self.there))
        except ConnectionRefusedError:
            pass			# the machine is not there yet, or gone

    def run(self):
        while not self.ended.is_set():
            ready = select.select([self.tap, self.socket], [], [], 0.1)[0]
            try:
                if self.socket in ready:
                    self.from_guest(self.socket.recv(65536))
                if self.tap in ready:
                    self.to_guest(os.read(self.tap, 65536))
            except ConnectionRefusedError:
                pass			# told of what was sent before

    def stop(self):
        self.ended.set()
        self.thread.join()
        self.socket.close()
        os.close(self.tap)

    def reasons(self):
        wanted = self.spec.get("connections")
        if wanted is None or wanted == self.connections:
            return []
        return [f"{self.connections} connections, not {wanted}, came over "
                f"link {self.number}"]
