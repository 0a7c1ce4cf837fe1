# SPDX-License-Identifier: GPL-2.0-or-later
"""A machine's serial console as clean lines of text, each with its time."""

import re
import time

# Colours, cursor movements and whatever else firmware sends to a terminal.
ESCAPE = re.compile(rb"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>c78DEHM])")
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class Console:
    def __init__(self):
        self.begin = time.monotonic()
        self.rest = b""
        self.last = None

    def elapsed(self):
        return time.monotonic() - self.begin

    def feed(self, data):
        """The complete lines that the data ends: [(seconds, text), ...].  A line
        that only repeats the one before it, as progress dots do, is left out."""
        at = self.elapsed()
        *lines, self.rest = re.split(rb"[\r\n]+", self.rest + data)
        found = []
        for raw in lines:
            text = CONTROL.sub(b"", ESCAPE.sub(b"", raw)).decode(errors="replace")
            # Firmware wipes what it wrote with spaces.
            text = re.sub(" {20,}", "  ", text.rstrip())
            if text and text != self.last:
                found.append((at, text))
                self.last = text
        return found

    def flush(self):
        """What stands there without an end, such as a prompt."""
        return self.feed(b"\n") if self.rest else []
