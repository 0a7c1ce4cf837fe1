/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a root path from its server on; rootpath.c finds the server. */
#ifndef ROOTPATH_READ_H
#define ROOTPATH_READ_H

#include "said.h"
#include "slip.h"

#define ROOTPATH_SCHEME "iscsi:"

/* The order of the text. */
enum rootpath_field {
	RP_SERVER,		/* without its brackets */
	RP_PROTOCOL,
	RP_PORT,
	RP_IFACE,
	RP_NETDEV,
	RP_LUN,
	RP_NAME,
	RP_FIELDS
};

struct rootpath_span {
	size_t at, len;			/* bytes of the text */
};

/* One try: the text with its server at one place. */
struct rootpath {
	const char *text;
	struct rootpath_span field[RP_FIELDS];
	enum rootpath_field reached;	/* what was looked at last */
	struct chap_account account;
	struct addr addr;		/* ADDR_NONE: a host name */
	uint16_t port;
	uint16_t lun_decimal;		/* the value, if it could be misread */
	uint8_t lun[8];
};

/* Everything from the server at a place on into r, whose text is set and whose
 * account is left alone.  0 or -EINVAL with the slip, which can
 * be NULL. */
int rootpath_read(struct rootpath *r, size_t at, struct slip *s);

/* Whether a server that is an IP address stands there. */
bool rootpath_address(struct rootpath *r, size_t at);

/* Whether from there on all is an address, numbers and a name: nothing that
 * was meant to be credentials. */
bool rootpath_harmless(struct rootpath *r, size_t at);

/* A field as a string; false, and an empty one, when it is too long. */
bool rootpath_text(const struct rootpath *r, enum rootpath_field which,
		   char *buf, size_t size);

#endif
