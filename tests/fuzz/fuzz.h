/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fuzz entries share: the function that libFuzzer calls, bytes taken
 * off its input, and what must hold whatever the input is. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(cond) fuzz_must((cond), #cond, __FILE__, __LINE__)

static inline void fuzz_must(bool ok, const char *what, const char *file,
			     int line)
{
	if (ok)
		return;
	fprintf(stderr, "%s:%d: not %s\n", file, line, what);
	abort();
}

struct input {
	const uint8_t *p;
	size_t left;
};

static inline uint8_t take_byte(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->p++;
}

/* Up to n bytes at their exact size, so that a sanitizer sees what reads past
 * them.  For free(). */
static inline uint8_t *take_copy(struct input *in, size_t n, size_t *got)
{
	uint8_t *copy;

	*got = n < in->left ? n : in->left;
	copy = malloc(*got + !*got);
	if (*got)
		memcpy(copy, in->p, *got);
	in->p += *got;
	in->left -= *got;
	return copy;
}

/* A fault goes with an error, and can be printed. */
static inline void fuzz_check_fault(int rc, const struct fault *f)
{
	MUST((rc < 0) == (f->err != 0));
	MUST(rc >= 0 || f->err == -rc);
	for (const char *c = f->text; f->err && *c; c++)
		MUST(*c >= ' ' && *c <= '~');
}

#endif
