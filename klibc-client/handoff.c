// SPDX-License-Identifier: GPL-2.0-or-later
/* A session in the kernel. */
#include "handoff.h"

#include <errno.h>
#include <stdio.h>

void handoff_isid(uint32_t sid, uint8_t isid[6])
{
	isid[0] = 0x00;
	isid[1] = 0x02;
	isid[2] = 0x3d;
	isid[3] = (uint8_t)(sid >> 16);
	isid[4] = (uint8_t)(sid >> 8);
	isid[5] = (uint8_t)sid;
}

static int failed(const char *what, int rc, struct fault *f)
{
	return fault(f, STAGE_HANDOFF, -rc, "the kernel refused to %s: %s",
		     what, errno_words(-rc).text);
}

int handoff_create(struct handoff *h, struct kernel *k,
		   const struct settings *settings, struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_CREATE_SESSION,
		.u.create_session = {
			.cmds_max = (uint16_t)settings->cmds_max,
			.queue_depth = (uint16_t)settings->queue_depth },
	};
	int rc = kernel_request(k, &ev, NULL, 0);

	*h = (struct handoff){ .kernel = k, .settings = settings };
	if (rc)
		return failed("make a session", rc, f);
	h->session = true;
	h->sid = ev.r.create_session.sid;
	h->host_no = ev.r.create_session.host_no;
	ev = (struct uevent){ .type = UEVENT_CREATE_CONN,
			      .u.conn = { .sid = h->sid, .cid = h->cid } };
	rc = kernel_request(k, &ev, NULL, 0);
	if (rc)
		return failed("make a connection", rc, f);
	h->connection = true;
	return 0;
}

/* Set one parameter; an empty text is not sent.  The first that the kernel
 * refuses stays in the fault, and ends the others. */
static void set_text(struct handoff *h, enum param param, const char *text,
		     struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_SET_PARAM,
		.u.set_param = { .sid = h->sid, .cid = h->cid,
				 .param = param,
				 .len = (uint32_t)strlen(text) + 1 },
	};
	int rc;

	if (f->err || !*text)
		return;
	rc = kernel_request(h->kernel, &ev, text, strlen(text) + 1);
	/* A kernel that does not know a parameter says ENOSYS. */
	if (rc && rc != -ENOSYS)
		fault(f, STAGE_HANDOFF, -rc,
		      "the kernel refused iSCSI parameter %u: %s", param,
		      errno_words(-rc).text);
}

static void set_number(struct handoff *h, enum param param, uint32_t number,
		       struct fault *f)
{
	char digits[12];

	snprintf(digits, sizeof(digits), "%u", number);
	set_text(h, param, digits, f);
}

/* Set a secret and wipe the copies. */
static void set_secret(struct handoff *h, enum param param,
		       const struct secret *s, struct fault *f)
{
	char text[SECRET_MAX + 1] = "";

	memcpy(text, s->bytes, s->len);
	set_text(h, param, text, f);
	wipe(text, sizeof(text));
	wipe(h->kernel->tx, UEVENT_HEADER_SIZE + sizeof(text));
}

/* What the user may set: a parameter, and its field of struct settings. */
static const struct {
	uint16_t param, field;
} chosen[] = {
#define OF(f) offsetof(struct settings, f)
	{ PARAM_FAST_ABORT, OF(fast_abort) },
	{ PARAM_ABORT_TMO, OF(abort_timeout) },
	{ PARAM_LU_RESET_TMO, OF(lu_reset_timeout) },
	{ PARAM_TGT_RESET_TMO, OF(tgt_reset_timeout) },
	{ PARAM_PING_TMO, OF(noop_out_timeout) },
	{ PARAM_RECV_TMO, OF(noop_out_interval) },
#undef OF
};

static uint32_t number_at(const void *base, size_t offset)
{
	uint32_t value;

	memcpy(&value, (const char *)base + offset, sizeof(value));
	return value;
}

int handoff_bind_again(struct handoff *h, int fd, struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_BIND_CONN,
		.u.bind_conn = { .sid = h->sid, .cid = h->cid,
				 .transport_eph = (uint64_t)fd,
				 .is_leading = 1 },
	};
	int rc = kernel_request(h->kernel, &ev, NULL, 0);

	if (!rc)
		rc = ev.r.retcode;
	return rc ? failed("take over the TCP connection", rc, f) : 0;
}

int handoff_persistent(struct handoff *h, const struct portal *portal,
		       struct fault *f)
{
	char address[ADDR_TEXT_SIZE];

	set_text(h, PARAM_PERSISTENT_ADDRESS, addr_text(&portal->addr, address),
		 f);
	set_number(h, PARAM_PERSISTENT_PORT, portal->port, f);
	return -f->err;
}

int handoff_stop(struct handoff *h, struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_STOP_CONN,
		.u.stop_conn = { .sid = h->sid, .cid = h->cid,
				 .flag = STOP_CONN_RECOVER },
	};
	int rc = kernel_request(h->kernel, &ev, NULL, 0);

	if (!rc)
		rc = ev.r.retcode;
	return rc ? failed("stop the connection", rc, f) : 0;
}

int handoff_bind(struct handoff *h, int fd, const struct plan *plan,
		 const struct plan_target *target,
		 const struct portal *persistent, struct fault *f)
{
	const struct chap_account *a = &target->account;
	int rc = handoff_bind_again(h, fd, f);

	if (rc)
		return rc;
	set_text(h, PARAM_TARGET_NAME, target->name, f);
	handoff_persistent(h, persistent, f);
	set_number(h, PARAM_SESS_RECOVERY_TMO,
		   h->settings->replacement_timeout, f);
	set_text(h, PARAM_USERNAME, a->name, f);
	set_text(h, PARAM_USERNAME_IN, a->reverse_name, f);
	set_secret(h, PARAM_PASSWORD, &a->secret, f);
	set_secret(h, PARAM_PASSWORD_IN, &a->reverse_secret, f);
	for (size_t i = 0; i < ARRAY_SIZE(chosen); i++)
		set_number(h, chosen[i].param,
			   number_at(h->settings, chosen[i].field), f);
	set_text(h, PARAM_IFACE_NAME, "default", f);
	set_text(h, PARAM_INITIATOR_NAME, plan->initiator_name, f);
	set_text(h, PARAM_BOOT_ROOT, target->boot_target[0] ? "ibft" : "", f);
	set_text(h, PARAM_BOOT_NIC, target->boot_nic, f);
	set_text(h, PARAM_BOOT_TARGET, target->boot_target, f);
	set_number(h, PARAM_DISCOVERY_SESS, 0, f);
	return -f->err;
}

int handoff_send_pdu(struct handoff *h, const struct pdu *pdu,
		     struct fault *f)
{
	uint8_t payload[BHS_SIZE + LOGIN_DATA_MAX + 4];
	size_t padded = (pdu->len + 3) & ~(size_t)3;
	struct uevent ev = {
		.type = UEVENT_SEND_PDU,
		.u.send_pdu = { .sid = h->sid, .cid = h->cid,
				.hdr_size = BHS_SIZE,
				.data_size = (uint32_t)padded },
	};
	int rc;

	memcpy(payload, pdu->bhs, BHS_SIZE);
	memcpy(payload + BHS_SIZE, pdu->data, pdu->len);
	memset(payload + BHS_SIZE + pdu->len, 0, padded - pdu->len);
	rc = kernel_request(h->kernel, &ev, payload, BHS_SIZE + padded);
	if (!rc)
		rc = ev.r.retcode;
	return rc ? failed("send a PDU", rc, f) : 0;
}

/* What the login settled: a parameter, and its field of struct params. */
static const struct {
	uint16_t param, field;
} settled[] = {
#define OF(f) offsetof(struct params, f)
	{ PARAM_MAX_RECV_DLENGTH, OF(max_recv_data_segment_length) },
	{ PARAM_MAX_XMIT_DLENGTH, OF(max_xmit_data_segment_length) },
	{ PARAM_HDRDGST_EN, OF(header_digest) },
	{ PARAM_DATADGST_EN, OF(data_digest) },
	{ PARAM_INITIAL_R2T_EN, OF(initial_r2t) },
	{ PARAM_MAX_R2T, OF(max_outstanding_r2t) },
	{ PARAM_IMM_DATA_EN, OF(immediate_data) },
	{ PARAM_FIRST_BURST, OF(first_burst_length) },
	{ PARAM_MAX_BURST, OF(max_burst_length) },
	{ PARAM_PDU_INORDER_EN, OF(data_pdu_in_order) },
	{ PARAM_DATASEQ_INORDER_EN, OF(data_sequence_in_order) },
	{ PARAM_ERL, OF(error_recovery_level) },
#undef OF
};

/* At least n: the kernel's room for R2Ts is a power of two. */
static uint32_t power_of_two(uint32_t n)
{
	uint32_t power = 1;

	while (power < n)
		power *= 2;
	return power;
}

int handoff_start(struct handoff *h, const struct params *p, uint32_t tpgt,
		  uint32_t exp_statsn, struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_START_CONN,
		.u.conn = { .sid = h->sid, .cid = h->cid },
	};
	int rc;

	for (size_t i = 0; i < ARRAY_SIZE(settled); i++) {
		uint32_t value = number_at(p, settled[i].field);

		if (settled[i].param == PARAM_MAX_R2T)
			value = power_of_two(value);
		set_number(h, settled[i].param, value, f);
	}
	set_number(h, PARAM_EXP_STATSN, exp_statsn, f);
	set_number(h, PARAM_TPGT, tpgt, f);
	if (f->err)
		return -f->err;
	rc = kernel_request(h->kernel, &ev, NULL, 0);
	if (!rc)
		rc = ev.r.retcode;
	return rc ? failed("start the connection", rc, f) : 0;
}

void handoff_destroy(struct handoff *h)
{
	struct uevent ev;

	if (h->connection) {
		ev = (struct uevent){ .type = UEVENT_STOP_CONN,
			.u.stop_conn = { .sid = h->sid, .cid = h->cid,
					 .flag = STOP_CONN_TERM } };
		kernel_request(h->kernel, &ev, NULL, 0);
		ev = (struct uevent){ .type = UEVENT_DESTROY_CONN,
			.u.conn = { .sid = h->sid, .cid = h->cid } };
		kernel_request(h->kernel, &ev, NULL, 0);
	}
	if (h->session) {
		ev = (struct uevent){ .type = UEVENT_DESTROY_SESSION,
				      .u.conn = { .sid = h->sid } };
		kernel_request(h->kernel, &ev, NULL, 0);
	}
	h->connection = h->session = false;
}
