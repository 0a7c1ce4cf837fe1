/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Login redirection (RFC 7143 11.13.5, status class 1): where a target sends
 * us, for so long and no longer. */
#ifndef REDIRECT_H
#define REDIRECT_H

#include "addr.h"
#include "fault.h"

#define REDIRECTS_MAX 8

/* The portals that sent us on, since the last login from the beginning. */
struct redirect {
	struct portal left[REDIRECTS_MAX];
	unsigned int count;
};

/* The target at *portal moved to `to`: *portal becomes that.  0, or -EPROTO
 * when that portal has sent us on twice, or there have been too many. */
int redirect_follow(struct redirect *r, struct portal *portal,
		    const struct portal *to, struct fault *f);

#endif
