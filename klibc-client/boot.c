// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks the stages in order. */
#include "boot.h"

#include <errno.h>
#include <stdio.h>

#include "boot_report.h"
#include "dhcp.h"
#include "existing.h"
#include "log.h"
#include "module.h"
#include "netfiles.h"
#include "nic_name.h"
#include "nics.h"
#include "plan_show.h"
#include "resolve_plan.h"

#define NETLINK_DEVICES_PROTOCOL 15	/* NETLINK_KOBJECT_UEVENT */
#define KERNEL_GROUP 1

/* How long the others may take to log in once one disk is there: root may be on
 * another target's.  A path to a target that is there already is not waited for
 * when it is not even connected by then. */
#define OTHERS_MS 2000

/* What is not used, and what is used with a warning. */
static void log_remarks(const struct boot *b)
{
	const struct remarks *r = &b->plan.remarks;

	for (size_t i = 0; i < r->count; i++)
		log_line(b->sys, STAGE_PLAN, NULL, "%s%s: %s",
			 r->list[i].what,
			 r->list[i].ignored ? " is ignored" : "",
			 r->list[i].why);
}

struct namer {
	const struct sys *sys;
	char name[16];
};

static void print_out(void *arg, const char *text)
{
	const struct namer *n = arg;

	n->sys->output(n->sys, SYS_STDOUT, text);
}

static const char *name_interface(void *arg, const struct ibft_nic *nic)
{
	struct namer *n = arg;

	return nic_name(n->sys, nic->mac, n->name);
}

static int print_records(struct boot *b, struct fault *f)
{
	struct namer namer = { .sys = b->sys };
	struct ibft_out out = { .text = print_out, .arg = &namer };
	int rc = gather_ibft(b->sys, &b->gather.ibft, &b->gather.table, f);

	if (rc == -ENODATA)
		return fault(f, STAGE_PLAN, ENODATA,
			     "the firmware left no iBFT");
	if (!rc)
		ibft_print_records(&b->gather.ibft, name_interface, &namer,
				   &out);
	wipe(&b->gather.ibft, sizeof(b->gather.ibft));
	return rc;
}

/* Once.  What is missing is found where it is used: it may be built in, or
 * named otherwise. */
static void load_modules(void *arg)
{
	/* iscsi_tcp makes no connection without crc32c, digests or not. */
	static const char *const names[] = {
		"crc32c_generic", "iscsi_tcp", "sd_mod",
	};
	struct boot *b = arg;

	if (b->options->action != ACTION_BOOT ||
	    b->timeline.begin[STAGE_MODULES])
		return;
	timeline_begin(&b->timeline, b->sys, STAGE_MODULES);
	for (size_t i = 0; !b->modules.err && i < ARRAY_SIZE(names); i++) {
		int rc = module_load(b->sys, names[i]);

		if (rc && rc != -ENODATA)
			fault(&b->modules, STAGE_MODULES, -rc,
			      "the kernel module %s cannot be loaded: %s",
			      names[i], errno_words(-rc).text);
	}
	timeline_end(&b->timeline, b->sys, STAGE_MODULES);
}

static void kernel_event(void *arg, const struct uevent_message *m)
{
	struct boot *b = arg;

	for (size_t i = 0; i < b->count; i++)
		transport_kernel_event(&b->sessions[i].transport, m);
}

/* The kernel's messages about devices, to the sessions that scan. */
static void take_uevents(struct boot *b)
{
	char text[2048];
	int n;

	while ((n = b->sys->receive(b->sys, b->uevents, text,
				    sizeof(text) - 1)) != -EAGAIN) {
		if (n <= 0 && n != -ENOBUFS)
			return;
		text[n > 0 ? n : 0] = '\0';
		for (size_t i = 0; i < b->count; i++) {
			struct session *s = &b->sessions[i];

			if (s->state == SESSION_SCAN && n < 0)
				scan_lost_uevents(&s->scan);
			else if (s->state == SESSION_SCAN)
				scan_take_uevent(&s->scan, text);
		}
	}
}

static size_t open_sessions(const struct boot *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++)
		n += session_open(&b->sessions[i]);
	return n;
}

/* The first session that is up, or NULL. */
static struct session *first_up(struct boot *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->sessions[i].state == SESSION_UP)
			return &b->sessions[i];
	return NULL;
}

/* Whether a session to the same target is up. */
static bool has_path(const struct boot *b, const struct session *s)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->sessions[i].state == SESSION_UP &&
		    !strcmp(b->sessions[i].target->name, s->target->name))
			return true;
	return false;
}

/* One round: wait until something comes or is due, then let everybody go as
 * far as possible. */
static void turn(struct boot *b, uint64_t deadline)
{
	struct sys_wait w[2 + PLAN_TARGETS_MAX * SESSION_WAITS] = {
		{ .fd = b->kernel.fd }, { .fd = b->uevents },
	};
	struct sys_wait *of = w + 2;	/* the sessions' */

	for (size_t i = 0; i < b->count; i++) {
		uint64_t until;

		for (size_t n = 0; n < SESSION_WAITS; n++)
			of[i * SESSION_WAITS + n].fd = -1;
		if (!session_open(&b->sessions[i]))
			continue;
		until = session_waits(&b->sessions[i],
				      &of[i * SESSION_WAITS]);
		deadline = until < deadline ? until : deadline;
	}
	b->sys->wait(b->sys, w, 2 + b->count * SESSION_WAITS, deadline);
	kernel_take_events(&b->kernel);
	take_uevents(b);
	for (size_t i = 0; i < b->count; i++)
		if (session_open(&b->sessions[i]))
			session_advance(&b->sessions[i],
					of[i * SESSION_WAITS].ready);
}

/* Until every session is settled, or one is up and the others had their
 * time. */
static void run_sessions(struct boot *b)
{
	uint64_t others = SYS_FOREVER;

	while (open_sessions(b) && b->sys->now(b->sys) < others) {
		turn(b, others);
		if (!first_up(b))
			continue;
		if (others == SYS_FOREVER)
			others = b->sys->now(b->sys) + OTHERS_MS;
		for (size_t i = 0; i < b->count; i++)
			if (!session_connected(&b->sessions[i]) &&
			    has_path(b, &b->sessions[i]))
				session_abandon(&b->sessions[i]);
	}
}

static int open_kernel(struct boot *b, uint64_t deadline, struct fault *f)
{
	int rc = b->options->keep ?
		kernel_open_keeping(&b->kernel, b->sys, kernel_event, b,
				    deadline, f) :
		kernel_open(&b->kernel, b->sys, kernel_event, b, f);

	if (rc)
		return rc;
	b->uevents = b->sys->netlink(b->sys, NETLINK_DEVICES_PROTOCOL,
				     KERNEL_GROUP);
	if (b->uevents < 0)
		return fault(f, STAGE_SCAN, -b->uevents,
			     "the kernel's device messages: %s",
			     errno_words(-b->uevents).text);
	return 0;
}

/* The last word on each session. */
static int report(struct boot *b, struct fault *f)
{
	struct session *up = first_up(b);

	for (size_t i = 0; i < b->count; i++) {
		struct session *s = &b->sessions[i];

		session_abandon(s);
		if (s->state == SESSION_UP)
			log_line(b->sys, STAGE_REPORT, &s->target->portal,
				 "%s %s: /dev/%s, session %u",
				 s->already ? "already logged in to" :
					      "logged in to",
				 s->target->name, s->scan.disk,
				 s->handoff.sid);
		else if (s->fault.err && (up || i > 0))
			log_fault(b->sys, &s->portal, &s->fault);
	}
	if (up) {
		timeline_merge(&b->timeline, &up->timeline);
		return 0;
	}
	/* The first target is the one to boot from: its cause comes last. */
	log_fault(b->sys, &b->sessions[0].portal, &b->sessions[0].fault);
	*f = b->sessions[0].fault;
	return -f->err;
}

/* For programs: what became of the boot. */
static void write_report(const struct boot *b, const struct fault *f)
{
	const struct boot_outcome o = {
		.plan = &b->plan, .sessions = b->sessions,
		.count = b->count, .timeline = &b->timeline, .fault = f,
	};

	boot_report_write(b->sys, &o, b->options->json);
}

/* What the firmware has leased is in use by now, and nobody renews it. */
static void hold_leases(const struct boot *b)
{
	const struct plan *plan = &b->plan;
	uint32_t seconds = plan->timeouts.dhcp;

	for (size_t i = 0; !plan->no_lease && i < plan->nic_count; i++)
		if (plan->nics[i].ifindex && plan->nics[i].firmware_lease)
			dhcp_hold(b->sys, b->options->dhcp_client,
				  plan->nics[i].ifname,
				  seconds ? seconds : DHCP_SECONDS);
}

static int boot(struct boot *b, uint64_t deadline, struct fault *f)
{
	bool once = !b->options->wait;
	int rc = open_kernel(b, deadline, f);

	if (b->options->keep)
		settings_keep(&b->settings);
	resolve_plan_servers(b->sys, &b->plan, &b->servers);
	for (size_t i = 0; !rc && i < b->plan.target_count; i++)
		session_init(&b->sessions[b->count++], b->sys, &b->plan,
			     &b->plan.targets[i], &b->settings,
			     &b->kernel, &b->chap_history, &b->servers,
			     deadline, once);
	if (rc) {
		log_fault(b->sys, NULL, f);
	} else {
		existing_take(b->sys, &b->kernel, b->sessions, b->count);
		run_sessions(b);
		hold_leases(b);
		rc = report(b, f);
	}
	write_report(b, f);
	b->sys->close(b->sys, b->uevents);
	/* A keeper goes on with it: what comes meanwhile is not lost. */
	if (rc || !b->options->keep) {
		b->sys->close(b->sys, b->kernel.fd);
		b->kernel.fd = -1;
	}
	return rc;
}

static void print_plan(const struct boot *b)
{
	struct namer n = { .sys = b->sys };
	struct ibft_out out = { .text = print_out, .arg = &n };

	if (b->options->json)
		plan_json(&b->plan, &out);
	else
		plan_show(&b->plan, &out);
}

static int set_up_nics(struct boot *b, uint64_t deadline, struct fault *f)
{
	struct nics_meanwhile meanwhile = { load_modules, b };
	int rc;

	if (!b->plan.nic_count || b->options->no_network ||
	    (b->options->action != ACTION_BOOT &&
	     b->options->action != ACTION_NETWORK))
		return 0;
	if (!b->timeline.begin[STAGE_NIC])
		timeline_begin(&b->timeline, b->sys, STAGE_NIC);
	rc = nics_setup(b->sys, &b->plan, b->options, deadline, &meanwhile, f);
	timeline_end(&b->timeline, b->sys, STAGE_NIC);
	return rc;
}

/* Whether NICs are to be set up and nothing else: then it does not matter that
 * nothing says what to boot. */
static bool only_nics(const struct boot *b)
{
	return b->options->action == ACTION_NETWORK && b->options->cmdline &&
	       b->plan.nic_count;
}

/* Whether nothing says what to boot as yet, and a lease may. */
static bool wants_lease(const struct boot *b)
{
	const struct plan *plan = &b->plan;

	for (size_t i = 0; i < plan->nic_count; i++)
		if (plan->nics[i].method == NIC_DHCP ||
		    plan->nics[i].method == NIC_SINGLE_DHCP ||
		    plan->nics[i].method == NIC_DHCP6 ||
		    plan->nics[i].method == NIC_EITHER6)
			return b->options->cmdline && !plan->target_count &&
			       b->options->action == ACTION_BOOT;
	return false;
}

/* With the leases that the NICs get, where the plan needs one. */
static int make_plan(struct boot *b, uint64_t deadline, struct fault *f)
{
	int rc = gather_plan(&b->gather, b->sys, b->options, &b->plan,
			     &b->settings, f);

	if (rc != -ENODATA || !wants_lease(b))
		return rc;
	f->err = 0;
	rc = set_up_nics(b, deadline, f);
	return rc ? rc : gather_plan(&b->gather, b->sys, b->options, &b->plan,
				     &b->settings, f);
}

/* Everything before the first packet to a target. */
static int prepare(struct boot *b, uint64_t deadline, struct fault *f)
{
	int rc;

	timeline_begin(&b->timeline, b->sys, STAGE_PLAN);
	rc = make_plan(b, deadline, f);
	timeline_end(&b->timeline, b->sys, STAGE_PLAN);
	if (b->options->action != ACTION_PLAN)
		log_remarks(b);
	else if (!rc || rc == -ENODATA)	/* then it tells why */
		print_plan(b);
	if (rc == -ENODATA && only_nics(b))
		rc = f->err = 0;
	if (rc || b->options->action == ACTION_PLAN)
		return rc;
	rc = set_up_nics(b, deadline, f);
	load_modules(b);
	if (!rc && b->modules.err) {
		*f = b->modules;
		rc = -f->err;
	}
	if (!rc && (b->options->action == ACTION_BOOT ||
		    b->options->action == ACTION_NETWORK)) {
		boot_report_plan(b->sys, &b->plan);
		netfiles_write(b->sys, &b->plan);
	}
	if (!rc && b->options->action == ACTION_NETWORK)
		hold_leases(b);
	else if (!rc)
		rc = resolve_plan(b->sys, &b->plan, deadline, f);
	return rc;
}

int boot_run(struct boot *b, const struct sys *sys,
	     const struct options *options, struct fault *f)
{
	uint64_t deadline = SYS_FOREVER;
	int rc;

	b->sys = sys;
	b->options = options;
	b->count = 0;
	b->uevents = b->kernel.fd = -1;
	memset(&b->timeline, 0, sizeof(b->timeline));
	memset(&b->chap_history, 0, sizeof(b->chap_history));
	b->modules.err = 0;
	if (options->wait)
		deadline = sys->now(sys) + (uint64_t)options->wait * 1000;
	if (options->action == ACTION_PRINT) {
		rc = print_records(b, f);
	} else {
		rc = prepare(b, deadline, f);
		if (!rc && options->action == ACTION_BOOT)
			return boot(b, deadline, f);
		if (!rc && (options->action == ACTION_PROBE ||
			    options->action == ACTION_DISCOVER))
			return inspect_run(&b->inspect, sys, options,
					   &b->settings, &b->plan, f);
	}
	if (rc)
		log_fault(sys, NULL, f);
	if (rc && options->action == ACTION_BOOT)
		write_report(b, f);
	return rc;
}

void boot_forget(struct boot *b)
{
	wipe(&b->plan, sizeof(b->plan));
	wipe(&b->kernel, sizeof(b->kernel));
	wipe(b->sessions, b->count * sizeof(b->sessions[0]));
	/* What shares memory with them was wiped by its own connection. */
}
