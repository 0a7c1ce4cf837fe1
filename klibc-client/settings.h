/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What -P name=value sets, under the names of Open-iSCSI's node records. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "chap.h"
#include "key.h"

/* Times in seconds. */
struct settings {
	struct params offer;		/* of the login; see key.h */
	uint8_t chap_algorithms[CHAP_ALGORITHMS_MAX + 1];
	uint32_t login_timeout;
	/* The kernel's, for the session's life. */
	uint32_t replacement_timeout, abort_timeout, lu_reset_timeout,
		 tgt_reset_timeout, noop_out_interval, noop_out_timeout;
	uint32_t fast_abort, cmds_max, queue_depth;
	uint32_t said;			/* which numbers -P has set: a bit each */
};

void settings_default(struct settings *s);

/* The session will be kept: where nobody said otherwise the kernel pings the
 * target, so that a connection that is lost in silence is noticed. */
void settings_keep(struct settings *s);

/* Take name=value.  0, or -EINVAL: there is no such name (the sentence lists
 * them all), or the value is out of its range. */
int settings_set(struct settings *s, const char *text, struct fault *f);

#endif
