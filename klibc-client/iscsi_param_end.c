// SPDX-License-Identifier: GPL-2.0-or-later
/* After the last parameter that says what to boot: pieces make a target. */
#include "iscsi_param.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "name.h"

/* A target for each address; without one, what another source says about a
 * target of this name. */
static void add_target(struct iscsi_params *p, const char *ip)
{
	struct plan_target *t = said_target(p->said, p->target_name);
	const char *odd = p->target_name[0] ? name_odd(p->target_name) : NULL;

	if (!t)
		return;
	if (odd)
		remark_warning(p->said->remarks, p->target_name,
			       "the target name is %s", odd);
	copy_string(t->name, sizeof(t->name), p->target_name);
	if (*ip) {
		t->portal.port = p->port ? p->port : 3260;
		host_wrong(ip, &t->portal.addr, t->host);
	}
	t = &p->said->targets[said_once(p->said)];
	if (p->tpgt != TPGT_UNKNOWN)
		t->tpgt = p->tpgt;
}

/* root=iscsi: means that the first iSCSI disk is the root: nothing else may
 * become the first. */
static void drop_netroots(struct iscsi_params *p)
{
	struct said *said = p->said;

	if (!p->root)
		return;
	for (size_t i = 0; i < said->target_count; i++)
		if (i + 1 != p->root)
			remark_ignored(said->remarks, said->targets[i].name,
				       "netroot= names this target, and root=iscsi: goes before");
	if (p->root > 1)
		said->targets[0] = said->targets[p->root - 1];
	wipe(said->targets + 1, sizeof(said->targets) - sizeof(said->targets[0]));
	said->target_count = 1;
}

/* Port and group that are said without an address.  A root path has a port of
 * its own. */
static void give_portal(struct iscsi_params *p)
{
	struct said *said = p->said;
	char what[64];

	if (p->target_ip[0])
		return;
	if (!said->target_count) {
		said->port = p->port;
		said->tpgt_known = p->tpgt != TPGT_UNKNOWN;
		said->tpgt = p->tpgt;
		return;
	}
	for (size_t i = 0; i < said->target_count; i++)
		said->targets[i].tpgt = p->tpgt;
	if (!p->port)
		return;
	snprintf(what, sizeof(what), "port %u (%s)", p->port,
		 source_words(said->source));
	remark_ignored(said->remarks, what,
		       "the root path of root= or netroot= says the port");
}

int iscsi_params_end(struct iscsi_params *p, struct slip *sl)
{
	struct said *said = p->said;
	char *ip = p->target_ip;

	drop_netroots(p);
	give_portal(p);
	if (p->bare && !said->target_count && !p->target_name[0])
		said->want_ibft = true;
	if (!chap_account_empty(&p->account)) {
		if (said->account_count == ARRAY_SIZE(said->accounts))
			return slip(sl, 0, "there are more than %u accounts",
				    (unsigned int)said->account_count);
		said->accounts[said->account_count].target[0] = '\0';
		said->accounts[said->account_count++].account = p->account;
	}
	wipe(&p->account, sizeof(p->account));
	if (!p->target_name[0] && !*ip)
		return 0;
	do {
		size_t n = strcspn(ip, ISCSI_PARAM_BETWEEN);
		bool last = !ip[n];

		ip[n] = '\0';
		if (*ip || last)
			add_target(p, ip);
		ip += last ? n : n + 1;
	} while (*ip);
	return 0;
}
