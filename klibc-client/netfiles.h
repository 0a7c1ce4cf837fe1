/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left below /run for the network services of the booted system, so
 * that the NICs of the disk stay as they are when such a service starts,
 * restarts and stops. */
#ifndef NETFILES_H
#define NETFILES_H

#include "plan.h"
#include "sys.h"

/* The NICs are set up, and the plan says how.  What cannot be written is a
 * message: the boot goes on without it. */
void netfiles_write(const struct sys *sys, const struct plan *plan);

#endif
