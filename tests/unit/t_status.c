// SPDX-License-Identifier: GPL-2.0-or-later
/* Every login status of RFC 7143 11.13.5. */
#include "status.h"

#include <errno.h>

#include "test.h"

static const struct {
	const char *why;
	uint8_t class, detail;
	int err;
	const char *part;	/* of the sentence */
} cases[] = {
{ "initiator error", 2, 0x00, ECONNABORTED, "initiator error" },
{ "authentication failure", 2, 0x01, EACCES, "CHAP name and secret" },
{ "authorization failure", 2, 0x02, EACCES, "access list" },
{ "not found", 2, 0x03, ENOENT, "not found" },
{ "target removed", 2, 0x04, ENOENT, "removed" },
{ "unsupported version", 2, 0x05, ECONNABORTED, "version" },
{ "too many connections", 2, 0x06, ECONNABORTED, "too many" },
{ "missing parameter", 2, 0x07, ECONNABORTED, "missing" },
{ "can't include in session", 2, 0x08, ECONNABORTED, "include" },
{ "session type not supported", 2, 0x09, ECONNABORTED, "type" },
{ "session does not exist", 2, 0x0a, ECONNABORTED, "not exist" },
{ "invalid during login", 2, 0x0b, ECONNABORTED, "invalid" },
{ "initiator error without a name", 2, 0x0c, ECONNABORTED, "020c" },
{ "target error", 3, 0x00, EAGAIN, "target error" },
{ "service unavailable", 3, 0x01, EAGAIN, "unavailable" },
{ "out of resources", 3, 0x02, EAGAIN, "resources" },
{ "target error without a name", 3, 0x03, EAGAIN, "0303" },
{ "a class without a name is fatal", 4, 0x00, ECONNABORTED, "0400" },
{ "the highest class", 255, 0xff, ECONNABORTED, "ffff" },
};

int main(void)
{
	static const struct chap_account account = { .name = "user" };
	struct login_response rsp = { .status_class = 2, .status_detail = 1 };
	struct fault f = { .err = 0 };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		f.err = 0;
		rsp.status_class = cases[i].class;
		rsp.status_detail = cases[i].detail;
		SAME(status_fault(&rsp, "iqn.t", &account, &f), -cases[i].err,
		     cases[i].why);
		SAME(f.err, cases[i].err, cases[i].why);
		SAME(f.stage, STAGE_LOGIN, cases[i].why);
		OK(strstr(f.text, cases[i].part), cases[i].why);
	}
	f.err = 0;
	rsp.status_class = 2;
	rsp.status_detail = 1;
	SAME(status_fault(&rsp, "iqn.t", NULL, &f), -EACCES, "0201, no CHAP");
	OK(strstr(f.text, "asks for CHAP"), "0201 when no secret was given");
	f.err = 0;
	rsp.status_detail = 3;
	status_fault(&rsp, "iqn.t", NULL, &f);
	OK(strstr(f.text, "iqn.t") && strstr(f.text, "0203"),
	   "which target, and the number");
	return test_done();
}
