// SPDX-License-Identifier: GPL-2.0-or-later
/* key=value text. */
#include "text.h"

#include <errno.h>

#include "test.h"

#define K63 "Kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"

/* The pairs as "key=value|...", then "!" for an error. */
static const struct {
	const char *why, *text;
	size_t len;
	const char *want;
} cases[] = {
#define T(text) text, sizeof(text) - 1
{ "two pairs", T("A=1\0B=2\0"), "A=1|B=2|" },
{ "nothing", T(""), "" },
{ "an empty value", T("A=\0"), "A=|" },
{ "the first = divides (RFC 7143 6.1)", T("A=b=c\0"), "A=b=c|" },
{ "padding inside the data segment", T("A=1\0\0\0\0"), "A=1|" },
{ "padding before and between", T("\0\0A=1\0\0B=2\0"), "A=1|B=2|" },
{ "the last pair has no NUL (RFC 7143 6.1)", T("A=1\0B=2"), "A=1|!" },
{ "only a pair without NUL", T("A=1"), "!" },
{ "no =", T("A\0"), "!" },
{ "no = before the next pair", T("A\0B=1\0"), "!" },
{ "no key", T("=1\0"), "!" },
{ "a key of 63 characters (RFC 7143 6.1)", T(K63 "=1\0"), K63 "=1|" },
{ "a key of 64 characters (RFC 7143 6.1)", T(K63 "k=1\0"), "!" },
{ "keys are not judged here", T("a b=1\0"), "a b=1|" },
#undef T
};

static struct text text;

static void test_cases(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fault f = { .err = 0 };
		char got[512] = "", *key, *value;
		size_t at = 0, n = 0;
		int rc;

		memset(&text, 0xaa, sizeof(text));
		text.len = 0;
		SAME(text_add(&text, cases[i].text, cases[i].len, &f), 0,
		     cases[i].why);
		while ((rc = text_next(&text, &at, &key, &value, &f)) > 0)
			n += (size_t)snprintf(got + n, sizeof(got) - n,
					      "%s=%s|", key, value);
		if (rc)
			snprintf(got + n, sizeof(got) - n, "!");
		SAME_TEXT(got, cases[i].want, cases[i].why);
		SAME(rc, f.err ? -EPROTO : 0, cases[i].why);
	}
}

static void test_add(void)
{
	static char block[TEXT_MAX];
	struct fault f = { .err = 0 };
	char *key, *value;
	size_t at = 0;

	text.len = 0;
	OK(!text_add(&text, "Some", 4, &f) &&
	   !text_add(&text, "Key=va", 6, &f) &&
	   !text_add(&text, NULL, 0, &f) && !text_add(&text, "lue", 4, &f),
	   "a pair in pieces (RFC 7143 6.2)");
	OK(text_next(&text, &at, &key, &value, &f) == 1 &&
	   !strcmp(key, "SomeKey") && !strcmp(value, "value"),
	   "joined (RFC 7143 6.2)");
	text.len = 0;
	SAME(text_add(&text, block, TEXT_MAX, &f), 0,
	     "at least 8192 bytes must be taken (RFC 7143 6.1)");
	OK(TEXT_MAX >= 8192, "RFC 7143 6.1");
	SAME(text_add(&text, "x", 1, &f), -EPROTO, "one byte too many");
	SAME(text.len, TEXT_MAX, "which is not added");

	f.err = 0;
	memset(&text, 'x', sizeof(text));
	text.len = at = 0;
	text_add(&text, "A=1", 3, &f);
	text_next(&text, &at, &key, &value, &f);
	OK(strstr(f.text, "'A=1'"), "what was there before is not quoted");
	f.err = 0;
	memset(block, 'a', sizeof(block));
	text.len = at = 0;
	text_add(&text, block, TEXT_MAX, &f);
	SAME(text_next(&text, &at, &key, &value, &f), -EPROTO,
	     "a full buffer without a single NUL");
}

int main(void)
{
	char out[32];
	struct wr w = wr_into(out, sizeof(out));

	test_cases();
	test_add();
	text_put(&w, "A", "b");
	text_put_number(&w, "N", 4294967295U);
	OK(w.used == 17 && !memcmp(out, "A=b\0N=4294967295\0", 17),
	   "each pair ends in a NUL (RFC 7143 6.1)");
	text_put(&w, "TooLongForTheRest", "x");
	OK(w.overflow, "what does not fit is noted");
	return test_done();
}
