// SPDX-License-Identifier: GPL-2.0-or-later
/* ip=: alone "dhcp"; "eth0:dhcp"; or all fields, client to time server. */
#include "ip_param.h"

#include <errno.h>
#include <stdio.h>

#include "ip_way.h"
#include "netfield.h"

/* The fields of the long form, and of the short one. */
enum { CLIENT, PEER, GATEWAY, MASK, HOSTNAME, DEVICE, METHOD, EXTRA };
enum { SHORT_DEVICE, SHORT_METHOD, SHORT_MTU };

static uint8_t family_of(const struct plan_nic *n)
{
	switch (n->method) {
	case NIC_NONE:
		return ADDR_NONE;
	case NIC_STATIC:
		return n->address.family;
	case NIC_DHCP:
	case NIC_SINGLE_DHCP:
		return ADDR_IPV4;
	default:
		return ADDR_IPV6;
	}
}

static bool same_nic(const struct plan_nic *a, const struct plan_nic *b)
{
	if (a->mac_known != b->mac_known)
		return false;
	return a->mac_known ? !memcmp(a->mac, b->mac, 6) :
			      !strcmp(a->ifname, b->ifname);
}

static const char *nic_words(const struct plan_nic *n, char *mac)
{
	return n->ifname[0] ? n->ifname :
	       n->mac_known ? mac_text(n->mac, mac) : "every NIC";
}

/* One of them is to have no address, the other one is: that one counts. */
static void join_none(struct said *said, const struct plan_nic *n,
		      struct plan_nic *other)
{
	enum source source = other->source;
	char mac[MAC_TEXT_SIZE], what[32];

	snprintf(what, sizeof(what), "%s: none", nic_words(n, mac));
	remark_ignored(said->remarks, what,
		       "another ip= configures this NIC");
	if (n->method == NIC_NONE)
		return;
	memcpy(other, n, sizeof(*other));
	other->source = source;
}

/* One configuration of one NIC.  What was said twice is there once. */
static int add(struct said *said, const char *what, const struct plan_nic *n,
	       size_t at, struct slip *s)
{
	struct plan_nic *new, entry;

	if (n->mtu && n->mtu < 1280 && family_of(n) == ADDR_IPV6)
		return slip(s, at, "MTU %d: IPv6 needs 1280 (RFC 8200)",
			    n->mtu);
	for (size_t i = 0; i < said->nic_count; i++) {
		struct plan_nic *other = &said->nics[i];
		char mac[MAC_TEXT_SIZE];

		memcpy(&entry, n, sizeof(entry));
		entry.source = other->source;
		if (!memcmp(&entry, other, sizeof(entry)))
			return 0;
		if (!same_nic(n, other))
			continue;
		if ((n->method == NIC_NONE) != (other->method == NIC_NONE)) {
			join_none(said, n, other);
			return 0;
		}
		if (family_of(n) != family_of(other))
			continue;
		return slip(s, at, "%s has another configuration%s already",
			    nic_words(n, mac),
			    family_of(n) == ADDR_IPV4 ? " for IPv4" :
			    family_of(n) == ADDR_IPV6 ? " for IPv6" : "");
	}
	new = said_nic(said, what);
	if (!new)
		return 0;
	memcpy(&entry, n, sizeof(entry));
	entry.source = new->source;
	memcpy(new, &entry, sizeof(entry));
	return 0;
}

/* The NIC, once for each method. */
static int add_each(struct said *said, const char *what, struct plan_nic *n,
		    const struct ip_ways *ways, size_t at, struct slip *s)
{
	bool named = n->mac_known || n->ifname[0];
	int rc = 0;

	for (size_t i = 0; !rc && i < ways->count; i++) {
		n->method = ways->methods[i];
		/* All at once is for more than one. */
		if (n->method == NIC_SINGLE_DHCP && named)
			n->method = NIC_DHCP;
		rc = add(said, what, n, at, s);
	}
	return rc;
}

/* No address was given. */
static int take_ways(struct said *said, const char *what, struct plan_nic *n,
		     const struct ip_ways *ways, size_t at, struct slip *s)
{
	static const struct ip_ways dhcp = { WAY_AUTO, { NIC_DHCP }, 1, "" };

	switch (ways->way) {
	case WAY_TABLE:
		said->want_ibft_nics = true;
		return 0;
	case WAY_STATIC:
		return slip(s, at, "static needs an address");
	case WAY_NONE:
		n->method = NIC_NONE;
		if (n->mac_known || n->ifname[0])
			return add(said, what, n, at, s);
		said->no_nics = true;
		return 0;
	case WAY_UNSAID:
		return add_each(said, what, n, &dhcp, at, s);
	default:
		return add_each(said, what, n, ways, at, s);
	}
}

uint8_t ip_class_prefix(const struct addr *a)
{
	return a->bytes[0] < 128 ? 8 : a->bytes[0] < 192 ? 16 : 24;
}

/* [MTU][:MAC] from field i on. */
static int mtu_and_mac(const struct fields *f, size_t i, struct plan_nic *n,
		       struct slip *s)
{
	int rc = 0;

	if (*field(f, i))
		rc = field_mtu(f, field(f, i), &n->mtu, s);
	if (rc || !*fields_rest(f, i + 1))
		return rc;
	n->new_mac_known = true;
	return field_mac(f, fields_rest(f, i + 1), n->new_mac, s);
}

/* [DNS][:DNS][:NTP] or [MTU][:MAC].  dracut tells them by the look of the
 * first. */
static int extra(struct said *said, const char *what, const struct fields *f,
		 struct plan_nic *n, struct slip *s)
{
	const char *first = field(f, EXTRA), *second = field(f, EXTRA + 1);
	int rc;

	if (!like_address(first) && (*first || !like_address(second)))
		return mtu_and_mac(f, EXTRA, n, s);
	for (size_t i = EXTRA; i < EXTRA + 2; i++) {
		struct addr a;

		rc = field_addr(f, field(f, i), "DNS server", &a, s);
		if (rc)
			return rc;
		if (a.family)
			n->dns[n->dns_count++] = a;
	}
	if (*field(f, EXTRA + 2))
		remark_ignored(said->remarks, what, "time servers (%s) are not"
			       " asked", field(f, EXTRA + 2));
	if (*fields_rest(f, EXTRA + 3))
		return slip(s, field_at(f, field(f, EXTRA + 3)), "%s is one "
			    "field too many", field(f, EXTRA + 3));
	return 0;
}

static int same_family(const struct fields *f, size_t i, const char *what,
		       const struct addr *a, const struct plan_nic *n,
		       struct slip *s)
{
	char text[ADDR_TEXT_SIZE];

	if (!a->family || !n->address.family || a->family == n->address.family)
		return 0;
	return slip(s, field_at(f, field(f, i)), "%s %s is IPv%d and the "
		    "address IPv%d", what, addr_text(a, text), a->family,
		    n->address.family);
}

/* The addresses of the long form.  A peer may have a length, which goes for
 * the address as well (ip-address(8) does the same); so does dracut's own
 * translation of the iBFT, which writes [address/length]. */
static int addresses(const struct fields *f, struct plan_nic *n,
		     struct slip *s)
{
	uint8_t prefix = 0;
	int rc;

	rc = field_addr_prefix(f, field(f, CLIENT), "address", &n->address,
			       &n->prefix, s);
	if (rc)
		return rc;
	rc = field_addr_prefix(f, field(f, PEER), "peer", &n->peer, &prefix,
			       s);
	if (rc)
		return rc;
	rc = field_addr(f, field(f, GATEWAY), "gateway", &n->gateway, s);
	if (rc)
		return rc;
	/* To klibc 0.0.0.0 is an empty field. */
	if (*field(f, MASK) && strcmp(field(f, MASK), "0.0.0.0")) {
		uint8_t family = n->address.family ? n->address.family :
							 n->gateway.family;
		uint8_t was = n->prefix;

		rc = field_prefix(f, field(f, MASK), family, 1, &n->prefix, s);
		if (rc)
			return rc;
		if (was && was != n->prefix)
			return slip(s, field_at(f, field(f, MASK)),
				    "mask %s is not the /%d of the address",
				    field(f, MASK), was);
	}
	if (prefix)
		n->prefix = prefix;
	rc = same_family(f, PEER, "peer", &n->peer, n, s);
	return rc ? rc :
		same_family(f, GATEWAY, "gateway", &n->gateway, n, s);
}

/* dracut wants a mask; klibc takes that of the address's class. */
static int need_prefix(struct said *said, const char *what,
		       const struct fields *f, struct plan_nic *n,
		       struct slip *s)
{
	if (n->prefix)
		return 0;
	if (n->address.family == ADDR_IPV6)
		return slip(s, field_at(f, field(f, MASK)),
			    "the prefix length of %s is missing",
			    field(f, CLIENT));
	n->prefix = ip_class_prefix(&n->address);
	remark_warning(said->remarks, what,
		       "no netmask: /%d, by the class of the address, is used",
		       n->prefix);
	return 0;
}

static int take_static(struct said *said, const char *what,
		       const struct fields *f, struct plan_nic *n,
		       const struct ip_ways *ways, struct slip *s)
{
	int rc;

	if (ways->way == WAY_AUTO || ways->way == WAY_TABLE)
		return slip(s, field_at(f, ways->text), "address %s and %s: "
			    "only one of them", field(f, CLIENT), ways->text);
	for (size_t i = 0; i < n->dns_count; i++) {
		rc = same_family(f, EXTRA + i, "DNS server", &n->dns[i], n, s);
		if (rc)
			return rc;
	}
	rc = need_prefix(said, what, f, n, s);
	if (rc)
		return rc;
	/* klibc's second field is a server to load from, dracut's a peer:
	 * what is not dracut's spelling means klibc's field. */
	if (n->peer.family && ways->way != WAY_NONE) {
		remark_ignored(said->remarks, what,
			       "the server %s is not needed", field(f, PEER));
		memset(&n->peer, 0, sizeof(n->peer));
	}
	n->method = NIC_STATIC;
	return add(said, what, n, field_at(f, field(f, DEVICE)), s);
}

/* A gateway, a peer or a mask without an address. */
static int take_automatic(struct said *said, const char *what,
			  const struct fields *f, struct plan_nic *n,
			  const struct ip_ways *ways, struct slip *s)
{
	static const struct {
		size_t field;
		const char *name;
	} parts[] = {
		{ PEER, "peer" }, { GATEWAY, "gateway" }, { MASK, "mask" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *text = field(f, parts[i].field);

		if (!*text || !strcmp(text, "0.0.0.0"))
			continue;
		if (ways->way == WAY_NONE || ways->way == WAY_STATIC)
			return slip(s, 0, "%s %s, and no address",
				    parts[i].name, text);
		remark_ignored(said->remarks, what,
			       "%s %s: there is no address it goes with",
			       parts[i].name, text);
	}
	memset(&n->peer, 0, sizeof(n->peer));
	memset(&n->gateway, 0, sizeof(n->gateway));
	n->prefix = 0;
	return take_ways(said, what, n, ways, field_at(f, ways->text), s);
}

static int long_form(struct said *said, const char *what,
		     const struct fields *f, struct plan_nic *n,
		     struct slip *s)
{
	struct ip_ways ways;
	int rc = addresses(f, n, s);

	if (!rc)
		rc = field_hostname(f, field(f, HOSTNAME), n->hostname, s);
	if (!rc)
		rc = field_device(f, field(f, DEVICE), n, s);
	if (!rc)
		rc = ip_parse_ways(f, field(f, METHOD), &ways, s);
	if (!rc)
		rc = extra(said, what, f, n, s);
	if (rc)
		return rc;
	if (n->address.family)
		return take_static(said, what, f, n, &ways, s);
	return take_automatic(said, what, f, n, &ways, s);
}

static int short_form(struct said *said, const char *what,
		      const struct fields *f, struct plan_nic *n,
		      struct slip *s)
{
	struct ip_ways ways;
	int rc;

	if (ip_like_method(field(f, SHORT_DEVICE)))
		return slip(s, 0, "%s stands behind the device: ip=%s:%s",
			    field(f, SHORT_DEVICE), field(f, SHORT_METHOD),
			    field(f, SHORT_DEVICE));
	rc = field_device(f, field(f, SHORT_DEVICE), n, s);
	if (!rc)
		rc = ip_parse_ways(f, field(f, SHORT_METHOD), &ways, s);
	if (!rc)
		rc = mtu_and_mac(f, SHORT_MTU, n, s);
	if (rc)
		return rc;
	return take_ways(said, what, n, &ways,
			 field_at(f, field(f, SHORT_METHOD)), s);
}

/* ip=ADDRESS: other parameters say the rest of it (IPv4 only: the installers
 * that had them knew no other). */
static int address_alone(struct said *said, const struct fields *f,
			 struct slip *s)
{
	struct plan_nic *n = &said->classic;
	struct addr was = n->address;
	int rc = field_addr_prefix(f, field(f, 0), "address", &n->address,
				   &n->prefix, s);

	if (rc)
		return rc;
	if (n->address.family != ADDR_IPV4)
		return slip(s, 0, "%s is not enough: ip=ADDRESS::GATEWAY:"
			    "LENGTH:HOSTNAME:DEVICE:none", f->value);
	if (was.family && !addr_equal(&was, &n->address))
		return slip(s, 0, "a second ip=ADDRESS without a device");
	return 0;
}

int ip_param(struct said *said, const char *what, const char *value,
	     struct slip *s)
{
	struct plan_nic n;
	struct fields f;
	struct ip_ways ways;
	const char *first;
	int rc;

	memset(&n, 0, sizeof(n));
	rc = fields_split(&f, value, s);
	if (rc)
		return rc;
	first = field(&f, 0);
	/* Neither dracut nor initramfs-tools sees an empty one. */
	if (!*value)
		return 0;
	if (f.count == 1 && !like_address(first)) {
		rc = ip_parse_ways(&f, first, &ways, s);
		return rc ? rc : take_ways(said, what, &n, &ways, 0, s);
	}
	if (f.count == 1)
		return address_alone(said, &f, s);
	if (ip_like_method(field(&f, 1)) ||
	    (*first && !like_address(first) && (f.count <= 3 ||
						ip_like_method(first))))
		return short_form(said, what, &f, &n, s);
	return long_form(said, what, &f, &n, s);
}
