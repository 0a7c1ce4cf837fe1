// SPDX-License-Identifier: GPL-2.0-or-later
/* What the keeper costs in a day in which nothing happens.  Its own loop, as
 * shipped, on this machine's CPU: it wakes up, finds its sockets empty and reads
 * a file of sysfs for each session.
 *
 *	idle [SESSIONS [MS [MINUTES]]]
 *
 * Only its clock is another one: it sleeps MS, and so long as it meant to sleep
 * has passed.  And no iSCSI need be in the kernel: another netlink socket is
 * listened to, and another file of sysfs is read. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "keeper.h"
#include "sys_linux.h"
#include "sys_socket.h"

#define ROUTE_PROTOCOL 0		/* NETLINK_ROUTE */
#define ANY_FILE "/sys/class/net/lo/operstate"

enum { DAY = 24 * 60 };			/* minutes */

struct idle {
	struct sys_linux keeper;	/* first: who gets its table, casts */
	struct sys_linux real;
	uint64_t now;
	uint64_t pause;
};

static struct idle *idle_of(const struct sys *sys)
{
	return (struct idle *)(uintptr_t)sys;
}

static uint64_t idle_now(const struct sys *sys)
{
	return idle_of(sys)->now;
}

static int idle_wait(const struct sys *sys, struct sys_wait *w, size_t n,
		     uint64_t deadline)
{
	struct idle *i = idle_of(sys);
	int rc = socket_wait(&i->real.sys, w, n, linux_now(sys) + i->pause);

	i->now = deadline;
	return rc;
}

static int idle_read_file(const struct sys *sys, const char *path, char *text,
			  size_t size)
{
	int n = linux_read_file(sys, ANY_FILE, text, size);

	if (n < 0)
		return n;
	copy_string(text, size, strstr(path, "/state") ? "LOGGED_IN\n" : "1\n");
	return (int)strlen(text);
}

static int idle_netlink(const struct sys *sys, int protocol, uint32_t groups)
{
	(void)protocol;
	(void)groups;
	return socket_netlink(sys, ROUTE_PROTOCOL, 0);
}

static const struct sys *idle_begin(struct idle *i, uint64_t pause)
{
	sys_linux_init(&i->real);
	i->real.keeping = true;
	i->real.sysfs = open("/sys", O_PATH | O_DIRECTORY);
	i->keeper = i->real;
	i->keeper.sys.now = idle_now;
	i->keeper.sys.wait = idle_wait;
	i->keeper.sys.read_file = idle_read_file;
	i->keeper.sys.netlink = idle_netlink;
	i->now = linux_now(&i->real.sys);
	i->pause = pause;
	return &i->keeper.sys;
}

static bool keep(struct keeper *k, const struct sys *sys, size_t sessions)
{
	struct settings settings;
	struct fault f = { .err = 0 };

	settings_default(&settings);
	if (keeper_begin(k, sys, &settings)) {
		printf("idle: a session keeper runs on this machine\n");
		return false;
	}
	for (; k->count < sessions; k->count++)
		kept_begin(&k->kept[k->count], sys, &k->pool,
			   (uint32_t)k->count + 1);
	if (!keeper_listen(k, &f))
		return true;
	printf("idle: %s\n", f.text);
	return false;
}

/* Which part of it is the kernel's, many a kernel only guesses. */
static long long cpu_us(struct rusage *usage)
{
	getrusage(RUSAGE_SELF, usage);
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000LL +
	       usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

int main(int argc, char *argv[])
{
	size_t sessions = argc > 1 ? (size_t)atoi(argv[1]) : 1;
	int pause = argc > 2 ? atoi(argv[2]) : 10;
	int minutes = argc > 3 ? atoi(argv[3]) : DAY;
	struct rusage before, after;
	struct keeper k;
	struct idle i;
	long long us;
	uint64_t end;

	if (!sessions || sessions > KEEPER_SESSIONS || minutes < 1 ||
	    !keep(&k, idle_begin(&i, (uint64_t)pause), sessions))
		return 1;
	end = i.now + (uint64_t)minutes * 60000;
	us = -cpu_us(&before);
	while (i.now < end)
		if (!keeper_turn(&k) || k.kept[0].state != KEPT_UP)
			return 1;
	us += cpu_us(&after);
	printf("idle keeper, %u session%s: %lld ms of CPU a day (%ld wake-ups in %d minutes, after %d ms each)\n",
	       (unsigned int)sessions, sessions == 1 ? "" : "s",
	       us * DAY / minutes / 1000, after.ru_nvcsw - before.ru_nvcsw,
	       minutes, pause);
	return 0;
}
