// SPDX-License-Identifier: GPL-2.0-or-later
/* Messages. */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>

void log_line(const struct sys *sys, enum stage stage,
	      const struct portal *portal, const char *fmt, ...)
{
	char line[768], where[PORTAL_TEXT_SIZE];
	size_t n;
	va_list ap;

	n = (size_t)snprintf(line, sizeof(line), "iscsistart: %s: ",
			     stage_name(stage));
	if (portal && portal->addr.family)
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%s: ",
				      portal_text(portal, where));
	va_start(ap, fmt);
	vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	va_end(ap);
	make_printable(line);
	n = strlen(line);
	line[n] = '\n';
	line[n + 1] = '\0';
	sys->output(sys, SYS_MESSAGES, line);
}

void log_fault(const struct sys *sys, const struct portal *portal,
	       const struct fault *f)
{
	log_line(sys, f->stage, portal, "%s", f->text);
}
