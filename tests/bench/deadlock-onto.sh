# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# For switch-init.sh: iscsid and its libraries go onto the disk.
for path in /sbin/iscsid /lib64 /lib/x86_64-linux-gnu \
	/usr/lib/x86_64-linux-gnu; do
	[ -e "$path" ] || continue
	mkdir -p "/newroot${path%/*}"
	cp -aL "$path" "/newroot${path%/*}/"
done
