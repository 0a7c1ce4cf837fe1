// SPDX-License-Identifier: GPL-2.0-or-later
/* A kept session from one that the kernel has. */
#include "kept_attach.h"

#include <errno.h>
#include <stdio.h>

#include "name.h"
#include "number.h"

enum object { SESSION, CONNECTION };

/* An attribute without its line end; empty when it is not there.  "(null)" is
 * how the kernel writes a string that nobody has set. */
static void attribute(const struct sys *sys, enum object of, uint32_t sid,
		      const char *name, char *text, size_t size)
{
	char path[128];
	int n;

	if (of == SESSION)
		snprintf(path, sizeof(path),
			 "/sys/class/iscsi_session/session%u/%s", sid, name);
	else
		snprintf(path, sizeof(path),
			 "/sys/class/iscsi_connection/connection%u:0/%s", sid,
			 name);
	n = sys->read_file(sys, path, text, size);
	if (n <= 0) {
		text[0] = '\0';
		return;
	}
	if (text[n - 1] == '\n')
		text[n - 1] = '\0';
	if (!strcmp(text, "(null)"))
		text[0] = '\0';
}

bool kept_attach_ours(const struct sys *sys, uint32_t sid)
{
	char text[16];

	attribute(sys, SESSION, sid, "creator", text, sizeof(text));
	return !strcmp(text, "-1");
}

static int read_portal(struct kept *k, uint32_t sid)
{
	char text[ADDR_TEXT_SIZE + 8];
	uint64_t port;

	attribute(k->sys, CONNECTION, sid, "persistent_address", text,
		  sizeof(text));
	if (!*text)
		attribute(k->sys, CONNECTION, sid, "address", text,
			  sizeof(text));
	if (addr_parse(text, &k->portals[0].addr))
		return -EINVAL;
	attribute(k->sys, CONNECTION, sid, "persistent_port", text,
		  sizeof(text));
	if (number_decimal(text, 65535, &port) || !port)
		return -EINVAL;
	k->portals[0].port = (uint16_t)port;
	k->portal_count = 1;
	return 0;
}

/* A name with its secret, or none of both. */
static void read_account(struct kept *k, uint32_t sid)
{
	struct chap_account *a = &k->account;
	char text[SECRET_MAX + 2];

	attribute(k->sys, SESSION, sid, "username", a->name, sizeof(a->name));
	attribute(k->sys, SESSION, sid, "password", text, sizeof(text));
	if (*a->name && secret_set(&a->secret, text))
		a->name[0] = '\0';
	attribute(k->sys, SESSION, sid, "username_in", a->reverse_name,
		  sizeof(a->reverse_name));
	attribute(k->sys, SESSION, sid, "password_in", text, sizeof(text));
	if (*a->reverse_name && secret_set(&a->reverse_secret, text))
		a->reverse_name[0] = '\0';
	wipe(text, sizeof(text));
}

int kept_attach(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid, struct fault *f)
{
	char text[16];
	uint64_t n;

	memset(k, 0, sizeof(*k));
	k->sys = sys;
	attribute(sys, SESSION, sid, "state", text, sizeof(text));
	if (!*text)
		return fault(f, STAGE_KEEPER, ENODATA,
			     "there is no session %u to keep", sid);
	attribute(sys, SESSION, sid, "targetname", k->target_name,
		  sizeof(k->target_name));
	attribute(sys, SESSION, sid, "initiatorname", k->initiator_name,
		  sizeof(k->initiator_name));
	if (name_wrong(k->target_name) || name_wrong(k->initiator_name))
		return fault(f, STAGE_KEEPER, EINVAL,
			     "session %u cannot be kept: the kernel does not know its names",
			     sid);
	if (read_portal(k, sid))
		return fault(f, STAGE_KEEPER, EINVAL,
			     "session %u cannot be kept: the kernel does not know its portal",
			     sid);
	read_account(k, sid);
	attribute(sys, SESSION, sid, "tpgt", text, sizeof(text));
	k->tpgt = number_decimal(text, 65535, &n) ? TPGT_UNKNOWN :
						    (uint32_t)n;
	/* What was negotiated is not there: the default of RFC 7143 13.15. */
	k->time2wait = 2;
	kept_begin(k, sys, pool, sid);
	return 0;
}
