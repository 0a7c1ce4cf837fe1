/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system, as a table of functions: only main.c and sys_*.c make system
 * calls, everything else gets this table, so that it links unchanged into a
 * test on the host.
 *
 * Errors are -errno.  Times are milliseconds since the kernel started
 * (CLOCK_BOOTTIME): they never jump.  No function blocks, but for wait(),
 * which ends at its deadline, modprobe(), which waits for it, and
 * finish_spawn(), which waits until what it kills is dead. */
#ifndef SYS_H
#define SYS_H

#include "addr.h"
#include "compat.h"

#define SYS_FOREVER UINT64_MAX

/* What wait() waits for, and what it found. */
struct sys_wait {
	int fd;			/* negative: left out */
	bool write;		/* wait until it can be written, not read */
	bool ready;
};

/* Where a connection is to begin; what is not given is up to the kernel. */
struct sys_from {
	struct addr addr;	/* or family ADDR_NONE */
	/* Of a link-local peer's link; with addr: by no other link, where the
	 * kernel allows to say that (5.7: everybody); or 0. */
	int ifindex;
};

enum sys_random { SYS_SECRET, SYS_JITTER };

enum sys_output {
	SYS_STDOUT,		/* what was asked for */
	SYS_MESSAGES,		/* standard error; /dev/kmsg too if asked */
};

struct sys {
	/* Files.  read_file: the whole file, NUL-terminated; its length, or
	 * -EFBIG when it does not fit.  create_file: mode 0600 unless it
	 * exists. */
	int (*read_file)(const struct sys *sys, const char *path, char *text,
			 size_t size);
	/* The same, of a secret: a regular file that root owns and nobody else
	 * may touch, or -EACCES.  "-": standard input, whose end is waited
	 * for. */
	int (*read_private)(const struct sys *sys, const char *path,
			    char *text, size_t size);
	/* size bytes from offset on; fewer at the end. */
	int (*read_at)(const struct sys *sys, const char *path,
		       uint64_t offset, void *buf, size_t size);
	int (*read_lines)(const struct sys *sys, const char *path,
			  void (*each)(void *arg, const char *line),
			  void *arg);
	int (*create_file)(const struct sys *sys, const char *path,
			   const char *text);
	int (*remove_file)(const struct sys *sys, const char *path);
	/* The same, mode 0644 whatever the umask: what everybody may read. */
	int (*publish_file)(const struct sys *sys, const char *path,
			    const char *text);
	/* The same, mode 0600, whole and on the disk or not at all: it is
	 * written to temporary, in the same file system, which then takes its
	 * name.  Folders that are missing are made, mode 0700. */
	int (*replace_file)(const struct sys *sys, const char *temporary,
			    const char *path, const char *text);
	/* A folder, and those above it that are missing, mode 0755 whatever
	 * the umask.  0 when it is there already. */
	int (*make_dir)(const struct sys *sys, const char *path);
	int (*list_dir)(const struct sys *sys, const char *path,
			void (*each)(void *arg, const char *name), void *arg);
	bool (*exists)(const struct sys *sys, const char *path);

	/* Write to a file in a process of its own, for it can take long (a
	 * SCSI scan).  A descriptor that becomes readable when it is
	 * done; finish_write gives back what became of it. */
	int (*start_write)(const struct sys *sys, const char *path,
			   const char *text);
	int (*finish_write)(const struct sys *sys, int fd);

	/* Sockets, all non-blocking.  netlink: bound with our process id and
	 * to these groups; netlink_as: with that id and no other, -EADDRINUSE
	 * when somebody has it.  connect: TCP, from may be NULL; -EINPROGRESS
	 * is not an error; when it can be written, connected() says what
	 * became of it. */
	int (*netlink)(const struct sys *sys, int protocol, uint32_t groups);
	int (*netlink_as)(const struct sys *sys, int protocol,
			  uint32_t groups, uint32_t id);
	int (*connect)(const struct sys *sys, const struct portal *portal,
		       const struct sys_from *from);
	int (*connected)(const struct sys *sys, int fd);
	/* UDP: only what this peer sends is received. */
	int (*datagram)(const struct sys *sys, const struct portal *portal);
	/* Whole Ethernet frames of one type (host byte order) on one link.
	 * What the machine itself sends is not received. */
	int (*packet)(const struct sys *sys, int ifindex, uint16_t type);
	/* Closes such a socket, which the kernel takes 10 to 20 ms for, in a
	 * process of its own. */
	void (*close_packet)(const struct sys *sys, int fd);
	bool (*hung_up)(const struct sys *sys, int fd);	/* by the peer */
	int (*send)(const struct sys *sys, int fd, const void *buf,
		    size_t len);
	int (*receive)(const struct sys *sys, int fd, void *buf, size_t size);
	void (*close)(const struct sys *sys, int fd);
	/* The number of entries that are ready, 0 at the deadline. */
	int (*wait)(const struct sys *sys, struct sys_wait *w, size_t n,
		    uint64_t deadline);

	/* Programs.  spawn: runs argv[0], a path, beside us and without input;
	 * a descriptor that becomes readable when it has ended.  It is killed
	 * when we end.
	 * finish_spawn: closes the descriptor and gives back the exit status,
	 * as a shell counts it: 128 and the signal's number, 127 for what
	 * cannot be run; -ETIMEDOUT when it had not ended, and then it and
	 * what it started are killed.  said (may be NULL) is the last line that
	 * it printed, which may hold any bytes. */
	int (*spawn)(const struct sys *sys, const char *const argv[]);
	/* Runs argv[0] with no input and no output, and leaves it: it goes on
	 * when we end.  0 or -errno. */
	int (*start)(const struct sys *sys, const char *const argv[]);
	int (*finish_spawn)(const struct sys *sys, int fd, char *said,
			    size_t size);

	/* The session keeper's control socket, which only root may use:
	 * control_listen gives -EADDRINUSE when a keeper runs;
	 * control_accept gives -EAGAIN when nobody waits, -EACCES after it
	 * has sent another user away; control_connect -ECONNREFUSED when no keeper runs, -EACCES
	 * when who listens there is not root. */
	int (*control_listen)(const struct sys *sys);
	int (*control_accept)(const struct sys *sys, int fd);
	int (*control_connect)(const struct sys *sys);

	/* Modules.  modprobe: -ENOSYS when there is no such program, else its
	 * exit status. */
	int (*finit_module)(const struct sys *sys, const char *path);
	int (*modprobe)(const struct sys *sys, const char *name);
	int (*kernel_release)(const struct sys *sys, char *text, size_t size);
	bool (*process_alive)(const struct sys *sys, int pid);

	uint64_t (*now)(const struct sys *sys);
	/* SYS_SECRET may wait until the kernel has gathered entropy, a second
	 * after power-on; SYS_JITTER never does. */
	int (*random)(const struct sys *sys, enum sys_random quality,
		      void *buf, size_t len);
	void (*output)(const struct sys *sys, enum sys_output where,
		       const char *text);
	int (*write_stdout)(const struct sys *sys, const void *bytes,
			    size_t size);
};

#endif
