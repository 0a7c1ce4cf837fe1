// SPDX-License-Identifier: GPL-2.0-or-later
/* The session keeper. */
#include "keeper.h"

#include <errno.h>

#include "kept_attach.h"
#include "log.h"
#include "path.h"

/* The kernel's word of a lost connection can itself be lost when there is no
 * memory for it: look in this time.  2880 looks a day. */
#define LOOK_MS 30000

int keeper_begin(struct keeper *k, const struct sys *sys,
		 const struct settings *settings)
{
	memset(k, 0, sizeof(*k));
	k->sys = sys;
	k->kernel.fd = k->boot_fd = -1;
	k->pool.kernel = &k->kernel;
	k->pool.settings = *settings;
	return control_begin(&k->control, sys);
}

/* The other portals of the target that the plan knows. */
static void other_portals(struct kept *kept, const struct plan *plan)
{
	for (size_t i = 0; i < plan->target_count &&
			   kept->portal_count < KEPT_PORTALS; i++) {
		const struct plan_target *t = &plan->targets[i];
		bool known = strcmp(t->name, kept->target_name) ||
			     !t->portal.addr.family;

		for (size_t n = 0; n < kept->portal_count; n++)
			known |= portal_equal(&kept->portals[n], &t->portal);
		if (known)
			continue;
		path_from(plan, t, &t->portal, &kept->from[kept->portal_count]);
		kept->portals[kept->portal_count++] = t->portal;
	}
}

static void take_session(struct keeper *k, struct session *s)
{
	struct kept *kept = &k->kept[k->count++];

	copy_string(kept->initiator_name, sizeof(kept->initiator_name),
		    s->plan->initiator_name);
	copy_string(kept->target_name, sizeof(kept->target_name),
		    s->target->name);
	kept->account = s->target->account;
	kept->tpgt = s->target->tpgt;
	kept->portals[0] = s->home;
	path_from(s->plan, s->target, &s->home, &kept->from[0]);
	kept->portal_count = 1;
	other_portals(kept, s->plan);
	kept->time2wait = s->already ? 2 : s->login.params.default_time2wait;
	kept_begin(kept, k->sys, &k->pool, s->handoff.sid);
	kept->portal = s->portal;
	memcpy(kept->algorithms, s->algorithms, sizeof(kept->algorithms));
	/* What came while the disk was looked for. */
	if (s->transport.full &&
	    (s->transport.pdu.bhs[0] & 0x3f) == OPCODE_ASYNC_MESSAGE)
		async_read(s->transport.pdu.bhs, s->handoff.cid,
			   &kept->async);
	kept->error = s->transport.error;
}

void keeper_take_boot(struct keeper *k, struct boot *b)
{
	for (size_t i = 0; i < b->count && k->count < KEEPER_SESSIONS; i++)
		if (b->sessions[i].state == SESSION_UP)
			take_session(k, &b->sessions[i]);
	k->pool.history = b->chap_history;
	k->boot_fd = b->kernel.fd;
	b->kernel.fd = -1;
}

int keeper_attach(struct keeper *k, uint32_t sid, struct fault *f)
{
	size_t at = k->count;

	for (size_t i = 0; i < k->count; i++) {
		if (k->kept[i].state == KEPT_GONE)
			at = i;
		else if (k->kept[i].handoff.sid == sid)
			return 0;
	}
	if (at == KEEPER_SESSIONS)
		return fault(f, STAGE_KEEPER, ENOMEM,
			     "the session keeper has %u sessions and no room for another",
			     KEEPER_SESSIONS);
	if (kept_attach(&k->kept[at], k->sys, &k->pool, sid, f)) {
		k->kept[at].state = KEPT_GONE;
		return -f->err;
	}
	kept_look(&k->kept[at]);
	k->count += at == k->count;
	log_line(k->sys, STAGE_KEEPER, &k->kept[at].portal,
		 "session %u to %s is kept from now on", sid,
		 k->kept[at].target_name);
	return 0;
}

static void take_event(void *arg, const struct uevent_message *m)
{
	struct keeper *k = arg;

	for (size_t i = 0; i < k->count; i++)
		kept_event(&k->kept[i], m);
}

/* A session's creator is settled when it is made: the boot's socket, whose
 * number others may want for the same purpose, can be closed, once another
 * one listens. */
int keeper_listen(struct keeper *k, struct fault *f)
{
	int fd, rc = kernel_open(&k->kernel, k->sys, take_event, k, f);

	if (rc)
		return rc;
	fd = k->kernel.fd;
	if (k->boot_fd >= 0) {
		k->kernel.fd = k->boot_fd;
		kernel_take_events(&k->kernel);
		k->sys->close(k->sys, k->boot_fd);
		k->boot_fd = -1;
	}
	k->kernel.fd = fd;
	for (size_t i = 0; i < k->count; i++)
		kept_look(&k->kept[i]);
	k->look = k->sys->now(k->sys) + LOOK_MS;
	return 0;
}

/* Those that are gone make room. */
static void remove_gone(struct keeper *k)
{
	size_t left = 0;

	for (size_t i = 0; i < k->count; i++)
		if (k->kept[i].state != KEPT_GONE)
			left++;
	/* The others stay where they are: a login in progress points at its
	 * session. */
	while (k->count > left && k->kept[k->count - 1].state == KEPT_GONE)
		wipe(&k->kept[--k->count], sizeof(k->kept[0]));
	k->stop |= !left;
}

static void look_after(struct keeper *k)
{
	uint64_t now = k->sys->now(k->sys);

	if (now < k->look && !k->kernel.missed)
		return;
	k->kernel.missed = false;
	k->look = now + LOOK_MS;
	for (size_t i = 0; i < k->count; i++)
		kept_look(&k->kept[i]);
}

bool keeper_turn(struct keeper *k)
{
	struct sys_wait w[2 + KEEPER_SESSIONS * KEPT_PORTALS];
	uint64_t deadline = k->look, until;
	const char *request;

	w[0] = (struct sys_wait){ .fd = k->kernel.fd };
	until = control_waits(&k->control, &w[1]);
	deadline = until < deadline ? until : deadline;
	for (size_t i = 0; i < k->count; i++) {
		until = kept_waits(&k->kept[i], &w[2 + i * KEPT_PORTALS]);
		deadline = until < deadline ? until : deadline;
	}
	k->sys->wait(k->sys, w, 2 + k->count * KEPT_PORTALS, deadline);
	kernel_take_events(&k->kernel);
	look_after(k);
	for (size_t i = 0; i < k->count; i++)
		kept_advance(&k->kept[i], &w[2 + i * KEPT_PORTALS]);
	request = control_take(&k->control);
	if (request)
		keeper_answer(k, request);
	remove_gone(k);
	return !k->stop;
}
