// SPDX-License-Identifier: GPL-2.0-or-later
/* A table as JSON. */
#include "field.h"
#include "show.h"

static void block(const struct ibft_out *out, const struct ibft_block_view *v)
{
	char text[IBFT_FIELD_TEXT_SIZE];
	const char *comma = "";

	ibft_print(out, "{ ");
	for (const struct ibft_field *f = v->fields; f->name; f++) {
		if (!ibft_field_text(f, v->base, out->secrets, text))
			continue;
		ibft_print(out, "%s\"%s\": ", comma, f->name);
		if (f->kind == IBFT_KIND_U8 || f->kind == IBFT_KIND_U16)
			ibft_print(out, "%s", text);
		else
			ibft_print_quoted(out, text);
		comma = ", ";
	}
	ibft_print(out, " }");
	wipe(text, sizeof(text));
}

/* "NAME": [ the blocks with these fields ]. */
static void blocks(const struct ibft_out *out, const struct ibft *ibft,
		   const char *name, const struct ibft_field *fields)
{
	struct ibft_block_view v;
	const char *comma = "";

	ibft_print(out, ",\n  \"%s\": [", name);
	for (size_t n = 0; ibft_view(ibft, n, &v); n++) {
		if (v.fields != fields)
			continue;
		ibft_print(out, "%s\n    ", comma);
		block(out, &v);
		comma = ",";
	}
	ibft_print(out, " ]");
}

void ibft_json(const struct ibft *ibft, const char *source,
	       const struct ibft_finding *findings, size_t count,
	       const struct ibft_out *out)
{
	static const char *const words[] = { "note", "warning", "error" };
	struct ibft_block_view v;

	ibft_print(out, "{ \"source\": ");
	ibft_print_quoted(out, source);
	ibft_view(ibft, 0, &v);
	ibft_print(out, ",\n  \"header\": ");
	block(out, &v);
	ibft_view(ibft, 1, &v);
	ibft_print(out, ",\n  \"initiator\": ");
	block(out, &v);
	blocks(out, ibft, "nics", ibft_nic_fields);
	blocks(out, ibft, "targets", ibft_target_fields);
	ibft_print(out, ",\n  \"findings\": [");
	for (size_t i = 0; i < count; i++) {
		ibft_print(out, "%s\n    { \"severity\": \"%s\", \"offset\": %u, \"block\": \"%s\", \"text\": ",
			   i ? "," : "", words[findings[i].severity],
			   findings[i].offset, findings[i].block);
		ibft_print_quoted(out, findings[i].text);
		ibft_print(out, " }");
	}
	ibft_print(out, " ] }\n");
}
