// SPDX-License-Identifier: GPL-2.0-or-later
/* So many messages in a time and no more. */
#include "rate.h"

#include "test.h"

int main(void)
{
	struct rate r = { .begin = 0 };
	unsigned int dropped, taken = 0;

	for (int i = 0; i < 100; i++)
		taken += rate_take(&r, 10000, &dropped);
	SAME(taken, RATE_LINES, "of a hundred at once");
	OK(!rate_take(&r, 10000 + RATE_MS - 1, &dropped), "the window lasts");
	OK(rate_take(&r, 10000 + RATE_MS, &dropped), "and ends");
	SAME(dropped, 101 - RATE_LINES, "how many were left out is told");
	OK(rate_take(&r, 10000 + RATE_MS, &dropped) && !dropped, "once");
	return test_done();
}
