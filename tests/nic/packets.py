# SPDX-License-Identifier: GPL-2.0-or-later
"""What comes by in a namespace: every frame, with its time and its device."""

import collections
import ipaddress
import select
import socket
import threading
import time

from lab import inside

ALL_PROTOCOLS = 0x0003
OUTGOING = 4				# PACKET_OUTGOING
IPV4, ARP, IPV6, VLAN = 0x0800, 0x0806, 0x86dd, 0x8100
TCP, UDP, ICMP6 = 6, 17, 58
SYN_ACK_BITS = 0x12
SYN = 0x02

Packet = collections.namedtuple(
    "Packet", "at device outgoing kind source target sport dport flags data")


def parse_ip(protocol, source, target, rest):
    """kind, source, target, sport, dport, flags of an IP packet."""
    if protocol in (TCP, UDP) and len(rest) >= 8:
        ports = [int.from_bytes(rest[at:at + 2], "big") for at in (0, 2)]
        flags = rest[13] if protocol == TCP and len(rest) > 13 else 0
        return ("tcp" if protocol == TCP else "udp", source, target, *ports,
                flags)
    if protocol == ICMP6 and rest:
        return "icmp6", source, target, rest[0], 0, 0
    return "ip", source, target, 0, 0, 0


def parse(frame):
    kind = int.from_bytes(frame[12:14], "big")
    data = frame[14:]
    if kind == VLAN:
        kind, data = int.from_bytes(frame[16:18], "big"), frame[18:]
    if kind == ARP and len(data) >= 28:
        return ("arp", str(ipaddress.ip_address(data[14:18])),
                str(ipaddress.ip_address(data[24:28])),
                int.from_bytes(data[6:8], "big"), 0, 0)
    if kind == IPV4 and len(data) >= 20:
        return parse_ip(data[9], str(ipaddress.ip_address(data[12:16])),
                        str(ipaddress.ip_address(data[16:20])),
                        data[(data[0] & 15) * 4:])
    if kind == IPV6 and len(data) >= 40:
        return parse_ip(data[6], str(ipaddress.ip_address(data[8:24])),
                        str(ipaddress.ip_address(data[24:40])), data[40:])
    return "other", "", "", 0, 0, 0


class Recorder:
    """Records from now on, until stop()."""

    def __init__(self, namespace):
        self.packets = []
        self.ended = threading.Event()
        with inside(namespace):
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                        socket.htons(ALL_PROTOCOLS))
        self.socket.setblocking(False)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.ended.is_set():
            if select.select([self.socket], [], [], 0.05)[0]:
                self.take()

    def take(self):
        try:
            while True:
                frame, where = self.socket.recvfrom(65536)
                self.packets.append(Packet(
                    time.monotonic(), where[0], where[2] == OUTGOING,
                    *parse(frame), frame))
        except (BlockingIOError, OSError):
            # OSError: a device went down; there may be others.
            pass

    def stop(self):
        if not self.ended.is_set():
            time.sleep(0.05)
            self.ended.set()
            self.thread.join()
            self.take()
            self.socket.close()

    def came(self, **wanted):
        """Packets that arrived and have these fields."""
        return [p for p in list(self.packets) if not p.outgoing and
                all(getattr(p, key) == value
                    for key, value in wanted.items())]

    def syns(self, **wanted):
        time.sleep(0.1)			# what was just sent is on its way
        return [p for p in self.came(kind="tcp", **wanted)
                if p.flags & SYN_ACK_BITS == SYN]
