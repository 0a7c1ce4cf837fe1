// SPDX-License-Identifier: GPL-2.0-or-later
/* rtnetlink datagrams, through all of nics_setup(): every receive() takes the
 * next piece of the input. */
#include <errno.h>

#include "fuzz.h"
#include "dhcp.h"
#include "nic_name.h"
#include "nics.h"
#include "rtnl.h"

struct fake {
	struct sys sys;
	struct input in;
	uint64_t now;
	unsigned int sent;
};

/* Time passes and input is used up, whatever is called. */
static struct fake *fake_of(const struct sys *sys)
{
	return (struct fake *)(uintptr_t)sys;
}

static int fake_netlink(const struct sys *sys, int protocol, uint32_t groups)
{
	(void)sys;
	(void)protocol;
	return groups ? 3 : 4;
}

static int fake_send(const struct sys *sys, int fd, const void *buf,
		     size_t len)
{
	uint32_t length;

	if (fd == 5)			/* ARP */
		return (int)len;
	memcpy(&length, buf, sizeof(length));
	MUST(length == len && len <= RTNL_MESSAGE_MAX);
	fake_of(sys)->sent++;
	return (int)len;
}

static int fake_receive(const struct sys *sys, int fd, void *buf, size_t size)
{
	struct input *in = &fake_of(sys)->in;
	size_t n = take_byte(in) * 4U;

	(void)fd;
	if (!n)
		return -EAGAIN;
	if (n == 1020)
		return -ENOBUFS;
	n = n < in->left ? n : in->left;
	MUST(n <= size);
	memcpy(buf, in->p, n);
	in->p += n;
	in->left -= n;
	return (int)n;
}

static int fake_packet(const struct sys *sys, int ifindex, uint16_t type)
{
	(void)ifindex;
	(void)type;
	return fake_of(sys)->in.left % 2 ? -EAFNOSUPPORT : 5;
}

/* No file is there, and no module. */
static bool fake_exists(const struct sys *sys, const char *path)
{
	(void)sys;
	return strlen(path) % 2;
}

static int fake_read_file(const struct sys *sys, const char *path, char *text,
			  size_t size)
{
	(void)sys;
	(void)path;
	(void)text;
	(void)size;
	return -ENOENT;
}

static int fake_modprobe(const struct sys *sys, const char *name)
{
	(void)sys;
	(void)name;
	return 0;
}

static void fake_close(const struct sys *sys, int fd)
{
	(void)sys;
	(void)fd;
}

static int fake_wait(const struct sys *sys, struct sys_wait *w, size_t n,
		     uint64_t deadline)
{
	struct fake *f = fake_of(sys);

	(void)w;
	(void)n;
	if (!f->in.left) {
		f->now = deadline;
		return 0;
	}
	f->now++;
	return 1;
}

static uint64_t fake_now(const struct sys *sys)
{
	return fake_of(sys)->now;
}

static void fake_output(const struct sys *sys, enum sys_output where,
			const char *text)
{
	(void)sys;
	(void)where;
	MUST(text[strlen(text) - 1] == '\n');
}

static void fuzz_messages(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	size_t left, before;
	uint8_t *copy = take_copy(&in, size, &left);
	const uint8_t *at = copy;
	struct rtnl_message m;

	for (before = left; rtnl_get(&at, &left, &m); before = left) {
		MUST(left < before);
		MUST(at + left == copy + size);
		if (m.kind == RTNL_LINK || m.kind == RTNL_LINK_GONE)
			MUST(memchr(m.link.name, 0, sizeof(m.link.name)));
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fake fake = {
		.sys = { .netlink = fake_netlink, .send = fake_send,
			 .receive = fake_receive, .close = fake_close,
			 .close_packet = fake_close,
			 .wait = fake_wait, .now = fake_now,
			 .output = fake_output, .packet = fake_packet,
			 .exists = fake_exists, .read_file = fake_read_file,
			 .modprobe = fake_modprobe },
		.in = { data, size },
		.now = 1000,
	};
	static const struct options options = {
	.action = ACTION_BOOT, .dhcp_client = DHCP_CLIENT,
};
	static struct plan plan;
	struct fault f = { .err = 0 };
	char name[16];

	fuzz_messages(data, size);
	memset(&plan, 0, sizeof(plan));
	plan.nic_count = 4;
	plan.nics[0].mac_known = plan.nics[1].mac_known = true;
	plan.nics[2].mac_known = true;
	plan.nics[2].method = NIC_AUTO6;
	plan.nics[2].vlan = 42;
	memcpy(plan.nics[2].mac, "\x52\x54\0\x77\0\x01", 6);
	plan.nics[3].method = NIC_LINK6;	/* every NIC */
	mac_parse("52:54:00:77:00:01", plan.nics[0].mac);
	mac_parse("52:54:00:77:00:02", plan.nics[1].mac);
	addr_parse("10.77.0.51", &plan.nics[0].address);
	addr_parse("10.77.0.1", &plan.nics[0].gateway);
	addr_parse("2001:db8::51", &plan.nics[1].address);
	plan.nics[0].prefix = 24;
	plan.nics[1].prefix = 64;
	MUST(!nics_setup(&fake.sys, &plan, &options, fake.now + 60000, NULL, &f) == !f.err);
	/* Requests are bounded: nothing is asked for over and over. */
	MUST(fake.sent <= 64 + 32 * size);
	nic_name(&fake.sys, plan.nics[0].mac, name);
	MUST(memchr(name, 0, sizeof(name)));
	return 0;
}
