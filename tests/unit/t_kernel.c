// SPDX-License-Identifier: GPL-2.0-or-later
/* The conversation with the kernel. */
#include "kernel.h"

#include "fake_kernel.h"

static const struct {
	const char *why, *handle;
	int read_rc, netlink_rc, rc;
} opens[] = {
{ "a kernel pointer", "18446744072640831584\n", 0, 0, 0 },
{ "without a line end", "1", 0, 0, 0 },
{ "the driver is not loaded", NULL, 0, 0, -EOPNOTSUPP },
{ "not root", "1\n", -EACCES, 0, -EPERM },
{ "not root, by another number", "1\n", -EPERM, 0, -EPERM },
{ "an empty handle", "\n", 0, 0, -EOPNOTSUPP },
{ "a file of no bytes", "", 0, 0, -EOPNOTSUPP },
{ "a handle that wraps", "18446744073709551616\n", 0, 0, -EOPNOTSUPP },
{ "no socket", "1\n", 0, -EPROTONOSUPPORT, -EPROTONOSUPPORT },
};

static unsigned int events;
static uint32_t last_event;

static void take_event(void *arg, const struct uevent_message *m)
{
	(void)arg;
	events++;
	last_event = m->ev.type;
}

static struct fake fake;
static struct kernel kernel;

/* One at a time makes sessions that are to be kept. */
static void test_open_keeping(void)
{
	static const struct fake_file files[] = { FAKE_HANDLE,
						  { NULL, NULL, 0 } };
	const struct sys *sys = fake_kernel_begin(&fake, files);
	struct fault f = { .err = 0 };

	fake.netlink_busy = 3;
	SAME(kernel_open_keeping(&kernel, sys, take_event, NULL, 61000, &f), 0,
	     "its turn comes");
	OK(kernel.keep && kernel.fd == FAKE_KERNEL_FD && fake.now == 1150,
	   "after a while");
	OK(strstr(fake.log, "netlink 8 1 as 4294967295\n"), "as nobody");
	fake.netlink_busy = 3000;
	SAME(kernel_open_keeping(&kernel, sys, take_event, NULL, 2000, &f),
	     -EADDRINUSE, "not for ever");
	OK(fake.now >= 2000 && fake.now < 2100, "until the deadline");
}

static void test_open(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(opens); i++) {
		const struct fake_file files[] = {
			{ opens[i].handle ?
			  "/sys/class/iscsi_transport/tcp/handle" : "/x",
			  opens[i].handle, opens[i].read_rc },
			{ NULL, NULL, 0 },
		};
		const struct sys *sys = fake_begin(&fake, files);
		struct fault f = { .err = 0 };

		fake.netlink_rc = opens[i].netlink_rc;
		SAME(kernel_open(&kernel, sys, take_event, NULL, &f),
		     opens[i].rc, opens[i].why);
		SAME(f.err, -opens[i].rc, opens[i].why);
		OK(opens[i].rc == 0 || kernel.fd < 0, opens[i].why);
	}
}

static void begin(void)
{
	static const struct fake_file files[] = { FAKE_HANDLE,
						  { NULL, NULL, 0 } };
	struct fault f = { .err = 0 };

	kernel_open(&kernel, fake_kernel_begin(&fake, files), take_event,
		    NULL, &f);
	fake.log[0] = '\0';
	events = 0;
}

static int request(uint32_t type)
{
	struct uevent ev = { .type = type };

	return kernel_request(&kernel, &ev, NULL, 0);
}

/* Answers that are there already when the request is made: its own is the
 * last. */
static void test_replies(void)
{
	struct uevent ev = { .type = UEVENT_CREATE_SESSION }, other;
	uint8_t two[2 * UEVENT_HEADER_SIZE];

	begin();
	SAME(kernel_request(&kernel, &ev, NULL, 0), 0, "a reply");
	SAME(ev.r.create_session.sid, FAKE_SID, "is what the kernel said");
	SAME(events, 1, "the event before it is handed over");
	SAME(last_event, 106, "as it is");

	begin();
	other = (struct uevent){ .type = UEVENT_SET_PARAM };
	fake_kernel_message(&fake, UEVENT_SET_PARAM, &other, NULL, 0);
	fake_queue(&fake, FAKE_KERNEL_FD, 8, "12345678");
	fake_queue(&fake, FAKE_KERNEL_FD, -ENOBUFS, NULL);
	SAME(request(UEVENT_START_CONN), 0,
	     "an old reply, a short message and an overrun are passed over");
	SAME(events, 0, "and are no events");

	begin();
	fake_silent = true;
	other = (struct uevent){ .type = KEVENT_CONN_ERROR };
	uevent_put(two, sizeof(two), &other, NULL, 0);
	memset(two + 4, 0, 2);
	other.type = UEVENT_START_CONN;
	uevent_put(two + UEVENT_HEADER_SIZE, UEVENT_HEADER_SIZE, &other, NULL,
		   0);
	fake_queue(&fake, FAKE_KERNEL_FD, sizeof(two), two);
	SAME(request(UEVENT_START_CONN), 0, "event and reply in one datagram");
	SAME(events, 1, "both are taken");
}

static bool late_reply(struct fake *f, struct sys_wait *w, size_t n,
		       uint64_t deadline)
{
	struct uevent ev = { .type = UEVENT_START_CONN };

	(void)deadline;
	OK(n == 1 && w[0].fd == FAKE_KERNEL_FD && !w[0].write,
	   "waits for its socket");
	fake_kernel_message(f, UEVENT_START_CONN, &ev, NULL, 0);
	return true;
}

static void test_failures(void)
{
	static const uint8_t big[UEVENT_MESSAGE_MAX];
	struct uevent ev = { .type = UEVENT_SEND_PDU };

	begin();
	fake_refuse = UEVENT_START_CONN;
	fake_refuse_err = EINVAL;
	SAME(request(UEVENT_START_CONN), -EINVAL, "the kernel's refusal");
	begin();
	fake_silent = true;
	SAME(request(UEVENT_START_CONN), -ETIMEDOUT, "no reply");
	SAME(fake.now, 11000, "after ten seconds");
	begin();
	fake_silent = true;
	fake.on_wait = late_reply;
	SAME(request(UEVENT_START_CONN), 0, "a late reply");
	begin();
	fake.send_rc = -EPERM;
	SAME(request(UEVENT_START_CONN), -EPERM, "it cannot be sent");
	begin();
	fake_queue(&fake, FAKE_KERNEL_FD, -EIO, NULL);
	SAME(request(UEVENT_START_CONN), -EIO, "it cannot be received");
	begin();
	SAME(kernel_request(&kernel, &ev, big, BHS_SIZE + LOGIN_DATA_MAX + 5),
	     -EMSGSIZE, "more than fits");
	SAME(kernel_request(&kernel, &ev, big, BHS_SIZE + LOGIN_DATA_MAX + 4),
	     0, "the largest PDU fits");
}

int main(void)
{
	test_open();
	test_open_keeping();
	test_replies();
	test_failures();
	begin();
	fake_kernel_event(&fake, KEVENT_RECV_PDU, 1, NULL, 0);
	fake_queue(&fake, FAKE_KERNEL_FD, -ENOBUFS, NULL);
	fake_kernel_event(&fake, KEVENT_CONN_ERROR, 1, NULL, 0);
	kernel_take_events(&kernel);
	SAME(events, 2, "all events, behind an overrun, too");
	kernel_close(&kernel);
	SAME_TEXT(fake.log, "close 181\n", "closed");
	return test_done();
}
