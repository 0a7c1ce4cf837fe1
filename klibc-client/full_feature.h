/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Full Feature Phase of a session without the kernel (RFC 7143 4.2, 11):
 * one command at a time, nothing is ever written. */
#ifndef FULL_FEATURE_H
#define FULL_FEATURE_H

#include "connection.h"

struct full_feature {
	struct connection *c;
	uint32_t itt;			/* of the command that stands */
	uint32_t cmdsn, maxcmdsn;	/* the next one's, and the last allowed */
	uint32_t expstatsn;		/* the next StatSN of the target's */
	bool leaving;			/* logout is sent: no more commands */
	uint32_t received, text_total;	/* PDUs and bytes, to bound them */
};

/* From a connection that has logged in. */
void full_feature_begin(struct full_feature *ff, struct connection *c);

/* One pair of the target's answer, in its order: 0, or -errno with the fault,
 * which ends the exchange. */
struct text_sink {
	int (*take)(void *arg, const char *key, const char *value,
		    struct fault *f);
	void *arg;
};

/* Text Request key=value, and the whole answer, however many responses it
 * takes (RFC 7143 11.10, 11.11).  0 or -errno with the fault. */
int full_feature_text(struct full_feature *ff, const char *key,
		      const char *value, const struct text_sink *sink,
		      struct fault *f);

#define SENSE_MAX 32

/* What a SCSI command led to.  status and what follows it hold only when
 * response is 0, command completed at target (RFC 7143 11.4.3). */
struct scsi_answer {
	uint8_t response;
	uint8_t status;			/* SAM: 0 good, 2 check condition... */
	size_t len;			/* bytes of data, from the start of buf */
	uint8_t sense[SENSE_MAX];	/* what fits of it */
	size_t sense_len;
	bool underflow, overflow;
	uint32_t residual;		/* bytes less or more than size */
};

/* A command that reads at most size bytes into buf, or none when size is 0;
 * never one that writes.  What the answer's len does not count of buf stays as
 * it was.  0 when the target answered, whatever it said, or
 * -errno with the fault: the session is then of no use any more. */
int full_feature_scsi(struct full_feature *ff, const uint8_t lun[8],
		      const uint8_t cdb[16], void *buf, size_t size,
		      struct scsi_answer *answer, struct fault *f);

/* Log out, closing the session (RFC 7143 11.14), and wait for the answer.
 * The caller closes the connection.  0 or -errno with the fault. */
int full_feature_logout(struct full_feature *ff, struct fault *f);

#endif
