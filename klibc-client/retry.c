// SPDX-License-Identifier: GPL-2.0-or-later
/* How long to wait before another try. */
#include "retry.h"

/* A target that comes up is found within two seconds. */
#define FIRST_MS 125
#define MAX_MS 2000

/* Jitter of a quarter: a rack that comes back from a power cut must not knock
 * all at once. */
uint64_t retry_delay(const struct sys *sys, unsigned int tries)
{
	uint64_t ms = MAX_MS;
	uint16_t random;

	if (tries <= 1)
		return 0;
	if (tries < 6)
		ms = (uint64_t)FIRST_MS << (tries - 2);
	if (sys->random(sys, SYS_JITTER, &random, sizeof(random)))
		random = (uint16_t)(sys->now(sys) * 40503);
	return ms - ms / 4 + ms / 2 * random / 65535;
}
