# SPDX-License-Identifier: GPL-2.0-or-later
"""What makes a case a failure, once its machine has stopped."""

import re
import subprocess

from guest import tool

# One line of a report; the files hold the rest.
SHOWN = 3


def text_of(path):
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return ""


def last_words(machine):
    """Where a machine that printed nothing may have said why."""
    for path in (machine.console, machine.folder / "monitor.txt"):
        lines = text_of(path).strip().splitlines()
        panics = [line for line in lines if "Kernel panic" in line]
        if lines:
            return f"; {path.name} says '{(panics or lines)[-1]}'"
    return ""


def guest_reasons(case, machine, printed, late):
    reasons = [f"the machine was {late}"] if late else []
    for line in printed.splitlines():
        if line.startswith("FAIL "):
            reasons.append(line.removeprefix("FAIL "))
    if "END" not in printed.splitlines() and not late:
        reasons.append("the guest's script did not come to its end"
                       if printed else
                       "the guest printed nothing" + last_words(machine))
    for pattern in case["see"]:
        if not re.search(pattern, printed, re.MULTILINE):
            reasons.append(f"nothing in the output matches '{pattern}'")
    for pattern in case["never"]:
        found = re.search(pattern, printed, re.MULTILINE)
        if found:
            reasons.append(f"'{found.group(0)}' is in the output")
    return reasons


def secret_reasons(case, machine, printed):
    console = text_of(machine.console)
    return [f"the secret number {number} is in the guest's {where}"
            for number, secret in enumerate(case["secrets"])
            for where, text in (("output", printed), ("console", console))
            if secret in text]


def matching(machine, display_filter):
    """How many frames of the capture match."""
    done = subprocess.run(
        [tool("tshark"), "-r", machine.wire, "-Y", display_filter,
         "-T", "fields", "-e", "frame.number"],
        capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return len(done.stdout.split())


def wire_reasons(case, machine):
    reasons = []
    for rule in case["wire"]:
        found = matching(machine, rule["filter"])
        if found != rule["count"]:
            reasons.append(f"{found} frames, not {rule['count']}, match "
                           f"'{rule['filter']}'")
    return reasons


def log_reasons(made):
    reasons = []
    for target in made:
        rules = target.spec
        if "see" not in rules and "never" not in rules:
            continue
        log = target.log.read_text()
        for pattern in rules.get("see", []):
            if not re.search(pattern, log, re.MULTILINE):
                reasons.append(f"the target saw nothing that matches '{pattern}'")
        for pattern in rules.get("never", []):
            if re.search(pattern, log, re.MULTILINE):
                reasons.append(f"the target saw '{pattern}'")
    return reasons


def reasons(case, machine, made, links, late):
    """Every reason to fail the case, the most telling ones first."""
    printed = machine.printed()
    found = (guest_reasons(case, machine, printed, late)
             + secret_reasons(case, machine, printed)
             + wire_reasons(case, machine) + log_reasons(made)
             + [text for link in links for text in link.reasons()])
    if len(found) > SHOWN:
        found = found[:SHOWN] + [f"and {len(found) - SHOWN} more"]
    return found
