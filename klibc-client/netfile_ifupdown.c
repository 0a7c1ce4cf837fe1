// SPDX-License-Identifier: GPL-2.0-or-later
/* ifupdown 0.8.41, and what Debian's open-iscsi and cloud-init look for.
 *
 * ifupdown takes a NIC for configured when /run/network/ifstate.IF names the
 * logical interface it was set up as: ours is one that no interfaces(5) file
 * has, so that ifdown leaves the NIC alone.  Debian's net-interface-handler
 * puts it into /run/network/ifstate, too, whereupon "ifdown -a" forgets it and
 * the next "ifup -a" would begin anew: so it is excluded from both. */
#include <stdio.h>

#include "netfile.h"

#define LOGICAL "iscsiboot"

static void put_state(struct netfile *f, const struct kept_nic *n)
{
	char name[32], path[48];

	snprintf(name, sizeof(name), "ifstate.%s", n->ifname);
	snprintf(path, sizeof(path), "/run/network/%s", name);
	if (f->sys->exists(f->sys, path))
		return;
	state_file_begin(&f->file);
	ibft_print(&f->file.out, LOGICAL "\n");
	state_file_write(&f->file, f->sys, "/run/network", name, false);
}

/* One line, one NIC: net-interface-handler reads no more.  The first one that
 * has an address, best that of the first target. */
static void put_interface(struct netfile *f)
{
	const struct kept_nics *k = f->kept;
	const struct kept_nic *best = NULL;

	if (f->sys->exists(f->sys, "/run/initramfs/open-iscsi.interface"))
		return;
	for (size_t i = 0; i < k->count; i++)
		if (k->nics[i].config_count &&
		    (!best || (k->nics[i].disk && !best->disk)))
			best = &k->nics[i];
	if (!best)
		return;
	state_file_begin(&f->file);
	ibft_print(&f->file.out, "%s\n", best->ifname);
	state_file_write(&f->file, f->sys, "/run/initramfs",
			 "open-iscsi.interface", false);
}

void netfile_ifupdown(struct netfile *f)
{
	for (size_t i = 0; i < f->kept->count; i++)
		put_state(f, &f->kept->nics[i]);
	put_interface(f);
	state_file_begin(&f->file);
	ibft_print(&f->file.out,
		   "# Written by iscsistart: the way to the iSCSI disk.\n"
		   "[Service]\nEnvironment=\"EXCLUDE_INTERFACES=");
	for (size_t i = 0; i < f->kept->count; i++)
		ibft_print(&f->file.out, "%s%s", i ? " " : "",
			   f->kept->nics[i].ifname);
	ibft_print(&f->file.out, "\"\n");
	state_file_write(&f->file, f->sys,
			 "/run/systemd/system/networking.service.d",
			 "10-iscsiboot.conf", false);
}
