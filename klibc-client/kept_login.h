/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The login of a kept session whose connection was lost: through the kernel,
 * with the same ISID and TSIH 0, so that the target reinstates the session
 * (RFC 7143 6.3.5). */
#ifndef KEPT_LOGIN_H
#define KEPT_LOGIN_H

#include "kept.h"

enum {
	KEPT_LOGIN_MORE = 0,		/* wait for the target */
	KEPT_LOGIN_DONE = 1,		/* full feature phase, started */
	KEPT_LOGIN_MOVED = 2,		/* login.moved_to and moved_host */
	KEPT_LOGIN_AGAIN = 3,		/* without what it mistook */
};

/* Whether no other session is logging in. */
bool kept_login_free(const struct kept_pool *pool);

/* Give the kernel the connection fd, which it then holds, and send the first
 * request.  It must be free.  0 or -errno with the fault. */
int kept_login_begin(struct kept *k, int fd, struct fault *f);

/* Take what has come: one of the above, or -errno with the fault. */
int kept_login_advance(struct kept *k, struct fault *f);

/* Forget it, whatever became of it; safe to call twice. */
void kept_login_end(struct kept *k);

#endif
