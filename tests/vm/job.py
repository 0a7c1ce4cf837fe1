# SPDX-License-Identifier: GPL-2.0-or-later
"""A case on its way: one.py in namespaces of its own."""

import shutil
import subprocess
import sys
import time

from prepare import BUILD, HERE, namespaces


class Job:
    def __init__(self, name, boot, folder=None):
        self.name = name
        self.folder = folder or BUILD / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.begin = time.monotonic()
        # A session of its own: Ctrl-C is for the starter alone, which closes
        # the pipe, and that ends the case.
        with open(self.folder / "harness.txt", "wb") as errors:
            self.process = subprocess.Popen(
                [*namespaces(), sys.executable, "-B", HERE / "one.py", name,
                 self.folder, *boot],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                text=True, start_new_session=True)

    def verdict(self):
        """'PASS', 'FAIL' or 'SKIP', and why."""
        lines = self.process.stdout.read().strip().splitlines()
        word, _, reason = (lines[-1] if lines else "").partition(" ")
        if word in ("PASS", "FAIL", "SKIP"):
            return word, reason
        error = (self.folder / "harness.txt").read_text().strip().splitlines()
        return "FAIL", f"the harness broke: {error[-1] if error else 'no reason'}"

    def end(self):
        self.process.stdin.close()
        self.process.wait()
