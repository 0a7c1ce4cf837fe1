/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the target said in one sequence of a login, key by key: sorted, and
 * refused where a key has no business there (RFC 7143 sections 12 and 13). */
#ifndef ANSWER_H
#define ANSWER_H

#include "chap.h"
#include "key.h"
#include "text.h"

struct answer {
	struct chap_keys chap;		/* strings inside the text */
	const char *auth_method;	/* NULL: not said */
};

/* Across the sequences of one login. */
struct answer_state {
	struct params *params;		/* gets the operational keys */
	const struct params *offer;
	uint32_t seen;			/* keys that may come once */
	struct wr reply;		/* to keys that the target began */
};

/* Split the text and sort its pairs into a and state->params; what the target
 * began is answered into state->reply.  operational: the stage.  0 or -EPROTO
 * with the key and the rule in the fault. */
int answer_take(struct answer *a, struct answer_state *state,
		struct text *text, bool operational, struct fault *f);

#endif
