/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sockets of struct sys on Linux. */
#ifndef SYS_SOCKET_H
#define SYS_SOCKET_H

#include "sys.h"

int socket_netlink(const struct sys *sys, int protocol, uint32_t groups);
int socket_netlink_as(const struct sys *sys, int protocol, uint32_t groups,
		      uint32_t id);
int socket_connect(const struct sys *sys, const struct portal *portal,
		   const struct sys_from *from);
int socket_connected(const struct sys *sys, int fd);
int socket_datagram(const struct sys *sys, const struct portal *portal);
int socket_packet(const struct sys *sys, int ifindex, uint16_t type);
void socket_close_packet(const struct sys *sys, int fd);
bool socket_hung_up(const struct sys *sys, int fd);
int socket_send(const struct sys *sys, int fd, const void *buf, size_t len);
int socket_receive(const struct sys *sys, int fd, void *buf, size_t size);
int socket_control_listen(const struct sys *sys);
int socket_control_accept(const struct sys *sys, int fd);
int socket_control_connect(const struct sys *sys);
void socket_close(const struct sys *sys, int fd);
int socket_wait(const struct sys *sys, struct sys_wait *w, size_t n,
		uint64_t deadline);

#endif
