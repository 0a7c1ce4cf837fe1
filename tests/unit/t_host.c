// SPDX-License-Identifier: GPL-2.0-or-later
/* A host, by its address or by its name. */
#include "host.h"

#include "test.h"

#define L63 "a23456789012345678901234567890123456789012345678901234567890123"
#define L61 "a234567890123456789012345678901234567890123456789012345678901"
#define NO_BRACKET "an IPv6 address without the closing bracket"
#define NO_IPV6 "not an IPv6 address"
#define NO_IPV4 "not an IPv4 address: it has four numbers from 0 to 255"
#define NO_HOST "neither an address nor a host name"
#define NO_LABEL "not a host name: between its dots are 1 to 63 characters"

/* address: as addr_text() gives it, empty for a host name.  wrong: NULL. */
static const struct {
	const char *why, *text, *address, *wrong;
} cases[] = {
{ "IPv4", "10.0.0.1", "10.0.0.1", NULL },
{ "IPv6", "fd00::1", "fd00::1", NULL },
{ "IPv6 in brackets", "[fd00::1]", "fd00::1", NULL },
{ "the longest IPv6", "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL },
{ "IPv4 in an IPv6 coat", "::ffff:10.0.0.1", "10.0.0.1", NULL },
{ "the same in brackets", "[::ffff:10.0.0.1]", "10.0.0.1", NULL },
{ "a name", "san", "", NULL },
{ "a name with dots", "san.example.com", "", NULL },
{ "with the dot at its end", "san.example.com.", "", NULL },
{ "letters of any case, digits, - and _", "aA-zZ_09", "", NULL },
{ "a digit first (RFC 1123 2.1)", "3com.com", "", NULL },
{ "hexadecimal digits alone", "cafe", "", NULL },
{ "a label of 63", L63 ".com", "", NULL },
{ "253 characters", L63 "." L63 "." L63 "." L61, "", NULL },

{ "nothing", "", "", "empty" },
{ "a bracket in the brackets", "[fd00::1]]", "", NO_IPV6 },
{ "a bracket alone", "[", "", NO_BRACKET },
{ "no closing bracket", "[fd00::1", "", NO_BRACKET },
{ "something behind the bracket", "[fd00::1]x", "", NO_BRACKET },
{ "brackets around nothing", "[]", "", NO_IPV6 },
{ "IPv4 in brackets", "[10.0.0.1]", "", NO_IPV6 },
{ "a name in brackets", "[san]", "", NO_IPV6 },
{ "one digit more than the longest",
  "[0ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]", "", NO_IPV6 },
{ "two letters more than the longest",
  "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255xx]", "", NO_IPV6 },
{ "what is too long for an address",
  "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]", "", NO_IPV6 },
{ "a scope", "fe80::1%eth0", "", NO_IPV6 },
{ "two double colons", "fd00::1::2", "", NO_IPV6 },
{ "a name with a colon", "san:3260", "", NO_IPV6 },
{ "three numbers", "10.0.0", "", NO_IPV4 },
{ "256", "10.0.0.256", "", NO_IPV4 },
{ "one number", "10", "", NO_IPV4 },
{ "dots alone", "..", "", NO_IPV4 },
{ "a blank", "san 1", "", NO_HOST },
{ "a slash", "san/1", "", NO_HOST },
{ "UTF-8", "s\xc3\xa4n", "", NO_HOST },
{ "the characters around the letters: @", "a@", "", NO_HOST },
{ "[", "a[", "", NO_HOST },
{ "`", "a`", "", NO_HOST },
{ "{", "a{", "", NO_HOST },
{ "a dot first", ".san", "", NO_LABEL },
{ "two dots", "a..b", "", NO_LABEL },
{ "a label of 64", L63 "4.com", "", NO_LABEL },
{ "254 characters", L63 "." L63 "." L63 "." L61 "2", "",
  "longer than 253 characters" },
};

int main(void)
{
	char host[HOST_NAME_MAX_BYTES + 1], text[ADDR_TEXT_SIZE];
	struct addr a;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why, *wrong;

		memset(&a, 0x55, sizeof(a));
		memset(host, 'x', sizeof(host));
		wrong = host_wrong(cases[i].text, &a, host);
		SAME_TEXT(wrong ? wrong : "", cases[i].wrong ? cases[i].wrong :
			  "", why);
		SAME_TEXT(a.family ? addr_text(&a, text) : "",
			  cases[i].address, why);
		OK(!a.family == !*cases[i].address, why);
		SAME_TEXT(host, !wrong && !a.family ? cases[i].text : "",
			  why);
	}
	return test_done();
}
