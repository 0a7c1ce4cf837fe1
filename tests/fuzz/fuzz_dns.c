// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers to a DNS question.  The first byte: bit 0 asks for IPv6, bit 1 puts
 * the right id and question before the rest, bit 2 has less room. */
#include <errno.h>

#include "dns.h"
#include "fuzz.h"

#define ID 0x1234

/* flags and counts from the input, everything that is checked first as it
 * should be. */
static size_t begin_right(struct input *in, const struct dns_question *q,
			  uint8_t *m)
{
	int n = dns_query(q, m, DNS_QUERY_MAX);

	MUST(n > 0);
	m[2] = 0x81;
	m[3] = take_byte(in);
	m[7] = take_byte(in) & 0x3f;
	return (size_t)n;
}

static void check_address(const struct addr *a, const struct dns_question *q)
{
	const uint8_t *b = a->bytes;

	MUST(a->family == (q->type == DNS_A ? ADDR_IPV4 : ADDR_IPV6));
	if (a->family == ADDR_IPV4)
		MUST(b[0] && b[0] != 127 && b[0] < 224);
	else
		MUST(b[0] != 0xff && (b[0] || b[1] || b[2] || b[3]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t how = take_byte(&in);
	struct dns_question q = { "san.example.com",
				  how & 1 ? DNS_AAAA : DNS_A, ID };
	uint8_t right[DNS_QUERY_MAX];
	struct addr addrs[8];
	size_t begin = 0, n, max = how & 4 ? 1 : 8;
	uint8_t *m;
	int rc;

	if (how & 2)
		begin = begin_right(&in, &q, right);
	n = begin + in.left;
	m = malloc(n + !n);
	memcpy(m, right, begin);
	if (in.left)
		memcpy(m + begin, in.p, in.left);
	rc = dns_answer(&q, m, n, addrs, max);
	if (rc > 0) {
		MUST((size_t)rc <= max);
		for (int i = 0; i < rc; i++) {
			check_address(&addrs[i], &q);
			for (int j = 0; j < i; j++)
				MUST(!addr_equal(&addrs[i], &addrs[j]));
		}
		/* Half of it is another answer or none, not read past. */
		MUST(dns_answer(&q, m, begin ? begin - 1 : 11, addrs, max) < 0);
	} else {
		MUST(rc == -EPROTO || rc == -ENOENT || rc == -ENODATA ||
		     rc == -EADDRNOTAVAIL || rc == -EAGAIN ||
		     rc == -EMSGSIZE);
	}
	free(m);
	return 0;
}
