# SPDX-License-Identifier: GPL-2.0-or-later
"""One row from start to finish, as the first process of its own namespaces.

    row.py SUITE NAME FOLDER KERNEL IMAGE

As tests/vm/one.py: what is started here dies with it, and it dies with its
standard input.  The last line of standard output is the verdict.
"""

import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "vm"))
sys.path.insert(0, str(HERE.parent / sys.argv[1]))

import ibft						# noqa: E402
import rows						# noqa: E402
import targets						# noqa: E402
from console import Console				# noqa: E402
from guest import Missing, tool				# noqa: E402
from link import Link					# noqa: E402
from machine import emulator				# noqa: E402

# A line of the kernel's log: seconds since it started.
STAMP = re.compile(r"\[ *(\d+\.\d{6})\] ")


def ip(*words):
    subprocess.run([tool("ip"), *words], check=True)


def taps(row):
    """The machine's networks, 192.168.50.0/24 and up; we are .1 in each."""
    for n in range(row["nics"]):
        ip("tuntap", "add", f"tap{n}", "mode", "tap")
        ip("address", "add", f"192.168.{50 + n}.1/24", "dev", f"tap{n}")
        ip("address", "add", f"fd00:{50 + n}::1/64", "dev", f"tap{n}", "nodad")
        ip("link", "set", f"tap{n}", "up")


def dhcp_server(root_path, count, folder):
    words = [tool("dnsmasq"), "--keep-in-foreground", "--conf-file=/dev/null",
             "--port=0", "--user=root", "--leasefile-ro", "--bind-interfaces",
             "--dhcp-authoritative", "--no-ping",
             f"--pid-file={folder}/dnsmasq.pid"]
    for n in range(count):
        words += [f"--interface=tap{n}", "--dhcp-range="
                  f"192.168.{50 + n}.101,192.168.{50 + n}.199,255.255.255.0,1h"]
    if root_path:
        words.append(f"--dhcp-option-force=17,{root_path}")
    log = open(folder / "dnsmasq.log", "wb")
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log,
                            stderr=log)


def machine(row, folder, kernel, image, links):
    words = ["console=ttyS0", row["panic"], "selinux=0", *row["cmdline"].split()]
    command = [*emulator(kernel, image, 512, " ".join(words)),
               "-monitor", "unix:monitor,server=on,wait=off", "-serial", "stdio"]
    for link in links:
        command += link.options()
    for n in range(row["nics"]):
        command += ["-netdev", f"tap,id=n{n},ifname=tap{n},script=no,"
                    "downscript=no", "-device", f"virtio-net-pci,netdev=n{n},"
                    f"mac=52:54:00:12:34:0{n},romfile="]
    if row["ibft"]:
        (folder / "ibft.bin").write_bytes(ibft.build(row["ibft"]))
        command += ["-acpitable", f"file={folder}/ibft.bin"]
    if row["local"]:
        command += ["-drive", f"file={folder.parent}/root.img,if=virtio,"
                    "format=raw,snapshot=on"]
    return subprocess.Popen(command, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, cwd=folder,
                            stderr=open(folder / "qemu.txt", "wb"))


def pull_cable(folder, process):
    """Before the machine's kernel has looked."""
    os.chdir(folder)			# the path has to be a short one
    monitor = socket.socket(socket.AF_UNIX)
    while monitor.connect_ex("monitor") and process.poll() is None:
        time.sleep(0.02)
    monitor.sendall(b"set_link n0 off\n")
    return monitor			# QEMU reads on as long as it is open


def stamps(lines):
    """Each line with the last time that the kernel's log gave."""
    now, found = 0.0, []
    for line in lines:
        match = STAMP.search(line)
        if match:
            now = float(match.group(1))
        found.append((now, line))
    return found


def moment(stamped, pattern):
    for now, line in stamped:
        if re.search(pattern, line):
            return now
    return None


def reasons(row, lines, late):
    text = "\n".join(lines)
    found = []
    for pattern in row["see"]:
        if not re.search(pattern, text, re.MULTILINE):
            found.append(f"nowhere is /{pattern}/")
    for pattern in row["never"]:
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            found.append(f"there is '{match.group(0)}'")
    for pattern, number in row["count"]:
        there = sum(bool(re.search(pattern, line)) for line in lines)
        if there != number:
            found.append(f"{there} lines, not {number}, have /{pattern}/")
    stamped = stamps(lines)
    for first, second, seconds in row["within"]:
        begin, end = moment(stamped, first), moment(stamped, second)
        if begin is None or end is None:
            found.append(f"no time from /{first}/ to /{second}/")
        elif end - begin > seconds:
            found.append(f"{end - begin:.1f} s from /{first}/ to /{second}/, "
                         f"more than {seconds}")
    return ([late] if late else []) + found


def start_late(started, texts):
    for target in started:
        late = target.spec.get("late")
        if late and not target.daemon and any(re.search(late, t) for t in texts):
            target.start()


def watch(row, process, log, started):
    """The console's lines until the row is over; the reason if it never is."""
    console, lines = Console(), []
    end = time.monotonic() + row["deadline"]
    over = re.compile(row["end"])
    while time.monotonic() < end:
        ready = select.select([process.stdout, sys.stdin], [], [], 1)[0]
        if sys.stdin in ready:
            sys.exit(1)
        if process.stdout not in ready:
            continue
        data = os.read(process.stdout.fileno(), 65536)
        fresh = console.feed(data) if data else console.flush()
        for at, text in fresh:
            log.write(f"{at:8.3f} {text}\n")
            lines.append(text)
        log.flush()
        start_late(started, [text for _, text in fresh])
        if row["type"] and any(re.search(row["type"][0], text)
                               for _, text in fresh):
            process.stdin.write(row["type"][1].encode())
            process.stdin.flush()
        if any(over.search(text) for _, text in fresh):
            return lines, None
        if not data:
            return lines, "the machine ended"
    return lines, f"not over after {row['deadline']} s"


def play(name, row, folder, kernel, image):
    taps(row)
    started = [targets.Tgt(spec, folder, n)
               for n, spec in enumerate(row["target"])]
    for n, target in enumerate(started):
        disk = folder / f"disk{n}.img"
        if row["target"][n].get("root", n == 0):
            disk.write_bytes((folder.parent / "root.img").read_bytes())
    server = process = None
    links = [Link({"mac": "52:54:00:12:34:00", "vlan": row["vlan"],
                   "address": ["192.168.60.1/24"]}, 0)] if row["vlan"] else []
    for link in links:
        link.start()
    try:
        for target in started:
            if not target.spec.get("late"):
                target.start()
        if row["dhcp"] is not None:
            server = dhcp_server(row["dhcp"], row["nics"], folder)
        with open(folder / "console.txt", "w") as log:
            process = machine(row, folder, kernel, image, links)
            _monitor = row["cable"] or pull_cable(folder, process)
            lines, late = watch(row, process, log, started)
    finally:
        for child in (process, server):
            if child:
                child.kill()
                child.wait()
        for target in started:
            target.stop()
        for link in links:
            link.stop()
    said = [line for line in lines if row["tell"] and
            re.search(row["tell"], line)]
    return reasons(row, lines, late), said[-1] if said else ""


def main():
    name, folder, kernel, image = sys.argv[2:]
    row = rows.DEFAULTS | rows.ROWS[name]
    subprocess.run([tool("ip"), "link", "set", "lo", "up"], check=True)
    try:
        found, said = play(name, row, pathlib.Path(folder), kernel, image)
    except Missing as error:
        print(f"SKIP {error}")
        return
    except targets.TargetError as error:
        found, said = [str(error)], ""
    print(f"FAIL {'; '.join(found)}" if found else f"PASS {said}")


if __name__ == "__main__":
    main()
