// SPDX-License-Identifier: GPL-2.0-or-later
/* struct ibft as the records of Open-iSCSI's `iscsistart -f`. */
#include "ibft.h"
#include "out.h"

/* The release of Open-iSCSI whose format this is. */
#define RECORD_VERSION "2.1.8"

/* Blank fields are left out. */
static void print_string(const struct ibft_out *p, const char *name,
			 const char *value)
{
	if (value && *value)
		ibft_print(p, "%s = %s\n", name, value);
}

static void print_addr(const struct ibft_out *p, const char *name,
		       const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	print_string(p, name, addr_text_full(a, text));
}

static void print_secret(const struct ibft_out *p, const char *name,
			 const struct secret *s)
{
	if (s->len && p->secrets)
		ibft_print(p, "%s = %.*s\n", name, (int)s->len,
			   (const char *)s->bytes);
	else if (s->len)
		ibft_print(p, "%s = <set, %zu bytes>\n", name, s->len);
}

static void print_nic(const struct ibft_out *p, const struct ibft_nic *nic,
		      const char *ifname)
{
	char mac[MAC_TEXT_SIZE];
	bool dhcp = nic->origin == IBFT_ORIGIN_DHCP || nic->dhcp.family;

	print_string(p, "iface.hwaddress", mac_text(nic->mac, mac));
	print_string(p, "iface.bootproto", dhcp ? "DHCP" : "STATIC");
	print_addr(p, "iface.ipaddress", &nic->address);
	if (nic->subnet_mask_prefix)
		ibft_print(p, "iface.prefix_len = %u\n", nic->subnet_mask_prefix);
	if (nic->subnet_mask_prefix && nic->address.family == ADDR_IPV4) {
		struct addr mask = { .family = ADDR_IPV4 };

		for (int i = 0; i < nic->subnet_mask_prefix; i++)
			mask.bytes[i / 8] |= (uint8_t)(0x80 >> i % 8);
		print_addr(p, "iface.subnet_mask", &mask);
	}
	print_addr(p, "iface.gateway", &nic->gateway);
	print_addr(p, "iface.primary_dns", &nic->primary_dns);
	print_addr(p, "iface.secondary_dns", &nic->secondary_dns);
	if (nic->vlan)
		ibft_print(p, "iface.vlan_id = %u\n", nic->vlan);
	print_string(p, "iface.net_ifacename", ifname);
}

static void print_target(const struct ibft_out *p, const struct ibft_target *t)
{
	const struct chap_account *a = &t->account;

	print_string(p, "node.name", t->name);
	print_addr(p, "node.conn[0].address", &t->portal.addr);
	ibft_print(p, "node.conn[0].port = %u\n", t->portal.port);
	print_string(p, "node.session.auth.username", a->name);
	print_secret(p, "node.session.auth.password", &a->secret);
	print_string(p, "node.session.auth.username_in", a->reverse_name);
	print_secret(p, "node.session.auth.password_in", &a->reverse_secret);
	ibft_print(p, "node.boot_lun = ");
	for (int i = 0; i < 8; i++)
		ibft_print(p, "%02x", t->boot_lun[i]);
	ibft_print(p, "\n");
}

void ibft_print_records(const struct ibft *ibft,
			const char *(*interface)(void *arg,
						 const struct ibft_nic *nic),
			void *arg, const struct ibft_out *out)
{
	for (size_t i = 0; i < ibft->target_count; i++) {
		const struct ibft_target *t = &ibft->targets[i];

		if (!(t->flags & IBFT_VALID))
			continue;
		ibft_print(out, "# BEGIN RECORD " RECORD_VERSION "\n");
		print_string(out, "iface.initiatorname", ibft->initiator.name);
		ibft_print(out, "iface.transport_name = tcp\n");
		for (size_t n = 0; n < ibft->nic_count; n++)
			if (ibft->nics[n].index == t->nic_association)
				print_nic(out, &ibft->nics[n],
					  interface(arg, &ibft->nics[n]));
		print_target(out, t);
		ibft_print(out, "# END RECORD\n");
	}
}
