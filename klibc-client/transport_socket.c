// SPDX-License-Identifier: GPL-2.0-or-later
/* PDUs over our own TCP socket (RFC 7143 11.1). */
#include "transport_socket.h"

#include <errno.h>

#include "bhs.h"
#include "rd.h"
#include "wr.h"

/* What we send is smaller than any socket buffer: what does not fit at once
 * means a connection that is stuck. */
static int socket_send(struct transport *transport, const struct pdu *pdu,
		       struct fault *f)
{
	struct transport_socket *t = (struct transport_socket *)transport;
	uint8_t buf[sizeof(t->buf)];
	struct wr w = wr_into(buf, sizeof(buf));
	size_t begin;
	int n;

	wr_bytes(&w, pdu->bhs, BHS_SIZE);
	if (t->header_digest)
		wr_le(&w, crc32c(buf, BHS_SIZE), CRC32C_SIZE);
	begin = w.used;
	wr_bytes(&w, pdu->data, pdu->len);
	wr_align(&w, 4);
	if (t->data_digest && pdu->len)
		wr_le(&w, crc32c(buf + begin, w.used - begin), CRC32C_SIZE);
	n = w.overflow ? -EMSGSIZE : t->sys->send(t->sys, t->fd, buf, w.used);
	if (n < 0 || (size_t)n != w.used)
		return fault(f, t->stage, n < 0 ? -n : EPIPE,
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
			return fault(f, t->stage, n ? -n : ECONNRESET,
				     "the target closed the connection during the %s",
				     stage_name(t->stage));
		t->have += (size_t)n;
	}
	return 1;
}

/* n bytes, and the digest behind them. */
static int check_digest(const struct transport_socket *t,
			const uint8_t *bytes, size_t n, const char *what,
			struct fault *f)
{
	struct rd r = rd_over(bytes + n, CRC32C_SIZE);
	uint32_t want = (uint32_t)rd_le(&r, CRC32C_SIZE);
	uint32_t got = crc32c(bytes, n);

	if (got == want)
		return 1;
	return fault(f, t->stage, EPROTO,
		     "the digest of the %s is wrong: 0x%08x came, 0x%08x was computed (RFC 7143 7.8): do network and target keep data intact?",
		     what, want, got);
}

/* No response has additional headers (RFC 7143 11.2). */
static int check_lengths(const struct transport_socket *t, struct fault *f)
{
	size_t length = bhs_data_segment_length(t->buf);

	if (length <= LOGIN_DATA_MAX && !bhs_ahs_length(t->buf))
		return 0;
	if (t->stage == STAGE_LOGIN)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target's answer is not a login PDU: is this an iSCSI portal?");
	return fault(f, t->stage, EPROTO,
		     "the target sent a PDU with %u bytes of additional headers and %u of data, and %u is what we take (RFC 7143 13.12)",
		     (unsigned int)bhs_ahs_length(t->buf),
		     (unsigned int)length, LOGIN_DATA_MAX);
}

static int socket_receive(struct transport *transport, struct pdu *pdu,
			  struct fault *f)
{
	struct transport_socket *t = (struct transport_socket *)transport;
	size_t header = BHS_SIZE + (t->header_digest ? CRC32C_SIZE : 0);
	bool digest;
	size_t length, padded;
	int rc = fill(t, header, f);

	if (rc > 0 && t->header_digest)
		rc = check_digest(t, t->buf, BHS_SIZE, "header", f);
	if (rc <= 0)
		return rc;
	rc = check_lengths(t, f);
	if (rc)
		return rc;
	length = bhs_data_segment_length(t->buf);
	padded = (length + 3) & ~(size_t)3;
	digest = t->data_digest && length;
	rc = fill(t, header + padded + (digest ? CRC32C_SIZE : 0), f);
	if (rc > 0 && digest)
		rc = check_digest(t, t->buf + header, padded, "data", f);
	if (rc <= 0)
		return rc;
	memcpy(pdu->bhs, t->buf, BHS_SIZE);
	pdu->data = t->buf + header;
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
	t->stage = STAGE_LOGIN;
	t->header_digest = t->data_digest = false;
	t->have = 0;
}

void transport_socket_digests(struct transport_socket *t, bool header,
			      bool data)
{
	t->stage = STAGE_SESSION;
	t->header_digest = header;
	t->data_digest = data;
}
