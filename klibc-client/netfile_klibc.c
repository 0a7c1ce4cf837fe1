// SPDX-License-Identifier: GPL-2.0-or-later
/* /run/net-IF.conf, for Debian's scripts and cloud-init.
 *
 * cloud-init knows no other PROTO than none, dhcp and dhcp6 and ends with an
 * error at any other; and it takes every such NIC for hardware, which it may
 * rename by its MAC address: a VLAN has its parent's.  So there are no such
 * files for router advertisements and for VLANs. */
#include <stdio.h>

#include "netfile.h"

static void put(struct netfile *f, const char *name, const char *value)
{
	ibft_print(&f->file.out, "%s='%s'\n", name, value);
}

static void put_addr(struct netfile *f, const char *name,
		     const struct addr *a, const char *none)
{
	char text[ADDR_TEXT_SIZE];

	put(f, name, a->family ? addr_text(a, text) : none);
}

/* The address with all bits behind the prefix set, or (mask) the prefix as an
 * address. */
static void put_bits(struct netfile *f, const char *name,
		     const struct plan_nic *c, bool mask)
{
	struct addr a = { .family = ADDR_IPV4 };

	for (unsigned int i = 0; i < 4; i++) {
		unsigned int bits = c->prefix > 8 * i ? c->prefix - 8 * i : 0;
		uint8_t ones = (uint8_t)(0xff00 >> (bits < 8 ? bits : 8));

		a.bytes[i] = mask ? ones :
			(uint8_t)(c->address.bytes[i] | (uint8_t)~ones);
	}
	put_addr(f, name, &a, "");
}

/* ipconfig keeps two. */
static void put_dns(struct netfile *f, const struct kept_nic *n,
		    unsigned int family, const char *name, const char *none)
{
	static const struct addr no_addr;
	const struct addr *list[NETFILE_DNS_MAX];
	size_t count = netfile_dns(f, n, family, list);
	char text[16];

	for (size_t i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "%s%zu", name, i);
		put_addr(f, text, i < count ? list[i] : &no_addr, none);
	}
}

static void write_ipv4(struct netfile *f, const struct kept_nic *n,
		       const struct plan_nic *c)
{
	bool dhcp = c->method == NIC_DHCP || c->method == NIC_SINGLE_DHCP;

	put(f, "DEVICE", c->ifname);
	put(f, "PROTO", dhcp ? "dhcp" : "none");
	put_addr(f, "IPV4ADDR", &c->address, "");
	put_bits(f, "IPV4BROADCAST", c, false);
	put_bits(f, "IPV4NETMASK", c, true);
	put_addr(f, "IPV4GATEWAY", &c->gateway, "0.0.0.0");
	put_dns(f, n, ADDR_IPV4, "IPV4DNS", "0.0.0.0");
	put(f, "HOSTNAME", kept_word(c->hostname) ? c->hostname : "");
	put(f, "DNSDOMAIN", "");
	put(f, "NISDOMAIN", "");
	put(f, "ROOTSERVER", "0.0.0.0");
	put(f, "ROOTPATH", "");
	put(f, "filename", "");
	ibft_print(&f->file.out, "UPTIME='%llu'\n",
		   (unsigned long long)(f->sys->now(f->sys) / 1000));
	put(f, "DHCPLEASETIME", "0");
	put(f, "DOMAINSEARCH", netfile_search(n));
}

static void write_ipv6(struct netfile *f, const struct kept_nic *n,
		       const struct plan_nic *c)
{
	put(f, "DEVICE6", c->ifname);
	put(f, "IPV6PROTO", c->method == NIC_DHCP6 ? "dhcp6" : "none");
	put_addr(f, "IPV6ADDR", &c->address, "");
	ibft_print(&f->file.out, "IPV6NETMASK='%u'\n", c->prefix);
	put_addr(f, "IPV6GATEWAY", &c->gateway, "");
	put_dns(f, n, ADDR_IPV6, "IPV6DNS", "");
	put(f, "HOSTNAME", kept_word(c->hostname) ? c->hostname : "");
	put(f, "IPV6DOMAINSEARCH", netfile_search(n));
}

void netfile_klibc(struct netfile *f, const struct kept_nic *n)
{
	const struct plan_nic *four = kept_config(n, ADDR_IPV4);
	const struct plan_nic *six = kept_config(n, ADDR_IPV6);
	char name[40], path[48];

	for (int i = 0; i < 2 && !n->vlan; i++) {
		const struct plan_nic *c = i ? six : four;

		if (!c || !c->address.family || c->method == NIC_AUTO6 ||
		    c->method == NIC_EITHER6 || c->method == NIC_LINK6)
			continue;
		snprintf(name, sizeof(name), "%s-%s.conf", i ? "net6" : "net",
			 n->ifname);
		snprintf(path, sizeof(path), "/run/%s", name);
		/* What a client wrote says more. */
		if (f->sys->exists(f->sys, path))
			continue;
		state_file_begin(&f->file);
		(i ? write_ipv6 : write_ipv4)(f, n, c);
		state_file_write(&f->file, f->sys, "/run", name, false);
	}
}
