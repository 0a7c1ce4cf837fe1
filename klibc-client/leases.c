// SPDX-License-Identifier: GPL-2.0-or-later
/* What DHCP said. */
#include "leases.h"

#include <errno.h>
#include <stdio.h>

#include "dhcp.h"
#include "number.h"
#include "rootpath.h"

#define FILE_MAX 8192
#define NAMES_MAX 32			/* files of one kind */
#define NAME_SIZE 40
#define PATH_SIZE 80

/* dracut's initramfs has it; dracut-ng without systemd only the other one. */
#define INITRD_RELEASE "/etc/initrd-release"
#define INITRD_RELEASE_USR "/usr/lib/initrd-release"

/* Where leases lie, the best told first: the middle of a file's name is the
 * interface's name, or its index.  On a booted system /tmp is everybody's. */
static const struct place {
	const char *folder, *prefix, *suffix;
	enum lease_format format;
	bool by_index, initramfs_only;
} places[] = {
	{ "/run", "net-", ".conf", LEASE_KLIBC, false, false },
	{ "/run", "net6-", ".conf", LEASE_KLIBC, false, false },
	{ "/tmp", "dhclient.", ".dhcpopts", LEASE_DRACUT, false, true },
	{ DHCP6_FOLDER, "dhclient6-", ".leases", LEASE_DHCLIENT, false,
	  false },
	{ "/run/systemd/netif/leases", "", "", LEASE_NETWORKD, true, false },
	{ "/run/NetworkManager/devices", "", "", LEASE_NETWORKMANAGER, true,
	  false },
};

/* Names of one folder, in order. */
struct names {
	const struct place *place;
	struct remarks *remarks;
	char list[NAMES_MAX][NAME_SIZE];
	size_t count;
};

struct leases {
	struct said *said;
	const struct sys *sys;
	/* The root paths that were taken. */
	struct {
		char ifname[IFNAME_SIZE];
		char text[ROOT_PATH_MAX + 1];
	} paths[PLAN_NICS_MAX];
	size_t path_count;
};

/* Short ones first, so that 9 comes before 10 and eth9 before eth10. */
static bool comes_before(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	return n != m ? n < m : strcmp(a, b) < 0;
}

/* Collect what fits the place, in order: folders have none of their own. */
static void collect(void *arg, const char *name)
{
	struct names *n = arg;
	size_t before = strlen(n->place->prefix), size = strlen(name);
	size_t after = strlen(n->place->suffix), at;

	if (size <= before + after ||
	    memcmp(name, n->place->prefix, before) ||
	    strcmp(name + size - after, n->place->suffix))
		return;
	if (size >= NAME_SIZE || n->count == NAMES_MAX) {
		remark_ignored(n->remarks, name,
			       size >= NAME_SIZE ?
			       "%s: its name is too long for a lease's" :
			       "%s: there are too many files like it",
			       n->place->folder);
		return;
	}
	for (at = n->count++; at && comes_before(name, n->list[at - 1]); at--)
		memcpy(n->list[at], n->list[at - 1], NAME_SIZE);
	copy_string(n->list[at], NAME_SIZE, name);
}

struct index_search {
	const struct sys *sys;
	uint64_t index;
	char *ifname;
};

static void compare_index(void *arg, const char *name)
{
	struct index_search *s = arg;
	char path[PATH_SIZE], text[16];
	uint64_t index;

	if (!lease_ifname_valid(name))
		return;
	snprintf(path, sizeof(path), "/sys/class/net/%s/ifindex", name);
	if (s->sys->read_file(s->sys, path, text, sizeof(text)) <= 0)
		return;
	text[strcspn(text, "\n")] = '\0';
	if (!number_decimal(text, UINT32_MAX, &index) && index == s->index)
		copy_string(s->ifname, IFNAME_SIZE, name);
}

/* The interface of a file, by the middle of its name.  False, with a remark:
 * there is none. */
static bool find_ifname(const struct leases *l, const struct place *p,
			const char *name, const char *path,
			char ifname[IFNAME_SIZE])
{
	struct index_search s = { .sys = l->sys, .ifname = ifname };
	char middle[NAME_SIZE];
	size_t size = strlen(name) - strlen(p->prefix) - strlen(p->suffix);

	snprintf(middle, sizeof(middle), "%.*s", (int)size,
		 name + strlen(p->prefix));
	ifname[0] = '\0';
	if (!p->by_index && lease_ifname_valid(middle))
		copy_string(ifname, IFNAME_SIZE, middle);
	if (p->by_index && !number_decimal(middle, UINT32_MAX, &s.index))
		l->sys->list_dir(l->sys, "/sys/class/net", compare_index, &s);
	if (!ifname[0])
		remark_ignored(l->said->remarks, path,
			       "no interface has the %s '%s'",
			       p->by_index ? "index" : "name", middle);
	return ifname[0];
}

/* The words of what files disagree in. */
static void differ(const struct leases *l, const char *path,
		   const char *ifname, const char *what, const char *first,
		   const char *second)
{
	remark_warning(l->said->remarks, path,
		       "it says that the %s of %s is %.80s, another file says %.80s, which is used",
		       what, ifname, second, first);
}

static void merge_addr(const struct leases *l, const char *path,
		       const char *ifname, const char *what,
		       struct addr *first, const struct addr *second)
{
	char a[ADDR_TEXT_SIZE], b[ADDR_TEXT_SIZE];

	if (!first->family)
		*first = *second;
	else if (second->family && !addr_equal(first, second))
		differ(l, path, ifname, what, addr_text(first, a),
		       addr_text(second, b));
}

static void merge_text(const struct leases *l, const char *path,
		       const char *ifname, const char *what, char *first,
		       const char *second)
{
	if (!first[0])
		copy_string(first, HOST_NAME_MAX_BYTES + 1, second);
	else if (second[0] && strcmp(first, second))
		differ(l, path, ifname, what, first, second);
}

static void merge_number(const struct leases *l, const char *path,
			 const char *ifname, const char *what,
			 unsigned int first, unsigned int second)
{
	char a[12], b[12];

	if (!first || !second || first == second)
		return;
	snprintf(a, sizeof(a), "%u", first);
	snprintf(b, sizeof(b), "%u", second);
	differ(l, path, ifname, what, a, b);
}

/* No server contradicts another: ipconfig keeps two of them, networkd all. */
static void merge_dns(struct plan_nic *first, const struct plan_nic *second)
{
	for (size_t i = 0; i < second->dns_count; i++) {
		bool known = false;

		for (size_t j = 0; j < first->dns_count; j++)
			known |= addr_equal(&first->dns[j], &second->dns[i]);
		if (!known && first->dns_count < PLAN_DNS_MAX)
			first->dns[first->dns_count++] = second->dns[i];
	}
}

/* The same NIC, told of by two files. */
static void merge(const struct leases *l, struct plan_nic *first,
		  const struct plan_nic *second, const char *path)
{
	const char *ifname = first->ifname;

	if (!first->address.family) {
		first->method = second->method;
		first->prefix = second->prefix;
	} else if (addr_equal(&first->address, &second->address)) {
		merge_number(l, path, ifname, "prefix length", first->prefix,
			     second->prefix);
	}
	merge_addr(l, path, ifname, "address", &first->address,
		   &second->address);
	merge_addr(l, path, ifname, "gateway", &first->gateway,
		   &second->gateway);
	merge_text(l, path, ifname, "search domain", first->search,
		   second->search);
	merge_text(l, path, ifname, "host name", first->hostname,
		   second->hostname);
	merge_number(l, path, ifname, "MTU", first->mtu, second->mtu);
	if (!first->mtu)
		first->mtu = second->mtu;
	merge_dns(first, second);
}

/* A NIC that has an address of one family is another one than that with an
 * address of the other. */
static void add_nic(const struct leases *l, const struct plan_nic *nic,
		    const char *path)
{
	struct said *said = l->said;
	struct plan_nic *n;

	for (size_t i = 0; i < said->nic_count; i++) {
		n = &said->nics[i];
		if (strcmp(n->ifname, nic->ifname) ||
		    (n->address.family && nic->address.family &&
		     n->address.family != nic->address.family))
			continue;
		merge(l, n, nic, path);
		return;
	}
	n = said_nic(said, path);
	if (n)
		*n = *nic;
}

static void not_iscsi(const struct leases *l, const char *what,
		      const char *text)
{
	/* What stands before an @ may be a password. */
	if (strchr(text, '@'))
		remark_ignored(l->said->remarks, what,
			       "it does not begin with iscsi:");
	else
		remark_ignored(l->said->remarks, what,
			       "'%s' does not begin with iscsi:", text);
}

static void add_target(const struct leases *l, const char *ifname,
		       const char *text)
{
	struct said *said = l->said;
	struct plan_target *t;
	struct slip s;
	char what[64];
	int rc;

	snprintf(what, sizeof(what), "the root path that DHCP gave to %s",
		 ifname);
	if (strncmp(text, "iscsi:", 6)) {
		not_iscsi(l, what, text);
		return;
	}
	t = said_target(said, what);
	if (!t)
		return;
	rc = rootpath_parse(t, text, said->remarks, &s);
	if (!rc) {
		if (!t->netdev[0])
			copy_string(t->netdev, sizeof(t->netdev), ifname);
		return;
	}
	wipe(t, sizeof(*t));
	said->target_count--;
	if (rc == -ENODATA)
		remark_ignored(said->remarks, what, "it names no target");
	else if (said->fault.err)
		remark_ignored(said->remarks, what, "%s (column %zu)", s.why,
			       s.at + 1);
	else
		fault(&said->fault, STAGE_PLAN, EINVAL,
		      "%s: %s (column %zu)", what, s.why, s.at + 1);
}

/* Once for each interface, however many files tell of it. */
static void add_root_path(struct leases *l, const struct lease *lease,
			  const char *path)
{
	const char *ifname = lease->nic.ifname;

	for (size_t i = 0; i < l->path_count; i++) {
		if (strcmp(l->paths[i].ifname, ifname))
			continue;
		if (strcmp(l->paths[i].text, lease->root_path))
			remark_ignored(l->said->remarks, path,
				       "it gives %s another root path than the file before, whose is used",
				       ifname);
		return;
	}
	if (l->path_count == PLAN_NICS_MAX) {
		remark_ignored(l->said->remarks, path,
			       "there are more than %d root paths",
			       PLAN_NICS_MAX);
		return;
	}
	copy_string(l->paths[l->path_count].ifname, IFNAME_SIZE, ifname);
	copy_string(l->paths[l->path_count++].text, ROOT_PATH_MAX + 1,
		    lease->root_path);
	add_target(l, ifname, lease->root_path);
}

static void add_routes(const struct leases *l, const struct lease *lease,
		       const char *path)
{
	struct said *said = l->said;

	for (size_t i = 0; i < lease->route_count; i++)
		if (!said_route_add(said->routes, &said->route_count,
				    &lease->routes[i]))
			remark_ignored(said->remarks, path,
				       "there are more than %d routes",
				       PLAN_ROUTES_MAX);
}

static void add_lease(struct leases *l, const struct lease *lease,
		      const struct place *p, const char *path)
{
	bool four = lease->nic.address.family, six = lease->nic6.address.family;

	if (four || (!six && lease->root_path[0]))
		add_nic(l, &lease->nic, path);
	if (four)
		add_routes(l, lease, path);
	if (six)
		add_nic(l, &lease->nic6, path);
	if (lease->root_path[0])
		add_root_path(l, lease, path);
	/* NetworkManager has such a file for every device. */
	else if (!four && !six && p->format != LEASE_NETWORKMANAGER)
		remark_ignored(l->said->remarks, path,
			       "it holds no address and no root path");
}

/* 0, or -errno with a remark. */
static int read_text(const struct leases *l, const char *path, char *text)
{
	int n = l->sys->read_file(l->sys, path, text, FILE_MAX + 1);

	if (n == -ENOENT)		/* it was there a moment ago */
		return n;
	if (n == -EFBIG)
		remark_ignored(l->said->remarks, path,
			       "it is longer than %d bytes", FILE_MAX);
	else if (n < 0)
		remark_ignored(l->said->remarks, path, "it cannot be read: %s",
			       errno_words(-n).text);
	else if (strlen(text) != (size_t)n)
		remark_ignored(l->said->remarks, path, "it has a NUL byte");
	else
		return 0;
	return -EINVAL;
}

static void read_place(struct leases *l, const struct place *p)
{
	struct names names = { .place = p, .remarks = l->said->remarks };
	int rc = l->sys->list_dir(l->sys, p->folder, collect, &names);

	if (rc && rc != -ENOENT && rc != -ENOTDIR)
		remark_ignored(l->said->remarks, p->folder,
			       "it cannot be read: %s", errno_words(-rc).text);
	for (size_t i = 0; i < names.count; i++) {
		char path[PATH_SIZE], ifname[IFNAME_SIZE];
		char text[FILE_MAX + 1];
		struct lease lease;

		snprintf(path, sizeof(path), "%s/%s", p->folder,
			 names.list[i]);
		if (!find_ifname(l, p, names.list[i], path, ifname) ||
		    read_text(l, path, text))
			continue;
		lease_parse(&lease, p->format, ifname, text, path,
			    l->said->remarks);
		add_lease(l, &lease, p, path);
		/* A root path may hold a password. */
		wipe(text, sizeof(text));
		wipe(&lease, sizeof(lease));
	}
}

void leases_read(struct said *said, const struct sys *sys)
{
	struct leases l = { .said = said, .sys = sys };
	bool initramfs = sys->exists(sys, INITRD_RELEASE) ||
			 sys->exists(sys, INITRD_RELEASE_USR);

	said->source = SOURCE_DHCP;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (!places[i].initramfs_only || initramfs)
			read_place(&l, &places[i]);
	wipe(&l, sizeof(l));
}
