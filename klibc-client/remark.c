// SPDX-License-Identifier: GPL-2.0-or-later
/* What was said and is not used, or used with a warning. */
#include "remark.h"

#include <stdarg.h>
#include <stdio.h>

static void add(struct remarks *r, bool ignored, const char *what,
		const char *fmt, va_list ap)
{
	struct remark *m;

	if (r->count == REMARKS_MAX) {
		r->dropped++;
		return;
	}
	m = &r->list[r->count++];
	m->ignored = ignored;
	copy_string(m->what, sizeof(m->what), what);
	vsnprintf(m->why, sizeof(m->why), fmt, ap);
	make_printable(m->what);
	make_printable(m->why);
}

void remark_ignored(struct remarks *r, const char *what, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(r, true, what, fmt, ap);
	va_end(ap);
}

void remark_warning(struct remarks *r, const char *what, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(r, false, what, fmt, ap);
	va_end(ap);
}
