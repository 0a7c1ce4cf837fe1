/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a lease's file, each by itself. */
#ifndef LEASE_VALUE_H
#define LEASE_VALUE_H

#include "lease.h"

/* What is known while one file is read. */
struct lease_reading {
	struct lease *lease;
	struct remarks *remarks;
	const char *path;		/* of the file */
	const char *name;		/* of the value */
	char domain[HOST_NAME_MAX_BYTES + 1];	/* without a search list */
	bool netmask_known, netmask6_known;
	char subnet[40];		/* named last, without its gateway */
	bool classless;			/* RFC 3442: routers do not count */
	struct addr classless_gateway;
};

/* Each takes one value that is not empty and has no control characters; nic
 * is the lease's nic or nic6.  What is wrong is left out with a remark. */
void lease_take_device(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);
void lease_take_proto(struct lease_reading *r, struct plan_nic *nic,
		      const char *value);
void lease_take_address(struct lease_reading *r, struct plan_nic *nic,
			const char *value);
void lease_take_netmask(struct lease_reading *r, struct plan_nic *nic,
			const char *value);
void lease_take_routers(struct lease_reading *r, struct plan_nic *nic,
			const char *value);
void lease_take_dns(struct lease_reading *r, struct plan_nic *nic,
		    const char *value);
void lease_take_search(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);
void lease_take_domain(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);
void lease_take_hostname(struct lease_reading *r, struct plan_nic *nic,
			 const char *value);
void lease_take_mtu(struct lease_reading *r, struct plan_nic *nic,
		    const char *value);
void lease_take_root_path(struct lease_reading *r, struct plan_nic *nic,
			  const char *value);
/* The boot file of DHCPv6 (RFC 5970 3.1), when it is a root path. */
void lease_take_boot_file(struct lease_reading *r, struct plan_nic *nic,
			  const char *value);
/* lease_route.c: klibc's pairs of subnet and gateway. */
void lease_take_subnet(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);
void lease_take_subnet_gateway(struct lease_reading *r, struct plan_nic *nic,
			       const char *value);
/* networkd's lists of subnet,gateway: of option 121 (RFC 3442), or of either
 * option. */
void lease_take_classless(struct lease_reading *r, struct plan_nic *nic,
			  const char *value);
void lease_take_routes(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);
/* dhclient's: the option's bytes, "16 10 8 10 7 0 9". */
void lease_take_octets(struct lease_reading *r, struct plan_nic *nic,
		       const char *value);

/* The next of several words, cut at size.  False at the end. */
bool lease_next_word(const char **at, const char *dividers, char *word,
		     size_t size);

/* The value that is read is not used; the format gives the reason. */
void lease_left_out(struct lease_reading *r, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

#endif
