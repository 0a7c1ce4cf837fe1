// SPDX-License-Identifier: GPL-2.0-or-later
/* Talks to rtnetlink. */
#include "rtnl_socket.h"

#include <errno.h>

#define NETLINK_ROUTE_PROTOCOL 0
#define ANSWER_MS 5000

int rtnl_open(struct rtnl *r, const struct sys *sys, uint32_t groups,
	      void (*each)(void *arg, const struct rtnl_message *m),
	      void *arg)
{
	r->sys = sys;
	r->seq = 0;
	r->each = each;
	r->arg = arg;
	r->events = groups ? sys->netlink(sys, NETLINK_ROUTE_PROTOCOL,
					  groups) : -1;
	r->requests = sys->netlink(sys, NETLINK_ROUTE_PROTOCOL, 0);
	if (groups && r->events < 0)
		return r->events;
	return r->requests < 0 ? r->requests : 0;
}

void rtnl_close(struct rtnl *r)
{
	r->sys->close(r->sys, r->events);
	r->sys->close(r->sys, r->requests);
}

/* Take everything that is in the socket.  Stops at the end of a dump or at an
 * acknowledgement, whose result it gives back; -EAGAIN: nothing more yet. */
static int take_messages(struct rtnl *r, int fd)
{
	struct rtnl_message m;

	for (;;) {
		int n = r->sys->receive(r->sys, fd, r->buf, sizeof(r->buf));
		const uint8_t *at = r->buf;
		size_t left = (size_t)n;

		if (n < 0)
			return n;
		while (rtnl_get(&at, &left, &m)) {
			/* The late end of a request that was given up. */
			if (fd == r->requests && m.seq != r->seq)
				continue;
			if (m.kind == RTNL_DONE)
				return 0;
			if (m.kind == RTNL_ACK)
				return m.error;
			r->each(r->arg, &m);
		}
	}
}

int rtnl_ask(struct rtnl *r, void *request, size_t size)
{
	struct sys_wait w = { .fd = r->requests };
	uint64_t deadline = r->sys->now(r->sys) + ANSWER_MS;
	int rc;

	r->seq++;
	memcpy((uint8_t *)request + RTNL_SEQ_AT, &r->seq, sizeof(r->seq));
	rc = r->sys->send(r->sys, r->requests, request, size);
	if (rc < 0)
		return rc;
	for (;;) {
		rc = take_messages(r, r->requests);
		if (rc != -EAGAIN)
			return rc;
		if (r->sys->wait(r->sys, &w, 1, deadline) <= 0)
			return -ETIMEDOUT;
	}
}

int rtnl_take_events(struct rtnl *r)
{
	return take_messages(r, r->events);
}
