// SPDX-License-Identifier: GPL-2.0-or-later
/* A reserved connection. */
#include "kept_reserve.h"

#include "log.h"

/* Milliseconds. */
#define CONNECT_MS 5000
/* A target that wants a login closes the connection after a while.  The next
 * one is made a minute later; when that does not last a minute, two minutes
 * later, and so on up to an hour: some targets serve nobody else meanwhile. */
#define PAUSE_MS 60000
#define PAUSE_MAX_MS 3600000
#define LASTS_MS 60000

void kept_reserve_begin(struct kept *k)
{
	struct kept_reserve *r = &k->reserve;

	r->pause = 0;
	if (r->fd < 0)
		r->due = k->pool->reserve ? k->sys->now(k->sys) : SYS_FOREVER;
}

void kept_reserve_end(struct kept *k)
{
	k->sys->close(k->sys, k->reserve.fd);
	k->reserve.fd = -1;
	k->reserve.due = SYS_FOREVER;
}

static void lost(struct kept *k)
{
	struct kept_reserve *r = &k->reserve;
	uint64_t now = k->sys->now(k->sys);
	uint64_t lasted = now - r->since;
	bool early = r->connected && lasted < LASTS_MS;

	k->sys->close(k->sys, r->fd);
	r->fd = -1;
	r->pause = r->pause && early ? r->pause * 2 : PAUSE_MS;
	if (r->pause > PAUSE_MAX_MS)
		r->pause = PAUSE_MAX_MS;
	r->due = now + r->pause;
	if (early)
		log_line(k->sys, STAGE_KEEPER, &k->portals[r->portal],
			 "session %u: the target closed the reserved connection after %u s; another one follows in %u s",
			 k->handoff.sid, (unsigned int)(lasted / 1000),
			 r->pause / 1000);
}

uint64_t kept_reserve_waits(const struct kept *k, struct sys_wait *w)
{
	*w = (struct sys_wait){ .fd = k->reserve.fd,
				.write = !k->reserve.connected };
	return k->reserve.due;
}

void kept_reserve_advance(struct kept *k, const struct sys_wait *w)
{
	struct kept_reserve *r = &k->reserve;
	uint64_t now = k->sys->now(k->sys);

	if (r->fd < 0 && now >= r->due) {
		r->connected = false;
		r->portal = k->home;
		r->fd = k->sys->connect(k->sys, &k->portals[r->portal],
					&k->from[r->portal]);
		r->due = now + CONNECT_MS;
		if (r->fd < 0)
			lost(k);
	} else if (r->fd >= 0 && w->fd == r->fd && w->ready) {
		/* Nothing may come before a login but the end. */
		if (r->connected || k->sys->connected(k->sys, r->fd)) {
			lost(k);
			return;
		}
		r->connected = true;
		r->since = now;
		r->due = SYS_FOREVER;
	} else if (now >= r->due) {
		lost(k);
	}
}

int kept_reserve_take(struct kept *k)
{
	struct kept_reserve *r = &k->reserve;
	int fd = r->fd;

	if (fd >= 0 && (!r->connected || k->sys->connected(k->sys, fd) ||
			k->sys->hung_up(k->sys, fd)))
		kept_reserve_end(k);
	fd = r->fd;
	r->fd = -1;
	return fd;
}
