/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was said and is not used, or used with a warning: the plan lists it. */
#ifndef REMARK_H
#define REMARK_H

#include "compat.h"

#define REMARKS_MAX 40

struct remark {
	bool ignored;		/* else: a warning about what is used */
	char what[160];		/* as it was said; never a secret */
	char why[240];
};

struct remarks {
	struct remark list[REMARKS_MAX];
	size_t count;
	size_t dropped;		/* there was no room for so many more */
};

/* what was said is not used; the format gives the reason. */
void remark_ignored(struct remarks *r, const char *what, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* what was said is used; the format gives the warning. */
void remark_warning(struct remarks *r, const char *what, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

#endif
