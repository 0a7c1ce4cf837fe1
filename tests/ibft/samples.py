# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables that firmware wrote, and a few at the edges: tests/data/ibft.  Beside
NAME.bin stand NAME.check (the exit status and what `check` prints) and, if it
is not refused, NAME.describe; for some NAME.show."""

import json
import tempfile

from tool import (DATA, SAMPLES, Failed, described, golden, name_of, need, run,
                  same)

NUMBERS = {"index", "flags", "prefix-len", "origin", "vlan", "port",
           "chap-type", "nic-assoc"}
SECRETS = ("chapsecret12", "targsecret12")

# Two blocks of one name are one in a description.
MERGED = {"synthetic/dupidx"}

# Two tables each: what of the first is otherwise in the second.
PAIRS = [("bios-nochap.mem", "bios-chap.mem"), ("bios-chap.mem", "bios-mutual.mem"),
         ("bios-mutual.mem", "bios-nochap.mem"),
         ("bios-mutual.mem", "uefi-mutual.acpi"),
         ("bios-mp2nogw.mem", "uefi-mp3.acpi"),
         ("uefi-edk2-v4-none.acpi", "uefi-edk2-v4-mutual.acpi")]


def sample(name):
    return DATA / "ibft" / f"{name}.bin"


def short(path):
    return name_of(path).removeprefix("ibft/").removesuffix(".bin")


def taken(program):
    """The samples that are not refused, and what describes them."""
    for path in SAMPLES:
        status, text, _ = run(program, "describe", path)
        if not status:
            yield path, text


def checked(program, path):
    status, text, message = run(program, "check", path)
    need(not message, f"check {short(path)} says {message}")
    return f"{status}\n{text}"


def check_samples(program):
    for path in SAMPLES:
        golden(path.with_suffix(".check"), checked(program, path))
    return len(SAMPLES)


def describe_samples(program):
    found = list(taken(program))
    for path, text in found:
        golden(path.with_suffix(".describe"), text)
    wanted = {path.with_suffix(".bin") for path in (DATA / "ibft").rglob("*.describe")}
    same(str(sorted(map(short, wanted))),
         str(sorted(short(path) for path, _ in found)), "the tables that are taken")
    return len(found)


def show_samples(program):
    """In words: every value that describe has; some word for word."""
    for path, text in taken(program):
        status, shown, message = run(program, "show", path)
        need(not status and not message, f"show {short(path)}: status {status}")
        lines = shown.splitlines()
        for block, fields in described(text).items():
            need(block in lines, f"show {short(path)} has no {block}")
            for field, value in fields.items():
                need(any(line.startswith(f"  {field:22}{value}") for line in lines),
                     f"show {short(path)} has no {field} {value}")
    named = sorted((DATA / "ibft").rglob("*.show"))
    need(named, "there is no file *.show")
    for path in named:
        _, shown, _ = run(program, "show", path.with_suffix(".bin"))
        first, rest = shown.split("\n", 1)
        need(first.startswith("iBFT from "), f"show begins with '{first}'")
        golden(path, rest)
    return f"{len(named)} word for word"


def from_json(text):
    """The same as described()."""
    whole = json.loads(text)
    blocks = {"acpi_header": whole["header"], "initiator": whole["initiator"]}
    for name, key in (("ethernet", "nics"), ("target", "targets")):
        for block in whole[key]:
            # As a description does it with two of one name.
            blocks.setdefault(f"{name}{block['index']}", {}).update(block)
    for fields in blocks.values():
        for field, value in fields.items():
            need(isinstance(value, int) == (field in NUMBERS),
                 f"{field} is {value!r}")
            fields[field] = str(value)
    return blocks, whole["findings"]


def json_samples(program):
    for path in SAMPLES:
        status, text, _ = run(program, "json", path)
        try:
            blocks, findings = from_json(text)
        except (ValueError, KeyError) as error:
            raise Failed(f"json {short(path)}: {error}") from None
        wanted, lines, _ = run(program, "check", path)
        need((status == 2) == (wanted == 2), f"json {short(path)}: status {status}")
        words = {"error": "ERROR", "warning": "WARNING", "note": "note"}
        same("".join(f"{words[one['severity']]} at {one['offset']}: {one['block']}: "
                     f"{one['text']}\n" for one in findings), lines,
             f"json {short(path)}: findings")
        status, text, _ = run(program, "describe", path)
        if not status:
            same(str(sorted(blocks.items())), str(sorted(described(text).items())),
                 f"json {short(path)}")
    return len(SAMPLES)


def json_of_odd_characters(program):
    """Each byte is a character, whatever firmware wrote."""
    text = "\"a\\b/c' \xe4\xff\x80{}[]"
    _, table, _ = run(program, "make", "-", data=(
        "initiator/initiator-name = iqn.2026-11.test:node1\n"
        "ethernet0/mac = 52:54:00:77:00:01\n"
        f"ethernet0/hostname = {text}\n").encode("latin-1"))
    status, shown, message = run(program, "json", "-", data=table.encode("latin-1"))
    need(not status, f"json: {message}{shown}")
    need(shown.isascii(), "it is not ASCII")
    same(json.loads(shown)["nics"][0]["hostname"], text, "the host name")
    return len(text)


def make_what_describe_prints(program):
    """Nothing of a table is lost in a description."""
    count = 0
    with tempfile.NamedTemporaryFile() as made:
        for path, _ in taken(program):
            _, lines, _ = run(program, "describe", "--show-secrets", path)
            status, table, message = run(program, "make", "-",
                                         data=lines.encode("latin-1"))
            need(not status, f"make {short(path)}: {message}")
            made.seek(0)
            made.truncate()
            made.write(table.encode("latin-1"))
            made.flush()
            status, text, message = run(program, "diff", "--show-secrets", path,
                                        made.name)
            if short(path) in MERGED:
                need(status == 1, f"diff {short(path)}: no block is lost any more")
                continue
            same(text + message, "", f"diff {short(path)}")
            need(not status, f"diff {short(path)}: status {status}")
            status, again, _ = run(program, "describe", "--show-secrets", made.name)
            same(again, lines, f"describe {short(path)}")
            count += 1
    return count


def difference(program, one, two):
    status, text, message = run(program, "diff", sample(one), sample(two))
    need(status == 1 and not message, f"diff {one} {two}: status {status} {message}")
    return text


def diff_samples(program):
    for one, two in PAIRS:
        golden(DATA / "ibft" / f"{one}+{two}.diff", difference(program, one, two))
    for path, _ in taken(program):
        status, text, _ = run(program, "diff", path, path)
        need(status == 0 and not text, f"{short(path)} differs from itself")
    return len(PAIRS)


def secrets_stay_secret(program):
    """No command prints one that was not asked to; with the word it does."""
    shown = 0
    for path in SAMPLES:
        raw = path.read_bytes()
        held = [secret for secret in SECRETS if secret.encode() in raw]
        for command in ("show", "json", "records", "describe", "check"):
            _, out, err = run(program, command, path)
            need(not any(secret in out + err for secret in SECRETS),
                 f"{command} {short(path)} printed a secret")
        _, out, err = run(program, "diff", path, sample("bios-nochap.mem"))
        _, back, more = run(program, "diff", sample("bios-nochap.mem"), path)
        need(not any(secret in out + err + back + more for secret in SECRETS),
             f"diff {short(path)} printed a secret")
        for command in ("show", "json", "records", "describe"):
            status, out, _ = run(program, command, "--show-secrets", path)
            for secret in held if not status else []:
                need(secret in out, f"{command} {short(path)} hid a secret")
                shown += 1
    need(shown, "no sample holds a secret")
    return len(SAMPLES)


def write(program):
    """The expected texts from what the program prints now."""
    for path in SAMPLES:
        path.with_suffix(".check").write_bytes(checked(program, path).encode("latin-1"))
    for path, text in taken(program):
        path.with_suffix(".describe").write_bytes(text.encode("latin-1"))
    for path in (DATA / "ibft").rglob("*.show"):
        _, text, _ = run(program, "show", path.with_suffix(".bin"))
        path.write_bytes(text.split("\n", 1)[1].encode("latin-1"))
    for one, two in PAIRS:
        (DATA / "ibft" / f"{one}+{two}.diff").write_text(difference(program, one, two))


TESTS = [check_samples, describe_samples, show_samples, json_samples,
         json_of_odd_characters, make_what_describe_prints, diff_samples, secrets_stay_secret]
