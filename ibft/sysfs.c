// SPDX-License-Identifier: GPL-2.0-or-later
/* /sys/firmware/ibft, which the kernel's iscsi_ibft module writes, to struct
 * ibft. */
#include "ibft.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"

/* One block while it is read: where, and the first thing wrong with it. */
struct block {
	const struct ibft_tree *tree;
	const char *name;		/* "ethernet0" */
	struct fault *f;
	int rc;
};

/* The attribute without its line end; false when it is absent or empty.  The
 * kernel leaves out what the table leaves unset. */
static bool get_text(struct block *b, const char *attribute, char *text,
		     size_t size)
{
	char file[64];
	int n;

	text[0] = '\0';
	if (b->rc)
		return false;
	snprintf(file, sizeof(file), "%s/%s", b->name, attribute);
	n = b->tree->read(b->tree, file, text, size);
	if (n == -EFBIG)
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s is longer than %zu characters", file,
			      size - 1);
	if (n <= 0) {
		text[0] = '\0';
		return false;
	}
	if (text[n - 1] == '\n')
		text[n - 1] = '\0';
	for (const char *c = text; *c; c++)
		if ((*c > 0 && *c < ' ') || *c == 0x7f)
			b->rc = fault(b->f, STAGE_PLAN, EINVAL,
				      "iBFT: %s holds a control character",
				      file);
	return !b->rc && text[0];
}

static uint64_t get_number(struct block *b, const char *attribute,
			   uint64_t max)
{
	char text[32];
	uint64_t value = 0;

	if (get_text(b, attribute, text, sizeof(text)) &&
	    number_decimal(text, max, &value))
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s/%s is '%s', not a number up to %u",
			      b->name, attribute, text, (unsigned int)max);
	return value;
}

static void get_addr(struct block *b, const char *attribute, struct addr *a)
{
	char text[64];

	memset(a, 0, sizeof(*a));
	if (get_text(b, attribute, text, sizeof(text)) && addr_parse(text, a))
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s/%s is '%s', not an IP address",
			      b->name, attribute, text);
	/* edk2 writes an unset address as 0.0.0.0. */
	if (a->family == ADDR_IPV4 && !memcmp(a->bytes, "\0\0\0\0", 4))
		memset(a, 0, sizeof(*a));
}

static void get_secret(struct block *b, const char *attribute,
		       struct secret *s)
{
	char text[SECRET_MAX + 2];

	if (get_text(b, attribute, text, sizeof(text)))
		secret_set(s, text);
	wipe(text, sizeof(text));
}

static int read_nic(struct block *b, struct ibft_nic *nic)
{
	char text[32];

	nic->index = (uint8_t)get_number(b, "index", 255);
	nic->flags = (uint8_t)get_number(b, "flags", 255);
	nic->origin = (uint8_t)get_number(b, "origin", 255);
	nic->subnet_mask_prefix = (uint8_t)get_number(b, "prefix-len", 128);
	nic->vlan = (uint16_t)get_number(b, "vlan", 65535);
	get_addr(b, "ip-addr", &nic->address);
	get_addr(b, "gateway", &nic->gateway);
	get_addr(b, "primary-dns", &nic->primary_dns);
	get_addr(b, "secondary-dns", &nic->secondary_dns);
	get_addr(b, "dhcp", &nic->dhcp);
	get_text(b, "hostname", nic->hostname, sizeof(nic->hostname));
	if (get_text(b, "mac", text, sizeof(text)) &&
	    mac_parse(text, nic->mac))
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s/mac is '%s', not a MAC address",
			      b->name, text);
	if (!b->rc && nic->address.family == ADDR_IPV4 &&
	    nic->subnet_mask_prefix > 32)
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s/prefix-len is %u, more than an IPv4 address has",
			      b->name, nic->subnet_mask_prefix);
	return b->rc;
}

static int read_target(struct block *b, struct ibft_target *t)
{
	char text[32];

	t->index = (uint8_t)get_number(b, "index", 255);
	t->flags = (uint8_t)get_number(b, "flags", 255);
	t->chap_type = (uint8_t)get_number(b, "chap-type", 255);
	t->nic_association = (uint8_t)get_number(b, "nic-assoc", 255);
	get_addr(b, "ip-addr", &t->portal.addr);
	t->portal.port = (uint16_t)get_number(b, "port", 65535);
	get_text(b, "target-name", t->name, sizeof(t->name));
	get_text(b, "chap-name", t->account.name, sizeof(t->account.name));
	get_secret(b, "chap-secret", &t->account.secret);
	get_text(b, "rev-chap-name", t->account.reverse_name,
		 sizeof(t->account.reverse_name));
	get_secret(b, "rev-chap-name-secret", &t->account.reverse_secret);
	if (get_text(b, "lun", text, sizeof(text)) &&
	    ibft_lun_from_sysfs(text, t->boot_lun))
		b->rc = fault(b->f, STAGE_PLAN, EINVAL,
			      "iBFT: %s/lun is '%s', not the eight bytes of a LUN",
			      b->name, text);
	return b->rc;
}

/* Which of the numbered directories there are: a bit for each index. */
struct found {
	uint64_t nics[4], targets[4];
	bool any;
};

static void found_entry(void *arg, const char *name)
{
	struct found *found = arg;
	uint64_t n, *bits = NULL;

	found->any = true;
	if (!strncmp(name, "ethernet", 8) && !number_decimal(name + 8, 255, &n))
		bits = found->nics;
	if (!strncmp(name, "target", 6) && !number_decimal(name + 6, 255, &n))
		bits = found->targets;
	if (bits)
		bits[n / 64] |= 1ULL << n % 64;
}

static int read_blocks(struct ibft *ibft, const struct found *found,
		       const struct ibft_tree *tree, struct fault *f)
{
	char name[32];
	struct block b = { .tree = tree, .name = name, .f = f };

	for (unsigned int i = 0; i < 256; i++) {
		uint64_t bit = 1ULL << i % 64;

		if (found->nics[i / 64] & bit) {
			if (ibft->nic_count == IBFT_NICS_MAX)
				return fault(f, STAGE_PLAN, EINVAL,
					     "iBFT: more than %u NICs",
					     IBFT_NICS_MAX);
			snprintf(name, sizeof(name), "ethernet%u", i);
			if (read_nic(&b, &ibft->nics[ibft->nic_count++]))
				return b.rc;
		}
		if (found->targets[i / 64] & bit) {
			if (ibft->target_count == IBFT_TARGETS_MAX)
				return fault(f, STAGE_PLAN, EINVAL,
					     "iBFT: more than %u targets",
					     IBFT_TARGETS_MAX);
			snprintf(name, sizeof(name), "target%u", i);
			if (read_target(&b,
					&ibft->targets[ibft->target_count++]))
				return b.rc;
		}
	}
	return 0;
}

int ibft_from_sysfs(struct ibft *ibft, const struct ibft_tree *tree,
		    struct fault *f)
{
	struct block initiator = { .tree = tree, .name = "initiator", .f = f };
	struct found found = { .any = false };

	memset(ibft, 0, sizeof(*ibft));
	if (tree->list(tree, found_entry, &found) || !found.any)
		return -ENODATA;
	ibft->initiator.flags = (uint8_t)get_number(&initiator, "flags", 255);
	get_text(&initiator, "initiator-name", ibft->initiator.name,
		 sizeof(ibft->initiator.name));
	if (initiator.rc)
		return initiator.rc;
	return read_blocks(ibft, &found, tree, f);
}

/* Split text into the bytes from number i on: each is one digit, or two that
 * do not begin with 0.  Longer first bytes are tried first, so that the LUN
 * is in the first two bytes where it can be. */
static bool split_lun(const char *text, uint8_t lun[8], int i)
{
	uint64_t value;
	char digits[5] = "0x";

	if (i == 8)
		return !*text;
	for (int n = *text == '0' ? 1 : 2; n; n--) {
		if (strlen(text) < (size_t)n)
			continue;
		memcpy(digits + 2, text, (size_t)n);
		digits[2 + n] = '\0';
		if (number_rfc7143(digits, 255, &value) ||
		    !split_lun(text + n, lun, i + 1))
			continue;
		lun[i] = (uint8_t)value;
		return true;
	}
	return false;
}

int ibft_lun_from_sysfs(const char *text, uint8_t lun[8])
{
	size_t len = strlen(text);

	memset(lun, 0, 8);
	if (len < 8 || len > 16)
		return -EINVAL;
	/* Peripheral addressing below 256: byte 0 is 0, the LUN is byte 1. */
	return split_lun(text, lun, 0) ? 0 : -EINVAL;
}
