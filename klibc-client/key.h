/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operational keys of RFC 7143 section 13: what we offer, and what holds
 * after the target's answer. */
#ifndef KEY_H
#define KEY_H

#include "fault.h"
#include "wr.h"

enum { DIGEST_NONE = 0, DIGEST_CRC32C = 1 };

/* What is offered for a digest, in the order of preference (13.1). */
enum digest_offer {
	OFFER_NONE,
	OFFER_CRC32C,
	OFFER_CRC32C_NONE,
	OFFER_NONE_CRC32C,
	OFFER_COUNT
};

#define TPGT_UNKNOWN 0xffffffff

/* The values in force, by their full names in snake case. */
struct params {
	uint32_t header_digest, data_digest;
	uint32_t max_connections;
	uint32_t initial_r2t, immediate_data;
	uint32_t max_burst_length, first_burst_length;
	uint32_t default_time2wait, default_time2retain;
	uint32_t max_outstanding_r2t;
	uint32_t data_pdu_in_order, data_sequence_in_order;
	uint32_t error_recovery_level;
	/* Declared, one for each direction: ours, and the target's. */
	uint32_t max_recv_data_segment_length;
	uint32_t max_xmit_data_segment_length;
	uint32_t target_portal_group_tag;

	/* Which keys of the table the target has answered or declared, and
	 * which we have offered: a bit for each row. */
	uint32_t seen, offered;
};

/* What we offer unless told otherwise: digests as enum digest_offer, and
 * MaxRecvDataSegmentLength in max_recv_data_segment_length. */
void key_offer_defaults(struct params *offer);

/* Change one offer to what text says, by the key's own rules.  0; -ENOENT:
 * there is no such key, or it is not ours to choose; -EINVAL with what the key
 * takes in the fault. */
int key_set_offer(struct params *offer, const char *key, const char *text,
		  struct fault *f);

/* What holds before anything is negotiated: the defaults of RFC 7143, and our
 * own declaration. */
void key_defaults(struct params *p, const struct params *offer);

/* Write every key that is to be offered in the operational stage; in a
 * discovery session only those that are not irrelevant there. */
void key_offer(struct params *p, const struct params *offer, bool discovery,
	       struct wr *w);

/* The target sent key=value in the operational stage: its answer to our
 * offer, a declaration, or a key of its own, which is answered into reply.
 * 0, -ENOENT when the key is not one of section 13 (nothing is written), or
 * -EPROTO with the key and the rule in the fault. */
int key_take(struct params *p, const struct params *offer, const char *key,
	     const char *value, struct wr *reply, struct fault *f);

/* The rules across keys, at the end of the stage (RFC 7143 6.2), and that a
 * digest that had to be is there: 0 or -EPROTO. */
int key_check(const struct params *p, const struct params *offer,
	      struct fault *f);

#endif
