# SPDX-License-Identifier: GPL-2.0-or-later
"""A read-only SCSI disk, as small as Linux's sd driver allows."""

import struct

BLOCK = 512
MARK = b"iscsiboot test disk\n"
GOOD, CHECK_CONDITION = 0, 2
LUN = 1

INVALID_COMMAND = (5, 0x20)
INVALID_FIELD = (5, 0x24)
OUT_OF_RANGE = (5, 0x21)
NO_SUCH_UNIT = (5, 0x25)
WRITE_PROTECTED = (7, 0x27)


class Sense(Exception):
    def __init__(self, key_and_code):
        super().__init__(str(key_and_code))
        key, code = key_and_code
        # Fixed format, 18 bytes, behind the length that iSCSI puts in front.
        self.data = struct.pack(">HBBBIB4xBB4x", 18, 0x70, 0, key, 0, 10, code, 0)


class Disk:
    def __init__(self, blocks=16384):
        self.blocks = blocks

    def command(self, lun, cdb):
        """The data of a command that succeeded; Sense is raised otherwise."""
        known = {0x00: self.nothing, 0x12: self.inquiry, 0x1a: self.mode_sense,
                 0x5a: self.mode_sense_10, 0x25: self.capacity_10,
                 0x9e: self.capacity_16, 0xa0: self.report_luns,
                 0x28: self.read_10, 0x88: self.read_16, 0x08: self.read_6,
                 0x1b: self.nothing, 0x35: self.nothing,
                 0x0a: self.write, 0x2a: self.write, 0x8a: self.write}
        if lun != LUN and cdb[0] not in (0x12, 0xa0):
            raise Sense(NO_SUCH_UNIT)
        if cdb[0] not in known:
            raise Sense(INVALID_COMMAND)
        return known[cdb[0]](lun, cdb)

    def nothing(self, lun, cdb):
        return b""

    def write(self, lun, cdb):
        raise Sense(WRITE_PROTECTED)

    def inquiry(self, lun, cdb):
        size = struct.unpack_from(">H", cdb, 3)[0]
        if cdb[1] & 1:
            return self.vital_page(cdb[2])[:size]
        # 0x7f: no unit at this number, as SPC wants it for LUN 0 here.
        kind = 0x00 if lun == LUN else 0x7f
        data = bytes([kind, 0, 5, 2, 31, 0, 0, 2])
        return (data + b"ISCSIBOO" + b"SCRIPTED DISK   " + b"1   ")[:size]

    def vital_page(self, page):
        pages = {0x00: bytes([0x00, 0x80, 0x83]),
                 0x80: b"00000001",
                 0x83: bytes([0x01, 0x03, 0, 8]) + bytes.fromhex("3000000000000001")}
        if page not in pages:
            raise Sense(INVALID_FIELD)
        body = pages[page]
        return struct.pack(">BBH", 0, page, len(body)) + body

    def mode_sense(self, lun, cdb):
        return bytes([3, 0, 0x80, 0])[:cdb[4]]		# write protected, no pages

    def mode_sense_10(self, lun, cdb):
        return bytes([0, 6, 0, 0x80, 0, 0, 0, 0])

    def capacity_10(self, lun, cdb):
        return struct.pack(">II", self.blocks - 1, BLOCK)

    def capacity_16(self, lun, cdb):
        if cdb[1] & 0x1f != 0x10:
            raise Sense(INVALID_FIELD)
        size = struct.unpack_from(">I", cdb, 10)[0]
        return struct.pack(">QI20x", self.blocks - 1, BLOCK)[:size]

    def report_luns(self, lun, cdb):
        size = struct.unpack_from(">I", cdb, 6)[0]
        return struct.pack(">I4xBB6x", 8, 0, LUN)[:size]

    def read_6(self, lun, cdb):
        block = int.from_bytes(cdb[1:4], "big") & 0x1fffff
        return self.read(block, cdb[4] or 256)

    def read_10(self, lun, cdb):
        return self.read(*struct.unpack_from(">IxH", cdb, 2))

    def read_16(self, lun, cdb):
        return self.read(*struct.unpack_from(">QI", cdb, 2))

    def read(self, block, count):
        if block + count > self.blocks:
            raise Sense(OUT_OF_RANGE)
        data = bytes(count * BLOCK)
        if block == 0 and count:
            data = MARK + data[len(MARK):]
        return data
