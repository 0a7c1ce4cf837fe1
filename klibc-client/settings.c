// SPDX-License-Identifier: GPL-2.0-or-later
/* What -P sets. */
#include "settings.h"

#include <errno.h>

#include "number.h"

#define CONN "node.conn[0]."
#define SESSION "node.session."

/* Numbers and booleans of the kernel's and of ours. */
static const struct number {
	const char *name;
	uint32_t low, high, standing;
	size_t field;			/* of struct settings */
} numbers[] = {
#define OF(f) offsetof(struct settings, f)
/* Shorter answers nothing that is slow; a boot must not hang on one try. */
{ CONN "timeo.login_timeout", 1, 3600, 15, OF(login_timeout) },
/* No pings: without a daemon a missed one loses the disk. */
{ CONN "timeo.noop_out_interval", 0, 3600, 0, OF(noop_out_interval) },
{ CONN "timeo.noop_out_timeout", 0, 3600, 0, OF(noop_out_timeout) },
{ SESSION "timeo.replacement_timeout", 0, 86400, 120, OF(replacement_timeout) },
{ SESSION "err_timeo.abort_timeout", 1, 3600, 15, OF(abort_timeout) },
{ SESSION "err_timeo.lu_reset_timeout", 1, 3600, 30, OF(lu_reset_timeout) },
{ SESSION "err_timeo.tgt_reset_timeout", 1, 3600, 30, OF(tgt_reset_timeout) },
/* The kernel takes powers of two here, rounded down by itself, and keeps 15 of
 * cmds_max.  Fewer are slow where there are many readers and a target that is
 * slow to answer: with 128 and 100 ms, cmds_max=32 has 0.55 of the speed and
 * queue_depth=16 has 0.52.  queue_depth=128 had 0.96 there, but 2.3 and 2.7 in
 * longer runs.  32 is a choice between that and one read while writers fill the
 * link: 0.3 to 0.8 of the speed with 128, and 2.17 with 16.  See
 * tests/bench/link.py. */
{ SESSION "cmds_max", 16, 2048, 128, OF(cmds_max) },
{ SESSION "queue_depth", 1, 1024, 32, OF(queue_depth) },
#undef OF
};

/* Offers of the login; behind the last dot the key's own name. */
static const char *const keys[] = {
	CONN "iscsi.HeaderDigest",
	CONN "iscsi.DataDigest",
	CONN "iscsi.MaxRecvDataSegmentLength",
	SESSION "iscsi.InitialR2T",
	SESSION "iscsi.ImmediateData",
	SESSION "iscsi.FirstBurstLength",
	SESSION "iscsi.MaxBurstLength",
	SESSION "iscsi.DefaultTime2Wait",
	SESSION "iscsi.DefaultTime2Retain",
	SESSION "iscsi.MaxOutstandingR2T",
};

/* As Open-iSCSI names them. */
static const struct {
	const char *name;
	uint8_t algorithm;
} algorithms[] = {
	{ "MD5", HASH_MD5 },
	{ "SHA1", HASH_SHA1 },
	{ "SHA256", HASH_SHA256 },
	{ "SHA3-256", HASH_SHA3_256 },
};

#define CHAP_ALGS SESSION "auth.chap_algs"
/* Seconds between pings, and how long an answer may take. */
#define KEEP_PING_S 5

#define FAST_ABORT SESSION "iscsi.FastAbort"

static uint32_t *field(struct settings *s, const struct number *n)
{
	return (uint32_t *)(void *)((char *)s + n->field);
}

void settings_default(struct settings *s)
{
	memset(s, 0, sizeof(*s));
	key_offer_defaults(&s->offer);
	memcpy(s->chap_algorithms, chap_algorithms_default,
	       sizeof(s->chap_algorithms));
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		*field(s, &numbers[i]) = numbers[i].standing;
	s->fast_abort = 1;
}

static uint8_t find_algorithm(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(algorithms); i++)
		if (strlen(algorithms[i].name) == n &&
		    !memcmp(algorithms[i].name, name, n))
			return algorithms[i].algorithm;
	return 0;
}

static int set_algorithms(struct settings *s, const char *value,
			  struct fault *f)
{
	const char *at = value;
	size_t count = 0;

	memset(s->chap_algorithms, 0, sizeof(s->chap_algorithms));
	while (*at) {
		size_t n = strcspn(at, ",");
		uint8_t a = find_algorithm(at, n);

		if (!a || memchr(s->chap_algorithms, a, count))
			break;
		s->chap_algorithms[count++] = a;
		at += n;
		if (!*at)
			return 0;
		at++;			/* one more must follow */
	}
	return fault(f, STAGE_OPTIONS, EINVAL,
		     CHAP_ALGS "=%.60s: a list of MD5, SHA1, SHA256 and SHA3-256, each once, with commas between is needed",
		     value);
}

static int set_number(struct settings *s, const struct number *n,
		      const char *value, struct fault *f)
{
	uint64_t v;

	if (number_decimal(value, n->high, &v) || v < n->low)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s=%.60s: a number from %u to %u is needed",
			     n->name, value, n->low, n->high);
	*field(s, n) = (uint32_t)v;
	s->said |= 1U << (n - numbers);
	return 0;
}

void settings_keep(struct settings *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if ((numbers[i].field == offsetof(struct settings,
						  noop_out_interval) ||
		     numbers[i].field == offsetof(struct settings,
						  noop_out_timeout)) &&
		    !(s->said >> i & 1))
			*field(s, &numbers[i]) = KEEP_PING_S;
}

static int unknown(const char *text, struct fault *f)
{
	/* The value may be a password that belongs elsewhere. */
	return fault(f, STAGE_OPTIONS, EINVAL,
		     "%.*s: there is no such setting; there are "
		     "node.conn[0].iscsi.{HeaderDigest,DataDigest,MaxRecvDataSegmentLength}, "
		     "node.session.iscsi.{InitialR2T,ImmediateData,FirstBurstLength,MaxBurstLength,DefaultTime2Wait,DefaultTime2Retain,MaxOutstandingR2T,FastAbort}, "
		     "node.conn[0].timeo.{login_timeout,noop_out_interval,noop_out_timeout}, "
		     "node.session.{cmds_max,queue_depth,auth.chap_algs,timeo.replacement_timeout}, "
		     "node.session.err_timeo.{abort,lu_reset,tgt_reset}_timeout",
		     (int)(strcspn(text, "=") < 60 ? strcspn(text, "=") : 60),
		     text);
}

int settings_set(struct settings *s, const char *text, struct fault *f)
{
	const char *value = strchr(text, '=');
	size_t n = value ? (size_t)(value - text) : 0;

	if (!value)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%.60s: name=value is needed", text);
	value++;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strlen(keys[i]) == n && !memcmp(keys[i], text, n))
			return key_set_offer(&s->offer,
					     strrchr(keys[i], '.') + 1, value,
					     f);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (strlen(numbers[i].name) == n &&
		    !memcmp(numbers[i].name, text, n))
			return set_number(s, &numbers[i], value, f);
	if (n == strlen(CHAP_ALGS) && !memcmp(text, CHAP_ALGS, n))
		return set_algorithms(s, value, f);
	if (n == strlen(FAST_ABORT) && !memcmp(text, FAST_ABORT, n)) {
		s->fast_abort = !strcmp(value, "Yes");
		if (s->fast_abort || !strcmp(value, "No"))
			return 0;
		return fault(f, STAGE_OPTIONS, EINVAL,
			     FAST_ABORT "=%.60s: Yes or No is needed",
			     value);
	}
	return unknown(text, f);
}
