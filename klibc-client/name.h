/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iSCSI names (RFC 7143 4.2.7). */
#ifndef NAME_H
#define NAME_H

#include "compat.h"

/* NULL when the name can be sent: 1 to 223 bytes, no spaces and no control
 * characters; else what is wrong with it, in words that follow "is". */
const char *name_wrong(const char *name);

/* The same, and it begins with iqn., eui. or naa. */
const char *initiator_name_wrong(const char *name);

#endif
