// SPDX-License-Identifier: GPL-2.0-or-later
/* A session in the kernel. */
#include "handoff.h"

#include <errno.h>
#include <stdio.h>

/* Defaults of Open-iSCSI's: what the kernel's queues are sized for, and how
 * long it tries to recover, in seconds. */
#define CMDS_MAX 128
#define QUEUE_DEPTH 32

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
		     what, strerror(-rc));
}

int handoff_create(struct handoff *h, struct kernel *k, struct fault *f)
{
	struct uevent ev = {
		.type = UEVENT_CREATE_SESSION,
		.u.create_session = { .cmds_max = CMDS_MAX,
				      .queue_depth = QUEUE_DEPTH },
	};
	int rc = kernel_request(k, &ev, NULL, 0);

	*h = (struct handoff){ .kernel = k };
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

static int set_param(struct handoff *h, enum param param, const char *value)
{
	struct uevent ev = {
		.type = UEVENT_SET_PARAM,
		.u.set_param = { .sid = h->sid, .cid = h->cid,
				 .param = param,
				 .len = (uint32_t)strlen(value) + 1 },
	};

	return kernel_request(h->kernel, &ev, value, strlen(value) + 1);
}

struct value {
	enum param param;
	const char *name;	/* for the fault */
	const char *text;	/* NULL or empty: not sent */
	uint32_t number;	/* sent when text is NULL */
};

/* Set all, in order; the first that the kernel refuses ends it. */
static int set_params(struct handoff *h, const struct value *v, size_t n,
		      struct fault *f)
{
	char digits[12];

	for (size_t i = 0; i < n; i++) {
		const char *text = v[i].text;
		int rc;

		if (!text) {
			snprintf(digits, sizeof(digits), "%u", v[i].number);
			text = digits;
		}
		if (!*text)
			continue;
		rc = set_param(h, v[i].param, text);
		/* A kernel that does not know a parameter says ENOSYS. */
		if (rc && rc != -ENOSYS)
			return fault(f, STAGE_HANDOFF, -rc,
				     "the kernel refused %s: %s", v[i].name,
				     strerror(-rc));
	}
	return 0;
}

/* Set a secret and wipe the copy. */
static int set_secret(struct handoff *h, enum param param,
		      const struct secret *s, struct fault *f)
{
	char text[SECRET_MAX + 1] = "";
	struct value v = { param, "the CHAP secret", text, 0 };
	int rc;

	memcpy(text, s->bytes, s->len);
	rc = set_params(h, &v, 1, f);
	wipe(text, sizeof(text));
	wipe(h->kernel->tx, UEVENT_HEADER_SIZE + sizeof(text));
	return rc;
}

int handoff_bind(struct handoff *h, int fd, const struct plan *plan,
		 const struct plan_target *target, struct fault *f)
{
	const struct chap_account *a = &target->account;
	char address[ADDR_TEXT_SIZE];
	const struct value identity[] = {
		{ PARAM_TARGET_NAME, "TargetName", target->name, 0 },
		{ PARAM_PERSISTENT_ADDRESS, "the portal's address",
		  addr_text(&target->portal.addr, address), 0 },
		{ PARAM_PERSISTENT_PORT, "the portal's port", NULL,
		  target->portal.port },
		{ PARAM_SESS_RECOVERY_TMO, "recovery_tmo", NULL, 120 },
		{ PARAM_USERNAME, "the CHAP name", a->name, 0 },
		{ PARAM_USERNAME_IN, "the target's CHAP name",
		  a->reverse_name, 0 },
	};
	const struct value rest[] = {
		{ PARAM_FAST_ABORT, "fast_abort", NULL, 1 },
		{ PARAM_ABORT_TMO, "abort_tmo", NULL, 15 },
		{ PARAM_LU_RESET_TMO, "lu_reset_tmo", NULL, 30 },
		{ PARAM_TGT_RESET_TMO, "tgt_reset_tmo", NULL, 30 },
		/* No pings: without a daemon a missed one loses the disk. */
		{ PARAM_PING_TMO, "ping_tmo", NULL, 0 },
		{ PARAM_RECV_TMO, "recv_tmo", NULL, 0 },
		{ PARAM_IFACE_NAME, "the iface name", "default", 0 },
		{ PARAM_INITIATOR_NAME, "InitiatorName",
		  plan->initiator_name, 0 },
		{ PARAM_BOOT_ROOT, "boot_root",
		  target->boot_target[0] ? "ibft" : "", 0 },
		{ PARAM_BOOT_NIC, "boot_nic", target->boot_nic, 0 },
		{ PARAM_BOOT_TARGET, "boot_target", target->boot_target, 0 },
		{ PARAM_DISCOVERY_SESS, "discovery_sess", NULL, 0 },
	};
	struct uevent ev = {
		.type = UEVENT_BIND_CONN,
		.u.bind_conn = { .sid = h->sid, .cid = h->cid,
				 .transport_eph = (uint64_t)fd,
				 .is_leading = 1 },
	};
	int rc = kernel_request(h->kernel, &ev, NULL, 0);

	if (!rc)
		rc = ev.r.retcode;
	if (rc)
		return failed("take over the TCP connection", rc, f);
	rc = set_params(h, identity, ARRAY_SIZE(identity), f);
	if (!rc && a->secret.len)
		rc = set_secret(h, PARAM_PASSWORD, &a->secret, f);
	if (!rc && a->reverse_secret.len)
		rc = set_secret(h, PARAM_PASSWORD_IN, &a->reverse_secret, f);
	if (!rc)
		rc = set_params(h, rest, ARRAY_SIZE(rest), f);
	return rc;
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
	return rc ? failed("send a login PDU", rc, f) : 0;
}

int handoff_start(struct handoff *h, const struct params *p, uint32_t tpgt,
		  uint32_t exp_statsn, struct fault *f)
{
	const struct value settled[] = {
		{ PARAM_MAX_RECV_DLENGTH, "MaxRecvDataSegmentLength", NULL,
		  p->max_recv_data_segment_length },
		{ PARAM_MAX_XMIT_DLENGTH,
		  "the target's MaxRecvDataSegmentLength", NULL,
		  p->max_xmit_data_segment_length },
		{ PARAM_HDRDGST_EN, "HeaderDigest", NULL, p->header_digest },
		{ PARAM_DATADGST_EN, "DataDigest", NULL, p->data_digest },
		{ PARAM_INITIAL_R2T_EN, "InitialR2T", NULL, p->initial_r2t },
		{ PARAM_MAX_R2T, "MaxOutstandingR2T", NULL,
		  p->max_outstanding_r2t },
		{ PARAM_IMM_DATA_EN, "ImmediateData", NULL,
		  p->immediate_data },
		{ PARAM_FIRST_BURST, "FirstBurstLength", NULL,
		  p->first_burst_length },
		{ PARAM_MAX_BURST, "MaxBurstLength", NULL,
		  p->max_burst_length },
		{ PARAM_PDU_INORDER_EN, "DataPDUInOrder", NULL,
		  p->data_pdu_in_order },
		{ PARAM_DATASEQ_INORDER_EN, "DataSequenceInOrder", NULL,
		  p->data_sequence_in_order },
		{ PARAM_ERL, "ErrorRecoveryLevel", NULL,
		  p->error_recovery_level },
		{ PARAM_EXP_STATSN, "ExpStatSN", NULL, exp_statsn },
		{ PARAM_TPGT, "TargetPortalGroupTag", NULL, tpgt },
	};
	struct uevent ev = {
		.type = UEVENT_START_CONN,
		.u.conn = { .sid = h->sid, .cid = h->cid },
	};
	int rc = set_params(h, settled, ARRAY_SIZE(settled), f);

	if (rc)
		return rc;
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
