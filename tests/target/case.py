# SPDX-License-Identifier: GPL-2.0-or-later
"""One case: a target that does one thing, an initiator run against it, and
what has to come of it."""

import dataclasses
import pathlib
import re
import socket
import subprocess
import threading

from behaviours import BEHAVIOURS
from conn import Connection, Gone
from login import FULL_FEATURE
from pdu import LOGIN_REQUEST, LOGIN_RESPONSE, LOGOUT_RESPONSE, from_text
from wire import login_faults
from wire_session import logout_faults, session_faults

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "build/iscsistart"
INITIATOR = "iqn.2026-11.test:node1"
TARGET = "iqn.2026-11.test:disk"
USER, SECRET = "node1", "secret-of-node-1"
REVERSE_USER, REVERSE_SECRET = "disk", "the-target-proves"
# How long after the last word of the target the initiator may keep the
# connection.
PROMPT = 1.0

# Exit statuses.
OK, TRANSPORT, BROKEN, ARGUMENT, TIMEOUT, REFUSED, NO_DISK, AUTHENTICATION = (
    0, 4, 5, 7, 8, 19, 22, 24)


@dataclasses.dataclass
class Case:
    """`target` is a behaviour, its name, or a list of them for several ports:
    the first is the one the initiator is sent to.  A pair (behaviour, address)
    listens on that address and the port 3260."""

    name: str
    target: object
    status: object = OK		# the exit status, or several that will do
    says: str = ""		# a regular expression for the last line
    point: object = ()		# of the check list in facts: one or several
    chap: str = ""		# "one-way" or "mutual"
    discover: bool = False
    words: tuple = ()		# more arguments
    checks: tuple = ()		# functions of a Run, which give back a fault
    connections: object = 1	# how many there must be; None: any number
    prompt: bool = True		# the connection ends soon after the fault
    logout: bool = True		# a run that went well ends with a Logout
    address: str = "127.0.0.1"
    seconds: float = 10

    @property
    def points(self):
        return self.point if isinstance(self.point, tuple) else (self.point,)

    @property
    def targets(self):
        return self.target if isinstance(self.target, list) else [self.target]


def account_words(case):
    words = []
    if case.chap:
        words += ["-u", USER, "-w", SECRET]
    if case.chap == "mutual":
        words += ["-U", REVERSE_USER, "-W", REVERSE_SECRET]
    return words


def initiator(case, address, port):
    """The command line."""
    what = ["--discover"] if case.discover else ["--probe", "-t", TARGET]
    return [str(PROGRAM), *what, "-i", INITIATOR, "-a", address,
            "-p", str(port), "--wait=0", *account_words(case), *case.words]


class Run:
    """What happened: `status`, `stdout`, `stderr`, and the `connections` in the
    order in which they came, of whichever port."""

    def __init__(self, case):
        self.case = case
        self.connections = []
        self.broken = []		# what went wrong in the target itself
        self.threads = []
        self.listeners = []
        self.closing = False
        self.status = None
        self.stdout = self.stderr = ""
        self.ports = []

    def listen(self):
        for behave in self.case.targets:
            behave, address, port = place_of(behave)
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            self.listeners.append((socket.create_server(
                (address, port), family=family, backlog=16,
                dualstack_ipv6=address == "::"), behave))
        self.ports = [listener.getsockname()[1]
                      for listener, _ in self.listeners]
        options = {"target": TARGET, "ports": self.ports}
        if self.case.chap:
            options |= {"user": USER, "password": SECRET}
        if self.case.chap == "mutual":
            options |= {"reverse_user": REVERSE_USER,
                        "reverse_password": REVERSE_SECRET}
        for listener, behave in self.listeners:
            self.start(self.accept, listener, behave, options)

    def start(self, function, *arguments):
        thread = threading.Thread(target=function, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def accept(self, listener, behave, options):
        number = 0
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return			# closed by finish()
            number += 1
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(self.case.seconds)
            connection = Connection(sock, "", number, None, options)
            connection.port = sock.getsockname()[1]
            self.connections.append(connection)
            self.start(self.handle, behave, connection)

    def handle(self, behave, connection):
        try:
            behave(connection)
        except (Gone, OSError):
            pass
        except Exception as error:	# the target could not make sense of it
            self.broken.append(f"{type(error).__name__}: {error}")
        connection.drain(2 * PROMPT)
        connection.sock.close()

    def run(self):
        self.listen()
        try:
            done = subprocess.run(
                initiator(self.case, self.case.address, self.ports[0]),
                stdin=subprocess.DEVNULL, capture_output=True,
                timeout=self.case.seconds)
            self.status = done.returncode
            self.stdout = done.stdout.decode(errors="replace")
            self.stderr = done.stderr.decode(errors="replace")
        except subprocess.TimeoutExpired as error:
            self.stderr = str(error)
        self.finish()

    def finish(self):
        for listener, _ in self.listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in list(self.threads):
            thread.join(4 * PROMPT)

    @property
    def output(self):
        return self.stdout + self.stderr

    @property
    def last_line(self):
        """The messages' last one, or the result's when there are none."""
        text = self.stderr.strip() or self.stdout.strip()
        return (text.splitlines() or [""])[-1]

    def requests(self):
        """All Login Requests, of all connections."""
        return [what for connection in self.connections
                for _, kind, what in connection.events
                if kind == "in" and what.opcode == LOGIN_REQUEST]

    def pdus(self, opcode):
        return [what for connection in self.connections
                for _, kind, what in connection.events
                if kind == "in" and what.opcode == opcode]

    def said(self):
        """All keys of all Login Requests, as "key=value"."""
        return [f"{key}={value}" for request in self.requests()
                for key, value in from_text(request.data)]


def place_of(behave):
    address, port = "::", 0
    if isinstance(behave, tuple):
        behave, address = behave
        port = 3260
    return BEHAVIOURS.get(behave, behave) if isinstance(behave, str) else \
        behave, address, port


def logged_in(events):
    return any(kind == "out" and what.opcode == LOGIN_RESPONSE and
               what.transit and what.nsg == FULL_FEATURE and not what.status
               for _, kind, what in events)


def ending_faults(events):
    """After a fault nothing more is said, and the connection ends soon.  In the
    full feature phase a Logout may still be sent."""
    spoken = [at for at, kind, what in events if kind in ("out", "raw")
              and not (kind == "out" and what.opcode == LOGOUT_RESPONSE)]
    ends = [(at, what) for at, kind, what in events if kind == "end"]
    if not ends or ends[0][1] not in ("closed", "reset"):
        if ends and ends[0][1] == "ours":
            return []
        return [f"the connection ends as: {ends[0][1] if ends else 'not at all'}"]
    if not spoken:
        return []
    faults = []
    later = [what for at, kind, what in events if kind == "in"
             and at > spoken[-1]]
    if later and not logged_in(events):
        faults.append(f"{len(later)} PDUs after what it had to refuse")
    if ends[0][0] - spoken[-1] > PROMPT:
        faults.append("the connection stays open after the fault")
    return faults


def same_isid_faults(run):
    isids = {bytes(request.header[8:14]) for request in run.requests()}
    return ["the ISID changes between connections"] if len(isids) > 1 else []


def secret_faults(run):
    words = [*account_words(run.case), *run.case.words]
    given = {secret for option, secret in zip(words, words[1:])
             if option in ("-w", "-W")}
    for secret in {SECRET, REVERSE_SECRET} | given:
        if secret in run.output:
            return ["a secret is in the output"]
        if any(secret.encode() in request.data for request in run.requests()):
            return ["a secret is on the wire"]
    return []


def result_faults(run):
    case = run.case
    wanted = case.status if isinstance(case.status, tuple) else (case.status,)
    faults = [f"in the target: {text}" for text in run.broken]
    if run.status not in wanted:
        what = "no end" if run.status is None else f"status {run.status}"
        faults.append(f"{what}, not {' or '.join(map(str, wanted))}")
    if not re.search(case.says, run.last_line):
        faults.append(f"does not say /{case.says}/")
    if any(ord(c) < 32 and c not in "\n\t" or ord(c) == 127 for c in run.output):
        faults.append("control characters in the output")
    if case.connections is not None and \
       len(run.connections) != case.connections:
        faults.append(f"{len(run.connections)} connections, "
                      f"not {case.connections}")
    return faults


def wire_faults(run):
    faults = same_isid_faults(run) + secret_faults(run)
    for connection in run.connections:
        faults += login_faults(connection.events)
        faults += session_faults(connection.events)
    if not run.connections:
        return faults
    events = run.connections[-1].events
    if run.status != OK:
        faults += ending_faults(events) if run.case.prompt else []
    elif run.case.logout:
        faults += logout_faults(events)
    return faults


def judge(run):
    """All that is wrong with a run."""
    faults = result_faults(run) + wire_faults(run)
    faults += [fault for check in run.case.checks if (fault := check(run))]
    return list(dict.fromkeys(faults))
