// SPDX-License-Identifier: GPL-2.0-or-later
/* A kept session from one that the kernel has. */
#include "kept_attach.h"

#include <errno.h>
#include <stdio.h>

#include "name.h"
#include "number.h"

/* "(null)" is how the kernel writes a string that nobody has set. */
void kept_attribute(const struct sys *sys, enum kept_object of, uint32_t sid,
		    const char *name, char *text, size_t size)
{
	char path[128], line[SECRET_MAX + 2];	/* with the line end */
	int n;

	if (of == KEPT_SESSION)
		snprintf(path, sizeof(path),
			 "/sys/class/iscsi_session/session%u/%s", sid, name);
	else
		snprintf(path, sizeof(path),
			 "/sys/class/iscsi_connection/connection%u:0/%s", sid,
			 name);
	n = sys->read_file(sys, path, line, sizeof(line));
	if (n > 0 && line[n - 1] == '\n')
		line[n - 1] = '\0';
	if (n <= 0 || !strcmp(line, "(null)") ||
	    !copy_string(text, size, line))
		text[0] = '\0';
	wipe(line, sizeof(line));
}

bool kept_attach_ours(const struct sys *sys, uint32_t sid)
{
	char text[16];

	kept_attribute(sys, KEPT_SESSION, sid, "creator", text, sizeof(text));
	return !strcmp(text, "-1");
}

static int read_portal(struct kept *k, uint32_t sid)
{
	char text[ADDR_TEXT_SIZE + 8];
	uint64_t port;

	kept_attribute(k->sys, KEPT_CONNECTION, sid, "persistent_address",
		       text, sizeof(text));
	if (!*text)
		kept_attribute(k->sys, KEPT_CONNECTION, sid, "address", text,
			       sizeof(text));
	if (addr_parse(text, &k->portals[0].addr))
		return -EINVAL;
	kept_attribute(k->sys, KEPT_CONNECTION, sid, "persistent_port", text,
		       sizeof(text));
	if (number_decimal(text, 65535, &port) || !port)
		return -EINVAL;
	k->portals[0].port = (uint16_t)port;
	k->portal_count = 1;
	return 0;
}

/* A name with its secret, or none of both. */
static void read_account(const struct kept *k, uint32_t sid,
			 const char *const attributes[2], char *name,
			 struct secret *secret)
{
	char text[SECRET_MAX + 1];

	kept_attribute(k->sys, KEPT_SESSION, sid, attributes[0], name,
		       CHAP_NAME_MAX + 1);
	kept_attribute(k->sys, KEPT_SESSION, sid, attributes[1], text,
		       sizeof(text));
	if (*name && secret_set(secret, text))
		*name = '\0';
	wipe(text, sizeof(text));
}

int kept_attach_read(struct kept *k, const struct sys *sys, uint32_t sid,
		     struct fault *f)
{
	static const char *const own[] = { "username", "password" },
		*const reverse[] = { "username_in", "password_in" };
	struct chap_account *a = &k->account;
	char text[16];
	uint64_t n;

	memset(k, 0, sizeof(*k));
	k->sys = sys;
	kept_attribute(sys, KEPT_SESSION, sid, "state", text, sizeof(text));
	if (!*text)
		return fault(f, STAGE_KEEPER, ENODATA,
			     "there is no session %u to keep", sid);
	kept_attribute(sys, KEPT_SESSION, sid, "targetname", k->target_name,
		       sizeof(k->target_name));
	kept_attribute(sys, KEPT_SESSION, sid, "initiatorname",
		       k->initiator_name, sizeof(k->initiator_name));
	if (name_wrong(k->target_name) || name_wrong(k->initiator_name))
		return fault(f, STAGE_KEEPER, EINVAL,
			     "session %u cannot be kept: the kernel does not know its names",
			     sid);
	if (read_portal(k, sid))
		return fault(f, STAGE_KEEPER, EINVAL,
			     "session %u cannot be kept: the kernel does not know its portal",
			     sid);
	read_account(k, sid, own, a->name, &a->secret);
	read_account(k, sid, reverse, a->reverse_name, &a->reverse_secret);
	kept_attribute(sys, KEPT_SESSION, sid, "tpgt", text, sizeof(text));
	k->tpgt = number_decimal(text, 65535, &n) ? TPGT_UNKNOWN :
						    (uint32_t)n;
	return 0;
}

int kept_attach(struct kept *k, const struct sys *sys,
		struct kept_pool *pool, uint32_t sid, struct fault *f)
{
	int rc = kept_attach_read(k, sys, sid, f);

	if (rc)
		return rc;
	/* What was negotiated is not there: the default of RFC 7143 13.15. */
	k->time2wait = 2;
	kept_begin(k, sys, pool, sid);
	return 0;
}
