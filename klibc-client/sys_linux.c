// SPDX-License-Identifier: GPL-2.0-or-later
/* struct sys on Linux: files that are read, modules, clock, output.  Files that
 * are written are in sys_file.c, sockets in sys_socket.c. */
#include "sys_linux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys_call.h"
#include "sys_file.h"
#include "sys_socket.h"
#include "sys_spawn.h"

#define MODPROBE "/sbin/modprobe"

static int read_to_end(int fd, char *text, size_t size)
{
	size_t have = 0;
	ssize_t n = 1;

	while (n > 0 && have < size) {
		n = read(fd, text + have, size - have);
		if (n > 0)
			have += (size_t)n;
	}
	if (n < 0)
		return -errno;
	if (have == size)
		return -EFBIG;
	text[have] = '\0';
	return (int)have;
}

/* open(2), from where the keeper holds on. */
static int open_path(const struct sys *sys, const char *path, int flags)
{
	const struct sys_linux *l = (const struct sys_linux *)sys;

	if (l->keeping && !strncmp(path, "/proc/", 6))
		return openat(l->proc, path + 6, flags | O_CLOEXEC);
	if (l->keeping && !strncmp(path, "/sys/", 5))
		return openat(l->sysfs, path + 5, flags | O_CLOEXEC);
	return open(path, flags | O_CLOEXEC);
}

int linux_read_file(const struct sys *sys, const char *path, char *text,
		    size_t size)
{
	int fd = open_path(sys, path, O_RDONLY);
	int rc;

	if (fd < 0)
		return -errno;
	rc = read_to_end(fd, text, size);
	close(fd);
	return rc;
}

/* What is open is what is looked at: nobody can change the file between. */
static int linux_read_private(const struct sys *sys, const char *path,
			      char *text, size_t size)
{
	struct stat st;
	int fd, rc;

	(void)sys;
	if (!strcmp(path, "-"))
		return read_to_end(STDIN_FILENO, text, size);
	/* A FIFO without a writer would be waited for. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st))
		rc = -errno;
	else if (!S_ISREG(st.st_mode) || st.st_uid ||
		 (st.st_mode & (S_IRWXG | S_IRWXO)))
		rc = -EACCES;
	else
		rc = read_to_end(fd, text, size);
	close(fd);
	return rc;
}

static int linux_read_at(const struct sys *sys, const char *path,
			 uint64_t offset, void *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	(void)sys;
	if (fd < 0)
		return -errno;
	n = pread(fd, buf, size, (off_t)offset);
	if (n < 0)
		n = -errno;
	close(fd);
	return (int)n;
}

/* A line that is longer than the buffer is passed over. */
static int linux_read_lines(const struct sys *sys, const char *path,
			    void (*each)(void *arg, const char *line),
			    void *arg)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char line[4096];
	size_t have = 0;
	bool skip = false;
	ssize_t n;

	(void)sys;
	if (fd < 0)
		return -errno;
	while ((n = read(fd, line + have, sizeof(line) - have)) > 0) {
		char *start = line, *end;

		have += (size_t)n;
		while ((end = memchr(start, '\n', have))) {
			*end = '\0';
			if (!skip)
				each(arg, start);
			skip = false;
			have -= (size_t)(end + 1 - start);
			start = end + 1;
		}
		memmove(line, start, have);
		if (have == sizeof(line)) {
			skip = true;
			have = 0;
		}
	}
	n = n < 0 ? -errno : 0;
	close(fd);
	/* The last line may have no end. */
	if (!n && have && !skip) {
		line[have] = '\0';
		each(arg, line);
	}
	return (int)n;
}

/* What getdents64(2) gives, without the name behind it. */
struct directory_entry {
	uint64_t inode, offset;
	uint16_t size;
	uint8_t type;
};

#define ENTRY_NAME_AT 19

static int linux_list_dir(const struct sys *sys, const char *path,
			  void (*each)(void *arg, const char *name),
			  void *arg)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char buf[2048];
	long n;

	(void)sys;
	if (fd < 0)
		return -errno;
	/* The C library's readdir() allocates. */
	while ((n = call_getdents64(fd, buf, sizeof(buf))) > 0) {
		struct directory_entry e;

		for (long at = 0; at < n; at += e.size) {
			const char *name = buf + at + ENTRY_NAME_AT;

			memcpy(&e, buf + at, sizeof(e));
			if (name[0] != '.')
				each(arg, name);
		}
	}
	n = n < 0 ? -errno : 0;
	close(fd);
	return (int)n;
}

static bool linux_exists(const struct sys *sys, const char *path)
{
	struct stat st;

	(void)sys;
	return !stat(path, &st);
}

/* The child's result comes over a pipe, whose end says that it is done. */
static int linux_start_write(const struct sys *sys, const char *path,
			     const char *text)
{
	int ends[2], rc;
	pid_t child;

	(void)sys;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	child = fork();
	if (child < 0) {
		rc = -errno;
		close(ends[0]);
		close(ends[1]);
		return rc;
	}
	if (!child) {
		rc = file_put(path, 0, 0, text);
		_exit(write(ends[1], &rc, sizeof(rc)) != sizeof(rc));
	}
	close(ends[1]);
	return ends[0];
}

static int linux_finish_write(const struct sys *sys, int fd)
{
	int rc;

	(void)sys;
	if (read(fd, &rc, sizeof(rc)) != sizeof(rc))
		rc = -EIO;
	close(fd);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	return rc;
}

static int linux_finit_module(const struct sys *sys, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc;

	(void)sys;
	if (fd < 0)
		return -errno;
	rc = call_finit_module(fd, "", 0) ? -errno : 0;
	close(fd);
	return rc;
}

static int linux_modprobe(const struct sys *sys, const char *name)
{
	int status;
	pid_t child;

	if (!linux_exists(sys, MODPROBE))
		return -ENOSYS;
	child = fork();
	if (child < 0)
		return -errno;
	if (!child) {
		/* What it complains about is asked for and said here. */
		dup2(open("/dev/null", O_RDWR | O_CLOEXEC), STDERR_FILENO);
		execl(MODPROBE, "modprobe", "-q", name, (char *)NULL);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -EINTR;
}

static int linux_kernel_release(const struct sys *sys, char *text,
				size_t size)
{
	struct utsname name;

	(void)sys;
	if (uname(&name))
		return -errno;
	return copy_string(text, size, name.release) ? 0 : -ENAMETOOLONG;
}

/* Our own number is that of a process that has ended: we just began. */
static bool linux_process_alive(const struct sys *sys, int pid)
{
	(void)sys;
	return pid != getpid() && (!kill(pid, 0) || errno == EPERM);
}

uint64_t linux_now(const struct sys *sys)
{
	struct timespec t = { .tv_sec = 0 };

	(void)sys;
	call_clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

int linux_random(const struct sys *sys, enum sys_random quality, void *buf,
		 size_t len)
{
	long n = call_getrandom(buf, len,
				quality == SYS_JITTER ? GRND_NONBLOCK : 0);

	(void)sys;
	return n < 0 ? -errno : (size_t)n == len ? 0 : -EIO;
}

static void output_rarely(struct sys_linux *l, const char *text)
{
	unsigned int dropped;
	char line[80];

	if (!rate_take(&l->rate, l->sys.now(&l->sys), &dropped))
		return;
	if (dropped) {
		snprintf(line, sizeof(line),
			 "iscsistart: keeper: %u messages were left out\n",
			 dropped);
		file_write_all(l->kmsg, line, strlen(line));
	}
	file_write_all(l->kmsg, text, strlen(text));
}

void linux_output(const struct sys *sys, enum sys_output where,
		  const char *text)
{
	const struct sys_linux *l = (const struct sys_linux *)sys;
	int fd = where == SYS_STDOUT ? STDOUT_FILENO : STDERR_FILENO;

	if (l->keeping) {
		output_rarely((struct sys_linux *)(uintptr_t)sys, text);
		return;
	}

	/* A full or closed output must not end a boot. */
	if (where == SYS_MESSAGES && l->kmsg >= 0)
		file_write_all(l->kmsg, text, strlen(text));
	file_write_all(fd, text, strlen(text));
}

static int linux_write_stdout(const struct sys *sys, const void *bytes,
			      size_t size)
{
	(void)sys;
	return file_write_all(STDOUT_FILENO, bytes, size);
}

const struct sys *sys_linux_init(struct sys_linux *l)
{
	*l = (struct sys_linux){
		.kmsg = -1,
		.proc = -1,
		.sysfs = -1,
		.sys = {
			.read_file = linux_read_file,
			.read_private = linux_read_private,
			.read_at = linux_read_at,
			.read_lines = linux_read_lines,
			.create_file = file_create,
			.remove_file = file_remove,
			.publish_file = file_publish,
			.replace_file = file_replace,
			.make_dir = file_make_dir,
			.list_dir = linux_list_dir,
			.exists = linux_exists,
			.start_write = linux_start_write,
			.finish_write = linux_finish_write,
			.netlink = socket_netlink,
			.netlink_as = socket_netlink_as,
			.connect = socket_connect,
			.connected = socket_connected,
			.control_listen = socket_control_listen,
			.control_accept = socket_control_accept,
			.control_connect = socket_control_connect,
			.datagram = socket_datagram,
			.packet = socket_packet,
			.hung_up = socket_hung_up,
			.send = socket_send,
			.receive = socket_receive,
			.close = socket_close,
			.close_packet = socket_close_packet,
			.wait = socket_wait,
			.spawn = spawn_start,
			.finish_spawn = spawn_finish,
			.start = spawn_detached,
			.finit_module = linux_finit_module,
			.modprobe = linux_modprobe,
			.kernel_release = linux_kernel_release,
			.process_alive = linux_process_alive,
			.now = linux_now,
			.random = linux_random,
			.output = linux_output,
			.write_stdout = linux_write_stdout,
		},
	};
	return &l->sys;
}

void sys_linux_kmsg(struct sys_linux *l)
{
	l->kmsg = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
}
