// SPDX-License-Identifier: GPL-2.0-or-later
/* dhcp_lease CLIENT SECONDS STOP_MS IFNAME...: a lease for each NIC, by the
 * product's dhcp.c and real processes, all at once.  STOP_MS: stop all after
 * so many milliseconds; 0: never.  One line for each NIC, in their order: what
 * the lease says, or the sentence; messages go to standard error.  Exits with
 * what the program's exit status would be for the first that failed. */
#include <stdio.h>
#include <stdlib.h>

#include "dhcp.h"
#include "sys_linux.h"

#define NICS_MAX 8

static void print_addr(const char *what, const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	if (a->family)
		printf(" %s %s", what, addr_text(a, text));
}

static void print_lease(const struct lease *lease)
{
	const struct plan_nic *got = &lease->nic;
	char text[ADDR_TEXT_SIZE];

	printf("%s %s/%u", got->ifname, addr_text(&got->address, text),
	       got->prefix);
	print_addr("gateway", &got->gateway);
	for (size_t i = 0; i < got->dns_count; i++)
		print_addr("dns", &got->dns[i]);
	printf("%s%s%s%s%s\n", got->search[0] ? " search " : "", got->search,
	       got->hostname[0] ? " host " : "", got->hostname,
	       lease->root_path[0] ? " root-path" : "");
}

/* Until every client has ended or had its time. */
static void wait_for(const struct sys *sys, const struct dhcp *d, size_t n,
		     uint64_t stop_at)
{
	struct sys_wait w[NICS_MAX];
	uint64_t until = stop_at;
	size_t open = 0;

	for (size_t i = 0; i < n; i++) {
		w[i] = (struct sys_wait){ .fd = dhcp_fd(&d[i]) };
		open += w[i].fd >= 0;
		if (w[i].fd >= 0 && dhcp_deadline(&d[i]) < until)
			until = dhcp_deadline(&d[i]);
	}
	while (open && sys->now(sys) < until) {
		sys->wait(sys, w, n, until);
		for (size_t i = 0; i < n; i++)
			if (w[i].ready) {
				w[i].fd = -1;
				open--;
			}
	}
}

int main(int argc, char *argv[])
{
	static struct dhcp d[NICS_MAX];
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	uint64_t stop_at = SYS_FOREVER;
	size_t n = argc > 4 ? (size_t)argc - 4 : 0;
	int status = 0;

	if (!n || n > NICS_MAX)
		return 2;
	if (atoi(argv[3]))
		stop_at = sys->now(sys) + (uint64_t)atoi(argv[3]);
	for (size_t i = 0; i < n; i++)
		dhcp_start(&d[i], sys, false, argv[1], argv[i + 4],
			   (unsigned int)atoi(argv[2]));
	wait_for(sys, d, n, stop_at);
	for (size_t i = 0; i < n; i++) {
		struct fault f = { .err = 0 };
		struct lease got;

		if (sys->now(sys) >= stop_at) {
			dhcp_stop(&d[i]);
			printf("%s stopped\n", argv[i + 4]);
		} else if (!dhcp_finish(&d[i], &got, &f)) {
			print_lease(&got);
		} else {
			puts(f.text);
			status = status ? status : fault_exit_status(f.err);
		}
	}
	return status;
}
