// SPDX-License-Identifier: GPL-2.0-or-later
/* The Full Feature Phase of a session without the kernel. */
#include "full_feature.h"

#include <errno.h>

#include "rd.h"
#include "task.h"

/* 5000 targets with the longest names take a third of it. */
#define TEXT_TOTAL_MAX 0x400000
#define TEXT_EXCHANGES_MAX 4096

void full_feature_begin(struct full_feature *ff, struct connection *c)
{
	const struct login *l = &c->login;

	ff->c = c;
	ff->itt = l->itt;
	ff->leaving = false;
	ff->received = 0;
	/* The first command has the login's CmdSN (RFC 7143 11.12.8). */
	ff->cmdsn = l->request.cmdsn;
	ff->maxcmdsn = ff->cmdsn - 1;
	task_take_window(ff, l->expcmdsn, l->maxcmdsn);
	ff->expstatsn = l->statsn + 1;
	transport_socket_digests(&c->transport, l->params.header_digest,
				 l->params.data_digest);
}

/* Hand over the pairs that are complete, keep what the next response goes on
 * with (RFC 7143 11.10.5). */
static int take_pairs(struct text *text, bool final,
		      const struct text_sink *sink, struct fault *f)
{
	size_t len = text->len, whole = len, at = 0;
	char *key, *value;
	int rc;

	while (!final && whole && text->buf[whole - 1])
		whole--;
	text->len = whole;
	while ((rc = text_next(text, &at, &key, &value, f)) > 0) {
		rc = sink->take(sink->arg, key, value, f);
		if (rc)
			return rc;
	}
	text->len = len - whole;
	memmove(text->buf, text->buf + whole, text->len);
	return rc;
}

/* RFC 7143 11.11.1, 11.11.2. */
static int check_text(const struct bhs_response *rsp, struct fault *f)
{
	const char *wrong = NULL;

	if (rsp->flags & FLAG_F && rsp->flags & FLAG_C)
		wrong = "both F and C bits (11.11.2)";
	else if (!(rsp->flags & FLAG_F) && rsp->ttt == TAG_NONE)
		wrong = "no Target Transfer Tag to go on with (11.11.1)";
	if (!wrong)
		return 0;
	return fault(f, STAGE_SESSION, EPROTO,
		     "the target's Text Response has %s of RFC 7143", wrong);
}

/* One response: 1, 0 at the end, or -errno. */
static int take_text(struct full_feature *ff, struct bhs_request *req,
		     const struct text_sink *sink, struct fault *f)
{
	struct text *text = &ff->c->login.text;
	struct bhs_response rsp;
	struct pdu in;
	bool final;
	int rc = task_receive(ff, OPCODE_TEXT_RESPONSE, &in, &rsp, f);

	if (!rc)
		rc = check_text(&rsp, f);
	if (!rc)
		rc = text_add(text, in.data, in.len, f);
	if (rc)
		return rc;
	ff->text_total += (uint32_t)in.len;
	final = rsp.flags & FLAG_F;
	rc = take_pairs(text, final, sink, f);
	if (rc)
		return rc;
	req->ttt = rsp.ttt;
	memcpy(req->lun, rsp.lun, 8);
	return !final;
}

int full_feature_text(struct full_feature *ff, const char *key,
		      const char *value, const struct text_sink *sink,
		      struct fault *f)
{
	/* Immediate, as others' discovery sends it: no target has a window
	 * that is closed for it. */
	struct bhs_request req = {
		.opcode = OPCODE_TEXT_REQUEST, .immediate = true,
		.flags = FLAG_F, .itt = task_begin(ff), .ttt = TAG_NONE,
	};
	uint8_t data[512];
	struct wr w = wr_into(data, sizeof(data));
	int rc = 1;

	text_put(&w, key, value);
	ff->text_total = 0;
	/* The login's, which is over. */
	ff->c->login.text.len = 0;
	for (int n = 0; n < TEXT_EXCHANGES_MAX && rc > 0 &&
			ff->text_total <= TEXT_TOTAL_MAX; n++) {
		rc = task_send(ff, &req, data, w.used, f);
		if (!rc)
			rc = take_text(ff, &req, sink, f);
		w.used = 0;
	}
	if (rc > 0)
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target does not end its text after %u bytes",
			     ff->text_total);
	/* text.c speaks of the login, where it has always been. */
	if (rc < 0 && f->stage == STAGE_LOGIN)
		f->stage = STAGE_SESSION;
	return rc;
}

/* RFC 7143 11.7: data in its order, as DataPDUInOrder and DataSequenceInOrder
 * ask for it. */
static int take_data(const struct bhs_response *rsp, const struct pdu *in,
		     uint32_t datasn, uint8_t *buf, size_t size,
		     struct scsi_answer *answer, struct fault *f)
{
	const char *wrong = NULL;

	if (rsp->datasn != datasn)
		wrong = "another DataSN than the next (11.7.5)";
	else if (rsp->buffer_offset != answer->len)
		wrong = "another Buffer Offset than the next (11.7.6)";
	else if (in->len > size - answer->len)
		wrong = "more data than was asked for (11.7.6)";
	else if (rsp->flags & FLAG_STATUS && !(rsp->flags & FLAG_F))
		wrong = "the S bit without the F bit (11.7.3)";
	if (wrong)
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target's Data-In has %s of RFC 7143",
			     wrong);
	if (in->len)
		memcpy(buf + answer->len, in->data, in->len);
	answer->len += in->len;
	return 0;
}

/* RFC 7143 11.4.7: the length in two bytes, then the sense data. */
static void take_sense(const struct pdu *in, struct scsi_answer *answer)
{
	struct rd r = rd_over(in->data, in->len);
	size_t n = (size_t)rd_be(&r, 2);

	if (n > r.left)
		n = r.left;
	if (n > SENSE_MAX)
		n = SENSE_MAX;
	rd_copy(&r, answer->sense, n);
	answer->sense_len = n;
}

/* The status, which comes in either PDU (RFC 7143 11.4, 11.7.3). */
static int take_status(const struct bhs_response *rsp, size_t size,
		       struct scsi_answer *answer, struct fault *f)
{
	answer->status = rsp->status;
	answer->overflow = rsp->flags & FLAG_OVERFLOW;
	answer->underflow = rsp->flags & FLAG_UNDERFLOW;
	if (answer->overflow || answer->underflow)
		answer->residual = rsp->residual;
	if (answer->underflow && (answer->overflow || rsp->residual > size))
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target's residual count contradicts what was asked for (RFC 7143 11.4.1, 11.4.5)");
	return 0;
}

static int take_scsi(struct full_feature *ff, void *buf, size_t size,
		     struct scsi_answer *answer, struct fault *f)
{
	struct bhs_response rsp;
	struct pdu in;
	int rc;

	for (uint32_t datasn = 0; ; datasn++) {
		rc = task_receive(ff, OPCODE_SCSI_RESPONSE, &in, &rsp, f);
		if (rc)
			return rc;
		if (rsp.opcode == OPCODE_SCSI_RESPONSE)
			break;
		rc = take_data(&rsp, &in, datasn, buf, size, answer, f);
		if (rc)
			return rc;
		if (rsp.flags & FLAG_STATUS)
			return take_status(&rsp, size, answer, f);
	}
	/* Status and flags then mean nothing (RFC 7143 11.4.3). */
	answer->response = rsp.response;
	if (rsp.response)
		return 0;
	take_sense(&in, answer);
	return take_status(&rsp, size, answer, f);
}

int full_feature_scsi(struct full_feature *ff, const uint8_t lun[8],
		      const uint8_t cdb[16], void *buf, size_t size,
		      struct scsi_answer *answer, struct fault *f)
{
	struct bhs_request req = {
		.opcode = OPCODE_SCSI_COMMAND,
		.flags = FLAG_F | (size ? FLAG_R : 0) | FLAG_SIMPLE,
		.itt = task_begin(ff), .ttt = (uint32_t)size,
	};
	int rc = task_window(ff, f);

	memset(answer, 0, sizeof(*answer));
	memcpy(req.lun, lun, 8);
	memcpy(req.cdb, cdb, 16);
	if (!rc)
		rc = task_send(ff, &req, NULL, 0, f);
	return rc ? rc : take_scsi(ff, buf, size, answer, f);
}

int full_feature_logout(struct full_feature *ff, struct fault *f)
{
	struct bhs_request req = {
		.opcode = OPCODE_LOGOUT_REQUEST, .immediate = true,
		.flags = FLAG_F,	/* Reason Code 0: close the session */
		.itt = task_begin(ff),
	};
	struct bhs_response rsp;
	struct pdu in;
	int rc;

	/* Once: an event of the target's may have been first. */
	if (ff->leaving)
		return 0;
	ff->leaving = true;
	rc = task_send(ff, &req, NULL, 0, f);
	if (!rc)
		rc = task_receive(ff, OPCODE_LOGOUT_RESPONSE, &in, &rsp, f);
	if (!rc && rsp.response)
		return fault(f, STAGE_SESSION, EPROTO,
			     "the target did not log us out (response %u of RFC 7143 11.15.1)",
			     rsp.response);
	return rc;
}
