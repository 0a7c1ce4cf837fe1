#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes over the wire in a login, as tshark decodes it.

    wire.py PROGRAM INITIATOR TARGET FOLDER

Run by tests/net/run in its namespace, with its targets on 127.0.0.1:3260:
TARGET-1 asks for no authentication, -2 for CHAP, -3 for mutual CHAP.  Each
login is captured, decoded, and its round trips are counted: by exchanges, and
by the clock of the capture over a link of 50 ms.
"""

import json
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True

from slow_link import DEVICE, FAR, NEAR, SlowLink			# noqa: E402

LOGIN_REQUEST, LOGIN_RESPONSE = "0x03", "0x23"
TRIES = 4
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
        self.syn = self.syn_ack = None
        self.requests, self.responses = [], []
        for frame in frames:
            self.take(frame)

    def take(self, frame):
        at = float(frame["frame"]["frame.time_relative"])
        flags = number(frame["tcp"]["tcp.flags"])
        if flags & 0x12 == 0x02:
            self.syn = at
        elif flags & 0x12 == 0x12:
            self.syn_ack = at
        if "_ws.malformed" in frame:
            raise RuntimeError("tshark calls a frame malformed")
        pdus = frame.get("iscsi", [])
        for pdu in pdus if isinstance(pdus, list) else [pdus]:
            fields = flatten(pdu, {})
            opcode = fields["iscsi.opcode"][0].lower()
            if opcode == LOGIN_REQUEST:
                self.requests.append(fields)
            elif opcode == LOGIN_RESPONSE:
                self.responses.append(fields)
                self.end = at

    def times(self):
        """The link's round trip in seconds, and how many of them it took from
        the first packet to the end of the login."""
        round_trip = self.syn_ack - self.syn
        return round_trip, (self.end - self.syn) / round_trip


def check(trace, keys, stages):
    """What is wrong, or None."""
    want = len(keys)
    if len(trace.requests) != want or len(trace.responses) != want:
        return f"{len(trace.requests)} requests, not {want}"
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
    for field in ("iscsi.initiatortasktag", "iscsi.isid", "iscsi.cmdsn"):
        values = {tuple(request.get(field, ())) for request in trace.requests}
        if len(values) != 1:
            return f"{field} changes: {values}"
    return None


def report(name, wrong, good=""):
    print(f"FAIL net/{name}: {wrong}" if wrong else f"PASS net/{name} ({good})",
          flush=True)


def look(program, initiator, target, folder, delayed):
    address, device = (FAR, DEVICE) if delayed else ("127.0.0.1", "lo")
    for name, number_, words, keys, stages in LOGINS:
        arguments = [program, "--probe", "-i", initiator, "-a", address,
                     "-t", f"{target}-{number_}", *words]
        try:
            trace = Trace(capture(arguments, address, device,
                                  f"{folder}/{name}.pcap"))
            wrong = check(trace, keys, stages)
        except RuntimeError as error:
            report(f"decoded-{name}", error)
            continue
        if not delayed:
            report(f"decoded-{name}", wrong, f"{len(keys)} exchanges")
            continue
        round_trip, took = trace.times()
        limit = len(keys) + 1.2
        # A slow moment of this machine is not ours.
        for _ in range(TRIES):
            if took <= limit:
                break
            round_trip, took = Trace(capture(
                arguments, address, device, f"{folder}/{name}.pcap")).times()
        wrong = wrong or (took > limit and
                          f"{took:.2f} round trips, not {limit} at most")
        report(f"round-trips-{name}", wrong,
               f"{took:.2f} of {1000 * round_trip:.0f} ms, connect and login")


def main():
    program, initiator, target, folder = sys.argv[1:]
    look(program, initiator, target, folder, False)
    with SlowLink(0.025):
        subprocess.run(["tgtadm", "--lld", "iscsi", "--op", "new", "--mode",
                        "portal", "--param", f"portal={NEAR}:3260"],
                       check=True)
        look(program, initiator, target, folder, True)


if __name__ == "__main__":
    main()
