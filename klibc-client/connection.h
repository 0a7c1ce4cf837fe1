/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A connection of our own, without the kernel's iSCSI: TCP, and a login that
 * follows redirects.  For what ends with the program: discovery and probing. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "login.h"
#include "plan.h"
#include "resolve.h"
#include "sys.h"
#include "transport_socket.h"

struct connection {
	const struct sys *sys;
	struct portal portal;		/* where we are: redirects move it */
	/* Set by the caller beforehand: servers for redirects to a host name,
	 * and whose NIC it leaves by (target NULL: the kernel's choice). */
	const struct resolve_servers *servers;
	const struct plan *plan;
	const struct plan_target *target;
	int fd;				/* -1: closed */
	uint64_t deadline;		/* of everything; sys->now's clock */
	uint64_t due;			/* of the answer that is awaited */
	struct login_config config;
	uint8_t algorithms[CHAP_ALGORITHMS_MAX + 1];
	struct transport_socket transport;
	struct login login;		/* its params hold what was settled */
};

/* Connect and log in; follows redirects, draws config's random numbers anew
 * for each login.  config is copied, what it points at
 * stays the caller's and valid.  Blocks until then or until the deadline.  0,
 * or -errno with the fault; connection_close() in both cases. */
int connection_open(struct connection *c, const struct sys *sys,
		    const struct portal *portal,
		    const struct login_config *config, uint64_t deadline,
		    struct fault *f);

/* The next PDU: 0, or -errno with the fault, -ETIMEDOUT at the deadline.
 * Its data stays valid until the next call. */
int connection_receive(struct connection *c, struct pdu *in, struct fault *f);

int connection_send(struct connection *c, const struct pdu *out,
		    struct fault *f);

/* Forgets what the login held. */
void connection_close(struct connection *c);

#endif
