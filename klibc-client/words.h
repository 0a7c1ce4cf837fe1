/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a kernel command line. */
#ifndef WORDS_H
#define WORDS_H

#include "compat.h"

/* One word, as the kernel and dracut take it apart: blanks separate, double
 * quotes protect blanks and are taken away around the word or the value. */
struct word {
	char *name;
	char *value;			/* NULL: there is no '=' */
	/* Where it stood, from 1 on: of the word, and of the value's first
	 * byte. */
	size_t line, column, value_column;
	bool open_quote;		/* it goes on to the end of the text */
};

struct words {
	char *at, *line_start;
	size_t line;
};

/* text is cut into pieces where it lies. */
struct words words_of(char *text);

/* The next word, or false at the end. */
bool words_next(struct words *w, struct word *word);

#endif
