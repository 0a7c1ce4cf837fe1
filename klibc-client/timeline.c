// SPDX-License-Identifier: GPL-2.0-or-later
/* When each stage began and ended. */
#include "timeline.h"

#include <stdio.h>

void timeline_begin(struct timeline *t, const struct sys *sys,
		    enum stage stage)
{
	t->begin[stage] = sys->now(sys);
	t->end[stage] = 0;
}

void timeline_end(struct timeline *t, const struct sys *sys,
		  enum stage stage)
{
	t->end[stage] = sys->now(sys);
}

void timeline_merge(struct timeline *t, const struct timeline *from)
{
	for (int i = 0; i < STAGE_COUNT; i++) {
		if (!from->begin[i])
			continue;
		t->begin[i] = from->begin[i];
		t->end[i] = from->end[i];
	}
}

int timeline_write(const struct timeline *t, const struct sys *sys,
		   const char *file)
{
	char text[STAGE_COUNT * 80 + 64];
	size_t n = 0;
	bool first = true;

	n += (size_t)snprintf(text, sizeof(text), "{\"version\":1,\"stages\":[");
	for (int i = 0; i < STAGE_COUNT; i++) {
		if (!t->begin[i] || !t->end[i])
			continue;
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s\n{\"stage\":\"%s\",\"begin_ms\":%llu,\"end_ms\":%llu}",
			first ? "" : ",", stage_name(i),
			(unsigned long long)t->begin[i],
			(unsigned long long)t->end[i]);
		first = false;
	}
	snprintf(text + n, sizeof(text) - n, "\n]}\n");
	return sys->create_file(sys, file, text);
}
