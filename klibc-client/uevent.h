/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NETLINK_ISCSI messages: what crosses the line between user space and the
 * kernel's iSCSI transport class.  The kernel exports no header for it; the
 * layout is checked against the kernel's own in tests/unit/t_abi.c. */
#ifndef UEVENT_H
#define UEVENT_H

#include "pdu.h"

/* Requests.  The kernel dispatches on nlmsg_type and looks at type for its
 * answer: both carry the number. */
enum {
	UEVENT_CREATE_SESSION = 11,
	UEVENT_DESTROY_SESSION = 12,
	UEVENT_CREATE_CONN = 13,
	UEVENT_DESTROY_CONN = 14,
	UEVENT_BIND_CONN = 15,
	UEVENT_SET_PARAM = 16,
	UEVENT_START_CONN = 17,
	UEVENT_STOP_CONN = 18,
	UEVENT_SEND_PDU = 19,
};

/* Events, multicast to group 1. */
enum {
	KEVENT_RECV_PDU = 101,
	KEVENT_CONN_ERROR = 102,
	KEVENT_IF_ERROR = 103,	/* in a reply: the request failed */
	KEVENT_DESTROY_SESSION = 104,
};

/* enum iscsi_err of the kernel, in CONN_ERROR: those that have words of their
 * own, and one for when none came. */
enum {
	ISCSI_ERROR_CONNECTION = 1011,
	ISCSI_ERROR_CLOSED = 1020,
	ISCSI_ERROR_PING = 1022,
	ISCSI_ERROR_UNKNOWN = 1,
};

#define UEVENT_GROUP 1		/* where the events are sent */

enum { STOP_CONN_TERM = 1, STOP_CONN_RECOVER = 3 };

/* iSCSI parameters of SET_PARAM; values travel as decimal text. */
enum param {
	PARAM_MAX_RECV_DLENGTH = 0,
	PARAM_MAX_XMIT_DLENGTH = 1,
	PARAM_HDRDGST_EN = 2,
	PARAM_DATADGST_EN = 3,
	PARAM_INITIAL_R2T_EN = 4,
	PARAM_MAX_R2T = 5,
	PARAM_IMM_DATA_EN = 6,
	PARAM_FIRST_BURST = 7,
	PARAM_MAX_BURST = 8,
	PARAM_PDU_INORDER_EN = 9,
	PARAM_DATASEQ_INORDER_EN = 10,
	PARAM_ERL = 11,
	PARAM_EXP_STATSN = 14,
	PARAM_TARGET_NAME = 15,
	PARAM_TPGT = 16,
	PARAM_PERSISTENT_ADDRESS = 17,
	PARAM_PERSISTENT_PORT = 18,
	PARAM_SESS_RECOVERY_TMO = 19,
	PARAM_USERNAME = 22,
	PARAM_USERNAME_IN = 23,
	PARAM_PASSWORD = 24,
	PARAM_PASSWORD_IN = 25,
	PARAM_FAST_ABORT = 26,
	PARAM_ABORT_TMO = 27,
	PARAM_LU_RESET_TMO = 28,
	PARAM_PING_TMO = 30,
	PARAM_RECV_TMO = 31,
	PARAM_IFACE_NAME = 32,
	PARAM_INITIATOR_NAME = 34,
	PARAM_TGT_RESET_TMO = 35,
	PARAM_BOOT_ROOT = 39,
	PARAM_BOOT_NIC = 40,
	PARAM_BOOT_TARGET = 41,
	PARAM_DISCOVERY_SESS = 43,
};

/* The message after the netlink header, in the machine's own byte order.
 * sid and cid come first in every request that names a connection. */
struct uevent {
	uint32_t type;
	uint32_t iferror;		/* -errno when type is IF_ERROR */
	uint64_t transport_handle;
	union {
		struct { uint32_t initial_cmdsn;
			 uint16_t cmds_max, queue_depth; } create_session;
		struct { uint32_t sid, cid; } conn;
		struct { uint32_t sid, cid; uint64_t transport_eph;
			 uint32_t is_leading; } bind_conn;
		struct { uint32_t sid, cid, hdr_size, data_size; } send_pdu;
		struct { uint32_t sid, cid, param, len; } set_param;
		struct { uint32_t sid, cid; uint64_t conn_handle;
			 uint32_t flag; } stop_conn;
		uint64_t room[3];
	} u;
	union {
		int32_t retcode;
		struct { uint32_t sid, host_no; } create_session;
		struct { uint32_t sid, cid; uint64_t recv_handle; } recv_req;
		struct { uint32_t sid, cid, error; } conn_error;
		struct { uint32_t host_no, sid; } destroy_session;
		uint64_t room[2];
	} r;
};

/* A netlink message of one request: header, uevent and payload, as it is
 * sent.  The largest is SEND_PDU with a login's data. */
#define UEVENT_HEADER_SIZE (16 + sizeof(struct uevent))
#define UEVENT_MESSAGE_MAX (UEVENT_HEADER_SIZE + BHS_SIZE + LOGIN_DATA_MAX + 4)

/* Write the message (payload may be NULL).  Its size, or 0 when it does not
 * fit. */
size_t uevent_put(void *buf, size_t size, const struct uevent *ev,
		  const void *payload, size_t len);

/* What came from the kernel. */
struct uevent_message {
	uint16_t nlmsg_type;	/* of a reply: the request's; of an event: 0 */
	struct uevent ev;
	const uint8_t *payload;
	size_t len;
};

/* Take the next message off what was received.  false at the end, and for
 * what is too short to be one. */
bool uevent_get(const uint8_t **at, size_t *left, struct uevent_message *m);

/* The PDU of a RECV_PDU event.  false when it is cut short. */
bool uevent_pdu(const struct uevent_message *m, struct pdu *pdu);

#endif
