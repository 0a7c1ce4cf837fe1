# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables for the comparison with the kernel: each field at its edges, one thing
at a time, made by ibft.py and so by nothing that is under test.

A row is a name, a description as ibft.py takes it, and what each reader is to
make of it: TAKEN by both, what OURS refuses (with a part of its sentence), or
what the KERNEL refuses."""

import ibft

TAKEN, OURS, KERNEL = "taken", "refused by ours", "refused by the kernel"

INITIATOR_AT = ibft.padded(ibft.HEADER + 18)
NIC_AT = INITIATOR_AT + ibft.padded(74)
TARGET_AT = NIC_AT + ibft.padded(102)

# The address of the machine's NIC: where the kernel sets its link to.
NIC = {"mac": "52:54:00:12:34:56", "ip": "10.0.2.15", "bdf": "00:02.0"}
TARGET = {"ip": "10.0.2.2", "name": "iqn.2026-11.test:disk"}
CHAP = {"chap_name": "user", "chap_secret": "a-secret"}
MUTUAL = CHAP | {"reverse_name": "target", "reverse_secret": "its-secret"}
V6 = "2001:db8:77::51"


def table(**more):
    return {"initiator": "iqn.2026-11.test:node1", "nic": [NIC],
            "target": [TARGET]} | more


def nic(**fields):
    return table(nic=[NIC | fields])


def target(**fields):
    return table(target=[TARGET | fields])


def v6(prefix):
    return table(nic=[NIC | {"ip": V6, "prefix": prefix, "gateway": "fe80::1",
                             "dns1": "2001:db8::53", "dhcp": "2001:db8::1"}],
                 target=[TARGET | {"ip": "2001:db8:77::2"}])


def many(nics, targets, order=1):
    """So many of each; order -1: the indexes fall."""
    def number(count, i):
        return i if order > 0 else count - 1 - i
    return table(
        nic=[NIC | {"mac": f"52:54:00:12:34:{i:02x}", "ip": f"10.0.{i}.15",
                    "index": number(nics, i), "bdf": f"00:{i + 2:02x}.0"}
             for i in range(nics)],
        target=[TARGET | {"ip": f"10.0.{i}.2", "index": number(targets, i),
                          "name": f"iqn.2026-11.test:disk{i}",
                          "nic": i % max(nics, 1)} for i in range(targets)])


def patched(offset, text, **more):
    return table(patch=[[offset, text]], **more)


def slots(*numbers):
    """The four slots in another order: numbers of NIC0 TARGET0 NIC1 TARGET1."""
    spec = many(2, 2)
    at = ibft.lay_out(spec)
    offsets = [at["nic"][0], at["target"][0], at["nic"][1], at["target"][1]]
    text = "".join(offsets[n].to_bytes(2, "little").hex() for n in numbers)
    return spec | {"patch": [[58, text]]}


ROWS = [
    ("plain", table()),
    ("signature-IBFT", table(signature="IBFT")),
    ("signature-BIFT", table(signature="BIFT")),
    ("oem-full", table(oem="ABCDEF", oem_table="ABCDEFGH")),
    ("oem-empty", table(oem="", oem_table="")),
    ("oem-spaces", table(oem="AB    ", oem_table=" A B    ")),
    ("oem-quote", table(oem='"AB"', oem_table='"')),
    ("oem-8-bit", patched(10, "c3a4c3b6fffe")),
    ("oem-control", patched(10, "1b5b324a")),
    # Initiator
    ("initiator-short", table(initiator="iqn.2026-11.a")),
    ("initiator-223", table(initiator="iqn.2026-11.test:" + "x" * 206)),
    ("initiator-eui", table(initiator="eui.0123456789abcdef")),
    ("initiator-naa", table(initiator="naa.52004567ba64678d")),
    ("initiator-isns", table(isns="192.0.2.1")),
    ("initiator-slp", table(slp="2001:db8::1")),
    ("initiator-radius", table(radius1="192.0.2.2", radius2="2001:db8::2")),
    ("initiator-not-valid", table(initiator_flags=0)),
    ("initiator-flags-255", table(initiator_flags=255)),
    ("initiator-index-7", patched(INITIATOR_AT + 4, "07")),
    # NIC
    *[(f"nic-prefix-{n}", nic(prefix=n)) for n in (0, 1, 8, 23, 30, 31, 32)],
    *[(f"nic-v6-prefix-{n}", v6(n)) for n in (0, 1, 32, 48, 64, 127, 128)],
    *[(f"nic-origin-{n}", nic(origin=n)) for n in (0, 2, 3, 4, 5, 15, 16, 255)],
    *[(f"nic-vlan-{n}", nic(vlan=n)) for n in (1, 255, 256, 4094)],
    ("nic-no-address", nic(ip=None)),
    ("nic-mapped-zero", nic(gateway="0.0.0.0", dhcp="0.0.0.0")),
    ("nic-all-addresses", nic(gateway="10.0.2.2", dns1="10.0.2.3",
                              dns2="192.0.2.53", dhcp="255.255.255.254")),
    ("nic-link-local", v6(64) | {"nic": [NIC | {"ip": "fe80::2", "prefix": 64}]}),
    ("nic-loopback-v6", nic(dns1="::1")),
    ("nic-compatible-v6", nic(dns1="::10.0.2.3", dns2="1:0:0:2::3")),
    ("nic-almost-mapped", nic(dns1="::1:ffff:a00:203", dns2="::fffe:a00:203")),
    ("nic-mac-high", nic(mac="fe:ff:ff:ff:ff:ff")),
    ("nic-mac-low", nic(mac="00:00:00:00:00:01")),
    ("nic-bdf-high", nic(bdf="ff:1f.7")),
    ("nic-bdf-zero", nic(bdf="00:00.0")),
    ("nic-hostname", nic(hostname="node1.example.com")),
    ("nic-hostname-1", nic(hostname="n")),
    ("nic-hostname-63", nic(hostname="n" * 63)),
    ("nic-hostname-8-bit", nic(hostname="n\u00f6de")),
    ("nic-hostname-empty", nic(hostname="")),
    ("nic-flags-1", nic(flags=1)),
    ("nic-flags-7", nic(flags=7)),
    ("nic-not-valid", table(nic=[NIC, NIC | {"flags": 2}])),
    ("nic-index-255", table(nic=[NIC | {"index": 255}],
                            target=[TARGET | {"nic": 255}])),
    # Target
    *[(f"target-port-{n}", target(port=n)) for n in (1, 255, 256, 65535)],
    *[(f"target-lun-{n}", target(lun=n)) for n in (0, 1, 15, 16, 255)],
    *[(f"target-lun-{n}", target(lun=n)) for n in (
        "4064000000000000", "0001000200030004", "ffffffffffffffff",
        "d200000100000000", "0010010000000000")],
    ("target-name-223", target(name="iqn.2026-11.test:" + "x" * 206)),
    ("target-name-odd", target(name="Disk")),
    ("target-name-8-bit", target(name="iqn.2026-11.test:\u00f6")),
    ("target-chap", target(**CHAP)),
    ("target-mutual", target(**MUTUAL)),
    ("target-chap-255", target(chap_name="u" * 255, chap_secret="s" * 255)),
    ("target-chap-blanks", target(chap_name=' "user" ', chap_secret=' "s" ')),
    ("target-chap-unused", target(chap_type=0, **MUTUAL)),
    ("target-chap-reverse-unused", target(chap_type=1, **MUTUAL)),
    ("target-secret-alone", target(chap_type=0, chap_secret="a-secret")),
    ("target-name-alone", target(chap_type=0, chap_name="user",
                                 reverse_name="target")),
    ("target-flags-13", target(flags=13)),
    ("target-not-valid", table(target=[TARGET, TARGET | {"flags": 0}])),
    ("target-index-255", target(index=255)),
    ("target-nic-unknown", target(nic=9)),
    # Blocks
    ("nics-0", many(0, 1)),
    ("targets-0", many(1, 0)),
    ("one-nic-three-targets", many(1, 3)),
    ("three-nics-one-target", many(3, 1)),
    ("eight-of-each", many(8, 8)),
    ("indexes-fall", many(3, 3, -1)),
    ("slots-targets-first", slots(1, 0, 3, 2)),
    ("slots-turned-round", slots(3, 2, 1, 0)),
    ("slots-with-gaps", slots(0, 1, 2, 3) | {"patch": [[58, "0000"]]}),
    ("extensions", patched(54, "4000")),
    ("control-flags-1", patched(53, "01")),
    # What only one of the two takes
    ("index-twice-nic", table(nic=[NIC, NIC | {"index": 0}]), KERNEL,
     "index"),
    ("index-twice-target", table(target=[TARGET, TARGET | {"index": 0}]),
     KERNEL, "index"),
    ("control-index-1", patched(52, "01"), KERNEL, "Linux refuses"),
    ("revision-2", table(revision=2), KERNEL, "revision"),
    ("checksum", table(checksum="bad"), KERNEL, "checksum"),
    ("control-id-9", patched(48, "09"), KERNEL, "id: 9"),
    ("control-version-2", patched(49, "02"), OURS, "version: 2"),
    ("nic-version-2", patched(NIC_AT + 1, "02"), OURS, "version: 2"),
    ("nic-length-103", patched(NIC_AT + 2, "67"), TAKEN, "longer"),
    ("nic-length-101", patched(NIC_AT + 2, "65"), OURS, "length: 101"),
    ("nic-prefix-33", nic(prefix=33), OURS, "prefix-len: 33"),
    ("nic-vlan-4095", nic(vlan=4095), OURS, "vlan"),
    ("nic-mac-zero", nic(mac="00:00:00:00:00:00"), OURS, "mac"),
    ("nic-hostname-newline", nic(hostname="a\nb"), OURS, "control character"),
    ("nic-slot-twice", slots(0, 1, 0, 3), KERNEL, "overlaps"),
    ("target-no-address", target(ip=None), OURS, "ip-addr"),
    ("target-port-0", target(port=0), OURS, "port"),
    ("target-no-name", target(name=None), OURS, "target-name"),
    ("target-chap-type-3", target(chap_type=3), OURS, "chap-type"),
    ("target-chap-nameless", target(chap_type=1, chap_secret="a-secret"),
     OURS, "chap-type"),
    ("initiator-nameless", table(initiator=None), OURS, "initiator-name"),
    ("initiator-not-iqn", table(initiator="node1"), OURS, "initiator-name"),
    ("nine-nics", many(9, 1), OURS, "more than 8 NICs"),
]


def rows():
    """Each as (name, bytes, what becomes of it, a part of the sentence)."""
    for name, spec, *fate in ROWS:
        verdict, words = fate or (TAKEN, "")
        yield name, ibft.build(spec), verdict, words
