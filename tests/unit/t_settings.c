// SPDX-License-Identifier: GPL-2.0-or-later
/* What -P sets: every name, its range, and what is refused. */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>

#include "test.h"

#define CONN "node.conn[0]."
#define SESSION "node.session."
#define OF(f) offsetof(struct settings, f)
#define OFFER(f) (OF(offer) + offsetof(struct params, f))

/* wrong: a part of the sentence; NULL: it is taken. */
static const struct {
	const char *why, *text, *wrong;
	size_t field;
	uint32_t then;
} cases[] = {
{ "a digest", CONN "iscsi.HeaderDigest=CRC32C", NULL, OFFER(header_digest),
  OFFER_CRC32C },
{ "digests, as Open-iSCSI spells them", CONN "iscsi.HeaderDigest=CRC32C,None",
  NULL, OFFER(header_digest), OFFER_CRC32C_NONE },
{ "the other order", CONN "iscsi.DataDigest=None,CRC32C", NULL,
  OFFER(data_digest), OFFER_NONE_CRC32C },
{ "no digest", CONN "iscsi.DataDigest=None", NULL, OFFER(data_digest),
  OFFER_NONE },
{ "an unknown digest", CONN "iscsi.DataDigest=MD5", "DataDigest=MD5: None, C",
  OFFER(data_digest), OFFER_NONE },
{ "a digest twice", CONN "iscsi.DataDigest=None,None", "None, CRC32C",
  OFFER(data_digest), OFFER_NONE },
{ "declared", CONN "iscsi.MaxRecvDataSegmentLength=65536", NULL,
  OFFER(max_recv_data_segment_length), 65536 },
{ "declared too small", CONN "iscsi.MaxRecvDataSegmentLength=511",
  "from 512 to 16777215", OFFER(max_recv_data_segment_length), 262144 },
{ "a boolean", SESSION "iscsi.InitialR2T=Yes", NULL, OFFER(initial_r2t), 1 },
{ "another", SESSION "iscsi.ImmediateData=No", NULL, OFFER(immediate_data),
  0 },
{ "no boolean", SESSION "iscsi.ImmediateData=no", "Yes or No",
  OFFER(immediate_data), 1 },
{ "a burst", SESSION "iscsi.FirstBurstLength=512", NULL,
  OFFER(first_burst_length), 512 },
{ "the largest burst", SESSION "iscsi.MaxBurstLength=16777215", NULL,
  OFFER(max_burst_length), 16777215 },
{ "above the largest", SESSION "iscsi.MaxBurstLength=16777216", "to 16777215",
  OFFER(max_burst_length), 16776192 },
{ "hexadecimal is for the wire", SESSION "iscsi.MaxBurstLength=0x1000",
  "a number", OFFER(max_burst_length), 16776192 },
{ "a time", SESSION "iscsi.DefaultTime2Wait=3600", NULL,
  OFFER(default_time2wait), 3600 },
{ "too long a time", SESSION "iscsi.DefaultTime2Retain=3601", "0 to 3600",
  OFFER(default_time2retain), 0 },
{ "several R2Ts", SESSION "iscsi.MaxOutstandingR2T=8", NULL,
  OFFER(max_outstanding_r2t), 8 },
{ "no R2T", SESSION "iscsi.MaxOutstandingR2T=0", "1 to 65535",
  OFFER(max_outstanding_r2t), 1 },
{ "patience", CONN "timeo.login_timeout=30", NULL, OF(login_timeout), 30 },
{ "no patience", CONN "timeo.login_timeout=0", "1 to 3600",
  OF(login_timeout), 15 },
{ "pings", CONN "timeo.noop_out_interval=5", NULL, OF(noop_out_interval), 5 },
{ "pings end", CONN "timeo.noop_out_timeout=6", NULL, OF(noop_out_timeout),
  6 },
{ "replacement", SESSION "timeo.replacement_timeout=0", NULL,
  OF(replacement_timeout), 0 },
{ "abort", SESSION "err_timeo.abort_timeout=20", NULL, OF(abort_timeout),
  20 },
{ "LUN reset", SESSION "err_timeo.lu_reset_timeout=20", NULL,
  OF(lu_reset_timeout), 20 },
{ "target reset", SESSION "err_timeo.tgt_reset_timeout=20", NULL,
  OF(tgt_reset_timeout), 20 },
{ "commands", SESSION "cmds_max=2048", NULL, OF(cmds_max), 2048 },
{ "too many commands", SESSION "cmds_max=2049", "16 to 2048", OF(cmds_max),
  128 },
{ "queue depth", SESSION "queue_depth=64", NULL, OF(queue_depth), 64 },
{ "fast abort", SESSION "iscsi.FastAbort=No", NULL, OF(fast_abort), 0 },
{ "no boolean for it", SESSION "iscsi.FastAbort=0", "Yes or No",
  OF(fast_abort), 0 },
{ "what the kernel cannot do", SESSION "iscsi.ERL=1", "no such setting",
  OF(cmds_max), 128 },
{ "what the kernel cannot do", SESSION "iscsi.DataPDUInOrder=No",
  "no such setting", OF(cmds_max), 128 },
{ "one that goes on", SESSION "cmds_max2=64", "no such setting", OF(cmds_max),
  128 },
{ "one that is cut", SESSION "cmds=64", "no such setting", OF(cmds_max),
  128 },
{ "no value", SESSION "cmds_max", "name=value", OF(cmds_max), 128 },
{ "an empty value", SESSION "cmds_max=", "a number", OF(cmds_max), 128 },
{ "nothing", "", "name=value", OF(cmds_max), 128 },
};

static const struct {
	const char *why, *text;
	int rc;
	uint8_t then[CHAP_ALGORITHMS_MAX + 1];
} lists[] = {
{ "one", "MD5", 0, { 5 } },
{ "all", "SHA3-256,SHA256,SHA1,MD5", 0, { 8, 7, 6, 5 } },
{ "twice", "MD5,MD5", -EINVAL, { 0 } },
{ "unknown", "SHA2", -EINVAL, { 0 } },
{ "empty", "", -EINVAL, { 0 } },
{ "a comma too many", "MD5,", -EINVAL, { 0 } },
{ "a comma in front", ",MD5", -EINVAL, { 0 } },
};

static void test_names_are_listed(void)
{
	struct settings s;
	struct fault f = { .err = 0 };

	settings_default(&s);
	settings_set(&s, "node.name=x", &f);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char name[40] = "";
		size_t n = strcspn(cases[i].text, "=");

		if (cases[i].wrong)
			continue;
		while (n && cases[i].text[n - 1] != '.')
			n--;
		copy_string(name, strcspn(cases[i].text + n, "=_") + 1,
			    cases[i].text + n);
		OK(strstr(f.text, name), name);
	}
	OK(strlen(f.text) + 1 < sizeof(f.text), "the list is whole");
}

int main(void)
{
	static const char key[] = SESSION "auth.chap_algs=";

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct settings s;
		struct fault f = { .err = 0, .text = "" };
		uint32_t got;
		int rc;

		settings_default(&s);
		if (cases[i].field == OF(fast_abort))
			s.fast_abort = cases[i].wrong ? 0 : 1;
		rc = settings_set(&s, cases[i].text, &f);
		SAME(rc, cases[i].wrong ? -EINVAL : 0, cases[i].why);
		memcpy(&got, (char *)&s + cases[i].field, sizeof(got));
		SAME(got, cases[i].then, cases[i].why);
		OK(!cases[i].wrong || strstr(f.text, cases[i].wrong),
		   cases[i].why);
	}
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct settings s;
		struct fault f = { .err = 0 };
		char text[80];

		settings_default(&s);
		snprintf(text, sizeof(text), "%s%s", key, lists[i].text);
		SAME(settings_set(&s, text, &f), lists[i].rc, lists[i].why);
		OK(lists[i].rc || !memcmp(s.chap_algorithms, lists[i].then,
					  sizeof(s.chap_algorithms)),
		   lists[i].why);
	}
	test_names_are_listed();
	return test_done();
}
