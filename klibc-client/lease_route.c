// SPDX-License-Identifier: GPL-2.0-or-later
/* The routes of a lease: options 33 and 121 (RFC 3442). */
#include <stdio.h>

#include "lease_value.h"
#include "number.h"

#define BLANKS " \t"
/* "255.255.255.255/32,255.255.255.255", and a byte more so that what is cut
 * is no route. */
#define ROUTE_SIZE 40

/* "10.8.0.0/16" by a gateway, where 0.0.0.0 is on the link.  The gateway of
 * all is given back apart. */
static void take_route(struct lease_reading *r, const char *to,
		       const char *gateway, struct addr *of_all)
{
	static const struct addr nobody = { .family = ADDR_IPV4 };
	struct lease *l = r->lease;
	struct plan_route route;
	char net[ROUTE_SIZE];
	const char *slash = strchr(to, '/');
	uint64_t prefix;

	memset(&route, 0, sizeof(route));
	snprintf(net, sizeof(net), "%.*s", (int)(slash ? slash - to : 0), to);
	if (addr_parse(net, &route.to) || addr_parse(gateway, &route.gateway) ||
	    route.to.family != ADDR_IPV4 ||
	    route.gateway.family != ADDR_IPV4 ||
	    number_decimal(slash + 1, 32, &prefix)) {
		lease_left_out(r, "'%.40s' by '%.20s' is no route", to,
			       gateway);
		return;
	}
	route.prefix = (uint8_t)prefix;
	said_route_clear(&route);
	if (addr_equal(&route.gateway, &nobody))
		route.gateway.family = ADDR_NONE;
	if (!prefix)
		*of_all = route.gateway;
	else if (l->route_count == PLAN_ROUTES_MAX)
		lease_left_out(r, "there are more than %d routes: not that to %.40s",
			       PLAN_ROUTES_MAX, to);
	else
		l->routes[l->route_count++] = route;
}

void lease_take_subnet(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	(void)nic;
	copy_string(r->subnet, sizeof(r->subnet), value);
}

void lease_take_subnet_gateway(struct lease_reading *r, struct plan_nic *nic,
			       const char *value)
{
	if (r->subnet[0])
		take_route(r, r->subnet, value, &nic->gateway);
	r->subnet[0] = '\0';
}

/* "10.8.0.0/16,10.7.0.9 ..." */
static void take_list(struct lease_reading *r, const char *value,
		      struct addr *of_all)
{
	char word[ROUTE_SIZE];

	for (const char *at = value;
	     lease_next_word(&at, BLANKS, word, sizeof(word)); ) {
		char *comma = word + strcspn(word, ",");

		if (*comma)
			*comma++ = '\0';
		take_route(r, word, comma, of_all);
	}
}

void lease_take_classless(struct lease_reading *r, struct plan_nic *nic,
			  const char *value)
{
	(void)nic;
	r->classless = true;
	take_list(r, value, &r->classless_gateway);
}

void lease_take_routes(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	take_list(r, value, &nic->gateway);
}

/* The next n bytes; what lacks of four is 0.  false: there are not so many. */
static bool next_bytes(const char **at, size_t n, uint8_t bytes[4])
{
	char word[8];
	uint64_t byte;

	memset(bytes, 0, 4);
	for (size_t i = 0; i < n; i++) {
		if (!lease_next_word(at, BLANKS ".,", word, sizeof(word)) ||
		    number_decimal(word, 255, &byte))
			return false;
		bytes[i] = (uint8_t)byte;
	}
	return true;
}

void lease_take_octets(struct lease_reading *r, struct plan_nic *nic,
		       const char *value)
{
	const char *at = value;
	uint8_t width[4], to[4], by[4];
	char net[ROUTE_SIZE], gateway[ROUTE_SIZE];

	(void)nic;
	r->classless = true;
	while (next_bytes(&at, 1, width)) {
		if (width[0] > 32 ||
		    !next_bytes(&at, (width[0] + 7U) / 8, to) ||
		    !next_bytes(&at, 4, by))
			break;
		snprintf(net, sizeof(net), "%u.%u.%u.%u/%u", to[0], to[1],
			 to[2], to[3], width[0]);
		snprintf(gateway, sizeof(gateway), "%u.%u.%u.%u", by[0],
			 by[1], by[2], by[3]);
		take_route(r, net, gateway, &r->classless_gateway);
		at += strspn(at, BLANKS ".,");
		if (!*at)
			return;
	}
	lease_left_out(r, "'%.60s' does not end with a route", value);
}
