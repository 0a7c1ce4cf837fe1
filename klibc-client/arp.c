// SPDX-License-Identifier: GPL-2.0-or-later
/* ARP on Ethernet. */
#include "arp.h"

#include <errno.h>

#include "rd.h"
#include "wr.h"

/* RFC 826, with the numbers of Ethernet and of IPv4. */
#define HARDWARE_ETHERNET 1
#define PROTOCOL_IPV4 0x0800
#define REQUEST 1
#define REPLY 2

static const uint8_t to_all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
static const uint8_t nobody[6];
static const struct addr unspecified = { .family = ADDR_IPV4 };

void arp_build(uint8_t frame[ARP_FRAME_SIZE], const struct arp_packet *p)
{
	struct wr w = wr_into(frame, ARP_FRAME_SIZE);

	wr_bytes(&w, to_all, 6);
	wr_bytes(&w, p->sender_mac, 6);
	wr_be(&w, ARP_ETHERTYPE, 2);
	wr_be(&w, HARDWARE_ETHERNET, 2);
	wr_be(&w, PROTOCOL_IPV4, 2);
	wr_be(&w, 6, 1);
	wr_be(&w, 4, 1);
	wr_be(&w, p->reply ? REPLY : REQUEST, 2);
	wr_bytes(&w, p->sender_mac, 6);
	wr_bytes(&w, p->sender.bytes, 4);
	wr_bytes(&w, p->target_mac, 6);
	wr_bytes(&w, p->target.bytes, 4);
}

static void get_pair(struct rd *r, uint8_t mac[6], struct addr *a)
{
	rd_copy(r, mac, 6);
	*a = unspecified;
	rd_copy(r, a->bytes, 4);
}

int arp_parse(struct arp_packet *p, const void *frame, size_t size)
{
	struct rd r = rd_over(frame, size);
	uint64_t fixed, operation;

	memset(p, 0, sizeof(*p));
	rd_bytes(&r, 12);
	fixed = rd_be(&r, 8);
	operation = rd_be(&r, 2);
	get_pair(&r, p->sender_mac, &p->sender);
	get_pair(&r, p->target_mac, &p->target);
	p->reply = operation == REPLY;
	if (r.short_read ||
	    fixed != ((uint64_t)ARP_ETHERTYPE << 48 |
		      (uint64_t)HARDWARE_ETHERNET << 32 |
		      PROTOCOL_IPV4 << 16 | 0x0604) ||
	    (operation != REQUEST && operation != REPLY) ||
	    /* A group of stations asks nothing and answers nothing. */
	    p->sender_mac[0] & 1 || !memcmp(p->sender_mac, nobody, 6))
		return -EPROTO;
	return 0;
}

int arp_open(struct arp *a, const struct sys *sys, int ifindex,
	     const uint8_t mac[6])
{
	a->sys = sys;
	a->announced = false;
	memcpy(a->mac, mac, 6);
	a->fd = sys->packet(sys, ifindex, ARP_ETHERTYPE);
	return a->fd < 0 ? a->fd : 0;
}

int arp_fd(const struct arp *a)
{
	return a->fd;
}

static int send_request(const struct arp *a, const struct addr *sender,
			const struct addr *target)
{
	struct arp_packet p = { .sender = *sender, .target = *target };
	uint8_t frame[ARP_FRAME_SIZE];
	int rc;

	memcpy(p.sender_mac, a->mac, 6);
	arp_build(frame, &p);
	rc = a->sys->send(a->sys, a->fd, frame, sizeof(frame));
	return rc < 0 ? rc : 0;
}

int arp_probe(const struct arp *a, const struct addr *address)
{
	return send_request(a, &unspecified, address);
}

int arp_announce(struct arp *a, const struct addr *address)
{
	a->announced = true;
	return send_request(a, address, address);
}

int arp_ask(const struct arp *a, const struct addr *address,
	    const struct addr *gateway)
{
	return send_request(a, address, gateway);
}

static enum arp_news judge(const struct arp *a, const struct arp_packet *p,
			   const struct addr *address,
			   const struct addr *gateway)
{
	/* Some switches and bridges send us our own. */
	if (!memcmp(p->sender_mac, a->mac, 6))
		return ARP_NOTHING;
	/* It has the address, or (RFC 5227 2.1.1) is about to take it. */
	if (addr_equal(&p->sender, address) ||
	    (!a->announced && !p->reply && addr_equal(&p->sender, &unspecified) &&
	     addr_equal(&p->target, address)))
		return ARP_CONFLICT;
	if (p->reply && gateway && gateway->family &&
	    addr_equal(&p->sender, gateway) &&
	    addr_equal(&p->target, address) &&
	    !memcmp(p->target_mac, a->mac, 6))
		return ARP_GATEWAY;
	return ARP_NOTHING;
}

enum arp_news arp_take(const struct arp *a, const struct addr *address,
		       const struct addr *gateway, uint8_t mac[6])
{
	uint8_t frame[128];
	int n;

	while ((n = a->sys->receive(a->sys, a->fd, frame, sizeof(frame))) >
	       0) {
		struct arp_packet p;
		enum arp_news news = ARP_NOTHING;

		if (!arp_parse(&p, frame, (size_t)n))
			news = judge(a, &p, address, gateway);
		if (news == ARP_NOTHING)
			continue;
		memcpy(mac, p.sender_mac, 6);
		return news;
	}
	return ARP_NOTHING;
}

void arp_close(struct arp *a)
{
	a->sys->close_packet(a->sys, a->fd);
	a->fd = -1;
}
