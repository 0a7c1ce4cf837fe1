/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ip=, in the forms of dracut, of its backends and of klibc's ipconfig. */
#ifndef IP_PARAM_H
#define IP_PARAM_H

#include "said.h"
#include "slip.h"

/* Take the value of one ip= into said; what is the whole word, for remarks.
 * 0, or -EINVAL and the slip. */
int ip_param(struct said *said, const char *what, const char *value,
	     struct slip *slip);

/* The mask of an IPv4 address before masks were written (RFC 791 3.2), in
 * bits. */
uint8_t ip_class_prefix(const struct addr *a);

#endif
