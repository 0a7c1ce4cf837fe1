// SPDX-License-Identifier: GPL-2.0-or-later
/* nameserver= and rd.route=. */
#include <errno.h>

#include "netfield.h"
#include "netword.h"

int net_take_nameserver(const struct net_word *w)
{
	struct said *said = w->said;
	struct addr a;
	int rc = field_lone_addr(w->value, "DNS server", &a, w->slip);

	if (rc)
		return rc;
	if (!a.family)
		return slip(w->slip, 0, "the DNS server's address is missing");
	for (size_t i = 0; i < said->dns_count; i++)
		if (addr_equal(&said->dns[i], &a))
			return 0;
	if (said->dns_count == PLAN_DNS_MAX)
		remark_ignored(said->remarks, w->what,
			       "there are more than %d DNS servers",
			       PLAN_DNS_MAX);
	else
		said->dns[said->dns_count++] = a;
	return 0;
}

/* NET[/LENGTH], a mask in dots for the length, or "default". */
static int route_to(const struct fields *f, struct plan_route *r,
		    struct slip *s)
{
	const char *text = field(f, 0);
	size_t n = strcspn(text, "/");
	char buf[ADDR_TEXT_SIZE];

	if (!strcmp(text, "default"))
		return 0;
	if (n >= sizeof(buf))
		n = sizeof(buf) - 1;
	memcpy(buf, text, n);
	buf[n] = '\0';
	if (addr_parse(buf, &r->to))
		return slip(s, field_at(f, text), "network %s is not an "
			    "address", *buf ? buf : "''");
	r->prefix = r->to.family == ADDR_IPV6 ? 128 : 32;
	return text[n] ? field_prefix(f, text + n + 1, r->to.family, 0,
				      &r->prefix, s) : 0;
}

/* NET:GATEWAY, NET:GATEWAY:DEVICE or NET::DEVICE. */
static int route_parse(const struct net_word *w, const struct fields *f,
		       struct plan_route *r)
{
	struct slip *s = w->slip;
	int rc = route_to(f, r, s);

	if (!rc)
		rc = field_addr(f, field(f, 1), "gateway", &r->gateway, s);
	if (!rc && *field(f, 2))
		rc = field_name(f, field(f, 2), r->ifname, s);
	if (rc)
		return rc;
	if (f->count > 3)
		return slip(s, f->at[3], "%s is one field too many: "
			    "NET/LENGTH:GATEWAY:DEVICE, IPv6 in brackets",
			    field(f, 3));
	if (!r->gateway.family && !r->ifname[0])
		return slip(s, strlen(w->value),
			    "the route to %s has no gateway and no device",
			    field(f, 0));
	if (r->to.family && r->gateway.family &&
	    r->to.family != r->gateway.family)
		return slip(s, f->at[1], "gateway %s is IPv%d and the network "
			    "IPv%d", field(f, 1), r->gateway.family,
			    r->to.family);
	return 0;
}

int net_take_route(const struct net_word *w)
{
	struct said *said = w->said;
	struct plan_route r;
	struct fields f;
	int rc = fields_split(&f, w->value, w->slip);

	memset(&r, 0, sizeof(r));
	if (!rc)
		rc = route_parse(w, &f, &r);
	if (rc)
		return rc;
	if (r.to.family && said_route_clear(&r))
		remark_warning(said->remarks, w->what, "the network has bits "
			       "behind its first %d, which are left out",
			       r.prefix);
	/* All of a family is the default route, where the gateway says which
	 * family. */
	if (!r.prefix && r.gateway.family)
		memset(&r.to, 0, sizeof(r.to));
	if (said->route_count == PLAN_ROUTES_MAX)
		remark_ignored(said->remarks, w->what,
			       "there are more than %d routes",
			       PLAN_ROUTES_MAX);
	else
		said->routes[said->route_count++] = r;
	return 0;
}
