/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headers of PDUs: those of the login (RFC 7143 11.12, 11.13), and those of the
 * Full Feature Phase, which are laid out alike. */
#ifndef BHS_H
#define BHS_H

#include "pdu.h"

enum {
	OPCODE_NOP_OUT = 0x00,
	OPCODE_SCSI_COMMAND = 0x01,
	OPCODE_LOGIN_REQUEST = 0x03,
	OPCODE_TEXT_REQUEST = 0x04,
	OPCODE_LOGOUT_REQUEST = 0x06,
	OPCODE_NOP_IN = 0x20,
	OPCODE_SCSI_RESPONSE = 0x21,
	OPCODE_LOGIN_RESPONSE = 0x23,
	OPCODE_TEXT_RESPONSE = 0x24,
	OPCODE_DATA_IN = 0x25,
	OPCODE_LOGOUT_RESPONSE = 0x26,
	OPCODE_ASYNC_MESSAGE = 0x32,
	OPCODE_REJECT = 0x3f,
};

/* Byte 1 of the Full Feature Phase's headers. */
enum {
	FLAG_F = 0x80,			/* Final */
	FLAG_C = 0x40,			/* Continue: text */
	FLAG_R = 0x40,			/* Read: SCSI Command */
	FLAG_SIMPLE = 0x01,		/* task attribute: SCSI Command */
	FLAG_OVERFLOW = 0x04,		/* residual: SCSI Response, Data-In */
	FLAG_UNDERFLOW = 0x02,
	FLAG_STATUS = 0x01,		/* S: Data-In */
};

/* The reserved value of both task tags. */
#define TAG_NONE 0xffffffff

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
	uint32_t expcmdsn, maxcmdsn;
	uint8_t status_class, status_detail;
};

/* Any request of the Full Feature Phase (RFC 7143 11.3, 11.10, 11.14,
 * 11.18). */
struct bhs_request {
	uint8_t opcode;
	bool immediate;			/* I bit */
	uint8_t flags;
	uint32_t data_segment_length;
	uint8_t lun[8];
	uint32_t itt;
	uint32_t ttt;			/* or Expected Data Transfer Length,
					 * or CID */
	uint32_t cmdsn, expstatsn;
	uint8_t cdb[16];
};

/* Any response (RFC 7143 11.4, 11.7, 11.9, 11.11, 11.15, 11.17, 11.19). */
struct bhs_response {
	uint8_t opcode, flags;
	uint8_t response;		/* or a Reject's Reason */
	uint8_t status;
	uint8_t lun[8];
	uint32_t itt, ttt;
	uint32_t statsn, expcmdsn, maxcmdsn;
	uint32_t datasn;		/* its first byte: AsyncEvent */
	uint32_t buffer_offset;
	uint32_t residual;
};

void bhs_put_login_request(uint8_t bhs[BHS_SIZE],
			   const struct login_request *req);

/* Decodes any header's common fields and a login response's own; the caller
 * looks at opcode first. */
void bhs_get_login_response(const uint8_t bhs[BHS_SIZE],
			    struct login_response *rsp);

void bhs_put_request(uint8_t bhs[BHS_SIZE], const struct bhs_request *req);
void bhs_get_response(const uint8_t bhs[BHS_SIZE], struct bhs_response *rsp);

/* TotalAHSLength (in bytes) and DataSegmentLength of any header. */
size_t bhs_ahs_length(const uint8_t bhs[BHS_SIZE]);
size_t bhs_data_segment_length(const uint8_t bhs[BHS_SIZE]);

#endif
