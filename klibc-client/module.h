/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel modules that the boot needs. */
#ifndef MODULE_H
#define MODULE_H

#include "sys.h"

/* Load a module and what it depends on: with modprobe where there is one, for
 * it knows the administrator's options, else from modules.dep in dependency
 * order.  0 also when it is loaded already or built in.  -ENODATA: this
 * kernel has no such module here; else what the kernel said. */
int module_load(const struct sys *sys, const char *name);

#endif
