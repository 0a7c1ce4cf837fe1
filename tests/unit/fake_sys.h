/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A struct sys without a system: files from a table, received bytes from a
 * queue, a clock that only wait() moves, and a log of everything that would
 * have changed something. */
#ifndef FAKE_SYS_H
#define FAKE_SYS_H

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "sys.h"
#include "test.h"

/* A file; its folders are there, too.  err: what reading it gives. */
struct fake_file {
	const char *path, *text;
	int err;
};

#define FAKE_QUEUE 64
#define FAKE_BYTES 1024
#define FAKE_NETLINK_FD 100	/* from here on: netlink */
#define FAKE_DATAGRAM_FD 1000	/* UDP, counted up */
#define FAKE_PACKET_FD 2000	/* and the link's index */
#define FAKE_SPAWN_FD 3000	/* programs, counted up */

struct fake {
	struct sys sys;
	const struct fake_file *files;		/* the last has no path */
	uint64_t now;
	char log[32768];
	char output[4096];			/* messages */
	struct {
		int fd, rc;			/* rc: negative, or bytes */
		uint8_t bytes[FAKE_BYTES];
	} queue[FAKE_QUEUE];
	size_t queued;

	/* Called for what is sent; NULL: it vanishes. */
	void (*on_send)(struct fake *f, int fd, const void *buf, size_t len);
	/* Called by wait(); true: something came, and now is up to date. */
	bool (*on_wait)(struct fake *f, struct sys_wait *w, size_t n,
			uint64_t deadline);
	unsigned int waits;			/* bounded, see fake_wait() */

	int send_rc, netlink_rc, connect_rc, connected_rc, random_rc;
	int datagram_rc, packet_rc, spawn_rc, remove_rc;
	int spawned;				/* so many programs ran */
	int ended_rc;				/* of finish_spawn() */
	const char *ended_said;			/* its last line, or NULL */
	int datagrams;				/* so many sockets were made */
	int write_rc, make_dir_rc, start_rc, finish_rc, modprobe_rc, release_rc;
	int next_fd;				/* of connect(); 0: always 5 */
	int netlink_busy;			/* so many times */
	int listen_rc, accept_rc, control_rc, clients;
	const char *module_fails;		/* a part of its path */
	int module_rc;
	bool hung_up;
	int alive;				/* a process id */
};

static inline struct fake *fake_of(const struct sys *sys)
{
	return (struct fake *)(uintptr_t)sys;
}

static inline void fake_log(struct fake *f, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

static inline void fake_log(struct fake *f, const char *fmt, ...)
{
	size_t n = strlen(f->log);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(f->log + n, sizeof(f->log) - n, fmt, ap);
	va_end(ap);
}

/* What receive() on fd gives next: bytes, or -errno as rc. */
static inline void fake_queue(struct fake *f, int fd, int rc,
			      const void *bytes)
{
	if (f->queued == FAKE_QUEUE || rc > FAKE_BYTES)
		abort();
	f->queue[f->queued].fd = fd;
	f->queue[f->queued].rc = rc;
	if (rc > 0)
		memcpy(f->queue[f->queued].bytes, bytes, (size_t)rc);
	f->queued++;
}

static inline int fake_receive(const struct sys *sys, int fd, void *buf,
			       size_t size)
{
	struct fake *f = fake_of(sys);

	for (size_t i = 0; i < f->queued; i++) {
		int rc = f->queue[i].rc;

		if (f->queue[i].fd != fd)
			continue;
		/* A stream gives the rest later, a datagram is cut. */
		if (rc > (int)size && fd < FAKE_NETLINK_FD) {
			memcpy(buf, f->queue[i].bytes, size);
			f->queue[i].rc -= (int)size;
			memmove(f->queue[i].bytes, f->queue[i].bytes + size,
				(size_t)f->queue[i].rc);
			return (int)size;
		}
		if (rc > (int)size)
			rc = (int)size;
		if (rc > 0)
			memcpy(buf, f->queue[i].bytes, (size_t)rc);
		memmove(&f->queue[i], &f->queue[i + 1],
			(--f->queued - i) * sizeof(f->queue[0]));
		return rc;
	}
	return -EAGAIN;
}

#include "fake_files.h"

static inline int fake_netlink(const struct sys *sys, int protocol,
			       uint32_t groups)
{
	struct fake *f = fake_of(sys);

	fake_log(f, "netlink %d %u\n", protocol, groups);
	return f->netlink_rc ? f->netlink_rc :
			       FAKE_NETLINK_FD + protocol * 10 + (int)groups;
}

static inline int fake_netlink_as(const struct sys *sys, int protocol,
				  uint32_t groups, uint32_t id)
{
	struct fake *f = fake_of(sys);

	fake_log(f, "netlink %d %u as %u\n", protocol, groups, id);
	if (f->netlink_busy) {
		f->netlink_busy--;
		return -EADDRINUSE;
	}
	return f->netlink_rc ? f->netlink_rc :
			       FAKE_NETLINK_FD + protocol * 10 + (int)groups;
}

#define FAKE_LISTEN_FD 60
#define FAKE_CLIENT_FD 61

static inline int fake_control_listen(const struct sys *sys)
{
	return fake_of(sys)->listen_rc ? fake_of(sys)->listen_rc :
					 FAKE_LISTEN_FD;
}

/* One client for each time that it is set. */
static inline int fake_control_accept(const struct sys *sys, int fd)
{
	struct fake *f = fake_of(sys);

	(void)fd;
	if (!f->clients)
		return -EAGAIN;
	f->clients--;
	return f->accept_rc ? f->accept_rc : FAKE_CLIENT_FD;
}

static inline int fake_control_connect(const struct sys *sys)
{
	return fake_of(sys)->control_rc ? fake_of(sys)->control_rc :
					  FAKE_CLIENT_FD;
}

static inline int fake_connect(const struct sys *sys,
			       const struct portal *portal,
			       const struct sys_from *from)
{
	char text[PORTAL_TEXT_SIZE];

	(void)from;
	fake_log(fake_of(sys), "connect %s\n", portal_text(portal, text));
	if (fake_of(sys)->connect_rc)
		return fake_of(sys)->connect_rc;
	return fake_of(sys)->next_fd ? fake_of(sys)->next_fd++ : 5;
}

static inline int fake_connected(const struct sys *sys, int fd)
{
	(void)fd;
	return fake_of(sys)->connected_rc;
}

static inline int fake_datagram(const struct sys *sys,
				const struct portal *portal)
{
	struct fake *f = fake_of(sys);
	char text[PORTAL_TEXT_SIZE];

	fake_log(f, "datagram %s\n", portal_text(portal, text));
	return f->datagram_rc ? f->datagram_rc :
				FAKE_DATAGRAM_FD + f->datagrams++;
}

static inline int fake_packet(const struct sys *sys, int ifindex,
			      uint16_t type)
{
	struct fake *f = fake_of(sys);

	fake_log(f, "packet %d %04x\n", ifindex, type);
	return f->packet_rc ? f->packet_rc : FAKE_PACKET_FD + ifindex;
}

static inline bool fake_hung_up(const struct sys *sys, int fd)
{
	(void)fd;
	return fake_of(sys)->hung_up;
}

static inline int fake_send(const struct sys *sys, int fd, const void *buf,
			    size_t len)
{
	struct fake *f = fake_of(sys);

	if (f->send_rc)
		return f->send_rc;
	if (f->on_send)
		f->on_send(f, fd, buf, len);
	return (int)len;
}

static inline void fake_close(const struct sys *sys, int fd)
{
	if (fd >= 0)
		fake_log(fake_of(sys), "close %d\n", fd);
}

/* Nothing comes: time passes to the deadline.  A program that waits for ever
 * is wrong, and so is one that goes round without time passing. */
static inline int fake_wait(const struct sys *sys, struct sys_wait *w,
			    size_t n, uint64_t deadline)
{
	struct fake *f = fake_of(sys);

	if (++f->waits > 1000 || (deadline == SYS_FOREVER && !f->on_wait)) {
		printf("a wait that does not end\n");
		exit(1);
	}
	for (size_t i = 0; i < n; i++)
		w[i].ready = false;
	if (f->on_wait && f->on_wait(f, w, n, deadline))
		return 1;
	if (f->now < deadline)
		f->now = deadline;
	return 0;
}

static inline void fake_log_argv(struct fake *f, const char *how,
				 const char *const argv[])
{
	fake_log(f, "%s", how);
	for (; *argv; argv++)
		fake_log(f, " %s", *argv);
	fake_log(f, "\n");
}

static inline int fake_spawn(const struct sys *sys, const char *const argv[])
{
	struct fake *f = fake_of(sys);

	fake_log_argv(f, "spawn", argv);
	return f->spawn_rc ? f->spawn_rc : FAKE_SPAWN_FD + f->spawned++;
}

static inline int fake_start(const struct sys *sys, const char *const argv[])
{
	fake_log_argv(fake_of(sys), "start", argv);
	return 0;
}

static inline int fake_finish_spawn(const struct sys *sys, int fd, char *said,
				    size_t size)
{
	struct fake *f = fake_of(sys);

	fake_log(f, "ended %d\n", fd);
	if (said)
		copy_string(said, size, f->ended_said ? f->ended_said : "");
	return f->ended_rc;
}

static inline int fake_finit_module(const struct sys *sys, const char *path)
{
	struct fake *f = fake_of(sys);

	fake_log(f, "insmod %s\n", path);
	return f->module_fails && strstr(path, f->module_fails) ?
		f->module_rc : 0;
}

static inline int fake_modprobe(const struct sys *sys, const char *name)
{
	fake_log(fake_of(sys), "modprobe %s\n", name);
	return fake_of(sys)->modprobe_rc;
}

static inline int fake_kernel_release(const struct sys *sys, char *text,
				      size_t size)
{
	copy_string(text, size, "6.1.0-56-amd64");
	return fake_of(sys)->release_rc;
}

static inline bool fake_process_alive(const struct sys *sys, int pid)
{
	return fake_of(sys)->alive == pid;
}

static inline uint64_t fake_now(const struct sys *sys)
{
	return fake_of(sys)->now;
}

/* Jitter in the middle; secrets are 42 and 1 to 16. */
static inline int fake_random(const struct sys *sys, enum sys_random quality,
			      void *buf, size_t len)
{
	uint8_t *p = buf;

	if (fake_of(sys)->random_rc)
		return fake_of(sys)->random_rc;
	for (size_t i = 0; i < len; i++)
		p[i] = quality == SYS_JITTER ? 0x7f : i ? (uint8_t)i : 42;
	return 0;
}

static inline void fake_output(const struct sys *sys, enum sys_output where,
			       const char *text)
{
	struct fake *f = fake_of(sys);
	size_t n = strlen(f->output);

	(void)where;
	copy_string(f->output + n, sizeof(f->output) - n, text);
}

static inline const struct sys *fake_begin(struct fake *f,
					   const struct fake_file *files)
{
	memset(f, 0, sizeof(*f));
	f->files = files;
	f->now = 1000;
	f->sys = (struct sys){
		.read_file = fake_read_file, .read_private = fake_read_file,
		.read_lines = fake_read_lines,
		.create_file = fake_write, .publish_file = fake_publish,
		.replace_file = fake_replace,
		.remove_file = fake_remove_file, .make_dir = fake_make_dir,
		.list_dir = fake_list_dir, .exists = fake_exists,
		.start_write = fake_start_write,
		.finish_write = fake_finish_write,
		.netlink = fake_netlink, .netlink_as = fake_netlink_as,
		.control_listen = fake_control_listen,
		.control_accept = fake_control_accept,
		.control_connect = fake_control_connect,
		.connect = fake_connect,
		.connected = fake_connected, .datagram = fake_datagram,
		.packet = fake_packet, .hung_up = fake_hung_up,
		.send = fake_send, .receive = fake_receive,
		.close = fake_close, .close_packet = fake_close,
		.wait = fake_wait,
		.spawn = fake_spawn, .finish_spawn = fake_finish_spawn,
		.start = fake_start,
		.finit_module = fake_finit_module,
		.modprobe = fake_modprobe,
		.kernel_release = fake_kernel_release,
		.process_alive = fake_process_alive,
		.now = fake_now, .random = fake_random,
		.output = fake_output,
	};
	return &f->sys;
}

#endif
