// SPDX-License-Identifier: GPL-2.0-or-later
/* Strings, once for the whole program: in the header every file would have its
 * own copy. */
#include "compat.h"

void make_printable(char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

bool copy_string(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);
	bool fits = n < size;

	if (!fits)
		n = size - 1;
	memcpy(to, from, n);
	to[n] = '\0';
	return fits;
}
