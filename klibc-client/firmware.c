// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds what the firmware left. */
#include "firmware.h"

#include <errno.h>
#include <stdio.h>

#include "module.h"
#include "rd.h"

#define ACPI_FOLDER "/sys/firmware/acpi/tables"
#define IBFT_FOLDER "/sys/firmware/ibft"
#define EFI_FOLDER "/sys/firmware/efi"
#define LOW_MEMORY "/dev/mem"
#define OPEN_FIRMWARE "/proc/device-tree/chosen/bootpath"

/* Where BIOS machines may keep the table, as the kernel looks for it: up to
 * 1 MiB, on boundaries of 16, but not in the display's memory.  Only PCs have
 * a BIOS: elsewhere a read there may hit a device. */
#if defined(__x86_64__) || defined(__i386__)
#define BIOS_MACHINE true
#else
#define BIOS_MACHINE false
#endif
#define SCAN_START 0x80000
#define SCAN_END 0x100000
#define DISPLAY_START 0xa0000
#define DISPLAY_END 0xc0000
#define SCAN_STEP 16
#define SCAN_PIECE 4096

static int find_acpi(const struct sys *sys, struct firmware_table *t)
{
	static const char *const names[] = { "iBFT", "IBFT", "BIFT" };
	bool denied = false;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		int n;

		snprintf(t->source, sizeof(t->source), ACPI_FOLDER "/%s",
			 names[i]);
		n = sys->read_at(sys, t->source, 0, t->bytes,
				 sizeof(t->bytes));
		denied |= n == -EACCES || n == -EPERM;
		if (n > 0) {
			t->size = (size_t)n;
			return 0;
		}
	}
	return denied ? -EPERM : -ENODATA;
}

/* A signature alone may be anything: the length must be possible, too. */
static bool looks_like_table(const uint8_t *p, uint64_t at, uint32_t *length)
{
	struct rd r = rd_over(p + 4, 4);

	*length = (uint32_t)rd_le(&r, 4);
	return (!memcmp(p, "iBFT", 4) || !memcmp(p, "BIFT", 4)) &&
	       *length >= 48 && *length <= IBFT_TABLE_MAX &&
	       at + *length <= SCAN_END;
}

static int find_in_memory(const struct sys *sys, struct firmware_table *t)
{
	uint64_t at = SCAN_START;
	uint32_t length;

	while (at < SCAN_END) {
		int n = sys->read_at(sys, LOW_MEMORY, at, t->bytes,
				     SCAN_PIECE);

		/* A kernel that is locked down allows nothing, a strict one
		 * not every page: n < 0. */
		for (int i = 0; i + SCAN_STEP <= n; i += SCAN_STEP) {
			uint64_t found = at + (uint64_t)i;

			if (!looks_like_table(t->bytes + i, found, &length))
				continue;
			n = sys->read_at(sys, LOW_MEMORY, found, t->bytes,
					 length);
			if (n != (int)length)
				return -ENODATA;
			t->size = length;
			snprintf(t->source, sizeof(t->source),
				 "low memory, 0x%llx",
				 (unsigned long long)found);
			return 0;
		}
		at += SCAN_PIECE;
		if (at == DISPLAY_START)
			at = DISPLAY_END;
	}
	return -ENODATA;
}

int firmware_find_table(const struct sys *sys, struct firmware_table *t)
{
	int rc = find_acpi(sys, t);

	/* UEFI has its tables in ACPI alone. */
	if (rc == -ENODATA && BIOS_MACHINE && !sys->exists(sys, EFI_FOLDER))
		rc = find_in_memory(sys, t);
	return rc;
}

static int tree_read(const struct ibft_tree *tree, const char *file,
		     char *text, size_t size)
{
	const struct sys *sys = tree->context;
	char path[128];

	snprintf(path, sizeof(path), IBFT_FOLDER "/%s", file);
	return sys->read_file(sys, path, text, size);
}

static int tree_list(const struct ibft_tree *tree,
		     void (*each)(void *arg, const char *name), void *arg)
{
	const struct sys *sys = tree->context;

	return sys->list_dir(sys, IBFT_FOLDER, each, arg);
}

static int read_sysfs(const struct sys *sys, struct ibft *ibft,
		      struct fault *f)
{
	const struct ibft_tree tree = { .read = tree_read, .list = tree_list,
					.context = sys };
	int rc = module_load(sys, "iscsi_ibft");

	/* The module checks revision and checksum when it is loaded, and
	 * loads without a word where there is no table. */
	if (rc == -ENOENT || rc == -EINVAL || rc == -ENOMEM)
		return fault(f, STAGE_PLAN, EINVAL,
			     "the kernel refused the firmware's iBFT (%s): its checksum, revision or indexes are wrong; dmesg has the details, the firmware needs an update",
			     errno_words(-rc).text);
	return ibft_from_sysfs(ibft, &tree, f);
}

int firmware_read(const struct sys *sys, struct ibft *ibft,
		  struct firmware_table *t, struct ibft_report *report,
		  struct fault *f)
{
	int rc = firmware_find_table(sys, t);

	if (rc == -EPERM)
		return fault(f, STAGE_PLAN, EPERM,
			     "only root may read the firmware's tables");
	if (rc) {
		copy_string(t->source, sizeof(t->source), IBFT_FOLDER);
		t->size = 0;
		return read_sysfs(sys, ibft, f);
	}
	rc = ibft_from_table(ibft, t->bytes, t->size, report);
	if (rc)
		return fault(f, STAGE_PLAN, EINVAL,
			     "the firmware's iBFT (%s) is damaged: %s: %s, at offset %u; the firmware needs an update",
			     t->source, report->first_error.block,
			     report->first_error.text,
			     report->first_error.offset);
	return 0;
}

struct other {
	void (*each)(void *arg, const char *path);
	void *arg;
};

static void take_other(void *arg, const char *name)
{
	struct other *o = arg;
	char path[80];

	if (strncmp(name, "iscsi_boot", 10))
		return;
	snprintf(path, sizeof(path), "/sys/firmware/%.60s", name);
	o->each(o->arg, path);
}

void firmware_others(const struct sys *sys,
		     void (*each)(void *arg, const char *path), void *arg)
{
	struct other o = { .each = each, .arg = arg };
	char text[512];

	sys->list_dir(sys, "/sys/firmware", take_other, &o);
	/* Open Firmware says how it booted in one path. */
	if (sys->read_file(sys, OPEN_FIRMWARE, text, sizeof(text)) > 0 &&
	    strstr(text, "iscsi"))
		each(arg, OPEN_FIRMWARE);
}
