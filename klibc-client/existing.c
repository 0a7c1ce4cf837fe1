// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions that the kernel has already. */
#include "existing.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "number.h"

#define SESSIONS "/sys/class/iscsi_session"
#define HOSTS "/sys/class/iscsi_host"

struct walk {
	const struct sys *sys;
	struct kernel *kernel;
	struct session *sessions;
	size_t count;
};

/* What sysfs says of one session. */
struct found {
	struct walk *walk;
	uint32_t sid, host_no;
	bool host, scanned;		/* host_no is known; has SCSI targets */
	char state[24], target_name[256], creator[16];
	struct portal portal;
	const struct session *taken_by;
};

/* An attribute without its line end; empty when it cannot be read. */
static void attribute(const struct walk *w, const char *folder,
		      const char *name, char *text, size_t size)
{
	char path[128];
	int n;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	n = w->sys->read_file(w->sys, path, text, size);
	if (n <= 0)
		text[0] = '\0';
	else if (text[n - 1] == '\n')
		text[n - 1] = '\0';
}

static void take_host(void *arg, const char *name)
{
	struct found *f = arg;
	char path[128];
	uint64_t n;

	if (strncmp(name, "host", 4) || number_decimal(name + 4, UINT32_MAX, &n))
		return;
	snprintf(path, sizeof(path), HOSTS "/%s/device/session%u", name,
		 f->sid);
	if (!f->walk->sys->exists(f->walk->sys, path))
		return;
	f->host = true;
	f->host_no = (uint32_t)n;
}

static void read_session(struct found *f)
{
	const struct walk *w = f->walk;
	char session[80], connection[80], text[64];
	uint64_t port = 0;

	snprintf(session, sizeof(session), SESSIONS "/session%u", f->sid);
	attribute(w, session, "state", f->state, sizeof(f->state));
	attribute(w, session, "targetname", f->target_name,
		  sizeof(f->target_name));
	attribute(w, session, "creator", f->creator, sizeof(f->creator));
	snprintf(connection, sizeof(connection),
		 "/sys/class/iscsi_connection/connection%u:0", f->sid);
	attribute(w, connection, "persistent_address", text, sizeof(text));
	if (addr_parse(text, &f->portal.addr))
		f->portal.addr.family = ADDR_NONE;
	attribute(w, connection, "persistent_port", text, sizeof(text));
	if (!number_decimal(text, 65535, &port))
		f->portal.port = (uint16_t)port;
	w->sys->list_dir(w->sys, HOSTS, take_host, f);
	if (f->host) {
		snprintf(session, sizeof(session),
			 SESSIONS "/session%u/device/target%u:0:0", f->sid,
			 f->host_no);
		f->scanned = w->sys->exists(w->sys, session);
	}
}

/* Never logged in, and the process that made it has ended.  A creator of -1
 * is the kernel's or of one that meant to keep it; the latter is gone when
 * this process may be what it was. */
static bool half_made(const struct found *f)
{
	uint64_t pid;

	if (f->walk->kernel->keep && !strcmp(f->creator, "-1"))
		return strcmp(f->state, "LOGGED_IN") && !f->scanned;
	return strcmp(f->state, "LOGGED_IN") && !f->scanned &&
	       !number_decimal(f->creator, INT32_MAX, &pid) &&
	       !f->walk->sys->process_alive(f->walk->sys, (int)pid);
}

/* For any number of LUNs, but for one NIC. */
static void match(struct found *f, struct session *s)
{
	if (!session_open(s) || s->already ||
	    strcmp(f->target_name, s->target->name) ||
	    !portal_equal(&f->portal, &s->target->portal) ||
	    (f->taken_by && f->taken_by->target->nic != s->target->nic))
		return;
	f->taken_by = s;
	if (!strcmp(f->state, "LOGGED_IN") && f->host) {
		session_adopt(s, f->sid, f->host_no);
		return;
	}
	fault(&s->fault, STAGE_HANDOFF, EEXIST,
	      "session %u to this target exists and is not logged in (%s): log it out first",
	      f->sid, f->state);
	s->state = SESSION_FAILED;
}

static void take_session(void *arg, const char *name)
{
	struct walk *w = arg;
	struct found f = { .walk = w };
	uint64_t sid;

	if (strncmp(name, "session", 7) ||
	    number_decimal(name + 7, UINT32_MAX, &sid))
		return;
	f.sid = (uint32_t)sid;
	read_session(&f);
	if (half_made(&f)) {
		struct handoff h = { .kernel = w->kernel, .session = true,
				     .connection = true, .sid = f.sid };

		log_line(w->sys, STAGE_HANDOFF, NULL,
			 "session %u was half made by a run that ended: taken down",
			 f.sid);
		handoff_destroy(&h);
		return;
	}
	for (size_t i = 0; i < w->count; i++)
		match(&f, &w->sessions[i]);
}

void existing_take(const struct sys *sys, struct kernel *k,
		   struct session *sessions, size_t n)
{
	struct walk w = { .sys = sys, .kernel = k, .sessions = sessions,
			  .count = n };

	sys->list_dir(sys, SESSIONS, take_session, &w);
}
