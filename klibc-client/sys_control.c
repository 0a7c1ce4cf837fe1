// SPDX-License-Identifier: GPL-2.0-or-later
/* The session keeper's control socket: abstract, so that it is there whatever
 * is mounted, and for root at both ends. */
#include "sys_socket.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NAME "iscsiboot-keeper"

static socklen_t address(struct sockaddr_un *a)
{
	memset(a, 0, sizeof(*a));
	a->sun_family = AF_UNIX;
	memcpy(a->sun_path + 1, NAME, sizeof(NAME) - 1);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			   sizeof(NAME));
}

static int make(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);

	return fd < 0 ? -errno : fd;
}

static int refused(int fd, int rc)
{
	close(fd);
	return rc;
}

/* Who the other end was when it connected, or began to listen. */
static bool is_root(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return !getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) &&
	       !peer.uid;
}

int socket_control_listen(const struct sys *sys)
{
	struct sockaddr_un a;
	socklen_t size = address(&a);
	int fd = make();

	(void)sys;
	if (fd < 0)
		return fd;
	if (bind(fd, (struct sockaddr *)&a, size) || listen(fd, 4))
		return refused(fd, -errno);
	return fd;
}

int socket_control_accept(const struct sys *sys, int fd)
{
	static const char no[] = "1\nonly root may ask the session keeper";
	int peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (peer < 0)
		return -errno;
	if (is_root(peer))
		return peer;
	socket_send(sys, peer, no, sizeof(no) - 1);
	return refused(peer, -EACCES);
}

int socket_control_connect(const struct sys *sys)
{
	struct sockaddr_un a;
	socklen_t size = address(&a);
	int fd = make();

	(void)sys;
	if (fd < 0)
		return fd;
	if (connect(fd, (struct sockaddr *)&a, size))
		return refused(fd, -errno);
	return is_root(fd) ? fd : refused(fd, -EACCES);
}
