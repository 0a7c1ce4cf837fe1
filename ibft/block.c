// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of the raw table's blocks, each checked where it is read. */
#include "layout.h"
#include "name.h"
#include "reader.h"

/* Where in the table the block's next field is. */
static size_t here(const struct ibft_block *b)
{
	return (size_t)(b->rd.p - b->reader->table);
}

static void find(struct ibft_block *b, enum ibft_severity severity,
		 size_t offset, const char *field, const char *what)
{
	ibft_find(b->reader->report, severity, offset, b->name, "%s: %s",
		  field, what);
}

/* IPv4 addresses are mapped into IPv6 (RFC 4291 2.5.5.2).  Unset is all zero,
 * or as edk2 writes it the mapped 0.0.0.0. */
static void get_addr(struct ibft_block *b, struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t none[16];
	const uint8_t *bytes = rd_bytes(&b->rd, 16);

	memset(a, 0, sizeof(*a));
	if (!bytes || !memcmp(bytes, none, 16))
		return;
	if (memcmp(bytes, mapped, 12)) {
		a->family = ADDR_IPV6;
		memcpy(a->bytes, bytes, 16);
	} else if (memcmp(bytes + 12, none, 4)) {
		a->family = ADDR_IPV4;
		memcpy(a->bytes, bytes + 12, 4);
	}
}

/* A string's length and offset: where it lies, or NULL when it is absent or
 * refused. */
static const char *get_string(struct ibft_block *b, const char *field,
			      size_t max, size_t *len)
{
	struct ibft_reader *r = b->reader;
	size_t at = here(b), length = rd_le(&b->rd, 2);
	size_t offset = rd_le(&b->rd, 2);
	const char *text = (const char *)r->table + offset;

	*len = 0;
	if (!length)
		return NULL;
	if (offset < IBFT_HEADER_SIZE || offset > r->length ||
	    length > r->length - offset) {
		find(b, IBFT_ERROR, at, field,
		     "the string lies outside the table");
		return NULL;
	}
	if (length > max) {
		ibft_find(r->report, IBFT_ERROR, at, b->name,
			  "%s: %zu bytes, at most %zu are allowed", field,
			  length, max);
		return NULL;
	}
	if (offset + length == r->length || text[length])
		find(b, IBFT_WARNING, offset + length, field,
		     "the string is not followed by a NUL");
	if (!ibft_take_range(r, offset, length, true, b->name))
		return NULL;
	for (size_t i = 0; i < length; i++)
		if ((text[i] >= 0 && text[i] < ' ') || text[i] == 0x7f) {
			find(b, IBFT_ERROR, offset + i, field,
			     "the string holds a control character");
			return NULL;
		}
	*len = length;
	return text;
}

static void get_text(struct ibft_block *b, const char *field, char *out,
		     size_t size)
{
	size_t len;
	const char *text = get_string(b, field, size - 1, &len);

	if (text)
		memcpy(out, text, len);
	out[len] = '\0';
}

static void get_secret(struct ibft_block *b, const char *field,
		       struct secret *s)
{
	const char *text = get_string(b, field, SECRET_MAX, &s->len);

	memset(s->bytes, 0, sizeof(s->bytes));
	if (text)
		memcpy(s->bytes, text, s->len);
}

static void check_name(struct ibft_block *b, size_t at, const char *field,
		       const char *name, bool initiator)
{
	const char *wrong = initiator ? initiator_name_wrong(name) :
					name_wrong(name);

	const char *odd = name_odd(name);

	if (wrong)
		find(b, IBFT_ERROR, at, field, wrong);
	else if (odd)
		find(b, IBFT_WARNING, at, field, odd);
}

void ibft_read_initiator(struct ibft_block *b, struct ibft_initiator *out)
{
	size_t at;

	out->index = b->index;
	out->flags = b->flags;
	get_addr(b, &out->isns);
	get_addr(b, &out->slp);
	get_addr(b, &out->radius[0]);
	get_addr(b, &out->radius[1]);
	at = here(b);
	get_text(b, "initiator-name", out->name, sizeof(out->name));
	check_name(b, at, "initiator-name", out->name, true);
}

static void check_nic(struct ibft_block *b, const struct ibft_nic *nic)
{
	static const uint8_t none[6];
	size_t at = b->offset;
	unsigned int most = nic->address.family == ADDR_IPV4 ? 32 : 128;

	if (nic->subnet_mask_prefix > most)
		ibft_find(b->reader->report, IBFT_ERROR, at + 22, b->name,
			  "prefix-len: %u, at most %u are possible",
			  nic->subnet_mask_prefix, most);
	if (nic->origin > 4 && nic->origin != 15 && nic->origin != 16)
		find(b, IBFT_WARNING, at + 23, "origin",
		     "not one of the known origins");
	if (nic->vlan > 4094)
		find(b, IBFT_ERROR, at + 88, "vlan",
		     "above 4094 (IEEE 802.1Q)");
	if (nic->mac[0] & 1 || !memcmp(nic->mac, none, 6))
		find(b, IBFT_ERROR, at + 90, "mac",
		     "not the address of one NIC");
	if (nic->gateway.family && nic->address.family &&
	    nic->gateway.family != nic->address.family)
		find(b, IBFT_WARNING, at + 24, "gateway",
		     "of another address family than the NIC");
}

void ibft_read_nic(struct ibft_block *b, struct ibft_nic *out)
{
	out->index = b->index;
	out->flags = b->flags;
	get_addr(b, &out->address);
	out->subnet_mask_prefix = (uint8_t)rd_le(&b->rd, 1);
	out->origin = (uint8_t)rd_le(&b->rd, 1);
	get_addr(b, &out->gateway);
	get_addr(b, &out->primary_dns);
	get_addr(b, &out->secondary_dns);
	get_addr(b, &out->dhcp);
	out->vlan = (uint16_t)rd_le(&b->rd, 2);
	rd_copy(&b->rd, out->mac, 6);
	out->pci_bdf = (uint16_t)rd_le(&b->rd, 2);
	get_text(b, "hostname", out->hostname, sizeof(out->hostname));
	check_nic(b, out);
}

/* A name without a secret, or a secret without a name, is no credential. */
static void check_chap(struct ibft_block *b, const struct ibft_target *t)
{
	const struct chap_account *a = &t->account;
	size_t at = b->offset + 32;

	if (t->chap_type > 2)
		find(b, IBFT_ERROR, at, "chap-type",
		     "not 0 (none), 1 (CHAP) or 2 (mutual CHAP)");
	if (t->chap_type && (!a->name[0] || !a->secret.len))
		find(b, IBFT_ERROR, at, "chap-type",
		     "CHAP without both chap-name and chap-secret");
	if (t->chap_type == 2 && (!a->reverse_name[0] ||
				  !a->reverse_secret.len))
		find(b, IBFT_ERROR, at, "chap-type",
		     "mutual CHAP without both rev-chap-name and rev-chap-name-secret");
	if (!t->chap_type && a->secret.len)
		find(b, IBFT_WARNING, at, "chap-type",
		     "0 (none), yet there is a chap-secret");
}

/* SAM-5 4.7: the addressing methods that a boot LUN can have. */
static void check_lun(struct ibft_block *b, const uint8_t lun[8])
{
	static const uint8_t none[6];
	uint8_t method = lun[0] >> 6;

	if (method == 2)
		find(b, IBFT_WARNING, b->offset + 24, "lun",
		     "logical unit addressing method, which few targets have");
	if (method < 2 && memcmp(lun + 2, none, 6))
		find(b, IBFT_WARNING, b->offset + 24, "lun",
		     "more than one level, behind another device");
}

void ibft_read_target(struct ibft_block *b, struct ibft_target *out)
{
	struct chap_account *a = &out->account;

	out->index = b->index;
	out->flags = b->flags;
	get_addr(b, &out->portal.addr);
	out->portal.port = (uint16_t)rd_le(&b->rd, 2);
	rd_copy(&b->rd, out->boot_lun, 8);
	out->chap_type = (uint8_t)rd_le(&b->rd, 1);
	out->nic_association = (uint8_t)rd_le(&b->rd, 1);
	get_text(b, "target-name", out->name, sizeof(out->name));
	get_text(b, "chap-name", a->name, sizeof(a->name));
	get_secret(b, "chap-secret", &a->secret);
	get_text(b, "rev-chap-name", a->reverse_name,
		 sizeof(a->reverse_name));
	get_secret(b, "rev-chap-name-secret", &a->reverse_secret);
	check_name(b, b->offset + 34, "target-name", out->name, false);
	if (!out->portal.addr.family)
		find(b, IBFT_ERROR, b->offset + 6, "ip-addr", "not set");
	if (!out->portal.port)
		find(b, IBFT_ERROR, b->offset + 22, "port", "0");
	check_chap(b, out);
	check_lun(b, out->boot_lun);
}
