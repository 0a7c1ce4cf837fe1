// SPDX-License-Identifier: GPL-2.0-or-later
/* Text Requests after a login: what is asked, answered, and refused. */
#include "session_peer.h"

#define SAYS 5

#define TEXT OPCODE_TEXT_RESPONSE
#define DATA OPCODE_DATA_IN
#define SCSI OPCODE_SCSI_RESPONSE
#define LOGOUT OPCODE_LOGOUT_RESPONSE
#define F FLAG_F
#define C FLAG_C
#define S FLAG_STATUS

static struct session_peer peer;

static int note_pair(void *arg, const char *key, const char *value,
		     struct fault *f)
{
	struct fake *fake = arg;
	size_t n = strlen(fake->output);

	snprintf(fake->output + n, sizeof(fake->output) - n, "%s=%s|", key,
		 value);
	return strcmp(key, "Bad") ? 0 :
		fault(f, STAGE_SESSION, EPROTO, "the sink's own");
}

static int ask_text(void)
{
	const struct text_sink sink = { .take = note_pair,
					.arg = &peer.fake };

	return full_feature_text(&peer.ff, "SendTargets", "All", &sink,
				 &peer.fault);
}

#define ASKED "44 80 itt 1 ttt -1 sn 0 1 SendTargets=All|\n"

static const struct {
	const char *why;
	struct say says[SAYS];
	int rc;
	const char *result;		/* pairs, or a part of the fault */
	const char *log;
} texts[] = {
{ "one response (RFC 7143 11.10, UNH 18.1)",
  { SAY(TEXT, F, .data = "A=1|B=2|") }, 0, "A=1|B=2|", ASKED },
{ "an empty one: no targets", { SAY(TEXT, F) }, 0, "", ASKED },
{ "F=0 goes on with the tag and LUN of the response (11.10.4, UNH 18.2)",
  { SAY(TEXT, 0, .data = "A=1|", .ttt = 7),
    SAY(TEXT, 0, .data = "B=2|", .ttt = 8),
    SAY(TEXT, F, .data = "C=3|") }, 0, "A=1|B=2|C=3|",
  ASKED "44 80 itt 1 ttt 7 sn 0 2 lun 7\n44 80 itt 1 ttt 8 sn 0 3 lun 8\n" },
{ "a key cut by the C bit (11.11.2)",
  { SAY(TEXT, C, .data = "A=1|Target", .ttt = 7),
    SAY(TEXT, F, .data = "Name=x|") }, 0,
  "A=1|TargetName=x|", ASKED "44 80 itt 1 ttt 7 sn 0 2 lun 7\n" },
{ "a value cut twice, without the C bit (11.10.5)",
  { SAY(TEXT, 0, .data = "A=a", .ttt = 7), SAY(TEXT, 0, .data = "b", .ttt = 7),
    SAY(TEXT, F, .data = "c|") }, 0, "A=abc|", NULL },
{ "a tag with F=1 is ignored (11.10.4, UNH 18.3.1)",
  { SAY(TEXT, F, .data = "A=1|", .ttt = 9) }, 0, "A=1|", ASKED },
{ "F=0 without a tag (11.11.1, UNH 18.3.2)",
  { SAY(TEXT, 0, .data = "A=1|") }, -EPROTO, "no Target Transfer Tag", ASKED },
{ "both F and C (11.11.2)",
  { SAY(TEXT, F | C, .data = "A=1|", .ttt = 7) },
  -EPROTO, "both F and C", ASKED },
{ "no NUL at the very end (6.1)",
  { SAY(TEXT, F, .data = "A=1") }, -EPROTO, "without a NUL", ASKED },
{ "no pair", { SAY(TEXT, F, .data = "A|") }, -EPROTO, "not key=value", ASKED },
{ "what the reader of the pairs says ends it",
  { SAY(TEXT, F, .data = "A=1|Bad=1|C=1|") },
  -EPROTO, "the sink's own", ASKED },
{ "another task's tag (11.11.3)",
  { SAY(TEXT, F, .data = "A=1|", .itt = OF_OTHER) },
  -EPROTO, "0x0000004d", ASKED },
{ "another opcode", { SAY(LOGOUT, F) }, -EPROTO, "opcode 0x26", ASKED },
{ "an R2T: nothing is written", { SAY(0x31, F) },
  -EPROTO, "opcode 0x31", NULL },
{ "data, which no text has", { SAY(DATA, F | S) },
  -EPROTO, "opcode 0x25", NULL },
{ "StatSN one too high: a response is lost (UNH 5.1)",
  { SAY(TEXT, F, .data = "A=1|", .statsn = 1) },
  -EPROTO, "StatSN is 0, not 4294967295",
  ASKED },
{ "and one too low", { SAY(TEXT, F, .data = "A=1|", .statsn = -1) },
  -EPROTO, "StatSN",
  ASKED },
{ "silence", { { 0 } }, -ETIMEDOUT, "not answered in time", ASKED },
{ "a ping on the way: same tag and LUN, immediate (11.18, UNH 15.1)",
  { SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY, .ttt = 7),
    SAY(TEXT, F, .data = "A=1|") }, 0,
  "A=1|", ASKED "40 80 itt -1 ttt 7 sn 0 1 lun 7\n" },
{ "a NOP-In that asks nothing (11.18), and its StatSN does not count",
  { SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY, .statsn = 9),
    SAY(TEXT, F, .data = "A=1|") },
  0, "A=1|", ASKED },
{ "a NOP-In for a ping that we did not send",
  { SAY(OPCODE_NOP_IN, F, .itt = OF_OTHER) }, -EPROTO, "opcode 0x20", ASKED },
{ "a SCSI event (11.9.1)",
  { SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY),
    SAY(TEXT, F, .data = "A=1|") }, 0,
  "A=1|", ASKED },
{ "a vendor's event",
  { SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY, .datasn = 0xff010000),
    SAY(TEXT, F, .data = "A=1|") }, 0, "A=1|", ASKED },
{ "a request to log out is honoured (UNH 14.1), whatever comes before",
  { SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY, .datasn = 0x01000000),
    SAY(TEXT, F, .data = "A=1|"),
    SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY, .datasn = 0x01000000) },
  -ECONNRESET, "asks for a logout",
  ASKED "46 80 itt 2 ttt 0 sn 0 2\n" },
{ "the connection is dropped",
  { SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY, .datasn = 0x02000000) },
  -ECONNRESET, "drops the session", ASKED },
{ "the session is dropped",
  { SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY, .datasn = 0x03000000) },
  -ECONNRESET, "drops the session", ASKED },
{ "a reject and its reason (11.17.1)",
  { SAY(OPCODE_REJECT, F, .itt = OF_NOBODY, .response = 0x0a) }, -EPROTO,
  "out of resources (reason 0x0a)", ASKED },
{ "a reason that is no one's",
  { SAY(OPCODE_REJECT, F, .itt = OF_NOBODY, .response = 0x01) }, -EPROTO,
  "does not name (reason 0x01)", ASKED },
{ "the last of the table",
  { SAY(OPCODE_REJECT, F, .itt = OF_NOBODY, .response = 0x0c) }, -EPROTO,
  "waiting for logout (reason 0x0c)", ASKED },
{ "the first beyond it",
  { SAY(OPCODE_REJECT, F, .itt = OF_NOBODY, .response = 0x0d) }, -EPROTO,
  "does not name (reason 0x0d)", ASKED },
{ "and the highest",
  { SAY(OPCODE_REJECT, F, .itt = OF_NOBODY, .response = 0xff) }, -EPROTO,
  "does not name (reason 0xff)", ASKED },
};

static void test_texts(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *why = texts[i].why;

		session_peer_begin(&peer, 0);
		session_peer_answer(&peer, texts[i].says, SAYS);
		SAME(ask_text(), texts[i].rc, why);
		SAME(peer.fault.err, -texts[i].rc, why);
		if (texts[i].rc)
			OK(strstr(peer.fault.text, texts[i].result), why);
		else
			SAME_TEXT(peer.fake.output, texts[i].result, why);
		if (texts[i].rc)
			SAME(peer.fault.stage, STAGE_SESSION, why);
		if (texts[i].log)
			SAME_TEXT(peer.fake.log, texts[i].log, why);
	}
}

/* A target whose text has no end. */
static bool flood(struct fake *f, struct sys_wait *w, size_t n,
		  uint64_t deadline)
{
	static const struct say more = SAY(TEXT, 0, .data = "A=1|", .ttt = 7);

	(void)w;
	(void)n;
	(void)deadline;
	f->waits = 0;
	f->log[0] = f->output[0] = '\0';
	session_peer_say(&peer, &more);
	return true;
}

static bool flood_nop(struct fake *f, struct sys_wait *w, size_t n,
		      uint64_t deadline)
{
	static const struct say nop = SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY);

	(void)w;
	(void)n;
	(void)deadline;
	f->waits = 0;
	session_peer_say(&peer, &nop);
	return true;
}

static int count_pair(void *arg, const char *key, const char *value,
		      struct fault *f)
{
	unsigned int *n = arg;

	(void)f;
	*n += !strcmp(key, "TargetName") && strlen(value) == 200;
	return 0;
}

/* 5000 names of 200 bytes, cut wherever a response ends. */
static uint32_t list_at;

static bool list(struct fake *f, struct sys_wait *w, size_t n,
		 uint64_t deadline)
{
	static char part[8192 + 1];
	static const uint32_t record = 212, whole = 5000 * 212;
	struct say s = SAY(TEXT, 0, .data = part, .ttt = 7);
	uint32_t size = 8000;

	(void)w;
	(void)n;
	(void)deadline;
	f->waits = 0;
	f->log[0] = '\0';
	if (whole - list_at < size)
		size = whole - list_at;
	for (uint32_t i = 0; i < size; i++) {
		uint32_t at = (list_at + i) % record;

		part[i] = at < 11 ? "TargetName="[at] :
				    at == record - 1 ? '|' : 'x';
	}
	list_at += size;
	s.len = size;
	s.flags = list_at == whole ? F : 0;
	session_peer_say(&peer, &s);
	return true;
}

static void test_long(void)
{
	unsigned int n = 0;
	const struct text_sink sink = { .take = count_pair, .arg = &n };
	static char half[8000];
	const struct say cut[] = {
		SAY(TEXT, C, .data = half, .len = 8000, .ttt = 7),
		SAY(TEXT, C, .data = half, .len = 8000, .ttt = 7),
		SAY(TEXT, C, .data = half, .len = 8000, .ttt = 7),
	};

	session_peer_begin(&peer, 0);
	peer.fake.on_wait = flood;
	SAME(ask_text(), -EPROTO, "text without an end");
	OK(strstr(peer.fault.text, "does not end its text"), "says so");
	session_peer_begin(&peer, 0);
	peer.fake.on_wait = flood_nop;
	SAME(ask_text(), -EPROTO, "NOP-Ins without an end");
	OK(strstr(peer.fault.text, "after 65536 PDUs"), "says so");
	session_peer_begin(&peer, 0);
	peer.fake.on_wait = list;
	list_at = 0;
	SAME(full_feature_text(&peer.ff, "SendTargets", "All", &sink,
			       &peer.fault), 0, "5000 targets");
	SAME(n, 5000, "each of them");
	memset(half, 'x', sizeof(half));
	session_peer_begin(&peer, 0);
	session_peer_answer(&peer, cut, ARRAY_SIZE(cut));
	SAME(ask_text(), -EPROTO, "a pair that does not fit");
	OK(strstr(peer.fault.text, "longer than 16384"), "says so");
	SAME(peer.fault.stage, STAGE_SESSION, "not the login's");
}

int main(void)
{
	test_texts();
	test_long();
	return test_done();
}
