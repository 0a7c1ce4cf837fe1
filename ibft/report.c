// SPDX-License-Identifier: GPL-2.0-or-later
/* What is wrong with a table, and where. */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>

void ibft_find(struct ibft_report *report, enum ibft_severity severity,
	       size_t offset, const char *block, const char *fmt, ...)
{
	struct ibft_finding f = {
		.severity = severity,
		.offset = (uint32_t)offset,
	};
	va_list ap;

	copy_string(f.block, sizeof(f.block), block);
	va_start(ap, fmt);
	vsnprintf(f.text, sizeof(f.text), fmt, ap);
	va_end(ap);
	make_printable(f.text);
	if (severity == IBFT_ERROR && !report->errors++)
		report->first_error = f;
	report->warnings += severity == IBFT_WARNING;
	report->notes += severity == IBFT_NOTE;
	if (report->finding)
		report->finding(report->arg, &f);
}
