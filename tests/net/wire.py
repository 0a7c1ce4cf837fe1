#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes over the wire in a login, as tshark decodes it.

    wire.py PROGRAM INITIATOR TARGET FOLDER

Run by tests/net/run in its namespace, with its targets on 127.0.0.1:3260:
TARGET-1 asks for no authentication, -2 for CHAP, -3 for mutual CHAP.  Each
login is captured, decoded, and its round trips are counted: by exchanges, and
by the clock of the capture over a link of 50 ms.  A host that has other work
adds to that time and takes nothing away, so the best of some tries counts.
"""

import json
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True

from slow_link import DEVICE, FAR, NEAR, SlowLink			# noqa: E402
from wire_damage import missed						# noqa: E402

LOGIN_REQUEST, LOGIN_RESPONSE = "0x03", "0x23"
HEADER_SIZE = 48
INVALID = {"iscsi.keyvalue.invalid", "iscsi.opcode.invalid"}
DELAY = 0.025				# one way
SLACK = 0.2				# of a round trip, for both ends' work
TRIES = 5
ONE_WAY = ["-u", "node1", "-w", "a-secret-of-node1"]
MUTUAL = [*ONE_WAY, "-U", "disk", "-W", "a-secret-of-disk1"]
OPERATIONAL = [
    "HeaderDigest=None", "DataDigest=None", "MaxConnections=1",
    "InitialR2T=No", "ImmediateData=Yes", "MaxRecvDataSegmentLength=8192",
    "MaxBurstLength=16776192", "FirstBurstLength=262144",
    "DefaultTime2Wait=0", "DefaultTime2Retain=0", "MaxOutstandingR2T=1",
    "DataPDUInOrder=Yes", "DataSequenceInOrder=Yes", "ErrorRecoveryLevel=0"]
NAMES = ["InitiatorName", "TargetName", "SessionType"]
CHAP = [[*NAMES, "AuthMethod"], ["CHAP_A"], ["CHAP_N", "CHAP_R"]]

# Name, target, arguments, the keys of each request, stages (T, CSG, NSG).
LOGINS = [
    ("none", 1, [], [[*NAMES, *OPERATIONAL]], [(1, 1, 3)]),
    ("chap", 2, ONE_WAY, [*CHAP, OPERATIONAL],
     [(0, 0, 0), (0, 0, 0), (1, 0, 1), (1, 1, 3)]),
    ("mutual", 3, MUTUAL,
     [*CHAP[:2], ["CHAP_N", "CHAP_R", "CHAP_I", "CHAP_C"], OPERATIONAL],
     [(0, 0, 0), (0, 0, 0), (1, 0, 1), (1, 1, 3)]),
]


def capture(arguments, address, device, file):
    """The program's run, as decoded frames."""
    portal = f"(dst host {address} and dst port 3260)" \
             f" or (src host {address} and src port 3260)"
    watch = subprocess.Popen(
        ["dumpcap", "-q", "-i", device, "-f", portal, "-w", file],
        stderr=subprocess.PIPE, text=True)
    try:
        while "File:" not in watch.stderr.readline():
            if watch.poll() is not None:
                raise RuntimeError("dumpcap does not run")
        run = subprocess.run(arguments, capture_output=True, text=True,
                             check=False, timeout=30)
        # Until the last frame is in the file.
        size = -1
        while size != pathlib.Path(file).stat().st_size:
            size = pathlib.Path(file).stat().st_size
            time.sleep(0.3)
    finally:
        watch.terminate()
        watch.wait()
        watch.stderr.close()
    if run.returncode:
        raise RuntimeError(f"exit status {run.returncode}: {run.stderr}")
    decoded = subprocess.run(
        ["tshark", "-r", file, "-T", "json", "--no-duplicate-keys"],
        capture_output=True, text=True, check=True)
    return [frame["_source"]["layers"] for frame in json.loads(decoded.stdout)]


def flatten(tree, found):
    """All fields of a decoded PDU, however deep; a list for each name."""
    for key, value in tree.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                flatten(one, found)
            else:
                found.setdefault(key, []).append(one)
    return found


def number(text):
    return int(text, 16) if text.startswith("0x") else int(text)


class Trace:
    def __init__(self, frames):
        self.syn = self.syn_ack = None	# of the first connection
        self.connections = set()	# by their ports
        self.requests, self.responses = [], []
        for frame in frames:
            self.take(frame)

    def take(self, frame):
        at = float(frame["frame"]["frame.time_relative"])
        flags = number(frame["tcp"]["tcp.flags"])
        if flags & 0x12 == 0x02:
            self.connections.add(frame["tcp"]["tcp.srcport"])
            self.syn = at if self.syn is None else self.syn
        elif flags & 0x12 == 0x12 and self.syn_ack is None:
            self.syn_ack = at
        if "_ws.malformed" in frame:
            raise RuntimeError("tshark calls a frame malformed")
        pdus = frame.get("iscsi", [])
        for pdu in pdus if isinstance(pdus, list) else [pdus]:
            fields = flatten(pdu, {})
            if INVALID & fields.keys():
                raise RuntimeError(f"tshark finds {INVALID & fields.keys()}")
            opcode = fields["iscsi.opcode"][0].lower()
            if opcode == LOGIN_REQUEST:
                fields["bytes"] = bytes.fromhex(
                    frame["tcp"]["tcp.payload"].replace(":", ""))
                self.requests.append(fields)
            elif opcode == LOGIN_RESPONSE:
                self.responses.append(fields)
                self.end = at


def text_fault(request):
    """What is wrong with the bytes of a request's text, or None.  tshark does
    not mind a last pair without its end."""
    data = request["bytes"][HEADER_SIZE:]
    length = int.from_bytes(request["bytes"][5:8], "big")
    pairs = data[:length].decode().split("\0")
    if len(data) != (length + 3) // 4 * 4 or any(data[length:]):
        return f"{len(data)} bytes for {length} of text, or no zeros behind it"
    if pairs.pop() or pairs != request["iscsi.keyvalue"]:
        return f"the text is not its pairs, each with a zero behind it: {data}"
    return None


def end_fault(trace):
    """What is wrong with the responses, and with the session that they make."""
    zero = {number(request["iscsi.tsih"][0]) for request in trace.requests}
    last = trace.responses[-1]
    got = [number(last[f"iscsi.login.{name}"][0])
           for name in ("T", "csg", "nsg", "status")]
    if zero != {0} or not number(last["iscsi.tsih"][0]):
        return "the TSIH is not 0 in a request, or 0 in the last response"
    if got != [1, 1, 3, 0]:
        return f"T, CSG, NSG, status of the last response are {got}"
    return None


def check(trace, keys, stages):
    """What is wrong, or None."""
    want = len(keys)
    if len(trace.requests) != want or len(trace.responses) != want:
        return (f"{len(trace.requests)} requests, not {want}, "
                f"and {len(trace.responses)} responses")
    if len(trace.connections) != 1:
        return f"{len(trace.connections)} connections, not 1"
    for request, said, (t, csg, nsg) in zip(trace.requests, keys, stages):
        pairs = request["iscsi.keyvalue"]
        got = [pair if "=" in wanted else pair.partition("=")[0]
               for pair, wanted in zip(pairs, said)]
        if got != said or len(pairs) != len(said):
            return f"keys {pairs}, not {said}"
        got = [number(request[f"iscsi.login.{name}"][0])
               for name in ("T", "csg", "nsg") if f"iscsi.login.{name}" in request]
        if got != [t, csg, nsg][:len(got)]:
            return f"T, CSG, NSG {got}, not {t} {csg} {nsg}"
        if number(request["iscsi.login.C"][0]) or text_fault(request):
            return text_fault(request) or "C is set"
    for field in ("iscsi.initiatortasktag", "iscsi.isid", "iscsi.cmdsn"):
        values = {tuple(request.get(field, ())) for request in trace.requests}
        if len(values) != 1 or values == {()}:
            return f"{field} changes, or is missing: {values}"
    return end_fault(trace)


def report(name, wrong, good=""):
    print(f"FAIL net/{name}: {wrong}" if wrong else f"PASS net/{name} ({good})",
          flush=True)


def run(program, initiator, target, folder, login, delayed):
    """The trace of a login."""
    name, target_number, words, _, _ = login
    address, device = (FAR, DEVICE) if delayed else ("127.0.0.1", "lo")
    return Trace(capture(
        [program, "--probe", "-i", initiator, "-a", address, "-t",
         f"{target}-{target_number}", *words], address, device,
        f"{folder}/{name}.pcap"))


def time_fault(trace, exchanges):
    """What is wrong with how long connect and login took, or None.  A SYN that
    was late in the capture makes the trip look longer and the login shorter:
    that is not taken for good."""
    one = trace.syn_ack - trace.syn
    whole = trace.end - trace.syn
    if one < 2.1 * DELAY and whole <= (1 + exchanges + SLACK) * one:
        return None
    return f"{whole / one:.2f} of {1000 * one:.0f} ms"


def fields(where, login):
    """What is wrong with a login's fields, or None; how long it is; and its
    trace, None when something is wrong."""
    *_, keys, stages = login
    try:
        trace = run(*where, login, False)
        wrong = check(trace, keys, stages)
    except RuntimeError as error:
        wrong = error
    return wrong, f"{len(keys)} exchanges", None if wrong else trace


def round_trips(where, login):
    """What is wrong with the time of a login over the slow link, or None; and
    the time."""
    exchanges = len(login[3])
    tried = []
    for _ in range(TRIES):
        try:
            trace = run(*where, login, True)
        except RuntimeError as error:
            return error, ""
        late = time_fault(trace, exchanges)
        if not late:
            one = trace.syn_ack - trace.syn
            return None, f"{(trace.end - trace.syn) / one:.2f} of " \
                         f"{1000 * one:.0f} ms, connect and login"
        tried.append(late)
    return f"round trips: {', '.join(tried)}; " \
           f"not {1 + exchanges + SLACK} at most", ""


def main():
    where = sys.argv[1:]
    for login in LOGINS:
        *result, trace = fields(where, login)
        report(f"decoded-{login[0]}", *result)
        if login[0] == "chap" and trace:
            *_, keys, stages = login
            report("decoded-damage", *missed(
                trace, lambda one: check(one, keys, stages), time_fault))
    with SlowLink(DELAY):
        subprocess.run(["tgtadm", "--lld", "iscsi", "--op", "new", "--mode",
                        "portal", "--param", f"portal={NEAR}:3260"],
                       check=True)
        for login in LOGINS:
            report(f"round-trips-{login[0]}", *round_trips(where, login))


if __name__ == "__main__":
    main()
