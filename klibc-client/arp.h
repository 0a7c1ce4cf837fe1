/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARP on Ethernet (RFC 826): whether another machine has our address
 * (RFC 5227), and whether the gateway is there. */
#ifndef ARP_H
#define ARP_H

#include "addr.h"
#include "sys.h"

#define ARP_ETHERTYPE 0x0806
#define ARP_FRAME_SIZE 42		/* Ethernet header and packet */

/* What of a packet counts here. */
struct arp_packet {
	bool reply;			/* else a request */
	uint8_t sender_mac[6], target_mac[6];
	struct addr sender, target;	/* IPv4 */
};

/* The frame, to all, with sender_mac as its source. */
void arp_build(uint8_t frame[ARP_FRAME_SIZE], const struct arp_packet *p);

/* 0, or -EPROTO: not a request or reply of a single Ethernet station for IPv4.
 * What follows the packet is padding. */
int arp_parse(struct arp_packet *p, const void *frame, size_t size);

/* One link. */
struct arp {
	const struct sys *sys;
	int fd;				/* -1: not open */
	uint8_t mac[6];			/* the link's */
	bool announced;			/* the address is ours by now */
};

enum arp_news {
	ARP_NOTHING,			/* no more has come */
	ARP_CONFLICT,			/* somebody else has our address */
	ARP_GATEWAY,			/* the gateway answered us */
};

/* 0, or -errno: this kernel has no packet sockets, or the link is gone.  Then
 * nothing can be found out, which is no reason not to boot. */
int arp_open(struct arp *a, const struct sys *sys, int ifindex,
	     const uint8_t mac[6]);

/* Readable: call arp_take() until it says ARP_NOTHING. */
int arp_fd(const struct arp *a);

/* Ask who has the address, without claiming it (RFC 5227 2.1.1). */
int arp_probe(const struct arp *a, const struct addr *address);

/* Say that the address is ours now (RFC 5227 2.3): caches and switches that
 * remember another machine or port learn better.  From here on another's probe
 * is no conflict (2.4): the kernel answers it. */
int arp_announce(struct arp *a, const struct addr *address);

/* Ask for the gateway's MAC address from our own address. */
int arp_ask(const struct arp *a, const struct addr *address,
	    const struct addr *gateway);

/* The next news, and the MAC address of who sent it.  address: ours; gateway:
 * NULL or family ADDR_NONE when there is none.  Everything else that comes is
 * passed over, and so is what the link's own MAC address sent.  A conflict's
 * MAC may be that of another NIC of this machine in the same subnet, for the
 * kernel answers there, too: compare before it is called a conflict. */
enum arp_news arp_take(const struct arp *a, const struct addr *address,
		       const struct addr *gateway, uint8_t mac[6]);

void arp_close(struct arp *a);

#endif
