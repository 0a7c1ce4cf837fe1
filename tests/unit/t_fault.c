// SPDX-License-Identifier: GPL-2.0-or-later
/* Why it stopped. */
#include "fault.h"

#include <errno.h>

#include "test.h"

/* Exit statuses of iscsiadm(8). */
static const struct {
	const char *why;
	int err, exit_status;
	bool may_pass;
} cases[] = {
{ "bad argument", EINVAL, 7, false },
{ "out of memory", ENOMEM, 3, false },
{ "not root", EPERM, 13, false },
{ "the protocol was broken", EPROTO, 5, false },
{ "target not found", ENOENT, 5, true },
{ "target error", EAGAIN, 5, true },
{ "authentication", EACCES, 24, false },
{ "refused for good", ECONNABORTED, 19, false },
{ "session exists", EEXIST, 15, false },
{ "nothing to boot", ENODATA, 21, false },
{ "not supported", EOPNOTSUPP, 27, false },
{ "a kernel without it", EPROTONOSUPPORT, 27, false },
{ "a kernel without IPv6", EAFNOSUPPORT, 27, false },
{ "time is up", ETIMEDOUT, 8, true },
{ "no NIC", ENODEV, 4, false },
{ "no carrier", ENETDOWN, 4, true },
{ "no route", ENETUNREACH, 4, true },
{ "no host", EHOSTUNREACH, 4, true },
{ "refused", ECONNREFUSED, 4, true },
{ "reset", ECONNRESET, 4, true },
{ "broken pipe", EPIPE, 4, true },
{ "not connected", ENOTCONN, 4, true },
{ "no host of this name", EDESTADDRREQ, 4, false },
{ "no address yet", EADDRNOTAVAIL, 4, true },
{ "no disk", ENXIO, 22, false },
{ "a database that cannot be written", EROFS, 6, false },
{ "a database without room", ENOSPC, 6, false },
{ "a database that is elsewhere", EXDEV, 6, false },
{ "anything else is internal", EIO, 9, false },
{ "0 is no cause", 0, 9, false },
};

int main(void)
{
	struct fault f = { .err = 0 };
	char longer[800];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SAME(fault_exit_status(cases[i].err), cases[i].exit_status,
		     cases[i].why);
		SAME(fault_may_pass(cases[i].err), cases[i].may_pass,
		     cases[i].why);
	}
	SAME(fault(&f, STAGE_LOGIN, EPROTO, "first %d", 1), -EPROTO,
	     "gives back -errno");
	OK(f.err == EPROTO && f.stage == STAGE_LOGIN, "what and where");
	SAME_TEXT(f.text, "first 1", "the sentence");
	SAME(fault(&f, STAGE_SCAN, EIO, "second"), -EIO,
	     "a later one gives back its own");
	OK(f.err == EPROTO && f.stage == STAGE_LOGIN &&
	   !strcmp(f.text, "first 1"), "the first cause stays");
	f.err = 0;
	fault(&f, STAGE_LOGIN, EPROTO, "a%sb", "\n\t\x1b\x7f\x80\xff");
	SAME_TEXT(f.text, "a??????b", "control bytes from the wire");
	f.err = 0;
	fault(&f, STAGE_LOGIN, EPROTO, "%s", " ~");
	SAME_TEXT(f.text, " ~", "the first and the last that are printed");
	f.err = 0;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	fault(&f, STAGE_LOGIN, EPROTO, "%s", longer);
	SAME(strlen(f.text), sizeof(f.text) - 1, "a long sentence is cut");
	SAME_TEXT(errno_words(ECONNREFUSED).text, "connection refused",
		  "an errno in words");
	SAME_TEXT(errno_words(EIO).text, "error 5", "one without words");
	for (int i = 0; i < STAGE_COUNT; i++)
		OK(stage_name(i) && stage_name(i)[0], "each stage has a name");
	SAME_TEXT(stage_name(STAGE_LOGIN), "login", "a name");
	return test_done();
}
