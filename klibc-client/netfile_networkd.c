// SPDX-License-Identifier: GPL-2.0-or-later
/* systemd-networkd: a .network file for each NIC, .netdev for a VLAN
 * (systemd.network(5) of systemd 252).
 *
 * KeepConfiguration=yes: what is there stays when the daemon starts and stops.
 * IgnoreCarrierLoss=yes: else it takes the address away when the cable is out
 * for a moment, and the disk's connection with it.  Matched by the hardware's
 * address where it has one, for udev may rename the NIC in the real root. */
#include <stdio.h>

#include "netfile.h"

#define FOLDER "/run/systemd/network"
#define HEAD "# Written by iscsistart: the way to the iSCSI disk.\n"

static void put_match(struct netfile *f, const struct kept_nic *n)
{
	char mac[MAC_TEXT_SIZE];

	if (n->permanent_known)
		ibft_print(&f->file.out,
			   HEAD "[Match]\nPermanentMACAddress=%s\n",
			   mac_text(n->permanent, mac));
	else
		ibft_print(&f->file.out, HEAD "[Match]\nName=%s\n",
			   n->ifname);
}

static void put_link(struct netfile *f, const struct kept_nic *n)
{
	const struct plan_nic *c = NULL, *mac_from = NULL;
	char mac[MAC_TEXT_SIZE];

	for (size_t i = 0; i < n->config_count; i++) {
		if (n->configs[i]->mtu)
			c = n->configs[i];
		if (n->configs[i]->new_mac_known)
			mac_from = n->configs[i];
	}
	if (c || mac_from)
		ibft_print(&f->file.out, "\n[Link]\n");
	if (mac_from)
		ibft_print(&f->file.out, "MACAddress=%s\n",
			   mac_text(mac_from->new_mac, mac));
	if (c)
		ibft_print(&f->file.out, "MTUBytes=%u\n", c->mtu);
}

static bool by_dhcp(const struct plan_nic *c)
{
	return c && (c->method == NIC_DHCP || c->method == NIC_SINGLE_DHCP);
}

static bool by_router(const struct plan_nic *c)
{
	return c && (c->method == NIC_DHCP6 || c->method == NIC_AUTO6 ||
		     c->method == NIC_EITHER6);
}

static void put_network(struct netfile *f, const struct kept_nic *n)
{
	const struct ibft_out *out = &f->file.out;
	const struct plan_nic *six = kept_config(n, ADDR_IPV6);
	bool dhcp4 = by_dhcp(kept_config(n, ADDR_IPV4));
	bool dhcp6 = six && six->method == NIC_DHCP6;
	const struct addr *list[NETFILE_DNS_MAX];
	char text[ADDR_TEXT_SIZE];

	ibft_print(out, "\n[Network]\nKeepConfiguration=yes\n"
		   "IgnoreCarrierLoss=yes\n");
	if (dhcp4 || dhcp6)
		ibft_print(out, "DHCP=%s\n", !dhcp6 ? "ipv4" :
			   dhcp4 ? "yes" : "ipv6");
	if (by_router(six))
		ibft_print(out, "IPv6AcceptRA=yes\n");
	for (unsigned int family = ADDR_IPV4; family <= ADDR_IPV6;
	     family += ADDR_IPV6 - ADDR_IPV4) {
		size_t count = netfile_dns(f, n, family, list);

		for (size_t i = 0; i < count; i++)
			ibft_print(out, "DNS=%s\n", addr_text(list[i], text));
	}
	if (netfile_search(n)[0])
		ibft_print(out, "Domains=%s\n", netfile_search(n));
	for (size_t i = 0; i < f->kept->count; i++)
		if (f->kept->nics[i].vlan &&
		    !strcmp(f->kept->nics[i].parent, n->ifname))
			ibft_print(out, "VLAN=%s\n", f->kept->nics[i].ifname);
	/* The server knew our client before by its MAC address alone; given
	 * back, the address would go to somebody else. */
	if (dhcp4)
		ibft_print(out, "\n[DHCPv4]\nClientIdentifier=mac\n"
			   "SendRelease=no\n%s",
			   f->kept->plan->no_peer_dns ? "UseDNS=no\n" : "");
}

/* The kernel calls what was made without more RTPROT_BOOT: the same again is
 * no second route. */
static void put_route(struct netfile *f, const struct addr *to,
		      unsigned int prefix, const struct addr *gateway,
		      bool onlink, unsigned int table)
{
	const struct ibft_out *out = &f->file.out;
	char text[NETFILE_PREFIX_SIZE];

	ibft_print(out, "\n[Route]\n");
	if (to && to->family)
		ibft_print(out, "Destination=%s\n",
			   netfile_prefix(to, prefix, text));
	if (gateway->family)
		ibft_print(out, "Gateway=%s\n", addr_text(gateway, text));
	if (gateway->family && onlink)
		ibft_print(out, "GatewayOnLink=yes\n");
	if (!gateway->family)
		ibft_print(out, "Scope=link\n");
	if (table)
		ibft_print(out, "Table=%u\n", table);
	ibft_print(out, "Protocol=boot\n");
}

static bool is_static(const struct plan_nic *c)
{
	return c->method == NIC_STATIC || c->method == NIC_NONE;
}

/* A lease's address is left to the client, and kept meanwhile. */
static void put_config(struct netfile *f, const struct kept_nic *n,
		       const struct plan_nic *c)
{
	const struct plan *plan = f->kept->plan;
	unsigned int table = KEPT_TABLE_BASE | n->ifindex;
	char text[NETFILE_PREFIX_SIZE];

	if (is_static(c) && c->address.family) {
		ibft_print(&f->file.out, "\n[Address]\nAddress=%s\n",
			   netfile_prefix(&c->address, c->prefix, text));
		if (c->peer.family)
			ibft_print(&f->file.out, "Peer=%s\n",
				   addr_text(&c->peer, text));
	}
	if (is_static(c) && c->gateway.family)
		put_route(f, NULL, 0, &c->gateway, netfile_onlink(c), 0);
	for (size_t i = 0; i < plan->route_count; i++)
		if (kept_route(f->kept, c, &plan->routes[i]))
			put_route(f, &plan->routes[i].to,
				  plan->routes[i].prefix,
				  &plan->routes[i].gateway, false, 0);
	if (!kept_own_table(f->kept, c))
		return;
	ibft_print(&f->file.out,
		   "\n[RoutingPolicyRule]\nFrom=%s\nTable=%u\n",
		   addr_text(&c->address, text), table);
	if (c->gateway.family)
		put_route(f, NULL, 0, &c->gateway, netfile_onlink(c), table);
}

void netfile_networkd(struct netfile *f, const struct kept_nic *n)
{
	char name[64];

	state_file_begin(&f->file);
	put_match(f, n);
	put_link(f, n);
	put_network(f, n);
	for (size_t i = 0; i < n->config_count; i++)
		put_config(f, n, n->configs[i]);
	snprintf(name, sizeof(name), "10-iscsiboot-%s.network", n->ifname);
	state_file_write(&f->file, f->sys, FOLDER, name, false);
	if (!n->vlan)
		return;
	state_file_begin(&f->file);
	ibft_print(&f->file.out,
		   HEAD "[NetDev]\nName=%s\nKind=vlan\n\n[VLAN]\nId=%u\n",
		   n->ifname, n->vlan);
	snprintf(name, sizeof(name), "10-iscsiboot-%s.netdev", n->ifname);
	state_file_write(&f->file, f->sys, FOLDER, name, false);
}
