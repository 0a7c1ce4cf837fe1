// SPDX-License-Identifier: GPL-2.0-or-later
/* Root paths.  dracut in the reasons: what its parse_iscsi_root() makes of the
 * text, run under dash. */
#include "rootpath.h"

#include <errno.h>

#include "test.h"

#define N "iqn.2026-11.test:x"
#define LABEL "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz"
#define S200 "0123456789012345678901234567890123456789" \
	"0123456789012345678901234567890123456789" \
	"0123456789012345678901234567890123456789" \
	"0123456789012345678901234567890123456789" \
	"0123456789012345678901234567890123456789"
#define S55 "0123456789012345678901234567890123456789012345678901234"

/* text: behind "iscsi:".  server: address and port, or the host and the port.
 * lun: as hexadecimal digits, empty when none was said.  account: its fields
 * with | between them.  interface: iface|netdev, or neither. */
static const struct {
	const char *why, *text, *server, *lun, *name, *account, *interface;
} good[] = {
{ "port and LUN left out", "192.168.50.1::::" N, "192.168.50.1:3260", "", N,
  "", "" },
{ "all fields", "192.168.50.1:6:3261:1:" N, "192.168.50.1:3261",
  "0001000000000000", N, "", "" },
{ "IPv6 in brackets, capitals", "[2001:DB8::1]::3261:2:" N,
  "[2001:db8::1]:3261", "0002000000000000", N, "", "" },
{ "interface, device and LUN", "192.168.50.1::3260:ifc:eth0:1:" N,
  "192.168.50.1:3260", "0001000000000000", N, "", "ifc|eth0" },
{ "device and LUN", "192.168.50.1::3260:eth0:1:" N, "192.168.50.1:3260",
  "0001000000000000", N, "", "|eth0" },
{ "device, LUN left out", "192.168.50.1:::eth0::" N, "192.168.50.1:3260", "",
  N, "", "|eth0" },
{ "interface and device left empty", "192.168.50.1::::::" N,
  "192.168.50.1:3260", "", N, "", "" },
{ "a device's name of 15 bytes", "192.168.50.1:::abcdefghijklmno:1:" N,
  "192.168.50.1:3260", "0001000000000000", N, "", "|abcdefghijklmno" },
{ "CHAP", "u:p@192.168.50.1::::" N, "192.168.50.1:3260", "", N, "u|p", "" },
{ "mutual CHAP", "u:p:iu:ip@192.168.50.1::::" N, "192.168.50.1:3260", "", N,
  "u|p|iu|ip", "" },
{ "CHAP, IPv6", "u:p@[2001:db8::1]::::" N, "[2001:db8::1]:3260", "", N, "u|p",
  "" },
{ "an empty account lets the name have an @",
  "@192.168.1.100::3260::" N ":testdi@sk", "192.168.1.100:3260", "",
  N ":testdi@sk", "", "" },
{ "and is not needed", "192.168.1.100::3260::" N ":testdi@sk",
  "192.168.1.100:3260", "", N ":testdi@sk", "", "" },
{ "an account and an @ in the name", "u:p@192.168.1.100::3260::" N ":di@sk",
  "192.168.1.100:3260", "", N ":di@sk", "u|p", "" },
{ "an @ in the password (dracut: pass p, server ss@192.168.50.1)",
  "u:p@ss@192.168.50.1::::" N, "192.168.50.1:3260", "", N, "u|p@ss", "" },
{ "an @ in the name of the account", "u@d:p@192.168.50.1::::" N,
  "192.168.50.1:3260", "", N, "u@d|p", "" },
{ "two @ in the password", "u:@p@@192.168.50.1::::" N, "192.168.50.1:3260",
  "", N, "u|@p@", "" },
{ "percent-encoded", "u%3A1:p%40%25%20%22@192.168.50.1::::" N,
  "192.168.50.1:3260", "", N, "u:1|p@% \"", "" },
{ "digits of either case", "u%3a1:p@192.168.50.1::::" N, "192.168.50.1:3260",
  "", N, "u:1|p", "" },
{ "decoded once", "u:p%2540@192.168.50.1::::" N, "192.168.50.1:3260", "", N,
  "u|p%40", "" },
{ "every other % is itself", "u%:%41%00%4@192.168.50.1::::" N,
  "192.168.50.1:3260", "", N, "u%|%41%00%4", "" },
{ "two names in one (dracut: device iqn.a)", "10.0.0.1::::iqn.a:b:iqn.c:d",
  "10.0.0.1:3260", "", "iqn.a:b:iqn.c:d", "", "" },
{ "in capitals too", "10.0.0.1::::IQN.a:b:eui.c:d", "10.0.0.1:3260", "",
  "IQN.a:b:eui.c:d", "", "" },
{ "another form of name", "10.0.0.1::::plainname:foo", "10.0.0.1:3260", "",
  "plainname:foo", "", "" },
{ "with a LUN", "10.0.0.1:::2:plainname:foo", "10.0.0.1:3260",
  "0002000000000000", "plainname:foo", "", "" },
{ "two colons in it (Debian cuts there)", "10.0.0.1::::" N "::y",
  "10.0.0.1:3260", "", N "::y", "", "" },
{ "eui", "10.0.0.1:::1:eui.02004567A425678D", "10.0.0.1:3260",
  "0001000000000000", "eui.02004567A425678D", "", "" },
{ "naa behind a device", "10.0.0.1:::eth0:1:naa.52004567BA64678D",
  "10.0.0.1:3260", "0001000000000000", "naa.52004567BA64678D", "", "|eth0" },
{ "a host name", "storage-1.example.com::::" N, "storage-1.example.com:3260",
  "", N, "", "" },
{ "a host name with _", "disk_1:6:3261:0:" N, "disk_1:3261",
  "0000000000000000", N, "", "" },
{ "a host and an account", "u:p@storage::::" N, "storage:3260", "", N, "u|p",
  "" },
{ "a label of 63 bytes", LABEL ".example::::" N, LABEL ".example:3260", "", N,
  "", "" },
{ "a host of hexadecimal digits and a port are no IPv6 address",
  "abc::3260::" N, "abc:3260", "", N, "", "" },
{ "nor with an interface", "abc::3260:ifc:eth0:1:" N, "abc:3260",
  "0001000000000000", N, "", "ifc|eth0" },
{ "nor with a device that is a number", "abc::3260:6:12:" N, "abc:3260",
  "0012000000000000", N, "", "|6" },
{ "the first port", "10.0.0.1::1::" N, "10.0.0.1:1", "", N, "", "" },
{ "the last port", "10.0.0.1::65535::" N, "10.0.0.1:65535", "", N, "", "" },
{ "the default of RFC 4173, said", "10.0.0.1:6:3260:0:" N, "10.0.0.1:3260",
  "0000000000000000", N, "", "" },
{ "LUN: hexadecimal", "10.0.0.1:::a:" N, "10.0.0.1:3260", "000a000000000000",
  N, "", "" },
{ "LUN: two digits", "10.0.0.1:::10:" N, "10.0.0.1:3260", "0010000000000000",
  N, "", "" },
{ "LUN: 0x", "10.0.0.1:::0xFf:" N, "10.0.0.1:3260", "00ff000000000000", N, "",
  "" },
{ "LUN: two bytes, as iPXE sends them", "10.0.0.1:::100:" N,
  "10.0.0.1:3260", "0100000000000000", N, "", "" },
{ "LUN: without a method of its own", "10.0.0.1:::3fff:" N, "10.0.0.1:3260",
  "3fff000000000000", N, "", "" },
{ "LUN: it names its method itself", "10.0.0.1:::4064:" N, "10.0.0.1:3260",
  "4064000000000000", N, "", "" },
{ "LUN: groups (RFC 4173 5)", "10.0.0.1:::4752-3A4F-6b7e-2F99:" N,
  "10.0.0.1:3260", "47523a4f6b7e2f99", N, "", "" },
{ "LUN: short groups (RFC 4173 5)", "10.0.0.1:::6734-9-156f-127:" N,
  "10.0.0.1:3260", "67340009156f0127", N, "", "" },
{ "LUN: two groups (RFC 4173 5)", "10.0.0.1:::4186-9:" N, "10.0.0.1:3260",
  "4186000900000000", N, "", "" },
{ "LUN: groups are as they are", "10.0.0.1:::100-0:" N, "10.0.0.1:3260",
  "0100000000000000", N, "", "" },
{ "a name of 223 bytes", "10.0.0.1::::iqn." S200 "0123456789012345678",
  "10.0.0.1:3260", "", "iqn." S200 "0123456789012345678", "", "" },
{ "a secret of 255 bytes", "u:" S200 S55 "@10.0.0.1::::" N, "10.0.0.1:3260",
  "", N, "u" "|" S200 S55, "" },
};

static void account_text(const struct chap_account *a, char *to, size_t size)
{
	to[0] = '\0';
	if (a->name[0] || a->secret.len)
		snprintf(to, size, "%s|%.*s", a->name, (int)a->secret.len,
			 (const char *)a->secret.bytes);
	if (a->reverse_name[0] || a->reverse_secret.len)
		snprintf(to + strlen(to), size - strlen(to), "|%s|%.*s",
			 a->reverse_name, (int)a->reverse_secret.len,
			 (const char *)a->reverse_secret.bytes);
}

static void test_good(void)
{
	static struct plan_target t;
	static struct remarks remarks;
	char text[1024], got[1024], portal[PORTAL_TEXT_SIZE];
	struct slip s;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const char *why = good[i].why;

		snprintf(text, sizeof(text), "iscsi:%s", good[i].text);
		memset(&t, 0xee, sizeof(t));
		remarks.count = 0;
		s.why[0] = '\0';
		SAME(rootpath_parse(&t, text, &remarks, &s), 0, why);
		SAME_TEXT(s.why, "", why);
		if (s.why[0])
			continue;
		portal_text(&t.portal, portal);
		snprintf(got, sizeof(got), "%s%s", t.host, portal);
		SAME_TEXT(got, good[i].server, why);
		SAME_TEXT(t.name, good[i].name, why);
		for (size_t j = 0; j < 8; j++)
			snprintf(got + 2 * j, 3, "%02x", t.lun[j]);
		SAME_TEXT(got, t.lun_known ? good[i].lun : "0000000000000000",
			  why);
		OK(t.lun_known == !!*good[i].lun, why);
		snprintf(got, sizeof(got), "%s%s%s", t.iface,
			 t.iface[0] || t.netdev[0] ? "|" : "", t.netdev);
		SAME_TEXT(got, good[i].interface, why);
		account_text(&t.account, got, sizeof(got));
		SAME_TEXT(got, good[i].account, why);
		OK(t.nic == (int)0xeeeeeeee, "what is not in the text stays");
	}
}

#define COLONS ": four colons stand between the server and the target name"
#define CAN_BE ", where user:password or user:password:in_user:in_password can be; an '@' in them is written %40, a ':' %3A"
#define BARE "an IPv6 address must stand in brackets, as in iscsi:[2001:db8::1]::::iqn.2026-11.example:disk"
#define NO_SERVER "the server is neither an IPv4 address, nor an IPv6 address in brackets [], nor a host name"
#define PROTOCOL "the field behind the server, the protocol, is neither empty nor 6 (TCP): the port is one field later, and credentials end with an '@'"
#define LUN "the LUN is not one to four groups of one to four hexadecimal digits, joined by '-'"
#define SPACE "the target name is not a name: it holds a space or a control character"

/* The whole text; shown: NULL when nothing but "iscsi:***" is. */
static const struct {
	const char *why, *text;
	size_t at;
	const char *reason, *shown;
} bad[] = {
{ "another scheme", "nfs:10.0.0.1:/disk", 0,
  "it does not begin with iscsi:", "***" },
{ "a scheme in capitals", "ISCSI:10.0.0.1::::" N, 0,
  "it does not begin with iscsi:", "***" },
{ "dracut's iscsi4", "iscsi4:u:p@10.0.0.1::::" N, 0,
  "it does not begin with iscsi:", "***" },
{ "nothing", "", 0, "it does not begin with iscsi:", "***" },
{ "an octet above 255", "iscsi:10.0.0.256::::" N, 6,
  "10.0.0.256 is not an IPv4 address", NULL },
{ "behind an account", "iscsi:u:p@10.0.0.256::::" N, 10,
  "10.0.0.256 is not an IPv4 address", NULL },
{ "three numbers: what it is is not said", "iscsi:10.0.1::::" N, 6,
  "the server is not an IPv4 address (four numbers of 0 to 255)", NULL },
{ "digits are no host name", "iscsi:12345::::" N, 6,
  "the server is not an IPv4 address (four numbers of 0 to 255)", NULL },
{ "an octet with a leading zero", "iscsi:10.0.0.01::::" N, 6,
  "10.0.0.01 is not an IPv4 address", NULL },
{ "no server", "iscsi:::::" N, 6, "the server is missing" COLONS, NULL },
{ "no server behind an account", "iscsi:u:p@::::" N, 10,
  "the server is missing" COLONS, NULL },
{ "a host name with a slash", "iscsi:a/b::::" N, 6, NO_SERVER, NULL },
{ "a label that begins with -", "iscsi:-a::::" N, 6, NO_SERVER, NULL },
{ "a label that ends with -", "iscsi:a-.b::::" N, 6, NO_SERVER, NULL },
{ "an empty label", "iscsi:a..b::::" N, 6, NO_SERVER, NULL },
{ "a label of 64 bytes", "iscsi:" LABEL "x::::" N, 6, NO_SERVER, NULL },
{ "a host name of 254 bytes", "iscsi:" LABEL "." LABEL "." LABEL "."
  "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxy::::" N, 6,
  "the server's name is longer than 253 bytes", NULL },
{ "round brackets", "iscsi:(2001:db8::1)::::" N, 6, NO_SERVER, NULL },
{ "IPv6 without brackets (dracut: Invalid parameter)",
  "iscsi:2001:db8::1::3260:0:" N, 6, BARE, NULL },
{ "IPv6 that could be a host and a port", "iscsi:fe80::1::::" N, 6, BARE,
  NULL },
{ "IPv6, protocol and port", "iscsi:fe80::1:6:3260:0:" N, 6, BARE, NULL },
{ "no IPv6: a host, a port, and a colon too few", "iscsi:abc::3260:" N, 16,
  "a colon is missing before the target name" COLONS, NULL },
{ "no IPv6: a host, a port, and a device", "iscsi:abc::3260:x/y:1:" N, 17,
  "the network device's name holds a character that none can have", NULL },
{ "IPv6 with nothing behind", "iscsi:2001:db8::1", 6, BARE, NULL },
{ "IPv6 behind an account", "iscsi:u:p@2001:db8::1::3260:0:" N, 10, BARE,
  NULL },
{ "IPv6 with half its brackets", "iscsi:2001:db8::1]::::" N, 6, BARE, NULL },
{ "the other half", "iscsi:[2001:db8::1::::" N, 6,
  "the bracket [ is not closed", NULL },
{ "something behind the bracket", "iscsi:[2001:db8::1]x::::" N, 19,
  "only a colon can follow the bracket ]", NULL },
{ "IPv4 in brackets", "iscsi:[10.0.0.1]::::" N, 7,
  "what stands in the brackets is not an IPv6 address", NULL },
{ "a scope", "iscsi:[fe80::1%eth0]::::" N, 7,
  "what stands in the brackets is not an IPv6 address (its interface is named before the LUN, not behind a %)",
  NULL },
{ "a port in the protocol's place", "iscsi:10.0.0.1:3260:::" N, 15, PROTOCOL,
  "iscsi:10.0.0.1:3260:::" N },
{ "a protocol's name", "iscsi:10.0.0.1:tcp:::" N, 15, PROTOCOL, NULL },
{ "another protocol of one digit", "iscsi:10.0.0.1:7:::" N, 15, PROTOCOL,
  "iscsi:10.0.0.1:7:::" N },
{ "6 and more", "iscsi:10.0.0.1:66:::" N, 15, PROTOCOL,
  "iscsi:10.0.0.1:66:::" N },
{ "UDP", "iscsi:10.0.0.1:17:::" N, 15, PROTOCOL, "iscsi:10.0.0.1:17:::" N },
{ "no @ behind the password", "iscsi:u:secret:10.0.0.1::::" N, 8, PROTOCOL,
  NULL },
{ "port 0", "iscsi:10.0.0.1::0::" N, 16, "port 0 is not 1..65535",
  "iscsi:10.0.0.1::0::" N },
{ "a port above 65535", "iscsi:10.0.0.1::99999::" N, 16,
  "port 99999 is not 1..65535", "iscsi:10.0.0.1::99999::" N },
{ "one above", "iscsi:10.0.0.1::65536::" N, 16, "port 65536 is not 1..65535",
  "iscsi:10.0.0.1::65536::" N },
{ "a port that wraps", "iscsi:10.0.0.1::18446744073709554876::" N, 16,
  "port 18446744073709554876 is not 1..65535",
  "iscsi:10.0.0.1::18446744073709554876::" N },
{ "behind an account", "iscsi:u:p@10.0.0.1::99999::" N, 20,
  "port 99999 is not 1..65535", "iscsi:***@10.0.0.1::99999::" N },
{ "with an @ in the name", "iscsi:10.0.0.1::99999::" N ":di@sk", 16,
  "port 99999 is not 1..65535", NULL },
{ "in another form of name", "iscsi:10.0.0.1::99999::plain:di@sk:x", 16,
  "port 99999 is not 1..65535", NULL },
{ "an address behind it", "iscsi:10.0.0.1::99999::" N ":di@10.0.0.2:", 16,
  "port 99999 is not 1..65535", NULL },
{ "no colon behind it", "iscsi:storage::99999::plain:di@sk", 15,
  "port 99999 is not 1..65535", NULL },
{ "an account, and an @ in the name",
  "iscsi:u:p@10.0.0.1::99999::plain:di@sk:x", 20,
  "port 99999 is not 1..65535", NULL },
{ "a port in letters (dracut takes it)", "iscsi:10.0.0.1::abc::" N, 16,
  "the port is not a decimal number", NULL },
{ "a port in hexadecimal", "iscsi:10.0.0.1::0xcbc::" N, 16,
  "the port is not a decimal number", NULL },
{ "a LUN in letters", "iscsi:10.0.0.1:::one:" N, 17, LUN, NULL },
{ "a LUN of five digits", "iscsi:10.0.0.1:::10000:" N, 17, LUN,
  "iscsi:10.0.0.1:::10000:" N },
{ "a LUN of five groups", "iscsi:10.0.0.1:::1-2-3-4-5:" N, 17, LUN,
  "iscsi:10.0.0.1:::1-2-3-4-5:" N },
{ "a LUN with an empty group", "iscsi:10.0.0.1:::1--2:" N, 17, LUN,
  "iscsi:10.0.0.1:::1--2:" N },
{ "a LUN with a last -", "iscsi:10.0.0.1:::1-:" N, 17, LUN,
  "iscsi:10.0.0.1:::1-:" N },
{ "0x and nothing", "iscsi:10.0.0.1:::0x:" N, 17, LUN,
  "iscsi:10.0.0.1:::0x:" N },
{ "0x before groups", "iscsi:10.0.0.1:::0x1-2:" N, 17, LUN,
  "iscsi:10.0.0.1:::0x1-2:" N },
{ "a LUN of 30 digits", "iscsi:10.0.0.1:::000000000000000000000000000001:" N,
  17, LUN, "iscsi:10.0.0.1:::000000000000000000000000000001:" N },
{ "too many fields", "iscsi:10.0.0.1:::ifc:eth0:x:1:" N, 17,
  "too many fields before the target name: at most interface, network device and LUN stand between it and the port",
  NULL },
{ "a device's name of 16 bytes", "iscsi:10.0.0.1:::abcdefghijklmnop:1:" N,
  17, "the network device's name is longer than 15 bytes", NULL },
{ "an interface's", "iscsi:10.0.0.1:::abcdefghijklmnop:eth0:1:" N, 17,
  "the interface's name is longer than 15 bytes", NULL },
{ "a slash in it", "iscsi:10.0.0.1:::e/h:1:" N, 18,
  "the network device's name holds a character that none can have", NULL },
{ "a space in it", "iscsi:10.0.0.1:::e h:1:" N, 18,
  "the network device's name holds a character that none can have", NULL },
{ "the @ of an account with too few colons behind",
  "iscsi:u:6:3260:p@10.0.0.1::" N, 27,
  "a colon is missing before the target name" COLONS, NULL },
{ "a colon too few", "iscsi:10.0.0.1:::" N, 17,
  "a colon is missing before the target name" COLONS, NULL },
{ "two too few", "iscsi:10.0.0.1::" N, 16,
  "a colon is missing before the target name" COLONS, NULL },
{ "the server left out, and its colons", "iscsi:" N, 6,
  "the target name stands where the server's address must" COLONS, NULL },
{ "a server alone", "iscsi:10.0.0.1", 14, "the target name is missing" COLONS,
  NULL },
{ "an account and a server alone", "iscsi:u:p@10.0.0.1", 18,
  "the target name is missing" COLONS, NULL },
{ "a name too few", "iscsi:10.0.0.1::::", 18, "the target name is missing",
  "iscsi:10.0.0.1::::" },
{ "a space in the name", "iscsi:10.0.0.1::::iqn.a b", 18, SPACE,
  "iscsi:10.0.0.1::::iqn.a b" },
{ "a control character", "iscsi:10.0.0.1::::iqn.a\x01", 18, SPACE,
  "iscsi:10.0.0.1::::iqn.a?" },
{ "a name of 224 bytes", "iscsi:10.0.0.1::::iqn." S200 "01234567890123456789",
  18, "the target name is longer than 223 bytes (RFC 7143 4.2.7.1)",
  "iscsi:10.0.0.1::::iqn." S200 "01234567890123456789" },
{ "a user alone", "iscsi:user@10.0.0.1::::" N, 6,
  "1 field stands before the '@'" CAN_BE, "iscsi:***@10.0.0.1::::" N },
{ "three fields", "iscsi:u:p:iu@10.0.0.1::::" N, 6,
  "3 fields stand before the '@'" CAN_BE, "iscsi:***@10.0.0.1::::" N },
{ "five fields (dracut warns)", "iscsi:u:p:iu:ip:x@10.0.0.1::::" N, 6,
  "5 fields stand before the '@'" CAN_BE, "iscsi:***@10.0.0.1::::" N },
{ "a user that is an iSCSI name, not encoded",
  "iscsi:iqn.2026-11.test:node:secret@10.0.0.1::::" N, 6,
  "3 fields stand before the '@'" CAN_BE, "iscsi:***@10.0.0.1::::" N },
{ "an empty user", "iscsi::p@10.0.0.1::::" N, 6,
  "a name or password before the '@' is empty", "iscsi:***@10.0.0.1::::" N },
{ "an empty password", "iscsi:u:@10.0.0.1::::" N, 8,
  "a name or password before the '@' is empty", "iscsi:***@10.0.0.1::::" N },
{ "an empty password of the target", "iscsi:u:p:iu:@10.0.0.1::::" N, 13,
  "a name or password before the '@' is empty", "iscsi:***@10.0.0.1::::" N },
{ "a secret of 256 bytes", "iscsi:u:" S200 S55 "x@10.0.0.1::::" N, 8,
  "a name or password before the '@' is longer than 255 bytes",
  "iscsi:***@10.0.0.1::::" N },
{ "@ and : changed over", "iscsi:u@p:10.0.0.1::::" N, 6,
  "1 field stands before the '@'" CAN_BE, NULL },
{ "a password that goes on behind an @", "iscsi:u:p@h:x@[::1::::" N, 6,
  "3 fields stand before the '@'" CAN_BE, NULL },
{ "a bracket behind an account", "iscsi:u:p@h@[::1::::" N, 12,
  "the bracket [ is not closed", NULL },
{ "what could be a misplaced password is not shown",
  "iscsi:10.0.0.1:::hushhushhushhush::1:" N, 17,
  "the interface's name is longer than 15 bytes", NULL },
{ "nor here", "iscsi:10.0.0.1:::hushhushhushhush:1:" N, 17,
  "the network device's name is longer than 15 bytes", NULL },
};

static void test_bad(void)
{
	static struct plan_target t, before;
	static struct remarks remarks;
	char shown[ROOTPATH_SHOWN_SIZE];
	struct slip s;

	memset(&before, 0xee, sizeof(before));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *why = bad[i].why;

		t = before;
		s = (struct slip){ 9999, "" };
		SAME(rootpath_parse(&t, bad[i].text, &remarks, &s), -EINVAL,
		     why);
		SAME_TEXT(s.why, bad[i].reason, why);
		SAME(s.at, bad[i].at, why);
		OK(strlen(s.why) < sizeof(s.why) - 1, "not cut");
		OK(!memcmp(&t, &before, sizeof(t)), "nothing is taken");
		rootpath_shown(bad[i].text, shown, sizeof(shown));
		SAME_TEXT(shown, bad[i].shown ? bad[i].shown : "iscsi:***",
			  why);
	}
	SAME(remarks.count, 0, "what is wrong is not remarked on");
}

/* What parses, as it is shown, with the last remark on it. */
static const struct {
	const char *why, *text, *shown, *remark;
} shown[] = {
{ "an address", "iscsi:10.0.0.1:6:3260:1:" N, "iscsi:10.0.0.1:6:3260:1:" N,
  "" },
{ "IPv6", "iscsi:[::1]::::" N, "iscsi:[::1]::::" N, "" },
{ "a host that is used as one", "iscsi:storage::::" N,
  "iscsi:storage::::" N, "" },
{ "an account", "iscsi:u:p@10.0.0.1::::" N, "iscsi:***@10.0.0.1::::" N, "" },
{ "an account of a host", "iscsi:u:p@storage::::" N,
  "iscsi:***@storage::::" N, "" },
{ "an @ in the password", "iscsi:u:p@ss@10.0.0.1::::" N,
  "iscsi:***@10.0.0.1::::" N, "" },
{ "a target behind a target: up to the last",
  "iscsi:u:p@h::::x@10.0.0.1::::y", "iscsi:***@10.0.0.1::::y",
  "the target name is not of the form iqn.yyyy-mm.reversed.domain[:text] (RFC 7143 4.2.7)" },
{ "an @ in the name", "iscsi:10.0.0.1::::" N "@y", "iscsi:10.0.0.1::::" N "@y",
  "the target name is a name with a character that RFC 3722 forbids" },
{ "a name in capitals", "iscsi:10.0.0.1::::iqn.2026-11.test:X",
  "iscsi:10.0.0.1::::iqn.2026-11.test:X",
  "the target name is in capitals: names are lower case (RFC 3722)" },
{ "a LUN that reads as decimal", "iscsi:10.0.0.1:::10:" N,
  "iscsi:10.0.0.1:::10:" N,
  "LUN 10 was read as hexadecimal (RFC 4173): it is 16 in decimal" },
{ "in flat space", "iscsi:u:p@10.0.0.1:::0100:" N,
  "iscsi:***@10.0.0.1:::0100:" N,
  "LUN 0100 was read as hexadecimal (RFC 4173): it is 256 in decimal" },
{ "the largest of four digits", "iscsi:10.0.0.1:::9999:" N,
  "iscsi:10.0.0.1:::9999:" N,
  "LUN 9999 was read as hexadecimal (RFC 4173): it is 39321 in decimal" },
{ "the same either way", "iscsi:10.0.0.1:::09:" N, "iscsi:10.0.0.1:::09:" N,
  "" },
{ "not decimal", "iscsi:10.0.0.1:::1a:" N, "iscsi:10.0.0.1:::1a:" N, "" },
{ "said to be hexadecimal", "iscsi:10.0.0.1:::0x10:" N,
  "iscsi:10.0.0.1:::0x10:" N, "" },
{ "groups are no number", "iscsi:10.0.0.1:::10-0:" N,
  "iscsi:10.0.0.1:::10-0:" N, "" },
{ "not ASCII", "iscsi:10.0.0.1::::iqn.2026-11.test:\xc3\xa4",
  "iscsi:10.0.0.1::::iqn.2026-11.test:??", "" },
};

static void test_shown(void)
{
	static const char *const firmware[] = {
		"iscsi", "iscsi:", "iscsi:@"
	};
	static struct plan_target t;
	static struct remarks remarks;
	char got[ROOTPATH_SHOWN_SIZE];
	struct slip s;

	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		const char *why = shown[i].why;

		remarks.count = 0;
		remarks.list[0].what[0] = remarks.list[0].why[0] = '\0';
		SAME(rootpath_parse(&t, shown[i].text, &remarks, &s), 0, why);
		rootpath_shown(shown[i].text, got, sizeof(got));
		SAME_TEXT(got, shown[i].shown, why);
		SAME(remarks.count, *shown[i].remark ? 1 : 0, why);
		SAME_TEXT(remarks.list[0].why, shown[i].remark, why);
		if (remarks.count) {
			SAME_TEXT(remarks.list[0].what, got, why);
			OK(!remarks.list[0].ignored, why);
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(firmware); i++) {
		SAME(rootpath_parse(&t, firmware[i], &remarks, &s), -ENODATA,
		     "these mean firmware");
		rootpath_shown(firmware[i], got, sizeof(got));
		SAME_TEXT(got, firmware[i], "there is nothing to hide");
	}
	rootpath_shown("iscsi:10.0.0.1::::" N, got, 10);
	SAME_TEXT(got, "iscsi:10.", "cut at the size");
	rootpath_shown("iscsi:u:p@10.0.0.1::::" N, got, 12);
	SAME_TEXT(got, "iscsi:***@1", "and behind an account");
}

int main(void)
{
	test_good();
	test_bad();
	test_shown();
	return test_done();
}
