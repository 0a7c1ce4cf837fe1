// SPDX-License-Identifier: GPL-2.0-or-later
/* The operational keys. */
#include "key.h"

#include <errno.h>

#include "test.h"

static struct params offer;

/* The target's answer to our offer, and what holds then. */
static const struct {
	const char *why, *name, *answer;
	int rc;
	size_t field;
	uint32_t then;
} cases[] = {
#define OF(f) offsetof(struct params, f)
#define DIGEST "HeaderDigest"
{ "13.1: what was offered", DIGEST, "None", 0, OF(header_digest), 0 },
{ "6.2.1: a value that was not offered", DIGEST, "CRC32C", -EPROTO,
  OF(header_digest), 0 },
{ "13.1: no digest's name", DIGEST, "CRC32", -EPROTO, OF(header_digest), 0 },
{ "6.2: a list is no answer", DIGEST, "None,CRC32C", -EPROTO,
  OF(header_digest), 0 },
{ "6.2.1: DataDigest not offered", "DataDigest", "CRC32C", -EPROTO,
  OF(data_digest), 0 },
{ "6.2: Reject leaves what stands", DIGEST, "Reject", 0, OF(header_digest),
  0 },
{ "13.2: the offer", "MaxConnections", "1", 0, OF(max_connections), 1 },
{ "13.2: above the offer", "MaxConnections", "2", -EPROTO,
  OF(max_connections), 1 },
{ "13.2: below the range", "MaxConnections", "0", -EPROTO,
  OF(max_connections), 1 },
{ "13.9: declared", "TargetPortalGroupTag", "1", 0,
  OF(target_portal_group_tag), 1 },
{ "13.9: 0 is legal", "TargetPortalGroupTag", "0", 0,
  OF(target_portal_group_tag), 0 },
{ "13.9: the largest", "TargetPortalGroupTag", "65535", 0,
  OF(target_portal_group_tag), 65535 },
{ "13.9: above the range", "TargetPortalGroupTag", "65536", -EPROTO,
  OF(target_portal_group_tag), TPGT_UNKNOWN },
{ "13.9: a declaration cannot be rejected", "TargetPortalGroupTag", "Reject",
  -EPROTO, OF(target_portal_group_tag), TPGT_UNKNOWN },
{ "13.10: OR, the target says Yes", "InitialR2T", "Yes", 0, OF(initial_r2t),
  1 },
{ "13.10: OR, both say No", "InitialR2T", "No", 0, OF(initial_r2t), 0 },
{ "6.1: booleans are Yes and No", "InitialR2T", "yes", -EPROTO,
  OF(initial_r2t), 1 },
{ "6.1: 1 is no boolean", "InitialR2T", "1", -EPROTO, OF(initial_r2t), 1 },
{ "6.1: an empty boolean", "InitialR2T", "", -EPROTO, OF(initial_r2t), 1 },
{ "6.2: Irrelevant leaves what stands", "InitialR2T", "Irrelevant", 0,
  OF(initial_r2t), 1 },
{ "13.11: AND, both say Yes", "ImmediateData", "Yes", 0, OF(immediate_data),
  1 },
{ "13.11: AND, the target says No", "ImmediateData", "No", 0,
  OF(immediate_data), 0 },
{ "13.12: declared", "MaxRecvDataSegmentLength", "65536", 0,
  OF(max_xmit_data_segment_length), 65536 },
{ "13.12: above our own is no matter", "MaxRecvDataSegmentLength",
  "16777215", 0, OF(max_xmit_data_segment_length), 16777215 },
{ "13.12: 0 would wedge the kernel", "MaxRecvDataSegmentLength", "0",
  -EPROTO, OF(max_xmit_data_segment_length), 8192 },
{ "13.12: below 512", "MaxRecvDataSegmentLength", "511", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "13.12: the smallest", "MaxRecvDataSegmentLength", "512", 0,
  OF(max_xmit_data_segment_length), 512 },
{ "13.12: above 24 bits", "MaxRecvDataSegmentLength", "16777216", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "6.1: octal is no form", "MaxRecvDataSegmentLength", "01000", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "6.1: wraps to 16384", "MaxRecvDataSegmentLength", "18446744073709568000",
  -EPROTO, OF(max_xmit_data_segment_length), 8192 },
{ "6.1: hexadecimal is a form", "MaxRecvDataSegmentLength", "0x8000", 0,
  OF(max_xmit_data_segment_length), 32768 },
{ "6.1: junk behind", "MaxRecvDataSegmentLength", "16384junk", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "6.1: empty", "MaxRecvDataSegmentLength", "", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "13.12: not negotiated: Reject is no declaration",
  "MaxRecvDataSegmentLength", "Reject", -EPROTO,
  OF(max_xmit_data_segment_length), 8192 },
{ "13.13: the smaller holds", "MaxBurstLength", "16384", 0,
  OF(max_burst_length), 16384 },
{ "13.13: above the offer", "MaxBurstLength", "16777215", -EPROTO,
  OF(max_burst_length), 262144 },
{ "13.13: above the range", "MaxBurstLength", "16777216", -EPROTO,
  OF(max_burst_length), 262144 },
{ "13.13: below the range", "MaxBurstLength", "511", -EPROTO,
  OF(max_burst_length), 262144 },
{ "6.2: NotUnderstood leaves what stands", "MaxBurstLength",
  "NotUnderstood", 0, OF(max_burst_length), 262144 },
{ "13.14: the smaller holds", "FirstBurstLength", "512", 0,
  OF(first_burst_length), 512 },
{ "13.14: above the offer", "FirstBurstLength", "262145", -EPROTO,
  OF(first_burst_length), 65536 },
{ "13.14: below the range", "FirstBurstLength", "0", -EPROTO,
  OF(first_burst_length), 65536 },
{ "13.15: the larger holds", "DefaultTime2Wait", "5", 0,
  OF(default_time2wait), 5 },
{ "13.15: the largest", "DefaultTime2Wait", "3600", 0,
  OF(default_time2wait), 3600 },
{ "13.15: above the range", "DefaultTime2Wait", "3601", -EPROTO,
  OF(default_time2wait), 2 },
{ "13.16: the smaller holds", "DefaultTime2Retain", "0", 0,
  OF(default_time2retain), 0 },
{ "13.16: above the offer", "DefaultTime2Retain", "20", -EPROTO,
  OF(default_time2retain), 20 },
{ "13.16: above the range", "DefaultTime2Retain", "3601", -EPROTO,
  OF(default_time2retain), 20 },
{ "13.17: the offer", "MaxOutstandingR2T", "1", 0, OF(max_outstanding_r2t),
  1 },
{ "13.17: 0", "MaxOutstandingR2T", "0", -EPROTO, OF(max_outstanding_r2t), 1 },
{ "13.17: above the offer", "MaxOutstandingR2T", "2", -EPROTO,
  OF(max_outstanding_r2t), 1 },
{ "13.18: OR with our Yes", "DataPDUInOrder", "Yes", 0,
  OF(data_pdu_in_order), 1 },
{ "13.18: OR, whatever the target says", "DataPDUInOrder", "No", 0,
  OF(data_pdu_in_order), 1 },
{ "13.19: OR with our Yes", "DataSequenceInOrder", "No", 0,
  OF(data_sequence_in_order), 1 },
{ "13.20: the offer", "ErrorRecoveryLevel", "0", 0,
  OF(error_recovery_level), 0 },
{ "13.20: above the offer", "ErrorRecoveryLevel", "1", -EPROTO,
  OF(error_recovery_level), 0 },
{ "13.20: above the range", "ErrorRecoveryLevel", "3", -EPROTO,
  OF(error_recovery_level), 0 },
{ "the beginning of a key is another key", "MaxBurst", "16384", -ENOENT,
  OF(max_burst_length), 262144 },
{ "a key that goes on", "MaxBurstLength2", "16384", -ENOENT,
  OF(max_burst_length), 262144 },
{ "6.1: keys are case-sensitive", "maxBurstLength", "16384", -ENOENT,
  OF(max_burst_length), 262144 },
{ "an empty key", "", "16384", -ENOENT, OF(max_burst_length), 262144 },
};

/* The target begins: our reply. */
static const struct {
	const char *why, *name, *value;
	int rc;
	const char *reply;
	size_t field;
	uint32_t then;
} begun[] = {
{ "13.13: the smaller of both", "MaxBurstLength", "65536", 0,
  "MaxBurstLength=65536", OF(max_burst_length), 65536 },
{ "13.14: ours is smaller", "FirstBurstLength", "16777215", 0,
  "FirstBurstLength=262144", OF(first_burst_length), 262144 },
{ "13.15: the larger of both", "DefaultTime2Wait", "2", 0,
  "DefaultTime2Wait=2", OF(default_time2wait), 2 },
{ "13.10: OR", "InitialR2T", "Yes", 0, "InitialR2T=Yes", OF(initial_r2t), 1 },
{ "13.10: OR, No", "InitialR2T", "No", 0, "InitialR2T=No", OF(initial_r2t),
  0 },
{ "13.11: AND", "ImmediateData", "No", 0, "ImmediateData=No",
  OF(immediate_data), 0 },
{ "13.11: AND, Yes", "ImmediateData", "Yes", 0, "ImmediateData=Yes",
  OF(immediate_data), 1 },
{ "13.1: None", DIGEST, "None", 0, "HeaderDigest=None", OF(header_digest),
  0 },
{ "13.12: a declaration is not answered", "MaxRecvDataSegmentLength",
  "4096", 0, "", OF(max_xmit_data_segment_length), 4096 },
{ "13.20: out of range", "ErrorRecoveryLevel", "9", -EPROTO, "",
  OF(error_recovery_level), 0 },
#undef OF
};

static uint32_t value_of(const struct params *p, size_t field)
{
	uint32_t v;

	memcpy(&v, (const char *)p + field, sizeof(v));
	return v;
}

static void test_answers(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct params p;
		struct fault f = { .err = 0 };
		char request[1024], out[128];
		struct wr w = wr_into(request, sizeof(request));
		struct wr reply = wr_into(out, sizeof(out));

		key_defaults(&p, &offer);
		key_offer(&p, &offer, false, &w);
		SAME(key_take(&p, &offer, cases[i].name, cases[i].answer,
			      &reply, &f), cases[i].rc, cases[i].why);
		SAME(f.err, cases[i].rc == -EPROTO ? EPROTO : 0,
		     cases[i].why);
		SAME(value_of(&p, cases[i].field), cases[i].then,
		     cases[i].why);
		SAME(reply.used, 0, "an answer is not answered");
		if (cases[i].rc)
			continue;
		SAME(key_take(&p, &offer, cases[i].name, cases[i].answer,
			      &reply, &f), -EPROTO, "6.3: twice");
		SAME(value_of(&p, cases[i].field), cases[i].then,
		     "6.3: the first one stays");
	}
}

static void test_begun(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(begun); i++) {
		struct params p;
		struct fault f = { .err = 0 };
		char out[128] = "";
		struct wr reply = wr_into(out, sizeof(out));

		key_defaults(&p, &offer);
		SAME(key_take(&p, &offer, begun[i].name, begun[i].value,
			      &reply, &f), begun[i].rc, begun[i].why);
		SAME_TEXT(out, begun[i].reply, begun[i].why);
		SAME(value_of(&p, begun[i].field), begun[i].then,
		     begun[i].why);
	}
}

static const struct {
	const char *why;
	uint32_t initial_r2t, immediate_data, first, max;
	int rc;
} checks[] = {
{ "13.14: FirstBurstLength above MaxBurstLength", 0, 1, 16385, 16384,
  -EPROTO },
{ "13.14: equal", 0, 1, 16384, 16384, 0 },
{ "13.14: with immediate data alone", 1, 1, 16385, 16384, -EPROTO },
{ "13.14: with InitialR2T=No alone", 0, 0, 16385, 16384, -EPROTO },
{ "13.14: irrelevant without unsolicited data", 1, 0, 16385, 16384, 0 },
};

static void test_offer(void)
{
	static const char want[] =
		"HeaderDigest=None\0DataDigest=None\0MaxConnections=1\0"
		"InitialR2T=No\0ImmediateData=Yes\0"
		"MaxRecvDataSegmentLength=262144\0MaxBurstLength=16776192\0"
		"FirstBurstLength=262144\0DefaultTime2Wait=0\0"
		"DefaultTime2Retain=0\0MaxOutstandingR2T=1\0"
		"DataPDUInOrder=Yes\0DataSequenceInOrder=Yes\0"
		"ErrorRecoveryLevel=0\0";
	struct params p;
	char out[1024];
	struct wr w = wr_into(out, sizeof(out));

	key_defaults(&p, &offer);
	SAME(p.max_recv_data_segment_length, 262144, "what we declare");
	SAME(p.max_xmit_data_segment_length, 8192, "13.12: the default");
	SAME(p.first_burst_length, 65536, "13.14: the default");
	SAME(p.default_time2wait, 2, "13.15: the default");
	SAME(p.default_time2retain, 20, "13.16: the default");
	SAME(p.initial_r2t, 1, "13.10: the default");
	key_offer(&p, &offer, false, &w);
	OK(w.used == sizeof(want) - 1 && !memcmp(out, want, w.used),
	   "all keys, in the order of the RFC, but not TargetPortalGroupTag");
}

/* Offers of the user's, and what becomes of them. */
static const struct {
	const char *why, *key, *offer, *answer;
	int rc, check;
	size_t field;
	uint32_t then;
} chosen[] = {
#define OF(f) offsetof(struct params, f)
{ "13.1: a digest that must be", DIGEST, "CRC32C", "CRC32C", 0, 0,
  OF(header_digest), DIGEST_CRC32C },
{ "13.1: refused", DIGEST, "CRC32C", "Reject", 0, -EPROTO, OF(header_digest),
  DIGEST_NONE },
{ "13.1: not even answered", DIGEST, "CRC32C", NULL, 0, -EPROTO,
  OF(header_digest), DIGEST_NONE },
{ "6.2.1: None was not offered", DIGEST, "CRC32C", "None", -EPROTO, -EPROTO,
  OF(header_digest), DIGEST_NONE },
{ "13.1: one that may be, taken", DIGEST, "None,CRC32C", "CRC32C", 0, 0,
  OF(header_digest), DIGEST_CRC32C },
{ "13.1: one that may be, not taken", DIGEST, "CRC32C,None", "None", 0, 0,
  OF(header_digest), DIGEST_NONE },
{ "13.1: and rejected", DIGEST, "CRC32C,None", "Reject", 0, 0,
  OF(header_digest), DIGEST_NONE },
{ "6.2.2: our No settles AND, no answer needed", "ImmediateData", "No", NULL,
  0, 0, OF(immediate_data), 0 },
{ "6.2.2: and our Yes OR", "InitialR2T", "Yes", NULL, 0, 0, OF(initial_r2t),
  1 },
{ "6.2.2: our No does not settle OR", "InitialR2T", "No", NULL, 0, 0,
  OF(initial_r2t), 1 },
{ "13.17: up to the offer", "MaxOutstandingR2T", "8", "4", 0, 0,
  OF(max_outstanding_r2t), 4 },
{ "13.12: what we declare", "MaxRecvDataSegmentLength", "65536", NULL, 0, 0,
  OF(max_recv_data_segment_length), 65536 },
#undef OF
};

static void test_chosen(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(chosen); i++) {
		const char *why = chosen[i].why;
		struct params p, offers;
		struct fault f = { .err = 0 };
		char out[1024];
		struct wr w = wr_into(out, sizeof(out));

		key_offer_defaults(&offers);
		SAME(key_set_offer(&offers, chosen[i].key, chosen[i].offer,
				   &f), 0, why);
		key_defaults(&p, &offers);
		key_offer(&p, &offers, false, &w);
		if (chosen[i].answer)
			SAME(key_take(&p, &offers, chosen[i].key,
				      chosen[i].answer, &w, &f), chosen[i].rc,
			     why);
		SAME(value_of(&p, chosen[i].field), chosen[i].then, why);
		f.err = 0;
		p.first_burst_length = p.max_burst_length;
		SAME(key_check(&p, &offers, &f), chosen[i].check, why);
	}
}

/* The target begins with a list of digests. */
static void test_digest_lists(void)
{
	static const struct {
		const char *offer, *list, *reply;
		uint32_t then;
	} rows[] = {
		{ "None", "CRC32C,None", "HeaderDigest=None", 0 },
		{ "None", "CRC32C", "HeaderDigest=Reject", 0 },
		{ "CRC32C,None", "CRC32C,None", "HeaderDigest=CRC32C", 1 },
		{ "CRC32C,None", "None,CRC32C", "HeaderDigest=None", 0 },
		{ "CRC32C", "None,CRC32C", "HeaderDigest=CRC32C", 1 },
		{ "CRC32C", "MD5,,CRC32", "HeaderDigest=Reject", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct params p, offers;
		struct fault f = { .err = 0 };
		char out[64] = "";
		struct wr w = wr_into(out, sizeof(out));

		key_offer_defaults(&offers);
		key_set_offer(&offers, DIGEST, rows[i].offer, &f);
		key_defaults(&p, &offers);
		SAME(key_take(&p, &offers, DIGEST, rows[i].list, &w, &f), 0,
		     rows[i].list);
		SAME_TEXT(out, rows[i].reply,
			  "6.2.1: the first of the list that we take");
		SAME(p.header_digest, rows[i].then, rows[i].list);
	}
}

/* 13: what is irrelevant in a discovery session is not offered there. */
static void test_discovery(void)
{
	static const char want[] =
		"HeaderDigest=None\0DataDigest=None\0"
		"MaxRecvDataSegmentLength=262144\0DefaultTime2Wait=0\0"
		"DefaultTime2Retain=0\0ErrorRecoveryLevel=0\0";
	struct params p;
	char out[1024];
	struct wr w = wr_into(out, sizeof(out));

	key_defaults(&p, &offer);
	key_offer(&p, &offer, true, &w);
	OK(w.used == sizeof(want) - 1 && !memcmp(out, want, w.used),
	   "discovery");
}

int main(void)
{
	key_offer_defaults(&offer);
	test_offer();
	test_answers();
	test_begun();
	test_chosen();
	test_digest_lists();
	test_discovery();
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
		struct fault f = { .err = 0 };
		struct params p = {
			.initial_r2t = checks[i].initial_r2t,
			.immediate_data = checks[i].immediate_data,
			.first_burst_length = checks[i].first,
			.max_burst_length = checks[i].max,
		};

		SAME(key_check(&p, &offer, &f), checks[i].rc, checks[i].why);
	}
	return test_done();
}
