// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line, its arguments divided by NULs. */
#include "fuzz.h"
#include "name.h"
#include "options.h"

#define ARGS_MAX 24

static void check(const struct options *o)
{
	const struct chap_account *a = &o->account;

	if (o->action == ACTION_HELP || o->action == ACTION_VERSION)
		return;
	MUST(!a->name[0] == !a->secret.len);
	MUST(!a->reverse_name[0] == !a->reverse_secret.len);
	MUST(!a->reverse_name[0] || a->name[0]);
	MUST(!o->initiator_name || !initiator_name_wrong(o->initiator_name));
	MUST(!o->target_name || !name_wrong(o->target_name));
	MUST(o->portal.port && o->wait <= 86400);
	MUST(!o->portal_given == (!o->portal.addr.family && !o->host[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* getopt() keeps a pointer into the last command line: two take
	 * turns. */
	static char lines[2][4096];
	static char *args[2][ARGS_MAX + 2];
	static char program[] = "iscsistart";
	static unsigned int turn;
	char *line = lines[turn % 2], **argv = args[turn++ % 2];
	struct fault f = { .err = 0 };
	struct options o;
	int argc = 0, rc;

	size = size < sizeof(lines[0]) - 1 ? size : sizeof(lines[0]) - 1;
	memcpy(line, data, size);
	line[size] = '\0';
	argv[argc++] = program;
	for (size_t at = 0; at < size && argc <= ARGS_MAX;
	     at += strlen(line + at) + 1)
		argv[argc++] = line + at;
	argv[argc] = NULL;
	rc = options_parse(&o, argc, argv, &f);
	fuzz_check_fault(rc, &f);
	if (rc)
		return 0;
	check(&o);
	return 0;
}
