/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The programs of struct sys on Linux that run beside us. */
#ifndef SYS_SPAWN_H
#define SYS_SPAWN_H

#include "sys.h"

int spawn_start(const struct sys *sys, const char *const argv[]);
int spawn_detached(const struct sys *sys, const char *const argv[]);
int spawn_finish(const struct sys *sys, int fd, char *said, size_t size);

#endif
