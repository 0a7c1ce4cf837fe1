# SPDX-License-Identifier: GPL-2.0-or-later
"""One row from start to finish, as the first process of its own namespaces.

    play.py debian NAME FOLDER KERNEL IMAGE

As tests/boots/row.py, but with several boots from one disk.  The last line of
standard output is the verdict.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "boots"), str(HERE.parent / "vm")]

import ibft						# noqa: E402
import link						# noqa: E402
import row as boots					# noqa: E402
import rows						# noqa: E402
import targets						# noqa: E402
from guest import Missing, tool				# noqa: E402
from machine import emulator				# noqa: E402

# Seconds of the guest's clock from the command to the kernel's last word.
SHUTDOWN = 15


def networks(row):
    """The machine's cables; QEMU's words for them."""
    if row["vlan"]:
        cable = link.Link({"mac": rows.NIC["mac"], "vlan": row["vlan"],
                           "address": ["192.168.50.1/24"]}, 0)
        cable.start()
        return cable.options(), cable
    boots.taps(row)
    words = []
    for n in range(row["nics"]):
        words += ["-netdev", f"tap,id=n{n},ifname=tap{n},script=no,"
                  "downscript=no", "-device", f"virtio-net-pci,netdev=n{n},"
                  f"mac=52:54:00:12:34:0{n},romfile="]
    return words, None


def machine(row, tasks, cables, folder, kernel, image):
    words = ["console=ttyS0", "panic=-1", "printk.devkmsg=on", "root=LABEL=root",
             f"check={tasks}", *row["cmdline"].split()]
    # The guest's clock counts its instructions: how busy this host is does not
    # show in it.
    command = [*emulator(kernel, image, 512, " ".join(words)), *cables,
               "-icount", "shift=2", "-monitor", "none", "-serial", "stdio"]
    if row["ibft"]:
        (folder / "ibft.bin").write_bytes(ibft.build(row["ibft"]))
        command += ["-acpitable", f"file={folder}/ibft.bin"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE,
                            stderr=open(folder / "qemu.txt", "ab"))


def clean(disk):
    """What e2fsck has to say about the disk once its machine is off."""
    done = subprocess.run([tool("e2fsck"), "-fn", disk], capture_output=True,
                          text=True)
    text = done.stdout + done.stderr
    if done.returncode or "recovering journal" in text:
        return [f"e2fsck: {' '.join(text.split())}"]
    return []


def from_disk(name, folder):
    """A file that the booted system left."""
    subprocess.run([tool("debugfs"), "-R", f"dump {name} {folder}/next.img",
                    folder / "disk0.img"], check=True, stderr=subprocess.DEVNULL)
    return folder / "next.img"


def watch(row, process, log, target):
    """The console to its end; on the way the target may be started anew."""
    lines = []
    if row["restart"]:
        lines, late = boots.watch(row | {"end": row["restart"]}, process,
                                  log, [])
        if late:
            return lines, f"no /{row['restart']}/: {late}"
        target.stop()
        target.start()
    more, late = boots.watch(row, process, log, [])
    # QEMU ends when the machine does: here that is as it should be.
    return lines + more, None if late == "the machine ended" else late


def boot(row, number, process, folder, target):
    """What is wrong with this boot, and what it has to tell."""
    tasks = row["boots"][number].split(",")
    try:
        with open(folder / f"console{number}.txt", "w") as log:
            lines, late = watch(row, process, log, target)
    finally:
        process.kill()
        process.wait()
    last = r"reboot: (Restarting system|Power down)"
    wanted = row | {
        "see": row["see"] + (row["first"] if number == 0 else []),
        "within": [(f"ROOT {tasks[-1]} begins", last, SHUTDOWN)]
        if tasks[-1] in ("reboot", "poweroff") else []}
    found = boots.reasons(wanted, lines, late) + clean(folder / "disk0.img")
    stamped = boots.stamps(lines)
    begin = boots.moment(stamped, f"ROOT {tasks[-1]} begins")
    end = boots.moment(stamped, last)
    said = [f"{tasks[-1]} in {end - begin:.1f} s"] if begin and end else []
    told = [line for line in lines if re.search(row["tell"], line)]
    said += [line.partition("ROOT ")[2] for line in told[:1]]
    return [f"boot {number + 1}: {reason}" for reason in found], said


def play(row, folder, kernel, image):
    cables, cable = networks(row)
    started = [targets.Tgt(spec, folder, n)
               for n, spec in enumerate(row["target"])]
    server, found, said = None, [], []
    try:
        for target in started:
            target.start()
        if row["dhcp"] is not None:
            server = boots.dhcp_server(row["dhcp"], row["nics"], folder)
        for number, tasks in enumerate(row["boots"]):
            if number and row["next"]:
                image = from_disk(row["next"], folder)
            process = machine(row, tasks, cables, folder, kernel, image)
            wrong, told = boot(row, number, process, folder, started[0])
            found += wrong
            said += told
            if wrong:
                break
    finally:
        if server:
            server.kill()
            server.wait()
        for target in started:
            target.stop()
        if cable:
            cable.stop()
    return found, "; ".join(said)


def main():
    name, folder, kernel, image = sys.argv[2:]
    row = rows.DEFAULTS | rows.ROWS[name]
    subprocess.run([tool("ip"), "link", "set", "lo", "up"], check=True)
    try:
        found, said = play(row, pathlib.Path(folder), kernel, image)
    except Missing as error:
        print(f"SKIP {error}")
        return
    except targets.TargetError as error:
        found, said = [str(error)], ""
    print(f"FAIL {'; '.join(found)}" if found else f"PASS {said}")


if __name__ == "__main__":
    main()
