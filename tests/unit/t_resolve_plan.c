// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan's targets with host names, against scripted DNS servers. */
#include "resolve_plan.h"

#include "dns_peer.h"
#include "key.h"

#define S1 "10.0.0.53"
#define S2 "10.0.0.54"

static struct dns_peer peer;
static struct plan plan;
static struct fault f;

static struct plan_nic *add_nic(const char *dns, const char *search)
{
	struct plan_nic *n = &plan.nics[plan.nic_count++];
	char text[ADDR_TEXT_SIZE];

	while (*dns) {
		size_t len = strcspn(dns, " ");

		memcpy(text, dns, len);
		text[len] = '\0';
		addr_parse(text, &n->dns[n->dns_count++]);
		dns += len + (dns[len] == ' ');
	}
	copy_string(n->search, sizeof(n->search), search);
	return n;
}

/* An address or a host name. */
static struct plan_target *add_target(const char *name, const char *where)
{
	struct plan_target *t = &plan.targets[plan.target_count++];

	copy_string(t->name, sizeof(t->name), name);
	if (addr_parse(where, &t->portal.addr))
		copy_string(t->host, sizeof(t->host), where);
	t->portal.port = 3261;
	t->tpgt = TPGT_UNKNOWN;
	return t;
}

static const char *targets(void)
{
	static char text[800];
	char portal[PORTAL_TEXT_SIZE];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < plan.target_count; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s@%s",
				      i ? " " : "", plan.targets[i].name,
				      portal_text(&plan.targets[i].portal,
						  portal));
	return text;
}

static void begin(const struct fake_file *files, const struct dns_row *rows)
{
	peer_begin(&peer, files, rows);
	memset(&plan, 0, sizeof(plan));
	f.err = 0;
}

static int resolve(void)
{
	int rc = resolve_plan(&peer.fake.sys, &plan, 61000, &f);

	SAME(peer_open(&peer), 0, "no socket stays open");
	return rc;
}

static const struct dns_row rows[] = {
	{ .name = "one", .addrs = "192.0.2.1" },
	{ .name = "two", .addrs = "192.0.2.1 192.0.2.2" },
	{ .name = "both", .addrs = "2001:db8::1 192.0.2.1" },
	{ .name = "five", .addrs = "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5" },
	{ .name = "late", .addrs = "192.0.2.9", .after = 31000 },
	{ .name = "late", .deed = DEED_SILENCE },
	{ .name = "silent", .deed = DEED_SILENCE },
	{ .deed = DEED_NXDOMAIN },
};

static const struct {
	const char *why;
	const char *where[PLAN_TARGETS_MAX];
	const char *want;		/* the plan, or the sentence */
	int err;
	uint64_t end;
	unsigned int questions;
	const char *said;
} cases[] = {
{ "addresses only", { "192.0.2.7", "2001:db8::7" },
  "a@192.0.2.7:3261 b@[2001:db8::7]:3261", 0, 0, 0, "" },
{ "a host", { "one" }, "a@192.0.2.1:3261", 0, 0, 2, "" },
{ "a host with two addresses: two paths", { "two" },
  "a@192.0.2.1:3261 a@192.0.2.2:3261", 0, 0, 2, "" },
{ "of both families", { "both" }, "a@192.0.2.1:3261 a@[2001:db8::1]:3261", 0,
  0, 2, "" },
{ "the further paths behind all targets", { "two", "192.0.2.7", "one" },
  "a@192.0.2.1:3261 b@192.0.2.7:3261 c@192.0.2.1:3261 a@192.0.2.2:3261", 0,
  0, 4, "" },
{ "one host, two targets: one question", { "two", "TWO" },
  "a@192.0.2.1:3261 b@192.0.2.1:3261 a@192.0.2.2:3261 b@192.0.2.2:3261", 0, 0,
  2, "" },
{ "as many as there is room for", { "five", "five" },
  "a@192.0.2.1:3261 b@192.0.2.1:3261 a@192.0.2.2:3261 b@192.0.2.2:3261 "
  "a@192.0.2.3:3261 b@192.0.2.3:3261 a@192.0.2.4:3261 b@192.0.2.4:3261", 0, 0,
  2, "" },
{ "no room at all",
  { "five", "1.1.1.1", "1.1.1.1", "1.1.1.1", "1.1.1.1", "1.1.1.1", "1.1.1.1",
    "one" },
  "a@192.0.2.1:3261 b@1.1.1.1:3261 c@1.1.1.1:3261 d@1.1.1.1:3261 "
  "e@1.1.1.1:3261 f@1.1.1.1:3261 g@1.1.1.1:3261 h@192.0.2.1:3261", 0, 0, 4,
  "" },
{ "no such host", { "none" }, "none: no such host (" S1 " says so)",
  EDESTADDRREQ, 0, 2, "" },
{ "two of them: both are said", { "none", "nil" },
  "none: no such host (" S1 " says so)", EDESTADDRREQ, 0, 4,
  "iscsistart: connect: nil: no such host (" S1 " says so)\n" },
{ "one of two: the other boots", { "none", "two", "nil", "192.0.2.7" },
  "b@192.0.2.1:3261 d@192.0.2.7:3261 b@192.0.2.2:3261", 0, 0, 6,
  "iscsistart: connect: none: no such host (" S1 " says so); going on without a\n"
  "iscsistart: connect: nil: no such host (" S1 " says so); going on without c\n" },
{ "no answer: the whole time", { "silent" },
  "silent: no answer from the DNS server " S1 " within 60 s", ETIMEDOUT,
  61000, 34,
  "iscsistart: connect: waiting for the address of silent, at most 58 s more\n" },
{ "no answer, and another target has an address: five seconds",
  { "silent", "192.0.2.7" }, "b@192.0.2.7:3261", 0, 6000, 6,
  "iscsistart: connect: waiting for the address of silent, at most 3 s more\n"
  "iscsistart: connect: silent: no answer from the DNS server " S1
  " within 5 s; going on without a\n" },
{ "or got one", { "one", "silent" }, "a@192.0.2.1:3261", 0, 6000, 8,
  "iscsistart: connect: waiting for the address of silent, at most 3 s more\n"
  "iscsistart: connect: silent: no answer from the DNS server " S1
  " within 5 s; going on without b\n" },
{ "and got it late", { "late", "silent" }, "a@192.0.2.9:3261", 0, 32000, 40,
  "iscsistart: connect: waiting for the address of late, at most 58 s more\n"
  "iscsistart: connect: waiting for the address of silent, at most 58 s more\n"
  "iscsistart: connect: silent: no answer from the DNS server " S1
  " within 31 s; going on without b\n" },
{ "not a name", { "10.0.0.300" },
  "'10.0.0.300' is neither an address nor a host name", EINVAL, 0, 0, "" },
};

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		int rc;

		begin(NULL, rows);
		add_nic(S1, "");
		for (int n = 0; n < PLAN_TARGETS_MAX && cases[i].where[n]; n++)
			add_target((char[]){ (char)('a' + n), '\0' },
				   cases[i].where[n]);
		rc = resolve();
		SAME(rc, -cases[i].err, why);
		SAME_TEXT(rc ? f.text : targets(), cases[i].want, why);
		SAME(peer.fake.now, cases[i].end ? cases[i].end : 1000, why);
		SAME(peer.questions, cases[i].questions, why);
		SAME_TEXT(peer.fake.output, cases[i].said, why);
	}
}

/* Copies are whole; what is taken out leaves no secret. */
static void test_copies(void)
{
	static const struct plan_target zero;
	struct plan_target *t;

	begin(NULL, rows);
	add_nic(S1, "");
	add_target("a", "none");
	t = add_target("b", "two");
	t->lun_known = true;
	t->lun[1] = 7;
	copy_string(t->account.name, sizeof(t->account.name), "node1");
	add_target("c", "nil");
	SAME(resolve(), 0, "two targets are taken out");
	SAME(plan.target_count, 2, "one is there twice");
	t = plan.targets;
	OK(t[1].lun_known && t[1].lun[1] == 7 && t[1].tpgt == TPGT_UNKNOWN,
	   "the copy's fields");
	SAME_TEXT(t[1].account.name, "node1", "the copy's account");
	SAME_TEXT(t[1].host, "two", "the copy's host");
	OK(!memcmp(&t[2], &zero, sizeof(zero)), "what was there is wiped");
	SAME(resolve(), 0, "a second time");
	SAME(plan.target_count, 2, "nothing is left to do");
}

static const struct {
	const char *why, *text, *servers, *search;
} confs[] = {
{ "a server", "nameserver 10.0.0.53\n", S1, "" },
{ "two, a tab, spaces behind", "nameserver\t10.0.0.53  \nnameserver   10.0.0.54\n", S1 " " S2, "" },
{ "IPv6", "nameserver fd00::53\n", "fd00::53", "" },
{ "the same twice", "nameserver 10.0.0.53\nnameserver 10.0.0.53\n", S1, "" },
{ "another word", "nameservers 10.0.0.53\noptions rotate\n", "", "" },
{ "a comment", "# nameserver 10.0.0.53\n; search a\n", "", "" },
{ "not an address", "nameserver dns.example\nnameserver\n", "", "" },
{ "search domains", "search a.example  b.example\ta.example\n", "", "a.example b.example" },
{ "the last of several", "domain a.example\nsearch b.example\n", "", "b.example" },
{ "one that another begins with", "search ab a abc b\n", "", "ab a abc b" },
};

static const char *list(const struct resolve_servers *s)
{
	static char text[200];
	char one[ADDR_TEXT_SIZE];

	text[0] = '\0';
	for (size_t i = 0; i < s->count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, addr_text(&s->list[i], one));
	}
	return text;
}

static void test_servers(void)
{
	struct fake_file files[] = { { "/etc/resolv.conf", NULL, 0 },
				     { NULL, NULL, 0 } };
	struct resolve_servers s;

	for (size_t i = 0; i < ARRAY_SIZE(confs); i++) {
		files[0].text = confs[i].text;
		begin(files, rows);
		resolve_plan_servers(&peer.fake.sys, &plan, &s);
		SAME_TEXT(list(&s), confs[i].servers, confs[i].why);
		SAME_TEXT(s.search, confs[i].search, confs[i].why);
	}
	files[0].text = "nameserver 10.0.0.99\nsearch other.example\n";
	begin(files, rows);
	add_nic(S2 " " S1, "example.com");
	add_nic(S2 " 10.0.0.55", "example.net example.com");
	resolve_plan_servers(&peer.fake.sys, &plan, &s);
	SAME_TEXT(list(&s), S2 " " S1 " 10.0.0.55", "of the NICs, in order");
	SAME_TEXT(s.search, "example.com example.net", "theirs alone");
	begin(files, rows);
	add_nic("", "example.com");
	resolve_plan_servers(&peer.fake.sys, &plan, &s);
	SAME_TEXT(list(&s), "10.0.0.99", "the file's when there are none");
	SAME_TEXT(s.search, "other.example example.com", "both");
	begin(NULL, rows);
	for (int i = 0; i < 3; i++)
		add_nic((const char *[]){ "1.0.0.1 1.0.0.2 1.0.0.3 1.0.0.4",
					  "2.0.0.1 2.0.0.2 2.0.0.3 2.0.0.4",
					  "3.0.0.1" }[i], "");
	resolve_plan_servers(&peer.fake.sys, &plan, &s);
	SAME(s.count, RESOLVE_SERVERS_MAX, "no more than there is room for");
	begin(NULL, rows);
	add_target("a", "one");
	SAME(resolve(), -EDESTADDRREQ, "no server at all");
	SAME_TEXT(f.text, "one: no DNS server is known: give nameserver= or an address instead of the name", "what to do");
}

/* Domains until the room is full; the last that does not fit is left out. */
static void test_search_bound(void)
{
	struct resolve_servers s;
	char domain[201];

	begin(NULL, rows);
	memset(domain, 'a', 200);
	domain[200] = '\0';
	for (int i = 0; i < 4; i++) {
		domain[0] = (char)('a' + i);
		if (i == 3)
			domain[109] = '\0';
		add_nic("", domain);
	}
	resolve_plan_servers(&peer.fake.sys, &plan, &s);
	SAME(strlen(s.search), 511, "201 + 201 + 109, and not 200 between");
}

static int wait_fails(const struct sys *sys, struct sys_wait *w, size_t n,
		      uint64_t deadline)
{
	(void)sys;
	(void)w;
	(void)n;
	(void)deadline;
	return -ENOMEM;
}

int main(void)
{
	test_cases();
	test_copies();
	test_servers();
	test_search_bound();
	begin(NULL, rows);
	add_nic(S1, "");
	add_target("a", "silent");
	peer.fake.sys.wait = wait_fails;
	SAME(resolve(), -ENOMEM, "poll() fails");
	return test_done();
}
