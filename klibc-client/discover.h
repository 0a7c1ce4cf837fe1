/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Discovery: which targets a portal offers (RFC 7143 Appendix C). */
#ifndef DISCOVER_H
#define DISCOVER_H

#include "connection.h"

/* Log in to a discovery session, ask, and print every portal of every target
 * to standard output: a line "address:port,tag name" each, as iscsiadm's
 * discovery prints it (tag -1: unknown), or with json
 *
 *	[{"target": NAME, "portals": [
 *	  {"address": ADDRESS, "port": PORT, "tpgt": TAG or null}, ...]}, ...]
 *
 * A name or an address that cannot be printed is left out, with a message.
 * config->discovery must be set; c is room for the connection.  0, or -errno
 * with the fault: -ENODATA when there are no targets.  Whatever else fails
 * leaves the JSON without its end. */
int discover_run(struct connection *c, const struct sys *sys,
		 const struct portal *portal,
		 const struct login_config *config, uint64_t deadline,
		 bool json, struct fault *f);

#endif
