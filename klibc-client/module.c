// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel modules that the boot needs. */
#include "module.h"

#include <errno.h>
#include <stdio.h>

/* One module's line of modules.dep: "path/name.ko[.xz]: dependency ...". */
struct search {
	const char *name;
	char line[2048];	/* empty: not found; the longest has 40 names */
};

/* File names have '-' where module names have '_'. */
static bool is_module(const char *path, size_t len, const char *name)
{
	size_t n = strlen(name), start = len;

	while (start && path[start - 1] != '/')
		start--;
	path += start;
	len -= start;
	if (len < n + 3 || strncmp(path + n, ".ko", 3))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((path[i] == '-' ? '_' : path[i]) != name[i])
			return false;
	return true;
}

static void find(void *arg, const char *line)
{
	struct search *s = arg;
	const char *colon = strchr(line, ':');

	if (colon && is_module(line, (size_t)(colon - line), s->name) &&
	    !copy_string(s->line, sizeof(s->line), line))
		s->line[0] = '\0';
}

static int insert(const struct sys *sys, const char *folder, const char *file)
{
	char path[512];
	int rc;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, file) >=
	    sizeof(path))
		return -ENAMETOOLONG;
	rc = sys->finit_module(sys, path);
	return rc == -EEXIST ? 0 : rc;
}

/* The line names all dependencies, each after what needs it: the last must be
 * loaded first, the module itself, which begins the line, last. */
static int load_from_folder(const struct sys *sys, const char *name)
{
	char folder[128], file[192], release[96];
	struct search s = { .name = name };
	char *end;
	int rc = sys->kernel_release(sys, release, sizeof(release));

	if (rc)
		return rc;
	snprintf(folder, sizeof(folder), "/lib/modules/%s", release);
	snprintf(file, sizeof(file), "%s/modules.dep", folder);
	rc = sys->read_lines(sys, file, find, &s);
	if (rc || !s.line[0])
		return -ENODATA;
	*strchr(s.line, ':') = ' ';
	for (end = s.line + strlen(s.line); end > s.line; ) {
		while (end > s.line && end[-1] == ' ')
			*--end = '\0';
		while (end > s.line && end[-1] != ' ')
			end--;
		if (*end) {
			rc = insert(sys, folder, end);
			if (rc)
				return rc;
		}
	}
	return 0;
}

int module_load(const struct sys *sys, const char *name)
{
	char loaded[80];

	snprintf(loaded, sizeof(loaded), "/sys/module/%s", name);
	if (sys->exists(sys, loaded))
		return 0;
	/* modprobe does not say why it failed: then ask the kernel. */
	if (!sys->modprobe(sys, name))
		return 0;
	return load_from_folder(sys, name);
}
