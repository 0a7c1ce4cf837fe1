/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both ends of the keeper's control socket: a line of request, an answer whose
 * first line is the exit status, and the end.  Root only. */
#ifndef CONTROL_H
#define CONTROL_H

#include "fault.h"
#include "sys.h"

#define CONTROL_REQUEST_MAX 64

/* The keeper's end: one client at a time. */
struct control {
	const struct sys *sys;
	int listener, client;		/* or -1 */
	uint64_t due;			/* the client's */
	char request[CONTROL_REQUEST_MAX];
	size_t have;
};

/* 0, or -errno: -EADDRINUSE when a keeper runs already. */
int control_begin(struct control *c, const struct sys *sys);

uint64_t control_waits(const struct control *c, struct sys_wait *w);

/* Take what has come.  A whole request, without its line end, or NULL. */
const char *control_take(struct control *c);

/* Answer it: the status as an errno (0: done), text in pieces, the end. */
void control_status(struct control *c, int err);
void control_text(struct control *c, const char *text);
void control_end(struct control *c);

/* The other end: send a request to the keeper, write its text to where.  0,
 * or -errno with the fault: -ESRCH when no keeper runs. */
int control_ask(const struct sys *sys, const char *request,
		enum sys_output where, struct fault *f);

#endif
