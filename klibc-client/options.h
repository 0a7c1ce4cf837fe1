/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of iscsistart, with the meaning that Open-iSCSI's program
 * gives it. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "addr.h"
#include "fault.h"
#include "secret.h"
#include "settings.h"

enum action {
	ACTION_BOOT,			/* log in (the default, and -b) */
	ACTION_NETWORK,			/* -N */
	ACTION_PRINT,			/* -f */
	ACTION_PROBE,			/* --probe */
	ACTION_DISCOVER,		/* --discover */
	ACTION_VERSION,			/* -v */
	ACTION_HELP,			/* -h */
};

struct options {
	enum action action;
	bool firmware;			/* -b, -N, -f: from firmware only */
	const char *initiator_name, *target_name;	/* NULL: not given */
	bool portal_given;
	struct portal portal;
	uint32_t tpgt;			/* TPGT_UNKNOWN: not given */
	struct chap_account account;
	uint32_t wait;			/* seconds; 0: try once */
	bool kmsg, json;
	struct settings settings;	/* -P */
	const char *timeline;		/* file, or NULL */
};

/* Secrets are taken out of argv: it is overwritten where they stood, so that
 * the process title does not show them.  0, or -EINVAL with the sentence. */
int options_parse(struct options *o, int argc, char *argv[], struct fault *f);

/* The text of -h. */
extern const char options_help[];

#endif
