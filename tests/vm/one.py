# SPDX-License-Identifier: GPL-2.0-or-later
"""One case from start to finish, as the first process of its own namespaces.

    one.py NAME FOLDER KERNEL BASE-IMAGE

run.py starts it inside `unshare --net --pid --fork --kill-child`.  Whatever it
starts dies with it: it is the PID namespace's init.  And it dies with run.py,
however that ends, because its standard input is a pipe that only run.py holds.

The last line of standard output is the verdict: PASS, FAIL or SKIP and why.

An [[event]] of a case is a moment and a deed:
    when     a regular expression over the guest's output; absent: at power-on
    every    true: at each line that matches, not only at the first
    delay    seconds to wait after that
    monitor  a line for QEMU's monitor, such as "set_link n0 off"
    target   "start N" or "stop N", N counts the case's targets from 0; of tgt
             too: "hang_up N" closes its connections, "freeze N" and "thaw N"
"""

import pathlib
import re
import select
import subprocess
import sys
import time
from itertools import islice

import judge
import targets
from case import CaseError, read
from guest import Missing, tool
from image import write_image
from link import Link
from machine import Machine

TICK = 0.05


class Event:
    def __init__(self, spec):
        self.when = re.compile(spec.get("when", ""), re.MULTILINE)
        self.spec = spec
        self.seen = 0
        self.due = []

    def at_power_on(self):
        return "when" not in self.spec and "delay" not in self.spec

    def look(self, printed, now):
        """True when the moment has come: once, or once for each match."""
        most = None if self.spec.get("every") else 1
        matches = len(list(islice(self.when.finditer(printed), most)))
        self.due += [now + self.spec.get("delay", 0)] * (matches - self.seen)
        self.seen = matches
        if not self.due or now < self.due[0]:
            return False
        del self.due[0]
        return True


def do(event, machine, made):
    if "monitor" in event.spec:
        machine.monitor(event.spec["monitor"])
    if "target" in event.spec:
        deed, number = event.spec["target"].split()
        if deed not in ("start", "stop", "freeze", "thaw", "hang_up"):
            raise CaseError(f"target = \"{deed} {number}\": unknown")
        getattr(made[int(number)], deed)()


def parent_is_gone():
    """True when run.py has closed its end of the pipe, or has died."""
    return bool(select.select([sys.stdin], [], [], TICK)[0])


def watch(case, machine, made, events):
    """Let the machine run to its end; the reason if it must be stopped."""
    end = time.monotonic() + case["deadline"]
    size = -1
    printed = ""
    while machine.running():
        if parent_is_gone():
            sys.exit(1)
        now = time.monotonic()
        if machine.output.exists() and machine.output.stat().st_size != size:
            size = machine.output.stat().st_size
            printed = machine.printed()
        for event in events:
            if event.look(printed, now):
                do(event, machine, made)
        if now > end:
            return f"still running after {case['deadline']} s"
    return None


def play(case, folder, kernel, base):
    """Start everything, watch, stop everything; the reasons for a failure."""
    made = targets.make(case, folder)
    write_image(case, base, folder / "initrd.img")
    links = [Link(spec, number) for number, spec in enumerate(case["link"])]
    machine = Machine(case, folder, kernel, links)
    if case["wire"]:
        tool("tshark")
    started = []
    try:
        for link in links:
            link.start()
            started.append(link)
        for target in made:
            if target.spec.get("start", "power-on") == "power-on":
                target.start()
        machine.start()
        events = [Event(spec) for spec in case["event"]]
        for event in events:
            if event.at_power_on():
                do(event, machine, made)
        machine.monitor("cont")
        late = watch(case, machine, made, [event for event in events
                                           if not event.at_power_on()])
    finally:
        machine.stop()
        for target in made:
            target.stop()
        for link in started:
            link.stop()
    return judge.reasons(case, machine, made, links, late)


def main():
    name, folder, kernel, base = sys.argv[1:]
    subprocess.run([tool("ip"), "link", "set", "lo", "up"], check=True)
    try:
        reasons = play(read(name), pathlib.Path(folder), kernel, base)
    except Missing as error:
        print(f"SKIP {error}")
        return
    except (CaseError, targets.TargetError) as error:
        reasons = [str(error)]
    print(f"FAIL {'; '.join(reasons)}" if reasons else "PASS")


if __name__ == "__main__":
    main()
