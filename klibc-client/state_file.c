// SPDX-License-Identifier: GPL-2.0-or-later
/* A file that is left for the booted system. */
#include "state_file.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"

static void take_text(void *arg, const char *text)
{
	struct state_file *f = arg;
	size_t left = sizeof(f->text) - f->used;

	f->full |= !copy_string(f->text + f->used, left, text);
	f->used += strlen(f->text + f->used);
}

void state_file_begin(struct state_file *f)
{
	f->out = (struct ibft_out){ .text = take_text, .arg = f };
	f->used = 0;
	f->full = false;
	f->text[0] = '\0';
}

int state_file_write(const struct state_file *f, const struct sys *sys,
		     const char *folder, const char *name, bool private)
{
	char path[160];
	int rc = f->full ? -EFBIG : 0;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (!rc)
		rc = sys->make_dir(sys, folder);
	if (!rc)
		rc = private ? sys->create_file(sys, path, f->text) :
			       sys->publish_file(sys, path, f->text);
	if (rc)
		log_line(sys, STAGE_REPORT, NULL, "%s is not written: %s",
			 path, errno_words(-rc).text);
	return rc;
}
