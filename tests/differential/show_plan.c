// SPDX-License-Identifier: GPL-2.0-or-later
/* What --plan does not print of the plan: secrets, and what a target says
 * about its NIC.  Each argument is a folder that stands for a machine's root;
 * a block of lines for each, and an empty line. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gather.h"
#include "sys_linux.h"

static void show_secret(const char *name, const struct secret *s)
{
	if (s->len)
		printf("%s=%.*s\n", name, (int)s->len, (const char *)s->bytes);
}

static void show_text(const char *name, const char *text)
{
	if (*text)
		printf("%s=%s\n", name, text);
}

static int show_root(const char *root)
{
	static struct gather g;
	static struct plan plan;
	static struct options options = { .cmdline = true };
	static struct settings settings;
	struct sys_linux linux_sys;
	struct fault f = { .err = 0 };

	if (chroot(root) || chdir("/"))
		return 1;
	settings_default(&options.settings);
	if (gather_plan(&g, sys_linux_init(&linux_sys), &options, &plan,
			&settings, &f))
		printf("error=%s\n", f.text);
	for (size_t i = 0; i < plan.target_count; i++) {
		const struct plan_target *t = &plan.targets[i];

		printf("target=%s\n", t->name);
		show_text("iface", t->iface);
		show_text("netdev", t->netdev);
		show_secret("secret", &t->account.secret);
		show_secret("reverse_secret", &t->account.reverse_secret);
	}
	printf("\n");
	return fflush(stdout) ? 1 : 0;
}

/* A process for each, as none comes out of its root again. */
int main(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++) {
		int status = 1;
		pid_t pid = fork();

		if (!pid)
			_exit(show_root(argv[i]));
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
			return 1;
	}
	return 0;
}
