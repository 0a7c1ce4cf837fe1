// SPDX-License-Identifier: GPL-2.0-or-later
/* A session after its login: the input is what the target sends, to whatever
 * is asked.  Headers are made to fit unless the input says otherwise, so that
 * a fuzzer gets far.
 *
 * The first byte says what is asked, and which digests are on. */
#include "fuzz.h"

#include "discover.h"
#include "session_peer.h"

enum {
	ASK_SCSI = 1,		/* a command, not the whole discovery */
	ASK_JSON = 2,		/* or: two commands */
	HEADER_DIGEST = 4, DATA_DIGEST = 8,
	RAW = 16,		/* every byte is the input's */
};

enum {			/* before each PDU */
	SAY_WRONG = 1,		/* a place in the header and its change */
	SAY_F = 2,
	SAY_C = 4,
	SAY_NOBODY = 8,		/* not our Initiator Task Tag */
	SAY_S = 16,
};

static struct session_peer peer;
static struct input in;
static uint8_t flags;
static uint32_t sent_itt, next_statsn, offset, datasn;
static unsigned int sends, waits;

static void check_sent(struct fake *f, int fd, const void *buf, size_t len)
{
	const uint8_t *b = buf;
	size_t data = bhs_data_segment_length(b);

	(void)f;
	(void)fd;
	MUST(len >= BHS_SIZE && !b[4] && data <= 512);
	MUST((b[0] & 0x3f) != 0x05);	/* Data-Out */
	MUST((b[0] & 0x3f) != OPCODE_SCSI_COMMAND || !(b[1] & 0x20));
	MUST(b[1] & FLAG_F);
	/* Each answers something that came, or one of our few questions. */
	MUST(++sends <= 5000);
	if (get32(b + 16) != TAG_NONE && get32(b + 16) != sent_itt) {
		sent_itt = get32(b + 16);
		offset = datasn = 0;
	}
}

/* A PDU that fits, as far as the input leaves it. */
static size_t shape(uint8_t *pdu)
{
	static const uint8_t opcodes[] = {
		OPCODE_TEXT_RESPONSE, OPCODE_DATA_IN, OPCODE_SCSI_RESPONSE,
		OPCODE_LOGOUT_RESPONSE, OPCODE_NOP_IN, OPCODE_ASYNC_MESSAGE,
		OPCODE_REJECT, 0x31,
	};
	uint8_t opcode = opcodes[take_byte(&in) % sizeof(opcodes)];
	uint8_t how = take_byte(&in);
	size_t len = take_byte(&in), at = 0;
	bool counts;

	if (len >= 0xf0)
		len = len * 64 % 900;
	memset(pdu, 0, BHS_SIZE);
	pdu[0] = opcode;
	pdu[1] = (uint8_t)((how & SAY_F ? FLAG_F : 0) |
			   (how & SAY_C ? FLAG_C : 0) |
			   (how & SAY_S ? FLAG_STATUS : 0));
	pdu[6] = (uint8_t)(len >> 8);
	pdu[7] = (uint8_t)len;
	put32(pdu + 16, how & SAY_NOBODY ? TAG_NONE : sent_itt);
	put32(pdu + 20, how & SAY_F ? TAG_NONE : 7);
	put32(pdu + 24, next_statsn);
	put32(pdu + 28, PEER_CMDSN);
	put32(pdu + 32, PEER_CMDSN + 3);
	if (opcode == OPCODE_DATA_IN) {
		put32(pdu + 36, datasn++);
		put32(pdu + 40, offset);
		offset += (uint32_t)len;
	}
	counts = (opcode != OPCODE_NOP_IN || !(how & SAY_NOBODY)) &&
		 (opcode != OPCODE_DATA_IN || how & SAY_S);
	next_statsn += counts;
	if (how & SAY_WRONG) {
		at = take_byte(&in) % BHS_SIZE;
		pdu[at] ^= take_byte(&in);
	}
	for (at = 0; at < len; at++)
		pdu[BHS_SIZE + at] = take_byte(&in);
	return len;
}

/* With digests that are right. */
static void queue_shaped(void)
{
	static uint8_t pdu[2048], wire[2100];
	struct wr w = wr_into(wire, sizeof(wire));
	size_t len = shape(pdu), padded = (len + 3) & ~(size_t)3;

	memset(pdu + BHS_SIZE + len, 0, padded - len);
	wr_bytes(&w, pdu, BHS_SIZE);
	if (flags & HEADER_DIGEST)
		wr_le(&w, crc32c(pdu, BHS_SIZE), 4);
	wr_bytes(&w, pdu + BHS_SIZE, padded);
	if (flags & DATA_DIGEST && len)
		wr_le(&w, crc32c(pdu + BHS_SIZE, padded), 4);
	peer_queue(&peer, wire, w.used);
}

static bool more(struct fake *f, struct sys_wait *w, size_t n,
		 uint64_t deadline)
{
	size_t got;
	uint8_t *copy;

	(void)n;
	(void)deadline;
	f->waits = 0;
	MUST(++waits <= 5000);
	if (w->write)		/* it connects */
		return true;
	if (!in.left)
		return false;
	if (flags & RAW) {
		copy = take_copy(&in, FAKE_BYTES, &got);
		peer_queue(&peer, copy, got);
		free(copy);
	} else {
		queue_shaped();
	}
	return true;
}

static void check_output(struct fake *f)
{
	for (const char *s = f->output; *s; s++)
		MUST((*s >= ' ' && *s <= '~') || *s == '\n');
}

static void output(const struct sys *sys, enum sys_output where,
		   const char *text)
{
	struct fake *f = fake_of(sys);

	(void)where;
	copy_string(f->output, sizeof(f->output), text);
	check_output(f);
}

static int ask_scsi(size_t size)
{
	static const uint8_t lun[8] = { 0 }, cdb[16] = { 0x12 };
	struct scsi_answer a;
	uint8_t *buf = malloc(size + !size);
	int rc;

	rc = full_feature_scsi(&peer.ff, lun, cdb, buf, size, &a,
			       &peer.fault);
	MUST(a.len <= size && a.sense_len <= SENSE_MAX);
	MUST(rc || !a.underflow || (a.residual <= size && !a.overflow));
	MUST(!a.response || (!a.status && !a.sense_len));
	free(buf);
	return rc;
}

static int take_pair(void *arg, const char *key, const char *value,
		     struct fault *f)
{
	unsigned int *n = arg;

	(void)f;
	MUST(*key && strlen(key) <= 63 && strlen(value) < TEXT_MAX);
	++*n;
	return 0;
}

static int ask_text(void)
{
	unsigned int n = 0;
	const struct text_sink sink = { .take = take_pair, .arg = &n };

	return full_feature_text(&peer.ff, "SendTargets", "All", &sink,
				 &peer.fault);
}

static int ask_discover(void)
{
	static struct params offer;
	struct login_config config = { .initiator_name = "iqn.i",
				       .target_name = "iqn.t",
				       .discovery = true, .offer = &offer };
	struct portal portal = { .addr = { .family = ADDR_IPV4 } };
	uint8_t pdu[BHS_SIZE] = { OPCODE_LOGIN_RESPONSE, 0x87, [15] = 1,
				  [19] = 1 };

	key_offer_defaults(&offer);
	put32(pdu + 24, PEER_STATSN);
	put32(pdu + 28, PEER_CMDSN);
	put32(pdu + 32, PEER_CMDSN);
	peer_queue(&peer, pdu, BHS_SIZE);
	peer.c.target = NULL;
	return discover_run(&peer.c, &peer.fake.sys, &portal, &config,
			    peer.fake.now + 5000, flags & ASK_JSON,
			    &peer.fault);
}

static int (*const asks[])(void) = { ask_text, ask_discover };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int rc;

	in = (struct input){ data, size };
	flags = take_byte(&in);
	session_peer_begin(&peer, 3);
	transport_socket_digests(&peer.c.transport, flags & HEADER_DIGEST,
				 flags & DATA_DIGEST);
	peer.fake.on_send = check_sent;
	peer.fake.on_wait = more;
	peer.fake.sys.output = output;
	next_statsn = peer.statsn;
	sends = waits = 0;
	sent_itt = 1;
	if (flags & ASK_SCSI) {
		rc = ask_scsi(take_byte(&in) * 8U);
		if (!rc && flags & ASK_JSON)
			rc = ask_scsi(0);
		fuzz_check_fault(rc, &peer.fault);
		peer.fault.err = 0;
		rc = full_feature_logout(&peer.ff, &peer.fault);
	} else {
		/* The login of a discovery settles no digests. */
		rc = asks[!(flags & (HEADER_DIGEST | DATA_DIGEST))]();
	}
	fuzz_check_fault(rc, &peer.fault);
	return 0;
}
