# SPDX-License-Identifier: GPL-2.0-or-later
"""The full feature phase after a login: pings, discovery, logout, a disk."""

import struct

from disk import CHECK_CONDITION, GOOD, Disk, Sense
from pdu import (DATA_IN, F_BIT, LOGOUT_REQUEST, LOGOUT_RESPONSE, NO_TAG,
                 NOP_IN, NOP_OUT, REJECT, SCSI_COMMAND, SCSI_RESPONSE,
                 TASK_REQUEST, TASK_RESPONSE, TEXT_REQUEST, TEXT_RESPONSE, Pdu,
                 lun_number, to_text)

S_BIT, OVERFLOW, UNDERFLOW = 0x01, 0x04, 0x02


class Session:
    disk_kind = Disk

    def __init__(self, connection, keys):
        self.connection = connection
        self.disk = self.disk_kind()
        self.data_size = int(keys.get("MaxRecvDataSegmentLength", 8192))
        self.done = False

    def run(self):
        """Until the initiator logs out."""
        while not self.done:
            self.serve(self.connection.read())

    def serve(self, request):
        known = {NOP_OUT: self.nop, SCSI_COMMAND: self.scsi,
                 TASK_REQUEST: self.task, TEXT_REQUEST: self.text,
                 LOGOUT_REQUEST: self.logout}
        known.get(request.opcode, self.reject)(request)

    def send(self, pdu):
        """Every PDU of ours, so that a variant can spoil it."""
        self.connection.send(pdu)

    def answer(self, opcode, request, flags=F_BIT, data=b""):
        pdu = Pdu.answer(opcode, request, flags, data)
        return self.connection.status_numbers(pdu, request)

    def nop(self, request):
        if request.itt == NO_TAG:
            return			# the answer to a ping of ours
        pdu = self.answer(NOP_IN, request, data=request.data)
        pdu.put(20, NO_TAG)
        self.send(pdu)

    def task(self, request):
        self.send(self.answer(TASK_RESPONSE, request))

    def logout(self, request):
        self.send(self.answer(LOGOUT_RESPONSE, request))
        self.done = True

    def text(self, request):
        pdu = self.answer(TEXT_RESPONSE, request, data=to_text(self.targets()))
        pdu.put(20, NO_TAG)
        self.send(pdu)

    def targets(self):
        """What SendTargets=All is answered."""
        return [("TargetName", self.connection.options["target"])]

    def reject(self, request):
        pdu = self.answer(REJECT, request, data=bytes(request.header))
        pdu.put(16, NO_TAG)
        pdu.header[2] = 0x05		# command not supported
        self.send(pdu)

    def scsi(self, request):
        expected = request.get(20)
        try:
            data = self.disk.command(lun_number(request),
                                     bytes(request.header[32:48]))
        except Sense as sense:
            self.status(request, CHECK_CONDITION, expected, sense.data)
            return
        sent = data[:expected]
        self.data_in(request, sent)
        self.status(request, GOOD, expected - len(sent),
                    flags=UNDERFLOW if len(sent) < expected else 0)

    def data_in(self, request, data):
        for number, start in enumerate(range(0, len(data), self.data_size)):
            part = data[start:start + self.data_size]
            last = start + len(part) == len(data)
            pdu = Pdu.answer(DATA_IN, request, F_BIT if last else 0, part)
            pdu.put(20, NO_TAG)
            struct.pack_into(">II", pdu.header, 28, request.cmdsn + 1,
                             request.cmdsn + 32)
            struct.pack_into(">II", pdu.header, 36, number, start)
            self.send(pdu)

    def status(self, request, status, residual, data=b"", flags=0):
        pdu = self.answer(SCSI_RESPONSE, request, F_BIT | flags, data)
        pdu.header[3] = status
        pdu.put(44, residual if flags else 0)
        self.send(pdu)
