#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Our node records beside those that Debian's iscsiadm makes, key by key and
byte for byte once iscsiadm has written ours anew.  Each case has an /etc/iscsi,
a /run and a /sys of its own, with a session in it.  Needs root."""

import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
NODES = pathlib.Path("/etc/iscsi/nodes")
NAME = "iqn.2026-11.test:disk"
CONF = pathlib.Path("/etc/iscsi/iscsid.conf")
AUTH = "node.session.auth."
OFFERS = "node.session.iscsi."
CONN = "node.conn[0]."
ALGORITHMS = "SHA3-256,SHA1,MD5,SHA256"

# What sysfs says of the session, and what iscsiadm is told for the same.
SETTLED = {
    "session": {"initial_r2t": "1", "immediate_data": "0",
                "first_burst_len": "65536", "max_burst_len": "262144",
                "max_outstanding_r2t": "4", "fast_abort": "1",
                "recovery_tmo": "120", "abort_tmo": "15",
                "lu_reset_tmo": "30", "tgt_reset_tmo": "30"},
    "connection": {"recv_tmo": "0", "ping_tmo": "0",
                   "max_recv_dlength": "131072", "header_digest": "0",
                   "data_digest": "0"},
}
UPDATES = {OFFERS + "InitialR2T": "Yes", OFFERS + "ImmediateData": "No",
           OFFERS + "FirstBurstLength": "65536",
           OFFERS + "MaxBurstLength": "262144",
           OFFERS + "MaxOutstandingR2T": "4",
           CONN + "iscsi.MaxRecvDataSegmentLength": "131072"}

# name, address, account, more of the session, more of the connection, more
# updates, iscsid.conf (None: Debian's)
SAME = [
    ("plain", "10.0.2.2", (), {}, {}, {}, None),
    ("ipv6", "fd00::2", (), {}, {}, {}, None),
    ("no-conf", "10.0.2.2", (), {}, {}, {}, ""),
    ("chap", "10.0.2.2", ("user", "a-secret-of-18-by"), {}, {},
     {AUTH + "chap_algs": ALGORITHMS}, None),
    ("mutual", "10.0.2.2", ("user", "a-secret-of-18-by", "target",
                            "another-secret-18"), {}, {},
     {AUTH + "chap_algs": ALGORITHMS}, None),
    ("odd-secret", "10.0.2.2", ("a = b", "# it's \"a\" = \\secret"), {}, {},
     {AUTH + "chap_algs": ALGORITHMS}, None),
    ("longest", "10.0.2.2", ("u" * 255, "s" * 255), {}, {},
     {AUTH + "chap_algs": ALGORITHMS}, None),
    ("timers-and-digests", "10.0.2.2", (),
     {"recovery_tmo": "86400", "abort_tmo": "16", "lu_reset_tmo": "31",
      "tgt_reset_tmo": "32", "fast_abort": "0"},
     {"recv_tmo": "7", "ping_tmo": "8", "header_digest": "1",
      "data_digest": "1"},
     {"node.session.timeo.replacement_timeout": "86400",
      "node.session.err_timeo.abort_timeout": "16",
      "node.session.err_timeo.lu_reset_timeout": "31",
      "node.session.err_timeo.tgt_reset_timeout": "32",
      OFFERS + "FastAbort": "No", CONN + "timeo.noop_out_interval": "7",
      CONN + "timeo.noop_out_timeout": "8",
      CONN + "iscsi.HeaderDigest": "CRC32C,None",
      CONN + "iscsi.DataDigest": "CRC32C,None"}, None),
    ("conf", "10.0.2.2", ("user", "a-secret-of-18-by"), {}, {}, {},
     "# node.session.scan = manual\n"
     "node.session.timeo.replacement_timeout = 15\n"
     "  node.session.queue_depth = 64\nnode.startup = automatic\n"
     "node.session.auth.chap_algs = SHA1,MD5\n"
     "node.session.auth.username_in = whoever\n"
     "node.session.iscsi.FirstBurstLength = 512\n"
     "discovery.sendtargets.auth.username = other\n"
     "node.session.nr_sessions = 2\nnode.session.nr_sessions = 3\n"),
]


def put(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def iscsiadm(*words):
    done = run("/usr/sbin/iscsiadm", "-m", "node", *words)
    if done.returncode:
        raise AssertionError(f"iscsiadm {' '.join(words)}: exit status "
                             f"{done.returncode}: {done.stderr.strip()}")
    return done.stdout


def iscsiadm_status():
    return run("/usr/sbin/iscsiadm", "-m", "node").returncode


def record(status=0):
    done = run(TOP / "build/iscsistart", "--record")
    if done.returncode != status:
        raise AssertionError(f"exit status {done.returncode}, not {status}: "
                             f"{done.stderr.strip()}")
    return done.stderr


def must(what, holds):
    if not holds:
        raise AssertionError(what)


def session(name=NAME, address="10.0.2.2", account=(), more=(), wire=()):
    """A session of the boot: in sysfs, and in the plan."""
    of = "/sys/class/iscsi_session/session1"
    names = ("username", "password", "username_in", "password_in")
    for key, value in {
            "state": "LOGGED_IN", "targetname": name, "tpgt": "1",
            "initiatorname": "iqn.2026-11.test:node1",
            **dict.fromkeys(names, "(null)"), **SETTLED["session"],
            **dict(zip(names, account)), **dict(more)}.items():
        put(f"{of}/{key}", value + "\n")
    for key, value in {
            "persistent_address": address, "persistent_port": "3260",
            **SETTLED["connection"], **dict(wire)}.items():
        put(f"/sys/class/iscsi_connection/connection1:0/{key}", value + "\n")
    portal = f"[{address}]" if ":" in address else address
    put("/run/words", f"rd.iscsi.initiator=iqn.2026-11.test:node1 netroot="
        f"iscsi:{portal}::::{name}\n")
    done = run(TOP / "build/iscsistart", "--cmdline=/run/words", "--plan=json")
    must(f"a plan: {done.stderr}", done.returncode == 0)
    put("/run/iscsiboot/plan.json", done.stdout)


def tree():
    """What is below nodes: path, mode, owner."""
    found = []
    for path in sorted(NODES.rglob("*")) + [NODES]:
        state = path.lstat()
        found.append((str(path), oct(state.st_mode), state.st_uid))
    return found


def place(address="10.0.2.2"):
    return NODES / NAME / f"{address},3260,1" / "default"


def said_by_conf():
    """What iscsiadm gives to the records of what it discovers, but for accounts
    and startup.  -o new leaves it out."""
    lines = re.findall(r"(?m)^ *(node\.\S+?) *= *(.*)", CONF.read_text())
    return {key: value for key, value in lines if key != "node.startup" and
            (not key.startswith(AUTH) or key == AUTH + "chap_algs")}


def compare(case):
    _, address, account, more, wire, updates, conf = case
    if conf is not None:
        put(CONF, "iscsid.startup = /bin/true\n" + conf)
    session(NAME, address, account, more, wire)
    portal = f"[{address}]:3260" if ":" in address else f"{address}:3260"
    which = ("-T", NAME, "-p", portal)
    record()
    shown, placed = iscsiadm(*which, "-o", "show", "-S"), tree()
    listed = iscsiadm()
    # iscsiadm writes ours in its own form.
    iscsiadm(*which, "-o", "update", "-n", "node.startup", "-v", "onboot")
    ours = place(address).read_text()
    iscsiadm(*which, "-o", "delete")
    must("nothing is left of a record that iscsiadm deletes",
         not list(NODES.iterdir()))
    iscsiadm("-T", NAME, "-p", portal + ",1", "-o", "new")
    names = ("username", "password", "username_in", "password_in")
    for key, value in {
            **said_by_conf(), "node.startup": "onboot", CONN + "startup": "onboot", **UPDATES,
            AUTH + "authmethod": "CHAP" if account else "None", **updates,
            **dict(zip((AUTH + name for name in names), account))}.items():
        iscsiadm(*which, "-o", "update", "-n", key, "-v", value)
    theirs = iscsiadm(*which, "-o", "show", "-S")
    difference = set(shown.splitlines()) ^ set(theirs.splitlines())
    must(f"the same keys: {sorted(difference)}", shown == theirs)
    must("the same text", ours == place(address).read_text())
    must(f"the same folders: {placed}", placed == tree())
    must("the same list", listed == iscsiadm())
    return f"{len(shown.splitlines())} keys"


def twice():
    session()
    must("it is said", "is written" in record())
    before = place().stat()
    must("nothing is said the second time", record() == "")
    after = place().stat()
    must("nothing is written", before.st_ino == after.st_ino and
         before.st_mtime_ns == after.st_mtime_ns)


def ours_again():
    session()
    record()
    session(more={"first_burst_len": "4096"})
    must("it is said", "is written" in record())
    must("the new value", "FirstBurstLength = 4096\n" in place().read_text())


def left(change):
    session()
    record()
    change()
    before = place().read_text()
    session(more={"first_burst_len": "4096"})
    must("it is said", "is another's, or was changed" in record())
    must("it is left", place().read_text() == before)


def by_iscsiadm():
    left(lambda: iscsiadm("-T", NAME, "-o", "update", "-n",
                          CONN + "timeo.login_timeout", "-v", "17"))


def by_editor():
    left(lambda: put(place(), place().read_text().replace(
        "startup = onboot", "startup = manual")))


def made_without_tag():
    session()
    iscsiadm("-T", NAME, "-p", "10.0.2.2:3260", "-o", "new")
    before = tree()
    must("it is said", "is another's" in record())
    must("it is left", tree() == before)


def cut_off():
    """What a run that was cut off leaves is no record."""
    session()
    record()
    put("/etc/iscsi/.iscsistart-record", place().read_text()[:100])
    must("one record", iscsiadm() == f"10.0.2.2:3260,1 {NAME}\n")
    session(more={"first_burst_len": "4096"})
    record()
    must("it is gone", not os.path.exists("/etc/iscsi/.iscsistart-record"))


def read_only():
    session()
    run("mount", "-o", "remount,ro", "/etc/iscsi")
    must("a sentence", "the file system is read-only: run this again" in
         record(6))
    must("nothing is made", not NODES.exists())


def full():
    session()
    put("/etc/iscsi/fills", "x")
    run("mount", "-o", "remount,size=32k", "/etc/iscsi")
    run("dd", "if=/dev/zero", "of=/etc/iscsi/fills", "bs=4k")
    must("a sentence", "is not written: no space is left" in record(6))
    must("nothing is made", not NODES.exists())


def elsewhere():
    """nodes is a link to another file system."""
    session()
    os.makedirs("/run/lib/nodes")
    NODES.symlink_to("/run/lib/nodes")
    must("a sentence", "name the folder where it really is" in record(6))
    must("no record", iscsiadm_status() == 21)
    done = run(TOP / "build/iscsistart", "--record=/run/lib")
    must(f"there it is: {done.stderr}", done.returncode == 0)
    must("one record", iscsiadm() == f"10.0.2.2:3260,1 {NAME}\n")


def hostile():
    before = {path for path in pathlib.Path("/etc").rglob("*")}
    for name in ("../../x", "..", ".", "a/b", "/etc/x"):
        session(name)
        must("a sentence", "cannot be that of a folder" in record(7))
    after = {path for path in pathlib.Path("/etc").rglob("*")}
    must(f"nothing is made: {after - before}", before == after)


def not_ours():
    """A session that somebody has logged in beside the boot."""
    session(NAME + "2")
    put("/sys/class/iscsi_session/session1/targetname", NAME + "\n")
    must("a sentence", "there is no session to a target of the boot" in
         record(21))
    must("nothing is made", not NODES.exists())
    os.unlink("/run/iscsiboot/plan.json")
    must("a sentence", "iscsistart did not boot" in record(21))


OTHERS = (twice, ours_again, by_iscsiadm, by_editor, made_without_tag, cut_off,
          read_only, full, elsewhere, hostile, not_ours)


def inside(name):
    """One case, in namespaces of its own."""
    conf = CONF.read_text()
    for folder in ("/etc/iscsi", "/run", "/sys"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs",
                        folder], check=True)
    os.makedirs("/run/lock")
    # iscsiadm starts iscsid where there is none; none is needed.
    put(CONF, re.sub("(?m)^iscsid.startup.*", "iscsid.startup = /bin/true",
                     conf))
    put("/etc/iscsi/initiatorname.iscsi", "InitiatorName=iqn.2026-11.test:x\n")
    os.umask(0o022)
    for case in SAME:
        if case[0] == name:
            return compare(case)
    for case in OTHERS:
        if case.__name__ == name:
            return case()
    raise AssertionError("there is no such case")


def main():
    if sys.argv[1:2] == ["--inside"]:
        try:
            print(inside(sys.argv[2]) or "")
        except AssertionError as error:
            print(error)
            return 1
        return 0
    if not os.path.exists("/usr/sbin/iscsiadm") or os.geteuid():
        print("SKIP differential/record (%s)" % ("mounts need root" if os.geteuid() else
                                    "no open-iscsi"))
        return 0
    names = sys.argv[1:] or [case[0] for case in SAME] + [
        case.__name__ for case in OTHERS]
    failed = False
    for name in names:
        done = run("unshare", "--mount", "--net", "--fork", "--kill-child",
                   sys.executable, __file__, "--inside", name)
        said = (done.stdout.strip() or done.stderr.strip())
        if done.returncode:
            failed = True
            print(f"{said}\nFAIL differential/record-{name}", flush=True)
        else:
            print(f"PASS differential/record-{name}" + (f" ({said})" if said else ""),
                  flush=True)
    return failed


sys.exit(main())
