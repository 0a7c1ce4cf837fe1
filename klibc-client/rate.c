// SPDX-License-Identifier: GPL-2.0-or-later
/* So many messages in a time and no more. */
#include "rate.h"

bool rate_take(struct rate *r, uint64_t now, unsigned int *dropped)
{
	*dropped = 0;
	if (now - r->begin >= RATE_MS) {
		r->begin = now;
		r->lines = 0;
	}
	if (r->lines == RATE_LINES) {
		r->dropped++;
		return false;
	}
	r->lines++;
	*dropped = r->dropped;
	r->dropped = 0;
	return true;
}
