/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a probe has found, as text for an administrator or as JSON. */
#ifndef PROBE_SHOW_H
#define PROBE_SHOW_H

#include "probe.h"

/* In this order: the login, each unit (p->unit; index counts them from 0), the
 * end.  f may hold what ended it, or none. */
void probe_show_login(const struct probe *p);
void probe_show_unit(const struct probe *p, size_t index);
void probe_show_end(const struct probe *p, const struct fault *f);

#endif
