// SPDX-License-Identifier: GPL-2.0-or-later
/* From a boot to the keeper. */
#include "keep.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"

#define SESSIONS "/sys/class/iscsi_session"

static int give(const struct sys *sys, uint32_t sid, struct fault *f)
{
	char request[32];

	snprintf(request, sizeof(request), "attach %u", sid);
	return control_ask(sys, request, SYS_MESSAGES, f);
}

static int begin(struct keeper *k, const struct sys *sys,
		 const struct settings *settings, bool reserve,
		 struct fault *f)
{
	int rc = keeper_begin(k, sys, settings);

	k->pool.reserve = reserve;
	if (!rc)
		return KEEP_STAY;
	if (rc == -EADDRINUSE)
		return KEEP_GIVEN;
	return fault(f, STAGE_KEEPER, -rc, "the keeper's control socket: %s",
		     errno_words(-rc).text);
}

int keep_boot(struct keeper *k, struct boot *b, struct fault *f)
{
	int rc = begin(k, b->sys, &b->settings, b->options->reserve, f);

	if (rc == KEEP_STAY)
		keeper_take_boot(k, b);
	if (rc == KEEP_GIVEN)
		for (size_t i = 0; i < b->count && rc >= 0; i++)
			if (b->sessions[i].state == SESSION_UP)
				rc = give(b->sys, b->sessions[i].handoff.sid,
					  f);
	return rc;
}

struct walk {
	struct keeper *keeper;
	const struct sys *sys;
	const char *target_name;	/* NULL: all */
	bool stay;
	size_t count;
	struct fault *f;
};

static bool wanted(const struct walk *w, const char *session)
{
	char path[80], text[256];
	int n;

	if (!w->target_name)
		return true;
	snprintf(path, sizeof(path), SESSIONS "/%.20s/targetname", session);
	n = w->sys->read_file(w->sys, path, text, sizeof(text));
	if (n > 0 && text[n - 1] == '\n')
		text[n - 1] = '\0';
	return n > 0 && !strcmp(text, w->target_name);
}

static void take_existing(void *arg, const char *name)
{
	struct walk *w = arg;
	uint64_t sid;

	if (strncmp(name, "session", 7) ||
	    number_decimal(name + 7, UINT32_MAX, &sid) || !wanted(w, name))
		return;
	if (!(w->stay ? keeper_attach(w->keeper, (uint32_t)sid, w->f) :
			give(w->sys, (uint32_t)sid, w->f)))
		w->count++;
}

int keep_existing(struct keeper *k, const struct sys *sys,
		  const struct options *options, struct fault *f)
{
	struct walk w = { .keeper = k, .sys = sys, .f = f,
			  .target_name = options->target_name };
	struct settings settings = options->settings;
	int rc;

	settings_keep(&settings);
	rc = begin(k, sys, &settings, options->reserve, f);
	if (rc < 0)
		return rc;
	w.stay = rc == KEEP_STAY;
	sys->list_dir(sys, SESSIONS, take_existing, &w);
	if (f->err)
		return -f->err;
	return w.count ? rc : fault(f, STAGE_KEEPER, ENODATA,
				    "there is no session to keep");
}

int keep_ask(const struct sys *sys, const struct options *options,
	     struct fault *f)
{
	if (options->action == ACTION_STOP)
		return control_ask(sys, options->handover ? "handover" : "stop",
				   SYS_STDOUT, f);
	return control_ask(sys, options->json ? "status json" : "status",
			   SYS_STDOUT, f);
}
