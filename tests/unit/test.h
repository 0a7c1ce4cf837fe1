/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks.  Each names the rule that it guards; a test prints every check that
 * fails, and how many there were. */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static unsigned int test_checks, test_failed;

static inline void test_check(bool ok, const char *file, int line,
			      const char *what, const char *why)
{
	test_checks++;
	if (ok)
		return;
	test_failed++;
	printf("%s:%d: %s: not %s\n", file, line, why, what);
}

static inline void test_text(const char *got, const char *want,
			     const char *file, int line, const char *why)
{
	test_checks++;
	if (!strcmp(got, want))
		return;
	test_failed++;
	printf("%s:%d: %s:\n  want '%s'\n  got  '%s'\n", file, line, why, want,
	       got);
}

static inline void test_number(long long got, long long want,
			       const char *file, int line, const char *why)
{
	test_checks++;
	if (got == want)
		return;
	test_failed++;
	printf("%s:%d: %s: want %lld, got %lld\n", file, line, why, want, got);
}

#define OK(cond, why) \
	test_check((cond), __FILE__, __LINE__, #cond, (why))
#define SAME_TEXT(got, want, why) \
	test_text((got), (want), __FILE__, __LINE__, (why))
#define SAME(got, want, why) \
	test_number((long long)(got), (long long)(want), __FILE__, __LINE__, \
		    (why))

static inline int test_done(void)
{
	if (test_failed)
		printf("%u of %u checks failed\n", test_failed, test_checks);
	else
		printf("%u checks\n", test_checks);
	return test_failed != 0;
}

#endif
