/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one source says about the boot: text and bytes turned into facts, and
 * nothing decided yet.  plan.c merges one source after the other. */
#ifndef SAID_H
#define SAID_H

#include "addr.h"
#include "fault.h"
#include "host.h"
#include "ibft.h"
#include "remark.h"
#include "secret.h"

/* In the order of their precedence: the first that says a thing wins. */
enum source {
	SOURCE_NONE,			/* nobody said it */
	SOURCE_OPTION,
	SOURCE_CMDLINE,
	SOURCE_IBFT,
	SOURCE_DHCP,
	SOURCE_FILE,
	SOURCE_GENERATED,		/* out of the machine's own UUID */
	SOURCE_DEFAULT,			/* what holds when nobody says it */
	SOURCE_COUNT
};

/* As --plan=json names it: "option", "cmdline", "ibft", ... */
const char *source_name(enum source source);
/* As it stands in a sentence: "the kernel command line", "the iBFT", ... */
const char *source_words(enum source source);

#define PLAN_NICS_MAX IBFT_NICS_MAX
#define PLAN_TARGETS_MAX IBFT_TARGETS_MAX
#define PLAN_DNS_MAX 4
#define PLAN_ROUTES_MAX 8
#define IFNAME_SIZE 16			/* with the NUL */

enum nic_method {
	NIC_NONE,			/* link only */
	NIC_STATIC,
	NIC_DHCP,			/* DHCPv4 */
	NIC_DHCP6,
	NIC_AUTO6,			/* router advertisements */
	NIC_EITHER6,			/* these, else DHCPv6 */
	NIC_LINK6,			/* link-local only */
	NIC_SINGLE_DHCP,		/* DHCPv4 on all, the first that answers */
};

/* One configuration of one NIC.  A NIC with an IPv4 and an IPv6 configuration
 * is there twice. */
struct plan_nic {
	/* Which: by MAC address, by name, or (neither) every NIC. */
	bool mac_known;
	uint8_t mac[6];
	char ifname[IFNAME_SIZE];
	enum nic_method method;
	uint8_t prefix;			/* bits */
	struct addr address, peer, gateway;
	struct addr dns[PLAN_DNS_MAX];
	size_t dns_count;
	char search[HOST_NAME_MAX_BYTES + 1];	/* search domain */
	char hostname[HOST_NAME_MAX_BYTES + 1];
	uint16_t vlan;			/* 0: untagged */
	char parent[IFNAME_SIZE];	/* of a VLAN, where it is named */
	uint16_t mtu;			/* bytes; 0: as it is */
	bool new_mac_known;		/* the address it is to be given */
	uint8_t new_mac[6];
	uint8_t ibft_index;		/* N of the table's ethernetN */
	int ifindex;			/* once it is set up, else 0 */
	bool firmware_lease;		/* its address is of a lease that was
					 * there before us */
	enum source source;
};

struct plan_target {
	char name[IBFT_NAME_MAX + 1];
	/* The portal's address; while it is to be looked up, family is
	 * ADDR_NONE and host is the name. */
	struct portal portal;		/* port 0: not said */
	char host[HOST_NAME_MAX_BYTES + 1];
	uint32_t tpgt;			/* TPGT_UNKNOWN: as the target says */
	bool lun_known;
	uint8_t lun[8];			/* SAM-5, big-endian */
	struct chap_account account;	/* empty name: no authentication */
	/* Which NIC: by name, or the iBFT's index.  An iface of Open-iSCSI's
	 * is a name of its own. */
	char netdev[IFNAME_SIZE], iface[IFNAME_SIZE];
	int nic;			/* index of the plan's NICs, -1: any */
	/* Where firmware said so, as the kernel calls it: "ethernet0",
	 * "target0".  Empty: not from firmware. */
	char boot_nic[16], boot_target[16];
	struct {
		enum source name, portal, lun, account;
	} from;
};

struct plan_route {
	struct addr to;			/* family ADDR_NONE: the default */
	uint8_t prefix;
	struct addr gateway;		/* family ADDR_NONE: on the link */
	char ifname[IFNAME_SIZE];	/* empty: as the gateway's */
};

/* Take the bits behind the prefix off; whether there were any. */
bool said_route_clear(struct plan_route *r);
/* Add it to PLAN_ROUTES_MAX routes, where there is none by its device to its
 * network.  false: there is no room. */
bool said_route_add(struct plan_route *routes, size_t *count,
		    const struct plan_route *r);

/* Seconds; 0: not said.  As dracut names them behind rd.net.timeout. */
struct plan_timeouts {
	uint32_t dhcp, iflink, ipv6dad, ipv6auto, carrier;
};

/* What stands behind the name of a NIC: ifname= gives its address, vlan= what
 * it is a VLAN of. */
struct said_link {
	char name[IFNAME_SIZE];
	bool mac_known;
	uint8_t mac[6];
	uint16_t vlan;			/* 0: not a VLAN */
	char parent[IFNAME_SIZE];
};

/* An account for one target, or (empty name) for all. */
struct said_account {
	char target[IBFT_NAME_MAX + 1];
	struct chap_account account;
};

struct said {
	enum source source;
	char initiator_name[IBFT_NAME_MAX + 1];
	struct said_account accounts[PLAN_TARGETS_MAX + 1];
	struct plan_target targets[PLAN_TARGETS_MAX];
	struct plan_nic nics[PLAN_NICS_MAX];
	struct plan_route routes[PLAN_ROUTES_MAX];
	struct addr dns[PLAN_DNS_MAX];	/* of no NIC in particular */
	/* Said without an address: they go with those of other sources.  Port
	 * 0: not said. */
	uint16_t port;
	bool tpgt_known;
	uint32_t tpgt;
	size_t account_count, target_count, nic_count, route_count, dns_count;
	struct plan_timeouts timeouts;
	/* The NIC that boots: bootdev=, BOOTIF=. */
	char bootdev[IFNAME_SIZE];
	bool bootif_known;
	uint8_t bootif[6];
	bool no_bootif;			/* rd.bootif=0 */
	bool no_peer_dns;		/* rd.peerdns=0 */
	bool no_lease;			/* rd.iscsi.lease=0 */
	bool no_nics;			/* ip=none: set up no NIC at all */
	/* For netparam_finish(): names of NICs, and what gateway=, netmask=,
	 * ... say for an ip=ADDRESS without more. */
	struct said_link links[PLAN_NICS_MAX];
	size_t link_count;
	struct plan_nic classic;
	/* What other sources are to add or to leave out. */
	bool want_ibft, want_ibft_nics, want_dhcp, no_ibft;
	/* Wrong, but of no matter when a source that goes before says what to
	 * boot. */
	struct fault fault;
	/* Wrong about the network: of no matter when there is nothing to
	 * boot. */
	struct fault network;
	struct remarks *remarks;
};

/* Room for one more, zeroed, or NULL when there are too many: then a remark
 * says that what was not taken. */
struct plan_target *said_target(struct said *said, const char *what);
/* The index of the last target.  When the same was said before, name, portal,
 * LUN and NIC, it is taken out again, and the index is that one's. */
size_t said_once(struct said *said);
struct plan_nic *said_nic(struct said *said, const char *what);

#endif
