// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of a kernel command line. */
#include "words.h"

struct words words_of(char *text)
{
	return (struct words){ .at = text, .line_start = text, .line = 1 };
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Over one byte, with the lines counted. */
static void step(struct words *w)
{
	if (*w->at++ != '\n')
		return;
	w->line++;
	w->line_start = w->at;
}

bool words_next(struct words *w, struct word *word)
{
	bool quoted = false;
	char *end, *equals;

	while (blank(*w->at))
		step(w);
	if (!*w->at)
		return false;
	word->line = w->line;
	word->column = (size_t)(w->at - w->line_start) + 1;
	word->name = w->at;
	while (*w->at && (quoted || !blank(*w->at))) {
		quoted ^= *w->at == '"';
		step(w);
	}
	word->open_quote = quoted;
	end = w->at;
	if (*w->at)
		step(w);
	*end = '\0';
	if (*word->name == '"') {
		word->name++;
		word->column++;
		if (end[-1] == '"')
			*--end = '\0';
	}
	equals = strchr(word->name, '=');
	word->value = NULL;
	word->value_column = word->column + strlen(word->name);
	if (!equals)
		return true;
	*equals = '\0';
	word->value = equals + 1;
	word->value_column = word->column +
			     (size_t)(word->value - word->name);
	if (*word->value == '"') {
		word->value++;
		word->value_column++;
		if (end[-1] == '"')
			end[-1] = '\0';
	}
	return true;
}
