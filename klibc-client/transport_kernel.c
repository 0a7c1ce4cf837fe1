// SPDX-License-Identifier: GPL-2.0-or-later
/* Login PDUs through the kernel's connection. */
#include "transport_kernel.h"

#include <errno.h>

#define ITT_AT 16			/* in every header */

/* From ERROR_BASE + 1 to this the kernel names a broken PDU: sequence
 * numbers, opcode, lengths, Initiator Task Tag. */
#define ERROR_BASE 1000
#define ERROR_BAD_ITT 1010

static int kernel_send(struct transport *transport, const struct pdu *pdu,
		       struct fault *f)
{
	struct transport_kernel *t = (struct transport_kernel *)transport;

	memcpy(t->itt, pdu->bhs + ITT_AT, 4);
	t->full = false;
	return handoff_send_pdu(t->handoff, pdu, f);
}

/* The kernel's enum iscsi_err: what it found wrong with the connection. */
static int connection_fault(uint32_t error, struct fault *f)
{
	bool broken = error > ERROR_BASE && error <= ERROR_BAD_ITT;

	if (broken)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "what the target sent is not iSCSI (kernel error %u): is this an iSCSI portal?",
			     error);
	return fault(f, STAGE_LOGIN, ECONNRESET,
		     "the target closed the connection during the login (kernel error %u)",
		     error);
}

static int kernel_receive(struct transport *transport, struct pdu *pdu,
			  struct fault *f)
{
	struct transport_kernel *t = (struct transport_kernel *)transport;

	if (t->full) {
		*pdu = t->pdu;
		t->full = false;
		return 1;
	}
	return t->error ? connection_fault(t->error, f) : 0;
}

void transport_kernel_init(struct transport_kernel *t, struct handoff *h)
{
	t->transport.send = kernel_send;
	t->transport.receive = kernel_receive;
	t->handoff = h;
	t->full = false;
	t->error = 0;
}

bool transport_kernel_ready(const struct transport_kernel *t)
{
	return t->full || t->error;
}

void transport_kernel_event(struct transport_kernel *t,
			    const struct uevent_message *m)
{
	const struct handoff *h = t->handoff;
	struct pdu pdu;

	if (m->ev.type == KEVENT_CONN_ERROR && h->connection &&
	    m->ev.r.conn_error.sid == h->sid &&
	    m->ev.r.conn_error.cid == h->cid)
		t->error = m->ev.r.conn_error.error;
	if (m->ev.type != KEVENT_RECV_PDU || !h->connection ||
	    m->ev.r.recv_req.sid != h->sid || m->ev.r.recv_req.cid != h->cid)
		return;
	if (!uevent_pdu(m, &pdu) || pdu.len > sizeof(t->data))
		return;
	memcpy(t->data, pdu.data, pdu.len);
	pdu.data = t->data;
	t->pdu = pdu;
	/* The kernel put its own Initiator Task Tag on the wire and has
	 * matched the answer by it. */
	memcpy(t->pdu.bhs + ITT_AT, t->itt, 4);
	t->full = true;
}
