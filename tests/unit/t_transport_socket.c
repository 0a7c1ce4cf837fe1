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

int main(void)
{
	struct pdu pdu = { .bhs = { 0x43 }, .data = (const uint8_t *)"A=bcd",
			   .len = 6 };
	struct fault f = { .err = 0 };

	test_receive();
	test_headers();
	test_big();
	test_ends();
	begin();
	fake.on_send = log_sent;
	SAME(t.transport.send(&t.transport, &pdu, &f), 0, "sent");
	SAME_TEXT(fake.log, "5: 43 56 41 3d 62 63 64 00 00 00",
		  "in one piece, padded with zeroes");
	return test_done();
}
