// SPDX-License-Identifier: GPL-2.0-or-later
/* The NICs of the plan. */
#include "plan_nics.h"

#include <stdio.h>

#define WHAT_SIZE 160

static const char *nic_text(const struct plan_nic *n, enum source source,
			    char what[WHAT_SIZE])
{
	char mac[MAC_TEXT_SIZE] = "", address[ADDR_TEXT_SIZE] = "";

	if (n->mac_known)
		mac_text(n->mac, mac);
	if (n->address.family)
		addr_text(&n->address, address);
	snprintf(what, WHAT_SIZE, "NIC%s%s%s%s%s%s (%s)",
		 n->ifname[0] ? " " : "", n->ifname, *mac ? " " : "", mac,
		 *address ? " with " : "", address, source_words(source));
	return what;
}

static bool every_nic(const struct plan_nic *n)
{
	return !n->mac_known && !n->ifname[0];
}

static bool by_dhcp(const struct plan_nic *n)
{
	return n->method == NIC_DHCP || n->method == NIC_SINGLE_DHCP;
}

/* Whether both are about one device, as far as they name it. */
static bool same_device(const struct plan_nic *a, const struct plan_nic *b)
{
	if (a->mac_known && b->mac_known)
		return !memcmp(a->mac, b->mac, 6) && a->vlan == b->vlan;
	if (a->ifname[0] && b->ifname[0])
		return !strcmp(a->ifname, b->ifname);
	return a->address.family && addr_equal(&a->address, &b->address);
}

static void append(struct plan *plan, const struct plan_nic *n,
		   enum source source)
{
	char what[WHAT_SIZE];

	if (plan->nic_count == PLAN_NICS_MAX) {
		remark_ignored(&plan->remarks, nic_text(n, source, what),
			       "there are more than %d NICs", PLAN_NICS_MAX);
		return;
	}
	plan->nics[plan->nic_count++] = *n;
}

/* What the NIC in the plan has not got, of one that is the same device. */
static void fill(struct plan *plan, struct plan_nic *p,
		 const struct plan_nic *n, enum source source)
{
	char what[WHAT_SIZE];
	bool addressed = p->address.family;

	if (addressed && n->address.family &&
	    !addr_equal(&p->address, &n->address)) {
		remark_ignored(&plan->remarks, nic_text(n, source, what),
			       "%s gives this NIC another address, and goes before",
			       source_words(p->source));
		return;
	}
	if (!p->mac_known && n->mac_known) {
		p->mac_known = true;
		memcpy(p->mac, n->mac, 6);
	}
	if (!p->ifname[0])
		copy_string(p->ifname, sizeof(p->ifname), n->ifname);
	if (!addressed && (by_dhcp(p) || p->method == n->method)) {
		p->address = n->address;
		p->prefix = n->prefix;
	}
	if (!p->gateway.family && addr_equal(&p->address, &n->address))
		p->gateway = n->gateway;
	if (!p->dns_count) {
		memcpy(p->dns, n->dns, sizeof(p->dns));
		p->dns_count = n->dns_count;
	}
	if (!p->search[0])
		copy_string(p->search, sizeof(p->search), n->search);
	if (!p->hostname[0])
		copy_string(p->hostname, sizeof(p->hostname), n->hostname);
	if (!p->mtu)
		p->mtu = n->mtu;
	if (!p->vlan)
		p->vlan = n->vlan;
}

/* A lease is what came of "DHCP on every NIC". */
static bool replace_every_nic(struct plan *plan, const struct plan_nic *n)
{
	for (size_t i = 0; i < plan->nic_count; i++) {
		struct plan_nic *p = &plan->nics[i];

		if (!every_nic(p) || !by_dhcp(p))
			continue;
		*p = *n;
		return true;
	}
	return false;
}

static void merge_nic(struct plan *plan, const struct said *said,
		      const struct plan_nic *n, size_t before)
{
	enum source source = said->source;
	char what[WHAT_SIZE];

	for (size_t i = 0; i < before; i++)
		if (same_device(&plan->nics[i], n)) {
			fill(plan, &plan->nics[i], n, source);
			return;
		}
	if (source == SOURCE_DHCP) {
		if (!replace_every_nic(plan, n))
			append(plan, n, source);
	} else if (!before ||
		   (source == SOURCE_IBFT && plan->want_ibft_nics)) {
		append(plan, n, source);
	} else {
		remark_ignored(&plan->remarks, nic_text(n, source, what),
			       "%s says which NICs to use, and goes before",
			       source_words(plan->nics[0].source));
	}
}

void plan_merge_nics(struct plan *plan, const struct said *said)
{
	size_t before = plan->nic_count;

	for (size_t i = 0; i < said->nic_count; i++) {
		struct plan_nic n = said->nics[i];

		/* rd.peerdns=0 */
		if (said->source == SOURCE_DHCP && plan->no_peer_dns)
			n.dns_count = 0;
		merge_nic(plan, said, &n, before);
	}
	for (size_t i = 0; i < said->route_count &&
	     plan->route_count < PLAN_ROUTES_MAX; i++)
		plan->routes[plan->route_count++] = said->routes[i];
	for (size_t i = 0; i < said->dns_count &&
	     plan->dns_count < PLAN_DNS_MAX; i++)
		plan->dns[plan->dns_count++] = said->dns[i];
	plan->no_peer_dns |= said->no_peer_dns;
	plan->no_lease |= said->no_lease;
	if (said->source == SOURCE_CMDLINE)
		plan->timeouts = said->timeouts;
}

static int find_name(const struct plan *plan, const char *ifname)
{
	for (size_t i = 0; i < plan->nic_count; i++)
		if (*ifname && !strcmp(plan->nics[i].ifname, ifname))
			return (int)i;
	return -1;
}

static struct plan_nic *add_default(struct plan *plan)
{
	struct plan_nic *n = &plan->nics[plan->nic_count++];

	n->method = NIC_DHCP;
	n->source = SOURCE_DEFAULT;
	return n;
}

void plan_default_nics(struct plan *plan)
{
	struct plan_nic *n;
	bool all = plan->target_count;

	/* A lease may bring a target. */
	if (plan->nic_count || plan->no_nics ||
	    (!plan->target_count && !plan->want_dhcp))
		return;
	for (size_t i = 0; i < plan->target_count; i++)
		all &= plan->targets[i].netdev[0] != '\0';
	for (size_t i = 0; all && i < plan->target_count; i++)
		if (find_name(plan, plan->targets[i].netdev) < 0) {
			n = add_default(plan);
			copy_string(n->ifname, sizeof(n->ifname),
				    plan->targets[i].netdev);
		}
	if (all)
		return;
	n = add_default(plan);
	if (plan->bootif_known) {
		n->mac_known = true;
		memcpy(n->mac, plan->bootif, 6);
	} else {
		copy_string(n->ifname, sizeof(n->ifname), plan->bootdev);
	}
}

/* The iBFT's own word for it. */
static int find_index(const struct plan *plan, const char *boot_nic)
{
	char name[16];

	for (size_t i = 0; *boot_nic && i < plan->nic_count; i++) {
		snprintf(name, sizeof(name), "ethernet%u",
			 plan->nics[i].ibft_index);
		if (plan->nics[i].source == SOURCE_IBFT &&
		    !strcmp(name, boot_nic))
			return (int)i;
	}
	return -1;
}

/* The one NIC in whose subnet the portal is; -1: none, or several. */
static int find_subnet(const struct plan *plan, const struct addr *portal)
{
	int found = -1;

	for (size_t i = 0; portal->family && i < plan->nic_count; i++) {
		const struct plan_nic *n = &plan->nics[i];

		if (!n->address.family ||
		    !addr_same_subnet(&n->address, portal, n->prefix))
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

static int find_boot_nic(const struct plan *plan)
{
	for (size_t i = 0; plan->bootif_known && i < plan->nic_count; i++)
		if (plan->nics[i].mac_known &&
		    !memcmp(plan->nics[i].mac, plan->bootif, 6))
			return (int)i;
	return find_name(plan, plan->bootdev);
}

void plan_bind_nics(struct plan *plan)
{
	for (size_t i = 0; i < plan->target_count; i++) {
		struct plan_target *t = &plan->targets[i];

		t->nic = find_name(plan, t->netdev);
		if (t->netdev[0] && t->nic < 0 && plan->nic_count)
			remark_warning(&plan->remarks, t->netdev,
				       "the target is to be reached by this NIC, and nothing says how to set it up: add ip=%s:dhcp, or is another NIC meant?",
				       t->netdev);
		if (t->netdev[0])
			continue;
		t->nic = find_index(plan, t->boot_nic);
		if (t->nic < 0)
			t->nic = find_subnet(plan, &t->portal.addr);
		if (t->nic < 0)
			t->nic = find_boot_nic(plan);
		if (t->nic < 0 && plan->nic_count == 1)
			t->nic = 0;
	}
}
