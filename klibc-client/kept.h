/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One kept session: as long as the kernel has it, its connection is brought
 * back.  A state machine that never blocks and never gives up. */
#ifndef KEPT_H
#define KEPT_H

#include "async.h"
#include "session.h"

#define KEPT_PORTALS 4

enum kept_state {
	KEPT_UP,
	KEPT_LOGOUT,		/* asked for; until its response, or due */
	KEPT_WAIT,		/* until due, then connect */
	KEPT_CONNECT,		/* to all portals at once */
	KEPT_HOLD,		/* connected; the protocol says wait */
	KEPT_LOGIN,
	KEPT_GONE,		/* the kernel has no such session any more, or
				 * somebody else has it */
};

struct kept;

/* A login takes much room, which is locked, and little time: there is one for
 * all sessions. */
struct kept_login {
	const struct kept *owner;	/* NULL: free */
	struct transport_kernel transport;
	struct login_config config;
	struct login login;
};

/* What all sessions share. */
struct kept_pool {
	struct kernel *kernel;
	struct settings settings;
	struct chap_history history;
	struct kept_login login;
	bool wanted;			/* another session waits for it */
	bool reserve;			/* reserved connections are wanted */
};

/* See kept_reserve.h. */
struct kept_reserve {
	int fd;				/* or -1 */
	bool connected;
	size_t portal;
	uint64_t since;			/* when it was connected */
	uint64_t due;			/* the next step */
	uint32_t pause;			/* before the next one, ms */
};

struct kept {
	const struct sys *sys;
	struct kept_pool *pool;
	struct handoff handoff;
	char initiator_name[ISCSI_NAME_MAX + 1];
	char target_name[ISCSI_NAME_MAX + 1];
	struct chap_account account;
	uint8_t algorithms[CHAP_ALGORITHMS_MAX + 1];
	uint32_t tpgt;
	struct portal portals[KEPT_PORTALS];	/* of the target */
	struct sys_from from[KEPT_PORTALS];	/* each portal's NIC */
	size_t portal_count;
	size_t home;			/* the one to begin with */
	uint32_t time2wait;		/* seconds, as negotiated */

	enum kept_state state;
	uint64_t due;			/* the state's own deadline */
	uint64_t since;			/* when the connection was lost */
	uint64_t earliest;		/* no login before */
	uint64_t login_began;
	unsigned int tries;
	bool stopped;			/* the kernel's connection is */
	int fds[KEPT_PORTALS];		/* TCP under way, or -1 */
	uint64_t joined;		/* when the other portals are tried */
	size_t chosen;			/* the portal that has answered */
	struct portal portal;		/* where it is, or was at last */
	struct redirect redirect;
	bool moved;			/* portal is where we were sent */
	struct kept_login *login;	/* while in KEPT_LOGIN */
	struct kept_reserve reserve;
	bool reserved;			/* this try is on it */

	/* What has been told and is not yet dealt with. */
	uint32_t error;			/* the kernel's, of the connection */
	struct async async;
	bool logged_out, gone, taken;
	uint32_t vendor_said;		/* messages of no consequence */

	int said;			/* errno of the fault said last */
	uint64_t said_at;
	/* For people: how often, and how long it took (ms). */
	uint32_t recoveries, by_reserve, last_ms, longest_ms;
	uint64_t down_ms;
	const char *cause;		/* of the last loss */
};

/* A session that is logged in; its names, account and portals have been
 * filled in. */
void kept_begin(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid);

/* What the kernel says; kept for kept_advance(). */
void kept_event(struct kept *k, const struct uevent_message *m);

/* Events were lost: find out how the session is. */
void kept_look(struct kept *k);

/* What it waits for now: fills w (fd -1: nothing) and gives back until when,
 * SYS_FOREVER when all is well. */
uint64_t kept_waits(const struct kept *k, struct sys_wait w[KEPT_PORTALS]);

/* Go as far as possible. */
void kept_advance(struct kept *k, const struct sys_wait w[KEPT_PORTALS]);

/* What the state is called. */
const char *kept_words(const struct kept *k);

#endif
