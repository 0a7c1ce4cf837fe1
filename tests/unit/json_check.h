/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a text is one JSON value (RFC 8259) of objects, lists, strings and
 * whole numbers, in ASCII. */
#ifndef JSON_CHECK_H
#define JSON_CHECK_H

#include <stdbool.h>
#include <string.h>

static inline const char *json_space(const char *p)
{
	return p + strspn(p, " \n");
}

/* Behind the string that begins at p, or NULL. */
static inline const char *json_string(const char *p)
{
	if (*p++ != '"')
		return NULL;
	for (; *p != '"'; p++) {
		if (*p < ' ' || *p > '~')
			return NULL;
		if (*p != '\\')
			continue;
		p++;
		if (*p == 'u' && strspn(p + 1, "0123456789abcdef") >= 4)
			p += 4;
		else if (*p != '"' && *p != '\\')
			return NULL;
	}
	return p + 1;
}

/* Behind the value that begins at p, or NULL. */
static inline const char *json_value(const char *p, int depth)
{
	bool object = *p == '{', list = *p == '[';

	if (!object && !list) {
		size_t digits = strspn(p, "0123456789");

		return digits ? p + digits : json_string(p);
	}
	p = json_space(p + 1);
	if (*p == (object ? '}' : ']'))
		return p + 1;
	while (depth < 8) {
		if (object) {
			p = json_string(p);
			if (!p || strncmp(p, ": ", 2))
				return NULL;
			p += 2;
		}
		p = json_value(p, depth + 1);
		if (!p)
			return NULL;
		p = json_space(p);
		if (*p == (object ? '}' : ']'))
			return p + 1;
		if (*p++ != ',')
			return NULL;
		p = json_space(p);
	}
	return NULL;
}

static inline bool json_whole(const char *text)
{
	const char *end = json_value(text, 0);

	return end && !strcmp(end, "\n");
}

#endif
