// SPDX-License-Identifier: GPL-2.0-or-later
/* Binary values in text (RFC 7143 6.1). */
#include "hex.h"

#include <errno.h>

#include "number.h"

/* An odd number of digits stands for a leading zero. */
static int decode_hex(const char *s, uint8_t *out, size_t max)
{
	size_t digits = strlen(s), n = (digits + 1) / 2;

	if (!digits || n > max)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		int high = i || digits % 2 == 0 ? number_digit(*s++) : 0;
		int low = number_digit(*s++);

		if (high < 0 || low < 0)
			return -EINVAL;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return (int)n;
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Whole groups of four, padded (RFC 4648 4); bits behind the end are zero. */
static int decode_base64(const char *s, uint8_t *out, size_t max)
{
	size_t len = strlen(s), pad = 0, n = 0;
	uint32_t bits = 0;

	if (!len || len % 4)
		return -EINVAL;
	while (pad < 2 && s[len - 1] == '=') {
		len--;
		pad++;
	}
	for (size_t i = 0; i < len; i++) {
		int d = base64_digit(s[i]);

		if (d < 0)
			return -EINVAL;
		bits = bits << 6 | (uint32_t)d;
		if (i % 4 == 0)
			continue;
		if (n == max)
			return -EINVAL;
		out[n++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
	}
	if (pad && bits & ((1U << 2 * pad) - 1))
		return -EINVAL;
	return (int)n;
}

int hex_decode(const char *text, uint8_t *out, size_t max)
{
	if (text[0] != '0')
		return -EINVAL;
	if ((text[1] | 0x20) == 'x')
		return decode_hex(text + 2, out, max);
	if ((text[1] | 0x20) == 'b')
		return decode_base64(text + 2, out, max);
	return -EINVAL;
}

void hex_encode(const uint8_t *in, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	*out++ = '0';
	*out++ = 'x';
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[in[i] >> 4];
		*out++ = digits[in[i] & 15];
	}
	*out = '\0';
}
