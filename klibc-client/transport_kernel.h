/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Login PDUs through the kernel's connection: the kernel numbers them, and a
 * later login of the same session has to go this way. */
#ifndef TRANSPORT_KERNEL_H
#define TRANSPORT_KERNEL_H

#include "handoff.h"
#include "transport.h"

struct transport_kernel {
	struct transport transport;
	struct handoff *handoff;
	uint8_t itt[4];			/* of the last request */
	bool full;			/* a response has arrived */
	uint32_t error;			/* the kernel's, of the connection */
	struct pdu pdu;
	uint8_t data[LOGIN_DATA_MAX];
};

void transport_kernel_init(struct transport_kernel *t, struct handoff *h);

/* Whether receive() has something to say now: no event need come before. */
bool transport_kernel_ready(const struct transport_kernel *t);

/* An event of the kernel's; those of other connections are left alone. */
void transport_kernel_event(struct transport_kernel *t,
			    const struct uevent_message *m);

#endif
