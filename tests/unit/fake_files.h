/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a struct fake; fake_sys.h includes it where they belong. */
#ifndef FAKE_FILES_H
#define FAKE_FILES_H

static inline const struct fake_file *fake_find(const struct fake *f,
						const char *path)
{
	for (const struct fake_file *file = f->files; file && file->path;
	     file++)
		if (!strcmp(file->path, path))
			return file;
	return NULL;
}

static inline int fake_read_file(const struct sys *sys, const char *path,
				 char *text, size_t size)
{
	const struct fake_file *file = fake_find(fake_of(sys), path);

	if (!file || file->err)
		return file ? file->err : -ENOENT;
	return copy_string(text, size, file->text) ? (int)strlen(text) :
						     -EFBIG;
}

static inline int fake_read_lines(const struct sys *sys, const char *path,
				  void (*each)(void *arg, const char *line),
				  void *arg)
{
	const struct fake_file *file = fake_find(fake_of(sys), path);

	if (!file || file->err)
		return file ? file->err : -ENOENT;
	for (const char *at = file->text; *at; ) {
		size_t n = strcspn(at, "\n");
		char *line = malloc(n + 1);

		memcpy(line, at, n);
		line[n] = '\0';
		each(arg, line);
		free(line);
		at += n + (at[n] == '\n');
	}
	return 0;
}

/* Each name below the folder, once. */
static inline int fake_list_dir(const struct sys *sys, const char *path,
				void (*each)(void *arg, const char *name),
				void *arg)
{
	const struct fake *f = fake_of(sys);
	size_t n = strlen(path);
	char name[128], last[128] = "";
	int rc = -ENOENT;

	for (const struct fake_file *file = f->files; file && file->path;
	     file++) {
		if (strncmp(file->path, path, n) || file->path[n] != '/')
			continue;
		copy_string(name, sizeof(name), file->path + n + 1);
		name[strcspn(name, "/")] = '\0';
		rc = 0;
		/* Files of one folder stand together. */
		if (strcmp(name, last))
			each(arg, name);
		memcpy(last, name, sizeof(last));
	}
	return rc;
}

static inline bool fake_exists(const struct sys *sys, const char *path)
{
	const struct fake *f = fake_of(sys);
	size_t n = strlen(path);

	for (const struct fake_file *file = f->files; file && file->path;
	     file++)
		if (!strncmp(file->path, path, n) &&
		    (!file->path[n] || file->path[n] == '/'))
			return true;
	return false;
}

static inline int fake_write(const struct sys *sys, const char *path,
			     const char *text)
{
	fake_log(fake_of(sys), "write %s %s\n", path, text);
	return fake_of(sys)->write_rc;
}

static inline int fake_remove_file(const struct sys *sys, const char *path)
{
	fake_log(fake_of(sys), "remove %s\n", path);
	return fake_of(sys)->remove_rc;
}

static inline int fake_publish(const struct sys *sys, const char *path,
			       const char *text)
{
	fake_log(fake_of(sys), "publish %s %s\n", path, text);
	return fake_of(sys)->write_rc;
}

static inline int fake_replace(const struct sys *sys, const char *temporary,
			       const char *path, const char *text)
{
	fake_log(fake_of(sys), "replace %s by %s %s\n", path, temporary, text);
	return fake_of(sys)->write_rc;
}

static inline int fake_make_dir(const struct sys *sys, const char *path)
{
	fake_log(fake_of(sys), "mkdir %s\n", path);
	return fake_of(sys)->make_dir_rc;
}

static inline int fake_start_write(const struct sys *sys, const char *path,
				   const char *text)
{
	fake_log(fake_of(sys), "start %s %s\n", path, text);
	return fake_of(sys)->start_rc ? fake_of(sys)->start_rc : 50;
}

static inline int fake_finish_write(const struct sys *sys, int fd)
{
	fake_log(fake_of(sys), "finish %d\n", fd);
	return fake_of(sys)->finish_rc;
}

#endif
