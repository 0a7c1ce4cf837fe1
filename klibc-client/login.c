// SPDX-License-Identifier: GPL-2.0-or-later
/* The Login Phase (RFC 7143 6.3): PDU in, PDU out. */
#include "login.h"

#include <errno.h>

#include "answer.h"
#include "status.h"

/* RFC 7143 6.3 asks for six at least; real targets need four. */
#define EXCHANGES_MAX 16

/* Complete the request whose text has been written and put it out. */
static int send_request(struct login *l, struct wr *w, bool transit,
			struct pdu *out)
{
	struct login_request *req = &l->request;

	req->csg = l->step == LOGIN_OPERATIONAL ?
		LOGIN_OPERATIONAL_NEGOTIATION : SECURITY_NEGOTIATION;
	req->transit = transit;
	req->nsg = l->step == LOGIN_OPERATIONAL ?
		FULL_FEATURE_PHASE : LOGIN_OPERATIONAL_NEGOTIATION;
	memcpy(req->isid, l->config->isid, 6);
	req->itt = l->itt;
	req->expstatsn = l->exchanges ? l->statsn + 1 : 0;
	req->data_segment_length = (uint32_t)w->used;
	bhs_put_login_request(out->bhs, req);
	out->data = l->out;
	out->len = w->used;
	l->exchanges++;
	return LOGIN_SEND;
}

static void put_operational(struct login *l, struct wr *w)
{
	l->step = LOGIN_OPERATIONAL;
	key_offer(&l->params, l->config->offer, l->config->discovery, w);
	l->offered = true;
}

void login_begin(struct login *l, const struct login_config *config,
		 struct pdu *out)
{
	struct wr w = wr_into(l->out, sizeof(l->out));

	l->config = config;
	l->step = LOGIN_AUTH_METHOD;
	l->verified = l->offered = false;
	l->itt = 1;
	l->statsn = 0;
	l->exchanges = 0;
	l->moved_for_good = l->mistook = false;
	l->tsih = 0;
	l->request = (struct login_request){ 0 };
	l->text.len = 0;
	l->answers = (struct answer_state){
		.params = &l->params,
		.offer = config->offer,
		.reply = wr_into(l->reply_buf, sizeof(l->reply_buf)),
	};
	key_defaults(&l->params, config->offer);

	text_put(&w, "InitiatorName", config->initiator_name);
	if (!config->discovery)
		text_put(&w, "TargetName", config->target_name);
	text_put(&w, "SessionType",
		 config->discovery ? "Discovery" : "Normal");
	if (config->account) {
		chap_begin(&l->chap, config->account, config->algorithms,
			   config->history, config->random);
		text_put(&w, "AuthMethod", "CHAP");
	} else {
		/* No authentication: straight to the operational stage saves
		 * a round trip (RFC 7143 6.3.1). */
		put_operational(l, &w);
	}
	send_request(l, &w, l->step == LOGIN_OPERATIONAL, out);
}

/* RFC 7143 11.13: what must hold in every response. */
static int check_header(const struct login *l,
			const struct login_response *rsp, struct fault *f)
{
	const struct login_request *req = &l->request;
	const char *wrong = NULL;

	if (rsp->opcode != OPCODE_LOGIN_RESPONSE)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target answered the login with opcode 0x%02x, not a Login Response: is this an iSCSI portal?",
			     rsp->opcode);
	if (rsp->data_segment_length > LOGIN_DATA_MAX)
		wrong = "DataSegmentLength above 8192 (13.12)";
	else if (rsp->itt != req->itt)
		wrong = "another Initiator Task Tag (6.3)";
	else if (rsp->status_class)
		return 0;	/* what follows is valid only for status 0 */
	else if (rsp->version_active)
		wrong = "a version other than 0 (11.13.2)";
	else if (rsp->csg != req->csg)
		wrong = "another stage than the request's (11.13)";
	else if (memcmp(rsp->isid, req->isid, 6))
		wrong = "another ISID (11.13)";
	else if (rsp->transit && (rsp->cont || !req->transit))
		wrong = "a T bit that was not asked for (6.3)";
	else if (rsp->transit && (rsp->nsg > req->nsg || rsp->nsg <= rsp->csg ||
				  rsp->nsg == 2))
		wrong = "a next stage that is not allowed (6.3)";
	else if (l->exchanges > 1 && rsp->statsn != l->statsn + 1)
		wrong = "a StatSN out of order (11.13.4)";
	if (!wrong)
		return 0;
	return fault(f, STAGE_LOGIN, EPROTO,
		     "the target's Login Response has %s of RFC 7143", wrong);
}

/* Refuse whatever is less than was asked for (design: strict in what we
 * accept as secure). */
static int take_auth_method(const struct answer *a, struct fault *f)
{
	const struct chap_keys *k = &a->chap;

	bool chap = a->auth_method && !strcmp(a->auth_method, "CHAP");

	if (chap && !k->a && !k->i && !k->c && !k->n && !k->r)
		return 0;
	if (chap)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent %s before CHAP_A was offered (RFC 7143 12.1.3)",
			     k->a ? "CHAP_A" : k->i ? "CHAP_I" :
			     k->c ? "CHAP_C" : k->n ? "CHAP_N" : "CHAP_R");
	if (a->auth_method && strcmp(a->auth_method, "None") &&
	    strcmp(a->auth_method, "Reject"))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target chose AuthMethod=%.40s, which was not offered",
			     a->auth_method);
	return fault(f, STAGE_LOGIN, EACCES,
		     "CHAP is configured, and the target answers AuthMethod=%s: refused, turn CHAP on at the target or remove the CHAP name here",
		     a->auth_method ? a->auth_method : "(nothing)");
}

static int take_chap_r(struct login *l, const struct login_response *rsp,
		       const struct answer *a, struct fault *f)
{
	bool mutual = l->config->account->reverse_secret.len;

	if (mutual && !l->verified &&
	    (a->chap.n || a->chap.r || rsp->transit)) {
		int rc = chap_verify(&l->chap, &a->chap, f);

		if (rc)
			return rc;
		l->verified = true;
	}
	if (a->chap.a || a->chap.i || a->chap.c)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent a second CHAP challenge (RFC 7143 12.1.3)");
	return 0;
}

/* Write what answers the sequence that is complete; -errno or whether to ask
 * for transit. */
static int next_request(struct login *l, const struct login_response *rsp,
			const struct answer *a, struct wr *w, struct fault *f)
{
	int rc = 0;

	switch (l->step) {
	case LOGIN_AUTH_METHOD:
		rc = take_auth_method(a, f);
		chap_put_algorithms(&l->chap, w);
		l->step = LOGIN_CHAP_A;
		return rc;
	case LOGIN_CHAP_A:
		rc = chap_answer(&l->chap, &a->chap, w, f);
		l->step = LOGIN_CHAP_R;
		break;
	case LOGIN_CHAP_R:
		rc = take_chap_r(l, rsp, a, f);
		if (!rc && rsp->transit)
			put_operational(l, w);
		break;
	case LOGIN_OPERATIONAL:
		break;
	}
	return rc ? rc : true;
}

/* Class 1: close, and connect to TargetAddress (11.13.5).  No other key
 * matters any more, and no stage's rules. */
static int take_redirect(struct login *l, const struct login_response *rsp,
			 struct fault *f)
{
	const char *address = NULL;
	char *key, *value;
	size_t at = 0;
	int rc;

	while ((rc = text_next(&l->text, &at, &key, &value, f)) > 0)
		if (!strcmp(key, "TargetAddress"))
			address = value;
	if (rc)
		return rc;
	if (!address)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target moved (status %02x%02x) and does not say where: TargetAddress is missing",
			     rsp->status_class, rsp->status_detail);
	if (target_address_parse(address, &l->moved_to, l->moved_host))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target moved to '%.80s', which is not an address or host name and port",
			     address);
	/* 0102 (11.13.5): whoever logs in again begins there. */
	l->moved_for_good = rsp->status_detail == 2;
	return LOGIN_MOVED;
}

static int finish(struct login *l, const struct login_response *rsp,
		  struct fault *f)
{
	const struct chap_account *account = l->config->account;
	int rc = key_check(&l->params, l->config->offer, f);

	if (rc)
		return rc;
	/* Cannot be reached without the steps above; stands here so that no
	 * later change can open the door. */
	if (account && (l->step != LOGIN_OPERATIONAL ||
			(account->reverse_secret.len && !l->verified)))
		return fault(f, STAGE_LOGIN, EACCES,
			     "the login ended without the authentication that was asked for");
	l->tsih = rsp->tsih;
	return LOGIN_DONE;
}

static int take_response(struct login *l, const struct pdu *in,
			 struct pdu *out, struct fault *f)
{
	struct wr w = wr_into(l->out, sizeof(l->out));
	struct login_response rsp;
	struct answer a;
	int rc;

	bhs_get_login_response(in->bhs, &rsp);
	rc = check_header(l, &rsp, f);
	if (rc)
		return rc;
	if (rsp.status_class > 1) {
		l->mistook = rsp.status_class == 2 &&
			     rsp.status_detail <= 1 &&
			     l->step == LOGIN_CHAP_R &&
			     l->chap.algorithm == HASH_SHA256;
		return status_fault(&rsp, l->config->discovery ?
				    "the portal" : l->config->target_name,
				    l->config->account, f);
	}
	l->statsn = rsp.statsn;
	l->expcmdsn = rsp.expcmdsn;
	l->maxcmdsn = rsp.maxcmdsn;
	rc = text_add(&l->text, in->data, in->len, f);
	if (rc)
		return rc;
	if (l->exchanges >= EXCHANGES_MAX)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target does not end the login after %u exchanges",
			     EXCHANGES_MAX);
	if (rsp.cont)		/* more to come: ask with an empty request */
		return send_request(l, &w, false, out);
	if (rsp.status_class == 1)
		return take_redirect(l, &rsp, f);
	rc = answer_take(&a, &l->answers, &l->text,
			 l->step == LOGIN_OPERATIONAL, f);
	if (rc)
		return rc;
	if (rsp.transit && rsp.nsg == FULL_FEATURE_PHASE)
		return finish(l, &rsp, f);
	rc = next_request(l, &rsp, &a, &w, f);
	if (rc < 0)
		return rc;
	wr_bytes(&w, l->answers.reply.buf, l->answers.reply.used);
	l->answers.reply.used = 0;
	return send_request(l, &w, rc, out);
}

int login_take(struct login *l, const struct pdu *in, struct pdu *out,
	       struct fault *f)
{
	int rc = take_response(l, in, out, f);

	if (rc != LOGIN_SEND)
		chap_end(&l->chap);
	return rc;
}
