// SPDX-License-Identifier: GPL-2.0-or-later
/* key=value text (RFC 7143 6.1). */
#include "text.h"

#include <errno.h>
#include <stdio.h>

#define KEY_NAME_MAX 63

int text_add(struct text *t, const void *data, size_t len, struct fault *f)
{
	if (len > TEXT_MAX - t->len)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's text is longer than %u bytes",
			     TEXT_MAX);
	if (len)
		memcpy(t->buf + t->len, data, len);
	t->len += len;
	return 0;
}

int text_next(struct text *t, size_t *at, char **key, char **value,
	      struct fault *f)
{
	char *end, *equals;

	/* Some targets pad inside the data segment. */
	while (*at < t->len && !t->buf[*at])
		++*at;
	if (*at >= t->len)
		return 0;
	*key = t->buf + *at;
	end = memchr(*key, '\0', t->len - *at);
	if (!end) {
		t->buf[t->len] = '\0';
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's text ends without a NUL after '%.63s' (RFC 7143 6.1)",
			     *key);
	}
	*at = (size_t)(end - t->buf) + 1;
	equals = strchr(*key, '=');
	if (!equals || equals == *key || equals - *key > KEY_NAME_MAX)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent '%.63s', which is not key=value (RFC 7143 6.1)",
			     *key);
	*equals = '\0';
	*value = equals + 1;
	return 1;
}

void text_put(struct wr *w, const char *key, const char *value)
{
	wr_bytes(w, key, strlen(key));
	wr_bytes(w, "=", 1);
	wr_bytes(w, value, strlen(value) + 1);
}

void text_put_number(struct wr *w, const char *key, uint32_t value)
{
	char digits[12];

	snprintf(digits, sizeof(digits), "%u", value);
	text_put(w, key, digits);
}
