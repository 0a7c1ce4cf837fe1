// SPDX-License-Identifier: GPL-2.0-or-later
/* NETLINK_ISCSI messages as bytes. */
#include "uevent.h"

#include <linux/netlink.h>

#include "bhs.h"
#include "rd.h"
#include "wr.h"

size_t uevent_put(void *buf, size_t size, const struct uevent *ev,
		  const void *payload, size_t len)
{
	struct wr w = wr_into(buf, size);
	struct nlmsghdr h = {
		.nlmsg_len = (uint32_t)(UEVENT_HEADER_SIZE + len),
		.nlmsg_type = (uint16_t)ev->type,
	};

	wr_bytes(&w, &h, sizeof(h));
	wr_bytes(&w, ev, sizeof(*ev));
	wr_bytes(&w, payload, len);
	return w.overflow ? 0 : w.used;
}

bool uevent_get(const uint8_t **at, size_t *left, struct uevent_message *m)
{
	struct rd r = rd_over(*at, *left);
	struct nlmsghdr h;
	size_t step;

	rd_copy(&r, &h, sizeof(h));
	rd_copy(&r, &m->ev, sizeof(m->ev));
	if (r.short_read || h.nlmsg_len < UEVENT_HEADER_SIZE)
		return false;
	m->nlmsg_type = h.nlmsg_type;
	m->len = h.nlmsg_len - UEVENT_HEADER_SIZE;
	m->payload = rd_bytes(&r, m->len);
	if (r.short_read)
		return false;
	step = NLMSG_ALIGN((size_t)h.nlmsg_len);
	if (step > *left)
		step = *left;
	*at += step;
	*left -= step;
	return true;
}

bool uevent_pdu(const struct uevent_message *m, struct pdu *pdu)
{
	if (m->len < BHS_SIZE)
		return false;
	memcpy(pdu->bhs, m->payload, BHS_SIZE);
	pdu->data = m->payload + BHS_SIZE;
	/* The kernel rounds the message up, and counts that in its length. */
	pdu->len = bhs_data_segment_length(pdu->bhs);
	return pdu->len <= m->len - BHS_SIZE;
}
