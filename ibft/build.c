// SPDX-License-Identifier: GPL-2.0-or-later
/* struct ibft to table bytes: header, control structure, initiator, all NICs,
 * all targets, then the heap, each on a boundary of 16. */
#include "ibft.h"
#include "layout.h"
#include "wr.h"

#define ALIGN 16

/* The heap grows while the blocks, which lie before it, are written. */
struct builder {
	struct wr w, heap;
	size_t heap_at;			/* the heap's offset in the table */
};

static void put_addr(struct wr *w, const struct addr *a)
{
	if (a->family == ADDR_IPV4) {
		wr_zero(w, 10);
		wr_be(w, 0xffff, 2);
		wr_bytes(w, a->bytes, 4);
	} else {
		wr_bytes(w, a->bytes, 16);	/* zero when unset */
	}
}

static void put_bytes(struct builder *b, const void *bytes, size_t len)
{
	wr_le(&b->w, len, 2);
	wr_le(&b->w, len ? b->heap_at + b->heap.used : 0, 2);
	if (!len)
		return;
	wr_bytes(&b->heap, bytes, len);
	wr_zero(&b->heap, 1);
}

static void put_text(struct builder *b, const char *text)
{
	put_bytes(b, text, strlen(text));
}

static void put_secret(struct builder *b, const struct secret *s)
{
	put_bytes(b, s->bytes, s->len);
}

static void put_header(struct builder *b, uint8_t id, uint16_t size,
		       uint8_t index, uint8_t flags)
{
	wr_align(&b->w, ALIGN);
	wr_le(&b->w, id, 1);
	wr_le(&b->w, IBFT_STRUCTURE_VERSION, 1);
	wr_le(&b->w, size, 2);
	wr_le(&b->w, index, 1);
	wr_le(&b->w, flags, 1);
}

static void put_initiator(struct builder *b, const struct ibft_initiator *i)
{
	put_header(b, IBFT_INITIATOR, IBFT_INITIATOR_SIZE, i->index, i->flags);
	put_addr(&b->w, &i->isns);
	put_addr(&b->w, &i->slp);
	put_addr(&b->w, &i->radius[0]);
	put_addr(&b->w, &i->radius[1]);
	put_text(b, i->name);
}

static void put_nic(struct builder *b, const struct ibft_nic *nic)
{
	struct wr *w = &b->w;

	put_header(b, IBFT_NIC, IBFT_NIC_SIZE, nic->index, nic->flags);
	put_addr(w, &nic->address);
	wr_le(w, nic->subnet_mask_prefix, 1);
	wr_le(w, nic->origin, 1);
	put_addr(w, &nic->gateway);
	put_addr(w, &nic->primary_dns);
	put_addr(w, &nic->secondary_dns);
	put_addr(w, &nic->dhcp);
	wr_le(w, nic->vlan, 2);
	wr_bytes(w, nic->mac, 6);
	wr_le(w, nic->pci_bdf, 2);
	put_text(b, nic->hostname);
}

static void put_target(struct builder *b, const struct ibft_target *t)
{
	struct wr *w = &b->w;

	put_header(b, IBFT_TARGET, IBFT_TARGET_SIZE, t->index, t->flags);
	put_addr(w, &t->portal.addr);
	wr_le(w, t->portal.port, 2);
	wr_bytes(w, t->boot_lun, 8);
	wr_le(w, t->chap_type, 1);
	wr_le(w, t->nic_association, 1);
	put_text(b, t->name);
	put_text(b, t->account.name);
	put_secret(b, &t->account.secret);
	put_text(b, t->account.reverse_name);
	put_secret(b, &t->account.reverse_secret);
}

static size_t aligned(size_t n)
{
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* Slots for NICs and targets take turns; at least two pairs are written. */
static size_t pairs(const struct ibft *ibft)
{
	size_t n = ibft->nic_count > ibft->target_count ? ibft->nic_count :
							  ibft->target_count;

	return n < 2 ? 2 : n;
}

static void put_control(struct builder *b, const struct ibft *ibft)
{
	size_t size = IBFT_CONTROL_SIZE + 4 * (pairs(ibft) - 2);
	size_t at = IBFT_HEADER_SIZE + aligned(size);
	size_t nics = at + aligned(IBFT_INITIATOR_SIZE);
	size_t targets = nics + ibft->nic_count * aligned(IBFT_NIC_SIZE);
	struct wr *w = &b->w;

	put_header(b, IBFT_CONTROL, (uint16_t)size, 0, 0);
	wr_le(w, 0, 2);			/* no extensions */
	wr_le(w, at, 2);
	for (size_t i = 0; i < pairs(ibft); i++) {
		wr_le(w, i < ibft->nic_count ?
			 nics + i * aligned(IBFT_NIC_SIZE) : 0, 2);
		wr_le(w, i < ibft->target_count ?
			 targets + i * aligned(IBFT_TARGET_SIZE) : 0, 2);
	}
	b->heap_at = targets + ibft->target_count * aligned(IBFT_TARGET_SIZE);
}

static void put_padded(struct wr *w, const char *text, size_t size)
{
	size_t n = strlen(text) < size ? strlen(text) : size;

	wr_bytes(w, text, n);
	wr_zero(w, size - n);
}

size_t ibft_to_table(const struct ibft *ibft, uint8_t *table, size_t size)
{
	uint8_t heap[IBFT_TABLE_MAX], sum = 0;
	struct builder b = { .w = wr_into(table, size),
			     .heap = wr_into(heap, sizeof(heap)) };
	const struct ibft_header *h = &ibft->header;
	struct wr length;

	put_padded(&b.w, h->signature[0] ? h->signature : "iBFT", 4);
	wr_zero(&b.w, 4);		/* length, below */
	wr_le(&b.w, IBFT_REVISION, 1);
	wr_zero(&b.w, 1);		/* checksum, below */
	put_padded(&b.w, h->oem_id, 6);
	put_padded(&b.w, h->oem_table_id, 8);
	wr_zero(&b.w, IBFT_HEADER_SIZE - b.w.used);
	put_control(&b, ibft);
	put_initiator(&b, &ibft->initiator);
	for (size_t i = 0; i < ibft->nic_count; i++)
		put_nic(&b, &ibft->nics[i]);
	for (size_t i = 0; i < ibft->target_count; i++)
		put_target(&b, &ibft->targets[i]);
	wr_align(&b.w, ALIGN);
	wr_bytes(&b.w, heap, b.heap.used);
	wipe(heap, sizeof(heap));
	if (b.w.overflow || b.heap.overflow || b.w.used > IBFT_TABLE_MAX)
		return 0;
	length = wr_into(table + 4, 4);
	wr_le(&length, b.w.used, 4);
	for (size_t i = 0; i < b.w.used; i++)
		sum = (uint8_t)(sum + table[i]);
	table[IBFT_CHECKSUM_AT] = (uint8_t)-sum;
	return b.w.used;
}
