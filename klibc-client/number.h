/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers from text.  klibc's strtoul wraps silently, takes signs and reads
 * "010" as octal, so none of the C library's functions is used. */
#ifndef NUMBER_H
#define NUMBER_H

#include "compat.h"

/* The value of a hexadecimal digit of either case, or -1. */
int number_digit(char c);

/* The whole of text as a decimal number of at most max: digits only, no sign,
 * no spaces.  Leading zeroes are taken.  0 or -EINVAL (not a number) or
 * -ERANGE (above max). */
int number_decimal(const char *text, uint64_t max, uint64_t *value);

/* A numerical-value of RFC 7143 6.1: decimal without leading zero, or 0x and
 * hexadecimal digits.  Errors as above. */
int number_rfc7143(const char *text, uint64_t max, uint64_t *value);

#endif
