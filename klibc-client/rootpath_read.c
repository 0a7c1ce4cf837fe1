// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of a root path from its server on. */
#include "rootpath_read.h"

#include "name.h"
#include "number.h"

#define ISCSI_PORT 3260
#define IPV6_TEXT_MAX 45		/* with an IPv4 tail */
#define COLONS "four colons stand between the server and the target name"

/* A field as a string; false when it is too long. */
bool rootpath_text(const struct rootpath *r, enum rootpath_field which,
		   char *buf, size_t size)
{
	const struct rootpath_span *f = &r->field[which];

	buf[0] = '\0';
	if (f->len >= size)
		return false;
	memcpy(buf, r->text + f->at, f->len);
	buf[f->len] = '\0';
	return true;
}

/* A field of these characters alone. */
static bool field_of(const struct rootpath *r, enum rootpath_field which,
		     const char *chars)
{
	const struct rootpath_span *f = &r->field[which];

	return strspn(r->text + f->at, chars) >= f->len;
}

/* RFC 1123 2.1, and '_', which real names have. */
static bool host_name(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	size_t n;

	for (;; s += n + 1) {
		n = strspn(s, letters);
		if (!n || n > 63 || s[0] == '-' || s[n - 1] == '-')
			return false;
		if (!s[n])
			return true;
		if (s[n] != '.')
			return false;
	}
}

static int check_server(struct rootpath *r, struct slip *s)
{
	char buf[HOST_NAME_MAX_BYTES + 1];
	size_t at = r->field[RP_SERVER].at, dots = 0;

	if (!r->field[RP_SERVER].len)
		return slip(s, at, "the server is missing: " COLONS);
	if (!rootpath_text(r, RP_SERVER, buf, sizeof(buf)))
		return slip(s, at, "the server's name is longer than %d bytes",
			    HOST_NAME_MAX_BYTES);
	if (name_formed(buf))
		return slip(s, at, "the target name stands where the server's address must: "
			    COLONS);
	if (!addr_parse(buf, &r->addr)) {
		addr_unmap(&r->addr);
		return 0;
	}
	for (const char *c = buf; *c; c++)
		dots += *c == '.';
	if (field_of(r, RP_SERVER, "0123456789.")) {
		/* Shown when it can be nothing but a wrong address. */
		if (dots == 3 && strlen(buf) < 20)
			return slip(s, at, "%s is not an IPv4 address", buf);
		return slip(s, at, "the server is not an IPv4 address (four numbers of 0 to 255)");
	}
	if (!host_name(buf))
		return slip(s, at, "the server is neither an IPv4 address, nor an IPv6 address in brackets [], nor a host name");
	return 0;
}

/* The server at a place; *end is where it ends. */
static int read_server(struct rootpath *r, size_t at, size_t *end,
		       struct slip *s)
{
	const char *p = r->text + at;
	char buf[IPV6_TEXT_MAX + 1];
	size_t n;

	r->reached = RP_SERVER;
	memset(&r->addr, 0, sizeof(r->addr));
	if (*p != '[') {
		r->field[RP_SERVER] = (struct rootpath_span){
			at, strcspn(p, ":")
		};
		*end = at + r->field[RP_SERVER].len;
		return check_server(r, s);
	}
	n = strcspn(p, "]");
	*end = at + n + !!p[n];
	if (!p[n])
		return slip(s, at, "the bracket [ is not closed");
	r->field[RP_SERVER] = (struct rootpath_span){ at + 1, n - 1 };
	if (!rootpath_text(r, RP_SERVER, buf, sizeof(buf)) ||
	    addr_parse(buf, &r->addr) || r->addr.family != ADDR_IPV6)
		return slip(s, at + 1, "what stands in the brackets is not an IPv6 address%s",
			    strchr(buf, '%') ? " (its interface is named before the LUN, not behind a %)" : "");
	if (p[n + 1] && p[n + 1] != ':')
		return slip(s, *end, "only a colon can follow the bracket ]");
	addr_unmap(&r->addr);
	return 0;
}

/* Where the fields behind the server are; at is the colon after it. */
static int cut_fields(struct rootpath *r, size_t at, struct slip *s)
{
	static const struct rootpath_span none;
	/* Protocol, port, up to three, and a target name behind these. */
	size_t start[6], count = 0, name = 3;

	r->reached = RP_SERVER;
	while (count < ARRAY_SIZE(start) && r->text[at] == ':') {
		start[count++] = ++at;
		at += strcspn(r->text + at, ":");
	}
	for (size_t i = 0; i < count && i < 3; i++)
		if (name_formed(r->text + start[i])) {
			r->reached = RP_PORT;
			return slip(s, start[i], "a colon is missing before the target name: "
				    COLONS);
		}
	if (count < 4)
		return slip(s, strlen(r->text), "the target name is missing: "
			    COLONS);
	while (name < count && !name_formed(r->text + start[name]))
		name++;
	if (name == count)
		name = 3;
#define CUT(i) \
	((struct rootpath_span){ start[i], start[(i) + 1] - 1 - start[i] })
	r->field[RP_PROTOCOL] = CUT(0);
	r->field[RP_PORT] = CUT(1);
	r->field[RP_IFACE] = name == 5 ? CUT(2) : none;
	r->field[RP_NETDEV] = name > 3 ? CUT(name - 2) : none;
	r->field[RP_LUN] = CUT(name - 1);
#undef CUT
	r->field[RP_NAME] = (struct rootpath_span){
		start[name], strlen(r->text + start[name])
	};
	return 0;
}

static int check_port(struct rootpath *r, struct slip *s)
{
	char buf[24];
	uint64_t n = ISCSI_PORT;
	bool fits = rootpath_text(r, RP_PORT, buf, sizeof(buf));

	if (!field_of(r, RP_PORT, "0123456789"))
		return slip(s, r->field[RP_PORT].at,
			    "the port is not a decimal number");
	if (!fits)
		return slip(s, r->field[RP_PORT].at, "the port is not 1..65535");
	if (*buf && (number_decimal(buf, 65535, &n) || !n))
		return slip(s, r->field[RP_PORT].at, "port %s is not 1..65535",
			    buf);
	r->port = (uint16_t)n;
	return 0;
}

/* A name as the kernel has them, or nothing.  An '@' ends credentials that the
 * reading missed. */
static int check_interface(const struct rootpath *r,
			   enum rootpath_field which, struct slip *s)
{
	static const char *const words[] = {
		[RP_IFACE] = "interface", [RP_NETDEV] = "network device"
	};
	const struct rootpath_span *f = &r->field[which];

	if (f->len >= IFNAME_SIZE)
		return slip(s, f->at, "the %s's name is longer than %d bytes",
			    words[which], IFNAME_SIZE - 1);
	for (size_t i = 0; i < f->len; i++) {
		char c = r->text[f->at + i];

		if ((c >= 0 && c <= ' ') || c == '/' || c == '@' || c == 0x7f)
			return slip(s, f->at + i, "the %s's name holds a character that none can have",
				    words[which]);
	}
	return 0;
}

/* Groups of up to four digits, joined by '-': how many, or 0. */
static int lun_groups(const char *p, uint16_t word[4])
{
	for (int i = 0; i < 4; i++, p++) {
		int digits = 0;

		word[i] = 0;
		for (; number_digit(*p) >= 0 && digits < 4; p++, digits++)
			word[i] = (uint16_t)(word[i] << 4 | number_digit(*p));
		if (!digits || (*p && *p != '-'))
			return 0;
		if (!*p)
			return i + 1;
	}
	return 0;
}

/* Too many fields before a name make it one of no known form. */
static int name_late(const struct rootpath *r, struct slip *s)
{
	const char *name = r->text + r->field[RP_NAME].at;

	for (const char *p = name; !name_formed(name) && *p; p++)
		if (*p == ':' && name_formed(p + 1))
			return slip(s, r->field[RP_LUN].at, "too many fields before the target name: at most interface, network device and LUN stand between it and the port");
	return 0;
}

static int lun_wrong(const struct rootpath *r, struct slip *s)
{
	int rc = name_late(r, s);

	return rc ? rc : slip(s, r->field[RP_LUN].at, "the LUN is not one to four groups of one to four hexadecimal digits, joined by '-'");
}

static int check_lun(struct rootpath *r, struct slip *s)
{
	uint16_t word[4] = { 0 };
	char buf[24], *p = buf;
	int n;

	memset(r->lun, 0, sizeof(r->lun));
	r->lun_decimal = 0;
	if (!rootpath_text(r, RP_LUN, buf, sizeof(buf)))
		return lun_wrong(r, s);
	if (!*buf)
		return 0;
	if (buf[0] == '0' && (buf[1] == 'x' || buf[1] == 'X'))
		p += 2;
	n = lun_groups(p, word);
	if (!n || (p != buf && n > 1))
		return lun_wrong(r, s);
	/* 10h and more is where the two readings part. */
	if (n == 1 && p == buf && word[0] > 9 &&
	    field_of(r, RP_LUN, "0123456789"))
		r->lun_decimal = word[0];
	for (int i = 0; i < 4; i++) {
		r->lun[2 * i] = (uint8_t)(word[i] >> 8);
		r->lun[2 * i + 1] = (uint8_t)word[i];
	}
	return 0;
}

/* The fields behind the server, in their order. */
static int check_fields(struct rootpath *r, struct slip *s)
{
	const char *wrong = name_wrong(r->text + r->field[RP_NAME].at);
	const struct rootpath_span *f = &r->field[RP_PROTOCOL];
	int rc;

	r->reached = RP_PROTOCOL;
	if (f->len > 1 || (f->len && r->text[f->at] != '6'))
		return slip(s, f->at, "the field behind the server, the protocol, is neither empty nor 6 (TCP): the port is one field later, and credentials end with an '@'");
	r->reached = RP_PORT;
	rc = check_port(r, s);
	if (!rc)
		rc = check_interface(r, RP_IFACE, s);
	if (!rc)
		rc = check_interface(r, RP_NETDEV, s);
	if (!rc)
		rc = check_lun(r, s);
	if (!rc && !r->field[RP_NAME].len)
		return slip(s, r->field[RP_NAME].at, "the target name is missing");
	if (!rc && wrong)
		return slip(s, r->field[RP_NAME].at, "the target name is %s",
			    wrong);
	return rc ? rc : name_late(r, s);
}

/* Protocol, port and LUN as they may be, and something behind. */
static bool fields_follow(const char *p)
{
	if (*p++ != ':')
		return false;
	p += *p == '6';
	if (*p++ != ':')
		return false;
	p += strspn(p, "0123456789");
	if (*p++ != ':' || name_formed(p))
		return false;
	p += strcspn(p, ":");
	return p[0] == ':' && p[1];
}

/* Whether an IPv6 address stands there without its brackets: with the right
 * number of fields behind it, or in a text that is wrong anyhow.  Else
 * fe80::1::::NAME would be port 1 of the host fe80. */
static bool bare_ipv6(const char *p, bool wrong)
{
	size_t digits = strspn(p, "0123456789abcdefABCDEF");
	char buf[IPV6_TEXT_MAX + 1];
	struct addr a;

	if (p[digits] != ':')
		return false;
	for (size_t n = 2; n <= IPV6_TEXT_MAX && p[n - 1]; n++) {
		if (p[n] && p[n] != ':' && p[n] != ']')
			continue;
		memcpy(buf, p, n);
		buf[n] = '\0';
		if (strspn(buf, ":") < n && !addr_parse(buf, &a) &&
		    (wrong || fields_follow(p + n)))
			return true;
	}
	return false;
}

/* All from the server on. */
int rootpath_read(struct rootpath *r, size_t at, struct slip *s)
{
	size_t end;
	int rc = read_server(r, at, &end, s);

	if (!rc)
		rc = cut_fields(r, end, s);
	if (!rc)
		rc = check_fields(r, s);
	if (bare_ipv6(r->text + at, rc && r->reached <= RP_PROTOCOL))
		return slip(s, at, "an IPv6 address must stand in brackets, as in iscsi:[2001:db8::1]::::iqn.2026-11.example:disk");
	return rc;
}

bool rootpath_address(struct rootpath *r, size_t at)
{
	size_t end;

	return !read_server(r, at, &end, NULL) && r->addr.family;
}

bool rootpath_harmless(struct rootpath *r, size_t at)
{
	size_t end;

	return !read_server(r, at, &end, NULL) && r->addr.family &&
	       !cut_fields(r, end, NULL) &&
	       field_of(r, RP_PROTOCOL, "0123456789") &&
	       field_of(r, RP_PORT, "0123456789") &&
	       !r->field[RP_IFACE].len && !r->field[RP_NETDEV].len &&
	       field_of(r, RP_LUN, "0123456789abcdefABCDEFxX-");
}
