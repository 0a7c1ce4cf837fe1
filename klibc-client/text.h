/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key=value text (RFC 7143 6.1): collected over PDUs, split, and written. */
#ifndef TEXT_H
#define TEXT_H

#include "fault.h"
#include "wr.h"

/* One negotiation sequence of the target's, joined by the C bit.  RFC 7143
 * 6.1 asks for 8192 bytes at least. */
#define TEXT_MAX 16384

struct text {
	char buf[TEXT_MAX + 1];
	size_t len;
};

/* Add a data segment.  0, or -EPROTO when the whole becomes too long. */
int text_add(struct text *t, const void *data, size_t len, struct fault *f);

/* The next pair, from *at (0 at first), as strings inside t, which is
 * changed.  1, 0 at the end, or -EPROTO for what is not a pair: no '=', a key
 * that is not 1 to 63 characters, no NUL at the end. */
int text_next(struct text *t, size_t *at, char **key, char **value,
	      struct fault *f);

/* Write one pair and its NUL. */
void text_put(struct wr *w, const char *key, const char *value);
void text_put_number(struct wr *w, const char *key, uint32_t value);

#endif
