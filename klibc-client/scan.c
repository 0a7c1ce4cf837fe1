// SPDX-License-Identifier: GPL-2.0-or-later
/* The SCSI scan of a session's host, and its disk. */
#include "scan.h"

#include <errno.h>
#include <stdio.h>

#include "number.h"

/* The kernel's number of a LUN: the four words of two bytes, the first one
 * lowest. */
static uint64_t lun_number(const uint8_t lun[8])
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i += 2)
		n |= ((uint64_t)lun[i] << 8 | lun[i + 1]) << 8 * i;
	return n;
}

void scan_init(struct scan *s, const struct sys *sys, uint32_t host_no,
	       uint32_t sid, const uint8_t *lun)
{
	*s = (struct scan){ .sys = sys, .host_no = host_no, .sid = sid,
			    .child = -1 };
	if (lun) {
		s->lun_known = true;
		s->lun = lun_number(lun);
	}
}

/* What the session's folder in sysfs holds. */
struct luns {
	struct scan *scan;
	char folder[96];
	char names[128];		/* the LUNs, for the fault */
	unsigned int disks, ready;	/* ready: those with a block device */
	bool wanted;			/* the LUN is among them */
	uint64_t lowest;		/* of the disk that was found */
};

static void first_name(void *arg, const char *name)
{
	char *to = arg;

	if (!to[0])
		copy_string(to, 32, name);
}

/* An entry "HOST:0:0:LUN": its LUN.  false for every other entry. */
static bool entry_lun(const char *name, uint64_t *lun)
{
	const char *last = strrchr(name, ':');

	return last && name[0] >= '0' && name[0] <= '9' &&
	       !number_decimal(last + 1, UINT64_MAX, lun);
}

static void take_entry(void *arg, const char *name)
{
	struct luns *l = arg;
	struct scan *s = l->scan;
	char path[192], text[16], disk[32] = "";
	size_t n = strlen(l->names);
	uint64_t lun;

	if (!entry_lun(name, &lun))
		return;
	snprintf(l->names + n, sizeof(l->names) - n, "%s%llu", n ? ", " : "",
		 (unsigned long long)lun);
	if (s->lun_known && lun != s->lun)
		return;
	l->wanted = true;
	snprintf(path, sizeof(path), "%s/%s/type", l->folder, name);
	if (s->sys->read_file(s->sys, path, text, sizeof(text)) <= 0 ||
	    strcmp(text, "0\n"))		/* 0: a direct-access device */
		return;
	l->disks++;
	snprintf(path, sizeof(path), "%s/%s/block", l->folder, name);
	s->sys->list_dir(s->sys, path, first_name, disk);
	l->ready += !!disk[0];
	if (disk[0] && (!s->disk[0] || lun < l->lowest)) {
		copy_string(s->disk, sizeof(s->disk), disk);
		l->lowest = lun;
	}
}

/* Sets s->disk to the disk that sysfs has. */
static void look(struct scan *s, struct luns *l)
{
	*l = (struct luns){ .scan = s };
	s->disk[0] = '\0';
	snprintf(l->folder, sizeof(l->folder),
		 "/sys/class/iscsi_session/session%u/device/target%u:0:0",
		 s->sid, s->host_no);
	s->sys->list_dir(s->sys, l->folder, take_entry, l);
}

bool scan_find(struct scan *s)
{
	struct luns l;

	look(s, &l);
	return s->disk[0];
}

int scan_begin(struct scan *s, struct fault *f)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/class/scsi_host/host%u/scan",
		 s->host_no);
	s->disk[0] = '\0';
	s->child = s->sys->start_write(s->sys, path, "- - -");
	if (s->child < 0)
		return fault(f, STAGE_SCAN, -s->child, "cannot scan host%u: %s",
			     s->host_no, errno_words(-s->child).text);
	return 0;
}

/* "add@/devices/.../session1/target2:0:0/2:0:0:1/block/sda", and no
 * partition below it. */
void scan_take_uevent(struct scan *s, const char *text)
{
	char at[64], lun[64];
	const char *found, *end, *name;
	uint64_t number;

	snprintf(at, sizeof(at), "/session%u/target%u:0:0/", s->sid,
		 s->host_no);
	found = strstr(text, at);
	if (strncmp(text, "add@", 4) || !found)
		return;
	found += strlen(at);
	end = strchr(found, '/');
	if (!end || (size_t)(end - found) >= sizeof(lun) ||
	    strncmp(end, "/block/", 7))
		return;
	name = end + 7;
	memcpy(lun, found, (size_t)(end - found));
	lun[end - found] = '\0';
	if (strchr(name, '/') || !entry_lun(lun, &number))
		return;
	if (!s->lun_known || number == s->lun)
		s->added++;
}

int scan_end(struct scan *s, struct fault *f)
{
	int rc = s->sys->finish_write(s->sys, s->child);
	struct luns l;

	s->child = -1;
	if (rc)
		return fault(f, STAGE_SCAN, -rc, "the scan of host%u failed: %s",
			     s->host_no, errno_words(-rc).text);
	look(s, &l);
	if (l.disks)
		return 0;
	if (!s->lun_known || !l.names[0])
		return fault(f, STAGE_SCAN, ENXIO,
			     "the target has no disk for this initiator: are its LUNs mapped to our initiator name?");
	if (!l.wanted)
		return fault(f, STAGE_SCAN, ENXIO,
			     "the target has no LUN %llu; it has %s",
			     (unsigned long long)s->lun, l.names);
	return fault(f, STAGE_SCAN, ENXIO, "LUN %llu is not a disk",
		     (unsigned long long)s->lun);
}

void scan_lost_uevents(struct scan *s)
{
	s->lost = true;
}

bool scan_done(struct scan *s)
{
	struct luns l;

	if ((!s->added && !s->lost) || s->child >= 0)
		return false;
	look(s, &l);
	return s->disk[0] &&
	       (s->lost ? l.ready == l.disks : s->added >= l.disks);
}
