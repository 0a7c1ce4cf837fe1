// SPDX-License-Identifier: GPL-2.0-or-later
/* The NICs of the plan: merged, and which target is reached by which. */
#include "plan_nics.h"

#include <stdio.h>

#include "plan_show.h"
#include "sayer.h"

#define M1 "52:54:00:12:34:01"
#define M2 "52:54:00:12:34:02"

static struct plan plan;
static struct said said;

/* "NAME MAC ADDRESS/PREFIX GATEWAY METHOD dns=A,B mtu=N vlan=N search=S
 * host=S", in any order; what is left out is not said. */
static void say_nic(const char *text)
{
	struct plan_nic *n = said_nic(&said, "test");
	char word[64];

	n->method = NIC_STATIC;
	for (size_t len; *text; text += len + strspn(text + len, " ")) {
		struct addr a;
		char *slash;

		len = strcspn(text, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, text);
		slash = strchr(word, '/');
		if (slash)
			*slash = '\0';
		if (!strcmp(word, "dhcp"))
			n->method = NIC_DHCP;
		else if (!strcmp(word, "single-dhcp"))
			n->method = NIC_SINGLE_DHCP;
		else if (!strcmp(word, "auto6"))
			n->method = NIC_AUTO6;
		else if (!mac_parse(word, n->mac))
			n->mac_known = true;
		else if (sscanf(word, "mtu=%hu", &n->mtu) == 1 ||
			 sscanf(word, "vlan=%hu", &n->vlan) == 1 ||
			 sscanf(word, "search=%s", n->search) == 1 ||
			 sscanf(word, "host=%s", n->hostname) == 1)
			continue;
		else if (!strncmp(word, "dns=", 4))
			addr_parse(word + 4, &n->dns[n->dns_count++]);
		else if (!strncmp(word, "by=", 3))
			addr_parse(word + 3, &n->gateway);
		else if (!addr_parse(word, &a)) {
			n->address = a;
			n->prefix = (uint8_t)(slash[1] - '0') * 10 +
				    (uint8_t)(slash[2] - '0');
		} else {
			copy_string(n->ifname, sizeof(n->ifname), word);
		}
	}
}

static void show_nics(char *to, size_t size)
{
	char text[ADDR_TEXT_SIZE];
	size_t k = 0;

	to[0] = '\0';
#define ADD(...) (k += (size_t)snprintf(to + k, k < size ? size - k : 0, \
					__VA_ARGS__))
	for (size_t i = 0; i < plan.nic_count; i++) {
		const struct plan_nic *n = &plan.nics[i];

		ADD("%s%s", i ? "; " : "", n->ifname);
		if (n->mac_known)
			ADD(" %s", mac_text(n->mac, text));
		ADD(" %s", nic_method_name(n->method));
		if (n->address.family)
			ADD(" %s/%u", addr_text(&n->address, text), n->prefix);
		if (n->gateway.family)
			ADD(" by=%s", addr_text(&n->gateway, text));
		for (size_t d = 0; d < n->dns_count; d++)
			ADD(" dns=%s", addr_text(&n->dns[d], text));
		if (n->mtu)
			ADD(" mtu=%u", n->mtu);
		if (n->vlan)
			ADD(" vlan=%u", n->vlan);
		if (n->search[0])
			ADD(" search=%s", n->search);
		if (n->hostname[0])
			ADD(" host=%s", n->hostname);
		ADD(" (%s)", source_name(n->source));
	}
#undef ADD
}

/* NICs of two sources, divided by '|', and what the plan has then. */
static const struct {
	const char *why;
	enum source first;
	const char *a;
	enum source second;
	const char *b, *want, *what, *ignored;
} merges[] = {
{ "one source, two NICs", SOURCE_CMDLINE, "e0 dhcp|e1 dhcp", SOURCE_IBFT, "",
  "e0 dhcp (cmdline); e1 dhcp (cmdline)", NULL, NULL },
{ "one source says one twice: IPv4 and IPv6", SOURCE_CMDLINE,
  "e0 dhcp|e0 auto6", SOURCE_IBFT, "",
  "e0 dhcp (cmdline); e0 auto6 (cmdline)", NULL, NULL },
{ "the iBFT's where nobody goes before", SOURCE_CMDLINE, "", SOURCE_IBFT,
  M1 " 10.0.0.2/24", " " M1 " static 10.0.0.2/24 (ibft)", NULL, NULL },
{ "not beside another's", SOURCE_CMDLINE, "e0 dhcp", SOURCE_IBFT,
  M1 " 10.0.0.2/24", "e0 dhcp (cmdline)",
  "NIC " M1 " with 10.0.0.2 (the iBFT)",
  "the kernel command line says which NICs to use, and goes before" },
{ "a name alone in what is not used", SOURCE_CMDLINE, M1 " dhcp", SOURCE_FILE,
  "e1 dhcp", " " M1 " dhcp (cmdline)", "NIC e1 (a file)",
  "the kernel command line says which NICs to use, and goes before" },
{ "the same by its MAC address", SOURCE_CMDLINE, M1 " dhcp", SOURCE_IBFT,
  "e7 " M1 " dhcp 10.0.0.2/24 by=10.0.0.1 dns=10.0.0.3 mtu=1400 search=x.org host=n1",
  "e7 " M1 " dhcp 10.0.0.2/24 by=10.0.0.1 dns=10.0.0.3 mtu=1400 search=x.org host=n1 (cmdline)",
  NULL, NULL },
{ "what is there stays", SOURCE_CMDLINE, "e0 " M1 " 10.0.0.2/24 by=10.0.0.4"
  " dns=10.0.0.5 mtu=1300 search=y.org host=n2", SOURCE_IBFT,
  "e7 " M1 " 10.0.0.2/16 by=10.0.0.1 dns=10.0.0.3 mtu=1400 search=x.org host=n1",
  "e0 " M1 " static 10.0.0.2/24 by=10.0.0.4 dns=10.0.0.5 mtu=1300 search=y.org host=n2 (cmdline)",
  NULL, NULL },
{ "another VLAN of it is another", SOURCE_CMDLINE, M1 " vlan=5 dhcp",
  SOURCE_IBFT, M1 " vlan=6 dhcp", " " M1 " dhcp vlan=5 (cmdline)",
  "NIC " M1 " (the iBFT)",
  "the kernel command line says which NICs to use, and goes before" },
{ "a VLAN's number stays", SOURCE_CMDLINE, "e0 vlan=5 dhcp", SOURCE_DHCP,
  "e0 dhcp 10.0.0.2/24", "e0 dhcp 10.0.0.2/24 vlan=5 (cmdline)", NULL, NULL },
{ "another address for it", SOURCE_CMDLINE, M1 " 10.0.0.2/24", SOURCE_IBFT,
  M1 " 10.0.0.3/24 mtu=1400", " " M1 " static 10.0.0.2/24 (cmdline)",
  "NIC " M1 " with 10.0.0.3 (the iBFT)",
  "the kernel command line gives this NIC another address, and goes before" },
{ "the same by its name", SOURCE_CMDLINE, "e0 dhcp", SOURCE_DHCP,
  "e0 dhcp 10.0.0.2/24", "e0 dhcp 10.0.0.2/24 (cmdline)", NULL, NULL },
{ "MAC addresses that differ go before names", SOURCE_CMDLINE, "e0 " M1
  " dhcp", SOURCE_DHCP, "e0 " M2 " dhcp 10.0.0.2/24",
  "e0 " M1 " dhcp (cmdline); e0 " M2 " dhcp 10.0.0.2/24 (dhcp)", NULL, NULL },
{ "the same by its address: the MAC is learnt", SOURCE_CMDLINE,
  "e0 10.0.0.2/24", SOURCE_IBFT, M1 " vlan=7 10.0.0.2/24 by=10.0.0.1",
  "e0 " M1 " static 10.0.0.2/24 by=10.0.0.1 vlan=7 (cmdline)", NULL, NULL },
{ "or the name", SOURCE_IBFT, M1 " 10.0.0.2/24", SOURCE_DHCP,
  "e0 dhcp 10.0.0.2/24", "e0 " M1 " static 10.0.0.2/24 (ibft)", NULL, NULL },
{ "no address, no name in common", SOURCE_IBFT, M1 " dhcp", SOURCE_DHCP,
  "e0 dhcp", " " M1 " dhcp (ibft); e0 dhcp (dhcp)", NULL, NULL },
{ "a gateway belongs to its address", SOURCE_CMDLINE, "e0 auto6",
  SOURCE_DHCP, "e0 dhcp 10.0.0.2/24 by=10.0.0.1", "e0 auto6 (cmdline)", NULL,
  NULL },
{ "a lease belongs to DHCP", SOURCE_CMDLINE, "e0 single-dhcp", SOURCE_DHCP,
  "e0 dhcp 10.0.0.2/24 by=10.0.0.1",
  "e0 single-dhcp 10.0.0.2/24 by=10.0.0.1 (cmdline)", NULL, NULL },
{ "or to what has its method", SOURCE_CMDLINE, "e0 auto6", SOURCE_DHCP,
  "e0 auto6 fd00::2/64", "e0 auto6 fd00::2/64 (cmdline)", NULL, NULL },
{ "a lease is what came of DHCP on every NIC", SOURCE_CMDLINE, "dhcp",
  SOURCE_DHCP, "e0 dhcp 10.0.0.2/24|e1 dhcp 10.1.0.2/24",
  "e0 dhcp 10.0.0.2/24 (dhcp); e1 dhcp 10.1.0.2/24 (dhcp)", NULL, NULL },
{ "or of the first that answers", SOURCE_CMDLINE, "e5 auto6|single-dhcp",
  SOURCE_DHCP, "e0 dhcp 10.0.0.2/24",
  "e5 auto6 (cmdline); e0 dhcp 10.0.0.2/24 (dhcp)", NULL, NULL },
{ "and of nothing else on every NIC", SOURCE_CMDLINE, "auto6", SOURCE_DHCP,
  "e0 dhcp 10.0.0.2/24", " auto6 (cmdline); e0 dhcp 10.0.0.2/24 (dhcp)", NULL,
  NULL },
{ "nor of a NIC that has a MAC address", SOURCE_CMDLINE, M1 " dhcp",
  SOURCE_DHCP, "e0 dhcp 10.0.0.2/24",
  " " M1 " dhcp (cmdline); e0 dhcp 10.0.0.2/24 (dhcp)", NULL, NULL },
{ "a lease comes beside what was said", SOURCE_CMDLINE, "e1 dhcp",
  SOURCE_DHCP, "e0 dhcp 10.0.0.2/24",
  "e1 dhcp (cmdline); e0 dhcp 10.0.0.2/24 (dhcp)", NULL, NULL },
};

static void merge(enum source source, const char *nics)
{
	say(&said, &plan, source);
	while (*nics) {
		size_t n = strcspn(nics, "|");
		char one[200];

		snprintf(one, sizeof(one), "%.*s", (int)n, nics);
		say_nic(one);
		nics += n + (nics[n] == '|');
	}
	plan_merge_nics(&plan, &said);
}

static void test_merge(void)
{
	char got[600];

	for (size_t i = 0; i < ARRAY_SIZE(merges); i++) {
		plan_begin(&plan);
		merge(merges[i].first, merges[i].a);
		merge(merges[i].second, merges[i].b);
		show_nics(got, sizeof(got));
		SAME_TEXT(got, merges[i].want, merges[i].why);
		SAME(plan.remarks.count, merges[i].what != NULL,
		     merges[i].why);
		if (!merges[i].what)
			continue;
		SAME_TEXT(plan.remarks.list[0].what, merges[i].what,
			  merges[i].why);
		SAME_TEXT(plan.remarks.list[0].why, merges[i].ignored,
			  merges[i].why);
	}
	plan_begin(&plan);
	plan.want_ibft_nics = true;
	merge(SOURCE_CMDLINE, "e0 dhcp");
	merge(SOURCE_IBFT, M1 " dhcp");
	SAME(plan.nic_count, 2, "rd.iscsi.ibft adds the iBFT's");
	merge(SOURCE_FILE, M2 " dhcp");
	SAME(plan.nic_count, 2, "and no one else's");
	merge(SOURCE_DHCP, "a dhcp|b dhcp|c dhcp|d dhcp|e dhcp|f dhcp");
	SAME(plan.nic_count, PLAN_NICS_MAX, "so many and no more");
	merge(SOURCE_DHCP, "g dhcp");
	SAME(plan.nic_count, PLAN_NICS_MAX, "so many and no more");
	SAME_TEXT(plan.remarks.list[1].what, "NIC g (DHCP)", "which is said");
	SAME_TEXT(plan.remarks.list[1].why, "there are more than 8 NICs",
		  "which is said");
}

/* Routes, name servers, times: of all sources together, of the first, of the
 * command line. */
static void test_network(void)
{
	plan_begin(&plan);
	say(&said, &plan, SOURCE_CMDLINE);
	said.no_peer_dns = said.no_lease = true;
	said.route_count = said.dns_count = 2;
	said.routes[1].prefix = 8;
	addr_parse("10.0.0.9", &said.dns[1]);
	said.timeouts.dhcp = 7;
	plan_merge_nics(&plan, &said);
	say(&said, &plan, SOURCE_DHCP);
	said.route_count = PLAN_ROUTES_MAX;
	said.dns_count = PLAN_DNS_MAX;
	say_nic("e0 dhcp 10.0.0.2/24 dns=10.0.0.3");
	plan_merge_nics(&plan, &said);
	SAME(plan.route_count, PLAN_ROUTES_MAX, "as many routes as fit");
	SAME(plan.routes[1].prefix, 8, "the first stay");
	SAME(plan.dns_count, PLAN_DNS_MAX, "as many servers as fit");
	SAME(plan.dns[1].bytes[3], 9, "the first stay");
	SAME(plan.no_lease, true, "rd.iscsi.lease=0, which no other unsays");
	SAME(plan.timeouts.dhcp, 7, "another source has no times");
	SAME(plan.nics[0].dns_count, 0, "rd.peerdns=0: not DHCP's servers");
	SAME(said.nics[0].dns_count, 1, "what was said is as it was");
	say(&said, &plan, SOURCE_IBFT);
	say_nic(M1 " 10.9.0.2/24 dns=10.0.0.3");
	plan_begin(&plan);
	plan.no_peer_dns = true;
	plan_merge_nics(&plan, &said);
	SAME(plan.nics[0].dns_count, 1, "but the iBFT's");
	SAME(plan.no_peer_dns, true, "it stays said");
}

/* netdevs: of two targets; "-": there is only one. */
static const struct {
	const char *why, *netdev1, *netdev2, *bootdev;
	bool bootif;
	const char *want;
} defaults[] = {
{ "DHCP on every NIC", "", "-", "", false, " dhcp (default)" },
{ "on the target's", "e0", "-", "", false, "e0 dhcp (default)" },
{ "on each target's", "e0", "e1", "", false,
  "e0 dhcp (default); e1 dhcp (default)" },
{ "once for two targets", "e0", "e0", "", false, "e0 dhcp (default)" },
{ "on every one when a target names none", "e0", "", "", false,
  " dhcp (default)" },
{ "whichever", "", "e0", "", false, " dhcp (default)" },
{ "on the one that boots", "", "-", "e5", false, "e5 dhcp (default)" },
{ "by its MAC address", "", "-", "", true, " " M1 " dhcp (default)" },
{ "which goes before its name", "", "-", "e5", true,
  " " M1 " dhcp (default)" },
{ "a target's goes before that", "e0", "-", "e5", true,
  "e0 dhcp (default)" },
};

static void add_target(const char *netdev)
{
	struct plan_target *t = &plan.targets[plan.target_count++];

	t->nic = -1;
	copy_string(t->netdev, sizeof(t->netdev), netdev);
}

static void test_defaults(void)
{
	char got[200];

	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
		plan_begin(&plan);
		add_target(defaults[i].netdev1);
		if (*defaults[i].netdev2 != '-')
			add_target(defaults[i].netdev2);
		copy_string(plan.bootdev, sizeof(plan.bootdev),
			    defaults[i].bootdev);
		plan.bootif_known = defaults[i].bootif;
		mac_parse(M1, plan.bootif);
		plan_default_nics(&plan);
		show_nics(got, sizeof(got));
		SAME_TEXT(got, defaults[i].want, defaults[i].why);
	}
	plan_begin(&plan);
	plan_default_nics(&plan);
	SAME(plan.nic_count, 0, "no target, no NIC");
	add_target("");
	plan.no_nics = true;
	plan_default_nics(&plan);
	SAME(plan.nic_count, 0, "ip=none");
	plan.no_nics = false;
	merge(SOURCE_CMDLINE, "e3 dhcp");
	plan_default_nics(&plan);
	SAME(plan.nic_count, 1, "somebody said which");
}

/* The NICs of the iBFT (index 4 and up) or of the command line, and one
 * target at 10.0.0.1. */
static const struct {
	const char *why;
	enum source source;
	const char *nics, *netdev, *boot_nic, *bootdev;
	bool bootif;
	int nic;
	bool warned;
} binds[] = {
{ "the only one", SOURCE_CMDLINE, "e0 dhcp", "", "", "", false, 0, false },
{ "none", SOURCE_CMDLINE, "", "", "", "", false, -1, false },
{ "either", SOURCE_CMDLINE, "e0 dhcp|e1 dhcp", "", "", "", false, -1,
  false },
{ "as the target says", SOURCE_CMDLINE, "e0 10.0.0.2/24|e1 dhcp", "e1", "",
  "e0", false, 1, false },
{ "which is not there", SOURCE_CMDLINE, "e0 10.0.0.2/24", "e1", "", "e0",
  false, -1, true },
{ "where nothing is", SOURCE_CMDLINE, "", "e1", "", "", false, -1, false },
{ "by the iBFT's index", SOURCE_IBFT, "10.0.0.2/24|" M1 " dhcp", "",
  "ethernet5", "", false, 1, false },
{ "which is the iBFT's alone", SOURCE_CMDLINE, "e0 10.0.0.2/24|e1 dhcp", "",
  "ethernet5", "", false, 0, false },
{ "which is not in the table", SOURCE_IBFT, "10.0.0.2/24|" M1 " dhcp", "",
  "ethernet6", "", false, 0, false },
{ "by its subnet", SOURCE_CMDLINE, "e0 dhcp|e1 10.0.1.2/24|e2 10.0.0.2/24",
  "", "", "", false, 2, false },
{ "as wide as it is", SOURCE_CMDLINE, "e0 dhcp|e1 10.0.1.2/16", "", "", "",
  false, 1, false },
{ "unless two are in it", SOURCE_CMDLINE, "e0 10.0.0.3/24|e1 10.0.0.2/24",
  "", "", "", false, -1, false },
{ "then the one that boots", SOURCE_CMDLINE,
  "e0 10.0.0.3/24|e1 10.0.0.2/24", "", "", "e1", false, 1, false },
{ "the subnet goes before it", SOURCE_CMDLINE, "e0 10.0.0.3/24|e1 dhcp", "",
  "", "e1", false, 0, false },
{ "by BOOTIF", SOURCE_CMDLINE, "e0 dhcp|" M2 " dhcp|" M1 " dhcp", "", "",
  "e0", true, 2, false },
{ "else by its name", SOURCE_CMDLINE, "e0 dhcp|e1 dhcp", "", "", "e1", true,
  1, false },
};

static void test_bind(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(binds); i++) {
		struct plan_target *t = &plan.targets[0];

		plan_begin(&plan);
		merge(binds[i].source, binds[i].nics);
		for (size_t n = 0; n < plan.nic_count; n++)
			plan.nics[n].ibft_index = (uint8_t)(4 + n);
		add_target(binds[i].netdev);
		copy_string(t->boot_nic, sizeof(t->boot_nic),
			    binds[i].boot_nic);
		addr_parse("10.0.0.1", &t->portal.addr);
		copy_string(plan.bootdev, sizeof(plan.bootdev),
			    binds[i].bootdev);
		plan.bootif_known = binds[i].bootif;
		mac_parse(M1, plan.bootif);
		plan_bind_nics(&plan);
		SAME(t->nic, binds[i].nic, binds[i].why);
		SAME(plan.remarks.count, binds[i].warned, binds[i].why);
	}
	plan_begin(&plan);
	merge(SOURCE_CMDLINE, "e0 10.0.0.2/24");
	add_target("e1");
	plan_bind_nics(&plan);
	SAME_TEXT(plan.remarks.list[0].what, "e1", "what is warned of");
	OK(strstr(plan.remarks.list[0].why, "add ip=e1:dhcp") != NULL,
	   "what to do");
	OK(!plan.remarks.list[0].ignored, "it is a warning");
	plan_begin(&plan);
	merge(SOURCE_CMDLINE, "e0 dhcp|e1 10.0.0.2/24");
	add_target("");
	copy_string(plan.targets[0].host, 4, "san");
	plan_bind_nics(&plan);
	SAME(plan.targets[0].nic, -1, "a host name is in no subnet");
}

int main(void)
{
	test_merge();
	test_network();
	test_defaults();
	test_bind();
	return test_done();
}
