// SPDX-License-Identifier: GPL-2.0-or-later
/* Our numbers, the layout of our messages and our login header against the
 * kernel's own headers (tests/unit/kernel-headers finds them).  The numbers
 * and the layout are checked when this is compiled. */
#include "uevent.h"

#include "bhs.h"
#include "test.h"

#ifdef NO_KERNEL_HEADERS

int main(void)
{
	puts("NOT CHECKED: no kernel headers (package linux-headers-amd64)");
	return 0;
}

#else

/* The kernel's header has macros of these names. */
enum { OUR_TERM = STOP_CONN_TERM, OUR_RECOVER = STOP_CONN_RECOVER };

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <scsi/iscsi_if.h>

/* Both the same number, whatever enum they belong to. */
#define NUMBER(ours, kernels) \
	_Static_assert((int)(ours) == (int)(kernels), #ours)

NUMBER(UEVENT_CREATE_SESSION, ISCSI_UEVENT_CREATE_SESSION);
NUMBER(UEVENT_DESTROY_SESSION, ISCSI_UEVENT_DESTROY_SESSION);
NUMBER(UEVENT_CREATE_CONN, ISCSI_UEVENT_CREATE_CONN);
NUMBER(UEVENT_DESTROY_CONN, ISCSI_UEVENT_DESTROY_CONN);
NUMBER(UEVENT_BIND_CONN, ISCSI_UEVENT_BIND_CONN);
NUMBER(UEVENT_SET_PARAM, ISCSI_UEVENT_SET_PARAM);
NUMBER(UEVENT_START_CONN, ISCSI_UEVENT_START_CONN);
NUMBER(UEVENT_STOP_CONN, ISCSI_UEVENT_STOP_CONN);
NUMBER(UEVENT_SEND_PDU, ISCSI_UEVENT_SEND_PDU);
NUMBER(KEVENT_RECV_PDU, ISCSI_KEVENT_RECV_PDU);
NUMBER(KEVENT_CONN_ERROR, ISCSI_KEVENT_CONN_ERROR);
NUMBER(KEVENT_IF_ERROR, ISCSI_KEVENT_IF_ERROR);
NUMBER(OUR_TERM, STOP_CONN_TERM);
NUMBER(OUR_RECOVER, STOP_CONN_RECOVER);
NUMBER(UEVENT_GROUP, ISCSI_NL_GRP_ISCSID);
NUMBER(NETLINK_ISCSI_PROTOCOL, NETLINK_ISCSI);

#define PARAM(name) NUMBER(PARAM_##name, ISCSI_PARAM_##name)
PARAM(MAX_RECV_DLENGTH);
PARAM(MAX_XMIT_DLENGTH);
PARAM(HDRDGST_EN);
PARAM(DATADGST_EN);
PARAM(INITIAL_R2T_EN);
PARAM(MAX_R2T);
PARAM(IMM_DATA_EN);
PARAM(FIRST_BURST);
PARAM(MAX_BURST);
PARAM(PDU_INORDER_EN);
PARAM(DATASEQ_INORDER_EN);
PARAM(ERL);
PARAM(EXP_STATSN);
PARAM(TARGET_NAME);
PARAM(TPGT);
PARAM(PERSISTENT_ADDRESS);
PARAM(PERSISTENT_PORT);
PARAM(SESS_RECOVERY_TMO);
PARAM(USERNAME);
PARAM(USERNAME_IN);
PARAM(PASSWORD);
PARAM(PASSWORD_IN);
PARAM(FAST_ABORT);
PARAM(ABORT_TMO);
PARAM(LU_RESET_TMO);
PARAM(PING_TMO);
PARAM(RECV_TMO);
PARAM(IFACE_NAME);
PARAM(INITIATOR_NAME);
PARAM(TGT_RESET_TMO);
PARAM(BOOT_ROOT);
PARAM(BOOT_NIC);
PARAM(BOOT_TARGET);
PARAM(DISCOVERY_SESS);

/* The kernel's enum iscsi_err, where transport_kernel.c draws its line. */
NUMBER(1000, ISCSI_ERR_BASE);
NUMBER(1001, ISCSI_ERR_DATASN);
NUMBER(1010, ISCSI_ERR_BAD_ITT);
NUMBER(1011, ISCSI_ERR_CONN_FAILED);

/* A member at the same place and of the same size. */
#define MEMBER(ours, kernels) \
	_Static_assert(offsetof(struct uevent, ours) == \
		       offsetof(struct iscsi_uevent, kernels) && \
		       sizeof(((struct uevent *)0)->ours) == \
		       sizeof(((struct iscsi_uevent *)0)->kernels), #ours)

MEMBER(type, type);
MEMBER(iferror, iferror);
MEMBER(transport_handle, transport_handle);
MEMBER(u, u);
MEMBER(u.create_session.initial_cmdsn, u.c_session.initial_cmdsn);
MEMBER(u.create_session.cmds_max, u.c_session.cmds_max);
MEMBER(u.create_session.queue_depth, u.c_session.queue_depth);
/* conn serves four requests. */
MEMBER(u.conn.sid, u.c_conn.sid);
MEMBER(u.conn.cid, u.c_conn.cid);
MEMBER(u.conn.sid, u.d_conn.sid);
MEMBER(u.conn.cid, u.d_conn.cid);
MEMBER(u.conn.sid, u.start_conn.sid);
MEMBER(u.conn.cid, u.start_conn.cid);
MEMBER(u.conn.sid, u.d_session.sid);
MEMBER(u.bind_conn.sid, u.b_conn.sid);
MEMBER(u.bind_conn.cid, u.b_conn.cid);
MEMBER(u.bind_conn.transport_eph, u.b_conn.transport_eph);
MEMBER(u.bind_conn.is_leading, u.b_conn.is_leading);
MEMBER(u.send_pdu.sid, u.send_pdu.sid);
MEMBER(u.send_pdu.cid, u.send_pdu.cid);
MEMBER(u.send_pdu.hdr_size, u.send_pdu.hdr_size);
MEMBER(u.send_pdu.data_size, u.send_pdu.data_size);
MEMBER(u.set_param.sid, u.set_param.sid);
MEMBER(u.set_param.cid, u.set_param.cid);
MEMBER(u.set_param.param, u.set_param.param);
MEMBER(u.set_param.len, u.set_param.len);
MEMBER(u.stop_conn.sid, u.stop_conn.sid);
MEMBER(u.stop_conn.cid, u.stop_conn.cid);
MEMBER(u.stop_conn.conn_handle, u.stop_conn.conn_handle);
MEMBER(u.stop_conn.flag, u.stop_conn.flag);
MEMBER(r, r);
MEMBER(r.retcode, r.retcode);
MEMBER(r.create_session.sid, r.c_session_ret.sid);
MEMBER(r.create_session.host_no, r.c_session_ret.host_no);
MEMBER(r.recv_req.sid, r.recv_req.sid);
MEMBER(r.recv_req.cid, r.recv_req.cid);
MEMBER(r.recv_req.recv_handle, r.recv_req.recv_handle);
MEMBER(r.conn_error.sid, r.connerror.sid);
MEMBER(r.conn_error.cid, r.connerror.cid);
MEMBER(r.conn_error.error, r.connerror.error);
_Static_assert(sizeof(struct uevent) == sizeof(struct iscsi_uevent) &&
	       _Alignof(struct uevent) == _Alignof(struct iscsi_uevent),
	       "the whole");
_Static_assert(UEVENT_HEADER_SIZE ==
	       NLMSG_LENGTH(sizeof(struct iscsi_uevent)), "with its header");

_Static_assert(BHS_SIZE == sizeof(struct iscsi_hdr) &&
	       BHS_SIZE == sizeof(struct iscsi_login_req) &&
	       BHS_SIZE == sizeof(struct iscsi_login_rsp), "a header");
NUMBER(OPCODE_LOGIN_REQUEST, ISCSI_OP_LOGIN);
NUMBER(OPCODE_LOGIN_RESPONSE, ISCSI_OP_LOGIN_RSP);
NUMBER(OPCODE_REJECT, ISCSI_OP_REJECT);
NUMBER(SECURITY_NEGOTIATION, ISCSI_SECURITY_NEGOTIATION_STAGE);
NUMBER(LOGIN_OPERATIONAL_NEGOTIATION, ISCSI_OP_PARMS_NEGOTIATION_STAGE);
NUMBER(FULL_FEATURE_PHASE, ISCSI_FULL_FEATURE_PHASE);

static const uint8_t isid[6] = { 0x00, 0x02, 0x3d, 0x01, 0x02, 0x03 };

static void test_request(void)
{
	const struct login_request ours = {
		.transit = true, .csg = 1, .nsg = 3,
		.isid = { 0x00, 0x02, 0x3d, 0x01, 0x02, 0x03 },
		.tsih = 0x1234, .cid = 0x5678, .itt = 0x9abcdef0,
		.cmdsn = 0x13579bdf, .expstatsn = 0x2468ace0,
		.data_segment_length = 0x123456,
	};
	struct iscsi_login_req kernels = {
		.opcode = ISCSI_OP_LOGIN | ISCSI_OP_IMMEDIATE,
		.flags = ISCSI_FLAG_LOGIN_TRANSIT |
			 ISCSI_FLAG_LOGIN_CURRENT_STAGE1 |
			 ISCSI_FLAG_LOGIN_NEXT_STAGE3,
		.tsih = htons(0x1234),
		.itt = htonl(0x9abcdef0),
		.cid = htons(0x5678),
		.cmdsn = htonl(0x13579bdf),
		.exp_statsn = htonl(0x2468ace0),
	};
	struct login_request more = { .cont = true };
	uint8_t bhs[BHS_SIZE];

	memcpy(kernels.isid, isid, 6);
	hton24(kernels.dlength, 0x123456);
	bhs_put_login_request(bhs, &ours);
	OK(!memcmp(bhs, &kernels, BHS_SIZE), "a login request, every byte");
	memset(&kernels, 0, sizeof(kernels));
	kernels.opcode = ISCSI_OP_LOGIN | ISCSI_OP_IMMEDIATE;
	kernels.flags = ISCSI_FLAG_LOGIN_CONTINUE;
	bhs_put_login_request(bhs, &more);
	OK(!memcmp(bhs, &kernels, BHS_SIZE), "the C bit");
}

static void test_response(void)
{
	struct iscsi_login_rsp kernels = {
		.opcode = ISCSI_OP_LOGIN_RSP,
		.flags = ISCSI_FLAG_LOGIN_TRANSIT |
			 ISCSI_FLAG_LOGIN_NEXT_STAGE1,
		.active_version = 7,
		.tsih = htons(0x1234),
		.itt = htonl(0x9abcdef0),
		.statsn = htonl(0x13579bdf),
		.status_class = ISCSI_STATUS_CLS_INITIATOR_ERR,
		.status_detail = ISCSI_LOGIN_STATUS_TGT_NOT_FOUND,
	};
	struct login_response ours;
	uint8_t bhs[BHS_SIZE];

	memcpy(kernels.isid, isid, 6);
	hton24(kernels.dlength, 0x123456);
	memcpy(bhs, &kernels, BHS_SIZE);
	bhs_get_login_response(bhs, &ours);
	OK(ours.opcode == OPCODE_LOGIN_RESPONSE && ours.transit &&
	   !ours.cont && !ours.csg && ours.nsg == 1, "opcode and flags");
	SAME(ours.version_active, 7, "active_version");
	SAME(ours.data_segment_length, 0x123456, "dlength");
	OK(!memcmp(ours.isid, isid, 6), "isid");
	SAME(ours.tsih, 0x1234, "tsih");
	SAME(ours.itt, 0x9abcdef0, "itt");
	SAME(ours.statsn, 0x13579bdf, "statsn");
	SAME(ours.status_class << 8 | ours.status_detail, 0x0203, "status");
	SAME(bhs_data_segment_length(bhs), 0x123456, "dlength of any header");
}

int main(void)
{
	test_request();
	test_response();
	if (!test_failed)
		printf("layout as in " KERNEL_HEADERS ", ");
	return test_done();
}

#endif
