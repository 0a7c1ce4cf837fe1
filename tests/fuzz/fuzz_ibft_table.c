// SPDX-License-Identifier: GPL-2.0-or-later
/* The raw table: to the struct, to every output, to the boot plan, and back.
 * Each input is read as it is, and once more with what no fuzzer guesses made
 * good: signature, length, revision, checksum, the control structure's id. */
#include <errno.h>

#include "describe.h"
#include "field.h"
#include "fuzz.h"
#include "ibft.h"
#include "key.h"
#include "layout.h"
#include "plan_of.h"
#include "quirk.h"
#include "show.h"

#define LINES_MAX 65536

struct lines {
	char text[LINES_MAX];
	size_t used;
};

static void keep(void *arg, const char *piece)
{
	struct lines *t = arg;
	size_t n = strlen(piece);

	/* Longer pieces would have been cut. */
	MUST(n < 511);
	MUST(t->used + n < sizeof(t->text));
	memcpy(t->text + t->used, piece, n + 1);
	t->used += n;
}

static void look_at_finding(void *arg, const struct ibft_finding *f)
{
	const size_t *size = arg;

	/* An offset of the table's own is a word of 16 bits. */
	MUST(f->offset <= *size || f->offset <= 0xffff);
	MUST(memchr(f->block, '\0', sizeof(f->block)));
	MUST(memchr(f->text, '\0', sizeof(f->text)));
	for (const char *c = f->text; *c; c++)
		MUST(*c >= ' ' && *c <= '~');
}

/* Ends within its array, and holds nothing that moves a terminal's cursor. */
static void check_text(const char *text, size_t size)
{
	MUST(memchr(text, '\0', size));
	for (; *text; text++)
		MUST((*text < 0 || *text >= ' ') && *text != 0x7f);
}

static void check_secret(const struct secret *s)
{
	MUST(s->len <= SECRET_MAX);
	MUST(!memchr(s->bytes, '\0', s->len));
}

static void check_addr(const struct addr *a)
{
	static const uint8_t none[16];

	MUST(a->family == ADDR_NONE || a->family == ADDR_IPV4 ||
	     a->family == ADDR_IPV6);
	MUST((a->family == ADDR_NONE) == !memcmp(a->bytes, none, 16));
}

static void check_nic(const struct ibft_nic *n)
{
	MUST(n->flags & IBFT_VALID);
	MUST(n->vlan < 4095 && !(n->mac[0] & 1));
	MUST(n->subnet_mask_prefix <=
	     (n->address.family == ADDR_IPV4 ? 32 : 128));
	check_addr(&n->address);
	check_addr(&n->gateway);
	check_text(n->hostname, sizeof(n->hostname));
}

static void check_target(const struct ibft_target *t)
{
	const struct chap_account *a = &t->account;

	MUST(t->flags & IBFT_VALID && t->chap_type < 3);
	MUST(t->portal.port && t->portal.addr.family);
	MUST(!t->chap_type || (a->name[0] && a->secret.len));
	MUST(t->chap_type < 2 || (a->reverse_name[0] &&
				  a->reverse_secret.len));
	check_addr(&t->portal.addr);
	check_text(t->name, sizeof(t->name));
	check_text(a->name, sizeof(a->name));
	check_text(a->reverse_name, sizeof(a->reverse_name));
	check_secret(&a->secret);
	check_secret(&a->reverse_secret);
}

/* What a table that was accepted may hold. */
static void check_struct(const struct ibft *t)
{
	MUST(t->nic_count <= IBFT_NICS_MAX);
	MUST(t->target_count <= IBFT_TARGETS_MAX);
	check_text(t->header.signature, sizeof(t->header.signature));
	check_text(t->header.oem_id, sizeof(t->header.oem_id));
	check_text(t->header.oem_table_id, sizeof(t->header.oem_table_id));
	check_text(t->initiator.name, sizeof(t->initiator.name));
	MUST(t->initiator.name[0]);
	for (size_t i = 0; i < t->nic_count; i++)
		check_nic(&t->nics[i]);
	for (size_t i = 0; i < t->target_count; i++)
		check_target(&t->targets[i]);
}

static void must_be_same(const struct ibft *a, const struct ibft *b)
{
	char left[IBFT_FIELD_TEXT_SIZE], right[IBFT_FIELD_TEXT_SIZE];
	struct ibft_block_view v, w;
	size_t n = 0;

	for (; ibft_view(a, n, &v); n++) {
		MUST(ibft_view(b, n, &w));
		MUST(!strcmp(v.name, w.name));
		for (const struct ibft_field *f = v.fields; f->name; f++) {
			ibft_field_text(f, v.base, true, left);
			ibft_field_text(f, w.base, true, right);
			MUST(!strcmp(left, right));
		}
	}
	MUST(!ibft_view(b, n, &w));
}

/* Two blocks of one name are one in a description. */
static bool names_differ(const struct ibft *t)
{
	struct ibft_block_view v, w;

	for (size_t n = 0; ibft_view(t, n, &v); n++)
		for (size_t i = 0; i < n && ibft_view(t, i, &w); i++)
			if (!strcmp(v.name, w.name))
				return false;
	return true;
}

/* Bytes made from the struct, and lines made from it, give it back. */
static void round_trips(const struct ibft *ibft)
{
	static uint8_t table[IBFT_TABLE_MAX];
	static struct ibft again;
	static struct lines lines;
	const struct ibft_out out = { .text = keep, .arg = &lines,
				      .secrets = true };
	size_t n = ibft_to_table(ibft, table, sizeof(table));
	struct ibft_report report = { .finding = look_at_finding, .arg = &n };
	struct fault f = { .err = 0 };

	MUST(n && n <= sizeof(table));
	MUST(!ibft_from_table(&again, table, n, &report));
	must_be_same(ibft, &again);
	if (!names_differ(ibft))
		return;
	lines.used = 0;
	ibft_describe(ibft, &out);
	MUST(!ibft_from_description(&again, lines.text, &f));
	must_be_same(ibft, &again);
	MUST(!ibft_diff(ibft, &again, &out));
}

static const char *interface(void *arg, const struct ibft_nic *nic)
{
	(void)arg;
	return nic->index & 1 ? "eth0" : "";
}

/* Refused tables are shown, too.  What is printed may be cut nowhere. */
static void print_all(const struct ibft *ibft, bool taken)
{
	static struct lines lines;
	const struct ibft_out out = { .text = keep, .arg = &lines,
				      .secrets = true };

	lines.used = 0;
	ibft_show(ibft, "input", NULL, 0, &out);
	ibft_json(ibft, "input", NULL, 0, &out);
	if (taken)
		ibft_print_records(ibft, interface, NULL, &out);
}

static void read_one(const uint8_t *table, size_t size)
{
	static struct ibft ibft;
	static struct plan plan;
	struct ibft_report report = { .finding = look_at_finding,
				      .arg = &size };
	struct fault f = { .err = 0 };
	int rc = ibft_from_table(&ibft, table, size, &report);

	MUST(rc == (report.errors ? -EINVAL : 0));
	/* Printing takes longer than all the rest. */
	if (size % 4 == 0)
		print_all(&ibft, !rc);
	if (rc)
		return;
	check_struct(&ibft);
	ibft_find_quirks(&ibft, table, size, &report);
	fuzz_check_fault(plan_of(&plan, &ibft, &f), &f);
	round_trips(&ibft);
}

static void mend(uint8_t *t, size_t size)
{
	uint8_t sum = 0;

	memcpy(t, "iBFT", 4);
	t[4] = (uint8_t)size;
	t[5] = (uint8_t)(size >> 8);
	t[6] = t[7] = 0;
	t[8] = IBFT_REVISION;
	t[IBFT_CHECKSUM_AT] = 0;
	t[IBFT_HEADER_SIZE] = IBFT_CONTROL;
	t[IBFT_HEADER_SIZE + 1] = IBFT_STRUCTURE_VERSION;
	for (size_t i = 0; i < size; i++)
		sum = (uint8_t)(sum + t[i]);
	t[IBFT_CHECKSUM_AT] = (uint8_t)-sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy;

	read_one(data, size);
	if (size < IBFT_HEADER_SIZE + IBFT_CONTROL_SIZE ||
	    size > IBFT_TABLE_MAX)
		return 0;
	copy = malloc(size);
	memcpy(copy, data, size);
	mend(copy, size);
	read_one(copy, size);
	free(copy);
	return 0;
}
