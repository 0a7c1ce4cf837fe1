# SPDX-License-Identifier: GPL-2.0-or-later
"""From power-on to the root file system: what the host saw on the console and
what the guest measured, merged into one table."""

import re

# What the console shows when a stage begins.
SEEN = [
    ("firmware (SeaBIOS) runs", re.compile(r"SeaBIOS")),
    ("network card's boot ROM (iPXE) runs", re.compile(r"\biPXE\b")),
    ("iPXE's script asks for the disk", re.compile(r"^iscsiboot: booting from")),
    ("boot loader (GRUB) runs", re.compile(r"^iscsiboot: GRUB|Welcome to GRUB")),
]
GUEST = re.compile(r"^timeline: (\w+) +(\d+) ms +(.*)$")
# The guest prints this at the moment that its last stage ended.
NOW = re.compile(r"^ISCSIBOOT-PROOF-BEGIN")


class Timeline:
    def __init__(self):
        self.host = {}			# stage: seconds since power-on
        self.guest = []			# (stage, seconds since the kernel began)
        self.now = None			# seconds since power-on

    def line(self, at, text):
        """Look at one line of the console."""
        for stage, pattern in SEEN:
            if stage not in self.host and pattern.search(text):
                self.host[stage] = at
        if NOW.search(text):
            self.now = at
        found = GUEST.match(text)
        if found:
            self.guest.append((found.group(3), int(found.group(2)) / 1000))

    def rows(self):
        """(seconds since power-on, stage), in order."""
        rows = [(0.0, "power on")]
        rows += [(at, stage) for stage, at in self.host.items()]
        if self.guest and self.now is not None:
            kernel = self.now - self.guest[-1][1]
            rows.append((kernel, "kernel runs"))
            rows += [(kernel + at, stage) for stage, at in self.guest]
        return sorted(rows)

    def table(self):
        lines = ["  since power-on    step", ""]
        before = 0.0
        for at, stage in self.rows():
            lines.append(f"{at * 1000:13,.0f} ms {(at - before) * 1000:+9,.0f}"
                         f"  {stage}")
            before = at
        return lines
