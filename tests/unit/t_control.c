// SPDX-License-Identifier: GPL-2.0-or-later
/* The client's end of the keeper's control socket. */
#include "control.h"

#include "fake_sys.h"

static const struct {
	const char *why;
	int connect_rc, send_rc;
	const char *says[3];
	int then, rc;			/* then: after what it says */
	const char *output, *fault;
} rows[] = {
{ "an answer", 0, 0, { "0\na\nb\n" }, 0, 0, "a\nb\n", "" },
{ "in pieces", 0, 0, { "0", "\na", "b\n" }, 0, 0, "ab\n", "" },
{ "a refusal", 0, 0, { "95\nit cannot" }, 0, -EOPNOTSUPP, "", "it cannot" },
{ "in pieces, too", 0, 0, { "95\nit", " can", "not" }, 0, -EOPNOTSUPP, "",
  "it cannot" },
{ "no answer", 0, 0, { NULL }, 0, -EPIPE, "", "without an answer" },
{ "half a status", 0, 0, { "9" }, 0, -EPIPE, "", "without an answer" },
{ "no status", 0, 0, { "what\n" }, 0, -EPROTO, "", "" },
{ "it is silent", 0, 0, { NULL }, -EAGAIN, -ETIMEDOUT, "",
  "does not answer" },
{ "it had hung up", 0, -EPIPE, { "1\nonly root" }, 0, -EPERM, "",
  "only root" },
{ "it hung up on our words", 0, 0, { "1\nonly root" }, -ECONNRESET, -EPERM,
  "", "only root" },
{ "no keeper", -ECONNREFUSED, 0, { NULL }, 0, -ESRCH, "",
  "no session keeper runs" },
{ "who listens is not root", -EACCES, 0, { NULL }, 0, -EPERM, "",
  "not root's" },
{ "no socket", -ENOMEM, 0, { NULL }, 0, -ENOMEM, "", "out of memory" },
};

int main(void)
{
	static struct fake fake;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct sys *sys = fake_begin(&fake, NULL);
		struct fault f = { .err = 0, .text = "" };

		fake.control_rc = rows[i].connect_rc;
		fake.send_rc = rows[i].send_rc;
		for (size_t n = 0; n < 3 && rows[i].says[n]; n++)
			fake_queue(&fake, FAKE_CLIENT_FD,
				   (int)strlen(rows[i].says[n]),
				   rows[i].says[n]);
		fake_queue(&fake, FAKE_CLIENT_FD, rows[i].then, NULL);
		SAME(control_ask(sys, "status", SYS_STDOUT, &f), rows[i].rc,
		     rows[i].why);
		SAME_TEXT(fake.output, rows[i].output, rows[i].why);
		OK(strstr(f.text, rows[i].fault), rows[i].why);
		OK(rows[i].connect_rc || strstr(fake.log, "close 61"),
		   "closed");
	}
	return test_done();
}
