# SPDX-License-Identifier: GPL-2.0-or-later
"""A test case: one TOML file, checked before anything is started.

    why      one or two sentences: what breaks if this case is not kept
    script   what the guest runs, a shell script that may use lib.sh
    cmdline  more words for the kernel command line
    deadline seconds for the whole machine (60)
    see, never  regular expressions over all that the guest printed
    secrets  words that may appear nowhere: output, kernel log, /proc/*/cmdline
    files    programs of this host to put into the guest, with their libraries
    modules  kernel modules to load before the script
    inserted kernel modules that the image lacks; insert_modules loads them
    suite    a folder of this tree with Python programs: it stands in the guest
             below /test/top, and /usr/bin/python3 runs it

    [ibft]      a table: see ibft.py, or file = "PATH FROM THE TOP FOLDER"
    [[target]]  kind = "tgt", "istgt", "lio" or "scripted", see targets.py
    [machine]   nic = "virtio-net-pci", mac = "52:54:00:12:34:56", memory = 256,
                network = "QEMU's options of the user network", extra = [words]
    [[link]]    a further NIC and its cable: see link.py
    [[event]]   at what moment to do what: see one.py
    [[wire]]    filter = "a tshark display filter", count = how many match
"""

import pathlib
import tomllib

TOP = pathlib.Path(__file__).resolve().parents[2]
CASES = TOP / "tests/vm/cases"

DEFAULTS = {
    "why": None,
    "script": None,
    "cmdline": "",
    "deadline": 60,
    "see": [],
    "never": [],
    "secrets": [],
    "files": [],
    "modules": ["virtio_pci", "virtio_net",
                "scsi_transport_iscsi", "iscsi_tcp", "sd_mod"],
    "inserted": [],
    "suite": None,
    "ibft": None,
    "target": [],
    "machine": {},
    "link": [],
    "event": [],
    "wire": [],
}

MACHINE = {"nic": "virtio-net-pci", "mac": "52:54:00:12:34:56",
           "memory": 256, "network": "", "extra": []}

# What each list of tables may hold; a misspelt key must not pass unnoticed.
KEYS = {
    "event": {"when", "every", "delay", "monitor", "target"},
    "wire": {"filter", "count"},
    "link": {"mac", "nic", "address", "guest", "vlan", "largest", "mtu",
             "connections"},
    "target": {"kind", "start", "iqn", "size", "filesystem", "user", "password",
               "reverse_user", "reverse_password", "port", "behaviour",
               "option", "see", "never", "node", "address", "set", "direct",
               "portals", "discovery"},
    "node": {"iqn", "size", "user", "password", "reverse_user",
             "reverse_password", "portals"},
}


class CaseError(Exception):
    """The case file itself is wrong."""


def unknown(given, allowed, where):
    extra = sorted(set(given) - set(allowed))
    if extra:
        raise CaseError(f"{where} has the unknown key '{extra[0]}'; "
                        f"known are: {', '.join(sorted(allowed))}")


def read(name):
    """The case of that name, or of that path, every key present."""
    path = pathlib.Path(name) if "/" in name else CASES / f"{name}.toml"
    try:
        given = tomllib.loads(path.read_text())
    except FileNotFoundError:
        raise CaseError(f"there is no {path}") from None
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path} is not TOML: {error}") from None
    unknown(given, DEFAULTS, path.name)
    case = DEFAULTS | given | {"name": path.stem}
    for key in ("why", "script"):
        if not case[key]:
            raise CaseError(f"{path.name} has no '{key}'")
    for key in ("event", "wire", "link", "target"):
        for table in case[key]:
            unknown(table, KEYS[key], f"{path.name}: [[{key}]]")
            for node in table.get("node", []):
                unknown(node, KEYS["node"], f"{path.name}: [[target.node]]")
    unknown(case["machine"], MACHINE, f"{path.name}: [machine]")
    case["machine"] = MACHINE | case["machine"]
    if case["ibft"] is not None:
        case["modules"] = case["modules"] + ["iscsi_ibft"]
    return case


def every():
    """The names of all cases, in the order of their files."""
    return sorted(path.stem for path in CASES.glob("*.toml"))
