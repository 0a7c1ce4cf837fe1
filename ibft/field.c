// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of each block. */
#include "field.h"

#include <errno.h>
#include <stdio.h>

#include "hex.h"
#include "number.h"

#define HEADER(f) TEXT(ibft_header, f)
#define TEXT(s, f) offsetof(struct s, f), sizeof(((struct s *)0)->f)
#define I(f) offsetof(struct ibft_initiator, f)
#define N(f) offsetof(struct ibft_nic, f)
#define T(f) offsetof(struct ibft_target, f)

const struct ibft_field ibft_header_fields[] = {
	{ "signature", IBFT_KIND_TEXT, HEADER(signature) },
	{ "oem_id", IBFT_KIND_TEXT, HEADER(oem_id) },
	{ "oem_table_id", IBFT_KIND_TEXT, HEADER(oem_table_id) },
	{ NULL, 0, 0, 0 },
};

const struct ibft_field ibft_initiator_fields[] = {
	{ "index", IBFT_KIND_U8, I(index), 255 },
	{ "flags", IBFT_KIND_U8, I(flags), 255 },
	{ "isns-server", IBFT_KIND_ADDR, I(isns), 0 },
	{ "slp-server", IBFT_KIND_ADDR, I(slp), 0 },
	{ "pri-radius-server", IBFT_KIND_ADDR, I(radius[0]), 0 },
	{ "sec-radius-server", IBFT_KIND_ADDR, I(radius[1]), 0 },
	{ "initiator-name", IBFT_KIND_TEXT, TEXT(ibft_initiator, name) },
	{ NULL, 0, 0, 0 },
};

/* The kernel prints no PCI address: it links to the device. */
const struct ibft_field ibft_nic_fields[] = {
	{ "index", IBFT_KIND_U8, N(index), 255 },
	{ "flags", IBFT_KIND_U8, N(flags), 255 },
	{ "ip-addr", IBFT_KIND_ADDR, N(address), 0 },
	{ "prefix-len", IBFT_KIND_U8, N(subnet_mask_prefix), 128 },
	{ "origin", IBFT_KIND_U8, N(origin), 255 },
	{ "gateway", IBFT_KIND_ADDR, N(gateway), 0 },
	{ "primary-dns", IBFT_KIND_ADDR, N(primary_dns), 0 },
	{ "secondary-dns", IBFT_KIND_ADDR, N(secondary_dns), 0 },
	{ "dhcp", IBFT_KIND_ADDR, N(dhcp), 0 },
	{ "vlan", IBFT_KIND_U16, N(vlan), 65535 },
	{ "mac", IBFT_KIND_MAC, N(mac), 0 },
	{ "pci", IBFT_KIND_BDF, N(pci_bdf), 0 },
	{ "hostname", IBFT_KIND_TEXT, TEXT(ibft_nic, hostname) },
	{ NULL, 0, 0, 0 },
};

const struct ibft_field ibft_target_fields[] = {
	{ "index", IBFT_KIND_U8, T(index), 255 },
	{ "flags", IBFT_KIND_U8, T(flags), 255 },
	{ "ip-addr", IBFT_KIND_ADDR, T(portal.addr), 0 },
	{ "port", IBFT_KIND_U16, T(portal.port), 65535 },
	{ "lun", IBFT_KIND_LUN, T(boot_lun), 0 },
	{ "chap-type", IBFT_KIND_U8, T(chap_type), 255 },
	{ "nic-assoc", IBFT_KIND_U8, T(nic_association), 255 },
	{ "target-name", IBFT_KIND_TEXT, TEXT(ibft_target, name) },
	{ "chap-name", IBFT_KIND_TEXT, TEXT(ibft_target, account.name) },
	{ "chap-secret", IBFT_KIND_SECRET, T(account.secret), 0 },
	{ "rev-chap-name", IBFT_KIND_TEXT,
	  TEXT(ibft_target, account.reverse_name) },
	{ "rev-chap-name-secret", IBFT_KIND_SECRET,
	  T(account.reverse_secret), 0 },
	{ NULL, 0, 0, 0 },
};

/* "00:02.0" */
static int parse_bdf(const char *text, uint16_t *bdf)
{
	int d[5];
	static const uint8_t at[5] = { 0, 1, 3, 4, 6 };

	if (strlen(text) != 7 || text[2] != ':' || text[5] != '.')
		return -EINVAL;
	for (int i = 0; i < 5; i++) {
		d[i] = number_digit(text[at[i]]);
		if (d[i] < 0)
			return -EINVAL;
	}
	if (d[2] > 1 || d[4] > 7)
		return -ERANGE;
	*bdf = (uint16_t)(d[0] << 12 | d[1] << 8 | d[2] << 7 | d[3] << 3 |
			  d[4]);
	return 0;
}

static int parse_number(const struct ibft_field *field, const char *text,
			void *at)
{
	uint64_t n;
	int rc = number_decimal(text, field->max, &n);
	uint8_t low = (uint8_t)n;
	uint16_t both = (uint16_t)n;

	if (rc)
		return rc;
	if (field->kind == IBFT_KIND_U8)
		memcpy(at, &low, sizeof(low));
	else
		memcpy(at, &both, sizeof(both));
	return 0;
}

/* An unset address is 0.0.0.0 or all zeroes. */
static int parse_addr(const char *text, struct addr *a)
{
	static const uint8_t none[16];
	int rc = addr_parse(text, a);

	if (!memcmp(a->bytes, none, sizeof(none)))
		memset(a, 0, sizeof(*a));
	return rc;
}

int ibft_field_parse(const struct ibft_field *field, const char *text,
		     void *base)
{
	void *at = (char *)base + field->offset;

	switch (field->kind) {
	case IBFT_KIND_U8:
	case IBFT_KIND_U16:
		return parse_number(field, text, at);
	case IBFT_KIND_ADDR:
		return parse_addr(text, at);
	case IBFT_KIND_TEXT:
		return strlen(text) < field->max &&
		       copy_string(at, field->max, text) ? 0 : -ERANGE;
	case IBFT_KIND_SECRET:
		return secret_set(at, text) ? -ERANGE : 0;
	case IBFT_KIND_MAC:
		return mac_parse(text, at);
	case IBFT_KIND_LUN:
		return ibft_lun_from_sysfs(text, at);
	case IBFT_KIND_BDF:
		return parse_bdf(text, at);
	}
	return -EINVAL;
}

static void secret_text(const struct secret *s, bool show, char *text)
{
	if (!s->len)
		return;
	if (!show) {
		snprintf(text, IBFT_FIELD_TEXT_SIZE, "<set, %zu bytes>",
			 s->len);
		return;
	}
	memcpy(text, s->bytes, s->len);
	text[s->len] = '\0';
}

bool ibft_field_text(const struct ibft_field *field, const void *base,
		     bool secrets, char text[IBFT_FIELD_TEXT_SIZE])
{
	const void *at = (const char *)base + field->offset;
	uint8_t low;
	uint16_t both;

	memcpy(&low, at, sizeof(low));
	memcpy(&both, at, sizeof(both));
	text[0] = '\0';
	switch (field->kind) {
	case IBFT_KIND_U8:
		snprintf(text, IBFT_FIELD_TEXT_SIZE, "%u", low);
		break;
	case IBFT_KIND_U16:
		snprintf(text, IBFT_FIELD_TEXT_SIZE, "%u", both);
		break;
	case IBFT_KIND_ADDR:
		addr_text(at, text);
		break;
	case IBFT_KIND_TEXT:
		copy_string(text, IBFT_FIELD_TEXT_SIZE, at);
		break;
	case IBFT_KIND_SECRET:
		secret_text(at, secrets, text);
		break;
	case IBFT_KIND_MAC:
		mac_text(at, text);
		break;
	case IBFT_KIND_LUN:
		hex_encode(at, 8, text);
		memmove(text, text + 2, 17);	/* without 0x */
		break;
	case IBFT_KIND_BDF:
		snprintf(text, IBFT_FIELD_TEXT_SIZE, "%02x:%02x.%x", both >> 8,
			 both >> 3 & 31, both & 7);
		break;
	}
	return text[0];
}

bool ibft_view(const struct ibft *ibft, size_t n, struct ibft_block_view *v)
{
	if (n == 0) {
		copy_string(v->name, sizeof(v->name), "acpi_header");
		v->fields = ibft_header_fields;
		v->base = &ibft->header;
		return true;
	}
	if (n == 1) {
		copy_string(v->name, sizeof(v->name), "initiator");
		v->fields = ibft_initiator_fields;
		v->base = &ibft->initiator;
		return true;
	}
	n -= 2;
	if (n < ibft->nic_count) {
		snprintf(v->name, sizeof(v->name), "ethernet%u",
			 ibft->nics[n].index);
		v->fields = ibft_nic_fields;
		v->base = &ibft->nics[n];
		return true;
	}
	n -= ibft->nic_count;
	if (n >= ibft->target_count)
		return false;
	snprintf(v->name, sizeof(v->name), "target%u", ibft->targets[n].index);
	v->fields = ibft_target_fields;
	v->base = &ibft->targets[n];
	return true;
}
