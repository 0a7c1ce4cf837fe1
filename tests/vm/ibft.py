# SPDX-License-Identifier: GPL-2.0-or-later
"""iBFT bytes from a description, for firmware that is only pretended.

Written from the layout alone and sharing nothing with ibft/*.c, so that a
mistake on one side shows as a failing test instead of cancelling out.

A description is what a case's [ibft] section holds:

    initiator = "iqn.2026-11.test:node1"
    nic    = [{ mac = "52:54:00:12:34:56", ip = "10.0.2.15", prefix = 24 }]
    target = [{ ip = "10.0.2.2", name = "iqn.2026-11.test:disk", lun = 1 }]

Deliberate damage: checksum = "bad", revision = 2, signature = "BIFT",
patch = [[OFFSET, "hex bytes"], ...] (the checksum is made good afterwards,
unless it is to be bad).
"""

import ipaddress
import struct

ALIGN = 16
HEADER = 48
NO_ADDRESS = bytes(16)

# Structure ids, and their fixed lengths in the first version of the format.
CONTROL, INITIATOR, NIC, TARGET = 1, 2, 3, 4
LENGTH = {INITIATOR: 74, NIC: 102, TARGET: 54}

VALID_AND_BOOT = 3
ORIGIN = {"other": 0, "manual": 1, "well-known": 2, "dhcp": 3, "ra": 4}


def address(text):
    """An address of the table: IPv4 is mapped into IPv6, none is all zero."""
    if not text:
        return NO_ADDRESS
    ip = ipaddress.ip_address(text)
    if ip.version == 4:
        return bytes(10) + b"\xff\xff" + ip.packed
    return ip.packed


def mac(text):
    octets = bytes(int(part, 16) for part in text.split(":"))
    if len(octets) != 6:
        raise ValueError(f"'{text}' is not a MAC address")
    return octets


def lun(value):
    """A LUN as SAM writes it: a number up to 255, or 16 hex digits as they are."""
    if isinstance(value, str):
        return bytes.fromhex(value)
    return bytes([0, value]) + bytes(6)


def bdf(text):
    """PCI bus:device.function, as lspci prints it, in one word."""
    bus, rest = text.split(":")
    device, function = rest.split(".")
    return int(bus, 16) << 8 | int(device, 16) << 3 | int(function)


class Heap:
    """The strings behind the structures, each ended by a NUL."""

    def __init__(self, start):
        self.start = start
        self.data = b""

    def add(self, text):
        """The (length, offset) pair that a structure keeps of a string."""
        if text is None:
            return struct.pack("<HH", 0, 0)
        raw = text.encode()
        at = self.start + len(self.data)
        self.data += raw + b"\0"
        return struct.pack("<HH", len(raw), at)


def structure(kind, index, flags, body):
    head = struct.pack("<BBHBB", kind, 1, 6 + len(body), index, flags)
    if kind in LENGTH and len(head + body) != LENGTH[kind]:
        raise AssertionError(f"structure {kind} came out {len(head + body)} long")
    return head + body


def initiator_structure(spec, heap):
    body = b"".join(address(spec.get(key))
                    for key in ("isns", "slp", "radius1", "radius2"))
    body += heap.add(spec.get("initiator"))
    return structure(INITIATOR, 0, spec.get("initiator_flags", VALID_AND_BOOT),
                     body)


def nic_structure(nic, slot, heap):
    origin = nic.get("origin", "manual")
    body = address(nic.get("ip"))
    body += struct.pack("<BB", nic.get("prefix", 24 if nic.get("ip") else 0),
                        ORIGIN.get(origin, origin))
    body += b"".join(address(nic.get(key))
                     for key in ("gateway", "dns1", "dns2", "dhcp"))
    body += struct.pack("<H", nic.get("vlan", 0)) + mac(nic["mac"])
    body += struct.pack("<H", bdf(nic["bdf"]) if "bdf" in nic else 0)
    body += heap.add(nic.get("hostname"))
    return structure(NIC, nic.get("index", slot),
                     nic.get("flags", VALID_AND_BOOT), body)


def chap_type(target):
    if "chap_type" in target:
        return target["chap_type"]
    if "reverse_name" in target:
        return 2
    return 1 if "chap_name" in target else 0


def target_structure(target, slot, heap):
    body = address(target.get("ip"))
    body += struct.pack("<H", target.get("port", 3260))
    body += lun(target.get("lun", 1))
    body += struct.pack("<BB", chap_type(target), target.get("nic", 0))
    body += b"".join(heap.add(target.get(key))
                     for key in ("name", "chap_name", "chap_secret",
                                 "reverse_name", "reverse_secret"))
    return structure(TARGET, target.get("index", slot),
                     target.get("flags", VALID_AND_BOOT), body)


def padded(size):
    return -(-size // ALIGN) * ALIGN


def lay_out(spec):
    """Where each structure goes: control, initiator, NICs, targets, strings."""
    pairs = max(2, len(spec.get("nic", [])), len(spec.get("target", [])))
    control = 6 + 4 + 4 * pairs
    at = {"initiator": padded(HEADER + control), "pairs": pairs}
    here = at["initiator"] + padded(LENGTH[INITIATOR])
    for kind, key in ((NIC, "nic"), (TARGET, "target")):
        at[key] = []
        for _ in spec.get(key, []):
            at[key].append(here)
            here += padded(LENGTH[kind])
    at["heap"] = here
    return at


def place(table, offset, data):
    table[offset:offset + len(data)] = data


def build(spec):
    """The table's bytes."""
    at = lay_out(spec)
    heap = Heap(at["heap"])
    table = bytearray(at["heap"])
    slots = []
    for pair in range(at["pairs"]):
        for key in ("nic", "target"):
            slots.append(at[key][pair] if pair < len(at[key]) else 0)
    start = at["initiator"] if "initiator" in spec else 0
    place(table, HEADER, structure(CONTROL, 0, 0, struct.pack(
        f"<HH{len(slots)}H", 0, start, *slots)))
    if start:
        place(table, start, initiator_structure(spec, heap))
    for slot, nic in enumerate(spec.get("nic", [])):
        place(table, at["nic"][slot], nic_structure(nic, slot, heap))
    for slot, target in enumerate(spec.get("target", [])):
        place(table, at["target"][slot], target_structure(target, slot, heap))
    table += heap.data
    place(table, 0, struct.pack(
        "<4sIBB6s8s", spec.get("signature", "iBFT").encode(),
        spec.get("length", len(table)), spec.get("revision", 1), 0,
        spec.get("oem", "TESTVM").encode(), spec.get("oem_table", "CASE").encode()))
    return bytes(finish(table, spec))


def finish(table, spec):
    """Apply the damage that the description asks for, and the checksum."""
    for offset, hexbytes in spec.get("patch", []):
        place(table, offset, bytes.fromhex(hexbytes))
    table[9] = 0
    table[9] = -sum(table) & 0xff
    if spec.get("checksum") == "bad":
        table[9] ^= 0x5a
    return table
