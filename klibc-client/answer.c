// SPDX-License-Identifier: GPL-2.0-or-later
/* The target's side of a negotiation, key by key. */
#include "answer.h"

#include <errno.h>

/* The keys of RFC 7143 section 13 that are not negotiated by numbers: what the
 * target may do with them, and what it gets. */
enum use {
	TAKEN,			/* declared; may come once */
	IGNORED,		/* may come as often as it likes */
	OURS,			/* the initiator's alone */
	ANSWERED,		/* begun by the target: a fixed word */
};

static const struct row {
	const char *name, *section;
	enum use use;
	const char *reply;
} rows[] = {
{ "SendTargets",	"13.3",  OURS, NULL },
{ "TargetName",		"13.4",  OURS, NULL },
{ "InitiatorName",	"13.5",  OURS, NULL },
{ "TargetAlias",	"13.6",  TAKEN, NULL },
{ "InitiatorAlias",	"13.7",  OURS, NULL },
{ "TargetAddress",	"13.8",  IGNORED, NULL },
{ "SessionType",	"13.21", OURS, NULL },
{ "TaskReporting",	"13.23", ANSWERED, "RFC3720" },
{ "iSCSIProtocolLevel",	"13.24", ANSWERED, "1" },
{ "IFMarker",		"13.25", ANSWERED, "Reject" },
{ "OFMarker",		"13.25", ANSWERED, "Reject" },
{ "IFMarkInt",		"13.25", ANSWERED, "Reject" },
{ "OFMarkInt",		"13.25", ANSWERED, "Reject" },
{ "X#NodeArchitecture",	"13.26", TAKEN, NULL },
};

static const char **security_key(struct answer *a, const char *key)
{
	static const struct {
		const char *name;
		size_t field;
	} fields[] = {
		{ "AuthMethod", offsetof(struct answer, auth_method) },
		{ "CHAP_A", offsetof(struct answer, chap.a) },
		{ "CHAP_I", offsetof(struct answer, chap.i) },
		{ "CHAP_C", offsetof(struct answer, chap.c) },
		{ "CHAP_N", offsetof(struct answer, chap.n) },
		{ "CHAP_R", offsetof(struct answer, chap.r) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
		if (!strcmp(key, fields[i].name))
			return (const char **)(void *)((char *)a +
						       fields[i].field);
	return NULL;
}

static int twice(const char *key, struct fault *f)
{
	return fault(f, STAGE_LOGIN, EPROTO,
		     "the target sent %s twice (RFC 7143 6.3)", key);
}

static int wrong_stage(const char *key, bool operational, struct fault *f)
{
	return fault(f, STAGE_LOGIN, EPROTO,
		     "the target sent %s in the %s stage (RFC 7143 12)", key,
		     operational ? "operational" : "security");
}

/* A word that answers an offer of ours, and is no offer itself. */
static bool is_refusal(const char *value)
{
	return !strcmp(value, "NotUnderstood") || !strcmp(value, "Reject") ||
	       !strcmp(value, "Irrelevant");
}

static int take_row(struct answer_state *s, const struct row *row,
		    bool operational, const char *value, struct fault *f)
{
	uint32_t bit = 1U << (row - rows);

	if (row->use == IGNORED || is_refusal(value))
		return 0;
	if (row->use == OURS)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target sent %s in a login, a key of the initiator's (RFC 7143 %s)",
			     row->name, row->section);
	if (s->seen & bit)
		return twice(row->name, f);
	s->seen |= bit;
	if (row->use != ANSWERED)
		return 0;
	if (!operational)
		return wrong_stage(row->name, operational, f);
	text_put(&s->reply, row->name, row->reply);
	return 0;
}

static int take_key(struct answer *a, struct answer_state *s,
		    bool operational, const char *key, const char *value,
		    struct fault *f)
{
	const char **slot = security_key(a, key);
	int rc;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].name, key))
			return take_row(s, &rows[i], operational, value, f);
	if (slot && operational)
		return wrong_stage(key, operational, f);
	if (slot && *slot)
		return twice(key, f);
	if (slot) {
		*slot = value;
		return 0;
	}
	if (!operational && strcmp(key, "TargetPortalGroupTag"))
		return wrong_stage(key, operational, f);
	rc = key_take(s->params, s->offer, key, value, &s->reply, f);
	if (rc != -ENOENT)
		return rc;
	if (!is_refusal(value))
		text_put(&s->reply, key, "NotUnderstood");
	return 0;
}

int answer_take(struct answer *a, struct answer_state *state,
		struct text *text, bool operational, struct fault *f)
{
	char *key, *value;
	size_t at = 0;
	int rc;

	memset(a, 0, sizeof(*a));
	while ((rc = text_next(text, &at, &key, &value, f)) > 0) {
		rc = take_key(a, state, operational, key, value, f);
		if (rc)
			return rc;
	}
	text->len = 0;
	if (!rc && state->reply.overflow)
		return fault(f, STAGE_LOGIN, EPROTO,
			     "the target began more keys than can be answered");
	return rc;
}
