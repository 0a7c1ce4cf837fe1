// SPDX-License-Identifier: GPL-2.0-or-later
/* The raw ACPI table to struct ibft: header, control structure and the blocks
 * that it points to, every offset checked.  The fields are block.c's. */
#include <errno.h>
#include <stdio.h>

#include "layout.h"
#include "reader.h"

bool ibft_take_range(struct ibft_reader *r, size_t start, size_t size,
		     bool string, const char *name)
{
	struct ibft_range *new = &r->ranges[r->range_count];
	bool known = false;

	for (size_t i = 0; i < r->range_count; i++) {
		const struct ibft_range *range = &r->ranges[i];

		if (start >= range->end || start + size <= range->start)
			continue;
		/* Firmware may keep one copy of a text. */
		if (string && range->string) {
			known |= start >= range->start &&
				 start + size <= range->end;
			continue;
		}
		ibft_find(r->report, IBFT_ERROR, start, name,
			  "overlaps what begins at offset %u", range->start);
		return false;
	}
	if (known)
		return true;
	if (r->range_count == IBFT_RANGES_MAX) {
		ibft_find(r->report, IBFT_ERROR, start, name,
			  "more blocks and strings than a table can need");
		return false;
	}
	*new = (struct ibft_range){ (uint32_t)start, (uint32_t)(start + size),
				    string };
	r->range_count++;
	return true;
}

static bool known_signature(const char *s)
{
	return !strcmp(s, "iBFT") || !strcmp(s, "IBFT") ||
	       !strcmp(s, "BIFT");
}

/* A text of the header, up to its NUL.  It is printed, so control characters
 * are replaced. */
static void get_id(struct ibft_reader *r, struct rd *rd, char *id, size_t size,
		   const char *name)
{
	size_t at = (size_t)(rd->p - r->table), n = 0;
	bool odd = false;

	rd_copy(rd, id, size);
	for (; n < size && id[n]; n++)
		if ((id[n] > 0 && id[n] < ' ') || id[n] == 0x7f) {
			id[n] = '?';
			odd = true;
		}
	memset(id + n, 0, size - n);
	if (odd)
		ibft_find(r->report, IBFT_WARNING, at, "header",
			  "%s: it holds a control character", name);
}

/* false: what follows cannot be trusted to be a table. */
static bool read_header(struct ibft_reader *r, size_t size)
{
	struct ibft_header *h = &r->out->header;
	struct rd rd = rd_over(r->table, size);
	struct ibft_report *report = r->report;
	unsigned int revision;
	uint8_t sum = 0;

	rd_copy(&rd, h->signature, 4);
	h->length = (uint32_t)rd_le(&rd, 4);
	revision = (unsigned int)rd_le(&rd, 1);
	rd_bytes(&rd, 1);
	if (size < IBFT_HEADER_SIZE || !known_signature(h->signature)) {
		ibft_find(report, IBFT_ERROR, 0, "header",
			  "not an iBFT: its signature is missing");
		return false;
	}
	if (h->length < IBFT_HEADER_SIZE + IBFT_CONTROL_SIZE ||
	    h->length > size) {
		ibft_find(report, IBFT_ERROR, 4, "header",
			  "length: %u, and there are %zu bytes", h->length,
			  size);
		return false;
	}
	if (h->length > IBFT_TABLE_MAX) {
		ibft_find(report, IBFT_ERROR, 4, "header",
			  "length: %u, more than any firmware writes",
			  h->length);
		return false;
	}
	r->length = h->length;
	get_id(r, &rd, h->oem_id, 6, "oem_id");
	get_id(r, &rd, h->oem_table_id, 8, "oem_table_id");
	if (r->length < size)
		ibft_find(report, IBFT_WARNING, r->length, "header",
			  "%zu bytes behind the table's end are left out",
			  size - r->length);
	if (revision != IBFT_REVISION)
		ibft_find(report, IBFT_ERROR, 8, "header",
			  "revision: %u, only 1 is known", revision);
	for (size_t i = 0; i < r->length; i++)
		sum = (uint8_t)(sum + r->table[i]);
	if (sum)
		ibft_find(report, IBFT_ERROR, IBFT_CHECKSUM_AT, "header",
			  "checksum: the bytes sum up to 0x%02x, not to 0",
			  sum);
	return true;
}

/* The common header of the block at offset: its bytes up to its length go
 * into b->rd.  false when it cannot be read. */
static bool open_block(struct ibft_reader *r, size_t offset, size_t size,
		       struct ibft_block *b, uint8_t *id)
{
	struct rd rd;
	unsigned int version;
	size_t length;

	if (offset < IBFT_HEADER_SIZE ||
	    offset > r->length - IBFT_STRUCTURE_HEADER_SIZE) {
		ibft_find(r->report, IBFT_ERROR, offset, b->name,
			  "lies outside the table");
		return false;
	}
	rd = rd_over(r->table + offset, r->length - offset);
	*id = (uint8_t)rd_le(&rd, 1);
	version = (unsigned int)rd_le(&rd, 1);
	length = rd_le(&rd, 2);
	b->index = (uint8_t)rd_le(&rd, 1);
	b->flags = (uint8_t)rd_le(&rd, 1);
	b->reader = r;
	b->offset = offset;
	if (version != IBFT_STRUCTURE_VERSION) {
		ibft_find(r->report, IBFT_ERROR, offset + 1, b->name,
			  "version: %u, only 1 is known", version);
		return false;
	}
	if (length < size || length > r->length - offset) {
		ibft_find(r->report, IBFT_ERROR, offset + 2, b->name,
			  "length: %zu, at least %zu are needed and %zu are there",
			  length, size, r->length - offset);
		return false;
	}
	b->rd = rd_over(rd.p, length - IBFT_STRUCTURE_HEADER_SIZE);
	return ibft_take_range(r, offset, length, false, b->name);
}

static void check_flags(const struct ibft_block *b, uint8_t known)
{
	if (b->flags & ~known)
		ibft_find(b->reader->report, IBFT_WARNING, b->offset + 5,
			  b->name, "flags: 0x%02x has bits that mean nothing",
			  b->flags);
}

static void add_nic(struct ibft_reader *r, struct ibft_block *b)
{
	struct ibft *out = r->out;

	check_flags(b, IBFT_VALID | IBFT_BOOT_SELECTED | IBFT_GLOBAL);
	for (size_t i = 0; i < out->nic_count; i++)
		if (out->nics[i].index == b->index)
			ibft_find(r->report, IBFT_WARNING, b->offset + 4,
				  b->name, "index: %u is another NIC's, too",
				  b->index);
	if (out->nic_count == IBFT_NICS_MAX)
		ibft_find(r->report, IBFT_ERROR, b->offset, b->name,
			  "more than %u NICs", IBFT_NICS_MAX);
	else
		ibft_read_nic(b, &out->nics[out->nic_count++]);
}

static void add_target(struct ibft_reader *r, struct ibft_block *b)
{
	struct ibft *out = r->out;

	check_flags(b, IBFT_VALID | IBFT_BOOT_SELECTED | IBFT_RADIUS_CHAP |
		       IBFT_RADIUS_RCHAP);
	for (size_t i = 0; i < out->target_count; i++)
		if (out->targets[i].index == b->index)
			ibft_find(r->report, IBFT_WARNING, b->offset + 4,
				  b->name, "index: %u is another target's, too",
				  b->index);
	if (out->target_count == IBFT_TARGETS_MAX) {
		ibft_find(r->report, IBFT_ERROR, b->offset, b->name,
			  "more than %u targets", IBFT_TARGETS_MAX);
	} else {
		r->target_at[out->target_count] = (uint32_t)b->offset;
		ibft_read_target(b, &out->targets[out->target_count++]);
	}
}

/* A slot of the control structure.  NICs and targets take turns there, but
 * with one NIC and three targets iPXE fills the second NIC's slot with
 * nothing: the block's own id says what it is. */
static void read_slot(struct ibft_reader *r, size_t slot_at, size_t offset)
{
	struct ibft_block b = { .offset = offset };
	char name[20] = "block";
	uint8_t id = 0, index = 0;
	bool nic, inside = offset >= IBFT_HEADER_SIZE &&
		offset + IBFT_STRUCTURE_HEADER_SIZE <= r->length;

	b.name = name;
	if (inside) {
		id = r->table[offset];
		index = r->table[offset + 4];
	}
	nic = id == IBFT_NIC;
	if (nic || id == IBFT_TARGET) {
		snprintf(name, sizeof(name), nic ? "ethernet%u" : "target%u",
			 index);
	} else if (inside) {
		ibft_find(r->report, IBFT_ERROR, slot_at, "control",
			  "points to a block with id %u at offset %zu, neither NIC (3) nor target (4)",
			  id, offset);
		return;
	}
	if (!open_block(r, offset, nic ? IBFT_NIC_SIZE : IBFT_TARGET_SIZE, &b,
			&id))
		return;
	/* A block that is not valid holds anything. */
	if (!(b.flags & IBFT_VALID))
		ibft_find(r->report, IBFT_WARNING, b.offset + 5, b.name,
			  "flags: the block is not marked as valid, left out");
	else if (nic)
		add_nic(r, &b);
	else
		add_target(r, &b);
}

static void read_initiator(struct ibft_reader *r, size_t offset)
{
	struct ibft_block b = { .name = "initiator" };
	uint8_t id;

	if (!open_block(r, offset, IBFT_INITIATOR_SIZE, &b, &id))
		return;
	if (id != IBFT_INITIATOR) {
		ibft_find(r->report, IBFT_ERROR, offset, b.name,
			  "id: %u, an initiator has 2", id);
		return;
	}
	check_flags(&b, IBFT_VALID | IBFT_BOOT_SELECTED);
	if (!(b.flags & IBFT_VALID))
		ibft_find(r->report, IBFT_WARNING, offset + 5, b.name,
			  "flags: not marked as valid, used all the same");
	ibft_read_initiator(&b, &r->out->initiator);
}

static void read_control(struct ibft_reader *r)
{
	struct ibft_block b = { .name = "control" };
	size_t extensions, initiator;
	uint8_t id;

	if (!open_block(r, IBFT_HEADER_SIZE, IBFT_CONTROL_SIZE, &b, &id))
		return;
	if (id != IBFT_CONTROL) {
		ibft_find(r->report, IBFT_ERROR, b.offset, b.name,
			  "id: %u, a control structure has 1", id);
		return;
	}
	check_flags(&b, 1);
	if (b.index)
		ibft_find(r->report, IBFT_WARNING, b.offset + 4, b.name,
			  "index: %u, a control structure has 0 (Linux refuses the table)",
			  b.index);
	extensions = rd_le(&b.rd, 2);
	initiator = rd_le(&b.rd, 2);
	if (extensions)
		ibft_find(r->report, IBFT_WARNING, b.offset + 6, b.name,
			  "extensions at offset %zu: their meaning is not known, left out",
			  extensions);
	if (initiator)
		read_initiator(r, initiator);
	else
		ibft_find(r->report, IBFT_ERROR, b.offset + 8, b.name,
			  "there is no initiator");
	while (b.rd.left >= 2) {
		size_t at = (size_t)(b.rd.p - r->table);
		size_t offset = rd_le(&b.rd, 2);

		if (offset)
			read_slot(r, at, offset);
	}
}

/* What only the whole table shows. */
static void check_associations(struct ibft_reader *r)
{
	const struct ibft *out = r->out;
	char name[16];

	for (size_t i = 0; i < out->target_count; i++) {
		const struct ibft_target *t = &out->targets[i];
		size_t n = 0;

		while (n < out->nic_count &&
		       out->nics[n].index != t->nic_association)
			n++;
		if (n < out->nic_count)
			continue;
		snprintf(name, sizeof(name), "target%u", t->index);
		ibft_find(r->report, IBFT_WARNING, r->target_at[i] + 33, name,
			  "nic-assoc: there is no ethernet%u in the table",
			  t->nic_association);
	}
	if (!out->target_count)
		ibft_find(r->report, IBFT_WARNING, IBFT_HEADER_SIZE, "control",
			  "there is no valid target");
}

int ibft_from_table(struct ibft *ibft, const void *table, size_t size,
		    struct ibft_report *report)
{
	struct ibft_reader r = { .table = table, .out = ibft,
				 .report = report };

	memset(ibft, 0, sizeof(*ibft));
	report->errors = report->warnings = report->notes = 0;
	if (read_header(&r, size)) {
		read_control(&r);
		check_associations(&r);
	}
	return report->errors ? -EINVAL : 0;
}
