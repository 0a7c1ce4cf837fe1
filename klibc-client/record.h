/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The node record of a session: how Open-iSCSI's iscsiadm knows it. */
#ifndef RECORD_H
#define RECORD_H

#include "kept_attach.h"
#include "options.h"
#include "state_file.h"

/* Write to text the record of session sid, of which k was read.  What the
 * session does not say has the value of iscsid.conf, as in the records of what
 * iscsiadm discovers.  The last line is our mark: a sum of the others.  0, or
 * -EINVAL with the fault: no record can hold the account. */
int record_text(struct state_file *text, const struct kept *k, uint32_t sid,
		struct fault *f);

/* Whether these n characters are a record that record_text() wrote and nobody
 * has changed.  iscsiadm drops the mark when it writes a record. */
bool record_ours(const char *text, size_t n);

/* --record: write or bring up to date the record of each session of the boot,
 * in options->record_folder; leave alone what is another's.  0, or -errno:
 * -ENODATA when there is none.  Messages have been written. */
int record_run(const struct sys *sys, const struct options *options);

#endif
