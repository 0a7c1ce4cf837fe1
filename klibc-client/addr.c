// SPDX-License-Identifier: GPL-2.0-or-later
/* IP and MAC addresses, from text and to text. */
#include "addr.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"


/* Four decimal bytes without leading zeroes, up to the end of the text. */
static int ipv4_parse(const char *s, uint8_t out[4])
{
	for (int i = 0; i < 4; i++) {
		int v = 0, digits = 0;

		for (; *s >= '0' && *s <= '9'; s++, digits++) {
			if (digits == 3 || (digits && v == 0))
				return -EINVAL;
			v = v * 10 + *s - '0';
		}
		if (!digits || v > 255 || *s != (i < 3 ? '.' : '\0'))
			return -EINVAL;
		s++;
		out[i] = (uint8_t)v;
	}
	return 0;
}

/* Groups of up to four hexadecimal digits, one "::", an IPv4 tail. */
static int ipv6_parse(const char *s, uint8_t out[16])
{
	int n = 0, gap = -1;

	memset(out, 0, 16);
	if (s[0] == ':' && s[1] != ':')
		return -EINVAL;
	while (*s) {
		const char *group = s;
		int v = 0, digits = 0;

		if (s[0] == ':' && s[1] == ':') {
			if (gap >= 0)
				return -EINVAL;
			gap = n;
			s += 2;
			continue;
		}
		if (*s == ':' && n && n != gap)
			group = ++s;
		for (; digits <= 4 && number_digit(*s) >= 0; s++, digits++)
			v = v << 4 | number_digit(*s);
		if (*s == '.' && n <= 12) {
			if (ipv4_parse(group, out + n))
				return -EINVAL;
			n += 4;
			break;
		}
		if (!digits || digits > 4 || n > 14 || (*s && *s != ':'))
			return -EINVAL;
		out[n++] = (uint8_t)(v >> 8);
		out[n++] = (uint8_t)v;
	}
	if (gap < 0)
		return n == 16 ? 0 : -EINVAL;
	if (n == 16)
		return -EINVAL;
	memmove(out + 16 - (n - gap), out + gap, (size_t)(n - gap));
	memset(out + gap, 0, (size_t)(16 - n));
	return 0;
}

int addr_parse(const char *text, struct addr *a)
{
	memset(a, 0, sizeof(*a));
	if (!ipv4_parse(text, a->bytes)) {
		a->family = ADDR_IPV4;
		return 0;
	}
	if (!ipv6_parse(text, a->bytes)) {
		a->family = ADDR_IPV6;
		return 0;
	}
	memset(a, 0, sizeof(*a));
	return -EINVAL;
}

/* RFC 5952: lower case, no leading zeroes, the longest run of two or more
 * zero groups (the first of equals) as "::". */
static void ipv6_text(const uint8_t *b, char *out)
{
	int best = -1, best_len = 1;

	for (int i = 0; i < 8; i++) {
		int len = 0;

		while (i + len < 8 && !b[2 * (i + len)] &&
		       !b[2 * (i + len) + 1])
			len++;
		if (len > best_len) {
			best = i;
			best_len = len;
		}
	}
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			out += sprintf(out, "::");
			i += best_len - 1;
			continue;
		}
		if (i && i != best + best_len)
			*out++ = ':';
		out += sprintf(out, "%x", b[2 * i] << 8 | b[2 * i + 1]);
	}
	*out = '\0';
}

const char *addr_text(const struct addr *a, char buf[ADDR_TEXT_SIZE])
{
	const uint8_t *b = a->bytes;

	if (a->family == ADDR_IPV4)
		snprintf(buf, ADDR_TEXT_SIZE, "%u.%u.%u.%u", b[0], b[1], b[2],
			 b[3]);
	else if (a->family == ADDR_IPV6)
		ipv6_text(b, buf);
	else
		buf[0] = '\0';
	return buf;
}

const char *addr_text_full(const struct addr *a, char buf[ADDR_TEXT_SIZE])
{
	char *out = buf;

	if (a->family != ADDR_IPV6)
		return addr_text(a, buf);
	for (int i = 0; i < 16; i += 2)
		out += sprintf(out, "%s%02x%02x", i ? ":" : "", a->bytes[i],
			       a->bytes[i + 1]);
	return buf;
}

const char *portal_text(const struct portal *p, char buf[PORTAL_TEXT_SIZE])
{
	char text[ADDR_TEXT_SIZE];

	addr_text(&p->addr, text);
	snprintf(buf, PORTAL_TEXT_SIZE,
		 p->addr.family == ADDR_IPV6 ? "[%s]:%u" : "%s:%u", text,
		 p->port);
	return buf;
}

/* Split at the colon before the port; NULL when there is no port.  The text
 * has lost its tag and brackets are still in place. */
static char *split_port(char *text)
{
	char *last = strrchr(text, ':');

	if (text[0] == '[') {
		char *end = strchr(text, ']');

		if (!end || (end[1] && end[1] != ':'))
			return text;		/* fails as an address */
		*end = '\0';
		memmove(text, text + 1, strlen(text));
		return end[1] ? end + 2 : NULL;
	}
	if (!last)
		return NULL;
	*last = '\0';
	return last + 1;
}

int portal_parse(const char *text, struct portal *p)
{
	char buf[80], whole[80];
	char *comma, *port;
	uint64_t n = ISCSI_PORT;

	if (!copy_string(buf, sizeof(buf), text))
		return -EINVAL;
	comma = strchr(buf, ',');
	if (comma) {
		*comma = '\0';
		if (number_decimal(comma + 1, 65535, &n))
			return -EINVAL;
		n = ISCSI_PORT;
	}
	copy_string(whole, sizeof(whole), buf);
	port = split_port(buf);
	if (port && number_decimal(port, 65535, &n))
		n = 0;
	if (!addr_parse(buf, &p->addr) && n && port != buf) {
		p->port = (uint16_t)n;
		return 0;
	}
	/* "2001:db8::1" without brackets and without a port */
	if (addr_parse(whole, &p->addr))
		return -EINVAL;
	p->port = ISCSI_PORT;
	return 0;
}

void addr_unmap(struct addr *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (a->family != ADDR_IPV6 || memcmp(a->bytes, mapped, 12))
		return;
	a->family = ADDR_IPV4;
	memmove(a->bytes, a->bytes + 12, 4);
	memset(a->bytes + 4, 0, 12);
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return a->family == b->family && !memcmp(a->bytes, b->bytes, 16);
}

bool addr_same_subnet(const struct addr *a, const struct addr *b,
		      unsigned int prefix)
{
	unsigned int bytes = prefix / 8, bits = prefix % 8;
	uint8_t mask = (uint8_t)(0xff00 >> bits);

	return prefix <= 128 && a->family == b->family && !memcmp(a->bytes, b->bytes, bytes) &&
	       (!bits || !((a->bytes[bytes] ^ b->bytes[bytes]) & mask));
}

bool addr_link_local(const struct addr *a)
{
	return a->family == ADDR_IPV6 && a->bytes[0] == 0xfe &&
	       (a->bytes[1] & 0xc0) == 0x80;
}

bool portal_equal(const struct portal *a, const struct portal *b)
{
	return a->port == b->port && addr_equal(&a->addr, &b->addr);
}

int mac_parse(const char *text, uint8_t mac[6])
{
	for (int i = 0; i < 6; i++, text += 3) {
		int high = number_digit(text[0]);
		int low = high < 0 ? -1 : number_digit(text[1]);

		if (low < 0 || text[2] != (i < 5 ? ':' : '\0'))
			return -EINVAL;
		mac[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

const char *mac_text(const uint8_t mac[6], char buf[MAC_TEXT_SIZE])
{
	snprintf(buf, MAC_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
		 mac[1], mac[2], mac[3], mac[4], mac[5]);
	return buf;
}
