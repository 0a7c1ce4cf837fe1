// SPDX-License-Identifier: GPL-2.0-or-later
/* iscsistart: log in to the iSCSI target that this machine boots from. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "boot.h"
#include "keep.h"
#include "log.h"
#include "record.h"
#include "sys_daemon.h"

#ifdef __KLIBC__
/* klibc prepares standard input and output for every program, with 64 KiB
 * from malloc(), and writes out the rest of them at the end.  Nothing here
 * uses them, and the keeper would hold that memory for ever. */
void __libc_init_stdio(void);

void __libc_init_stdio(void)
{
}

void exit(int status)
{
	_exit(status);
}
#endif

static int report_timeline(const struct sys *sys, const struct boot *b,
			   const struct options *options)
{
	int rc;

	if (!options->timeline)
		return 0;
	rc = timeline_write(&b->timeline, sys, options->timeline);
	if (rc)
		log_line(sys, STAGE_REPORT, NULL, "%.100s: %s",
			 options->timeline, errno_words(-rc).text);
	return rc;
}

/* The keeper's life.  ready: who waits for it to begin.  Its name is in the
 * Makefile: what is not reached from here is not held in memory. */
void stay(struct sys_linux *l, struct keeper *k, bool realtime, int ready)
	__attribute__((__noreturn__));

void stay(struct sys_linux *l, struct keeper *k, bool realtime, int ready)
{
	struct fault f = { .err = 0 };
	int rc = daemon_settle(l, realtime);

	if (!rc)
		rc = keeper_listen(k, &f);
	daemon_ready(ready, rc);
	while (!rc && keeper_turn(k))
		;
	daemon_end();
}

/* Hand what is kept to a process of its own.  0, or -errno with the fault. */
static int detach(struct sys_linux *l, struct keeper *k,
		  const struct options *options, char *argv[], int argc,
		  struct fault *f)
{
	int ready, rc = daemon_detach(&ready);

	if (!rc) {
		daemon_title(argc, argv, "@iscsistart --keep");
		k->pid = daemon_pid();
		stay(l, k, options->realtime, ready);
	}
	if (rc < 0)
		return fault(f, STAGE_KEEPER, -rc,
			     "the session keeper cannot be started: %s",
			     errno_words(-rc).text);
	log_line(&l->sys, STAGE_KEEPER, NULL,
		 "process %d keeps %u session%s: what is lost is brought back%s",
		 rc, (unsigned int)k->count, k->count == 1 ? "" : "s",
		 options->action == ACTION_BOOT ?
		 ", and iscsid leaves them alone (--no-keep hands over)" : "");
	return 0;
}

/* boot: what it has done is wiped and given back before anybody stays. */
static int run(struct sys_linux *l, struct options *options, int argc,
	       char *argv[], struct fault *f)
{
	const struct sys *sys = &l->sys;
	struct boot *b = daemon_area(sizeof(*b));
	struct keeper *k = options->keep ? daemon_area(sizeof(*k)) : NULL;
	int rc;

	if (!b || (options->keep && !k)) {
		rc = fault(f, STAGE_OPTIONS, ENOMEM, "out of memory");
		log_fault(sys, NULL, f);
		return rc;
	}
	if (options->action == ACTION_ATTACH)
		rc = keep_existing(k, sys, options, f);
	else
		rc = boot_run(b, sys, options, f);
	if (rc >= 0 && options->action == ACTION_BOOT && options->keep)
		rc = keep_boot(k, b, f);
	/* Before anything else can wait or fail. */
	boot_forget(b);
	wipe(&options->account, sizeof(options->account));
	report_timeline(sys, b, options);
	daemon_area_end(b, sizeof(*b));
	if (rc == KEEP_STAY && options->keep)
		rc = detach(l, k, options, argv, argc, f);
	if (f->stage == STAGE_KEEPER && f->err)
		log_fault(sys, NULL, f);
	if (k) {
		wipe(k, sizeof(*k));
		daemon_area_end(k, sizeof(*k));
	}
	return rc;
}

int main(int argc, char *argv[])
{
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	struct options options;
	struct fault f = { .err = 0 };
	int rc = options_parse(&options, argc, argv, &f);

	if (options.kmsg)
		sys_linux_kmsg(&linux_sys);
	if (rc) {
		log_fault(sys, NULL, &f);
	} else if (options.action == ACTION_HELP) {
		sys->output(sys, SYS_STDOUT, options_help);
	} else if (options.action == ACTION_VERSION) {
		sys->output(sys, SYS_STDOUT,
			    "iscsistart version " VERSION "\n");
	} else if (options.action == ACTION_STATUS ||
		   options.action == ACTION_STOP) {
		rc = keep_ask(sys, &options, &f);
		if (rc)
			log_fault(sys, NULL, &f);
	} else if (options.action == ACTION_RECORD) {
		rc = record_run(sys, &options);
	} else {
		rc = run(&linux_sys, &options, argc, argv, &f);
	}
	wipe(&options.account, sizeof(options.account));
	return rc ? fault_exit_status(-rc) : 0;
}
