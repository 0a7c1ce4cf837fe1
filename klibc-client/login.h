/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Login Phase of a leading connection (RFC 7143 6.3, 11.12, 11.13):
 * PDU in, PDU out.  No I/O, no clock: whoever calls carries the PDUs. */
#ifndef LOGIN_H
#define LOGIN_H

#include "addr.h"
#include "answer.h"
#include "bhs.h"
#include "chap.h"
#include "host.h"
#include "key.h"
#include "text.h"

#define ISCSI_NAME_MAX 223		/* RFC 7143 4.2.7.1 */

/* The caller's; stays valid for the whole login. */
struct login_config {
	const char *initiator_name, *target_name;
	bool discovery;			/* SessionType; no target_name then */
	const struct chap_account *account;	/* NULL: no authentication */
	/* With an account, see chap.h. */
	const uint8_t *algorithms;
	struct chap_history *history;
	const struct params *offer;	/* key_offer_defaults() */
	uint8_t isid[6];
	/* For mutual authentication: fresh and unpredictable each time. */
	uint8_t random[CHAP_CHALLENGE_SIZE + 1];
};

enum {
	LOGIN_DONE = 0,		/* FullFeaturePhase; params hold the result */
	LOGIN_SEND = 1,		/* send what was put out */
	LOGIN_MOVED = 2,	/* redirected; moved_to and moved hold where */
};

/* Where the exchange stands: what the next response must answer. */
enum login_step {
	LOGIN_AUTH_METHOD,	/* sent AuthMethod */
	LOGIN_CHAP_A,		/* sent CHAP_A */
	LOGIN_CHAP_R,		/* sent CHAP_N and CHAP_R, asked for transit */
	LOGIN_OPERATIONAL,	/* sent the operational keys, or more */
};

struct login {
	const struct login_config *config;
	enum login_step step;
	struct params params;
	struct chap chap;
	bool verified;			/* the target, where mutual */
	bool offered;			/* the operational keys */
	uint32_t itt, statsn;		/* statsn: of the last response */
	uint32_t expcmdsn, maxcmdsn;	/* and these */
	unsigned int exchanges;
	uint16_t tsih;
	struct portal moved_to;		/* of a host name only the port */
	char moved_host[HOST_NAME_MAX_BYTES + 1];	/* or empty */
	bool moved_for_good;		/* status 0102 */
	/* The target chose algorithm 7 and then refused our response: tgt
	 * takes it for SHA-1.  Worth another login without it. */
	bool mistook;
	struct login_request request;	/* the last one sent */
	struct text text;		/* the target's, of this sequence */
	struct answer_state answers;
	uint8_t reply_buf[1024];
	uint8_t out[LOGIN_DATA_MAX];
};

/* Begin; out gets the first request (its data lies in l). */
void login_begin(struct login *l, const struct login_config *config,
		 struct pdu *out);

/* Take one response.  Gives back LOGIN_DONE, LOGIN_SEND with the next
 * request in out, LOGIN_MOVED, or -errno with the sentence in the fault:
 * -EACCES authentication, -EPROTO the target broke a rule, -ENOENT no such
 * target, -EAGAIN target error (status class 3), -ECONNABORTED another
 * refusal. */
int login_take(struct login *l, const struct pdu *in, struct pdu *out,
	       struct fault *f);

#endif
