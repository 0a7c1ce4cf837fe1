// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP names and secrets from a file. */
#include "secrets.h"

#include <errno.h>

#include "name.h"

#define BLANKS " \t"

enum field { USERNAME, PASSWORD, USERNAME_IN, PASSWORD_IN, FIELDS };

/* Names have room for CHAP_NAME_MAX bytes. */
static const struct {
	const char *name;
	bool secret;
	size_t at;			/* in struct chap_account */
} fields[FIELDS] = {
#define OF(f) offsetof(struct chap_account, f)
	[USERNAME] = { "node.session.auth.username", false, OF(name) },
	[PASSWORD] = { "node.session.auth.password", true, OF(secret) },
	[USERNAME_IN] = { "node.session.auth.username_in", false,
			  OF(reverse_name) },
	[PASSWORD_IN] = { "node.session.auth.password_in", true,
			  OF(reverse_secret) },
#undef OF
};

#define NAMES_WORDS \
	"node.session.auth.username, .password, .username_in and .password_in"

struct parser {
	struct said *said;
	size_t first;			/* of the accounts: the file's own */
	const char *path;
	unsigned int line;
	/* What stands between two [TARGET] lines. */
	struct said_account part;
	unsigned int part_line;		/* 0: for every target */
	unsigned int field_line[FIELDS];	/* 0: not there */
	/* Where each account's part began. */
	unsigned int part_lines[ARRAY_SIZE(((struct said *)0)->accounts)];
	struct fault *f;
};

/* The path as it stands in a sentence. */
static const char *where(const struct parser *p)
{
	return strcmp(p->path, "-") ? p->path : "standard input";
}

/* Nothing but words of ours and numbers may be given here. */
static int wrong(struct parser *p, unsigned int line, const char *what)
{
	return fault(p->f, STAGE_PLAN, EINVAL, "secrets: %.120s line %u: %s",
		     where(p), line, what);
}

static int twice(struct parser *p, unsigned int before, const char *what)
{
	return fault(p->f, STAGE_PLAN, EINVAL,
		     "secrets: %.120s line %u: %s, which line %u has already",
		     where(p), p->line, what, before);
}

static int cannot_read(struct parser *p, int err)
{
	switch (err) {
	case EACCES:
		return fault(p->f, STAGE_PLAN, EINVAL,
			     "secrets: %.120s is not a file of root's that nobody else may read or write (or this is not run by root): use 'chown root %.120s' and 'chmod 600 %.120s'",
			     where(p), where(p), where(p));
	case EFBIG:
		return fault(p->f, STAGE_PLAN, EINVAL,
			     "secrets: %.120s is larger than %u bytes",
			     where(p), SECRETS_FILE_MAX);
	default:
		return fault(p->f, STAGE_PLAN, EINVAL,
			     "secrets: %.120s cannot be read: %s", where(p),
			     errno_words(err).text);
	}
}

/* The line that is named is the one to mend. */
static int check_pairs(struct parser *p)
{
	const struct chap_account *a = &p->part.account;
	const unsigned int *at = p->field_line;

	if (!at[USERNAME] && at[PASSWORD])
		return wrong(p, at[PASSWORD],
			     "a password without node.session.auth.username");
	if (at[USERNAME] && !at[PASSWORD])
		return wrong(p, at[USERNAME],
			     "a username without node.session.auth.password");
	if (!at[USERNAME_IN] && at[PASSWORD_IN])
		return wrong(p, at[PASSWORD_IN],
			     "a password_in without node.session.auth.username_in");
	if (at[USERNAME_IN] && !at[PASSWORD_IN])
		return wrong(p, at[USERNAME_IN],
			     "a username_in without node.session.auth.password_in");
	if (at[USERNAME_IN] && !at[USERNAME])
		return wrong(p, at[USERNAME_IN],
			     "mutual CHAP (username_in) needs node.session.auth.username and .password as well");
	if (a->secret.len && secret_equal(&a->secret, &a->reverse_secret))
		return wrong(p, at[PASSWORD_IN],
			     "password_in is the same secret as password, which proves nothing (RFC 7143 9.2.1)");
	return 0;
}

/* Before the next [TARGET], and at the end. */
static int end_part(struct parser *p)
{
	struct said *said = p->said;
	bool empty = true;
	int rc = check_pairs(p);

	for (size_t i = 0; i < FIELDS; i++)
		empty &= !p->field_line[i];
	if (rc)
		return rc;
	if (empty && !p->part_line)
		return 0;
	if (empty)
		return wrong(p, p->part_line,
			     "there is nothing for this target: username and password must follow");
	if (said->account_count == ARRAY_SIZE(said->accounts))
		return wrong(p, p->part_line ? p->part_line : p->line,
			     "there are more accounts than can be used");
	p->part_lines[said->account_count] = p->part_line;
	said->accounts[said->account_count++] = p->part;
	return 0;
}

/* "[TARGET]" */
static int take_target(struct parser *p, char *text)
{
	size_t len = strlen(text);
	int rc = end_part(p);

	if (rc)
		return rc;
	wipe(&p->part, sizeof(p->part));
	memset(p->field_line, 0, sizeof(p->field_line));
	p->part_line = p->line;
	if (text[len - 1] != ']')
		return wrong(p, p->line,
			     "it begins with '[' and does not end with ']': [TARGETNAME] is the form");
	text[len - 1] = '\0';
	text++;
	if (name_wrong(text))
		return fault(p->f, STAGE_PLAN, EINVAL,
			     "secrets: %.120s line %u: the target name in [] is %s",
			     where(p), p->line, name_wrong(text));
	for (size_t i = p->first; i < p->said->account_count; i++)
		if (!strcmp(p->said->accounts[i].target, text))
			return twice(p, p->part_lines[i], "a target");
	copy_string(p->part.target, sizeof(p->part.target), text);
	return 0;
}

static int take_value(struct parser *p, size_t field, const char *value)
{
	char *to = (char *)&p->part.account + fields[field].at;

	if (p->field_line[field])
		return twice(p, p->field_line[field], fields[field].name);
	p->field_line[field] = p->line;
	if (!*value)
		return wrong(p, p->line, "there is nothing behind the '='");
	if (strchr(value, '\t'))
		return wrong(p, p->line, "a tab inside the value");
	if (fields[field].secret) {
		if (!secret_set((struct secret *)(void *)to, value))
			return 0;
		return fault(p->f, STAGE_PLAN, EINVAL,
			     "secrets: %.120s line %u: the secret is longer than %u bytes",
			     where(p), p->line, SECRET_MAX);
	}
	if (copy_string(to, CHAP_NAME_MAX + 1, value))
		return 0;
	return fault(p->f, STAGE_PLAN, EINVAL,
		     "secrets: %.120s line %u: the name is longer than %u bytes",
		     where(p), p->line, CHAP_NAME_MAX);
}

/* Cut the blanks off both ends. */
static char *trim(char *text)
{
	char *end;

	text += strspn(text, BLANKS);
	end = text + strlen(text);
	while (end > text && strchr(BLANKS, end[-1]))
		*--end = '\0';
	return text;
}

/* One line of len bytes, which may hold anything, and a NUL behind it. */
static int take_line(struct parser *p, char *line, size_t len)
{
	char *equals, *name;

	if (len && line[len - 1] == '\r')
		return wrong(p, p->line,
			     "it ends with a carriage return, as DOS writes lines");
	for (size_t i = 0; i < len; i++)
		if ((line[i] >= 0 && line[i] < ' ' && line[i] != '\t') ||
		    line[i] == 0x7f)
			return wrong(p, p->line, "a control character");
	name = trim(line);
	if (!*name || *name == '#')
		return 0;
	if (*name == '[')
		return take_target(p, name);
	equals = strchr(name, '=');
	if (!equals)
		return wrong(p, p->line,
			     "there is no '=': NAME = VALUE is the form");
	*equals = '\0';
	name = trim(name);
	for (size_t i = 0; i < FIELDS; i++)
		if (!strcmp(name, fields[i].name))
			return take_value(p, i, trim(equals + 1));
	return wrong(p, p->line,
		     "not a name that is known here; these are: " NAMES_WORDS);
}

static int parse(struct parser *p, char *text, size_t size)
{
	char *end = text + size;
	int rc = 0;

	while (!rc && text < end) {
		char *eol = memchr(text, '\n', (size_t)(end - text));

		if (!eol)
			eol = end;	/* where the NUL is */
		*eol = '\0';
		p->line++;
		rc = take_line(p, text, (size_t)(eol - text));
		text = eol + 1;
	}
	return rc ? rc : end_part(p);
}

int secrets_read(struct said *said, const struct sys *sys, const char *path,
		 struct fault *f)
{
	struct parser p = {
		.said = said, .first = said->account_count, .path = path,
		.f = f,
	};
	char text[SECRETS_FILE_MAX + 1];
	int rc = sys->read_private(sys, path, text, sizeof(text));

	rc = rc < 0 ? cannot_read(&p, -rc) : parse(&p, text, (size_t)rc);
	if (rc) {
		wipe(&said->accounts[p.first],
		     (said->account_count - p.first) *
		     sizeof(said->accounts[0]));
		said->account_count = p.first;
	} else if (said->account_count == p.first) {
		remark_ignored(said->remarks, where(&p),
			       "there is no account in it");
	}
	wipe(text, sizeof(text));
	wipe(&p, sizeof(p));
	return rc;
}
