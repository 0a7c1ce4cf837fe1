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
{ "no fast abort", SESSION "iscsi.FastAbort=No", NULL, OF(fast_abort), 0 },
{ "fast abort", SESSION "iscsi.FastAbort=Yes", NULL, OF(fast_abort), 1 },
{ "what the kernel cannot do", SESSION "iscsi.ERL=1", "no such setting",
  OF(cmds_max), 128 },
{ "what the kernel cannot do", SESSION "iscsi.DataPDUInOrder=No",
  "no such setting", OF(cmds_max), 128 },
{ "what TCP tunes itself", CONN "tcp.window_size=524288", "no such setting",
  OF(cmds_max), 128 },
{ "one that goes on", SESSION "cmds_max2=64", "no such setting", OF(cmds_max),
  128 },
{ "one that is cut", SESSION "cmds=64", "no such setting", OF(cmds_max),
  128 },
{ "no value", SESSION "cmds_max", "name=value", OF(cmds_max), 128 },
{ "an empty value", SESSION "cmds_max=", "a number", OF(cmds_max), 128 },
{ "a value with a sign in it", SESSION "cmds_max=64=1",
  SESSION "cmds_max=64=1: a number", OF(cmds_max), 128 },
{ "nothing", "", "name=value", OF(cmds_max), 128 },
};

/* As iscsistart(8) says; standing: without -P. */
static const struct {
	const char *name;
	uint32_t low, high, standing;
	size_t field;
} ranges[] = {
{ CONN "timeo.login_timeout", 1, 3600, 15, OF(login_timeout) },
{ CONN "timeo.noop_out_interval", 0, 3600, 0, OF(noop_out_interval) },
{ CONN "timeo.noop_out_timeout", 0, 3600, 0, OF(noop_out_timeout) },
{ SESSION "timeo.replacement_timeout", 0, 86400, 120,
  OF(replacement_timeout) },
{ SESSION "err_timeo.abort_timeout", 1, 3600, 15, OF(abort_timeout) },
{ SESSION "err_timeo.lu_reset_timeout", 1, 3600, 30, OF(lu_reset_timeout) },
{ SESSION "err_timeo.tgt_reset_timeout", 1, 3600, 30, OF(tgt_reset_timeout) },
{ SESSION "cmds_max", 16, 2048, 128, OF(cmds_max) },
{ SESSION "queue_depth", 1, 1024, 32, OF(queue_depth) },
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

/* Whether name=value is taken, and nothing but the field changes. */
static void set_one(size_t row, uint64_t value)
{
	struct settings s, want;
	struct fault f = { .err = 0, .text = "" };
	bool good = value >= ranges[row].low && value <= ranges[row].high;
	uint32_t then = (uint32_t)value;
	char text[80], wrong[160];

	settings_default(&s);
	settings_default(&want);
	snprintf(text, sizeof(text), "%s=%llu", ranges[row].name,
		 (unsigned long long)value);
	SAME(settings_set(&s, text, &f), good ? 0 : -EINVAL, text);
	if (good)
		memcpy((char *)&want + ranges[row].field, &then, sizeof(then));
	SAME(s.said, good ? 1U << row : 0, "and that it was said");
	want.said = s.said;
	OK(!memcmp(&s, &want, sizeof(s)), text);
	snprintf(wrong, sizeof(wrong), "%s: a number from %u to %u is needed",
		 text, ranges[row].low, ranges[row].high);
	SAME_TEXT(f.text, good ? "" : wrong, text);
}

static void test_ranges(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		struct settings s;
		uint32_t got;

		settings_default(&s);
		memcpy(&got, (char *)&s + ranges[i].field, sizeof(got));
		SAME(got, ranges[i].standing, ranges[i].name);
		set_one(i, ranges[i].low);
		set_one(i, ranges[i].high);
		set_one(i, ranges[i].high + 1);
		set_one(i, (1ULL << 32) + ranges[i].low);
		if (ranges[i].low)
			set_one(i, ranges[i].low - 1);
	}
}

static void test_fast_abort(void)
{
	static const char *const wrong[] = { "0", "", "yes", "Yes,", "Nope" };
	struct settings s;

	settings_default(&s);
	SAME(s.fast_abort, 1, "fast abort, without -P");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct fault f = { .err = 0 };
		char text[60];

		snprintf(text, sizeof(text), SESSION "iscsi.FastAbort=%s",
			 wrong[i]);
		SAME(settings_set(&s, text, &f), -EINVAL, text);
		OK(strstr(f.text, text) && strstr(f.text, "Yes or No"), text);
	}
}

static void test_algorithms(void)
{
	static const char key[] = SESSION "auth.chap_algs=";
	struct settings s;

	settings_default(&s);
	OK(!memcmp(s.chap_algorithms, chap_algorithms_default,
		   sizeof(s.chap_algorithms)), "the algorithms without -P");
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct fault f = { .err = 0 };
		char text[80];

		settings_default(&s);
		snprintf(text, sizeof(text), "%s%s", key, lists[i].text);
		SAME(settings_set(&s, text, &f), lists[i].rc, lists[i].why);
		OK(lists[i].rc || !memcmp(s.chap_algorithms, lists[i].then,
					  sizeof(s.chap_algorithms)),
		   lists[i].why);
		OK(!lists[i].rc || (strstr(f.text, text) &&
				    strstr(f.text, "SHA3-256, each once")),
		   lists[i].why);
	}
}

/* Every name that a sentence lists as prefix{one,two}suffix, put apart. */
static size_t expand(const char *list, char names[][64], size_t max)
{
	size_t count = 0;

	while (*list && count < max) {
		int prefix = (int)strcspn(list, "{");
		const char *at = list + prefix + 1, *end = strchr(at, '}') + 1;
		int suffix = (int)strcspn(end, ",");

		for (; at < end && count < max; count++) {
			int n = (int)strcspn(at, ",}");

			snprintf(names[count], 64, "%.*s%.*s%.*s", prefix,
				 list, n, at, suffix, end);
			at += n + 1;
		}
		list = end + suffix;
		list += strspn(list, ", ");
	}
	return count;
}

/* What a wrong name is answered with: all that there are, and no others. */
static void test_names_are_listed(void)
{
	static const char begin[] = "such setting; there are ";
	struct settings s;
	struct fault f = { .err = 0 };
	char names[40][64], text[80];
	const char *list;
	size_t count;

	settings_default(&s);
	settings_set(&s, "node.name=x", &f);
	list = strstr(f.text, begin);
	OK(list, f.text);
	if (!list)
		return;
	OK(strlen(f.text) + 1 < sizeof(f.text), "the list is whole");
	count = expand(list + strlen(begin), names, ARRAY_SIZE(names));
	SAME(count, ARRAY_SIZE(ranges) + 12, "numbers, 10 keys and two more");
	for (size_t i = 0; i < count; i++) {
		struct fault other = { .err = 0, .text = "" };

		snprintf(text, sizeof(text), "%s=?", names[i]);
		SAME(settings_set(&s, text, &other), -EINVAL, text);
		OK(!strstr(other.text, "no such setting"), text);
		for (size_t j = 0; j < i; j++)
			OK(strcmp(names[i], names[j]), "each once");
	}
}

/* Pings come with keeping, unless somebody has said otherwise. */
static void test_keep(void)
{
	struct settings s;
	struct fault f = { .err = 0 };

	settings_default(&s);
	settings_keep(&s);
	OK(s.noop_out_interval == 5 && s.noop_out_timeout == 5, "both");
	settings_default(&s);
	settings_set(&s, "node.conn[0].timeo.noop_out_interval=0", &f);
	settings_set(&s, "node.session.cmds_max=64", &f);
	settings_keep(&s);
	OK(!s.noop_out_interval && s.noop_out_timeout == 5 &&
	   s.cmds_max == 64, "what was said stays");
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct settings s;
		struct fault f = { .err = 0, .text = "" };
		uint32_t got;
		int rc;

		settings_default(&s);
		if (cases[i].field == OF(fast_abort))
			s.fast_abort = !cases[i].then;
		rc = settings_set(&s, cases[i].text, &f);
		SAME(rc, cases[i].wrong ? -EINVAL : 0, cases[i].why);
		memcpy(&got, (char *)&s + cases[i].field, sizeof(got));
		SAME(got, cases[i].then, cases[i].why);
		OK(!cases[i].wrong || strstr(f.text, cases[i].wrong),
		   cases[i].why);
	}
	test_ranges();
	test_fast_abort();
	test_algorithms();
	test_names_are_listed();
	test_keep();
	return test_done();
}
