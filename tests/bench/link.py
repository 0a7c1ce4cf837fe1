#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What autotuned socket buffers, cmds_max and queue_depth are worth, on a link
with a chosen delay and with many commands at once; as ratios within one run.

Target and initiator are in one virtual machine with one CPU, each in a network
namespace.  The fastest round counts: a busy host makes the others slower.
Nothing is asserted.
"""

import json
import sys

import ratio
from run import BUILD, HERE, boot

import prepare
from case import TOP

RESULT = TOP / "build/bench-link.json"


def main():
    prepare.compiled(HERE / "load.c", BUILD / "load")
    image = prepare.initramfs(BUILD / "link.img", "--compress=none",
                              "--drivers=virtio_net,veth,sch_netem")
    printed = boot("link", image)[1]
    stream = ratio.of_rounds(printed, "stream", warm=1, pick=min)
    ratio.table(stream)
    print("32 MiB by 4 MiB, one after the other; far: 10 ms to the target and "
          "back; fastest of 3")
    many = ratio.of_rounds(printed, "many", pick=min)
    # How many writes are before the read is chance, not the host.
    for row, took in ratio.of_rounds(printed, "many").items():
        many[row]["beside"] = took["beside"]
    ratio.table(many)
    print("near: 16 readers of 4 KiB; far: 128, 100 ms there and back; beside: "
          "one read while\n128 writers of 256 KiB fill a link of 100 Mbit/s; "
          "fastest of 3, beside: median")
    RESULT.write_text(json.dumps({"microseconds": {
        "stream": stream, "many": many}}, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
