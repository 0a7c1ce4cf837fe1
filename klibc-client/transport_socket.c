// SPDX-License-Identifier: GPL-2.0-or-later
/* PDUs over our own TCP socket (RFC 7143 11.1). */
#include "transport_socket.h"

#include <errno.h>

#include "bhs.h"

/* A login PDU is smaller than any socket buffer: one that does not fit at
 * once is a connection that is stuck. */
static int socket_send(struct transport *transport, const struct pdu *pdu,
		       struct fault *f)
{
	struct transport_socket *t = (struct transport_socket *)transport;
	uint8_t buf[BHS_SIZE + LOGIN_DATA_MAX + 4];
	size_t padded = (pdu->len + 3) & ~(size_t)3;
	int n;

	memcpy(buf, pdu->bhs, BHS_SIZE);
	memcpy(buf + BHS_SIZE, pdu->data, pdu->len);
	memset(buf + BHS_SIZE + pdu->len, 0, padded - pdu->len);
	n = t->sys->send(t->sys, t->fd, buf, BHS_SIZE + padded);
	if (n < 0 || (size_t)n != BHS_SIZE + padded)
		return fault(f, STAGE_LOGIN, n < 0 ? -n : EPIPE,
			     "the connection broke while sending: %s",
			     errno_words(n < 0 ? -n : EPIPE).text);
	return 0;
}

static int fill(struct transport_socket *t, size_t want, struct fault *f)
{
	while (t->have < want) {
		int n = t->sys->receive(t->sys, t->fd, t->buf + t->have,
					want - t->have);

		if (n == -EAGAIN)
			return 0;
		if (n <= 0)
			return fault(f, STAGE_LOGIN, n ? -n : ECONNRESET,
				     "the target closed the connection during the login");
		t->have += (size_t)n;
	}
	return 1;
}

static int socket_receive(struct transport *transport, struct pdu *pdu,
			  struct fault *f)
{
	struct transport_socket *t = (struct transport_socket *)transport;
	int rc = fill(t, BHS_SIZE, f);
	size_t length;

	if (rc <= 0)
		return rc;
	length = bhs_data_segment_length(t->buf);
	if (length > LOGIN_DATA_MAX || bhs_ahs_length(t->buf))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's answer is not a login PDU: is this an iSCSI portal?");
	rc = fill(t, BHS_SIZE + ((length + 3) & ~(size_t)3), f);
	if (rc <= 0)
		return rc;
	memcpy(pdu->bhs, t->buf, BHS_SIZE);
	pdu->data = t->buf + BHS_SIZE;
	pdu->len = length;
	t->have = 0;
	return 1;
}

void transport_socket_init(struct transport_socket *t, const struct sys *sys,
			   int fd)
{
	t->transport.send = socket_send;
	t->transport.receive = socket_receive;
	t->sys = sys;
	t->fd = fd;
	t->have = 0;
}
