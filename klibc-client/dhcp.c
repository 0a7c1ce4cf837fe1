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
	snprintf(path, PATH_SIZE, "/run/net-%s.conf", d->ifname);
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
		     "%s: no address: it is to have one by DHCP, and the DHCP client %s is not %s: put ipconfig of klibc-utils into the image, or name another client with --dhcp-client=",
		     d->ifname, client, path ? "there" :
		     "in /bin, /sbin, /usr/bin, /usr/sbin or /usr/lib/klibc/bin");
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

int dhcp_start(struct dhcp *d, const struct sys *sys, const char *client,
	       const char *ifname, unsigned int seconds)
{
	char seconds_text[12];
	const char *const argv[] = {
		d->program, "-c", "dhcp", "-t", seconds_text, "-d", d->ifname,
		NULL
	};
	int rc;

	memset(d, 0, sizeof(*d));
	d->sys = sys;
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
	d->fd = sys->spawn(sys, argv);
	if (d->fd < 0)
		return fault(&d->fault, STAGE_NIC, -d->fd,
			     "%s: no address: the DHCP client %s cannot be started: %s",
			     d->ifname, d->program, errno_words(-d->fd).text);
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
			     "%s: no lease: %s was ended after %u s: is there a DHCP server in this network or VLAN?",
			     d->ifname, d->program, d->seconds);
	if (status < 0)
		return fault(f, STAGE_NIC, -status,
			     "%s: no lease: somebody killed the process that waited for %s",
			     d->ifname, d->program);
	if (status == CANNOT_RUN)
		return fault(f, STAGE_NIC, EOPNOTSUPP,
			     "%s: no lease: the DHCP client %s cannot be run: %s",
			     d->ifname, d->program, said);
	if (status > 0)
		return fault(f, STAGE_NIC, ETIMEDOUT,
			     "%s: no lease: %s ended with status %d%s%s%s%s: is there a DHCP server in this network or VLAN?",
			     d->ifname, d->program, status,
			     *said ? ", and its last words were " : "", mark,
			     said, mark);
	return fault(f, STAGE_NIC, ENODATA,
		     "%s: no lease: %s ended well, but left no %s, which a DHCP client is to write as klibc's ipconfig does",
		     d->ifname, d->program, path);
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

static int read_lease(struct dhcp *d, const char *path, char *text,
		      struct lease *lease, struct fault *f)
{
	const struct plan_nic *got = &lease->nic;
	struct remarks remarks = { .count = 0 };

	lease_parse(lease, LEASE_KLIBC, d->ifname, text, path, &remarks);
	log_remarks(d, &remarks);
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

int dhcp_finish(struct dhcp *d, struct lease *lease, struct fault *f)
{
	char text[FILE_MAX + 1], said[120] = "", path[PATH_SIZE];
	int status = 0, n;

	memset(lease, 0, sizeof(*lease));
	if (d->fault.err) {
		*f = d->fault;
		return -f->err;
	}
	if (d->fd >= 0)
		status = d->sys->finish_spawn(d->sys, d->fd, said,
					      sizeof(said));
	d->fd = -1;
	lease_path(d, path);
	n = d->sys->read_file(d->sys, path, text, sizeof(text));
	/* A lease is a lease, whatever became of the client behind it. */
	if (n == -ENOENT)
		return no_lease(d, status, said, f);
	if (n < 0 || strlen(text) != (size_t)n)
		return fault(f, STAGE_NIC, n < 0 ? -n : EPROTO,
			     "%s: no lease: %s cannot be read: %s", d->ifname,
			     path, n == -EFBIG ? "it is too long" : n < 0 ?
			     errno_words(-n).text : "it has a NUL byte");
	n = read_lease(d, path, text, lease, f);
	wipe(text, sizeof(text));
	if (!n && status)
		log_line(d->sys, STAGE_NIC, NULL,
			 status < 0 ?
			 "%s: %s left a lease, but did not end: it was ended" :
			 "%s: %s left a lease, but ended with status %d",
			 d->ifname, d->program, status);
	return n;
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
