// SPDX-License-Identifier: GPL-2.0-or-later
/* Asynchronous Messages (RFC 7143 11.9). */
#include "async.h"

#include "test.h"

static const struct {
	uint8_t event, cid;		/* Parameter1 */
	enum async_deed deed;
	uint32_t seconds;
	const char *words;
} rows[] = {
	{ 0, 0, ASYNC_NOTHING, 0, "a SCSI event" },
	{ 1, 0, ASYNC_LOGOUT, 300, "it asks for a logout" },
	{ 2, 0, ASYNC_RECONNECT, 200, "it drops the connection" },
	{ 2, 9, ASYNC_NOTHING, 200, "it drops the connection" },
	{ 3, 9, ASYNC_RECONNECT, 200,
	  "it drops all connections of the session" },
	{ 4, 0, ASYNC_LOGOUT, 300, "it asks to negotiate parameters anew" },
	{ 5, 0, ASYNC_NOTHING, 0, "it ends all tasks of a LUN" },
	{ 6, 0, ASYNC_NOTHING, 0, "a message that RFC 7143 does not know" },
	{ 247, 0, ASYNC_NOTHING, 0, "a message that RFC 7143 does not know" },
	{ 255, 0, ASYNC_NOTHING, 0, "a message of the vendor's own" },
};

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint8_t bhs[BHS_SIZE] = { OPCODE_ASYNC_MESSAGE, FLAG_F };
		struct async a;

		bhs[36] = rows[i].event;
		bhs[37] = 77;
		bhs[39] = rows[i].cid;
		bhs[41] = 200;			/* Parameter2 */
		bhs[42] = 1;			/* Parameter3 */
		bhs[43] = 44;
		async_read(bhs, 0, &a);
		SAME(a.deed, rows[i].deed, rows[i].words);
		SAME(a.seconds, rows[i].seconds, rows[i].words);
		SAME_TEXT(a.words, rows[i].words, "its words");
		OK(a.event == rows[i].event && a.vendor_code == 77, "codes");
	}
	return test_done();
}
