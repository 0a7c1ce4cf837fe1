// SPDX-License-Identifier: GPL-2.0-or-later
/* Where text goes. */
#include "out.h"

#include <stdarg.h>
#include <stdio.h>

void ibft_print(const struct ibft_out *out, const char *fmt, ...)
{
	char piece[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(piece, sizeof(piece), fmt, ap);
	va_end(ap);
	out->text(out->arg, piece);
}
