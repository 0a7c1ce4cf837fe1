/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary values in text: hex-constant and base64-constant (RFC 7143 6.1). */
#ifndef HEX_H
#define HEX_H

#include "compat.h"

/* "0x..." (any number of digits of either case; n digits are (n+1)/2 bytes)
 * or "0b..." base64.  Gives back the number of bytes, or -EINVAL: another
 * form, no digits at all, or more than max bytes. */
int hex_decode(const char *text, uint8_t *out, size_t max);

/* "0x" and two lower-case digits a byte; out has room for 2 * n + 3. */
void hex_encode(const uint8_t *in, size_t n, char *out);

#endif
