/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way back of a session whose connection was lost: KEPT_WAIT to
 * KEPT_LOGIN.  For kept.c alone. */
#ifndef KEPT_BACK_H
#define KEPT_BACK_H

#include "kept.h"

/* The connection is lost, for this cause: no login for so many seconds. */
void kept_back_begin(struct kept *k, const char *cause, uint32_t time2wait);

/* As kept_waits() and kept_advance(), of these states. */
uint64_t kept_back_waits(const struct kept *k,
			 struct sys_wait w[KEPT_PORTALS]);
void kept_back_advance(struct kept *k,
		       const struct sys_wait w[KEPT_PORTALS]);

/* Let go of whatever is held. */
void kept_back_end(struct kept *k);

/* Change the state; ms: until it is due. */
void kept_enter(struct kept *k, enum kept_state state, uint64_t ms);

#endif
