/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where text goes, piece by piece. */
#ifndef IBFT_OUT_H
#define IBFT_OUT_H

#include "compat.h"

struct ibft_out {
	void (*text)(void *arg, const char *text);
	void *arg;
	bool secrets;			/* print them */
};

/* Pieces of up to 511 characters. */
void ibft_print(const struct ibft_out *out, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

/* A string with its quotes, of any length, as JSON has it.  Each byte that is
 * not ASCII becomes a character of its own: whatever was written, the result
 * is JSON. */
void ibft_print_quoted(const struct ibft_out *out, const char *text);

#endif
