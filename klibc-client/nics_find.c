// SPDX-License-Identifier: GPL-2.0-or-later
/* The NIC of a target as others have set it up. */
#include "nics.h"

#include <errno.h>

#include "nic.h"

static void take(void *arg, const struct rtnl_message *m)
{
	netstate_take(arg, m);
}

static int dump(struct nic_world *w)
{
	uint8_t buf[RTNL_MESSAGE_MAX];
	int rc = rtnl_open(&w->rtnl, w->sys, 0, take, &w->net);

	if (!rc)
		rc = rtnl_ask(&w->rtnl, buf, rtnl_dump_links(buf));
	if (!rc)
		rc = rtnl_ask(&w->rtnl, buf, rtnl_dump_addrs(buf));
	rtnl_close(&w->rtnl);
	return rc;
}

/* Then no NIC is taken at all. */
static bool own(const struct netstate *net, const struct addr *a)
{
	for (size_t i = 0; i < net->addr_count; i++)
		if (addr_equal(&net->addrs[i].addr, a))
			return true;
	return false;
}

/* The address that the plan gives it, or another one of the family that it
 * has. */
static int look(struct nic *nic, struct nic_world *w, struct plan_nic *n,
		uint8_t family, bool link_local)
{
	const struct link *l = nic_link_find(nic, w);
	const struct link_addr *a;

	if (!l) {
		nic_give_up(nic, w);
		return 0;
	}
	a = netstate_addr(&w->net, l->ifindex, &n->address);
	if (!a || a->addr.family != family)
		a = netstate_any_addr(&w->net, l->ifindex, family,
				      !link_local);
	if (!a)
		nic_fail(nic, EADDRNOTAVAIL,
			 "it has no IPv%c address to reach the target from: is the network set up?",
			 family == ADDR_IPV4 ? '4' : '6');
	else
		n->address = a->addr;
	return a ? l->ifindex : 0;
}

int nics_find(const struct sys *sys, struct plan *plan,
	      const struct plan_target *target, struct fault *f)
{
	struct nic_world w = { .sys = sys, .plan = plan };
	const struct addr *to = &target->portal.addr;
	struct plan_nic *n = &plan->nics[target->nic < 0 ? 0 : target->nic];
	struct nic nic;
	int rc;

	if (target->nic < 0 || (!n->mac_known && !n->ifname[0] && !n->parent[0]))
		return 0;
	rc = dump(&w);
	if (rc)
		return fault(f, STAGE_NIC, -rc, "rtnetlink: %s",
			     errno_words(-rc).text);
	n->ifindex = 0;
	if (own(&w.net, to))
		return 0;
	nic_init(&nic, &w, n, 0);
	n->ifindex = look(&nic, &w, n, to->family, addr_link_local(to));
	*f = nic.fault;
	return -f->err;
}
