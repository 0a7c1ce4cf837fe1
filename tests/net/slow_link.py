# SPDX-License-Identifier: GPL-2.0-or-later
"""A link with a delay, for kernels without netem: a TUN device that sends
every packet back, addresses exchanged, a while later.

What this machine sends to FAR arrives at its own NEAR, as from FAR, and the
other way round; exchanging the addresses leaves every checksum right.
"""

import collections
import fcntl
import os
import select
import struct
import subprocess
import threading
import time

NEAR, FAR, DEVICE = "198.51.100.1", "198.51.100.2", "slow0"
TUNSETIFF = 0x400454ca
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
IPV4 = 4


def exchanged(packet):
    return packet[:12] + packet[16:20] + packet[12:16] + packet[20:]


def relay(tun, seconds, stop):
    """Until stop is set."""
    late = collections.deque()
    while not stop.is_set():
        wait = late[0][0] - time.monotonic() if late else 0.1
        if wait > 0 and select.select([tun], [], [], wait)[0]:
            packet = os.read(tun, 65535)
            if packet[0] >> 4 == IPV4:
                late.append((time.monotonic() + seconds, exchanged(packet)))
        while late and late[0][0] <= time.monotonic():
            os.write(tun, late.popleft()[1])


class SlowLink:
    """Within `with`: FAR is there, `seconds` away in each direction."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.stop = threading.Event()

    def __enter__(self):
        self.tun = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(self.tun, TUNSETIFF, struct.pack(
            "16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
        for words in (["addr", "add", NEAR, "peer", FAR, "dev", DEVICE],
                      ["link", "set", DEVICE, "up"]):
            subprocess.run(["ip", *words], check=True)
        self.thread = threading.Thread(target=relay, args=(
            self.tun, self.seconds, self.stop))
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        os.close(self.tun)
