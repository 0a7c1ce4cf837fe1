// SPDX-License-Identifier: GPL-2.0-or-later
/* DNS messages. */
#include "dns.h"

#include <errno.h>

#include "rd.h"
#include "wr.h"

enum { CLASS_IN = 1, TYPE_CNAME = 5 };

/* The second word of the header (RFC 1035 4.1.1). */
enum {
	FLAG_QR = 0x8000,		/* it is an answer */
	MASK_OPCODE = 0x7800,
	FLAG_AA = 0x0400,		/* the server is the zone's own */
	FLAG_TC = 0x0200,		/* truncated */
	FLAG_RD = 0x0100,		/* recursion desired */
	FLAG_RA = 0x0080,		/* and available */
	MASK_RCODE = 0x000f,
	RCODE_NXDOMAIN = 3,
};

#define HEADER_SIZE 12
#define LABEL_MAX 63
#define WIRE_NAME_MAX 255
#define POINTER 0xc0			/* RFC 1035 4.1.4 */

/* Aliases of aliases: real chains have three or four. */
#define CHAIN_MAX 8

const char *dns_name_wrong(const char *text)
{
	size_t label = 0;
	bool digits = true;

	if (!*text)
		return "empty";
	if (strlen(text) > DNS_NAME_MAX)
		return "longer than 253 characters";
	for (const char *s = text; *s; s++) {
		bool digit = *s >= '0' && *s <= '9';

		if (*s == '.') {
			if (!label)
				return "not a host name: a part of it is empty";
			label = 0;
			digits = true;
			continue;
		}
		if (!digit && *s != '-' && *s != '_' &&
		    ((*s | 0x20) < 'a' || (*s | 0x20) > 'z'))
			return "not a host name: it has other characters than letters, digits, '-' and '.'";
		if (++label > LABEL_MAX)
			return "not a host name: a part of it is longer than 63 characters";
		digits = digits && digit;
	}
	if (!label)
		return "not a host name: a part of it is empty";
	/* 10.0.0.300 (RFC 1123 2.1): no top-level domain is a number. */
	if (digits)
		return "neither an address nor a host name";
	return NULL;
}

static void put_name(struct wr *w, const char *name)
{
	while (*name) {
		size_t n = strcspn(name, ".");

		wr_be(w, n, 1);
		wr_bytes(w, name, n);
		name += n;
		name += *name == '.';
	}
	wr_be(w, 0, 1);
}

int dns_query(const struct dns_question *q, void *buf, size_t size)
{
	struct wr w = wr_into(buf, size);

	if (dns_name_wrong(q->name))
		return -EINVAL;
	wr_be(&w, q->id, 2);
	wr_be(&w, FLAG_RD, 2);
	wr_be(&w, 1, 2);		/* one question */
	wr_zero(&w, 6);
	put_name(&w, q->name);
	wr_be(&w, q->type, 2);
	wr_be(&w, CLASS_IN, 2);
	return w.overflow ? -EINVAL : (int)w.used;
}

struct message {
	const uint8_t *bytes;
	size_t size;
};

/* A name as it is sent, without compression and in lower case: names that are
 * the same have the same bytes. */
struct name {
	uint8_t bytes[WIRE_NAME_MAX];
	size_t len;
};

static bool same_name(const struct name *a, const struct name *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}

static void add_label(struct name *name, const uint8_t *label)
{
	uint8_t n = label[0];

	name->bytes[name->len++] = n;
	for (uint8_t i = 1; i <= n; i++) {
		uint8_t c = label[i];

		name->bytes[name->len++] = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	}
}

/* The name at *at, which moves behind it.  A pointer leads to an earlier
 * place than the part of the name it ends (RFC 1035 4.1.4: "a prior
 * occurrence"): so none leads in circles. */
static int get_name(const struct message *m, size_t *at, struct name *name)
{
	size_t pos = *at, begin = pos;
	bool jumped = false;

	name->len = 0;
	while (pos < m->size) {
		uint8_t n = m->bytes[pos];

		if (n >= POINTER) {
			if (pos + 1 >= m->size)
				return -EPROTO;
			if (!jumped)
				*at = pos + 2;
			jumped = true;
			pos = (size_t)(n & ~POINTER) << 8 | m->bytes[pos + 1];
			if (pos >= begin || pos < HEADER_SIZE)
				return -EPROTO;
			begin = pos;
			continue;
		}
		if (n > LABEL_MAX || m->size - pos < 1U + n ||
		    name->len + 1 + n > WIRE_NAME_MAX)
			return -EPROTO;
		add_label(name, m->bytes + pos);
		pos += 1U + n;
		if (n)
			continue;
		if (!jumped)
			*at = pos;
		return 0;
	}
	return -EPROTO;
}

/* The next n bytes as a number; *at moves. */
static int get_number(const struct message *m, size_t *at, size_t n,
		      uint32_t *value)
{
	struct rd r = rd_over(m->bytes + *at, m->size - *at);

	*value = (uint32_t)rd_be(&r, n);
	*at += n;
	return r.short_read ? -EPROTO : 0;
}

/* One record of the answer (RFC 1035 4.1.3), its time to live left out: it is
 * used at once and forgotten. */
struct record {
	struct name owner;
	uint32_t type, class, len;
	size_t data;			/* where in the message */
};

static int get_record(const struct message *m, size_t *at, struct record *r)
{
	uint32_t ttl;

	if (get_name(m, at, &r->owner) || get_number(m, at, 2, &r->type) ||
	    get_number(m, at, 2, &r->class) || get_number(m, at, 4, &ttl) ||
	    get_number(m, at, 2, &r->len) || r->len > m->size - *at)
		return -EPROTO;
	r->data = *at;
	*at += r->len;
	return 0;
}

/* Where we ask from is never the target, and what many share is nobody's.
 * fe80::/10 would need the name of a link with it, and in ::/32 are ::, ::1
 * and IPv4 in disguise. */
static bool usable(const struct addr *a)
{
	static const uint8_t zeroes[4];
	const uint8_t *b = a->bytes;

	if (a->family == ADDR_IPV4)
		return b[0] != 0 && b[0] != 127 && b[0] < 224;
	return memcmp(b, zeroes, 4) && b[0] != 0xff &&
	       !(b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

/* What the answer section says about a name. */
struct found {
	struct addr *addrs;
	size_t max, count;
	struct addr unusable;		/* family ADDR_NONE: none */
	struct name alias;		/* of the name; len 0: none */
	bool aliased;			/* one has been followed */
};

static int take_address(const struct message *m, const struct record *r,
			struct found *found)
{
	uint8_t family = r->type == DNS_A ? ADDR_IPV4 : ADDR_IPV6;
	struct addr a = { .family = family };

	if (r->len != (family == ADDR_IPV4 ? 4 : 16))
		return -EPROTO;
	memcpy(a.bytes, m->bytes + r->data, r->len);
	for (size_t i = 0; i < found->count; i++)
		if (addr_equal(&found->addrs[i], &a))
			return 0;
	if (!usable(&a))
		found->unusable = a;
	else if (found->count < found->max)
		found->addrs[found->count++] = a;
	return 0;
}

/* All records of the answer section; those of this name are taken. */
static int take_records(const struct message *m, size_t at, uint32_t records,
			const struct name *name, enum dns_type type,
			struct found *found)
{
	struct record r;

	found->alias.len = 0;
	for (; records; records--) {
		if (get_record(m, &at, &r))
			return -EPROTO;
		if (r.class != CLASS_IN || !same_name(&r.owner, name))
			continue;
		if (r.type == (uint32_t)type && take_address(m, &r, found))
			return -EPROTO;
		if (r.type == TYPE_CNAME) {
			size_t end = r.data;

			if (get_name(m, &end, &found->alias) ||
			    end != r.data + r.len)
				return -EPROTO;
		}
	}
	return 0;
}

/* The addresses of the name, or of what it is an alias of, and so on. */
static int follow(const struct message *m, size_t at, uint32_t records,
		  struct name *name, enum dns_type type, struct found *found)
{
	for (unsigned int aliases = 0; aliases <= CHAIN_MAX; aliases++) {
		if (take_records(m, at, records, name, type, found))
			return -EPROTO;
		if (found->count)
			return (int)found->count;
		if (found->unusable.family) {
			found->addrs[0] = found->unusable;
			return -EADDRNOTAVAIL;
		}
		if (!found->alias.len)
			return -ENODATA;
		*name = found->alias;
		found->aliased = true;
	}
	return -EAGAIN;
}

/* Whether the message at *at repeats the question, letters of any case. */
static bool repeats(const struct message *m, size_t *at,
		    const struct dns_question *q, struct name *name)
{
	uint8_t bytes[HEADER_SIZE + WIRE_NAME_MAX];
	struct wr w = wr_into(bytes, sizeof(bytes));
	struct name asked;
	size_t begin = HEADER_SIZE;
	uint32_t type, class;

	wr_zero(&w, HEADER_SIZE);
	put_name(&w, q->name);
	return !w.overflow &&
	       !get_name(&(struct message){ bytes, w.used }, &begin, &asked) &&
	       !get_name(m, at, name) && same_name(name, &asked) &&
	       !get_number(m, at, 2, &type) && type == (uint32_t)q->type &&
	       !get_number(m, at, 2, &class) && class == CLASS_IN;
}

int dns_answer(const struct dns_question *q, const void *bytes, size_t size,
	       struct addr *addrs, size_t max)
{
	struct message m = { bytes, size };
	struct found found = { .addrs = addrs, .max = max };
	struct rd r = rd_over(bytes, size);
	uint32_t id = (uint32_t)rd_be(&r, 2), flags = (uint32_t)rd_be(&r, 2);
	uint32_t questions = (uint32_t)rd_be(&r, 2);
	uint32_t records = (uint32_t)rd_be(&r, 2);
	size_t at = HEADER_SIZE;
	struct name name;
	int rc;

	rd_bytes(&r, 4);		/* the other sections' */
	if (r.short_read || id != q->id || !(flags & FLAG_QR) ||
	    flags & MASK_OPCODE || questions != 1 ||
	    !repeats(&m, &at, q, &name))
		return -EPROTO;
	if ((flags & MASK_RCODE) == RCODE_NXDOMAIN)
		return -ENOENT;
	if (flags & MASK_RCODE)
		return -EAGAIN;
	if (flags & FLAG_TC)
		return -EMSGSIZE;
	rc = follow(&m, at, records, &name, q->type, &found);
	/* A server that does not look further has only said whom to ask, but
	 * for the names of its own zone (RFC 1034 4.3.1). */
	if (rc == -ENODATA && !(flags & FLAG_RA) &&
	    (found.aliased || !(flags & FLAG_AA)))
		return -EAGAIN;
	return rc;
}
