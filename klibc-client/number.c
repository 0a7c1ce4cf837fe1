// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers from text, checked to the last character. */
#include "number.h"

#include <errno.h>

int number_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static int number_base(const char *text, int base, uint64_t max,
		       uint64_t *value)
{
	uint64_t v = 0;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		int d = number_digit(*text);

		if (d < 0 || d >= base)
			return -EINVAL;
		if ((uint64_t)d > max || v > (max - (uint64_t)d) / (uint64_t)base)
			return -ERANGE;
		v = v * (uint64_t)base + (uint64_t)d;
	}
	*value = v;
	return 0;
}

int number_decimal(const char *text, uint64_t max, uint64_t *value)
{
	return number_base(text, 10, max, value);
}

int number_rfc7143(const char *text, uint64_t max, uint64_t *value)
{
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return number_base(text + 2, 16, max, value);
	if (text[0] == '0' && text[1])
		return -EINVAL;
	return number_base(text, 10, max, value);
}
