// SPDX-License-Identifier: GPL-2.0-or-later
/* Asynchronous Messages. */
#include "async.h"

#include "rd.h"

enum {
	EVENT_SCSI = 0, EVENT_LOGOUT = 1, EVENT_DROP_CONNECTION = 2,
	EVENT_DROP_ALL = 3, EVENT_NEGOTIATE = 4, EVENT_TASKS_ENDED = 5,
	EVENT_VENDOR = 255,
};

#define EVENT_AT 36

/* One row for each AsyncEvent of 11.9.1.  Negotiation is answered by a new
 * login, which negotiates everything: the kernel could not change most of it
 * under a connection that runs.  Ended tasks are told only where
 * TaskReporting=FastAbort was negotiated, which we do not offer. */
static const struct {
	uint8_t event;
	uint8_t deed;
	uint8_t time_in;		/* which Parameter: 2 or 3 */
	const char *words;
} events[] = {
	{ EVENT_SCSI, ASYNC_NOTHING, 0, "a SCSI event" },
	{ EVENT_LOGOUT, ASYNC_LOGOUT, 3, "it asks for a logout" },
	{ EVENT_DROP_CONNECTION, ASYNC_RECONNECT, 2,
	  "it drops the connection" },
	{ EVENT_DROP_ALL, ASYNC_RECONNECT, 2,
	  "it drops all connections of the session" },
	{ EVENT_NEGOTIATE, ASYNC_LOGOUT, 3,
	  "it asks to negotiate parameters anew" },
	{ EVENT_TASKS_ENDED, ASYNC_NOTHING, 0, "it ends all tasks of a LUN" },
	{ EVENT_VENDOR, ASYNC_NOTHING, 0, "a message of the vendor's own" },
};

void async_read(const uint8_t bhs[BHS_SIZE], uint32_t cid, struct async *a)
{
	struct rd r = rd_over(bhs + EVENT_AT, BHS_SIZE - EVENT_AT);
	uint32_t parameter[4] = { 0 };

	*a = (struct async){ .words = "a message that RFC 7143 does not know" };
	a->event = (uint8_t)rd_be(&r, 1);
	a->vendor_code = (uint8_t)rd_be(&r, 1);
	for (int i = 1; i <= 3; i++)
		parameter[i] = (uint32_t)rd_be(&r, 2);
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		if (events[i].event != a->event)
			continue;
		a->deed = events[i].deed;
		a->seconds = parameter[events[i].time_in];
		a->words = events[i].words;
	}
	/* Another connection is not ours: there is one in a session. */
	if (a->event == EVENT_DROP_CONNECTION && parameter[1] != cid)
		a->deed = ASYNC_NOTHING;
}
