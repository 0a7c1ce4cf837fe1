# SPDX-License-Identifier: GPL-2.0-or-later
"""What a case expects: of the program's last run, and of its machine."""

import ipaddress
import re
import socket
import time

from lab import inside


class Expect:
    """Of a Test: what is not so is added to its faults."""

    def check(self, good, text):
        if not good:
            self.faults.append(text)

    def ok(self):
        self.check(self.status == 0, f"exit status {self.status}")

    def ends(self, status):
        self.check(self.status == status,
                   f"exit status {self.status}, not {status}")

    def says(self, pattern):
        self.check(re.search(pattern, self.err, re.MULTILINE),
                   f"no message has '{pattern}'")

    def silent(self, pattern):
        found = re.search(f".*(?:{pattern}).*", self.err)
        self.check(not found, f"a message has '{pattern}': "
                   f"{found[0] if found else ''}")

    def link(self, name, namespace=None):
        namespace = namespace or self.client
        return next((each for each in namespace.json("link")
                     if each["ifname"] == name), None)

    def mtu(self, name, expected):
        found = (self.link(name) or {}).get("mtu")
        self.check(found == expected, f"the MTU of {name} is {found}")

    def is_up(self, name, up=True):
        link = self.link(name)
        self.check(link is not None and ("UP" in link["flags"]) == up,
                   f"{name} is {'not ' if up else ''}up")

    def addresses(self, name):
        """["10.1.0.2/24", ...], with those of the link only left out."""
        return [f"{each['local']}/{each['prefixlen']}"
                for link in self.client.json("addr")
                if link["ifname"] == name for each in link["addr_info"]
                if each["scope"] != "link"]

    def addr(self, name, *expected):
        found = self.addresses(name)
        self.check(sorted(found) == sorted(expected),
                   f"{name} has {found or 'no address'}, "
                   f"not {list(expected)}")

    def await_address(self, name, prefix):
        """Until the client has an address that begins so, whoever made it."""
        end = time.monotonic() + 20
        while not any(a.startswith(prefix) for a in self.addresses(name)):
            if time.monotonic() > end:
                raise RuntimeError(f"{name} gets no address of {prefix}")
            time.sleep(0.1)

    def routes(self, family=4, table="main"):
        return self.client.json(f"-{family}", "route", "show", "table", table)

    def route(self, to, dev, via=None, table="main"):
        """One route of that kind is there; it is given back."""
        where = via or (to if to != "default" else "")
        family = 6 if ":" in where else 4
        found = [each for each in self.routes(family, table)
                 if each["dst"] == to and each.get("dev") == dev and
                 each.get("gateway") == via]
        self.check(found, f"no route to {to} by {via} on {dev} in {table}; "
                   f"there are {self.routes(family, table)}")
        return found[0] if found else {}

    def no_route(self, to, family=4):
        found = [each for each in self.routes(family) if each["dst"] == to]
        self.check(not found, f"a route that should not be: {found}")

    def connects(self, address, port=3260, source=None):
        """Plain TCP from the client's machine, as its routes lead."""
        try:
            with inside(self.client.name):
                version = ipaddress.ip_address(address.partition("%")[0]).version
                made = socket.socket(socket.AF_INET6 if version == 6 else
                                     socket.AF_INET)
                scope = (0, socket.if_nametoindex(address.partition("%")[2])) \
                    if "%" in address else ()
            with made:
                made.settimeout(5)
                if source:
                    made.bind((source, 0))
                made.connect((address.partition("%")[0], port, *scope))
        except OSError as error:
            self.faults.append(f"no connection to {address} from "
                               f"{source or 'the client'}: {error}")

    def datagram(self, address, size):
        """A UDP datagram from the client's machine, in one frame."""
        with inside(self.client.name):
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with made:
            made.sendto(bytes(size), (address, 9))
        time.sleep(0.3)
