// SPDX-License-Identifier: GPL-2.0-or-later
/* The NICs that the booted system has to leave as they are. */
#include "nic_kept.h"

#include <stdio.h>

#include "lease.h"
#include "log.h"
#include "number.h"

#define PATH_SIZE 64

bool kept_word(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

	return *text && !text[strspn(text, allowed)];
}

unsigned int kept_family(const struct plan_nic *config)
{
	if (config->address.family)
		return config->address.family;
	switch (config->method) {
	case NIC_DHCP6:
	case NIC_AUTO6:
	case NIC_EITHER6:
	case NIC_LINK6:
		return ADDR_IPV6;
	default:
		return ADDR_IPV4;
	}
}

const struct plan_nic *kept_config(const struct kept_nic *n,
				   unsigned int family)
{
	for (size_t i = 0; i < n->config_count; i++)
		if (kept_family(n->configs[i]) == family)
			return n->configs[i];
	return NULL;
}

bool kept_own_table(const struct kept_nics *k, const struct plan_nic *config)
{
	size_t n = 0;

	if (!config->address.family)
		return false;
	for (size_t i = 0; i < k->count; i++) {
		const struct plan_nic *c =
			kept_config(&k->nics[i], config->address.family);

		n += c && c->address.family;
	}
	return n > 1;
}

bool kept_route(const struct kept_nics *k, const struct plan_nic *config,
		const struct plan_route *route)
{
	(void)k;
	if (route->ifname[0])
		return !strcmp(route->ifname, config->ifname) &&
		       kept_family(config) == (route->to.family ?
				route->to.family : route->gateway.family);
	return addr_same_subnet(&route->gateway, &config->address,
				config->prefix);
}

/* What one of the NIC's files in sysfs says, without its line end.  Empty:
 * there is none. */
static const char *attribute(const struct sys *sys, const char *ifname,
			     const char *name, char text[64])
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/sys/class/net/%s/%s", ifname, name);
	if (sys->read_file(sys, path, text, 64) <= 0)
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* "lower_eth0" in a device's folder is a link to what lies below it. */
static void take_lower(void *arg, const char *name)
{
	struct kept_nic *n = arg;

	if (!strncmp(name, "lower_", 6) && lease_ifname_valid(name + 6))
		copy_string(n->parent, sizeof(n->parent), name + 6);
}

/* What the kernel knows.  False: there is no such device. */
static bool look_up(struct kept_nic *n, const struct sys *sys)
{
	char text[64], path[PATH_SIZE];
	uint64_t index;

	if (number_decimal(attribute(sys, n->ifname, "ifindex", text),
			   INT32_MAX, &index))
		return false;
	n->ifindex = (unsigned int)index;
	/* NET_ADDR_PERM: nobody has given it another one. */
	if (!strcmp(attribute(sys, n->ifname, "addr_assign_type", text), "0"))
		n->permanent_known = !mac_parse(
			attribute(sys, n->ifname, "address", text),
			n->permanent);
	snprintf(path, sizeof(path), "/sys/class/net/%s", n->ifname);
	if (n->vlan && !n->parent[0])
		sys->list_dir(sys, path, take_lower, n);
	return true;
}

static struct kept_nic *find(struct kept_nics *k, const char *ifname)
{
	for (size_t i = 0; i < k->count; i++)
		if (!strcmp(k->nics[i].ifname, ifname))
			return &k->nics[i];
	return NULL;
}

/* The NIC of that name, which is made where it is missing, or NULL. */
static struct kept_nic *obtain(struct kept_nics *k, const struct sys *sys,
			       const char *ifname, uint16_t vlan,
			       const char *parent)
{
	struct kept_nic *n = find(k, ifname);

	if (n || k->count == KEPT_NICS_MAX || !lease_ifname_valid(ifname))
		return n;
	n = &k->nics[k->count];
	memset(n, 0, sizeof(*n));
	copy_string(n->ifname, sizeof(n->ifname), ifname);
	copy_string(n->parent, sizeof(n->parent), parent);
	n->vlan = vlan;
	if (!look_up(n, sys))
		return NULL;
	if (!kept_word(ifname) || (vlan && !kept_word(n->parent))) {
		log_line(sys, STAGE_REPORT, NULL,
			 "%s: nothing is left for the booted system's network service, whose files cannot hold this name: use letters, digits, '.', '-' and '_'",
			 ifname);
		return NULL;
	}
	k->count++;
	return n;
}

/* Whether a target is, or may be, behind this NIC. */
static bool carries(const struct plan *plan, size_t nic)
{
	for (size_t i = 0; i < plan->target_count; i++)
		if (plan->targets[i].nic < 0 ||
		    (size_t)plan->targets[i].nic == nic)
			return true;
	return false;
}

/* A lease that was there before us is not ours to keep, unless it carries a
 * target.  Without an address a NIC has failed, or has none by intent; and
 * where NICs were set up, so did one that was not. */
static bool wanted(const struct plan *plan, size_t nic)
{
	const struct plan_nic *n = &plan->nics[nic];
	bool set_up = false;

	for (size_t i = 0; i < plan->nic_count; i++)
		set_up |= plan->nics[i].ifindex;
	if (set_up && !n->ifindex)
		return false;
	if (n->source == SOURCE_DHCP && !carries(plan, nic))
		return false;
	return n->address.family || n->method == NIC_LINK6;
}

/* Whether the first target is reached by this configuration: as the plan
 * says, or because it is in its subnet. */
static bool leads_to_disk(const struct plan *plan, size_t nic)
{
	const struct plan_target *t = &plan->targets[0];
	const struct plan_nic *n = &plan->nics[nic];

	if (!plan->target_count)
		return false;
	if (t->nic >= 0)
		return (size_t)t->nic == nic;
	return addr_same_subnet(&t->portal.addr, &n->address, n->prefix);
}

void kept_find(struct kept_nics *k, const struct sys *sys, const struct plan *plan)
{
	size_t count;

	memset(k, 0, sizeof(*k));
	k->plan = plan;
	for (size_t i = 0; i < plan->nic_count; i++) {
		const struct plan_nic *p = &plan->nics[i];
		struct kept_nic *n;

		if (!wanted(plan, i))
			continue;
		n = obtain(k, sys, p->ifname, p->vlan, p->parent);
		if (!n || n->config_count == KEPT_CONFIGS_MAX)
			continue;
		n->configs[n->config_count++] = p;
		n->disk |= leads_to_disk(plan, i);
		/* It was found by the address it had before. */
		if (p->new_mac_known && p->mac_known && !n->vlan &&
		    !n->permanent_known) {
			n->permanent_known = true;
			memcpy(n->permanent, p->mac, 6);
		}
	}
	count = k->count;
	for (size_t i = 0; i < count; i++)
		if (k->nics[i].vlan)
			obtain(k, sys, k->nics[i].parent, 0, "");
}
