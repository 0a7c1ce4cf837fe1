/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kept session from one that the kernel has: everything a later login needs
 * stands in sysfs, for root to read. */
#ifndef KEPT_ATTACH_H
#define KEPT_ATTACH_H

#include "kept.h"

enum kept_object { KEPT_SESSION, KEPT_CONNECTION };

/* What sysfs says of a session or its connection, without the line end; empty
 * when it is not there. */
void kept_attribute(const struct sys *sys, enum kept_object of, uint32_t sid,
		    const char *name, char *text, size_t size);

/* Fill in names, portal, tag and account of session sid, and nothing else.
 * As below. */
int kept_attach_read(struct kept *k, const struct sys *sys, uint32_t sid,
		     struct fault *f);

/* Fill in k from session sid.  0, or -errno with the fault: -ENODATA when
 * there is no such session, -EINVAL when it lacks what a login needs. */
int kept_attach(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid, struct fault *f);

/* Whether the kernel remembers nobody as the session's creator: then iscsid
 * leaves it alone. */
bool kept_attach_ours(const struct sys *sys, uint32_t sid);

#endif
