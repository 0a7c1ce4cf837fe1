// SPDX-License-Identifier: GPL-2.0-or-later
/* The network's parameters of a kernel command line, one on each line. */
#include <errno.h>

#include "fuzz.h"
#include "netparam.h"

static bool name_fits(const char *name)
{
	return memchr(name, '\0', IFNAME_SIZE) && !strpbrk(name, " /:\n");
}

static void check_addr(const struct addr *a)
{
	MUST(a->family == ADDR_NONE || a->family == ADDR_IPV4 ||
	     a->family == ADDR_IPV6);
}

static void check_nic(const struct plan_nic *n)
{
	MUST(name_fits(n->ifname) && name_fits(n->parent));
	MUST(n->method <= NIC_SINGLE_DHCP && n->source == SOURCE_CMDLINE);
	check_addr(&n->address);
	MUST((n->method == NIC_STATIC) == (n->address.family != ADDR_NONE));
	MUST(n->prefix <= (n->address.family == ADDR_IPV6 ? 128 : 32));
	MUST(!n->address.family || n->prefix);
	MUST(!n->peer.family || n->peer.family == n->address.family);
	MUST(!n->gateway.family || n->gateway.family == n->address.family);
	MUST(n->dns_count <= PLAN_DNS_MAX);
	for (size_t i = 0; i < n->dns_count; i++)
		MUST(n->dns[i].family);
	MUST(memchr(n->hostname, '\0', sizeof(n->hostname)) != NULL);
	MUST(n->vlan <= 4094 && !n->vlan == !n->parent[0]);
	MUST(!n->mtu || n->mtu >= 576);
	MUST(!n->new_mac_known || !(n->new_mac[0] & 1));
}

static void check(const struct said *s)
{
	MUST(s->nic_count <= PLAN_NICS_MAX && s->link_count <= PLAN_NICS_MAX);
	for (size_t i = 0; i < s->nic_count; i++)
		check_nic(&s->nics[i]);
	MUST(s->dns_count <= PLAN_DNS_MAX);
	for (size_t i = 0; i < s->dns_count; i++)
		MUST(s->dns[i].family);
	MUST(s->route_count <= PLAN_ROUTES_MAX);
	for (size_t i = 0; i < s->route_count; i++) {
		const struct plan_route *r = &s->routes[i];

		check_addr(&r->to);
		MUST(r->gateway.family || r->ifname[0]);
		MUST(r->prefix <= (r->to.family == ADDR_IPV6 ? 128 : 32));
		MUST(!r->to.family || !r->gateway.family ||
		     r->to.family == r->gateway.family);
		MUST(name_fits(r->ifname));
	}
	MUST(name_fits(s->bootdev));
	MUST(s->timeouts.dhcp <= 86400 && s->timeouts.carrier <= 86400);
	MUST(!s->target_count && !s->initiator_name[0]);
}

/* At its exact size, so that a sanitizer sees what reads past it. */
static void take(struct said *said, const char *line, size_t len)
{
	char *word = malloc(len + 1), *value, *exact = NULL;
	struct slip s = { .at = 0 };
	int rc;

	memcpy(word, line, len);
	word[len] = '\0';
	value = strchr(word, '=');
	if (value) {
		*value = '\0';
		exact = strdup(value + 1);
	}
	rc = netparam_take(said, word, exact, &s);
	MUST(!rc || rc == -ENOENT || rc == -EINVAL);
	if (rc == -EINVAL) {
		MUST(s.why[0] && s.at <= (exact ? strlen(exact) : 0));
		for (const char *c = s.why; *c; c++)
			MUST(*c >= ' ' && *c <= '~');
	}
	free(exact);
	free(word);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct remarks remarks;
	static struct said said;
	const char *text = (const char *)data;

	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	said.source = SOURCE_CMDLINE;
	said.remarks = &remarks;
	while (size) {
		const char *end = memchr(text, '\n', size);
		size_t len = end ? (size_t)(end - text) : size;

		take(&said, text, len);
		len += end != NULL;
		text += len;
		size -= len;
	}
	netparam_finish(&said);
	check(&said);
	for (const char *c = said.network.text; said.network.err && *c; c++)
		MUST(*c >= ' ' && *c <= '~');
	return 0;
}
