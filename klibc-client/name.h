/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iSCSI names (RFC 7143 4.2.7). */
#ifndef NAME_H
#define NAME_H

#include "compat.h"

/* NULL when the name can be sent: 1 to 223 bytes, no spaces and no control
 * characters; else what is wrong with it, in words that follow "is". */
const char *name_wrong(const char *name);

/* NULL when the name has a form of RFC 7143 4.2.7 and RFC 3722: iqn. with a
 * date and a reversed domain in lower case, eui. with 16 or naa. with 16 or
 * 32 hexadecimal digits; else what is odd about it.  Targets with other names
 * exist and work. */
const char *name_odd(const char *name);

/* The same, and it begins with iqn., eui. or naa. */
const char *initiator_name_wrong(const char *name);

#endif
