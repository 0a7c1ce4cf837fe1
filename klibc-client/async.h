/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asynchronous Messages (RFC 7143 11.9): what the target asks for while nobody
 * has asked it, and what is to be done about it. */
#ifndef ASYNC_H
#define ASYNC_H

#include "bhs.h"

/* The later goes before the earlier when several have come. */
enum async_deed {
	ASYNC_NOTHING,
	ASYNC_LOGOUT,			/* log out within the time, come back */
	ASYNC_RECONNECT,		/* the connection ends; come back */
};

struct async {
	enum async_deed deed;
	uint32_t seconds;		/* LOGOUT: until then at the latest;
					 * RECONNECT: not before */
	uint8_t event, vendor_code;
	const char *words;		/* what the target says, for people */
};

/* Read the header of an Asynchronous Message.  cid: our connection's. */
void async_read(const uint8_t bhs[BHS_SIZE], uint32_t cid, struct async *a);

#endif
