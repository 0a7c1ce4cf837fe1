// SPDX-License-Identifier: GPL-2.0-or-later
/* arp_ask IFNAME ADDRESS GATEWAY MILLISECONDS probe|announce: asks who has the
 * address and whether the gateway is there, with the product's arp.c over a
 * real link, and prints what comes: "conflict MAC", "gateway MAC". */
#include <stdio.h>
#include <stdlib.h>

#include "arp.h"
#include "fault.h"
#include "sys_linux.h"

/* A file of /sys/class/net/IFNAME, its first line. */
static char *of_link(const struct sys *sys, const char *ifname,
		     const char *name, char text[32])
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/class/net/%s/%s", ifname, name);
	if (sys->read_file(sys, path, text, 32) < 0)
		exit(2);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

static void print_news(const struct arp *arp, const struct addr *address,
		       const struct addr *gateway)
{
	static const char *const words[] = {
		[ARP_CONFLICT] = "conflict", [ARP_GATEWAY] = "gateway",
	};
	enum arp_news news;
	uint8_t mac[6];
	char text[MAC_TEXT_SIZE];

	while ((news = arp_take(arp, address, gateway, mac)) != ARP_NOTHING)
		printf("%s %s\n", words[news], mac_text(mac, text));
}

int main(int argc, char *argv[])
{
	struct sys_linux linux_sys;
	const struct sys *sys = sys_linux_init(&linux_sys);
	struct addr address, gateway;
	struct sys_wait w = { .fd = -1 };
	struct arp arp;
	uint8_t mac[6];
	char text[32];
	uint64_t until;
	int rc;

	if (argc != 6 || addr_parse(argv[2], &address) ||
	    addr_parse(argv[3], &gateway) ||
	    mac_parse(of_link(sys, argv[1], "address", text), mac))
		return 2;
	rc = arp_open(&arp, sys, atoi(of_link(sys, argv[1], "ifindex", text)),
		      mac);
	if (!rc)
		rc = strcmp(argv[5], "probe") ? arp_announce(&arp, &address) :
						arp_probe(&arp, &address);
	if (!rc)
		rc = arp_ask(&arp, &address, &gateway);
	if (rc) {
		printf("%s\n", errno_words(-rc).text);
		return 1;
	}
	w.fd = arp_fd(&arp);
	until = sys->now(sys) + (uint64_t)atoi(argv[4]);
	while (sys->now(sys) < until) {
		sys->wait(sys, &w, 1, until);
		print_news(&arp, &address, &gateway);
	}
	arp_close(&arp);
	return 0;
}
