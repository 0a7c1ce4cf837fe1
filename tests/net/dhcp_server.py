#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""dhcp_server.py DEVICE KIND: a DHCP server (RFC 2131) that misbehaves.

nak-first   refuses the first request, grants the next
nak-always  offers, and refuses every request
silent      offers, and says nothing more
ID=TEXT     grants, with this option besides (RFC 2132); HEX:... for bytes.
            ID 0: the address itself, 1: the netmask, ...
Prints "ready" and then a line for each message that it sends.
"""
import socket
import struct
import sys

ADDRESS, SERVER, MASK = "10.7.0.50", "10.7.0.1", "255.255.255.0"
DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6
COOKIE = bytes([99, 130, 83, 99])


def options_of(packet):
    """The options of a message, by their number."""
    found, at = {}, 240
    while at < len(packet) and packet[at] != 255:
        if packet[at] == 0:
            at += 1
            continue
        size = packet[at + 1]
        found[packet[at]] = packet[at + 2:at + 2 + size]
        at += 2 + size
    return found


def extra_of(words):
    """ID=VALUE words as a table."""
    extra = {}
    for word in words:
        number, _, value = word.partition("=")
        extra[int(number)] = bytes.fromhex(value[4:]) if \
            value.startswith("HEX:") else value.encode()
    return extra


def answer(packet, kind, extra):
    """A message of that kind for the client of packet."""
    address = extra.get(0, socket.inet_aton(ADDRESS))
    if kind == NAK:
        address = bytes(4)
    head = struct.pack("!BBBBIHH4s4s4s4s16s64s128s", 2, 1, 6, 0,
                       struct.unpack("!I", packet[4:8])[0], 0, 0x8000,
                       bytes(4), address, socket.inet_aton(SERVER), bytes(4),
                       packet[28:44], b"", b"")
    options = {53: bytes([kind]), 54: socket.inet_aton(SERVER)}
    if kind != NAK:
        options |= {51: struct.pack("!I", 600), 1: socket.inet_aton(MASK)}
        options |= {n: v for n, v in extra.items() if n}
    return head + COOKIE + b"".join(
        bytes([n, len(v)]) + v for n, v in options.items()) + b"\xff"


def main():
    """Answer until killed."""
    device, kind = sys.argv[1:3]
    extra = extra_of(w for w in sys.argv[2:] if "=" in w)
    naks = {"nak-first": 1, "nak-always": 1 << 30}.get(kind, 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                     device.encode())
        s.bind(("", 67))
        print("ready", flush=True)
        while True:
            packet = s.recv(2048)
            asked = options_of(packet).get(53, b"\0")[0]
            if asked == DISCOVER:
                what = OFFER
            elif asked != REQUEST or kind == "silent":
                continue
            elif naks:
                naks -= 1
                what = NAK
            else:
                what = ACK
            print(what, flush=True)
            s.sendto(answer(packet, what, extra), ("255.255.255.255", 68))


main()
