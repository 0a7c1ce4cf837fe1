// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan for programs. */
#include <stdio.h>

#include "key.h"
#include "plan_show.h"

/* One object or list that is being written. */
struct members {
	const struct ibft_out *out;
	bool some;
};

static void next(struct members *m, const char *name)
{
	ibft_print(m->out, "%s\"%s\": ", m->some ? ", " : "", name);
	m->some = true;
}

/* Members that are left out when they are empty. */
static void put_text(struct members *m, const char *name, const char *text)
{
	if (!*text)
		return;
	next(m, name);
	ibft_print_quoted(m->out, text);
}

static void put_number(struct members *m, const char *name, uint32_t n)
{
	if (!n)
		return;
	next(m, name);
	ibft_print(m->out, "%u", n);
}

static void put_addr(struct members *m, const char *name,
		     const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	put_text(m, name, addr_text(a, text));	/* empty: none is known */
}

static void put_mac(struct members *m, const char *name, bool known,
		    const uint8_t mac[6])
{
	char text[MAC_TEXT_SIZE];

	if (known)
		put_text(m, name, mac_text(mac, text));
}

static void put_addrs(struct members *m, const char *name,
		      const struct addr *list, size_t count)
{
	char text[ADDR_TEXT_SIZE];

	if (!count)
		return;
	next(m, name);
	for (size_t i = 0; i < count; i++)
		ibft_print(m->out, "%s\"%s\"", i ? ", " : "[",
			   addr_text(&list[i], text));
	ibft_print(m->out, "]");
}

static void put_nic(const struct plan_nic *n, const struct ibft_out *out)
{
	struct members m = { .out = out };

	ibft_print(out, "{ ");
	put_mac(&m, "mac", n->mac_known, n->mac);
	put_text(&m, "ifname", n->ifname);
	put_text(&m, "method", nic_method_name(n->method));
	put_addr(&m, "address", &n->address);
	put_number(&m, "prefix", n->address.family ? n->prefix : 0);
	put_addr(&m, "peer", &n->peer);
	put_addr(&m, "gateway", &n->gateway);
	put_addrs(&m, "dns", n->dns, n->dns_count);
	put_text(&m, "search", n->search);
	put_text(&m, "hostname", n->hostname);
	put_number(&m, "vlan", n->vlan);
	put_text(&m, "parent", n->parent);
	put_number(&m, "mtu", n->mtu);
	put_mac(&m, "new_mac", n->new_mac_known, n->new_mac);
	put_text(&m, "source", source_name(n->source));
	ibft_print(out, " }");
}

static void put_portal(const struct plan_target *t,
		       const struct ibft_out *out)
{
	struct members m = { .out = out };

	ibft_print(out, "{ ");
	put_text(&m, "address", t->host);
	if (!t->host[0])
		put_addr(&m, "address", &t->portal.addr);
	put_number(&m, "port", t->portal.port);
	if (t->tpgt != TPGT_UNKNOWN) {
		next(&m, "tpgt");
		ibft_print(out, "%u", t->tpgt);
	}
	ibft_print(out, " }");
}

static void put_lun(struct members *m, const uint8_t lun[8])
{
	int number = lun_number(lun);

	next(m, "lun");
	if (number >= 0) {
		ibft_print(m->out, "%d", number);
		return;
	}
	ibft_print(m->out, "\"");
	for (int i = 0; i < 8; i++)
		ibft_print(m->out, "%02x", lun[i]);
	ibft_print(m->out, "\"");
}

static void put_target(const struct plan *plan, size_t i,
		       const struct ibft_out *out)
{
	const struct plan_target *t = &plan->targets[i];
	const struct chap_account *a = &t->account;
	struct members m = { .out = out }, auth = { .out = out };

	ibft_print(out, "{ ");
	put_text(&m, "name", t->name);
	next(&m, "portals");
	for (size_t n = i; n < plan->target_count;
	     n = plan_next_portal(plan, i, n + 1)) {
		ibft_print(out, n == i ? "[ " : ", ");
		put_portal(&plan->targets[n], out);
	}
	ibft_print(out, " ]");
	if (t->lun_known)
		put_lun(&m, t->lun);
	if (t->nic >= 0) {
		next(&m, "nic");
		ibft_print(out, "%d", t->nic);
	}
	next(&m, "auth");
	ibft_print(out, "{ ");
	put_text(&auth, "method", !a->name[0] ? "none" :
		 a->reverse_name[0] ? "mutual" : "chap");
	put_text(&auth, "name", a->name);
	put_text(&auth, "reverse_name", a->reverse_name);
	ibft_print(out, " }");
	put_text(&m, "source", source_name(t->from.name ? t->from.name :
					   t->from.portal));
	ibft_print(out, " }");
}

static void put_routes(const struct plan *plan, const struct ibft_out *out)
{
	for (size_t i = 0; i < plan->route_count; i++) {
		const struct plan_route *r = &plan->routes[i];
		struct members m = { .out = out };

		ibft_print(out, i ? ",\n    { " : ",\n  \"routes\": [\n    { ");
		put_addr(&m, "to", &r->to);
		put_number(&m, "prefix", r->prefix);
		put_addr(&m, "gateway", &r->gateway);
		put_text(&m, "ifname", r->ifname);
		ibft_print(out, " }");
	}
	if (plan->route_count)
		ibft_print(out, " ]");
}

static void put_timeouts(const struct plan_timeouts *t,
			 const struct ibft_out *out)
{
	const struct {
		const char *name;
		uint32_t seconds;
	} all[] = {
		{ "dhcp", t->dhcp }, { "iflink", t->iflink },
		{ "ipv6dad", t->ipv6dad }, { "ipv6auto", t->ipv6auto },
		{ "carrier", t->carrier },
	};
	struct members m = { .out = out };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (all[i].seconds && !m.some)
			ibft_print(out, ",\n  \"timeouts\": { ");
		put_number(&m, all[i].name, all[i].seconds);
	}
	if (m.some)
		ibft_print(out, " }");
}

/* Remarks of one kind.  Returns whether there was one. */
static bool put_remarks(const struct remarks *r, bool ignored,
			const char *begin, const struct ibft_out *out)
{
	bool some = false;

	for (size_t i = 0; i < r->count; i++) {
		struct members m = { .out = out };

		if (r->list[i].ignored != ignored)
			continue;
		ibft_print(out, "%s\n    { ", some ? "," : begin);
		put_text(&m, "what", r->list[i].what);
		put_text(&m, "why", r->list[i].why);
		ibft_print(out, " }");
		some = true;
	}
	return some;
}

void plan_json(const struct plan *plan, const struct ibft_out *out)
{
	struct members initiator = { .out = out }, network = { .out = out };
	bool some = false;

	ibft_print(out, "{ \"initiator\": { ");
	put_text(&initiator, "name", plan->initiator_name);
	if (plan->initiator_name[0])
		put_text(&initiator, "source",
			 source_name(plan->initiator_from));
	ibft_print(out, " },\n  \"nics\": [");
	for (size_t i = 0; i < plan->nic_count; i++) {
		ibft_print(out, i ? ",\n    " : "\n    ");
		put_nic(&plan->nics[i], out);
	}
	ibft_print(out, " ],\n  \"targets\": [");
	for (size_t i = 0; i < plan->target_count; i++) {
		if (plan_further_portal(plan, i))
			continue;
		ibft_print(out, some ? ",\n    " : "\n    ");
		put_target(plan, i, out);
		some = true;
	}
	ibft_print(out, " ]");
	put_routes(plan, out);
	if (plan->dns_count)
		ibft_print(out, ",\n  ");
	put_addrs(&network, "dns", plan->dns, plan->dns_count);
	put_timeouts(&plan->timeouts, out);
	ibft_print(out, ",\n  \"wait\": %u,\n  \"ignored\": [", plan->wait);
	some = put_remarks(&plan->remarks, true, "", out);
	if (plan->remarks.dropped)
		ibft_print(out, "%s\n    { \"what\": \"%u things more\", \"why\": \"there is no room to list them\" }",
			   some ? "," : "", (unsigned int)plan->remarks.dropped);
	ibft_print(out, " ]");
	if (put_remarks(&plan->remarks, false, ",\n  \"warnings\": [", out))
		ibft_print(out, " ]");
	ibft_print(out, " }\n");
}
