// SPDX-License-Identifier: GPL-2.0-or-later
/* What makes a process the session keeper, on Linux. */
#include "sys_daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys_call.h"
#include "sys_socket.h"

#ifndef PR_SET_IO_FLUSHER
#define PR_SET_IO_FLUSHER 57
#endif

/* The deepest call of the keeper takes 16 KiB: a PDU to the kernel. */
#define STACK_KEPT (20 * 1024)
#define STACK_GONE (1024 * 1024)	/* what may lie below, the guard gap */
#define PAGE 4096

void *daemon_area(size_t size)
{
	void *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return area == MAP_FAILED ? NULL : area;
}

void daemon_area_end(void *area, size_t size)
{
	munmap(area, size);
}

void daemon_title(int argc, char *argv[], const char *title)
{
	char *end = argv[argc - 1] + strlen(argv[argc - 1]);
	size_t room = (size_t)(end - argv[0]);

	/* All arguments lie in one piece; room for '@' at least. */
	memset(argv[0], 0, room);
	for (size_t i = 0; i < room && title[i]; i++)
		argv[0][i] = title[i];
}

void daemon_ready(int ready, int rc)
{
	int answer = rc ? rc : (int)getpid();

	while (write(ready, &answer, sizeof(answer)) < 0 && errno == EINTR)
		;
	close(ready);
}

int daemon_detach(int *ready)
{
	int ends[2], answer = -ECHILD;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	child = fork();
	if (child < 0)
		return -errno;
	if (!child) {
		close(ends[0]);
		*ready = ends[1];
		setsid();
		/* Not the leader of its session: no terminal becomes its. */
		child = fork();
		if (child < 0)
			daemon_ready(*ready, -errno);
		if (child)
			_exit(0);
		return 0;
	}
	close(ends[1]);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (read(ends[0], &answer, sizeof(answer)) != sizeof(answer))
		answer = -ECHILD;
	close(ends[0]);
	return answer;
}

int daemon_pid(void)
{
	return (int)getpid();
}

/* The first process has told all there was to tell. */
void daemon_end(void)
{
	_exit(0);
}

static void put(int folder, const char *path, const char *text)
{
	int fd = openat(folder, path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* What the kernel refuses, it does not need. */
	if (write(fd, text, strlen(text)) < 0)
		errno = 0;
	close(fd);
}

/* Nobody ends it but --stop: not a terminal that hangs up, not a service
 * manager that stops the service which ran the boot. */
static void ignore_signals(void)
{
	static const int ignored[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1,
		SIGUSR2, SIGTSTP, SIGTTIN, SIGTTOU,
	};

	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		signal(ignored[i], SIG_IGN);
}

/* Paths from the root end at switch_root: folders that are open stay.  The
 * working directory is /proc, which pins neither the initramfs nor the
 * disk. */
static void hold_folders(struct sys_linux *l)
{
	int null = open("/dev/null", O_RDWR);

	l->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	l->sysfs = open("/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (l->kmsg < 0)
		sys_linux_kmsg(l);
	if (fchdir(l->proc))
		errno = 0;
	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
}

/* Where the linker has put what the keeper does not reach; no address in a
 * program that was linked in another way. */
extern const char boot_only_begin[] __attribute__((weak));
extern const char boot_only_end[] __attribute__((weak));

/* Only what the keeper calls, for the linker goes by it; and the pages of
 * everything else are given back. */
static void leave_boot(struct sys_linux *l)
{
	uintptr_t begin = (uintptr_t)boot_only_begin;

	l->keeping = true;
	l->sys = (struct sys){
		.read_file = linux_read_file,
		.netlink = socket_netlink,
		.connect = socket_connect,
		.connected = socket_connected,
		.hung_up = socket_hung_up,
		.send = socket_send,
		.receive = socket_receive,
		.close = socket_close,
		.wait = socket_wait,
		.control_accept = socket_control_accept,
		.now = linux_now,
		.random = linux_random,
		.output = linux_output,
	};
	munmap((void *)begin, (uintptr_t)boot_only_end - begin);
}

/* The kernel enlarges the stack to 128 KiB for everybody, and the boot may
 * have used more: what lies deeper than the keeper goes is given back. */
static void __attribute__((noinline)) trim_stack(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	uintptr_t low = (here - STACK_KEPT) & ~(uintptr_t)(PAGE - 1);

	munmap((void *)(low - STACK_GONE), STACK_GONE);
}

static void __attribute__((noinline)) touch_stack(void)
{
	volatile char room[STACK_KEPT - PAGE];

	for (size_t i = 0; i < sizeof(room); i += PAGE / 2)
		room[i] = 0;
}

int daemon_settle(struct sys_linux *l, bool realtime)
{
	struct sched_param low = { .sched_priority = 1 };

	hold_folders(l);
	ignore_signals();
	/* "0": whoever writes.  The service whose processes we were born among
	 * ends when the initramfs does, and they with it. */
	put(l->sysfs, "fs/cgroup/cgroup.procs", "0");
	put(l->sysfs, "fs/cgroup/systemd/cgroup.procs", "0");
	put(l->proc, "self/oom_score_adj", "-1000");
	/* Memory for our own work is never waited for by writing to a disk:
	 * it may be the one that we are to bring back. */
	prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0);
	if (realtime)
		sched_setscheduler(0, SCHED_RR, &low);
	leave_boot(l);
	trim_stack();
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		return -errno;
	touch_stack();
	return 0;
}
