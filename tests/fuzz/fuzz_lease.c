// SPDX-License-Identifier: GPL-2.0-or-later
/* What DHCP clients wrote.  The first byte chooses: one file in one of the
 * formats, assignments by themselves, or several files, divided by 0xff, that
 * tell of the same interfaces. */
#include "assignment.h"
#include "fake_sys.h"
#include "fuzz.h"
#include "lease.h"
#include "leases.h"

#define FORMATS 4			/* and dhclient's, last */
#define FILES 5

static void check_text(const char *text, size_t size)
{
	MUST(strlen(text) < size);
	for (; *text; text++)
		MUST(*text > ' ' && *text <= '~');
}

static void check_remarks(const struct remarks *r)
{
	MUST(r->count <= REMARKS_MAX && (!r->dropped ||
					 r->count == REMARKS_MAX));
	for (size_t i = 0; i < r->count; i++) {
		MUST(r->list[i].what[0] && r->list[i].why[0]);
		for (const char *c = r->list[i].why; *c; c++)
			MUST(*c >= ' ' && *c <= '~');
	}
}

static void check_nic(const struct plan_nic *n)
{
	MUST(lease_ifname_valid(n->ifname));
	MUST(n->source == SOURCE_DHCP);
	MUST(n->method == NIC_DHCP || n->method == NIC_STATIC ||
	     n->method == NIC_DHCP6 || n->method == NIC_AUTO6);
	MUST(n->prefix <= (n->address.family == ADDR_IPV6 ? 128 : 32) ||
	     !n->address.family);
	MUST(n->prefix || !n->address.family);
	MUST(n->dns_count <= PLAN_DNS_MAX);
	for (size_t i = 0; i < n->dns_count; i++)
		MUST(n->dns[i].family);
	check_text(n->search, sizeof(n->search));
	check_text(n->hostname, sizeof(n->hostname));
	MUST(!n->mtu || n->mtu >= 68);
}

static void fuzz_file(enum lease_format format, char *text)
{
	static struct remarks remarks;
	struct lease lease;

	remarks.count = remarks.dropped = 0;
	lease_parse(&lease, format, "e0", text, "FILE", &remarks);
	check_remarks(&remarks);
	check_nic(&lease.nic);
	check_nic(&lease.nic6);
	MUST(!lease.nic.address.family ||
	     lease.nic.address.family == ADDR_IPV4);
	MUST(!lease.nic6.address.family ||
	     lease.nic6.address.family == ADDR_IPV6);
	MUST(!strcmp(lease.nic.ifname, lease.nic6.ifname));
	MUST(strlen(lease.root_path) <= ROOT_PATH_MAX);
	MUST(lease.route_count <= PLAN_ROUTES_MAX);
	for (size_t i = 0; i < lease.route_count; i++)
		MUST(lease.routes[i].prefix && lease.routes[i].prefix <= 32);
	for (const char *c = lease.root_path; *c; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
}

struct span {
	const char *at;
	size_t left;
};

/* Every assignment lies within the text, behind the one before. */
static void within(void *arg, const char *name, const char *value)
{
	struct span *s = arg;
	size_t before = (size_t)(name - s->at);
	size_t size = (size_t)(value - name) + strlen(value) + 1;

	MUST(name >= s->at && before <= s->left);
	MUST(value == name + strlen(name) + 1 && name[0]);
	MUST(before + size <= s->left);
	s->at += before + size - 1;
	s->left -= before + size - 1;
}

static void fuzz_assignments(char *text, size_t size)
{
	struct span span = { text, size + 1 };
	struct slip s = { .at = 0, .why = "" };
	int rc = assignments_each(text, within, &span, &s);

	MUST(rc == 0 || rc == -EINVAL);
	MUST(rc ? s.why[0] && s.at <= size : !s.why[0]);
}

/* The files lie where every reader looks, two of them for e0. */
static void fuzz_leases(char *text)
{
	static struct fake fake;
	static struct said said;
	static struct remarks remarks;
	struct fake_file files[] = {
		{ "/run/net-e0.conf", "", 0 },
		{ "/run/net6-e1.conf", "", 0 },
		{ "/tmp/dhclient.e1.dhcpopts", "", 0 },
		{ "/run/systemd/netif/leases/2", "", 0 },
		{ "/run/NetworkManager/devices/3", "", 0 },
		{ "/sys/class/net/e0/ifindex", "2\n", 0 },
		{ "/sys/class/net/e1/ifindex", "3\n", 0 },
		{ NULL, NULL, 0 }
	};

	if (!fake.sys.read_file)
		fake_begin(&fake, NULL);
	for (size_t i = 0; i < FILES; i++) {
		char *end = strchr(text, 0xff);

		files[i].text = text;
		if (!end)
			break;
		*end = '\0';
		text = end + 1;
	}
	fake.files = files;
	memset(&said, 0, sizeof(said));
	remarks.count = remarks.dropped = 0;
	said.remarks = &remarks;
	leases_read(&said, &fake.sys);
	check_remarks(&remarks);
	MUST(said.nic_count <= PLAN_NICS_MAX);
	MUST(said.target_count <= PLAN_TARGETS_MAX);
	for (size_t i = 0; i < said.nic_count; i++)
		check_nic(&said.nics[i]);
	for (size_t i = 0; i < said.target_count; i++)
		MUST(said.targets[i].netdev[0]);
	fuzz_check_fault(said.fault.err ? -said.fault.err : 0, &said.fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	unsigned int choice = (uint8_t)(take_byte(&in) - '0') % (FORMATS + 3);
	char *text = malloc(in.left + 1);

	if (in.left)
		memcpy(text, in.p, in.left);
	text[in.left] = '\0';
	if (choice < FORMATS)
		fuzz_file((enum lease_format)choice, text);
	else if (choice == FORMATS + 2)
		fuzz_file(LEASE_DHCLIENT, text);
	else if (choice == FORMATS)
		fuzz_assignments(text, strlen(text));
	else
		fuzz_leases(text);
	free(text);
	return 0;
}
