/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that is left for the booted system: its text is gathered, and then
 * written whole or not at all. */
#ifndef STATE_FILE_H
#define STATE_FILE_H

#include "out.h"
#include "sys.h"

/* The plan with all its remarks, as JSON, has less. */
#define STATE_FILE_MAX 65536

struct state_file {
	struct ibft_out out;		/* what it gets is in text */
	size_t used;
	bool full;
	char text[STATE_FILE_MAX];
};

/* Begin anew. */
void state_file_begin(struct state_file *f);

/* Write it; the folder is made where it is missing.  private: mode 0600, else
 * 0644.  0; -errno, and a message has said so: a boot goes on without such a
 * file. */
int state_file_write(const struct state_file *f, const struct sys *sys,
		     const char *folder, const char *name, bool private);

#endif
