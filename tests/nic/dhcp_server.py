# SPDX-License-Identifier: GPL-2.0-or-later
"""A DHCP server that does what no real one does when it is asked to: it
refuses the first requests, or offers and never gives (RFC 2131)."""

import socket
import threading

from lab import inside

SERVER, CLIENT, MASK = "10.1.0.1", "10.1.0.55", "255.255.255.0"
COOKIE = bytes([99, 130, 83, 99])
DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6
KIND, SERVER_ID, END = 53, 54, 255


def message_kind(packet):
    at = 240
    while at + 2 < len(packet) and packet[at] != END:
        if packet[at] == KIND:
            return packet[at + 2]
        at += 2 + packet[at + 1] if packet[at] else 1
    return 0


def answer(packet, kind):
    def option(number, data):
        return bytes([number, len(data)]) + data
    address = bytes(4) if kind == NAK else socket.inet_aton(CLIENT)
    head = (bytes([2, 1, 6, 0]) + packet[4:8] + bytes(2) + packet[10:12] +
            bytes(4) + address + bytes(8) + packet[28:44] + bytes(192))
    options = (option(KIND, bytes([kind])) +
               option(SERVER_ID, socket.inet_aton(SERVER)))
    if kind != NAK:
        options += (option(51, (3600).to_bytes(4, "big")) +
                    option(1, socket.inet_aton(MASK)))
    return (head + COOKIE + options + bytes([END])).ljust(300, b"\0")


class DhcpServer:
    """naks: so many requests are refused; acks: a lease is given then."""

    def __init__(self, namespace, device, naks=0, acks=True):
        self.naks, self.acks = naks, acks
        with inside(namespace.name):
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                               device.encode())
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.socket.bind(("", 67))
        self.socket.settimeout(0.1)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def reply_to(self, packet):
        kind = message_kind(packet)
        if kind == DISCOVER:
            return OFFER
        if kind == REQUEST and self.naks:
            self.naks -= 1
            return NAK
        return ACK if kind == REQUEST and self.acks else None

    def run(self):
        while not self.ended.is_set():
            try:
                packet = self.socket.recv(2048)
            except TimeoutError:
                continue
            kind = self.reply_to(packet)
            if kind:
                self.socket.sendto(answer(packet, kind),
                                   ("255.255.255.255", 68))

    def stop(self):
        self.ended.set()
        self.thread.join()
        self.socket.close()
