// SPDX-License-Identifier: GPL-2.0-or-later
/* A connection of our own, without the kernel's iSCSI. */
#include "connection.h"

#include <errno.h>

#include "log.h"
#include "path.h"
#include "redirect.h"

/* Milliseconds: an answer that takes longer does not come. */
#define ANSWER_MS 15000

static void expect_answer(struct connection *c)
{
	c->due = c->sys->now(c->sys) + ANSWER_MS;
	if (c->due > c->deadline)
		c->due = c->deadline;
}

/* Until the socket can be read or written. */
static int wait_for(struct connection *c, bool write, struct fault *f)
{
	struct sys_wait w = { .fd = c->fd, .write = write };
	int rc = 0;

	while (!rc && c->sys->now(c->sys) < c->due)
		rc = c->sys->wait(c->sys, &w, 1, c->due);
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
	struct sys_from from;
	int rc;

	expect_answer(c);
	c->fd = c->sys->connect(c->sys, &c->portal, !c->target ? NULL :
				path_bound(c->plan, c->target, &c->portal,
					   &from));
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
	expect_answer(c);
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

/* Fresh for each login: a challenge is never used twice. */
static int draw_random(struct connection *c, struct fault *f)
{
	const struct chap_account *account = c->config.account;
	int rc = 0;

	if (account && account->reverse_secret.len)
		rc = c->sys->random(c->sys, SYS_SECRET, c->config.random,
				    sizeof(c->config.random));
	return rc ? fault(f, STAGE_LOGIN, -rc, "no random numbers: %s",
			  errno_words(-rc).text) : 0;
}

static int follow(struct connection *c, struct redirect *redirect,
		  struct fault *f)
{
	char to[PORTAL_TEXT_SIZE];
	struct resolve resolve;

	if (c->login.moved_host[0]) {
		resolve_start(&resolve, c->sys, c->servers,
			      c->login.moved_host, c->deadline);
		if (resolve_run(&resolve, f))
			return -f->err;
		c->login.moved_to.addr = resolve.addrs[0];
	}
	log_line(c->sys, STAGE_LOGIN, &c->portal, "the target moved to %s",
		 portal_text(&c->login.moved_to, to));
	return redirect_follow(redirect, &c->portal, &c->login.moved_to, f);
}

int connection_open(struct connection *c, const struct sys *sys,
		    const struct portal *portal,
		    const struct login_config *config, uint64_t deadline,
		    struct fault *f)
{
	struct redirect redirect = { .count = 0 };
	int rc;

	c->sys = sys;
	c->portal = *portal;
	c->fd = -1;
	c->deadline = deadline;
	c->login.mistook = false;
	c->config = *config;
	if (config->account) {
		memcpy(c->algorithms, config->algorithms,
		       sizeof(c->algorithms));
		c->config.algorithms = c->algorithms;
	}
	for (;;) {
		rc = draw_random(c, f);
		if (!rc)
			rc = connect_socket(c, f);
		if (!rc)
			rc = log_in(c, f);
		if (rc == LOGIN_MOVED)
			rc = follow(c, &redirect, f);
		else if (rc < 0 && c->login.mistook &&
			 chap_drop_sha256(c->algorithms))
			rc = f->err = 0;
		else
			return rc;
		if (rc)
			return rc;
		connection_close(c);
	}
}

void connection_close(struct connection *c)
{
	c->sys->close(c->sys, c->fd);
	c->fd = -1;
	wipe(&c->login, sizeof(c->login));
}
