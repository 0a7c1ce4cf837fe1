# SPDX-License-Identifier: GPL-2.0-or-later
"""An option ROM that carries an iBFT byte for byte.

QEMU's -acpitable puts the right checksum on every table it is given, so a
damaged one has to reach the kernel another way: Linux also looks for the
signature in low memory, on 16-byte boundaries, and option ROMs live there.
"""

BLOCK = 512
HEADER = bytes([0x55, 0xaa, 0, 0xcb])	# signature, length in blocks, far return


def wrap(table):
    """The ROM; SeaBIOS copies it only if its bytes add up to zero."""
    rom = bytearray(HEADER.ljust(16, b"\0") + table)
    # The BIOS may round lengths up and fill the rest: leave the sum's byte last.
    rom += bytes(-(len(rom) + 1) % BLOCK + 1)
    rom[2] = len(rom) // BLOCK
    rom[-1] = -sum(rom) & 0xff
    return bytes(rom)
