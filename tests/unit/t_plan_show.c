// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan for people and for programs. */
#include "plan_show.h"

#include "json_check.h"
#include "key.h"
#include "sayer.h"

static struct plan plan;

static struct {
	char text[16384];
	size_t n;
} out;

static void collect(void *arg, const char *text)
{
	(void)arg;
	out.n += (size_t)snprintf(out.text + out.n, sizeof(out.text) - out.n,
				  "%s", text);
}

static const struct ibft_out to = { .text = collect };

static const char *text(void)
{
	out.n = 0;
	plan_show(&plan, &to);
	return out.text;
}

static const char *json(void)
{
	out.n = 0;
	plan_json(&plan, &to);
	OK(json_whole(out.text), "it is JSON");
	return out.text;
}

static struct plan_target *add_target(const char *name, const char *portal)
{
	struct plan_target *t = &plan.targets[plan.target_count++];

	memset(t, 0, sizeof(*t));
	copy_string(t->name, sizeof(t->name), name);
	portal_parse(portal, &t->portal);
	t->tpgt = TPGT_UNKNOWN;
	t->nic = -1;
	t->from.portal = SOURCE_CMDLINE;
	if (*name)
		t->from.name = SOURCE_IBFT;
	return t;
}

static struct plan_nic *add_nic(enum nic_method method)
{
	struct plan_nic *n = &plan.nics[plan.nic_count++];

	memset(n, 0, sizeof(*n));
	n->method = method;
	n->source = SOURCE_CMDLINE;
	return n;
}

/* Nothing is known but the wait. */
static void test_empty(void)
{
	plan_begin(&plan);
	plan.wait = 0;
	SAME_TEXT(text(), "wait        0 s\n", "nothing to boot");
	SAME_TEXT(json(), "{ \"initiator\": {  },\n  \"nics\": [ ],\n"
		  "  \"targets\": [ ],\n  \"wait\": 0,\n  \"ignored\": [ ] }\n",
		  "nothing to boot");
}

/* Everything that is known at times. */
static void make_whole(void)
{
	struct plan_nic *n;
	struct plan_target *t;

	plan_begin(&plan);
	plan.wait = 180;
	copy_string(plan.initiator_name, 99, "iqn.2026-11.test:i");
	plan.initiator_from = SOURCE_FILE;
	n = add_nic(NIC_STATIC);
	copy_string(n->ifname, IFNAME_SIZE, "e0.5");
	copy_string(n->parent, IFNAME_SIZE, "e0");
	n->mac_known = n->new_mac_known = true;
	mac_parse("52:54:00:12:34:01", n->mac);
	mac_parse("52:54:00:12:34:02", n->new_mac);
	addr_parse("10.0.0.2", &n->address);
	addr_parse("10.0.0.3", &n->peer);
	addr_parse("10.0.0.4", &n->gateway);
	addr_parse("10.0.0.5", &n->dns[0]);
	addr_parse("fd00::5", &n->dns[1]);
	n->dns_count = 2;
	n->prefix = 24;
	n->vlan = 5;
	n->mtu = 1400;
	copy_string(n->search, 99, "x.org");
	copy_string(n->hostname, 99, "n1");
	plan.route_count = 2;
	addr_parse("10.9.0.0", &plan.routes[0].to);
	addr_parse("10.0.0.4", &plan.routes[0].gateway);
	plan.routes[0].prefix = 16;
	copy_string(plan.routes[0].ifname, IFNAME_SIZE, "e0");
	copy_string(plan.routes[1].ifname, IFNAME_SIZE, "e1");
	plan.dns_count = 2;
	addr_parse("10.0.0.6", &plan.dns[0]);
	addr_parse("10.0.0.7", &plan.dns[1]);
	plan.timeouts = (struct plan_timeouts){ 1, 2, 3, 4, 5 };
	t = add_target("iqn.2026-11.test:t", "10.0.0.1:3261");
	t->tpgt = 0;
	t->lun_known = true;
	t->lun[1] = 7;
	t->nic = 0;
	t->from.lun = SOURCE_DHCP;
	t->from.account = SOURCE_OPTION;
	copy_string(t->account.name, 9, "u\"1");
	secret_set(&t->account.secret, "hush-secret-1");
	copy_string(t->account.reverse_name, 9, "t1");
	secret_set(&t->account.reverse_secret, "hush-secret-2");
	remark_ignored(&plan.remarks, "a=1", "say \"%s\"", "b");
	remark_warning(&plan.remarks, "c", "d");
	remark_ignored(&plan.remarks, "e", "f");
	remark_warning(&plan.remarks, "g", "h");
}

static void test_whole(void)
{
	make_whole();
	SAME_TEXT(text(),
"initiator   iqn.2026-11.test:i  (a file)\n"
"NIC 0       e0.5 52:54:00:12:34:01 VLAN 5 on e0 static 10.0.0.2/24 peer 10.0.0.3 gateway 10.0.0.4 dns 10.0.0.5 dns fd00::5 mtu 1400 as 52:54:00:12:34:02  (the kernel command line)\n"
"route       10.9.0.0/16 by 10.0.0.4 e0\n"
"route       default/0 by the link e1\n"
"dns         10.0.0.6\n"
"dns         10.0.0.7\n"
"target      iqn.2026-11.test:t  (the iBFT)\n"
"  portal    10.0.0.1:3261, group 0  (the kernel command line)\n"
"  LUN       7  (DHCP)\n"
"  login     CHAP as \"u\\\"1\", the target as \"t1\"  (an option)\n"
"  by NIC    0\n"
"wait        180 s\n"
"ignored     a=1: say \"b\"\n"
"warning     c: d\n"
"ignored     e: f\n"
"warning     g: h\n", "for people");
	SAME_TEXT(json(),
"{ \"initiator\": { \"name\": \"iqn.2026-11.test:i\", \"source\": \"file\" },\n"
"  \"nics\": [\n"
"    { \"mac\": \"52:54:00:12:34:01\", \"ifname\": \"e0.5\", \"method\": \"static\", \"address\": \"10.0.0.2\", \"prefix\": 24, \"peer\": \"10.0.0.3\", \"gateway\": \"10.0.0.4\", \"dns\": [\"10.0.0.5\", \"fd00::5\"], \"search\": \"x.org\", \"hostname\": \"n1\", \"vlan\": 5, \"parent\": \"e0\", \"mtu\": 1400, \"new_mac\": \"52:54:00:12:34:02\", \"source\": \"cmdline\" } ],\n"
"  \"targets\": [\n"
"    { \"name\": \"iqn.2026-11.test:t\", \"portals\": [ { \"address\": \"10.0.0.1\", \"port\": 3261, \"tpgt\": 0 } ], \"lun\": 7, \"nic\": 0, \"auth\": { \"method\": \"mutual\", \"name\": \"u\\\"1\", \"reverse_name\": \"t1\" }, \"source\": \"ibft\" } ],\n"
"  \"routes\": [\n"
"    { \"to\": \"10.9.0.0\", \"prefix\": 16, \"gateway\": \"10.0.0.4\", \"ifname\": \"e0\" },\n"
"    { \"ifname\": \"e1\" } ],\n"
"  \"dns\": [\"10.0.0.6\", \"10.0.0.7\"],\n"
"  \"timeouts\": { \"dhcp\": 1, \"iflink\": 2, \"ipv6dad\": 3, \"ipv6auto\": 4, \"carrier\": 5 },\n"
"  \"wait\": 180,\n"
"  \"ignored\": [\n"
"    { \"what\": \"a=1\", \"why\": \"say \\\"b\\\"\" },\n"
"    { \"what\": \"e\", \"why\": \"f\" } ],\n"
"  \"warnings\": [\n"
"    { \"what\": \"c\", \"why\": \"d\" },\n"
"    { \"what\": \"g\", \"why\": \"h\" } ] }\n", "for programs");
	OK(!strstr(text(), "hush") && !strstr(json(), "hush"), "no secret");
	plan.remarks.dropped = 3;
	OK(strstr(text(), "warning     g: h\nignored     and 3 things more\n"),
	   "there were more");
}

/* Lines of the text, and pieces of the JSON, for a part of what can be. */
static void test_nics(void)
{
	static const char *const methods[] = {
		"none", "static", "dhcp", "dhcp6", "auto6", "either6",
		"link6", "single-dhcp",
	};
	struct plan_nic *n;

	for (size_t i = 0; i < ARRAY_SIZE(methods); i++)
		SAME_TEXT(nic_method_name((enum nic_method)i), methods[i],
			  "the method");
	plan_begin(&plan);
	add_nic(NIC_DHCP);
	OK(strstr(text(), "NIC 0       every NIC dhcp  (the kernel"),
	   "every NIC");
	OK(strstr(json(), "[\n    { \"method\": \"dhcp\", \"source\": \"cmdline\" } ]"),
	   "every NIC");
	n = add_nic(NIC_NONE);
	n->vlan = 9;
	n->mac_known = true;
	OK(strstr(text(), "NIC 1       00:00:00:00:00:00 VLAN 9 none  (the"),
	   "a VLAN of no name, by its MAC address");
	OK(strstr(json(), "cmdline\" },\n    { \"mac\": \"00:00:00:00:00:00\", \"method\": \"none\", \"vlan\": 9, \"source\""),
	   "a VLAN of no name");
	n = add_nic(NIC_LINK6);
	copy_string(n->ifname, IFNAME_SIZE, "e2");
	n->prefix = 64;
	OK(strstr(text(), "NIC 2       e2 link6  (the"), "a name alone");
	OK(strstr(json(), "{ \"ifname\": \"e2\", \"method\": \"link6\", \"source\""),
	   "no prefix without an address");
	plan_begin(&plan);
	plan.timeouts.iflink = 3;
	OK(strstr(json(), "[ ],\n  \"timeouts\": { \"iflink\": 3 },\n  \"wait\""),
	   "one time");
	plan.dns_count = 1;
	addr_parse("10.0.0.6", &plan.dns[0]);
	OK(strstr(json(), "[ ],\n  \"dns\": [\"10.0.0.6\"],\n  \"timeouts\""),
	   "a name server alone");
	plan.route_count = 1;
	addr_parse("10.0.0.4", &plan.routes[0].gateway);
	OK(strstr(json(), "[ ],\n  \"routes\": [\n    { \"gateway\": \"10.0.0.4\" } ],\n  \"dns\""),
	   "a default route");
	OK(strstr(text(), "route       default/0 by 10.0.0.4 \n"),
	   "a default route");
}

/* Eight bytes, as people and programs see them. */
static const struct {
	const char *why;
	uint8_t lun[8];
	int number;
	const char *text, *json;
} luns[] = {
{ "0", { 0 }, 0, "0", "0" },
{ "peripheral addressing", { 0, 255 }, 255, "255", "255" },
{ "flat addressing", { 0x41, 2 }, 258, "258", "258" },
{ "the largest of it", { 0x7f, 255 }, 16383, "16383", "16383" },
{ "another method", { 0x80, 1 }, -1, "8001000000000000",
  "\"8001000000000000\"" },
{ "a second level", { 0, 1, 0, 2 }, -1, "0001000200000000",
  "\"0001000200000000\"" },
{ "its first byte", { 0, 1, 2 }, -1, "0001020000000000",
  "\"0001020000000000\"" },
{ "the last byte", { 0, 0, 0, 0, 0, 0, 0, 9 }, -1, "0000000000000009",
  "\"0000000000000009\"" },
};

static void test_luns(void)
{
	char want[100];

	for (size_t i = 0; i < ARRAY_SIZE(luns); i++) {
		struct plan_target *t;

		SAME(lun_number(luns[i].lun), luns[i].number, luns[i].why);
		plan_begin(&plan);
		t = add_target("iqn.x", "10.0.0.1");
		t->lun_known = true;
		memcpy(t->lun, luns[i].lun, 8);
		snprintf(want, sizeof(want), "  LUN       %s  (nobody)\n",
			 luns[i].text);
		OK(strstr(text(), want) != NULL, luns[i].why);
		snprintf(want, sizeof(want), "\"lun\": %s, \"auth\"",
			 luns[i].json);
		OK(strstr(json(), want) != NULL, luns[i].why);
	}
}

static void test_targets(void)
{
	struct plan_target *t;

	plan_begin(&plan);
	t = add_target("", "[fd00::1]:3260");
	SAME_TEXT(text(), "target      all that the portal has  (the kernel command line)\n"
		  "  portal    [fd00::1]:3260  (the kernel command line)\n"
		  "  login     without authentication\n"
		  "wait        0 s\n", "a portal to discover");
	OK(strstr(json(), "[\n    { \"portals\": [ { \"address\": \"fd00::1\", \"port\": 3260 } ], \"auth\": { \"method\": \"none\" }, \"source\": \"cmdline\" } ]"),
	   "a portal to discover");
	copy_string(t->host, 9, "san");		/* and it was looked up */
	copy_string(t->account.name, 9, "u");
	t->tpgt = 7;
	OK(strstr(text(), "  portal    san, port 3260, group 7  (the"),
	   "a host name");
	OK(strstr(text(), "  login     CHAP as \"u\"  (nobody)\n"), "CHAP");
	OK(strstr(json(), "{ \"address\": \"san\", \"port\": 3260, \"tpgt\": 7 }"),
	   "a host name");
	OK(strstr(json(), "{ \"method\": \"chap\", \"name\": \"u\" }"), "CHAP");
	/* The portal's source, where the name has none. */
	t = add_target("iqn.2026-11.test:\xc3\xa4\x9b", "10.0.0.1");
	OK(strstr(text(), "target      iqn.2026-11.test:???  (the iBFT)\n"),
	   "nothing moves a terminal's cursor");
	OK(strstr(json(), "\"iqn.2026-11.test:\\u00c3\\u00a4\\u009b\""),
	   "JSON has what cannot be printed");
}

/* Two targets, the second as the first but for one thing. */
static void test_grouping(void)
{
	static const char *const differ[] = {
		"name", "nic", "lun known", "lun", "source", "account",
	};

	for (size_t i = 0; i < ARRAY_SIZE(differ); i++) {
		struct plan_target *t;

		plan_begin(&plan);
		add_target("iqn.x", "10.0.0.1");
		add_target("iqn.other", "10.0.0.9");
		t = add_target("IQN.x", "10.0.0.2");
		copy_string(t->netdev, IFNAME_SIZE, "e5");
		SAME(plan_next_portal(&plan, 0, 1), 2, "a second portal");
		SAME(plan_further_portal(&plan, 2), true, "which is further");
		SAME(plan_further_portal(&plan, 0), false, "the first not");
		SAME(plan_further_portal(&plan, 1), false, "another not");
		switch (i) {
		case 0:
			copy_string(t->name, 9, "iqn.y");
			break;
		case 1:
			t->nic = 0;
			break;
		case 2:
			t->lun_known = true;
			break;
		case 3:
			t->lun[7] = 1;
			break;
		case 4:
			t->from.name = SOURCE_DHCP;
			break;
		default:
			secret_set(&t->account.secret, "hush-secret-1");
		}
		SAME(plan_next_portal(&plan, 0, 1), 3, differ[i]);
		SAME(plan_further_portal(&plan, 2), false, differ[i]);
	}
	plan_begin(&plan);
	add_target("iqn.x", "10.0.0.1");
	add_target("iqn.other", "10.0.0.9");
	add_target("iqn.x", "10.0.0.2");
	add_target("iqn.x", "10.0.0.3");
	OK(strstr(json(), "[ { \"address\": \"10.0.0.1\", \"port\": 3260 }, { \"address\": \"10.0.0.2\", \"port\": 3260 }, { \"address\": \"10.0.0.3\", \"port\": 3260 } ]"),
	   "the portals of one target together");
	OK(strstr(json(), "},\n    { \"name\": \"iqn.other\", \"portals\": [ { \"address\": \"10.0.0.9\", \"port\": 3260 } ],"),
	   "then the other");
	OK(!strstr(strstr(json(), "iqn.other"), "iqn.x"), "and no more");
	SAME_TEXT(text(),
"target      iqn.x  (the iBFT)\n"
"  portal    10.0.0.1:3260  (the kernel command line)\n"
"  portal    10.0.0.2:3260  (the kernel command line)\n"
"  portal    10.0.0.3:3260  (the kernel command line)\n"
"  login     without authentication\n"
"target      iqn.other  (the iBFT)\n"
"  portal    10.0.0.9:3260  (the kernel command line)\n"
"  login     without authentication\n"
"wait        0 s\n", "the same for people");
}

static void test_escaping(void)
{
	struct plan_target *t;

	plan_begin(&plan);
	t = add_target("iqn.x\"y\\z", "10.0.0.1");
	copy_string(t->account.name, 9, "a\"\\\n\xff");
	remark_ignored(&plan.remarks, "q\"\n", "w\\%s", "\x7f");
	OK(strstr(json(), "\"iqn.x\\\"y\\\\z\""), "a target's name");
	OK(strstr(out.text, "\"a\\\"\\\\\\u000a\\u00ff\""), "an account's");
	OK(strstr(out.text, "{ \"what\": \"q\\\"?\", \"why\": \"w\\\\?\" }"),
	   "a remark");
	OK(strstr(text(), "CHAP as \"a\\\"\\\\\\u000a\\u00ff\""),
	   "the same for people");
}

int main(void)
{
	test_empty();
	test_whole();
	test_nics();
	test_luns();
	test_targets();
	test_grouping();
	test_escaping();
	return test_done();
}
