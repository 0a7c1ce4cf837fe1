// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs that run beside us, on Linux. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys_linux.h"
#include "test.h"

#define SAID_SIZE 120

/* sh -c script.  ms: how long its end is waited for. */
static const struct {
	const char *why, *script;
	unsigned int ms;
	int rc;
	const char *said;
} cases[] = {
{ "an end", "exit 0", 10000, 0, "" },
{ "a status", "exit 7", 10000, 7, "" },
{ "the highest", "exit 255", 10000, 255, "" },
{ "a signal", "kill -TERM $$", 10000, 128 + SIGTERM, "" },
{ "the last line, of both outputs", "echo one; echo two >&2; echo three",
  10000, 0, "three" },
{ "the last line has no end", "printf 'one\\ntwo' >&2", 10000, 0, "two" },
{ "empty lines are none", "printf 'one\\n\\n\\n'", 10000, 0, "one" },
{ "a line in two pieces", "printf on; sleep 0.1; echo e", 10000, 0, "one" },
{ "no input", "read x; echo \"got $?\"", 10000, 0, "got 1" },
{ "more than a pipe holds", "i=0; while [ $i -lt 2000 ]; do "
  "echo 0123456789012345678901234567890123456789012345678901234567; "
  "i=$((i + 1)); done; echo end", 20000, 0, "end" },
{ "outputs closed", "exec >&- 2>&-; sleep 0.1; exit 3", 10000, 3, "" },
{ "SIGTERM ends it as ever", "kill -TERM $$; sleep 5", 3000, 143, "" },
{ "it hangs", "echo hi; trap '' TERM INT HUP; sleep 60", 300, -ETIMEDOUT,
  "hi" },
{ "its child holds the output", "sleep 1 & exit 4", 900, 4, "" },
};

static int run(const struct sys *sys, size_t i, char said[SAID_SIZE])
{
	const char *const argv[] = { "/bin/sh", "-c", cases[i].script, NULL };
	struct sys_wait w = { .fd = sys->spawn(sys, argv) };

	OK(w.fd >= 0, cases[i].why);
	sys->wait(sys, &w, 1, sys->now(sys) + cases[i].ms);
	OK(w.ready == (cases[i].rc != -ETIMEDOUT), cases[i].why);
	return sys->finish_spawn(sys, w.fd, said, SAID_SIZE);
}

static void test_cases(const struct sys *sys)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char said[SAID_SIZE] = "?";

		SAME(run(sys, i, said), cases[i].rc, cases[i].why);
		SAME_TEXT(said, cases[i].said, cases[i].why);
		SAME(waitpid(-1, NULL, WNOHANG), -1, "no zombie");
	}
}

static void test_single(const struct sys *sys)
{
	static const char *const nowhere[] = { "/nonexistent/x", NULL };
	static const char *const folder[] = { "/proc", NULL };
	struct sys_wait w = { .fd = sys->spawn(sys, folder) };
	static const char *const mask[] = {
		"/bin/grep", "SigBlk", "/proc/self/status", NULL
	};
	char said[SAID_SIZE];

	sys->wait(sys, &w, 1, sys->now(sys) + 10000);
	SAME(sys->finish_spawn(sys, w.fd, NULL, 0), 127,
	     "nobody wants its words");
	w.fd = sys->spawn(sys, nowhere);
	sys->wait(sys, &w, 1, sys->now(sys) + 10000);
	SAME(sys->finish_spawn(sys, w.fd, said, sizeof(said)), 127,
	     "no such file");
	SAME_TEXT(said, "not found", "no such file");
	w.fd = sys->spawn(sys, mask);
	sys->wait(sys, &w, 1, sys->now(sys) + 10000);
	SAME(sys->finish_spawn(sys, w.fd, said, sizeof(said)), 0, "grep");
	SAME_TEXT(said, "SigBlk:\t0000000000000000", "no signal is blocked");
}

/* Both, though the second has a copy of the first one's descriptor; and one
 * that is not waited for is dead when its end comes back. */
static void test_together(const struct sys *sys)
{
	static const char *const quick[] = { "/bin/sh", "-c", "exit 5", NULL };
	static const char *const slow[] = {
		"/bin/sh", "-c", "echo $$; exec sleep 60", NULL
	};
	struct sys_wait w[3] = {
		{ .fd = sys->spawn(sys, slow) },
		{ .fd = sys->spawn(sys, quick) },
		{ .fd = sys->spawn(sys, slow) },
	};
	char said[SAID_SIZE];
	int pid;

	SAME(sys->wait(sys, w, 3, sys->now(sys) + 10000), 1, "the quick one");
	OK(w[1].ready, "the quick one");
	SAME(sys->finish_spawn(sys, w[1].fd, NULL, 0), 5, "the quick one");
	w[1].fd = -1;
	SAME(sys->wait(sys, w, 3, sys->now(sys) + 300), 0, "the slow ones");
	for (size_t i = 0; i < 3; i += 2) {
		SAME(sys->finish_spawn(sys, w[i].fd, said, sizeof(said)),
		     -ETIMEDOUT, "a slow one");
		pid = atoi(said);
		OK(pid > 0 && kill(pid, 0) < 0 && errno == ESRCH,
		   "it is dead, and nobody's zombie");
	}
	SAME(waitpid(-1, NULL, WNOHANG), -1, "no zombie");
}

/* The status does not get lost where others are waited for. */
static void test_waited_elsewhere(const struct sys *sys)
{
	static const char *const argv[] = { "/bin/sh", "-c", "exit 6", NULL };
	int fd = sys->spawn(sys, argv);

	OK(waitpid(-1, NULL, 0) > 0, "somebody collects the keeper");
	SAME(sys->finish_spawn(sys, fd, NULL, 0), 6, "its status");
}

/* Something to read, which is not for the programs. */
static void fill_stdin(void)
{
	int ends[2];

	OK(!pipe(ends) && write(ends[1], "x\n", 2) == 2 &&
	   !dup2(ends[0], STDIN_FILENO), "a pipe");
}

int main(void)
{
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);

	alarm(90);	/* what blocks has failed */
	fill_stdin();
	test_cases(sys);
	test_single(sys);
	test_together(sys);
	test_waited_elsewhere(sys);
	return test_done();
}
