// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP names and secrets from a file. */
#include "secrets.h"

#include <errno.h>

#include "fake_sys.h"

#define SECRET "open-sesame-123"	/* in no sentence */
#define U "node.session.auth.username"
#define P "node.session.auth.password"
#define UI "node.session.auth.username_in"
#define PI "node.session.auth.password_in"
#define NAMES_WORDS "not a name that is known here; these are: " U \
	", .password, .username_in and .password_in"
#define OWN U " = node1\n" P " = " SECRET "\n"
#define PART(n) "[iqn.2026-11.test:" #n "]\n" OWN

static struct said said;
static struct remarks remarks;
static const char *bytes;		/* of the file */
static int size;			/* or what reading it gives */
static char *buffer;			/* where it was put */

static int read_bytes(const struct sys *sys, const char *path, char *text,
		      size_t room)
{
	(void)sys;
	(void)path;
	buffer = text;
	if (size < 0)
		memcpy(text, SECRET, sizeof(SECRET));
	if (size < 0 || (size_t)size >= room)
		return size < 0 ? size : -EFBIG;
	memcpy(text, bytes, (size_t)size);
	text[size] = '\0';
	return size;
}

static int read_secrets(const char *path, const char *text, int n,
			struct fault *f)
{
	struct fake fake;
	const struct sys *sys = fake_begin(&fake, NULL);

	fake.sys.read_private = read_bytes;
	bytes = text;
	size = n;
	memset(f, 0, sizeof(*f));
	return secrets_read(&said, sys, path, f);
}

static void begin(void)
{
	memset(&said, 0, sizeof(said));
	memset(&remarks, 0, sizeof(remarks));
	said.remarks = &remarks;
}

/* What is taken, as text: target/name/secret/name_in/secret_in, a line for
 * each account. */
static const char *accounts(void)
{
	static char all[2048];

	all[0] = '\0';
	for (size_t i = 0; i < said.account_count; i++) {
		const struct said_account *a = &said.accounts[i];
		size_t n = strlen(all);

		snprintf(all + n, sizeof(all) - n, "%s/%s/%.*s/%s/%.*s|",
			 a->target, a->account.name,
			 (int)a->account.secret.len,
			 (const char *)a->account.secret.bytes,
			 a->account.reverse_name,
			 (int)a->account.reverse_secret.len,
			 (const char *)a->account.reverse_secret.bytes);
	}
	return all;
}

static const struct {
	const char *why, *text, *want;
} good[] = {
{ "for every target", OWN, "/node1/" SECRET "//|" },
{ "no blanks, no last line end", U "=n\n" P "=s", "/n/s//|" },
{ "blanks and tabs at every end",
  " \t" U "\t =\t n \t\n  " P "  =  s \n", "/n/s//|" },
{ "comments and empty lines",
  "# a comment\n\n \t\n  # another = one\n" OWN, "/node1/" SECRET "//|" },
{ "a value is taken as it stands",
  U " = a \"b\" 'c'\n" P " = #p=q\\# \"[x]\"\n",
  "/a \"b\" 'c'/#p=q\\# \"[x]\"//|" },
{ "UTF-8", U " = M\xc3\xbcller\n" P " = \xc2\xa7\n",
  "/M\xc3\xbcller/\xc2\xa7//|" },
{ "mutual, in any order",
  PI " = r\n" UI " = t\n" P " = s\n" U " = n\n", "/n/s/t/r|" },
{ "one target alone", PART(1), "iqn.2026-11.test:1/node1/" SECRET "//|" },
{ "for every target, and two of their own",
  U "=n\n" P "=s\n \t[iqn.2026-11.test:1] \n" U "=a\n" P "=b\n"
  "\n# the other\n[eui.02004567A425678D]\n" U "=c\n" P "=d\n"
  UI "=e\n" PI "=f\n",
  "/n/s//|iqn.2026-11.test:1/a/b//|eui.02004567A425678D/c/d/e/f|" },
{ "what is mutual for one is not for the next",
  "[iqn.2026-11.test:1]\n" OWN UI " = t\n" PI " = r\n" PART(2),
  "iqn.2026-11.test:1/node1/" SECRET "/t/r|iqn.2026-11.test:2/node1/"
  SECRET "//|" },
{ "as many as there are targets, and one for all",
  OWN PART(1) PART(2) PART(3) PART(4) PART(5) PART(6) PART(7) PART(8),
  NULL },
};

static void test_good(void)
{
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		begin();
		SAME(read_secrets("/s", good[i].text,
				  (int)strlen(good[i].text), &f), 0,
		     good[i].why);
		SAME_TEXT(f.text, "", good[i].why);
		if (good[i].want)
			SAME_TEXT(accounts(), good[i].want, good[i].why);
		else
			SAME(said.account_count, PLAN_TARGETS_MAX + 1,
			     good[i].why);
		SAME(remarks.count, 0, good[i].why);
	}
}

static const struct {
	const char *why, *text, *sentence;	/* behind "secrets: /s " */
} bad[] = {
{ "an unknown name", OWN "node.session.auth.authmethod = " SECRET "\n",
  "line 3: " NAMES_WORDS },
{ "an account for discovery",
  "discovery.sendtargets.auth.username = " SECRET "\n",
  "line 1: " NAMES_WORDS },
{ "a name that begins as one does", P "x = " SECRET "\n",
  "line 1: " NAMES_WORDS },
{ "a secret where a name belongs", SECRET " = " SECRET "\n",
  "line 1: " NAMES_WORDS },
{ "capitals", "node.session.auth.Username = n\n",
  "line 1: " NAMES_WORDS },
{ "no name", " = " SECRET "\n", "line 1: " NAMES_WORDS },
{ "no '='", "#\n\n" P " " SECRET "\n",
  "line 3: there is no '=': NAME = VALUE is the form" },
{ "a secret alone", SECRET,
  "line 1: there is no '=': NAME = VALUE is the form" },
{ "an empty secret", U " = n\n" P " = \t \n",
  "line 2: there is nothing behind the '='" },
{ "an empty name", U " =\n", "line 1: there is nothing behind the '='" },
{ "a control character", P " = " SECRET "\x01\n",
  "line 1: a control character" },
{ "DEL", P " = " SECRET "\x7f\n", "line 1: a control character" },
{ "a control character in a comment", "#\x1b[2J\n",
  "line 1: a control character" },
{ "a carriage return inside", P " = a\r" SECRET "\n",
  "line 1: a control character" },
{ "lines of DOS", U " = n\r\n",
  "line 1: it ends with a carriage return, as DOS writes lines" },
{ "a tab inside a secret", P " = a\t" SECRET "\n",
  "line 1: a tab inside the value" },
{ "a name twice", OWN U " = other\n",
  "line 3: " U ", which line 1 has already" },
{ "a secret twice", OWN P " = " SECRET "\n",
  "line 3: " P ", which line 2 has already" },
{ "a target twice", PART(1) PART(2) "[iqn.2026-11.test:1]\n",
  "line 7: a target, which line 1 has already" },
{ "a name without a secret", U " = n\n# end\n",
  "line 1: a username without " P },
{ "a name without a secret, and then a target", U " = n\n\n" PART(1),
  "line 1: a username without " P },
{ "a secret without a name, for one target",
  OWN "[iqn.2026-11.test:1]\n" P " = " SECRET "\n",
  "line 4: a password without " U },
{ "the target's name without its secret", OWN UI " = t\n",
  "line 3: a username_in without " PI },
{ "the target's secret without its name", OWN PI " = " SECRET "2\n",
  "line 3: a password_in without " UI },
{ "mutual without one's own", UI " = t\n" PI " = " SECRET "\n",
  "line 1: mutual CHAP (username_in) needs " U " and .password as well" },
{ "one's own for all is not one's own for a target",
  OWN "[iqn.2026-11.test:1]\n" UI " = t\n" PI " = " SECRET "2\n",
  "line 4: mutual CHAP (username_in) needs " U " and .password as well" },
{ "the same secret for both", OWN UI " = t\n" PI " = " SECRET "\n",
  "line 4: password_in is the same secret as password, which proves nothing (RFC 7143 9.2.1)" },
{ "a target with nothing", OWN "[iqn.2026-11.test:1]\n",
  "line 3: there is nothing for this target: username and password must follow" },
{ "a target with nothing before another", "[iqn.2026-11.test:1]\n" PART(2),
  "line 1: there is nothing for this target: username and password must follow" },
{ "no ']'", "[iqn.2026-11.test:" SECRET "\n",
  "line 1: it begins with '[' and does not end with ']': [TARGETNAME] is the form" },
{ "something behind the ']'", "[iqn.2026-11.test:1] " SECRET "\n",
  "line 1: it begins with '[' and does not end with ']': [TARGETNAME] is the form" },
{ "'[' alone", "[",
  "line 1: it begins with '[' and does not end with ']': [TARGETNAME] is the form" },
{ "no target name", "[]\n",
  "line 1: the target name in [] is empty" },
{ "a space in a target name", "[iqn.2026-11.test:a " SECRET "]\n",
  "line 1: the target name in [] is not a name: it holds a space or a control character" },
{ "a name and a secret, and something wrong in the next part",
  PART(1) "[iqn.2026-11.test:2]\nx\n",
  "line 5: there is no '=': NAME = VALUE is the form" },
{ "more targets than can be used",
  OWN PART(1) PART(2) PART(3) PART(4) PART(5) PART(6) PART(7) PART(8)
  PART(9),
  "line 27: there are more accounts than can be used" },
};

/* Nothing of a file that is refused may stay, nor reach the sentence. */
static void check_refused(int rc, const struct fault *f, const char *want,
			  const char *why)
{
	static const struct said_account none;

	SAME(rc, -EINVAL, why);
	SAME(f->err, EINVAL, why);
	SAME(f->stage, STAGE_PLAN, why);
	SAME_TEXT(f->text, want, why);
	OK(!strstr(f->text, "sesame"), why);
	SAME(said.account_count, 0, why);
	for (size_t i = 0; i < ARRAY_SIZE(said.accounts); i++)
		OK(!memcmp(&said.accounts[i], &none, sizeof(none)), why);
}

static void test_bad(void)
{
	char want[640];
	struct fault f;
	int rc;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		begin();
		rc = read_secrets("/s", bad[i].text, (int)strlen(bad[i].text),
				  &f);
		snprintf(want, sizeof(want), "secrets: /s %s",
			 bad[i].sentence);
		check_refused(rc, &f, want, bad[i].why);
	}
	begin();
	rc = read_secrets("/s", U "=n\n" P "=s\0" SECRET,
			  sizeof(U "=n\n" P "=s\0" SECRET) - 1, &f);
	check_refused(rc, &f, "secrets: /s line 2: a control character",
		      "a NUL would hide the rest");
	rc = read_secrets("-", "x\n", 2, &f);
	check_refused(rc, &f,
		      "secrets: standard input line 1: there is no '=': NAME = VALUE is the form",
		      "standard input has a name, too");
}

static const struct {
	int err;
	const char *sentence;
} unread[] = {
{ -ENOENT, "secrets: /s cannot be read: not found" },
{ -EACCES, "secrets: /s is not a file of root's that nobody else may read or write (or this is not run by root): use 'chown root /s' and 'chmod 600 /s'" },
{ -EFBIG, "secrets: /s is larger than 16384 bytes" },
{ -EIO, "secrets: /s cannot be read: error 5" },
};

static void test_unread(void)
{
	struct fault f;

	for (size_t i = 0; i < ARRAY_SIZE(unread); i++) {
		begin();
		check_refused(read_secrets("/s", "", unread[i].err, &f), &f,
			      unread[i].sentence, "a file that is not read");
	}
}

/* One line of a value of n bytes, and what is missing to an account. */
static int read_long(const char *name, size_t n, const char *rest,
		     struct fault *f)
{
	char text[1024];
	size_t at = strlen(name);

	memcpy(text, name, at);
	text[at++] = '=';
	memset(text + at, 'x', n);
	text[at + n] = '\n';
	at += n + 1;
	memcpy(text + at, rest, strlen(rest) + 1);
	begin();
	return read_secrets("/s", text, (int)strlen(text), f);
}

static void test_long(void)
{
	static char text[SECRETS_FILE_MAX + 2];
	struct fault f;

	SAME(read_long(P, SECRET_MAX, U "=n\n", &f), 0, "the longest secret");
	SAME(said.accounts[0].account.secret.len, SECRET_MAX,
	     "is taken whole");
	check_refused(read_long(P, SECRET_MAX + 1, U "=n\n", &f), &f,
		      "secrets: /s line 1: the secret is longer than 255 bytes",
		      "a secret is never cut");
	SAME(read_long(U, CHAP_NAME_MAX, P "=s\n", &f), 0,
	     "the longest name");
	SAME(strlen(said.accounts[0].account.name), CHAP_NAME_MAX,
	     "is taken whole");
	check_refused(read_long(U, CHAP_NAME_MAX + 1, P "=s\n", &f), &f,
		      "secrets: /s line 1: the name is longer than 255 bytes",
		      "a name is never cut");
	memset(text, '\n', sizeof(text));
	begin();
	memcpy(text, OWN, strlen(OWN));
	SAME(read_secrets("/s", text, SECRETS_FILE_MAX, &f), 0,
	     "the largest file");
	SAME(said.account_count, 1, "the largest file");
	begin();
	check_refused(read_secrets("/s", text, SECRETS_FILE_MAX + 1, &f), &f,
		      "secrets: /s is larger than 16384 bytes",
		      "one byte more");
	memset(text, 'x', 300);
	memcpy(text, "[iqn.", 5);
	text[1 + 223] = ']';
	text[2 + 223] = '\0';
	begin();
	check_refused(read_secrets("/s", text, (int)strlen(text), &f), &f,
		      "secrets: /s line 1: there is nothing for this target: username and password must follow",
		      "a target name of 223 bytes is none too long");
	text[1 + 223] = 'x';
	text[1 + 224] = ']';
	text[2 + 224] = '\0';
	begin();
	check_refused(read_secrets("/s", text, (int)strlen(text), &f), &f,
		      "secrets: /s line 1: the target name in [] is longer than 223 bytes (RFC 7143 4.2.7.1)",
		      "one byte more");
}

/* What other sources of the same kind said stays. */
static void test_said_before(void)
{
	struct fault f;

	begin();
	SAME(read_secrets("/s", OWN, (int)strlen(OWN), &f), 0, "the first");
	SAME(read_secrets("/s", PART(1), (int)strlen(PART(1)), &f), 0,
	     "the second");
	SAME_TEXT(accounts(), "/node1/" SECRET "//|iqn.2026-11.test:1/node1/"
		  SECRET "//|", "one after the other");
	SAME(read_secrets("/s", PART(2) "x", (int)strlen(PART(2) "x"), &f),
	     -EINVAL, "the third is wrong");
	SAME(said.account_count, 2, "the others stay");
	begin();
	said.account_count = ARRAY_SIZE(said.accounts);
	SAME(read_secrets("/s", OWN, (int)strlen(OWN), &f), -EINVAL,
	     "no room for any");
	SAME_TEXT(f.text, "secrets: /s line 2: there are more accounts than can be used",
		  "no room for any");
	SAME(said.account_count, ARRAY_SIZE(said.accounts), "they stay");
}

static void test_nothing(void)
{
	struct fault f;

	begin();
	SAME(read_secrets("-", "# none\n", 7, &f), 0,
	     "a file of comments is good");
	SAME(said.account_count, 0, "and says nothing");
	SAME(remarks.count, 1, "which is remarked on");
	SAME_TEXT(remarks.list[0].what, "standard input", "the file's name");
	SAME_TEXT(remarks.list[0].why, "there is no account in it", "why");
	OK(remarks.list[0].ignored, "it is of no use");
}

/* Looks where the function's stack was. */
static __attribute__((__no_sanitize_address__, __noinline__))
bool buffer_clean(void)
{
	const volatile char *p = buffer;

	for (size_t i = 0; i < sizeof(OWN); i++)
		if (p[i + SECRETS_FILE_MAX / 2])
			return false;
	return true;
}

static void test_wiped(void)
{
	static char text[SECRETS_FILE_MAX];
	struct fault f;

	/* In the middle, where no other call's stack comes. */
	memset(text, '\n', sizeof(text));
	memcpy(text + sizeof(text) / 2, OWN, strlen(OWN));
	begin();
	SAME(read_secrets("/s", text, sizeof(text), &f), 0, "good");
	OK(buffer_clean(), "nothing of the file stays in memory");
	text[0] = 'x';
	begin();
	SAME(read_secrets("/s", text, sizeof(text), &f), -EINVAL, "bad");
	OK(buffer_clean(), "nor of one that is refused");
}

int main(void)
{
	test_good();
	test_bad();
	test_unread();
	test_long();
	test_said_before();
	test_nothing();
	test_wiped();
	return test_done();
}
