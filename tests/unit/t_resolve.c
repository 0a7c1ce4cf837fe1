// SPDX-License-Identifier: GPL-2.0-or-later
/* Host names to addresses, against servers that do what a script says. */
#include "resolve.h"

#include "dns_peer.h"

#define S1 "10.0.0.53"
#define S2 "10.0.0.54"
#define NAME "san.example.com"
#define MAX_ROWS 8

static struct dns_peer peer;
static struct resolve r;
static struct resolve_servers servers;

static void set_servers(const char *list, const char *search)
{
	char text[ADDR_TEXT_SIZE];

	memset(&servers, 0, sizeof(servers));
	copy_string(servers.search, sizeof(servers.search),
		    search ? search : "");
	while (*list) {
		size_t n = strcspn(list, " ");

		memcpy(text, list, n);
		text[n] = '\0';
		addr_parse(text, &servers.list[servers.count++]);
		list += n + (list[n] == ' ');
	}
}

static const char *addresses(void)
{
	static char text[400];
	char one[ADDR_TEXT_SIZE];

	text[0] = '\0';
	for (size_t i = 0; i < r.count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, addr_text(&r.addrs[i], one));
	}
	return text;
}

/* The clock begins at 1000. */
static const struct {
	const char *why, *servers, *search, *host;
	struct dns_row rows[MAX_ROWS];
	const char *want;		/* addresses, or the sentence */
	int err;
	uint64_t end;			/* when; 0: at once */
	const char *asked;
} cases[] = {
{ "an IPv4 address", S1, NULL, NAME,
  { { .addrs = "192.0.2.1" } }, "192.0.2.1", 0, 0,
  "1000: " S1 " A " NAME "\n1000: " S1 " AAAA " NAME "\n" },
{ "an IPv6 address", S1, NULL, NAME, { { .addrs = "2001:db8::1" } },
  "2001:db8::1", 0, 0, NULL },
{ "both: IPv4 first", S1, NULL, NAME,
  { { .addrs = "2001:db8::1 192.0.2.2 2001:db8::2 192.0.2.1" } },
  "192.0.2.2 192.0.2.1 2001:db8::1 2001:db8::2", 0, 0, NULL },
{ "more than there is room for: half of each", S1, NULL, NAME,
  { { .type = DNS_A, .addrs = "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5" },
    { .addrs = "2001:db8::1 2001:db8::2 2001:db8::3 2001:db8::4 2001:db8::5" } },
  "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 2001:db8::1 2001:db8::2 2001:db8::3 2001:db8::4",
  0, 0, NULL },
{ "many IPv4, few IPv6", S1, NULL, NAME,
  { { .type = DNS_A, .addrs = "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5 192.0.2.6 192.0.2.7 192.0.2.8" },
    { .addrs = "2001:db8::1" } },
  "192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5 192.0.2.6 192.0.2.7 2001:db8::1",
  0, 0, NULL },
{ "few IPv4, many IPv6", S1, NULL, NAME,
  { { .type = DNS_A, .addrs = "192.0.2.1" },
    { .addrs = "2001:db8::1 2001:db8::2 2001:db8::3 2001:db8::4 2001:db8::5 2001:db8::6 2001:db8::7 2001:db8::8" } },
  "192.0.2.1 2001:db8::1 2001:db8::2 2001:db8::3 2001:db8::4 2001:db8::5 2001:db8::6 2001:db8::7",
  0, 0, NULL },
{ "no such host", S1, NULL, NAME, { { .deed = DEED_NXDOMAIN } },
  NAME ": no such host (" S1 " says so)", EDESTADDRREQ, 0, NULL },
{ "the second server is not asked then", S1 " " S2, NULL, NAME,
  { { .server = S1, .deed = DEED_NXDOMAIN }, { .addrs = "192.0.2.1" } },
  NAME ": no such host (" S1 " says so)", EDESTADDRREQ, 0, NULL },
{ "a host without an address", S1, NULL, NAME, { { .addrs = "" } },
  NAME ": this host has no address (" S1 " says so)", EDESTADDRREQ, 0,
  NULL },
{ "only an address that no portal can have", S1, NULL, NAME,
  { { .addrs = "127.0.0.1" } },
  NAME ": its address is 127.0.0.1 (" S1 " says so), which no portal can have",
  EDESTADDRREQ, 0, NULL },
{ "NXDOMAIN for IPv6 where there is an IPv4 address", S1, NULL, NAME,
  { { .type = DNS_AAAA, .deed = DEED_NXDOMAIN }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 0, NULL },
{ "the first server fails", S1 " " S2, NULL, NAME,
  { { .server = S1, .deed = DEED_SERVFAIL }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 0, NULL },
{ "nobody at the first server's port", S1 " " S2, NULL, NAME,
  { { .server = S1, .deed = DEED_REFUSED_PORT }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 0, NULL },
{ "the first server is dead: a second", S1 " " S2, NULL, NAME,
  { { .server = S1, .deed = DEED_SILENCE }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 2000, NULL },
{ "the first fails for one type: only that is asked again", S1 " " S2, NULL,
  NAME,
  { { .server = S1, .type = DNS_AAAA, .deed = DEED_SERVFAIL },
    { .addrs = "" } },
  NAME ": this host has no address (" S2 " says so)", EDESTADDRREQ, 0,
  "1000: " S1 " A " NAME "\n1000: " S1 " AAAA " NAME "\n"
  "1000: " S2 " AAAA " NAME "\n" },
{ "a server that fails for IPv6: the IPv4 address is enough", S1 " " S2, NULL,
  NAME,
  { { .type = DNS_AAAA, .deed = DEED_SERVFAIL }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 0, NULL },
{ "silence about IPv6: half a second", S1, NULL, NAME,
  { { .type = DNS_AAAA, .deed = DEED_SILENCE }, { .addrs = "192.0.2.1" } },
  "192.0.2.1", 0, 1500, NULL },
{ "rounds of 1, 2, 4 and 4 seconds, as long as there is time", S1, NULL, NAME,
  { { .deed = DEED_SILENCE } },
  NAME ": no answer from the DNS server " S1 " within 10 s", ETIMEDOUT, 11000,
  "1000: " S1 " A " NAME "\n1000: " S1 " AAAA " NAME "\n"
  "2000: " S1 " A " NAME "\n2000: " S1 " AAAA " NAME "\n"
  "4000: " S1 " A " NAME "\n4000: " S1 " AAAA " NAME "\n"
  "8000: " S1 " A " NAME "\n8000: " S1 " AAAA " NAME "\n" },
{ "none of two answers", S1 " " S2, NULL, NAME, { { .deed = DEED_SILENCE } },
  NAME ": no answer from the DNS servers " S1 ", " S2 " within 10 s",
  ETIMEDOUT, 11000, NULL },
{ "what each did", S1 " " S2, NULL, NAME,
  { { .server = S1, .deed = DEED_SERVFAIL }, { .deed = DEED_SILENCE } },
  NAME ": no address from the DNS servers " S1 " (it cannot say), " S2 " (no answer) within 10 s",
  ETIMEDOUT, 11000, NULL },
{ "all fail at once: the rounds take their time", S1, NULL, NAME,
  { { .deed = DEED_SERVFAIL } },
  NAME ": no address from the DNS server " S1 " (it cannot say) within 10 s",
  EHOSTUNREACH, 11000,
  "1000: " S1 " A " NAME "\n1000: " S1 " AAAA " NAME "\n"
  "2000: " S1 " A " NAME "\n2000: " S1 " AAAA " NAME "\n"
  "4000: " S1 " A " NAME "\n4000: " S1 " AAAA " NAME "\n"
  "8000: " S1 " A " NAME "\n8000: " S1 " AAAA " NAME "\n" },
{ "a server that comes up", S1, NULL, NAME,
  { { .addrs = "192.0.2.1", .after = 3000 }, { .deed = DEED_SILENCE } },
  "192.0.2.1", 0, 4000, NULL },
{ "without a dot: in the search domains first, then as it is", S1,
  "example.com example.net", "san",
  { { .name = "san", .addrs = "192.0.2.1" }, { .deed = DEED_NXDOMAIN } },
  "192.0.2.1", 0, 0,
  "1000: " S1 " A san.example.com\n1000: " S1 " AAAA san.example.com\n"
  "1000: " S1 " A san.example.net\n1000: " S1 " AAAA san.example.net\n"
  "1000: " S1 " A san\n1000: " S1 " AAAA san\n" },
{ "in the second search domain", S1, "example.com example.net", "san",
  { { .name = "san.example.net", .addrs = "192.0.2.1" },
    { .deed = DEED_NXDOMAIN } }, "192.0.2.1", 0, 0, NULL },
{ "without a search domain: as it is", S1, NULL, "san",
  { { .name = "san", .addrs = "192.0.2.1" }, { .deed = DEED_NXDOMAIN } },
  "192.0.2.1", 0, 0, "1000: " S1 " A san\n1000: " S1 " AAAA san\n" },
{ "with a dot: as it is first, then in the search domain", S1, "example.com",
  "san.lab",
  { { .name = "san.lab.example.com", .addrs = "192.0.2.1" },
    { .deed = DEED_NXDOMAIN } }, "192.0.2.1", 0, 0,
  "1000: " S1 " A san.lab\n1000: " S1 " AAAA san.lab\n"
  "1000: " S1 " A san.lab.example.com\n"
  "1000: " S1 " AAAA san.lab.example.com\n" },
{ "with a dot behind: only as it is", S1, "example.com", "san.lab.",
  { { .name = "san.lab.example.com", .addrs = "192.0.2.1" },
    { .deed = DEED_NXDOMAIN } }, "san.lab.: no such host (" S1 " says so)",
  EDESTADDRREQ, 0, "1000: " S1 " A san.lab\n1000: " S1 " AAAA san.lab\n" },
{ "a label with a dot behind", S1, "example.com", "san.",
  { { .name = "san", .addrs = "192.0.2.1" }, { .deed = DEED_NXDOMAIN } },
  "192.0.2.1", 0, 0, NULL },
{ "nowhere", S1, "example.com", "san", { { .deed = DEED_NXDOMAIN } },
  "san: no such host, nor with the search domain example.com (" S1 " says so)",
  EDESTADDRREQ, 0, NULL },
{ "no address there, no such host here", S1, "example.com", "san",
  { { .name = "san", .deed = DEED_NXDOMAIN }, { .addrs = "" } },
  "san: this host has no address (" S1 " says so)", EDESTADDRREQ, 0, NULL },
{ "the search domain's zone is broken: as it is", S1, "example.com", "san",
  { { .name = "san", .addrs = "192.0.2.1" }, { .deed = DEED_SERVFAIL } },
  "192.0.2.1", 0, 0, NULL },
{ "a dead server is waited for once, not for each name", S1 " " S2,
  "example.com", "san",
  { { .server = S1, .deed = DEED_SILENCE },
    { .name = "san", .addrs = "192.0.2.1" }, { .deed = DEED_NXDOMAIN } },
  "192.0.2.1", 0, 2000, NULL },
{ "what is denied is not asked for again", S1, "example.com", "san",
  { { .name = "san", .addrs = "192.0.2.1", .after = 1500 },
    { .name = "san", .deed = DEED_SILENCE }, { .deed = DEED_NXDOMAIN } },
  "192.0.2.1", 0, 2000,
  "1000: " S1 " A san.example.com\n1000: " S1 " AAAA san.example.com\n"
  "1000: " S1 " A san\n1000: " S1 " AAAA san\n"
  "2000: " S1 " A san\n2000: " S1 " AAAA san\n" },
{ "denied, and a server that knows nothing else: three rounds", S1,
  "example.com", "san",
  { { .name = "san", .deed = DEED_SERVFAIL }, { .deed = DEED_NXDOMAIN } },
  "san: no such host, nor with the search domain example.com (" S1 " says so)",
  EDESTADDRREQ, 4000, NULL },
{ "what it most likely means may still come", S1, "example.com", "san",
  { { .name = "san.example.com", .addrs = "192.0.2.1", .after = 7500 },
    { .name = "san.example.com", .deed = DEED_SERVFAIL },
    { .deed = DEED_NXDOMAIN } }, "192.0.2.1", 0, 8000, NULL },
{ "a search domain that is none", S1, "exa$mple", "san",
  { { .addrs = "192.0.2.1" } }, "192.0.2.1", 0, 0,
  "1000: " S1 " A san\n1000: " S1 " AAAA san\n" },
{ "which is nobody's denial", S1, "exa$mple", "san",
  { { .addrs = "192.0.2.1", .after = 7500 }, { .deed = DEED_SILENCE } },
  "192.0.2.1", 0, 8000, NULL },
{ "answers with another id: none (RFC 5452)", S1, NULL, NAME,
  { { .deed = DEED_WRONG_ID, .addrs = "192.0.2.66" } },
  NAME ": no answer from the DNS server " S1 " within 10 s", ETIMEDOUT, 11000,
  NULL },
{ "and the right one behind them", S1, NULL, NAME,
  { { .deed = DEED_WRONG_THEN_RIGHT, .addrs = "192.0.2.1" } }, "192.0.2.1",
  0, 0, NULL },
{ "somebody guesses: another server, another port", S1 " " S2, NULL, NAME,
  { { .server = S1, .type = DNS_A, .deed = DEED_FLOOD,
      .addrs = "192.0.2.66" },
    { .server = S1, .deed = DEED_SILENCE },
    { .type = DNS_A, .addrs = "192.0.2.1" }, { .addrs = "" } }, "192.0.2.1",
  0, 2000, NULL },
{ "truncated: over TCP", S1, NULL, NAME,
  { { .deed = DEED_TRUNCATED, .addrs = "192.0.2.1 2001:db8::1" } },
  "192.0.2.1 2001:db8::1", 0, 0,
  "1000: " S1 " A " NAME "\n1000: " S1 " AAAA " NAME "\n"
  "1000: TCP\n1000: TCP\n" },
{ "no server", "", NULL, NAME, { { .deed = DEED_SILENCE } },
  NAME ": no DNS server is known: give nameserver= or an address instead of the name",
  EDESTADDRREQ, 0, "" },
{ "not a name", S1, NULL, "san_1..example", { { .deed = DEED_SILENCE } },
  "'san_1..example' is not a host name: a part of it is empty", EINVAL, 0,
  "" },
{ "an address that is none", S1, NULL, "10.0.0.300",
  { { .deed = DEED_SILENCE } },
  "'10.0.0.300' is neither an address nor a host name", EINVAL, 0, "" },
{ "no name", S1, NULL, "", { { .deed = DEED_SILENCE } }, "'' is empty",
  EINVAL, 0, "" },
{ "a dot only", S1, NULL, ".", { { .deed = DEED_SILENCE } }, "'.' is empty",
  EINVAL, 0, "" },
};

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fault f = { .err = 0 };
		const char *why = cases[i].why;
		const struct sys *sys = peer_begin(&peer, NULL,
						   cases[i].rows);
		uint64_t end = cases[i].end ? cases[i].end : 1000;
		int rc;

		set_servers(cases[i].servers, cases[i].search);
		resolve_start(&r, sys, &servers, cases[i].host, 11000);
		rc = resolve_run(&r, &f);
		SAME(rc, -cases[i].err, why);
		SAME(r.state, rc ? RESOLVE_FAILED : RESOLVE_DONE, why);
		SAME_TEXT(rc ? f.text : addresses(), cases[i].want, why);
		SAME(peer.fake.now, end, why);
		SAME(peer_open(&peer), 0, why);
		if (cases[i].asked)
			SAME_TEXT(peer.fake.log, cases[i].asked, why);
		if (rc)
			SAME(f.stage, STAGE_CONNECT, why);
	}
}

static const struct dns_row truncated[] = {
	{ .type = DNS_A, .deed = DEED_TRUNCATED, .addrs = "192.0.2.1" },
	{ .addrs = "" },
};

/* One case of TCP, as peer was prepared. */
static int run_tcp(struct fault *f)
{
	f->err = 0;
	set_servers(S1, NULL);
	resolve_start(&r, &peer.fake.sys, &servers, "a", 2500);
	return resolve_run(&r, f);
}

#define SAYS(text) peer.tcp_says = (text), peer.tcp_says_len = sizeof(text) - 1
#define FAILS(words) "a: no address from the DNS server " S1 " (" words \
	") within 2 s"

static void test_tcp(void)
{
	struct fault f;

	peer_begin(&peer, NULL, truncated);
	peer.tcp_pieces = true;
	SAME(run_tcp(&f), 0, "a byte at a time");
	SAME_TEXT(addresses(), "192.0.2.1", "all of it");
	peer_begin(&peer, NULL, truncated);
	peer.tcp_rc = -ECONNREFUSED;
	SAME(run_tcp(&f), -EHOSTUNREACH, "no TCP");
	SAME_TEXT(f.text, FAILS("connection refused"), "no TCP");
	peer_begin(&peer, NULL, truncated);
	SAYS("\xff\xff\0");
	SAME(run_tcp(&f), -EHOSTUNREACH, "an answer that is too long");
	SAME_TEXT(f.text, FAILS("protocol error"), "too long");
	peer_begin(&peer, NULL, truncated);
	SAYS("\0\x40\0");
	SAME(run_tcp(&f), -EHOSTUNREACH, "an answer that ends too early");
	SAME_TEXT(f.text, FAILS("connection reset"), "too early");
	peer_begin(&peer, NULL, truncated);
	SAYS("\0\0");
	SAME(run_tcp(&f), -EHOSTUNREACH, "an empty answer");
	SAME_TEXT(f.text, FAILS("protocol error"), "empty");
	peer_begin(&peer, NULL, truncated);
	SAYS("\0\x13\x7f\x7f\x83\x80\0\1\0\0\0\0\0\0\1a\0\0\1\0\1");
	SAME(run_tcp(&f), -EHOSTUNREACH, "truncated again");
	SAME(peer.streams, 2, "one TCP connection a round");
	SAME(peer_open(&peer), 0, "all closed");
}

/* What sends a byte at a time, or nothing yet. */
static int slow_send(const struct sys *sys, int fd, const void *buf,
		     size_t len)
{
	struct dns_peer *p = peer_of(sys);

	if (fd < FAKE_DATAGRAM_FD) {
		if (p->fake.now < 1500)
			return -EAGAIN;
		len = 1;
	}
	p->fake.on_send(&p->fake, fd, buf, len);
	return (int)len;
}

static void test_tcp_slow(void)
{
	struct sys_wait w[RESOLVE_QUERIES];
	struct fault f = { .err = 0 };

	peer_begin(&peer, NULL, truncated);
	peer.fake.sys.send = slow_send;
	set_servers(S1, NULL);
	resolve_start(&r, &peer.fake.sys, &servers, "a", 11000);
	while (r.state == RESOLVE_PENDING && !peer.streams)
		resolve_advance(&r);
	SAME(resolve_waits(&r, w), 4000, "three seconds for TCP");
	OK(w[0].write && w[0].fd == STREAM_FD, "until it is connected");
	SAME(w[1].fd, -1, "the other is answered");
	peer.fake.now = 1500;
	SAME(resolve_run(&r, &f), 0, "the question in pieces");
	SAME(peer.fake.now, 1500, "at once");
}

/* Each question has an id of its own. */
static int count_random(const struct sys *sys, enum sys_random quality,
			void *buf, size_t len)
{
	struct dns_peer *p = peer_of(sys);

	fake_log(&p->fake, "random %d %zu\n", quality, len);
	if (quality == SYS_JITTER && p->fake.random_rc)
		return p->fake.random_rc;
	memset(buf, 1, len);
	return 0;
}

static void test_ids(void)
{
	static const struct dns_row rows[] = { { .addrs = "192.0.2.1" } };
	struct fault f = { .err = 0 };

	peer_begin(&peer, NULL, rows);
	peer.fake.sys.random = count_random;
	peer.fake.random_rc = -EAGAIN;
	set_servers(S1, NULL);
	resolve_start(&r, &peer.fake.sys, &servers, "a", 11000);
	SAME(resolve_run(&r, &f), 0, "no random numbers yet: it waits");
	SAME_TEXT(peer.fake.log,
		  "random 1 2\nrandom 0 2\n1000: " S1 " A a\n"
		  "random 1 2\nrandom 0 2\n1000: " S1 " AAAA a\n",
		  "two bytes for each question");
	peer_begin(&peer, NULL, rows);
	peer.fake.random_rc = -EIO;
	resolve_start(&r, &peer.fake.sys, &servers, "a", 3000);
	SAME(resolve_run(&r, &f), -EHOSTUNREACH, "never any");
	SAME(peer.questions, 0, "then nothing is asked");
}

static void test_ends(void)
{
	static const struct dns_row rows[] = { { .deed = DEED_SILENCE } };
	const struct sys *sys = peer_begin(&peer, NULL, rows);
	struct sys_wait w[RESOLVE_QUERIES];
	char host[300] = "";
	struct fault f = { .err = 0 };

	memset(&r, 0, sizeof(r));
	resolve_abandon(&r);
	SAME(r.state, RESOLVE_IDLE, "nothing was begun");
	set_servers(S1, NULL);
	resolve_start(&r, sys, &servers, "a", SYS_FOREVER);
	SAME(peer_open(&peer), 2, "both at once");
	SAME(resolve_waits(&r, w), 2000, "a second");
	OK(w[0].fd == FAKE_DATAGRAM_FD && !w[0].write, "for IPv4");
	OK(w[1].fd == FAKE_DATAGRAM_FD + 1 && !w[1].write, "for IPv6");
	SAME(resolve_run(&r, &f), -ETIMEDOUT, "an end without a deadline");
	SAME(peer.fake.now, 21000, "after 20 s");
	peer_begin(&peer, NULL, rows);
	resolve_start(&r, sys, &servers, "a", SYS_FOREVER);
	resolve_abandon(&r);
	SAME(peer_open(&peer), 0, "given up: closed");
	SAME_TEXT(r.fault.text,
		  "a: no answer from the DNS server " S1 " within 0 s",
		  "given up");
	peer_begin(&peer, NULL, rows);
	peer.fake.datagram_rc = -ENETUNREACH;
	f.err = 0;
	resolve_start(&r, sys, &servers, "a", 4000);
	SAME(resolve_run(&r, &f), -EHOSTUNREACH, "no network");
	SAME_TEXT(f.text, "a: no address from the DNS server " S1
		  " (no route to this network) within 3 s", "no network");
	while (strlen(host) < DNS_NAME_MAX)
		strcat(host, strlen(host) % 2 ? "." : "a");
	for (size_t n = DNS_NAME_MAX; n < DNS_NAME_MAX + 4; n++) {
		bool right = n == DNS_NAME_MAX || n == DNS_NAME_MAX + 1;

		peer_begin(&peer, NULL, rows);
		resolve_start(&r, sys, &servers, host, 2000);
		SAME(r.state, right ? RESOLVE_PENDING : RESOLVE_FAILED,
		     "253 characters and a dot behind");
		strcat(host, right && n == DNS_NAME_MAX ? "." : "a");
	}
}

int main(void)
{
	test_cases();
	test_tcp();
	test_tcp_slow();
	test_ids();
	test_ends();
	return test_done();
}
