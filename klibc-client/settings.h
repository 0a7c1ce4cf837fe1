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
};

void settings_default(struct settings *s);

/* Take name=value.  0, or -EINVAL: there is no such name (the sentence lists
 * them all), or the value is out of its range. */
int settings_set(struct settings *s, const char *text, struct fault *f);

#endif
