/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A protocol data unit (RFC 7143 11.1), whichever way it travels. */
#ifndef PDU_H
#define PDU_H

#include "compat.h"

#define BHS_SIZE 48

/* MaxRecvDataSegmentLength that is in force in both directions during the
 * whole login, whatever is declared (RFC 7143 13.12). */
#define LOGIN_DATA_MAX 8192

struct pdu {
	uint8_t bhs[BHS_SIZE];
	const uint8_t *data;	/* the sender's; no padding */
	size_t len;
};

#endif
