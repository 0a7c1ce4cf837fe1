/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Talks to rtnetlink: one socket for requests, one for events. */
#ifndef RTNL_SOCKET_H
#define RTNL_SOCKET_H

#include "rtnl.h"
#include "sys.h"

struct rtnl {
	const struct sys *sys;
	int requests, events;		/* sockets */
	uint32_t seq;
	/* What a dump or an event holds. */
	void (*each)(void *arg, const struct rtnl_message *m);
	void *arg;
	uint8_t buf[16384];		/* a dump comes in pieces of this */
};

/* groups: RTMGRP_*, 0 for no events.  0 or -errno; rtnl_close() either
 * way. */
int rtnl_open(struct rtnl *r, const struct sys *sys, uint32_t groups,
	      void (*each)(void *arg, const struct rtnl_message *m),
	      void *arg);
void rtnl_close(struct rtnl *r);

/* Send a request, which gets its number, and take its whole answer; rtnetlink
 * answers at once.  0 or -errno. */
int rtnl_ask(struct rtnl *r, void *request, size_t size);

/* Take the events that have come.  -EAGAIN when that were all, -ENOBUFS when
 * some were lost. */
int rtnl_take_events(struct rtnl *r);

#endif
