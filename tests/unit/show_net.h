/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command line for netparam.h, and what it made of it as one text: to
 * compare with. */
#ifndef SHOW_NET_H
#define SHOW_NET_H

#include <stdarg.h>
#include <stdio.h>

#include "netparam.h"

/* Every word of a line into said, which is emptied first and keeps its
 * remarks; stops at the first word that is not taken. */
static inline int take_words(struct said *said, const char *line,
			     struct slip *s)
{
	struct remarks *remarks = said->remarks;

	memset(said, 0, sizeof(*said));
	memset(remarks, 0, sizeof(*remarks));
	said->source = SOURCE_CMDLINE;
	said->remarks = remarks;
	for (;;) {
		size_t n = strcspn(line, " ");
		char word[600];
		char *value;
		int rc;

		snprintf(word, sizeof(word), "%.*s", (int)n, line);
		value = strchr(word, '=');
		if (value)
			*value++ = '\0';
		rc = netparam_take(said, word, value, s);
		if (rc || !line[n])
			return rc;
		line += n + 1;
	}
}

struct show {
	char text[4096];
	size_t n;
};

static inline void PRINTF_LIKE(2, 3) show(struct show *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s->text + s->n, sizeof(s->text) - s->n, fmt, ap);
	va_end(ap);
	s->n += (size_t)n;
	if (s->n >= sizeof(s->text))
		s->n = sizeof(s->text) - 1;
}

static inline void show_addr(struct show *s, const char *what,
			     const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	if (a->family)
		show(s, " %s %s", what, addr_text(a, text));
}

static inline void show_mac(struct show *s, const char *what, bool known,
			    const uint8_t mac[6])
{
	char text[MAC_TEXT_SIZE];

	if (known)
		show(s, " %s %s", what, mac_text(mac, text));
}

static const char *const show_methods[] = {
	[NIC_NONE] = "none", [NIC_STATIC] = "static", [NIC_DHCP] = "dhcp",
	[NIC_DHCP6] = "dhcp6", [NIC_AUTO6] = "auto6",
	[NIC_EITHER6] = "either6", [NIC_LINK6] = "link6",
	[NIC_SINGLE_DHCP] = "single-dhcp",
};

/* "eth0 static addr 10.0.0.5/24 gw 10.0.0.1"; every NIC is '*', one that has
 * no name but an address '@'. */
static inline void show_nic(struct show *s, const struct plan_nic *n)
{
	char text[ADDR_TEXT_SIZE];

	show(s, "%s%s %s", s->n ? "; " : "", n->ifname[0] ? n->ifname :
	     n->mac_known ? "@" : "*", show_methods[n->method]);
	show_mac(s, "mac", n->mac_known, n->mac);
	if (n->address.family)
		show(s, " addr %s/%d", addr_text(&n->address, text),
		     n->prefix);
	show_addr(s, "peer", &n->peer);
	show_addr(s, "gw", &n->gateway);
	for (size_t i = 0; i < n->dns_count; i++)
		show_addr(s, "dns", &n->dns[i]);
	if (n->hostname[0])
		show(s, " host %s", n->hostname);
	if (n->vlan)
		show(s, " vlan %d on %s", n->vlan, n->parent);
	if (n->mtu)
		show(s, " mtu %d", n->mtu);
	show_mac(s, "set", n->new_mac_known, n->new_mac);
}

static inline void show_route(struct show *s, const struct plan_route *r)
{
	char text[ADDR_TEXT_SIZE];

	show(s, "%sroute ", s->n ? "; " : "");
	if (r->to.family)
		show(s, "%s/%d", addr_text(&r->to, text), r->prefix);
	else
		show(s, "default");
	show_addr(s, "gw", &r->gateway);
	if (r->ifname[0])
		show(s, " dev %s", r->ifname);
}

static inline void show_timeout(struct show *s, const char *name, uint32_t n)
{
	if (n)
		show(s, "; %s %u", name, n);
}

static inline const char *show_net(struct show *s, const struct said *said)
{
	const struct plan_timeouts *t = &said->timeouts;

	s->n = 0;
	s->text[0] = '\0';
	for (size_t i = 0; i < said->nic_count; i++)
		show_nic(s, &said->nics[i]);
	for (size_t i = 0; i < said->dns_count; i++)
		show_addr(s, "nameserver", &said->dns[i]);
	for (size_t i = 0; i < said->route_count; i++)
		show_route(s, &said->routes[i]);
	show_timeout(s, "dhcp", t->dhcp);
	show_timeout(s, "iflink", t->iflink);
	show_timeout(s, "ipv6dad", t->ipv6dad);
	show_timeout(s, "ipv6auto", t->ipv6auto);
	show_timeout(s, "carrier", t->carrier);
	if (said->bootdev[0])
		show(s, "; bootdev %s", said->bootdev);
	show_mac(s, "bootif", said->bootif_known, said->bootif);
	if (said->no_peer_dns)
		show(s, "; no peer dns");
	if (said->want_ibft_nics)
		show(s, "; ibft");
	if (said->no_nics)
		show(s, "; no nics");
	if (said->network.err)
		show(s, "; fault: %s", said->network.text);
	for (size_t i = 0; i < said->remarks->count; i++) {
		const struct remark *m = &said->remarks->list[i];

		show(s, "; %s %s: %s", m->ignored ? "ignored" : "warning",
		     m->what, m->why);
	}
	return s->text;
}

#endif
