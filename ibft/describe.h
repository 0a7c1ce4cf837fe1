/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table as lines of text, "target0/port = 3260", by the kernel's names, and
 * back. */
#ifndef IBFT_DESCRIBE_H
#define IBFT_DESCRIBE_H

#include "ibft.h"
#include "out.h"

/* Every field that is set, a line each. */
void ibft_describe(const struct ibft *ibft, const struct ibft_out *out);

/* Such lines to the struct.  Empty lines and lines that begin with # are
 * passed over, and so are blanks around a value that is not in quotes; index
 * is the number in the block's name unless it is given, flags are 3 (valid,
 * selected) unless they are given.  text is changed.  0, or -EINVAL with the
 * line's number in the fault. */
int ibft_from_description(struct ibft *ibft, char *text, struct fault *f);

/* What differs, a line for each field; the number of differences. */
unsigned int ibft_diff(const struct ibft *a, const struct ibft *b,
		       const struct ibft_out *out);

#endif
