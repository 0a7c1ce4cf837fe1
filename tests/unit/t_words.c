// SPDX-License-Identifier: GPL-2.0-or-later
/* The words of a kernel command line. */
#include "words.h"

#include "test.h"

/* Each word as name, or name=value, and where both stand: line.column, and the
 * value's column behind a comma; '!' where a quote is open. */
static const struct {
	const char *why, *text, *want;
} cases[] = {
{ "nothing", "", "" },
{ "nothing but blanks", " \t\r\n ", "" },
{ "bare words", "quiet ro", "<quiet 1.1,6> <ro 1.7,9>" },
{ "a value", "a=b", "<a=b 1.1,3>" },
{ "an empty value is one", "a= b", "<a= 1.1,3> <b 1.4,5>" },
{ "the first '=' counts", "root=LABEL=x", "<root=LABEL=x 1.1,6>" },
{ "a name may be empty", "=x", "<=x 1.1,2>" },
{ "all blanks divide", "a\tb\rc\nd", "<a 1.1,2> <b 1.3,4> <c 1.5,6> <d 2.1,2>" },
{ "a line end behind a word", "a=1\nb=2\n", "<a=1 1.1,3> <b=2 2.1,3>" },
{ "lines that are empty", "\n\n a", "<a 3.2,3>" },
{ "a quoted value", "a=\"b c\" d", "<a=b c 1.1,4> <d 1.9,10>" },
{ "a quoted word", "\"a=b c\" d", "<a=b c 1.2,4> <d 1.9,10>" },
{ "a quoted word that is bare", "\"a b\"", "<a b 1.2,5>" },
{ "quotes within a value stay", "a=b\"c d\"e", "<a=b\"c d\"e 1.1,3>" },
{ "and behind it", "a=b\"c\"", "<a=b\"c\" 1.1,3>" },
{ "a quote that begins a value and ends within", "a=\"b\"c",
  "<a=b\"c 1.1,4>" },
{ "a quote that begins a word and ends within", "\"a\"=b",
  "<a\"=b 1.2,5>" },
{ "an empty value in quotes", "a=\"\" b", "<a= 1.1,4> <b 1.6,7>" },
{ "an empty word in quotes", "\"\" b", "< 1.2,2> <b 1.4,5>" },
{ "a quote that a value begins with, in a quoted word", "\"a=\"b", "<a=b 1.2,5>" },
{ "two quotes around one", "\"a=\"b\"\"", "<a=b 1.2,5>" },
{ "a line end in quotes", "a=\"b\nc\" d", "<a=b\nc 1.1,4> <d 2.4,5>" },
{ "a quote that is not closed", "a=\"b c", "<a=b c 1.1,4 !>" },
{ "before a word", "\"a b=c", "<a b=c 1.2,6 !>" },
{ "alone", "\"", "< 1.2,2 !>" },
{ "alone as a value", "a=\"", "<a= 1.1,4 !>" },
};

static void show(const char *text, char *to, size_t size)
{
	char copy[100];
	struct words words;
	struct word w;
	size_t n = 0;

	snprintf(copy, sizeof(copy), "%s", text);
	words = words_of(copy);
	to[0] = '\0';
	while (words_next(&words, &w) && n < size)
		n += (size_t)snprintf(to + n, size - n,
				      "%s<%s%s%s %u.%u,%u%s>", n ? " " : "",
				      w.name, w.value ? "=" : "",
				      w.value ? w.value : "",
				      (unsigned int)w.line,
				      (unsigned int)w.column,
				      (unsigned int)w.value_column,
				      w.open_quote ? " !" : "");
	OK(!words_next(&words, &w), "the end stays the end");
}

int main(void)
{
	char got[300];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		show(cases[i].text, got, sizeof(got));
		SAME_TEXT(got, cases[i].want, cases[i].why);
	}
	return test_done();
}
