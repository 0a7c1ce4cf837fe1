/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDUs over our own TCP socket, without the kernel's iSCSI. */
#ifndef TRANSPORT_SOCKET_H
#define TRANSPORT_SOCKET_H

#include "crc32c.h"
#include "sys.h"
#include "transport.h"

struct transport_socket {
	struct transport transport;
	const struct sys *sys;
	int fd;
	enum stage stage;		/* which one breaks off with it */
	bool header_digest, data_digest;
	size_t have;			/* bytes of the next PDU so far */
	uint8_t buf[BHS_SIZE + LOGIN_DATA_MAX + 2 * CRC32C_SIZE];
};

/* fd is a connected, non-blocking socket and stays the caller's.  A data
 * segment of LOGIN_DATA_MAX bytes is the longest that goes either way. */
void transport_socket_init(struct transport_socket *t, const struct sys *sys,
			   int fd);

/* The login is over: from now on PDUs carry the digests that were settled
 * (RFC 7143 13.1). */
void transport_socket_digests(struct transport_socket *t, bool header,
			      bool data);

#endif
