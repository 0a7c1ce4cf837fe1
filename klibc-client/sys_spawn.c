// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs that run beside us.  Each has a keeper, a process of ours that waits
 * for it: the program's end becomes a message on a socket, whatever else of
 * ours calls wait(2), and a program that goes into the background holds no
 * descriptor of ours.  The socket's end is the keeper's order to kill, so that
 * nothing outlives us. */
#include "sys_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"

#define CANNOT_RUN 127

#ifndef SHUT_WR
#define SHUT_WR 1			/* klibc's headers have none */
#endif

/* What the keeper tells at the end. */
struct ended {
	pid_t keeper;
	int status;			/* as waitpid(2) has it */
	bool killed;			/* by the keeper */
	char said[120];
};

struct keeper {
	int socket, output;		/* to us; what the program prints */
	sigset_t program_mask, waiting_mask;
	pid_t program;
	bool line_over;			/* the next byte begins a line */
	size_t length;			/* of the line */
	struct ended ended;
};

/* For its interruption of ppoll(). */
static void child_ended(int number)
{
	(void)number;
}

static void run_program(const struct keeper *k, const char *const argv[],
			int output)
{
	struct errno_words why;

	setpgid(0, 0);
	/* Should somebody kill the keeper. */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	sigprocmask(SIG_SETMASK, &k->program_mask, NULL);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	why = errno_words(errno);
	if (write(STDERR_FILENO, why.text, strlen(why.text)) < 0)
		_exit(CANNOT_RUN);	/* which says enough */
	_exit(CANNOT_RUN);
}

/* Remember the last line that is not empty, or its beginning. */
static void take_output(struct keeper *k)
{
	char buf[256];
	ssize_t n;

	while ((n = read(k->output, buf, sizeof(buf))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			if (buf[i] == '\n') {
				k->line_over = true;
				continue;
			}
			if (k->line_over)
				k->length = 0;
			k->line_over = false;
			if (k->length < sizeof(k->ended.said) - 1)
				k->ended.said[k->length++] = buf[i];
			k->ended.said[k->length] = '\0';
		}
	}
	/* All that could write to it has ended, or closed it. */
	if (!n) {
		close(k->output);
		k->output = -1;
	}
}

/* Until the program has ended, by itself or by our order. */
static void keep(struct keeper *k)
{
	while (waitpid(k->program, &k->ended.status, WNOHANG) !=
	       k->program) {
		struct pollfd fds[2] = {
			{ .fd = k->ended.killed ? -1 : k->socket,
			  .events = POLLIN },
			{ .fd = k->output, .events = POLLIN },
		};

		if (ppoll(fds, 2, NULL, &k->waiting_mask) <= 0)
			continue;
		/* Nothing is ever sent to us: it is the end. */
		if (fds[0].revents) {
			kill(-k->program, SIGKILL);
			k->ended.killed = true;
		}
		if (fds[1].revents)
			take_output(k);
	}
	if (k->output >= 0)
		take_output(k);
	/* What it had started is ours by now. */
	while (k->ended.killed && (waitpid(-k->program, NULL, 0) > 0 ||
				   errno == EINTR))
		;
}

static int start_program(struct keeper *k, const char *const argv[])
{
	struct sigaction action = { .sa_handler = child_ended };
	sigset_t child;
	int ends[2];

	/* Ctrl-C at a terminal is for us, and our end ends the keeper. */
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
	sigprocmask(SIG_BLOCK, &child, &k->program_mask);
	k->waiting_mask = k->program_mask;
	sigdelset(&k->waiting_mask, SIGCHLD);
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	/* The program's end stays as programs know it. */
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	k->output = ends[0];
	k->program = fork();
	if (k->program < 0)
		return -errno;
	if (!k->program)
		run_program(k, argv, ends[1]);
	/* Here and there, for whoever comes first. */
	setpgid(k->program, k->program);
	close(ends[1]);
	return 0;
}

static void run_keeper(int socket, const char *const argv[])
{
	struct keeper k = { .socket = socket };

	k.ended.keeper = getpid();
	if (!start_program(&k, argv))
		keep(&k);
	else
		k.ended.status = CANNOT_RUN << 8;
	_exit(send(socket, &k.ended, sizeof(k.ended), MSG_NOSIGNAL) < 0);
}

int spawn_start(const struct sys *sys, const char *const argv[])
{
	int ends[2], rc;
	pid_t keeper;

	(void)sys;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	keeper = fork();
	if (keeper < 0) {
		rc = -errno;
		close(ends[0]);
		close(ends[1]);
		return rc;
	}
	if (!keeper) {
		close(ends[0]);
		run_keeper(ends[1], argv);
	}
	close(ends[1]);
	return ends[0];
}

int spawn_finish(const struct sys *sys, int fd, char *said, size_t size)
{
	struct ended ended;
	ssize_t n;

	(void)sys;
	shutdown(fd, SHUT_WR);
	do
		n = recv(fd, &ended, sizeof(ended), 0);
	while (n < 0 && errno == EINTR);
	close(fd);
	if (said)
		*said = '\0';
	/* Somebody killed the keeper. */
	if (n != sizeof(ended))
		return -EIO;
	while (waitpid(ended.keeper, NULL, 0) < 0 && errno == EINTR)
		;
	if (said)
		copy_string(said, size, ended.said);
	if (ended.killed)
		return -ETIMEDOUT;
	return WIFEXITED(ended.status) ? WEXITSTATUS(ended.status) :
					 128 + WTERMSIG(ended.status);
}

/* Of a session of its own, and no child of ours. */
int spawn_detached(const struct sys *sys, const char *const argv[])
{
	pid_t child = fork();
	int null;

	(void)sys;
	if (child < 0)
		return -errno;
	if (child) {
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			;
		return 0;
	}
	setsid();
	if (fork())
		_exit(0);
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(CANNOT_RUN);
}
