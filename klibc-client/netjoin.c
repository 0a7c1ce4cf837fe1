// SPDX-License-Identifier: GPL-2.0-or-later
/* What the parameters of the network say in sum, whatever their order was. */
#include <errno.h>
#include <stdio.h>

#include "ip_param.h"
#include "netfield.h"
#include "netparam.h"

static const struct said_link *find_link(const struct said *said,
					 const char *name)
{
	for (size_t i = 0; name[0] && i < said->link_count; i++)
		if (!strcmp(said->links[i].name, name))
			return &said->links[i];
	return NULL;
}

static bool every_nic(const struct plan_nic *n)
{
	return !n->mac_known && !n->ifname[0];
}

/* ip=ADDRESS, completed by gateway=, netmask=, ksdevice=, ... */
static void join_classic(struct said *said)
{
	struct plan_nic *n = &said->classic, *new;
	char what[ADDR_TEXT_SIZE + 3] = "ip=";

	if (!n->address.family)
		return;
	addr_text(&n->address, what + 3);
	if (n->gateway.family && n->gateway.family != n->address.family) {
		fault(&said->network, STAGE_PLAN, EINVAL,
		      "%s: gateway= is an IPv6 address", what);
		return;
	}
	if (!n->prefix) {
		n->prefix = ip_class_prefix(&n->address);
		remark_warning(said->remarks, what, "no netmask: /%d, by the "
			       "class of the address, is used", n->prefix);
	}
	n->method = NIC_STATIC;
	new = said_nic(said, what);
	if (!new)
		return;
	n->source = new->source;
	*new = *n;
}

/* BOOTIF= goes before bootdev=, as in dracut. */
static void join_boot_nic(struct said *said)
{
	char what[sizeof("bootdev=") + MAC_TEXT_SIZE];
	const struct said_link *l = find_link(said, said->bootdev);
	char mac[MAC_TEXT_SIZE];

	if (said->bootif_known && said->no_bootif) {
		said->bootif_known = false;
		snprintf(what, sizeof(what), "BOOTIF=%s",
			 mac_text(said->bootif, mac));
		remark_ignored(said->remarks, what, "rd.bootif=0");
	}
	if (!said->bootdev[0])
		return;
	snprintf(what, sizeof(what), "bootdev=%s", said->bootdev);
	if (!said->bootif_known) {
		if (l && l->mac_known) {
			said->bootif_known = true;
			memcpy(said->bootif, l->mac, 6);
		}
	} else if (!l || !l->mac_known || memcmp(l->mac, said->bootif, 6)) {
		remark_ignored(said->remarks, what, "BOOTIF= says %s; "
			       "rd.bootif=0 would let bootdev= decide",
			       mac_text(said->bootif, mac));
		said->bootdev[0] = '\0';
	}
}

/* The device BOOTIF, and every NIC, are the one that PXE booted from. */
static void join_bootif(struct said *said, struct plan_nic *n, bool bootif)
{
	if (strcmp(n->ifname, BOOTIF_NAME)) {
		if (!every_nic(n) || !bootif)
			return;
	} else if (!bootif) {
		fault(&said->network, STAGE_PLAN, EINVAL, "ip= is for the NIC "
		      "of BOOTIF=, and %s", said->no_bootif ?
		      "rd.bootif=0 switches that off" : "there is no BOOTIF=");
		return;
	}
	n->ifname[0] = '\0';
	n->mac_known = true;
	memcpy(n->mac, said->bootif, 6);
	if (n->method == NIC_SINGLE_DHCP)
		n->method = NIC_DHCP;
}

/* A NIC with a name. */
static void join_link(const struct said *said, struct plan_nic *n)
{
	const struct said_link *l = find_link(said, n->ifname);

	if (!l)
		return;
	if (l->vlan) {
		n->vlan = l->vlan;
		copy_string(n->parent, sizeof(n->parent), l->parent);
		l = find_link(said, l->parent);
	}
	if (l && l->mac_known) {
		n->mac_known = true;
		memcpy(n->mac, l->mac, 6);
	}
}

static void add_vlan(struct said *said, const char *what,
		     const struct said_link *l, const struct plan_nic *like,
		     enum nic_method method)
{
	struct plan_nic *n = said_nic(said, what);
	enum source source;

	if (!n)
		return;
	source = n->source;
	if (like)
		*n = *like;
	n->source = source;
	n->method = method;
	copy_string(n->ifname, sizeof(n->ifname), l->name);
}

/* A VLAN without an ip= of its own; count is that of the NICs which have. */
static void complete_vlan(struct said *said, const struct said_link *l,
			  size_t count)
{
	bool nothing_said = !count && !said->no_nics && !said->want_ibft_nics;
	char what[sizeof("vlan=:") + 2 * IFNAME_SIZE];
	bool added = false;

	for (size_t i = 0; i < count; i++)
		if (!strcmp(said->nics[i].ifname, l->name))
			return;
	snprintf(what, sizeof(what), "vlan=%s:%s", l->name, l->parent);
	for (size_t i = 0; i < count; i++) {
		const struct plan_nic *n = &said->nics[i];

		if (!every_nic(n) || n->method == NIC_STATIC)
			continue;
		added = true;
		add_vlan(said, what, l, n, n->method == NIC_SINGLE_DHCP ?
			 NIC_DHCP : n->method);
	}
	if (!added)
		add_vlan(said, what, l, NULL,
			 nothing_said ? NIC_DHCP : NIC_NONE);
}

void netparam_finish(struct said *said)
{
	bool bootif = said->bootif_known && !said->no_bootif;
	size_t count;

	join_classic(said);
	join_boot_nic(said);
	for (size_t i = 0; i < said->nic_count; i++)
		join_bootif(said, &said->nics[i], bootif);
	if (said->no_nics && said->nic_count) {
		remark_ignored(said->remarks, "ip=none",
			       "another ip= configures a NIC");
		said->no_nics = false;
	}
	count = said->nic_count;
	for (size_t i = 0; i < said->link_count; i++)
		if (said->links[i].vlan)
			complete_vlan(said, &said->links[i], count);
	for (size_t i = 0; i < said->nic_count; i++)
		join_link(said, &said->nics[i]);
}
