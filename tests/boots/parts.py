# SPDX-License-Identifier: GPL-2.0-or-later
"""What a row says, and the parts that rows of several suites are made of.

    image    a name of the suite's images
    cmdline  of the kernel
    nics     how many; the N-th is 52:54:00:12:34:0N in 192.168.(50+N).0/24 and
             fd00:(50+N)::/64
    vlan     a number: the NIC that has the first one's MAC address (of nics
             there are none then) reaches 192.168.60.0/24 in this VLAN
    cable    False: out, as long as the machine runs
    target   targets, as tests/vm/targets.py takes them for tgt; the first one
             has the root file system; "root" says otherwise; "late": an
             expression, the target starts when a line has it
    dhcp     None: no DHCP server; else the root path that it gives ("": none)
    ibft     a table, as tests/vm/ibft.py takes it
    local    True: the same root file system is on a local disk, too
    type     (expression, text): typed when a line has it
    end      a regular expression: the line with which the row is over
    see      regular expressions over the console, each must be there
    never    none of these
    count    (expression, number): so many lines have it
    within   (first, second, seconds): so long at most between two lines, by
             the kernel's clock
    tell     the last such line stands behind the result
    rest     True: only in "make test-all"
"""

NODE = "iqn.2026-11.test:node1"
NAME = "iqn.2009-06.dracut:target"
SECRET = "a-secret-of-18-by"
REVERSE_SECRET = "another-of-19-bytes"
NICS = " ".join(f"ifname=lan{n}:52:54:00:12:34:0{n}" for n in range(2))

TARGET0 = {"iqn": f"{NAME}0", "address": "192.168.50.1"}
TARGET1 = {"iqn": f"{NAME}1", "address": "192.168.51.1"}
CHAP0 = TARGET0 | {"user": "boot-user", "password": SECRET}
TABLE = {"initiator": NODE,
         "nic": [{"mac": "52:54:00:12:34:00", "ip": "192.168.50.101",
                  "prefix": 24}],
         "target": [{"ip": "192.168.50.1", "name": f"{NAME}0"}]}

DEFAULTS = {
    "nics": 1, "vlan": None, "cable": True, "target": [TARGET0], "dhcp": None,
    "ibft": None, "local": False, "type": None, "end": r"^ROOT end",
    "see": [], "never": [],
    "count": [], "within": [], "tell": r"^ROOT uptime", "panic": "panic=-1",
    "deadline": 300, "rest": False,
}
