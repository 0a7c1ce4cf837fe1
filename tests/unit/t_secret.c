// SPDX-License-Identifier: GPL-2.0-or-later
/* CHAP secrets. */
#include "secret.h"

#include <errno.h>

#include "test.h"

int main(void)
{
	char text[SECRET_MAX + 2];
	struct secret a, b;

	memset(&a, 0xaa, sizeof(a));
	SAME(secret_set(&a, "chapsecret12"), 0, "a secret");
	SAME(a.len, 12, "its length");
	OK(!memcmp(a.bytes, "chapsecret12", 12), "its bytes");
	OK(!a.bytes[12] && !a.bytes[SECRET_MAX - 1], "the rest is zero");
	SAME(secret_set(&a, ""), -EINVAL, "an empty secret");
	memset(text, 'x', sizeof(text));
	text[SECRET_MAX + 1] = '\0';
	SAME(secret_set(&a, text), -EINVAL, "a secret is never cut");
	OK(!memcmp(a.bytes, "chapsecret12", 12), "the old one stays");
	text[SECRET_MAX] = '\0';
	SAME(secret_set(&a, text), 0, "the longest");
	SAME(a.len, SECRET_MAX, "is taken whole");

	secret_set(&a, "same");
	secret_set(&b, "same");
	OK(secret_equal(&a, &b), "two that are equal");
	secret_set(&b, "samE");
	OK(!secret_equal(&a, &b), "the last byte differs");
	secret_set(&b, "Same");
	OK(!secret_equal(&a, &b), "the first byte differs");
	secret_set(&b, "same1");
	OK(!secret_equal(&a, &b), "one begins with the other");
	b = a;
	b.len++;
	OK(!secret_equal(&a, &b), "the same bytes, another length");
	OK(bytes_equal((const uint8_t *)"a", (const uint8_t *)"b", 0),
	   "no bytes are equal");
	secret_set(&a, "elevenbytes");
	OK(secret_weak(&a), "88 bits (RFC 7143 9.2.1)");
	secret_set(&a, "twelve bytes");
	OK(!secret_weak(&a), "96 bits are enough (RFC 7143 9.2.1)");
	secret_set(&a, "1");
	OK(secret_weak(&a), "one byte");
	memset(&a, 0, sizeof(a));
	OK(!secret_weak(&a), "one that is not set is not used either");
	memset(text, 1, 8);
	wipe(text, 8);
	OK(!memcmp(text, "\0\0\0\0\0\0\0\0", 8), "wiped");
	OK(!copy_string(text, 4, "four") && !strcmp(text, "fou"),
	   "a string that is cut says so");
	OK(copy_string(text, 5, "four") && !strcmp(text, "four"),
	   "one that fits exactly");
	return test_done();
}
