// SPDX-License-Identifier: GPL-2.0-or-later
/* For tests only: iscsi_ibft looks at a table in low memory, or in ACPI, that
 * does not change while the kernel runs.  But it reads the address of the one
 * in low memory from a variable each time it is loaded: what is written to
 * /sys/module/ibft_place/table is the next table that it shows. */
#include <linux/acpi.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/iscsi_ibft.h>
#include <linux/kobject.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/sysfs.h>

/* 32 KiB: what the module reads behind a table's end is zero, too. */
#define ORDER 3
#define ROOM (PAGE_SIZE << ORDER)

static unsigned long room;
static phys_addr_t before;

/* A write at offset 0 begins a new table. */
static ssize_t table_write(struct file *file, struct kobject *kobj,
			   struct bin_attribute *attr, char *buf, loff_t at,
			   size_t count)
{
	if (at < 0 || at > ROOM || count > ROOM - at)
		return -EFBIG;
	if (!at)
		memset((void *)room, 0, ROOM);
	memcpy((void *)room + at, buf, count);
	return count;
}

static struct bin_attribute table = {
	.attr = { .name = "table", .mode = 0200 },
	.write = table_write,
};

static int __init ibft_place_init(void)
{
	int rc;

	room = __get_free_pages(GFP_KERNEL | __GFP_ZERO, ORDER);
	if (!room)
		return -ENOMEM;
	rc = sysfs_create_bin_file(&THIS_MODULE->mkobj.kobj, &table);
	if (rc) {
		free_pages(room, ORDER);
		return rc;
	}
	before = ibft_phys_addr;
	ibft_phys_addr = virt_to_phys((void *)room);
	return 0;
}

static void __exit ibft_place_exit(void)
{
	ibft_phys_addr = before;
	sysfs_remove_bin_file(&THIS_MODULE->mkobj.kobj, &table);
	free_pages(room, ORDER);
}

module_init(ibft_place_init);
module_exit(ibft_place_exit);
MODULE_DESCRIPTION("places an iBFT for a test");
MODULE_LICENSE("GPL");
