// SPDX-License-Identifier: GPL-2.0-or-later
/* A connection of our own, without the kernel's iSCSI. */
#include "connection.h"

#include <errno.h>

#include "log.h"

#define REDIRECTS_MAX 8

/* Until the socket can be read or written. */
static int wait_for(struct connection *c, bool write, struct fault *f)
{
	struct sys_wait w = { .fd = c->fd, .write = write };
	int rc = 0;

	while (!rc && c->sys->now(c->sys) < c->deadline)
		rc = c->sys->wait(c->sys, &w, 1, c->deadline);
	if (rc > 0)
		return 0;
	if (rc)
		return fault(f, STAGE_CONNECT, -rc, "cannot wait: %s",
			     errno_words(-rc).text);
	if (write)
		return fault(f, STAGE_CONNECT, ETIMEDOUT,
			     "no answer: is the address right, and does a firewall drop packets?");
	return fault(f, c->transport.stage, ETIMEDOUT,
		     "connected, but the %s is not answered in time",
		     stage_name(c->transport.stage));
}

static int connect_socket(struct connection *c, struct fault *f)
{
	int rc;

	c->fd = c->sys->connect(c->sys, &c->portal);
	rc = c->fd < 0 ? c->fd : wait_for(c, true, f);
	if (!rc)
		rc = c->sys->connected(c->sys, c->fd);
	if (rc == -ECONNREFUSED)
		return fault(f, STAGE_CONNECT, ECONNREFUSED,
			     "connection refused: is the target running on this port?");
	if (rc)
		return fault(f, STAGE_CONNECT, -rc, "cannot connect: %s",
			     errno_words(-rc).text);
	transport_socket_init(&c->transport, c->sys, c->fd);
	return 0;
}

int connection_send(struct connection *c, const struct pdu *out,
		    struct fault *f)
{
	return c->transport.transport.send(&c->transport.transport, out, f);
}

int connection_receive(struct connection *c, struct pdu *in, struct fault *f)
{
	struct transport *t = &c->transport.transport;
	int rc;

	/* A target that never stops to send has no more time than one that
	 * never begins. */
	while (c->sys->now(c->sys) < c->deadline) {
		rc = t->receive(t, in, f);
		if (!rc)
			rc = wait_for(c, false, f);
		else
			return rc < 0 ? rc : 0;
		if (rc)
			return rc;
	}
	return wait_for(c, false, f);
}

/* LOGIN_DONE, LOGIN_MOVED or -errno. */
static int log_in(struct connection *c, struct fault *f)
{
	struct pdu in, out;
	int rc = LOGIN_SEND;

	login_begin(&c->login, &c->config, &out);
	while (rc == LOGIN_SEND) {
		rc = connection_send(c, &out, f);
		if (!rc)
			rc = connection_receive(c, &in, f);
		if (!rc)
			rc = login_take(&c->login, &in, &out, f);
	}
	return rc;
}

int connection_open(struct connection *c, const struct sys *sys,
		    const struct portal *portal,
		    const struct login_config *config, uint64_t deadline,
		    struct fault *f)
{
	char text[PORTAL_TEXT_SIZE];
	struct portal to;
	int rc;

	c->sys = sys;
	c->portal = *portal;
	c->fd = -1;
	c->deadline = deadline;
	c->config = *config;
	for (int i = 0; i <= REDIRECTS_MAX; i++) {
		rc = connect_socket(c, f);
		if (!rc)
			rc = log_in(c, f);
		if (rc != LOGIN_MOVED)
			return rc;
		to = c->login.moved_to;
		log_line(sys, STAGE_LOGIN, &c->portal,
			 "the target moved to %s", portal_text(&to, text));
		connection_close(c);
		c->portal = to;
	}
	return fault(f, STAGE_LOGIN, EPROTO,
		     "the target redirected %u times: it sends us in circles",
		     REDIRECTS_MAX);
}

void connection_close(struct connection *c)
{
	c->sys->close(c->sys, c->fd);
	c->fd = -1;
	wipe(&c->login, sizeof(c->login));
}
