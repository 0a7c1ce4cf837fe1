// SPDX-License-Identifier: GPL-2.0-or-later
/* The files of struct sys on Linux that are written. */
#include "sys_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int file_write_all(int fd, const char *bytes, size_t left)
{
	while (left) {
		ssize_t n = write(fd, bytes, left);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			bytes += n;
			left -= (size_t)n;
		}
	}
	return 0;
}

int file_put(const char *path, int flags, mode_t mode, const char *text)
{
	int fd = open(path, flags | O_WRONLY | O_CLOEXEC, 0600);
	int rc;

	if (fd < 0)
		return -errno;
	rc = mode && fchmod(fd, mode) ? -errno :
		file_write_all(fd, text, strlen(text));
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

int file_create(const struct sys *sys, const char *path, const char *text)
{
	(void)sys;
	return file_put(path, O_CREAT | O_TRUNC, 0, text);
}

int file_publish(const struct sys *sys, const char *path, const char *text)
{
	(void)sys;
	return file_put(path, O_CREAT | O_TRUNC, 0644, text);
}

/* One folder whose parent is there. */
static int make_one_dir(const char *path, mode_t mode)
{
	struct stat st;

	if (!mkdir(path, mode))
		return chmod(path, mode) ? -errno : 0;
	if (errno != EEXIST)
		return -errno;
	return !stat(path, &st) && S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

/* Those that are missing, to the last slash of path. */
static int make_dirs(char *path, mode_t mode)
{
	char *end = path;
	int rc = 0;

	while (!rc && (end = strchr(end + 1, '/'))) {
		*end = '\0';
		rc = make_one_dir(path, mode);
		*end = '/';
	}
	return rc;
}

int file_make_dir(const struct sys *sys, const char *path)
{
	char part[256];
	size_t n = strlen(path);

	(void)sys;
	if (!copy_string(part, sizeof(part) - 1, path))
		return -ENAMETOOLONG;
	part[n] = '/';
	part[n + 1] = '\0';
	return make_dirs(part, 0755);
}

/* The names of a folder, on the disk. */
static void sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

int file_replace(const struct sys *sys, const char *temporary,
		 const char *path, const char *text)
{
	char part[768];
	int rc;

	(void)sys;
	if (!copy_string(part, sizeof(part), path))
		return -ENAMETOOLONG;
	/* What another run has left gives way. */
	unlink(temporary);
	rc = file_put(temporary, O_CREAT | O_EXCL | O_SYNC, 0600, text);
	if (!rc)
		rc = make_dirs(part, 0700);
	if (!rc && rename(temporary, path))
		rc = -errno;
	if (rc) {
		unlink(temporary);
		return rc;
	}
	*strrchr(part, '/') = '\0';
	sync_dir(part);
	return 0;
}

int file_remove(const struct sys *sys, const char *path)
{
	(void)sys;
	return unlink(path) ? -errno : 0;
}
