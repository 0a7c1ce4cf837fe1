# SPDX-License-Identifier: GPL-2.0-or-later
"""What build/ibft says of a table, beside what Linux's iscsi_ibft shows and what
Open-iSCSI's `iscsistart -f` prints.  Ours is turned into what the other is
expected to say; each step away from it has a name and a reason here, and one
that no table needs any more fails the test."""

import ipaddress
import re
import subprocess

from case import TOP
from ibft_tables import KERNEL, OURS, TAKEN

PROGRAM = TOP / "build/ibft"

DIFFERENCES = {
    "lun": "the kernel prints each of the eight bytes without padding",
    "ipv6": "the kernel does not shorten IPv6 addresses",
    "mask": "the kernel derives a mask from the prefix, without a line end; "
            "for IPv6 it shifts by a negative number",
    "prefix 0": "the kernel has no file for it",
    "pci": "the kernel links to the device, if there is one",
    "chap hidden": "without a CHAP name the kernel hides the secret",
    "chap empty": "with a CHAP name it shows the secret that is not there",
    "hostname empty": "the kernel shows a host name with an offset and no length",
    "oem": "we print no control character",
    "not valid": "the kernel shows blocks that are not marked as valid",
    "longer": "the kernel leaves out a NIC or target that is longer than 1.0's",
    "index twice": "the kernel refuses the table, we warn",
    "control index": "the kernel wants it to be 0",
    "kernel takes": "the kernel checks neither addresses, names nor numbers",
    "record nic": "Open-iSCSI leaves out a target whose NIC it does not find",
    "record order": "Open-iSCSI prints in the order of a folder",
    "record none": "Open-iSCSI needs a NIC for each target",
    "record prefix": "Open-iSCSI prints -1 where there is no prefix",
    "record vlan": "Open-iSCSI prints a VLAN of 0",
    "record interface": "our table comes from a file, whose NICs are elsewhere",
}

# Which of the captured tables are not taken by both, as in ibft_tables.py.
SAMPLES = {
    "synthetic/dupidx": (KERNEL, "index"),
    "synthetic/rev2": (KERNEL, "revision"),
    "synthetic/chapnoname": (OURS, "chap-type"),
}

ADDRESSES = ("ip-addr", "gateway", "primary-dns", "secondary-dns", "dhcp",
             "isns-server", "slp-server", "pri-radius-server",
             "sec-radius-server")
MARKS = {"\\n": "\n", "\\\\": "\\"}


def ibft(*words):
    """Status, standard output and messages, a character for each byte."""
    done = subprocess.run([PROGRAM, *words], capture_output=True)
    return (done.returncode, done.stdout.decode("latin-1"),
            done.stderr.decode("latin-1"))


def unquoted(text):
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    return text


def described(text):
    """{block: {field: value}}"""
    blocks = {}
    for line in text.splitlines():
        path, value = line.split(" = ", 1)
        block, field = path.split("/")
        blocks.setdefault(block, {})[field] = unquoted(value)
    return blocks


def unescaped(text):
    return re.sub(r"\\n|\\\\|\\x(..)",
                  lambda m: chr(int(m[1], 16)) if m[1] else MARKS[m[0]], text)


def dumped(lines):
    """The same of dump.c's lines; links are left out."""
    blocks = {}
    for line in lines:
        path, bar, text = line.partition("|")
        if not bar:
            path = path.split(" -> ")[0]
            text = None
        block, field = path.split("/")
        blocks.setdefault(block, {})[field] = text and unescaped(text)
    return blocks


def unpadded(lun):
    return "".join(f"{byte:x}" for byte in bytes.fromhex(lun))


def full(text):
    ip = ipaddress.ip_address(text)
    return text if ip.version == 4 else ip.exploded


def mask(prefix):
    """Of an IPv4 prefix."""
    return str(ipaddress.ip_network(f"0.0.0.0/{prefix}").netmask)


def expected_chap(ours, block, name, secret, used):
    if name in ours and secret not in ours:
        used.add("chap empty")
        block[secret] = "\n"
    if secret in ours and name not in ours:
        used.add("chap hidden")
        del block[secret]


def expected_nic(ours, shown, block, used):
    prefix = int(ours["prefix-len"])
    del block["pci"]
    used.add("pci")
    if "device" in shown:
        block["device"] = None
    if prefix:
        # Beyond 32 it is whatever a shift by a negative number gave.
        used.add("mask")
        block["subnet-mask"] = (mask(prefix) if prefix <= 32 else
                                shown.get("subnet-mask"))
    else:
        used.add("prefix 0")
        del block["prefix-len"]
    if "hostname" not in ours and shown.get("hostname") == "\n":
        used.add("hostname empty")
        block["hostname"] = "\n"


def expected(name, ours, shown, used):
    """The files that the kernel should have for our block."""
    block = {field: value + "\n" for field, value in ours.items()}
    for field in ADDRESSES:
        if ":" in ours.get(field, ""):
            used.add("ipv6")
            block[field] = full(ours[field]) + "\n"
    if "lun" in ours:
        used.add("lun")
        block["lun"] = unpadded(ours["lun"]) + "\n"
    if name.startswith("ethernet"):
        expected_nic(ours, shown, block, used)
    if name.startswith("target"):
        expected_chap(ours, block, "chap-name", "chap-secret", used)
        expected_chap(ours, block, "rev-chap-name", "rev-chap-name-secret", used)
    if name == "acpi_header":
        # An id of no bytes is a file with nothing but a line end.
        for field in ("oem_id", "oem_table_id"):
            block.setdefault(field, "\n")
            text = re.sub(r"[\x01-\x1f\x7f]", "?", shown[field][:-1]) + "\n"
            if text != shown[field] and text == block[field]:
                used.add("oem")
                block[field] = shown[field]
    return block


def compare_block(name, ours, shown, used):
    block = expected(name, ours, shown, used)
    for field in sorted(block.keys() | shown.keys()):
        want, got = (side.get(field, "no file") for side in (block, shown))
        if want != got:
            yield f"{name}/{field}: ours gives {want!r}, the kernel {got!r}"


def compare_trees(ours, shown, words, used):
    for name in sorted(ours.keys() | shown.keys()):
        if name not in ours:
            if int(shown[name]["flags"]) & 1:
                yield f"{name} is shown by the kernel alone"
            used.add("not valid")
        elif name not in shown:
            if words != "longer":
                yield f"{name} is not shown by the kernel"
            used.add("longer")
        else:
            yield from compare_block(name, ours[name], shown[name], used)


def records(text):
    """A list of lines for each."""
    text = re.sub(r"(?m)^(# BEGIN RECORD).*\n", r"\1\n", text)
    return [part.splitlines() for part in text.split("# BEGIN RECORD\n")[1:]]


def expected_record(lines, used):
    """Ours as Open-iSCSI's."""
    fields = dict(line.split(" = ", 1) for line in lines if " = " in line)
    made = []
    for line in lines:
        name, _, value = line.partition(" = ")
        if name == "node.boot_lun":
            line = f"{name} = {unpadded(value)}"
        if name == "node.name" and "iface.hwaddress" in fields and \
                "iface.vlan_id" not in fields:
            used.add("record vlan")
            made.append("iface.vlan_id = 0")
        if name == "node.session.auth.password" and \
                "node.session.auth.username" not in fields:
            continue
        made.append(line)
        last = "iface.ipaddress" if "iface.ipaddress" in fields else \
            "iface.bootproto"
        if name == last and "iface.prefix_len" not in fields:
            used.add("record prefix")
            made.append("iface.prefix_len = -1")
    return made


def without(record, *names):
    return [line for line in record if line.partition(" = ")[0] not in names]


def compare_records(path, blocks, shown, used):
    """Each of theirs must be one of ours."""
    _, text, _ = ibft("records", "--show-secrets", path)
    ours = [expected_record(record, used) for record in records(text)]
    theirs = []
    for record in records("\n".join(shown["theirs"]) + "\n"):
        kept = without(record, "iface.net_ifacename")
        if kept != record:
            used.add("record interface")
        # The kernel's mask of an IPv6 prefix, which is none.
        if any(line.startswith("iface.ipaddress = ") and ":" in line
               for line in record):
            kept = without(kept, "iface.subnet_mask")
        theirs.append(kept)
    if not theirs:
        if ours:
            used.add("record none")
        return
    if sorted(theirs) == sorted(ours):
        if theirs != ours:
            used.add("record order")
        return
    for record in theirs:
        if record not in ours:
            near = max(ours, key=lambda one: len(set(one) & set(record)),
                       default=[])
            yield (f"a record: ours has {sorted(set(near) - set(record))}, "
                   f"Open-iSCSI's {sorted(set(record) - set(near))}")
    if len(theirs) < len(ours):
        used.add("record nic")


def check_masked(path, blocks):
    """Without --show-secrets no command gives one away."""
    secrets = [value for fields in blocks.values()
               for field, value in fields.items() if "secret" in field]
    for command in ("show", "json", "records", "describe", "check"):
        _, out, err = ibft(command, path)
        for secret in secrets:
            if len(secret) > 4 and secret in out + err:
                yield f"ibft {command} printed a secret"


def compare(path, verdict, words, shown):
    """(reasons to fail, names of the differences that were needed)"""
    used = set()
    took = shown["load"] == ["took it"]
    status, text, message = ibft("describe", "--show-secrets", path)
    if took != (verdict != KERNEL):
        return [f"the kernel {shown['kernel'][0]}"], used
    if verdict == OURS:
        used.add("kernel takes")
        if status != 7 or words not in message:
            return [f"ours does not refuse its {words}: {message}"], used
        return [], used
    if verdict == KERNEL:
        status, text, _ = ibft("check", path)
        used.add("index twice" if words == "index" else "control index")
        if words not in text or bool(status) != bool(words):
            return [f"ours says nothing about its {words}: {text}"], used
        return [], used
    if status:
        return [f"ours refuses it: {message}"], used
    blocks = described(text)
    reasons = list(compare_trees(blocks, dumped(shown["show"]), words, used))
    reasons += compare_records(path, blocks, shown, used)
    reasons += check_masked(path, blocks)
    return reasons, used
