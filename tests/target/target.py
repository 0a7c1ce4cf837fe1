#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A scripted iSCSI target: does what a real one cannot be made to do.

    target.py --listen 127.0.0.1:3260 --behaviour NAME[,NAME...] [--log FILE]
              [--option NAME=VALUE]...

Several behaviours get a port each, upwards from the one that is given.
Options of behaviours: target (IQN), user and password (CHAP, then required),
reverse_user and reverse_password (for mutual CHAP), redirect (where to).
Prints one line, "listening on ...", when it is ready.  The log is one JSON
object a line for each PDU.
"""

import argparse
import os
import socket
import sys
import threading

from behaviours import BEHAVIOURS
from conn import Connection, Gone

DEFAULT_TARGET = "iqn.2026-11.test:disk"


def arguments():
    parser = argparse.ArgumentParser(description="A scripted iSCSI target.")
    parser.add_argument("--listen", default="127.0.0.1:3260",
                        metavar="ADDRESS:PORT")
    parser.add_argument("--behaviour", default="good", metavar="NAME,...")
    parser.add_argument("--log", default=os.devnull, metavar="FILE")
    parser.add_argument("--option", action="append", default=[],
                        metavar="NAME=VALUE")
    parser.add_argument("--list", action="store_true",
                        help="print the names of all behaviours")
    return parser.parse_args()


def handle(function, connection):
    """One connection, in a thread of its own."""
    try:
        function(connection)
    except (Gone, ConnectionError) as error:
        connection.note("end", {"pdu": "closed", "why": type(error).__name__})
    finally:
        connection.sock.close()


def accept(listener, name, log, facts):
    """All connections of one port, for ever; their numbers begin at 1."""
    number = 0
    while True:
        sock, _ = listener.accept()
        number += 1
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sock, name, number, log, facts)
        connection.note("in", {"pdu": "connect"})
        threading.Thread(target=handle, daemon=True, args=(
            BEHAVIOURS[name], connection)).start()


def listen(text, count):
    """Sockets for that many ports from ADDRESS:PORT on."""
    address, port = text.rsplit(":", 1)
    address = address.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return [socket.create_server((address, int(port) + step), backlog=64,
                                 family=family) for step in range(count)]


def main():
    options = arguments()
    if options.list:
        print("\n".join(BEHAVIOURS))
        return
    names = options.behaviour.split(",")
    for name in names:
        if name not in BEHAVIOURS:
            sys.exit(f"target.py: there is no behaviour '{name}'; "
                     "--list prints them all")
    facts = {"target": DEFAULT_TARGET}
    facts |= dict(pair.split("=", 1) for pair in options.option)
    log = open(options.log, "a")
    threads = []
    for name, listener in zip(names, listen(options.listen, len(names))):
        threads.append(threading.Thread(target=accept, daemon=True,
                                        args=(listener, name, log, facts)))
        threads[-1].start()
    print(f"listening on {options.listen}", flush=True)
    threads[0].join()


if __name__ == "__main__":
    main()
