/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reserved connection: a second one, without a login, that stands by while
 * all is well.  When the session's own is lost, the login can begin on it and
 * needs no new socket.  For kept.c and kept_back.c. */
#ifndef KEPT_RESERVE_H
#define KEPT_RESERVE_H

#include "kept.h"

/* Make one, now, if it is wanted. */
void kept_reserve_begin(struct kept *k);

/* As kept_waits() and kept_advance(), of KEPT_UP. */
uint64_t kept_reserve_waits(const struct kept *k, struct sys_wait *w);
void kept_reserve_advance(struct kept *k, const struct sys_wait *w);

/* The connection, which is the caller's then, or -1: there is none that is
 * known to be good. */
int kept_reserve_take(struct kept *k);

void kept_reserve_end(struct kept *k);

#endif
