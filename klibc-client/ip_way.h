/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way in which ip= says that a NIC is configured. */
#ifndef IP_WAY_H
#define IP_WAY_H

#include "netfield.h"

#define METHODS_MAX 3

enum ip_way {
	WAY_AUTO,		/* one or more methods */
	WAY_NONE,		/* with an address static, else link only */
	WAY_STATIC,		/* an address is needed: klibc only */
	WAY_TABLE,		/* as the iBFT says */
	WAY_UNSAID,
	WAY_OLD,		/* not done here, nor by dracut */
};

/* What the field of the method says. */
struct ip_ways {
	enum ip_way way;
	enum nic_method methods[METHODS_MAX];
	size_t count;
	const char *text;
};

/* One word, or several with commas: "dhcp,dhcp6".  An empty text is
 * WAY_UNSAID.  0, or -EINVAL and the slip. */
int ip_parse_ways(const struct fields *f, const char *text,
		  struct ip_ways *ways, struct slip *slip);

/* Whether a text begins with one of the words. */
bool ip_like_method(const char *text);

#endif
