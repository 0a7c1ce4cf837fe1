/* SPDX-License-Identifier: GPL-2.0-or-later */
/* So many messages in a time and no more: a keeper may have the same trouble
 * for months, and the kernel drops what comes too fast without a word. */
#ifndef RATE_H
#define RATE_H

#include "compat.h"

#define RATE_LINES 9			/* the kernel takes 10 in 5 s */
#define RATE_MS 5000

/* Zeroed at first. */
struct rate {
	uint64_t begin;			/* of the window, ms */
	unsigned int lines, dropped;
};

/* Whether one more line may be written now.  *dropped: how many were left out
 * since the last one that was; 0 mostly. */
bool rate_take(struct rate *r, uint64_t now, unsigned int *dropped);

#endif
