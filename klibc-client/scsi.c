// SPDX-License-Identifier: GPL-2.0-or-later
/* SCSI commands that show what a target has, and their answers. */
#include "scsi.h"

#include <errno.h>
#include <stdio.h>

#include "rd.h"

#define PAGE_MAX 1024
#define BE16(n) (n) >> 8, (n) & 0xff

const struct scsi_command scsi_commands[SCSI_COMMANDS] = {
	[SCSI_TEST_UNIT_READY] = { "TEST UNIT READY", { 0x00 }, 0 },
	[SCSI_REPORT_LUNS] = { "REPORT LUNS",
		{ 0xa0, [8] = BE16(SCSI_DATA_MAX) }, SCSI_DATA_MAX },
	/* 36 bytes: more is an error to some old devices. */
	[SCSI_INQUIRY] = { "INQUIRY", { 0x12, 0, 0, 0, 36 }, 36 },
	[SCSI_PAGES] = { "INQUIRY of page 00h",
		{ 0x12, 1, 0x00, BE16(PAGE_MAX) }, PAGE_MAX },
	[SCSI_SERIAL] = { "INQUIRY of page 80h",
		{ 0x12, 1, 0x80, BE16(PAGE_MAX) }, PAGE_MAX },
	[SCSI_DESIGNATORS] = { "INQUIRY of page 83h",
		{ 0x12, 1, 0x83, BE16(PAGE_MAX) }, PAGE_MAX },
	[SCSI_CAPACITY_10] = { "READ CAPACITY(10)", { 0x25 }, 8 },
	[SCSI_CAPACITY_16] = { "READ CAPACITY(16)",
		{ 0x9e, 0x10, [13] = 32 }, 32 },
};

int scsi_get_luns(const void *data, size_t len,
		  uint8_t luns[SCSI_LUNS_MAX][8], uint32_t *more)
{
	struct rd r = rd_over(data, len);
	uint32_t said = (uint32_t)rd_be(&r, 4) / 8, n = 0;

	rd_bytes(&r, 4);
	if (r.short_read)
		return -EPROTO;
	for (; n < said && n < SCSI_LUNS_MAX && r.left >= 8; n++)
		rd_copy(&r, luns[n], 8);
	*more = said - n;
	return (int)n;
}

const char *scsi_lun_text(const uint8_t lun[8], char buf[SCSI_LUN_TEXT_SIZE])
{
	static const uint8_t zeroes[6];
	size_t n;

	/* The two highest bits say how: 00b with bus 0, or 01b. */
	if (!memcmp(lun + 2, zeroes, 6) && (!lun[0] || lun[0] >> 6 == 1)) {
		snprintf(buf, SCSI_LUN_TEXT_SIZE, "%u",
			 (lun[0] & 0x3fU) << 8 | lun[1]);
		return buf;
	}
	n = (size_t)snprintf(buf, SCSI_LUN_TEXT_SIZE, "0x");
	for (size_t i = 0; i < 8; i++)
		snprintf(buf + n + 2 * i, 3, "%02x", lun[i]);
	return buf;
}

const char *scsi_type_text(uint8_t type)
{
	static const struct {
		uint8_t type;
		char text[15];
	} types[] = {
		{ SCSI_DISK, "disk" }, { 0x01, "tape" }, { 0x05, "CD or DVD" },
		{ 0x07, "optical disk" }, { 0x08, "medium changer" },
		{ SCSI_CONTROLLER, "controller" }, { 0x0d, "enclosure" },
		{ 0x14, "zoned disk" }, { 0x1f, "no device" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (types[i].type == type)
			return types[i].text;
	return "another device";
}

/* n bytes as text: blanks around it are padding. */
static void take_text(struct rd *r, size_t n, char *to, size_t size)
{
	const uint8_t *p = rd_bytes(r, n);
	size_t used = 0;

	if (!p)
		n = 0;
	for (; n && *p == ' '; n--)
		p++;
	if (n > size - 1)
		n = size - 1;
	while (n && (p[n - 1] == ' ' || !p[n - 1]))
		n--;
	for (; used < n; p++)
		to[used++] = *p < ' ' || *p > '~' ? '?' : (char)*p;
	to[used] = '\0';
}

int scsi_get_inquiry(const void *data, size_t len, struct scsi_inquiry *i)
{
	struct rd r = rd_over(data, len);
	uint8_t first = (uint8_t)rd_be(&r, 1);

	rd_bytes(&r, 4);
	if (r.short_read)
		return -EPROTO;
	i->type = first & 0x1f;
	i->qualifier = first >> 5;
	rd_bytes(&r, 3);
	take_text(&r, 8, i->vendor, sizeof(i->vendor));
	take_text(&r, 16, i->product, sizeof(i->product));
	take_text(&r, 4, i->revision, sizeof(i->revision));
	return 0;
}

/* The body of a page of vital product data, or -EPROTO.  istgt answers for
 * any page with standard data where there is no unit. */
static int page_body(const void *data, size_t len, uint8_t page,
		     struct rd *body)
{
	struct rd r = rd_over(data, len);
	size_t n;

	rd_bytes(&r, 1);
	if (rd_be(&r, 1) != page)
		return -EPROTO;
	n = (size_t)rd_be(&r, 2);
	if (r.short_read)
		return -EPROTO;
	*body = rd_over(r.p, n < r.left ? n : r.left);
	return 0;
}

bool scsi_has_page(const void *data, size_t len, uint8_t page)
{
	struct rd body;

	if (page_body(data, len, 0x00, &body))
		return false;
	while (body.left)
		if (rd_be(&body, 1) == page)
			return true;
	return false;
}

int scsi_get_serial(const void *data, size_t len, char text[SCSI_SERIAL_SIZE])
{
	struct rd body;

	if (page_body(data, len, 0x80, &body))
		return -EPROTO;
	take_text(&body, body.left, text, SCSI_SERIAL_SIZE);
	return 0;
}

enum { T10 = 1, EUI_64 = 2, NAA = 3, SCSI_NAME = 8 };

/* How good a designator is, 0: of no use.  The longer, the less likely it is
 * that two units share it; NAA 3 and T10 are whatever somebody has typed. */
static unsigned int rank(uint8_t type, const uint8_t *d, size_t len)
{
	static const struct {
		uint8_t type, len, naa;		/* 0: any */
	} order[] = {				/* the best first */
		{ NAA, 16, 6 }, { EUI_64, 16, 0 }, { EUI_64, 12, 0 },
		{ NAA, 8, 5 }, { NAA, 8, 2 }, { EUI_64, 8, 0 },
		{ SCSI_NAME, 0, 0 }, { NAA, 8, 3 }, { T10, 0, 0 },
	};

	for (size_t i = 0; len && i < ARRAY_SIZE(order); i++)
		if (order[i].type == type &&
		    (!order[i].len || order[i].len == len) &&
		    (!order[i].naa || order[i].naa == d[0] >> 4))
			return (unsigned int)(ARRAY_SIZE(order) - i);
	return 0;
}

static void designator_text(uint8_t type, const uint8_t *d, size_t len,
			    char text[SCSI_ID_SIZE])
{
	struct rd r = rd_over(d, len);
	size_t n = 4;

	memcpy(text, type == NAA ? "naa." : type == EUI_64 ? "eui." : "t10.",
	       n);
	if (type == NAA || type == EUI_64) {
		for (; len--; n += 2)
			snprintf(text + n, 3, "%02x", *d++);
		return;
	}
	if (type == SCSI_NAME)		/* has its own prefix */
		n = 0;
	take_text(&r, len, text + n, SCSI_ID_SIZE - n);
}

int scsi_get_id(const void *data, size_t len, char text[SCSI_ID_SIZE])
{
	unsigned int best = 0, now;
	struct rd body;

	if (page_body(data, len, 0x83, &body))
		return -EPROTO;
	while (body.left) {
		uint8_t how, n;
		const uint8_t *d;

		rd_bytes(&body, 1);
		how = (uint8_t)rd_be(&body, 1);
		rd_bytes(&body, 1);
		n = (uint8_t)rd_be(&body, 1);
		d = rd_bytes(&body, n);
		/* Association 00b: the unit, not its port or its target. */
		if (body.short_read || how & 0x30)
			continue;
		now = rank(how & 0x0f, d, n);
		if (now <= best)
			continue;
		best = now;
		designator_text(how & 0x0f, d, n, text);
	}
	return best ? 0 : -ENOENT;
}

/* A block size that did not arrive is 0, too. */
static int settle(struct scsi_capacity *c, uint64_t last)
{
	if (!c->block_size)
		return -EPROTO;
	if (last >= UINT64_MAX / c->block_size)
		return -EOVERFLOW;
	c->blocks = last + 1;
	c->bytes = c->blocks * c->block_size;
	return 0;
}

int scsi_get_capacity_10(const void *data, size_t len,
			 struct scsi_capacity *c)
{
	struct rd r = rd_over(data, len);
	uint64_t last = rd_be(&r, 4);

	c->block_size = (uint32_t)rd_be(&r, 4);
	if (last == 0xffffffff)
		return 1;
	return settle(c, last);
}

int scsi_get_capacity_16(const void *data, size_t len,
			 struct scsi_capacity *c)
{
	struct rd r = rd_over(data, len);
	uint64_t last = rd_be(&r, 8);

	c->block_size = (uint32_t)rd_be(&r, 4);
	return settle(c, last);
}

int scsi_get_sense(const void *sense, size_t len, struct scsi_sense *s)
{
	struct rd r = rd_over(sense, len);
	uint8_t format = rd_be(&r, 1) & 0x7f;

	*s = (struct scsi_sense){ 0 };
	if (r.short_read || format < 0x70 || format > 0x73)
		return -EPROTO;
	if (format < 0x72)			/* fixed */
		rd_bytes(&r, 1);
	s->key = rd_be(&r, 1) & 0x0f;
	if (r.short_read)
		return -EPROTO;
	if (format < 0x72)
		rd_bytes(&r, 9);
	s->asc = (uint8_t)rd_be(&r, 1);
	s->ascq = (uint8_t)rd_be(&r, 1);
	return 0;
}

struct words {
	uint16_t code;
	const char *text;
};

static const struct words statuses[] = {
	{ 0x08, "busy" },
	{ 0x18, "reservation conflict: another initiator holds it" },
	{ 0x28, "task set full" },
	{ 0x30, "ACA active" },
	{ 0x40, "task aborted" },
};

static const struct words keys[] = {
	{ SCSI_NOT_READY, "not ready" },
	{ 0x03, "medium error" },
	{ 0x04, "hardware error" },
	{ SCSI_ILLEGAL_REQUEST, "illegal request" },
	{ SCSI_UNIT_ATTENTION, "unit attention" },
	{ 0x07, "data protect" },
	{ 0x0b, "aborted command" },
};

/* Additional sense codes and their qualifiers. */
static const struct words codes[] = {
	{ 0x0401, ", becoming ready" },
	{ 0x0402, ", needs a start command" },
	{ 0x0403, ", needs manual intervention" },
	{ 0x040a, ", asymmetric access in transition" },
	{ 0x040b, ", a path in standby" },
	{ 0x040c, ", a path that is unavailable" },
	{ 0x2000, ", no such command" },
	{ 0x2400, ", invalid field" },
	{ 0x2500, ", no such LUN" },
	{ 0x2900, ", power on or reset" },
	{ 0x3a00, ", no medium" },
	{ 0x3f0e, ", the LUNs have changed" },
};

static const char *find(const struct words *row, size_t n, unsigned int code,
			const char *otherwise)
{
	for (; n--; row++)
		if (row->code == code)
			return row->text;
	return otherwise;
}

const char *scsi_status_text(uint8_t status, const struct scsi_sense *sense,
			     char buf[SCSI_STATUS_TEXT_SIZE])
{
	if (status != SCSI_CHECK_CONDITION)
		snprintf(buf, SCSI_STATUS_TEXT_SIZE, "%s (status %02x)",
			 find(statuses, ARRAY_SIZE(statuses), status,
			      "an unknown status"), status);
	else if (!sense)
		snprintf(buf, SCSI_STATUS_TEXT_SIZE,
			 "an error without a reason (no sense data)");
	else
		snprintf(buf, SCSI_STATUS_TEXT_SIZE,
			 "%s%s (sense %x/%02x/%02x)",
			 find(keys, ARRAY_SIZE(keys), sense->key,
			      "another sense key"),
			 find(codes, ARRAY_SIZE(codes),
			      (unsigned int)sense->asc << 8 | sense->ascq, ""),
			 sense->key, sense->asc, sense->ascq);
	return buf;
}
