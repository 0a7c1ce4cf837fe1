/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --probe and --discover: what the targets of the plan are like, over our own
 * sockets and without the kernel's iSCSI. */
#ifndef INSPECT_H
#define INSPECT_H

#include "discover.h"
#include "options.h"
#include "plan.h"
#include "probe.h"

struct inspect {
	const struct sys *sys;
	const struct options *options;
	const struct settings *settings;
	struct plan *plan;
	struct chap_history history;
	struct resolve_servers servers;
	struct params offer;
	struct login_config config;
	union {
		struct probe probe;
		struct connection connection;
	};
};

/* Look at every target of the plan in turn, as options->action says, and print
 * what was found.  Each is tried once; or again and again within
 * options->wait seconds, of which those that are left have equal parts.  What
 * is bound to a NIC is reached by that, which is to be set up.  0 when
 * all of them could be looked at; else the first fault, and every one has been
 * logged. */
int inspect_run(struct inspect *i, const struct sys *sys,
		const struct options *options,
		const struct settings *settings, struct plan *plan,
		struct fault *f);

#endif
