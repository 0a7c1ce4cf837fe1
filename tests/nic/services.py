# SPDX-License-Identifier: GPL-2.0-or-later
"""What runs in the server's namespace: dnsmasq, tgt, a plain listener."""

import os
import pathlib
import socket
import subprocess
import threading
import time

from lab import inside

TARGET = "iqn.2026-11.test:disk"
READY = 20.0				# seconds, on a busy machine


class ServiceError(Exception):
    """A service did not come up."""


def wait_until(done, process, what):
    end = time.monotonic() + READY
    while not done():
        if process.poll() is not None or time.monotonic() > end:
            raise ServiceError(f"{what} does not run")
        time.sleep(0.02)


class Dnsmasq:
    """The words are options of dnsmasq's, without the dashes."""

    def __init__(self, namespace, folder, words):
        self.log = pathlib.Path(folder) / "dnsmasq.log"
        pid = pathlib.Path(folder) / "dnsmasq.pid"
        pid.unlink(missing_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(namespace.wrap(
                "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null",
                "--no-resolv", "--no-hosts", "--no-ping", "--user=root",
                "--log-facility=-", "--log-dhcp", "--dhcp-authoritative",
                f"--dhcp-leasefile={folder}/leases", f"--pid-file={pid}",
                *(f"--{word}" for word in words)),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(pid.exists, self.process,
                   f"dnsmasq ({self.log.read_text()[-300:]})")

    def stop(self):
        self.process.kill()
        self.process.wait()


class Tgt:
    """tgt with one target, a disk as LUN 1, on every address."""

    def __init__(self, namespace, folder):
        self.namespace, self.folder = namespace, pathlib.Path(folder)
        self.env = os.environ | {"TGT_IPC_SOCKET": f"{folder}/tgt"}
        disk = self.folder / "disk.img"
        with open(disk, "wb") as stream:
            stream.truncate(8 << 20)
        with open(self.folder / "tgtd.log", "ab") as log:
            self.process = subprocess.Popen(
                namespace.wrap("tgtd", "-f"), env=self.env,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_until(lambda: not self.admin("--op", "show", "--mode", "sys"),
                   self.process, "tgtd")
        for words in (["new", "--mode", "target", "-T", TARGET],
                      ["new", "--mode", "logicalunit", "--lun", "1",
                       "-b", str(disk)],
                      ["bind", "--mode", "target", "-I", "ALL"]):
            if self.admin("--op", *words, "--tid", "1"):
                raise ServiceError(f"tgtadm --op {' '.join(words)} failed")

    def admin(self, *words):
        return subprocess.run(
            self.namespace.wrap("tgtadm", "--lld", "iscsi", *words),
            env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
            check=False).returncode

    def stop(self):
        """At once: tgtd takes no notice of SIGTERM while it has a target."""
        self.process.kill()
        self.process.wait()


class Listener:
    """Accepts TCP connections on every address, and closes them."""

    def __init__(self, namespace, port=3260):
        with inside(namespace.name):
            self.socket = socket.create_server(
                ("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
        self.socket.settimeout(0.1)
        self.peers = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.ended.is_set():
            try:
                connection, peer = self.socket.accept()
            except TimeoutError:
                continue
            self.peers.append(peer[0].removeprefix("::ffff:"))
            connection.close()

    def stop(self):
        self.ended.set()
        self.thread.join()
        self.socket.close()
