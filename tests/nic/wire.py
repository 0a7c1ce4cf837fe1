# SPDX-License-Identifier: GPL-2.0-or-later
"""A bad cable, for kernels without netem: a TAP device at each end, and a
thread that carries frames late, not at all, or in another order."""

import fcntl
import heapq
import os
import random
import select
import struct
import threading
import time

from lab import inside

TUNSETIFF, TUNSETCARRIER = 0x400454ca, 0x400454e2
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000


def tap(namespace, name):
    with inside(namespace):
        fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(fd, TUNSETIFF, struct.pack(
            "16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return fd


class Wire:
    """From `one`'s device to `other`'s, until stop().

    delay    seconds, each way
    jitter   up to so many more, for each frame anew: changes the order
    lose     every so-manieth frame is lost (0: none), so that a bad moment
             cannot last as long as a timeout
    largest  longer frames are dropped, as by a switch (bytes, with header)

    look() may be set: it is called with each frame before that goes on, and
    drops it by giving True.
    """

    def __init__(self, one, one_name, other, other_name, delay=0.0, jitter=0.0,
                 lose=0, largest=65536, seed=1):
        self.delay, self.jitter, self.lose = delay, jitter, lose
        self.largest = largest
        self.random = random.Random(seed)
        self.fds = tap(one.name, one_name), tap(other.name, other_name)
        self.look = lambda frame: False
        self.late = []			# (due, number, to which, frame)
        self.seen = self.number = self.lost = self.dropped = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def carrier(self, there):
        """Of `one`'s end."""
        fcntl.ioctl(self.fds[0], TUNSETCARRIER, struct.pack("i", there))

    def take(self, side):
        try:
            frame = os.read(self.fds[side], 65536)
        except OSError:			# the device is down
            return
        self.seen += 1
        if len(frame) > self.largest:
            self.dropped += 1
        elif self.look(frame):
            self.lost += 1
        elif self.lose and self.seen % self.lose == 0:
            self.lost += 1
        else:
            due = time.monotonic() + self.delay + \
                self.random.random() * self.jitter
            self.number += 1
            heapq.heappush(self.late, (due, self.number, 1 - side, frame))

    def run(self):
        while not self.ended.is_set():
            wait = self.late[0][0] - time.monotonic() if self.late else 0.1
            ready = select.select(self.fds, [], [], min(max(wait, 0), 0.1))[0]
            for side in (0, 1):
                if self.fds[side] in ready:
                    self.take(side)
            while self.late and self.late[0][0] <= time.monotonic():
                _, _, side, frame = heapq.heappop(self.late)
                try:
                    os.write(self.fds[side], frame)
                except OSError:
                    pass

    def stop(self):
        self.ended.set()
        self.thread.join()
        for fd in self.fds:
            os.close(fd)
