// SPDX-License-Identifier: GPL-2.0-or-later
/* By which NIC a connection leaves. */
#include "path.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"

/* Whether it is set up and has an address of the family that routers know. */
static bool addressed(const struct plan_nic *n, uint8_t family)
{
	return n->ifindex && n->address.family == family &&
	       !addr_link_local(&n->address);
}

/* So many NICs have addresses of this family. */
static size_t count(const struct plan *plan, uint8_t family)
{
	size_t found = 0;

	for (size_t i = 0; i < plan->nic_count; i++) {
		const struct plan_nic *n = &plan->nics[i];
		bool again = false;

		/* A device may be there by its name and by its MAC address. */
		for (size_t k = 0; k < i; k++)
			again |= n->ifindex &&
				 plan->nics[k].ifindex == n->ifindex &&
				 addressed(&plan->nics[k], family);
		found += !again && addressed(n, family);
	}
	return found;
}

static bool has_rule(const struct netstate *net, const struct rule *rule)
{
	for (size_t i = 0; i < net->rule_count; i++)
		if (net->rules[i].table == rule->table &&
		    addr_equal(&net->rules[i].from, &rule->from))
			return true;
	return false;
}

/* The network that an address is in. */
static struct addr network(const struct addr *a, unsigned int prefix)
{
	struct addr n = *a;

	for (unsigned int bit = prefix; bit < 128; bit++)
		n.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
	return n;
}

static int add_route(struct nic_world *w, const struct route *route)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc = nic_ask(w, buf, rtnl_add_route(buf, route));

	return rc == -EEXIST ? 0 : rc;
}

/* The table first: an empty one would be passed over, and the packet leave by
 * another NIC. */
static int add_table(struct nic_world *w, const struct plan_nic *n,
		     const struct rule *rule)
{
	struct route route = {
		.to = network(&n->address, n->prefix),
		.prefix = n->prefix,
		.source = n->address,
		.ifindex = n->ifindex,
		.table = rule->table,
	};
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc = n->prefix ? add_route(w, &route) : 0;

	memset(&route.to, 0, sizeof(route.to));
	route.prefix = 0;
	route.gateway = n->gateway;
	route.onlink = !addr_link_local(&n->gateway) &&
		       !addr_same_subnet(&n->gateway, &n->address, n->prefix);
	if (!rc && n->gateway.family == n->address.family)
		rc = add_route(w, &route);
	if (!rc)
		rc = nic_ask(w, buf, rtnl_add_rule(buf, rule));
	return rc == -EEXIST ? 0 : rc;
}

static void set_if_zero(const struct sys *sys, const char *ifname,
			const char *name, const char *value)
{
	char path[80], text[8];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%s/%s", ifname,
		 name);
	if (sys->read_file(sys, path, text, sizeof(text)) > 0 &&
	    text[0] == '0')
		sys->create_file(sys, path, value);
}

/* Linux answers for every address of the machine on every NIC, so that what
 * comes back to the second NIC's address would come by the first. */
static void answer_for_itself(struct nic_world *w, const struct plan *plan,
			      const struct plan_nic *n)
{
	for (size_t i = 0; i < plan->nic_count; i++) {
		const struct plan_nic *other = &plan->nics[i];

		if (other == n || !addressed(other, ADDR_IPV4) ||
		    !addr_same_subnet(&other->address, &n->address, n->prefix))
			continue;
		set_if_zero(w->sys, n->ifname, "arp_ignore", "1");
		set_if_zero(w->sys, n->ifname, "arp_announce", "2");
		return;
	}
}

static void add_rules(struct nic_world *w, const struct plan *plan,
		      uint8_t family)
{
	for (size_t i = 0; i < plan->nic_count; i++) {
		const struct plan_nic *n = &plan->nics[i];
		struct rule rule = {
			.from = n->address,
			.table = PATH_TABLE | (uint32_t)n->ifindex,
			.priority = PATH_PRIORITY,
		};
		int rc;

		if (!addressed(n, family))
			continue;
		if (family == ADDR_IPV4)
			answer_for_itself(w, plan, n);
		if (has_rule(&w->net, &rule))
			continue;
		rc = add_table(w, n, &rule);
		if (rc)
			log_line(w->sys, STAGE_NIC, NULL,
				 "%s: packets from its address cannot be kept to it, they may leave by another NIC: %s",
				 n->ifname, errno_words(-rc).text);
	}
}

void path_rules(struct nic_world *w, const struct plan *plan)
{
	bool four = count(plan, ADDR_IPV4) > 1;
	bool six = count(plan, ADDR_IPV6) > 1;
	uint8_t buf[RTNL_MESSAGE_MAX];

	if (!four && !six)
		return;
	w->net.rule_count = 0;
	rtnl_ask(&w->rtnl, buf, rtnl_dump_rules(buf));
	if (four)
		add_rules(w, plan, ADDR_IPV4);
	if (six)
		add_rules(w, plan, ADDR_IPV6);
}

const struct sys_from *path_from(const struct plan *plan,
				 const struct plan_target *target,
				 const struct portal *portal,
				 struct sys_from *from)
{
	const struct plan_nic *n;

	if (target->nic < 0 || (size_t)target->nic >= plan->nic_count)
		return NULL;
	n = &plan->nics[target->nic];
	memset(from, 0, sizeof(*from));
	if (addr_link_local(&portal->addr)) {
		from->ifindex = n->ifindex;
		return n->ifindex ? from : NULL;
	}
	/* With one NIC there is nothing to choose. */
	if (!addressed(n, portal->addr.family) ||
	    count(plan, portal->addr.family) < 2)
		return NULL;
	from->addr = n->address;
	return from;
}

const struct sys_from *path_bound(const struct plan *plan,
				  const struct plan_target *target,
				  const struct portal *portal,
				  struct sys_from *from)
{
	const struct plan_nic *n;

	if (target->nic < 0)
		return NULL;
	n = &plan->nics[target->nic];
	memset(from, 0, sizeof(*from));
	from->ifindex = n->ifindex;
	if (addr_link_local(&portal->addr))
		return n->ifindex ? from : NULL;
	from->addr = n->address;
	return addressed(n, portal->addr.family) ? from : NULL;
}
