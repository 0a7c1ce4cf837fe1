/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of iscsistart, with the meaning that Open-iSCSI's program
 * gives it. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "addr.h"
#include "fault.h"
#include "host.h"
#include "secret.h"
#include "settings.h"

enum action {
	ACTION_BOOT,			/* log in (the default, and -b) */
	ACTION_NETWORK,			/* -N */
	ACTION_PRINT,			/* -f */
	ACTION_PROBE,			/* --probe */
	ACTION_DISCOVER,		/* --discover */
	ACTION_PLAN,			/* --plan */
	ACTION_ATTACH,			/* --attach */
	ACTION_STATUS,			/* --status */
	ACTION_STOP,			/* --stop */
	ACTION_RECORD,			/* --record */
	ACTION_VERSION,			/* -v */
	ACTION_HELP,			/* -h */
};

#define PARAMS_MAX 32
#define OPTIONS_FOLDER_MAX 128

struct options {
	enum action action;
	bool firmware;			/* -b, -N, -f: its targets only */
	const char *initiator_name, *target_name;	/* NULL: not given */
	bool portal_given, port_given;
	struct portal portal;
	char host[HOST_NAME_MAX_BYTES + 1];	/* -a, when it is a name */
	uint32_t tpgt;			/* TPGT_UNKNOWN: not given */
	struct chap_account account;
	uint32_t wait;			/* seconds; 0: try once */
	bool kmsg, json;
	bool no_network;		/* the NICs are somebody else's */
	bool keep, realtime, reserve;	/* --keep=rt,reserve */
	bool handover;			/* with --stop */
	struct settings settings;	/* -P */
	const char *params[PARAMS_MAX];	/* the same, as they were said */
	size_t param_count;
	bool cmdline;			/* read the kernel command line */
	const char *cmdline_file;	/* another file instead, or NULL */
	const char *secrets;		/* file, "-", or NULL */
	const char *timeline;		/* file, or NULL */
	const char *record_folder;	/* Open-iSCSI's database */
	const char *dhcp_client;	/* a path, or a name: see dhcp.h */
	const char *dhcp6_client;
};

/* Secrets are taken out of argv: it is overwritten where they stood, so that
 * the process title does not show them.  0, or -EINVAL with the sentence. */
int options_parse(struct options *o, int argc, char *argv[], struct fault *f);

/* The text of -h. */
extern const char options_help[];

#endif
