/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One task of the Full Feature Phase, for full_feature.c: its requests and its
 * answers, and what the target sends between them. */
#ifndef TASK_H
#define TASK_H

#include "full_feature.h"

/* A new task: its Initiator Task Tag. */
uint32_t task_begin(struct full_feature *ff);

/* Wait until the command window is open (RFC 7143 4.2.2.1).  0 or -errno. */
int task_window(struct full_feature *ff, struct fault *f);

/* What a PDU says about the window: numbers that contradict each other are
 * ignored, and it never shrinks. */
void task_take_window(struct full_feature *ff, uint32_t expcmdsn,
		      uint32_t maxcmdsn);

/* Send a request with its sequence numbers, which are filled in.  0 or
 * -errno. */
int task_send(struct full_feature *ff, struct bhs_request *req,
	      const void *data, size_t len, struct fault *f);

/* The next PDU that answers the task, with this opcode; Data-In stands for a
 * SCSI Response, too.  Pings, events and rejects are dealt with on the way.
 * 0 or -errno. */
int task_receive(struct full_feature *ff, uint8_t opcode, struct pdu *in,
		 struct bhs_response *rsp, struct fault *f);

#endif
