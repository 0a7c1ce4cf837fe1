// SPDX-License-Identifier: GPL-2.0-or-later
/* What was planned and what became of it. */
#include "boot_report.h"

#include <stdio.h>

#include "plan_show.h"
#include "state_file.h"

#define FOLDER "/run/iscsiboot"

void boot_report_plan(const struct sys *sys, const struct plan *plan)
{
	struct state_file f;

	state_file_begin(&f);
	plan_json(plan, &f.out);
	state_file_write(&f, sys, FOLDER, "plan.json", false);
}

static void put_text(const struct ibft_out *out, const char *name,
		     const char *text)
{
	if (!*text)
		return;
	ibft_print(out, ", \"%s\": ", name);
	ibft_print_quoted(out, text);
}

/* The NIC that leads to a portal: as the plan says, else the one in whose
 * subnet it is.  Empty: not known. */
static const char *nic_of(const struct plan *plan, const struct session *s)
{
	if (s->target->nic >= 0)
		return plan->nics[s->target->nic].ifname;
	for (size_t i = 0; i < plan->nic_count; i++)
		if (addr_same_subnet(&s->portal.addr, &plan->nics[i].address,
				     plan->nics[i].prefix))
			return plan->nics[i].ifname;
	return plan->nic_count == 1 ? plan->nics[0].ifname : "";
}

static void put_session(const struct ibft_out *out, const struct plan *plan,
			const struct session *s)
{
	char portal[PORTAL_TEXT_SIZE], mac[MAC_TEXT_SIZE], text[80];
	const char *nic = nic_of(plan, s);
	bool up = s->state == SESSION_UP;

	ibft_print(out, "{ \"state\": \"%s\"",
		   up ? s->already ? "already" : "up" : "failed");
	put_text(out, "target", s->target->name);
	put_text(out, "portal", portal_text(&s->portal, portal));
	put_text(out, "nic", nic);
	for (size_t i = 0; nic[0] && i < plan->nic_count; i++) {
		if (strcmp(nic, plan->nics[i].ifname) ||
		    !plan->nics[i].mac_known)
			continue;
		put_text(out, "mac", mac_text(plan->nics[i].mac, mac));
		break;
	}
	if (up) {
		snprintf(text, sizeof(text), "/dev/%s", s->scan.disk);
		put_text(out, "disk", text);
		ibft_print(out, ", \"session\": %u", s->handoff.sid);
	} else if (s->fault.err) {
		put_text(out, "error", s->fault.text);
	}
	ibft_print(out, " }");
}

static void put_stages(const struct ibft_out *out, const struct timeline *t)
{
	bool some = false;

	ibft_print(out, ",\n  \"stages\": [");
	for (int i = 0; i < STAGE_COUNT; i++) {
		if (!t->begin[i] || !t->end[i])
			continue;
		ibft_print(out, "%s\n    { \"stage\": \"%s\", "
			   "\"begin_ms\": %llu, \"end_ms\": %llu }",
			   some ? "," : "", stage_name(i),
			   (unsigned long long)t->begin[i],
			   (unsigned long long)t->end[i]);
		some = true;
	}
	ibft_print(out, " ]");
}

void boot_report_write(const struct sys *sys, const struct boot_outcome *o,
		       bool print)
{
	struct state_file f;
	const struct ibft_out *out = &f.out;

	state_file_begin(&f);
	ibft_print(out, "{ \"version\": 1,\n  \"program\": \"iscsistart "
		   VERSION "\",\n  \"result\": \"%s\"",
		   o->fault->err ? "failed" : "up");
	if (o->fault->err) {
		ibft_print(out, ",\n  \"exit_status\": %d",
			   fault_exit_status(o->fault->err));
		put_text(out, "stage", stage_name(o->fault->stage));
		put_text(out, "error", o->fault->text);
	}
	ibft_print(out, ",\n  \"time_ms\": %llu",
		   (unsigned long long)sys->now(sys));
	ibft_print(out, ",\n  \"initiator\": ");
	ibft_print_quoted(out, o->plan->initiator_name);
	ibft_print(out, ",\n  \"sessions\": [");
	for (size_t i = 0; i < o->count; i++) {
		ibft_print(out, i ? ",\n    " : "\n    ");
		put_session(out, o->plan, &o->sessions[i]);
	}
	ibft_print(out, " ]");
	put_stages(out, o->timeline);
	ibft_print(out, " }\n");
	state_file_write(&f, sys, FOLDER, "report.json", false);
	if (print && !f.full)
		sys->output(sys, SYS_STDOUT, f.text);
}
