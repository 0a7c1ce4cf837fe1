/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One session of the boot: from the portal to the disk, as a state machine
 * that never blocks, so that all targets are tried at once. */
#ifndef SESSION_H
#define SESSION_H

#include "handoff.h"
#include "login.h"
#include "redirect.h"
#include "resolve.h"
#include "scan.h"
#include "timeline.h"
#include "transport_kernel.h"

enum session_state {
	SESSION_RETRY,			/* until due, then connect */
	SESSION_RESOLVE,		/* it moved to a host name */
	SESSION_CONNECT,
	SESSION_LOGIN,
	SESSION_SCAN,
	SESSION_UP,			/* the disk is there */
	SESSION_FAILED,			/* for good; the fault says why */
};

struct session {
	const struct sys *sys;
	const struct plan *plan;
	const struct plan_target *target;
	const struct settings *settings;
	struct kernel *kernel;
	struct chap_history *history;
	bool once;			/* one try only */
	uint64_t deadline;		/* of the whole boot */

	enum session_state state;
	uint64_t due;			/* the state's own deadline */
	struct portal portal;		/* where we are; moves by redirects */
	struct portal home;		/* where a try begins */
	struct redirect redirect;
	const struct resolve_servers *servers;
	struct resolve resolve;
	uint8_t algorithms[CHAP_ALGORITHMS_MAX + 1];
	unsigned int tries;
	int fd;				/* the TCP connection, or -1 */
	bool already;			/* the session was there before us */
	bool announced;			/* that we wait */
	struct fault fault;		/* of the last try */
	struct fault before;		/* of the try before it */
	struct timeline timeline;
	struct handoff handoff;
	struct transport_kernel transport;
	struct login_config config;
	struct login login;
	struct scan scan;
};

void session_init(struct session *s, const struct sys *sys,
		  const struct plan *plan, const struct plan_target *target,
		  const struct settings *settings, struct kernel *kernel,
		  struct chap_history *history,
		  const struct resolve_servers *servers, uint64_t deadline,
		  bool once);

/* The session exists in the kernel already (logged in): only look for its
 * disk. */
void session_adopt(struct session *s, uint32_t sid, uint32_t host_no);

#define SESSION_WAITS RESOLVE_QUERIES	/* descriptors, at most */

/* What the session waits for now: fills w (fd -1: nothing) and gives back
 * until when. */
uint64_t session_waits(const struct session *s,
		       struct sys_wait w[SESSION_WAITS]);

/* Go as far as possible; ready: the first that session_waits() asked for has
 * come. */
void session_advance(struct session *s, bool ready);

/* Give up: take down what is half made. */
void session_abandon(struct session *s);

/* Another path is up: whether this one is far enough that waiting for it is
 * worth while. */
bool session_connected(const struct session *s);

/* Whether it can still become up. */
bool session_open(const struct session *s);

#endif
