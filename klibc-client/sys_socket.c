// SPDX-License-Identifier: GPL-2.0-or-later
/* The sockets of struct sys on Linux. */
#include "sys_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/if_packet.h>
#include <linux/in6.h>
#include <linux/netlink.h>

#ifndef SO_BINDTOIFINDEX		/* klibc's headers are older */
#define SO_BINDTOIFINDEX 62
#endif

#define WAITS_MAX 40	/* a keeper of eight sessions has 36 */

int socket_netlink_as(const struct sys *sys, int protocol, uint32_t groups,
		      uint32_t id)
{
	struct sockaddr_nl a = {
		.nl_family = AF_NETLINK,
		.nl_pid = id,
		.nl_groups = groups,
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			protocol);
	int rc;

	(void)sys;
	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&a, sizeof(a))) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

/* The kernel remembers as a session's creator the address that the socket is
 * bound to.  Several sockets of one process: only the first can have its pid,
 * the kernel chooses for the others. */
int socket_netlink(const struct sys *sys, int protocol, uint32_t groups)
{
	int fd = socket_netlink_as(sys, protocol, groups, (uint32_t)getpid());

	return fd == -EADDRINUSE ? socket_netlink_as(sys, protocol, groups, 0) :
				   fd;
}

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static socklen_t to_sockaddr(const struct addr *addr, uint16_t port,
			     union address *a)
{
	memset(a, 0, sizeof(*a));
	if (addr->family == ADDR_IPV4) {
		a->v4.sin_family = AF_INET;
		a->v4.sin_port = htons(port);
		memcpy(&a->v4.sin_addr, addr->bytes, 4);
		return sizeof(a->v4);
	}
	a->v6.sin6_family = AF_INET6;
	a->v6.sin6_port = htons(port);
	memcpy(&a->v6.sin6_addr, addr->bytes, 16);
	return sizeof(a->v6);
}

/* Begin at that address: then the rules about it choose the link. */
static int bind_from(int fd, const struct addr *addr)
{
	union address a;
	socklen_t size = to_sockaddr(addr, 0, &a);

	return bind(fd, &a.any, size);
}

/* Routes through other links do not count.  Refused by kernels before 5.0, and
 * before 5.7 to all but root. */
static void bind_link(int fd, int ifindex)
{
	setsockopt(fd, SOL_SOCKET, SO_BINDTOIFINDEX, &ifindex,
		   sizeof(ifindex));
}

/* A socket of that type, on its way to the portal. */
static int connect_socket(int type, const struct portal *portal,
			  const struct sys_from *from)
{
	union address a;
	socklen_t size = to_sockaddr(&portal->addr, portal->port, &a);
	int fd = socket(a.any.sa_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);
	int one = 1, rc;

	if (fd < 0)
		return -errno;
	/* Buffers stay as they are: a size set here would turn off TCP's own
	 * tuning for the life of the disk.  With Open-iSCSI's 524288 and 10 ms
	 * to the target and back, reading has 0.22 of the speed and writing
	 * 0.32; without a delay both are alike (tests/bench/link.py). */
	if (type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (from && from->ifindex && from->addr.family)
		bind_link(fd, from->ifindex);
	if (from && a.any.sa_family == AF_INET6)
		a.v6.sin6_scope_id = (uint32_t)from->ifindex;
	if ((from && from->addr.family && bind_from(fd, &from->addr)) ||
	    (connect(fd, &a.any, size) && errno != EINPROGRESS)) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

int socket_connect(const struct sys *sys, const struct portal *portal,
		   const struct sys_from *from)
{
	(void)sys;
	return connect_socket(SOCK_STREAM, portal, from);
}

int socket_datagram(const struct sys *sys, const struct portal *portal)
{
	(void)sys;
	return connect_socket(SOCK_DGRAM, portal, NULL);
}

/* Bound before it has a type: until then it would take frames of every
 * link. */
int socket_packet(const struct sys *sys, int ifindex, uint16_t type)
{
	struct sockaddr_ll a = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(type),
		.sll_ifindex = ifindex,
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int rc;

	(void)sys;
	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&a, sizeof(a))) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

/* The child has the socket's last descriptor once the pipe is at its end.
 * Nobody is to wait for it: whoever reads what we print sees the end of it. */
void socket_close_packet(const struct sys *sys, int fd)
{
	int ends[2] = { -1, -1 };
	char none;

	if (!pipe(ends) && !fork()) {
		for (int i = 0; i <= STDERR_FILENO; i++)
			close(i);
		close(ends[1]);
		_exit((int)read(ends[0], &none, 1));
	}
	socket_close(sys, fd);
	socket_close(sys, ends[0]);
	socket_close(sys, ends[1]);
}

int socket_connected(const struct sys *sys, int fd)
{
	socklen_t size = sizeof(int);
	int error;

	(void)sys;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
		return -errno;
	return -error;
}

bool socket_hung_up(const struct sys *sys, int fd)
{
	char c;

	(void)sys;
	return !recv(fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
}

int socket_send(const struct sys *sys, int fd, const void *buf, size_t len)
{
	ssize_t n;

	(void)sys;
	do
		n = send(fd, buf, len, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : (int)n;
}

int socket_receive(const struct sys *sys, int fd, void *buf, size_t size)
{
	ssize_t n;

	(void)sys;
	do
		n = recv(fd, buf, size, 0);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : (int)n;
}

void socket_close(const struct sys *sys, int fd)
{
	(void)sys;
	if (fd >= 0)
		close(fd);
}

int socket_wait(const struct sys *sys, struct sys_wait *w, size_t n,
		uint64_t deadline)
{
	struct pollfd fds[WAITS_MAX];
	int rc, timeout = -1;

	if (n > WAITS_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++) {
		fds[i] = (struct pollfd){
			.fd = w[i].fd,
			.events = w[i].write ? POLLOUT : POLLIN,
		};
		w[i].ready = false;
	}
	if (deadline != SYS_FOREVER) {
		uint64_t now = sys->now(sys);
		uint64_t left = deadline > now ? deadline - now : 0;

		timeout = left > 3600000 ? 3600000 : (int)left;
	}
	rc = poll(fds, n, timeout);
	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	for (size_t i = 0; i < n; i++)
		w[i].ready = fds[i].revents;
	return rc;
}
