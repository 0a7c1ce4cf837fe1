/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How login PDUs travel: over our own socket, or through the kernel's
 * connection.  login.c knows neither. */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include "fault.h"
#include "pdu.h"

struct transport {
	/* Send one PDU.  0 or -errno with the fault set. */
	int (*send)(struct transport *t, const struct pdu *pdu,
		    struct fault *f);
	/* Take one PDU that has arrived: 1, 0 when none is complete yet, or
	 * -errno with the fault set.  Its data stays valid until the next
	 * call. */
	int (*receive)(struct transport *t, struct pdu *pdu, struct fault *f);
};

#endif
