/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One question on its way to one server: over UDP, and when the answer is
 * truncated, over TCP (RFC 7766).  For resolve.c alone. */
#ifndef RESOLVE_QUERY_H
#define RESOLVE_QUERY_H

#include "resolve.h"

/* Ask r's server for r's name.  When it is of no use, q is closed and
 * r->trouble has the reason. */
void query_ask(struct resolve *r, struct resolve_query *q);

/* Take what came; ends with q->result set, or with q closed as above. */
void query_advance(struct resolve *r, struct resolve_query *q);

/* Nothing more is awaited.  q may be closed. */
void query_close(struct resolve *r, struct resolve_query *q);

#endif
