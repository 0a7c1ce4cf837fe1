// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers from text. */
#include "number.h"

#include <errno.h>

#include "test.h"

#define UNTOUCHED 77

static const struct {
	const char *why, *text;
	uint64_t max;
	int decimal, rfc;
	uint64_t value;
} cases[] = {
{ "zero", "0", 10, 0, 0, 0 },
{ "the largest allowed", "65535", 65535, 0, 0, 65535 },
{ "one more than allowed", "65536", 65535, -ERANGE, -ERANGE, 0 },
{ "nothing", "", 10, -EINVAL, -EINVAL, 0 },
{ "a sign is not a digit", "-1", 10, -EINVAL, -EINVAL, 0 },
{ "nor is a plus", "+1", 10, -EINVAL, -EINVAL, 0 },
{ "a space before", " 1", 10, -EINVAL, -EINVAL, 0 },
{ "a space behind", "1 ", 10, -EINVAL, -EINVAL, 0 },
{ "junk behind", "16384junk", 1 << 20, -EINVAL, -EINVAL, 0 },
{ "a line end behind", "1\n", 10, -EINVAL, -EINVAL, 0 },
{ "wraps to 16384 in 64 bits", "18446744073709568000", 0xffffff, -ERANGE,
  -ERANGE, 0 },
{ "wraps to 1", "18446744073709551617", UINT64_MAX, -ERANGE, -ERANGE, 0 },
{ "the largest there is", "18446744073709551615", UINT64_MAX, 0, 0,
  UINT64_MAX },
{ "a kernel pointer", "18446744072640831584", UINT64_MAX, 0, 0,
  18446744072640831584ULL },
{ "a digit above the maximum", "9", 8, -ERANGE, -ERANGE, 0 },
{ "maximum 0", "1", 0, -ERANGE, -ERANGE, 0 },
{ "a letter", "a", 100, -EINVAL, -EINVAL, 0 },
{ "leading zero: decimal in sysfs, no form of RFC 7143 6.1", "01000", 2000,
  0, -EINVAL, 1000 },
{ "two zeroes (RFC 7143 6.1)", "00", 10, 0, -EINVAL, 0 },
{ "a slash comes before 0", "/", 100, -EINVAL, -EINVAL, 0 },
{ "a colon comes after 9", ":", 100, -EINVAL, -EINVAL, 0 },
};

static const struct {
	const char *why, *text;
	int rc;
	uint64_t value;
} hex[] = {
{ "hexadecimal (RFC 7143 6.1)", "0x10", 0, 16 },
{ "capital X and digits", "0XfF", 0, 255 },
{ "leading zeroes are digits", "0x00ff", 0, 255 },
{ "no digits", "0x", -EINVAL, 0 },
{ "not a digit", "0xg", -EINVAL, 0 },
{ "a @ comes before A", "0x@", -EINVAL, 0 },
{ "a backquote comes before a", "0x`", -EINVAL, 0 },
{ "a G comes after F", "0xG", -EINVAL, 0 },
{ "too large", "0x10000", -ERANGE, 0 },
{ "wraps in 64 bits", "0x10000000000000001", -ERANGE, 0 },
{ "the largest allowed", "0xffff", 0, 65535 },
{ "x without a zero", "x10", -EINVAL, 0 },
{ "two prefixes", "0x0x1", -EINVAL, 0 },
{ "base64 is for binary values only", "0bAA==", -EINVAL, 0 },
};

int main(void)
{
	uint64_t v;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		int rc = cases[i].decimal;

		v = UNTOUCHED;
		SAME(number_decimal(cases[i].text, cases[i].max, &v), rc,
		     cases[i].why);
		OK(v == (rc ? UNTOUCHED : cases[i].value), cases[i].why);
		v = UNTOUCHED;
		rc = cases[i].rfc;
		SAME(number_rfc7143(cases[i].text, cases[i].max, &v), rc,
		     cases[i].why);
		OK(v == (rc ? UNTOUCHED : cases[i].value), cases[i].why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(hex); i++) {
		v = UNTOUCHED;
		SAME(number_rfc7143(hex[i].text, 65535, &v), hex[i].rc,
		     hex[i].why);
		OK(v == (hex[i].rc ? UNTOUCHED : hex[i].value), hex[i].why);
	}
	v = UNTOUCHED;
	SAME(number_decimal("0x10", 100, &v), -EINVAL,
	     "sysfs and options have no hexadecimal");
	return test_done();
}
