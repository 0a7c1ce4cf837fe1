// SPDX-License-Identifier: GPL-2.0-or-later
/* ARP packets, and what they mean for us. */
#include "arp.h"

#include "fake_sys.h"

#define FD (FAKE_PACKET_FD + 7)

static const uint8_t mine[6] = { 0x52, 0x54, 0, 0, 1, 0 };
static const struct addr us = { ADDR_IPV4, { 10, 7, 0, 5 } };
static const struct addr gateway = { ADDR_IPV4, { 10, 7, 0, 1 } };
static const struct addr none = { .family = ADDR_NONE };

#define HEAD "\xff\xff\xff\xff\xff\xff\x52\x54\0\0\1\0\x08\x06"
#define ETHER_IP "\0\1\x08\0\6\4"
#define MINE "\x52\x54\0\0\1\0"
#define OTHER "\x52\x54\0\0\3\0"
#define NO_MAC "\0\0\0\0\0\0"
#define NO_IP "\0\0\0\0"
#define US "\x0a\7\0\5"
#define GATEWAY "\x0a\7\0\1"
#define REQUEST HEAD ETHER_IP "\0\1"
#define REPLY HEAD ETHER_IP "\0\2"
#define PAD "\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5"

static struct fake fake;
static struct arp arp;
static const char *sent_bytes;

static void check_sent(struct fake *f, int fd, const void *buf, size_t len)
{
	(void)f;
	SAME(fd, FD, "the link's socket");
	SAME(len, ARP_FRAME_SIZE, "a whole frame");
	OK(!memcmp(buf, sent_bytes, ARP_FRAME_SIZE), "its bytes");
}

static void test_send(void)
{
	const struct sys *sys = fake_begin(&fake, NULL);

	fake.on_send = check_sent;
	SAME(arp_open(&arp, sys, 7, mine), 0, "open");
	SAME_TEXT(fake.log, "packet 7 0806\n", "one link, ARP alone");
	SAME(arp_fd(&arp), FD, "to wait for");
	sent_bytes = REQUEST MINE NO_IP NO_MAC US;
	SAME(arp_probe(&arp, &us), 0, "RFC 5227 2.1.1: the sender is nobody");
	sent_bytes = REQUEST MINE US NO_MAC US;
	SAME(arp_announce(&arp, &us), 0, "RFC 5227 2.3: both are ours");
	sent_bytes = REQUEST MINE US NO_MAC GATEWAY;
	SAME(arp_ask(&arp, &us, &gateway), 0, "who is the gateway");
	fake.send_rc = -ENETDOWN;
	SAME(arp_probe(&arp, &us), -ENETDOWN, "the link is down");
	arp_close(&arp);
	OK(strstr(fake.log, "close 2007\n"), "closed");
	SAME(arp_fd(&arp), -1, "closed");
	fake.packet_rc = -EAFNOSUPPORT;
	SAME(arp_open(&arp, sys, 7, mine), -EAFNOSUPPORT,
	     "a kernel without packet sockets");
}

/* size 0: all of it. */
static const struct {
	const char *why;
	uint8_t bytes[64];
	int size;
	bool announced;
	enum arp_news news;
} cases[] = {
{ "another has it", REPLY OTHER US MINE US, 0, false, ARP_CONFLICT },
{ "whomever it tells", REPLY OTHER US OTHER GATEWAY, 0, false, ARP_CONFLICT },
{ "it asks with it", REQUEST OTHER US NO_MAC GATEWAY, 0, false, ARP_CONFLICT },
{ "it announces it", REQUEST OTHER US NO_MAC US, 0, true, ARP_CONFLICT },
{ "it probes it as we do", REQUEST OTHER NO_IP NO_MAC US, 0, false,
  ARP_CONFLICT },
{ "it probes it when it is ours", REQUEST OTHER NO_IP NO_MAC US, 0, true,
  ARP_NOTHING },
{ "it asks for it", REQUEST OTHER GATEWAY NO_MAC US, 0, false, ARP_NOTHING },
{ "a reply of nobody", REPLY OTHER NO_IP NO_MAC US, 0, false, ARP_NOTHING },
{ "it probes another", REQUEST OTHER NO_IP NO_MAC GATEWAY, 0, false,
  ARP_NOTHING },
{ "our own, sent back", REPLY MINE US MINE US, 0, false, ARP_NOTHING },
{ "our own probe, sent back", REQUEST MINE NO_IP NO_MAC US, 0, false,
  ARP_NOTHING },
{ "the gateway answers", REPLY OTHER GATEWAY MINE US, 0, false, ARP_GATEWAY },
{ "the gateway answers another", REPLY OTHER GATEWAY OTHER US, 0, false,
  ARP_NOTHING },
{ "the gateway answers for another address", REPLY OTHER GATEWAY MINE NO_IP,
  0, false, ARP_NOTHING },
{ "another answers", REPLY OTHER "\x0a\7\0\2" MINE US, 0, false,
  ARP_NOTHING },
{ "padding does not count", REPLY OTHER US MINE US PAD, 60, false,
  ARP_CONFLICT },
{ "one byte is missing", REPLY OTHER US MINE US, 41, false, ARP_NOTHING },
{ "a header alone", HEAD, 14, false, ARP_NOTHING },
{ "one byte", HEAD, 1, false, ARP_NOTHING },
{ "another type", "\xff\xff\xff\xff\xff\xff\x52\x54\0\0\1\0\x08\x35" ETHER_IP
  "\0\2" OTHER US MINE US, 0, false, ARP_NOTHING },
{ "another hardware", HEAD "\0\6\x08\0\6\4\0\2" OTHER US MINE US, 0, false,
  ARP_NOTHING },
{ "another protocol", HEAD "\0\1\x86\xdd\6\4\0\2" OTHER US MINE US, 0, false,
  ARP_NOTHING },
{ "MAC addresses of 8 bytes", HEAD "\0\1\x08\0\x8\4\0\2" OTHER US MINE US, 0,
  false, ARP_NOTHING },
{ "addresses of 16 bytes", HEAD "\0\1\x08\0\6\x10\0\2" OTHER US MINE US, 0,
  false, ARP_NOTHING },
{ "operation 0", HEAD ETHER_IP "\0\0" OTHER US MINE US, 0, false,
  ARP_NOTHING },
{ "operation 3 (RARP)", HEAD ETHER_IP "\0\3" OTHER US MINE US, 0, false,
  ARP_NOTHING },
{ "operation 258", HEAD ETHER_IP "\1\2" OTHER US MINE US, 0, false,
  ARP_NOTHING },
{ "a group's MAC address", REPLY "\x53\x54\0\0\3\0" US MINE US, 0, false,
  ARP_NOTHING },
{ "everybody's MAC address", REPLY "\xff\xff\xff\xff\xff\xff" US MINE US, 0,
  false, ARP_NOTHING },
{ "nobody's MAC address", REPLY NO_MAC US MINE US, 0, false, ARP_NOTHING },
};

static void test_take(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct sys *sys = fake_begin(&fake, NULL);
		int size = cases[i].size ? cases[i].size : ARP_FRAME_SIZE;
		uint8_t mac[6] = { 0 };

		arp_open(&arp, sys, 7, mine);
		if (cases[i].announced)
			arp_announce(&arp, &us);
		fake_queue(&fake, FD, size, cases[i].bytes);
		SAME(arp_take(&arp, &us, &gateway, mac), cases[i].news,
		     cases[i].why);
		if (cases[i].news != ARP_NOTHING)
			OK(!memcmp(mac, OTHER, 6), cases[i].why);
	}
}

static void test_queue(void)
{
	const struct sys *sys = fake_begin(&fake, NULL);
	uint8_t mac[6];

	arp_open(&arp, sys, 7, mine);
	fake_queue(&fake, FD, 14, HEAD);
	fake_queue(&fake, FD, ARP_FRAME_SIZE, REPLY OTHER GATEWAY MINE US);
	fake_queue(&fake, FD, ARP_FRAME_SIZE, REPLY MINE US MINE US);
	fake_queue(&fake, FD, ARP_FRAME_SIZE, REPLY OTHER US MINE US);
	SAME(arp_take(&arp, &us, &gateway, mac), ARP_GATEWAY,
	     "what means nothing is passed over");
	SAME(arp_take(&arp, &us, &gateway, mac), ARP_CONFLICT, "the next");
	SAME(arp_take(&arp, &us, &gateway, mac), ARP_NOTHING, "no more");
	fake_queue(&fake, FD, ARP_FRAME_SIZE, REPLY OTHER GATEWAY MINE US);
	SAME(arp_take(&arp, &us, NULL, mac), ARP_NOTHING, "no gateway");
	fake_queue(&fake, FD, ARP_FRAME_SIZE, REPLY OTHER NO_IP MINE US);
	SAME(arp_take(&arp, &us, &none, mac), ARP_NOTHING, "no gateway");
	fake_queue(&fake, FD, -ENETDOWN, NULL);
	SAME(arp_take(&arp, &us, &gateway, mac), ARP_NOTHING, "a link down");
}

int main(void)
{
	test_send();
	test_take();
	test_queue();
	return test_done();
}
