// SPDX-License-Identifier: GPL-2.0-or-later
/* One task of the Full Feature Phase: its requests and its answers, and what
 * the target sends between them. */
#include "task.h"

#include <errno.h>

/* PDUs that may come while one command stands: none needs near as many. */
#define RECEIVED_MAX 65536

enum {			/* AsyncEvent (RFC 7143 11.9.1) */
	EVENT_LOGOUT_REQUEST = 1,
	EVENT_CONNECTION_DROP = 2,
	EVENT_SESSION_DROP = 3,
};

/* Serial numbers (RFC 1982): whether a comes before b. */
static bool before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

void task_take_window(struct full_feature *ff, uint32_t expcmdsn,
		      uint32_t maxcmdsn)
{
	if (!before(maxcmdsn, expcmdsn - 1) && before(ff->maxcmdsn, maxcmdsn))
		ff->maxcmdsn = maxcmdsn;
}

int task_send(struct full_feature *ff, struct bhs_request *req,
	      const void *data, size_t len, struct fault *f)
{
	struct pdu out = { .data = data, .len = len };

	req->cmdsn = ff->cmdsn;
	req->expstatsn = ff->expstatsn;
	req->data_segment_length = (uint32_t)len;
	if (!req->immediate)
		ff->cmdsn++;
	bhs_put_request(out.bhs, req);
	return connection_send(ff->c, &out, f);
}

uint32_t task_begin(struct full_feature *ff)
{
	ff->received = 0;
	return ++ff->itt;
}

/* Whether the StatSN counts: not in data without status, and not in a NOP-In
 * that answers nothing (RFC 7143 11.7.3, 11.19.2). */
static bool has_status(const struct bhs_response *rsp)
{
	if (rsp->opcode == OPCODE_NOP_IN)
		return rsp->itt != TAG_NONE;
	return rsp->opcode != OPCODE_DATA_IN || rsp->flags & FLAG_STATUS;
}

/* RFC 7143 11.18: a ping is answered with its own tag and LUN. */
static int answer_ping(struct full_feature *ff,
		       const struct bhs_response *ping, struct fault *f)
{
	struct bhs_request req = {
		.opcode = OPCODE_NOP_OUT, .immediate = true,
		.flags = FLAG_F, .itt = TAG_NONE, .ttt = ping->ttt,
	};

	if (ping->ttt == TAG_NONE)
		return 0;
	memcpy(req.lun, ping->lun, 8);
	return task_send(ff, &req, NULL, 0, f);
}

/* A request to negotiate (4) is honoured by the logout that follows soon;
 * those that report something are not for us (RFC 7143 11.9.1). */
static int take_event(struct full_feature *ff,
		      const struct bhs_response *rsp, struct fault *f)
{
	struct fault echo = { .err = 0 };

	switch (rsp->datasn >> 24) {
	case EVENT_LOGOUT_REQUEST:
		if (ff->leaving)
			return 0;
		fault(f, STAGE_SESSION, ECONNRESET,
		      "the target asks for a logout: is it shutting down?");
		full_feature_logout(ff, &echo);
		return -ECONNRESET;
	case EVENT_CONNECTION_DROP:
	case EVENT_SESSION_DROP:
		return fault(f, STAGE_SESSION, ECONNRESET,
			     "the target says that it drops the session: is it shutting down?");
	}
	return 0;
}

/* RFC 7143 11.17.1. */
static int reject_fault(uint8_t reason, struct fault *f)
{
	static const char *const reasons[] = {
		[0x02] = "data digest error",
		[0x03] = "SNACK reject",
		[0x04] = "protocol error",
		[0x05] = "command not supported",
		[0x06] = "too many immediate commands",
		[0x07] = "task in progress",
		[0x08] = "invalid data ack",
		[0x09] = "invalid PDU field",
		[0x0a] = "out of resources",
		[0x0b] = "negotiation reset",
		[0x0c] = "waiting for logout",
	};
	const char *text = reason < ARRAY_SIZE(reasons) ? reasons[reason] :
							  NULL;

	return fault(f, STAGE_SESSION, EPROTO,
		     "the target rejected what was sent: %s (reason 0x%02x)",
		     text ? text : "a reason that RFC 7143 does not name",
		     reason);
}

/* One PDU.  1: it came without being asked for and is dealt with; 0: an
 * answer; or -errno. */
static int receive_one(struct full_feature *ff, struct pdu *in,
		       struct bhs_response *rsp, struct fault *f)
{
	int rc = connection_receive(ff->c, in, f);

	if (rc)
		return rc;
	if (++ff->received > RECEIVED_MAX)
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target does not end its answer after %u PDUs",
			     RECEIVED_MAX);
	bhs_get_response(in->bhs, rsp);
	if (has_status(rsp) && rsp->statsn != ff->expstatsn)
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target's StatSN is %u, not %u: a response was lost (RFC 7143 7.9)",
			     rsp->statsn, ff->expstatsn);
	ff->expstatsn += has_status(rsp);
	task_take_window(ff, rsp->expcmdsn, rsp->maxcmdsn);
	if (rsp->opcode == OPCODE_NOP_IN && rsp->itt == TAG_NONE)
		rc = answer_ping(ff, rsp, f);
	else if (rsp->opcode == OPCODE_ASYNC_MESSAGE)
		rc = take_event(ff, rsp, f);
	else if (rsp->opcode == OPCODE_REJECT)
		return reject_fault(rsp->response, f);
	else
		return 0;
	return rc ? rc : 1;
}

static int not_asked_for(const struct bhs_response *rsp, struct fault *f)
{
	return fault(f, STAGE_SESSION, EPROTO,
		     "the target sent opcode 0x%02x with Initiator Task Tag 0x%08x, which answers nothing that was asked",
		     rsp->opcode, rsp->itt);
}

int task_receive(struct full_feature *ff, uint8_t opcode,
		 struct pdu *in, struct bhs_response *rsp,
		 struct fault *f)
{
	uint8_t got;
	int rc;

	/* What the logout interrupts may still be answered. */
	do
		rc = receive_one(ff, in, rsp, f);
	while (rc > 0 || (!rc && ff->leaving && rsp->itt != ff->itt));
	if (rc)
		return rc;
	got = rsp->opcode == OPCODE_DATA_IN ? OPCODE_SCSI_RESPONSE :
					      rsp->opcode;
	return got == opcode && rsp->itt == ff->itt ? 0 :
						      not_asked_for(rsp, f);
}

int task_window(struct full_feature *ff, struct fault *f)
{
	struct fault why = { .err = 0 };
	struct bhs_response rsp;
	struct pdu in;
	int rc = 1;

	while (rc > 0 && before(ff->maxcmdsn, ff->cmdsn))
		rc = receive_one(ff, &in, &rsp, &why);
	if (!rc)
		not_asked_for(&rsp, &why);
	if (rc == -ETIMEDOUT)
		return fault(f, STAGE_SESSION, ETIMEDOUT,
			     "the target takes no commands: its command window stays closed");
	return why.err ? fault(f, why.stage, why.err, "%s", why.text) : 0;
}

