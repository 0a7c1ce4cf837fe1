// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP secrets. */
#include "secret.h"

#include <errno.h>

#define SECRET_STRONG 12	/* bytes */

bool chap_account_empty(const struct chap_account *a)
{
	return !a->name[0] && !a->secret.len && !a->reverse_name[0] &&
	       !a->reverse_secret.len;
}

int secret_set(struct secret *s, const char *text)
{
	size_t n = strlen(text);

	if (!n || n > SECRET_MAX)
		return -EINVAL;
	memset(s, 0, sizeof(*s));
	memcpy(s->bytes, text, n);
	s->len = n;
	return 0;
}

bool secret_weak(const struct secret *s)
{
	return s->len && s->len < SECRET_STRONG;
}

bool bytes_equal(const uint8_t *a, const uint8_t *b, size_t n)
{
	uint8_t differ = 0;

	while (n--)
		differ |= *a++ ^ *b++;
	return !differ;
}

bool secret_equal(const struct secret *a, const struct secret *b)
{
	return bytes_equal(a->bytes, b->bytes, SECRET_MAX) &&
	       a->len == b->len;
}
