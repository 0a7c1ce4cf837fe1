// SPDX-License-Identifier: GPL-2.0-or-later
/* NETLINK_ISCSI messages as bytes; t_abi.c has the layout. */
#include "uevent.h"

#include <stdlib.h>

#include "test.h"

static void put32(uint8_t *at, uint32_t v)
{
	memcpy(at, &v, sizeof(v));
}

static void test_put(void)
{
	struct uevent ev = { .type = UEVENT_SET_PARAM };
	uint8_t buf[UEVENT_HEADER_SIZE + 8];
	uint32_t length;
	uint16_t type;

	memset(buf, 0xaa, sizeof(buf));
	SAME(uevent_put(buf, sizeof(buf), &ev, "1234567", 8),
	     UEVENT_HEADER_SIZE + 8, "the size");
	memcpy(&length, buf, 4);
	memcpy(&type, buf + 4, 2);
	SAME(length, UEVENT_HEADER_SIZE + 8, "nlmsg_len");
	SAME(type, UEVENT_SET_PARAM, "nlmsg_type: the kernel goes by it");
	OK(!memcmp(buf + 6, "\0\0\0\0\0\0\0\0\0\0", 10),
	   "no flags, no number, no port");
	OK(!memcmp(buf + 16, &ev, sizeof(ev)), "the message");
	OK(!memcmp(buf + UEVENT_HEADER_SIZE, "1234567", 8), "the payload");
	SAME(uevent_put(buf, sizeof(buf) - 1, &ev, "1234567", 8), 0,
	     "a byte too little room");
	SAME(uevent_put(buf, sizeof(buf), &ev, NULL, 0), UEVENT_HEADER_SIZE,
	     "no payload");
}

/* Lengths: what is received, what the header says, whether there is a
 * message, its payload, and what is left. */
static const struct {
	const char *why;
	size_t received;
	uint32_t nlmsg_len;
	bool found;
	size_t payload, left;
} lengths[] = {
{ "a message", 72, 72, true, 0, 0 },
{ "with a payload", 100, 100, true, 28, 0 },
{ "the next one is aligned", 148, 73, true, 1, 72 },
{ "the last one need not be filled up", 73, 73, true, 1, 0 },
{ "nothing", 0, 0, false, 0, 0 },
{ "shorter than the least", 71, 71, false, 0, 71 },
{ "longer than what came", 72, 73, false, 0, 72 },
{ "much longer than what came", 72, 0xffffffff, false, 0, 72 },
{ "a length that does not hold the header", 144, 71, false, 0, 144 },
{ "length 0 must not go round for ever", 144, 0, false, 0, 144 },
{ "length 16", 144, 16, false, 0, 144 },
};

static void test_get(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		const char *why = lengths[i].why;
		uint8_t *bytes = calloc(1, lengths[i].received +
					!lengths[i].received);
		const uint8_t *at = bytes;
		size_t left = lengths[i].received;
		struct uevent_message m;

		if (left >= 4)
			put32(bytes, lengths[i].nlmsg_len);
		OK(uevent_get(&at, &left, &m) == lengths[i].found, why);
		SAME(left, lengths[i].left, why);
		OK(at + left == bytes + lengths[i].received, why);
		if (lengths[i].found)
			SAME(m.len, lengths[i].payload, why);
		free(bytes);
	}
}

static void test_pdu(void)
{
	uint8_t payload[BHS_SIZE + 8] = { 0x23 };
	struct uevent_message m = { .payload = payload,
				    .len = sizeof(payload) };
	struct pdu pdu;

	payload[7] = 5;
	OK(uevent_pdu(&m, &pdu) && pdu.len == 5 &&
	   pdu.data == payload + BHS_SIZE && pdu.bhs[0] == 0x23,
	   "the message is rounded up, the PDU is not");
	payload[7] = 8;
	OK(uevent_pdu(&m, &pdu) && pdu.len == 8, "to the last byte");
	payload[7] = 9;
	OK(!uevent_pdu(&m, &pdu), "a PDU that is cut short");
	payload[5] = 1;
	OK(!uevent_pdu(&m, &pdu), "a PDU of 64 KB that is not there");
	payload[5] = payload[7] = 0;
	m.len = BHS_SIZE;
	OK(uevent_pdu(&m, &pdu) && !pdu.len, "a header alone");
	m.len = BHS_SIZE - 1;
	OK(!uevent_pdu(&m, &pdu), "less than a header");
}

int main(void)
{
	test_put();
	test_get();
	test_pdu();
	return test_done();
}
