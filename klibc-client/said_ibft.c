// SPDX-License-Identifier: GPL-2.0-or-later
/* What the firmware's table says about the boot. */
#include "said_ibft.h"

#include <errno.h>
#include <stdio.h>

#include "name.h"

static void add_dns(struct plan_nic *n, const struct addr *server)
{
	if (server->family)
		n->dns[n->dns_count++] = *server;
}

static void take_nic(struct said *said, const struct ibft_nic *nic)
{
	struct plan_nic *n = said_nic(said, "a NIC of the iBFT");

	if (!n)
		return;
	n->ibft_index = nic->index;
	n->mac_known = true;
	memcpy(n->mac, nic->mac, 6);
	n->address = nic->address;
	n->gateway = nic->gateway;
	n->prefix = nic->subnet_mask_prefix;
	n->vlan = nic->vlan;
	add_dns(n, &nic->primary_dns);
	add_dns(n, &nic->secondary_dns);
	if (!copy_string(n->hostname, sizeof(n->hostname), nic->hostname))
		n->hostname[0] = '\0';
	/* Without an address there is nothing but the word DHCP to go by. */
	n->method = nic->origin == IBFT_ORIGIN_DHCP ? NIC_DHCP :
		    nic->address.family ? NIC_STATIC : NIC_NONE;
}

static int take_target(struct said *said, const struct ibft_target *target)
{
	struct plan_target *t = said_target(said, target->name);
	const char *wrong = name_wrong(target->name);
	struct fault *f = &said->fault;

	if (!t)
		return 0;
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
static void share_accounts(struct said *said)
{
	struct plan_target *targets = said->targets;

	for (size_t i = 0; i < said->target_count; i++)
		for (size_t j = 0; j < said->target_count; j++)
			if (!targets[i].account.name[0] &&
			    !strcmp(targets[i].name, targets[j].name))
				targets[i].account = targets[j].account;
}

/* The boot-selected blocks first: they boot when several could. */
void said_ibft(struct said *said, const struct ibft *ibft)
{
	const char *wrong = initiator_name_wrong(ibft->initiator.name);

	for (size_t i = 0; i < ibft->nic_count; i++)
		if (ibft->nics[i].flags & IBFT_VALID)
			take_nic(said, &ibft->nics[i]);
	for (int selected = IBFT_BOOT_SELECTED; selected >= 0; selected -= 2)
		for (size_t i = 0; i < ibft->target_count; i++) {
			const struct ibft_target *t = &ibft->targets[i];

			if (!(t->flags & IBFT_VALID) ||
			    (t->flags & IBFT_BOOT_SELECTED) != selected)
				continue;
			if (take_target(said, t))
				break;
		}
	share_accounts(said);
	if (said->target_count && wrong && ibft->initiator.name[0])
		fault(&said->fault, STAGE_PLAN, EINVAL,
		      "iBFT: the initiator name '%.80s' is %s",
		      ibft->initiator.name, wrong);
	if (said->fault.err)		/* none of it is taken */
		said->target_count = said->nic_count = 0;
	else if (!wrong)
		copy_string(said->initiator_name,
			    sizeof(said->initiator_name),
			    ibft->initiator.name);
}
