/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The initiator name where nobody says one: neither an option, nor the kernel
 * command line, nor firmware. */
#ifndef INITIATOR_H
#define INITIATOR_H

#include "fault.h"
#include "ibft.h"
#include "sys.h"

#define INITIATOR_FILE_SIZE 64		/* a file's path, with the NUL */

/* From the first of these files that has a line InitiatorName=NAME:
 *
 *	/run/initiatorname.iscsi	what an earlier part of the boot left
 *	/etc/iscsi/initiatorname.iscsi	Open-iSCSI's own
 *	/etc/initiatorname.iscsi	its copy in an initramfs of Debian's
 *
 * The first such line counts, as in iscsid; '#' begins a comment.  A file with
 * a line GenerateName=yes, which Debian has before the first boot, is as if it
 * were not there: its name is still to be made up.
 *
 * 0: the name, and in file which one said it; -ENODATA, without a fault, when
 * none does; -EINVAL with the fault, which names file and line, when the name
 * is wrong or the file cannot be read; -EPERM with the fault when we may not
 * read it. */
int initiator_from_file(const struct sys *sys, char name[IBFT_NAME_MAX + 1],
			char file[INITIATOR_FILE_SIZE], struct fault *f);

/* "iqn.2010-04.org.ipxe:" and the machine's UUID (SMBIOS type 1) in lower
 * case.  iPXE takes this name where it is told none and no host name: a target
 * needs one entry for the machine, whichever of the two logs in.
 *
 * 0; -ENODATA when there is no UUID, or none that is this machine's own. */
int initiator_from_machine(const struct sys *sys,
			   char name[IBFT_NAME_MAX + 1]);

#endif
