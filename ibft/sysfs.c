// SPDX-License-Identifier: GPL-2.0-or-later
/* /sys/firmware/ibft, which the kernel's iscsi_ibft module writes, to struct
 * ibft. */
#include <errno.h>
#include <stdio.h>

#include "field.h"
#include "number.h"

/* The text behind an attribute without its line end; false when it is absent
 * or empty: the kernel leaves out what the table leaves unset. */
static bool read_attribute(const struct ibft_tree *tree, const char *file,
			   char *text, size_t size, struct fault *f)
{
	int n = tree->read(tree, file, text, size);

	if (n == -EFBIG)
		fault(f, STAGE_PLAN, EINVAL, "iBFT: %s is too long", file);
	if (n <= 0)
		return false;
	if (text[n - 1] == '\n')
		text[n - 1] = '\0';
	for (const char *c = text; *c; c++)
		if ((*c > 0 && *c < ' ') || *c == 0x7f)
			fault(f, STAGE_PLAN, EINVAL,
			      "iBFT: %s holds a control character", file);
	return !f->err && text[0];
}

/* Every field of one block.  0 or -EINVAL. */
static int read_block(const struct ibft_tree *tree, const char *name,
		      const struct ibft_field *field, void *base,
		      struct fault *f)
{
	char text[IBFT_FIELD_TEXT_SIZE], file[64];
	int rc;

	for (; field->name && !f->err; field++) {
		bool secret = field->kind == IBFT_KIND_SECRET;

		snprintf(file, sizeof(file), "%s/%s", name, field->name);
		if (!read_attribute(tree, file, text, sizeof(text), f))
			continue;
		rc = ibft_field_parse(field, text, base);
		if (rc)
			fault(f, STAGE_PLAN, EINVAL, "iBFT: %s: '%s' %s", file,
			      secret ? "(secret)" : text, rc == -ERANGE ?
			      "is too large" : "is not such a value");
	}
	wipe(text, sizeof(text));
	return -f->err;
}

static int check_nic(const struct ibft_nic *nic, struct fault *f)
{
	if (nic->address.family != ADDR_IPV4 || nic->subnet_mask_prefix <= 32)
		return 0;
	return fault(f, STAGE_PLAN, EINVAL,
		     "iBFT: ethernet%u/prefix-len: %u is more than an IPv4 address has",
		     nic->index, nic->subnet_mask_prefix);
}

/* Which of the numbered folders there are: a bit for each index. */
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

static int read_nic(struct ibft *ibft, const struct ibft_tree *tree,
		    unsigned int index, struct fault *f)
{
	struct ibft_nic *nic = &ibft->nics[ibft->nic_count];
	char name[16];

	if (ibft->nic_count++ == IBFT_NICS_MAX)
		return fault(f, STAGE_PLAN, EINVAL, "iBFT: more than %u NICs",
			     IBFT_NICS_MAX);
	snprintf(name, sizeof(name), "ethernet%u", index);
	if (read_block(tree, name, ibft_nic_fields, nic, f))
		return -f->err;
	return check_nic(nic, f);
}

static int read_target(struct ibft *ibft, const struct ibft_tree *tree,
		       unsigned int index, struct fault *f)
{
	struct ibft_target *target = &ibft->targets[ibft->target_count];
	char name[16];

	if (ibft->target_count++ == IBFT_TARGETS_MAX)
		return fault(f, STAGE_PLAN, EINVAL,
			     "iBFT: more than %u targets", IBFT_TARGETS_MAX);
	snprintf(name, sizeof(name), "target%u", index);
	return read_block(tree, name, ibft_target_fields, target, f);
}

int ibft_from_sysfs(struct ibft *ibft, const struct ibft_tree *tree,
		    struct fault *f)
{
	struct found found = { .any = false };
	int rc;

	memset(ibft, 0, sizeof(*ibft));
	if (tree->list(tree, found_entry, &found) || !found.any)
		return -ENODATA;
	rc = read_block(tree, "acpi_header", ibft_header_fields,
			&ibft->header, f);
	if (!rc)
		rc = read_block(tree, "initiator", ibft_initiator_fields,
				&ibft->initiator, f);
	for (unsigned int i = 0; i < 256 && !rc; i++) {
		uint64_t bit = 1ULL << i % 64;

		if (found.nics[i / 64] & bit)
			rc = read_nic(ibft, tree, i, f);
		if (!rc && found.targets[i / 64] & bit)
			rc = read_target(ibft, tree, i, f);
	}
	return rc;
}

/* Split text into the bytes from number i on: each is one digit, or two that
 * do not begin with 0.  Longer first bytes are tried first, so that the LUN
 * is in the first two bytes where it can be. */
static bool split_lun(const char *text, uint8_t lun[8], int i)
{
	int high, low;

	if (i == 8)
		return !*text;
	high = number_digit(text[0]);
	if (high < 0)
		return false;
	low = number_digit(text[1]);
	if (high && low >= 0 && split_lun(text + 2, lun, i + 1)) {
		lun[i] = (uint8_t)(high << 4 | low);
		return true;
	}
	lun[i] = (uint8_t)high;
	return split_lun(text + 1, lun, i + 1);
}

int ibft_lun_from_sysfs(const char *text, uint8_t lun[8])
{
	size_t len = strlen(text);

	memset(lun, 0, 8);
	if (len < 8 || len > 16)
		return -EINVAL;
	/* Two digits for each byte, with or without the kernel's hand. */
	if (len == 16)
		for (int i = 0; i < 8; i++) {
			int high = number_digit(text[2 * i]);
			int low = number_digit(text[2 * i + 1]);

			if (high < 0 || low < 0)
				return -EINVAL;
			lun[i] = (uint8_t)(high << 4 | low);
		}
	else if (!split_lun(text, lun, 0))
		return -EINVAL;
	return 0;
}
