// SPDX-License-Identifier: GPL-2.0-or-later
/* What netparam.h makes of command lines, in the names of dracut's variables:
 * as ip_to_var.sh, on the same input. */
#include "show_net.h"

static void addr(const char *name, const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	if (a->family)
		printf("%s=%s\n", name, addr_text(a, text));
}

static void mac(const char *name, const uint8_t bytes[6])
{
	char text[MAC_TEXT_SIZE];

	printf("%s=%s\n", name, mac_text(bytes, text));
}

/* All entries are of one word: they differ in their method. */
static void show_ip(const struct said *said)
{
	const struct plan_nic *n = &said->nics[0];

	if (said->want_ibft_nics || said->no_nics)
		printf("autoconf=%s\n", said->no_nics ? "none" : "ibft");
	if (!said->nic_count)
		return;
	addr("ip", &n->address);
	addr("srv", &n->peer);
	addr("gw", &n->gateway);
	if (n->address.family)
		printf("mask=%d\n", n->prefix);
	if (n->hostname[0])
		printf("hostname=%s\n", n->hostname);
	if (n->ifname[0])
		printf("dev=%s\n", n->ifname);
	else if (n->mac_known)
		mac("dev", n->mac);
	printf("autoconf=");
	for (size_t i = 0; i < said->nic_count; i++)
		printf("%s%s", i ? "," : "",
		       show_methods[said->nics[i].method]);
	printf("\n");
	if (n->mtu)
		printf("mtu=%d\n", n->mtu);
	if (n->new_mac_known)
		mac("macaddr", n->new_mac);
	if (n->dns_count)
		addr("dns1", &n->dns[0]);
	if (n->dns_count > 1)
		addr("dns2", &n->dns[1]);
}

static void show_rest(const struct said *said)
{
	char text[ADDR_TEXT_SIZE];

	for (size_t i = 0; i < said->route_count; i++) {
		const struct plan_route *r = &said->routes[i];

		if (r->to.family)
			printf("route_mask=%s/%d\n", addr_text(&r->to, text),
			       r->prefix);
		else
			printf("route_mask=default\n");
		addr("route_gw", &r->gateway);
		if (r->ifname[0])
			printf("route_dev=%s\n", r->ifname);
	}
	for (size_t i = 0; i < said->link_count; i++) {
		printf("ifname_if=%s\n", said->links[i].name);
		mac("ifname_mac", said->links[i].mac);
	}
}

int main(void)
{
	static struct remarks remarks;
	static struct said said = { .remarks = &remarks };
	char line[600];

	while (fgets(line, sizeof(line), stdin)) {
		struct slip s;

		line[strcspn(line, "\n")] = '\0';
		if (take_words(&said, line, &s)) {
			printf("error=%s\n\n", s.why);
			continue;
		}
		netparam_finish(&said);
		show_ip(&said);
		show_rest(&said);
		printf("\n");
	}
	return 0;
}
