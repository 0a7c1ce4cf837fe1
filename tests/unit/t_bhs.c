// SPDX-License-Identifier: GPL-2.0-or-later
/* Headers against bytes written down from RFC 7143's diagrams. */
#include "bhs.h"

#include "test.h"

/* RFC 7143 11.12: every field has bytes of its own. */
static const uint8_t request_bytes[BHS_SIZE] = {
	0x43, 0x87, 0x00, 0x00,		/* I, opcode; T, CSG 1, NSG 3 */
	0x00, 0x01, 0x02, 0x03,		/* no AHS; DataSegmentLength */
	0x00, 0x02, 0x3d, 0x0a, 0x0b, 0x0c,	/* ISID */
	0x11, 0x12,			/* TSIH */
	0x21, 0x22, 0x23, 0x24,		/* Initiator Task Tag */
	0x31, 0x32, 0x00, 0x00,		/* CID */
	0x41, 0x42, 0x43, 0x44,		/* CmdSN */
	0x51, 0x52, 0x53, 0x54,		/* ExpStatSN */
};

static const uint8_t response_bytes[BHS_SIZE] = {
	0x23, 0x87, 0x04, 0x05,		/* opcode; T, CSG 1, NSG 3; versions */
	0x02, 0x01, 0x02, 0x03,		/* 2 words of AHS; DataSegmentLength */
	0x00, 0x02, 0x3d, 0x0a, 0x0b, 0x0c,
	0x11, 0x12,
	0x21, 0x22, 0x23, 0x24,
	0xff, 0xff, 0xff, 0xff,
	0x31, 0x32, 0x33, 0x34,		/* StatSN */
	0x41, 0x42, 0x43, 0x44,		/* ExpCmdSN */
	0x51, 0x52, 0x53, 0x54,		/* MaxCmdSN */
	0x02, 0x07,			/* Status-Class, Status-Detail */
};

static void test_request(void)
{
	struct login_request req = {
		.transit = true, .csg = 1, .nsg = 3,
		.isid = { 0x00, 0x02, 0x3d, 0x0a, 0x0b, 0x0c },
		.tsih = 0x1112, .cid = 0x3132,
		.itt = 0x21222324, .cmdsn = 0x41424344,
		.expstatsn = 0x51525354, .data_segment_length = 0x010203,
	};
	uint8_t bhs[BHS_SIZE];

	memset(bhs, 0xaa, sizeof(bhs));
	bhs_put_login_request(bhs, &req);
	OK(!memcmp(bhs, request_bytes, BHS_SIZE), "RFC 7143 11.12, each field");
	req.transit = false;
	bhs_put_login_request(bhs, &req);
	SAME(bhs[1], 0x04, "NSG is reserved when T is 0 (RFC 7143 11.12.3)");
	req.cont = true;
	bhs_put_login_request(bhs, &req);
	SAME(bhs[1], 0x44, "the C bit (RFC 7143 11.12.2)");
	req = (struct login_request){ .transit = true, .nsg = 1 };
	bhs_put_login_request(bhs, &req);
	SAME(bhs[1], 0x81, "from stage 0 to 1");
}

static void test_response(void)
{
	uint8_t bhs[BHS_SIZE];
	struct login_response rsp;

	bhs_get_login_response(response_bytes, &rsp);
	SAME(rsp.opcode, 0x23, "opcode");
	OK(rsp.transit && !rsp.cont, "T and C bits");
	SAME(rsp.csg, 1, "CSG");
	SAME(rsp.nsg, 3, "NSG");
	SAME(rsp.version_active, 5, "Version-active, not Version-max");
	SAME(rsp.total_ahs_length, 2, "TotalAHSLength");
	SAME(rsp.data_segment_length, 0x010203, "DataSegmentLength");
	OK(!memcmp(rsp.isid, "\x00\x02\x3d\x0a\x0b\x0c", 6), "ISID");
	SAME(rsp.tsih, 0x1112, "TSIH");
	SAME(rsp.itt, 0x21222324, "Initiator Task Tag");
	SAME(rsp.statsn, 0x31323334, "StatSN");
	SAME(rsp.expcmdsn, 0x41424344, "ExpCmdSN");
	SAME(rsp.maxcmdsn, 0x51525354, "MaxCmdSN");
	SAME(rsp.status_class, 2, "Status-Class");
	SAME(rsp.status_detail, 7, "Status-Detail");
	SAME(bhs_ahs_length(response_bytes), 8, "AHS in bytes");
	SAME(bhs_data_segment_length(response_bytes), 0x010203,
	     "DataSegmentLength of any header");

	memcpy(bhs, response_bytes, BHS_SIZE);
	bhs[0] = 0xe3;
	bhs[1] = 0x48;
	bhs_get_login_response(bhs, &rsp);
	SAME(rsp.opcode, 0x23, "the two high bits are not the opcode's");
	OK(!rsp.transit && rsp.cont, "the C bit");
	SAME(rsp.csg, 2, "both bits of CSG");
	SAME(rsp.nsg, 0, "NSG");
}

/* RFC 7143 11.3: every field has bytes of its own. */
static const uint8_t command_bytes[BHS_SIZE] = {
	0x41, 0xc1, 0x00, 0x00,		/* I, opcode; F, R, simple */
	0x00, 0x01, 0x02, 0x03,		/* no AHS; DataSegmentLength */
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,	/* LUN */
	0x21, 0x22, 0x23, 0x24,		/* Initiator Task Tag */
	0x31, 0x32, 0x33, 0x34,		/* Expected Data Transfer Length */
	0x41, 0x42, 0x43, 0x44,		/* CmdSN */
	0x51, 0x52, 0x53, 0x54,		/* ExpStatSN */
	0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68,	/* CDB */
	0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70,
};

/* RFC 7143 11.7. */
static const uint8_t data_in_bytes[BHS_SIZE] = {
	0xe5, 0x87, 0x01, 0x02,
	0x02, 0x01, 0x02, 0x03,
	0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
	0x21, 0x22, 0x23, 0x24,
	0x29, 0x2a, 0x2b, 0x2c,		/* Target Transfer Tag */
	0x31, 0x32, 0x33, 0x34,		/* StatSN */
	0x41, 0x42, 0x43, 0x44,		/* ExpCmdSN */
	0x51, 0x52, 0x53, 0x54,		/* MaxCmdSN */
	0x61, 0x62, 0x63, 0x64,		/* DataSN */
	0x71, 0x72, 0x73, 0x74,		/* Buffer Offset */
	0x81, 0x82, 0x83, 0x84,		/* Residual Count */
};

static void test_full_feature(void)
{
	struct bhs_request req = {
		.opcode = OPCODE_SCSI_COMMAND, .immediate = true,
		.flags = FLAG_F | FLAG_R | FLAG_SIMPLE,
		.itt = 0x21222324, .ttt = 0x31323334, .cmdsn = 0x41424344,
		.expstatsn = 0x51525354, .data_segment_length = 0x010203,
	};
	struct bhs_response rsp;
	uint8_t bhs[BHS_SIZE];

	memcpy(req.lun, command_bytes + 8, 8);
	memcpy(req.cdb, command_bytes + 32, 16);
	memset(bhs, 0xaa, sizeof(bhs));
	bhs_put_request(bhs, &req);
	OK(!memcmp(bhs, command_bytes, BHS_SIZE), "RFC 7143 11.3, each field");
	req.immediate = false;
	req.opcode = OPCODE_NOP_OUT;
	bhs_put_request(bhs, &req);
	SAME(bhs[0], 0x00, "no I bit (11.2.1.1)");

	bhs_get_response(data_in_bytes, &rsp);
	SAME(rsp.opcode, OPCODE_DATA_IN, "without the two high bits");
	SAME(rsp.flags, FLAG_F | FLAG_OVERFLOW | FLAG_UNDERFLOW | FLAG_STATUS,
	     "11.7.3: flags");
	SAME(rsp.response, 1, "Response");
	SAME(rsp.status, 2, "Status");
	OK(!memcmp(rsp.lun, data_in_bytes + 8, 8), "LUN");
	SAME(rsp.itt, 0x21222324, "Initiator Task Tag");
	SAME(rsp.ttt, 0x292a2b2c, "Target Transfer Tag");
	SAME(rsp.statsn, 0x31323334, "StatSN");
	SAME(rsp.expcmdsn, 0x41424344, "ExpCmdSN");
	SAME(rsp.maxcmdsn, 0x51525354, "MaxCmdSN");
	SAME(rsp.datasn, 0x61626364, "DataSN");
	SAME(rsp.buffer_offset, 0x71727374, "Buffer Offset");
	SAME(rsp.residual, 0x81828384, "Residual Count");
}

int main(void)
{
	test_request();
	test_response();
	test_full_feature();
	return test_done();
}
