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

void ibft_print_quoted(const struct ibft_out *out, const char *text)
{
	char piece[8];

	out->text(out->arg, "\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			snprintf(piece, sizeof(piece), "\\%c", *text);
		else if (*text < ' ' || *text > '~')
			snprintf(piece, sizeof(piece), "\\u%04x",
				 (unsigned char)*text);
		else
			snprintf(piece, sizeof(piece), "%c", *text);
		out->text(out->arg, piece);
	}
	out->text(out->arg, "\"");
}
