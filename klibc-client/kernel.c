// SPDX-License-Identifier: GPL-2.0-or-later
/* The conversation with the kernel over NETLINK_ISCSI. */
#include "kernel.h"

#include <errno.h>

#include "number.h"

#define HANDLE_FILE "/sys/class/iscsi_transport/tcp/handle"

/* A reply is there when the request has been sent; this is for a kernel in
 * trouble. */
#define REPLY_MS 10000

/* Another run that makes sessions to be kept is waited for. */
#define TURN_MS 50

/* Prepare: everything but the socket. */
static int find_driver(struct kernel *k, const struct sys *sys,
		       void (*event)(void *arg,
				     const struct uevent_message *m),
		       void *arg, struct fault *f)
{
	char text[32];
	int n = sys->read_file(sys, HANDLE_FILE, text, sizeof(text));

	k->sys = sys;
	k->event = event;
	k->arg = arg;
	k->fd = -1;
	k->keep = k->missed = false;
	if (n == -EACCES || n == -EPERM)
		return fault(f, STAGE_HANDOFF, EPERM,
			     "only root (CAP_SYS_ADMIN) may make iSCSI sessions");
	if (n > 0 && text[n - 1] == '\n')
		text[n - 1] = '\0';
	if (n <= 0 || number_decimal(text, UINT64_MAX, &k->transport_handle))
		return fault(f, STAGE_HANDOFF, EOPNOTSUPP,
			     "the kernel's iscsi_tcp driver is not there: " HANDLE_FILE " cannot be read");
	return 0;
}

static int opened(struct kernel *k, int fd, struct fault *f)
{
	k->fd = fd;
	return fd >= 0 ? 0 : fault(f, STAGE_HANDOFF, -fd, "NETLINK_ISCSI: %s",
				   errno_words(-fd).text);
}

int kernel_open(struct kernel *k, const struct sys *sys,
		void (*event)(void *arg, const struct uevent_message *m),
		void *arg, struct fault *f)
{
	int rc = find_driver(k, sys, event, arg, f);

	return rc ? rc : opened(k, sys->netlink(sys, NETLINK_ISCSI_PROTOCOL,
						UEVENT_GROUP), f);
}

int kernel_open_keeping(struct kernel *k, const struct sys *sys,
			void (*event)(void *arg,
				      const struct uevent_message *m),
			void *arg, uint64_t deadline, struct fault *f)
{
	struct sys_wait none = { .fd = -1 };
	int rc = find_driver(k, sys, event, arg, f);

	if (rc)
		return rc;
	k->keep = true;
	do {
		rc = sys->netlink_as(sys, NETLINK_ISCSI_PROTOCOL,
				     UEVENT_GROUP, KERNEL_CREATOR_KEPT);
		if (rc != -EADDRINUSE || sys->now(sys) >= deadline)
			break;
		sys->wait(sys, &none, 1, sys->now(sys) + TURN_MS);
	} while (true);
	return opened(k, rc, f);
}

void kernel_close(struct kernel *k)
{
	k->sys->close(k->sys, k->fd);
	k->fd = -1;
}

/* Take one datagram.  Replies carry the request's number in nlmsg_type,
 * events 0.  1: the reply to this request, now in ev; 0: something else. */
static int take_one(struct kernel *k, uint16_t request, struct uevent *ev)
{
	int n = k->sys->receive(k->sys, k->fd, k->rx, sizeof(k->rx));
	struct uevent_message m;
	const uint8_t *at = k->rx;
	size_t left = (size_t)n;
	int found = 0;

	if (n < 0) {
		k->missed |= n == -ENOBUFS;
		return n;
	}
	while (uevent_get(&at, &left, &m)) {
		if (request && m.nlmsg_type == request) {
			*ev = m.ev;
			found = 1;
		} else if (!m.nlmsg_type) {
			k->event(k->arg, &m);
		}
	}
	return found;
}

int kernel_request(struct kernel *k, struct uevent *ev, const void *payload,
		   size_t len)
{
	uint64_t deadline = k->sys->now(k->sys) + REPLY_MS;
	struct sys_wait w = { .fd = k->fd };
	uint16_t request = (uint16_t)ev->type;
	size_t size;
	int rc;

	ev->transport_handle = k->transport_handle;
	size = uevent_put(k->tx, sizeof(k->tx), ev, payload, len);
	if (!size)
		return -EMSGSIZE;
	rc = k->sys->send(k->sys, k->fd, k->tx, size);
	while (rc >= 0 || rc == -EAGAIN || rc == -ENOBUFS) {
		rc = take_one(k, request, ev);
		if (rc > 0)
			return ev->type == KEVENT_IF_ERROR ?
				(int32_t)ev->iferror : 0;
		if (rc == -EAGAIN &&
		    k->sys->wait(k->sys, &w, 1, deadline) <= 0)
			return -ETIMEDOUT;
	}
	return rc;
}

void kernel_take_events(struct kernel *k)
{
	struct uevent unused;
	int rc;

	do
		rc = take_one(k, 0, &unused);
	while (rc >= 0 || rc == -ENOBUFS);
}
