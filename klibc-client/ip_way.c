// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of ip= for the way in which a NIC is configured. */
#include "ip_way.h"

#include <errno.h>

/* dracut.cmdline(7); dhcp4, auto and link-local are of its backends, both to
 * static are klibc's. */
static const struct word {
	const char *name;
	enum ip_way way;
	size_t count;
	enum nic_method methods[2];
} words[] = {
	{ "dhcp", WAY_AUTO, 1, { NIC_DHCP } },
	{ "on", WAY_AUTO, 1, { NIC_DHCP } },
	{ "any", WAY_AUTO, 1, { NIC_DHCP } },
	{ "dhcp4", WAY_AUTO, 1, { NIC_DHCP } },
	{ "single-dhcp", WAY_AUTO, 1, { NIC_SINGLE_DHCP } },
	{ "dhcp6", WAY_AUTO, 1, { NIC_DHCP6 } },
	{ "auto6", WAY_AUTO, 1, { NIC_AUTO6 } },
	{ "either6", WAY_AUTO, 1, { NIC_EITHER6 } },
	{ "link6", WAY_AUTO, 1, { NIC_LINK6 } },
	{ "link-local", WAY_AUTO, 1, { NIC_LINK6 } },
	{ "auto", WAY_AUTO, 2, { NIC_DHCP, NIC_AUTO6 } },
	{ "none", WAY_NONE, 0, { NIC_NONE } },
	{ "off", WAY_NONE, 0, { NIC_NONE } },
	{ "static", WAY_STATIC, 0, { NIC_NONE } },
	{ "ibft", WAY_TABLE, 0, { NIC_NONE } },
	{ "both", WAY_OLD, 0, { NIC_NONE } },
	{ "bootp", WAY_OLD, 0, { NIC_NONE } },
	{ "rarp", WAY_OLD, 0, { NIC_NONE } },
};

static const struct word *find_word(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i].name) == len &&
		    !memcmp(words[i].name, text, len))
			return &words[i];
	return NULL;
}

bool ip_like_method(const char *text)
{
	return find_word(text, strcspn(text, ","));
}

static int add_methods(const struct fields *f, const char *at,
		       const struct word *w, struct ip_ways *ways, struct slip *s)
{
	for (size_t i = 0; i < w->count; i++) {
		for (size_t j = 0; j < ways->count; j++)
			if (ways->methods[j] == w->methods[i])
				return slip(s, field_at(f, at),
					    "%s says the same twice",
					    ways->text);
		if (ways->count == METHODS_MAX)
			return slip(s, field_at(f, at), "%s: more than %d ways"
				    " of configuration", ways->text,
				    METHODS_MAX);
		ways->methods[ways->count++] = w->methods[i];
	}
	return 0;
}

int ip_parse_ways(const struct fields *f, const char *text,
		  struct ip_ways *ways, struct slip *s)
{
	memset(ways, 0, sizeof(*ways));
	ways->way = WAY_UNSAID;
	ways->text = text;
	for (const char *at = text; *text; at += strcspn(at, ",") + 1) {
		size_t len = strcspn(at, ",");
		const struct word *w = find_word(at, len);
		int rc;

		if (!w)
			return slip(s, field_at(f, at), "unknown way of "
				    "configuration '%.*s': none, dhcp, "
				    "single-dhcp, dhcp6, auto6, either6, link6"
				    " or ibft", (int)len, at);
		if (w->way == WAY_OLD)
			return slip(s, field_at(f, at), "%s is BOOTP or RARP, "
				    "which are not used here: dhcp", w->name);
		if (w->way != WAY_AUTO && text[len])
			return slip(s, field_at(f, at),
				    "%s does not go with another word",
				    w->name);
		ways->way = w->way;
		rc = add_methods(f, at, w, ways, s);
		if (rc || !at[len])
			return rc;
	}
	return 0;
}
