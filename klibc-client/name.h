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

/* Whether it begins with iqn., eui. or naa., in letters of any case. */
bool name_formed(const char *name);

/* A name of one of these forms in lower case, as RFC 7143 4.2.7.2 has names
 * compared; in place, ASCII alone.  For an initiator name that a person typed:
 * a target's own name may have capitals and is sent as it was said.  true when
 * something changed. */
bool name_fold(char *name);

/* Whether both are the same name: equal but for the case of ASCII letters. */
bool name_same(const char *a, const char *b);

#endif
