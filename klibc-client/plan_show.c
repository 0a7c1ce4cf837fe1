// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan for people. */
#include "plan_show.h"

#include "key.h"
#include "name.h"

const char *nic_method_name(enum nic_method method)
{
	static const char *const names[] = {
		[NIC_NONE] = "none", [NIC_STATIC] = "static",
		[NIC_DHCP] = "dhcp", [NIC_DHCP6] = "dhcp6",
		[NIC_AUTO6] = "auto6", [NIC_EITHER6] = "either6",
		[NIC_LINK6] = "link6", [NIC_SINGLE_DHCP] = "single-dhcp",
	};

	return names[method];
}

int lun_number(const uint8_t lun[8])
{
	for (int i = 2; i < 8; i++)
		if (lun[i])
			return -1;
	/* Peripheral or flat addressing: the two upper bits say which. */
	return lun[0] < 0x80 ? (lun[0] & 0x3f) << 8 | lun[1] : -1;
}

size_t plan_next_portal(const struct plan *plan, size_t i, size_t from)
{
	const struct plan_target *t = &plan->targets[i];

	for (; from < plan->target_count; from++) {
		const struct plan_target *other = &plan->targets[from];

		if (name_same(t->name, other->name) && t->nic == other->nic &&
		    t->lun_known == other->lun_known &&
		    !memcmp(t->lun, other->lun, 8) &&
		    t->from.name == other->from.name &&
		    !memcmp(&t->account, &other->account, sizeof(t->account)))
			break;
	}
	return from;
}

static void show_source(const struct ibft_out *out, enum source source)
{
	ibft_print(out, "  (%s)\n", source_words(source));
}

static void show_nic(const struct plan_nic *n, const struct ibft_out *out)
{
	char text[ADDR_TEXT_SIZE], mac[MAC_TEXT_SIZE];

	if (n->ifname[0])
		ibft_print(out, "%s ", n->ifname);
	if (n->mac_known)
		ibft_print(out, "%s ", mac_text(n->mac, mac));
	if (!n->ifname[0] && !n->mac_known)
		ibft_print(out, "every NIC ");
	if (n->vlan)
		ibft_print(out, "VLAN %u %s%s", n->vlan,
			   n->parent[0] ? "on " : "", n->parent);
	ibft_print(out, "%s%s", n->vlan && n->parent[0] ? " " : "",
		   nic_method_name(n->method));
	if (n->address.family)
		ibft_print(out, " %s/%u", addr_text(&n->address, text),
			   n->prefix);
	if (n->peer.family)
		ibft_print(out, " peer %s", addr_text(&n->peer, text));
	if (n->gateway.family)
		ibft_print(out, " gateway %s", addr_text(&n->gateway, text));
	for (size_t i = 0; i < n->dns_count; i++)
		ibft_print(out, " dns %s", addr_text(&n->dns[i], text));
	if (n->mtu)
		ibft_print(out, " mtu %u", n->mtu);
	if (n->new_mac_known)
		ibft_print(out, " as %s", mac_text(n->new_mac, mac));
	show_source(out, n->source);
}

static void show_auth(const struct plan_target *t, const struct ibft_out *out)
{
	const struct chap_account *a = &t->account;

	ibft_print(out, "  login     ");
	if (!a->name[0]) {
		ibft_print(out, "without authentication\n");
		return;
	}
	ibft_print(out, "CHAP as ");
	ibft_print_quoted(out, a->name);
	if (a->reverse_name[0]) {
		ibft_print(out, ", the target as ");
		ibft_print_quoted(out, a->reverse_name);
	}
	show_source(out, t->from.account);
}

static void show_portal(const struct plan_target *t,
			const struct ibft_out *out)
{
	char portal[PORTAL_TEXT_SIZE];

	if (t->host[0])
		ibft_print(out, "  portal    %s, port %u", t->host,
			   t->portal.port);
	else
		ibft_print(out, "  portal    %s",
			   portal_text(&t->portal, portal));
	if (t->tpgt != TPGT_UNKNOWN)
		ibft_print(out, ", group %u", t->tpgt);
	show_source(out, t->from.portal);
}

static void show_target(const struct plan *plan, size_t i,
			const struct ibft_out *out)
{
	const struct plan_target *t = &plan->targets[i];
	int lun = lun_number(t->lun);

	ibft_print(out, "target      %s",
		   t->name[0] ? t->name : "all that the portal has");
	show_source(out, t->from.name ? t->from.name : t->from.portal);
	for (size_t n = i; n < plan->target_count;
	     n = plan_next_portal(plan, i, n + 1))
		show_portal(&plan->targets[n], out);
	if (t->lun_known) {
		ibft_print(out, "  LUN       ");
		for (int b = 0; lun < 0 && b < 8; b++)
			ibft_print(out, "%02x", t->lun[b]);
		if (lun >= 0)
			ibft_print(out, "%d", lun);
		show_source(out, t->from.lun);
	}
	show_auth(t, out);
	if (t->nic >= 0)
		ibft_print(out, "  by NIC    %d\n", t->nic);
}

bool plan_further_portal(const struct plan *plan, size_t i)
{
	for (size_t n = 0; n < i; n++)
		if (plan_next_portal(plan, n, i) == i)
			return true;
	return false;
}

/* Names may have any byte from 0x80 on, some of which move a cursor. */
static void put_printable(void *arg, const char *text)
{
	const struct ibft_out *out = arg;
	char piece[512];

	copy_string(piece, sizeof(piece), text);
	for (char *c = piece; *c; c++)
		if (*c != '\n' && (*c < ' ' || *c > '~'))
			*c = '?';
	out->text(out->arg, piece);
}

static void show_plan(const struct plan *plan, const struct ibft_out *out)
{
	char text[ADDR_TEXT_SIZE], by[ADDR_TEXT_SIZE];

	if (plan->initiator_name[0]) {
		ibft_print(out, "initiator   %s", plan->initiator_name);
		show_source(out, plan->initiator_from);
	}
	for (size_t i = 0; i < plan->nic_count; i++) {
		ibft_print(out, "NIC %-8u", (unsigned int)i);
		show_nic(&plan->nics[i], out);
	}
	for (size_t i = 0; i < plan->route_count; i++) {
		const struct plan_route *r = &plan->routes[i];

		ibft_print(out, "route       %s/%u by %s %s\n", r->to.family ?
			   addr_text(&r->to, text) : "default", r->prefix,
			   r->gateway.family ? addr_text(&r->gateway, by) :
					       "the link", r->ifname);
	}
	for (size_t i = 0; i < plan->dns_count; i++)
		ibft_print(out, "dns         %s\n",
			   addr_text(&plan->dns[i], text));
	for (size_t i = 0; i < plan->target_count; i++)
		if (!plan_further_portal(plan, i))
			show_target(plan, i, out);
	ibft_print(out, "wait        %u s\n", plan->wait);
	for (size_t i = 0; i < plan->remarks.count; i++) {
		const struct remark *r = &plan->remarks.list[i];

		ibft_print(out, "%s     %s: ",
			   r->ignored ? "ignored" : "warning", r->what);
		ibft_print(out, "%s\n", r->why);
	}
	if (plan->remarks.dropped)
		ibft_print(out, "ignored     and %u things more\n",
			   (unsigned int)plan->remarks.dropped);
}

void plan_show(const struct plan *plan, const struct ibft_out *out)
{
	struct ibft_out printable = {
		.text = put_printable, .arg = (void *)(uintptr_t)out,
	};

	show_plan(plan, &printable);
}
