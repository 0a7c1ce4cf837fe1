/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A target that takes part in CHAP, one step at a time.  UNH in the tests'
 * words is the InterOperability Laboratory's CHAP suite for initiators, v3.1. */
#ifndef CHAP_PEER_H
#define CHAP_PEER_H

#include <errno.h>
#include <stdlib.h>

#include "chap.h"
#include "hex.h"
#include "test.h"

#define CHALLENGE "0x000102030405060708090a0b0c0d0e0f"
#define OUR_CHALLENGE "0x0102030405060708090a0b0c0d0e0f10"
#define RESPONSE "0xdf664b82f0acb726ec92a5cae96f00bb"
#define PROOF "0xccdb77b3ddacad95affee86833521caa"

static const uint8_t random_bytes[CHAP_CHALLENGE_SIZE + 1] = {
	42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
};

/* response: to identifier 7 and CHALLENGE with "chapsecret12".  proof: to 42
 * and OUR_CHALLENGE with "targsecret12".  ours: the same with our secret.
 * Each is Python's hashlib.new(name, bytes([i]) + secret + challenge). */
static const struct {
	const char *algorithm, *response, *proof, *ours;
} algorithms[] = {
{ "5",
  "0xdf664b82f0acb726ec92a5cae96f00bb",
  "0xccdb77b3ddacad95affee86833521caa",
  "0xf4b8fa9e69da2d7650a7553fe0a6204a" },
{ "6",
  "0xdb74fef943abfe8d45b306f5cfbe6d2567e02320",
  "0xbf7681f66452c89b15a732e991a10cbba8b8fc7e",
  "0x3d9e867fd19b62577c6e44645b96d4e7d9c0853d" },
{ "7",
  "0x2a0945091e6b4b7432d369b3ffef061c6f46f77b3f5bd6078551840d5ba5036f",
  "0x9c354d17b2513f5f699778f98dd54992da0ea8e4186b874543c9f0a71d3b2fce",
  "0x4e3e41edc033643fc38e8d081dcb0a2add877b8e9af3cdee393e96ddce790f7a" },
{ "8",
  "0xbbd7a746a908aa68e5b4a3449014fdc92f6504c883760e51e53078c82a4eaef1",
  "0xdbf2e43204a885ef1c3dac9b41b1595a2df941b8d8902d4b2b0be3d100d43381",
  "0x1cc3d18093aa5a66c6648e593ca6e6bbef26d768f2430f9097fa0873d0a53a5d" },
};

static const uint8_t all[] = {
	HASH_MD5, HASH_SHA1, HASH_SHA256, HASH_SHA3_256, 0,
};

/* One connection's; the history goes on from one to the next. */
static struct chap_account account;
static struct chap_history history;
static struct chap chap;
static struct fault fault_now;
static char out[512];

static inline void set_account(bool mutual)
{
	memset(&account, 0, sizeof(account));
	copy_string(account.name, sizeof(account.name), "chapuser");
	secret_set(&account.secret, "chapsecret12");
	if (!mutual)
		return;
	copy_string(account.reverse_name, sizeof(account.reverse_name),
		    "targuser");
	secret_set(&account.reverse_secret, "targsecret12");
}

static inline void begin(bool mutual)
{
	memset(&history, 0, sizeof(history));
	memset(&chap, 0xaa, sizeof(chap));
	fault_now.err = 0;
	fault_now.text[0] = '\0';
	set_account(mutual);
	chap_begin(&chap, &account, all, &history, random_bytes);
}

/* The next connection, with the random byte n everywhere. */
static inline void next(bool mutual, uint8_t n)
{
	uint8_t bytes[CHAP_CHALLENGE_SIZE + 1];

	memset(bytes, n, sizeof(bytes));
	fault_now.err = 0;
	set_account(mutual);
	chap_begin(&chap, &account, all, &history, bytes);
}

/* What was written is in out, with | for NUL. */
static inline int answer(const char *a, const char *i, const char *c)
{
	struct chap_keys keys = { .a = a, .i = i, .c = c };
	struct wr w = wr_into(out, sizeof(out) - 1);
	int rc = chap_answer(&chap, &keys, &w, &fault_now);

	OK(!w.overflow, "the answer fits");
	OK(!rc || !w.used, "nothing is answered to what is refused");
	SAME(fault_now.err, -rc, "a fault goes with an error");
	for (size_t n = 0; n < w.used; n++)
		if (!out[n])
			out[n] = '|';
	out[w.used] = '\0';
	return rc;
}

static inline int verify(const char *name, const char *response)
{
	struct chap_keys keys = { .n = name, .r = response };
	int rc = chap_verify(&chap, &keys, &fault_now);

	SAME(fault_now.err, -rc, "a fault goes with an error");
	OK(!strstr(fault_now.text, "secret12"), "no secret in a message");
	return rc;
}

#endif
