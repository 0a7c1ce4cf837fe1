#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""No secret stays in the memory of a process that has done its work.

    memory.py PROGRAM INITIATOR TARGET FOLDER

Run by tests/net/run in its namespace: TARGET-3 on 127.0.0.1:3260 asks for
mutual CHAP.  --timeline is given a named pipe, which holds the process at its
end; then every page of it is read.
"""

import os
import subprocess
import sys
import time

OURS, THEIRS = "a-secret-of-node1", "a-secret-of-disk1"
KNOWN = b"iqn.2026-11.test:node1"


def pages(pid):
    """All that can be read of a process."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            bounds, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            begin, end = (int(word, 16) for word in bounds.split("-"))
            memory.seek(begin)
            yield memory.read(end - begin)


def finds(memory, text):
    return sum(part.count(text) for part in memory)


def wait_for_pipe(process):
    """Until the process sleeps without a socket, its last line said: it waits
    for a reader of the pipe.  Gives back what it said, or None."""
    said = ""
    while "lun 1" not in said and "iscsistart:" not in said:
        line = process.stdout.readline()
        if not line:
            return None
        said += line
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
            state = file.read().rpartition(")")[2].split()[0]
        if state == "S" and not has_socket(process.pid):
            return said
        time.sleep(0.02)
    return None


def has_socket(pid):
    folder = f"/proc/{pid}/fd"
    return any(os.readlink(f"{folder}/{fd}").startswith("socket:")
               for fd in os.listdir(folder))


def main():
    program, initiator, target, folder = sys.argv[1:]
    pipe = f"{folder}/pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [program, "--probe", "-i", initiator, "-t", f"{target}-3",
         "-a", "127.0.0.1", "-u", "node1", "-w", OURS, "-U", "disk",
         "-W", THEIRS, f"--timeline={pipe}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        held = wait_for_pipe(process)
        memory = list(pages(process.pid)) if held else []
    finally:
        process.kill()
        process.communicate()
    wrong = ""
    if not held or "mutual" not in held:
        wrong = f"the process is not where it should be: {held}"
    elif not finds(memory, KNOWN):
        wrong = "not even the initiator name is found: is this its memory?"
    else:
        for secret in (OURS, THEIRS):
            # Without its beginning: part of one is still one.
            found = finds(memory, secret[2:].encode())
            if found:
                wrong += f"a secret is there {found} times; "
    print(f"FAIL net/memory: {wrong}" if wrong else
          f"PASS net/memory ({sum(map(len, memory)) // 1024} KiB, no secret)")


if __name__ == "__main__":
    main()
