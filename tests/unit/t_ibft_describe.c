// SPDX-License-Identifier: GPL-2.0-or-later
/* A table as lines, lines as a table, and what differs between two. */
#include "describe.h"

#include <errno.h>

#include "field.h"
#include "ibft_table.h"

static struct ibft full, ibft, other;
static char lines[16384];

static void keep(void *arg, const char *text)
{
	size_t *n = arg, len = strlen(text);

	if (*n + len < sizeof(lines)) {
		memcpy(lines + *n, text, len + 1);
		*n += len;
	}
}

static const char *describe(const struct ibft *t, bool secrets)
{
	size_t n = 0;
	const struct ibft_out out = { .text = keep, .arg = &n,
				      .secrets = secrets };

	lines[0] = '\0';
	ibft_describe(t, &out);
	return lines;
}

static unsigned int diff(const struct ibft *a, const struct ibft *b,
			 bool secrets)
{
	size_t n = 0;
	const struct ibft_out out = { .text = keep, .arg = &n,
				      .secrets = secrets };

	lines[0] = '\0';
	return ibft_diff(a, b, &out);
}

/* Whether some line is this one. */
static bool has_line(const char *line)
{
	size_t n = strlen(line);

	for (const char *at = lines; *at; at += strcspn(at, "\n") + 1)
		if (!strncmp(at, line, n) && at[n] == '\n')
			return true;
	return false;
}

static int parse(const char *text, struct fault *f)
{
	char copy[2048];

	copy_string(copy, sizeof(copy), text);
	*f = (struct fault){ .err = 0 };
	return ibft_from_description(&ibft, copy, f);
}

/* One line for one field: what it becomes, or NULL when it is refused. */
static const struct {
	const char *why, *line, *then;
} rows[] = {
{ "a number", "target0/port = 1", "target0/port = 1" },
{ "no blanks", "target0/port=1", "target0/port = 1" },
{ "many blanks", " \ttarget0/port \t= \t1 \t\r", "target0/port = 1" },
{ "a number with zeroes before it", "target0/port = 00001",
  "target0/port = 1" },
{ "the index of the name", "target255/port = 1", "target255/index = 255" },
{ "another index", "target1/index = 2", "target2/index = 2" },
{ "the usual port", "target0/nic-assoc = 0", "target0/port = 3260" },
{ "the usual flags", "target0/port = 1", "target0/flags = 3" },
{ "other flags", "target0/flags = 0", "target0/flags = 0" },
{ "the initiator's usual flags", "initiator/index = 0",
  "initiator/flags = 3" },
{ "a NIC's usual flags", "ethernet0/vlan = 1", "ethernet0/flags = 3" },
{ "blanks in quotes", "acpi_header/oem_id = \" a  \"",
  "acpi_header/oem_id = \" a  \"" },
{ "a blank before", "acpi_header/oem_id = \" a\"",
  "acpi_header/oem_id = \" a\"" },
{ "a blank behind", "acpi_header/oem_id = \"a \"",
  "acpi_header/oem_id = \"a \"" },
{ "a quote before", "acpi_header/oem_id = \"a", "acpi_header/oem_id = \"\"a\"" },
{ "a quote behind", "acpi_header/oem_id = a\"", "acpi_header/oem_id = a\"" },
{ "quotes that are not needed", "acpi_header/oem_id = \"a\"",
  "acpi_header/oem_id = a" },
{ "quotes in quotes", "acpi_header/oem_id = \"\"a\"\"",
  "acpi_header/oem_id = \"\"a\"\"" },
{ "a quote alone", "acpi_header/oem_id = \"",
  "acpi_header/oem_id = \"\"\"" },
{ "a quote inside", "acpi_header/oem_id = a\"b", "acpi_header/oem_id = a\"b" },
{ "an equals sign", "acpi_header/oem_id = a=b", "acpi_header/oem_id = a=b" },
{ "a slash", "acpi_header/oem_id = a/b", "acpi_header/oem_id = a/b" },
{ "a number sign", "acpi_header/oem_id = #", "acpi_header/oem_id = #" },
{ "0.0.0.0 is not set", "ethernet0/gateway = 0.0.0.0",
  "ethernet0/index = 0" },
{ "IPv6 in capitals", "target0/ip-addr = 2001:DB8::1",
  "target0/ip-addr = 2001:db8::1" },
{ "the kernel's LUN", "target0/lun = 01000000",
  "target0/lun = 0001000000000000" },
{ "nothing", "target0/port =", NULL },
{ "no field", "target0", NULL },
{ "no block", "port = 1", NULL },
{ "another block", "nic0/port = 1", NULL },
{ "another field", "target0/vlan = 1", NULL },
{ "a block above 255", "target256/port = 1", NULL },
{ "a field's beginning", "target0/por = 1", NULL },
{ "a port too high", "target0/port = 65536", NULL },
{ "a port that wraps", "target0/port = 4294967297", NULL },
};

static void test_rows(void)
{
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int rc = parse(rows[i].line, &f);

		SAME(rc, rows[i].then ? 0 : -EINVAL, rows[i].why);
		OK(!rc || !strncmp(f.text, "line 1: ", 8), rows[i].why);
		if (rc)
			continue;
		describe(&ibft, false);
		OK(has_line(rows[i].then), rows[i].why);
	}
	SAME(parse("\n# comment\n\ntarget0/port = x\nnonsense\n", &f), -EINVAL,
	     "lines are counted");
	OK(!strncmp(f.text, "line 4: target0/port: ", 22), "with empty ones");
	SAME(parse("", &f), 0, "nothing at all");
	SAME(ibft.nic_count + ibft.target_count, 0, "is an empty table");
}

/* A value that is refused may be a secret. */
static void test_secrets(void)
{
	char line[400] = "target0/chap-secret = ";
	size_t n = strlen(line);
	struct fault f;

	memset(line + n, 's', SECRET_MAX + 1);
	SAME(parse(line, &f), -EINVAL, "a secret is never cut");
	OK(!strstr(f.text, "ss"), "nor printed");
	line[n + SECRET_MAX] = '\0';
	SAME(parse(line, &f), 0, "the longest");
	SAME(ibft.targets[0].account.secret.len, SECRET_MAX, "all of it");
	describe(&full, false);
	OK(!strstr(lines, "a-secret") && !strstr(lines, "its-secret"),
	   "described by its length");
	OK(has_line("target0/chap-secret = <set, 8 bytes>"), "in words");
	describe(&full, true);
	OK(has_line("target0/chap-secret = a-secret"), "or as it is");
	other = full;
	set_secret(&other.targets[0].account.secret, "b-secret");
	SAME(diff(&full, &other, false), 1, "another secret differs");
	OK(!strstr(lines, "a-secret") && !strstr(lines, "b-secret"),
	   "without a word of it");
	SAME(diff(&full, &other, true), 1, "secrets shown");
	OK(has_line("target0/chap-secret: a-secret, now b-secret"), "on request");
}

/* A bit of the field: of its first byte, or of an address's fourth. */
static void change(const struct ibft_block_view *v, const struct ibft_field *f)
{
	size_t at = f->offset;

	if (f->kind == IBFT_KIND_ADDR)
		at += offsetof(struct addr, bytes) + 3;
	if (f->kind == IBFT_KIND_SECRET)
		at += offsetof(struct secret, bytes);
	((uint8_t *)(uintptr_t)v->base)[at] ^= 1;
}

/* Every field, one after the other, is seen by diff, and only that one. */
static void test_diff(void)
{
	struct ibft_block_view v, w;
	char text[IBFT_FIELD_TEXT_SIZE];
	unsigned int fields = 0;

	SAME(diff(&full, &full, true), 0, "nothing differs");
	for (size_t n = 0; ibft_view(&full, n, &v); n++)
		for (const struct ibft_field *f = v.fields; f->name; f++) {
			unsigned int want = 1;

			other = full;
			ibft_view(&other, n, &w);
			change(&w, f);
			/* A block of another index is another block. */
			if (!strcmp(f->name, "index") && n > 1)
				want = 2;
			if (want == 1)
				SAME(diff(&full, &other, true), 1, f->name);
			else
				OK(diff(&full, &other, true) > 2, f->name);
			SAME(diff(&other, &other, true), 0, f->name);
			OK(ibft_field_text(f, v.base, true, text), f->name);
			fields++;
		}
	SAME(fields, 35, "all fields of the four blocks");
	other = full;
	other.nics[0].gateway = (struct addr){ .family = ADDR_NONE };
	SAME(diff(&full, &other, true), 1, "a field less");
	OK(has_line("ethernet0/gateway: 10.77.0.1, now not set"), "is named");
	SAME(diff(&other, &full, true), 1, "a field more");
	OK(has_line("ethernet0/gateway: not set, now 10.77.0.1"), "is named");
	other = full;
	other.target_count = 0;
	SAME(diff(&full, &other, false), 12, "a block less");
	SAME(diff(&other, &full, false), 12, "a block more");
}

/* Two blocks of one name: each is compared with its own. */
static void test_namesakes(void)
{
	other = full;
	other.target_count = 2;
	set_target(&other.targets[1], 0);
	other.targets[1].portal.port = 1;
	SAME(diff(&other, &other, true), 0, "nothing differs from itself");
	ibft = other;
	ibft.targets[1].portal.port = 2;
	SAME(diff(&other, &ibft, true), 1, "the second one differs");
	OK(has_line("target0/port: 1, now 2"), "by its port");
}

int main(void)
{
	struct fault f = { .err = 0 };

	full_table(&full);
	describe(&full, true);
	SAME(ibft_from_description(&ibft, lines, &f), 0, "lines are taken");
	OK(!memcmp(&ibft, &full, sizeof(full)), "and give the same struct");
	test_rows();
	test_secrets();
	test_diff();
	test_namesakes();
	return test_done();
}
