// SPDX-License-Identifier: GPL-2.0-or-later
/* NetworkManager 1.42: a connection for each NIC, as a keyfile
 * (nm-settings-keyfile(5)).
 *
 * The keyfile alone does not do: NetworkManager then makes a connection of its
 * own out of what it finds.  With a note in /run/NetworkManager/devices that
 * this connection is up it takes it over without touching the NIC, as after
 * its own restart, and leaves it so when it ends.  ignore-carrier, or it takes
 * the addresses away a few seconds after the cable is out. */
#include <errno.h>
#include <stdio.h>

#include "hash.h"
#include "netfile.h"

#define FOLDER "/run/NetworkManager"
#define UUID_SIZE 37

/* Of the NIC's name (RFC 9562 5.3), so that a second run says the same. */
static const char *uuid(const struct kept_nic *n, char text[UUID_SIZE])
{
	static const char space[] = "iscsiboot NetworkManager connection ";
	struct hash h;
	uint8_t b[16];
	size_t at = 0;

	hash_init(&h, HASH_MD5);
	hash_add(&h, space, sizeof(space) - 1);
	hash_add(&h, n->ifname, strlen(n->ifname));
	hash_end(&h, b);
	b[6] = (uint8_t)((b[6] & 0x0f) | 0x30);
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < 16; i++)
		at += (size_t)snprintf(text + at, UUID_SIZE - at, "%s%02x",
				       i == 4 || i == 6 || i == 8 || i == 10 ?
				       "-" : "", b[i]);
	return text;
}

static void put_device(struct netfile *f, const struct kept_nic *n)
{
	const struct ibft_out *out = &f->file.out;
	char mac[MAC_TEXT_SIZE];
	uint16_t mtu = 0;

	if (n->vlan)
		ibft_print(out, "\n[vlan]\nflags=1\nid=%u\nparent=%s\n",
			   n->vlan, n->parent);
	ibft_print(out, "\n[ethernet]\n");
	if (n->permanent_known && !n->vlan)
		ibft_print(out, "mac-address=%s\n",
			   mac_text(n->permanent, mac));
	for (size_t i = 0; i < n->config_count; i++) {
		if (n->configs[i]->mtu)
			mtu = n->configs[i]->mtu;
		if (n->configs[i]->new_mac_known)
			ibft_print(out, "cloned-mac-address=%s\n",
				   mac_text(n->configs[i]->new_mac, mac));
	}
	if (mtu)
		ibft_print(out, "mtu=%u\n", mtu);
}

static void put_routes(struct netfile *f, const struct plan_nic *c)
{
	const struct plan *plan = f->kept->plan;
	char to[NETFILE_PREFIX_SIZE], gateway[ADDR_TEXT_SIZE];
	unsigned int n = 0;

	if (netfile_onlink(c) && c->gateway.family)
		ibft_print(&f->file.out, "route%u=%s,%s\n"
			   "route%u_options=onlink=true\n", n + 1,
			   c->gateway.family == ADDR_IPV4 ? "0.0.0.0/0" :
			   "::/0", addr_text(&c->gateway, gateway), n + 1);
	n += netfile_onlink(c) && c->gateway.family;
	for (size_t i = 0; i < plan->route_count; i++) {
		const struct plan_route *r = &plan->routes[i];

		if (!kept_route(f->kept, c, r) || !r->to.family)
			continue;
		ibft_print(&f->file.out, "route%u=%s%s%s\n", ++n,
			   netfile_prefix(&r->to, r->prefix, to),
			   r->gateway.family ? "," : "", r->gateway.family ?
			   addr_text(&r->gateway, gateway) : "");
	}
}

static void put_names(struct netfile *f, const struct kept_nic *n,
		      unsigned int family)
{
	const struct addr *list[NETFILE_DNS_MAX];
	size_t count = netfile_dns(f, n, family, list);
	char text[ADDR_TEXT_SIZE];

	for (size_t i = 0; i < count; i++)
		ibft_print(&f->file.out, "%s%s;%s", i ? "" : "dns=",
			   addr_text(list[i], text),
			   i + 1 == count ? "\n" : "");
	if (netfile_search(n)[0])
		ibft_print(&f->file.out, "dns-search=%s;\n",
			   netfile_search(n));
}

static const char *method(const struct plan_nic *c, unsigned int family)
{
	if (family == ADDR_IPV4)
		return !c ? "disabled" : c->method == NIC_DHCP ||
		       c->method == NIC_SINGLE_DHCP ? "auto" : "manual";
	/* What the network offers, as everywhere. */
	if (!c)
		return "auto";
	switch (c->method) {
	case NIC_STATIC:
	case NIC_NONE:
		return "manual";
	case NIC_LINK6:
		return "link-local";
	case NIC_DHCP6:
	default:
		return "auto";
	}
}

/* A lease's address stands there, too: it is kept when the server gives
 * another one, or none. */
static void put_family(struct netfile *f, const struct kept_nic *n,
		       unsigned int family)
{
	const struct plan_nic *c = kept_config(n, family);
	const struct ibft_out *out = &f->file.out;
	const char *how = method(c, family);
	char text[NETFILE_PREFIX_SIZE], gateway[ADDR_TEXT_SIZE];
	bool manual = !strcmp(how, "manual");

	ibft_print(out, "\n[ipv%u]\nmethod=%s\n", family, how);
	/* As the kernel makes it. */
	if (family == ADDR_IPV6)
		ibft_print(out, "addr-gen-mode=eui64\n");
	if (!c)
		return;
	if (family == ADDR_IPV4 && !manual)
		ibft_print(out, "dhcp-client-id=mac\n%s",
			   f->kept->plan->no_peer_dns ?
			   "ignore-auto-dns=true\n" : "");
	if (c->address.family && c->method != NIC_LINK6 &&
	    c->method != NIC_AUTO6 && c->method != NIC_EITHER6)
		ibft_print(out, "address1=%s%s%s\n",
			   netfile_prefix(&c->address, c->prefix, text),
			   manual && c->gateway.family && !netfile_onlink(c) ?
			   "," : "",
			   manual && c->gateway.family && !netfile_onlink(c) ?
			   addr_text(&c->gateway, gateway) : "");
	if (manual)
		put_routes(f, c);
	put_names(f, n, family);
}

/* Whether another one has this NIC up: NetworkManager itself, in dracut's
 * initramfs.  Then it knows best. */
static bool taken(struct netfile *f, const char *device, const char *id)
{
	char path[64], text[1024];
	int n;

	snprintf(path, sizeof(path), FOLDER "/devices/%s", device);
	n = f->sys->read_file(f->sys, path, text, sizeof(text));
	return n == -EFBIG || (n > 0 && !strstr(text, id));
}

void netfile_networkmanager(struct netfile *f, const struct kept_nic *n)
{
	const struct ibft_out *out = &f->file.out;
	char id[UUID_SIZE], name[64], device[16];

	snprintf(device, sizeof(device), "%u", n->ifindex);
	if (taken(f, device, uuid(n, id)))
		return;
	state_file_begin(&f->file);
	ibft_print(out, "# Written by iscsistart: the way to the iSCSI disk.\n"
		   "[connection]\nid=iscsiboot-%s\nuuid=%s\ntype=%s\n"
		   "autoconnect-priority=999\n", n->ifname, id,
		   n->vlan ? "vlan" : "ethernet");
	if (!n->permanent_known || n->vlan)
		ibft_print(out, "interface-name=%s\n", n->ifname);
	put_device(f, n);
	if (n->config_count) {
		put_family(f, n, ADDR_IPV4);
		put_family(f, n, ADDR_IPV6);
	} else {
		ibft_print(out, "\n[ipv4]\nmethod=disabled\n"
			   "\n[ipv6]\nmethod=link-local\n"
			   "addr-gen-mode=eui64\n");
	}
	snprintf(name, sizeof(name), "iscsiboot-%s.nmconnection", n->ifname);
	if (state_file_write(&f->file, f->sys, FOLDER "/system-connections",
			     name, true))
		return;
	state_file_begin(&f->file);
	ibft_print(out, "[device]\nmanaged=true\nconnection-uuid=%s\n"
		   "nm-owned=false\n", id);
	state_file_write(&f->file, f->sys, FOLDER "/devices", device, false);
}

void netfile_networkmanager_conf(struct netfile *f)
{
	const struct ibft_out *out = &f->file.out;
	char mac[MAC_TEXT_SIZE];

	state_file_begin(&f->file);
	ibft_print(out, "# Written by iscsistart: the way to the iSCSI disk.\n"
		   "[device-iscsiboot]\nmatch-device=");
	for (size_t i = 0; i < f->kept->count; i++) {
		const struct kept_nic *n = &f->kept->nics[i];
		bool by_mac = n->permanent_known && !n->vlan;

		ibft_print(out, "%s%s%s", i ? "," : "",
			   by_mac ? "mac:" : "interface-name:=",
			   by_mac ? mac_text(n->permanent, mac) : n->ifname);
	}
	ibft_print(out, "\nignore-carrier=yes\n");
	state_file_write(&f->file, f->sys, FOLDER "/conf.d",
			 "10-iscsiboot.conf", false);
}
