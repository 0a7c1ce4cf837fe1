// SPDX-License-Identifier: GPL-2.0-or-later
/* The node records of the boot's sessions, in Open-iSCSI's database. */
#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "number.h"
#include "record.h"

#define PLAN "/run/iscsiboot/plan.json"
#define SESSIONS "/sys/class/iscsi_session"
#define RECORD_MAX 16384

struct walk {
	const struct sys *sys;
	const char *folder;
	struct kept session;
	unsigned int count;		/* of sessions of the boot */
	int rc;				/* of the first that failed */
	struct state_file text;
	char plan[STATE_FILE_MAX], old[RECORD_MAX];
};

/* Whether the target stands in the plan, as plan_json() writes it. */
static bool of_boot(struct walk *w)
{
	const struct ibft_out *out = &w->text.out;

	state_file_begin(&w->text);
	ibft_print_quoted(out, w->session.target_name);
	ibft_print(out, ", \"portals\"");
	return strstr(w->plan, w->text.text);
}

static int leave(const struct walk *w, const char *path)
{
	log_line(w->sys, STAGE_RECORD, &w->session.portals[0],
		 "%s is another's, or was changed: it is left as it is", path);
	return 0;
}

static int put(struct walk *w, const char *path, struct fault *f)
{
	char temporary[OPTIONS_FOLDER_MAX + 32];
	int rc = w->text.full ? -EFBIG : 0;

	/* Not below nodes: iscsiadm takes every file there for a record. */
	snprintf(temporary, sizeof(temporary), "%s/.iscsistart-record",
		 w->folder);
	if (!rc)
		rc = w->sys->replace_file(w->sys, temporary, path,
					  w->text.text);
	if (rc)
		return fault(f, STAGE_RECORD, -rc, "%s is not written: %s%s",
			     path, errno_words(-rc).text,
			     rc == -EROFS ?
			     ": run this again when it can be written" :
			     rc == -EXDEV ?
			     ": name the folder where it really is (--record=FOLDER)" :
			     "");
	log_line(w->sys, STAGE_RECORD, &w->session.portals[0],
		 "%s is written", path);
	return 0;
}

static int write_record(struct walk *w, uint32_t sid, struct fault *f)
{
	const char *name = w->session.target_name;
	const struct portal *p = &w->session.portals[0];
	char path[OPTIONS_FOLDER_MAX + 384], address[ADDR_TEXT_SIZE];
	int n, have;

	if (name[0] == '.' || strchr(name, '/'))
		return fault(f, STAGE_RECORD, EINVAL,
			     "the target name %s cannot be that of a folder: the session is not recorded",
			     name);
	n = snprintf(path, sizeof(path), "%s/nodes/%s/%s,%u", w->folder, name,
		     addr_text(&p->addr, address), p->port);
	/* A record made without a tag is read before all others. */
	if (w->sys->exists(w->sys, path))
		return leave(w, path);
	snprintf(path + n, sizeof(path) - (size_t)n, ",%u/default",
		 w->session.tpgt);
	if (record_text(&w->text, &w->session, sid, f))
		return -f->err;
	have = w->sys->read_file(w->sys, path, w->old, sizeof(w->old));
	if (have == -ENOENT)
		return put(w, path, f);
	/* Of a size, or at a place, that is not ours. */
	if (have == -EFBIG || have == -ENOTDIR)
		return leave(w, path);
	if (have < 0)
		return fault(f, STAGE_RECORD, -have, "%s cannot be read: %s",
			     path, errno_words(-have).text);
	if (!strcmp(w->old, w->text.text))
		return 0;
	return record_ours(w->old, (size_t)have) ? put(w, path, f) :
						    leave(w, path);
}

static void take_session(void *arg, const char *name)
{
	struct walk *w = arg;
	struct fault f = { .err = 0 }, unread = { .err = 0 };
	uint64_t sid;

	if (strncmp(name, "session", 7) ||
	    number_decimal(name + 7, UINT32_MAX, &sid) ||
	    kept_attach_read(&w->session, w->sys, (uint32_t)sid, &unread) ||
	    w->session.tpgt == TPGT_UNKNOWN || !of_boot(w))
		return;
	w->count++;
	if (!write_record(w, (uint32_t)sid, &f))
		return;
	log_fault(w->sys, &w->session.portals[0], &f);
	if (!w->rc)
		w->rc = -f.err;
}

static int run(struct walk *w, struct fault *f)
{
	int rc = w->sys->read_file(w->sys, PLAN, w->plan, sizeof(w->plan));

	if (rc < 0)
		return fault(f, STAGE_RECORD, ENODATA, PLAN
			     ": %s: iscsistart did not boot this machine",
			     errno_words(-rc).text);
	if (!w->sys->exists(w->sys, w->folder))
		return fault(f, STAGE_RECORD, ENODATA,
			     "there is no %s: is Open-iSCSI installed, or does it have its records elsewhere (--record=FOLDER)?",
			     w->folder);
	w->sys->list_dir(w->sys, SESSIONS, take_session, w);
	if (!w->count)
		return fault(f, STAGE_RECORD, ENODATA,
			     "there is no session to a target of the boot");
	return w->rc;
}

int record_run(const struct sys *sys, const struct options *options)
{
	struct walk w = { .sys = sys, .folder = options->record_folder };
	struct fault f = { .err = 0 };
	int rc = run(&w, &f);

	if (f.err)
		log_fault(sys, NULL, &f);
	wipe(&w, sizeof(w));
	return rc;
}
