// SPDX-License-Identifier: GPL-2.0-or-later
/* Login status, a row for each code of RFC 7143 11.13.5. */
#include "status.h"

#include <errno.h>

static const struct row {
	uint16_t status;
	int err;
	const char *text;
} rows[] = {
{ 0x0200, ECONNABORTED, "initiator error" },
{ 0x0201, EACCES, "authentication failed" },
{ 0x0202, EACCES, "not authorized: does the target's access list have this initiator name?" },
{ 0x0203, ENOENT, "target not found: is the name right?" },
{ 0x0204, ENOENT, "the target was removed" },
{ 0x0205, ECONNABORTED, "unsupported version" },
{ 0x0206, ECONNABORTED, "too many connections" },
{ 0x0207, ECONNABORTED, "missing parameter" },
{ 0x0208, ECONNABORTED, "can't include in session" },
{ 0x0209, ECONNABORTED, "session type not supported" },
{ 0x020a, ECONNABORTED, "session does not exist" },
{ 0x020b, ECONNABORTED, "invalid request during login" },
{ 0x0300, EAGAIN, "target error" },
{ 0x0301, EAGAIN, "service unavailable (Linux targets say so for an unknown target name, too)" },
{ 0x0302, EAGAIN, "out of resources" },
};

int status_fault(const struct login_response *rsp,
		 const char *target_name, const struct chap_account *account,
		 struct fault *f)
{
	unsigned int status = (unsigned int)rsp->status_class << 8 |
			      rsp->status_detail;
	const struct row *row = rows, *end = rows + ARRAY_SIZE(rows);

	while (row < end && row->status != status)
		row++;
	if (row == end)
		return fault(f, STAGE_LOGIN,
			     rsp->status_class == 3 ? EAGAIN : ECONNABORTED,
			     "the login to %.100s was refused with status %04x, which RFC 7143 does not name",
			     target_name, status);
	if (status == 0x0201)
		return fault(f, STAGE_LOGIN, EACCES,
			     "authentication failed (status 0201): %s",
			     account ? "are the CHAP name and secret right?" :
			     "the target asks for CHAP, and no CHAP name and secret are given");
	return fault(f, STAGE_LOGIN, row->err,
		     "the login to %.100s was refused: %s (status %04x)",
		     target_name, row->text, status);
}
