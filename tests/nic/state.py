# SPDX-License-Identifier: GPL-2.0-or-later
"""All that `ip` shows of a namespace, without what changes by itself."""

import json
import time

SHOWN = {
    "link": [["link"]],
    "addr": [["addr"]],
    "route": [["-4", "route", "show", "table", "all"],
              ["-6", "route", "show", "table", "all"]],
    "rule": [["-4", "rule"], ["-6", "rule"]],
}
# Times that run down.
VOLATILE = {"valid_life_time", "preferred_life_time", "expires", "age", "used",
            "users", "error"}


def still(value):
    """Without the volatile keys, lists in an order of their own."""
    if isinstance(value, dict):
        return {key: still(each) for key, each in sorted(value.items())
                if key not in VOLATILE and not key.endswith("_timer")}
    if isinstance(value, list):
        return sorted(map(still, value), key=json.dumps)
    return value


def snapshot(namespace):
    return {kind: [still(namespace.json(*words)) for words in commands]
            for kind, commands in SHOWN.items()}


def quiet(now):
    """Nothing goes on by itself: no address of the link is looked for on it,
    which takes a second, and no carrier is on its way through the kernel."""
    return not any(
        {"LOWER_UP", "NO-CARRIER"} <= set(link["flags"]) or
        any(address.get("tentative") and not address.get("dadfailed")
            for address in link.get("addr_info", []))
        for link in now["addr"][0])


def settled(namespace):
    """A snapshot that stays as it is, if it does within some seconds; on a
    slow machine, within as many looks."""
    end = time.monotonic() + 6
    last, looks = None, 0
    while True:
        now = snapshot(namespace)
        looks += 1
        if (quiet(now) and now == last) or \
           (time.monotonic() > end and looks > 20):
            return now
        last = now
        time.sleep(0.2)


def name_of(thing):
    return thing.get("ifname") or f"{thing.get('dst')} {thing.get('dev')}"


def changed_keys(old, new):
    return ", ".join(f"{key} was {json.dumps(old.get(key))}, is "
                     f"{json.dumps(new.get(key))}"
                     for key in sorted({*old, *new})
                     if old.get(key) != new.get(key))


def changes(before, after):
    """A line for each object that is not in both, or is another one."""
    lines = []
    for kind in SHOWN:
        for old, new in zip(before[kind], after[kind]):
            gone = [each for each in old if each not in new]
            come = [each for each in new if each not in old]
            for each in list(gone):
                twin = next((other for other in come if kind != "rule" and
                             name_of(other) == name_of(each)), None)
                if twin:
                    gone.remove(each)
                    come.remove(twin)
                    lines.append(f"{kind} {name_of(each)}: "
                                 f"{changed_keys(each, twin)}")
            lines += [f"{kind}: gone: {json.dumps(each)}" for each in gone]
            lines += [f"{kind}: new: {json.dumps(each)}" for each in come]
    return lines
