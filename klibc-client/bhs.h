/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Login Request and Login Response headers (RFC 7143 11.12, 11.13). */
#ifndef BHS_H
#define BHS_H

#include "pdu.h"

enum {
	OPCODE_LOGIN_REQUEST = 0x03,
	OPCODE_LOGIN_RESPONSE = 0x23,
	OPCODE_REJECT = 0x3f,
};

/* CSG and NSG (RFC 7143 11.12.3). */
enum {
	SECURITY_NEGOTIATION = 0,
	LOGIN_OPERATIONAL_NEGOTIATION = 1,
	FULL_FEATURE_PHASE = 3,
};

struct login_request {
	bool transit, cont;	/* T and C bits */
	uint8_t csg, nsg;
	uint8_t isid[6];
	uint16_t tsih, cid;
	uint32_t itt, cmdsn, expstatsn;
	uint32_t data_segment_length;
};

struct login_response {
	uint8_t opcode;
	bool transit, cont;
	uint8_t csg, nsg;
	uint8_t version_active;
	uint8_t total_ahs_length;	/* in words of 4 bytes */
	uint32_t data_segment_length;
	uint8_t isid[6];
	uint16_t tsih;
	uint32_t itt, statsn;
	uint8_t status_class, status_detail;
};

void bhs_put_login_request(uint8_t bhs[BHS_SIZE],
			   const struct login_request *req);

/* Decodes any header's common fields and a login response's own; the caller
 * looks at opcode first. */
void bhs_get_login_response(const uint8_t bhs[BHS_SIZE],
			    struct login_response *rsp);

/* TotalAHSLength (in bytes) and DataSegmentLength of any header. */
size_t bhs_ahs_length(const uint8_t bhs[BHS_SIZE]);
size_t bhs_data_segment_length(const uint8_t bhs[BHS_SIZE]);

#endif
