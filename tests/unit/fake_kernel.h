/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's end of NETLINK_ISCSI: writes each request into the log of a
 * fake system and answers it.  Session 7 on host 2. */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include "fake_sys.h"
#include "uevent.h"

#define FAKE_SID 7
#define FAKE_HOST 2
#define FAKE_KERNEL_FD (100 + NETLINK_ISCSI_PROTOCOL * 10 + UEVENT_GROUP)

/* What goes wrong: a request (or one parameter, from 1000 on), and how. */
static int fake_refuse, fake_refuse_err;	/* as KEVENT_IF_ERROR */
static int fake_retcode_of, fake_retcode;	/* as r.retcode */
static bool fake_silent;

static inline void fake_kernel_message(struct fake *f, uint16_t type,
				       const struct uevent *ev,
				       const void *payload, size_t len)
{
	uint8_t buf[FAKE_BYTES];
	struct uevent copy = *ev;
	size_t size;

	copy.type = ev->type;
	size = uevent_put(buf, sizeof(buf), &copy, payload, len);
	memcpy(buf + 4, &type, sizeof(type));	/* nlmsg_type */
	fake_queue(f, FAKE_KERNEL_FD, (int)size, buf);
}

static inline void fake_kernel_event(struct fake *f, uint32_t type,
				     uint32_t sid, const void *pdu,
				     size_t len)
{
	struct uevent ev = { .type = type, .r.recv_req.sid = sid };

	fake_kernel_message(f, 0, &ev, pdu, len);
}

static inline void fake_kernel_error(struct fake *f, uint32_t error)
{
	struct uevent ev = {
		.type = KEVENT_CONN_ERROR,
		.r.conn_error = { .sid = FAKE_SID, .error = error },
	};

	fake_kernel_message(f, 0, &ev, NULL, 0);
}

static inline void fake_kernel_log(struct fake *f, const struct uevent *ev,
				   const char *payload)
{
	switch (ev->type) {
	case UEVENT_CREATE_SESSION:
		fake_log(f, "create session %u %u %u\n",
			 ev->u.create_session.initial_cmdsn,
			 ev->u.create_session.cmds_max,
			 ev->u.create_session.queue_depth);
		break;
	case UEVENT_BIND_CONN:
		fake_log(f, "bind %u:%u fd %u leading %u\n",
			 ev->u.bind_conn.sid, ev->u.bind_conn.cid,
			 (unsigned int)ev->u.bind_conn.transport_eph,
			 ev->u.bind_conn.is_leading);
		break;
	case UEVENT_SET_PARAM:
		fake_log(f, "%u=%s%s\n", ev->u.set_param.param, payload,
			 ev->u.set_param.len == strlen(payload) + 1 ? "" :
			 " (length)");
		break;
	case UEVENT_SEND_PDU:
		fake_log(f, "send %u+%u flags %02x\n",
			 ev->u.send_pdu.hdr_size, ev->u.send_pdu.data_size,
			 (uint8_t)payload[1]);
		break;
	case UEVENT_STOP_CONN:
		fake_log(f, "stop %u:%u flag %u\n", ev->u.stop_conn.sid,
			 ev->u.stop_conn.cid, ev->u.stop_conn.flag);
		break;
	default:
		fake_log(f, "request %u of %u:%u\n", ev->type,
			 ev->u.conn.sid, ev->u.conn.cid);
	}
}

static inline void fake_kernel_send(struct fake *f, int fd, const void *buf,
				    size_t len)
{
	const char *payload = (const char *)buf + UEVENT_HEADER_SIZE;
	struct uevent ev;
	uint16_t type;
	uint32_t length;

	memcpy(&length, buf, 4);
	memcpy(&type, (const char *)buf + 4, 2);
	memcpy(&ev, (const char *)buf + 16, sizeof(ev));
	if (fd != FAKE_KERNEL_FD || length != len || type != ev.type ||
	    ev.transport_handle != 18446744072640831584ULL)
		fake_log(f, "(a request that the kernel would not know) ");
	fake_kernel_log(f, &ev, payload);
	if (fake_silent)
		return;
	memset(&ev.r, 0, sizeof(ev.r));
	if (type == UEVENT_CREATE_SESSION) {
		/* The event about it comes before the reply. */
		fake_kernel_event(f, 106, FAKE_SID, NULL, 0);
		ev.r.create_session.sid = FAKE_SID;
		ev.r.create_session.host_no = FAKE_HOST;
	}
	if (type == fake_retcode_of)
		ev.r.retcode = fake_retcode;
	if (type == fake_refuse || (type == UEVENT_SET_PARAM &&
	    (int)ev.u.set_param.param + 1000 == fake_refuse)) {
		ev.type = KEVENT_IF_ERROR;
		ev.iferror = (uint32_t)-fake_refuse_err;
	}
	fake_kernel_message(f, type, &ev, NULL, 0);
}

#define FAKE_HANDLE \
	{ "/sys/class/iscsi_transport/tcp/handle", "18446744072640831584\n", 0 }

static inline const struct sys *
fake_kernel_begin(struct fake *f, const struct fake_file *files)
{
	const struct sys *sys = fake_begin(f, files);

	f->on_send = fake_kernel_send;
	fake_refuse = fake_retcode_of = 0;
	fake_silent = false;
	return sys;
}

#endif
