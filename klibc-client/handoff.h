/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session in the kernel: made, given its parameters, started, and taken
 * down, in the order that the kernel and iscsid expect. */
#ifndef HANDOFF_H
#define HANDOFF_H

#include "kernel.h"
#include "key.h"
#include "plan.h"
#include "settings.h"
#include "transport.h"

/* The kernel's name for what we made. */
struct handoff {
	struct kernel *kernel;
	const struct settings *settings;
	bool session, connection;	/* made */
	uint32_t sid, cid, host_no;
};

/* Make the session and its connection.  0 or -errno with the fault. */
int handoff_create(struct handoff *h, struct kernel *k,
		   const struct settings *settings, struct fault *f);

/* Give it the TCP connection fd, which the kernel keeps, and what it must
 * know before the login.  persistent: where a later login begins, the portal
 * that was configured or that the target moved to for good. */
int handoff_bind(struct handoff *h, int fd, const struct plan *plan,
		 const struct plan_target *target,
		 const struct portal *persistent, struct fault *f);

/* A later login of a session that exists: what the kernel has of the
 * connection is ended, its commands wait; then it is given a new one.
 * 0 or -errno with the fault. */
int handoff_stop(struct handoff *h, struct fault *f);
int handoff_bind_again(struct handoff *h, int fd, struct fault *f);

/* Where a later login begins has changed. */
int handoff_persistent(struct handoff *h, const struct portal *portal,
		       struct fault *f);

/* Send a PDU over the kernel's connection. */
int handoff_send_pdu(struct handoff *h, const struct pdu *pdu,
		     struct fault *f);

/* Give it what the login settled, and start: full feature phase. */
int handoff_start(struct handoff *h, const struct params *params,
		  uint32_t tpgt, uint32_t exp_statsn, struct fault *f);

/* Take it down, whatever state it is in.  Safe to call twice. */
void handoff_destroy(struct handoff *h);

/* ISID for the kernel's session sid: 00:02:3d and its low 24 bits, so that
 * iscsid, which computes the same, reinstates the session and leaves no
 * second one at the target. */
void handoff_isid(uint32_t sid, uint8_t isid[6]);

#endif
