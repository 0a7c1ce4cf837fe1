// SPDX-License-Identifier: GPL-2.0-or-later
/* One lease's file: every file of tests/data/leases, whose name begins with
 * its format, against the text that stands beside it in NAME.lease. */
#include "lease.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>

#include "test.h"

#define FOLDER "tests/data/leases/"

struct text {
	char bytes[4096];
	size_t len;
};

static void put(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void put(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(t->bytes + t->len, sizeof(t->bytes) - t->len, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(t->bytes) - t->len)
		abort();
	t->len += (size_t)n;
}

static void put_address(struct text *t, const char *name,
			const struct addr *a)
{
	char text[ADDR_TEXT_SIZE];

	if (a->family)
		put(t, " %s=%s", name, addr_text(a, text));
}

static void put_nic(struct text *t, const struct plan_nic *n)
{
	static const char *const methods[] = {
		[NIC_NONE] = "none", [NIC_STATIC] = "static",
		[NIC_DHCP] = "dhcp", [NIC_DHCP6] = "dhcp6",
		[NIC_AUTO6] = "auto6",
	};

	put(t, "%s %s", n->ifname, methods[n->method]);
	put_address(t, "address", &n->address);
	if (n->address.family)
		put(t, "/%d", n->prefix);
	put_address(t, "gateway", &n->gateway);
	for (size_t i = 0; i < n->dns_count; i++)
		put_address(t, "dns", &n->dns[i]);
	if (n->search[0])
		put(t, " search=%s", n->search);
	if (n->hostname[0])
		put(t, " hostname=%s", n->hostname);
	if (n->mtu)
		put(t, " mtu=%d", n->mtu);
	put(t, "\n");
}

static void describe(struct text *t, const struct lease *l,
		     const struct remarks *r)
{
	put_nic(t, &l->nic);
	if (l->nic6.address.family)
		put_nic(t, &l->nic6);
	if (l->root_path[0])
		put(t, "root path %s\n", l->root_path);
	for (size_t i = 0; i < l->route_count; i++) {
		const struct plan_route *p = &l->routes[i];

		put_address(t, "route", &p->to);
		put(t, "/%d %s", p->prefix, p->ifname);
		put_address(t, "by", &p->gateway);
		put(t, "\n");
	}
	for (size_t i = 0; i < r->count; i++)
		put(t, "%s %s: %s\n",
		    r->list[i].ignored ? "ignored" : "warning",
		    r->list[i].what, r->list[i].why);
}

/* A file and a NUL, at its exact size for the sanitizer; for free(). */
static char *read_whole(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = malloc(16384), *exact;
	size_t n;

	if (!f) {
		free(text);
		return NULL;
	}
	n = fread(text, 1, 16383, f);
	fclose(f);
	text[n] = '\0';
	exact = malloc(n + 1);
	memcpy(exact, text, n + 1);
	free(text);
	return exact;
}

static const struct {
	const char *prefix;
	enum lease_format format;
} formats[] = {
	{ "klibc-", LEASE_KLIBC },
	{ "dracut-", LEASE_DRACUT },
	{ "networkd-", LEASE_NETWORKD },
	{ "networkmanager-", LEASE_NETWORKMANAGER },
	{ "dhclient6-", LEASE_DHCLIENT },
};

static void test_file(const char *name)
{
	static struct text got;
	static struct remarks remarks;
	char path[160], *text, *want;
	struct lease lease;
	size_t i = 0;

	while (i < ARRAY_SIZE(formats) &&
	       strncmp(name, formats[i].prefix, strlen(formats[i].prefix)))
		i++;
	if (i == ARRAY_SIZE(formats)) {
		OK(false, name);
		return;
	}
	snprintf(path, sizeof(path), FOLDER "%s.lease", name);
	want = read_whole(path);
	path[strlen(path) - strlen(".lease")] = '\0';
	text = read_whole(path);
	memset(&got, 0, sizeof(got));
	memset(&remarks, 0, sizeof(remarks));
	lease_parse(&lease, formats[i].format, "e0", text, "FILE", &remarks);
	describe(&got, &lease, &remarks);
	SAME_TEXT(got.bytes, want ? want : "", name);
	OK(!strstr(got.bytes, "secret"), "no remark has a piece of it");
	free(text);
	free(want);
}

static void test_files(void)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *e;
	int n = 0;

	while (folder && (e = readdir(folder))) {
		size_t size = strlen(e->d_name);

		if (e->d_name[0] == '.' || !strcmp(e->d_name, "README.md") ||
		    (size > 6 && !strcmp(e->d_name + size - 6, ".lease")))
			continue;
		test_file(e->d_name);
		n++;
	}
	if (folder)
		closedir(folder);
	OK(n >= 35, "all files of the folder");
}

static void test_names(void)
{
	OK(lease_ifname_valid("e"), "one character");
	OK(lease_ifname_valid("fifteen-bytes.1"), "the longest");
	OK(!lease_ifname_valid("sixteen-bytes.10"), "one more");
	OK(!lease_ifname_valid(""), "none");
	OK(!lease_ifname_valid(".") && !lease_ifname_valid(".."), "a folder");
	OK(!lease_ifname_valid("a/b"), "a path");
	OK(!lease_ifname_valid("a:b"), "an alias");
	OK(!lease_ifname_valid("a b") && !lease_ifname_valid("a\x7f"),
	   "what is not printed");
	OK(!lease_ifname_valid("\xc3\xbc"), "what is not ASCII");
}

int main(void)
{
	test_files();
	test_names();
	return test_done();
}
