// SPDX-License-Identifier: GPL-2.0-or-later
/* --probe and --discover over the portals of a plan: each in its turn, again
 * where that may help, and within the time. */
#include "inspect.h"

#include "bhs.h"
#include "scsi_peer.h"

#define NO_DATA(lun, opcode) { lun, opcode, -1, "", 0, NULL, 0 }

/* LUN 1, a disk of 64 MiB. */
static const struct peer_answer disk[] = {
	{ 0, 0xa0, -1, "0000000800000000" "0001000000000000", 0, NULL, 0 },
	{ 1, 0x12, -1, "000005123d0000024945542020202020"
	  "5649525455414c2d4449534b2020202030303031", 0, NULL, 0 },
	NO_DATA(1, 0x00),
	{ 1, 0x25, -1, "0001ffff00000200", 0, NULL, 0 },
	{ .data = NULL }
};

/* What a portal does, a letter for each time that it is asked; the last one
 * stays:  r  refuses the connection
 *	   d  refuses the login (status 0201)
 *	   s  says nothing to the login
 *	   q  logs us in and says nothing more
 *	   e  logs us in, and its list of targets has no end
 *	   l  logs us in and has a disk; to a discovery it names a target */
static struct {
	struct scsi_peer peer;		/* first: the fake knows where it is */
	const char *portals[3];
	unsigned int tries[3];
	char now;			/* what this connection does */
	char logins[2048];
} world;

static struct inspect inspect;
static struct plan plan;
static struct options options;
static struct fault fault_found;

static int asked(const struct sys *sys, const struct portal *portal,
		 const struct sys_from *from)
{
	struct fake *f = fake_of(sys);
	size_t n = portal->addr.bytes[3] - 1U;
	const char *script = world.portals[n];
	size_t last = strlen(script) - 1, at = world.tries[n]++;

	(void)from;
	fake_log(f, "%u at %u\n", (unsigned int)n + 1,
		 (unsigned int)(f->now - 1000));
	f->queued = world.peer.have = 0;
	world.now = script[at < last ? at : last];
	return world.now == 'r' ? -ECONNREFUSED : 5;
}

static void answer_text(const uint8_t *request)
{
	static const char text[] =
		"TargetName=iqn.t\0TargetAddress=192.0.2.9:3260,1";
	struct scsi_peer *p = &world.peer;
	bool end = world.now != 'e';
	uint8_t bhs[48];

	memcpy(p->in, request, 48);
	p->cmdsn++;
	peer_bhs(p, bhs, OPCODE_TEXT_RESPONSE, end ? FLAG_F : 0);
	memset(bhs + 20, end ? 0xff : 1, 4);
	p->fake.now += end ? 0 : 9000;
	peer_say(p, bhs, text, sizeof(text));
}

static void refuse_login(const uint8_t *request)
{
	struct scsi_peer *p = &world.peer;
	uint8_t bhs[48];

	memcpy(p->in, request, 48);
	peer_bhs(p, bhs, OPCODE_LOGIN_RESPONSE, 0);
	memcpy(bhs + 8, request + 8, 6);
	bhs[36] = 2;
	bhs[37] = 1;
	peer_say(p, bhs, "", 0);
}

/* The ISID, and the text with | for NUL. */
static void note_login(const uint8_t *bytes)
{
	size_t len = 48 + ((size_t)bytes[6] << 8 | bytes[7]);
	char *out = world.logins;
	size_t n = strlen(out), size = sizeof(world.logins);

	for (int i = 8; i < 14; i++)
		n += (size_t)snprintf(out + n, size - n, "%02x", bytes[i]);
	n += (size_t)snprintf(out + n, size - n, " ");
	for (size_t i = 48; i < len && n + 2 < size; i++)
		out[n++] = bytes[i] ? (char)bytes[i] : '|';
	out[n++] = '\n';
	out[n] = '\0';
}

static void sent(struct fake *f, int fd, const void *buf, size_t len)
{
	const uint8_t *bytes = buf;
	uint8_t opcode = bytes[0] & 0x3f;
	bool login = opcode == OPCODE_LOGIN_REQUEST;

	if (login)
		note_login(bytes);
	if (world.now == 's' || (world.now == 'q' && !login))
		return;
	if (world.now == 'd' && login)
		refuse_login(bytes);
	else if (opcode == OPCODE_TEXT_REQUEST)
		answer_text(bytes);
	else
		peer_on_send(f, fd, buf, len);
}

static void begin(enum action action, uint32_t wait,
		  const char *const *portals)
{
	memset(&world, 0, sizeof(world));
	scsi_peer_begin(&world.peer, disk);
	world.peer.fake.on_send = sent;
	world.peer.fake.sys.connect = asked;
	memset(&options, 0, sizeof(options));
	settings_default(&options.settings);
	options.action = action;
	options.wait = wait;
	memset(&plan, 0, sizeof(plan));
	copy_string(plan.initiator_name, sizeof(plan.initiator_name), "iqn.i");
	for (size_t i = 0; i < 3 && portals[i]; i++) {
		struct plan_target *t = &plan.targets[plan.target_count++];

		world.portals[i] = portals[i];
		snprintf(t->name, sizeof(t->name), "iqn.t%u",
			 (unsigned int)i + 1);
		t->portal.addr.family = ADDR_IPV4;
		memcpy(t->portal.addr.bytes, "\300\0\2", 3);
		t->portal.addr.bytes[3] = (uint8_t)(i + 1);
		t->portal.port = 3260;
	}
}

static int run(void)
{
	memset(&fault_found, 0, sizeof(fault_found));
	memset(&inspect, 0x5a, sizeof(inspect));
	return inspect_run(&inspect, &world.peer.fake.sys, &options,
			   &options.settings, &plan, &fault_found);
}

/* How often a part stands in a text. */
static unsigned int times(const char *text, const char *part)
{
	unsigned int n = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		n++;
	return n;
}

/* log: which portal is connected to, and at how many milliseconds. */
static const struct {
	const char *why;
	const char *portals[3];
	uint32_t wait;
	int rc;
	const char *log;
	unsigned int found;		/* targets that could be looked at */
	unsigned int faults;		/* messages about others */
	unsigned int again;		/* messages about another try */
} cases[] = {
{ "one", { "l" }, 0, 0, "1 at 0\n", 1, 0, 0 },
{ "three, in order", { "l", "l", "l" }, 0, 0, "1 at 0\n2 at 0\n3 at 0\n",
  3, 0, 0 },
{ "one that is down: the others are looked at", { "r", "l", "l" }, 0,
  -ECONNREFUSED, "1 at 0\n2 at 0\n3 at 0\n", 2, 1, 0 },
{ "the first fault counts", { "l", "d", "r" }, 0, -EACCES,
  "1 at 0\n2 at 0\n3 at 0\n", 1, 2, 0 },
{ "one that says nothing", { "s", "l" }, 0, -ETIMEDOUT,
  "1 at 0\n2 at 15000\n", 1, 1, 0 },
{ "another try, and one more", { "rrl" }, 5, 0, "1 at 0\n1 at 0\n1 at 124\n",
  1, 0, 1 },
{ "each has its own tries", { "rl", "rl" }, 5, 0,
  "1 at 0\n1 at 0\n2 at 0\n2 at 0\n", 2, 0, 2 },
{ "the last fault of a target counts", { "rs" }, 5, -ETIMEDOUT,
  "1 at 0\n1 at 0\n", 0, 1, 1 },
{ "without a wait there is none", { "rl" }, 0, -ECONNREFUSED, "1 at 0\n", 0, 1,
  0 },
{ "nor where none helps", { "dl" }, 5, -EACCES, "1 at 0\n", 0, 1, 0 },
{ "nor behind a login: something may be printed", { "ql" }, 60, -ETIMEDOUT,
  "1 at 0\n", 1, 1, 0 },
{ "until the time is over", { "r" }, 1, -ECONNREFUSED,
  "1 at 0\n1 at 0\n1 at 124\n1 at 374\n1 at 873\n", 0, 1, 1 },
{ "not beyond it", { "s" }, 5, -ETIMEDOUT, "1 at 0\n", 0, 1, 0 },
{ "the time of one that is silent is not the others'", { "s", "l" }, 10,
  -ETIMEDOUT, "1 at 0\n2 at 5000\n", 1, 1, 0 },
{ "nor of two", { "s", "s", "l" }, 9, -ETIMEDOUT,
  "1 at 0\n2 at 3000\n3 at 6000\n", 1, 2, 0 },
{ "what one leaves the others have", { "l", "s", "s" }, 8, -ETIMEDOUT,
  "1 at 0\n2 at 0\n3 at 4000\n", 1, 2, 0 },
};

static void test_cases(enum action action)
{
	struct fake *f = &world.peer.fake;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		unsigned int found = cases[i].found;

		begin(action, cases[i].wait, cases[i].portals);
		f->log[0] = '\0';
		SAME(run(), cases[i].rc, why);
		SAME(fault_found.err, -cases[i].rc, why);
		for (char *at; (at = strstr(f->log, "close 5\n")); )
			memmove(at, at + 8, strlen(at + 8) + 1);
		SAME_TEXT(f->log, cases[i].log, why);
		/* A login that is quiet then is printed by a probe. */
		if (action == ACTION_DISCOVER && strchr(cases[i].portals[0],
							'q'))
			found = 0;
		SAME(times(f->output, action == ACTION_DISCOVER ?
			   "192.0.2.9:3260,1 iqn.t\n" :
			   "target     iqn.t"), found, why);
		SAME(times(f->output, "; trying again for at most "),
		     cases[i].again, why);
		SAME(times(f->output, "iscsistart: "),
		     cases[i].faults + cases[i].again, why);
		OK(!fault_found.err || strstr(f->output, fault_found.text),
		   why);
	}
}

#define OPERATIONAL(digest, segment) "HeaderDigest=" digest \
	"|DataDigest=" digest "|MaxConnections=1|InitialR2T=No|" \
	"ImmediateData=Yes|MaxRecvDataSegmentLength=" segment \
	"|MaxBurstLength=16776192|FirstBurstLength=262144|" \
	"DefaultTime2Wait=0|DefaultTime2Retain=0|MaxOutstandingR2T=1|" \
	"DataPDUInOrder=Yes|DataSequenceInOrder=Yes|ErrorRecoveryLevel=0|\n"

static void test_logins(void)
{
	static const char *const one[] = { "l", NULL, NULL };
	static const char *const refused[] = { "d", NULL, NULL };
	static const struct chap_history none;
	struct fault f = { .err = 0 };
	struct plan_target *t = &plan.targets[0];

	begin(ACTION_PROBE, 0, one);
	SAME(run(), 0, "a probe");
	SAME_TEXT(world.logins, "807f7f7f0000 InitiatorName=iqn.i|"
		  "TargetName=iqn.t1|SessionType=Normal|"
		  OPERATIONAL("None", "8192"),
		  "11.12.5: an ISID at random; 13.12: what we can take");

	begin(ACTION_PROBE, 0, one);
	settings_set(&options.settings,
		     "node.conn[0].iscsi.HeaderDigest=None,CRC32C", &f);
	settings_set(&options.settings,
		     "node.conn[0].iscsi.DataDigest=None,CRC32C", &f);
	settings_set(&options.settings,
		     "node.conn[0].iscsi.MaxRecvDataSegmentLength=65536", &f);
	SAME(run(), 0, "a probe with settings");
	OK(strstr(world.logins, OPERATIONAL("None,CRC32C", "8192")),
	   "they are offered, but for what we can take");
	options.action = ACTION_DISCOVER;
	world.logins[0] = '\0';
	SAME(run(), 0, "a discovery with settings");
	OK(strstr(world.logins, " InitiatorName=iqn.i|SessionType=Discovery|"
		  "HeaderDigest=None|DataDigest=None|"),
	   "a discovery asks for no digest, and for no target");

	begin(ACTION_PROBE, 0, one);
	world.peer.fake.random_rc = -EIO;
	world.peer.fake.now = 0x1234;
	SAME(run(), 0, "no random numbers");
	OK(strstr(world.logins, "800000340000 "), "the clock will do");

	begin(ACTION_PROBE, 0, refused);
	copy_string(t->account.name, sizeof(t->account.name), "user");
	secret_set(&t->account.secret, "chapsecret12");
	SAME(run(), -EACCES, "an account");
	OK(strstr(world.logins, "|AuthMethod=CHAP|\n"), "CHAP, and only that");
	SAME_TEXT(inspect.config.account->name, "user", "its name");
	OK(inspect.config.algorithms == options.settings.chap_algorithms,
	   "with the algorithms of -P");
	OK(inspect.config.history == &inspect.history &&
	   !memcmp(&inspect.history, &none, sizeof(none)),
	   "no challenge is known yet");
}

/* Whose each login is, and each message. */
static void test_words(void)
{
	static const char *const three[] = { "rrl", "l", "d" };
	struct fake *f = &world.peer.fake;

	begin(ACTION_PROBE, 0, three);
	SAME(run(), -ECONNREFUSED, "three targets");
	OK(strstr(world.logins, "|TargetName=iqn.t2|") &&
	   strstr(world.logins, "|TargetName=iqn.t3|"), "each by its name");
	begin(ACTION_DISCOVER, 5, three);
	SAME(run(), -EACCES, "three portals");
	SAME_TEXT(f->output,
		  "iscsistart: connect: 192.0.2.1:3260: connection refused: "
		  "is the target running on this port?; trying again for at "
		  "most 2 s\n"
		  "192.0.2.9:3260,1 iqn.t\n"
		  "192.0.2.9:3260,1 iqn.t\n"
		  "iscsistart: login: 192.0.2.3:3260: authentication failed "
		  "(status 0201): the target asks for CHAP, and no CHAP name "
		  "and secret are given\n", "each by its portal");
}

static void test_endless(void)
{
	static const char *const two[] = { "e", "l", NULL };
	struct fake *f = &world.peer.fake;

	begin(ACTION_DISCOVER, 0, two);
	SAME(run(), -ETIMEDOUT, "a list without end");
	OK(f->now >= 600000 && f->now < 616000, "ten minutes are enough");
	SAME(world.tries[1], 1, "the other is looked at");
}

static void test_form(void)
{
	static const char *const one[] = { "l", NULL, NULL };
	struct fake *f = &world.peer.fake;

	begin(ACTION_PROBE, 0, one);
	options.json = true;
	SAME(run(), 0, "a probe in JSON");
	OK(strstr(f->output, "{ \"target\": \"iqn.t1\""), "is JSON");
	begin(ACTION_DISCOVER, 0, one);
	options.json = true;
	SAME(run(), 0, "a discovery in JSON");
	OK(strstr(f->output, "{\"target\": \"iqn.t\""), "is JSON");

	begin(ACTION_PROBE, 0, one);
	plan.targets[0].lun[1] = 1;
	plan.targets[0].lun_known = true;
	SAME(run(), 0, "the LUN to boot from");
	plan.targets[0].lun[1] = 2;
	SAME(run(), -ENXIO, "is not there");
	OK(strstr(fault_found.text, "no LUN 2"), fault_found.text);
	plan.targets[0].lun_known = false;
	SAME(run(), 0, "unless it is not known");
}

int main(void)
{
	test_cases(ACTION_PROBE);
	test_cases(ACTION_DISCOVER);
	test_logins();
	test_form();
	test_words();
	test_endless();
	return test_done();
}
