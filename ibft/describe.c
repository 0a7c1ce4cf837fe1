// SPDX-License-Identifier: GPL-2.0-or-later
/* A table as lines of text, and back. */
#include "describe.h"

#include <errno.h>
#include <stdio.h>

#include "field.h"
#include "number.h"

/* edk2 fills its OEM ids up with spaces: a text that begins or ends with one
 * stands in quotes, and so does one that begins with a quote. */
static const char *quote(const char *text)
{
	return text[0] == ' ' || text[0] == '"' ||
	       text[strlen(text) - 1] == ' ' ? "\"" : "";
}

void ibft_describe(const struct ibft *ibft, const struct ibft_out *out)
{
	char text[IBFT_FIELD_TEXT_SIZE];
	struct ibft_block_view v;

	for (size_t n = 0; ibft_view(ibft, n, &v); n++)
		for (const struct ibft_field *f = v.fields; f->name; f++)
			if (ibft_field_text(f, v.base, out->secrets, text))
				ibft_print(out, "%s/%s = %s%s%s\n", v.name,
					   f->name, quote(text), text,
					   quote(text));
	wipe(text, sizeof(text));
}

/* A block of the description: its fields, and its struct in the table. */
struct place {
	const struct ibft_field *fields;
	void *base;
};

static bool nic_place(struct ibft *ibft, uint8_t index, struct place *p)
{
	size_t n = 0;

	while (n < ibft->nic_count && ibft->nics[n].index != index)
		n++;
	if (n == IBFT_NICS_MAX)
		return false;
	if (n == ibft->nic_count) {
		ibft->nic_count++;
		ibft->nics[n].index = index;
		ibft->nics[n].flags = IBFT_VALID | IBFT_BOOT_SELECTED;
	}
	p->fields = ibft_nic_fields;
	p->base = &ibft->nics[n];
	return true;
}

static bool target_place(struct ibft *ibft, uint8_t index, struct place *p)
{
	size_t n = 0;

	while (n < ibft->target_count && ibft->targets[n].index != index)
		n++;
	if (n == IBFT_TARGETS_MAX)
		return false;
	if (n == ibft->target_count) {
		ibft->target_count++;
		ibft->targets[n].index = index;
		ibft->targets[n].flags = IBFT_VALID | IBFT_BOOT_SELECTED;
		ibft->targets[n].portal.port = 3260;
	}
	p->fields = ibft_target_fields;
	p->base = &ibft->targets[n];
	return true;
}

/* The block of this name, made when it is new. */
static bool find_place(struct ibft *ibft, const char *block, struct place *p)
{
	uint64_t n;

	if (!strcmp(block, "acpi_header")) {
		p->fields = ibft_header_fields;
		p->base = &ibft->header;
		return true;
	}
	if (!strcmp(block, "initiator")) {
		p->fields = ibft_initiator_fields;
		p->base = &ibft->initiator;
		return true;
	}
	if (!strncmp(block, "ethernet", 8) &&
	    !number_decimal(block + 8, 255, &n))
		return nic_place(ibft, (uint8_t)n, p);
	if (!strncmp(block, "target", 6) &&
	    !number_decimal(block + 6, 255, &n))
		return target_place(ibft, (uint8_t)n, p);
	return false;
}

/* Without the blanks around it. */
static char *trim(char *text)
{
	char *end;

	while (*text == ' ' || *text == '\t')
		text++;
	end = text + strlen(text);
	while (end > text && (end[-1] == ' ' || end[-1] == '\t' ||
			      end[-1] == '\r'))
		*--end = '\0';
	return text;
}

/* Without the quotes around it. */
static char *unquote(char *text)
{
	size_t n = strlen(text);

	if (n < 2 || text[0] != '"' || text[n - 1] != '"')
		return text;
	text[n - 1] = '\0';
	return text + 1;
}

static int take_line(struct ibft *ibft, char *line, unsigned int number,
		     struct fault *f)
{
	char *equals = strchr(line, '='), *slash, *name, *value;
	const struct ibft_field *field;
	struct place place;
	int rc;

	if (!equals)
		return fault(f, STAGE_PLAN, EINVAL,
			     "line %u: not BLOCK/FIELD = VALUE", number);
	*equals = '\0';
	name = trim(line);
	value = unquote(trim(equals + 1));
	slash = strchr(name, '/');
	if (!slash)
		return fault(f, STAGE_PLAN, EINVAL,
			     "line %u: '%.60s' is not BLOCK/FIELD", number,
			     name);
	*slash++ = '\0';
	if (!find_place(ibft, name, &place))
		return fault(f, STAGE_PLAN, EINVAL,
			     "line %u: no block '%.60s', or too many of it: acpi_header, initiator, ethernetN or targetN",
			     number, name);
	field = place.fields;
	while (field->name && strcmp(field->name, slash))
		field++;
	if (!field->name)
		return fault(f, STAGE_PLAN, EINVAL,
			     "line %u: %.20s has no field '%.60s'", number,
			     name, slash);
	rc = ibft_field_parse(field, value, place.base);
	if (rc)
		return fault(f, STAGE_PLAN, EINVAL,
			     "line %u: %.20s/%s: the value %s", number, name,
			     slash, rc == -ERANGE ? "is too large or too long" :
			     "has the wrong form");
	return 0;
}

int ibft_from_description(struct ibft *ibft, char *text, struct fault *f)
{
	unsigned int number = 1;
	char *line = text, *end;
	int rc = 0;

	memset(ibft, 0, sizeof(*ibft));
	ibft->initiator.flags = IBFT_VALID | IBFT_BOOT_SELECTED;
	for (; line && !rc; line = end, number++) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		line = trim(line);
		if (*line && *line != '#')
			rc = take_line(ibft, line, number, f);
	}
	return rc;
}

/* The block of that name in a table; of several, the one behind skip of
 * them. */
static bool find_view(const struct ibft *ibft, const char *name, size_t skip,
		      struct ibft_block_view *v)
{
	for (size_t n = 0; ibft_view(ibft, n, v); n++)
		if (!strcmp(v->name, name) && !skip--)
			return true;
	return false;
}

/* How many blocks before number n have its name. */
static size_t namesakes(const struct ibft *ibft, size_t n, const char *name)
{
	struct ibft_block_view v;
	size_t count = 0;

	while (n--)
		count += ibft_view(ibft, n, &v) && !strcmp(v.name, name);
	return count;
}

/* What a has and b has not or has otherwise; back: only what b has not, with
 * a as the newer table. */
static unsigned int diff_one_way(const struct ibft *a, const struct ibft *b,
				 bool back, const struct ibft_out *out)
{
	char left[IBFT_FIELD_TEXT_SIZE], right[IBFT_FIELD_TEXT_SIZE];
	struct ibft_block_view v, w;
	unsigned int differences = 0;

	for (size_t n = 0; ibft_view(a, n, &v); n++) {
		bool both = find_view(b, v.name, namesakes(a, n, v.name),
				      &w);

		for (const struct ibft_field *f = v.fields; f->name; f++) {
			bool l = ibft_field_text(f, v.base, true, left);
			bool r = both && ibft_field_text(f, w.base, true,
							 right);

			if (!l || (r && (back || !strcmp(left, right))))
				continue;
			if (f->kind == IBFT_KIND_SECRET && !out->secrets) {
				copy_string(left, sizeof(left), "<secret>");
				copy_string(right, sizeof(right),
					    "<another secret>");
			}
			differences++;
			if (back)
				ibft_print(out, "%s/%s: not set, now %s\n",
					   v.name, f->name, left);
			else
				ibft_print(out, "%s/%s: %s, now %s\n", v.name,
					   f->name, left, r ? right : "not set");
		}
	}
	return differences;
}

unsigned int ibft_diff(const struct ibft *a, const struct ibft *b,
		       const struct ibft_out *out)
{
	return diff_one_way(a, b, false, out) + diff_one_way(b, a, true, out);
}
