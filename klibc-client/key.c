// SPDX-License-Identifier: GPL-2.0-or-later
/* The operational keys, a row for each line of RFC 7143 section 13. */
#include "key.h"

#include <errno.h>

#include "number.h"
#include "text.h"

enum rule {
	RULE_MIN,		/* numbers, the smaller holds */
	RULE_MAX,		/* numbers, the larger holds */
	RULE_AND, RULE_OR,	/* booleans */
	RULE_DECLARE,		/* the target says, we take it */
	RULE_LIST,		/* None or CRC32C */
};

/* Who may change the offer, and where it has no meaning. */
enum {
	FIXED = 1,		/* the kernel can do nothing else */
	NORMAL = 2,		/* irrelevant in a discovery session */
};

/* offer is what we propose, standing what holds when nobody negotiates.
 *
 * What the offers are worth with iscsi_tcp, by the PDUs of 1 MiB written and
 * read and of 20 writes of 4 KiB (tests/bench/settings.py):
 * InitialR2T=No and ImmediateData=Yes: 1 R2T, and 21 without them, each a
 * round trip; either alone has 1, but without immediate data 24 Data-Outs
 * instead of 3.  MaxBurstLength: 1 R2T, and 3 with 262144.  FirstBurstLength:
 * 3 Data-Outs, and 4 with 65536.  MaxRecvDataSegmentLength: 65 Data-Ins, 189
 * with 8192, and with 1048576 still 61.  MaxOutstandingR2T: where one R2T asks
 * for a whole write there is none to be outstanding beside it. */
static const struct key {
	const char *name, *section;
	enum rule rule;
	uint8_t flags;
	uint32_t low, high, offer, standing;
	size_t field;			/* of struct params */
} keys[] = {
#define OF(f) offsetof(struct params, f)
#define SEGMENT_MAX 0xffffff
{ "HeaderDigest",	"13.1",  RULE_LIST, 0, 0, 1, OFFER_NONE, 0, OF(header_digest) },
{ "DataDigest",		"13.1",  RULE_LIST, 0, 0, 1, OFFER_NONE, 0, OF(data_digest) },
{ "MaxConnections",	"13.2",  RULE_MIN, FIXED | NORMAL, 1, 65535, 1, 1, OF(max_connections) },
{ "TargetPortalGroupTag", "13.9", RULE_DECLARE, FIXED, 0, 65535, 0, TPGT_UNKNOWN, OF(target_portal_group_tag) },
{ "InitialR2T",		"13.10", RULE_OR, NORMAL, 0, 1, 0, 1, OF(initial_r2t) },
{ "ImmediateData",	"13.11", RULE_AND, NORMAL, 0, 1, 1, 1, OF(immediate_data) },
{ "MaxRecvDataSegmentLength", "13.12", RULE_DECLARE, 0, 512, SEGMENT_MAX, 262144, 8192, OF(max_xmit_data_segment_length) },
{ "MaxBurstLength",	"13.13", RULE_MIN, NORMAL, 512, SEGMENT_MAX, 16776192, 262144, OF(max_burst_length) },
{ "FirstBurstLength",	"13.14", RULE_MIN, NORMAL, 512, SEGMENT_MAX, 262144, 65536, OF(first_burst_length) },
{ "DefaultTime2Wait",	"13.15", RULE_MAX, 0, 0, 3600, 0, 2, OF(default_time2wait) },
{ "DefaultTime2Retain",	"13.16", RULE_MIN, 0, 0, 3600, 0, 20, OF(default_time2retain) },
{ "MaxOutstandingR2T",	"13.17", RULE_MIN, NORMAL, 1, 65535, 1, 1, OF(max_outstanding_r2t) },
{ "DataPDUInOrder",	"13.18", RULE_OR, FIXED | NORMAL, 0, 1, 1, 1, OF(data_pdu_in_order) },
{ "DataSequenceInOrder", "13.19", RULE_OR, FIXED | NORMAL, 0, 1, 1, 1, OF(data_sequence_in_order) },
{ "ErrorRecoveryLevel",	"13.20", RULE_MIN, FIXED, 0, 2, 0, 0, OF(error_recovery_level) },
#undef OF
};

#define KEY_MAX_RECV 6		/* the row of MaxRecvDataSegmentLength */
_Static_assert(ARRAY_SIZE(keys) <= 32, "a bit for each key in params.seen");

static const char *const digest_offers[OFFER_COUNT] = {
	[OFFER_NONE] = "None",
	[OFFER_CRC32C] = "CRC32C",
	[OFFER_CRC32C_NONE] = "CRC32C,None",
	[OFFER_NONE_CRC32C] = "None,CRC32C",
};

static bool digest_offered(uint32_t offer, uint32_t digest)
{
	return offer >= OFFER_CRC32C_NONE || offer == digest;
}

static uint32_t *field(struct params *p, const struct key *k)
{
	return (uint32_t *)(void *)((char *)p + k->field);
}

/* Our own side of a key. */
static uint32_t *offer_field(struct params *offer, const struct key *k)
{
	return k == &keys[KEY_MAX_RECV] ?
		&offer->max_recv_data_segment_length : field(offer, k);
}

static uint32_t offered(const struct params *offer, const struct key *k)
{
	struct params copy = *offer;

	return *offer_field(&copy, k);
}

void key_offer_defaults(struct params *offer)
{
	memset(offer, 0, sizeof(*offer));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		*offer_field(offer, &keys[i]) = keys[i].offer;
}

void key_defaults(struct params *p, const struct params *offer)
{
	memset(p, 0, sizeof(*p));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		*field(p, &keys[i]) = keys[i].standing;
	p->max_recv_data_segment_length = offer->max_recv_data_segment_length;
}

static bool boolean(enum rule rule)
{
	return rule == RULE_AND || rule == RULE_OR;
}

static void put(struct wr *w, const struct key *k, uint32_t value)
{
	if (boolean(k->rule))
		text_put(w, k->name, value ? "Yes" : "No");
	else if (k->rule == RULE_LIST)
		text_put(w, k->name, digest_offers[value]);
	else
		text_put_number(w, k->name, value);
}

void key_offer(struct params *p, const struct params *offer, bool discovery,
	       struct wr *w)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const struct key *k = &keys[i];
		uint32_t value = offered(offer, k);

		/* TargetPortalGroupTag is the target's alone to declare. */
		if ((k->rule == RULE_DECLARE && i != KEY_MAX_RECV) ||
		    (discovery && k->flags & NORMAL))
			continue;
		put(w, k, value);
		p->offered |= 1U << i;
		/* One side's word decides: an answer is optional (6.2.2). */
		if (k->rule == (value ? RULE_OR : RULE_AND))
			*field(p, k) = value;
	}
}

static const struct key *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

int key_set_offer(struct params *offer, const char *key, const char *text,
		  struct fault *f)
{
	const struct key *k = find(key);
	uint64_t n = 0;
	bool ok;

	if (!k || k->flags & FIXED)
		return -ENOENT;
	if (k->rule == RULE_LIST) {
		while (n < OFFER_COUNT && strcmp(text, digest_offers[n]))
			n++;
		ok = n < OFFER_COUNT;
	} else if (boolean(k->rule)) {
		n = !strcmp(text, "Yes");
		ok = n || !strcmp(text, "No");
	} else {
		ok = !number_decimal(text, k->high, &n) && n >= k->low;
	}
	if (!ok && k->rule == RULE_LIST)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s=%.60s: None, CRC32C, or both with a comma between are needed",
			     key, text);
	if (!ok && boolean(k->rule))
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s=%.60s: Yes or No is needed", key, text);
	if (!ok)
		return fault(f, STAGE_OPTIONS, EINVAL,
			     "%s=%.60s: a number from %u to %u is needed", key,
			     text, k->low, k->high);
	*offer_field(offer, k) = (uint32_t)n;
	return 0;
}

/* The value as a number, boolean or digest name.  0 or -EPROTO. */
static int read_value(const struct key *k, const char *value, uint32_t *out,
		      struct fault *f)
{
	uint64_t n = 0;
	bool ok;

	if (boolean(k->rule)) {
		n = !strcmp(value, "Yes");
		ok = n || !strcmp(value, "No");
	} else if (k->rule == RULE_LIST) {
		n = !strcmp(value, "CRC32C");
		ok = n || !strcmp(value, "None");
	} else {
		ok = !number_rfc7143(value, k->high, &n) && n >= k->low;
	}
	if (!ok)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent %s=%.60s, not a value of RFC 7143 %s",
			     k->name, value, k->section);
	*out = (uint32_t)n;
	return 0;
}

/* The result function of a negotiation (RFC 7143 6.2.2). */
static uint32_t settle(const struct key *k, uint32_t a, uint32_t b)
{
	switch (k->rule) {
	case RULE_MIN:
	case RULE_AND:
		return a < b ? a : b;
	case RULE_MAX:
	case RULE_OR:
		return a > b ? a : b;
	default:
		return b;
	}
}

/* The target may answer a minimum only with our offer or less: one that says
 * more has not understood the rule, and may not keep to the result. */
static int answered(const struct key *k, uint32_t ours, uint32_t *now,
		    uint32_t value, struct fault *f)
{
	if (k->rule == RULE_LIST && !digest_offered(ours, value))
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target chose %s=%s, which was not offered (RFC 7143 6.2.1)",
			     k->name, digest_offers[value]);
	if (k->rule == RULE_MIN && value > ours)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target answered %s=%u to an offer of %u (RFC 7143 %s: the smaller holds)",
			     k->name, value, ours, k->section);
	*now = settle(k, ours, value);
	return 0;
}

/* The target begins with a list of digests: the first that is in ours, too. */
static void choose(const struct key *k, uint32_t ours, const char *list,
		   uint32_t *now, struct wr *reply)
{
	while (*list) {
		size_t n = strcspn(list, ",");

		for (uint32_t d = DIGEST_NONE; d <= DIGEST_CRC32C; d++)
			if (n == strlen(digest_offers[d]) &&
			    !memcmp(list, digest_offers[d], n) &&
			    digest_offered(ours, d)) {
				*now = d;
				put(reply, k, d);
				return;
			}
		list += n + (list[n] == ',');
	}
	text_put(reply, k->name, "Reject");
}

int key_take(struct params *p, const struct params *offer, const char *key,
	     const char *value, struct wr *reply, struct fault *f)
{
	const struct key *k = find(key);
	uint32_t bit, v = 0, ours;
	int rc;

	if (!k)
		return -ENOENT;
	bit = 1U << (k - keys);
	if (p->seen & bit)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent %s twice (RFC 7143 6.3)", key);
	p->seen |= bit;
	ours = offered(offer, k);
	/* These leave what stands without negotiation (RFC 7143 6.2). */
	if (k->rule != RULE_DECLARE &&
	    (!strcmp(value, "Reject") || !strcmp(value, "Irrelevant") ||
	     !strcmp(value, "NotUnderstood")))
		return 0;
	if (k->rule == RULE_LIST && !(p->offered & bit)) {
		choose(k, ours, value, field(p, k), reply);
		return 0;
	}
	rc = read_value(k, value, &v, f);
	if (rc)
		return rc;
	if (k->rule == RULE_DECLARE) {
		*field(p, k) = v;
		return 0;
	}
	if (p->offered & bit)
		return answered(k, ours, field(p, k), v, f);
	*field(p, k) = settle(k, ours, v);
	put(reply, k, *field(p, k));
	return 0;
}

int key_check(const struct params *p, const struct params *offer,
	      struct fault *f)
{
	bool unsolicited = p->immediate_data || !p->initial_r2t;

	for (const struct key *k = keys; k->rule == RULE_LIST; k++)
		if (!digest_offered(offered(offer, k), offered(p, k)))
			return fault(f, STAGE_LOGIN, EPROTO,
				     "%s=%s was asked for, and the target does not take it: add None to the list, or turn it on at the target",
				     k->name, digest_offers[offered(offer, k)]);

	/* Without unsolicited data FirstBurstLength is irrelevant. */
	if (unsolicited && p->first_burst_length > p->max_burst_length)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target settled FirstBurstLength %u above MaxBurstLength %u (RFC 7143 13.14)",
			     p->first_burst_length, p->max_burst_length);
	return 0;
}
