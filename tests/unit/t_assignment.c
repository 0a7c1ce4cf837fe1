// SPDX-License-Identifier: GPL-2.0-or-later
/* NAME=value in the shell's spelling. */
#include "assignment.h"

#include <errno.h>
#include <stdlib.h>

#include "test.h"

/* want: all assignments as <name|value>.  at: -1, or where it is wrong. */
static const struct {
	const char *why, *text, *want;
	int at;
	const char *wrong;
} cases[] = {
{ "nothing", "", "", -1, "" },
{ "blank lines", "\n \t\n", "", -1, "" },
{ "plain", "A=b\n", "<A|b>", -1, "" },
{ "no end of line", "A=b", "<A|b>", -1, "" },
{ "empty", "A=\nB=", "<A|><B|>", -1, "" },
{ "empty quotes", "A=''\nB=\"\"", "<A|><B|>", -1, "" },
{ "single quotes", "A='b c;#\"\\'", "<A|b c;#\"\\>", -1, "" },
{ "double quotes", "A=\"b c;#'\"", "<A|b c;#'>", -1, "" },
{ "escapes in double quotes", "A=\"\\$\\`\\\"\\\\\"", "<A|$`\"\\>", -1, "" },
{ "no escapes there", "A=\"\\a\\'\"", "<A|\\a\\'>", -1, "" },
{ "escapes without quotes", "A=b\\ c\\'\\\\d\\e", "<A|b c'\\de>", -1, "" },
{ "as ipconfig quotes", "A='b'\\''c'\\!'d'", "<A|b'c!d>", -1, "" },
{ "as dash quotes", "A='b'\"'\"'c'", "<A|b'c>", -1, "" },
{ "nothing is expanded", "A=$B`reboot`\"$(reboot)${B}\"'$C'",
  "<A|$B`reboot`$(reboot)${B}$C>", -1, "" },
{ "a dollar before a quote", "A=$'b'", "<A|$b>", -1, "" },
{ "a quoted end of line", "A='b\nB=c'\nC=d", "<A|b\nB=c><C|d>", -1, "" },
{ "a line that goes on", "A=b\\\nc\nB=\"d\\\ne\"", "<A|bc><B|de>", -1, "" },
{ "a line that goes on between words", "A=b \\\nB=c", "<A|b><B|c>", -1, "" },
{ "a backslash at the end", "A=b\\", "<A|b\\>", -1, "" },
{ "comments", "# A=a\n  #B=b\nC=c # D=d\nE=e#f\n", "<C|c><E|e#f>", -1, "" },
{ "export", "export A=b\n export\tB=c\nexport C=d E=f",
  "<A|b><B|c><C|d><E|f>", -1, "" },
{ "export afterwards", "A=b; export A\nexport A B C=d\nexport D",
  "<A|b><C|d>", -1, "" },
{ "a name that begins so", "exported=1\nexport=2", "<exported|1><export|2>",
  -1, "" },
{ "several on a line", "A=b;B=c D=d;;E=e", "<A|b><B|c><D|d><E|e>", -1, "" },
{ "twice", "A=b\nA=c", "<A|b><A|c>", -1, "" },
{ "an equals sign in it", "A=b=c", "<A|b=c>", -1, "" },
{ "every kind of name", "_a9Z=1", "<_a9Z|1>", -1, "" },
{ "bytes that are not ASCII", "A=\xc3\xbc'\xff'", "<A|\xc3\xbc\xff>", -1, "" },
{ "a digit in front", "A=b\n9=c\nD=d", "<A|b><D|d>", 4, "NAME=value" },
{ "no name", "=b", "", 0, "NAME=value" },
{ "no equals sign", "A\nB=c", "<B|c>", 0, "NAME=value" },
{ "blanks around it", "A = b\nB=c", "<B|c>", 0, "NAME=value" },
{ "a command", "reboot; A=b\nB=c", "<B|c>", 0, "NAME=value" },
{ "a command behind it", "A=b reboot\nB=c", "<A|b><B|c>", 4, "NAME=value" },
{ "another character in the name", "A-B=c", "", 0, "NAME=value" },
{ "a carriage return is a character", "A=b\r\n", "<A|b\r>", -1, "" },
{ "an open single quote", "A='b\nB=c", "<B|c>", 2, "a quote (') is opened" },
{ "an open double quote", "A=b\"c\\\"\nB=c", "<B|c>", 3,
  "a quote (\") is opened" },
{ "a quote that another line closes", "A=''b'c\nB='d'", "<B|d>", 12,
  "not closed" },
{ "an operator", "A=b&reboot\nB=c", "<B|c>", 3, "'&' must" },
{ "a pipe", "A=b|c", "", 3, "'|' must" },
{ "a redirection", "A=>/dev/sda", "", 2, "'>' must" },
{ "an array", "A=(b c)", "", 2, "'(' must" },
{ "operators in quotes", "A='&|<>()'\"&|<>()\"\\&", "<A|&|<>()&|<>()&>", -1,
  "" },
{ "the first that is wrong", "A\nB='", "", 0, "NAME=value" },
};

static void add(void *arg, const char *name, const char *value)
{
	char *got = arg;
	size_t n = strlen(got);

	snprintf(got + n, 400 - n, "<%s|%s>", name, value);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		size_t n = strlen(cases[i].text) + 1;
		struct slip s = { .at = 99, .why = "" };
		char *text = malloc(n), got[400] = "";
		int rc;

		/* At its exact size, for the sanitizer. */
		memcpy(text, cases[i].text, n);
		rc = assignments_each(text, add, got, &s);
		free(text);
		SAME(rc, cases[i].at < 0 ? 0 : -EINVAL, cases[i].why);
		SAME_TEXT(got, cases[i].want, cases[i].why);
		SAME(s.at, cases[i].at < 0 ? 99 : cases[i].at, cases[i].why);
		OK(strstr(s.why, cases[i].wrong), cases[i].why);
	}
	return test_done();
}
