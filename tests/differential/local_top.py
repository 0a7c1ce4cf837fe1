#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our plan beside what Debian's initramfs would start, field by field, where
Debian's script is right.  Its functions are called under dash where the
package open-iscsi has installed them.  Needs root, for chroot."""

import getopt
import os
import subprocess
import sys

import ours

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = "/usr/share/initramfs-tools/scripts/local-top/iscsi"
TABLE = ours.TOP / "tests" / "data" / "ibft" / "bios-nochap.mem.bin"

NAME = "iscsi_target_name=iqn.2026-11.test:t"
IP = "iscsi_target_ip=10.0.0.1"
TARGET = NAME + " " + IP
OURS = "iscsi_initiator=iqn.2026-11.test:node2"
CHAP = "iscsi_username=user iscsi_password=password-one"
MUTUAL = CHAP + " iscsi_in_username=target iscsi_in_password=password-two"
ROOT = "root=iscsi:10.0.0.1::::iqn.2026-11.test:t"
FILE = "ISCSI_TARGET_NAME=iqn.2026-11.test:f\nISCSI_TARGET_IP=10.0.0.9\n"

# /etc/iscsi.initramfs.
FILES = {
    "no file": None,
    "target": FILE,
    "everything": """# What to boot.
ISCSI_AUTO=
ISCSI_INITIATOR="iqn.2026-11.test:node3"
ISCSI_TARGET_NAME='iqn.2026-11.test:f'
ISCSI_TARGET_IP="10.0.0.9"
ISCSI_TARGET_PORT=3261	# not the usual one
ISCSI_TARGET_GROUP="3"
ISCSI_USERNAME=user
ISCSI_PASSWORD="password-one"
ISCSI_IN_USERNAME='target'
ISCSI_IN_PASSWORD='password-two'
""",
    "CHAP": "ISCSI_USERNAME=user\nISCSI_PASSWORD=password-one\n",
    "password": "ISCSI_PASSWORD=password-one\n",
    "auto": "ISCSI_AUTO=true\n",
    "export and ;": "export " + FILE.replace("\n", "; ") + "# the end",
    "one line": FILE.replace("\n", " ") + "ISCSI_TARGET_PORT=3261\n",
    "no end of line": FILE.strip(),
    "three addresses":
        FILE + "ISCSI_TARGET_IP='10.0.0.7 10.0.0.8 10.0.0.9'\n",
    "host name": FILE + "ISCSI_TARGET_IP=storage.example\n",
    "IPv6": FILE + "ISCSI_TARGET_IP='2001:db8::9'\n",
    "double quotes": FILE + 'ISCSI_USERNAME="my user"\n'
        'ISCSI_PASSWORD="it\'s \\"a\\" \\$ecret \\\\ \\`\\x"\n',
    "single quotes": FILE + "ISCSI_USERNAME=user\\ two\n"
        "ISCSI_PASSWORD='do\"uble \\ $HOME `x`'ed'#'1#2\n",
    "empty": FILE + "ISCSI_TARGET_PORT=\nISCSI_TARGET_GROUP=''\n"
        "ISCSI_USERNAME=\"\"\nISCSI_PASSWORD=\n",
    "twice": FILE + "ISCSI_TARGET_PORT=1\nISCSI_TARGET_PORT=3262\n",
    "line that goes on": "ISCSI_TARGET_NAME=iqn.2026-11.test:\\\nf\n"
        "ISCSI_TARGET_IP=10.0.0.9\n",
}

# The kernel command line, and which file.  A machine whose iBFT is asked for
# has one.
#
# Where Debian is wrong, or we mean to be otherwise, there is no case:
# - a name without an address, or the other way round, is nothing to Debian,
#   without a word; to us it is an error;
# - the port and the group of the file go with an address of the command line
#   or of root=iscsi:, where they were said about another; to us they belong to
#   the address they are said with;
# - of iscsi_target_ip= and root=iscsi: on one line the last overwrites the
#   other, and a port of the one goes with the address of the other; to us they
#   are two targets;
# - what follows root=iscsi: on the line overwrites its port and its account;
#   to us, as to dracut, the root path goes before wherever it stands;
# - root=iscsi: with [IPv6], with "::" in the name, with too few colons, and
#   with an '@' in a password is misread;
# - an interface and a network device before the LUN are taken for the name;
# - several addresses on the command line are one word to us (in double quotes),
#   and several words to Debian;
# - ISCSI_AUTO with iscsi_target_ip= on the command line, and iscsi_auto with a
#   target in the file, are both to Debian; to us the command line, then the
#   iBFT, go before the file;
# - iscsi_auto with a target and without a name for us makes a call that is
#   wrong ("-i -t ...");
# - $NAME and $(command) in the file are run by Debian, never by us;
# - a quoted InitiatorName= works with Debian's script and not with iscsid,
#   whose file it is.
CASES = [
    (TARGET, "no file"),
    ("quiet ro BOOT_IMAGE=/vmlinuz " + TARGET + " splash -- x=y", "no file"),
    (TARGET + " " + OURS, "no file"),
    (TARGET + " iscsi_target_port=3261", "no file"),
    (TARGET + " iscsi_target_group=2", "no file"),
    (TARGET + " iscsi_target_port=860 iscsi_target_group=65535", "no file"),
    (TARGET + " " + CHAP, "no file"),
    (TARGET + " " + MUTUAL, "no file"),
    (TARGET + " iscsi_username=iqn.2026-11.test_u "
     "iscsi_password=pa@ss:wo%rd=#'&()!;,", "no file"),
    ("iscsi_target_name=plain iscsi_target_ip=storage.example", "no file"),
    (NAME + " iscsi_target_ip=2001:db8::1", "no file"),
    ("iscsi_target_name=iqn.2026-11.test:u " + TARGET, "no file"),
    (TARGET + " iscsi_password=password-three " + MUTUAL, "no file"),
    (TARGET + " " + OURS + " iscsi_target_port=3261 iscsi_target_group=2 " +
     MUTUAL, "no file"),
    ("quiet", "no file"),
    (ROOT, "no file"),
    (ROOT + " " + OURS, "no file"),
    (ROOT + " iscsi_target_group=2", "no file"),
    (ROOT + " " + MUTUAL, "no file"),
    (ROOT + " root=UUID=0b4cf2f1-5d8c-4a77-9d2e-8c6a2f1d3e4b", "no file"),
    ("root=iscsi:10.0.0.1:6:3261:1:iqn.2026-11.test:a:b:c", "no file"),
    ("root=iscsi:10.0.0.1:::a:eui.0123456789abcdef", "no file"),
    ("root=iscsi:storage.example:::2:plain:name", "no file"),
    ("root=iscsi:user:password-one@10.0.0.1::::iqn.2026-11.test:t",
     "no file"),
    ("root=iscsi:user:password-one:target:password-two@10.0.0.1::3261:1:"
     "iqn.2026-11.test:t", "no file"),
    (CHAP + " root=iscsi:other:password-three@10.0.0.1::::iqn.2026-11.test:t",
     "no file"),
    (TARGET + " " + ROOT + " " + CHAP, "no file"),
    ("root=iscsi:@10.0.0.1::::iqn.2026-11.test:di@sk", "no file"),
    ("quiet", "everything"),
    (OURS, "everything"),
    ("quiet", "target"),
    ("quiet", "export and ;"),
    ("quiet", "one line"),
    ("quiet", "no end of line"),
    ("quiet", "three addresses"),
    ("quiet", "host name"),
    ("quiet", "IPv6"),
    ("quiet", "double quotes"),
    ("quiet", "single quotes"),
    ("quiet", "empty"),
    ("quiet", "twice"),
    ("quiet", "line that goes on"),
    ("quiet", "CHAP"),
    (TARGET, "target"),
    (TARGET, "CHAP"),
    (TARGET + " iscsi_username=user", "password"),
    (TARGET + " " + MUTUAL, "CHAP"),
    (ROOT, "CHAP"),
    (ROOT, "target"),
    (NAME, "target"),
    (IP, "target"),
    (IP, "three addresses"),
    (NAME, "three addresses"),
    (CHAP, "target"),
    (MUTUAL, "three addresses"),
    ("iscsi_target_port=3262", "target"),
    ("iscsi_target_port=3262", "everything"),
    ("iscsi_target_port=3262", "three addresses"),
    (NAME + " iscsi_target_port=3262", "target"),
    ("iscsi_target_group=4", "target"),
    ("iscsi_target_group=4", "everything"),
    ("iscsi_username=other iscsi_password=password-three", "everything"),
    ("iscsi_username=other", "everything"),
    ("iscsi_password=password-three", "everything"),
    ("iscsi_in_username=other", "everything"),
    ("iscsi_in_password=password-three", "everything"),
    ("iscsi_auto", "no file"),
    ("iscsi_auto " + TARGET + " " + OURS, "no file"),
    ("quiet", "auto"),
]


def machine(cmdline, file):
    """The files of a case."""
    text = FILES[file]
    files = {"/proc/cmdline": cmdline + "\n",
             "/etc/initiatorname.iscsi":
             "InitiatorName=iqn.2026-11.test:node1\n"}
    if text is not None:
        files["/etc/iscsi.initramfs"] = text
    files = {path: text.encode() for path, text in files.items()}
    if "iscsi_auto" in cmdline or file == "auto":
        files["/sys/firmware/acpi/tables/iBFT"] = TABLE.read_bytes()
    return files


OPTIONS = {"-i": "initiator", "-t": "name", "-g": "group", "-p": "port",
           "-u": "user", "-w": "password", "-U": "in_user",
           "-W": "in_password"}


def calls_of(lines):
    """The arguments of each iscsistart, and the LUN."""
    calls, lun = [], None
    for line in lines:
        if line == "call":
            calls.append([])
        elif line.startswith(" "):
            calls[-1].append(line[1:])
        elif line.startswith("lun="):
            lun = int(line[4:] or "0", 16)
    return calls, lun


def their_fields(lines):
    """What Debian would log in to.  Its script does so twice, and the first
    call is wrong when there are several addresses: the loop's calls count,
    one for each of them."""
    calls, lun = calls_of(lines)
    if not calls:
        return {}
    auto = calls[0] == ["-b"]
    out = {"auto": True} if auto else {}
    for call in calls[1:]:
        options, rest = getopt.getopt(call, "i:t:g:a:p:u:w:U:W:")
        options = dict(options)
        out.setdefault("addresses", []).append(options["-a"])
        out.update((name, options[option])
                   for option, name in OPTIONS.items() if option in options)
        if rest:
            out["rest"] = rest
    if "addresses" in out:
        out["lun"] = lun or 0
    return out


def our_fields(plan):
    """The same of our plan."""
    if "error" in plan:
        return plan
    targets = plan.get("targets", [])
    out = {"auto": True} if any(t["source"] == "ibft"
                                for t in targets) else {}
    targets = [t for t in targets if t["source"] != "ibft"]
    if not targets:
        return out
    target = targets[0]
    portals, auth = target["portals"], target["auth"]
    for name, value in (("initiator", plan["initiator"]["name"]),
                        ("name", target["name"]),
                        ("addresses", [p["address"] for p in portals]),
                        ("port", str(portals[0]["port"])),
                        ("group", str(portals[0].get("tpgt", 1))),
                        ("user", auth.get("name")),
                        ("in_user", auth.get("reverse_name")),
                        ("password", target.get("secret")),
                        ("in_password", target.get("reverse_secret")),
                        ("lun", target.get("lun", 0)),
                        ("more targets", len(targets) - 1 or None)):
        if value is not None:
            out[name] = value
    return out


def main():
    """One line of output for each case."""
    if not os.path.exists(SCRIPT) or os.geteuid():
        print("SKIP differential/local-top (%s)" %
              ("chroot needs root" if os.geteuid() else "no open-iscsi"))
        return 0
    with ours.Machines([machine(*case) for case in CASES]) as machines:
        theirs = ours.blocks(subprocess.run(
            ["dash", os.path.join(HERE, "local_top.sh"), SCRIPT,
             *machines.roots], check=True, stdout=subprocess.PIPE,
            timeout=60).stdout)
        plans = machines.plans()
    same = [ours.judge(" | ".join(case), "Debian", their_fields(their),
                       our_fields(plan))
            for case, their, plan in zip(CASES, theirs, plans, strict=True)]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
