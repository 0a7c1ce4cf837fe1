// SPDX-License-Identifier: GPL-2.0-or-later
/* PDUs through the kernel's connection. */
#include "transport_kernel.h"

#include "bhs.h"
#include "fake_kernel.h"

static struct fake fake;
static struct kernel kernel;
static struct handoff h;
static struct transport_kernel t;

static void take_event(void *arg, const struct uevent_message *m)
{
	(void)arg;
	transport_kernel_event(&t, m);
}

static void begin(void)
{
	static const struct fake_file files[] = { FAKE_HANDLE,
						  { NULL, NULL, 0 } };
	struct fault f = { .err = 0 };
	struct settings settings;

	kernel_open(&kernel, fake_kernel_begin(&fake, files), take_event,
		    NULL, &f);
	settings_default(&settings);
	handoff_create(&h, &kernel, &settings, &f);
	transport_kernel_init(&t, &h);
}

/* A response with this text. */
static void event(uint32_t sid, const char *text, size_t header_says,
		  size_t cut)
{
	uint8_t pdu[BHS_SIZE + 64] = { 0x23 };

	pdu[7] = (uint8_t)header_says;
	pdu[6] = (uint8_t)(header_says >> 8);
	memset(pdu + 16, 0xee, 4);		/* the kernel's own tag */
	memcpy(pdu + BHS_SIZE, text, strlen(text) + 1);
	fake_kernel_event(&fake, KEVENT_RECV_PDU, sid, pdu,
			  BHS_SIZE + strlen(text) + 1 - cut);
	kernel_take_events(&kernel);
}

static int receive(struct pdu *pdu, struct fault *f)
{
	f->err = 0;
	return t.transport.receive(&t.transport, pdu, f);
}

static void test_receive(void)
{
	struct pdu out = { .bhs = { 0x43 }, .data = (const uint8_t *)"" };
	struct pdu pdu;
	struct fault f = { .err = 0 };

	begin();
	memcpy(out.bhs + 16, "\1\2\3\4", 4);
	SAME(t.transport.send(&t.transport, &out, &f), 0, "sent");
	SAME(receive(&pdu, &f), 0, "nothing yet");
	event(FAKE_SID + 1, "B=c", 4, 0);
	SAME(receive(&pdu, &f), 0, "another session's");
	event(FAKE_SID, "A=b", 4, 0);
	memset(kernel.rx, 0xaa, sizeof(kernel.rx));
	SAME(receive(&pdu, &f), 1, "a response");
	OK(pdu.len == 4 && !memcmp(pdu.data, "A=b", 4),
	   "which does not lie in the receive buffer");
	OK(!memcmp(pdu.bhs + 16, "\1\2\3\4", 4),
	   "with the tag that we sent: the kernel has matched its own");
	SAME(receive(&pdu, &f), 0, "once");
}

static void test_cut(void)
{
	struct pdu pdu;
	struct fault f;

	begin();
	event(FAKE_SID, "A=b", 5, 0);
	SAME(receive(&pdu, &f), 0, "a response that is cut short");
	event(FAKE_SID, "", 0, 2);
	SAME(receive(&pdu, &f), 0, "less than a header");
	event(FAKE_SID, "A=b", 4, 0);
	event(FAKE_SID, "C=d", 8000, 0);
	SAME(receive(&pdu, &f), 1, "a whole one before one that is cut short");
	OK(pdu.len == 4 && !memcmp(pdu.data, "A=b", 4),
	   "stays as it came");
}

static const struct {
	const char *why;
	uint32_t error;
	int rc;
} errors[] = {
{ "the target closed", 1020, -ECONNRESET },
{ "the connection broke", 1011, -ECONNRESET },
{ "an opcode that is none", 1005, -EPROTO },
{ "the first that is about a PDU", 1001, -EPROTO },
{ "the last that is about a PDU", 1010, -EPROTO },
{ "below", 1000, -ECONNRESET },
};

static void test_errors(void)
{
	struct pdu pdu;
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		begin();
		fake_kernel_error(&fake, errors[i].error);
		kernel_take_events(&kernel);
		SAME(receive(&pdu, &f), errors[i].rc, errors[i].why);
		SAME(f.err, -errors[i].rc, errors[i].why);
	}
	begin();
	event(FAKE_SID, "A=b", 4, 0);
	fake_kernel_error(&fake, 1020);
	kernel_take_events(&kernel);
	SAME(receive(&pdu, &f), 1, "what came before the end counts");
	SAME(receive(&pdu, &f), -ECONNRESET, "then the end");
	begin();
	h.sid++;
	fake_kernel_error(&fake, 1020);
	kernel_take_events(&kernel);
	SAME(receive(&pdu, &f), 0, "another session's end");
	begin();
	h.connection = false;
	event(FAKE_SID, "A=b", 4, 0);
	fake_kernel_error(&fake, 1020);
	kernel_take_events(&kernel);
	SAME(receive(&pdu, &f), 0, "before there is a connection");
	begin();
	h.cid++;
	event(FAKE_SID, "A=b", 4, 0);
	fake_kernel_error(&fake, 1020);
	kernel_take_events(&kernel);
	SAME(receive(&pdu, &f), 0, "another connection's");
}

int main(void)
{
	test_receive();
	test_cut();
	test_errors();
	return test_done();
}
