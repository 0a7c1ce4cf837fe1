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
		[STAGE_SESSION] = "session",
		[STAGE_HANDOFF] = "handoff",
		[STAGE_SCAN] = "scan",
		[STAGE_REPORT] = "report",
		[STAGE_KEEPER] = "keeper",
		[STAGE_RECORD] = "record",
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
	make_printable(f->text);
	return -err;
}

/* One row for each cause that has a number of its own among the exit
 * statuses; every other one is 9, internal. */
static const struct {
	uint8_t err, exit_status;
	bool may_pass;
	const char *words;
} causes[] = {
	{ EINVAL, 7, false, "invalid argument" },
	{ ENOMEM, 3, false, "out of memory" },
	{ EPERM, 13, false, "not permitted" },
	{ EPROTO, 5, false, "protocol error" },
	{ ENOENT, 5, true, "not found" },
	{ EAGAIN, 5, true, "not now" },
	{ EACCES, 24, false, "access denied" },
	{ ECONNABORTED, 19, false, "refused for good" },
	{ EEXIST, 15, false, "exists already" },
	{ ENODATA, 21, false, "nothing there" },
	{ EOPNOTSUPP, 27, false, "not supported" },
	{ EPROTONOSUPPORT, 27, false, "not supported by the kernel" },
	{ EAFNOSUPPORT, 27, false, "address family not supported" },
	{ ETIMEDOUT, 8, true, "no answer in time" },
	{ ENODEV, 4, false, "no such device" },
	{ ENETDOWN, 4, true, "the network is down" },
	{ ENETUNREACH, 4, true, "no route to this network" },
	{ EHOSTUNREACH, 4, true, "no route to this host" },
	{ ECONNREFUSED, 4, true, "connection refused" },
	{ ECONNRESET, 4, true, "connection reset" },
	{ EPIPE, 4, true, "connection closed" },
	{ ENOTCONN, 4, true, "not connected" },
	{ EDESTADDRREQ, 4, false, "no address" },
	{ EADDRNOTAVAIL, 4, true, "address not available" },
	{ ESRCH, 20, false, "no such process" },
	{ ENXIO, 22, false, "no such disk" },
	{ EROFS, 6, false, "the file system is read-only" },
	{ ENOSPC, 6, false, "no space is left" },
	{ EXDEV, 6, false, "it is on another file system" },
};

struct errno_words errno_words(int err)
{
	struct errno_words w = { .text = "" };

	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		if (causes[i].err == err) {
			copy_string(w.text, sizeof(w.text), causes[i].words);
			return w;
		}
	snprintf(w.text, sizeof(w.text), "error %d", err);
	return w;
}

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
