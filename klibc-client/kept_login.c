// SPDX-License-Identifier: GPL-2.0-or-later
/* The login of a kept session. */
#include "kept_login.h"

#include <errno.h>

bool kept_login_free(const struct kept_pool *pool)
{
	return !pool->login.owner;
}

int kept_login_begin(struct kept *k, int fd, struct fault *f)
{
	struct kept_login *l = &k->pool->login;
	struct pdu pdu;
	int rc = handoff_bind_again(&k->handoff, fd, f);

	if (rc)
		return rc;
	k->pool->wanted = false;
	l->owner = k;
	k->login = l;
	transport_kernel_init(&l->transport, &k->handoff);
	l->config = (struct login_config){
		.initiator_name = k->initiator_name,
		.target_name = k->target_name,
		.account = k->account.secret.len ? &k->account : NULL,
		.algorithms = k->algorithms,
		.offer = &k->pool->settings.offer,
		.history = &k->pool->history,
	};
	handoff_isid(k->handoff.sid, l->config.isid);
	if (k->account.reverse_secret.len)
		rc = k->sys->random(k->sys, SYS_SECRET, l->config.random,
				    sizeof(l->config.random));
	if (rc)
		return fault(f, STAGE_LOGIN, -rc, "no random numbers: %s",
			     errno_words(-rc).text);
	login_begin(&l->login, &l->config, &pdu);
	return l->transport.transport.send(&l->transport.transport, &pdu, f);
}

/* Full feature phase: the kernel is told what was settled, and its commands go
 * on. */
static int start(struct kept *k, struct fault *f)
{
	const struct login *l = &k->login->login;
	uint32_t tpgt = l->params.target_portal_group_tag;

	if (tpgt == TPGT_UNKNOWN)
		tpgt = k->tpgt == TPGT_UNKNOWN ? 1 : k->tpgt;
	k->time2wait = l->params.default_time2wait;
	return handoff_start(&k->handoff, &l->params, tpgt, l->statsn + 1, f);
}

int kept_login_advance(struct kept *k, struct fault *f)
{
	struct kept_login *l = k->login;
	struct transport *t = &l->transport.transport;
	struct pdu in, out;
	int rc;

	for (;;) {
		rc = t->receive(t, &in, f);
		if (!rc)
			return KEPT_LOGIN_MORE;
		if (rc > 0)
			rc = login_take(&l->login, &in, &out, f);
		if (rc == LOGIN_SEND)
			rc = t->send(t, &out, f);
		else if (rc == LOGIN_DONE)
			return start(k, f) ? -f->err : KEPT_LOGIN_DONE;
		else if (rc == LOGIN_MOVED)
			return KEPT_LOGIN_MOVED;
		if (rc >= 0)
			continue;
		if (l->login.mistook && chap_drop_sha256(k->algorithms)) {
			f->err = 0;
			return KEPT_LOGIN_AGAIN;
		}
		return rc;
	}
}

void kept_login_end(struct kept *k)
{
	if (!k->login)
		return;
	wipe(&k->login->login, sizeof(k->login->login));
	wipe(&k->login->transport, sizeof(k->login->transport));
	k->login->owner = NULL;
	k->login = NULL;
}
