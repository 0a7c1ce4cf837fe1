// SPDX-License-Identifier: GPL-2.0-or-later
/* A target's answers to SCSI commands.  The first byte chooses the command,
 * the second is a page or a status, the rest is the data. */
#include <errno.h>

#include "fuzz.h"
#include "scsi.h"

static void must_be_text(const char *text, size_t size)
{
	size_t n = strlen(text);

	MUST(n < size);
	MUST(!n || (text[0] != ' ' && text[n - 1] != ' '));
	for (; *text; text++)
		MUST(*text >= ' ' && *text <= '~');
}

static void fuzz_luns(const uint8_t *data, size_t size)
{
	static uint8_t luns[SCSI_LUNS_MAX][8];
	char text[SCSI_LUN_TEXT_SIZE];
	uint32_t more = 0;
	int n = scsi_get_luns(data, size, luns, &more);

	MUST((n == -EPROTO) == (size < 8));
	MUST(n <= SCSI_LUNS_MAX && (n < 0 || 8 + 8 * (size_t)n <= size));
	for (int i = 0; i < n; i++)
		must_be_text(scsi_lun_text(luns[i], text), sizeof(text));
}

static void fuzz_inquiry(const uint8_t *data, size_t size)
{
	struct scsi_inquiry q;

	if (scsi_get_inquiry(data, size, &q))
		return;
	MUST(q.type <= 0x1f && q.qualifier <= 7);
	must_be_text(q.vendor, sizeof(q.vendor));
	must_be_text(q.product, sizeof(q.product));
	must_be_text(q.revision, sizeof(q.revision));
	MUST(scsi_type_text(q.type)[0]);
}

static void fuzz_pages(const uint8_t *data, size_t size, uint8_t page)
{
	char serial[SCSI_SERIAL_SIZE], id[SCSI_ID_SIZE];

	MUST(!scsi_has_page(data, size, page) || size > 4);
	if (!scsi_get_serial(data, size, serial))
		must_be_text(serial, sizeof(serial));
	if (!scsi_get_id(data, size, id)) {
		MUST(strlen(id) < sizeof(id));
		for (const char *c = id; *c; c++)
			MUST(*c >= ' ' && *c <= '~');
	}
}

static void fuzz_capacity(const uint8_t *data, size_t size)
{
	struct scsi_capacity c;

	if (!scsi_get_capacity_10(data, size, &c))
		MUST(c.block_size && c.bytes / c.block_size == c.blocks &&
		     c.blocks <= UINT32_MAX);
	if (!scsi_get_capacity_16(data, size, &c))
		MUST(c.block_size && c.bytes / c.block_size == c.blocks &&
		     c.blocks);
}

static void fuzz_sense(const uint8_t *data, size_t size, uint8_t status)
{
	char text[SCSI_STATUS_TEXT_SIZE];
	struct scsi_sense s;
	int rc = scsi_get_sense(data, size, &s);

	MUST(s.key <= 0x0f && (!rc || size < 3 || !s.key));
	scsi_status_text(status, rc ? NULL : &s, text);
	/* No sentence is cut. */
	MUST(strlen(text) < sizeof(text) - 1);
	MUST(text[strlen(text) - 1] == ')');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t which = take_byte(&in), more = take_byte(&in);
	uint8_t *copy = take_copy(&in, in.left, &size);

	switch (which % 5) {
	case 0: fuzz_luns(copy, size); break;
	case 1: fuzz_inquiry(copy, size); break;
	case 2: fuzz_pages(copy, size, more); break;
	case 3: fuzz_capacity(copy, size); break;
	case 4: fuzz_sense(copy, size, more); break;
	}
	free(copy);
	return 0;
}
