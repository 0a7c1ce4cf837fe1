// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel command line. */
#include "cmdline.h"

#include <errno.h>
#include <stdio.h>

#include "netparam.h"
#include "assignment.h"
#include "words.h"

#define KERNEL "/proc/cmdline"
#define FILES_MAX 32
#define TIMEOUT "rd.net.timeout."

/* What a parameter's name is made of. */
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

/* One file that is being read, and what came of it. */
struct reading {
	struct cmdline *c;
	struct fault *f;
	const char *file;
	int rc;
};

static int wrong_word(const struct reading *r, struct fault *f,
		      const struct word *w, const struct slip *s)
{
	char shown[200], line[24] = "";

	if (w->line > 1)
		snprintf(line, sizeof(line), "line %u, ",
			 (unsigned int)w->line);
	return fault(f, STAGE_PLAN, EINVAL,
		     "%.60s%s%s: %s (%scolumn %u of %s)", w->name,
		     w->value ? "=" : "",
		     w->value ? iscsi_param_shown(w->name, w->value, shown,
						  sizeof(shown)) : "",
		     s->why, line, (unsigned int)(w->value_column + s->at),
		     r->file);
}

/* What stands behind it may be anybody's secret. */
static int open_quote(struct reading *r, const struct word *w)
{
	return fault(r->f, STAGE_PLAN, EINVAL,
		     "%.*s%s: the double quote is not closed (column %u of %s)",
		     (int)strspn(w->name, NAME_BYTES), w->name,
		     w->value ? "=" : "", (unsigned int)w->value_column - 1,
		     r->file);
}

static int take_word(struct reading *r, const struct word *w)
{
	struct iscsi_params *p = &r->c->params;
	struct slip s = { .at = 0 };
	int rc;

	if (w->open_quote)
		return open_quote(r, w);
	rc = iscsi_param_take(p, w->name, w->value, &s, r->f);
	if (rc == -ENOENT && !r->f->err) {
		rc = netparam_take(p->said, w->name, w->value, &s);
		if (rc == -EINVAL) {
			wrong_word(r, &p->said->network, w, &s);
			rc = 0;
		}
	}
	if (rc == -ENOENT && !r->f->err && !strncmp(w->name, TIMEOUT,
						    sizeof(TIMEOUT) - 1))
		remark_ignored(p->said->remarks, w->name,
			       "there is no such parameter");
	if (rc == -ENOENT && !r->f->err)
		return 0;		/* somebody else's */
	return rc && !r->f->err ? wrong_word(r, r->f, w, &s) : rc;
}

/* The file's text into r->c->text.  Its length; or -errno, with the fault where
 * it is there and cannot be used. */
static int read_text(struct reading *r)
{
	const struct sys *sys = r->c->params.sys;
	char *text = r->c->text;
	int n = sys->read_file(sys, r->file, text, sizeof(r->c->text));

	if (n == -EFBIG)
		return fault(r->f, STAGE_PLAN, EINVAL,
			     "%s: longer than %u bytes", r->file,
			     CMDLINE_MAX - 1);
	if (n >= 0 && strlen(text) != (size_t)n)
		return fault(r->f, STAGE_PLAN, EINVAL,
			     "%s: a NUL byte stands in it", r->file);
	return n;
}

static int read_one(struct reading *r)
{
	int rc = read_text(r);
	struct words words = words_of(r->c->text);
	struct word w;

	if (rc < 0)
		return rc;
	for (rc = 0; !rc && words_next(&words, &w); )
		rc = take_word(r, &w);
	return rc;
}

/* The names of a folder's .conf files, to be read in their order. */
struct folder {
	char names[FILES_MAX][64];
	size_t count;
};

static void note_conf(void *arg, const char *name)
{
	struct folder *folder = arg;
	size_t n = strlen(name), at;

	if (n < 6 || n >= sizeof(folder->names[0]) ||
	    strcmp(name + n - 5, ".conf") || folder->count == FILES_MAX)
		return;
	for (at = folder->count++; at && strcmp(folder->names[at - 1], name) > 0;
	     at--)
		memcpy(folder->names[at], folder->names[at - 1],
		       sizeof(folder->names[at]));
	copy_string(folder->names[at], sizeof(folder->names[at]), name);
}

static int read_folder(struct reading *r, const char *path)
{
	const struct sys *sys = r->c->params.sys;
	struct folder folder = { .count = 0 };
	char file[128];
	int rc = 0;

	sys->list_dir(sys, path, note_conf, &folder);
	for (size_t i = 0; !r->f->err && i < folder.count; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, folder.names[i]);
		r->file = file;
		rc = read_one(r);
	}
	return rc;
}

static int read_all(struct reading *r)
{
	static const struct {
		bool folder;
		const char *path;
	} places[] = {
		{ true, "/etc/cmdline.d" },
		{ false, "/etc/cmdline" },
		{ false, KERNEL },
		{ true, "/run/initramfs/cmdline.d" },
	};
	int rc = 0;

	for (size_t i = 0; !r->f->err && i < ARRAY_SIZE(places); i++) {
		r->file = places[i].path;
		rc = places[i].folder ? read_folder(r, places[i].path) :
					read_one(r);
	}
	return r->f->err ? rc : 0;
}

int cmdline_read(struct cmdline *c, struct said *said, const struct sys *sys,
		 const char *file, struct settings *settings,
		 const struct options *options, struct fault *f)
{
	struct reading r = { .c = c, .f = f, .file = file };
	struct slip s = { .at = 0 };
	int rc;

	iscsi_params_begin(&c->params, said, sys, settings, options);
	rc = file ? read_one(&r) : read_all(&r);
	if (rc && !f->err)
		return fault(f, STAGE_PLAN, EINVAL,
			     "--cmdline=%.100s: it cannot be read: %s", file,
			     errno_words(-rc).text);
	if (!rc && iscsi_params_end(&c->params, &s))
		rc = fault(f, STAGE_PLAN, EINVAL,
			   "the kernel command line: %s", s.why);
	if (!rc)
		netparam_finish(said);
	wipe(c, sizeof(*c));
	return rc;
}

static void take_assignment(void *arg, const char *name, const char *value)
{
	struct reading *r = arg;
	struct slip s = { .at = 0 };
	char shown[200];
	int rc = iscsi_param_take(&r->c->params, name, value, &s, r->f);

	if (rc == -EINVAL && !r->f->err)
		fault(r->f, STAGE_PLAN, EINVAL, "%s: %.60s=%s: %s", r->file,
		      name, iscsi_param_shown(name, value, shown,
					      sizeof(shown)), s.why);
}

/* The line of a byte.  The text was taken apart: it is read again. */
static unsigned int line_at(struct reading *r, size_t at)
{
	unsigned int line = 1;
	int n = read_text(r);

	for (int i = 0; i < n && (size_t)i < at; i++)
		line += r->c->text[i] == '\n';
	return line;
}

/* The secret is used all the same, as Debian's own scripts do. */
static void warn_of_others(struct reading *r)
{
	const struct sys *sys = r->c->params.sys;
	const struct chap_account *a = &r->c->params.account;

	if ((a->secret.len || a->reverse_secret.len) &&
	    sys->read_private(sys, r->file, r->c->text,
			      sizeof(r->c->text)) == -EACCES)
		remark_warning(r->c->params.said->remarks, r->file,
			       "others than root can read or write the secret in it: use 'chmod 600 %s'",
			       r->file);
}

void iscsi_initramfs_read(struct cmdline *c, struct said *said,
			  const struct sys *sys, struct settings *settings,
			  const struct options *options)
{
	static const char *const files[] = {
		"/etc/iscsi.initramfs", "/etc/iscsi/iscsi.initramfs",
	};
	struct fault *f = &said->fault;
	struct reading r = { .c = c, .f = f };
	struct slip s = { .at = 0 };
	int n = -ENOENT;

	iscsi_params_begin(&c->params, said, sys, settings, options);
	for (size_t i = 0; n == -ENOENT && i < ARRAY_SIZE(files); i++) {
		r.file = files[i];
		n = read_text(&r);
	}
	if (n < 0 && n != -ENOENT && n != -ENOTDIR)
		fault(f, STAGE_PLAN, EINVAL, "%s: it cannot be read: %s",
		      r.file, errno_words(-n).text);
	if (n > 0 && assignments_each(c->text, take_assignment, &r, &s))
		fault(f, STAGE_PLAN, EINVAL, "%s: line %u: %s", r.file,
		      line_at(&r, s.at), s.why);
	/* Where something is wrong, nothing is taken. */
	if (!f->err) {
		warn_of_others(&r);
		iscsi_params_end(&c->params, &s);
	}
	wipe(c, sizeof(*c));
}
