/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kept session from one that the kernel has: everything a later login needs
 * stands in sysfs, for root to read. */
#ifndef KEPT_ATTACH_H
#define KEPT_ATTACH_H

#include "kept.h"

/* Fill in k from session sid.  0, or -errno with the fault: -ENODATA when
 * there is no such session, -EINVAL when it lacks what a login needs. */
int kept_attach(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid, struct fault *f);

/* Whether the kernel remembers nobody as the session's creator: then iscsid
 * leaves it alone. */
bool kept_attach_ours(const struct sys *sys, uint32_t sid);

#endif
