/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The raw table while it is read: its bytes, what is wrong with them, and
 * which of them are taken.  For table.c and block.c. */
#ifndef IBFT_READER_H
#define IBFT_READER_H

#include "ibft.h"
#include "rd.h"
#include "report.h"

/* Blocks and strings of the largest table that can be held. */
#define IBFT_RANGES_MAX 128

struct ibft_range {
	uint32_t start, end;
	bool string;
};

struct ibft_reader {
	const uint8_t *table;
	size_t length;
	struct ibft *out;
	struct ibft_report *report;
	struct ibft_range ranges[IBFT_RANGES_MAX];
	size_t range_count;
	uint32_t target_at[IBFT_TARGETS_MAX];	/* offsets of the targets */
};

/* One block: its bytes behind the common header, and its name. */
struct ibft_block {
	struct ibft_reader *reader;
	struct rd rd;
	size_t offset;
	uint8_t index, flags;
	const char *name;		/* "target0" */
};

/* Mark bytes as taken.  false when they are another block's already, which is
 * reported; two strings may be one. */
bool ibft_take_range(struct ibft_reader *r, size_t start, size_t size,
		     bool string, const char *name);

/* Decode a block's fields into the table, checking each. */
void ibft_read_initiator(struct ibft_block *b, struct ibft_initiator *out);
void ibft_read_nic(struct ibft_block *b, struct ibft_nic *out);
void ibft_read_target(struct ibft_block *b, struct ibft_target *out);

#endif
