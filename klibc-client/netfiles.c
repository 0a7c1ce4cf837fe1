// SPDX-License-Identifier: GPL-2.0-or-later
/* What is left for the network services of the booted system. */
#include "netfiles.h"

#include <stdio.h>

#include "netfile.h"

static size_t add_dns(const struct addr *from, size_t from_count,
		      unsigned int family, const struct addr **list,
		      size_t count)
{
	for (size_t i = 0; i < from_count; i++) {
		bool known = from[i].family != family;

		for (size_t j = 0; j < count; j++)
			known |= addr_equal(list[j], &from[i]);
		if (!known)
			list[count++] = &from[i];
	}
	return count;
}

size_t netfile_dns(const struct netfile *f, const struct kept_nic *n,
		   unsigned int family, const struct addr **list)
{
	const struct plan *plan = f->kept->plan;
	size_t count = 0;

	for (size_t i = 0; i < n->config_count; i++)
		count = add_dns(n->configs[i]->dns, n->configs[i]->dns_count,
				family, list, count);
	if (n == &f->kept->nics[0])
		count = add_dns(plan->dns, plan->dns_count, family, list,
				count);
	return count;
}

const char *netfile_search(const struct kept_nic *n)
{
	for (size_t i = 0; i < n->config_count; i++)
		if (kept_word(n->configs[i]->search))
			return n->configs[i]->search;
	return "";
}

const char *netfile_prefix(const struct addr *a, unsigned int prefix,
			   char text[NETFILE_PREFIX_SIZE])
{
	char address[ADDR_TEXT_SIZE];

	snprintf(text, NETFILE_PREFIX_SIZE, "%s/%u", addr_text(a, address),
		 prefix);
	return text;
}

bool netfile_onlink(const struct plan_nic *c)
{
	static const uint8_t link_local[] = { 0xfe, 0x80 };

	/* fe80::/64 is on every link. */
	if (c->gateway.family == ADDR_IPV6 &&
	    !memcmp(c->gateway.bytes, link_local, 2))
		return false;
	return !addr_same_subnet(&c->gateway, &c->address, c->prefix);
}

void netfiles_write(const struct sys *sys, const struct plan *plan)
{
	struct netfile f = { .sys = sys };
	struct kept_nics kept;

	kept_find(&kept, sys, plan);
	if (!kept.count)
		return;
	f.kept = &kept;
	for (size_t i = 0; i < kept.count; i++) {
		netfile_klibc(&f, &kept.nics[i]);
		netfile_networkd(&f, &kept.nics[i]);
		netfile_networkmanager(&f, &kept.nics[i]);
	}
	netfile_networkmanager_conf(&f);
	netfile_ifupdown(&f);
}
