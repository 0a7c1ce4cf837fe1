/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a network parameter, divided by colons, and each kind of them
 * checked.  Everything that can fail gives back 0, or -EINVAL and the slip,
 * whose offset is that of the field in the value. */
#ifndef NETFIELD_H
#define NETFIELD_H

#include "said.h"
#include "slip.h"

#define FIELDS_MAX 16
#define FIELDS_TEXT_SIZE 512

struct fields {
	const char *value;		/* as it was given, not a copy */
	char text[FIELDS_TEXT_SIZE];	/* the same, divided by NULs */
	uint16_t at[FIELDS_MAX];	/* where each begins */
	size_t count;			/* at least 1 */
};

/* Divide value.  An IPv6 address in brackets is one field, without them. */
int fields_split(struct fields *f, const char *value, struct slip *slip);

/* A field's text, empty where there are not as many. */
const char *field(const struct fields *f, size_t i);

/* Everything from field i on, undivided. */
const char *fields_rest(const struct fields *f, size_t i);

/* Where a text that field() or fields_rest() gave stands in the value. */
size_t field_at(const struct fields *f, const char *text);

/* Whether text is meant as an address: no name of a NIC looks like that. */
bool like_address(const char *text);

/* An address of one host; what is "gateway", "DNS server", ...  An empty
 * text, 0.0.0.0 and :: leave family at ADDR_NONE. */
int field_addr(const struct fields *f, const char *text, const char *what,
	       struct addr *a, struct slip *slip);

/* The whole of value as such an address; alone, an IPv6 address needs no
 * brackets. */
int field_lone_addr(const char *value, const char *what, struct addr *a,
		    struct slip *slip);

/* A field_addr() followed by /LENGTH, which is optional; prefix stays as it is
 * without one. */
int field_addr_prefix(const struct fields *f, const char *text,
		      const char *what, struct addr *a, uint8_t *prefix,
		      struct slip *slip);

/* A prefix length of family (ADDR_*), or for IPv4 a dotted mask, whose ones
 * come first.  In bits, from lowest. */
int field_prefix(const struct fields *f, const char *text, uint8_t family,
		 uint8_t lowest, uint8_t *prefix, struct slip *slip);

/* A network device's name, as the kernel takes one. */
int field_name(const struct fields *f, const char *text,
	       char name[IFNAME_SIZE], struct slip *slip);

/* A MAC address of one NIC, with ':' or '-'. */
int field_mac(const struct fields *f, const char *text, uint8_t mac[6],
	      struct slip *slip);

/* Bytes, 576 to 65535. */
int field_mtu(const struct fields *f, const char *text, uint16_t *mtu,
	      struct slip *slip);

/* Letters, digits, '-', '.' and '_'. */
int field_hostname(const struct fields *f, const char *text,
		   char name[HOST_NAME_MAX_BYTES + 1], struct slip *slip);

/* Which NIC: a name, a MAC address with '-', nothing or "all" for every NIC,
 * BOOTIF for the one that PXE booted from (netparam_finish() puts it in). */
int field_device(const struct fields *f, const char *text, struct plan_nic *n,
		 struct slip *slip);

/* "52:54:00:12:34:56" or "52-54-00-12-34-56"; false: neither. */
bool mac_either(const char *text, uint8_t mac[6]);

/* The name that stands for the NIC of BOOTIF=. */
#define BOOTIF_NAME "BOOTIF"

#endif
