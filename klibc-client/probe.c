// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether a target will boot. */
#include "probe.h"

#include <errno.h>
#include <stdio.h>

#include "log.h"
#include "probe_show.h"

/* A new session meets a unit attention for each thing that happened to a unit
 * (SAM-5 5.14), tgt has one; a busy unit may be free a moment later. */
#define AGAIN_MAX 3

#define REFUSED 1

/* The words for an answer that is not GOOD.  true: ask again. */
static bool take_refusal(struct probe *p, const struct scsi_command *command,
			 const struct scsi_answer *a)
{
	char text[SCSI_STATUS_TEXT_SIZE];
	struct scsi_sense sense;
	bool has_sense = !scsi_get_sense(a->sense, a->sense_len, &sense);

	if (a->response)
		snprintf(text, sizeof(text), "target failure (response %02x)",
			 a->response);
	else
		scsi_status_text(a->status, has_sense ? &sense : NULL, text);
	snprintf(p->refusal, sizeof(p->refusal), "%s: %s", command->name,
		 text);
	if (a->response)
		return false;
	return a->status == SCSI_BUSY ||
	       (a->status == SCSI_CHECK_CONDITION && has_sense &&
		sense.key == SCSI_UNIT_ATTENTION);
}

/* A command to p->unit; its data is in p->data and its length in len.  0,
 * REFUSED with the reason in p->refusal, or -errno with the fault. */
static int run(struct probe *p, enum scsi_name name, size_t *len,
	       struct fault *f)
{
	const struct scsi_command *command = &scsi_commands[name];
	struct scsi_answer a;
	int rc, tries = 0;

	do {
		rc = full_feature_scsi(&p->ff, p->unit.lun, command->cdb,
				       p->data, command->size, &a, f);
		if (rc)
			return rc;
		*len = a.len;
		if (!a.response && a.status == SCSI_GOOD)
			return 0;
	} while (take_refusal(p, command, &a) &&
		 tries++ < AGAIN_MAX);
	return REFUSED;
}

/* The answer made no sense. */
static int bad_answer(struct probe *p, enum scsi_name name, const char *what)
{
	snprintf(p->refusal, sizeof(p->refusal), "%s: %s",
		 scsi_commands[name].name, what);
	return REFUSED;
}

static bool listed(const struct probe *p, const uint8_t lun[8])
{
	for (size_t i = 0; i < p->luns_count; i++)
		if (!memcmp(p->luns[i], lun, 8))
			return true;
	return false;
}

/* Ask LUN 0, which answers whether it exists or not (SPC-4 6.33). */
static int list_luns(struct probe *p, struct fault *f)
{
	size_t len;
	int rc, n;

	p->unit = (struct probe_unit){ .seen = false };
	rc = run(p, SCSI_REPORT_LUNS, &len, f);
	if (rc < 0)
		return rc;
	n = rc ? 0 : scsi_get_luns(p->data, len, p->luns, &p->luns_more);
	if (n < 0)
		rc = bad_answer(p, SCSI_REPORT_LUNS, "too short an answer");
	if (rc) {
		log_line(p->sys, STAGE_SESSION, &p->connection.portal,
			 "%s; only LUN 0 and the boot LUN are looked at",
			 p->refusal);
		memset(p->luns[0], 0, 8);
		n = 1;
	}
	p->luns_count = (size_t)n;
	/* It may be one of those that the list had no room for. */
	if (p->boot_lun && (rc || p->luns_more) && !listed(p, p->boot_lun))
		memcpy(p->luns[p->luns_count++], p->boot_lun, 8);
	return 0;
}

/* Serial number and designator.  A unit without them boots. */
static int name_unit(struct probe *p, struct fault *f)
{
	bool serial, designators;
	size_t len;
	int rc = run(p, SCSI_PAGES, &len, f);

	if (rc)
		return rc;
	serial = scsi_has_page(p->data, len, 0x80);
	designators = scsi_has_page(p->data, len, 0x83);
	if (serial) {
		rc = run(p, SCSI_SERIAL, &len, f);
		if (!rc)
			scsi_get_serial(p->data, len, p->unit.serial);
	}
	if (designators && rc >= 0) {
		rc = run(p, SCSI_DESIGNATORS, &len, f);
		if (!rc)
			scsi_get_id(p->data, len, p->unit.id);
	}
	return rc;
}

static int measure_unit(struct probe *p, struct fault *f)
{
	struct scsi_capacity *c = &p->unit.capacity;
	enum scsi_name name = SCSI_CAPACITY_10;
	size_t len;
	int rc = run(p, name, &len, f);

	if (rc)
		return rc;
	rc = scsi_get_capacity_10(p->data, len, c);
	if (rc > 0) {
		name = SCSI_CAPACITY_16;
		rc = run(p, name, &len, f);
		if (rc)
			return rc;
		rc = scsi_get_capacity_16(p->data, len, c);
	}
	if (rc)
		return bad_answer(p, name, rc == -EOVERFLOW ?
				  "2^64 bytes or more" :
				  "an answer that is too short, or blocks of 0 bytes");
	p->unit.sized = true;
	/* The kernel's sd takes these and no others. */
	if (c->block_size < 512 || c->block_size > 4096 ||
	    c->block_size & (c->block_size - 1))
		return bad_answer(p, name, "Linux has no use for blocks of this size");
	return 0;
}

/* Everything about one unit.  0, REFUSED, or -errno with the fault. */
static int look_at(struct probe *p, struct fault *f)
{
	struct probe_unit *u = &p->unit;
	size_t len;
	int rc = run(p, SCSI_INQUIRY, &len, f);

	if (rc)
		return rc;
	if (scsi_get_inquiry(p->data, len, &u->inquiry))
		return bad_answer(p, SCSI_INQUIRY, "too short an answer");
	u->seen = true;
	if (u->inquiry.qualifier)
		return bad_answer(p, SCSI_INQUIRY,
				  "no device is connected to this LUN");
	rc = name_unit(p, f);
	if (rc < 0)
		return rc;
	rc = run(p, SCSI_TEST_UNIT_READY, &len, f);
	if (rc || u->inquiry.type != SCSI_DISK)
		return rc;
	return measure_unit(p, f);
}

static int take_units(struct probe *p, struct fault *f)
{
	struct probe_unit *u = &p->unit;

	for (size_t i = 0; i < p->luns_count; i++) {
		int rc;

		*u = (struct probe_unit){ .seen = false };
		memcpy(u->lun, p->luns[i], 8);
		rc = look_at(p, f);
		if (rc < 0)
			return rc;
		if (rc)
			copy_string(u->fault, sizeof(u->fault), p->refusal);
		probe_show_unit(p, i);
		if (p->boot_lun && memcmp(u->lun, p->boot_lun, 8))
			continue;
		if (!u->seen || u->inquiry.qualifier)
			continue;
		p->found.units++;
		if (u->inquiry.type != SCSI_DISK)
			continue;
		p->found.disks++;
		p->found.usable += !rc;
	}
	return 0;
}

static int judge(const struct probe *p, struct fault *f)
{
	char lun[SCSI_LUN_TEXT_SIZE];

	if (p->found.usable)
		return 0;
	if (!p->boot_lun)
		return fault(f, STAGE_SESSION, ENXIO, p->found.disks ?
			     "the target has a disk, but none that can be used now" :
			     "the target has no disk for this initiator: are its LUNs mapped to our initiator name?");
	return fault(f, STAGE_SESSION, ENXIO, p->found.disks ?
		     "LUN %s is a disk, but cannot be used now" :
		     p->found.units ? "LUN %s is not a disk" :
		     "the target has no LUN %s for this initiator",
		     scsi_lun_text(p->boot_lun, lun));
}

int probe_run(struct probe *p, const struct sys *sys,
	      const struct portal *portal, const struct login_config *config,
	      uint64_t deadline, bool json, const uint8_t *boot_lun,
	      struct fault *f)
{
	struct connection *c = &p->connection;
	struct fault echo = { .err = 0 };
	int rc;

	p->sys = sys;
	p->json = json;
	p->boot_lun = boot_lun;
	p->luns_count = p->luns_more = 0;
	memset(&p->found, 0, sizeof(p->found));
	rc = connection_open(c, sys, portal, config, deadline, f);
	if (!rc) {
		full_feature_begin(&p->ff, c);
		probe_show_login(p);
		rc = list_luns(p, f);
		if (!rc)
			rc = take_units(p, f);
		if (!rc)
			rc = judge(p, f);
		probe_show_end(p, f);
		/* After an error nothing can be said any more; and a target
		 * that cannot log out boots all the same. */
		if ((!rc || rc == -ENXIO) &&
		    full_feature_logout(&p->ff, &echo) && !f->err)
			log_fault(sys, &c->portal, &echo);
	}
	connection_close(c);
	return rc;
}
