/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By which NIC a connection leaves, where several could be taken. */
#ifndef PATH_H
#define PATH_H

#include "nic.h"

/* Tables of their own: this number and the interface's index. */
#define PATH_TABLE 0x69530000
/* Of the rules that lead there: before the main table's 32766. */
#define PATH_PRIORITY 26963

/* Where two or more NICs of the plan have addresses of one family: packets
 * from each address leave by its own NIC.  A rule for each that is not there
 * yet leads to a table with the routes of its NIC.  NICs in one IPv4 subnet
 * answer for their own addresses only.  What the kernel refuses is said, and
 * is no reason not to boot. */
void path_rules(struct nic_world *w, const struct plan *plan);

/* From where to connect to a portal of the target: fills from and gives it
 * back, or NULL when the kernel's routes know. */
const struct sys_from *path_from(const struct plan *plan,
				 const struct plan_target *target,
				 const struct portal *portal,
				 struct sys_from *from);

/* The same for a connection of our own, to a target whose NIC nics_find() has
 * seen: by that and no other, whatever the routes are. */
const struct sys_from *path_bound(const struct plan *plan,
				  const struct plan_target *target,
				  const struct portal *portal,
				  struct sys_from *from);

#endif
