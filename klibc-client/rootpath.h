/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "iscsi:..." as RFC 4173 section 5 has it in DHCP option 17, and as dracut
 * (netroot=, root=) and Debian (root=) took it over:
 *
 *   iscsi:[<user>:<pass>[:<in_user>:<in_pass>]@]<server>:[<protocol>]:
 *	[<port>]:[[<iface>:]<netdev>:][<lun>]:<target>		(one line)
 *
 * Server: an IPv4 address, an IPv6 address in brackets, or a host name.
 * LUN: hexadecimal, one to four groups of up to four digits joined by '-': two
 * bytes each of the LUN's eight, from the left, as iPXE sends them.  0x may
 * stand before one group.
 *
 * Credentials: %40 (@), %3A (:), %25 (%), %20 and %22 (") are decoded in them,
 * every other % is itself.  The text is tried without any first, then with
 * each '@' from left to right as their end; the first try that parses wholly
 * is taken.
 *
 * Target: begins behind the LUN with iqn., eui. or naa. in any case, the first
 * of three places where one does; with none of them exactly the LUN stands
 * before it. */
#ifndef ROOTPATH_H
#define ROOTPATH_H

#include "remark.h"
#include "said.h"
#include "slip.h"

/* The whole of text into t: name, portal (port 3260 when none is said; family
 * ADDR_NONE where host is the name to look up), host, lun_known and lun (RFC
 * 4173: 0 when none is said; lun_known tells), netdev, iface, account.  The
 * rest of t is left alone, and so is all of it on an error.
 * 0; -ENODATA: "iscsi", "iscsi:" or "iscsi:@", which mean firmware; -EINVAL
 * with the slip, which quotes nothing that could be a secret.  When no try
 * parses, the slip is that of the last try before the target name whose server
 * is an IP address, else of the last '@' before it, else without
 * credentials. */
int rootpath_parse(struct plan_target *t, const char *text,
		   struct remarks *remarks, struct slip *slip);

/* Room for the text as it is shown: longer ones are cut. */
#define ROOTPATH_SHOWN_SIZE 640

/* The text as it can stand in a message: what may be credentials is "***".
 * Everything up to the last '@' before something that parses; where there is
 * none, or the text does not parse, everything, unless the server is an IP
 * address and the numbers are numbers.  Printable ASCII, cut at size. */
void rootpath_shown(const char *text, char *out, size_t size);

#endif
