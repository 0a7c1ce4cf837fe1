// SPDX-License-Identifier: GPL-2.0-or-later
/* DNS messages: the question, and answers good and bad. */
#include "dns.h"

#include <errno.h>

#include "compat.h"
#include "test.h"
#include "wr.h"

#define ID 0x1234

static const struct {
	const char *why, *name;
	bool wrong;
} names[] = {
{ "a name", "san.example.com", false },
{ "a single label", "san", false },
{ "any letter, digit, '-' and '_'", "A-z_09.example", false },
{ "digits in front", "10.example", false },
{ "digits behind", "10.e1", false },
{ "63 characters", "a23456789012345678901234567890123456789012345678901234567890123.b", false },
{ "64 characters", "a234567890123456789012345678901234567890123456789012345678901234.b", true },
{ "nothing", "", true },
{ "a dot", ".", true },
{ "a dot in front", ".a", true },
{ "a dot behind (the caller's to take away)", "a.", true },
{ "two dots", "a..b", true },
{ "an address", "10.0.0.1", true },
{ "a wrong address", "10.0.0.300", true },
{ "an IPv6 address", "fd00::1", true },
{ "a space", "a b", true },
{ "a zone", "a%eth0", true },
{ "a control character", "a\nb", true },
{ "not ASCII", "s\xc3\xa4n", true },
};

static void test_names(void)
{
	char name[DNS_NAME_MAX + 2] = "";

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		SAME(dns_name_wrong(names[i].name) != NULL, names[i].wrong,
		     names[i].why);
	while (strlen(name) < DNS_NAME_MAX)
		strcat(name, strlen(name) % 2 ? "." : "a");
	OK(!dns_name_wrong(name), "253 characters (RFC 1035 2.3.4)");
	strcat(name, "a");
	OK(dns_name_wrong(name), "254 characters");
}

static void test_query(void)
{
	static const char want[] = "\x12\x34\1\0\0\1\0\0\0\0\0\0"
				   "\3san\7example\3com\0\0\x1c\0\1";
	struct dns_question q = { "san.example.com", DNS_AAAA, ID };
	char name[DNS_NAME_MAX + 1] = "a";
	uint8_t buf[DNS_QUERY_MAX];

	SAME(dns_query(&q, buf, sizeof(buf)), sizeof(want) - 1, "its length");
	OK(!memcmp(buf, want, sizeof(want) - 1), "its bytes (RFC 1035 4.1)");
	SAME(dns_query(&q, buf, sizeof(want) - 1), sizeof(want) - 1,
	     "it just fits");
	SAME(dns_query(&q, buf, sizeof(want) - 2), -EINVAL, "no room");
	q.name = "a..b";
	SAME(dns_query(&q, buf, sizeof(buf)), -EINVAL, "not a name");
	while (strlen(name) < DNS_NAME_MAX)
		strcat(name, ".a");
	q.name = name;
	SAME(dns_query(&q, buf, sizeof(buf)), DNS_QUERY_MAX, "the longest");
}

/* Flags: an answer, recursion desired and available. */
#define OKAY 0x8180

/* Offsets: the name is at 12, "example" at 16, the first record at 33 and its
 * data at 45. */
#define NAME "\3san\7example\3com\0"
#define Q NAME "\0\1\0\1"
#define Q6 NAME "\0\x1c\0\1"
#define SAN "\xc0\x0c"
#define TTL "\0\0\0\x3c"
#define A(bytes) "\0\1\0\1" TTL "\0\4" bytes
#define AAAA(bytes) "\0\x1c\0\1" TTL "\0\x10" bytes
#define CNAME(len, bytes) "\0\5\0\1" TTL "\0" len bytes
#define NS(len, bytes) "\0\2\0\1" TTL "\0" len bytes
#define ONE "\xc0\0\2\1"		/* 192.0.2.1 */
#define TWO "\xc0\0\2\2"
#define DB8 "\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0"
#define ZEROES "\0\0\0\0\0\0\0\0\0\0"
#define CHARS_32 "abcdefghijklmnopqrstuvwxyz012345"
#define ROW(b) (b), sizeof(b) - 1

static const struct {
	const char *why;
	uint16_t flags, questions, records;
	const char *bytes;
	size_t size;
	int rc;
	const char *want;
} answers[] = {
{ "an address", OKAY, 1, 1, ROW(Q SAN A(ONE)), 1, "192.0.2.1" },
{ "an IPv6 address (RFC 3596)", OKAY, 1, 1,
  ROW(Q6 SAN AAAA(DB8 "\1")), 1, "2001:db8::1" },
{ "two, and one of them again", OKAY, 1, 3,
  ROW(Q SAN A(TWO) SAN A(ONE) SAN A(TWO)), 2, "192.0.2.2 192.0.2.1" },
{ "the name without compression", OKAY, 1, 1, ROW(Q NAME A(ONE)), 1,
  "192.0.2.1" },
{ "letters of another case (RFC 1035 2.3.3)", OKAY, 1, 1,
  ROW("\3SAN\7exAmple\3coM\0\0\1\0\1" "\3sAn\xc0\x10" A(ONE)), 1,
  "192.0.2.1" },
{ "an alias", OKAY, 1, 2,
  ROW(Q SAN CNAME("\7", "\4disk\xc0\x10") "\xc0\x2d" A(ONE)), 1,
  "192.0.2.1" },
{ "an alias of an alias, in disorder", OKAY, 1, 3,
  ROW(Q "\1b\xc0\x10" A(ONE) "\1a\xc0\x10" CNAME("\4", "\1b\xc0\x10")
      SAN CNAME("\4", "\1a\xc0\x10")), 1, "192.0.2.1" },
{ "an alias only: no record of this type", OKAY, 1, 1,
  ROW(Q SAN CNAME("\7", "\4disk\xc0\x10")), -ENODATA, "" },
{ "nothing", OKAY, 1, 0, ROW(Q), -ENODATA, "" },
{ "another's address", OKAY, 1, 1, ROW(Q "\2go\xc0\x10" A(ONE)), -ENODATA,
  "" },
{ "what the alias does not lead to", OKAY, 1, 2,
  ROW(Q SAN CNAME("\7", "\4disk\xc0\x10") "\2go\xc0\x10" A(ONE)), -ENODATA,
  "" },
{ "a part of the name only", OKAY, 1, 1, ROW(Q "\xc0\x10" A(ONE)), -ENODATA,
  "" },
{ "more than the name", OKAY, 1, 1, ROW(Q "\1a\xc0\x0c" A(ONE)), -ENODATA,
  "" },
{ "another class", OKAY, 1, 1, ROW(Q SAN "\0\1\0\3" TTL "\0\4" ONE),
  -ENODATA, "" },
{ "another type", OKAY, 1, 1, ROW(Q SAN AAAA(DB8 "\1")), -ENODATA, "" },
{ "an address behind the answers (authority)", OKAY, 1, 0,
  ROW(Q SAN A(ONE)), -ENODATA, "" },
{ "bytes behind the answer", OKAY, 1, 1, ROW(Q SAN A(ONE) "\xff"), 1,
  "192.0.2.1" },
{ "no such name", OKAY | 3, 1, 0, ROW(Q), -ENOENT, "" },
{ "no such name, whatever comes with it", OKAY | 3, 1, 1,
  ROW(Q SAN A(ONE)), -ENOENT, "" },
{ "the question could not be read", OKAY | 1, 1, 0, ROW(Q), -EAGAIN, "" },
{ "server failure", OKAY | 2, 1, 0, ROW(Q), -EAGAIN, "" },
{ "not implemented", OKAY | 4, 1, 0, ROW(Q), -EAGAIN, "" },
{ "refused", OKAY | 5, 1, 0, ROW(Q), -EAGAIN, "" },
{ "truncated (RFC 2181 9: not used)", OKAY | 0x200, 1, 1,
  ROW(Q SAN A(ONE)), -EMSGSIZE, "" },
{ "truncated in the middle of a record", OKAY | 0x200, 1, 2,
  ROW(Q SAN A(ONE) SAN), -EMSGSIZE, "" },
{ "a question", 0x0180, 1, 1, ROW(Q SAN A(ONE)), -EPROTO, "" },
{ "another kind of answer", OKAY | 0x2800, 1, 1, ROW(Q SAN A(ONE)), -EPROTO,
  "" },
{ "without the question (RFC 5452 9.1)", OKAY, 0, 1, ROW(SAN A(ONE)),
  -EPROTO, "" },
{ "the question is there, and not counted", OKAY, 0, 1, ROW(Q SAN A(ONE)),
  -EPROTO, "" },
{ "two questions", OKAY, 2, 1, ROW(Q Q SAN A(ONE)), -EPROTO, "" },
{ "another name was asked", OKAY, 1, 1,
  ROW("\3sam\7example\3com\0\0\1\0\1" SAN A(ONE)), -EPROTO, "" },
{ "the name that a dot would make of another", OKAY, 1, 1,
  ROW("\xbsan.example\3com\0\0\1\0\1" SAN A(ONE)), -EPROTO, "" },
{ "a longer name was asked", OKAY, 1, 1,
  ROW("\3san\7example\3com\1a\0\0\1\0\1" SAN A(ONE)), -EPROTO, "" },
{ "another type was asked", OKAY, 1, 1, ROW(NAME "\0\2\0\1" SAN A(ONE)),
  -EPROTO, "" },
{ "another class was asked", OKAY, 1, 1, ROW(NAME "\0\1\0\3" SAN A(ONE)),
  -EPROTO, "" },
{ "not even for NXDOMAIN", OKAY | 3, 1, 0, ROW(NAME "\0\2\0\1"), -EPROTO,
  "" },
{ "fewer records than it says", OKAY, 1, 2, ROW(Q SAN A(ONE)), -EPROTO, "" },
{ "far fewer", OKAY, 1, 65535, ROW(Q SAN A(ONE)), -EPROTO, "" },
{ "three bytes of IPv4", OKAY, 1, 1,
  ROW(Q SAN "\0\1\0\1" TTL "\0\3\xc0\0\2"), -EPROTO, "" },
{ "an IPv4 address as IPv6", OKAY, 1, 1,
  ROW(Q6 SAN "\0\x1c\0\1" TTL "\0\4" ONE), -EPROTO, "" },
{ "data past the end", OKAY, 1, 1,
  ROW(Q SAN "\0\1\0\1" TTL "\0\4\xc0\0\2"), -EPROTO, "" },
{ "data far past the end", OKAY, 1, 1,
  ROW(Q SAN NS("\xff", "\1")), -EPROTO, "" },
{ "an alias longer than its data", OKAY, 1, 1,
  ROW(Q SAN CNAME("\6", "\4disk\xc0\x10")), -EPROTO, "" },
{ "an alias shorter than its data", OKAY, 1, 1,
  ROW(Q SAN CNAME("\7", "\1k\xc0\x10" "abc")), -EPROTO, "" },
{ "a name that points at itself", OKAY, 1, 1, ROW(Q "\xc0\x21" A(ONE)),
  -EPROTO, "" },
{ "two that point at each other", OKAY, 1, 2,
  ROW(Q SAN NS("\2", "\xc0\x2f") "\xc0\x2d" A(ONE)), -EPROTO, "" },
{ "a name that points at its own beginning", OKAY, 1, 1,
  ROW(Q "\1a\xc0\x21" A(ONE)), -EPROTO, "" },
{ "a name that points ahead", OKAY, 1, 1,
  ROW(Q "\xc0\x2f" A(ONE)), -EPROTO, "" },
{ "a name that points into the header", OKAY, 1, 1, ROW(Q "\xc0\4" A(ONE)),
  -EPROTO, "" },
{ "a name that points out of it", OKAY, 1, 1, ROW(Q "\xff\xff" A(ONE)),
  -EPROTO, "" },
{ "another kind of label, or 64 characters", OKAY, 1, 1,
  ROW(Q "\x40" CHARS_32 CHARS_32 "\0" A(ONE)), -EPROTO, "" },
{ "63 characters", OKAY, 1, 1,
  ROW(Q "\x3f" CHARS_32 "123456789012345678901234567890z\0" A(ONE)), -ENODATA,
  "" },
{ "aliases in a circle", OKAY, 1, 2,
  ROW(Q SAN CNAME("\4", "\1a\xc0\x10") "\xc0\x2d" CNAME("\2", SAN)), -EAGAIN,
  "" },
{ "a referral (RFC 1034 4.3.1)", 0x8100, 1, 0,
  ROW(Q "\xc0\x10" NS("\2", "\xc0\x10")), -EAGAIN, "" },
{ "a server for this zone alone", 0x8500, 1, 0, ROW(Q), -ENODATA, "" },
{ "that says where the alias leads", 0x8500, 1, 1,
  ROW(Q SAN CNAME("\7", "\4disk\xc0\x10")), -EAGAIN, "" },
{ "that has the address, too", 0x8500, 1, 1, ROW(Q SAN A(ONE)), 1,
  "192.0.2.1" },
{ "loopback", OKAY, 1, 1, ROW(Q SAN A("\x7f\0\0\1")), -EADDRNOTAVAIL,
  "127.0.0.1" },
{ "all of 127.0.0.0/8", OKAY, 1, 1, ROW(Q SAN A("\x7f\1\2\3")),
  -EADDRNOTAVAIL, "127.1.2.3" },
{ "unspecified", OKAY, 1, 1, ROW(Q SAN A("\0\0\0\0")), -EADDRNOTAVAIL,
  "0.0.0.0" },
{ "all of 0.0.0.0/8", OKAY, 1, 1, ROW(Q SAN A("\0\1\0\1")), -EADDRNOTAVAIL,
  "0.1.0.1" },
{ "multicast", OKAY, 1, 1, ROW(Q SAN A("\xe0\0\0\1")), -EADDRNOTAVAIL,
  "224.0.0.1" },
{ "broadcast", OKAY, 1, 1, ROW(Q SAN A("\xff\xff\xff\xff")), -EADDRNOTAVAIL,
  "255.255.255.255" },
{ "the last before multicast", OKAY, 1, 1, ROW(Q SAN A("\xdf\xff\xff\xfe")),
  1, "223.255.255.254" },
{ "link-local IPv4 is an address", OKAY, 1, 1, ROW(Q SAN A("\xa9\xfe\0\1")),
  1, "169.254.0.1" },
{ "the others are good", OKAY, 1, 3,
  ROW(Q SAN A("\x7f\0\0\1") SAN A(ONE) SAN A("\0\0\0\0")), 1, "192.0.2.1" },
{ "::1", OKAY, 1, 1, ROW(Q6 SAN AAAA(ZEROES "\0\0\0\0\0\1")),
  -EADDRNOTAVAIL, "::1" },
{ "::", OKAY, 1, 1, ROW(Q6 SAN AAAA(ZEROES "\0\0\0\0\0\0")),
  -EADDRNOTAVAIL, "::" },
{ "127.0.0.1 in disguise", OKAY, 1, 1,
  ROW(Q6 SAN AAAA(ZEROES "\xff\xff\x7f\0\0\1")), -EADDRNOTAVAIL,
  "::ffff:7f00:1" },
{ "multicast, IPv6", OKAY, 1, 1,
  ROW(Q6 SAN AAAA("\xff\2" ZEROES "\0\0\0\1")), -EADDRNOTAVAIL, "ff02::1" },
{ "link-local without a link", OKAY, 1, 1,
  ROW(Q6 SAN AAAA("\xfe\xbf" ZEROES "\0\0\0\1")), -EADDRNOTAVAIL,
  "febf::1" },
{ "site-local was an address", OKAY, 1, 1,
  ROW(Q6 SAN AAAA("\xfe\xc0" ZEROES "\0\0\0\1")), 1, "fec0::1" },
};

static size_t put_header(uint8_t *buf, uint16_t id, uint16_t flags,
			 uint16_t questions, uint16_t records)
{
	struct wr w = wr_into(buf, 12);

	wr_be(&w, id, 2);
	wr_be(&w, flags, 2);
	wr_be(&w, questions, 2);
	wr_be(&w, records, 2);
	wr_zero(&w, 4);
	return w.used;
}

static const char *list(const struct addr *a, int n)
{
	static char text[400];
	char one[ADDR_TEXT_SIZE];

	text[0] = '\0';
	for (int i = 0; i < n; i++) {
		strcat(text, i ? " " : "");
		strcat(text, addr_text(&a[i], one));
	}
	return text;
}

static void test_answers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		/* As it is in the row's question, where that is right. */
		bool v6 = answers[i].size > 18 && answers[i].bytes[18] == 0x1c;
		struct dns_question q = { "san.example.com",
					  v6 ? DNS_AAAA : DNS_A, ID };
		struct addr a[8] = { { 0 } };
		uint8_t m[512];
		int rc;

		put_header(m, ID, answers[i].flags, answers[i].questions,
			   answers[i].records);
		memcpy(m + 12, answers[i].bytes, answers[i].size);
		rc = dns_answer(&q, m, 12 + answers[i].size, a, 8);
		SAME(rc, answers[i].rc, answers[i].why);
		SAME_TEXT(list(a, rc == -EADDRNOTAVAIL ? 1 : rc),
			  answers[i].want, answers[i].why);
		m[1] ^= 1;
		SAME(dns_answer(&q, m, 12 + answers[i].size, a, 8), -EPROTO,
		     "another id");
	}
}

/* Every beginning of an answer is none. */
static void test_cut(void)
{
	static const char rest[] =
		Q SAN CNAME("\7", "\4disk\xc0\x10") "\xc0\x2d" A(ONE);
	struct dns_question q = { "san.example.com", DNS_A, ID };
	struct addr a[8];
	uint8_t m[128];

	put_header(m, ID, OKAY, 1, 2);
	memcpy(m + 12, rest, sizeof(rest));
	SAME(dns_answer(&q, m, 12 + sizeof(rest) - 1, a, 8), 1, "whole");
	for (size_t n = 0; n < 12 + sizeof(rest) - 1; n++)
		SAME(dns_answer(&q, m, n, a, 8), -EPROTO, "cut");
}

/* A chain of so many aliases: a, b, ... and the address. */
static int chain(int aliases)
{
	static const char name[] = "\1a\0\0\1\0\1";
	struct dns_question q = { "a", DNS_A, ID };
	struct addr a[8];
	uint8_t m[512];
	struct wr w = wr_into(m + 12, sizeof(m) - 12);

	put_header(m, ID, OKAY, 1, (uint16_t)(aliases + 1));
	wr_bytes(&w, name, sizeof(name) - 1);
	for (int i = 0; i < aliases; i++) {
		char record[] = "\1?\0\0\5\0\1\0\0\0\0\0\3\1?";

		record[1] = (char)('a' + i);
		record[14] = (char)('b' + i);
		wr_bytes(&w, record, sizeof(record));
	}
	wr_be(&w, 1, 1);
	wr_be(&w, (uint8_t)('a' + aliases), 1);
	wr_bytes(&w, "\0" A(ONE), 15);
	return dns_answer(&q, m, 12 + w.used, a, 8);
}

static void test_bounds(void)
{
	struct dns_question q = { "san.example.com", DNS_A, ID };
	struct addr a[9] = { { 0 } };
	uint8_t m[512];
	struct wr w = wr_into(m + 12, sizeof(m) - 12);

	put_header(m, ID, OKAY, 1, 20);
	wr_bytes(&w, Q, 21);
	for (uint8_t i = 1; i <= 20; i++) {
		wr_bytes(&w, SAN A("\xc0\0\2"), 15);
		wr_be(&w, i, 1);
	}
	SAME(dns_answer(&q, m, 12 + w.used, a, 8), 8, "as many as fit");
	SAME(a[7].bytes[3], 8, "the first ones");
	SAME(a[8].family, 0, "nothing behind");
	SAME(chain(8), 1, "eight aliases");
	SAME(chain(9), -EAGAIN, "nine are too many");
}

/* So many labels of one letter before "a": the data of one record, a label and
 * a pointer each, and the owner of the next. */
static int long_name(int labels)
{
	struct dns_question q = { "a", DNS_A, ID };
	struct addr a[8];
	uint8_t m[1024];
	struct wr w = wr_into(m + 12, sizeof(m) - 12);
	size_t before = 12;

	put_header(m, ID, OKAY, 1, 2);
	wr_bytes(&w, "\1a\0\0\1\0\1" "\1x", 9);
	wr_bytes(&w, "\xc0\x0c" "\0\2\0\1\0\0\0\0", 10);
	wr_be(&w, (uint64_t)labels * 4, 2);
	for (int i = 0; i < labels; i++) {
		size_t here = 12 + w.used;

		wr_bytes(&w, "\1b", 2);
		wr_be(&w, 0xc000 | before, 2);
		before = here;
	}
	wr_be(&w, 0xc000 | before, 2);
	wr_bytes(&w, A(ONE), 14);
	return dns_answer(&q, m, 12 + w.used, a, 8);
}

int main(void)
{
	test_names();
	test_query();
	test_answers();
	test_cut();
	test_bounds();
	SAME(long_name(126), -ENODATA, "255 bytes (RFC 1035 2.3.4)");
	SAME(long_name(127), -EPROTO, "257 bytes");
	return test_done();
}
