/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CHAP secret has its own type: no function prints it. */
#ifndef SECRET_H
#define SECRET_H

#include "compat.h"

#define SECRET_MAX 255
#define CHAP_NAME_MAX 255

struct secret {
	size_t len;		/* 0: not set */
	uint8_t bytes[SECRET_MAX];
};

/* What the initiator and, for mutual authentication, the target prove
 * themselves with (RFC 7143 12.1.3).  An empty name: not used. */
struct chap_account {
	char name[CHAP_NAME_MAX + 1];
	struct secret secret;
	char reverse_name[CHAP_NAME_MAX + 1];
	struct secret reverse_secret;
};

bool chap_account_empty(const struct chap_account *a);

/* 0, or -EINVAL when text is empty or longer than SECRET_MAX: a secret is
 * never cut. */
int secret_set(struct secret *s, const char *text);

/* Whether a secret is set and shorter than the 96 bits that RFC 7143 9.2.1
 * asks for.  Real targets have such secrets: warn, and go on. */
bool secret_weak(const struct secret *s);

/* Whether both hold the same bytes; takes the same time wherever they
 * differ. */
bool secret_equal(const struct secret *a, const struct secret *b);

/* n bytes compared in constant time. */
bool bytes_equal(const uint8_t *a, const uint8_t *b, size_t n);

#endif
