/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A portal for connection.c: its Login Responses are queued before they are
 * asked for, and fit a login without authentication. */
#ifndef LOGIN_TARGET_H
#define LOGIN_TARGET_H

#include "bhs.h"
#include "fake_sys.h"
#include "login.h"

struct login_target {
	struct fake fake;
	struct login_config config;
	struct params offer;
	struct fault fault;
	bool silent;			/* the connection never stands */
};

/* The keys that tell sessions apart. */
static inline void login_target_sent(struct fake *f, int fd, const void *buf,
				     size_t len)
{
	const char *bytes = buf;

	(void)fd;
	if ((bytes[0] & 0x3f) != OPCODE_LOGIN_REQUEST) {
		fake_log(f, "sent %02x\n", bytes[0] & 0x3f);
		return;
	}
	fake_log(f, "login");
	for (size_t i = BHS_SIZE; i < len; i += strlen(bytes + i) + 1)
		if (!strncmp(bytes + i, "TargetName=", 11) ||
		    !strncmp(bytes + i, "SessionType=", 12))
			fake_log(f, " %s", bytes + i);
	fake_log(f, "\n");
}

static inline bool login_target_wait(struct fake *f, struct sys_wait *w,
				     size_t n, uint64_t deadline)
{
	const struct login_target *t = (const struct login_target *)f;

	(void)n;
	(void)deadline;
	w->ready = w->write && !t->silent;
	return w->ready;
}

static inline void login_target_begin(struct login_target *t)
{
	fake_begin(&t->fake, NULL);
	t->fake.on_send = login_target_sent;
	t->fake.on_wait = login_target_wait;
	t->silent = false;
	key_offer_defaults(&t->offer);
	t->config = (struct login_config){
		.initiator_name = "iqn.i", .target_name = "iqn.t",
		.isid = { 0x80 }, .offer = &t->offer,
	};
}

/* A response; text with | for NUL. */
static inline void login_target_say(struct login_target *t, uint16_t status,
				    const char *text)
{
	uint8_t pdu[BHS_SIZE + 256] = { OPCODE_LOGIN_RESPONSE, 0x87 };
	size_t len = strlen(text);

	pdu[7] = (uint8_t)len;
	pdu[8] = 0x80;			/* ISID */
	pdu[15] = 1;			/* TSIH */
	pdu[19] = 1;			/* Initiator Task Tag */
	pdu[27] = 1;			/* StatSN */
	pdu[31] = 2;			/* ExpCmdSN */
	pdu[35] = 3;			/* MaxCmdSN */
	pdu[36] = (uint8_t)(status >> 8);
	pdu[37] = (uint8_t)status;
	for (size_t i = 0; i < len; i++)
		pdu[BHS_SIZE + i] = text[i] == '|' ? 0 : (uint8_t)text[i];
	fake_queue(&t->fake, 5, (int)(BHS_SIZE + ((len + 3) & ~(size_t)3)),
		   pdu);
}

#endif
