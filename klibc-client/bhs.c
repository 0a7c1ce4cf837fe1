// SPDX-License-Identifier: GPL-2.0-or-later
/* Headers, field by field in the order of RFC 7143's diagrams. */
#include "bhs.h"

#include "rd.h"
#include "wr.h"

#define IMMEDIATE 0x40
#define T_BIT 0x80
#define C_BIT 0x40

void bhs_put_login_request(uint8_t bhs[BHS_SIZE],
			   const struct login_request *req)
{
	struct wr w = wr_into(bhs, BHS_SIZE);

	wr_be(&w, IMMEDIATE | OPCODE_LOGIN_REQUEST, 1);
	wr_be(&w, (uint64_t)(req->transit ? T_BIT | req->nsg : 0) |
		  (req->cont ? C_BIT : 0) | (uint64_t)req->csg << 2, 1);
	wr_zero(&w, 2);			/* Version-max, Version-min */
	wr_zero(&w, 1);			/* TotalAHSLength */
	wr_be(&w, req->data_segment_length, 3);
	wr_bytes(&w, req->isid, 6);
	wr_be(&w, req->tsih, 2);
	wr_be(&w, req->itt, 4);
	wr_be(&w, req->cid, 2);
	wr_zero(&w, 2);
	wr_be(&w, req->cmdsn, 4);
	wr_be(&w, req->expstatsn, 4);
	wr_zero(&w, 16);
}

void bhs_get_login_response(const uint8_t bhs[BHS_SIZE],
			    struct login_response *rsp)
{
	struct rd r = rd_over(bhs, BHS_SIZE);
	uint8_t flags;

	rsp->opcode = rd_be(&r, 1) & 0x3f;
	flags = (uint8_t)rd_be(&r, 1);
	rsp->transit = flags & T_BIT;
	rsp->cont = flags & C_BIT;
	rsp->csg = flags >> 2 & 3;
	rsp->nsg = flags & 3;
	rd_be(&r, 1);			/* Version-max */
	rsp->version_active = (uint8_t)rd_be(&r, 1);
	rsp->total_ahs_length = (uint8_t)rd_be(&r, 1);
	rsp->data_segment_length = (uint32_t)rd_be(&r, 3);
	rd_copy(&r, rsp->isid, 6);
	rsp->tsih = (uint16_t)rd_be(&r, 2);
	rsp->itt = (uint32_t)rd_be(&r, 4);
	rd_be(&r, 4);
	rsp->statsn = (uint32_t)rd_be(&r, 4);
	rsp->expcmdsn = (uint32_t)rd_be(&r, 4);
	rsp->maxcmdsn = (uint32_t)rd_be(&r, 4);
	rsp->status_class = (uint8_t)rd_be(&r, 1);
	rsp->status_detail = (uint8_t)rd_be(&r, 1);
}

void bhs_put_request(uint8_t bhs[BHS_SIZE], const struct bhs_request *req)
{
	struct wr w = wr_into(bhs, BHS_SIZE);

	wr_be(&w, (uint64_t)req->opcode | (req->immediate ? IMMEDIATE : 0), 1);
	wr_be(&w, req->flags, 1);
	wr_zero(&w, 2);
	wr_zero(&w, 1);			/* TotalAHSLength */
	wr_be(&w, req->data_segment_length, 3);
	wr_bytes(&w, req->lun, 8);
	wr_be(&w, req->itt, 4);
	wr_be(&w, req->ttt, 4);
	wr_be(&w, req->cmdsn, 4);
	wr_be(&w, req->expstatsn, 4);
	wr_bytes(&w, req->cdb, 16);
}

void bhs_get_response(const uint8_t bhs[BHS_SIZE], struct bhs_response *rsp)
{
	struct rd r = rd_over(bhs, BHS_SIZE);

	rsp->opcode = rd_be(&r, 1) & 0x3f;
	rsp->flags = (uint8_t)rd_be(&r, 1);
	rsp->response = (uint8_t)rd_be(&r, 1);
	rsp->status = (uint8_t)rd_be(&r, 1);
	rd_be(&r, 4);			/* lengths: the transport's */
	rd_copy(&r, rsp->lun, 8);
	rsp->itt = (uint32_t)rd_be(&r, 4);
	rsp->ttt = (uint32_t)rd_be(&r, 4);
	rsp->statsn = (uint32_t)rd_be(&r, 4);
	rsp->expcmdsn = (uint32_t)rd_be(&r, 4);
	rsp->maxcmdsn = (uint32_t)rd_be(&r, 4);
	rsp->datasn = (uint32_t)rd_be(&r, 4);
	rsp->buffer_offset = (uint32_t)rd_be(&r, 4);
	rsp->residual = (uint32_t)rd_be(&r, 4);
}

size_t bhs_ahs_length(const uint8_t bhs[BHS_SIZE])
{
	return (size_t)bhs[4] * 4;
}

size_t bhs_data_segment_length(const uint8_t bhs[BHS_SIZE])
{
	return (size_t)bhs[5] << 16 | (size_t)bhs[6] << 8 | bhs[7];
}
