/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a stage stopped: one sentence and one errno, recorded where the cause is
 * known. */
#ifndef FAULT_H
#define FAULT_H

#include "compat.h"

/* The stages of a boot, in order (design: sources to plan, then one way). */
enum stage {
	STAGE_OPTIONS,
	STAGE_MODULES,
	STAGE_PLAN,
	STAGE_NIC,
	STAGE_CONNECT,
	STAGE_LOGIN,
	STAGE_SESSION,		/* our own, after its login */
	STAGE_HANDOFF,
	STAGE_SCAN,
	STAGE_REPORT,
	STAGE_KEEPER,
	STAGE_RECORD,
	STAGE_COUNT
};

/* The stage's name as it stands in messages and in the time line. */
const char *stage_name(enum stage stage);

struct fault {
	enum stage stage;
	int err;		/* errno, positive; 0: no fault */
	char text[640];
};

/* Record why a stage failed and return -err.  The first cause stays: what
 * fails after it is its echo.  Control bytes become '?': the text may hold
 * bytes from the wire. */
int fault(struct fault *f, enum stage stage, int err, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/* An errno (positive) in a few words, or "error 71".  klibc's own table of
 * them is as large as the login engine. */
struct errno_words {
	char text[32];
};

struct errno_words errno_words(int err);

/* The exit status for an errno (positive), in the numbers of iscsiadm(8). */
int fault_exit_status(int err);

/* Whether another try may end better: false where the configuration is wrong
 * or an authentication was refused. */
bool fault_may_pass(int err);

#endif
