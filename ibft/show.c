// SPDX-License-Identifier: GPL-2.0-or-later
/* A table for people. */
#include "show.h"

#include <stdio.h>

#include "field.h"

static const char *severity_word(enum ibft_severity severity)
{
	static const char *const words[] = { "note", "WARNING", "ERROR" };

	return words[severity];
}

void ibft_show_finding(const struct ibft_finding *f,
		       const struct ibft_out *out)
{
	ibft_print(out, "%s at %u: %s: %s\n", severity_word(f->severity),
		   f->offset, f->block, f->text);
}

/* Bits in words; what has no word stays a number. */
static void flags_words(bool nic, unsigned int flags, char *text, size_t size)
{
	static const char *const words[2][4] = {
		{ "valid", "boot selected", "RADIUS CHAP", "RADIUS rCHAP" },
		{ "valid", "boot selected", "global", NULL },
	};
	size_t n = 0;

	text[0] = '\0';
	for (unsigned int bit = 0; bit < 8; bit++) {
		const char *word = bit < 4 ? words[nic][bit] : NULL;

		if (!(flags >> bit & 1))
			continue;
		if (word)
			n += (size_t)snprintf(text + n, size - n, "%s%s",
					      n ? ", " : "", word);
		else
			n += (size_t)snprintf(text + n, size - n, "%sbit %u",
					      n ? ", " : "", bit);
	}
	if (!n)
		snprintf(text, size, "none");
}

static const char *origin_word(unsigned int origin)
{
	static const char *const words[] = {
		"other", "manual", "well known", "DHCP",
		"router advertisement",
	};

	if (origin < ARRAY_SIZE(words))
		return words[origin];
	return origin == 15 || origin == 16 ? "unchanged" : "unknown";
}

static const char *chap_word(unsigned int type)
{
	static const char *const words[] = { "none", "CHAP", "mutual CHAP" };

	return type < ARRAY_SIZE(words) ? words[type] : "unknown";
}

/* SAM-5 4.7: what the eight bytes say. */
static void lun_words(const uint8_t lun[8], char *text, size_t size)
{
	static const uint8_t none[6];
	unsigned int low = (unsigned int)(lun[0] & 0x3f) << 8 | lun[1];

	if (lun[0] >> 6 == 0 && !memcmp(lun + 2, none, 6))
		snprintf(text, size, lun[0] ? "LUN %u on bus %u" : "LUN %u",
			 lun[1], lun[0]);
	else if (lun[0] >> 6 == 1 && !memcmp(lun + 2, none, 6))
		snprintf(text, size, "LUN %u, flat", low);
	else if (lun[0] == 0xd2)
		snprintf(text, size, "LUN %u, extended flat",
			 (unsigned int)lun[1] << 16 |
			 (unsigned int)lun[2] << 8 | lun[3]);
	else if (lun[0] >> 6 == 3)
		snprintf(text, size, "extended addressing");
	else
		snprintf(text, size, "several levels");
}

/* What stands behind a value to explain it. */
static void explain(const struct ibft_block_view *v,
		    const struct ibft_field *f, char *text, size_t size)
{
	uint8_t low = *((const uint8_t *)v->base + f->offset);
	bool nic = v->fields == ibft_nic_fields;

	text[0] = '\0';
	if (!strcmp(f->name, "flags"))
		flags_words(nic, low, text, size);
	else if (!strcmp(f->name, "origin"))
		copy_string(text, size, origin_word(low));
	else if (!strcmp(f->name, "chap-type"))
		copy_string(text, size, chap_word(low));
	else if (f->kind == IBFT_KIND_LUN)
		lun_words((const uint8_t *)v->base + f->offset, text, size);
	else if (!strcmp(f->name, "vlan"))
		copy_string(text, size, low || ((const uint8_t *)v->base +
						f->offset)[1] ? "" :
						"untagged");
}

static void show_findings(const char *block,
			  const struct ibft_finding *findings, size_t count,
			  bool rest, const struct ibft *ibft,
			  const struct ibft_out *out)
{
	struct ibft_block_view v;

	for (size_t i = 0; i < count; i++) {
		bool shown = !rest;

		for (size_t n = 1; rest && ibft_view(ibft, n, &v); n++)
			shown |= !strcmp(v.name, findings[i].block);
		if (rest ? shown : strcmp(findings[i].block, block))
			continue;
		ibft_print(out, "  ! ");
		ibft_show_finding(&findings[i], out);
	}
}

void ibft_show(const struct ibft *ibft, const char *source,
	       const struct ibft_finding *findings, size_t count,
	       const struct ibft_out *out)
{
	char text[IBFT_FIELD_TEXT_SIZE], why[80];
	struct ibft_block_view v;

	ibft_print(out, "iBFT from %s", source);
	if (ibft->header.length)
		ibft_print(out, ", %u bytes", ibft->header.length);
	ibft_print(out, "\n");
	/* Header, control structure, and blocks that could not be read. */
	show_findings("", findings, count, true, ibft, out);
	for (size_t n = 0; ibft_view(ibft, n, &v); n++) {
		ibft_print(out, "\n%s\n", v.name);
		for (const struct ibft_field *f = v.fields; f->name; f++) {
			if (!ibft_field_text(f, v.base, out->secrets, text))
				continue;
			explain(&v, f, why, sizeof(why));
			ibft_print(out, why[0] ? "  %-22s%s (%s)\n" :
				   "  %-22s%s\n", f->name, text, why);
		}
		if (n)
			show_findings(v.name, findings, count, false, ibft,
				      out);
	}
	wipe(text, sizeof(text));
}
