// SPDX-License-Identifier: GPL-2.0-or-later
/* What the keeper answers to --status, --stop, --handover and --attach. */
#include "keeper.h"

#include <errno.h>
#include <stdio.h>

#include "kept_attach.h"
#include "log.h"
#include "number.h"
#include "out.h"

static void put(void *arg, const char *text)
{
	control_text(arg, text);
}

static void show_text(const struct keeper *k, const struct ibft_out *out)
{
	char where[PORTAL_TEXT_SIZE];

	ibft_print(out, "session keeper: process %d\n", k->pid);
	for (size_t i = 0; i < k->count; i++) {
		const struct kept *s = &k->kept[i];

		if (s->state == KEPT_GONE)
			continue;
		ibft_print(out, "session %u: %s at %s: ", s->handoff.sid,
			   s->target_name, portal_text(&s->portal, where));
		ibft_print(out, "%s", kept_words(s));
		if (s->state != KEPT_UP)
			ibft_print(out, ", down for %u s",
				   (unsigned int)((k->sys->now(k->sys) -
						   s->since) / 1000));
		if (s->recoveries)
			ibft_print(out,
				   "; brought back %u times, last after %u ms (%s), longest %u ms, %llu ms in all",
				   s->recoveries, s->last_ms, s->cause,
				   s->longest_ms,
				   (unsigned long long)s->down_ms);
		if (k->pool.reserve)
			ibft_print(out, "; reserved connection: %s, used %u times",
				   s->reserve.connected && s->reserve.fd >= 0 ?
				   "ready" : "none", s->by_reserve);
		ibft_print(out, "\n");
	}
}

static void show_json(const struct keeper *k, const struct ibft_out *out)
{
	char where[PORTAL_TEXT_SIZE];
	const char *comma = "";

	ibft_print(out, "{\"version\":1,\"pid\":%d,\"sessions\":[", k->pid);
	for (size_t i = 0; i < k->count; i++) {
		const struct kept *s = &k->kept[i];

		if (s->state == KEPT_GONE)
			continue;
		ibft_print(out, "%s\n{\"sid\":%u,\"target\":", comma,
			   s->handoff.sid);
		ibft_print_quoted(out, s->target_name);
		ibft_print(out, ",\"portal\":\"%s\",\"state\":\"%s\",\"up\":%s,",
			   portal_text(&s->portal, where), kept_words(s),
			   s->state == KEPT_UP ? "true" : "false");
		ibft_print(out,
			   "\"recoveries\":%u,\"last_ms\":%u,\"longest_ms\":%u,\"down_ms\":%llu,",
			   s->recoveries, s->last_ms, s->longest_ms,
			   (unsigned long long)s->down_ms);
		ibft_print(out,
			   "\"reserve\":%s,\"by_reserve\":%u,\"cause\":\"%s\"}",
			   s->reserve.connected && s->reserve.fd >= 0 ?
			   "true" : "false", s->by_reserve, s->cause);
		comma = ",";
	}
	ibft_print(out, "\n]}\n");
}

/* Whether iscsid would take the session: the first one it would not. */
static const struct kept *not_for_iscsid(const struct keeper *k)
{
	for (size_t i = 0; i < k->count; i++)
		if (k->kept[i].state != KEPT_GONE &&
		    kept_attach_ours(k->sys, k->kept[i].handoff.sid))
			return &k->kept[i];
	return NULL;
}

static void refuse(struct keeper *k, struct fault *f)
{
	control_status(&k->control, f->err);
	control_text(&k->control, f->text);
	control_end(&k->control);
}

static void done(struct keeper *k, const char *text)
{
	control_status(&k->control, 0);
	control_text(&k->control, text);
	control_end(&k->control);
}

static void answer_stop(struct keeper *k, bool handover)
{
	const struct kept *ours = handover ? not_for_iscsid(k) : NULL;
	struct fault f = { .err = 0 };

	if (ours) {
		fault(&f, STAGE_KEEPER, EOPNOTSUPP,
		      "session %u was made to be kept, and the kernel cannot forget that: iscsid leaves it alone for its whole life.  The keeper goes on",
		      ours->handoff.sid);
		refuse(k, &f);
		return;
	}
	log_line(k->sys, STAGE_KEEPER, NULL, "%s", handover ?
		 "the sessions are left to iscsid: the keeper ends" :
		 "asked to end: from now on nobody brings back a connection that is lost");
	k->stop = true;
	done(k, handover ?
	     "the keeper has ended: start or restart iscsid now, which takes the sessions\n" :
	     "the keeper has ended\n");
}

static void answer_attach(struct keeper *k, const char *number)
{
	struct fault f = { .err = 0 };
	uint64_t sid;

	if (number_decimal(number, UINT32_MAX, &sid))
		fault(&f, STAGE_KEEPER, EINVAL, "attach: a number is needed");
	else
		keeper_attach(k, (uint32_t)sid, &f);
	if (f.err)
		refuse(k, &f);
	else
		done(k, "");
}

void keeper_answer(struct keeper *k, const char *request)
{
	struct ibft_out out = { .text = put, .arg = &k->control };
	struct fault f = { .err = 0 };

	if (!strcmp(request, "stop") || !strcmp(request, "handover")) {
		answer_stop(k, request[0] == 'h');
	} else if (!strncmp(request, "attach ", 7)) {
		answer_attach(k, request + 7);
	} else if (!strcmp(request, "status")) {
		control_status(&k->control, 0);
		show_text(k, &out);
		control_end(&k->control);
	} else if (!strcmp(request, "status json")) {
		control_status(&k->control, 0);
		show_json(k, &out);
		control_end(&k->control);
	} else {
		fault(&f, STAGE_KEEPER, EINVAL,
		      "the keeper does not know this request: is it of another version?");
		refuse(k, &f);
	}
}
