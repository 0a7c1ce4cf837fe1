// SPDX-License-Identifier: GPL-2.0-or-later
/* Departures of real firmware from the specification, a row each.  Only what
 * was seen is here. */
#include "quirk.h"

#include "layout.h"
#include "rd.h"

static size_t le16(const uint8_t *table, size_t size, size_t at)
{
	struct rd r = rd_over(table, size);

	rd_bytes(&r, at);
	return rd_le(&r, 2);
}

/* Offset of the initiator block, and of the first block of this id. */
static size_t initiator_at(const uint8_t *table, size_t size)
{
	return le16(table, size, IBFT_HEADER_SIZE + 8);
}

static size_t block_at(const uint8_t *table, size_t size, uint8_t id,
		       size_t n)
{
	size_t end = IBFT_HEADER_SIZE + le16(table, size, IBFT_HEADER_SIZE + 2);

	for (size_t slot = IBFT_HEADER_SIZE + 10; slot + 2 <= end; slot += 2) {
		size_t at = le16(table, size, slot);

		if (at && at < size && table[at] == id && !n--)
			return at;
	}
	return 0;
}

/* The mapped address 0.0.0.0 stands in a field of a block. */
static bool has_mapped_zero(const uint8_t *p, size_t n)
{
	static const uint8_t zero[16] = { [10] = 0xff, [11] = 0xff };

	for (size_t i = 0; i + 16 <= n; i++)
		if (!memcmp(p + i, zero, 16))
			return true;
	return false;
}

static const char *unset_mapped(const struct ibft *ibft, const uint8_t *table,
				size_t size, size_t *offset)
{
	(void)ibft;
	*offset = block_at(table, size, IBFT_NIC, 0);
	if (*offset && *offset + IBFT_NIC_SIZE <= size &&
	    has_mapped_zero(table + *offset + 6, 82))
		return "ethernet0";
	return NULL;
}

/* What lies between the last block and the heap is not used. */
static const char *longer(const struct ibft *ibft, const uint8_t *table,
			  size_t size, size_t *offset)
{
	size_t run = 0;

	*offset = 4;
	(void)ibft;
	for (size_t i = IBFT_HEADER_SIZE; i < size; i++) {
		run = table[i] ? 0 : run + 1;
		if (run >= 256)
			return "header";
	}
	return NULL;
}

static const char *heap_down(const struct ibft *ibft, const uint8_t *table,
			     size_t size, size_t *offset)
{
	size_t initiator = initiator_at(table, size);
	size_t target = block_at(table, size, IBFT_TARGET, 0);

	(void)ibft;
	*offset = initiator + 72;
	if (target && le16(table, size, initiator + 72) >
		      le16(table, size, target + 36))
		return "initiator";
	return NULL;
}

static const char *flags_7(const struct ibft *ibft, const uint8_t *table,
			   size_t size, size_t *offset)
{
	*offset = block_at(table, size, IBFT_NIC, 0) + 5;
	return ibft->nic_count && ibft->nics[0].flags & IBFT_GLOBAL ?
		"ethernet0" : NULL;
}

/* The slot of a NIC holds a target. */
static const char *slots(const struct ibft *ibft, const uint8_t *table,
			 size_t size, size_t *offset)
{
	(void)ibft;
	for (*offset = IBFT_HEADER_SIZE + 10; *offset + 2 <= size &&
	     *offset < IBFT_HEADER_SIZE + le16(table, size, 50); *offset += 4)
		if (!le16(table, size, *offset) &&
		    le16(table, size, *offset + 2))
			return "control";
	return NULL;
}

/* 2001:: to 32.1, and what begins with fc, fd or fe, which is no address of a
 * host in IPv4. */
static bool ipv6_in_ipv4(const struct addr *a)
{
	return a->family == ADDR_IPV4 &&
	       ((a->bytes[0] == 0x20 && a->bytes[1] == 0x01) ||
		a->bytes[0] >= 0xfc);
}

static const char *ipv6_cut(const struct ibft *ibft, const uint8_t *table,
			    size_t size, size_t *offset)
{
	static const char *const names[IBFT_TARGETS_MAX] = {
		"target0", "target1", "target2", "target3",
		"target4", "target5", "target6", "target7",
	};

	if (strcmp(ibft->header.oem_table_id, "iPXE"))
		return NULL;
	for (size_t i = 0; i < ibft->target_count; i++)
		if (ipv6_in_ipv4(&ibft->targets[i].portal.addr)) {
			*offset = block_at(table, size, IBFT_TARGET, i) + 6;
			return names[i];
		}
	return NULL;
}

static const char *dead_path(const struct ibft *ibft, const uint8_t *table,
			     size_t size, size_t *offset)
{
	const struct ibft_target *t = ibft->targets;

	*offset = block_at(table, size, IBFT_TARGET, 0) + 32;
	for (size_t i = 1; i < ibft->target_count; i++)
		if (!t[0].chap_type && t[i].chap_type &&
		    !strcmp(t[0].name, t[i].name))
			return "target0";
	return NULL;
}

static const char *origin_16(const struct ibft *ibft, const uint8_t *table,
			     size_t size, size_t *offset)
{
	*offset = block_at(table, size, IBFT_NIC, 0) + 23;
	for (size_t i = 0; i < ibft->nic_count; i++)
		if (ibft->nics[i].origin == 16)
			return "ethernet0";
	return NULL;
}

const struct ibft_quirk ibft_quirks[] = {
{ "edk2", "writes an address that is not set as ::ffff:0.0.0.0, where others write all zeroes",
  "both are taken as not set", "OVMF's IScsiDxe, 2022",
  IBFT_NOTE, unset_mapped },
{ "edk2", "writes a table of 2048 bytes whatever it holds",
  "what no block or string uses is not looked at", "OVMF's IScsiDxe, 2022",
  IBFT_NOTE, longer },
{ "edk2", "lets the heap grow downwards from the end of the table",
  "strings are taken wherever they lie in the table", "OVMF's IScsiDxe, 2022",
  IBFT_NOTE, heap_down },
{ "edk2", "sets a third flag (global) for the first NIC, and selects only the first target",
  "a NIC or target counts when it is valid, selected or not",
  "OVMF's IScsiDxe, 2022", IBFT_NOTE, flags_7 },
{ "edk2", "writes the origin 'unchanged' as 16, where it is 15",
  "both are taken", "edk2's IScsiIbft.c", IBFT_NOTE, origin_16 },
{ "iPXE", "leaves the NIC's slot empty when it has more targets than NICs",
  "a block is what its id says, whatever slot points to it",
  "iPXE 2019 and 2026, UEFI, one NIC and three targets", IBFT_NOTE, slots },
{ "iPXE", "writes an IPv6 target as the IPv4 address of its first four bytes",
  "this address cannot work: give the target with -a, or serve it over IPv4",
  "iPXE 2019 (BIOS) and 2026 (UEFI)", IBFT_WARNING, ipv6_cut },
{ "iPXE", "lists a path that it could not log in to first, and without its CHAP credentials",
  "all targets are tried, with the credentials of another path to the same name",
  "iPXE 2019, sanboot with two portals of which the first is dead",
  IBFT_WARNING, dead_path },
{ NULL, NULL, NULL, NULL, IBFT_NOTE, NULL },
};

void ibft_find_quirks(const struct ibft *ibft, const void *table, size_t size,
		      struct ibft_report *report)
{
	for (const struct ibft_quirk *q = ibft_quirks; q->firmware; q++) {
		size_t offset = 0;
		const char *block = q->shows(ibft, table, size, &offset);

		if (block)
			ibft_find(report, q->severity, offset, block,
				  "%s %s: %s", q->firmware, q->does,
				  q->handled);
	}
}
