// SPDX-License-Identifier: GPL-2.0-or-later
/* resolve_name SECONDS SERVERS SEARCH NAME: looks the name up with the
 * product's resolver over real sockets.  SERVERS and SEARCH are words with
 * spaces between.  Prints the addresses on one line, or the sentence; exits
 * with what the program's exit status would be. */
#include <stdio.h>
#include <stdlib.h>

#include "resolve.h"
#include "sys_linux.h"

static void take_servers(struct resolve_servers *s, char *words)
{
	char *rest = NULL;

	for (char *w = strtok_r(words, " ", &rest); w;
	     w = strtok_r(NULL, " ", &rest))
		if (s->count == RESOLVE_SERVERS_MAX ||
		    addr_parse(w, &s->list[s->count++])) {
			fprintf(stderr, "'%s' is not an address\n", w);
			exit(2);
		}
}

int main(int argc, char *argv[])
{
	static struct resolve_servers servers;
	static struct resolve r;
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	struct fault f = { .err = 0 };
	char text[ADDR_TEXT_SIZE];

	if (argc != 5)
		return 2;
	take_servers(&servers, argv[2]);
	copy_string(servers.search, sizeof(servers.search), argv[3]);
	resolve_start(&r, sys, &servers, argv[4],
		      sys->now(sys) + strtoul(argv[1], NULL, 10) * 1000);
	if (resolve_run(&r, &f)) {
		puts(f.text);
		return fault_exit_status(f.err);
	}
	for (size_t i = 0; i < r.count; i++)
		printf("%s%s", i ? " " : "", addr_text(&r.addrs[i], text));
	putchar('\n');
	return 0;
}
