/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CHAP names and secrets from a file of their own (--secrets), so that they
 * stand neither in argv nor on the kernel command line, which every user can
 * read. */
#ifndef SECRETS_H
#define SECRETS_H

#include "fault.h"
#include "said.h"
#include "sys.h"

#define SECRETS_FILE_MAX 16384		/* bytes */

/* Add what the file says to said->accounts.  path "-": standard input.
 *
 *	# for every target
 *	node.session.auth.username = NAME
 *	node.session.auth.password = SECRET
 *
 *	[iqn.2026-11.example:root]
 *	node.session.auth.username = NAME
 *	node.session.auth.password = SECRET
 *	node.session.auth.username_in = NAME
 *	node.session.auth.password_in = SECRET
 *
 * The names are those of iscsid.conf.  A value is the rest of the line, taken
 * as it stands but for spaces and tabs at its ends: a secret may hold '#',
 * '=' and quotes.  A [TARGET] begins what counts for one target; nothing of
 * what stands before holds for it then.  A file without an account is remarked
 * on and good.
 *
 * 0, or -EINVAL with the fault, for all that can be wrong: also a file that is
 * not there, or that others than root can read, is a wrong thing said, and
 * nothing is logged in without the secrets.  The fault names file and line and
 * holds nothing of the file's text: what stands on a line of the wrong form
 * may be a secret.  said is then as it was. */
int secrets_read(struct said *said, const struct sys *sys, const char *path,
		 struct fault *f);

#endif
