/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kept session over a fake kernel, and what its target says. */
#ifndef KEPT_PEER_H
#define KEPT_PEER_H

#include "kept.h"

#include "fake_kernel.h"

#define STATE "/sys/class/iscsi_session/session7/state"

static struct fake_file peer_files[] = {
	FAKE_HANDLE,
	{ STATE, "LOGGED_IN\n", 0 },
	{ NULL, NULL, 0 },
};

static struct fake fake;
static struct kernel kernel;
static struct kept_pool pool;
static struct kept kept;

static void peer_event(void *arg, const struct uevent_message *m)
{
	(void)arg;
	kept_event(&kept, m);
}

/* Up, at 10.0.0.1; the target's other portals are 10.0.0.2 and so on. */
static inline void peer_begin(size_t portals)
{
	struct fault f = { .err = 0 };

	peer_files[1].err = 0;
	peer_files[1].text = "LOGGED_IN\n";
	memset(&pool, 0, sizeof(pool));
	memset(&kept, 0, sizeof(kept));
	settings_default(&pool.settings);
	pool.kernel = &kernel;
	kernel_open(&kernel, fake_kernel_begin(&fake, peer_files), peer_event,
		    NULL, &f);
	copy_string(kept.initiator_name, 8, "iqn.i");
	copy_string(kept.target_name, 8, "iqn.t");
	kept.tpgt = TPGT_UNKNOWN;
	kept.time2wait = 2;
	kept.portal_count = portals;
	for (size_t i = 0; i < portals; i++) {
		char text[] = "10.0.0.1";

		text[7] = (char)('1' + i);
		portal_parse(text, &kept.portals[i]);
	}
	kept_begin(&kept, &fake.sys, &pool, FAKE_SID);
	fake.log[0] = '\0';
	fake.next_fd = 30;
}

/* What has come is dealt with; ready: the portals that answer. */
static inline void peer_turn(unsigned int ready)
{
	struct sys_wait w[KEPT_PORTALS];

	kept_waits(&kept, w);
	for (size_t i = 0; i < KEPT_PORTALS; i++)
		w[i].ready = ready >> i & 1;
	kernel_take_events(&kernel);
	kept_advance(&kept, w);
}

/* Time passes until it wants to go on. */
static inline void peer_pass(void)
{
	struct sys_wait w[KEPT_PORTALS];
	uint64_t until = kept_waits(&kept, w);

	if (until > fake.now && until != SYS_FOREVER)
		fake.now = until;
	peer_turn(0);
}

/* Any PDU of the target's; text: its data. */
static inline void peer_say(const uint8_t bhs[BHS_SIZE], const char *text)
{
	uint8_t pdu[BHS_SIZE + 64];
	size_t len = *text ? strlen(text) + 1 : 0;

	memcpy(pdu, bhs, BHS_SIZE);
	pdu[7] = (uint8_t)len;
	memcpy(pdu + BHS_SIZE, text, len);
	fake_kernel_event(&fake, KEVENT_RECV_PDU, FAKE_SID, pdu,
			  BHS_SIZE + len);
}

/* The answer to the last login request. */
static inline void peer_answer(uint8_t flags, uint16_t status,
			       const char *text)
{
	uint8_t bhs[BHS_SIZE] = { OPCODE_LOGIN_RESPONSE, flags };

	memcpy(bhs + 8, kernel.tx + UEVENT_HEADER_SIZE + 8, 6);
	bhs[36] = (uint8_t)(status >> 8);
	bhs[37] = (uint8_t)status;
	peer_say(bhs, text);
	peer_turn(0);
}

/* From up to the login's first request. */
static inline void peer_to_login(void)
{
	fake_kernel_error(&fake, ISCSI_ERROR_CLOSED);
	peer_turn(0);
	peer_turn(0);
	peer_turn(1);
	peer_pass();
}

/* It is never taken down. */
static inline void peer_end(void)
{
	OK(!strstr(fake.log, "flag 1") && !strstr(fake.log, "request 12") &&
	   !strstr(fake.log, "request 14"), "the session is never taken down");
}

#endif
