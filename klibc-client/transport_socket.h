/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDUs over our own TCP socket, without the kernel's iSCSI. */
#ifndef TRANSPORT_SOCKET_H
#define TRANSPORT_SOCKET_H

#include "sys.h"
#include "transport.h"

struct transport_socket {
	struct transport transport;
	const struct sys *sys;
	int fd;
	size_t have;			/* bytes of the next PDU so far */
	uint8_t buf[BHS_SIZE + LOGIN_DATA_MAX];
};

/* fd is a connected, non-blocking socket and stays the caller's. */
void transport_socket_init(struct transport_socket *t, const struct sys *sys,
			   int fd);

#endif
