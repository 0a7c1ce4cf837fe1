// SPDX-License-Identifier: GPL-2.0-or-later
/* What arrives over netlink, and over the control socket, at a keeper: nothing
 * ends it, and no session is ever taken down.  Each piece of input: a byte that
 * says what, one for how long, and the bytes. */
#include "fuzz.h"
#include "fake_kernel.h"
#include "keeper.h"

#define STATE "/sys/class/iscsi_session/session7/state"

static struct fake fake;

static bool never(struct fake *f, struct sys_wait *w, size_t n,
		  uint64_t deadline)
{
	(void)w;
	(void)n;
	if (deadline != SYS_FOREVER && f->now < deadline)
		f->now = deadline;
	f->waits = 0;
	f->queued = f->queued > FAKE_QUEUE / 2 ? 0 : f->queued;
	return true;
}

/* The client's end takes everything. */
static void sent(struct fake *f, int fd, const void *buf, size_t len)
{
	if (fd != FAKE_CLIENT_FD)
		fake_kernel_send(f, fd, buf, len);
}

static void begin(struct keeper *k)
{
	static const struct fake_file files[] = {
		FAKE_HANDLE,
		{ STATE, "LOGGED_IN\n", 0 },
		{ "/sys/class/iscsi_session/session7/targetname", "iqn.t\n", 0 },
		{ "/sys/class/iscsi_session/session7/initiatorname", "iqn.i\n",
		  0 },
		{ "/sys/class/iscsi_connection/connection7:0/persistent_address",
		  "10.0.0.1\n", 0 },
		{ "/sys/class/iscsi_connection/connection7:0/persistent_port",
		  "3260\n", 0 },
		{ NULL, NULL, 0 },
	};
	struct settings settings;
	struct fault f = { .err = 0 };

	fake_kernel_begin(&fake, files);
	fake.on_wait = never;
	fake.on_send = sent;
	settings_default(&settings);
	MUST(!keeper_begin(k, &fake.sys, &settings));
	MUST(!keeper_attach(k, FAKE_SID, &f));
	MUST(!keeper_listen(k, &f));
}

/* An event with a PDU for our session, so that more than the sids differ. */
static void put_pdu(const uint8_t *bytes, size_t n)
{
	uint8_t pdu[FAKE_BYTES - UEVENT_HEADER_SIZE];

	n = n < sizeof(pdu) ? n : sizeof(pdu);
	memcpy(pdu, bytes, n);
	fake_kernel_event(&fake, KEVENT_RECV_PDU, FAKE_SID, pdu, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct keeper k;
	struct input in = { data, size };
	bool on = true, stop = false;

	begin(&k);
	for (int turns = 0; in.left && turns < 64 && on; turns++) {
		uint8_t what = take_byte(&in);
		size_t n;
		uint8_t *bytes = take_copy(&in, take_byte(&in), &n);

		fake.log[0] = fake.output[0] = '\0';
		if (what % 5 == 0) {
			fake_queue(&fake, FAKE_KERNEL_FD, (int)n, bytes);
		} else if (what % 5 == 1) {
			put_pdu(bytes, n);
		} else if (what % 5 == 2) {
			fake_kernel_error(&fake, n ? bytes[0] + 1000U : 1020);
		} else if (what % 5 == 3) {
			fake.clients = 1;
			fake_queue(&fake, FAKE_CLIENT_FD, (int)n, bytes);
			stop |= n >= 4;	/* it may be the word */
		} else {
			fake.connected_rc = n ? -(int)bytes[0] : 0;
		}
		free(bytes);
		on = keeper_turn(&k);
		MUST(!strstr(fake.log, "flag 1\n") &&
		     !strstr(fake.log, "request 12"));
		for (size_t i = 0; i < k.count; i++)
			MUST(k.kept[i].state <= KEPT_GONE);
	}
	/* It goes on, unless it was asked to end or has nothing to keep. */
	MUST(on || stop || !k.count);
	return 0;
}
