# SPDX-License-Identifier: GPL-2.0-or-later
"""CRC32C, the digest of RFC 7143 13.1, in the byte order of the wire."""

POLYNOMIAL = 0x82f63b78


def row(value):
    for _ in range(8):
        value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
    return value


TABLE = [row(value) for value in range(256)]


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xff]
    return (crc ^ 0xffffffff).to_bytes(4, "little")
