/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conversation with the kernel's iSCSI transport class over
 * NETLINK_ISCSI: requests and their replies, and events in between. */
#ifndef KERNEL_H
#define KERNEL_H

#include "fault.h"
#include "sys.h"
#include "uevent.h"

/* As what the kernel then remembers a session's creator: -1, nobody. */
#define KERNEL_CREATOR_KEPT 0xffffffff

struct kernel {
	const struct sys *sys;
	int fd;				/* -1: not open */
	uint64_t transport_handle;	/* of iscsi_tcp */
	/* Gets every event, also those that arrive while a reply is awaited;
	 * the message is valid during the call. */
	void (*event)(void *arg, const struct uevent_message *m);
	void *arg;
	bool keep;			/* what it makes belongs to a keeper */
	bool missed;			/* events were lost; the reader clears it */
	uint8_t tx[UEVENT_MESSAGE_MAX];
	uint8_t rx[UEVENT_MESSAGE_MAX];
};

/* Open.  iscsi_tcp must be loaded.  0 or -errno with the fault. */
int kernel_open(struct kernel *k, const struct sys *sys,
		void (*event)(void *arg, const struct uevent_message *m),
		void *arg, struct fault *f);
/* The same, for sessions that are to be kept: their creator reads -1, and
 * iscsid leaves them alone for their whole life.  One process at a time can do
 * this; the others wait for it, for so long as a boot may take. */
int kernel_open_keeping(struct kernel *k, const struct sys *sys,
			void (*event)(void *arg,
				      const struct uevent_message *m),
			void *arg, uint64_t deadline, struct fault *f);

void kernel_close(struct kernel *k);

/* Send one request and wait for its reply; ev becomes the reply.  0, or the
 * kernel's -errno. */
int kernel_request(struct kernel *k, struct uevent *ev, const void *payload,
		   size_t len);

/* Hand over every event that has arrived. */
void kernel_take_events(struct kernel *k);

#endif
