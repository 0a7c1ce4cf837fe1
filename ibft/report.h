/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a table, and where. */
#ifndef IBFT_REPORT_H
#define IBFT_REPORT_H

#include "compat.h"

enum ibft_severity {
	IBFT_NOTE,			/* known firmware, harmless */
	IBFT_WARNING,			/* odd, but it can be used */
	IBFT_ERROR,			/* the table is refused */
};

struct ibft_finding {
	enum ibft_severity severity;
	uint32_t offset;		/* from the start of the table */
	char block[16];			/* "header", "target0", ... */
	char text[200];			/* printable */
};

struct ibft_report {
	/* Gets each finding as it is made; NULL: they are only counted. */
	void (*finding)(void *arg, const struct ibft_finding *finding);
	void *arg;
	unsigned int errors, warnings, notes;
	struct ibft_finding first_error;
};

/* Make a finding.  Control bytes in the text become '?'. */
void ibft_find(struct ibft_report *report, enum ibft_severity severity,
	       size_t offset, const char *block, const char *fmt, ...)
	PRINTF_LIKE(5, 6);

#endif
