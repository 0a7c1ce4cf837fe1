/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of NAME=value in the shell's spelling, read and never evaluated. */
#ifndef ASSIGNMENT_H
#define ASSIGNMENT_H

#include "slip.h"

/* Calls each(arg, name, value) for every assignment of text (NUL-terminated,
 * changed, and afterwards of no use), in order: a name that is assigned twice
 * comes twice.
 *
 * As POSIX XCU 2.2 to 2.3 spells them: 'single' and "double" quotes, \, pieces
 * side by side, comments, export, several on a line, divided by blanks or
 * semicolons.  $ and ` stand for themselves: nothing is expanded, nothing is
 * run.
 *
 * 0, or -EINVAL when something is no assignment (a command, an operator that
 * is not quoted, a quote that is not closed): slip has the first, with its
 * offset in text and none of its value.  Reading goes on behind that line, so
 * each() has had all the rest. */
int assignments_each(char *text,
		     void (*each)(void *arg, const char *name,
				  const char *value),
		     void *arg, struct slip *s);

#endif
