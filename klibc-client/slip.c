// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong in a piece of text. */
#include "slip.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int slip(struct slip *s, size_t at, const char *fmt, ...)
{
	va_list ap;

	if (!s)
		return -EINVAL;
	s->at = at;
	va_start(ap, fmt);
	vsnprintf(s->why, sizeof(s->why), fmt, ap);
	va_end(ap);
	make_printable(s->why);
	return -EINVAL;
}
