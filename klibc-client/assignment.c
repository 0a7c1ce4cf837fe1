// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of NAME=value in the shell's spelling. */
#include "assignment.h"

#include <errno.h>

#define NAME_CHARACTERS \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"
#define BLANKS " \t"
#define OPERATORS "&|<>()"

/* One value, read front to back and, when there is room for it, written
 * without its quotes: never more bytes than were read. */
struct value {
	const char *from;		/* its start */
	size_t at;			/* read so far */
	char *to;			/* NULL: only look */
};

static void put(struct value *v, char c)
{
	if (v->to)
		*v->to++ = c;
}

/* Behind a backslash: a line that goes on is no character. */
static void put_escaped(struct value *v)
{
	char c = v->from[v->at];

	if (c && c != '\n')
		put(v, c);
	else if (!c)
		put(v, '\\');
	v->at += c != '\0';
}

static int quoted(struct value *v, char quote, struct slip *s)
{
	size_t start = v->at - 1;
	char c;

	while ((c = v->from[v->at]) != quote) {
		if (!c)
			return slip(s, start,
				    "a quote (%c) is opened and not closed",
				    quote);
		v->at++;
		/* Between double quotes \ is a character like any other,
		 * but before these. */
		if (c == '\\' && quote == '"' &&
		    strchr("$`\"\\\n", v->from[v->at]))
			put_escaped(v);
		else
			put(v, c);
	}
	v->at++;
	return 0;
}

/* To the end of the value.  0, or -EINVAL, with slip counted from the
 * value's start. */
static int unquote(struct value *v, struct slip *s)
{
	for (char c; (c = v->from[v->at]) && !strchr(BLANKS "\n;", c); ) {
		if (strchr(OPERATORS, c))
			return slip(s, v->at,
				    "'%c' must stand between quotes", c);
		v->at++;
		if (c == '\\')
			put_escaped(v);
		else if (c != '\'' && c != '"')
			put(v, c);
		else if (quoted(v, c, s))
			return -EINVAL;
	}
	return 0;
}

/* The assignment at text: its length, or -EINVAL with slip counted from
 * there.  The value is written only when it is whole, so that what follows one
 * that is not can still be read. */
static int take(char *text,
		void (*each)(void *arg, const char *name, const char *value),
		void *arg, struct slip *s)
{
	size_t n = strspn(text, NAME_CHARACTERS);
	struct value v = { .from = text + n + 1 };
	char after;

	if (!n || text[n] != '=' || (*text >= '0' && *text <= '9'))
		return slip(s, 0, "NAME=value is needed here");
	if (unquote(&v, s)) {
		s->at += n + 1;
		return -EINVAL;
	}
	/* The byte behind the value may become its NUL. */
	after = v.from[v.at];
	text[n] = '\0';
	v = (struct value){ .from = text + n + 1, .to = text + n + 1 };
	unquote(&v, s);
	*v.to = '\0';
	each(arg, text, text + n + 1);
	text[n + 1 + v.at] = after;
	return (int)(n + 1 + v.at);
}

/* The word export, and names that it is given without a value. */
static char *skip_export(char *at)
{
	size_t n;

	if (strncmp(at, "export", 6) || !(n = strspn(at + 6, BLANKS)))
		return at;
	at += 6 + n;
	while ((n = strspn(at, NAME_CHARACTERS)) &&
	       strchr(BLANKS "\n;", at[n])) {
		at += n;
		at += strspn(at, BLANKS);
	}
	return at;
}

/* Past what may stand before an assignment: blanks, ends of commands and of
 * lines, comments, export. */
static char *skip(char *at)
{
	char *before;

	do {
		before = at;
		at += strspn(at, BLANKS "\n;");
		if (*at == '#')
			at += strcspn(at, "\n");
		if (at[0] == '\\' && at[1] == '\n')
			at += 2;
		at = skip_export(at);
	} while (at != before);
	return at;
}

int assignments_each(char *text,
		     void (*each)(void *arg, const char *name,
				  const char *value),
		     void *arg, struct slip *s)
{
	struct slip here;
	int rc = 0;

	for (char *at = skip(text); *at; at = skip(at)) {
		int n = take(at, each, arg, &here);

		if (n >= 0) {
			at += n;
			continue;
		}
		if (!rc) {
			*s = here;
			s->at += (size_t)(at - text);
		}
		rc = -EINVAL;
		at += strcspn(at, "\n");
	}
	return rc;
}
