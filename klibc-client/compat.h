/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between klibc 2.0.12 and glibc, in one place.  Everything else
 * in this program compiles unchanged with both. */
#ifndef COMPAT_H
#define COMPAT_H

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>

#ifndef AF_NETLINK
#define AF_NETLINK 16
#endif
#define NETLINK_ISCSI_PROTOCOL 8

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Format checking for every function that takes a format. */
#define PRINTF_LIKE(fmt, args) __attribute__((__format__(printf, fmt, args)))

/* klibc prints %p and %m differently from glibc and knows no %f: none of the
 * three is used here. */

/* Forget a secret.  klibc has no explicit_bzero, and a plain memset of memory
 * that is not read again may be dropped by the compiler. */
static inline void wipe(void *p, size_t n)
{
	memset(p, 0, n);
	__asm__ volatile("" : : "r"(p) : "memory");
}

/* Text that came from outside, before it is printed: what is not ASCII or moves
 * a terminal's cursor becomes '?'. */
void make_printable(char *text);

/* Copy a string, cut at size.  Gives back false when it did not fit: callers
 * that must not cut say so. */
bool copy_string(char *to, size_t size, const char *from);

#endif
