/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One NIC of the plan on its way up: a state machine that never blocks, moved
 * on by what rtnetlink says. */
#ifndef NIC_H
#define NIC_H

#include "arp.h"
#include "dhcp.h"
#include "netstate.h"
#include "plan.h"
#include "rtnl_socket.h"

enum nic_state {
	NIC_ABSENT,			/* not there (yet) */
	NIC_LINK,			/* there; the VLAN on it is not yet */
	NIC_CARRIER,			/* up, and waiting for carrier */
	NIC_LEASE,			/* the DHCP client runs */
	NIC_PROBE,			/* has another its IPv4 address? */
	NIC_DAD,			/* the same of IPv6, by the kernel */
	NIC_ROUTER,			/* waiting for a router's advertisement */
	NIC_LINK_LOCAL,			/* waiting for its link-local address */
	NIC_GATEWAY,			/* is the gateway there? */
	NIC_READY,
	NIC_DROPPED,			/* another one did what it was for */
	NIC_FAILED,			/* the fault says why */
};

/* What all of them share. */
struct nic_world {
	const struct sys *sys;
	struct plan *plan;
	const char *dhcp_client, *dhcp6_client;
	bool boot;			/* the targets are to be reached */
	struct rtnl rtnl;
	struct netstate net;
};

struct nic {
	struct plan_nic want;		/* the plan's, and what came of it */
	size_t index;			/* in the plan */
	bool wildcard;			/* one of "every NIC" */
	enum nic_state state;
	int ifindex;			/* 0: not found */
	char name[IFNAME_SIZE];
	bool kept;			/* had an address before us */
	bool set;			/* has one of ours */
	bool announced;			/* that we wait */
	uint64_t since;			/* the state began, or it asked again */
	uint8_t again;			/* so many times in this state */
	struct dhcp dhcp;
	struct arp arp;
	bool answered;			/* the gateway has */
	struct fault fault;
};

void nic_init(struct nic *nic, const struct nic_world *w,
	      const struct plan_nic *want, size_t index);

/* Go as far as possible now; ready: nic_fd() became readable. */
void nic_advance(struct nic *nic, struct nic_world *w, bool ready);
void nic_enter(struct nic *nic, const struct nic_world *w,
	       enum nic_state state);

/* Its time is over: what it waited for did not come, which is not always a
 * fault. */
void nic_expire(struct nic *nic, struct nic_world *w);

/* Close and end what it has. */
void nic_close(struct nic *nic);

/* nic_wait.c: whether it still waits, until when, for which descriptor (-1:
 * for rtnetlink alone), and what for ("the carrier of eth0"). */
bool nic_waits(const struct nic *nic);
uint64_t nic_due(const struct nic *nic, const struct nic_world *w);
int nic_fd(const struct nic *nic);
const char *nic_awaits(const struct nic *nic, char text[80]);

/* nic_wait.c: it is not waited for any longer, or what it waited for did not
 * come: the fault says what. */
void nic_give_up(struct nic *nic, const struct nic_world *w);

/* Send a request to rtnetlink, and take the events that tell what it changed.
 * 0 or -errno. */
int nic_ask(struct nic_world *w, void *request, size_t size);

/* It cannot be used: the fault names it. */
void nic_fail(struct nic *nic, int err, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* nic_link.c: find the device, make the VLAN on it, set MTU, MAC address and
 * name, and the link up.  0; -EAGAIN: something is not there yet; else it
 * failed. */
int nic_link_setup(struct nic *nic, struct nic_world *w);
/* The device that setting it up ends with, as it is now; NULL: it is not
 * there, and nic_give_up() says what. */
const struct link *nic_link_find(struct nic *nic, const struct nic_world *w);

/* nic_probe.c: ask whether another machine has its IPv4 address.  false: that
 * cannot be asked. */
bool nic_probe_begin(struct nic *nic, struct nic_world *w);
/* Ask again, for an answer can be lost.  false: it was asked often enough. */
bool nic_probe_again(struct nic *nic, const struct nic_world *w);
/* The address is ours now; ask for the gateway.  false: nobody needs it. */
bool nic_probe_gateway(struct nic *nic, struct nic_world *w);
/* Take the answers, the gateway's among them.  When another has the address,
 * the NIC loses it, and fails. */
void nic_probe_take(struct nic *nic, struct nic_world *w);
/* The kernel knows a neighbor. */
void nic_probe_neighbor(struct nic *nic, const struct link_addr *neighbor);

/* nic_lease.c: start the DHCP client, and take what it left.  0, or it
 * failed. */
int nic_lease_begin(struct nic *nic, struct nic_world *w);
/* Whether the client has done its work, though it runs. */
bool nic_lease_there(const struct nic *nic, const struct nic_world *w);
int nic_lease_end(struct nic *nic, struct nic_world *w);
/* End the client, and undo what it has done. */
void nic_lease_undo(struct nic *nic, struct nic_world *w);

/* nic_link.c: an MTU that the driver does not take is said. */
void nic_link_mtu(struct nic *nic, struct nic_world *w, uint32_t mtu);

/* nic_addr.c: whether it has an address that is to be kept. */
bool nic_addr_keep(struct nic *nic, struct nic_world *w);
/* nic_addr.c: give it its address, where it has not got it.  0, or it
 * failed. */
int nic_addr_setup(struct nic *nic, struct nic_world *w);
/* Take an address away; its routes go with the last one.  0, or -errno, which
 * was said. */
int nic_addr_remove(struct nic *nic, struct nic_world *w,
		    const struct addr *addr, uint8_t prefix);
/* Let the kernel take router advertisements, where it does not.  0, or it
 * failed. */
int nic_addr_automatic(struct nic *nic, struct nic_world *w);
/* The routes through it: the default one, and those of the plan. */
void nic_addr_routes(struct nic *nic, struct nic_world *w);

#endif
