/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files behind netparam.h share. */
#ifndef NETWORD_H
#define NETWORD_H

#include "said.h"
#include "slip.h"

/* One parameter at work; value NULL: a bare word. */
struct net_word {
	struct said *said;
	const struct net_param *param;
	const char *value;
	const char *what;		/* the whole of it, for remarks */
	struct slip *slip;
};

struct net_param {
	const char *name;
	/* As netparam_take(). */
	int (*take)(const struct net_word *w);
	/* What take() needs: a place in struct said, the reason why the
	 * parameter is ignored. */
	size_t place;
	const char *why;
	bool bare;			/* may stand without a value */
};

/* netname.c */
int net_take_ifname(const struct net_word *w);
int net_take_vlan(const struct net_word *w);
int net_take_bootdev(const struct net_word *w);
int net_take_bootif(const struct net_word *w);

/* netroute.c */
int net_take_nameserver(const struct net_word *w);
int net_take_route(const struct net_word *w);

#endif
