# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line of ibft."""

import subprocess

from tool import DATA, need, run

TABLE = DATA / "ibft/bios-mutual.mem.bin"
DESCRIPTION = DATA / "ibft-descriptions/small.txt"


def refuse_a_wrong_command_line(program):
    rows = [[], ["nonsense"], ["show", TABLE, TABLE], ["check", TABLE, TABLE],
            ["diff"], ["diff", TABLE], ["diff", TABLE, TABLE, TABLE],
            ["make"], ["make", DESCRIPTION, DESCRIPTION], ["quirks", TABLE],
            ["show", "--secrets", TABLE], ["--show-secrets"], [""],
            ["show", "nothing-is-here"], ["make", "nothing-is-here"],
            ["check", "/"], ["diff", TABLE, "nothing-is-here"]]
    for words in rows:
        status, text, message = run(program, *words)
        need(status == 7 and not text and message.startswith("ibft: ") and
             message.count("\n") == 1,
             f"{words}: status {status}, '{text}', '{message}'")
    return len(rows)


def help_and_version(program):
    for word in ("-h", "--help"):
        status, text, message = run(program, word)
        need(not status and not message, f"{word}: status {status}")
        for command in ("show", "json", "records", "check", "describe", "make",
                        "diff", "quirks"):
            need(f"\n  {command} " in text or f"\n  {command}\n" in text,
                 f"{word} does not name {command}")
    for word in ("-v", "--version"):
        status, text, message = run(program, word)
        need(not status and text.startswith("ibft version ") and not message,
             f"{word}: '{text}'")
    return 4


def read_standard_input(program):
    data = TABLE.read_bytes()
    for command in ("show", "json", "records", "check", "describe"):
        status, text, message = run(program, command, "-", data=data)
        _, wanted, _ = run(program, command, TABLE)
        need(not status and not message, f"{command} -: {message}")
        need(text.replace("-", str(TABLE)[:40], 1).count("\n") == wanted.count("\n"),
             f"{command} -: other lines than with a file")
    return 5


def read_a_pipe_in_pieces(program):
    """A pipe gives what is in it, not all that will come."""
    data = TABLE.read_bytes()
    script = 'head -c 100 "$1"; sleep 0.2; tail -c +101 "$1"'
    writer = subprocess.Popen(["sh", "-c", script, "sh", TABLE],
                              stdout=subprocess.PIPE)
    done = subprocess.run([program, "check", "-"], stdin=writer.stdout,
                          capture_output=True)
    writer.stdout.close()
    writer.wait()
    need(not done.returncode, done.stdout.decode() + done.stderr.decode())
    return len(data)


def say_that_nothing_was_written(program):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([program, "make", DESCRIPTION], stdout=full,
                              stderr=subprocess.PIPE)
    need(done.returncode, "make to a full disk: status 0")
    return done.returncode


def list_the_quirks(program):
    status, text, message = run(program, "quirks")
    lines = text.splitlines()
    need(not status and not message, f"status {status}: {message}")
    need(len(lines) >= 24 and len(lines) % 3 == 0, f"{len(lines)} lines")
    for head, here, seen in zip(*[iter(lines)] * 3):
        need(head.split()[0] in ("edk2", "iPXE") and here.startswith("  here: ") and
             seen.startswith("  seen: "), head)
    return len(lines) // 3


TESTS = [refuse_a_wrong_command_line, help_and_version, read_standard_input,
         read_a_pipe_in_pieces, say_that_nothing_was_written, list_the_quirks]
