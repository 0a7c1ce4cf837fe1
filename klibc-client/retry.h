/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long to wait before another try. */
#ifndef RETRY_H
#define RETRY_H

#include "sys.h"

/* Milliseconds before the next try after that many: none after the first,
 * then growing to two seconds, with jitter. */
uint64_t retry_delay(const struct sys *sys, unsigned int tries);

#endif
