# SPDX-License-Identifier: GPL-2.0-or-later
"""The targets of a case, each on a port of 127.0.0.1 in the case's namespace.

    kind = "tgt"        Linux's user-space target, a real one:
        iqn, size (MiB), filesystem = true, user, password, reverse_user,
        reverse_password, set = {tgtadm's parameter = "value"}
    kind = "istgt"      a real one too, from FreeBSD's ports, with the same keys
                        but the last, and
        portals         ["ADDRESS:PORT"] besides the one below
        discovery       true: the account is asked for in discovery too
    kind = "lio"        the Linux kernel's, in a machine of its own (lio.py):
        [[target.node]] iqn, size, the account and portals of each target
        direct = true   besides, by an interface of its own: fd00:3::2, 10.0.3.2
    kind = "scripted"   tests/target/target.py: option = ["NAME=VALUE"], and
        behaviour       a name, or a list of names for ports from `port` on
        see, never      regular expressions over its log, a JSON line for a PDU
    port                3260
    address             "127.0.0.1", of tgt and istgt; "[::1]" is IPv6
    start               "power-on", or "event": an [[event]] has to start it

The guest reaches 127.0.0.1 as 10.0.2.2, and ::1 as fec0::2.
"""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

from guest import TargetError, tool
from lio import Lio

TARGET = pathlib.Path(__file__).resolve().parents[1] / "target/target.py"
IQN = "iqn.2026-11.test:disk"
MARK = b"iscsiboot test disk\n"
READY = 5.0
# tgtd insists on a portal when it starts; this one nobody asks for.
UNUSED_PORT = 32599


def portal(spec):
    return f"{spec.get('address', '127.0.0.1')}:{spec.get('port', 3260)}"


def write_disk(path, mebibytes, filesystem):
    with open(path, "wb") as stream:
        stream.truncate(mebibytes << 20)
        if not filesystem:
            stream.write(MARK)
    if filesystem:
        root = path.parent / "disk-root"
        root.mkdir(exist_ok=True)
        (root / "mark").write_bytes(MARK)
        subprocess.run([tool("mke2fs"), "-q", "-t", "ext4", "-d", root, path],
                       check=True, stdout=subprocess.DEVNULL)


class Tgt:
    """tgtd with one target and one LUN.  It is told its portal last, so that
    nobody can log in before the LUN is there."""

    def __init__(self, spec, folder, number):
        self.spec = spec
        self.folder = folder
        self.number = number
        self.daemon = None
        # tgtd and tgtadm put ".NUMBER" behind the socket's path; a relative
        # path keeps below the 108 bytes that a socket address holds.
        self.env = os.environ | {"TGT_IPC_SOCKET": f"tgt{number}"}

    def admin(self, *words):
        done = subprocess.run(
            [tool("tgtadm"), "-C", str(self.number), "--lld", "iscsi", *words],
            cwd=self.folder, env=self.env, capture_output=True, text=True)
        return done.returncode, done.stderr.strip()

    def must(self, *words):
        code, text = self.admin(*words)
        if code:
            raise TargetError(f"tgtadm {' '.join(words)} failed: {text}")

    def start(self):
        disk = self.folder / f"disk{self.number}.img"
        if not disk.exists():
            write_disk(disk, self.spec.get("size", 16),
                       self.spec.get("filesystem", False))
        log = open(self.folder / f"tgtd{self.number}.log", "ab")
        self.daemon = subprocess.Popen(
            [tool("tgtd"), "-f", "-C", str(self.number), "--iscsi",
             f"portal=127.0.0.1:{UNUSED_PORT + self.number}"],
            cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log)
        self.wait()
        self.configure(disk)

    def wait(self):
        end = time.monotonic() + READY
        while self.admin("--mode", "sys", "--op", "show")[0]:
            if self.daemon.poll() is not None or time.monotonic() > end:
                raise TargetError(f"tgtd does not answer; see "
                                  f"{self.folder}/tgtd{self.number}.log")
            time.sleep(0.02)

    def configure(self, disk):
        new = ("--op", "new", "--mode")
        self.must(*new, "target", "--tid", "1", "-T", self.spec.get("iqn", IQN))
        self.must(*new, "logicalunit", "--tid", "1", "--lun", "1", "-b", str(disk))
        self.account("user", "password")
        self.account("reverse_user", "reverse_password", "--outgoing")
        for name, value in self.spec.get("set", {}).items():
            self.must("--mode", "target", "--op", "update", "--tid", "1",
                      "--name", name, "--value", value)
        self.must("--mode", "target", "--op", "bind", "--tid", "1", "-I", "ALL")
        self.must(*new, "portal", "--param", f"portal={portal(self.spec)}")

    def account(self, user, password, *direction):
        if user not in self.spec:
            return
        name = self.spec[user]
        self.must("--mode", "account", "--op", "new", "--user", name,
                  "--password", self.spec[password])
        self.must("--mode", "account", "--op", "bind", "--tid", "1",
                  "--user", name, *direction)

    def freeze(self):
        """As good as a target that hangs: it is there, and answers nothing."""
        self.daemon.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.daemon.send_signal(signal.SIGCONT)

    def hang_up(self):
        """Close every connection."""
        text = subprocess.run(
            [tool("tgtadm"), "-C", str(self.number), "--lld", "iscsi", "--op",
             "show", "--mode", "conn", "--tid", "1"], cwd=self.folder,
            env=self.env, capture_output=True, text=True, check=True).stdout
        for session, connection in re.findall(
                r"Session: (\d+)\s+Connection: (\d+)", text):
            self.must("--op", "delete", "--mode", "conn", "--tid", "1",
                      "--sid", session, "--cid", connection)

    def stop(self):
        """At once: tgtd takes no notice of SIGTERM while it has a target."""
        if self.daemon:
            self.daemon.kill()
            self.daemon.wait()
            self.daemon = None
        for left in self.folder.glob(f"tgt{self.number}.*"):
            left.unlink()


class Istgt:
    """istgt with one target and one LUN, from a configuration file."""

    def __init__(self, spec, folder, number):
        self.spec = spec
        self.folder = folder
        self.number = number
        self.daemon = None

    def path(self, name):
        return self.folder / f"istgt{self.number}-{name}"

    def method(self):
        if "reverse_user" in self.spec:
            return "CHAP Mutual"
        return "CHAP" if "user" in self.spec else "None"

    def discovery(self):
        if not self.spec.get("discovery"):
            return ""
        return (f"  DiscoveryAuthMethod {self.method()}\n"
                "  DiscoveryAuthGroup AuthGroup1\n")

    def portals(self):
        return "\n".join(
            f"  Portal DA{number} {address}" for number, address in
            enumerate([portal(self.spec), *self.spec.get("portals", [])], 1))

    def configuration(self):
        base, _, name = self.spec.get("iqn", IQN).partition(":")
        return f"""
[Global]
  NodeBase "{base}"
  PidFile {self.path("pid")}
  AuthFile {self.path("auth")}
  MediaDirectory {self.folder}
  LogFacility "local7"
{self.discovery()}[UnitControl]
  AuthMethod Auto
  AuthGroup None
[PortalGroup1]
{self.portals()}
[InitiatorGroup1]
  InitiatorName "ALL"
  Netmask 127.0.0.0/8
  Netmask [::1]
[LogicalUnit1]
  TargetName "{name}"
  Mapping PortalGroup1 InitiatorGroup1
  AuthMethod {self.method()}
  AuthGroup AuthGroup1
  UnitType Disk
  QueueDepth 32
  LUN0 Storage {self.path("disk")} Auto
"""

    def start(self):
        if not self.path("disk").exists():
            write_disk(self.path("disk"), self.spec.get("size", 16),
                       self.spec.get("filesystem", False))
        account = " ".join(f'"{self.spec[key]}"' for key in
                           ("user", "password", "reverse_user",
                            "reverse_password") if key in self.spec)
        self.path("auth").write_text(
            f"[AuthGroup1]\n  Auth {account}\n" if account else "[AuthGroup1]\n")
        self.path("auth").chmod(0o600)
        self.path("conf").write_text(self.configuration())
        with open(self.path("log"), "ab") as log:
            self.daemon = subprocess.Popen(
                [tool("istgt"), "-c", self.path("conf"), "-D"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait()

    def wait(self):
        """Until somebody listens.  To try means a connection that it must end."""
        end = time.monotonic() + READY
        address = (self.spec.get("address", "127.0.0.1").strip("[]"),
                   self.spec.get("port", 3260))
        while True:
            try:
                socket.create_connection(address).close()
                return
            except ConnectionRefusedError:
                if self.daemon.poll() is not None or time.monotonic() > end:
                    raise TargetError(f"istgt does not listen; see "
                                      f"{self.path('log')}") from None
            time.sleep(0.05)

    def stop(self):
        if self.daemon:
            self.daemon.kill()
            self.daemon.wait()
            self.daemon = None


class Scripted:
    def __init__(self, spec, folder, number):
        self.spec = spec
        self.folder = folder
        self.log = folder / f"target{number}.json"
        self.process = None

    def start(self):
        names = self.spec["behaviour"]
        names = [names] if isinstance(names, str) else names
        words = [sys.executable, "-B", str(TARGET),
                 "--listen", f"127.0.0.1:{self.spec.get('port', 3260)}",
                 "--behaviour", ",".join(names), "--log", str(self.log)]
        for option in self.spec.get("option", []):
            words += ["--option", option]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, text=True)
        if not self.process.stdout.readline().startswith("listening"):
            raise TargetError("the scripted target did not start")

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def make(case, folder):
    """The case's targets, none of them started."""
    kinds = {"tgt": Tgt, "istgt": Istgt, "lio": Lio, "scripted": Scripted}
    needs = {"tgt": ["tgtd", "tgtadm"], "istgt": ["istgt"],
             "lio": ["busybox", "modprobe"], "scripted": []}
    made = []
    for number, spec in enumerate(case["target"]):
        kind = spec.get("kind", "tgt")
        for name in needs[kind] + ["mke2fs"] * spec.get("filesystem", False):
            tool(name)
        made.append(kinds[kind](spec, folder, number))
    return made
