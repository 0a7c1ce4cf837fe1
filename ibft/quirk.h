/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Known departures of real firmware from the specification. */
#ifndef IBFT_QUIRK_H
#define IBFT_QUIRK_H

#include "ibft.h"
#include "report.h"

struct ibft_quirk {
	const char *firmware;		/* which writes it so */
	const char *does;		/* what it does */
	const char *handled;		/* what we do, or the reader must do */
	const char *seen;		/* where */
	enum ibft_severity severity;
	/* The block that shows it ("target0"), or NULL: this table does not. */
	const char *(*shows)(const struct ibft *ibft, const uint8_t *table,
			     size_t size, size_t *offset);
};

/* All of them; a NULL firmware ends the table. */
extern const struct ibft_quirk ibft_quirks[];

/* Report those that a table shows, which ibft_from_table() has taken. */
void ibft_find_quirks(const struct ibft *ibft, const void *table, size_t size,
		      struct ibft_report *report);

#endif
