// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks every source what to boot. */
#include "gather.h"

#include <errno.h>

#include "initiator.h"
#include "leases.h"
#include "log.h"
#include "name.h"
#include "plan_nics.h"
#include "report.h"
#include "said_ibft.h"
#include "secrets.h"

static void say_finding(void *arg, const struct ibft_finding *finding)
{
	const struct sys *sys = arg;

	if (finding->severity == IBFT_WARNING)
		log_line(sys, STAGE_PLAN, NULL, "iBFT: %s: %s", finding->block,
			 finding->text);
}

static void say_other(void *arg, const char *path)
{
	const struct sys *sys = arg;

	log_line(sys, STAGE_PLAN, NULL, "%s: present, not supported", path);
}

int gather_ibft(const struct sys *sys, struct ibft *ibft,
		struct firmware_table *table, struct fault *f)
{
	/* The callbacks make it const again. */
	void *arg = (void *)(uintptr_t)sys;
	struct ibft_report report = { .finding = say_finding, .arg = arg };
	int rc = firmware_read(sys, ibft, table, &report, f);

	if (rc == -ENODATA)
		firmware_others(sys, say_other, arg);
	wipe(table->bytes, sizeof(table->bytes));
	return rc;
}

static void begin(struct gather *g, enum source source)
{
	wipe(&g->said, sizeof(g->said));
	g->said.source = source;
	g->said.remarks = &g->plan->remarks;
}

static int from_options(struct gather *g, struct fault *f)
{
	const struct options *o = g->options;
	struct said *said = &g->said;
	struct plan_target *t = NULL;
	int rc = 0;

	begin(g, SOURCE_OPTION);
	if (o->initiator_name) {
		copy_string(said->initiator_name,
			    sizeof(said->initiator_name), o->initiator_name);
		if (name_fold(said->initiator_name))
			remark_warning(said->remarks, o->initiator_name,
				       "it is taken in lower case (RFC 7143 4.2.7)");
	}
	if (!chap_account_empty(&o->account))
		said->accounts[said->account_count++].account = o->account;
	if (o->secrets)
		rc = secrets_read(said, g->sys, o->secrets, f);
	if (!rc && o->firmware && (o->target_name || o->portal_given))
		remark_ignored(said->remarks, "-t, -a",
			       "-b, -N and -f are about what firmware says, and only that");
	else if (!rc && (o->target_name || o->portal_given)) {
		t = said_target(said, "-t");
		if (o->target_name)	/* none where it is to be discovered */
			copy_string(t->name, sizeof(t->name), o->target_name);
		if (o->target_name && name_odd(o->target_name))
			remark_warning(said->remarks, o->target_name,
				       "the target name is %s",
				       name_odd(o->target_name));
		if (o->portal_given) {
			t->portal = o->portal;
			copy_string(t->host, sizeof(t->host), o->host);
		}
		t->tpgt = o->tpgt;
	}
	/* For whatever portal another source names. */
	if (o->port_given && !o->portal_given)
		said->port = o->portal.port;
	said->tpgt_known = !t && o->tpgt != TPGT_UNKNOWN;
	said->tpgt = o->tpgt;
	return rc ? rc : plan_merge(g->plan, said, f);
}

static int from_cmdline(struct gather *g, struct fault *f)
{
	int rc;

	begin(g, SOURCE_CMDLINE);
	rc = cmdline_read(&g->cmdline, &g->said, g->sys,
			  g->options->cmdline_file, g->settings, g->options,
			  f);
	return rc ? rc : plan_merge(g->plan, &g->said, f);
}

/* Whether nothing is left for another source to say. */
static bool options_say_all(const struct gather *g)
{
	const struct options *o = g->options;

	return !o->cmdline && !o->firmware && g->plan->initiator_name[0] &&
	       o->portal_given &&
	       (o->target_name || o->action == ACTION_DISCOVER);
}

static int from_ibft(struct gather *g, struct fault *f)
{
	int rc;

	if (g->plan->no_ibft || options_say_all(g))
		return 0;
	begin(g, SOURCE_IBFT);
	rc = gather_ibft(g->sys, &g->ibft, &g->table, &g->said.fault);
	if (!rc)
		said_ibft(&g->said, &g->ibft);
	wipe(&g->ibft, sizeof(g->ibft));
	/* Options alone say where to go: only our name is asked for. */
	if (!g->options->cmdline && !g->options->firmware &&
	    g->options->portal_given &&
	    (g->options->target_name ||
	     g->options->action == ACTION_DISCOVER))
		g->said.target_count = g->said.nic_count = 0;
	return rc == -ENODATA ? 0 : plan_merge(g->plan, &g->said, f);
}

static int from_dhcp(struct gather *g, struct fault *f)
{
	begin(g, SOURCE_DHCP);
	leases_read(&g->said, g->sys);
	return plan_merge(g->plan, &g->said, f);
}

static int from_file(struct gather *g, struct fault *f)
{
	begin(g, SOURCE_FILE);
	iscsi_initramfs_read(&g->cmdline, &g->said, g->sys, g->settings,
			     g->options);
	return plan_merge(g->plan, &g->said, f);
}

/* Our own name, where none of the sources gives it. */
static int find_name(struct gather *g, struct fault *f)
{
	char file[64];
	int rc = 0;

	if (g->plan->initiator_name[0])
		return 0;
	begin(g, SOURCE_FILE);
	rc = initiator_from_file(g->sys, g->said.initiator_name, file, f);
	if (rc == -ENODATA) {
		g->said.source = SOURCE_GENERATED;
		rc = initiator_from_machine(g->sys, g->said.initiator_name);
	}
	if (rc == -ENODATA)
		return 0;
	return rc ? rc : plan_merge(g->plan, &g->said, f);
}

int gather_plan(struct gather *g, const struct sys *sys,
		const struct options *options, struct plan *plan,
		struct settings *settings, struct fault *f)
{
	int rc;

	g->sys = sys;
	g->options = options;
	g->plan = plan;
	g->settings = settings;
	plan_begin(plan);
	plan->wait = options->wait;
	*settings = options->settings;
	rc = from_options(g, f);
	if (!rc && options->cmdline)
		rc = from_cmdline(g, f);
	if (!rc)
		rc = from_ibft(g, f);
	if (!rc && options->cmdline)
		rc = from_dhcp(g, f);
	if (!rc && options->cmdline)
		rc = from_file(g, f);
	if (!rc)
		rc = find_name(g, f);
	if (!rc && options->cmdline)
		plan_default_nics(plan);
	if (!rc)
		rc = plan_finish(plan, options->action == ACTION_DISCOVER, f);
	wipe(&g->said, sizeof(g->said));
	return rc;
}
