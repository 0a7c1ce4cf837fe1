// SPDX-License-Identifier: GPL-2.0-or-later
/* IP and MAC addresses and portals, from text and to text. */
#include "addr.h"

#include <errno.h>

#include "test.h"

/* text back: what addr_text() gives; NULL: the text is refused. */
static const struct {
	const char *why, *text, *back;
} addresses[] = {
{ "IPv4", "10.77.0.1", "10.77.0.1" },
{ "IPv4, all ones", "255.255.255.255", "255.255.255.255" },
{ "IPv4, all zeroes", "0.0.0.0", "0.0.0.0" },
{ "above 255 (klibc's inet_aton takes it)", "256.1.1.1", NULL },
{ "above 255 in the last byte", "1.1.1.256", NULL },
{ "three bytes", "1.2.3", NULL },
{ "five bytes", "1.2.3.4.5", NULL },
{ "junk behind", "1.2.3.4x", NULL },
{ "a space before", " 1.2.3.4", NULL },
{ "a sign", "-1.2.3.4", NULL },
{ "a leading zero could be octal", "01.2.3.4", NULL },
{ "two zeroes", "00.2.3.4", NULL },
{ "an empty byte", "1..3.4", NULL },
{ "four digits", "1000.2.3.4", NULL },
{ "a byte that wraps in 32 bits", "4294967297.2.3.4", NULL },
{ "a byte longer than any number", "99999999999999999999.1.1.1", NULL },
{ "an empty last byte", "1.2.3.", NULL },
{ "nothing", "", NULL },
{ "IPv6, full", "2001:0db8:0077:0000:0000:0000:0000:0051",
  "2001:db8:77::51" },
{ "loopback", "::1", "::1" },
{ "any", "::", "::" },
{ "capitals (RFC 5952 4.3: out in lower case)", "FE80::ABCD", "fe80::abcd" },
{ "the longest run of zeroes (RFC 5952 4.2.3)", "1:0:0:2:0:0:0:3",
  "1:0:0:2::3" },
{ "the first of two equal runs (RFC 5952 4.2.3)", "1:0:0:2:3:0:0:4",
  "1::2:3:0:0:4" },
{ "one zero group is not shortened (RFC 5952 4.2.2)", "1:0:2:3:4:5:6:7",
  "1:0:2:3:4:5:6:7" },
{ "no zeroes", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
{ "a run at the end", "1:2:3:4:5:6::", "1:2:3:4:5:6::" },
{ "one group for ::", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
{ "one group for :: at the front", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
{ "an IPv4 tail", "::ffff:10.0.0.1", "::ffff:a00:1" },
{ "an IPv4 tail after six groups", "1:2:3:4:5:6:7.8.9.10",
  "1:2:3:4:5:6:708:90a" },
{ "an IPv4 tail after seven groups", "1:2:3:4:5:6:7:8.9.10.11", NULL },
{ "a bad IPv4 tail", "::1.2.3", NULL },
{ "a group behind an IPv4 tail", "::1.2.3.4:5", NULL },
{ ":: that stands for nothing", "1:2:3:4:5:6:7:8::", NULL },
{ ":: that stands for nothing, in the middle", "1:2:3:4::5:6:7:8", NULL },
{ ":: that stands for nothing, before IPv4", "1:2:3:4:5:6::1.2.3.4", NULL },
{ "two gaps", "1::2::3", NULL },
{ "three colons", ":::", NULL },
{ "three colons in the middle", "1:::2", NULL },
{ "nine groups", "1:2:3:4:5:6:7:8:9", NULL },
{ "seven groups", "1:2:3:4:5:6:7", NULL },
{ "five digits", "12345::", NULL },
{ "five digits, a zero first", "01234::", NULL },
{ "not a digit", "g::", NULL },
{ "a colon at the front", ":1::2", NULL },
{ "a colon at the end", "1::2:", NULL },
{ "a lone colon", ":", NULL },
{ "a scope id", "fe80::1%eth0", NULL },
{ "a prefix length", "fe80::1/64", NULL },
{ "brackets", "[::1]", NULL },
};

/* TargetAddress values: the portal as text, or NULL. */
static const struct {
	const char *why, *text, *back;
} portals[] = {
{ "host and port (RFC 7143 13.8)", "10.0.0.1:3261", "10.0.0.1:3261" },
{ "no port: 3260 (RFC 7143 13.8)", "10.0.0.1", "10.0.0.1:3260" },
{ "a portal group tag is taken off", "10.0.0.1:3261,1", "10.0.0.1:3261" },
{ "a tag without a port", "10.0.0.1,65535", "10.0.0.1:3260" },
{ "a tag above 65535", "10.0.0.1,65536", NULL },
{ "an empty tag", "10.0.0.1:3261,", NULL },
{ "a tag that is no number", "10.0.0.1:3261,x", NULL },
{ "two tags", "10.0.0.1:3261,1,2", NULL },
{ "IPv6 in brackets, port", "[2001:db8::1]:3261", "[2001:db8::1]:3261" },
{ "IPv6 in brackets, no port", "[2001:db8::1]", "[2001:db8::1]:3260" },
{ "IPv6 in brackets, port and tag", "[::1]:3260,4", "[::1]:3260" },
{ "IPv6 with a port and no brackets, as tgt and SPDK send it",
  "fd00::99:3261", "[fd00::99]:3261" },
{ "the same, short", "::9:3299", "[::9]:3299" },
{ "IPv6 without brackets, where the last group is no port", "fd00::99:abcd",
  "[fd00::99:abcd]:3260" },
{ "IPv6 without brackets, eight groups", "2001:db8:0:0:0:0:0:1",
  "[2001:db8::1]:3260" },
{ "IPv6 without brackets, eight groups and a port",
  "2001:db8:0:0:0:0:0:1:3261", "[2001:db8::1]:3261" },
{ "IPv6 without brackets, short", "::1", "[::1]:3260" },
{ "port 0", "10.0.0.1:0", NULL },
{ "port above 65535", "10.0.0.1:65536", NULL },
{ "an empty port", "10.0.0.1:", NULL },
{ "a port in letters", "10.0.0.1:iscsi", NULL },
{ "a negative port", "10.0.0.1:-1", NULL },
{ "two ports", "10.0.0.1:1:2", NULL },
{ "an empty port behind brackets", "[::1]:", NULL },
{ "port 0 behind brackets", "[::1]:0", NULL },
{ "no closing bracket", "[::1", NULL },
{ "junk behind the bracket", "[::1]3260", NULL },
{ "junk and a port behind the bracket", "[::1]x:3260", NULL },
{ "empty brackets", "[]:3260", NULL },
{ "two brackets", "[[::1]]:3260", NULL },
{ "a link-local address of another machine's", "[fe80::1%eth0]:3260", NULL },
{ "nothing", "", NULL },
{ "a lone colon", ":", NULL },
{ "only a port", ":3260", NULL },
{ "only a tag", ",1", NULL },
{ "a name (there is no resolver)", "target.example.com:3260", NULL },
{ "what is too long is not cut: the first 79 characters are a portal",
  "10.0.0.1:0000000000000000000000000000000"
  "00000000000000000000000000000000000326099", NULL },
};

static const struct {
	const char *why, *a, *b;
	unsigned int prefix;
	bool same;
} subnets[] = {
{ "same /24", "10.0.0.1", "10.0.0.254", 24, true },
{ "another /24", "10.0.0.1", "10.0.1.1", 24, false },
{ "inside /23", "10.0.0.1", "10.0.1.1", 23, true },
{ "a prefix inside a byte", "10.0.0.1", "10.0.0.130", 25, false },
{ "everything", "10.0.0.1", "192.168.0.1", 0, true },
{ "host itself", "10.0.0.1", "10.0.0.1", 32, true },
{ "another host", "10.0.0.1", "10.0.0.0", 32, false },
{ "two families", "10.0.0.1", "::1", 0, false },
{ "IPv6 /64", "2001:db8::1", "2001:db8::ffff", 64, true },
{ "another IPv6 /64", "2001:db8::1", "2001:db8:0:1::1", 64, false },
{ "IPv6 /128", "2001:db8::1", "2001:db8::1", 128, true },
{ "another IPv6 /128", "2001:db8::1", "2001:db8::2", 128, false },
};

static const struct {
	const char *why, *text;
	bool ok;
} macs[] = {
{ "a MAC address", "52:54:00:12:34:56", true },
{ "capitals", "AA:bb:CC:dd:EE:ff", true },
{ "five bytes", "52:54:00:12:34", false },
{ "seven bytes", "52:54:00:12:34:56:78", false },
{ "one digit", "52:54:0:12:34:56", false },
{ "dashes", "52-54-00-12-34-56", false },
{ "not a digit", "52:54:00:12:34:5g", false },
{ "junk behind", "52:54:00:12:34:56x", false },
{ "cut after a digit", "52:54:00:12:34:5", false },
{ "cut after a colon", "52:54:", false },
{ "nothing", "", false },
};

static void test_addresses(void)
{
	char text[ADDR_TEXT_SIZE];
	struct addr a, again;

	for (size_t i = 0; i < ARRAY_SIZE(addresses); i++) {
		const char *why = addresses[i].why, *back = addresses[i].back;
		int rc = addr_parse(addresses[i].text, &a);

		SAME(rc, back ? 0 : -EINVAL, why);
		SAME_TEXT(addr_text(&a, text), back ? back : "", why);
		OK((a.family == ADDR_NONE) == !back, why);
		if (!back)
			continue;
		OK(!addr_parse(text, &again) && addr_equal(&a, &again), why);
		OK(!addr_parse(addr_text_full(&a, text), &again) &&
		   addr_equal(&a, &again), why);
	}
	addr_parse("2001:db8::51", &a);
	SAME_TEXT(addr_text_full(&a, text),
		  "2001:0db8:0000:0000:0000:0000:0000:0051",
		  "the kernel's rendering in sysfs");
	again = a;
	again.bytes[15]++;
	OK(!addr_equal(&a, &again), "another address");
	again = a;
	again.family = ADDR_IPV4;
	OK(!addr_equal(&a, &again), "another family");
}

static void test_portals(void)
{
	char text[PORTAL_TEXT_SIZE];
	struct portal p, other;

	for (size_t i = 0; i < ARRAY_SIZE(portals); i++) {
		const char *why = portals[i].why, *back = portals[i].back;
		int rc = portal_parse(portals[i].text, &p);

		SAME(rc, back ? 0 : -EINVAL, why);
		if (!rc && back)
			SAME_TEXT(portal_text(&p, text), back, why);
	}
	portal_parse("10.0.0.1:3260", &p);
	other = p;
	OK(portal_equal(&p, &other), "the same portal");
	other.port = 3261;
	OK(!portal_equal(&p, &other), "another port");
	portal_parse("10.0.0.2:3260", &other);
	OK(!portal_equal(&p, &other), "another address");
}

int main(void)
{
	char text[MAC_TEXT_SIZE];
	struct addr a, b;
	uint8_t mac[6];

	test_addresses();
	test_portals();
	for (size_t i = 0; i < ARRAY_SIZE(subnets); i++) {
		addr_parse(subnets[i].a, &a);
		addr_parse(subnets[i].b, &b);
		OK(addr_same_subnet(&a, &b, subnets[i].prefix) ==
		   subnets[i].same, subnets[i].why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(macs); i++)
		SAME(mac_parse(macs[i].text, mac), macs[i].ok ? 0 : -EINVAL,
		     macs[i].why);
	mac_parse("aA:0b:00:12:34:56", mac);
	SAME_TEXT(mac_text(mac, text), "aa:0b:00:12:34:56", "MAC as text");
	return test_done();
}
