// SPDX-License-Identifier: GPL-2.0-or-later
/* The boot plan. */
#include "plan.h"

#include <errno.h>
#include <stdio.h>

#include "key.h"
#include "name.h"

static int from_options(struct plan *plan, const struct options *o)
{
	struct plan_target *t = &plan->targets[plan->target_count++];

	copy_string(plan->initiator_name, sizeof(plan->initiator_name),
		    o->initiator_name);
	if (o->target_name)	/* none where it is to be discovered */
		copy_string(t->name, sizeof(t->name), o->target_name);
	t->portal = o->portal;
	t->tpgt = o->tpgt;
	t->account = o->account;
	return 0;
}

static void take_nic(struct plan *plan, const struct ibft_nic *nic)
{
	struct plan_nic *n = &plan->nics[plan->nic_count++];

	n->ibft_index = nic->index;
	memcpy(n->mac, nic->mac, 6);
	n->address = nic->address;
	n->gateway = nic->gateway;
	n->prefix = nic->subnet_mask_prefix;
	n->vlan = nic->vlan;
}

static int take_target(struct plan *plan, const struct ibft_target *target,
		       struct fault *f)
{
	struct plan_target *t = &plan->targets[plan->target_count++];
	const char *wrong = name_wrong(target->name);

	if (wrong)
		return fault(f, STAGE_PLAN, EINVAL,
			     "iBFT: the name of target%u is %s", target->index,
			     wrong);
	if (!target->portal.addr.family || !target->portal.port)
		return fault(f, STAGE_PLAN, EINVAL,
			     "iBFT: target%u (%.80s) has no address or no port",
			     target->index, target->name);
	copy_string(t->name, sizeof(t->name), target->name);
	t->portal = target->portal;
	t->tpgt = TPGT_UNKNOWN;
	t->lun_known = true;
	memcpy(t->lun, target->boot_lun, 8);
	if (target->chap_type)
		t->account = target->account;
	if ((target->chap_type && !t->account.secret.len) ||
	    (target->chap_type > 1 && !t->account.reverse_secret.len))
		return fault(f, STAGE_PLAN, EINVAL,
			     "iBFT: target%u asks for %sCHAP and has no secret for it",
			     target->index,
			     target->chap_type > 1 ? "mutual " : "");
	snprintf(t->boot_nic, sizeof(t->boot_nic), "ethernet%u",
		 target->nic_association);
	snprintf(t->boot_target, sizeof(t->boot_target), "target%u",
		 target->index);
	return 0;
}

/* iPXE writes a path that it could not log in to without its credentials: the
 * path is taken with those of another path to the same target. */
static void share_accounts(struct plan *plan)
{
	for (size_t i = 0; i < plan->target_count; i++)
		for (size_t j = 0; j < plan->target_count; j++)
			if (!plan->targets[i].account.name[0] &&
			    !strcmp(plan->targets[i].name,
				    plan->targets[j].name))
				plan->targets[i].account =
					plan->targets[j].account;
}

/* The boot-selected blocks first: they boot when several could. */
static int from_ibft(struct plan *plan, const struct ibft *ibft,
		     struct fault *f)
{
	const char *wrong = initiator_name_wrong(ibft->initiator.name);
	int rc;

	for (size_t i = 0; i < ibft->nic_count; i++)
		if (ibft->nics[i].flags & IBFT_VALID)
			take_nic(plan, &ibft->nics[i]);
	for (int selected = IBFT_BOOT_SELECTED; selected >= 0; selected -= 2)
		for (size_t i = 0; i < ibft->target_count; i++) {
			const struct ibft_target *t = &ibft->targets[i];

			if (!(t->flags & IBFT_VALID) ||
			    (t->flags & IBFT_BOOT_SELECTED) != selected)
				continue;
			rc = take_target(plan, t, f);
			if (rc)
				return rc;
		}
	share_accounts(plan);
	if (plan->target_count && wrong)
		return fault(f, STAGE_PLAN, EINVAL,
			     "iBFT: the initiator name '%.80s' is %s",
			     ibft->initiator.name, wrong);
	copy_string(plan->initiator_name, sizeof(plan->initiator_name),
		    ibft->initiator.name);
	return 0;
}

/* Refused before the network is touched: a half set of credentials, and one
 * secret for both directions (RFC 7143 9.2.1). */
static int check_account(const struct plan_target *t, struct fault *f)
{
	const struct chap_account *a = &t->account;

	if (!a->name[0] != !a->secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: CHAP needs both a name and a secret, and only the %s is given",
			     t->name, a->name[0] ? "name" : "secret");
	if (!a->reverse_name[0] != !a->reverse_secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: mutual CHAP needs both the target's name and its secret",
			     t->name);
	if (a->reverse_secret.len && !a->secret.len)
		return fault(f, STAGE_PLAN, EINVAL,
			     "%.100s: mutual CHAP needs our own name and secret as well",
			     t->name);
	if (a->secret.len && secret_equal(&a->secret, &a->reverse_secret))
		return fault(f, STAGE_PLAN, EACCES,
			     "%.100s: initiator and target have the same CHAP secret, which makes mutual authentication worthless (RFC 7143 9.2.1): give the target another one",
			     t->name);
	return 0;
}

int plan_make(struct plan *plan, const struct options *options,
	      const struct ibft *ibft, struct fault *f)
{
	int rc = 0;

	memset(plan, 0, sizeof(*plan));
	if ((options->target_name || options->portal_given) &&
	    !options->firmware)
		rc = from_options(plan, options);
	else if (ibft)
		rc = from_ibft(plan, ibft, f);
	if (rc)
		return rc;
	if (!plan->target_count && ibft)
		return fault(f, STAGE_PLAN, ENODATA,
			     "nothing to boot: the iBFT has no valid target");
	if (!plan->target_count)
		return fault(f, STAGE_PLAN, ENODATA,
			     "nothing to boot: the firmware left no iBFT, and no target is given with -i, -t and -a");
	for (size_t i = 0; i < plan->target_count; i++) {
		rc = check_account(&plan->targets[i], f);
		if (rc)
			return rc;
	}
	return 0;
}
