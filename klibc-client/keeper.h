/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session keeper: what stays of the program after the boot with --keep.
 * It listens to the kernel and to its control socket and brings back what is
 * lost.  No memory is allocated, no file of a disk is touched. */
#ifndef KEEPER_H
#define KEEPER_H

#include "boot.h"
#include "control.h"
#include "kept.h"

#define KEEPER_SESSIONS PLAN_TARGETS_MAX

struct keeper {
	const struct sys *sys;
	struct kernel kernel;
	int boot_fd;			/* the boot's NETLINK_ISCSI, or -1 */
	struct kept_pool pool;
	struct kept kept[KEEPER_SESSIONS];
	size_t count;
	struct control control;
	uint64_t look;			/* when to look after all sessions */
	int pid;			/* for people */
	bool stop;
};

/* Become the keeper, before anything else: 0; -EADDRINUSE when one runs; or
 * another -errno. */
int keeper_begin(struct keeper *k, const struct sys *sys,
		 const struct settings *settings);

/* Take over every session that is up, and the boot's socket. */
void keeper_take_boot(struct keeper *k, struct boot *b);

/* Take a session that the kernel has.  0 (also when it has it already) or
 * -errno with the fault. */
int keeper_attach(struct keeper *k, uint32_t sid, struct fault *f);

/* Listen to the kernel with a socket of this process's own.  0 or -errno with
 * the fault. */
int keeper_listen(struct keeper *k, struct fault *f);

/* One turn: wait, then deal with what has come.  false: it is over. */
bool keeper_turn(struct keeper *k);

/* After --status and the like: the answer to one request. */
void keeper_answer(struct keeper *k, const char *request);

#endif
