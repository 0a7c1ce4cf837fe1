/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conversation with the kernel's iSCSI transport class over
 * NETLINK_ISCSI: requests and their replies, and events in between. */
#ifndef KERNEL_H
#define KERNEL_H

#include "fault.h"
#include "sys.h"
#include "uevent.h"

struct kernel {
	const struct sys *sys;
	int fd;				/* -1: not open */
	uint64_t transport_handle;	/* of iscsi_tcp */
	/* Gets every event, also those that arrive while a reply is awaited;
	 * the message is valid during the call. */
	void (*event)(void *arg, const struct uevent_message *m);
	void *arg;
	uint8_t tx[UEVENT_MESSAGE_MAX];
	uint8_t rx[UEVENT_MESSAGE_MAX];
};

/* Open.  iscsi_tcp must be loaded.  0 or -errno with the fault. */
int kernel_open(struct kernel *k, const struct sys *sys,
		void (*event)(void *arg, const struct uevent_message *m),
		void *arg, struct fault *f);
void kernel_close(struct kernel *k);

/* Send one request and wait for its reply; ev becomes the reply.  0, or the
 * kernel's -errno. */
int kernel_request(struct kernel *k, struct uevent *ev, const void *payload,
		   size_t len);

/* Hand over every event that has arrived. */
void kernel_take_events(struct kernel *k);

#endif
