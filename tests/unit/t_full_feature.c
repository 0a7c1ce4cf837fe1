// SPDX-License-Identifier: GPL-2.0-or-later
/* Commands against a target that says what a script tells it. */
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

#define SIZE 16
#define READ "01 c1 itt 1 ttt 16 sn 0 1 lun 3\n"

static const struct {
	const char *why;
	struct say says[SAYS];
	int rc;
	const char *result;		/* data, or a part of the fault */
	struct scsi_answer answer;
} commands[] = {
{ "status in the Data-In (RFC 7143 11.7.3)",
  { SAY(DATA, F | S, .data = "0123456789abcdef") },
  0, "0123456789abcdef", { .len = 16 } },
{ "status of its own (11.4)",
  { SAY(DATA, F, .data = "0123456789abcdef"),
    SAY(SCSI, F) }, 0, "0123456789abcdef",
  { .len = 16 } },
{ "several, in order, one empty (11.7.7)",
  { SAY(DATA, 0, .data = "0123"), SAY(DATA, F, .datasn = 1, .offset = 4),
    SAY(DATA, 0, .data = "4567", .datasn = 2, .offset = 4),
    SAY(DATA, F | S, .data = "89abcdef", .datasn = 3, .offset = 8) }, 0,
  "0123456789abcdef", { .len = 16 } },
{ "less than asked for (11.4.5)",
  { SAY(DATA, F | S | FLAG_UNDERFLOW, .data = "0123", .residual = 12) },
  0, "0123",
  { .len = 4, .underflow = true, .residual = 12 } },
{ "more than asked for (11.4.5)",
  { SAY(DATA, F, .data = "0123456789abcdef"),
    SAY(SCSI, F | FLAG_OVERFLOW, .residual = 4000) }, 0, "0123456789abcdef",
  { .len = 16, .overflow = true, .residual = 4000 } },
{ "a residual without its bits is no residual (11.4.5.1)",
  { SAY(SCSI, F, .residual = 4000) }, 0, "", { .len = 0 } },
{ "check condition with sense (11.4.7)",
  { SAY(SCSI, F, .data = "\0\x04" "abcd" "more", .len = 10, .status = 2) },
  0, "",
  { .status = 2, .sense = "abcd", .sense_len = 4 } },
{ "sense longer than what is kept",
  { SAY(SCSI, F,
	.data = "\0\x28" "0123456789abcdefghijABCDEFGHIJKLMNOPQRST", .len = 42,
     .status = 2) }, 0, "",
  { .status = 2, .sense_len = SENSE_MAX,
    .sense = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b',
	       'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'A', 'B', 'C', 'D',
	       'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L' } } },
{ "a SenseLength beyond the data",
  { SAY(SCSI, F, .data = "\xff\xff" "ab", .len = 4, .status = 2) }, 0, "",
  { .status = 2, .sense = "ab", .sense_len = 2 } },
{ "one byte only",
  { SAY(SCSI, F, .data = "\x01", .len = 1, .status = 2) },
  0, "", { .status = 2 } },
{ "check condition without sense", { SAY(SCSI, F, .status = 2) }, 0, "",
  { .status = 2 } },
{ "target failure: status and flags mean nothing (11.4.3)",
  { SAY(SCSI, F | FLAG_UNDERFLOW | FLAG_OVERFLOW,
	.data = "\0\x02" "ab", .len = 4,
     .response = 1, .status = 2, .residual = 99) }, 0, "",
  { .response = 1 } },
{ "a residual larger than the whole",
  { SAY(SCSI, F | FLAG_UNDERFLOW, .residual = 17) },
  -EPROTO, .result = "residual" },
{ "both residuals (11.4.1)",
  { SAY(SCSI, F | FLAG_UNDERFLOW | FLAG_OVERFLOW, .residual = 1) }, -EPROTO,
  .result = "residual" },
{ "the same in a Data-In",
  { SAY(DATA, F | S | FLAG_UNDERFLOW, .residual = 17) },
  -EPROTO, .result = "residual" },
{ "a byte too many (11.7.6)",
  { SAY(DATA, F | S, .data = "0123456789abcdefg") },
  -EPROTO, .result = "more data" },
{ "a byte too many in the second",
  { SAY(DATA, F, .data = "0123456789abcde"),
    SAY(DATA, F | S, .data = "fg", .datasn = 1, .offset = 15) },
  -EPROTO, .result = "more data" },
{ "data behind the end",
  { SAY(DATA, F | S, .data = "x", .offset = 16) },
  -EPROTO, .result = "Buffer Offset" },
{ "a hole (11.7.6)",
  { SAY(DATA, F | S, .data = "0123", .offset = 4) },
  -EPROTO, .result = "Buffer Offset" },
{ "the same place twice",
  { SAY(DATA, 0, .data = "0123"),
    SAY(DATA, F | S, .data = "0123", .datasn = 1) }, -EPROTO,
  .result = "Buffer Offset" },
{ "an offset that wraps",
  { SAY(DATA, F | S, .data = "0123", .offset = 0xfffffffc) },
  -EPROTO, .result = "Buffer Offset" },
{ "a Data-In is lost (11.7.5)",
  { SAY(DATA, 0, .datasn = 1) }, -EPROTO, .result = "DataSN" },
{ "S without F (11.7.3)", { SAY(DATA, S, .data = "0123") },
  -EPROTO, .result = "S bit" },
{ "StatSN of a Data-In with status",
  { SAY(DATA, F | S, .data = "0", .statsn = 1) },
  -EPROTO, .result = "StatSN" },
{ "and without, where it is reserved (11.7.3)",
  { SAY(DATA, F, .data = "0123", .statsn = 5),
    SAY(SCSI, F) }, 0, "0123", { .len = 4 } },
{ "another task's data", { SAY(DATA, F | S, .data = "0123", .itt = OF_OTHER) },
  -EPROTO,
  .result = "0x0000004d" },
{ "text", { SAY(TEXT, F) }, -EPROTO, .result = "opcode 0x24" },
{ "the target goes away in the middle", { SAY(DATA, F, .data = "0123") },
  -ETIMEDOUT,
  .result = "not answered" },
};

static int ask_scsi(uint8_t *buf, size_t size, struct scsi_answer *answer)
{
	static const uint8_t lun[8] = { [7] = 3 }, cdb[16] = { 0x12 };

	memset(answer, 0xaa, sizeof(*answer));
	return full_feature_scsi(&peer.ff, lun, cdb, buf, size, answer,
				 &peer.fault);
}

static void test_scsi(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		const struct scsi_answer *want = &commands[i].answer;
		const char *why = commands[i].why;
		uint8_t *buf = malloc(SIZE);
		struct scsi_answer got;

		session_peer_begin(&peer, 0);
		session_peer_answer(&peer, commands[i].says, SAYS);
		SAME(ask_scsi(buf, SIZE, &got), commands[i].rc, why);
		SAME(peer.fault.err, -commands[i].rc, why);
		SAME_TEXT(peer.fake.log, READ, why);
		if (commands[i].rc) {
			OK(strstr(peer.fault.text, commands[i].result), why);
		} else {
			OK(got.len == strlen(commands[i].result) &&
			   !memcmp(buf, commands[i].result, got.len), why);
			SAME(got.len, want->len, why);
			SAME(got.response, want->response, why);
			SAME(got.status, want->status, why);
			SAME(got.underflow, want->underflow, why);
			SAME(got.overflow, want->overflow, why);
			SAME(got.residual, want->residual, why);
			SAME(got.sense_len, want->sense_len, why);
			OK(!memcmp(got.sense, want->sense, SENSE_MAX), why);
		}
		free(buf);
	}
}

/* RFC 7143 4.2.2.1, UNH 3.1 to 3.3. */
static void test_window(void)
{
	static const struct say good = SAY(SCSI, F),
		opens = SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY, .window = 1),
		wrong = SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY,
			    .window = 5, .expected = 7),
		full = SAY(OPCODE_NOP_IN, F, .itt = OF_NOBODY,
			   .window = 5, .expected = 6),
		event = SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY),
		early = SAY(SCSI, F);
	struct scsi_answer a;

	session_peer_begin(&peer, 0);
	session_peer_answer(&peer, &good, 1);
	SAME(ask_scsi(NULL, 0, &a), 0, "one command fits");
	SAME_TEXT(peer.fake.log, "01 81 itt 1 ttt 0 sn 0 1 lun 3\n",
		  "11.3.1: no R bit without data");
	session_peer_say(&peer, &event);
	session_peer_say(&peer, &opens);
	session_peer_answer(&peer, &good, 1);
	peer.fake.log[0] = '\0';
	SAME(ask_scsi(NULL, 0, &a), 0, "the second when a NOP-In opens it");
	SAME_TEXT(peer.fake.log, "01 81 itt 2 ttt 0 sn 1 3 lun 3\n",
		  "11.3.2: CmdSN counts, and so does ExpStatSN");
	peer.fake.log[0] = '\0';
	session_peer_say(&peer, &wrong);
	SAME(ask_scsi(NULL, 0, &a), -ETIMEDOUT,
	     "4.2.2.1: a MaxCmdSN below ExpCmdSN - 1 is ignored");
	OK(strstr(peer.fault.text, "window stays closed"), "says so");
	SAME_TEXT(peer.fake.log, "", "nothing is sent");
	peer.fault.err = 0;
	peer.c.deadline += 5000;
	session_peer_answer(&peer, &early, 1);
	SAME(ask_scsi(NULL, 0, &a), -EPROTO, "an answer before the command");
	OK(strstr(peer.fault.text, "answers nothing"), "says so");
	SAME(full_feature_logout(&peer.ff, &peer.fault), -ETIMEDOUT,
	     "no answer");
	SAME_TEXT(peer.fake.log, "46 80 itt 5 ttt 0 sn 2 5\n",
		  "and a logout needs no window");

	/* Every later answer says less. */
	session_peer_begin(&peer, 0xffffffff);
	session_peer_say(&peer, &full);
	for (int i = 0; i < 6; i++) {
		peer.ff.received = 65536;
		session_peer_answer(&peer, &good, 1);
		SAME(ask_scsi(NULL, 0, &a), 0,
		     "4.2.2.1: the window does not shrink");
	}
	SAME(ask_scsi(NULL, 0, &a), -ETIMEDOUT, "and is used up");

	session_peer_begin(&peer, 0xffffffff);
	SAME(ask_scsi(NULL, 0, &a), -ETIMEDOUT, "closed from the login on");
	SAME_TEXT(peer.fake.log, "", "nothing is sent");
	session_peer_begin(&peer, 0x80000001);
	SAME(ask_scsi(NULL, 0, &a), -ETIMEDOUT, "a login's that is no window");
}

static void test_logout(void)
{
	static const struct say good = SAY(LOGOUT, F),
		late[] = { SAY(DATA, F, .data = "0123", .itt = OF_OTHER),
			  SAY(SCSI, F, .itt = OF_OTHER),
			  SAY(OPCODE_ASYNC_MESSAGE, F, .itt = OF_NOBODY,
			    .datasn = 0x01000000),
			  SAY(LOGOUT, F) },
		failed = SAY(LOGOUT, F, .response = 3);

	session_peer_begin(&peer, 0);
	session_peer_answer(&peer, &good, 1);
	SAME(full_feature_logout(&peer.ff, &peer.fault), 0, "11.14");
	SAME_TEXT(peer.fake.log, "46 80 itt 1 ttt 0 sn 0 1\n",
		  "UNH 20.1: reason 0, immediate, no data");
	SAME(full_feature_logout(&peer.ff, &peer.fault), 0, "again");
	SAME_TEXT(peer.fake.log, "46 80 itt 1 ttt 0 sn 0 1\n", "is not sent");
	session_peer_begin(&peer, 0);
	session_peer_answer(&peer, late, ARRAY_SIZE(late));
	SAME(full_feature_logout(&peer.ff, &peer.fault), 0,
	     "11.14: what was asked before may be answered, and no more");
	session_peer_begin(&peer, 0);
	session_peer_answer(&peer, &failed, 1);
	SAME(full_feature_logout(&peer.ff, &peer.fault), -EPROTO, "11.15.1");
	session_peer_begin(&peer, 0);
	fake_queue(&peer.fake, PEER_FD, 0, NULL);
	SAME(full_feature_logout(&peer.ff, &peer.fault), -ECONNRESET,
	     "closed without an answer");
}

/* The digests that the login settled hold from the first PDU on. */
static void test_digests(void)
{
	static const struct say good = SAY(SCSI, F);
	struct scsi_answer a;

	for (int i = 0; i < 2; i++) {
		session_peer_begin(&peer, 0);
		peer.c.login.params.header_digest = (uint32_t)i;
		peer.c.login.params.data_digest = (uint32_t)!i;
		full_feature_begin(&peer.ff, &peer.c);
		SAME(peer.c.transport.header_digest, i, "13.1: header");
		SAME(peer.c.transport.data_digest, !i, "13.1: data");
		session_peer_answer(&peer, &good, 1);
		SAME(ask_scsi(NULL, 0, &a), i ? -ETIMEDOUT : 0,
		     "without data there is no digest of it");
	}
}

int main(void)
{
	test_scsi();
	test_window();
	test_logout();
	test_digests();
	return test_done();
}
