# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash
# For switch-init.sh: a target inside the machine, with root on one disk and the
# writer's beside it, and the login by whom pause.py says.
# shellcheck source=tests/bench/link.sh
. /test/link.sh
far_target 64
mke2fs -F /test/disk/0 >/dev/null 2>&1 || fail "no file system"
truncate -s 16M /test/disk/1
far_admin --mode logicalunit --op new --tid 1 --lun 2 -b /test/disk/1
# The target has them open, and what is in /test goes onto the disk.
umount -l /test/disk
far_link
case $WHO in
keeper) by_options root 0 --keep ;;
no-keep) by_options root 0 --no-keep ;;
*) run root 0 /debian/iscsistart -i "$INITIATOR" -t "$TARGET" -g 1 \
	-a "$PORTAL" ;;
esac
