// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of a network parameter. */
#include "netfield.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"

#define MTU_MIN 576		/* what every IPv4 host takes (RFC 791) */
#define MTU_MAX 65535

/* One field from text[at]; gives back where the next begins, or -EINVAL. */
static int split_one(struct fields *f, size_t at, struct slip *s)
{
	char *start = f->text + at, *end;

	if (*start != '[') {
		f->at[f->count++] = (uint16_t)at;
		end = start + strcspn(start, ":");
		at = (size_t)(end - f->text) + 1;
		*end = '\0';
		return (int)at;
	}
	end = strchr(start, ']');
	if (!end)
		return slip(s, at, "the ] of %s is missing", start);
	if (end[1] && end[1] != ':')
		return slip(s, (size_t)(end - f->text) + 1,
			    "a colon is missing behind the ]");
	f->at[f->count++] = (uint16_t)(at + 1);
	at = (size_t)(end - f->text) + 2;
	*end = '\0';
	if (!strchr(start, ':'))
		return slip(s, (size_t)(start - f->text),
			    "%s] is in brackets and no IPv6 address", start);
	return (int)at;
}

int fields_split(struct fields *f, const char *value, struct slip *s)
{
	size_t len = strlen(value);
	int at = 0;

	memset(f, 0, sizeof(*f));
	f->value = value;
	if (!copy_string(f->text, sizeof(f->text), value))
		return slip(s, sizeof(f->text) - 1,
			    "longer than %zu bytes", sizeof(f->text) - 1);
	while ((size_t)at <= len) {
		if (f->count == FIELDS_MAX)
			return slip(s, (size_t)at, "more than %d fields",
				    FIELDS_MAX);
		at = split_one(f, (size_t)at, s);
		if (at < 0)
			return at;
	}
	return 0;
}

const char *field(const struct fields *f, size_t i)
{
	return i < f->count ? f->text + f->at[i] : "";
}

const char *fields_rest(const struct fields *f, size_t i)
{
	return i < f->count ? f->value + f->at[i] : "";
}

size_t field_at(const struct fields *f, const char *text)
{
	if (text >= f->text && text < f->text + sizeof(f->text))
		return (size_t)(text - f->text);
	if (text >= f->value && text <= f->value + strlen(f->value))
		return (size_t)(text - f->value);
	return strlen(f->value);
}

bool like_address(const char *text)
{
	return strchr(text, ':') ||
	       (*text >= '0' && *text <= '9' && strchr(text, '.'));
}

/* An IPv6 address whose brackets were forgotten is divided at its colons. */
static bool like_group(const char *text)
{
	size_t n = 0;

	for (; number_digit(text[n]) >= 0; n++)
		;
	return n && n <= 4 && !text[n];
}

static bool of_one_host(const struct addr *a)
{
	if (a->family == ADDR_IPV4)
		return a->bytes[0] && a->bytes[0] != 127 && a->bytes[0] < 224;
	return a->bytes[0] != 0xff;
}

static bool all_zero(const struct addr *a)
{
	static const uint8_t none[16];

	return !memcmp(a->bytes, none, sizeof(none));
}

int field_addr(const struct fields *f, const char *text, const char *what,
	       struct addr *a, struct slip *s)
{
	memset(a, 0, sizeof(*a));
	if (!*text)
		return 0;
	if (addr_parse(text, a))
		return slip(s, field_at(f, text), "%s %s is not an address%s",
			    what, text, like_group(text) ?
			    ": an IPv6 address stands in brackets" : "");
	if (all_zero(a)) {
		memset(a, 0, sizeof(*a));
		return 0;
	}
	if (!of_one_host(a))
		return slip(s, field_at(f, text),
			    "%s %s is not the address of a host", what, text);
	return 0;
}

int field_lone_addr(const char *value, const char *what, struct addr *a,
		    struct slip *s)
{
	struct fields f = { .value = value };
	int rc;

	if (*value != '[')
		return field_addr(&f, value, what, a, s);
	rc = fields_split(&f, value, s);
	if (!rc && f.count > 1)
		rc = slip(s, f.at[1], "something stands behind the %s's "
			  "address", what);
	return rc ? rc : field_addr(&f, field(&f, 0), what, a, s);
}

int field_addr_prefix(const struct fields *f, const char *text,
		      const char *what, struct addr *a, uint8_t *prefix,
		      struct slip *s)
{
	size_t n = strcspn(text, "/");
	char buf[ADDR_TEXT_SIZE + 8];
	int rc;

	if (!text[n])
		return field_addr(f, text, what, a, s);
	/* Cut by sizeof(buf), it is too long for an address all the same. */
	snprintf(buf, sizeof(buf), "%.*s", (int)n, text);
	rc = field_addr(f, buf, what, a, s);
	if (rc) {
		s->at = field_at(f, text);
		return rc;
	}
	if (!a->family)
		return 0;
	return field_prefix(f, text + n + 1, a->family, 1, prefix, s);
}

/* The ones of a dotted mask, or -1 when they do not come first. */
static int mask_bits(const struct addr *mask)
{
	int n = 0;

	while (n < 32 && mask->bytes[n / 8] & 0x80 >> n % 8)
		n++;
	for (int i = n; i < 32; i++)
		if (mask->bytes[i / 8] & 0x80 >> i % 8)
			return -1;
	return n;
}

int field_prefix(const struct fields *f, const char *text, uint8_t family,
		 uint8_t lowest, uint8_t *prefix, struct slip *s)
{
	uint64_t n, max = family == ADDR_IPV6 ? 128 : 32;
	struct addr mask;

	if (strchr(text, '.') && family != ADDR_IPV6) {
		int bits = addr_parse(text, &mask) ? -1 : mask_bits(&mask);

		if (bits < 0)
			return slip(s, field_at(f, text),
				    "%s is not a netmask", text);
		n = (uint64_t)bits;
	} else if (number_decimal(text, max, &n)) {
		n = max + 1;
	}
	if (n < lowest || n > max)
		return slip(s, field_at(f, text), "prefix %s is not %d..%d",
			    *text ? text : "''", lowest, (int)max);
	*prefix = (uint8_t)n;
	return 0;
}

int field_name(const struct fields *f, const char *text,
	       char name[IFNAME_SIZE], struct slip *s)
{
	size_t n = strlen(text);

	if (!n || n >= IFNAME_SIZE)
		return slip(s, field_at(f, text), "%s: a network device's "
			    "name has 1 to %d characters", n ? text : "''",
			    IFNAME_SIZE - 1);
	if (!strcmp(text, ".") || !strcmp(text, ".."))
		return slip(s, field_at(f, text),
			    "%s is no network device's name", text);
	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] > '~' || text[i] == '/' ||
		    text[i] == ':')
			return slip(s, field_at(f, text) + i, "%s: a network "
				    "device's name has no '%c'", text,
				    text[i]);
	memcpy(name, text, n + 1);
	return 0;
}

bool mac_either(const char *text, uint8_t mac[6])
{
	char buf[MAC_TEXT_SIZE];
	char from = strlen(text) == MAC_TEXT_SIZE - 1 ? text[2] : '\0';

	if (from != ':' && from != '-')
		return false;
	for (size_t i = 0; i < MAC_TEXT_SIZE; i++) {
		buf[i] = text[i];
		if (i % 3 == 2 && text[i] == from)
			buf[i] = ':';
	}
	return !mac_parse(buf, mac);
}

int field_mac(const struct fields *f, const char *text, uint8_t mac[6],
	      struct slip *s)
{
	static const uint8_t none[6];

	if (!mac_either(text, mac))
		return slip(s, field_at(f, text), "'%s' is not a MAC address",
			    text);
	if (mac[0] & 1 || !memcmp(mac, none, 6))
		return slip(s, field_at(f, text),
			    "%s is not the MAC address of one NIC", text);
	return 0;
}

int field_mtu(const struct fields *f, const char *text, uint16_t *mtu,
	      struct slip *s)
{
	uint64_t n;
	int rc = number_decimal(text, MTU_MAX, &n);

	if (rc == -EINVAL)
		return slip(s, field_at(f, text), "'%s' is not an MTU", text);
	if (rc || n < MTU_MIN)
		return slip(s, field_at(f, text), "MTU %s is not %d..%d", text,
			    MTU_MIN, MTU_MAX);
	*mtu = (uint16_t)n;
	return 0;
}

int field_hostname(const struct fields *f, const char *text,
		   char name[HOST_NAME_MAX_BYTES + 1], struct slip *s)
{
	for (const char *c = text; *c; c++)
		if (!((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') ||
		      (*c >= 'A' && *c <= 'Z') || strchr("-._", *c)))
			return slip(s, field_at(f, c),
				    "host name '%s' has a '%c'", text, *c);
	if (!copy_string(name, HOST_NAME_MAX_BYTES + 1, text))
		return slip(s, field_at(f, text), "the host name has more than"
			    " %d characters", HOST_NAME_MAX_BYTES);
	return 0;
}

/* udev's name for a NIC by its address: enx525400123456. */
static bool enx_mac(const char *name, uint8_t mac[6])
{
	if (strncmp(name, "enx", 3) || strlen(name) != 15)
		return false;
	for (int i = 0; i < 6; i++) {
		int high = number_digit(name[3 + 2 * i]);
		int low = number_digit(name[4 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

int field_device(const struct fields *f, const char *text, struct plan_nic *n,
		 struct slip *s)
{
	struct addr a;

	if (!*text || !strcmp(text, "all"))
		return 0;
	if (!addr_parse(text, &a))
		return slip(s, field_at(f, text),
			    "%s is an address, no network device's name",
			    text);
	if (mac_either(text, n->mac)) {
		n->mac_known = true;
		return field_mac(f, text, n->mac, s);
	}
	n->mac_known = enx_mac(text, n->mac);
	return field_name(f, text, n->ifname, s);
}
