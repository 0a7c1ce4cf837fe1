/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of struct sys on Linux that are written. */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include "sys.h"

/* All of it, whatever write(2) takes at once.  0 or -errno. */
int file_write_all(int fd, const char *bytes, size_t left);

/* A text to a file, with open(2)'s flags.  mode 0: 0600 unless it exists. */
int file_put(const char *path, int flags, mode_t mode, const char *text);

int file_create(const struct sys *sys, const char *path, const char *text);
int file_publish(const struct sys *sys, const char *path, const char *text);
int file_replace(const struct sys *sys, const char *temporary,
		 const char *path, const char *text);
int file_remove(const struct sys *sys, const char *path);
int file_make_dir(const struct sys *sys, const char *path);

#endif
