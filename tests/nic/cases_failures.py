# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes wrong is said in one sentence, quickly, and others go on."""

from case import case
from cases_static import MAC, OTHER_MAC, STATIC
from packets import parse

SECOND = "ip=10.2.0.2:::24::eth1:none"


def one_sentence(t, pattern):
    """The last line tells why, and says what to do or what was found."""
    lines = t.err.strip().splitlines()
    t.says(pattern)
    t.check(lines and len(lines[-1]) > 40, "the last line is no sentence")


@case
def mac_not_present(t):
    """The MAC address looked for, and those that are there."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.nic("eth1", mac=OTHER_MAC)
    t.boot(STATIC.format("52-54-00-99-99-99") + " rd.net.timeout.iflink=2")
    t.ends(4)
    one_sentence(t, f"52:54:00:99:99:99.*{MAC}.*{OTHER_MAC}")
    t.is_up("eth0", False)


@case
def name_not_present(t):
    """The same by name."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC)
    t.boot(STATIC.format("eth7") + " rd.net.timeout.iflink=2")
    t.ends(4)
    one_sentence(t, f"eth7.*{MAC}")


@case
def no_nic_at_all(t):
    """A machine without any NIC."""
    t.boot(STATIC.format("eth0") + " rd.net.timeout.iflink=2")
    t.ends(4)
    one_sentence(t, "eth0.*no NIC at all")


@case
def no_carrier(t):
    """The cable is out and stays out."""
    t.nic("eth0", "10.1.0.1/24", mac=MAC, plugged=False)
    t.boot(STATIC.format("eth0") + " rd.net.timeout.carrier=3")
    t.ends(4)
    one_sentence(t, "eth0.*no carrier")


@case
def waits_are_announced(t):
    """A wait longer than two seconds is said once, and for how long."""
    t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.boot(STATIC.format("eth0") + " rd.net.timeout.carrier=5")
    t.ends(4)
    said = [line for line in t.err.splitlines() if "waiting" in line]
    t.check(len(said) == 1 and "carrier" in said[0] and " s" in said[0],
            f"it says {said}")


@case
def whole_budget(t):
    """--wait ends the waiting for NICs, too."""
    t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.boot(STATIC.format("eth0"), more=["--wait=3"])
    t.check(t.status in (4, 8), f"exit status {t.status}")
    t.check(t.took < 10, f"it took {t.took:.0f} s")
    one_sentence(t, "eth0.*no carrier")


@case
def one_of_two_dead(t):
    """A dead NIC beside a good one: said, and not waited for."""
    t.nic("eth0", "10.1.0.1/24", plugged=False)
    t.nic("eth1", "10.2.0.1/24")
    t.listener()
    t.boot(f"{STATIC.format('eth0')} {SECOND}", target="10.2.0.1")
    t.ok()
    t.says("eth0.*still needs the carrier")
    t.addr("eth1", "10.2.0.2/24")
    t.connects("10.2.0.1")
    t.check(t.took < 10, f"the dead NIC costs {t.took:.0f} s")


@case
def one_of_two_absent(t):
    """The same with a NIC that is not there."""
    t.nic("eth1", "10.2.0.1/24")
    t.listener()
    t.boot(f"{STATIC.format('eth0')} {SECOND}", target="10.2.0.1")
    t.ok()
    t.says("eth0")
    t.connects("10.2.0.1")
    t.check(t.took < 10, f"the absent NIC costs {t.took:.0f} s")


@case
def two_dead(t):
    """None can be used: the sentence of the first comes last."""
    t.nic("eth0", plugged=False)
    t.nic("eth1", plugged=False)
    t.boot(f"{STATIC.format('eth0')} {SECOND} rd.net.timeout.carrier=3")
    t.ends(4)
    one_sentence(t, "eth0.*no carrier")
    t.check(t.err.strip().splitlines()[-1].count("eth0") == 1,
            "the last line is not about the first")


@case
def duplicate_address(t):
    """Somebody has the address: said, with his MAC address."""
    peer = t.nic("eth0", "10.1.0.1/24", "10.1.0.2/24")
    mac = t.server.mac(peer)
    t.boot(STATIC.format("eth0"))
    one_sentence(t, f"10.1.0.2.*{mac}|{mac}.*10.1.0.2")
    t.once = True


@case
def duplicate_address_answer_lost(t):
    """The first answer is lost: asked again."""
    wire = t.wire("eth0", "10.1.0.1/24", "10.1.0.2/24")
    lost = []

    def first_answer(frame):
        kind, source, *_ = parse(frame)
        if (kind, source) != ("arp", "10.1.0.2") or lost:
            return False
        lost.append(frame)
        return True
    wire.look = first_answer
    t.boot(STATIC.format("eth0"))
    t.ends(4)
    one_sentence(t, "10.1.0.2.*duplicate")
    t.check(lost, "no answer was lost")
    t.addr("eth0")


@case
def duplicate_address_late(t):
    """The answer comes when the address is ours: it is taken away again."""
    t.wire("eth0", "10.1.0.1/24", "10.1.0.2/24", delay=0.05)
    t.boot(STATIC.format("eth0"))
    t.ends(4)
    one_sentence(t, "10.1.0.2.*duplicate")
    t.addr("eth0")
    t.no_route("default")


@case
def duplicate_address_beside_good(t):
    """The other NIC is not disturbed by it."""
    t.nic("eth0", "10.1.0.1/24", "10.1.0.2/24")
    t.nic("eth1", "10.2.0.1/24")
    t.listener()
    t.boot(f"{STATIC.format('eth0')} {SECOND}", target="10.2.0.1")
    t.ok()
    t.says("10.1.0.2.*duplicate")
    t.connects("10.2.0.1")
    t.once = True


@case
def no_duplicate(t):
    """Our own second run, and our own NICs, are no duplicates."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.silent("duplicate")
    first = t.options
    t.run(*first)
    t.ok()
    t.silent("duplicate")


@case
def probe_asks_for_the_address(t):
    """The ARP question for duplicates is asked as RFC 5227 has it: by nobody."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.packets.stop()			# with all that has come
    asked = [p for p in t.packets.came(kind="arp", target="10.1.0.2")]
    t.check(any(p.source == "0.0.0.0" for p in asked),
            f"no probe for 10.1.0.2 but {[(p.source, p.target) for p in asked]}")


@case
def gateway_silent(t):
    """A gateway that does not answer is a warning, and no more."""
    t.nic("eth0", "10.1.0.1/24")
    t.listener()
    t.boot("ip=10.1.0.2::10.1.0.254:255.255.255.0::eth0:none")
    t.ok()
    t.says("10.1.0.254.*does not answer")
    t.route("default", "eth0", "10.1.0.254")
    t.connects("10.1.0.1")


@case
def gateway_answers(t):
    """One that answers is not complained about."""
    t.nic("eth0", "10.1.0.1/24")
    t.boot(STATIC.format("eth0"))
    t.ok()
    t.silent("gateway|does not answer")


@case
def no_ipv6_here(t):
    """IPv6 is switched off: the NIC with IPv4 is used, and one sentence."""
    t.nic("eth0", "10.1.0.1/24")
    t.nic("eth1", "2001:db8:1::1/64")
    t.listener()
    for name in ("all", "default", "eth0", "eth1"):
        t.client.set(f"ipv6/conf/{name}/disable_ipv6", 1)
    t.boot(STATIC.format("eth0") + " ip=[2001:db8:1::2]:::64::eth1:none")
    t.ok()
    t.addr("eth0", "10.1.0.2/24")
    t.connects("10.1.0.1")
    # Switched on where it is asked for, or said.
    if "2001:db8:1::2/64" not in t.addresses("eth1"):
        t.says("eth1.*IPv6")
