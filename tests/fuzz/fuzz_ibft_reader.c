// SPDX-License-Identifier: GPL-2.0-or-later
/* The raw table's reader alone, without anything printed or written: many
 * times as many executions a second as fuzz_ibft_table, which does all that.
 * An input is read as it is, and with length, revision and checksum made
 * good. */
#include <errno.h>

#include "fuzz.h"
#include "ibft.h"
#include "layout.h"
#include "report.h"

static void read_one(const uint8_t *table, size_t size)
{
	static struct ibft ibft;
	struct ibft_report report = { .finding = NULL };
	int rc = ibft_from_table(&ibft, table, size, &report);

	MUST(rc == (report.errors ? -EINVAL : 0));
	MUST(ibft.nic_count <= IBFT_NICS_MAX);
	MUST(ibft.target_count <= IBFT_TARGETS_MAX);
	MUST(rc || ibft.initiator.name[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *table, sum = 0;

	if (size > IBFT_TABLE_MAX)
		return 0;
	/* Of its exact size, so that a sanitizer sees what reads past it. */
	table = calloc(1, size + !size);
	if (size)
		memcpy(table, data, size);
	read_one(table, size);
	if (size >= IBFT_HEADER_SIZE + IBFT_CONTROL_SIZE) {
		memcpy(table, "iBFT", 4);
		table[4] = (uint8_t)size;
		table[5] = (uint8_t)(size >> 8);
		table[6] = table[7] = 0;
		table[8] = IBFT_REVISION;
		table[IBFT_CHECKSUM_AT] = 0;
		for (size_t i = 0; i < size; i++)
			sum = (uint8_t)(sum + table[i]);
		table[IBFT_CHECKSUM_AT] = (uint8_t)-sum;
		read_one(table, size);
	}
	free(table);
	return 0;
}
