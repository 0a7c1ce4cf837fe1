# SPDX-License-Identifier: GPL-2.0-or-later
"""Network namespaces and what connects them.

All is made below a /run of our own (see run.py): a file in /run/netns for each
namespace, so that `ip -n` and nsenter find it, and nothing of it is left when
the mount namespace ends.
"""

import contextlib
import ctypes
import json
import os
import subprocess

CLONE_NEWNET = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)


def setns(fd):
    if LIBC.setns(fd, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


@contextlib.contextmanager
def inside(namespace):
    """This thread's sockets are made in that namespace."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        setns(there)
        yield
    finally:
        setns(home)
        os.close(home)
        os.close(there)


def command(*words, check=True):
    done = subprocess.run([str(word) for word in words], capture_output=True,
                          text=True, check=False)
    if check and done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))}: "
                           f"{done.stderr.strip()}")
    return done.stdout


class Namespace:
    """One machine's network."""

    def __init__(self, name):
        self.name = name
        command("ip", "netns", "add", name)

    def ip(self, *words, check=True):
        return command("ip", "-n", self.name, *words, check=check)

    def json(self, *words):
        """What `ip -j` prints; a list."""
        # Older versions print nothing at all where there is nothing, and
        # empty objects for what a filter left out.
        text = self.ip("-j", "-d", *words)
        return [each for each in json.loads(text or "[]") if each]

    def wrap(self, *words):
        """The words that run a command in it."""
        return ["nsenter", f"--net=/run/netns/{self.name}", *map(str, words)]

    def set(self, name, value):
        """A sysctl below net."""
        command(*self.wrap("sh", "-c", f"echo {value} >/proc/sys/net/{name}"))

    def up(self, device):
        self.ip("link", "set", device, "up")

    def down(self, device):
        self.ip("link", "set", device, "down")

    def address(self, device, address):
        # Servers have theirs at once, without asking who else has it.
        nodad = ["nodad"] if ":" in address else []
        self.ip("addr", "add", address, "dev", device, *nodad)

    def mac(self, device):
        return self.json("link", "show", "dev", device)[0]["address"]

    def remove(self):
        command("ip", "netns", "del", self.name, check=False)


def veth(one, one_name, other, other_name, mac=None, mtu=None):
    """A cable from one namespace to another; both ends are down."""
    words = ["name", one_name]
    if mac:
        words += ["address", mac]
    if mtu:
        words += ["mtu", mtu]
    one.ip("link", "add", *words, "type", "veth", "peer", "name", other_name,
           "netns", other.name, *(["mtu", mtu] if mtu else []))
