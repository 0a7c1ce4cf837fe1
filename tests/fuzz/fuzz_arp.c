// SPDX-License-Identifier: GPL-2.0-or-later
/* ARP frames.  The first byte: bit 0 puts a right header before the rest, bit 1
 * says that the address is announced, bit 2 that there is no gateway. */
#include <errno.h>

#include "arp.h"
#include "fuzz.h"

struct fake {
	struct sys sys;
	struct input in;
	bool right;
};

static int fake_packet(const struct sys *sys, int ifindex, uint16_t type)
{
	(void)sys;
	(void)type;
	return ifindex;
}

static int fake_send(const struct sys *sys, int fd, const void *buf,
		     size_t len)
{
	struct arp_packet p;

	(void)sys;
	(void)fd;
	MUST(len == ARP_FRAME_SIZE && !arp_parse(&p, buf, len));
	return (int)len;
}

/* The input, in frames whose size comes first. */
static int fake_receive(const struct sys *sys, int fd, void *buf, size_t size)
{
	static const uint8_t right[22] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0, 0, 3, 0,
		0x08, 0x06, 0, 1, 0x08, 0, 6, 4, 0, 2,
	};
	struct fake *f = (struct fake *)(uintptr_t)sys;
	struct input *in = &f->in;
	size_t n = take_byte(in), begin = f->right ? sizeof(right) : 0;

	(void)fd;
	if (!in->left)
		return -EAGAIN;
	n = n < in->left ? n : in->left;
	n = n + begin < size ? n : size - begin;
	memcpy(buf, right, begin);
	memcpy((uint8_t *)buf + begin, in->p, n);
	in->p += n;
	in->left -= n;
	return (int)(n + begin);
}

static void fake_close(const struct sys *sys, int fd)
{
	(void)sys;
	(void)fd;
}

/* At its exact size; what is parsed can be built again. */
static void fuzz_parse(const uint8_t *data, size_t size)
{
	uint8_t *copy = calloc(1, size + !size);
	uint8_t again[ARP_FRAME_SIZE];
	struct arp_packet p;

	if (size)
		memcpy(copy, data, size);
	if (!arp_parse(&p, copy, size)) {
		MUST(size >= ARP_FRAME_SIZE);
		MUST(!(p.sender_mac[0] & 1));
		arp_build(again, &p);
		MUST(!memcmp(again + 12, copy + 12, ARP_FRAME_SIZE - 12));
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t mine[6] = { 0x52, 0x54, 0, 0, 1, 0 };
	static const struct addr us = { ADDR_IPV4, { 10, 7, 0, 5 } };
	static const struct addr gateway = { ADDR_IPV4, { 10, 7, 0, 1 } };
	struct fake fake = {
		.sys = { .packet = fake_packet, .send = fake_send,
			 .receive = fake_receive, .close_packet = fake_close },
		.in = { data, size },
	};
	uint8_t how = take_byte(&fake.in), mac[6];
	enum arp_news news;
	struct arp arp;

	fuzz_parse(data, size);
	fake.right = how & 1;
	MUST(!arp_open(&arp, &fake.sys, 3, mine));
	MUST(!arp_probe(&arp, &us));
	if (how & 2)
		MUST(!arp_announce(&arp, &us));
	while ((news = arp_take(&arp, &us, how & 4 ? NULL : &gateway, mac)) !=
	       ARP_NOTHING) {
		MUST(news == ARP_CONFLICT || !(how & 4));
		MUST(memcmp(mac, mine, 6) && !(mac[0] & 1));
	}
	arp_close(&arp);
	return 0;
}
