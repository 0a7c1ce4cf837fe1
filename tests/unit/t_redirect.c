// SPDX-License-Identifier: GPL-2.0-or-later
/* Login redirection (RFC 7143 11.13.5): followed, and bounded. */
#include "redirect.h"

#include <errno.h>

#include "test.h"

#define MANY "the target redirected 8 times: it sends us in circles"
#define CIRCLE(where) "the target redirects to " where \
	", which has sent us on 2 times: it sends us in circles"

/* From where we are to where each redirect leads: of 102 the 1 is the end of
 * the address, the 2 the port. */
static const struct {
	const char *why;
	uint16_t from, to[12];
	const char *wrong;		/* NULL: followed */
	uint16_t then;
} cases[] = {
{ "one", 101, { 102 }, NULL, 102 },
{ "to another address", 101, { 201 }, NULL, 201 },
{ "a chain", 101, { 102, 203, 304, 105 }, NULL, 105 },
{ "to itself: busy for a moment", 101, { 101 }, NULL, 101 },
{ "to itself, again", 101, { 101, 101 }, CIRCLE("192.0.2.1:1"), 101 },
{ "there and back", 101, { 202, 101 }, NULL, 101 },
{ "there and back, again", 101, { 202, 101, 202 }, NULL, 202 },
{ "in circles", 101, { 202, 101, 202, 101 }, CIRCLE("192.0.2.1:1"), 202 },
{ "in circles, from the second on", 101, { 202, 103, 202, 103, 202 },
  CIRCLE("192.0.2.2:2"), 103 },
{ "one port, other addresses", 101, { 201, 301, 401 }, NULL, 401 },
{ "one address, other ports", 101, { 102, 103, 104 }, NULL, 104 },
{ "eight are followed", 101, { 102, 103, 104, 105, 106, 107, 108, 109 }, NULL,
  109 },
{ "nine are not", 101, { 102, 103, 104, 105, 106, 107, 108, 109, 110 }, MANY,
  109 },
};

static struct portal at(uint16_t place)
{
	return (struct portal){
		.addr = { .family = ADDR_IPV4,
			  .bytes = { 192, 0, 2, (uint8_t)(place / 100) } },
		.port = place % 100,
	};
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = cases[i].why;
		struct redirect r = { .count = 0 };
		struct portal portal = at(cases[i].from);
		struct portal then = at(cases[i].then);
		struct fault f = { .err = 0, .text = "" };
		int rc = 0;

		for (const uint16_t *to = cases[i].to; *to && !rc; to++) {
			struct portal next = at(*to);

			rc = redirect_follow(&r, &portal, &next, &f);
		}
		SAME(rc, cases[i].wrong ? -EPROTO : 0, why);
		OK(portal_equal(&portal, &then), why);
		SAME_TEXT(f.text, cases[i].wrong ? cases[i].wrong : "", why);
		OK(!rc || f.stage == STAGE_LOGIN, why);
	}
	return test_done();
}
