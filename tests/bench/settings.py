#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What each default of the login is worth: one setting changed at a time, in PDUs
on the wire and in time, as a ratio to the defaults of the same run.

One virtual machine each, one target that settles for anything.  Nothing is
asserted; the PDUs are the same on any host, the times are not.
"""

import json
import re
import subprocess
import sys

import ratio
from run import boot

import guest
from case import TOP

RESULT = TOP / "build/bench-settings.json"
NAME = re.compile(r"^setting (\S+)", re.MULTILINE)
PDUS = {"command": 0x01, "R2T": 0x31, "Data-Out": 0x05, "Data-In": 0x25}


def count_pdus():
    """PDUs of each kind for each setting; each has a connection of its own."""
    folder, printed = boot("pdus")
    done = subprocess.run(
        [guest.tool("tshark"), "-r", folder / "wire.pcap", "-Y", "iscsi",
         "-T", "fields", "-e", "tcp.stream", "-e", "iscsi.opcode"],
        capture_output=True, text=True, check=True)
    streams = {}
    for line in done.stdout.splitlines():
        stream, _, opcodes = line.partition("\t")
        streams.setdefault(int(stream), []).extend(
            int(opcode, 16) for opcode in opcodes.split(",") if opcode)
    seen = [streams[number] for number in sorted(streams)]
    return {name: {kind: opcodes.count(code) for kind, code in PDUS.items()}
            for name, opcodes in zip(NAME.findall(printed), seen)}


def main():
    pdus = count_pdus()
    print(f"{'PDUs':36}" + "".join(f"{kind:>9}" for kind in PDUS))
    for name, counts in pdus.items():
        print(f"{name:36}"
              + "".join(f"{counts[kind]:>9}" for kind in PDUS))
    print("1 MiB written and read, 20 writes of 4 KiB, and what the kernel "
          "reads of a new disk", flush=True)
    # The first round warms the caches.
    times = ratio.of_rounds(boot("settings")[1], "setting", warm=1)
    ratio.table(times)
    print("write and read: 24 MiB by 1 MiB; small: 400 writes of 4 KiB; "
          "medians of 3")
    RESULT.write_text(json.dumps({"pdus": pdus, "centiseconds": times},
                                 indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
