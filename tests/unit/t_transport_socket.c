// SPDX-License-Identifier: GPL-2.0-or-later
/* PDUs over a socket that gives what it wants, when it wants. */
#include "transport_socket.h"

#include "bhs.h"
#include "fake_sys.h"

#define FD 5

static struct fake fake;
static struct transport_socket t;

static void begin(void)
{
	transport_socket_init(&t, fake_begin(&fake, NULL), FD);
}

static int receive(struct pdu *pdu, struct fault *f)
{
	f->err = 0;
	return t.transport.receive(&t.transport, pdu, f);
}

static void test_receive(void)
{
	uint8_t bytes[BHS_SIZE + 8] = { 0x23 };
	struct pdu pdu;
	struct fault f;

	memcpy(bytes + BHS_SIZE, "A=bcd\0\0\0", 8);
	bytes[7] = 6;
	for (int cut = 1; cut < (int)sizeof(bytes); cut++) {
		begin();
		fake_queue(&fake, FD, cut, bytes);
		SAME(receive(&pdu, &f), 0, "not complete yet");
		SAME(receive(&pdu, &f), 0, "nor now");
		fake_queue(&fake, FD, (int)sizeof(bytes) - cut, bytes + cut);
		SAME(receive(&pdu, &f), 1, "in two pieces");
		OK(pdu.len == 6 && !memcmp(pdu.data, "A=bcd", 6) &&
		   !memcmp(pdu.bhs, bytes, BHS_SIZE), "without the padding");
	}
	begin();
	for (size_t i = 0; i < sizeof(bytes); i++)
		fake_queue(&fake, FD, 1, bytes + i);
	SAME(receive(&pdu, &f), 1, "byte by byte");
	fake_queue(&fake, FD, sizeof(bytes), bytes);
	SAME(receive(&pdu, &f), 1, "the next one");
	bytes[7] = 0;
	fake_queue(&fake, FD, BHS_SIZE, bytes);
	SAME(receive(&pdu, &f), 1, "without data");
	SAME(pdu.len, 0, "no bytes");
}

static const struct {
	const char *why;
	uint8_t at, value;
	int rc;
} headers[] = {
{ "8192 bytes (RFC 7143 13.12)", 6, 0x20, 0 },
{ "8193 bytes, and more", 6, 0x21, -EPROTO },
{ "16 MB", 5, 0xff, -EPROTO },
{ "an additional header, which no login has", 4, 1, -EPROTO },
};

static void test_headers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		uint8_t bytes[BHS_SIZE] = { 0x23 };
		struct pdu pdu;
		struct fault f;

		begin();
		bytes[headers[i].at] = headers[i].value;
		fake_queue(&fake, FD, BHS_SIZE, bytes);
		SAME(receive(&pdu, &f), headers[i].rc, headers[i].why);
		SAME(f.err, -headers[i].rc, headers[i].why);
	}
}

static void test_big(void)
{
	static uint8_t block[FAKE_BYTES];
	uint8_t bytes[BHS_SIZE] = { 0x23 };
	struct pdu pdu;
	struct fault f;

	begin();
	bytes[6] = 0x1f;
	bytes[7] = 0xfd;		/* 8189 and three bytes of padding */
	fake_queue(&fake, FD, BHS_SIZE, bytes);
	for (int i = 0; i < LOGIN_DATA_MAX / FAKE_BYTES; i++)
		fake_queue(&fake, FD, FAKE_BYTES, block);
	SAME(receive(&pdu, &f), 1, "the largest");
	SAME(pdu.len, 8189, "without its padding");
	SAME(receive(&pdu, &f), 0, "and no byte more is taken");
}

static void test_ends(void)
{
	struct pdu pdu = { .data = (const uint8_t *)"x", .len = 1 };
	struct fault f;

	begin();
	fake_queue(&fake, FD, 0, NULL);
	SAME(receive(&pdu, &f), -ECONNRESET, "the target closed");
	begin();
	fake_queue(&fake, FD, 10, "0123456789");
	fake_queue(&fake, FD, 0, NULL);
	SAME(receive(&pdu, &f), -ECONNRESET, "in the middle of a header");
	begin();
	fake_queue(&fake, FD, -EHOSTUNREACH, NULL);
	SAME(receive(&pdu, &f), -EHOSTUNREACH, "the network broke");
	begin();
	fake.send_rc = -EPIPE;
	f.err = 0;
	SAME(t.transport.send(&t.transport, &pdu, &f), -EPIPE, "broken pipe");
	begin();
	fake.send_rc = 10;
	f.err = 0;
	SAME(t.transport.send(&t.transport, &pdu, &f), -EPIPE,
	     "a PDU that does not fit into the buffer: it is stuck");
}

static void log_sent(struct fake *f, int fd, const void *buf, size_t len)
{
	const uint8_t *bytes = buf;

	fake_log(f, "%d: %02x %zu", fd, bytes[0], len);
	for (size_t i = BHS_SIZE; i < len; i++)
		fake_log(f, " %02x", bytes[i]);
}

static uint8_t *kept;
static size_t kept_len;

static void keep_sent(struct fake *f, int fd, const void *buf, size_t len)
{
	(void)f;
	(void)fd;
	memcpy(kept, buf, len);
	kept_len = len;
}

/* The Read (10) of RFC 7143 A.4, with a data segment. */
static const uint8_t digested[BHS_SIZE + 4 + 8 + 4] = {
	0x01, 0xc0, [16] = 0x14, [22] = 0x04, [27] = 0x14, [31] = 0x18,
	[32] = 0x28, [40] = 0x02,
	[48] = 0x56, 0x3a, 0x96, 0xd9,
};

static void test_no_data(void)
{
	struct pdu pdu = { .data = NULL, .len = 0 }, in;
	struct fault f = { .err = 0 };

	begin();
	transport_socket_digests(&t, true, true);
	memcpy(pdu.bhs, digested, BHS_SIZE);
	fake.on_send = log_sent;
	t.transport.send(&t.transport, &pdu, &f);
	SAME_TEXT(fake.log, "5: 01 52 56 3a 96 d9",
		  "a header's digest, and none for no data (11.2.3)");
	fake_queue(&fake, FD, BHS_SIZE + 4, digested);
	SAME(receive(&in, &f), 1, "the digest of A.4");
	SAME(in.len, 0, "no data");
	fake_queue(&fake, FD, BHS_SIZE, digested);
	fake_queue(&fake, FD, 4, "\x56\x3a\x96\xd8");
	SAME(receive(&in, &f), -EPROTO, "one bit of it");
	OK(strstr(f.text, "digest of the header is wrong"), "says which");
	SAME(f.stage, STAGE_SESSION, "after the login");
}

/* What is sent is what is taken, and each bit counts. */
static void test_digests(bool header, bool data)
{
	static uint8_t sent[128];
	struct pdu pdu = { .bhs = { 0x25, [7] = 6 },
			   .data = (const uint8_t *)"A=bcd", .len = 6 }, in;
	size_t n = BHS_SIZE + 8 + (header ? 4 : 0) + (data ? 4 : 0);
	struct fault f = { .err = 0 };

	begin();
	transport_socket_digests(&t, header, data);
	fake.on_send = keep_sent;
	kept = sent;
	SAME(t.transport.send(&t.transport, &pdu, &f), 0, "sent");
	SAME(kept_len, n, "with its digests");
	fake_queue(&fake, FD, (int)n - 1, sent);
	SAME(receive(&in, &f), 0, "the last byte is missing");
	fake_queue(&fake, FD, 1, sent + n - 1);
	SAME(receive(&in, &f), 1, "taken");
	OK(in.len == 6 && !memcmp(in.data, "A=bcd", 6), "the data's place");
	for (size_t i = 0; i < n; i++) {
		bool covered = data || (header && i < BHS_SIZE + 4);

		/* A changed length is another PDU without a digest. */
		if (!header && i < BHS_SIZE)
			continue;
		begin();
		transport_socket_digests(&t, header, data);
		sent[i] ^= 0x10;
		fake_queue(&fake, FD, (int)n, sent);
		sent[i] ^= 0x10;
		SAME(receive(&in, &f), covered ? -EPROTO : 1,
		     "11.2.3: what the digests cover, padding too");
	}
}

static void test_limits(void)
{
	uint8_t bytes[BHS_SIZE] = { 0x25, [6] = 0x20, [7] = 1 };
	struct pdu in;
	struct fault f;

	begin();
	transport_socket_digests(&t, false, false);
	fake_queue(&fake, FD, BHS_SIZE, bytes);
	SAME(receive(&in, &f), -EPROTO, "13.12: 8193 bytes");
	OK(strstr(f.text, "8193 of data"), "says how many");
	begin();
	transport_socket_digests(&t, false, false);
	fake_queue(&fake, FD, 0, NULL);
	SAME(receive(&in, &f), -ECONNRESET, "closed");
	OK(strstr(f.text, "during the session"), "not the login");
}

int main(void)
{
	struct pdu pdu = { .bhs = { 0x43 }, .data = (const uint8_t *)"A=bcd",
			   .len = 6 };
	struct fault f = { .err = 0 };

	test_receive();
	test_headers();
	test_big();
	test_ends();
	test_no_data();
	test_limits();
	for (int i = 0; i < 4; i++)
		test_digests(i & 1, i & 2);
	begin();
	fake.on_send = log_sent;
	SAME(t.transport.send(&t.transport, &pdu, &f), 0, "sent");
	SAME_TEXT(fake.log, "5: 43 56 41 3d 62 63 64 00 00 00",
		  "in one piece, padded with zeroes");
	return test_done();
}
