// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the host's DHCP client and reads what it left. */
#include "dhcp.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"

#define PATH_SIZE 64
#define FILE_MAX 8192

/* klibc's ipconfig looks at the clock only between two tries: it is not waited
 * for longer than this behind its time. */
#define GRACE_MS 1000
#define CANNOT_RUN 127

/* As ipconfig(8) of klibc-utils and busybox are installed. */
static const char *const folders[] = {
	"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/lib/klibc/bin",
};

static void lease_path(const struct dhcp *d, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, d->six ?
		 DHCP6_FOLDER "/dhclient6-%s.leases" : "/run/net-%s.conf",
		 d->ifname);
}

static const char *protocol(const struct dhcp *d)
{
	return d->six ? "DHCPv6" : "DHCP";
}

/* The client's path, or a fault. */
static int find_program(struct dhcp *d, const char *client)
{
	const struct sys *sys = d->sys;
	bool path = strchr(client, '/');
	int n;

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		n = path ? snprintf(d->program, sizeof(d->program), "%s",
				    client) :
			   snprintf(d->program, sizeof(d->program), "%s/%s",
				    folders[i], client);
		if ((size_t)n < sizeof(d->program) &&
		    sys->exists(sys, d->program))
			return 0;
	}
	return fault(&d->fault, STAGE_NIC, EOPNOTSUPP,
		     "%s: no address: it is to have one by %s, and the %s client %s is not %s: put %s into the image, or name another client with --dhcp%s-client=",
		     d->ifname, protocol(d), protocol(d), client, path ?
		     "there" :
		     "in /bin, /sbin, /usr/bin, /usr/sbin or /usr/lib/klibc/bin",
		     d->six ? "dhclient of isc-dhcp-client" :
			      "ipconfig of klibc-utils", d->six ? "6" : "");
}

/* What an earlier run left is not to be taken for a lease. */
static int forget_lease(struct dhcp *d)
{
	char path[PATH_SIZE];
	int rc;

	lease_path(d, path);
	rc = d->sys->remove_file(d->sys, path);
	if (!rc || rc == -ENOENT)
		return 0;
	return fault(&d->fault, STAGE_NIC, -rc,
		     "%s: no address: %s is of an earlier run and cannot be removed: %s",
		     d->ifname, path, errno_words(-rc).text);
}

int dhcp_start(struct dhcp *d, const struct sys *sys, bool six,
	       const char *client, const char *ifname, unsigned int seconds)
{
	char seconds_text[12], path[PATH_SIZE];
	const char *const argv[] = {
		d->program, "-c", "dhcp", "-t", seconds_text, "-d", d->ifname,
		NULL
	};
	/* LL: who asks again is given the same address. */
	const char *const argv6[] = {
		d->program, "-6", "-d", "-1", "--no-pid", "-D", "LL", "-lf",
		path, d->ifname, NULL
	};
	int rc;

	memset(d, 0, sizeof(*d));
	d->sys = sys;
	d->six = six;
	d->fd = -1;
	d->seconds = seconds;
	d->deadline = sys->now(sys) + seconds * 1000ULL + GRACE_MS;
	if (!lease_ifname_valid(ifname))
		return fault(&d->fault, STAGE_NIC, EINVAL,
			     "'%.20s' is no name of a network device: no DHCP client is started for it",
			     ifname);
	copy_string(d->ifname, sizeof(d->ifname), ifname);
	rc = find_program(d, client);
	if (!rc)
		rc = forget_lease(d);
	if (rc)
		return rc;
	snprintf(seconds_text, sizeof(seconds_text), "%u", seconds);
	if (six)
		sys->make_dir(sys, DHCP6_FOLDER);
	lease_path(d, path);
	d->fd = sys->spawn(sys, six ? argv6 : argv);
	if (d->fd < 0)
		return fault(&d->fault, STAGE_NIC, -d->fd,
			     "%s: no address: the %s client %s cannot be started: %s",
			     d->ifname, protocol(d), d->program,
			     errno_words(-d->fd).text);
	return 0;
}

int dhcp_fd(const struct dhcp *d)
{
	return d->fd;
}

uint64_t dhcp_deadline(const struct dhcp *d)
{
	return d->deadline;
}

/* There is no lease: status is what finish_spawn() gave back. */
static int no_lease(const struct dhcp *d, int status, const char *said,
		    struct fault *f)
{
	const char *mark = *said ? "'" : "";
	char path[PATH_SIZE];

	lease_path(d, path);
	if (status == -ETIMEDOUT)
		return fault(f, STAGE_NIC, ETIMEDOUT,
			     "%s: no lease: %s was ended after %u s: is there a %s server in this network or VLAN?",
			     d->ifname, d->program, d->seconds, protocol(d));
	if (status < 0)
		return fault(f, STAGE_NIC, -status,
			     "%s: no lease: somebody killed the process that waited for %s",
			     d->ifname, d->program);
	if (status == CANNOT_RUN)
		return fault(f, STAGE_NIC, EOPNOTSUPP,
			     "%s: no lease: the %s client %s cannot be run: %s",
			     d->ifname, protocol(d), d->program, said);
	if (status > 0)
		return fault(f, STAGE_NIC, ETIMEDOUT,
			     "%s: no lease: %s ended with status %d%s%s%s%s: is there a %s server in this network or VLAN?",
			     d->ifname, d->program, status,
			     *said ? ", and its last words were " : "", mark,
			     said, mark, protocol(d));
	return fault(f, STAGE_NIC, ENODATA,
		     "%s: no lease: %s ended well, but left no %s, which a %s client is to write as %s does",
		     d->ifname, d->program, path, protocol(d), d->six ?
		     "ISC's dhclient" : "klibc's ipconfig");
}

static void log_remarks(const struct dhcp *d, const struct remarks *r)
{
	for (size_t i = 0; i < r->count; i++)
		log_line(d->sys, STAGE_NIC, NULL, "%s%s: %s",
			 r->list[i].what,
			 r->list[i].ignored ? " is ignored" : "",
			 r->list[i].why);
}

/* An address that a machine can have on a link. */
static bool usable(const struct addr *a)
{
	return a->family == ADDR_IPV4 && a->bytes[0] && a->bytes[0] != 127 &&
	       a->bytes[0] < 224;
}

static int read_lease(const struct dhcp *d, const char *path, char *text,
		      struct lease *lease, struct remarks *remarks,
		      struct fault *f)
{
	const struct plan_nic *got = &lease->nic;

	lease_parse(lease, d->six ? LEASE_DHCLIENT : LEASE_KLIBC, d->ifname,
		    text, path, remarks);
	if (d->six)
		return lease->nic6.address.family ? 0 : -ENOENT;
	if (strcmp(got->ifname, d->ifname))
		return fault(f, STAGE_NIC, EPROTO,
			     "%s: no lease: %s is about another device, %s",
			     d->ifname, path, got->ifname);
	if (!usable(&got->address))
		return fault(f, STAGE_NIC, EPROTO,
			     "%s: no lease: what %s left in %s has no IPv4 address that a NIC can have",
			     d->ifname, d->program, path);
	return 0;
}

/* -ENOENT, without a fault: there is no lease. */
static int load_lease(const struct dhcp *d, struct lease *lease,
		      struct remarks *remarks, struct fault *f)
{
	char text[FILE_MAX + 1], path[PATH_SIZE];
	int n;

	memset(lease, 0, sizeof(*lease));
	remarks->count = remarks->dropped = 0;
	lease_path(d, path);
	n = d->sys->read_file(d->sys, path, text, sizeof(text));
	if (n == -ENOENT)
		return n;
	if (n < 0 || strlen(text) != (size_t)n)
		return fault(f, STAGE_NIC, n < 0 ? -n : EPROTO,
			     "%s: no lease: %s cannot be read: %s", d->ifname,
			     path, n == -EFBIG ? "it is too long" : n < 0 ?
			     errno_words(-n).text : "it has a NUL byte");
	n = read_lease(d, path, text, lease, remarks, f);
	wipe(text, sizeof(text));
	return n;
}

struct addr dhcp_address(const struct dhcp *d)
{
	struct remarks remarks;
	struct fault none = { .err = 0 };
	struct lease lease;
	struct addr a;

	load_lease(d, &lease, &remarks, &none);
	a = d->six ? lease.nic6.address : lease.nic.address;
	wipe(&lease, sizeof(lease));
	return a;
}

int dhcp_finish(struct dhcp *d, struct lease *lease, struct fault *f)
{
	struct remarks remarks;
	char said[120] = "";
	int status = 0, rc;

	memset(lease, 0, sizeof(*lease));
	if (d->fault.err) {
		*f = d->fault;
		return -f->err;
	}
	if (d->fd >= 0)
		status = d->sys->finish_spawn(d->sys, d->fd, said,
					      sizeof(said));
	d->fd = -1;
	/* A lease is a lease, whatever became of the client behind it. */
	rc = load_lease(d, lease, &remarks, f);
	log_remarks(d, &remarks);
	if (rc == -ENOENT)
		return no_lease(d, status, said, f);
	if (!rc && status && !d->six)
		log_line(d->sys, STAGE_NIC, NULL,
			 status < 0 ?
			 "%s: %s left a lease, but did not end: it was ended" :
			 "%s: %s left a lease, but ended with status %d",
			 d->ifname, d->program, status);
	return rc;
}

void dhcp_stop(struct dhcp *d)
{
	if (d->fd >= 0)
		d->sys->finish_spawn(d->sys, d->fd, NULL, 0);
	d->fd = -1;
}

void dhcp_drop(struct dhcp *d)
{
	dhcp_stop(d);
	forget_lease(d);
}

void dhcp_hold(const struct sys *sys, const char *client, const char *ifname,
	       unsigned int seconds)
{
	struct dhcp d = { .sys = sys };
	char seconds_text[12];
	const char *const argv[] = {
		d.program, "-n", "-c", "dhcp", "-t", seconds_text, "-d",
		ifname, NULL
	};

	snprintf(seconds_text, sizeof(seconds_text), "%u", seconds);
	if (!find_program(&d, client) && !sys->start(sys, argv))
		log_line(sys, STAGE_NIC, NULL,
			 "%s: has the firmware's address; %s asks for a lease of it",
			 ifname, d.program);
}
