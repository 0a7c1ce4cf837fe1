/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table with everything in it, for the tests of ibft/, and what is found in
 * its bytes. */
#ifndef IBFT_TABLE_TEST_H
#define IBFT_TABLE_TEST_H

#include <stdlib.h>

#include "ibft.h"
#include "layout.h"
#include "report.h"
#include "test.h"

/* Where ibft_to_table() puts the blocks of a table with one NIC, one target. */
enum {
	AT_INITIATOR = 80,
	AT_NIC = 160,
	AT_TARGET = 272,
	AT_HEAP = 336,
};

static const struct addr table_v4 = { ADDR_IPV4, { 10, 77, 0, 1 } };
static const struct addr table_v6 = {
	ADDR_IPV6, { 0x20, 1, 0x0d, 0xb8, [15] = 0x51 }
};

static inline void set_text(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
}

static inline void set_secret(struct secret *s, const char *text)
{
	memset(s, 0, sizeof(*s));
	s->len = strlen(text);
	memcpy(s->bytes, text, s->len);
}

static inline void set_nic(struct ibft_nic *n, uint8_t index)
{
	static const uint8_t mac[6] = { 0x52, 0x54, 0, 0x77, 0, 1 };

	n->index = index;
	n->flags = IBFT_VALID | IBFT_BOOT_SELECTED;
	n->origin = IBFT_ORIGIN_DHCP;
	n->subnet_mask_prefix = 24;
	n->address = n->gateway = n->primary_dns = table_v4;
	n->secondary_dns = table_v6;
	n->dhcp = table_v4;
	n->vlan = 0x123;
	n->pci_bdf = 0x4567;
	memcpy(n->mac, mac, 6);
	set_text(n->hostname, "node1");
}

static inline void set_target(struct ibft_target *t, uint8_t index)
{
	static const uint8_t lun[8] = { 0x40, 0x64 };

	t->index = index;
	t->flags = IBFT_VALID | IBFT_BOOT_SELECTED;
	t->chap_type = 2;
	t->portal.addr = table_v4;
	t->portal.port = 0x0cbc;
	memcpy(t->boot_lun, lun, 8);
	set_text(t->name, "iqn.2026-11.test:boot");
	set_text(t->account.name, "user");
	set_secret(&t->account.secret, "a-secret");
	set_text(t->account.reverse_name, "target");
	set_secret(&t->account.reverse_secret, "its-secret");
}

/* One NIC, one target, each field set. */
static inline void full_table(struct ibft *t)
{
	memset(t, 0, sizeof(*t));
	set_text(t->header.signature, "iBFT");
	set_text(t->header.oem_id, "OEMID ");
	set_text(t->header.oem_table_id, "TABLE");
	t->initiator.index = 0;
	t->initiator.flags = IBFT_VALID | IBFT_BOOT_SELECTED;
	t->initiator.isns = t->initiator.radius[1] = table_v4;
	t->initiator.slp = t->initiator.radius[0] = table_v6;
	set_text(t->initiator.name, "iqn.2026-11.test:node1");
	t->nic_count = t->target_count = 1;
	set_nic(&t->nics[0], 0);
	set_target(&t->targets[0], 0);
}

/* The checksum, made right. */
static inline void sum_up(uint8_t *table, size_t size)
{
	uint8_t sum = 0;

	table[IBFT_CHECKSUM_AT] = 0;
	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + table[i]);
	table[IBFT_CHECKSUM_AT] = (uint8_t)-sum;
}

static inline void put16(uint8_t *table, size_t at, unsigned int n)
{
	table[at] = (uint8_t)n;
	table[at + 1] = (uint8_t)(n >> 8);
}

static inline unsigned int get16(const uint8_t *table, size_t at)
{
	return (unsigned int)table[at] | (unsigned int)table[at + 1] << 8;
}

/* What was found, kept. */
struct findings {
	struct ibft_finding list[64];
	size_t count;
};

static inline void keep_finding(void *arg, const struct ibft_finding *f)
{
	struct findings *all = arg;

	if (all->count < 64)
		all->list[all->count++] = *f;
}

/* The table from memory of exactly its size, so that a sanitizer sees a read
 * behind it. */
static inline int read_exactly(struct ibft *ibft, const uint8_t *table,
			       size_t size, struct findings *all,
			       struct ibft_report *report)
{
	uint8_t *copy = malloc(size + !size);
	int rc;

	if (size)
		memcpy(copy, table, size);
	all->count = 0;
	*report = (struct ibft_report){ .finding = keep_finding, .arg = all };
	rc = ibft_from_table(ibft, copy, size, report);
	free(copy);
	return rc;
}

#endif
