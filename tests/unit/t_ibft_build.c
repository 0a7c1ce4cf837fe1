// SPDX-License-Identifier: GPL-2.0-or-later
/* struct ibft to bytes: each at the place that the layout gives it. */
#include "ibft_table.h"

static uint8_t bytes[IBFT_TABLE_MAX];
static struct ibft ibft;

static bool holds(size_t at, const void *want, size_t n)
{
	return !memcmp(bytes + at, want, n);
}

/* The string of a field, and its NUL. */
static bool string_is(size_t field, const char *text)
{
	size_t len = get16(bytes, field), at = get16(bytes, field + 2);

	return len == strlen(text) && holds(at, text, len + 1);
}

static void test_header(size_t size)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + bytes[i]);
	SAME(sum, 0, "all bytes sum up to 0");
	OK(holds(0, "iBFT", 4), "signature");
	SAME(get16(bytes, 4), size, "length");
	SAME(get16(bytes, 6), 0, "length, the high bytes");
	SAME(bytes[8], 1, "revision");
	OK(holds(10, "OEMID TABLE\0\0\0", 14), "OEM ids, filled up with zeroes");
	for (size_t i = 24; i < 48; i++)
		SAME(bytes[i], 0, "reserved");
}

static void test_control(void)
{
	static const uint8_t want[] = {
		1, 1, 18, 0, 0, 0,	/* id, version, length, index, flags */
		0, 0,			/* no extensions */
		AT_INITIATOR, 0, AT_NIC, 0, AT_TARGET & 255, AT_TARGET >> 8,
		0, 0, 0, 0,
	};

	OK(holds(48, want, sizeof(want)), "control structure");
}

static void test_blocks(void)
{
	static const uint8_t v4[16] = { [10] = 255, 255, 10, 77, 0, 1 };
	static const uint8_t head[3][6] = { { 2, 1, 74, 0, 0, 3 },
					    { 3, 1, 102, 0, 0, 3 },
					    { 4, 1, 54, 0, 0, 3 } };
	const uint8_t *v6 = table_v6.bytes;

	OK(holds(AT_INITIATOR, head[0], 6), "initiator");
	OK(holds(AT_INITIATOR + 6, v4, 16), "iSNS server");
	OK(holds(AT_INITIATOR + 22, v6, 16), "SLP server");
	OK(holds(AT_INITIATOR + 38, v6, 16), "RADIUS server");
	OK(holds(AT_INITIATOR + 54, v4, 16), "second RADIUS server");
	OK(string_is(AT_INITIATOR + 70, "iqn.2026-11.test:node1"), "its name");
	OK(holds(AT_NIC, head[1], 6), "NIC");
	OK(holds(AT_NIC + 6, v4, 16), "address");
	SAME(bytes[AT_NIC + 22], 24, "prefix");
	SAME(bytes[AT_NIC + 23], 3, "origin");
	OK(holds(AT_NIC + 24, v4, 16), "gateway");
	OK(holds(AT_NIC + 40, v4, 16), "DNS server");
	OK(holds(AT_NIC + 56, v6, 16), "second DNS server");
	OK(holds(AT_NIC + 72, v4, 16), "DHCP server");
	SAME(get16(bytes, AT_NIC + 88), 0x123, "VLAN");
	OK(holds(AT_NIC + 90, ibft.nics[0].mac, 6), "MAC address");
	SAME(get16(bytes, AT_NIC + 96), 0x4567, "PCI address");
	OK(string_is(AT_NIC + 98, "node1"), "host name");
	OK(holds(AT_TARGET, head[2], 6), "target");
	OK(holds(AT_TARGET + 6, v4, 16), "its address");
	SAME(get16(bytes, AT_TARGET + 22), 3260, "port");
	OK(holds(AT_TARGET + 24, "\x40\x64\0\0\0\0\0\0", 8), "LUN");
	SAME(bytes[AT_TARGET + 32], 2, "CHAP type");
	SAME(bytes[AT_TARGET + 33], 0, "its NIC");
	OK(string_is(AT_TARGET + 34, "iqn.2026-11.test:boot"), "its name");
	OK(string_is(AT_TARGET + 38, "user"), "CHAP name");
	OK(string_is(AT_TARGET + 42, "a-secret"), "secret");
	OK(string_is(AT_TARGET + 46, "target"), "reverse name");
	OK(string_is(AT_TARGET + 50, "its-secret"), "reverse secret");
	SAME(get16(bytes, AT_INITIATOR + 72), AT_HEAP,
	     "the strings begin behind the last block");
}

static void test_unset(void)
{
	static const uint8_t none[24];

	full_table(&ibft);
	memset(&ibft.nics[0].gateway, 0, sizeof(ibft.nics[0].gateway));
	ibft.nics[0].hostname[0] = '\0';
	ibft.targets[0].account.secret.len = 0;
	ibft.header.signature[0] = '\0';
	OK(ibft_to_table(&ibft, bytes, sizeof(bytes)), "it is made");
	OK(holds(AT_NIC + 24, none, 16), "an address that is not set");
	OK(holds(AT_NIC + 98, none, 4), "a name that is not set");
	OK(holds(AT_TARGET + 42, none, 4), "a secret that is not set");
	OK(holds(0, "iBFT", 4), "the usual signature");
}

/* Slots for more than two pairs make the control structure longer. */
static void test_slots(void)
{
	full_table(&ibft);
	ibft.target_count = 4;
	for (uint8_t i = 1; i < 4; i++)
		set_target(&ibft.targets[i], i);
	OK(ibft_to_table(&ibft, bytes, sizeof(bytes)), "four targets");
	SAME(get16(bytes, 50), 26, "control structure of four pairs");
	SAME(get16(bytes, 56), 80, "the initiator follows it");
	SAME(get16(bytes, 58), 160, "the NIC");
	SAME(get16(bytes, 62), 0, "no second one");
	for (unsigned int i = 0; i < 4; i++) {
		unsigned int at = get16(bytes, 60 + 4 * i);

		SAME(at, 272 + 64 * i, "a target's slot");
		SAME(bytes[at], 4, "there is one");
		SAME(bytes[at + 4], i, "and it is this one");
	}
}

static void fill(char *text, size_t size)
{
	memset(text, 'x', size - 1);
	text[size - 1] = '\0';
}

/* As much as a table can hold. */
static void test_largest(void)
{
	static struct ibft again;
	struct ibft_report report = { .finding = NULL };
	size_t n;

	full_table(&ibft);
	ibft.nic_count = IBFT_NICS_MAX;
	ibft.target_count = IBFT_TARGETS_MAX;
	fill(ibft.initiator.name, sizeof(ibft.initiator.name));
	memcpy(ibft.initiator.name, "iqn.2026-11.t", 13);
	for (uint8_t i = 0; i < IBFT_NICS_MAX; i++) {
		set_nic(&ibft.nics[i], i);
		fill(ibft.nics[i].hostname, sizeof(ibft.nics[i].hostname));
	}
	for (uint8_t i = 0; i < IBFT_TARGETS_MAX; i++) {
		struct ibft_target *t = &ibft.targets[i];

		set_target(t, i);
		fill(t->name, sizeof(t->name));
		memcpy(t->name, "iqn.2026-11.t", 13);
		fill(t->account.name, sizeof(t->account.name));
		fill(t->account.reverse_name, sizeof(t->account.reverse_name));
		memset(t->account.secret.bytes, 's', SECRET_MAX);
		memset(t->account.reverse_secret.bytes, 'r', SECRET_MAX);
		t->account.secret.len = SECRET_MAX;
		t->account.reverse_secret.len = SECRET_MAX;
	}
	n = ibft_to_table(&ibft, bytes, sizeof(bytes));
	OK(n, "the longest strings of eight NICs and targets fit");
	SAME(ibft_from_table(&again, bytes, n, &report), 0,
	     "and are read again");
	again.header.length = ibft.header.length;
	OK(!memcmp(&again, &ibft, sizeof(ibft)), "without a difference");
	SAME(ibft_to_table(&ibft, bytes, n - 1), 0, "one byte less is refused");
}

int main(void)
{
	size_t n;

	full_table(&ibft);
	memset(bytes, 0xa5, sizeof(bytes));
	n = ibft_to_table(&ibft, bytes, sizeof(bytes));
	OK(n > AT_HEAP && n < 512, "its size");
	SAME(bytes[n], 0xa5, "nothing is written behind it");
	test_header(n);
	test_control();
	test_blocks();
	for (size_t size = 0; size < n; size++) {
		uint8_t *small = malloc(size + !size);

		SAME(ibft_to_table(&ibft, small, size), 0, "too little room");
		free(small);
	}
	test_unset();
	test_slots();
	test_largest();
	return test_done();
}
