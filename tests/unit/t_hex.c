// SPDX-License-Identifier: GPL-2.0-or-later
/* Binary values in text. */
#include "hex.h"

#include <errno.h>

#include "test.h"

/* want is the bytes in hexadecimal as hex_encode() writes them. */
static const struct {
	const char *why, *text;
	int rc;
	const char *want;
} cases[] = {
{ "hexadecimal", "0x0102ff", 3, "0x0102ff" },
{ "capitals (istgt)", "0XABCDEF", 3, "0xabcdef" },
{ "an odd number of digits (RFC 7143 6.1)", "0x123", 2, "0x0123" },
{ "one digit", "0xf", 1, "0x0f" },
{ "no digits", "0x", -EINVAL, "" },
{ "not a digit in front", "0xg0", -EINVAL, "" },
{ "not a digit behind", "0x0g", -EINVAL, "" },
{ "not a digit, odd", "0xg", -EINVAL, "" },
{ "no digits, capital X", "0X", -EINVAL, "" },
{ "no digits but a zero behind another", "0x0x", -EINVAL, "" },
{ "letters behind f", "0x0G", -EINVAL, "" },
{ "what lies around the digits in ASCII", "0x0/", -EINVAL, "" },
{ "what lies around the digits in ASCII", "0x0:", -EINVAL, "" },
{ "what lies around the letters in ASCII", "0x0@", -EINVAL, "" },
{ "what lies around the letters in ASCII", "0x0`", -EINVAL, "" },
{ "not ASCII", "0x0\xb0", -EINVAL, "" },
{ "a space", "0x01 2", -EINVAL, "" },
{ "the largest (8 bytes here)", "0x0102030405060708", 8,
  "0x0102030405060708" },
{ "one byte too many", "0x010203040506070809", -EINVAL, "" },
{ "one digit too many", "0x10102030405060708", -EINVAL, "" },
{ "base64, RFC 4648 10", "0bZm9vYmFy", 6, "0x666f6f626172" },
{ "base64, one pad", "0bZm9vYmE=", 5, "0x666f6f6261" },
{ "base64, two pads", "0bZm9vYg==", 4, "0x666f6f62" },
{ "base64, capital B", "0BZg==", 1, "0x66" },
{ "base64, all letters", "0b+/AZaz09", 6, "0xfbf0196b3d3d" },
{ "base64, nothing", "0b", -EINVAL, "" },
{ "base64, not whole groups", "0bZm9vY", -EINVAL, "" },
{ "base64, pads missing", "0bZg", -EINVAL, "" },
{ "base64, three pads", "0bZ===", -EINVAL, "" },
{ "base64, three pads behind zeroes", "0bA===", -EINVAL, "" },
{ "base64, only pads", "0b====", -EINVAL, "" },
{ "base64, one digit and three short", "0bZ", -EINVAL, "" },
{ "base64, six digits", "0bZm9vYg", -EINVAL, "" },
{ "base64, four pads behind a group", "0bZm9v====", -EINVAL, "" },
{ "base64, a pad in the middle", "0bZg=v", -EINVAL, "" },
{ "base64, a group behind the pads", "0bZg==Zg==", -EINVAL, "" },
{ "base64, bits behind the end (RFC 4648 3.5)", "0bZh==", -EINVAL, "" },
{ "base64, bits behind the end, one pad", "0bZm9=", -EINVAL, "" },
{ "base64, the URL alphabet", "0bZm-_", -EINVAL, "" },
{ "base64, a line end", "0bZm9\n", -EINVAL, "" },
{ "base64, the largest", "0bAAECAwQFBgc=", 8, "0x0001020304050607" },
{ "base64, one byte too many", "0bAAECAwQFBgcI", -EINVAL, "" },
{ "base64, two pads where one byte is too many", "0bAAECAwQFBgcICQ==",
  -EINVAL, "" },
{ "base64, not ASCII", "0bZm9\xef", -EINVAL, "" },
{ "decimal is not a binary value", "1234", -EINVAL, "" },
{ "no prefix", "abcd", -EINVAL, "" },
{ "another prefix", "0o12", -EINVAL, "" },
{ "a lone zero", "0", -EINVAL, "" },
{ "nothing", "", -EINVAL, "" },
};

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint8_t out[12];
		char text[2 * sizeof(out) + 3] = "";
		int rc;

		memset(out, 0xaa, sizeof(out));
		rc = hex_decode(cases[i].text, out, 8);
		SAME(rc, cases[i].rc, cases[i].why);
		OK(out[8] == 0xaa, cases[i].why);
		if (rc > 0)
			hex_encode(out, (size_t)rc, text);
		SAME_TEXT(text, cases[i].want, cases[i].why);
	}
	return test_done();
}
