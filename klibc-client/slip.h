/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong in a piece of text, and where. */
#ifndef SLIP_H
#define SLIP_H

#include "compat.h"

/* Filled by a parser that gives back -EINVAL.  The caller knows whose text it
 * was, and makes the sentence of it. */
struct slip {
	size_t at;		/* bytes from the start of the text */
	char why[200];		/* "port 99999 is not 1..65535"; no secret */
};

/* Record the reason and give back -EINVAL.  s is NULL where a parser tries
 * whether a text could be read so. */
int slip(struct slip *s, size_t at, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
