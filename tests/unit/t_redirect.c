// SPDX-License-Identifier: GPL-2.0-or-later
/* Login redirection (RFC 7143 11.13.5): followed, and bounded. */
#include "redirect.h"

#include <errno.h>

#include "test.h"

/* Ports, from where we are to where each redirect leads. */
static const struct {
	const char *why;
	uint16_t from, to[12];
	int rc;
	uint16_t then;
} cases[] = {
{ "one", 1, { 2 }, 0, 2 },
{ "a chain", 1, { 2, 3, 4, 5 }, 0, 5 },
{ "to itself: busy for a moment", 1, { 1 }, 0, 1 },
{ "to itself, again", 1, { 1, 1 }, -EPROTO, 1 },
{ "there and back", 1, { 2, 1 }, 0, 1 },
{ "there and back, again", 1, { 2, 1, 2 }, 0, 2 },
{ "in circles", 1, { 2, 1, 2, 1 }, -EPROTO, 2 },
{ "eight are followed", 1, { 2, 3, 4, 5, 6, 7, 8, 9 }, 0, 9 },
{ "nine are not", 1, { 2, 3, 4, 5, 6, 7, 8, 9, 10 }, -EPROTO, 9 },
};

static struct portal at_port(uint16_t port)
{
	return (struct portal){
		.addr = { .family = ADDR_IPV4, .bytes = { 192, 0, 2, 1 } },
		.port = port,
	};
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct redirect r = { .count = 0 };
		struct portal portal = at_port(cases[i].from);
		struct fault f = { .err = 0 };
		int rc = 0;

		for (const uint16_t *to = cases[i].to; *to && !rc; to++) {
			struct portal next = at_port(*to);

			rc = redirect_follow(&r, &portal, &next, &f);
		}
		SAME(rc, cases[i].rc, cases[i].why);
		SAME(portal.port, cases[i].then, cases[i].why);
		OK(!rc || strstr(f.text, "in circles"), cases[i].why);
	}
	return test_done();
}
