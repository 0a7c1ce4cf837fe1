// SPDX-License-Identifier: GPL-2.0-or-later
/* Why it stopped. */
#include "fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

const char *stage_name(enum stage stage)
{
	static const char *const names[STAGE_COUNT] = {
		[STAGE_OPTIONS] = "options",
		[STAGE_MODULES] = "modules",
		[STAGE_PLAN] = "plan",
		[STAGE_NIC] = "nic",
		[STAGE_CONNECT] = "connect",
		[STAGE_LOGIN] = "login",
		[STAGE_HANDOFF] = "handoff",
		[STAGE_SCAN] = "scan",
		[STAGE_REPORT] = "report",
	};

	return names[stage];
}

int fault(struct fault *f, enum stage stage, int err, const char *fmt, ...)
{
	va_list ap;

	if (f->err)
		return -err;
	f->stage = stage;
	f->err = err;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	for (char *c = f->text; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return -err;
}

/* One row for each cause that has a number of its own; all others are 4, a
 * transport problem, when the network said so, else 9, internal. */
static const struct {
	int err, exit_status;
	bool may_pass;
} causes[] = {
	{ EINVAL, 7, false },		/* bad argument */
	{ ENOMEM, 3, false },
	{ EPERM, 13, false },		/* not root */
	{ EPROTO, 5, false },		/* the target broke the protocol */
	{ ENOENT, 5, true },		/* target not found (yet) */
	{ EAGAIN, 5, true },		/* target error, status class 3 */
	{ EACCES, 24, false },		/* authentication */
	{ ECONNABORTED, 19, false },	/* the target refused for good */
	{ EEXIST, 15, false },		/* session exists */
	{ ENODATA, 21, false },		/* nothing to boot */
	{ EOPNOTSUPP, 27, false },
	{ ETIMEDOUT, 8, true },
	{ ENODEV, 4, false },		/* no such NIC */
	{ ENETDOWN, 4, true },
	{ ENETUNREACH, 4, true },
	{ EHOSTUNREACH, 4, true },
	{ ECONNREFUSED, 4, true },
	{ ECONNRESET, 4, true },
	{ EPIPE, 4, true },
	{ ENOTCONN, 4, true },
	{ EADDRNOTAVAIL, 4, true },
	{ ENXIO, 22, false },		/* the disk is not there */
};

int fault_exit_status(int err)
{
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		if (causes[i].err == err)
			return causes[i].exit_status;
	return 9;
}

bool fault_may_pass(int err)
{
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		if (causes[i].err == err)
			return causes[i].may_pass;
	return false;
}
