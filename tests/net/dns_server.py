#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A DNS server that answers wrongly, each name in its own way.

    dns_server.py ADDRESS SILENT...

Prints "ready" when it listens, UDP and TCP.  The first label of the name says
what it does, see DEEDS; behind that comes the right answer, 192.0.2.7, but
for names in -only.  Without a deed: REFUSED.  At the SILENT addresses it
listens and never answers.
"""

import socket
import struct
import sys
import threading

RIGHT, FALSE = b"\xc0\x00\x02\x07", b"\xc0\x00\x02\x42"
OWNER = b"\xc0\x0c"
A, AAAA = 1, 28


def record(data, kind=A, owner=OWNER):
    return owner + struct.pack(">HHIH", kind, 1, 60, len(data)) + data


def name_end(query):
    at = 12
    while query[at]:
        at += 1 + query[at]
    return at + 1


def message(query, records=(), flags=0x8180, count=None, ident=None,
            question=None):
    """An answer to query; what is not given is right."""
    end = name_end(query) + 4
    count = len(records) if count is None else count
    ident = query[:2] if ident is None else ident
    question = query[12:end] if question is None else question
    return (ident + struct.pack(">HHHHH", flags, 1, count, 0, 0) + question
            + b"".join(records))


def other_id(query):
    ident = bytes([query[0] ^ 1, query[1]])
    return [message(query, [record(FALSE)], ident=ident)]


def other_question(query):
    question = b"\x05other\x00" + query[name_end(query):][:4]
    return [message(query, [record(FALSE)], question=question)]


def other_type(query):
    question = query[12:name_end(query)] + b"\x00\x10\x00\x01"
    return [message(query, [record(FALSE)], question=question)]


def loop(query):
    """The record's owner points at itself."""
    at = len(message(query))
    owner = struct.pack(">H", 0xc000 | at)
    return [message(query, [record(FALSE, owner=owner)])]


def pair(query):
    """Two names that point at each other."""
    at = len(message(query))
    first = b"\x01a" + struct.pack(">H", 0xc000 | at + 16)
    second = b"\x01b" + struct.pack(">H", 0xc000 | at)
    return [message(query, [first[:4] + first[:4] * 3
                            + second + record(FALSE)[2:]], count=2)]


def count(query):
    return [message(query, [record(FALSE)], count=65535)]


def cut(query):
    return [message(query, [record(FALSE)])[:-1]]


def aliases(query):
    """Two aliases of each other: no server's answer, but an answer."""
    end = len(message(query))
    there = b"\x01a\x00"
    return [message(query, [
        record(there, kind=5),
        record(OWNER, kind=5, owner=struct.pack(">H", 0xc000 | end + 12))])]


def empty(_query):
    return [b"", b"\x00"]


def echo(query):
    return [query]


# What is sent before the right answer.
DEEDS = {
    "id": other_id, "question": other_question, "type": other_type,
    "loop": loop, "pair": pair, "count": count, "cut": cut, "empty": empty,
    "echo": echo,
}


def answers(query):
    label = query[13:13 + query[12]].decode("ascii", "replace")
    kind = struct.unpack(">H", query[name_end(query):][:2])[0]
    word, _, rest = label.partition("-")
    if word == "aliases":
        return aliases(query)
    if word == "truncated":
        return [message(query, [record(RIGHT)] if kind == A else [])]
    if word not in DEEDS:
        return [message(query, flags=0x8185)]
    right = message(query, [record(RIGHT)] if kind == A else [])
    return DEEDS[word](query) + ([] if rest == "only" else [right])


def serve_tcp(listener):
    """"truncated" is told the truth this way, others a length that is a
    lie."""
    while True:
        with listener.accept()[0] as connection:
            query = connection.recv(512)[2:]
            if query[13:13 + query[12]] == b"truncated":
                answer = answers(query)[-1]
                connection.sendall(struct.pack(">H", len(answer)) + answer)
            else:
                connection.sendall(b"\xff\xff" + bytes(100))


def main():
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
               for _ in sys.argv[1:]]
    for sock, address in zip(sockets, sys.argv[1:]):
        sock.bind((address, 53))
    udp, address = sockets[0], sys.argv[1]
    listener = socket.create_server((address, 53))
    threading.Thread(target=serve_tcp, args=(listener,), daemon=True).start()
    print("ready", flush=True)
    while True:
        query, peer = udp.recvfrom(2048)
        label = query[13:13 + query[12]]
        if label in (b"tcp", b"truncated"):
            udp.sendto(message(query, [record(FALSE)], flags=0x8380), peer)
            continue
        if label == b"stranger":
            # The right answer, from another port: the socket is connected.
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
                other.bind((address, 0))
                other.sendto(message(query, [record(FALSE)]), peer)
            continue
        for answer in answers(query):
            udp.sendto(answer, peer)


if __name__ == "__main__":
    main()
