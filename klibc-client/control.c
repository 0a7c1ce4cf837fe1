// SPDX-License-Identifier: GPL-2.0-or-later
/* Both ends of the keeper's control socket. */
#include "control.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"

/* Milliseconds: a client that says nothing blocks the next one, and the
 * keeper answers at once, unless the kernel is in the middle of a request. */
#define REQUEST_MS 1000
#define ANSWER_MS 15000

int control_begin(struct control *c, const struct sys *sys)
{
	c->sys = sys;
	c->client = -1;
	c->have = 0;
	c->listener = sys->control_listen(sys);
	return c->listener < 0 ? c->listener : 0;
}

uint64_t control_waits(const struct control *c, struct sys_wait *w)
{
	*w = (struct sys_wait){ .fd = c->client < 0 ? c->listener :
						      c->client };
	return c->client < 0 ? SYS_FOREVER : c->due;
}

void control_end(struct control *c)
{
	c->sys->close(c->sys, c->client);
	c->client = -1;
	c->have = 0;
}

static void let_in(struct control *c)
{
	int fd = c->sys->control_accept(c->sys, c->listener);

	/* Who is not root has been sent away. */
	if (fd < 0)
		return;
	c->client = fd;
	c->due = c->sys->now(c->sys) + REQUEST_MS;
}

const char *control_take(struct control *c)
{
	char *end;
	int n;

	if (c->client < 0)
		let_in(c);
	if (c->client < 0)
		return NULL;
	n = c->sys->receive(c->sys, c->client, c->request + c->have,
			    sizeof(c->request) - c->have);
	if (n > 0)
		c->have += (size_t)n;
	end = memchr(c->request, '\n', c->have);
	if (end) {
		*end = '\0';
		return c->request;
	}
	if (!n || (n < 0 && n != -EAGAIN) || c->have == sizeof(c->request) ||
	    c->sys->now(c->sys) >= c->due)
		control_end(c);
	return NULL;
}

/* What does not fit into the socket's buffer is the client's loss. */
void control_text(struct control *c, const char *text)
{
	c->sys->send(c->sys, c->client, text, strlen(text));
}

void control_status(struct control *c, int err)
{
	char status[16];

	snprintf(status, sizeof(status), "%d\n", err);
	control_text(c, status);
}

/* The first line of the answer: the keeper's errno, or -1 while it is not
 * complete.  *rest is what follows it. */
static int64_t first_line(char *text, char **rest)
{
	char *end = strchr(text, '\n');
	uint64_t err;

	if (!end)
		return -1;
	*end = '\0';
	*rest = end + 1;
	return number_decimal(text, 255, &err) ? EPROTO : (int64_t)err;
}

static int read_answer(const struct sys *sys, int fd, enum sys_output where,
		       struct fault *f)
{
	uint64_t deadline = sys->now(sys) + ANSWER_MS;
	struct sys_wait w = { .fd = fd };
	char text[1024], *rest = text;
	size_t have = 0;
	int64_t err = -1;
	int n;

	while ((n = sys->receive(sys, fd, text + have,
				 sizeof(text) - 1 - have)) != 0) {
		if (n == -EAGAIN && sys->wait(sys, &w, 1, deadline) > 0)
			continue;
		/* Hung up before it had read all: what it sent is there. */
		if (n == -ECONNRESET)
			break;
		if (n < 0)
			return fault(f, STAGE_KEEPER, ETIMEDOUT,
				     "the session keeper does not answer");
		have += (size_t)n;
		text[have] = '\0';
		if (err < 0)
			err = first_line(text, &rest);
		if (err < 0)
			continue;
		if (err > 0)
			continue;	/* its sentence comes whole */
		sys->output(sys, where, rest);
		have = 0;
		rest = text;
		text[0] = '\0';
	}
	if (err < 0)
		return fault(f, STAGE_KEEPER, EPIPE,
			     "the session keeper hung up without an answer");
	return err ? fault(f, STAGE_KEEPER, (int)err, "%.500s", rest) : 0;
}

int control_ask(const struct sys *sys, const char *request,
		enum sys_output where, struct fault *f)
{
	char line[CONTROL_REQUEST_MAX];
	int fd = sys->control_connect(sys), rc;

	if (fd == -ECONNREFUSED || fd == -ENOENT)
		return fault(f, STAGE_KEEPER, ESRCH,
			     "no session keeper runs: --keep or --keep --attach starts one");
	if (fd == -EACCES)
		return fault(f, STAGE_KEEPER, EPERM,
			     "what listens in the session keeper's place is not root's");
	if (fd < 0)
		return fault(f, STAGE_KEEPER, -fd, "the session keeper: %s",
			     errno_words(-fd).text);
	snprintf(line, sizeof(line), "%s\n", request);
	rc = sys->send(sys, fd, line, strlen(line));
	/* It may have answered and hung up already: to who is not root. */
	rc = rc < 0 && rc != -EPIPE && rc != -ECONNRESET ? fault(f, STAGE_KEEPER, -rc, "the session keeper: %s",
			    errno_words(-rc).text) :
		      read_answer(sys, fd, where, f);
	sys->close(sys, fd);
	return rc;
}
