/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages: one line each, "iscsistart: <stage>: <portal>: text". */
#ifndef LOG_H
#define LOG_H

#include "addr.h"
#include "fault.h"
#include "sys.h"

/* portal may be NULL.  Control bytes are replaced: the text may come from the
 * wire. */
void log_line(const struct sys *sys, enum stage stage,
	      const struct portal *portal, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* The fault's sentence, with its stage. */
void log_fault(const struct sys *sys, const struct portal *portal,
	       const struct fault *f);

#endif
