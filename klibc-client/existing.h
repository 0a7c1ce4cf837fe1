/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions that the kernel has already: ours from an earlier run, or half
 * made by one that was killed. */
#ifndef EXISTING_H
#define EXISTING_H

#include "session.h"

/* Take down every session that was never logged in and whose maker is gone;
 * let each of the n boot sessions that exists already be adopted.  A session
 * to the same target and portal that is in another's hands, or has lost its
 * connection, fails with -EEXIST. */
void existing_take(const struct sys *sys, struct kernel *k,
		   struct session *sessions, size_t n);

#endif
